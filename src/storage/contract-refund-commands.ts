/** The commands of refunds and their payouts, in the world of `contract-commands.ts`. */
import type { PayoutRequest } from '../core/attempt.ts'
import type { CollectionNumber, CommandId, MerchantId, Money, RefundId, TransferId } from '../core/brand.ts'
import type { SealedText } from '../core/commands.ts'
import type { AskRefund, PayOut, RerouteRefund, RouteAsked, SettlePayout } from '../core/refund-commands.ts'
import { ALPHA, commandId, HOUSE, paymentId, request } from './contract-commands.ts'

export const refundId = (no: number): RefundId => `rfd_${String(no).padStart(6, '0')}` as RefundId
export const slipNumber = (no: number): CollectionNumber =>
  `88019999${String(no).padStart(12, '0')}` as CollectionNumber
export const transferId = (no: number): TransferId => `trf_${no}` as TransferId
export const SLIP_DAYS = 14

export function sealedAccount(no: number): SealedText {
  return { keyId: 'k1', sealed: Buffer.from(`account ${no}`).toString('base64') }
}

/** To slip `slip` where one is given, else to account `account`. */
interface RouteParts {
  readonly slip?: number | undefined
  readonly account: number
  readonly transfer?: TransferId | undefined
}

function routeOf({ slip, account, transfer }: RouteParts): RouteAsked {
  return slip === undefined
    ? { kind: 'bank', bank: '004', account: sealedAccount(account), transferId: transfer ?? null }
    : { kind: 'slip', network: HOUSE, number: slipNumber(slip), days: SLIP_DAYS }
}

export interface RefundParts {
  readonly no: number
  readonly refund: number
  readonly amount: number | null
  readonly merchantId?: MerchantId
  readonly slip?: number | undefined
  readonly tellV1?: boolean
  readonly transfer?: TransferId
  /** The merchant's own; what is asked of payment and amount is its fingerprint. */
  readonly key?: string
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
    route: routeOf({ slip: parts.slip, account: parts.refund, transfer: parts.transfer }),
    idempotency: parts.key === undefined ? null : { key: parts.key, fingerprint: `${parts.no} ${parts.amount}` },
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
