/** The desk of collects nobody is sure of: which they are, and the word of somebody who has looked. */
import type { MerchantId, PaymentId } from '../core/brand.ts'
import { type DoubtPlace, doubtPlace } from '../core/doubt.ts'
import type { Payment } from '../core/payment.ts'
import type { ResolveDoubt } from '../core/undo-commands.ts'
import type { Answer, GatewayDeps } from './gateway.ts'
import type { Stamps } from './stamps.ts'

export interface Doubts {
  readonly payments: readonly Payment[]
  /** Where the next page begins; null: these were all. */
  readonly next: DoubtPlace | null
}

export interface DoubtVerbs {
  /** Of one merchant or, null, of all: those that have been in doubt longest first, at most `limit` behind `after`. */
  list(merchantId: MerchantId | null, after: DoubtPlace | null, limit: number): Promise<Doubts>
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
    async list(merchantId, after, limit) {
      const found = await storage.payments.inDoubt(merchantId, after, limit + 1)
      const payments = found.slice(0, limit)
      const last = payments.at(-1)
      return { payments, next: (found.length > limit && last && doubtPlace(last)) || null }
    },
    async resolve(merchantId, paymentId, said) {
      const id = stamps.commandId()
      const outcome = await storage.execute({ type: 'resolve_doubt', id, merchantId, paymentId, ...said })
      if (outcome.kind === 'rejected') return { ok: false, rejection: outcome.rejection }
      observe({ type: 'doubt_resolved', payment: outcome.payment, found: said.found })
      return { ok: true, payment: outcome.payment }
    },
  }
}
