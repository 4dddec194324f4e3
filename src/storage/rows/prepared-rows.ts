/** Prepared amounts as rows, and back. */
import type { MerchantId, OrderId } from '../../core/brand.ts'
import { CURRENCIES } from '../../core/money.ts'
import type { Prepared } from '../../core/prepared.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

/** In the order of `addPrepared`, and of `changePrepared`. */
export function preparedValues({ hundredths, currency, merchantId, orderId }: Prepared): readonly SqlValue[] {
  return [hundredths, currency, merchantId, orderId]
}

export function preparedOf(row: Row): Prepared {
  return {
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    orderId: cell.text(row, 'order_id') as OrderId,
    hundredths: cell.whole(row, 'hundredths'),
    currency: row['currency'] === null ? null : cell.oneOf(row, 'currency', CURRENCIES),
  }
}
