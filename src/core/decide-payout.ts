/**
 * Money out of a drawer: the customer shows a slip, the clerk gives exactly its amount. Nobody outside is asked, so a
 * payout is one transaction; its key is as sacred as a collect's.
 */
import type { Attempt, AttemptIn, PayoutReceipt, PayoutRequest, TillAnswer } from './attempt.ts'
import { notPaidOut } from './attempt-evolution.ts'
import { attemptIn, merchantIn, paymentIn, paymentOnNumber, paymentOnSlip, type Scene } from './changes.ts'
import type { Inquire, Outcomes } from './commands.ts'
import { type Decision, draftOn, rejected } from './decide.ts'
import { dayRefusal } from './decide-day.ts'
import { numberKey } from './facts.ts'
import type { Payment } from './payment.ts'
import { type Refund, refundOnSlip } from './refund.ts'
import type { PayOut } from './refund-commands.ts'
import { type Rejection, rejection } from './rejections.ts'
import { serviceRefusal } from './service.ts'

export function decidePayOut(command: PayOut, scene: Scene): Decision<'pay_out'> {
  const { request } = command
  const before = attemptIn(scene, request.key)
  if (before !== undefined) return repeatedPayOut(request, before, scene)
  if (!scene.facts.inTime) return rejected(rejection('too_late'))
  const payment = paymentOnSlip(scene, numberKey(request.network, request.number))
  const closed = dayRefusal(request.key, scene)
  if (closed !== null) return turnedAway(request, closed, payment, scene)
  const slip =
    serviceRefusal(request, scene) ??
    (payment === undefined ? unknownSlip(command, scene) : payableSlip(payment, request.number))
  if ('name' in slip) return turnedAway(request, slip, payment, scene)
  const { refund } = slip
  if (payment === undefined) throw new Error('broken invariant: a payout without a payment was not refused')
  if (request.amount !== refund.amount || request.currency !== payment.currency)
    return turnedAway(request, rejection('amount_differs'), payment, scene)
  return paidOut(command, payment, refund, scene)
}

/** What a till is shown of a slip before it gives money; nothing is written. */
export function decideInquireSlip(command: Inquire, payment: Payment, scene: Scene): Decision<'inquire'> {
  const slip = payableSlip(payment, command.number)
  if ('name' in slip) return rejected(slip)
  const merchant = merchantIn(scene, payment.merchantId)
  return { drafts: [], outcome: () => ({ kind: 'payable_out', payment, refund: slip.refund, merchant }) }
}

/** The slip's refund, or why no money is given for it. */
function payableSlip(payment: Payment, number: PayoutRequest['number']): { readonly refund: Refund } | Rejection {
  const refund = refundOnSlip(payment, number)
  if (refund === undefined) return rejection('slip_replaced')
  switch (refund.payout.state) {
    case 'pending':
      return { refund }
    case 'paid_out':
      return rejection('slip_paid_out')
    case 'failed':
      return rejection('slip_expired')
  }
}

function unknownSlip({ request, wellFormed }: PayOut, scene: Scene): Rejection {
  if (paymentOnNumber(scene, numberKey(request.network, request.number)) !== undefined)
    return rejection('number_is_payment')
  return rejection(wellFormed ? 'number_unknown' : 'number_wrong')
}

function paidOut({ request, approvalNo }: PayOut, payment: Payment, refund: Refund, scene: Scene): Decision<'pay_out'> {
  const { at, wall } = scene.facts
  const receipt: PayoutReceipt = {
    merchant: merchantIn(scene, payment.merchantId).name,
    name: payment.name,
    number: request.number,
    amount: refund.amount,
    currency: payment.currency,
    outletName: request.outletName,
    till: request.till,
  }
  const { gatewayRef } = request
  const answer: TillAnswer = { kind: 'paid_out', gatewayRef, answeredAt: wall, approvalNo, paidOutAt: at, receipt }
  const attempt: Attempt = {
    ...{ state: 'paid_out', request, paymentId: payment.id, refundId: refund.id },
    paidOutAt: at,
    answer,
  }
  return {
    drafts: [draftOn(payment, { type: 'paid_out', refundId: refund.id, where: { kind: 'till', request, approvalNo } })],
    attempt,
    outcome: (after) => answered(answer, paymentIn(after, payment.id), false),
  }
}

/** Kept, so that a late duplicate cannot move money. */
function turnedAway(
  request: PayoutRequest,
  refusal: Rejection,
  payment: Payment | undefined,
  { facts }: Scene,
): Decision<'pay_out'> {
  const answer = notPaidOut(request, refusal, facts.wall)
  return {
    drafts: [],
    attempt: { state: 'refused', request, paymentId: payment?.id ?? null, answer },
    outcome: () => answered(answer, payment, false),
  }
}

/** The same key again: the stored answer for the same content, a conflict for another. */
function repeatedPayOut(request: PayoutRequest, before: Attempt, scene: Scene): Decision<'pay_out'> {
  if (before.state === 'tombstoned') return payOutOnTombstone(request, before, scene)
  if (before.request.fingerprint !== request.fingerprint || before.state === 'authorising')
    return rejected(rejection('key_conflict'))
  const payment = before.paymentId === null ? undefined : paymentIn(scene, before.paymentId)
  return { drafts: [], outcome: () => answered(before.answer, payment, true) }
}

/** The reverse came first: the late original moves nothing, once and for ever in the same words. */
function payOutOnTombstone(
  request: PayoutRequest,
  tombstone: AttemptIn<'tombstoned'>,
  { facts }: Scene,
): Decision<'pay_out'> {
  const { answer: kept, fingerprint } = tombstone
  if (kept !== null && fingerprint !== request.fingerprint) return rejected(rejection('key_conflict'))
  const answer = kept ?? notPaidOut(request, rejection('reversed_before'), facts.wall)
  return {
    drafts: [],
    ...(kept === null ? { attempt: { ...tombstone, fingerprint: request.fingerprint, answer } } : {}),
    outcome: () => answered(answer, undefined, kept !== null),
  }
}

function answered(answer: TillAnswer, payment: Payment | undefined, again: boolean): Outcomes['pay_out'] {
  return { kind: 'answered', answer, payment: payment ?? null, again }
}
