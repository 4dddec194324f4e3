/**
 * Cash receipts: who may have one, and what follows when the money goes back. A receipt is about cash that is there, once:
 * whatever undoes the collection cancels it, also while its issuer has not said yet whether it was issued.
 */
import type { CollectRequest } from './attempt.ts'
import type { Instant, Money, ReceiptId } from './brand.ts'
import {
  afterRefund,
  type CashReceipt,
  type MoneyBack,
  mayBegin,
  RECEIPT_ANSWER_MS,
  RECEIPT_WAIT_MAX_MS,
  type ReceiptEvent,
  type ReceiptTerms,
  receiptDueAt,
  selfIssued,
  waitAfter,
} from './cash-receipt.ts'
import { type Draft, paymentIn, type Scene } from './changes.ts'
import type { AskReceipt, CancelReceipt, RetryReceipt, Settle, SettleReceipt } from './commands.ts'
import { type Decision, draftOn, paymentAfter, rejected } from './decide.ts'
import { vatWithin } from './money.ts'
import type { Payment } from './payment.ts'
import { remaining } from './refund.ts'
import { type Rejection, rejection } from './rejections.ts'

export function decideAskReceipt(command: AskReceipt, scene: Scene): Decision<'ask_receipt'> {
  const payment = paymentIn(scene, command.paymentId)
  if (payment === undefined || payment.merchantId !== command.merchantId)
    return rejected(rejection('payment_not_found'))
  const terms = termsAsked(command, payment)
  const refusal = askRefusal(payment, terms)
  if (refusal !== null) return rejected(refusal)
  return {
    drafts: [draftOn(payment, { type: 'receipt_asked', terms, ...askedNow(scene.facts.at) })],
    outcome: (after) => ({ kind: 'receipt_asked', payment: paymentAfter(after, payment) }),
  }
}

function termsAsked({ receiptId, use, identifier, taxFree, vat }: AskReceipt, payment: Payment): ReceiptTerms {
  const amount = remaining(payment)
  return {
    id: receiptId,
    use,
    identifier: identifier.kind,
    sealedUnder: receiptId,
    amount,
    taxFree,
    vat: vat ?? vatOf(amount, taxFree),
  }
}

export function vatOf(amount: Money, taxFree: Money): Money {
  return vatWithin(Math.max(amount - taxFree, 0) as Money)
}

function askRefusal(payment: Payment, { amount, taxFree, vat }: ReceiptTerms): Rejection | null {
  if (payment.state !== 'paid') return rejection('receipt_not_paid')
  if (payment.lastAttempt.request.payType !== 'cash') return rejection('receipt_not_cash')
  if (payment.receipt?.state === 'issuing' || payment.receipt?.state === 'cancelling')
    return rejection('receipt_in_progress')
  if (!mayBegin(payment.receipt)) return rejection('receipt_standing')
  return taxFree + vat > amount ? rejection('receipt_tax_too_high', { limit: amount }) : null
}

export function decideCancelReceipt(command: CancelReceipt, scene: Scene): Decision<'cancel_receipt'> {
  const payment = paymentIn(scene, command.paymentId)
  if (payment === undefined || payment.merchantId !== command.merchantId)
    return rejected(rejection('payment_not_found'))
  const state = payment.receipt?.state ?? 'failed'
  if (state === 'failed') return rejected(rejection('receipt_never_issued'))
  if (state === 'issuing' || state === 'cancelling') return rejected(rejection('receipt_in_progress'))
  const again = state === 'cancelled'
  return {
    drafts: again
      ? []
      : [draftOn(payment, { type: 'receipt_cancel_asked', cause: 'asked', ...askedNow(scene.facts.at) })],
    outcome: (after) => ({ kind: 'receipt_cancel_asked', payment: paymentAfter(after, payment), again }),
  }
}

/** Of several who come at once, one asks. */
export function decideRetryReceipt({ paymentId }: RetryReceipt, scene: Scene): Decision<'retry_receipt'> {
  const payment = paymentIn(scene, paymentId)
  const dueAt = waitUntil(payment?.receipt ?? null, scene.facts.at)
  if (payment === undefined || dueAt === null)
    return { drafts: [], outcome: () => ({ kind: 'receipt_retried', payment, due: false }) }
  return {
    drafts: [draftOn(payment, { type: 'receipt_retried', dueAt })],
    outcome: (after) => ({ kind: 'receipt_retried', payment: paymentAfter(after, payment), due: true }),
  }
}

/** How long whoever asks now has for it alone; null where nobody is to ask yet. */
export function waitUntil(receipt: CashReceipt | null, at: Instant): Instant | null {
  const dueAt = receiptDueAt(receipt)
  if (receipt === null || dueAt === null || dueAt > at) return null
  // The tax office takes its time; nobody hurries it.
  const waitMs = 'tries' in receipt ? waitAfter(receipt.tries) : RECEIPT_WAIT_MAX_MS
  return (at + waitMs) as Instant
}

/** A word about a step that is over, or about another receipt, changes nothing. */
export function decideSettleReceipt(command: SettleReceipt, scene: Scene): Decision<'settle_receipt'> {
  const payment = paymentIn(scene, command.paymentId)
  const receipt = payment?.receipt ?? null
  const isOpen = receipt?.id === command.receiptId && receipt.state === command.step && receiptDueAt(receipt) !== null
  return {
    drafts: isOpen && payment !== undefined ? said(command, payment, scene.facts.at) : [],
    outcome: (after) => ({ kind: 'receipt_settled', payment: paymentIn(after, command.paymentId) }),
  }
}

function said(command: SettleReceipt, payment: Payment, at: Instant): readonly Draft[] {
  const event = eventSaid(command)
  const drafts = [draftOn(payment, event)]
  const cause = moneyBack(payment.receipt)
  switch (event.type) {
    case 'receipt_issued':
      return cause === null ? drafts : [...drafts, draftOn(payment, cancelAsked(cause, at))]
    case 'receipt_failed':
      // What the issuer would not issue about all of the money it would not issue about less of it.
      return cause === 'reversed' ? [...drafts, ...nextReceipt(command, payment, cause, at)] : drafts
    case 'receipt_cancelled':
      return [...drafts, ...nextReceipt(command, payment, cause, at)]
    default:
      return drafts
  }
}

/** What an issuer's word is for a receipt that is in this step. */
export function eventSaid({ step, word }: Pick<SettleReceipt, 'step' | 'word'>): ReceiptEvent {
  if (word.kind === 'refused') {
    const { reason } = word
    return step === 'cancelling' ? { type: 'receipt_cancel_failed', reason } : { type: 'receipt_failed', reason }
  }
  if (step === 'issuing' && word.kind === 'issued') {
    const { number, tid, finalAt } = word
    return { type: 'receipt_issued', number, tid, dueAt: finalAt }
  }
  if (step === 'issued' && word.kind === 'final') return { type: 'receipt_final' }
  if (step === 'cancelling' && word.kind === 'cancelled') return { type: 'receipt_cancelled' }
  throw new Error(`broken invariant: an issuer said ${word.kind} of a receipt that was ${step}`)
}

/** Why it does not stay, but for its merchant's own wish. */
function moneyBack(receipt: CashReceipt | null): MoneyBack | null {
  if (receipt?.state === 'issuing') return receipt.thenCancel
  return receipt?.state === 'cancelling' && receipt.cause !== 'asked' ? receipt.cause : null
}

/** Some of the money is left, or cash has come again. */
function nextReceipt(
  { nextId, unasked }: SettleReceipt,
  payment: Payment,
  cause: MoneyBack | null,
  at: Instant,
): readonly Draft[] {
  if (cause === null || payment.state !== 'paid' || payment.receipt === null) return []
  const { request } = payment.lastAttempt
  if (cause === 'reversed') return unasked ? issuedUnasked(nextId, payment, remaining(payment), request, at) : []
  return [
    draftOn(payment, { type: 'receipt_asked', terms: afterRefund(nextId, payment.receipt, payment), ...atOnce(at) }),
  ]
}

/** Cash came, and the house issues by itself. While the receipt of an undone collect is under way, its end is waited for. */
export function receiptAfterCollect(
  { receiptId }: Pick<Settle, 'receiptId'>,
  payment: Payment,
  request: CollectRequest,
  at: Instant,
) {
  if (receiptId === null || !mayBegin(payment.receipt)) return []
  return issuedUnasked(receiptId, payment, payment.amount, request, at)
}

function issuedUnasked(
  id: ReceiptId,
  payment: Payment,
  amount: Money,
  { payType }: CollectRequest,
  at: Instant,
): readonly Draft[] {
  if (payType !== 'cash' || payment.currency !== 'KRW') return []
  return [draftOn(payment, { type: 'receipt_asked', terms: selfIssued(id, amount), ...atOnce(at) })]
}

/** The money goes back: a receipt that stands is cancelled, one that may come to stand as soon as it does. */
export function receiptAfterReversal(payment: Payment, at: Instant): readonly Draft[] {
  const { receipt } = payment
  const mustGo =
    receipt?.state === 'issued' ||
    (receipt?.state === 'issuing' && receipt.thenCancel === null) ||
    (receipt?.state === 'cancelling' && receipt.cause === 'asked')
  return payment.state === 'paid' && mustGo ? [draftOn(payment, cancelAsked('reversed', at))] : []
}

/** Some of the money goes back. One that its merchant takes back anyway gets no other in its place. */
export function receiptAfterRefund(payment: Payment, at: Instant): readonly Draft[] {
  const { receipt } = payment
  const mustGo = receipt?.state === 'issued' || (receipt?.state === 'issuing' && receipt.thenCancel === null)
  return mustGo ? [draftOn(payment, cancelAsked('refunded', at))] : []
}

function cancelAsked(cause: MoneyBack, at: Instant) {
  return { type: 'receipt_cancel_asked', cause, ...atOnce(at) } as const
}

/** By whoever looks for what is due: nobody waits for the issuer. */
function atOnce(at: Instant) {
  return { tries: 0, dueAt: at }
}

/** By the one who wrote it down, who waits for the answer. */
export function askedNow(at: Instant) {
  return { tries: 1, dueAt: (at + RECEIPT_ANSWER_MS) as Instant }
}
