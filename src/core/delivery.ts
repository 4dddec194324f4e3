/**
 * The second, smaller machine: one notice to one address. It is made in the transaction of the event it tells of and
 * ends delivered or exhausted, never dropped; a replay begins it anew. Business time decides the next try, so a moved
 * clock drives it too.
 */
import type { DeliveryId, EndpointId, Instant, MerchantId, OrderId, PaymentId, QueueName } from './brand.ts'
import type { NoticeFormat } from './endpoint.ts'
import type { EventType } from './payment.ts'
import type { V1Status } from './v1-status.ts'

/** Everything a try needs, fixed when the event was written; only a replay looks at later settings. */
export interface Notice {
  readonly id: DeliveryId
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly orderId: OrderId
  readonly event: EventType
  /** The payment's version at the event. */
  readonly version: number
  readonly status: V1Status
  /** Null: an address that only this payment named. */
  readonly endpoint: EndpointId | null
  readonly url: string
  readonly format: NoticeFormat
  readonly createdAt: Instant
}

export type Delivery = Notice & DeliveryProgress

/** `tries`: all there were. `roundFrom`: how many of them came before the last replay. */
export type DeliveryProgress =
  | { readonly state: 'waiting'; readonly tries: number; readonly roundFrom: number; readonly nextTryAt: Instant }
  | { readonly state: 'delivered'; readonly tries: number; readonly roundFrom: number; readonly endedAt: Instant }
  | { readonly state: 'exhausted'; readonly tries: number; readonly roundFrom: number; readonly endedAt: Instant }

/**
 * What one try came to. `status` is the answer's; anything but 2xx, redirects too, is not delivered. `retryAfterMs`:
 * how long the receiver asks to be left alone; null where it does not.
 */
export type TryResult =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly kind: 'failed'; readonly cause: string }

/** The cause of a try that found its endpoint taken away. */
export const ENDPOINT_REMOVED = 'endpoint_removed'

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

/** So far back is sent again. */
export const REPLAY_DAYS = 90

/** A receiver that asks for more (`Retry-After`) is called again after this all the same. */
export const RETRY_AFTER_MAX_MS = HOUR_MS

/**
 * The delivery after one more try. `chance` is a random number in [0, 1).
 * A delivery that has ended stays as it is: the answer of a try whose lease was lost changes nothing.
 */
export function afterTry(delivery: Delivery, result: TryResult, at: Instant, chance: number): DeliveryProgress {
  if (delivery.state !== 'waiting') return delivery
  const { roundFrom } = delivery
  const tries = delivery.tries + 1
  if (isDelivered(result)) return { state: 'delivered', tries, roundFrom, endedAt: at }
  const delayMs = isFinal(delivery, result) ? undefined : RETRY_DELAYS_MS[tries - roundFrom - 1]
  if (delayMs === undefined) return { state: 'exhausted', tries, roundFrom, endedAt: at }
  const spread = 1 + RETRY_JITTER * (2 * chance - 1)
  const waitMs = Math.max(Math.round(delayMs * spread), askedToWaitMs(result))
  return { state: 'waiting', tries, roundFrom, nextTryAt: (at + waitMs) as Instant }
}

export function isDelivered(result: TryResult): boolean {
  return result.kind === 'answered' && result.status >= 200 && result.status < 300
}

/**
 * Due at once and with all its tries before it, at the address that is right today. Its id stays: it is the same notice.
 * One that is due already keeps its place before the newer ones that wait for it.
 */
export function replayed(delivery: Delivery, to: Pick<Notice, 'url' | 'format'>, at: Instant): Delivery {
  const { id, merchantId, paymentId, orderId, event, version, status, endpoint, createdAt, tries } = delivery
  const notice: Notice = { id, merchantId, paymentId, orderId, event, version, status, endpoint, createdAt, ...to }
  const nextTryAt = delivery.state === 'waiting' && delivery.nextTryAt < at ? delivery.nextTryAt : at
  return { ...notice, state: 'waiting', tries, roundFrom: tries, nextTryAt }
}

/**
 * Whose turn it waits for: an endpoint's, or, of addresses that only payments name, all of one server's, so that a server
 * that is down is down for every order's own path.
 */
export function queueOf({ merchantId, endpoint, url }: Pick<Notice, 'merchantId' | 'endpoint' | 'url'>): QueueName {
  return endpoint === null ? (`${merchantId} ${originOf(url)}` as QueueName) : endpointQueue(merchantId, endpoint)
}

export function endpointQueue(merchantId: MerchantId, endpoint: EndpointId): QueueName {
  return `${merchantId} ${endpoint}` as QueueName
}

/** What a delivery id names: the payment, its version, and which of the addresses. Undefined where it is none of ours. */
export function readDeliveryId(id: string): { readonly paymentId: PaymentId; readonly version: number } | undefined {
  const match = /^dlv_(\d{12,13})_(\d{1,9})_\d{1,4}$/.exec(id)
  if (match === null) return undefined
  return { paymentId: `imp_${match[1]}` as PaymentId, version: Number(match[2]) }
}

/** Gone for good: an endpoint that was taken away, or an address of one payment that says so (410). */
function isFinal({ endpoint }: Delivery, result: TryResult): boolean {
  if (result.kind === 'failed') return result.cause === ENDPOINT_REMOVED
  return endpoint === null && result.status === 410
}

function askedToWaitMs(result: TryResult): number {
  return result.kind === 'answered' ? Math.min(result.retryAfterMs ?? 0, RETRY_AFTER_MAX_MS) : 0
}

function originOf(url: string): string {
  return /^[^:]+:\/\/[^/?#]+/.exec(url)?.[0] ?? url
}
