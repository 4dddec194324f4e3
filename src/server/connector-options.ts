/** The options by which a PG is put behind a channel, and what a channel must be for one to stand there. */
import type { Channel, Connector } from '../core/merchant.ts'
import { isAloneOn } from '../storage/directory.ts'
import type { Directory } from '../storage/storage.ts'
import { fileIn, type Options, type VerbDeps, VerbError } from './verb-options.ts'

/** Of a channel that is made; null: its numbers are the house's own. */
export function newConnector(options: Options, channel: Channel, deps: VerbDeps): Connector | null {
  const { connector: kind } = options
  const file = configIn(options)
  const directory = deps.directory.current()
  if (kind === undefined) {
    if (file !== undefined)
      throw new VerbError({
        ko: '--connector-config에는 --connector가 필요합니다.',
        en: '--connector-config needs --connector',
      })
    refuseConnected(directory, channel.network)
    return null
  }
  if (file === undefined)
    throw new VerbError({
      ko: '--connector에는 계약 파일 --connector-config가 필요합니다.',
      en: '--connector needs --connector-config, the file of the contract',
    })
  requireOwnNetwork(directory, channel)
  refuseSameMid(directory, channel)
  refuseSlips(channel)
  return connectorOf(channel, deps.connectors.read(kind, file))
}

/** Of a channel that is there: other settings for the same connector; null: as they are. */
export function otherConnector(options: Options, channel: Channel, deps: VerbDeps): Connector | null {
  const file = configIn(options)
  const before = deps.directory.current().connectors.get(channel.key)
  if (before !== undefined) refuseSlips(channel)
  if (file === undefined) return null
  if (before === undefined)
    throw new VerbError({
      ko: `--connector-config: ${channel.key}은(는) 자체 수납번호를 씁니다. 채널을 따로 만들어 주세요.`,
      en: `--connector-config: the numbers of ${channel.key} are the house's own; make another channel`,
    })
  return connectorOf(channel, deps.connectors.read(before.kind, file))
}

/** No till, and no channel of the house, on a network whose numbers are a PG's. */
export function refuseConnected({ channels, connectors }: Directory, network: string): void {
  const taken = channels.find((channel) => channel.network === network && connectors.has(channel.key))
  if (taken !== undefined)
    throw new VerbError({
      ko: `--network ${network}: PG의 번호를 쓰는 수납망입니다(채널 ${taken.key}). 다른 수납망을 골라 주세요.`,
      en: `--network ${network}: its numbers are a PG's (channel ${taken.key}); take another network`,
    })
}

function configIn(options: Options): string | undefined {
  const file = fileIn(options, 'connector-config')
  return file === undefined ? undefined : new TextDecoder().decode(file)
}

function connectorOf({ merchantId, key }: Channel, read: Pick<Connector, 'kind' | 'sealed'>): Connector {
  return { merchantId, channelKey: key, ...read }
}

function requireOwnNetwork(directory: Directory, channel: Channel): void {
  if (!isAloneOn(directory, channel))
    throw new VerbError({
      ko: `--network ${channel.network}: PG 계약에는 계산대도 다른 채널도 없는 수납망이 따로 있어야 합니다.`,
      en:
        `--network ${channel.network}: a contract with a PG has a network of its own, without tills and other channels; ` +
        'make one with network-add',
    })
}

/** A PG names the contract by its MID, and nothing else tells two of them apart. */
function refuseSameMid({ channels, connectors }: Directory, { mid }: Channel): void {
  if (channels.some((other) => other.mid === mid && connectors.has(other.key)))
    throw new VerbError({
      ko: `--mid ${mid}: PG와 연결된 다른 채널의 MID입니다.`,
      en: `--mid ${mid}: another channel with a connector has it`,
    })
}

function refuseSlips({ refundSlipDays }: Channel): void {
  if (refundSlipDays !== null)
    throw new VerbError({
      ko: '--refund-slip-days: PG의 수납망에는 환불 바코드를 내줄 계산대가 없습니다.',
      en: '--refund-slip-days: no till of this gateway is on the network of a PG to pay a slip out',
    })
}
