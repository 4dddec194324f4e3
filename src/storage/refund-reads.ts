/** Refunds, as merchants and operators look them up. */
import type { MerchantId, RefundId } from '../core/brand.ts'
import type { RefundOfPayment } from '../core/changes.ts'
import type { SealedText } from '../core/commands.ts'
import type { PayoutState } from '../core/refund.ts'

export interface RefundFilter {
  /** As at the moment of reading: a slip past its time has failed. */
  readonly state?: PayoutState
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
  /** Whose account it goes to; undefined where it goes to none, or where that was taken away. */
  findAccount(merchantId: MerchantId, id: RefundId): Promise<SealedText | undefined>
}
