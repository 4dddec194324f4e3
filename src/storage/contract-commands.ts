/**
 * Commands and settings for the contract: a small world with two merchants, one network and few numbers, so that things
 * collide. Every builder takes only what a test is about.
 */
import { type CollectRequest, type TillKey, tillKey } from '../core/attempt.ts'
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
  ReceiptId,
} from '../core/brand.ts'
import type {
  Amend,
  AskReceipt,
  CancelReceipt,
  Claim,
  Expire,
  Inquire,
  Issue,
  IssuerWord,
  Lapse,
  Resume,
  RetryReceipt,
  Reverse,
  Revoke,
  SealedText,
  Settle,
  SettleReceipt,
  Suspend,
  Verdict,
} from '../core/commands.ts'
import type { Channel, Merchant, PayType, ReissueRule } from '../core/merchant.ts'
import { plainNetwork } from '../core/network.ts'
import type { Terms } from '../core/payment.ts'
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
  suspended: null,
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
  tillCancel: 'same_till',
  deadlineDays: 3,
  deadlineDaysMax: 30,
  amountMax: null,
  confirmTimeoutMs: 5000,
  receipts: 'none',
  refundSlipDays: null,
  ...of,
})

/** `bravo` hears of money only, `alpha` of everything. */
export const WORLD: readonly DirectoryEntry[] = [
  { kind: 'merchant', entry: merchant(ALPHA) },
  { kind: 'merchant', entry: merchant(BRAVO, { v1Notices: 'paid', suspended: null, noticeContentType: 'form' }) },
  { kind: 'network', entry: plainNetwork(HOUSE, '8801') },
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
  /** The merchant's own key; what is asked of order and amount is its fingerprint. */
  readonly key?: string | null
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
      tillCancel: 'same_till',
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
    prepared: null,
    idempotency: parts.key == null ? null : { key: parts.key, fingerprint: `${order} ${amount}` },
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

export function request({ key, number: no, amount = 1000, payType = 'cash' }: ClaimParts): CollectRequest {
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
  /** A receipt is issued for cash. */
  readonly unasked?: boolean
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
    receiptId: parts.unasked === true ? receiptId(parts.key) : null,
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

const AT_SHOP = { network: HOUSE, chain: '가게', outlet: 'S1' }

export function inquire(no: number, id?: CommandId): Inquire {
  return { type: 'inquire', id: id ?? commandId(), till: AT_SHOP, number: number(no), wellFormed: true }
}

export function revoke(no: number, merchantId: MerchantId = ALPHA, id?: CommandId): Revoke {
  return { type: 'revoke', id: id ?? commandId(), merchantId, paymentId: paymentId(no) }
}

export interface AmendParts {
  readonly no: number
  readonly merchantId?: MerchantId
  readonly amount?: number | null
  readonly expiresAt?: number | null
  readonly version?: number | null
  readonly id?: CommandId
}

export function amend(parts: AmendParts): Amend {
  return {
    ...revoke(parts.no, parts.merchantId, parts.id),
    type: 'amend',
    amount: (parts.amount ?? null) as Money | null,
    expiresAt: (parts.expiresAt ?? null) as Instant | null,
    version: parts.version ?? null,
    amountMax: null,
    deadlineDaysMax: 400,
    prepared: null,
  }
}

export function suspend(no: number, reason: string | null = null, merchantId?: MerchantId, id?: CommandId): Suspend {
  return { ...revoke(no, merchantId, id), type: 'suspend', reason }
}

export function resume(no: number, merchantId?: MerchantId, id?: CommandId): Resume {
  return { ...revoke(no, merchantId, id), type: 'resume' }
}

export function lapse(no: number, orphaned = false, id?: CommandId): Lapse {
  return { type: 'lapse', id: id ?? commandId(), paymentId: paymentId(no), orphaned }
}

export function expire(no: number, id?: CommandId): Expire {
  return { type: 'expire', id: id ?? commandId(), paymentId: paymentId(no) }
}

/** The receipt whose id this is; a merchant's own count, so that any two asks differ. */
export const receiptId = (no: number): ReceiptId => `rcp_${no}` as ReceiptId

export function askReceipt(parts: {
  readonly no: number
  readonly receipt?: number
  readonly merchantId?: MerchantId
  readonly taxFree?: number
  readonly id?: CommandId
}): AskReceipt {
  const { no, receipt = no } = parts
  return {
    type: 'ask_receipt',
    id: parts.id ?? commandId(),
    merchantId: parts.merchantId ?? ALPHA,
    paymentId: paymentId(no),
    receiptId: receiptId(receipt),
    use: 'person',
    identifier: { kind: 'phone', sealed: identifierOf(receipt) },
    taxFree: (parts.taxFree ?? 0) as Money,
    vat: null,
  }
}

export function identifierOf(receipt: number): SealedText {
  return { keyId: 'k1', sealed: Buffer.from(`sealed number of ${receipt}`).toString('base64') }
}

export function cancelReceipt(no: number, merchantId: MerchantId = ALPHA, id?: CommandId): CancelReceipt {
  return { type: 'cancel_receipt', id: id ?? commandId(), merchantId, paymentId: paymentId(no) }
}

export function retryReceipt(no: number, id?: CommandId): RetryReceipt {
  return { type: 'retry_receipt', id: id ?? commandId(), paymentId: paymentId(no) }
}

export function settleReceipt(parts: {
  readonly no: number
  readonly receipt?: number
  readonly step: SettleReceipt['step']
  readonly refused?: boolean
  readonly finalAt?: number | null
  readonly next?: number | null
  readonly id?: CommandId
}): SettleReceipt {
  const { no, receipt = no, step, refused = false, next = null } = parts
  return {
    type: 'settle_receipt',
    id: parts.id ?? commandId(),
    paymentId: paymentId(no),
    receiptId: receiptId(receipt),
    step,
    word: refused ? { kind: 'refused', reason: '국세청 거절' } : WORDS[step]((parts.finalAt ?? null) as Instant | null),
    nextId: receiptId(next ?? 999),
    unasked: next !== null,
  }
}

const WORDS: Readonly<Record<SettleReceipt['step'], (finalAt: Instant | null) => IssuerWord>> = {
  issuing: (finalAt) => ({ kind: 'issued', number: 'TEST-1', tid: 'tid-1', finalAt }),
  issued: () => ({ kind: 'final' }),
  cancelling: () => ({ kind: 'cancelled' }),
}

export type Verdicts = Verdict['kind']

export function verdict(kind: Verdicts): Verdict {
  return kind === 'refused' ? { kind, reason: '재고가 없습니다' } : { kind }
}
