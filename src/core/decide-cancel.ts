/**
 * 당일취소: the customer is still there, or comes back the same day, and the till gives back what it took. A request: the
 * channel's rule, the clock and whatever happened since may refuse it, and then the customer goes to the seller. It ends the
 * payment, all of it, cash and card alike.
 */
import type { CancelRequest, TillAnswer } from './attempt.ts'
import type { Instant } from './brand.ts'
import { businessDayEndOf } from './calendar.ts'
import { networkIn, type Scene } from './changes.ts'
import { type Decision, draftOn } from './decide.ts'
import { dayRefusal } from './decide-day.ts'
import { receiptAfterReversal } from './decide-receipt.ts'
import type { Payment } from './payment.ts'
import type { Refund } from './refund.ts'
import { type Rejection, rejection } from './rejections.ts'
import { type Asked, askedBefore, keptUnder, type Original, originalOf, turnedAway } from './till-requests.ts'
import type { Cancel } from './undo-commands.ts'

/** Under the rule `same_till` a till can take back what it collected for this long. */
export const SAME_TILL_CANCEL_MS = 30 * 60_000

export function decideCancel(command: Cancel, scene: Scene): Decision<'cancel'> {
  const asked: Asked = { ...command.request, kind: 'cancel' }
  const before = askedBefore(asked, scene)
  if (before !== undefined) return before
  const closed = dayRefusal(command.request.key, scene)
  if (closed !== null) return turnedAway(asked, closed, null, scene)
  const original = originalOf(asked, scene)
  if ('name' in original) return turnedAway(asked, original, null, scene)
  const refusal = cancelRefusal(command.request, original, scene)
  if (refusal !== null) return turnedAway(asked, refusal, original.payment, scene)
  const { payment } = original
  return {
    drafts: [
      draftOn(payment, { type: 'cancelled', refund: givenBack(command, original, scene) }),
      ...receiptAfterReversal(payment, scene.facts.at),
    ],
    ...keptUnder(asked, answerOf(command.request, original, scene), payment),
  }
}

function cancelRefusal(request: CancelRequest, { attempt, payment }: Original, scene: Scene): Rejection | null {
  if (request.amount !== payment.amount) return rejection('original_amount_differs')
  if (payment.refunds.length > 0) return rejection('refunded_before')
  if (payment.tillCancel === 'never') return rejection('cancel_not_allowed')
  const { outlet, till } = attempt.request
  const isSameTill = request.outlet === outlet && request.till === till
  if (payment.tillCancel === 'same_till' && !isSameTill) return rejection('cancel_at_other_till')
  return scene.facts.at < cancellableUntil(attempt, payment, scene) ? null : rejection('cancel_too_late')
}

/** Half open, and never past the cut-off: then the network has counted it. */
function cancellableUntil(
  { collectedAt, request }: Original['attempt'],
  { tillCancel }: Payment,
  scene: Scene,
): Instant {
  const dayEnd = businessDayEndOf(networkIn(scene, request.network).calendar, collectedAt)
  return tillCancel === 'same_till' ? (Math.min(collectedAt + SAME_TILL_CANCEL_MS, dayEnd) as Instant) : dayEnd
}

function givenBack(
  { request, refundId: id }: Cancel,
  { attempt, payment }: Original,
  { facts: { at } }: Scene,
): Refund {
  const { approvalNo } = attempt
  return {
    ...{ id, amount: payment.amount, taxFree: null, vatAmount: null, reason: request.reason },
    ...{ askedBy: 'till', acceptedAt: at, route: { kind: 'till' } },
    payout: { state: 'paid_out', at, where: { kind: 'cancel', request, approvalNo } },
    transfer: null,
    calledFailed: null,
    paidAfterAll: null,
  }
}

function answerOf({ gatewayRef }: CancelRequest, { attempt }: Original, { facts: { at, wall } }: Scene): TillAnswer {
  const { approvalNo, answer } = attempt
  if (answer.kind !== 'collected') throw new Error('broken invariant: a collect that was answered as none')
  return {
    ...{ kind: 'cancelled', gatewayRef, answeredAt: wall, approvalNo },
    cancelledAt: at,
    receipt: answer.receipt,
  }
}
