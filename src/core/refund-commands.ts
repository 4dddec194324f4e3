/** What may be asked about refunds and their payouts, and what each is answered. */
import type { PayoutRequest, TillAnswer } from './attempt.ts'
import type {
  CollectionNumber,
  CommandId,
  Instant,
  MerchantId,
  Money,
  NetworkId,
  PaymentId,
  RefundId,
  TransferId,
} from './brand.ts'
import type { SealedText } from './commands.ts'
import type { Idempotency } from './issue-key.ts'
import type { Payment } from './payment.ts'
import type { Refund, RefundAsker, TransferFailure } from './refund.ts'
import type { Rejection } from './rejections.ts'

export type RouteAsked =
  /** Whose account it is stands sealed beside the refund, and is never looked into. */
  | {
      readonly kind: 'bank'
      readonly bank: string
      readonly account: SealedText
      /** The order to the house's bank; null: somebody transfers by hand. */
      readonly transferId: TransferId | null
    }
  /** `days`: how long it can be paid out, as a deadline's default is counted. */
  | { readonly kind: 'slip'; readonly network: NetworkId; readonly number: CollectionNumber; readonly days: number }

export interface AskRefund {
  readonly type: 'refund'
  readonly id: CommandId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly refundId: RefundId
  /** Null: all that is left. */
  readonly amount: Money | null
  /** What the caller believes is left; null: it does not say. */
  readonly balance: Money | null
  readonly taxFree: Money | null
  readonly vatAmount: Money | null
  readonly reason: string
  readonly askedBy: RefundAsker
  readonly tellV1: boolean
  /** Null: no account is named, and the channel has no slips. */
  readonly route: RouteAsked | null
  /** Null: it cannot be told from a further request. */
  readonly idempotency: Idempotency | null
}

interface OfRefund {
  readonly id: CommandId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly refundId: RefundId
}

/** The operator says what became of the money. */
export interface SettlePayout extends OfRefund {
  readonly type: 'settle_payout'
  readonly result: 'paid_out' | 'failed'
  readonly note: string | null
}

export interface RerouteRefund extends OfRefund {
  readonly type: 'reroute_refund'
  readonly route: RouteAsked
}

export interface PayOut {
  readonly type: 'pay_out'
  readonly id: CommandId
  readonly request: PayoutRequest
  readonly wellFormed: boolean
  readonly approvalNo: string
}

/** Takes the turn to ask the bank about a transfer that is due. */
export interface TryTransfer {
  readonly type: 'try_transfer'
  readonly id: CommandId
  readonly paymentId: PaymentId
  readonly refundId: RefundId
}

/** What the bank said of one transfer; the same however often it is asked. */
export type BankWord =
  | { readonly kind: 'paid_out'; readonly reference: string }
  | { readonly kind: 'failed'; readonly cause: TransferFailure; readonly reason: string }
  /** It has the order, and knows from then on what became of it. */
  | { readonly kind: 'taken'; readonly knownAt: Instant }

export interface SettleTransfer {
  readonly type: 'settle_transfer'
  readonly id: CommandId
  readonly paymentId: PaymentId
  readonly refundId: RefundId
  readonly transferId: TransferId
  readonly word: BankWord
}

export type RefundCommand = AskRefund | SettlePayout | RerouteRefund | TryTransfer | SettleTransfer | PayOut

type Rejected = { readonly kind: 'rejected'; readonly rejection: Rejection }

export interface RefundOutcomes {
  /** `again`: it was accepted before, under the same key. */
  readonly refund:
    | { readonly kind: 'refunded'; readonly payment: Payment; readonly refund: Refund; readonly again: boolean }
    | Rejected
  readonly settle_payout: { readonly kind: 'settled'; readonly payment: Payment; readonly refund: Refund } | Rejected
  readonly reroute_refund: { readonly kind: 'rerouted'; readonly payment: Payment; readonly refund: Refund } | Rejected
  /** `due`: whoever asked has the turn; `afterAll`: to ask about the order that was called failed. */
  readonly try_transfer: {
    readonly kind: 'transfer_tried'
    readonly payment: Payment | undefined
    readonly due: boolean
    readonly afterAll: boolean
  }
  /** `settled`: the word was about what is open. `paidAfterAll`: the bank paid what was over here, as nobody knew before. */
  readonly settle_transfer: {
    readonly kind: 'transfer_settled'
    readonly payment: Payment | undefined
    readonly settled: boolean
    readonly paidAfterAll: boolean
  }
  readonly pay_out:
    | {
        readonly kind: 'answered'
        readonly answer: TillAnswer
        readonly payment: Payment | null
        readonly again: boolean
      }
    | Rejected
}
