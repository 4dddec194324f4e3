/** How long a receiver asks to be left alone: seconds or an HTTP date, as RFC 9110 has it; whatever else it says is nothing. */
import type { WallTime } from '../core/brand.ts'
import { RETRY_AFTER_MAX_MS } from '../core/delivery.ts'

/** At most `RETRY_AFTER_MAX_MS`; null where nothing readable is asked, or a time that has passed. */
export function readRetryAfter(header: string | null, wall: WallTime): number | null {
  const text = header?.trim() ?? ''
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : HTTP_DATE.test(text) ? Date.parse(text) - wall : 0
  return waitMs > 0 ? Math.min(waitMs, RETRY_AFTER_MAX_MS) : null
}

/** The one form that is still sent: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
