/**
 * Load that does not wait for answers: things begin at instants drawn beforehand, whatever became of those before. So a
 * stall is felt by all who would have come.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from './usage.ts'

/** Arrivals of independent customers: the gaps are exponential. Milliseconds, ascending. */
export function arrivalsOf(
  count: number,
  { perSecond, seed }: { readonly perSecond: number; readonly seed: number },
): readonly number[] {
  const draw = drawsFrom(seed)
  let at = 0
  return Array.from({ length: count }, () => {
    at += (-Math.log(1 - draw()) * 1000) / perSecond
    return at
  })
}

/** Starts each at its instant, a monotonic one, and resolves when all have ended; rejects with the first that fails. */
export async function playAll<Due extends { readonly at: number }>(
  due: readonly Due[],
  start: (each: Due) => Promise<void>,
): Promise<void> {
  const started: Promise<void>[] = []
  for (const each of due) {
    const waitMs = each.at - monotonicMs()
    if (waitMs > 0) await pause(waitMs)
    const one = start(each)
    one.catch(() => {}) // told below
    started.push(one)
  }
  await Promise.all(started)
}

/** A small generator of even draws in [0, 1), the same for the same seed. */
function drawsFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
