/** What may be asked about cash receipts of cash that was taken elsewhere, and what each is answered. */
import type { IdentifierKind } from '../numbers/receipt-identifier.ts'
import type { CommandId, MerchantId, Money, OrderId, ReceiptId } from './brand.ts'
import type { ReceiptUse } from './cash-receipt.ts'
import type { SealedText, SettleReceipt } from './commands.ts'
import type { ExternalReceipt } from './external-receipt.ts'
import type { Rejection } from './rejections.ts'

interface OfOrder {
  readonly id: CommandId
  readonly merchantId: MerchantId
  readonly orderId: OrderId
}

export interface AskExternal extends OfOrder {
  readonly type: 'ask_external'
  readonly receiptId: ReceiptId
  readonly token: string
  readonly name: string
  readonly amount: Money
  readonly use: ReceiptUse
  readonly identifier: { readonly kind: IdentifierKind; readonly sealed: SealedText }
  readonly taxFree: Money
  /** Null: an eleventh of what is taxed. */
  readonly vat: Money | null
}

export interface CancelExternal extends OfOrder {
  readonly type: 'cancel_external'
}

/** Takes the turn to ask the issuer about one that is due. */
export interface RetryExternal extends OfOrder {
  readonly type: 'retry_external'
}

export interface SettleExternal extends OfOrder, Pick<SettleReceipt, 'receiptId' | 'step' | 'word'> {
  readonly type: 'settle_external'
}

export type ExternalCommand = AskExternal | CancelExternal | RetryExternal | SettleExternal

type Rejected = { readonly kind: 'rejected'; readonly rejection: Rejection }

export interface ExternalOutcomes {
  readonly ask_external: { readonly kind: 'external_asked'; readonly external: ExternalReceipt } | Rejected
  /** `again`: it was cancelled before. */
  readonly cancel_external:
    | { readonly kind: 'external_cancel_asked'; readonly external: ExternalReceipt; readonly again: boolean }
    | Rejected
  /** `due`: whoever asked has the turn. */
  readonly retry_external: {
    readonly kind: 'external_retried'
    readonly external: ExternalReceipt | undefined
    readonly due: boolean
  }
  readonly settle_external: { readonly kind: 'external_settled'; readonly external: ExternalReceipt | undefined }
}
