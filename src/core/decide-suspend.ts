/**
 * A merchant takes no money for a payment for a while, and lets it go on. Only what waits can be changed: a till that holds
 * the number wins, and what has ended stays as it ended. The deadline does not wait.
 */
import { paymentIn, type Scene } from './changes.ts'
import type { Resume, Suspend } from './commands.ts'
import { type Decision, draftOn, NOT_WAITING, paymentAfter, rejected } from './decide.ts'
import type { PaymentIn } from './payment.ts'
import { isGivenBack } from './refund.ts'
import { type Rejection, rejection } from './rejections.ts'

export function decideSuspend(command: Suspend, scene: Scene): Decision<'suspend'> {
  const found = waiting(command, scene)
  if (!found.ok) return rejected(found.refusal)
  const { payment } = found
  const { reason } = command
  const isSaid = payment.suspended !== null && payment.suspended.reason === reason
  return {
    drafts: isSaid ? [] : [draftOn(payment, { type: 'suspended', reason })],
    outcome: (after) => ({ kind: 'suspended', payment: paymentAfter(after, payment) }),
  }
}

export function decideResume(command: Resume, scene: Scene): Decision<'resume'> {
  const found = waiting(command, scene)
  if (!found.ok) return rejected(found.refusal)
  const { payment } = found
  return {
    drafts: payment.suspended === null ? [] : [draftOn(payment, { type: 'resumed' })],
    outcome: (after) => ({ kind: 'resumed', payment: paymentAfter(after, payment) }),
  }
}

type Waiting =
  | { readonly ok: true; readonly payment: PaymentIn<'ready'> }
  | { readonly ok: false; readonly refusal: Rejection }

/** The merchant's payment, suspended or not, or why nothing can be changed about it. */
export function waiting({ merchantId, paymentId }: Pick<Suspend, 'merchantId' | 'paymentId'>, scene: Scene): Waiting {
  const payment = paymentIn(scene, paymentId)
  if (payment === undefined || payment.merchantId !== merchantId)
    return { ok: false, refusal: rejection('payment_not_found') }
  if (payment.state === 'ready') return { ok: true, payment }
  const name = isGivenBack(payment) ? 'paid_and_refunded' : NOT_WAITING[payment.state]
  if (name === null) throw new Error(`broken invariant: ${payment.state} waits`)
  return { ok: false, refusal: rejection(name) }
}
