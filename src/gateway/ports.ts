/**
 * What the gateway needs from outside: randomness, the machine's monotonic clock, a word with the merchant, a timer.
 * Each is an argument, so that tests and the simulator can stand in for it. Storage is its own promise.
 */
import type { MonoTime, TransferId, WallTime } from '../core/brand.ts'
import type { ReceiptTerms } from '../core/cash-receipt.ts'
import type { IssuerWord, Verdict } from '../core/commands.ts'
import type { Receipted } from '../core/external-receipt.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Payment, PaymentIn } from '../core/payment.ts'
import type { Refund } from '../core/refund.ts'
import type { BankWord } from '../core/refund-commands.ts'
import type { ReceiptIdentifier } from '../numbers/receipt-identifier.ts'
import type { Happening } from './happening.ts'
import type { PersonalFields, RefundAccount } from './personal-vault.ts'

/** May this payment be taken? Asked while the customer's money is on the counter. */
export interface Question {
  readonly payment: PaymentIn<'authorising'>
  readonly personal: PersonalFields
  readonly merchant: Merchant
  readonly url: string
  /** The answer counts only before this; also told to the merchant. */
  readonly answerBy: WallTime
  readonly budgetMs: number
}

export interface MerchantsWord {
  readonly verdict: Verdict
  readonly latencyMs: number
  /** What happened in plain words, for the log: `200 in 11 ms`, `no answer within 5 s`. */
  readonly detail: string
  /** Nobody was asked: no time was left, the merchant hangs, or too many wait for it already. */
  readonly notAsked?: true
}

/** Never throws: whatever goes wrong out there is `unanswered`. */
export type AskMerchant = (question: Question) => Promise<MerchantsWord>

/** What a cash receipt's issuer is asked about. */
export interface ReceiptQuestion {
  readonly receipt: ReceiptTerms
  /** The issuer's own name of it, where it has said one. */
  readonly tid: string | null
  readonly of: Receipted
  readonly merchant: Merchant
  /** From 1: how often this step was asked for. */
  readonly tries: number
  /** An answer that takes longer is none. */
  readonly budgetMs: number
}

/** `unanswered`: nobody can say what became of it; it is asked for again. */
export type IssuerAnswer = IssuerWord | { readonly kind: 'unanswered' }

/**
 * Who issues cash receipts and reports them to the tax office. Each step of a receipt is done once, however often it is
 * asked for under the receipt's id, and a repeat is answered as the first was. Never throws: whatever goes wrong out
 * there is `unanswered`.
 */
export interface ReceiptIssuer {
  issue(question: ReceiptQuestion, identifier: ReceiptIdentifier): Promise<IssuerAnswer>
  cancel(question: ReceiptQuestion): Promise<IssuerAnswer>
  /** Of one that was issued: has the tax office looked at it? `unanswered` where it has not. */
  followUp(question: ReceiptQuestion): Promise<IssuerAnswer>
}

/** What a bank is asked to transfer. */
export interface TransferQuestion {
  readonly id: TransferId
  readonly refund: Refund
  readonly payment: Payment
  readonly merchant: Merchant
  readonly account: RefundAccount
  /** From 1: how often it was asked for. */
  readonly tries: number
  /** An answer that takes longer is none. */
  readonly budgetMs: number
}

/** `unanswered`: nobody can say what became of it; it is asked about again. */
export type TransferAnswer = BankWord | { readonly kind: 'unanswered' }

/**
 * The operator's bank. What it was told to pay under an id is paid once, however often it is told. It compares the account's
 * holder before it pays. Never throws: whatever goes wrong out there is `unanswered`.
 */
export interface Payer {
  pay(question: TransferQuestion): Promise<TransferAnswer>
  /** What became of an order. `never_heard`: it did not arrive, and may be given again. */
  ask(question: TransferQuestion): Promise<TransferAnswer | { readonly kind: 'never_heard' }>
}

/** Cryptographically strong bytes. */
export type Random = (bytes: number) => Uint8Array

/** Monotonic milliseconds, the same in every thread of this machine. */
export type Mono = () => MonoTime

/** Runs `task` again and again, `ms` after it last ended; returns the way to stop, which waits for a running one. */
export type Repeat = (ms: number, task: () => Promise<void>) => () => Promise<void>

/** Told what happens, for people who watch; must not throw. */
export type Observe = (happening: Happening) => void

/** Runs a function `ms` later; returns the way to call it off. */
export type After = (ms: number, run: () => void) => () => void

/** A new `whsec_` secret: as its owner is shown it, once, and as it is kept. */
export type MakeSecret = () => { readonly shown: string; readonly sealed: string }
