/** What was given back, and whether its money has arrived: the refunds of a client. */
import type { Call, CallOptions } from './call.ts'
import type { Operations, Refund, RefundDetail } from './wire.gen.ts'

export type RefundsAsked = Omit<Operations['listRefunds']['query'], 'after' | 'limit'>

export interface Refunds {
  /** Newest first, one after the other however many there are. */
  list(asked?: RefundsAsked, options?: CallOptions): AsyncGenerator<Refund, void, undefined>
  /** With its account, masked. An id is the `cancellation_id` of the payment. */
  find(id: string, options?: CallOptions): Promise<RefundDetail>
}

const LIMIT = 100

export function createRefunds(call: Call): Refunds {
  return {
    async *list(asked = {}, options) {
      let after: string | undefined
      do {
        const input = { query: { ...asked, after, limit: LIMIT } }
        const { refunds, next } = (await call('listRefunds', { input, options })).response
        yield* refunds
        after = next ?? undefined
      } while (after !== undefined)
    },
    async find(id, options) {
      return (await call('getRefund', { input: { path: { id } }, options })).response
    },
  }
}
