/**
 * Taking a customer's data away (파기): from a payment its fields, whose account its refunds went to, whom its receipts were
 * for; from cash that was taken elsewhere, whom its receipt was for. All of it stands in rows of its own, so the money and
 * its history stay as they are. What is still needed to give money back or to issue a receipt is not taken.
 */
import type { MerchantId, OrderId, PaymentId } from '../core/brand.ts'
import type { CashReceipt } from '../core/cash-receipt.ts'
import type { Payment } from '../core/payment.ts'
import type { GatewayDeps } from './gateway.ts'

export type Erased =
  /** How many records there were. */
  | { readonly kind: 'erased'; readonly records: number }
  | { readonly kind: 'unknown' }
  /** Its number may still be paid; a refund waits for its account; a receipt is under way. */
  | { readonly kind: 'needed'; readonly by: 'payment' | 'refund' | 'receipt' }

export interface Erasure {
  payment(merchantId: MerchantId, id: PaymentId): Promise<Erased>
  /** Of the cash receipt of this order number, for cash that was taken elsewhere. */
  externalReceipt(merchantId: MerchantId, orderId: OrderId): Promise<Erased>
}

export function createErasure({ storage }: Pick<GatewayDeps, 'storage'>): Erasure {
  return {
    async payment(merchantId, id) {
      const payment = await storage.payments.find(merchantId, id)
      if (payment === undefined) return { kind: 'unknown' }
      const by = neededBy(payment)
      if (by !== null) return { kind: 'needed', by }
      const events = await storage.payments.events(merchantId, id)
      const receiptIds = events.flatMap(({ data }) => (data.type === 'receipt_asked' ? [data.terms.sealedUnder] : []))
      const refundIds = payment.refunds.map((refund) => refund.id)
      const named = { merchantId, paymentId: id, refundIds, receiptIds: [...new Set(receiptIds)] }
      return { kind: 'erased', records: await storage.erase(named) }
    },
    async externalReceipt(merchantId, orderId) {
      const external = await storage.externalReceipts.find(merchantId, orderId)
      if (external === undefined) return { kind: 'unknown' }
      if (isUnderWay(external.receipt)) return { kind: 'needed', by: 'receipt' }
      return { kind: 'erased', records: await storage.erase({ merchantId, orderId }) }
    },
  }
}

function neededBy({ state, refunds, receipt }: Payment): 'payment' | 'refund' | 'receipt' | null {
  if (state === 'ready' || state === 'authorising') return 'payment'
  const waits = refunds.some(
    ({ route, payout, calledFailed }) => calledFailed !== null || (route.kind === 'bank' && payout.state === 'pending'),
  )
  if (waits) return 'refund'
  return receipt !== null && isUnderWay(receipt) ? 'receipt' : null
}

function isUnderWay({ state }: CashReceipt): boolean {
  return state === 'issuing' || state === 'cancelling'
}
