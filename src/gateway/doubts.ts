/** The desk of collects nobody is sure of: which they are, and the word of somebody who has looked. */
import type { MerchantId, PaymentId } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import type { ResolveDoubt } from '../core/undo-commands.ts'
import type { Answer, GatewayDeps } from './gateway.ts'
import type { Stamps } from './stamps.ts'

export interface DoubtVerbs {
  /** Those that have been in doubt longest first, at most `limit`. */
  list(merchantId: MerchantId, limit: number): Promise<readonly Payment[]>
  resolve(
    merchantId: MerchantId,
    id: PaymentId,
    said: Pick<ResolveDoubt, 'found' | 'by' | 'note'>,
  ): Promise<Answer<{ readonly payment: Payment }>>
}

export function createDoubts({
  storage,
  observe,
  stamps,
}: Pick<GatewayDeps, 'storage' | 'observe'> & { readonly stamps: Stamps }): DoubtVerbs {
  return {
    list: (merchantId, limit) => storage.payments.inDoubt(merchantId, limit),
    async resolve(merchantId, paymentId, said) {
      const id = stamps.commandId()
      const outcome = await storage.execute({ type: 'resolve_doubt', id, merchantId, paymentId, ...said })
      if (outcome.kind === 'rejected') return { ok: false, rejection: outcome.rejection }
      observe({ type: 'doubt_resolved', payment: outcome.payment, found: said.found })
      return { ok: true, payment: outcome.payment }
    },
  }
}
