/**
 * Commands and settings for the contract: a small world with two merchants, one network and few numbers, so that things
 * collide. Every builder takes only what a test is about.
 */
import { type CollectRequest, type PayoutRequest, type TillKey, tillKey } from '../core/attempt.ts'
import type {
  AttemptId,
  ChannelKey,
  CollectionNumber,
  CommandId,
  Instant,
  MerchantId,
  Money,
  NetworkId,
  OrderId,
  PaymentId,
  RefundId,
} from '../core/brand.ts'
import type { Claim, Expire, Inquire, Issue, Lapse, Reverse, Revoke, Settle, Verdict } from '../core/commands.ts'
import type { Channel, Merchant, PayType, ReissueRule } from '../core/merchant.ts'
import type { Terms } from '../core/payment.ts'
import type {
  AskRefund,
  PayOut,
  RerouteRefund,
  RouteAsked,
  SealedAccount,
  SettlePayout,
} from '../core/refund-commands.ts'
import type { DirectoryEntry } from './storage.ts'

export const HOUSE = 'house' as NetworkId
export const ALPHA = 'mer_alpha' as MerchantId
export const BRAVO = 'mer_bravo' as MerchantId

export const paymentId = (no: number): PaymentId => `imp_${String(no).padStart(12, '0')}` as PaymentId
export const orderId = (no: number): OrderId => `order-${no}` as OrderId
export const number = (no: number): CollectionNumber => `88010000${String(no).padStart(12, '0')}` as CollectionNumber
export const till = (no: number): TillKey =>
  tillKey({ network: HOUSE, outlet: 'S1', till: `T${no % 7}`, businessDate: '20270301', stan: String(no) })

export const merchant = (id: MerchantId, of: Partial<Merchant> = {}): Merchant => ({
  id,
  name: `상점 ${id}`,
  noticeUrl: `https://${id.slice(4)}.example/notice`,
  noticeContentType: 'json',
  v1Notices: 'all',
  webhookSecrets: [{ sealed: 'whsec_sealed', until: null }],
  ...of,
})

export const channel = (key: string, of: Partial<Channel> = {}): Channel => ({
  key: `channel-key-${key}` as ChannelKey,
  merchantId: ALPHA,
  provider: 'galaxia',
  mid: 'sunap0001',
  isDefault: false,
  sandbox: true,
  network: HOUSE,
  scheme: 'kr-generic-20',
  currency: 'KRW',
  reissue: 'allow',
  payTypes: ['cash', 'card'],
  deadlineDays: 3,
  deadlineDaysMax: 30,
  amountMax: null,
  confirmTimeoutMs: 5000,
  refundSlipDays: null,
  ...of,
})

/** `bravo` hears of money only, `alpha` of everything. */
export const WORLD: readonly DirectoryEntry[] = [
  { kind: 'merchant', entry: merchant(ALPHA) },
  { kind: 'merchant', entry: merchant(BRAVO, { v1Notices: 'paid', noticeContentType: 'form' }) },
  { kind: 'network', entry: { id: HOUSE, prefix: '8801' } },
]

let made = 0

/** New for each call, in the order of the calls. */
export function commandId(): CommandId {
  made += 1
  return `cmd_${String(made).padStart(12, '0')}` as CommandId
}

export interface IssueParts {
  readonly no: number
  readonly merchantId?: MerchantId
  readonly order?: number
  readonly number?: number
  /** Written out. */
  readonly collectionNumber?: CollectionNumber
  readonly amount?: number
  readonly reissue?: ReissueRule
  readonly scheme?: Terms['scheme']
  readonly noticeUrls?: readonly string[] | null
  readonly expiresAt?: number | null
  readonly payToken?: string
  readonly personal?: boolean
  readonly id?: CommandId
}

/** Payment `no` on an order and a number that are its own where none are given. */
export function issue(parts: IssueParts): Issue {
  const { no, merchantId = ALPHA, order = no, amount = 1000, scheme = 'kr-generic-20' } = parts
  return {
    type: 'issue',
    id: parts.id ?? commandId(),
    terms: {
      id: paymentId(no),
      merchantId,
      orderId: orderId(order),
      channelKey: 'channel-key-1' as ChannelKey,
      provider: 'galaxia',
      mid: 'sunap0001',
      sandbox: true,
      network: HOUSE,
      number: parts.collectionNumber ?? number(parts.number ?? no),
      scheme,
      name: no % 2 === 0 ? '라면 한 상자' : null,
      amount: amount as Money,
      currency: 'KRW',
      payTypes: ['cash'],
      confirmUrl: no % 3 === 0 ? 'https://shop.example/confirm' : null,
      confirmTimeoutMs: 5000,
      noticeUrls: parts.noticeUrls ?? null,
      payToken: parts.payToken ?? `token-${no}`,
    },
    expiresAt: (parts.expiresAt ?? null) as Instant | null,
    deadlineDays: 3,
    deadlineDaysMax: 400,
    amountMax: null,
    reissue: parts.reissue ?? 'allow',
    personal: parts.personal === true ? personal(no) : null,
  }
}

export function personal(no: number) {
  return {
    keyId: 'k1',
    sealed: Buffer.from(`sealed fields of ${no}`).toString('base64'),
    phoneHash: `phone-${no % 3}`,
    phoneLast4Hash: `last4-${no % 3}`,
    emailHash: null,
    nameHash: `name-${no % 5}`,
  }
}

export interface ClaimParts {
  readonly key: number
  readonly number: number
  readonly amount?: number
  readonly payType?: PayType
  readonly wellFormed?: boolean
  readonly id?: CommandId
}

/** Till key `key` wants to collect a number; what it asks is its fingerprint. */
export function claim(parts: ClaimParts): Claim {
  return {
    type: 'claim',
    id: parts.id ?? commandId(),
    request: request(parts),
    wellFormed: parts.wellFormed ?? true,
    inquired: null,
  }
}

function request({ key, number: no, amount = 1000, payType = 'cash' }: ClaimParts): CollectRequest {
  return {
    attemptId: attemptId(key),
    key: till(key),
    fingerprint: `${no} ${amount} ${payType}`,
    clerk: null,
    network: HOUSE,
    chain: '가게',
    outlet: 'S1',
    outletName: '1호점',
    till: `T${key % 7}`,
    number: number(no),
    amount: amount as Money,
    currency: 'KRW',
    payType,
    gatewayRef: String(key).padStart(12, '0'),
  }
}

export const attemptId = (key: number): AttemptId => `att_${key}` as AttemptId

export const PAYABLE: Verdict = { kind: 'payable' }

export function settle(parts: {
  readonly key: number
  readonly fence: number
  readonly verdict?: Verdict
  readonly id?: CommandId
}): Settle {
  return {
    type: 'settle',
    id: parts.id ?? commandId(),
    key: till(parts.key),
    attemptId: attemptId(parts.key),
    fence: parts.fence,
    verdict: parts.verdict ?? PAYABLE,
    approvalNo: String(parts.key).padStart(8, '0'),
  }
}

/** Till key `key` takes back what key `original` did. */
export function reverse(parts: { readonly key: number; readonly original: number; readonly id?: CommandId }): Reverse {
  return {
    type: 'reverse',
    id: parts.id ?? commandId(),
    key: till(parts.key),
    fingerprint: `reverse ${parts.original}`,
    original: till(parts.original),
    reason: 'timeout',
    gatewayRef: String(parts.key).padStart(12, '0'),
  }
}

export const refundId = (no: number): RefundId => `rfd_${String(no).padStart(6, '0')}` as RefundId
export const slipNumber = (no: number): CollectionNumber =>
  `88019999${String(no).padStart(12, '0')}` as CollectionNumber
export const SLIP_DAYS = 14

export function sealedAccount(no: number): SealedAccount {
  return { keyId: 'k1', sealed: Buffer.from(`account ${no}`).toString('base64') }
}

/** To slip `slip` where one is given, else to account `account`. */
interface RouteParts {
  readonly slip?: number | undefined
  readonly account: number
}

function routeOf({ slip, account }: RouteParts): RouteAsked {
  return slip === undefined
    ? { kind: 'bank', bank: '004', account: sealedAccount(account) }
    : { kind: 'slip', network: HOUSE, number: slipNumber(slip), days: SLIP_DAYS }
}

export interface RefundParts {
  readonly no: number
  readonly refund: number
  readonly amount: number | null
  readonly merchantId?: MerchantId
  readonly slip?: number | undefined
  readonly tellV1?: boolean
  readonly id?: CommandId
}

/** Refund `refund` of payment `no`. */
export function refund(parts: RefundParts): AskRefund {
  return {
    type: 'refund',
    id: parts.id ?? commandId(),
    merchantId: parts.merchantId ?? ALPHA,
    paymentId: paymentId(parts.no),
    refundId: refundId(parts.refund),
    amount: parts.amount as Money | null,
    balance: null,
    taxFree: null,
    vatAmount: null,
    reason: '단순 변심',
    askedBy: 'merchant',
    tellV1: parts.tellV1 ?? false,
    route: routeOf({ slip: parts.slip, account: parts.refund }),
  }
}

export function settlePayout(parts: {
  readonly no: number
  readonly refund: number
  readonly result?: SettlePayout['result']
  readonly merchantId?: MerchantId
  readonly id?: CommandId
}): SettlePayout {
  return {
    type: 'settle_payout',
    id: parts.id ?? commandId(),
    merchantId: parts.merchantId ?? ALPHA,
    paymentId: paymentId(parts.no),
    refundId: refundId(parts.refund),
    result: parts.result ?? 'paid_out',
    note: '이체 확인',
  }
}

export function reroute(parts: {
  readonly no: number
  readonly refund: number
  readonly slip?: number | undefined
  readonly account?: number
  readonly merchantId?: MerchantId
  readonly id?: CommandId
}): RerouteRefund {
  return {
    type: 'reroute_refund',
    id: parts.id ?? commandId(),
    merchantId: parts.merchantId ?? ALPHA,
    paymentId: paymentId(parts.no),
    refundId: refundId(parts.refund),
    route: routeOf({ slip: parts.slip, account: parts.account ?? parts.refund }),
  }
}

/** Till key `key` pays out slip `slip`. */
export function payOut(parts: {
  readonly key: number
  readonly slip: number
  readonly amount: number
  readonly id?: CommandId
}): PayOut {
  const { key, slip, amount } = parts
  const { payType: _payType, ...asked } = request({ key, number: slip, amount })
  const out: PayoutRequest = {
    ...asked,
    direction: 'out',
    number: slipNumber(slip),
    fingerprint: `out ${slip} ${amount}`,
  }
  return {
    type: 'pay_out',
    id: parts.id ?? commandId(),
    request: out,
    wellFormed: true,
    approvalNo: String(key).padStart(8, '0'),
  }
}

export function inquire(no: number, id?: CommandId): Inquire {
  return { type: 'inquire', id: id ?? commandId(), network: HOUSE, number: number(no), wellFormed: true }
}

export function revoke(no: number, merchantId: MerchantId = ALPHA, id?: CommandId): Revoke {
  return { type: 'revoke', id: id ?? commandId(), merchantId, paymentId: paymentId(no) }
}

export function lapse(no: number, orphaned = false, id?: CommandId): Lapse {
  return { type: 'lapse', id: id ?? commandId(), paymentId: paymentId(no), orphaned }
}

export function expire(no: number, id?: CommandId): Expire {
  return { type: 'expire', id: id ?? commandId(), paymentId: paymentId(no) }
}

export type Verdicts = Verdict['kind']

export function verdict(kind: Verdicts): Verdict {
  return kind === 'refused' ? { kind, reason: '재고가 없습니다' } : { kind }
}
