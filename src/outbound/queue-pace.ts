/**
 * How hard a receiver may be called, judged by how its last calls went. After a failure it is asked one notice at a time;
 * each that arrives doubles how many may be under way. One whose answer is longer than anybody reads is asked one at a
 * time too, with a pause after each, whatever it answered: what it pushes at us is everybody's time. A receiver that
 * failed several times in a row is left alone between probes, or a dead server would use up the tries of everything that
 * waits for it. Pure; its time is monotonic, for a machine's clock that is set must not keep anybody waiting.
 */
import type { MonoTime } from '../core/brand.ts'
import { RETRY_AFTER_MAX_MS } from '../core/delivery.ts'

export interface QueuePace {
  /** How many calls may be under way. */
  readonly window: number
  /** Since something arrived. */
  readonly failures: number
  /** Left alone until then, for its failures or its long answer. */
  readonly heldUntil: MonoTime | null
  /** Left alone until then, because it asked for it (`Retry-After`). */
  readonly askedUntil: MonoTime | null
}

/**
 * `isHeavy`: more came back than is read of an answer. `retryAfterMs`: how long the receiver asks to be left alone; null
 * where it does not.
 */
export type CallOutcome =
  | { readonly arrived: true; readonly isHeavy: boolean }
  | { readonly arrived: false; readonly retryAfterMs: number | null }

export const HOLD_AFTER_FAILURES = 5
export const HOLD_FIRST_MS = 5_000
export const HOLD_MAX_MS = 60_000
/** Long enough that reading such an answer is a small part of our time. */
export const HEAVY_PAUSE_MS = 1_000

export function fullPace(windowMax: number): QueuePace {
  return { window: windowMax, failures: 0, heldUntil: null, askedUntil: null }
}

export function paceAfter(pace: QueuePace, outcome: CallOutcome, now: MonoTime, windowMax: number): QueuePace {
  if (outcome.arrived) {
    if (outcome.isHeavy) return { ...pace, window: 1, failures: 0, heldUntil: (now + HEAVY_PAUSE_MS) as MonoTime }
    return { ...pace, window: Math.min(pace.window * 2, windowMax), failures: 0, heldUntil: null }
  }
  const askedUntil = laterOf(pace.askedUntil, askedFor(outcome.retryAfterMs, now))
  // What was under way when the others failed says nothing new.
  if (isBefore(now, pace.heldUntil)) return { ...pace, askedUntil }
  const failures = pace.failures + 1
  const heldUntil = failures < HOLD_AFTER_FAILURES ? null : ((now + holdMs(failures)) as MonoTime)
  return { window: 1, failures, heldUntil, askedUntil }
}

/** How many calls may be under way now. */
export function windowAt({ window, heldUntil, askedUntil }: QueuePace, now: MonoTime): number {
  return isBefore(now, heldUntil) || isBefore(now, askedUntil) ? 0 : window
}

/** Whether forgetting it costs nothing: the receiver took what it got last, and is not left alone. */
export function isUnremarkable({ failures, heldUntil, askedUntil }: QueuePace, now: MonoTime): boolean {
  return failures === 0 && !isBefore(now, heldUntil) && !isBefore(now, askedUntil)
}

/** 5 s, 10 s, 20 s, 40 s, then a minute each. */
function holdMs(failures: number): number {
  return Math.min(HOLD_FIRST_MS * 2 ** (failures - HOLD_AFTER_FAILURES), HOLD_MAX_MS)
}

function askedFor(retryAfterMs: number | null, now: MonoTime): MonoTime | null {
  return retryAfterMs === null ? null : ((now + Math.min(retryAfterMs, RETRY_AFTER_MAX_MS)) as MonoTime)
}

function laterOf(a: MonoTime | null, b: MonoTime | null): MonoTime | null {
  return a === null || (b !== null && b > a) ? b : a
}

function isBefore(now: MonoTime, end: MonoTime | null): boolean {
  return end !== null && now < end
}
