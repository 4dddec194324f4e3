/**
 * For tests only: time that passes only when somebody waits for it, and chance that falls the same way for the same
 * seed. With both, a whole day of tills, merchants and crashes is one deterministic computation.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { MonoTime, WallTime } from '../core/brand.ts'
import type { Clocks } from '../storage/clocks.ts'
import { FAKE_START } from '../storage/fake-clocks.ts'
import type { Random } from './ports.ts'

export interface VirtualTime {
  readonly clocks: Clocks
  /** Milliseconds since the beginning. */
  now(): number
  /** Runs `run` once, `ms` from now; returns the way to call it off. */
  after(ms: number, run: () => void): () => void
  sleep(ms: number): Promise<void>
  /** Lets everything happen in its order until `done`; throws where nothing is left to happen. */
  runUntil(done: () => boolean): Promise<void>
}

interface Planned {
  readonly at: number
  readonly run: () => void
  off: boolean
}

export function createVirtualTime(): VirtualTime {
  let now = 0
  let planned: Planned[] = []

  function after(ms: number, run: () => void): () => void {
    const plan: Planned = { at: now + Math.max(0, Math.round(ms)), run, off: false }
    const index = planned.findIndex(({ at }) => at > plan.at)
    planned.splice(index < 0 ? planned.length : index, 0, plan)
    return () => {
      plan.off = true
    }
  }

  /** What falls on one instant happens in one go, so that commits meet in one batch. */
  function step(): void {
    now = planned[0]?.at ?? now
    const due = planned.filter(({ at }) => at === now)
    planned = planned.slice(due.length)
    for (const plan of due) if (!plan.off) plan.run()
  }

  return {
    clocks: { wall: () => (FAKE_START + now) as WallTime, mono: () => (1_000_000 + now) as MonoTime },
    now: () => now,
    after,
    sleep: (ms) =>
      new Promise((resolve) => {
        after(ms, resolve)
      }),
    async runUntil(done) {
      await turn()
      while (!done()) {
        if (planned.length === 0) throw new Error(`nothing happens any more at ${now} ms`)
        step()
        // Everything that follows from a step without waiting follows before the next one.
        await turn()
      }
    },
  }
}

export interface Chance {
  /** In [0, 1). */
  number(): number
  /** Whole milliseconds in steps of ten, so that things fall on the same instant now and then. */
  ms(from: number, to: number): number
  happens(probability: number): boolean
  pick<Value>(values: readonly [Value, ...Value[]]): Value
  readonly bytes: Random
}

/** The mulberry32 generator: small, quick, and good enough to shuffle with. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const number = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    number,
    ms: (from, to) => Math.floor((from + number() * (to - from)) / 10) * 10,
    happens: (probability) => number() < probability,
    pick: (values) => values[Math.floor(number() * values.length)] ?? values[0],
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(number() * 256)),
  }
}
