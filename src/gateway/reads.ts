/**
 * What merchants and customers look at: the effective state at the moment of reading, whether or not a sweep has been
 * by. Every merchant's read names the merchant, so another's payment is answered as one that never was.
 */
import type { Instant } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import { asOf } from '../core/resolve.ts'
import type { V1Status } from '../core/v1-status.ts'
import { V1_STATUS } from '../core/v1-status.ts'
import type { Gateway, GatewayDeps, PaymentView, Sorting } from './gateway.ts'

/** One order rarely has more than a handful; the oldest beyond this are not looked at. */
const PAYMENTS_OF_ORDER_MAX = 1000

export type Reads = Pick<Gateway, 'find' | 'findByOrder' | 'findByPayToken'> & {
  /** A payment already at hand, with the customer's fields opened. */
  readonly view: (payment: Payment) => Promise<PaymentView>
}

export function createReads({ storage, vault }: Pick<GatewayDeps, 'storage' | 'vault'>): Reads {
  const view = async (payment: Payment): Promise<PaymentView> => {
    const sealed = await storage.payments.findPersonal(payment.merchantId, payment.id)
    return { payment: asOf(payment, storage.clock.now()), personal: vault.open(payment.id, sealed) }
  }
  return {
    view,
    async find(merchantId, id) {
      const payment = await storage.payments.find(merchantId, id)
      return payment === undefined ? undefined : view(payment)
    },
    async findByOrder(merchantId, orderId, status, sorting) {
      const all = await storage.payments.ofOrder(merchantId, orderId, PAYMENTS_OF_ORDER_MAX)
      const first = firstOf(all, storage.clock.now(), status, sorting)
      return first === undefined ? undefined : view(first)
    },
    async findByPayToken(payToken) {
      const payment = await storage.payments.findByPayToken(payToken)
      if (payment === undefined) return undefined
      const merchant = storage.directory.current().merchants.get(payment.merchantId)
      if (merchant === undefined) throw new Error(`broken invariant: ${payment.id} has no merchant`)
      return { payment: asOf(payment, storage.clock.now()), merchant }
    },
  }
}

function firstOf(all: readonly Payment[], at: Instant, status: V1Status | null, sorting: Sorting): Payment | undefined {
  const now = all.map((payment) => asOf(payment, at))
  const wanted = status === null ? now : now.filter(({ state }) => V1_STATUS[state] === status)
  return wanted.toSorted(ORDER[status === null ? sorting : '-started'])[0]
}

const paidAt = (payment: Payment): number => (payment.state === 'paid' ? payment.paidAt : 0)

type Compare = (a: Payment, b: Payment) => number

/** Ties keep the newest issue first, which is how storage answers. */
const ORDER: Readonly<Record<Sorting, Compare>> = {
  '-started': (a, b) => b.issuedAt - a.issuedAt,
  started: (a, b) => a.issuedAt - b.issuedAt,
  '-paid': (a, b) => paidAt(b) - paidAt(a),
  paid: (a, b) => paidAt(a) - paidAt(b),
  '-updated': (a, b) => b.updatedAt - a.updatedAt,
  updated: (a, b) => a.updatedAt - b.updatedAt,
}
