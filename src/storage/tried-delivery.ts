/** A delivery after one more try, for every keeper: the notice as it was, its progress new. */
import type { Instant } from '../core/brand.ts'
import { afterTry, type Delivery, type TryResult } from '../core/delivery.ts'

/** One that has ended stays as it is. `chance` in [0, 1). */
export function triedDelivery(delivery: Delivery, result: TryResult, at: Instant, chance: number): Delivery {
  if (delivery.state !== 'waiting') return delivery
  const { state: _state, tries: _tries, nextTryAt: _nextTryAt, ...notice } = delivery
  return { ...notice, ...afterTry(delivery, result, at, chance) }
}
