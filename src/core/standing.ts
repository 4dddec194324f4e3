/** How a payment stands for who would pay it: its state, but that a suspended one is not ready for them. */
import type { Payment, PaymentState } from './payment.ts'

export type Standing = PaymentState | 'suspended'

export function standingOf(payment: Payment): Standing {
  return payment.state === 'ready' && payment.suspended !== null ? 'suspended' : payment.state
}
