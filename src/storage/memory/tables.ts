/**
 * What the memory keeper keeps: the rows in maps, with the few indexes its reads need. Written in whole batches only;
 * the second walls (an event once, a pay token once, a key once) are looked at before anything is changed.
 */
import type { Attempt, TillKey, TillRequest } from '../../core/attempt.ts'
import type {
  DeliveryId,
  Instant,
  MerchantId,
  PaymentId,
  QueueName,
  ReceiptId,
  RefundId,
  ReportId,
  SuspenseId,
  WallTime,
} from '../../core/brand.ts'
import { receiptDueAt } from '../../core/cash-receipt.ts'
import type { Changes, KeptIdentifier } from '../../core/changes.ts'
import type { SealedPersonal, SealedText } from '../../core/commands.ts'
import type { ConfirmFigure } from '../../core/confirm-figures.ts'
import type { Delivery } from '../../core/delivery.ts'
import type { EndpointHealth } from '../../core/endpoint-health.ts'
import type { ExternalReceipt } from '../../core/external-receipt.ts'
import { type Keys, type NumberKey, numberKey, type Rows } from '../../core/facts.ts'
import type { IssueKey, UsedKey } from '../../core/issue-key.ts'
import { type Order, type OrderKey, orderKey } from '../../core/order.ts'
import type { Payment, PaymentEvent } from '../../core/payment.ts'
import type { Prepared } from '../../core/prepared.ts'
import { ROWS_OF_NUMBER_MAX } from '../../core/reconcile.ts'
import type { ReportRow, RowKey, ToldSale } from '../../core/report.ts'
import type { SuspenseEntry } from '../../core/suspense.ts'
import { type DayKey, dayOfKey, type TillDay } from '../../core/till-day.ts'
import type { TokenLife } from '../../core/token.ts'
import { EMPTY_DIRECTORY } from '../directory.ts'
import type { KeptRegistration } from '../registrations.ts'
import type { Report } from '../report-keeper.ts'
import type { Counter, DeliveryTry, Directory, PersonalNamed } from '../storage.ts'
import type { TimeTold } from '../writes.ts'
import { type ConsoleTables, emptyConsole } from './console.ts'
import { markRegistrations } from './registrations.ts'
import { putIn, takeOut, type Waiting } from './waiting.ts'

export interface QueuedDelivery {
  readonly delivery: Delivery
  readonly fence: number
  /** Null: nobody has it. */
  readonly leaseUntil: WallTime | null
}

export interface Tables {
  directory: Directory
  time: TimeTold
  readonly orders: Map<OrderKey, Order>
  readonly payments: Map<PaymentId, Payment>
  /** Oldest issue first. */
  readonly ofOrder: Map<OrderKey, PaymentId[]>
  readonly numbers: Map<NumberKey, PaymentId>
  readonly issueKeys: Map<IssueKey, UsedKey>
  readonly slips: Map<NumberKey, PaymentId>
  /** Where a refund is found. */
  readonly refunds: Map<RefundId, PaymentId>
  readonly accounts: Map<RefundId, { readonly merchantId: MerchantId; readonly account: SealedText }>
  readonly payTokens: Map<string, PaymentId>
  /** Ready or held by a till. */
  readonly live: Set<PaymentId>
  /** Paid, and not final. */
  readonly provisional: Set<PaymentId>
  readonly attempts: Map<TillKey, Attempt>
  readonly tillRequests: Map<TillKey, TillRequest>
  readonly events: Map<PaymentId, PaymentEvent[]>
  readonly eventKeys: Set<string>
  /** In the order in which they were written. */
  readonly feed: PaymentEvent[]
  readonly personal: Map<PaymentId, SealedPersonal>
  /** With a receipt whose issuer is to be asked some time. */
  readonly receiptsOpen: Set<PaymentId>
  readonly receiptIdentifiers: Map<ReceiptId, KeptIdentifier>
  readonly externals: Map<OrderKey, ExternalReceipt>
  readonly externalIdentifiers: Map<OrderKey, SealedText>
  readonly deliveries: Map<DeliveryId, QueuedDelivery>
  readonly ofPayment: Map<PaymentId, DeliveryId[]>
  readonly waiting: Waiting
  readonly tries: Map<DeliveryId, DeliveryTry[]>
  readonly prepared: Map<OrderKey, Prepared>
  /** By merchant and payment. */
  readonly registrations: Map<string, KeptRegistration>
  /** By the queue of the endpoint; one that has nothing to tell is not in it. */
  readonly health: Map<QueueName, EndpointHealth>
  readonly tokens: Map<number, TokenLife>
  readonly counters: Map<Counter, number>
  readonly reports: Map<ReportId, { readonly report: Report; readonly told: readonly ToldSale[] }>
  readonly reportRows: Map<RowKey, ReportRow>
  /** In the order in which they were written. */
  readonly toldOf: Map<NumberKey, ReportRow[]>
  readonly suspense: Map<SuspenseId, SuspenseEntry>
  readonly tillDays: Map<DayKey, TillDay>
  /** By all but their count. */
  readonly confirmFigures: Map<string, ConfirmFigure>
  readonly tillSightings: Map<string, WallTime>
  readonly console: ConsoleTables
}

export function emptyTables(): Tables {
  return {
    directory: EMPTY_DIRECTORY,
    time: { last: 0 as Instant, offsetMs: 0 },
    orders: new Map(),
    payments: new Map(),
    ofOrder: new Map(),
    numbers: new Map(),
    issueKeys: new Map(),
    slips: new Map(),
    refunds: new Map(),
    accounts: new Map(),
    payTokens: new Map(),
    live: new Set(),
    provisional: new Set(),
    attempts: new Map(),
    tillRequests: new Map(),
    events: new Map(),
    eventKeys: new Set(),
    feed: [],
    personal: new Map(),
    receiptsOpen: new Set(),
    receiptIdentifiers: new Map(),
    externals: new Map(),
    externalIdentifiers: new Map(),
    deliveries: new Map(),
    ofPayment: new Map(),
    waiting: new Map(),
    tries: new Map(),
    prepared: new Map(),
    registrations: new Map(),
    health: new Map(),
    tokens: new Map(),
    counters: new Map(),
    reports: new Map(),
    reportRows: new Map(),
    toldOf: new Map(),
    suspense: new Map(),
    tillDays: new Map(),
    confirmFigures: new Map(),
    tillSightings: new Map(),
    console: emptyConsole(),
  }
}

/** All but the directory, how its endpoints fare, the console's people and records, tokens, counters, figures of questions and the clock. */
export function forgetPayments(tables: Tables): void {
  const { orders, payments, ofOrder, numbers, issueKeys, payTokens, live, attempts, tillRequests } = tables
  const { events, eventKeys, personal, receiptsOpen, receiptIdentifiers, slips, refunds, accounts } = tables
  const { deliveries, ofPayment, waiting, tries, prepared, provisional, externals, externalIdentifiers } = tables
  for (const table of [orders, payments, ofOrder, numbers, issueKeys, payTokens, live, attempts]) table.clear()
  for (const table of [tillRequests, events, eventKeys, personal, receiptsOpen, receiptIdentifiers]) table.clear()
  for (const table of [slips, refunds, accounts, deliveries, ofPayment, waiting, tries, prepared]) table.clear()
  const { reports, reportRows, toldOf, suspense, tillDays } = tables
  for (const table of [reports, reportRows, toldOf, suspense, tillDays]) table.clear()
  for (const table of [tables.console.dayFigures, tables.console.counted]) table.clear()
  for (const table of [provisional, externals, externalIdentifiers]) table.clear()
  tables.registrations.clear()
  tables.feed.length = 0
}

/** Answers how many records there were. */
export function erasePersonal(tables: Tables, named: PersonalNamed): number {
  if ('orderId' in named) return tables.externalIdentifiers.delete(orderKey(named)) ? 1 : 0
  const { merchantId, paymentId, refundIds, receiptIds } = named
  const { payments, personal, accounts, receiptIdentifiers } = tables
  const erased = [
    payments.get(paymentId)?.merchantId === merchantId && personal.delete(paymentId),
    ...refundIds.map((id) => accounts.get(id)?.merchantId === merchantId && accounts.delete(id)),
    ...receiptIds.map((id) => receiptIdentifiers.get(id)?.merchantId === merchantId && receiptIdentifiers.delete(id)),
  ]
  return erased.filter(Boolean).length
}

export function loadRows(tables: Tables, keys: Keys): Rows {
  return {
    merchants: picked(tables.directory.merchants, keys.merchants),
    endpoints: picked(tables.directory.endpoints, keys.merchants),
    orders: picked(tables.orders, keys.orders),
    payments: picked(tables.payments, keys.payments),
    numbers: picked(tables.numbers, keys.numbers),
    issueKeys: picked(tables.issueKeys, keys.issueKeys),
    slips: picked(tables.slips, keys.numbers),
    attempts: new Map([...picked(tables.attempts, keys.attempts), ...ofDays(tables.attempts, keys.daysAttempts)]),
    tillRequests: new Map([
      ...picked(tables.tillRequests, keys.tillRequests),
      ...ofDays(tables.tillRequests, keys.daysAttempts),
    ]),
    reportRows: picked(tables.reportRows, keys.reportRows),
    toldOf: new Map(
      [...picked(tables.toldOf, keys.toldOf)].map(([key, rows]) => [key, rows.slice(-ROWS_OF_NUMBER_MAX)]),
    ),
    suspense: picked(tables.suspense, keys.suspense),
    tillDays: picked(tables.tillDays, keys.tillDays),
    externals: picked(tables.externals, keys.externals),
  }
}

/** Throws, with nothing changed, where a row would break a wall. */
export function writeChanges(tables: Tables, changes: Changes): void {
  assertWalls(tables, changes)
  for (const event of changes.events) writeEvent(tables, event)
  for (const payment of changes.payments.values()) writePayment(tables, payment)
  setAll(tables.orders, changes.orders)
  setAll(tables.numbers, changes.numbers)
  setAll(tables.issueKeys, changes.issueKeys)
  setAll(tables.slips, changes.slips)
  for (const [id, { payment }] of changes.refunds) tables.refunds.set(id, payment.id)
  setAll(tables.accounts, changes.accounts)
  setAll(tables.attempts, changes.attempts)
  setAll(tables.tillRequests, changes.tillRequests)
  for (const [id, { personal }] of changes.personal) tables.personal.set(id, personal)
  setAll(tables.receiptIdentifiers, changes.receiptIdentifiers)
  for (const [key, row] of changes.reportRows) {
    tables.reportRows.set(key, row)
    addTo(tables.toldOf, numberKey(row.network, row.told.number), row)
  }
  setAll(tables.suspense, changes.suspense)
  setAll(tables.tillDays, changes.tillDays)
  setAll(tables.externals, changes.externals)
  setAll(tables.externalIdentifiers, changes.externalIdentifiers)
  markRegistrations(tables, changes.events)
  for (const delivery of changes.deliveries) {
    writeDelivery(tables, { delivery, fence: 0, leaseUntil: null })
    addTo(tables.ofPayment, delivery.paymentId, delivery.id)
  }
}

export function writeDelivery({ deliveries, waiting }: Tables, queued: QueuedDelivery): void {
  const { delivery } = queued
  const before = deliveries.get(delivery.id)?.delivery
  deliveries.set(delivery.id, queued)
  if (before === delivery) return
  if (before !== undefined) takeOut(waiting, before)
  putIn(waiting, delivery)
}

/** Adds a value to the list under a key. */
export function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

function assertWalls(tables: Tables, { events, payments, issueKeys, receiptIdentifiers, reportRows }: Changes): void {
  const fresh = new Set<string>()
  for (const event of events) {
    for (const key of eventKeys(event)) {
      if (tables.eventKeys.has(key) || fresh.has(key)) throw new Error(`broken invariant: event written twice, ${key}`)
      fresh.add(key)
    }
  }
  for (const { id, payToken } of payments.values()) {
    const owner = tables.payTokens.get(payToken)
    if ((owner !== undefined && owner !== id) || fresh.has(`pay token ${payToken}`))
      throw new Error(`broken invariant: the pay token of ${id} is another payment's`)
    fresh.add(`pay token ${payToken}`)
  }
  for (const key of issueKeys.keys())
    if (tables.issueKeys.has(key)) throw new Error(`broken invariant: the key ${key} was used before`)
  for (const key of reportRows.keys())
    if (tables.reportRows.has(key)) throw new Error(`broken invariant: the row ${key} was dealt with twice`)
  for (const id of receiptIdentifiers.keys())
    if (tables.receiptIdentifiers.has(id)) throw new Error(`broken invariant: the receipt ${id} was asked for twice`)
}

function eventKeys({ paymentId, version, command, data }: PaymentEvent): readonly string[] {
  return [`${paymentId} version ${version}`, `${command} ${paymentId} ${data.type}`]
}

function writeEvent({ events, eventKeys: written, feed }: Tables, event: PaymentEvent): void {
  addTo(events, event.paymentId, event)
  feed.push(event)
  for (const key of eventKeys(event)) written.add(key)
}

function writePayment(tables: Tables, payment: Payment): void {
  const { payments, ofOrder, payTokens, live, provisional, receiptsOpen } = tables
  if (!payments.has(payment.id)) addTo(ofOrder, orderKey(payment), payment.id)
  payments.set(payment.id, payment)
  payTokens.set(payment.payToken, payment.id)
  if (payment.state === 'ready' || payment.state === 'authorising') live.add(payment.id)
  else live.delete(payment.id)
  if (payment.state === 'paid' && payment.provisional !== null) provisional.add(payment.id)
  else provisional.delete(payment.id)
  if (receiptDueAt(payment.receipt) === null) receiptsOpen.delete(payment.id)
  else receiptsOpen.add(payment.id)
}

function ofDays<Row>(table: ReadonlyMap<TillKey, Row>, days: readonly DayKey[]): readonly (readonly [TillKey, Row])[] {
  return days.length === 0 ? [] : [...table].filter(([key]) => days.includes(dayOfKey(key)))
}

function picked<Key, Row>(table: ReadonlyMap<Key, Row>, keys: readonly Key[]): ReadonlyMap<Key, Row> {
  const found = new Map<Key, Row>()
  for (const key of keys) {
    const row = table.get(key)
    if (row !== undefined) found.set(key, row)
  }
  return found
}

function setAll<Key, Row>(into: Map<Key, Row>, from: ReadonlyMap<Key, Row>): void {
  for (const [key, row] of from) into.set(key, row)
}
