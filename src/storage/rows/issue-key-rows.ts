/** A used key as a row, and back. */
import type { MerchantId, PaymentId, RefundId } from '../../core/brand.ts'
import type { UsedKey } from '../../core/issue-key.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

/** In the order of `insertIssueKey`. */
export function usedKeyValues({ merchantId, key, fingerprint, paymentId, refundId }: UsedKey): readonly SqlValue[] {
  return [merchantId, key, fingerprint, paymentId, refundId]
}

export function usedKeyOf(row: Row): UsedKey {
  return {
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    key: cell.text(row, 'key'),
    fingerprint: cell.text(row, 'fingerprint'),
    paymentId: cell.text(row, 'payment_id') as PaymentId,
    refundId: cell.textOrNull(row, 'refund_id') as RefundId | null,
  }
}
