/**
 * A cash receipt about cash that was taken elsewhere. The merchant says over how much; this house only has it issued. One
 * for each of its order numbers, the latest. No payment stands behind it, so whatever becomes of it moves no money; its
 * states are those of every receipt.
 */
import type { Instant, MerchantId, OrderId } from './brand.ts'
import { type CashReceipt, evolveReceipt, type ReceiptEvent } from './cash-receipt.ts'
import type { Payment } from './payment.ts'

export interface ExternalReceipt {
  readonly merchantId: MerchantId
  readonly orderId: OrderId
  /** The goods, as the merchant names them. */
  readonly name: string
  /** Opens its page; at least 128 random bits. */
  readonly token: string
  /** Counts its changes, from 1. */
  readonly version: number
  readonly receipt: CashReceipt
}

/** What a receipt can be of. */
export type Receipted = Payment | ExternalReceipt

export function isExternal(of: Receipted): of is ExternalReceipt {
  return 'token' in of
}

/** Throws where the event cannot follow: a broken invariant, never a merchant's mistake. */
export function evolveExternal(
  before: ExternalReceipt | undefined,
  named: Omit<ExternalReceipt, 'version' | 'receipt'>,
  event: ReceiptEvent,
  at: Instant,
): ExternalReceipt {
  const { merchantId, orderId, name, token } = named
  const receipt = evolveReceipt(before?.receipt ?? null, event, at)
  if (receipt === undefined)
    throw new Error(
      `broken invariant: ${event.type} cannot follow ${before?.receipt.state ?? 'nothing'} on the receipt of ${orderId}`,
    )
  return { merchantId, orderId, name, token, version: (before?.version ?? 0) + 1, receipt }
}
