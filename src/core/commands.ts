/**
 * What may be asked of the core, each with everything it needs: ids and random values are stamped by the gateway,
 * time arrives with the batch. No command carries a clock reading.
 */
import type { IdentifierKind } from '../numbers/receipt-identifier.ts'
import type { CollectRequest, TillAnswer, TillKey } from './attempt.ts'
import type {
  AttemptId,
  CollectionNumber,
  CommandId,
  Instant,
  MerchantId,
  Money,
  PaymentId,
  ReceiptId,
} from './brand.ts'
import type { ReceiptUse } from './cash-receipt.ts'
import type { ExternalCommand, ExternalOutcomes } from './external-commands.ts'
import type { Idempotency } from './issue-key.ts'
import type { Merchant, PayType, ReissueRule } from './merchant.ts'
import type { Payment, PaymentIn, Terms } from './payment.ts'
import type { Prepared } from './prepared.ts'
import type { Refund } from './refund.ts'
import type { RefundCommand, RefundOutcomes } from './refund-commands.ts'
import type { Rejection } from './rejections.ts'
import type { ReportCommand, ReportOutcomes } from './report-commands.ts'
import type { ReverseReason } from './reverse-reason.ts'
import type { Place } from './service.ts'
import type { UndoCommand, UndoOutcomes } from './undo-commands.ts'

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
  /** What the merchant said beforehand that the order costs; null: nothing. */
  readonly prepared: Prepared | null
  /** Null: it cannot be told from a further request. */
  readonly idempotency: Idempotency | null
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

/** Other terms for a payment that waits. */
export interface Amend {
  readonly type: 'amend'
  readonly id: CommandId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  /** Null: as it is. */
  readonly amount: Money | null
  /** Null: as it is. */
  readonly expiresAt: Instant | null
  /** What whoever asks takes for the payment's version; null: whichever it is. */
  readonly version: number | null
  readonly amountMax: Money | null
  readonly deadlineDaysMax: number
  /** Null: nothing was prepared for the order. */
  readonly prepared: Prepared | null
}

export interface Suspend {
  readonly type: 'suspend'
  readonly id: CommandId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly reason: string | null
}

export interface Resume {
  readonly type: 'resume'
  readonly id: CommandId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
}

export interface Inquire {
  readonly type: 'inquire'
  readonly id: CommandId
  readonly till: Place
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
  /** The receipt that is issued unasked where cash came; null: none is. */
  readonly receiptId: ReceiptId | null
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

/** A number past its deadline, slips past theirs, a collect whose completion did not come. */
export interface Expire {
  readonly type: 'expire'
  readonly id: CommandId
  readonly paymentId: PaymentId
}

export interface AskReceipt {
  readonly type: 'ask_receipt'
  readonly id: CommandId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly receiptId: ReceiptId
  readonly use: ReceiptUse
  readonly identifier: { readonly kind: IdentifierKind; readonly sealed: SealedText }
  readonly taxFree: Money
  /** Null: an eleventh of what is taxed. */
  readonly vat: Money | null
}

/** A text that was encrypted before it reached a command. */
export interface SealedText {
  readonly keyId: string
  /** base64 of nonce, ciphertext and tag. */
  readonly sealed: string
}

export interface CancelReceipt {
  readonly type: 'cancel_receipt'
  readonly id: CommandId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
}

/** Takes the turn to ask the issuer about a receipt that is due. */
export interface RetryReceipt {
  readonly type: 'retry_receipt'
  readonly id: CommandId
  readonly paymentId: PaymentId
}

/** What the issuer said of one step of one receipt; the same however often it is asked. */
export type IssuerWord =
  /** `finalAt`: when the tax office has looked at it; null: it has. */
  | { readonly kind: 'issued'; readonly number: string; readonly tid: string; readonly finalAt: Instant | null }
  | { readonly kind: 'final' }
  | { readonly kind: 'cancelled' }
  /** Of a receipt being cancelled: it stays. */
  | { readonly kind: 'refused'; readonly reason: string }

export interface SettleReceipt {
  readonly type: 'settle_receipt'
  readonly id: CommandId
  readonly paymentId: PaymentId
  readonly receiptId: ReceiptId
  /** In which the receipt was when the issuer was asked. */
  readonly step: 'issuing' | 'issued' | 'cancelling'
  readonly word: IssuerWord
  /** Of the receipt that takes its place, where one does. */
  readonly nextId: ReceiptId
  /** Where cash has come again meanwhile it has a receipt that nobody asks for. */
  readonly unasked: boolean
}

export type Command =
  | Issue
  | Revoke
  | Amend
  | Suspend
  | Resume
  | Inquire
  | Claim
  | Settle
  | Lapse
  | Reverse
  | Expire
  | AskReceipt
  | CancelReceipt
  | RetryReceipt
  | SettleReceipt
  | ExternalCommand
  | RefundCommand
  | ReportCommand
  | UndoCommand
export type CommandType = Command['type']

export type Rejected = { readonly kind: 'rejected'; readonly rejection: Rejection }

/** What each command is answered, once its changes are durable. */
export interface Outcomes extends ExternalOutcomes, RefundOutcomes, ReportOutcomes, UndoOutcomes {
  /** `again`: it was issued before, under the same key. */
  readonly issue: { readonly kind: 'issued'; readonly payment: Payment; readonly again: boolean } | Rejected
  readonly revoke: { readonly kind: 'revoked'; readonly payment: Payment } | Rejected
  readonly amend: { readonly kind: 'amended'; readonly payment: Payment } | Rejected
  readonly suspend: { readonly kind: 'suspended'; readonly payment: Payment } | Rejected
  readonly resume: { readonly kind: 'resumed'; readonly payment: Payment } | Rejected
  readonly inquire:
    | {
        readonly kind: 'payable'
        readonly payment: Payment
        readonly merchant: Merchant
        /** Those that merchant and network both take. */
        readonly payTypes: readonly PayType[]
      }
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
  readonly ask_receipt: { readonly kind: 'receipt_asked'; readonly payment: Payment } | Rejected
  /** `again`: it was cancelled before. */
  readonly cancel_receipt:
    | { readonly kind: 'receipt_cancel_asked'; readonly payment: Payment; readonly again: boolean }
    | Rejected
  /** `due`: whoever asked has the turn. */
  readonly retry_receipt: {
    readonly kind: 'receipt_retried'
    readonly payment: Payment | undefined
    readonly due: boolean
  }
  readonly settle_receipt: { readonly kind: 'receipt_settled'; readonly payment: Payment | undefined }
}

export type OutcomeOf<C extends Command> = Outcomes[C['type']]
export type Outcome = Outcomes[CommandType]
