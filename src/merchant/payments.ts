/**
 * The merchant's two ways to look at a payment. A payment of another merchant, a hidden one and one that never was are
 * the same answer, byte for byte.
 */
import type { MerchantId, PaymentId } from '../core/brand.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { type Answer, paymentNotFound, success } from './envelope.ts'
import { type GivenObject, memberOf } from './given.ts'
import { firstSpelled, type MerchantUid } from './order-numbers.ts'
import { presentPayment } from './present.ts'
import { readSorting, readStatus } from './search-parameters.ts'

export interface PaymentsDeps {
  readonly gateway: Pick<Gateway, 'find' | 'findByOrder'>
  readonly publicUrl: string
}

/** Payments of a channel marked as a test channel are left out unless `include_sandbox` says otherwise. */
export async function findPayment(
  { gateway, publicUrl }: PaymentsDeps,
  merchantId: MerchantId,
  asked: { readonly impUid: string; readonly query: GivenObject },
): Promise<Answer> {
  const id = readPaymentId(asked.impUid)
  const view = id === undefined ? undefined : await gateway.find(merchantId, id)
  if (view === undefined) return paymentNotFound()
  const includeSandbox = memberOf(asked.query, 'include_sandbox')
  const hidden = view.payment.sandbox && includeSandbox !== 'true' && includeSandbox !== '1'
  return hidden ? paymentNotFound() : success(presentPayment(view, publicUrl))
}

export async function findByOrder(
  { gateway, publicUrl }: PaymentsDeps,
  merchantId: MerchantId,
  asked: MerchantUid & { readonly status: string; readonly query: GivenObject },
): Promise<Answer> {
  const status = readStatus(asked.status)
  if (!status.ok) return status.refusal
  const sorting = readSorting(asked.query)
  if (!sorting.ok) return sorting.refusal
  const view = await firstSpelled(asked, (orderId) =>
    gateway.findByOrder(merchantId, orderId, status.value, sorting.value),
  )
  return view === undefined ? paymentNotFound() : success(presentPayment(view, publicUrl))
}

export function readPaymentId(text: string): PaymentId | undefined {
  return /^imp_\d{12}$/.test(text) ? (text as PaymentId) : undefined
}
