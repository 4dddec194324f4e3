/** The reads of the memory keeper: plain look-ups, and plain scans where a real keeper has an index. */
import { attemptNames } from '../../core/attempt-names.ts'
import type { Instant, MerchantId, PaymentId, QueueName, WallTime } from '../../core/brand.ts'
import { receiptDueAt } from '../../core/cash-receipt.ts'
import { endsAt } from '../../core/deadline.ts'
import type { Delivery } from '../../core/delivery.ts'
import { doubtPlace, isBehind } from '../../core/doubt.ts'
import { mayCall } from '../../core/endpoint-health.ts'
import type { EventKey } from '../../core/event-id.ts'
import { numberKey } from '../../core/facts.ts'
import { issueKey } from '../../core/issue-key.ts'
import { orderKey } from '../../core/order.ts'
import type { Payment, PaymentIn } from '../../core/payment.ts'
import { isDoubtDue } from '../../core/provisional.ts'
import { asOf } from '../../core/resolve.ts'
import { inOrder, statusSince } from '../../core/sorting.ts'
import { V1_STATUS } from '../../core/v1-status.ts'
import { isAbout } from '../browse.ts'
import type { Reads } from '../reads.ts'
import type {
  BrowseAsked,
  Browsed,
  DeliveryCursor,
  DeliveryFilter,
  ListAsked,
  PaymentList,
  WaitingQueue,
} from '../storage.ts'
import { byKey } from './confirm-figures.ts'
import { consoleReads } from './console.ts'
import { externalReads } from './external-reads.ts'
import { freeIn } from './lease.ts'
import { refundReads } from './refund-reads.ts'
import { registrationReads } from './registrations.ts'
import { reportReads } from './reports.ts'
import type { Tables } from './tables.ts'
import { keyOrder } from './waiting.ts'

export function memoryReads(tables: Tables): Reads {
  const { payments } = tables
  const byId = (id: PaymentId | undefined): Payment | undefined => (id === undefined ? undefined : payments.get(id))
  return {
    payment: (merchantId, id) => ofMerchant(merchantId, payments.get(id)),
    payments: (merchantId, ids) => present(ids, (id) => ofMerchant(merchantId, payments.get(id))),
    list: (asked, at) => list(tables, asked, at),
    paymentsOfOrder: (merchantId, orderId, limit) =>
      present(tables.ofOrder.get(orderKey({ merchantId, orderId })) ?? [], byId)
        .reverse()
        .slice(0, limit),
    paymentByPayToken: (payToken) => byId(tables.payTokens.get(payToken)),
    paymentByNumber: (network, number) => byId(tables.numbers.get(numberKey(network, number))),
    attempt: (key) => tables.attempts.get(key),
    usedKey: (merchantId, key) => tables.issueKeys.get(issueKey(merchantId, key)),
    ...registrationReads(tables),
    personal: (merchantId, id) =>
      ofMerchant(merchantId, payments.get(id)) === undefined ? undefined : tables.personal.get(id),
    personals: (merchantId, ids) => {
      const own = present(ids, (id) => ofMerchant(merchantId, payments.get(id)))
      return new Map(own.flatMap(({ id }) => present([id], (of) => tables.personal.get(of)).map((row) => [id, row])))
    },
    events: (merchantId, id) => (tables.events.get(id) ?? []).filter((event) => event.merchantId === merchantId),
    histories: (merchantId, ids) => {
      const own = present(ids, (id) => ofMerchant(merchantId, payments.get(id)))
      return new Map(own.map(({ id }) => [id, tables.events.get(id) ?? []]))
    },
    feedEnd: (merchantId) => feed(tables, merchantId, null)?.at(-1),
    feed: (merchantId, after, limit) => feed(tables, merchantId, after)?.slice(0, limit),
    ...searches(tables),
    expired: (at, limit) => expired(tables, at).slice(0, limit),
    ...refundReads(tables),
    ...reportReads(tables),
    lapsed: (wall, limit) =>
      held(tables)
        .filter(({ until }) => until <= wall)
        .sort((a, b) => a.until - b.until)
        .map(({ id }) => id)
        .slice(0, limit),
    ...doubtReads(tables),
    nextEndsAt: () => nextEndsAt(tables),
    ...receipts(tables),
    ...externalReads(tables),
    authorising: () => held(tables).map(({ id }) => id),
    ...deliveries(tables),
    token: (keyNo) => tables.tokens.get(keyNo),
    prepared: (merchantId, orderId) => tables.prepared.get(orderKey({ merchantId, orderId })),
    tillSightings: () =>
      [...tables.tillSightings]
        .map(([terminal, at]) => ({ terminal, at }))
        .sort((a, b) => (a.terminal < b.terminal ? -1 : 1)),
    confirmFigures: (merchantId, from, to) =>
      [...tables.confirmFigures.values()]
        .filter((figure) => figure.merchantId === merchantId && figure.hour >= from && figure.hour < to)
        .sort(byKey),
    ...consoleReads(tables.console),
    probe: () => {},
  }
}

function doubtReads(tables: Tables): Pick<Reads, 'toDoubt' | 'inDoubt'> {
  return {
    toDoubt: (at, limit) =>
      provisional(tables)
        .filter((each) => isDoubtDue(each.provisional, at))
        .map(({ id }) => id)
        .slice(0, limit),
    inDoubt: (merchantId, after, limit) =>
      [...tables.payments.values()]
        .flatMap((payment) => {
          const place = doubtPlace(payment)
          return place === undefined ? [] : [{ payment, place }]
        })
        .filter(({ place }) => merchantId === null || place.merchantId === merchantId)
        .filter(({ place }) => after === null || isBehind(place, after))
        .toSorted((one, other) => (isBehind(one.place, other.place) ? 1 : -1))
        .map(({ payment }) => payment)
        .slice(0, limit),
  }
}

function receipts(tables: Tables): Pick<Reads, 'receiptsDue' | 'nextReceiptDueAt' | 'receiptIdentifier'> {
  return {
    receiptsDue: (at, limit) =>
      receiptsOpen(tables)
        .filter(({ dueAt }) => dueAt <= at)
        .map(({ id }) => id)
        .slice(0, limit),
    nextReceiptDueAt: () => receiptsOpen(tables)[0]?.dueAt ?? null,
    receiptIdentifier: (merchantId, id) => ofMerchant(merchantId, tables.receiptIdentifiers.get(id))?.identifier,
  }
}

type DeliveryLooks = 'waitingQueues' | 'delivery' | 'listDeliveries' | 'deliveries' | 'tries' | 'health'

function deliveries(tables: Tables): Pick<Reads, DeliveryLooks> {
  return {
    waitingQueues: (wall, after, limit) => waitingQueues(tables, wall, after, limit),
    delivery: (merchantId, id) => ofMerchant(merchantId, tables.deliveries.get(id)?.delivery),
    listDeliveries: (merchantId, filter, after, limit) => listed(tables, merchantId, filter, after).slice(0, limit),
    deliveries: (merchantId, id) =>
      present(tables.ofPayment.get(id) ?? [], (delivery) => tables.deliveries.get(delivery))
        .filter(({ delivery }) => delivery.merchantId === merchantId)
        .map(({ delivery }) => delivery)
        .sort(keyOrder),
    tries: (merchantId, id) =>
      ofMerchant(merchantId, tables.deliveries.get(id)?.delivery) === undefined ? [] : (tables.tries.get(id) ?? []),
    health: (merchantId) =>
      [...tables.health.values()]
        .filter((health) => health.merchantId === merchantId)
        .sort((a, b) => (a.endpoint < b.endpoint ? -1 : 1)),
  }
}

function feed(tables: Tables, merchantId: MerchantId, after: EventKey | null): readonly EventKey[] | undefined {
  const own = tables.feed
    .filter((event) => event.merchantId === merchantId)
    .map(({ paymentId, version }) => ({ paymentId, version }))
  const from = own.findIndex(({ paymentId, version }) => paymentId === after?.paymentId && version === after.version)
  return after !== null && from < 0 ? undefined : own.slice(from + 1)
}

function searches(tables: Tables): Pick<Reads, 'ofNumber' | 'ofAttempt' | 'ofBuyer' | 'browse' | 'atOutlet'> {
  const newestOf = (merchantId: MerchantId): readonly Payment[] =>
    [...tables.payments.values()].filter((payment) => payment.merchantId === merchantId).reverse()
  return {
    ofNumber: (merchantId, number, limit) =>
      newestOf(merchantId)
        .filter((payment) => payment.number === number)
        .slice(0, limit),
    ofAttempt: (merchantId, name, limit) =>
      newestOf(merchantId)
        .filter(({ id }) => tables.events.get(id)?.some(({ data }) => attemptNames(data).includes(name)))
        .slice(0, limit),
    ofBuyer({ merchantId, field, hash, after, limit }) {
      return behind(newestOf(merchantId), after)
        ?.filter(({ id }) => tables.personal.get(id)?.[`${field}Hash`] === hash)
        .slice(0, limit)
    },
    browse: (asked, at) => browse(newestOf(asked.merchantId), asked, at),
    atOutlet({ merchantId, outlet, from, to, after, limit }, at) {
      return behind(newestOf(merchantId), after)
        ?.filter(({ lastAttempt }) => lastAttempt?.request.outlet === outlet)
        .filter((payment) => isWithin(statusSince(asOf(payment, at)), from, to))
        .slice(0, limit)
    },
  }
}

function browse(
  own: readonly Payment[],
  { text, status, from, to, after, limit, look }: BrowseAsked,
  at: Instant,
): Browsed | undefined {
  const looked = behind(own, after)
    ?.filter(({ issuedAt }) => isWithin(issuedAt, from, to))
    .slice(0, look)
  if (looked === undefined) return undefined
  const found = looked
    .filter((payment) => status === null || V1_STATUS[asOf(payment, at).state] === status)
    .filter((payment) => isAbout(payment, text))
    .slice(0, limit)
  const last = found.length === limit ? found.at(-1) : looked.length === look ? looked.at(-1) : undefined
  return { payments: found, lookedTo: last === undefined ? null : { id: last.id, issuedAt: last.issuedAt } }
}

function behind(own: readonly Payment[], after: PaymentId | null): readonly Payment[] | undefined {
  const start = own.findIndex(({ id }) => id === after)
  return after !== null && start < 0 ? undefined : own.slice(start + 1)
}

function isWithin(since: Instant, from: Instant, to: Instant): boolean {
  return since >= from && since <= to
}

/** What the others find by index, looked for in all there is. */
function list({ payments }: Tables, asked: ListAsked, at: Instant): PaymentList {
  const { merchantId, status, from, to, sorting, skip, take } = asked
  const now = [...payments.values()]
    .filter((payment) => payment.merchantId === merchantId)
    .map((payment) => asOf(payment, at))
    .filter((payment) => status === null || V1_STATUS[payment.state] === status)
    .filter((payment) => isWithin(statusSince(payment), from, to))
  return { total: now.length, payments: inOrder(now.reverse(), sorting).slice(skip, skip + take) }
}

function ofMerchant<Row extends { readonly merchantId: string }>(
  merchantId: string,
  row: Row | undefined,
): Row | undefined {
  return row?.merchantId === merchantId ? row : undefined
}

function present<Key, Row>(keys: readonly Key[], find: (key: Key) => Row | undefined): Row[] {
  return keys.flatMap((key) => find(key) ?? [])
}

function expired({ live, payments }: Tables, at: Instant): readonly PaymentId[] {
  return present([...live], (id) => payments.get(id))
    .filter((payment) => payment.state === 'ready' && endsAt(payment) <= at)
    .sort((a, b) => endsAt(a) - endsAt(b))
    .map(({ id }) => id)
}

function nextEndsAt({ live, payments }: Tables): Instant | null {
  const ends = present([...live], (id) => payments.get(id)).filter(({ state }) => state === 'ready')
  return ends.length === 0 ? null : (Math.min(...ends.map(endsAt)) as Instant)
}

/** The earliest due first. */
function provisional({ provisional: open, payments }: Tables) {
  return present([...open], (id) => payments.get(id))
    .flatMap((payment) =>
      payment.state === 'paid' && payment.provisional !== null
        ? [{ ...payment, provisional: payment.provisional }]
        : [],
    )
    .sort((a, b) => a.provisional.completeBy - b.provisional.completeBy)
}

/** The earliest first. */
function receiptsOpen({ receiptsOpen: open, payments }: Tables) {
  return present([...open], (id) => payments.get(id))
    .flatMap(({ id, receipt }) => {
      const dueAt = receiptDueAt(receipt)
      return dueAt === null ? [] : [{ id, dueAt }]
    })
    .sort((a, b) => a.dueAt - b.dueAt)
}

function held({ live, payments }: Tables): PaymentIn<'authorising'>[] {
  return present([...live], (id) => payments.get(id)).filter((payment) => payment.state === 'authorising')
}

function waitingQueues(
  tables: Tables,
  wall: WallTime,
  after: QueueName | null,
  limit: number,
): readonly WaitingQueue[] {
  return [...tables.waiting.keys()]
    .filter((queue) => after === null || queue > after)
    .sort()
    .flatMap((queue) => {
      const health = tables.health.get(queue)
      if (health !== undefined && mayCall(health, wall) === 'none') return []
      const [first] = freeIn(tables, queue, wall)
      if (first?.delivery.state !== 'waiting') return []
      return [{ queue, merchantId: first.delivery.merchantId, dueAt: first.delivery.nextTryAt }]
    })
    .slice(0, limit)
}

function listed(
  { deliveries }: Tables,
  merchantId: MerchantId,
  { endpoint, state, from, to }: DeliveryFilter,
  after: DeliveryCursor | null,
): readonly Delivery[] {
  return [...deliveries.values()]
    .map(({ delivery }) => delivery)
    .filter((each) => each.merchantId === merchantId)
    .filter((each) => endpoint === undefined || each.endpoint === endpoint)
    .filter((each) => state === undefined || each.state === state)
    .filter(({ createdAt }) => (from === undefined || createdAt >= from) && (to === undefined || createdAt <= to))
    .filter((each) => after === null || newestFirst(after, each) < 0)
    .sort(newestFirst)
}

function newestFirst(a: DeliveryCursor, b: DeliveryCursor): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}
