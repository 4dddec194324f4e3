/**
 * Refunds that the house transfers by itself. The bank is asked while nothing is locked, so each try is written before it is
 * asked, and an answer that never came is asked for again under the same id: that id is what keeps it from paying twice.
 */
import type { Instant, RefundId, TransferId } from './brand.ts'
import { waitAfter } from './cash-receipt.ts'
import { type Draft, paymentIn, type Scene } from './changes.ts'
import { type Decision, draftOn, paymentAfter } from './decide.ts'
import type { Payment } from './payment.ts'
import { type Refund, refundOf } from './refund.ts'
import type { SettleTransfer, TryTransfer } from './refund-commands.ts'

/** Of several who come at once, one asks. What waits for its money comes before what was called failed. */
export function decideTryTransfer({ paymentId, refundId }: TryTransfer, scene: Scene): Decision<'try_transfer'> {
  const { at } = scene.facts
  const payment = paymentIn(scene, paymentId)
  const refund = payment && refundOf(payment, refundId)
  const order = [refund?.transfer, refund?.calledFailed].find((one) => one != null && one.dueAt <= at)
  if (payment === undefined || order == null)
    return { drafts: [], outcome: () => ({ kind: 'transfer_tried', payment, due: false, afterAll: false }) }
  const afterAll = order === refund?.calledFailed
  return {
    drafts: [askedAgain(payment, refundId, order.tries + 1, (at + waitAfter(order.tries)) as Instant, afterAll)],
    outcome: (after) => ({ kind: 'transfer_tried', payment: paymentAfter(after, payment), due: true, afterAll }),
  }
}

/**
 * A word about an order that is over here moves nothing: the operator said what became of the money. That the bank paid it
 * all the same is written down, once, for somebody to look at.
 */
export function decideSettleTransfer(command: SettleTransfer, scene: Scene): Decision<'settle_transfer'> {
  const payment = paymentIn(scene, command.paymentId)
  const refund = payment && refundOf(payment, command.refundId)
  const settled = refund?.transfer?.id === command.transferId
  const drafts =
    payment === undefined || refund === undefined
      ? []
      : settled
        ? [said(command, payment, refund)]
        : saidAfterAll(command, payment, refund)
  const paidAfterAll = !settled && drafts.length > 0 && command.word.kind === 'paid_out'
  return {
    drafts,
    outcome: (after) => ({
      kind: 'transfer_settled',
      payment: paymentIn(after, command.paymentId),
      settled,
      paidAfterAll,
    }),
  }
}

function said({ refundId, word }: SettleTransfer, payment: Payment, { transfer }: Refund): Draft {
  switch (word.kind) {
    case 'paid_out':
      return draftOn(payment, { type: 'paid_out', refundId, where: { kind: 'bank', reference: word.reference } })
    case 'failed':
      return draftOn(payment, { type: 'payout_failed', refundId, cause: word.cause, note: word.reason })
    case 'taken':
      return askedAgain(payment, refundId, transfer?.tries ?? 0, word.knownAt, false)
  }
}

function saidAfterAll(
  { refundId, transferId, word }: SettleTransfer,
  payment: Payment,
  refund: Refund,
): readonly Draft[] {
  const { calledFailed } = refund
  const isAsked = calledFailed?.id === transferId
  switch (word.kind) {
    case 'paid_out':
      return isKnown(word.reference, transferId, refund)
        ? []
        : [draftOn(payment, { type: 'paid_after_all', refundId, transferId, reference: word.reference })]
    case 'failed':
      return isAsked ? [draftOn(payment, { type: 'transfer_ended', refundId, transferId })] : []
    case 'taken':
      return isAsked ? [askedAgain(payment, refundId, calledFailed.tries, word.knownAt, true)] : []
  }
}

/** The bank said it before, or the operator did, of this order. */
function isKnown(reference: string, transferId: TransferId, { payout, calledFailed, paidAfterAll }: Refund): boolean {
  if (calledFailed?.id === transferId) return false
  if (paidAfterAll?.transferId === transferId) return true
  if (payout.state !== 'paid_out') return false
  const { where } = payout
  // Of what a till gave back at once no bank was ever told.
  if (where.kind === 'cancel') return true
  if (where.kind === 'by_hand') return where.transferId === transferId
  return where.kind === 'bank' && where.reference === reference
}

function askedAgain(payment: Payment, refundId: RefundId, tries: number, dueAt: Instant, afterAll: boolean): Draft {
  const event = { type: 'transfer_asked', refundId, tries, dueAt } as const
  return draftOn(payment, afterAll ? { ...event, afterAll } : event)
}
