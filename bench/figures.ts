/** What a list of measurements says: percentiles within a run, the middle and the ends over several runs. */

/** `sorted` ascending, `share` of 1. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? nothing()
}

export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number): number => sorted[index] ?? nothing()
  const last = sorted.length - 1
  return { min: at(0), median: (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2, max: at(last) }
}

/** Round by round, so that what slowed a whole round falls out. */
export function ratiosOf(values: readonly number[], bases: readonly number[]): readonly number[] {
  return values.map((value, round) => value / (bases[round] ?? nothing()))
}

function nothing(): never {
  throw new Error('nothing was measured')
}

/** `12.3 (11.9–13.0)`; the middle alone where there was one run. */
export function spreadText(values: readonly number[], digits: number): string {
  const { min, median, max } = spreadOf(values)
  const text = (value: number): string =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return values.length === 1 ? text(median) : `${text(median)} (${text(min)}–${text(max)})`
}
