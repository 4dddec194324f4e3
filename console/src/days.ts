/**
 * Days of Seoul as `2026-11-22`, and minutes as `2026-11-22T14:03`: what an address and a date field hold. Seoul is nine hours
 * ahead and has no summer time.
 */
const SEOUL_S = 9 * 3_600
const DAY_S = 86_400

/** Of unix seconds. */
export function dayOf(seconds: number): string {
  return new Date((seconds + SEOUL_S) * 1000).toISOString().slice(0, 10)
}

/** Undefined for what is no day. */
export function beginOf(day: string | undefined): number | undefined {
  if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined
  const begin = Date.parse(`${day}T00:00:00Z`) / 1000 - SEOUL_S
  return Number.isNaN(begin) || begin < 0 ? undefined : begin
}

/** Its last second. */
export function endOf(day: string | undefined): number | undefined {
  const begin = beginOf(day)
  return begin === undefined ? undefined : begin + DAY_S - 1
}

/** Of unix seconds. */
export function minuteOf(seconds: number): string {
  return new Date((seconds + SEOUL_S) * 1000).toISOString().slice(0, 16)
}

/** Its first second; undefined where it is none, or not all of one. */
export function secondOf(minute: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(minute)) return undefined
  const second = Date.parse(`${minute}:00Z`) / 1000 - SEOUL_S
  return Number.isNaN(second) ? undefined : second
}

export interface Days {
  readonly from: string
  readonly to: string
}

export type QuickRange = 'today' | 'week' | 'lastWeek' | 'month'

/** `now` in unix seconds. A week begins on Monday. */
export function daysOf(range: QuickRange, now: number): Days {
  const today = dayOf(now)
  const before = (days: number) => dayOf(now - days * DAY_S)
  switch (range) {
    case 'today':
      return { from: today, to: today }
    case 'week':
      return { from: before(6), to: today }
    case 'lastWeek': {
      const sinceMonday = (new Date((now + SEOUL_S) * 1000).getUTCDay() + 6) % 7
      return { from: before(sinceMonday + 7), to: before(sinceMonday + 1) }
    }
    case 'month':
      return { from: `${today.slice(0, 8)}01`, to: today }
  }
}
