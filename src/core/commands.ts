/**
 * What may be asked of the core, each with everything it needs: ids and random values are stamped by the gateway,
 * time arrives with the batch. No command carries a clock reading.
 */
import type { CollectRequest, TillAnswer, TillKey } from './attempt.ts'
import type {
  AttemptId,
  CollectionNumber,
  CommandId,
  Instant,
  MerchantId,
  Money,
  NetworkId,
  PaymentId,
} from './brand.ts'
import type { Merchant, ReissueRule } from './merchant.ts'
import type { Payment, PaymentIn, ReverseReason, Terms } from './payment.ts'
import type { Refund } from './refund.ts'
import type { RefundCommand, RefundOutcomes } from './refund-commands.ts'
import type { Rejection } from './rejections.ts'

export interface Issue {
  readonly type: 'issue'
  readonly id: CommandId
  readonly terms: Omit<Terms, 'issuedAt' | 'expiresAt'>
  /** Null: the channel's default. */
  readonly expiresAt: Instant | null
  readonly deadlineDays: number
  readonly deadlineDaysMax: number
  readonly amountMax: Money | null
  readonly reissue: ReissueRule
  /** Stored beside the payment, never looked into. */
  readonly personal: SealedPersonal | null
}

/** The customer's fields, encrypted before they reach a command, and keyed hashes for exact search. */
export interface SealedPersonal {
  readonly keyId: string
  /** base64 of nonce, ciphertext and tag. */
  readonly sealed: string
  readonly phoneHash: string | null
  readonly phoneLast4Hash: string | null
  readonly emailHash: string | null
  readonly nameHash: string | null
}

export interface Revoke {
  readonly type: 'revoke'
  readonly id: CommandId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
}

export interface Inquire {
  readonly type: 'inquire'
  readonly id: CommandId
  readonly network: NetworkId
  readonly number: CollectionNumber
  /** The check digit's verdict, used where the number is unknown. */
  readonly wellFormed: boolean
}

export interface Claim {
  readonly type: 'claim'
  readonly id: CommandId
  readonly request: CollectRequest
  readonly wellFormed: boolean
  /** What the inquiry token named; null when the till sent none. */
  readonly inquired: { readonly paymentId: PaymentId; readonly amount: Money; readonly expiresAt: Instant } | null
}

/** What came of asking the merchant. */
export type Verdict =
  | { readonly kind: 'payable' }
  | { readonly kind: 'refused'; readonly reason: string | null }
  | { readonly kind: 'unanswered' }

export interface Settle {
  readonly type: 'settle'
  readonly id: CommandId
  readonly key: TillKey
  readonly attemptId: AttemptId
  readonly fence: number
  readonly verdict: Verdict
  readonly approvalNo: string
}

/** Ends a claim nobody settled. */
export interface Lapse {
  readonly type: 'lapse'
  readonly id: CommandId
  readonly paymentId: PaymentId
  /** The process that claimed is gone: do not wait for the claim's time to run out. */
  readonly orphaned: boolean
}

export interface Reverse {
  readonly type: 'reverse'
  readonly id: CommandId
  readonly key: TillKey
  readonly fingerprint: string
  readonly original: TillKey
  readonly reason: ReverseReason
  readonly gatewayRef: string
}

/** A number past its deadline, slips past theirs. */
export interface Expire {
  readonly type: 'expire'
  readonly id: CommandId
  readonly paymentId: PaymentId
}

export type Command = Issue | Revoke | Inquire | Claim | Settle | Lapse | Reverse | Expire | RefundCommand
export type CommandType = Command['type']

export type Rejected = { readonly kind: 'rejected'; readonly rejection: Rejection }

/** What each command is answered, once its changes are durable. */
export interface Outcomes extends RefundOutcomes {
  readonly issue: { readonly kind: 'issued'; readonly payment: Payment } | Rejected
  readonly revoke: { readonly kind: 'revoked'; readonly payment: Payment } | Rejected
  readonly inquire:
    | { readonly kind: 'payable'; readonly payment: Payment; readonly merchant: Merchant }
    | { readonly kind: 'payable_out'; readonly payment: Payment; readonly refund: Refund; readonly merchant: Merchant }
    | Rejected
  readonly claim:
    | { readonly kind: 'claimed'; readonly payment: PaymentIn<'authorising'> }
    | {
        readonly kind: 'answered'
        readonly answer: TillAnswer
        readonly payment: Payment | null
        readonly again: boolean
      }
    | Rejected
  readonly settle: {
    readonly kind: 'answered'
    readonly answer: TillAnswer
    readonly payment: Payment
    readonly again: boolean
  }
  readonly lapse: { readonly kind: 'caught_up'; readonly payment: Payment | undefined }
  readonly reverse:
    | {
        readonly kind: 'answered'
        readonly answer: TillAnswer
        readonly payment: Payment | null
        readonly again: boolean
      }
    | Rejected
  readonly expire: { readonly kind: 'caught_up'; readonly payment: Payment | undefined }
}

export type OutcomeOf<C extends Command> = Outcomes[C['type']]
export type Outcome = Outcomes[CommandType]
