/** Days of the Gregorian calendar as Seoul counts them, and how they are written: `YYYYMMDD`. */
import type { Instant } from './brand.ts'

export const DAY_MS = 86_400_000
/** Asia/Seoul has had no daylight saving since 1988. */
const SEOUL_OFFSET_MS = 9 * 3_600_000

/** Days since 1970-01-01, in Seoul. */
export function seoulDay(at: Instant): number {
  return Math.floor((at + SEOUL_OFFSET_MS) / DAY_MS)
}

/** The first moment of a day in Seoul. */
export function startOfDay(day: number): Instant {
  return (day * DAY_MS - SEOUL_OFFSET_MS) as Instant
}

export function seoulDate(at: Instant): string {
  return dateOf(seoulDay(at))
}

/** Undefined when the text is no date. */
export function dayOf(date: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(date)
  if (match === null) return undefined
  const day = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]))
  return dateOf(day) === date ? day : undefined
}

/** From one date to another; undefined when one of the texts is none. */
export function daysFrom(date: string, to: string): number | undefined {
  const [day, otherDay] = [dayOf(date), dayOf(to)]
  return day === undefined || otherDay === undefined ? undefined : otherDay - day
}

/** So many days later. */
export function dateAfter(date: string, days: number): string {
  return dateOf((dayOf(date) ?? 0) + days)
}

/** Undefined when one of the texts is no date. */
export function daysApart(date: string, other: string): number | undefined {
  const days = daysFrom(date, other)
  return days && Math.abs(days)
}

/** Days since 1970-01-01 of a date of the Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** A day since 1970-01-01, written. */
export function dateOf(dayNumberSince1970: number): string {
  const shifted = dayNumberSince1970 + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`
}
