/**
 * How an endpoint fares, and whether it is called at all. One that answers nobody for days is paused, not given up: what
 * it should hear waits, and one notice an hour asks whether it is back. Who says "gone" (410), or is paused by hand, is
 * not called until somebody resumes it. Wall time throughout: a moved sandbox clock makes no endpoint look dead.
 */
import type { EndpointId, MerchantId, WallTime } from './brand.ts'
import { isDelivered, type TryResult } from './delivery.ts'

export type PauseCause = 'by_hand' | 'gone' | 'failing'

export interface EndpointHealth {
  readonly merchantId: MerchantId
  readonly endpoint: EndpointId
  /** The first failure since it last received something; null while it does. */
  readonly failingSince: WallTime | null
  readonly pause: Pause | null
}

export interface Pause {
  readonly cause: PauseCause
  readonly since: WallTime
  /** When one notice may ask whether it is back; null: not before somebody resumes it. */
  readonly probeAt: WallTime | null
}

/** Nothing but failures for so long. */
export const PAUSE_AFTER_MS = 5 * 24 * 3_600_000
export const PROBE_EVERY_MS = 3_600_000

const GONE = 410

export function healthy(merchantId: MerchantId, endpoint: EndpointId): EndpointHealth {
  return { merchantId, endpoint, failingSince: null, pause: null }
}

/** There is nothing to tell of it. */
export function isHealthy({ failingSince, pause }: EndpointHealth): boolean {
  return failingSince === null && pause === null
}

/** After one more try. The very same value where nothing has changed, so that nothing need be written. */
export function healthAfterTry(health: EndpointHealth, result: TryResult, wall: WallTime): EndpointHealth {
  const { failingSince, pause } = health
  if (isDelivered(result)) {
    const isBack = pause === null || pause.cause === 'failing'
    if (failingSince === null && pause?.cause !== 'failing') return health
    return { ...health, failingSince: null, pause: isBack ? null : pause }
  }
  const since = failingSince ?? wall
  if (pause !== null) return since === failingSince ? health : { ...health, failingSince: since }
  if (result.kind === 'answered' && result.status === GONE)
    return { ...health, failingSince: since, pause: { cause: 'gone', since: wall, probeAt: null } }
  if (wall - since >= PAUSE_AFTER_MS)
    return { ...health, failingSince: since, pause: { cause: 'failing', since: wall, probeAt: nextProbe(wall) } }
  return since === failingSince ? health : { ...health, failingSince: since }
}

/** How many notices may go out now. */
export function mayCall({ pause }: EndpointHealth, wall: WallTime): 'all' | 'one' | 'none' {
  if (pause === null) return 'all'
  return pause.probeAt !== null && pause.probeAt <= wall ? 'one' : 'none'
}

/** A probe goes out: whoever else looks leaves it at that. */
export function probed(health: EndpointHealth, wall: WallTime): EndpointHealth {
  const { pause } = health
  return pause === null ? health : { ...health, pause: { ...pause, probeAt: nextProbe(wall) } }
}

export function pausedByHand(health: EndpointHealth, wall: WallTime): EndpointHealth {
  return { ...health, pause: { cause: 'by_hand', since: wall, probeAt: null } }
}

/** As if it had never failed: it gets as long again. */
export function resumed(health: EndpointHealth): EndpointHealth {
  return healthy(health.merchantId, health.endpoint)
}

function nextProbe(wall: WallTime): WallTime {
  return (wall + PROBE_EVERY_MS) as WallTime
}
