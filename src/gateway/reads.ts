/**
 * What merchants and customers look at: the effective state at the moment of reading, whether or not a sweep has been
 * by. Every merchant's read names the merchant, so another's payment is answered as one that never was.
 */
import type { Instant, MerchantId } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import { asOf } from '../core/resolve.ts'
import { inOrder, type Sorting } from '../core/sorting.ts'
import { V1_STATUS, type V1Status } from '../core/v1-status.ts'
import type { Gateway, GatewayDeps, PaymentView } from './gateway.ts'
import { searchPayments } from './search.ts'

/** One order rarely has more than a handful; the oldest beyond this are not looked at. */
export const PAYMENTS_OF_ORDER_MAX = 1000

export type Reads = Pick<
  Gateway,
  'find' | 'findByOrder' | 'findByPayToken' | 'findAll' | 'list' | 'listOrder' | 'search'
> & {
  /** A payment already at hand, with the customer's fields opened. */
  readonly view: (payment: Payment) => Promise<PaymentView>
  /** Several of one merchant. */
  readonly views: (merchantId: MerchantId, payments: readonly Payment[]) => Promise<readonly PaymentView[]>
}

export function createReads({ storage, vault }: Pick<GatewayDeps, 'storage' | 'vault'>): Reads {
  const view = async (payment: Payment): Promise<PaymentView> => {
    const sealed = await storage.payments.findPersonal(payment.merchantId, payment.id)
    return { payment: asOf(payment, storage.clock.now()), personal: vault.open(payment.id, sealed) }
  }
  /** All of one merchant. */
  const views = async (merchantId: MerchantId, payments: readonly Payment[]): Promise<readonly PaymentView[]> => {
    const ids = payments.map(({ id }) => id)
    const sealed = ids.length === 0 ? undefined : await storage.payments.findPersonals(merchantId, ids)
    return payments.map((payment) => ({ payment, personal: vault.open(payment.id, sealed?.get(payment.id)) }))
  }
  return {
    view,
    views,
    async findAll(merchantId, ids, orderIds) {
      const [byId, ...byOrder] = await Promise.all([
        ids.length === 0 ? [] : storage.payments.findAll(merchantId, ids),
        ...orderIds.map((orderId) => storage.payments.ofOrder(merchantId, orderId, 1)),
      ])
      const at = storage.clock.now()
      const found = new Map([byId, ...byOrder].flat().map((payment) => [payment.id, asOf(payment, at)]))
      return views(merchantId, [...found.values()])
    },
    async list(asked) {
      const { total, payments } = await storage.payments.list(asked)
      return { total, views: await views(asked.merchantId, payments) }
    },
    async search(asked) {
      const { merchantId, limit } = asked
      const found = await searchPayments(storage, { ...asked, limit: limit + 1 })
      if (found === undefined) return undefined
      const page = found.slice(0, limit)
      const next = found.length > limit ? (page.at(-1)?.id ?? null) : null
      return { views: await views(merchantId, page), next }
    },
    async listOrder({ merchantId, orderId, status, sorting, skip, take }) {
      const all = await storage.payments.ofOrder(merchantId, orderId, PAYMENTS_OF_ORDER_MAX)
      if (all.length === 0) return undefined
      const listed = inOrder(withStatus(all, storage.clock.now(), status), sorting)
      return { total: listed.length, views: await views(merchantId, listed.slice(skip, skip + take)) }
    },
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
  return inOrder(withStatus(all, at, status), status === null ? sorting : '-started')[0]
}

function withStatus(all: readonly Payment[], at: Instant, status: V1Status | null): readonly Payment[] {
  const now = all.map((payment) => asOf(payment, at))
  return status === null ? now : now.filter(({ state }) => V1_STATUS[state] === status)
}
