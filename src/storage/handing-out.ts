/** What goes out now, and what goes out again because somebody asked, for every keeper. */
import type { Instant, WallTime } from '../core/brand.ts'
import { type Delivery, replayed } from '../core/delivery.ts'
import { type EndpointHealth, mayCall, probed } from '../core/endpoint-health.ts'
import { addressToday } from '../core/react.ts'
import type { Directory } from './storage.ts'

export interface GoingOut<Due> {
  readonly out: readonly Due[]
  /** Given where it is another one now: a probe goes out. */
  readonly health?: EndpointHealth
}

/** `due`: of one queue, in their order. `health`: its endpoint's; none for addresses that only payments name. */
export function goingOut<Due>(due: readonly Due[], health: EndpointHealth | undefined, wall: WallTime): GoingOut<Due> {
  const may = health === undefined ? 'all' : mayCall(health, wall)
  if (health === undefined || may === 'all') return { out: due }
  const out = may === 'one' ? due.slice(0, 1) : []
  return out.length === 0 ? { out } : { out, health: probed(health, wall) }
}

/** Undefined where it has no address any more. */
export function replayedToday(
  delivery: Delivery,
  { merchants, endpoints }: Directory,
  at: Instant,
): Delivery | undefined {
  const merchant = merchants.get(delivery.merchantId)
  const address = merchant && addressToday(delivery, merchant, endpoints.get(merchant.id) ?? [])
  return address && replayed(delivery, address, at)
}
