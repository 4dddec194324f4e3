/**
 * The writer's business clock: the wall moved by the sandbox's offset, never behind what was stamped before, whatever
 * the machine's clock does. Forward only.
 */
import type { Instant, WallTime } from '../core/brand.ts'
import type { TimeTold } from './writes.ts'

/** A hundred years: further is a slip of the hand. */
export const ADVANCE_MAX_MS = 100 * 366 * 86_400_000

/** `before` with the stamp that a batch at `wall` gets. Nobody is decided about earlier than the time he was shown. */
export function stampedAt(before: TimeTold, wall: WallTime, shown: Instant | undefined): TimeTold {
  return { ...before, last: Math.max(wall + before.offsetMs, before.last, shown ?? 0) as Instant }
}

/** Business time `ms` later. Throws where that is not forward, in whole milliseconds. */
export function advancedBy(before: TimeTold, ms: number): TimeTold {
  if (!Number.isSafeInteger(ms) || ms < 0 || ms > ADVANCE_MAX_MS)
    throw new RangeError(`the clock moves forward only, by 0 to ${ADVANCE_MAX_MS} ms, not by ${ms}`)
  return { offsetMs: before.offsetMs + ms, last: (before.last + ms) as Instant }
}
