/**
 * The merchant's own key for one request to issue, or to give back (멱등키). It is bound to the payment or the refund in
 * the transaction that makes it and lives as long: asked again under it, the merchant is answered with that one and gets no
 * second. A key is one word for all it asks for, so it cannot stand for a number and for a refund.
 */
import type { MerchantId, PaymentId, RefundId } from './brand.ts'

/** The key of a request, and what tells a repeat of it from another request. */
export interface Idempotency {
  readonly key: string
  readonly fingerprint: string
}

/** A key that was used: what it got, and by what it was asked for. */
export interface UsedKey extends Idempotency {
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  /** What was given back of the payment; null: the payment itself was issued. */
  readonly refundId: RefundId | null
}

export type IssueKey = string & { readonly __issueKey: unique symbol }

/** Merchant ids hold no slash, so the text names one key of one merchant. */
export function issueKey(merchantId: MerchantId, key: string): IssueKey {
  return `${merchantId}/${key}` as IssueKey
}
