/**
 * Keeps one trouble from ringing all night: an alarm goes out at most once an hour for the same thing, and the next one
 * says how many did not.
 */
import type { MonoTime } from '../core/brand.ts'

export interface AlarmHolds {
  /** Whether this one goes out now, and how many like it were held back since the last one that did. */
  admit(key: string, now: MonoTime): { readonly goesOut: boolean; readonly heldBack: number }
}

export const HOLD_MS = 3_600_000
/** Things remembered; the one that went out longest ago is forgotten first. */
export const HOLDS_MAX = 1_000

export function createAlarmHolds(): AlarmHolds {
  const holds = new Map<string, { readonly since: MonoTime; heldBack: number }>()
  return {
    admit(key, now) {
      const hold = holds.get(key)
      if (hold !== undefined && now - hold.since < HOLD_MS) {
        hold.heldBack += 1
        return { goesOut: false, heldBack: hold.heldBack }
      }
      holds.delete(key)
      holds.set(key, { since: now, heldBack: 0 })
      const [oldest] = holds.keys()
      if (holds.size > HOLDS_MAX && oldest !== undefined) holds.delete(oldest)
      return { goesOut: true, heldBack: hold?.heldBack ?? 0 }
    },
  }
}
