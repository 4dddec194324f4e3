/**
 * One collect key's try. The till's key (network, shop, till, business date, trace number) is its identity: the same
 * key is the same try for the life of the payment, whatever is repeated, lost or comes late. A reverse whose original
 * never came leaves a tombstone under that key.
 */
import type { AttemptId, CollectionNumber, Instant, Money, NetworkId, PaymentId, RefundId, WallTime } from './brand.ts'
import type { PayType } from './merchant.ts'
import type { Currency } from './money.ts'
import type { Rejection } from './rejections.ts'

/** A till's key as one text: `network/outlet/till/YYYYMMDD/stan`. None of the parts may hold a slash. */
export type TillKey = string & { readonly __tillKey: unique symbol }

export interface TillKeyParts {
  readonly network: NetworkId
  readonly outlet: string
  readonly till: string
  /** The chain's day, `YYYYMMDD`. */
  readonly businessDate: string
  readonly stan: string
}

export function tillKey({ network, outlet, till, businessDate, stan }: TillKeyParts): TillKey {
  return `${network}/${outlet}/${till}/${businessDate}/${stan}` as TillKey
}

/** The till as the directory knows it, stamped into what it asks. */
export interface TillIdentity {
  readonly network: NetworkId
  readonly chain: string
  readonly outlet: string
  readonly outletName: string
  readonly till: string
}

/** What a till asked with its collect. */
export interface CollectRequest extends TillIdentity {
  readonly attemptId: AttemptId
  readonly key: TillKey
  /** Hash of the business fields; the same key with another one is a conflict. */
  readonly fingerprint: string
  readonly clerk: string | null
  readonly number: CollectionNumber
  readonly amount: Money
  readonly currency: Currency
  readonly payType: PayType
  readonly gatewayRef: string
}

/** What a till asked with a payout: the same sort of key and content, but money goes out, and in cash. */
export interface PayoutRequest extends Omit<CollectRequest, 'payType'> {
  readonly direction: 'out'
}

/** Whichever way the money was to go. */
export type CounterRequest = CollectRequest | PayoutRequest

/** What a till asked with its same-day cancel (당일취소). The till that collected may be another one of the same shop. */
export interface CancelRequest extends TillIdentity {
  readonly key: TillKey
  readonly fingerprint: string
  readonly original: TillKey
  readonly clerk: string | null
  readonly amount: Money
  /** The clerk's words, or her till's. */
  readonly reason: string
  readonly gatewayRef: string
}

interface MoneyTaken {
  readonly request: CollectRequest
  readonly paymentId: PaymentId
  readonly fence: number
  readonly approvalNo: string
  readonly collectedAt: Instant
  /** By when its till is to complete it; null: it is final. */
  readonly completeBy: Instant | null
  readonly answer: TillAnswer
}

export type Attempt =
  | {
      readonly state: 'authorising'
      readonly request: CollectRequest
      readonly paymentId: PaymentId
      readonly fence: number
      readonly until: WallTime
    }
  | (MoneyTaken & { readonly state: 'collected' })
  /** Its completion did not come in time, and nobody knows whether the money is in the drawer. */
  | (MoneyTaken & { readonly state: 'in_doubt' })
  | {
      readonly state: 'cancelled'
      readonly request: CollectRequest
      readonly paymentId: PaymentId
      readonly cancelledAt: Instant
      readonly answer: TillAnswer
    }
  | {
      readonly state: 'paid_out'
      readonly request: PayoutRequest
      readonly paymentId: PaymentId
      readonly refundId: RefundId
      readonly paidOutAt: Instant
      readonly answer: TillAnswer
    }
  | {
      readonly state: 'refused'
      readonly request: CounterRequest
      readonly paymentId: PaymentId | null
      readonly answer: TillAnswer
    }
  | {
      readonly state: 'reversed'
      readonly request: CounterRequest
      readonly paymentId: PaymentId
      readonly reversedAt: Instant
      readonly answer: TillAnswer
    }
  | {
      readonly state: 'tombstoned'
      readonly key: TillKey
      readonly tombstonedAt: Instant
      /** Both set when the late original came and was turned away. */
      readonly fingerprint: string | null
      readonly answer: TillAnswer | null
    }

export type AttemptState = Attempt['state']
export type AttemptIn<State extends AttemptState> = Extract<Attempt, { state: State }>

/** What a reverse found. */
export type ReversedOriginal = 'reversed' | 'tombstoned' | 'was_refused' | 'was_cancelled' | 'closed'
/** Of a payout; nobody cancels one. */
export type ReversedPayout = Exclude<ReversedOriginal, 'tombstoned' | 'was_cancelled'>

/**
 * A till's answer as facts, stored in the transaction that made it true. The bytes on the wire are a pure function of
 * it, so a repeated request gets the same bytes.
 */
export type TillAnswer =
  | {
      readonly kind: 'collected'
      readonly gatewayRef: string
      readonly answeredAt: WallTime
      readonly approvalNo: string
      readonly collectedAt: Instant
      readonly receipt: Receipt
    }
  | {
      readonly kind: 'declined'
      readonly gatewayRef: string
      readonly answeredAt: WallTime
      readonly rejection: Rejection
    }
  | {
      readonly kind: 'reversed'
      readonly gatewayRef: string
      readonly answeredAt: WallTime
      readonly original: ReversedOriginal
    }
  | {
      readonly kind: 'paid_out'
      readonly gatewayRef: string
      readonly answeredAt: WallTime
      readonly approvalNo: string
      readonly paidOutAt: Instant
      readonly receipt: PayoutReceipt
    }
  | {
      readonly kind: 'not_paid_out'
      readonly gatewayRef: string
      readonly answeredAt: WallTime
      readonly rejection: Rejection
    }
  /** A reverse that found a payout: the clerk is told about money that went the other way. */
  | {
      readonly kind: 'payout_reversed'
      readonly gatewayRef: string
      readonly answeredAt: WallTime
      readonly original: ReversedPayout
    }
  /** `approvalNo`, `receipt`: of the collect that was taken back. */
  | {
      readonly kind: 'cancelled'
      readonly gatewayRef: string
      readonly answeredAt: WallTime
      readonly approvalNo: string
      readonly cancelledAt: Instant
      readonly receipt: Receipt
    }
  | {
      readonly kind: 'completed'
      readonly gatewayRef: string
      readonly answeredAt: WallTime
      readonly approvalNo: string
    }
  | {
      readonly kind: 'not_cancelled' | 'not_completed'
      readonly gatewayRef: string
      readonly answeredAt: WallTime
      readonly rejection: Rejection
    }

/** What stands on the slip, as it was when the money was taken. */
export interface Receipt {
  readonly merchant: string
  readonly name: string | null
  readonly number: CollectionNumber
  readonly amount: Money
  readonly currency: Currency
  readonly payType: PayType
  readonly outletName: string
  readonly till: string
}

/** What stands on the slip of a payout: the money went to the customer. */
export type PayoutReceipt = Omit<Receipt, 'payType'>

/** What a till asks about something it did before. No two of them share a key. */
export const TILL_REQUEST_KINDS = ['reverse', 'cancel', 'complete'] as const
export type TillRequestKind = (typeof TILL_REQUEST_KINDS)[number]

/** A stored till request other than a collect (collects and payouts are stored as their attempts). */
export interface TillRequest {
  readonly key: TillKey
  readonly kind: TillRequestKind
  readonly fingerprint: string
  readonly answer: TillAnswer
}

export function keyOf(attempt: Attempt): TillKey {
  return attempt.state === 'tombstoned' ? attempt.key : attempt.request.key
}
