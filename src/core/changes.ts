/**
 * What a command changes, and the view of the facts that already has the changes in it. `record` is the only way an
 * event comes to be: it evolves payment, order and attempt together and adds the deliveries the event causes.
 */
import type { Attempt, TillKey, TillRequest } from './attempt.ts'
import { evolveAttempt } from './attempt-evolution.ts'
import type { CommandId, MerchantId, NetworkId, PaymentId, ReceiptId, RefundId, SuspenseId } from './brand.ts'
import type { SealedPersonal, SealedText } from './commands.ts'
import type { Delivery } from './delivery.ts'
import type { ExternalReceipt } from './external-receipt.ts'
import { type Facts, type NumberKey, numberKey } from './facts.ts'
import type { IssueKey, UsedKey } from './issue-key.ts'
import type { Merchant } from './merchant.ts'
import type { Network } from './network.ts'
import { evolveOrder, type Order, type OrderKey, orderKey } from './order.ts'
import { type EventData, evolve, type Payment, type PaymentEvent } from './payment.ts'
import { react } from './react.ts'
import { type Refund, refundOf } from './refund.ts'
import type { ReportRow, RowKey } from './report.ts'
import type { SuspenseEntry } from './suspense.ts'
import type { DayKey, TillDay } from './till-day.ts'

/** Everything to be written in one transaction. Maps hold the latest state of each row. */
export interface Changes {
  readonly events: PaymentEvent[]
  readonly payments: Map<PaymentId, Payment>
  readonly orders: Map<OrderKey, Order>
  readonly attempts: Map<TillKey, Attempt>
  readonly tillRequests: Map<TillKey, TillRequest>
  readonly numbers: Map<NumberKey, PaymentId>
  readonly issueKeys: Map<IssueKey, UsedKey>
  /** Numbers that became slips. */
  readonly slips: Map<NumberKey, PaymentId>
  /** Those that an event changed, as they are now. */
  readonly refunds: Map<RefundId, RefundOfPayment>
  readonly accounts: Map<RefundId, OfMerchant & { readonly account: SealedText }>
  readonly deliveries: Delivery[]
  readonly personal: Map<PaymentId, { readonly merchantId: MerchantId; readonly personal: SealedPersonal }>
  /** Whom a receipt is for. */
  readonly receiptIdentifiers: Map<ReceiptId, KeptIdentifier>
  /** Of report files, each dealt with once. */
  readonly reportRows: Map<RowKey, ReportRow>
  readonly suspense: Map<SuspenseId, SuspenseEntry>
  readonly tillDays: Map<DayKey, TillDay>
  readonly externals: Map<OrderKey, ExternalReceipt>
  /** Whom they are for. */
  readonly externalIdentifiers: Map<OrderKey, SealedText>
}

export interface KeptIdentifier {
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly identifier: SealedText
}

interface OfMerchant {
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
}

/** A refund with what tells whose it is. */
export interface RefundOfPayment {
  readonly payment: Payment
  readonly refund: Refund
}

/** An event that decide wants, before it has a version and a time. */
export interface Draft {
  readonly paymentId: PaymentId
  readonly merchantId: MerchantId
  readonly data: EventData
}

export interface Scene {
  readonly command: CommandId
  readonly facts: Facts
  readonly changes: Changes
}

export function openScene(command: CommandId, facts: Facts): Scene {
  return { command, facts, changes: noChanges() }
}

export function noChanges(): Changes {
  return {
    events: [],
    payments: new Map(),
    orders: new Map(),
    attempts: new Map(),
    tillRequests: new Map(),
    numbers: new Map(),
    issueKeys: new Map(),
    slips: new Map(),
    refunds: new Map(),
    accounts: new Map(),
    deliveries: [],
    personal: new Map(),
    receiptIdentifiers: new Map(),
    reportRows: new Map(),
    suspense: new Map(),
    tillDays: new Map(),
    externals: new Map(),
    externalIdentifiers: new Map(),
  }
}

export function paymentIn({ facts, changes }: Scene, id: PaymentId): Payment | undefined {
  return changes.payments.get(id) ?? facts.payments.get(id)
}

export function attemptIn({ facts, changes }: Scene, key: TillKey): Attempt | undefined {
  return changes.attempts.get(key) ?? facts.attempts.get(key)
}

export function paymentOnNumber(scene: Scene, key: NumberKey): Payment | undefined {
  const id = scene.facts.numbers.get(key)
  return id === undefined ? undefined : paymentIn(scene, id)
}

export function paymentOnSlip(scene: Scene, key: NumberKey): Payment | undefined {
  const id = scene.facts.slips.get(key)
  return id === undefined ? undefined : paymentIn(scene, id)
}

export function externalIn(
  { facts, changes }: Scene,
  of: Pick<ExternalReceipt, 'merchantId' | 'orderId'>,
): ExternalReceipt | undefined {
  const key = orderKey(of)
  return changes.externals.get(key) ?? facts.externals.get(key)
}

/** An order that has no row yet is an empty one. */
export function orderIn({ facts, changes }: Scene, of: Pick<Order, 'merchantId' | 'orderId'>): Order {
  const key = orderKey(of)
  const { merchantId, orderId } = of
  return (
    changes.orders.get(key) ?? facts.orders.get(key) ?? { merchantId, orderId, live: [], holder: null, collected: null }
  )
}

export function livePayments(scene: Scene, order: Order): readonly Payment[] {
  return order.live.map((id) => existing(paymentIn(scene, id), `live payment ${id}`))
}

export function merchantIn({ facts }: Scene, id: MerchantId): Merchant {
  return existing(facts.merchants.get(id), `merchant ${id}`)
}

export function networkIn({ facts }: Scene, id: NetworkId): Network {
  return existing(facts.networks.get(id), `network ${id}`)
}

export function record(scene: Scene, draft: Draft): void {
  const { facts, changes } = scene
  const before = paymentIn(scene, draft.paymentId)
  const event: PaymentEvent = { ...draft, version: (before?.version ?? 0) + 1, at: facts.at, command: scene.command }
  const after = evolve(before, event)
  const merchant = merchantIn(scene, after.merchantId)
  changes.events.push(event)
  changes.payments.set(after.id, after)
  changes.orders.set(orderKey(after), evolveOrder(orderIn(scene, after), event))
  const attempt = evolveAttempt(event, after, merchant.name, facts.wall, attemptOf(scene, after))
  if (attempt !== undefined && after.lastAttempt !== null) changes.attempts.set(after.lastAttempt.request.key, attempt)
  if (draft.data.type === 'issued') changes.numbers.set(numberKey(after.network, after.number), after.id)
  noteRefunds(changes, draft.data, after)
  changes.deliveries.push(...react(event, before, after, merchant, facts.endpoints.get(merchant.id) ?? []))
}

/** The latest of its attempts, as far as it was loaded. */
function attemptOf(scene: Scene, { lastAttempt }: Payment): Attempt | undefined {
  return lastAttempt === null ? undefined : attemptIn(scene, lastAttempt.request.key)
}

function noteRefunds({ refunds, slips }: Changes, data: EventData, payment: Payment): void {
  for (const id of refundIdsOf(data)) {
    const refund = existing(refundOf(payment, id), `refund ${id}`)
    refunds.set(id, { payment, refund })
    const isNewSlip = refund.route.kind === 'slip' && (data.type === 'refunded' || data.type === 'rerouted')
    if (isNewSlip) slips.set(numberKey(payment.network, refund.route.number), payment.id)
  }
}

function refundIdsOf(data: EventData): readonly RefundId[] {
  if (data.type === 'refunded' || data.type === 'cancelled') return [data.refund.id]
  if (data.type === 'slips_expired') return data.refundIds
  return 'refundId' in data ? [data.refundId] : []
}

/** A row that another row names must have been loaded; anything else is a broken keeper. */
function existing<Row>(row: Row | undefined, what: string): Row {
  if (row === undefined) throw new Error(`broken invariant: ${what} was not loaded`)
  return row
}
