/** No money for a payment for a while, and on again; asking twice is no mistake. */
import type { Gateway, GatewayDeps } from './gateway.ts'
import type { Reads } from './reads.ts'
import type { Stamps } from './stamps.ts'

export function createSuspend({
  storage,
  observe,
  stamps,
  reads,
}: GatewayDeps & { readonly stamps: Stamps; readonly reads: Reads }): Pick<Gateway, 'suspend' | 'resume'> {
  return {
    async suspend(merchantId, paymentId, reason) {
      const outcome = await storage.execute({ type: 'suspend', id: stamps.commandId(), merchantId, paymentId, reason })
      if (outcome.kind === 'rejected') return { ok: false, rejection: outcome.rejection }
      observe({ type: 'suspended', payment: outcome.payment, reason })
      return { ok: true, ...(await reads.view(outcome.payment)) }
    },
    async resume(merchantId, paymentId) {
      const outcome = await storage.execute({ type: 'resume', id: stamps.commandId(), merchantId, paymentId })
      if (outcome.kind === 'rejected') return { ok: false, rejection: outcome.rejection }
      observe({ type: 'resumed', payment: outcome.payment })
      return { ok: true, ...(await reads.view(outcome.payment)) }
    },
  }
}
