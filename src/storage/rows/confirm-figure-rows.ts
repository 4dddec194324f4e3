/** Figures of questions to `confirm_url` as rows, and back. */
import type { MerchantId, WallTime } from '../../core/brand.ts'
import { CONFIRM_OUTCOMES, type ConfirmFigure } from '../../core/confirm-figures.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

/** In the order of `addConfirmFigure`. */
export function confirmFigureValues(figure: ConfirmFigure): readonly SqlValue[] {
  const { merchantId, hour, outcome, bucketMs, count } = figure
  return [merchantId, hour, outcome, bucketMs, count]
}

export function confirmFigureOf(row: Row): ConfirmFigure {
  return {
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    hour: cell.whole(row, 'hour') as WallTime,
    outcome: cell.oneOf(row, 'outcome', CONFIRM_OUTCOMES),
    bucketMs: cell.whole(row, 'bucket_ms'),
    count: cell.whole(row, 'count'),
  }
}
