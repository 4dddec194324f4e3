/**
 * Other terms for a payment that waits. What bounds them is looked up here, as at an issue: the limits of its channel as
 * they are today, and the amount that was prepared for its order.
 */
import type { Channel } from '../core/merchant.ts'
import type { Payment } from '../core/payment.ts'
import { rejection } from '../core/rejections.ts'
import type { Directory } from '../storage/storage.ts'
import type { Gateway, GatewayDeps } from './gateway.ts'
import type { Reads } from './reads.ts'
import type { Stamps } from './stamps.ts'

export function createAmend({
  storage,
  observe,
  stamps,
  reads,
}: GatewayDeps & { readonly stamps: Stamps; readonly reads: Reads }): Gateway['amend'] {
  return async (merchantId, paymentId, { amount, expiresAt, version }) => {
    const payment = await storage.payments.find(merchantId, paymentId)
    if (payment === undefined) return { ok: false, rejection: rejection('payment_not_found') }
    const { amountMax, deadlineDaysMax } = channelOf(payment, storage.directory.current())
    const prepared = (await storage.prepared.find(merchantId, payment.orderId)) ?? null
    const terms = { amount, expiresAt, version, amountMax, deadlineDaysMax, prepared }
    const outcome = await storage.execute({ type: 'amend', id: stamps.commandId(), merchantId, paymentId, ...terms })
    if (outcome.kind === 'rejected') return { ok: false, rejection: outcome.rejection }
    observe({ type: 'amended', payment: outcome.payment })
    return { ok: true, ...(await reads.view(outcome.payment)) }
  }
}

function channelOf({ id, channelKey }: Payment, { channels }: Directory): Channel {
  const channel = channels.find(({ key }) => key === channelKey)
  if (channel === undefined) throw new Error(`broken invariant: ${id} names the unknown channel ${channelKey}`)
  return channel
}
