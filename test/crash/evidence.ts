/**
 * Everything that is known after a run, each side in its own words: what tills sent, heard and have in their drawers,
 * what merchants were asked and told, what the API says and what stands in the file. Nobody's words are derived from
 * another's, so that the judge can hold them against each other.
 */
import type { Attempt } from '../../src/core/attempt.ts'
import type { Delivery } from '../../src/core/delivery.ts'
import type { Payment, PaymentEvent } from '../../src/core/payment.ts'
import type { V1Status } from '../../src/core/v1-status.ts'
import type { RefundAnswer } from '../../src/wire/refund-answer.ts'
import type { CancelMessage, CollectMessage, PayoutMessage, ReverseMessage, StatusReply } from '../../src/wire/till.ts'

export interface Evidence {
  /** Numbers whose issue was answered. */
  readonly sales: readonly Sale[]
  /** `imp_uid`s whose revocation was answered with a yes. */
  readonly revoked: readonly string[]
  readonly tries: readonly Try[]
  readonly returns: readonly Return[]
  readonly payouts: readonly PayoutTry[]
  /** Won in each till's drawer. */
  readonly drawers: readonly number[]
  readonly questions: readonly Question[]
  readonly notices: readonly HeardNotice[]
  readonly books: readonly Book[]
  readonly rows: readonly StoredPayment[]
  /** By till key; undefined where nothing is stored under it. */
  readonly attempts: ReadonlyMap<string, Attempt | undefined>
  /** Payments that the file says a till holds. */
  readonly held: readonly string[]
  /** What nobody should ever have to say: a reply that is none, silence of a living gateway, words on its stderr. */
  readonly complaints: readonly string[]
}

/** A number that a merchant was given. */
export interface Sale {
  /** Whose it is, counted from 0. */
  readonly merchant: number
  readonly orderId: string
  readonly impUid: string
  readonly number: string
  readonly amountWon: number
}

/** One collect key of a till: what it sent under it and in order to undo or cancel it, and every answer that decides. */
export interface Try {
  readonly sale: Sale
  /** `network/outlet/till/YYYYMMDD/stan` */
  readonly key: string
  readonly collect: Sent<Omit<CollectMessage, 'sent_at'>>
  readonly reverses: Sent<Omit<ReverseMessage, 'sent_at'>>[]
  readonly cancels: Sent<Omit<CancelMessage, 'sent_at'>>[]
  /** What the till's own rule came to: the money is in its drawer. */
  kept: boolean
  /** At the end of the run. */
  status: StatusReply['original'] | null
}

/** A refund that a merchant asked for. */
export interface Return {
  readonly sale: Sale
  /** Its `Idempotency-Key` and its reason. */
  readonly key: string
  /** Null: all that is left. */
  readonly amountWon: number | null
  readonly way: ReturnWay
  /** Whether it was accepted, by each answer that came. */
  readonly answers: ('yes' | 'no')[]
  /** The same request once more, at the end of the run; none where it was refused. */
  readonly repeats: ('yes' | 'no')[]
  /** The operator said that its transfer failed, though the bank had the order. */
  calledFailed: boolean
}

/** By a slip, or to an account that the practice bank pays, refuses, or finds to be another's. */
export type ReturnWay = 'slip' | 'paid' | 'refused' | 'holder_differs'

/** What a customer shows to be given money. */
export interface Slip {
  readonly impUid: string
  readonly refundId: string
  readonly number: string
  readonly amountWon: number
}

/** One payout key of a till. */
export interface PayoutTry {
  readonly slip: Slip
  readonly key: string
  readonly payout: Sent<Omit<PayoutMessage, 'sent_at'>>
  readonly reverses: Sent<Omit<ReverseMessage, 'sent_at'>>[]
  /** What the till's own rule came to: the customer has the money. */
  given: boolean
  /** At the end of the run. */
  status: StatusReply['original'] | null
}

export interface Sent<Fields> {
  readonly fields: Fields
  /** Replies of class OK and DECLINED as they came, those included that the till never saw. */
  readonly answers: string[]
  /** The same request once more and again, at the end of the run. */
  readonly repeats: string[]
}

export type MerchantsAnswer = 'yes' | 'no'

/** `confirm_url` was asked. */
export interface Question {
  readonly attemptId: string
  readonly impUid: string
  readonly answer: MerchantsAnswer
  /** The answer was given after the time that the question named. */
  readonly late: boolean
  readonly signed: boolean
}

/** `notice_url` was told. */
export interface HeardNotice {
  readonly webhookId: string
  readonly impUid: string
  readonly status: string
  /** `sunap-version` */
  readonly version: number
  /** Of which refund; null: of none. */
  readonly refundId: string | null
  readonly answered: 200 | 500
  /** Which life of the gateway told it. */
  readonly life: number
  readonly signed: boolean
}

/** `GET /payments/{imp_uid}` and `GET /api/refunds` at the end. */
export interface Book {
  readonly impUid: string
  readonly orderId: string
  readonly number: string
  readonly status: V1Status
  readonly amountWon: number
  readonly isCollected: boolean
  readonly refunds: readonly RefundAnswer[]
}

export interface StoredPayment {
  readonly payment: Payment
  readonly events: readonly PaymentEvent[]
  readonly deliveries: readonly Delivery[]
}
