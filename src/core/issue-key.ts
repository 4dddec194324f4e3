/**
 * The merchant's own key for one request to issue (멱등키). It is bound to the payment in the transaction that issues it
 * and lives as long: asked again under it, the merchant is answered with that payment and gets no second one.
 */
import type { MerchantId, PaymentId } from './brand.ts'

/** The key of a request, and what tells a repeat of it from another request. */
export interface Idempotency {
  readonly key: string
  readonly fingerprint: string
}

/** A key that was used: which payment it got, and by what it was asked for. */
export interface UsedKey extends Idempotency {
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
}

export type IssueKey = string & { readonly __issueKey: unique symbol }

/** Merchant ids hold no slash, so the text names one key of one merchant. */
export function issueKey(merchantId: MerchantId, key: string): IssueKey {
  return `${merchantId}/${key}` as IssueKey
}
