/**
 * What became of each notice, and sending it again. Every look and every replay names the merchant, so another's delivery
 * is answered as one that never was.
 */
import type { DeliveryId, Instant, MerchantId, PaymentId } from '../core/brand.ts'
import { type Delivery, type Notice, REPLAY_DAYS } from '../core/delivery.ts'
import { addressToday } from '../core/react.ts'
import {
  type DeliveryCursor,
  type DeliveryFilter,
  type DeliveryTry,
  REPLAYED_AT_ONCE_MAX,
  type Storage,
} from '../storage/storage.ts'
import type { Done } from './endpoints.ts'
import { type Moment, momentAt, momentsOf } from './moment.ts'

export interface DeliveryView {
  readonly delivery: Delivery
  /** Null: there was none. */
  readonly lastTry: DeliveryTry | null
}

export interface DeliveryHistory extends DeliveryView {
  /** The latest `TRIES_SHOWN_MAX`, in the order in which they were made. */
  readonly tries: readonly DeliveryTry[]
}

/** Every member that is given must hold. */
export interface DeliveryQuery extends DeliveryFilter {
  readonly paymentId?: PaymentId
}

export interface Page {
  readonly views: readonly DeliveryView[]
  /** Null: this was the last one. */
  readonly next: DeliveryCursor | null
}

export type ReplayRefusal = 'delivery_unknown' | 'being_tried' | 'endpoint_gone'

export interface RangeReplayed {
  readonly count: number
  /** Where to go on; null: the range is done. */
  readonly next: DeliveryCursor | null
}

export interface DeliveryVerbs {
  now(): Instant
  /** Newest event first. */
  list(merchantId: MerchantId, query: DeliveryQuery, after: DeliveryCursor | null, limit: number): Promise<Page>
  find(merchantId: MerchantId, id: DeliveryId): Promise<DeliveryHistory | undefined>
  replay(merchantId: MerchantId, id: DeliveryId): Promise<Done<DeliveryHistory, ReplayRefusal>>
  /** Answers those that were. */
  replayEach(merchantId: MerchantId, ids: readonly DeliveryId[]): Promise<readonly DeliveryId[]>
  /** Newest first, at most `REPLAYED_A_CALL_MAX` of them; `after`: where an earlier call ended. */
  replayRange(
    merchantId: MerchantId,
    range: DeliveryFilter & Required<Pick<DeliveryFilter, 'from' | 'to'>>,
    after: DeliveryCursor | null,
  ): Promise<Done<RangeReplayed, 'too_far_back'>>
  /** What a notice tells of: the same at every asking, whatever has happened to the payment since. */
  momentOf(notice: Pick<Notice, 'merchantId' | 'paymentId' | 'version'>): Promise<Moment>
}

export const TRIES_SHOWN_MAX = 100
/** One call answers within seconds; whoever has more to send calls again. */
export const REPLAYED_A_CALL_MAX = 20 * REPLAYED_AT_ONCE_MAX

const DAY_MS = 24 * 3_600_000

export interface DeliveryDeps {
  readonly storage: Pick<Storage, 'deliveries' | 'payments' | 'directory' | 'clock'>
}

export function createDeliveries({ storage }: DeliveryDeps): DeliveryVerbs {
  const { deliveries, payments, clock } = storage
  const viewOf = async (delivery: Delivery): Promise<DeliveryHistory> => {
    const all = delivery.tries === 0 ? [] : await deliveries.tries(delivery.merchantId, delivery.id)
    const tries = all.slice(-TRIES_SHOWN_MAX)
    return { delivery, tries, lastTry: tries.at(-1) ?? null }
  }
  const find: DeliveryVerbs['find'] = async (merchantId, id) => {
    const delivery = await deliveries.find(merchantId, id)
    return delivery === undefined ? undefined : viewOf(delivery)
  }
  return {
    now: clock.now,
    find,
    async list(merchantId, query, after, limit) {
      const found = await look(storage, merchantId, query, after, limit + 1)
      const page = found.slice(0, limit)
      return { views: await Promise.all(page.map(viewOf)), next: found.length > limit ? cursorAt(page) : null }
    },
    async replay(merchantId, id) {
      const before = await deliveries.find(merchantId, id)
      if (before === undefined) return { ok: false, refusal: 'delivery_unknown' }
      const [replayed] = await deliveries.replay(merchantId, [id])
      if (replayed === undefined)
        return { ok: false, refusal: hasAddress(storage, before) ? 'being_tried' : 'endpoint_gone' }
      const after = await find(merchantId, id)
      return after === undefined ? { ok: false, refusal: 'delivery_unknown' } : { ok: true, ...after }
    },
    replayEach: (merchantId, ids) => deliveries.replay(merchantId, [...new Set(ids)]),
    async replayRange(merchantId, range, after) {
      if (range.from < clock.now() - REPLAY_DAYS * DAY_MS) return { ok: false, refusal: 'too_far_back' }
      let count = 0
      let next = after
      for (let looked = 0; looked < REPLAYED_A_CALL_MAX; looked += REPLAYED_AT_ONCE_MAX) {
        const page = await deliveries.list(merchantId, range, next, REPLAYED_AT_ONCE_MAX)
        const ids = page.map(({ id }) => id)
        if (ids.length > 0) count += (await deliveries.replay(merchantId, ids)).length
        if (page.length < REPLAYED_AT_ONCE_MAX) return { ok: true, count, next: null }
        next = cursorAt(page)
      }
      return { ok: true, count, next }
    },
    async momentOf({ merchantId, paymentId, version }) {
      return momentAt(momentsOf(await payments.events(merchantId, paymentId)), { paymentId, version })
    },
  }
}

/** Of one payment there are few: they are looked through here, in the same order and by the same cursor. */
async function look(
  { deliveries }: DeliveryDeps['storage'],
  merchantId: MerchantId,
  { paymentId, ...filter }: DeliveryQuery,
  after: DeliveryCursor | null,
  limit: number,
): Promise<readonly Delivery[]> {
  if (paymentId === undefined) return deliveries.list(merchantId, filter, after, limit)
  const { endpoint, state, from, to } = filter
  return (await deliveries.ofPayment(merchantId, paymentId))
    .filter((each) => endpoint === undefined || each.endpoint === endpoint)
    .filter((each) => state === undefined || each.state === state)
    .filter(({ createdAt }) => (from === undefined || createdAt >= from) && (to === undefined || createdAt <= to))
    .filter((each) => after === null || newestFirst(after, each) < 0)
    .toSorted(newestFirst)
    .slice(0, limit)
}

/** As storage has it: the newest event, then the greater id. */
function newestFirst(a: DeliveryCursor, b: DeliveryCursor): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}

function cursorAt(page: readonly Delivery[]): DeliveryCursor | null {
  const last = page.at(-1)
  return last === undefined ? null : { createdAt: last.createdAt, id: last.id }
}

function hasAddress({ directory }: DeliveryDeps['storage'], delivery: Delivery): boolean {
  const { merchants, endpoints } = directory.current()
  const merchant = merchants.get(delivery.merchantId)
  if (merchant === undefined) return false
  return addressToday(delivery, merchant, endpoints.get(delivery.merchantId) ?? []) !== undefined
}
