/**
 * The cash receipt (현금영수증) of a payment: what the tax office is told of money that was handed over in notes and coins.
 *
 *   asked --> issuing -- issued --> issued ---- cancel asked ----> cancelling -- cancelled --> cancelled
 *                |                  ^  | turned down by the tax office   |
 *                | failed           |  '------------.                    | cancel failed
 *                v                  '---------------|--------------------'
 *              failed <-----------------------------'
 *
 * It is the issuer's word that counts, and the issuer is asked while nothing is locked. So each step is written before it
 * is asked for, and asked for again under the same id until there is an answer: the id is what keeps it from being done
 * twice. A new receipt may take the place of one that was cancelled or failed. Part of the payment's fold; `evolveReceipt`
 * is the only maker of its states.
 */
import type { IdentifierKind } from '../numbers/receipt-identifier.ts'
import type { Instant, Money, ReceiptId } from './brand.ts'
import type { ReceiptRule } from './merchant.ts'
import { vatWithin } from './money.ts'
import type { Payment } from './payment.ts'
import { remaining } from './refund.ts'

/** `person`: off the buyer's taxes (소득공제). `company`: proof of an expense (지출증빙). */
export const RECEIPT_USES = ['person', 'company'] as const
export type ReceiptUse = (typeof RECEIPT_USES)[number]

export interface ReceiptTerms {
  readonly id: ReceiptId
  readonly use: ReceiptUse
  /** Null: nobody asked, and the seller issues it to the number for nobody. The number itself is sealed elsewhere. */
  readonly identifier: IdentifierKind | null
  /** The receipt under whose id that number is sealed: the first of those that took each other's place after refunds. */
  readonly sealedUnder: ReceiptId
  readonly amount: Money
  /** Within the amount. */
  readonly taxFree: Money
  readonly vat: Money
}

/** What the issuer gave it. */
export interface IssuedReceipt extends ReceiptTerms {
  /** The tax office's approval number. */
  readonly number: string
  /** The issuer's own name of it. */
  readonly tid: string
  readonly issuedAt: Instant
}

/**
 * `asked`: by the merchant. `reversed`: the money it is about went back. `refunded`: some of it did, and a receipt about what
 * is left takes its place.
 */
export const RECEIPT_CANCEL_CAUSES = ['asked', 'reversed', 'refunded'] as const
export type ReceiptCancelCause = (typeof RECEIPT_CANCEL_CAUSES)[number]
export type MoneyBack = Exclude<ReceiptCancelCause, 'asked'>

/** `tries`: how often the issuer was asked. `dueAt`: when it is asked again, unless it has answered. */
interface OpenStep {
  readonly tries: number
  readonly dueAt: Instant
}

export type CashReceipt =
  /** `thenCancel`: money went back while it was being issued. */
  | (ReceiptTerms & OpenStep & { readonly state: 'issuing'; readonly thenCancel: MoneyBack | null })
  | (IssuedReceipt & {
      readonly state: 'issued'
      /** When the tax office has looked at it; null when it has. */
      readonly dueAt: Instant | null
      /** The issuer would not cancel it, and why: somebody must look. */
      readonly cancelFailed: string | null
    })
  | (IssuedReceipt &
      OpenStep & {
        readonly state: 'cancelling'
        readonly cause: ReceiptCancelCause
        /** When the tax office has looked at it, should it stay; null when it has. */
        readonly finalAt: Instant | null
      })
  | (IssuedReceipt & { readonly state: 'cancelled'; readonly cause: ReceiptCancelCause; readonly cancelledAt: Instant })
  | (ReceiptTerms & { readonly state: 'failed'; readonly failedAt: Instant; readonly reason: string })

export type ReceiptState = CashReceipt['state']

export type ReceiptEvent =
  | ({ readonly type: 'receipt_asked'; readonly terms: ReceiptTerms } & OpenStep)
  | { readonly type: 'receipt_retried'; readonly dueAt: Instant }
  | { readonly type: 'receipt_issued'; readonly number: string; readonly tid: string; readonly dueAt: Instant | null }
  | { readonly type: 'receipt_final' }
  | { readonly type: 'receipt_failed'; readonly reason: string }
  | ({ readonly type: 'receipt_cancel_asked'; readonly cause: ReceiptCancelCause } & OpenStep)
  | { readonly type: 'receipt_cancelled' }
  | { readonly type: 'receipt_cancel_failed'; readonly reason: string }

/** From this amount on whoever takes cash in an obligatory trade must issue a receipt, also unasked, within five days. */
export const OBLIGATORY_FROM = 100_000 as Money

/** Cash of this amount has a receipt that nobody asks for. */
export function isUnasked(rule: ReceiptRule, amount: Money): boolean {
  return rule === 'always' || (rule === 'auto' && amount >= OBLIGATORY_FROM)
}

/** An issuer has this long to answer before it is asked again; then twice as long each time, up to the longest wait. */
export const RECEIPT_ANSWER_MS = 30_000
export const RECEIPT_WAIT_MAX_MS = 3_600_000

export function waitAfter(tries: number): number {
  return Math.min(RECEIPT_ANSWER_MS * 2 ** tries, RECEIPT_WAIT_MAX_MS)
}

/** Nobody's: the whole amount taxed. */
export function selfIssued(id: ReceiptId, amount: Money): ReceiptTerms {
  return { id, use: 'person', identifier: null, sealedUnder: id, amount, taxFree: 0 as Money, vat: vatWithin(amount) }
}

/** In the place of one that some of the money has left: for whom it was, about what is left, its tax worked out anew. */
export function afterRefund(id: ReceiptId, before: ReceiptTerms, payment: Payment): ReceiptTerms {
  const amount = remaining(payment)
  const taxFree = Math.min(before.taxFree, amount) as Money
  return { ...termsOf(before), id, amount, taxFree, vat: vatWithin((amount - taxFree) as Money) }
}

/** Nothing stands there and nothing is under way, so that a new one may begin. */
export function mayBegin(receipt: CashReceipt | null): boolean {
  return receipt === null || receipt.state === 'cancelled' || receipt.state === 'failed'
}

/** When the issuer is to be asked; null where nothing is open. */
export function receiptDueAt(receipt: CashReceipt | null): Instant | null {
  return receipt !== null && 'dueAt' in receipt ? receipt.dueAt : null
}

/** Undefined where the event cannot follow. */
export function evolveReceipt(before: CashReceipt | null, event: ReceiptEvent, at: Instant): CashReceipt | undefined {
  if (event.type === 'receipt_asked') {
    const { terms, tries, dueAt } = event
    return mayBegin(before) ? { ...terms, state: 'issuing', tries, dueAt, thenCancel: null } : undefined
  }
  if (before === null) return undefined
  switch (event.type) {
    case 'receipt_retried':
      return retried(before, event.dueAt)
    case 'receipt_issued': {
      const { number, tid, dueAt } = event
      if (before.state !== 'issuing') return undefined
      return { ...termsOf(before), state: 'issued', number, tid, issuedAt: at, dueAt, cancelFailed: null }
    }
    case 'receipt_final':
      return before.state === 'issued' && before.dueAt !== null ? { ...before, dueAt: null } : undefined
    case 'receipt_failed':
      if (before.state !== 'issuing' && !(before.state === 'issued' && before.dueAt !== null)) return undefined
      return { ...termsOf(before), state: 'failed', failedAt: at, reason: event.reason }
    case 'receipt_cancel_asked':
      return cancelAsked(before, event)
    case 'receipt_cancelled':
      if (before.state !== 'cancelling') return undefined
      return { ...issuedOf(before), state: 'cancelled', cause: before.cause, cancelledAt: at }
    case 'receipt_cancel_failed':
      if (before.state !== 'cancelling') return undefined
      return { ...issuedOf(before), state: 'issued', dueAt: before.finalAt, cancelFailed: event.reason }
  }
}

function retried(before: CashReceipt, dueAt: Instant): CashReceipt | undefined {
  switch (before.state) {
    case 'issuing':
    case 'cancelling':
      return { ...before, tries: before.tries + 1, dueAt }
    case 'issued':
      return before.dueAt === null ? undefined : { ...before, dueAt }
    case 'cancelled':
    case 'failed':
      return undefined
  }
}

/** One that is being issued is cancelled as soon as it is known to be; one that is being cancelled now has a better cause. */
function cancelAsked(
  before: CashReceipt,
  { cause, tries, dueAt }: Extract<ReceiptEvent, { type: 'receipt_cancel_asked' }>,
): CashReceipt | undefined {
  if (cause !== 'asked' && before.state === 'issuing') return { ...before, thenCancel: cause }
  if (cause === 'reversed' && before.state === 'cancelling') return { ...before, cause }
  if (before.state !== 'issued') return undefined
  return { ...issuedOf(before), state: 'cancelling', cause, finalAt: before.dueAt, tries, dueAt }
}

function termsOf({ id, use, identifier, sealedUnder, amount, taxFree, vat }: ReceiptTerms): ReceiptTerms {
  return { id, use, identifier, sealedUnder, amount, taxFree, vat }
}

function issuedOf({ number, tid, issuedAt, ...receipt }: IssuedReceipt): IssuedReceipt {
  return { ...termsOf(receipt), number, tid, issuedAt }
}
