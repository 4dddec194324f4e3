/** A number that must not be paid any more; asking twice is no mistake. */
import type { Gateway, GatewayDeps } from './gateway.ts'
import type { Reads } from './reads.ts'
import type { Stamps } from './stamps.ts'

export function createRevoke({
  storage,
  observe,
  stamps,
  reads,
}: GatewayDeps & { readonly stamps: Stamps; readonly reads: Reads }): Gateway['revoke'] {
  return async (merchantId, paymentId) => {
    const outcome = await storage.execute({ type: 'revoke', id: stamps.commandId(), merchantId, paymentId })
    if (outcome.kind === 'rejected') return { ok: false, rejection: outcome.rejection }
    observe({ type: 'revoked', payment: outcome.payment })
    return { ok: true, ...(await reads.view(outcome.payment)) }
  }
}
