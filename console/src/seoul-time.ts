/** Days and minutes as inputs hold them, Seoul's: which is nine hours ahead of UTC all the year. */
const AHEAD_S = 9 * 3600

/** `2026-11-30T14:03` */
export function minuteOf(seconds: number): string {
  return new Date((seconds + AHEAD_S) * 1000).toISOString().slice(0, 16)
}

/** Undefined where it is none, or not all of one. */
export function secondsOfMinute(text: string): number | undefined {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? secondsOf(`${text}:00`) : undefined
}

export function firstSecondOf(day: string): number | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(day) ? secondsOf(`${day}T00:00:00`) : undefined
}

export function lastSecondOf(day: string): number | undefined {
  const first = firstSecondOf(day)
  return first && first + 24 * 3600 - 1
}

function secondsOf(text: string): number | undefined {
  const ms = Date.parse(`${text}+09:00`)
  return Number.isNaN(ms) ? undefined : ms / 1000
}
