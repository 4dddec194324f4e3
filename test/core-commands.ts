/**
 * Commands of the core in the fewest words a test needs, every other field with an everyday default. Payments are
 * called by a small number, till keys by their trace number; ids and numbers follow from these, so that a failing
 * story reads the same every time.
 */
import { type CollectRequest, type PayoutRequest, type TillKey, tillKey } from '../src/core/attempt.ts'
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
} from '../src/core/brand.ts'
import type {
  Amend,
  Claim,
  Inquire,
  Issue,
  Resume,
  Reverse,
  Revoke,
  SealedPersonal,
  Suspend,
  Verdict,
} from '../src/core/commands.ts'
import type { Merchant, PayType, ReissueRule, TillCancelRule } from '../src/core/merchant.ts'
import type { Currency } from '../src/core/money.ts'
import type { Prepared } from '../src/core/prepared.ts'
import type { RefundAsker } from '../src/core/refund.ts'
import type { AskRefund, PayOut, RerouteRefund, RouteAsked, SettlePayout } from '../src/core/refund-commands.ts'
import type { ReverseReason } from '../src/core/reverse-reason.ts'
import type { SchemeName } from '../src/numbers/scheme.ts'
import { NETWORK, SHOP } from './core-places.ts'

export interface IssueWords {
  /** The payment, and the number the network would issue with it. */
  readonly no: number
  readonly order: string
  readonly merchant: string
  readonly amount: number
  readonly currency: Currency
  readonly number: string
  readonly scheme: SchemeName
  readonly expiresAt: number | null
  readonly reissue: ReissueRule
  readonly amountMax: number | null
  readonly payTypes: readonly PayType[]
  readonly tillCancel: TillCancelRule
  readonly noticeUrls: readonly string[] | null
  readonly personal: SealedPersonal | null
  /** The merchant's own key for the request; what else it says is its fingerprint. */
  readonly key: string | null
  /** In won, as it was prepared for the order. */
  readonly prepared: number | null
}

export interface InquireWords {
  readonly no: number
  readonly number: string
  readonly wellFormed: boolean
  readonly network: string
}

export interface ClaimWords extends InquireWords {
  readonly stan: string
  readonly till: string
  readonly amount: number
  readonly currency: Currency
  readonly payType: PayType
  /** What the inquiry token names. */
  readonly inquired: { readonly no: number; readonly amount: number; readonly expiresAt: number } | null
}

export interface ReverseWords {
  /** The trace number of the collect. */
  readonly original: string
  readonly stan: string
  readonly reason: ReverseReason
}

export interface RevokeWords {
  readonly no: number
  readonly merchant: string
}

export interface AmendWords extends RevokeWords {
  readonly amount: number | null
  readonly expiresAt: number | null
  readonly version: number | null
  readonly amountMax: number | null
  readonly prepared: Prepared | null
}

export interface SuspendWords extends RevokeWords {
  readonly reason: string | null
}

/** Refunds are called by a small number too; where one becomes a slip, its number follows. */
export interface RefundWords {
  readonly no: number
  readonly refund: number
  readonly merchant: string
  readonly amount: number | null
  readonly balance: number | null
  readonly taxFree: number | null
  readonly vatAmount: number | null
  readonly askedBy: RefundAsker
  readonly tellV1: boolean
  readonly reason: string
  readonly to: RouteWords
  /** The merchant's own; what is asked of payment, amount and way is its fingerprint. */
  readonly key: string | null
  /** Another slip's number than the refund's own, or any number at all. */
  readonly slip: number
  readonly number: string
}

export type RouteWords = 'bank' | 'slip' | 'nowhere'

export interface OfRefundWords {
  readonly no: number
  readonly refund: number
  readonly merchant: string
}

export interface PayOutWords {
  readonly slip: number
  readonly number: string
  readonly stan: string
  readonly amount: number
  readonly currency: Currency
  readonly wellFormed: boolean
}

export type VerdictWords = 'payable' | 'refused' | 'unanswered'

export interface SettleWords {
  readonly stan: string
  readonly verdict: VerdictWords
  readonly reason: string | null
  /** Another one than the claim's. */
  readonly fence: number
  /** The house issues cash receipts by itself. */
  readonly unasked: boolean
}

const DEADLINE_DAYS = 7
const DEADLINE_DAYS_MAX = 30

export function paymentId(no: number): PaymentId {
  return `imp_${String(no).padStart(12, '0')}` as PaymentId
}

export function numberOf(no: number): string {
  return `8100${String(no).padStart(16, '0')}`
}

/** Collects and reverses of one till, told apart by their trace numbers. */
export function keyOf(stan: string): TillKey {
  return tillKey({ network: NETWORK, outlet: '0001', till: '01', businessDate: '20261122', stan })
}

export function merchantNamed(id: string, settings: Partial<Merchant> = {}): Merchant {
  return {
    id: id as MerchantId,
    name: `Shop of ${id}`,
    noticeUrl: `https://${id}.example/notice`,
    noticeContentType: 'json',
    v1Notices: 'all',
    suspended: null,
    webhookSecrets: [],
    ...settings,
  }
}

export function issueOf(words: Partial<IssueWords>, id: CommandId): Issue {
  const { no = 1, order = 'order-1', merchant = 'mer_kim', expiresAt = null, amountMax = null, key = null } = words
  const { no: _no, key: _key, prepared: _prepared, ...asked } = words
  return {
    type: 'issue',
    id,
    terms: {
      id: paymentId(no),
      merchantId: merchant as MerchantId,
      orderId: order as OrderId,
      channelKey: 'channel-key-1' as ChannelKey,
      provider: 'galaxia',
      mid: 'sunap0001',
      sandbox: false,
      network: NETWORK,
      number: (words.number ?? numberOf(no)) as CollectionNumber,
      scheme: words.scheme ?? 'kr-generic-20',
      name: 'Blue kettle',
      amount: (words.amount ?? 1000) as Money,
      currency: words.currency ?? 'KRW',
      payTypes: words.payTypes ?? ['cash', 'card'],
      tillCancel: words.tillCancel ?? 'same_till',
      confirmUrl: null,
      confirmTimeoutMs: 5000,
      noticeUrls: words.noticeUrls ?? null,
      payToken: `pay-${no}`,
    },
    expiresAt: expiresAt as Instant | null,
    deadlineDays: DEADLINE_DAYS,
    deadlineDaysMax: DEADLINE_DAYS_MAX,
    amountMax: amountMax as Money | null,
    reissue: words.reissue ?? 'allow',
    prepared:
      words.prepared == null
        ? null
        : {
            merchantId: merchant as MerchantId,
            orderId: order as OrderId,
            hundredths: words.prepared * 100,
            currency: null,
          },
    idempotency: key === null ? null : { key, fingerprint: JSON.stringify(asked) },
    personal: words.personal ?? null,
  }
}

export function revokeOf({ no = 1, merchant = 'mer_kim' }: Partial<RevokeWords>, id: CommandId): Revoke {
  return { type: 'revoke', id, merchantId: merchant as MerchantId, paymentId: paymentId(no) }
}

export function amendOf(words: Partial<AmendWords>, id: CommandId): Amend {
  const { amount = null, expiresAt = null, version = null, amountMax = null, prepared = null } = words
  return {
    ...revokeOf(words, id),
    type: 'amend',
    amount: amount as Money | null,
    expiresAt: expiresAt as Instant | null,
    version,
    amountMax: amountMax as Money | null,
    deadlineDaysMax: DEADLINE_DAYS_MAX,
    prepared,
  }
}

export function suspendOf({ reason = null, ...words }: Partial<SuspendWords>, id: CommandId): Suspend {
  return { ...revokeOf(words, id), type: 'suspend', reason }
}

export function resumeOf(words: Partial<RevokeWords>, id: CommandId): Resume {
  return { ...revokeOf(words, id), type: 'resume' }
}

export function inquireOf(words: Partial<InquireWords>, id: CommandId): Inquire {
  const { no = 1, number = numberOf(no), wellFormed = true, network = NETWORK } = words
  const till = { ...SHOP, network: network as NetworkId }
  return { type: 'inquire', id, till, number: number as CollectionNumber, wellFormed }
}

export function claimOf(words: Partial<ClaimWords>, id: CommandId): Claim {
  const { no = 1, number = numberOf(no), wellFormed = true, network = NETWORK } = words
  const { stan = '1', till = '01', inquired = null } = words
  const asked = {
    number: number as CollectionNumber,
    amount: (words.amount ?? 1000) as Money,
    currency: words.currency ?? 'KRW',
    payType: words.payType ?? 'cash',
  }
  const request: CollectRequest = {
    ...asked,
    attemptId: id.replace('cmd_', 'att_') as AttemptId,
    key: keyOf(stan),
    fingerprint: JSON.stringify([asked, inquired]),
    clerk: null,
    gatewayRef: id.replace('cmd_', '').padStart(12, '0'),
    ...SHOP,
    network: network as NetworkId,
    outletName: 'Hanbit shop 1',
    till,
  }
  const token = inquired && {
    paymentId: paymentId(inquired.no),
    amount: inquired.amount as Money,
    expiresAt: inquired.expiresAt as Instant,
  }
  return { type: 'claim', id, request, wellFormed, inquired: token }
}

export function refundId(no: number): RefundId {
  return `rfd_${String(no).padStart(6, '0')}` as RefundId
}

export function slipNumber(no: number): string {
  return `8199${String(no).padStart(16, '0')}`
}

export const SLIP_DAYS = 14

export function routeOf(to: RouteWords, slip: number, number = slipNumber(slip)): RouteAsked | null {
  if (to === 'nowhere') return null
  if (to === 'bank')
    return { kind: 'bank', bank: '004', account: { keyId: 'k1', sealed: `account ${slip}` }, transferId: null }
  return { kind: 'slip', network: NETWORK, number: number as CollectionNumber, days: SLIP_DAYS }
}

export function refundOf(words: Partial<RefundWords>, id: CommandId): AskRefund {
  const { no = 1, refund = 1, merchant = 'mer_kim', to = 'bank', slip = refund, key = null } = words
  const money = (given: number | null = null): Money | null => given as Money | null
  return {
    type: 'refund',
    id,
    merchantId: merchant as MerchantId,
    paymentId: paymentId(no),
    refundId: refundId(refund),
    amount: money(words.amount),
    balance: money(words.balance),
    taxFree: money(words.taxFree),
    vatAmount: money(words.vatAmount),
    reason: words.reason ?? 'changed my mind',
    askedBy: words.askedBy ?? 'merchant',
    tellV1: words.tellV1 ?? false,
    route: routeOf(to, slip, words.number),
    idempotency: key === null ? null : { key, fingerprint: JSON.stringify([no, words.amount ?? null, to]) },
  }
}

export function settlePayoutOf(
  words: Partial<OfRefundWords & Pick<SettlePayout, 'result'>>,
  id: CommandId,
): SettlePayout {
  const { no = 1, refund = 1, merchant = 'mer_kim', result = 'paid_out' } = words
  const of = { merchantId: merchant as MerchantId, paymentId: paymentId(no), refundId: refundId(refund) }
  return { type: 'settle_payout', id, ...of, result, note: null }
}

export function rerouteOf(
  words: Partial<OfRefundWords & { readonly to: 'bank' | 'slip'; readonly slip: number }>,
  id: CommandId,
): RerouteRefund {
  const { no = 1, refund = 1, merchant = 'mer_kim', to = 'slip', slip = refund } = words
  const route = routeOf(to, slip)
  if (route === null) throw new Error('a refund is sent somewhere')
  const of = { merchantId: merchant as MerchantId, paymentId: paymentId(no), refundId: refundId(refund) }
  return { type: 'reroute_refund', id, ...of, route }
}

/** Under the same sort of key as a collect, of the same till. */
export function payOutOf(words: Partial<PayOutWords>, id: CommandId): PayOut {
  const { slip = 1, number = slipNumber(slip), stan = 'o1', wellFormed = true } = words
  const asked = {
    number: number as CollectionNumber,
    amount: (words.amount ?? 1000) as Money,
    currency: words.currency ?? 'KRW',
  }
  const request: PayoutRequest = {
    ...asked,
    direction: 'out',
    attemptId: id.replace('cmd_', 'att_') as AttemptId,
    key: keyOf(stan),
    fingerprint: JSON.stringify(['out', asked]),
    clerk: null,
    gatewayRef: id.replace('cmd_', '').padStart(12, '0'),
    network: NETWORK,
    chain: 'hanbit',
    outlet: '0001',
    outletName: 'Hanbit shop 1',
    till: '01',
  }
  return { type: 'pay_out', id, request, wellFormed, approvalNo: id.replace('cmd_', '').padStart(8, '0') }
}

export function reverseOf(words: Partial<ReverseWords>, id: CommandId): Reverse {
  const { original = '1', stan = 'r1', reason = 'timeout' } = words
  return {
    type: 'reverse',
    id,
    key: keyOf(stan),
    fingerprint: JSON.stringify([original, reason]),
    original: keyOf(original),
    reason,
    gatewayRef: id.replace('cmd_', '').padStart(12, '0'),
  }
}

export function verdictOf(kind: VerdictWords, reason: string | null = null): Verdict {
  return kind === 'refused' ? { kind, reason } : { kind }
}
