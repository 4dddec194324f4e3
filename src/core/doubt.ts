/** Where a payment stands in the list of those in doubt: by the instant since which it is, then by its merchant and its id. */
import type { Instant, MerchantId, PaymentId } from './brand.ts'
import type { Payment } from './payment.ts'

export interface DoubtPlace {
  readonly since: Instant
  readonly merchantId: MerchantId
  readonly id: PaymentId
}

/** Undefined where it is not in doubt. */
export function doubtPlace(payment: Payment): DoubtPlace | undefined {
  if (payment.state !== 'paid' || payment.provisional?.inDoubt !== true) return undefined
  return { since: payment.provisional.completeBy, merchantId: payment.merchantId, id: payment.id }
}

export function isBehind(one: DoubtPlace, other: DoubtPlace): boolean {
  if (one.since !== other.since) return one.since > other.since
  return one.merchantId === other.merchantId ? one.id > other.id : one.merchantId > other.merchantId
}
