/**
 * Numbers that are handed out once. What is stored counts on without end and is folded into the counter's digits only
 * when it is handed out, so that a number comes again after a whole turn and never before (payment ids: 31 years).
 */
import type { WallTime } from '../core/brand.ts'
import type { Counter } from './storage.ts'

/** More than this at once is a mistake of the caller. */
export const BLOCK_MAX = 1_000_000

export interface Block {
  /** The first number of the block, within the counter's digits; the rest follow without a gap. */
  readonly first: number
  /** What to store: where the next block may begin. */
  readonly next: number
}

/** A counter's number of values; 0 is none of them, because a reference of nothing but zeros looks like a fault. */
const TURN: Readonly<Record<Counter, number>> = {
  payment: 1_000_000_000_000,
  gateway_ref: 1_000_000_000_000,
  approval: 100_000_000,
}

/** `stored` is undefined for a counter that was never used. Payment ids follow the wall clock, so that they sort by time. */
export function reserveBlock(counter: Counter, stored: number | undefined, size: number, wall: WallTime): Block {
  if (!Number.isSafeInteger(size) || size < 1 || size > BLOCK_MAX)
    throw new RangeError(`a block of ${counter} numbers holds 1 to ${BLOCK_MAX}, not ${size}`)
  const turn = TURN[counter]
  const start = Math.max(stored ?? 1, counter === 'payment' ? wall : 1)
  const first = fits(start, size, turn) ? start : (Math.floor(start / turn) + 1) * turn + 1
  return { first: first % turn, next: first + size }
}

function fits(start: number, size: number, turn: number): boolean {
  const folded = start % turn
  return folded > 0 && folded + size <= turn
}
