/**
 * When a collection number stops being payable. The deadline is the merchant's; a number inquired in time lives
 * half an hour longer, because the clerk who saw "payable" holds a customer's cash. Business time only.
 */
import type { Instant } from './brand.ts'
import { seoulDay, startOfDay } from './seoul-day.ts'

export const INQUIRY_GRACE_MS = 30 * 60_000

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
  return (startOfDay(seoulDay(issuedAt) + days + 1) - 1000) as Instant
}
