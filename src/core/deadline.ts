/**
 * When a collection number stops being payable. The deadline is the merchant's; a number inquired in time lives
 * half an hour longer, because the clerk who saw "payable" holds a customer's cash. Business time only.
 */
import type { Instant } from './brand.ts'

export const INQUIRY_GRACE_MS = 30 * 60_000

const DAY_MS = 86_400_000
/** Asia/Seoul has had no daylight saving since 1988. */
const SEOUL_OFFSET_MS = 9 * 3_600_000

/** The instant from which the number can no longer be collected (half open: payable strictly before it). */
export function endsAt(terms: { readonly expiresAt: Instant; readonly inquiredAt: Instant | null }): Instant {
  return terms.inquiredAt === null ? terms.expiresAt : holdUntil(terms.expiresAt)
}

/** What an inquiry in time promises. */
export function holdUntil(expiresAt: Instant): Instant {
  return (expiresAt + INQUIRY_GRACE_MS) as Instant
}

/** 23:59:59 in Seoul, `days` days after the day of issue. */
export function defaultDeadline(issuedAt: Instant, days: number): Instant {
  const seoulDay = Math.floor((issuedAt + SEOUL_OFFSET_MS) / DAY_MS)
  return ((seoulDay + days + 1) * DAY_MS - SEOUL_OFFSET_MS - 1000) as Instant
}

/** The business date of a network without a calendar: the Seoul day, `YYYYMMDD`. */
export function seoulDate(at: Instant): string {
  const day = Math.floor((at + SEOUL_OFFSET_MS) / DAY_MS)
  return civil(day)
}

/** Days between a till's business date and the network's; undefined when the text is no date. */
export function daysApart(businessDate: string, at: Instant): number | undefined {
  const day = dayOf(businessDate)
  if (day === undefined) return undefined
  return Math.abs(day - Math.floor((at + SEOUL_OFFSET_MS) / DAY_MS))
}

/** Days from one business date to another; undefined where one of them is no date. */
export function daysBetween(from: string, to: string): number | undefined {
  const [first, last] = [dayOf(from), dayOf(to)]
  return first === undefined || last === undefined ? undefined : last - first
}

/** The business date so many days later. */
export function dateAfter(date: string, days: number): string {
  return civil((dayOf(date) ?? 0) + days)
}

function dayOf(businessDate: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(businessDate)
  if (match === null) return undefined
  const day = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]))
  return civil(day) === businessDate ? day : undefined
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

function civil(dayNumberSince1970: number): string {
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
