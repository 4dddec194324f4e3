/** An event, and the payment as it was right after it: the same at every asking, whatever has happened since. */
import type { PaymentId } from '../core/brand.ts'
import type { EventKey } from '../core/event-id.ts'
import { evolve, type Payment, type PaymentEvent } from '../core/payment.ts'

export interface Moment {
  readonly event: PaymentEvent
  readonly payment: Payment
}

export type MomentsByPayment = ReadonlyMap<PaymentId, readonly Moment[]>

/** Of a payment's events, all of them from the first on. */
export function momentsOf(events: readonly PaymentEvent[]): readonly Moment[] {
  let payment: Payment | undefined
  return events.map((event) => {
    payment = evolve(payment, event)
    return { event, payment }
  })
}

export function momentAt(moments: readonly Moment[] | undefined, { paymentId, version }: EventKey): Moment {
  const moment = moments?.[version - 1]
  if (moment === undefined) throw new Error(`broken invariant: ${paymentId} has no version ${version}`)
  return moment
}
