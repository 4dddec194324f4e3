/** The keys of a till's day are those that begin with it. */
import type { DayKey } from '../../core/till-day.ts'

/** Before the first of them, and behind the last: a slash is followed by `0`. */
export function keysOfDay(day: DayKey): readonly [string, string] {
  return [`${day}/`, `${day}0`]
}
