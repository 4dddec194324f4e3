/** A merchant's figures as they are asked for: hour by hour, and over all of it. */
import type { MerchantId, WallTime } from '../core/brand.ts'
import { type ConfirmFigure, HOUR_MS, hourOf, latencyPercentile } from '../core/confirm-figures.ts'
import type { Storage } from '../storage/storage.ts'

export interface ConfirmSummary {
  readonly questions: number
  readonly payable: number
  readonly refused: number
  readonly unanswered: number
  readonly notAsked: number
  /** Of all that were asked, those without an answer with the time they were waited for; null where nobody was. */
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null; readonly p99: number | null }
}

export interface ConfirmReport {
  /** Whole hours: every one that the range touches. */
  readonly from: WallTime
  readonly to: WallTime
  readonly total: ConfirmSummary
  /** Those in which there was a question, in order. */
  readonly hours: readonly { readonly hour: WallTime; readonly summary: ConfirmSummary }[]
}

export async function confirmReport(
  { confirmFigures }: Pick<Storage, 'confirmFigures'>,
  merchantId: MerchantId,
  range: { readonly from: WallTime; readonly to: WallTime },
): Promise<ConfirmReport> {
  const from = hourOf(range.from)
  const to = (hourOf((range.to - 1) as WallTime) + HOUR_MS) as WallTime
  const figures = await confirmFigures.find(merchantId, from, to)
  const hours = [...Map.groupBy(figures, ({ hour }) => hour)].map(([hour, those]) => ({ hour, summary: summed(those) }))
  return { from, to, total: summed(figures), hours }
}

function summed(figures: readonly ConfirmFigure[]): ConfirmSummary {
  const outcomes = { payable: 0, refused: 0, unanswered: 0, not_asked: 0 }
  const countByBucket = new Map<number, number>()
  for (const { outcome, bucketMs, count } of figures) {
    outcomes[outcome] += count
    if (outcome !== 'not_asked') countByBucket.set(bucketMs, (countByBucket.get(bucketMs) ?? 0) + count)
  }
  const { payable, refused, unanswered, not_asked: notAsked } = outcomes
  return {
    questions: payable + refused + unanswered + notAsked,
    payable,
    refused,
    unanswered,
    notAsked,
    latencyMs: {
      p50: latencyPercentile(countByBucket, 0.5),
      p95: latencyPercentile(countByBucket, 0.95),
      p99: latencyPercentile(countByBucket, 0.99),
    },
  }
}
