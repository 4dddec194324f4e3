/**
 * Whether a merchant is worth waiting for. A server that hangs would hold a till and its customer for the whole budget,
 * again and again, and then say nothing; so where the last calls were nearly all silent, the next are not made. Then a
 * single one is let through now and then to see whether it is back. Refusals are answers and never count.
 *
 * Ten, so that a small shop's one bad moment changes nothing: so few tills are not held for long. Seven in ten, because
 * a server that answers every third question still sells. Five seconds, because a till waits about as long: whoever is
 * back takes money again before a customer has gone.
 */
import type { MonoTime } from '../core/brand.ts'

export type Breaker =
  | { readonly state: 'closed'; readonly calls: readonly Call[] }
  | { readonly state: 'open'; readonly probeAt: MonoTime }
  /** One call is out to see. */
  | { readonly state: 'probing' }

interface Call {
  readonly endedAt: MonoTime
  readonly silent: boolean
}

/** `inconclusive`: silent, but it was given too little time, or the fault was ours. */
export type CallEnd = 'answered' | 'silent' | 'inconclusive'

export const NEW_BREAKER: Breaker = { state: 'closed', calls: [] }

export const CALLS_MIN = 10
/** The latest calls, so that a busy merchant is judged by its last seconds. */
export const CALLS_MAX = 50
export const CALLS_WITHIN_MS = 30_000
export const SILENT_SHARE = 0.7
export const OPEN_MS = 5_000

export interface Permission {
  readonly breaker: Breaker
  readonly call: 'made' | 'probe' | 'not made'
}

/** May the merchant be called? What is made must end in `afterCall`. */
export function beforeCall(breaker: Breaker, now: MonoTime): Permission {
  if (breaker.state === 'closed') return { breaker, call: 'made' }
  if (breaker.state === 'open' && now >= breaker.probeAt) return { breaker: { state: 'probing' }, call: 'probe' }
  return { breaker, call: 'not made' }
}

/** Calls that were out when it opened say nothing new; it closes by its probe alone. */
export function afterCall(breaker: Breaker, call: 'made' | 'probe', end: CallEnd, now: MonoTime): Breaker {
  if (call === 'probe') return end === 'answered' ? NEW_BREAKER : openedAt(now)
  if (breaker.state !== 'closed' || end === 'inconclusive') return breaker
  const calls = [...recent(breaker.calls, now), { endedAt: now, silent: end === 'silent' }].slice(-CALLS_MAX)
  return isSilent(calls) ? openedAt(now) : { state: 'closed', calls }
}

function isSilent(calls: readonly Call[]): boolean {
  const silent = calls.filter((call) => call.silent).length
  return calls.length >= CALLS_MIN && silent >= calls.length * SILENT_SHARE
}

function recent(calls: readonly Call[], now: MonoTime): readonly Call[] {
  return calls.filter(({ endedAt }) => now - endedAt <= CALLS_WITHIN_MS)
}

function openedAt(now: MonoTime): Breaker {
  return { state: 'open', probeAt: (now + OPEN_MS) as MonoTime }
}
