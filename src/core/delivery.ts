/**
 * The second, smaller machine: one notice to one address. It is made in the transaction of the event it tells of and
 * ends delivered or exhausted, never dropped. Business time decides the next try, so a moved clock drives it too.
 */
import type { DeliveryId, Instant, MerchantId, OrderId, PaymentId } from './brand.ts'
import type { NoticeContentType } from './merchant.ts'
import type { EventType } from './payment.ts'
import type { V1Status } from './v1-status.ts'

/** Everything a try needs, fixed when the event was written; later changes of settings do not move it. */
export interface Notice {
  readonly id: DeliveryId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly orderId: OrderId
  readonly event: EventType
  /** The payment's version at the event. */
  readonly version: number
  readonly status: V1Status
  readonly url: string
  readonly contentType: NoticeContentType
  readonly createdAt: Instant
}

export type Delivery = Notice & DeliveryProgress

export type DeliveryProgress =
  | { readonly state: 'waiting'; readonly tries: number; readonly nextTryAt: Instant }
  | { readonly state: 'delivered'; readonly tries: number; readonly endedAt: Instant }
  | { readonly state: 'exhausted'; readonly tries: number; readonly endedAt: Instant }

/** What one try came to. `status` is the answer's; anything but 2xx, redirects too, is not delivered. */
export type TryResult =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly cause: string }

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Waits between the tries: fifteen tries within seven days. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  1 * HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  16 * HOUR_MS,
  24 * HOUR_MS,
  48 * HOUR_MS,
  64 * HOUR_MS,
]

/** So that a thousand receivers that fell over together are not called together. */
export const RETRY_JITTER = 0.2

/**
 * The delivery after one more try. `chance` is a random number in [0, 1).
 * A delivery that has ended stays as it is: the answer of a try whose lease was lost changes nothing.
 */
export function afterTry(delivery: Delivery, result: TryResult, at: Instant, chance: number): DeliveryProgress {
  if (delivery.state !== 'waiting') return delivery
  const tries = delivery.tries + 1
  if (isDelivered(result)) return { state: 'delivered', tries, endedAt: at }
  const delayMs = RETRY_DELAYS_MS[tries - 1]
  if (delayMs === undefined) return { state: 'exhausted', tries, endedAt: at }
  const spread = 1 + RETRY_JITTER * (2 * chance - 1)
  return { state: 'waiting', tries, nextTryAt: (at + Math.round(delayMs * spread)) as Instant }
}

export function isDelivered(result: TryResult): boolean {
  return result.kind === 'answered' && result.status >= 200 && result.status < 300
}
