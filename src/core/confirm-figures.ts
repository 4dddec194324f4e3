/**
 * How the questions to `confirm_url` went, as figures that can be added up: over nodes, hours and restarts. A latency is
 * kept as the bucket it falls into. The bounds are the twelve steps to each power of ten that every engineer knows from
 * resistors, so a percentile that is read out of them is at most 12 % off, and right to the millisecond below ten.
 */
import type { MerchantId, WallTime } from './brand.ts'

/** `not_asked`: nobody waited for the merchant, because it hangs, too many wait already, or no time was left. */
export const CONFIRM_OUTCOMES = ['payable', 'refused', 'unanswered', 'not_asked'] as const
export type ConfirmOutcome = (typeof CONFIRM_OUTCOMES)[number]

/** So many questions of one merchant in one hour that ended alike and took about as long. */
export interface ConfirmFigure {
  readonly merchantId: MerchantId
  /** The beginning of the hour. */
  readonly hour: WallTime
  readonly outcome: ConfirmOutcome
  /** The latency's upper bound; 0 where nobody was asked. */
  readonly bucketMs: number
  readonly count: number
}

export const HOUR_MS = 3_600_000

/** Longer than anybody may ask about, so that what is asked about is whole. */
export const FIGURES_KEPT_MS = 92 * 24 * HOUR_MS

export function hourOf(wall: WallTime): WallTime {
  return (Math.floor(wall / HOUR_MS) * HOUR_MS) as WallTime
}

const TWELVE_STEPS = [10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82]

/** Upper bounds, each belonging to its bucket; the last one takes whatever is longer, and no call lasts longer. */
export const LATENCY_BOUNDS_MS: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9],
  ...[1, 10, 100].flatMap((power) => TWELVE_STEPS.map((step) => step * power)),
  ...[10_000, 12_000, 15_000, 18_000, 22_000, 27_000, 33_000],
]

export function latencyBucket(latencyMs: number): number {
  return LATENCY_BOUNDS_MS.find((bound) => latencyMs <= bound) ?? LAST_BOUND_MS
}

/** Whole milliseconds; `share` in (0, 1]. Null where nothing was counted. */
export function latencyPercentile(countByBucket: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...countByBucket.values()].reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let left = Math.ceil(total * share)
  for (const [index, bound] of LATENCY_BOUNDS_MS.entries()) {
    left -= countByBucket.get(bound) ?? 0
    if (left <= 0) return middleOf(LATENCY_BOUNDS_MS[index - 1] ?? 0, bound)
  }
  return LAST_BOUND_MS
}

const LAST_BOUND_MS = LATENCY_BOUNDS_MS.at(-1) ?? 0

/** As far from the one end as from the other, in proportion; a bucket of one millisecond is that millisecond. */
function middleOf(above: number, upTo: number): number {
  return upTo - above === 1 ? upTo : Math.round(Math.sqrt(above * upTo))
}
