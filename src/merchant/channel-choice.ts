/**
 * Which payment channel a request means. Today's V1 names it by `channel_key`, the page by `pg` where a merchant has
 * two or more contracts, and the oldest callers by nothing at all; each is understood, and two that contradict each
 * other are not guessed at. Another merchant's channel is as unknown as one that never was.
 */
import type { Channel } from '../core/merchant.ts'
import type { Words } from '../wire/rejections.ts'
import { parameterRefusal, type Refusal } from './envelope.ts'

export type ChannelChoice =
  | { readonly ok: true; readonly channel: Channel }
  | { readonly ok: false; readonly refusal: Refusal }

/** `channels`: the merchant's own. */
export function chooseChannel(
  channels: readonly Channel[],
  named: { readonly channelKey: string | null; readonly pg: string | null },
): ChannelChoice {
  const { channelKey, pg } = named
  if (channelKey === null) return pg === null ? only(channels) : byPg(channels, pg)
  const channel = channels.find(({ key }) => key === channelKey)
  if (channel === undefined) return refused('channel_key', UNKNOWN_KEY)
  return pg === null || agrees(channel, pg) ? chosen(channel) : refused('pg', CONTRADICTION)
}

/** `{provider}.{MID}` names one contract, `{provider}` the default one. */
function byPg(channels: readonly Channel[], pg: string): ChannelChoice {
  const exact = channels.find((channel) => pgOf(channel) === pg)
  if (exact !== undefined) return chosen(exact)
  const ofProvider = channels.filter(({ provider }) => provider === pg)
  return ofProvider.length === 0 ? refused('pg', unknownPg(channels)) : only(ofProvider)
}

function only(channels: readonly Channel[]): ChannelChoice {
  const [first, ...others] = channels
  if (first === undefined) return refused('channel_key', NO_CHANNEL)
  const channel = others.length === 0 ? first : channels.find(({ isDefault }) => isDefault)
  return channel === undefined ? refused('pg', severalChannels(channels)) : chosen(channel)
}

function agrees(channel: Channel, pg: string): boolean {
  return pg === channel.provider || pg === pgOf(channel)
}

function pgOf({ provider, mid }: Channel): string {
  return `${provider}.${mid}`
}

function chosen(channel: Channel): ChannelChoice {
  return { ok: true, channel }
}

function refused(parameter: 'channel_key' | 'pg', text: Words): ChannelChoice {
  return { ok: false, refusal: parameterRefusal(parameter, text) }
}

const UNKNOWN_KEY: Words = {
  ko: '등록되지 않은 채널 키입니다. 결제채널 설정에서 확인해 주세요.',
  en: 'no channel of yours has this key. Check your payment channels.',
}

const CONTRADICTION: Words = {
  ko: 'channel_key와 서로 다른 결제채널을 가리킵니다. 둘 중 하나만 보내 주세요.',
  en: 'names another channel than channel_key does. Send one of the two.',
}

const NO_CHANNEL: Words = {
  ko: '이 가맹점에는 결제채널이 없습니다. 운영사에 결제채널 등록을 요청하세요.',
  en: 'you have no payment channel. Ask the operator to add one.',
}

function unknownPg(channels: readonly Channel[]): Words {
  return {
    ko: `등록되지 않은 PG 구분코드입니다. 쓸 수 있는 값: ${namesOf(channels)}`,
    en: `no channel of yours has this code. Yours are: ${namesOf(channels)}.`,
  }
}

function severalChannels(channels: readonly Channel[]): Words {
  return {
    ko: `결제채널이 여러 개입니다. 하나를 지정해 주세요: ${namesOf(channels)}`,
    en: `you have several channels. Name one of them: ${namesOf(channels)}.`,
  }
}

function namesOf(channels: readonly Channel[]): string {
  return channels.length === 0 ? '-' : channels.map(pgOf).join(', ')
}
