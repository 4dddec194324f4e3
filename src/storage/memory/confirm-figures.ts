/** The figures of questions to `confirm_url`, in the memory keeper. */
import type { WallTime } from '../../core/brand.ts'
import { type ConfirmFigure, FIGURES_KEPT_MS } from '../../core/confirm-figures.ts'
import type { Tables } from './tables.ts'

export function addConfirmFigures({ confirmFigures }: Tables, figures: readonly ConfirmFigure[], wall: WallTime): void {
  for (const figure of figures) {
    const key = keyOf(figure)
    const before = confirmFigures.get(key)?.count ?? 0
    confirmFigures.set(key, { ...figure, count: before + figure.count })
  }
  const merchants = new Set(figures.map(({ merchantId }) => merchantId))
  for (const [key, { merchantId, hour }] of confirmFigures) {
    if (merchants.has(merchantId) && hour < wall - FIGURES_KEPT_MS) confirmFigures.delete(key)
  }
}

/** In the order of the others' primary key. */
export function byKey(a: ConfirmFigure, b: ConfirmFigure): number {
  return a.hour - b.hour || (a.outcome < b.outcome ? -1 : a.outcome > b.outcome ? 1 : a.bucketMs - b.bucketMs)
}

function keyOf({ merchantId, hour, outcome, bucketMs }: ConfirmFigure): string {
  return `${merchantId}/${hour}/${outcome}/${bucketMs}`
}
