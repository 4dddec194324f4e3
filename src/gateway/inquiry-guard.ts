/**
 * Against looking for numbers by asking: a till asks only so often, and one that keeps asking for numbers that nobody was
 * issued is not told of any for a while. Only inquiries are held up; a collect that a clerk has money for never is, but
 * its unknown numbers count too. Kept in memory and for this node: a till that speaks to several has as many times the
 * room, and a restart forgets.
 */
import type { TillIdentity } from '../core/attempt.ts'
import type { MonoTime } from '../core/brand.ts'
import { type Rejection, rejection } from '../core/rejections.ts'
import type { Mono } from './ports.ts'

/** A scan a second is more than a counter does. */
export const INQUIRIES_PER_MINUTE_MAX = 60
/** A mistyped number fails its check digit and is not counted. */
export const UNKNOWN_NUMBERS_MAX = 10
export const UNKNOWN_WITHIN_MS = 10 * 60_000
export const INQUIRIES_LOCKED_MS = 10 * 60_000

const MINUTE_MS = 60_000

export interface InquiryGuard {
  /** Counts an inquiry that comes; answers why it is not looked at. */
  refusal(till: TillIdentity): Rejection | null
  /** Counts an unknown number; true where it has just locked the till's inquiries. */
  countUnknown(till: TillIdentity): boolean
}

/** For the sandbox, where tests ask as fast as they can. */
export const NO_GUARD: InquiryGuard = { refusal: () => null, countUnknown: () => false }

/** What a till has asked lately; it is one of the directory's, so there are no more than those. */
interface Asked {
  readonly inquiries: MonoTime[]
  readonly unknown: MonoTime[]
  lockedUntil: number
}

export function createInquiryGuard(mono: Mono): InquiryGuard {
  const askedByTill = new Map<string, Asked>()

  function askedBy({ network, outlet, till }: TillIdentity): Asked {
    const key = `${network}/${outlet}/${till}`
    const asked = askedByTill.get(key) ?? { inquiries: [], unknown: [], lockedUntil: 0 }
    askedByTill.set(key, asked)
    return asked
  }

  return {
    refusal(till) {
      const now = mono()
      const { inquiries, lockedUntil } = askedBy(till)
      if (now < lockedUntil) return rejection('inquiries_locked')
      dropBefore(inquiries, now - MINUTE_MS)
      if (inquiries.length >= INQUIRIES_PER_MINUTE_MAX) return rejection('inquiries_too_many')
      inquiries.push(now)
      return null
    },
    countUnknown(till) {
      const now = mono()
      const asked = askedBy(till)
      dropBefore(asked.unknown, now - UNKNOWN_WITHIN_MS)
      asked.unknown.push(now)
      if (asked.unknown.length < UNKNOWN_NUMBERS_MAX || now < asked.lockedUntil) return false
      asked.unknown.length = 0
      asked.lockedUntil = now + INQUIRIES_LOCKED_MS
      return true
    },
  }
}

/** The list is in the order of time. */
function dropBefore(times: MonoTime[], since: number): void {
  const kept = times.findIndex((time) => time > since)
  times.splice(0, kept < 0 ? times.length : kept)
}
