/** What can be asked about money on its way back, and about receipts that no payment stands behind: a part of `storage.ts`. */
import type { Instant, MerchantId, OrderId, PaymentId, RefundId } from '../core/brand.ts'
import type { RefundOfPayment } from '../core/changes.ts'
import type { SealedText } from '../core/commands.ts'
import type { ExternalReceipt } from '../core/external-receipt.ts'
import type { PayoutState } from '../core/refund.ts'

export interface RefundFilter {
  /** As at the moment of reading: a slip past its time has failed. */
  readonly state?: PayoutState
}

/** A refund that the house transfers by itself. */
export interface TransferKey {
  readonly paymentId: PaymentId
  readonly refundId: RefundId
}

export interface RefundReads {
  /** With its payment, as it stands in its row. */
  find(merchantId: MerchantId, id: RefundId): Promise<RefundOfPayment | undefined>
  /** Newest first, at most `limit`; those that are older than `after`. As they are at the moment of reading. */
  list(
    merchantId: MerchantId,
    filter: RefundFilter,
    after: RefundId | null,
    limit: number,
  ): Promise<readonly RefundOfPayment[]>
  /** Those whose bank is to be asked, oldest first, at most `limit`. */
  transfersDue(limit: number): Promise<readonly TransferKey[]>
  /** When the next one's is; null when none is. */
  nextTransferDueAt(): Promise<Instant | null>
  /** Whose account it goes to; undefined where it goes to none, or where that was taken away. */
  findAccount(merchantId: MerchantId, id: RefundId): Promise<SealedText | undefined>
}

/** Cash receipts of cash that was taken elsewhere. */
export interface ExternalReceiptReads {
  find(merchantId: MerchantId, orderId: OrderId): Promise<ExternalReceipt | undefined>
  /** The way in of whoever has its address. */
  findByToken(token: string): Promise<ExternalReceipt | undefined>
  /** Whose issuer is to be asked, oldest first, at most `limit`. */
  due(limit: number): Promise<readonly ExternalReceipt[]>
  /** When the next one's issuer is to be asked; null when none is. */
  nextDueAt(): Promise<Instant | null>
  /** Whom the latest of an order number was asked for. */
  findIdentifier(merchantId: MerchantId, orderId: OrderId): Promise<SealedText | undefined>
}
