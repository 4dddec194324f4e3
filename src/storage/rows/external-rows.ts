/** Cash receipts of cash that was taken elsewhere as rows, and back; whom they are for stands apart, sealed. */
import type { Instant, MerchantId, OrderId } from '../../core/brand.ts'
import { receiptDueAt } from '../../core/cash-receipt.ts'
import type { SealedText } from '../../core/commands.ts'
import type { ExternalReceipt } from '../../core/external-receipt.ts'
import * as cell from './cells.ts'
import { receiptOf } from './receipt-rows.ts'
import type { Row, SqlValue } from './row.ts'
import { sealedValues } from './sealed-rows.ts'

/** In the order of `putExternal`. */
export function externalValues(external: ExternalReceipt): readonly SqlValue[] {
  const { merchantId, orderId, name, token, version, receipt } = external
  return [merchantId, orderId, name, token, version, JSON.stringify(receipt), receiptDueAt(receipt)]
}

/** In the order of `putExternalIdentifier`. */
export function externalIdentifierValues(
  { merchantId, orderId }: Pick<ExternalReceipt, 'merchantId' | 'orderId'>,
  identifier: SealedText,
): readonly SqlValue[] {
  return [merchantId, orderId, ...sealedValues(identifier)]
}

export function externalOf(row: Row): ExternalReceipt {
  const receipt = receiptOf(row)
  if (receipt === null) throw new Error('an external receipt without a receipt cannot be read')
  return {
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    orderId: cell.text(row, 'order_id') as OrderId,
    name: cell.text(row, 'name'),
    token: cell.text(row, 'token'),
    version: cell.whole(row, 'version'),
    receipt,
  }
}

export function externalDueAtOf(row: Row): Instant {
  return cell.whole(row, 'due_at') as Instant
}
