/**
 * Refunds that the house transfers by itself. The bank is asked while nothing is locked, so each try is written before it is
 * asked, and an answer that never came is asked for again under the same id: that id is what keeps it from paying twice.
 */
import type { Instant } from './brand.ts'
import { waitAfter } from './cash-receipt.ts'
import { type Draft, paymentIn, type Scene } from './changes.ts'
import { type Decision, draftOn, paymentAfter } from './decide.ts'
import type { Payment } from './payment.ts'
import { type Refund, refundOf } from './refund.ts'
import type { SettleTransfer, TryTransfer } from './refund-commands.ts'

/** Of several who come at once, one asks. */
export function decideTryTransfer({ paymentId, refundId }: TryTransfer, scene: Scene): Decision<'try_transfer'> {
  const { at } = scene.facts
  const payment = paymentIn(scene, paymentId)
  const refund = payment && refundOf(payment, refundId)
  const transfer = refund?.transfer ?? null
  if (payment === undefined || transfer === null || transfer.dueAt > at)
    return { drafts: [], outcome: () => ({ kind: 'transfer_tried', payment, due: false }) }
  const dueAt = (at + waitAfter(transfer.tries)) as Instant
  return {
    drafts: [draftOn(payment, { type: 'transfer_asked', refundId, tries: transfer.tries + 1, dueAt })],
    outcome: (after) => ({ kind: 'transfer_tried', payment: paymentAfter(after, payment), due: true }),
  }
}

/** A word about a transfer that is over changes nothing: the operator said what became of the money. */
export function decideSettleTransfer(command: SettleTransfer, scene: Scene): Decision<'settle_transfer'> {
  const payment = paymentIn(scene, command.paymentId)
  const refund = payment && refundOf(payment, command.refundId)
  const drafts =
    payment === undefined || refund?.transfer?.id !== command.transferId ? [] : [said(command, payment, refund)]
  return {
    drafts,
    outcome: (after) => ({
      kind: 'transfer_settled',
      payment: paymentIn(after, command.paymentId),
      settled: drafts.length > 0,
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
      return draftOn(payment, { type: 'transfer_asked', refundId, tries: transfer?.tries ?? 0, dueAt: word.knownAt })
  }
}
