/** One more try of a leased delivery and what follows from it, for every keeper: what is written, and what is answered. */
import type { Instant, WallTime } from '../core/brand.ts'
import { afterTry, type Delivery, ENDPOINT_REMOVED } from '../core/delivery.ts'
import { type EndpointHealth, healthAfterTry } from '../core/endpoint-health.ts'
import type { DeliveryTry, Settled, Tried } from './storage.ts'

export interface SettledTry extends Settled {
  readonly attempt: DeliveryTry
  /** The very value that was given where nothing of it changed. */
  readonly health: EndpointHealth | undefined
}

export interface TryTime {
  readonly at: Instant
  readonly wall: WallTime
  /** In [0, 1): spreads the retries. */
  readonly chance: number
}

/** `health`: its endpoint's; none for an address that only the payment named. */
export function settledTry(
  leased: Delivery,
  health: EndpointHealth | undefined,
  tried: Tried,
  { at, wall, chance }: TryTime,
): SettledTry {
  const delivery = triedDelivery(leased, tried, at, chance)
  const nextTryAt = delivery.state === 'waiting' ? delivery.nextTryAt : null
  const attempt = { ...tried, delivery: delivery.id, number: delivery.tries, nextTryAt }
  const after = health === undefined || isRemoved(tried) ? health : healthAfterTry(health, tried.result, wall)
  return { delivery, attempt, health: after, endpointBecame: became(health, after) }
}

function triedDelivery(delivery: Delivery, { result }: Tried, at: Instant, chance: number): Delivery {
  const { id, merchantId, paymentId, orderId, event, version, status, endpoint, url, format, createdAt } = delivery
  const notice = { id, merchantId, paymentId, orderId, event, version, status, endpoint, url, format, createdAt }
  return { ...notice, ...afterTry(delivery, result, at, chance) }
}

/** What is not there any more neither fails nor recovers. */
function isRemoved({ result }: Tried): boolean {
  return result.kind === 'failed' && result.cause === ENDPOINT_REMOVED
}

function became(before: EndpointHealth | undefined, after: EndpointHealth | undefined): Settled['endpointBecame'] {
  const cause = after?.pause?.cause
  if (before?.pause?.cause === cause) return null
  if (cause === undefined) return 'resumed'
  return cause === 'by_hand' ? null : cause
}
