/**
 * The merchant's order: the unit of consistency. Several numbers may be live for one order; at most one of them is
 * ever collected. The order's row is what is locked, and it names the payments that are live, held by a till, or paid.
 */
import type { MerchantId, OrderId, PaymentId } from './brand.ts'
import type { EventType, PaymentEvent } from './payment.ts'

export interface Order {
  readonly merchantId: MerchantId
  readonly orderId: OrderId
  /** Oldest first; ready or held by a till. */
  readonly live: readonly PaymentId[]
  /** A till is collecting this one. */
  readonly holder: PaymentId | null
  readonly collected: PaymentId | null
}

/** More live numbers than this and the oldest makes room. */
export const LIVE_NUMBERS_MAX = 20

export type OrderKey = string & { readonly __orderKey: unique symbol }

/** Merchant ids hold no slash, so the text names one order. */
export function orderKey({
  merchantId,
  orderId,
}: {
  readonly merchantId: MerchantId
  readonly orderId: OrderId
}): OrderKey {
  return `${merchantId}/${orderId}` as OrderKey
}

export function evolveOrder(before: Order, { paymentId, data }: PaymentEvent): Order {
  return { ...before, ...CHANGES[data.type](before, paymentId) }
}

const without = (live: readonly PaymentId[], gone: PaymentId): readonly PaymentId[] => live.filter((id) => id !== gone)

const unmoved = (): Partial<Order> => ({})

const CHANGES: Readonly<Record<EventType, (order: Order, id: PaymentId) => Partial<Order>>> = {
  issued: ({ live }, id) => ({ live: [...live, id] }),
  inquired: unmoved,
  amended: unmoved,
  suspended: unmoved,
  resumed: unmoved,
  claimed: (_order, id) => ({ holder: id }),
  collected: ({ live }, id) => ({ live: without(live, id), holder: null, collected: id }),
  collected_late: ({ live }, id) => ({ live: without(live, id), holder: null, collected: id }),
  refused: () => ({ holder: null }),
  lapsed: () => ({ holder: null }),
  doubted: unmoved,
  completed: unmoved,
  reversed: ({ live }, id) => ({ live: live.includes(id) ? live : [...live, id], holder: null, collected: null }),
  revoked: ({ live }, id) => ({ live: without(live, id) }),
  expired: ({ live }, id) => ({ live: without(live, id) }),
  receipt_asked: unmoved,
  receipt_retried: unmoved,
  receipt_issued: unmoved,
  receipt_final: unmoved,
  receipt_failed: unmoved,
  receipt_cancel_asked: unmoved,
  receipt_cancelled: unmoved,
  receipt_cancel_failed: unmoved,
  // Whatever was given back, the order was paid once: it gets no other number.
  cancelled: unmoved,
  refunded: unmoved,
  paid_out: unmoved,
  payout_failed: unmoved,
  slips_expired: unmoved,
  rerouted: unmoved,
  payout_reversed: unmoved,
  transfer_asked: unmoved,
  paid_after_all: unmoved,
  transfer_ended: unmoved,
}
