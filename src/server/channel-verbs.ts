/** Payment channels, by command: a merchant's contracts, each with its network and its terms. */
import { randomUUID } from 'node:crypto'
import type { ChannelKey, Money } from '../core/brand.ts'
import {
  type Channel,
  type Connector,
  PAY_TYPES,
  RECEIPT_RULES,
  REISSUE_RULES,
  type ReceiptRule,
  type ReissueRule,
  TILL_CANCEL_RULES,
  type TillCancelRule,
} from '../core/merchant.ts'
import { CURRENCIES, type Currency } from '../core/money.ts'
import type { DirectoryEntry } from '../storage/storage.ts'
import { newConnector, otherConnector } from './connector-options.ts'
import { findMerchant } from './merchant-verbs.ts'
import { findNetwork } from './shop-verbs.ts'
import {
  type Options,
  oneOf,
  type Row,
  type Shown,
  type Verb,
  type VerbDeps,
  VerbError,
  wholeNumber,
} from './verb-options.ts'

/** A slip is money: not for ever on a piece of paper. */
const REFUND_SLIP_DAYS_MAX = 90

export const CHANNEL_VERBS = {
  'channel-add': {
    takes: [
      'merchant!',
      'mid!',
      'network',
      'currency',
      'reissue',
      'deadline-days',
      'amount-max',
      'default',
      'receipts',
      'refund-slip-days',
      'till-cancel',
      'connector',
      'connector-config',
    ],
    run: addChannel,
  },
  'channel-set': {
    takes: [
      'channel!',
      'reissue',
      'deadline-days',
      'amount-max',
      'default',
      'confirm-timeout-ms',
      'receipts',
      'refund-slip-days',
      'till-cancel',
      'connector-config',
    ],
    run: setChannel,
  },
  'channel-list': { takes: ['merchant'], run: listChannels },
  'channel-probe': { takes: ['channel!'], run: probeChannel },
} as const satisfies Readonly<Record<string, Verb>>

async function addChannel(options: Options, deps: VerbDeps): Promise<Shown> {
  const merchant = findMerchant(options, deps)
  const { channels } = deps.directory.current()
  const mid = options['mid'] ?? ''
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(mid))
    throw new VerbError({
      ko: '--mid: 영문·숫자·_·-로 40자 이하여야 합니다.',
      en: '--mid is 1 to 40 letters, digits, _ or -',
    })
  if (channels.some((channel) => channel.merchantId === merchant.id && channel.mid === mid))
    throw new VerbError({
      ko: `--mid ${mid}: 이 가맹점에 이미 있는 MID입니다.`,
      en: `--mid ${mid} is this merchant's already`,
    })
  const network = findNetwork(options, deps)
  const first = !channels.some((channel) => channel.merchantId === merchant.id)
  const fresh: Channel = {
    key: `channel-key-${randomUUID()}` as ChannelKey,
    merchantId: merchant.id,
    provider: 'galaxia',
    mid,
    isDefault: first,
    sandbox: false,
    network: network.id,
    scheme: 'kr-generic-20',
    currency: oneOf<Currency>(options, 'currency', CURRENCIES) ?? 'KRW',
    reissue: 'allow',
    payTypes: PAY_TYPES,
    deadlineDays: 7,
    deadlineDaysMax: 180,
    amountMax: null,
    confirmTimeoutMs: 5000,
    receipts: 'none',
    refundSlipDays: null,
    tillCancel: 'same_till',
  }
  const channel = { ...fresh, ...channelOptions(options) }
  return putChannel(channel, newConnector(options, channel, deps), deps)
}

async function setChannel(options: Options, deps: VerbDeps): Promise<Shown> {
  const channel = findChannel(options, deps)
  const changed = { ...channel, ...channelOptions(options) }
  return putChannel(changed, otherConnector(options, changed, deps), deps)
}

async function probeChannel(options: Options, deps: VerbDeps): Promise<Shown> {
  const channel = findChannel(options, deps)
  const connector = deps.directory.current().connectors.get(channel.key)
  if (connector === undefined)
    throw new VerbError({
      ko: `--channel ${channel.key}: 자체 수납번호를 쓰는 채널이라 시험할 회선이 없습니다.`,
      en: `--channel ${channel.key}: its numbers are the house's own, there is no line to try`,
    })
  const answeredMs = await deps.connectors.probe(connector, channel)
  return { channel_key: channel.key, connector: deps.connectors.describe(connector), answered: `in ${answeredMs} ms` }
}

function findChannel({ channel: key }: Options, { directory }: VerbDeps): Channel {
  const channel = directory.current().channels.find((each) => each.key === key)
  if (channel === undefined)
    throw new VerbError(
      { ko: `--channel ${key}: 그런 채널이 없습니다.`, en: `--channel ${key}: no such channel_key` },
      'channel-list',
    )
  return channel
}

/** `connector`: who stands behind it from now on; null: as it is. */
async function putChannel(channel: Channel, connector: Connector | null, deps: VerbDeps): Promise<Shown> {
  const { directory, issuesReceipts } = deps
  const { receipts, currency } = channel
  if (receipts !== 'none' && currency !== 'KRW')
    throw new VerbError({
      ko: `--receipts ${receipts}: 현금영수증은 원화에만 있고 이 채널은 ${currency}를 받습니다.`,
      en: `--receipts ${receipts}: cash receipts are for won, and this channel takes ${currency}`,
    })
  if (receipts !== 'none' && !issuesReceipts)
    throw new VerbError({
      ko: `--receipts ${receipts}: 이 게이트웨이에는 현금영수증 발급 기관이 없습니다. 연습 환경에만 있습니다.`,
      en: `--receipts ${receipts}: this gateway has no issuer of cash receipts; only the sandbox has one`,
    })
  const entries: readonly DirectoryEntry[] = [{ kind: 'channel', entry: channel }]
  await directory.put(connector === null ? entries : [...entries, { kind: 'connector', entry: connector }])
  return describeChannel(channel, deps)
}

async function listChannels({ merchant }: Options, deps: VerbDeps): Promise<Shown> {
  const { channels } = deps.directory.current()
  return channels
    .filter(({ merchantId }) => merchant === undefined || merchantId === merchant)
    .map((channel) => describeChannel(channel, deps))
}

function channelOptions(options: Options): Partial<Channel> {
  const reissue = oneOf<ReissueRule>(options, 'reissue', REISSUE_RULES)
  const deadlineDays = wholeNumber(options, 'deadline-days', 0, 180)
  const amountMax = wholeNumber(options, 'amount-max', 1, Number.MAX_SAFE_INTEGER)
  const confirmTimeoutMs = wholeNumber(options, 'confirm-timeout-ms', 100, 30_000)
  const refundSlipDays =
    options['refund-slip-days'] === 'none' ? null : wholeNumber(options, 'refund-slip-days', 1, REFUND_SLIP_DAYS_MAX)
  const isDefault = oneOf(options, 'default', ['yes', 'no'])
  const receipts = oneOf<ReceiptRule>(options, 'receipts', RECEIPT_RULES)
  const tillCancel = oneOf<TillCancelRule>(options, 'till-cancel', TILL_CANCEL_RULES)
  return {
    ...(reissue === undefined ? {} : { reissue }),
    ...(deadlineDays === undefined ? {} : { deadlineDays }),
    ...(amountMax === undefined ? {} : { amountMax: amountMax as Money }),
    ...(confirmTimeoutMs === undefined ? {} : { confirmTimeoutMs }),
    ...(refundSlipDays === undefined ? {} : { refundSlipDays }),
    ...(isDefault === undefined ? {} : { isDefault: isDefault === 'yes' }),
    ...(receipts === undefined ? {} : { receipts }),
    ...(tillCancel === undefined ? {} : { tillCancel }),
  }
}

function describeChannel(channel: Channel, { directory, connectors }: VerbDeps): Row {
  const connector = directory.current().connectors.get(channel.key)
  return {
    channel_key: channel.key,
    merchant: channel.merchantId,
    pg: `${channel.provider}.${channel.mid}`,
    default: channel.isDefault ? 'yes' : 'no',
    network: channel.network,
    currency: channel.currency,
    reissue: channel.reissue,
    deadline_days: String(channel.deadlineDays),
    amount_max: channel.amountMax === null ? '-' : String(channel.amountMax),
    confirm_timeout_ms: String(channel.confirmTimeoutMs),
    receipts: channel.receipts,
    refund_slip_days: channel.refundSlipDays === null ? 'none' : String(channel.refundSlipDays),
    till_cancel: channel.tillCancel,
    connector: connector === undefined ? 'house' : connectors.describe(connector),
  }
}
