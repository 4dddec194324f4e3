/**
 * An attempt after an event of its payment, with the answer its key has from then on. A collect that was undone is
 * answered as what it has become (reversed, cancelled), so that a late duplicate can never be read as money.
 */
import type { Attempt, AttemptIn, CollectRequest, TillAnswer } from './attempt.ts'
import type { Instant, WallTime } from './brand.ts'
import { LAPSED, type Payment, type PaymentEvent } from './payment.ts'
import type { Rejection } from './rejections.ts'

/**
 * `after` is the payment after the event, `before` its latest attempt until now, which is at hand where what came of it may
 * change. Undefined where the event concerns no attempt.
 */
export function evolveAttempt(
  event: PaymentEvent,
  after: Payment,
  merchant: string,
  wall: WallTime,
  before: Attempt | undefined,
): Attempt | undefined {
  const last = after.lastAttempt
  if (last === null) return undefined
  const { request } = last
  const of = { request, paymentId: after.id, fence: after.fence }
  switch (event.data.type) {
    case 'claimed':
      return { ...of, state: 'authorising', until: event.data.until }
    case 'collected':
    case 'collected_late': {
      const { approvalNo } = event.data
      const answer = collected(event, after, request, approvalNo, merchant, wall)
      const completeBy = after.state === 'paid' ? (after.provisional?.completeBy ?? null) : null
      return { ...of, state: 'collected', approvalNo, collectedAt: event.at, completeBy, answer }
    }
    case 'doubted':
      return { ...tookMoney(before, after), state: 'in_doubt' }
    case 'completed':
      return { ...tookMoney(before, after), state: 'collected', completeBy: null }
    case 'cancelled':
    case 'reversed':
      return undone(event.data.type, event.at, request, after, wall)
    case 'refused':
      return refused(request, after, declined(request, event.data.rejection, wall))
    case 'lapsed':
      return refused(request, after, declined(request, LAPSED, wall))
    case 'issued':
    case 'inquired':
    case 'amended':
    case 'suspended':
    case 'resumed':
    case 'revoked':
    case 'expired':
    case 'receipt_asked':
    case 'receipt_retried':
    case 'receipt_issued':
    case 'receipt_final':
    case 'receipt_failed':
    case 'receipt_cancel_asked':
    case 'receipt_cancelled':
    case 'receipt_cancel_failed':
    case 'refunded':
    case 'paid_out':
    case 'payout_failed':
    case 'slips_expired':
    case 'rerouted':
    case 'payout_reversed':
    case 'transfer_asked':
    case 'paid_after_all':
    case 'transfer_ended':
      return undefined
  }
}

function undone(
  state: 'cancelled' | 'reversed',
  at: Instant,
  request: CollectRequest,
  { id: paymentId }: Payment,
  wall: WallTime,
): Attempt {
  const answer = declined(request, { name: `${state}_before` }, wall)
  return state === 'cancelled'
    ? { state, request, paymentId, cancelledAt: at, answer }
    : { state, request, paymentId, reversedAt: at, answer }
}

function tookMoney(attempt: Attempt | undefined, { id }: Payment): AttemptIn<'collected' | 'in_doubt'> {
  if (attempt?.state === 'collected' || attempt?.state === 'in_doubt') return attempt
  throw new Error(`broken invariant: the attempt that took the money of ${id} was not loaded`)
}

/** A collect declined by a rule, before any merchant was asked; kept so that a late duplicate cannot collect. */
export function declinedAttempt(
  request: CollectRequest,
  rejection: Rejection,
  payment: Payment | undefined,
  wall: WallTime,
): AttemptIn<'refused'> {
  return { state: 'refused', request, paymentId: payment?.id ?? null, answer: declined(request, rejection, wall) }
}

function refused(request: CollectRequest, after: Payment, answer: TillAnswer): Attempt {
  return { state: 'refused', request, paymentId: after.id, answer }
}

export function declined(request: { readonly gatewayRef: string }, rejection: Rejection, wall: WallTime): TillAnswer {
  return { kind: 'declined', gatewayRef: request.gatewayRef, answeredAt: wall, rejection }
}

export function notPaidOut(request: { readonly gatewayRef: string }, rejection: Rejection, wall: WallTime): TillAnswer {
  return { kind: 'not_paid_out', gatewayRef: request.gatewayRef, answeredAt: wall, rejection }
}

function collected(
  event: PaymentEvent,
  payment: Payment,
  request: CollectRequest,
  approvalNo: string,
  merchant: string,
  wall: WallTime,
): TillAnswer {
  return {
    kind: 'collected',
    gatewayRef: request.gatewayRef,
    answeredAt: wall,
    approvalNo,
    collectedAt: event.at,
    receipt: {
      merchant,
      name: payment.name,
      number: payment.number,
      amount: payment.amount,
      currency: payment.currency,
      payType: request.payType,
      outletName: request.outletName,
      till: request.till,
    },
  }
}
