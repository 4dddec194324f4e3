/** Clocks for tests, moved by hand: the wall in both directions, as machines do, the monotonic one forward. */
import type { MonoTime, WallTime } from '../core/brand.ts'
import type { Clocks } from './clocks.ts'

export interface FakeClocks extends Clocks {
  readonly moveWall: (ms: number) => void
  readonly moveMono: (ms: number) => void
}

/** Noon in Seoul on the first of March 2027. */
export const FAKE_START = Date.UTC(2027, 2, 1, 3)

export function createFakeClocks(): FakeClocks {
  let wall = FAKE_START
  let mono = 1_000_000
  return {
    wall: () => wall as WallTime,
    mono: () => mono as MonoTime,
    moveWall(ms) {
      wall += ms
    },
    moveMono(ms) {
      mono += ms
    },
  }
}
