/**
 * What is left to chance in a run, all of it from one seed. Every actor has a stream of its own, so that one more draw
 * of one does not change what the others do; when things happen to each other is still the machine's business.
 */
import { createHash } from 'node:crypto'

export interface Draws {
  /** A whole number from 0 to `end` - 1. */
  below(end: number): number
  /** True in `share` of all cases (0 to 1). */
  chance(share: number): boolean
  /** A key, as often as its weight among the weights. */
  pick<Key extends string>(weights: Readonly<Record<Key, number>>): Key
}

export function drawsFor(seed: string, actor: string): Draws {
  const digest = createHash('sha256').update(`${seed} ${actor}`).digest()
  const state = Uint32Array.from([0, 4, 8, 12], (at) => digest.readUInt32LE(at))
  const next = (): number => sfc32(state) / 2 ** 32
  return {
    below: (end) => Math.floor(next() * end),
    chance: (share) => next() < share,
    pick(weights) {
      const entries = Object.entries<number>(weights)
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) {
        left -= weight
        if (left < 0) return key as keyof typeof weights
      }
      throw new Error('broken invariant: a draw from nothing')
    },
  }
}

/** Chris Doty-Humphrey's small fast counter generator; its state is changed in place. */
function sfc32(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, counter = 0] = state
  const drawn = (a + b + counter) | 0
  state.set([b ^ (b >>> 9), (c + (c << 3)) | 0, (((c << 21) | (c >>> 11)) + drawn) | 0, (counter + 1) | 0])
  return drawn >>> 0
}
