/**
 * Taking a customer's data away from a payment (파기): its fields, whose account its refunds went to, whom its receipts were
 * for. All of it stands in rows of its own, so the money and its history stay as they are. What is still needed to give
 * money back or to issue a receipt is not taken.
 */
import type { MerchantId, PaymentId } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import type { GatewayDeps } from './gateway.ts'

export type Erased =
  /** How many records there were. */
  | { readonly kind: 'erased'; readonly records: number }
  | { readonly kind: 'unknown' }
  /** Its number may still be paid; a refund waits for its account; a receipt is under way. */
  | { readonly kind: 'needed'; readonly by: 'payment' | 'refund' | 'receipt' }

export type Erase = (merchantId: MerchantId, id: PaymentId) => Promise<Erased>

export function createErase({ storage }: Pick<GatewayDeps, 'storage'>): Erase {
  return async (merchantId, id) => {
    const payment = await storage.payments.find(merchantId, id)
    if (payment === undefined) return { kind: 'unknown' }
    const by = neededBy(payment)
    if (by !== null) return { kind: 'needed', by }
    const events = await storage.payments.events(merchantId, id)
    const receiptIds = events.flatMap(({ data }) => (data.type === 'receipt_asked' ? [data.terms.sealedUnder] : []))
    const refundIds = payment.refunds.map((refund) => refund.id)
    const records = await storage.erase({ merchantId, paymentId: id, refundIds, receiptIds: [...new Set(receiptIds)] })
    return { kind: 'erased', records }
  }
}

function neededBy({ state, refunds, receipt }: Payment): 'payment' | 'refund' | 'receipt' | null {
  if (state === 'ready' || state === 'authorising') return 'payment'
  const waits = refunds.some(
    ({ route, payout, calledFailed }) => calledFailed !== null || (route.kind === 'bank' && payout.state === 'pending'),
  )
  if (waits) return 'refund'
  return receipt?.state === 'issuing' || receipt?.state === 'cancelling' ? 'receipt' : null
}
