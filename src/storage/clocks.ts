/**
 * The two clocks a keeper reads: the wall, and the monotonic clock that request budgets are measured by.
 * `process.hrtime` is the same in every thread of a process; `performance.now` counts from each worker's own start.
 */
import type { MonoTime, WallTime } from '../core/brand.ts'

export interface Clocks {
  readonly wall: () => WallTime
  readonly mono: () => MonoTime
}

export const SYSTEM_CLOCKS: Clocks = {
  wall: () => Date.now() as WallTime,
  mono: () => (Number(process.hrtime.bigint()) / 1e6) as MonoTime,
}
