/**
 * What a command may know: the rows a keeper loaded for its batch, and the time the keeper stamped. A keeper loads
 * `needs(command)` first and then `references(rows)` until nothing is missing, so the core never asks for more.
 */
import type { Attempt, CounterRequest, TillKey, TillRequest } from './attempt.ts'
import type { CollectionNumber, Instant, MerchantId, NetworkId, PaymentId, SuspenseId, WallTime } from './brand.ts'
import type { Command } from './commands.ts'
import type { Endpoint } from './endpoint.ts'
import type { ExternalReceipt } from './external-receipt.ts'
import { type Idempotency, type IssueKey, issueKey, type UsedKey } from './issue-key.ts'
import { keyAtDesk, keysOfRow } from './late-keys.ts'
import type { Merchant } from './merchant.ts'
import type { Network, Outlet } from './network.ts'
import { type Order, type OrderKey, orderKey } from './order.ts'
import type { Payment } from './payment.ts'
import type { RouteAsked } from './refund-commands.ts'
import { type ReportRow, type RowKey, rowKey } from './report.ts'
import { isReportCommand, type ReportCommand } from './report-commands.ts'
import type { SuspenseEntry } from './suspense.ts'
import { type DayKey, dayOfKey, type TillDay } from './till-day.ts'

export type NumberKey = string & { readonly __numberKey: unique symbol }

export function numberKey(network: NetworkId, number: CollectionNumber): NumberKey {
  return `${network}/${number}` as NumberKey
}

/** Rows by key. A key that was looked for and is not in storage has no entry. */
export interface Rows {
  readonly merchants: ReadonlyMap<MerchantId, Merchant>
  /** Loaded with their merchant; one that has none has no entry. */
  readonly endpoints: ReadonlyMap<MerchantId, readonly Endpoint[]>
  readonly orders: ReadonlyMap<OrderKey, Order>
  readonly payments: ReadonlyMap<PaymentId, Payment>
  /** The payment that was issued last on a number. */
  readonly numbers: ReadonlyMap<NumberKey, PaymentId>
  readonly issueKeys: ReadonlyMap<IssueKey, UsedKey>
  /** The payment of the refund that was given this number as a slip; loaded with the numbers. */
  readonly slips: ReadonlyMap<NumberKey, PaymentId>
  readonly attempts: ReadonlyMap<TillKey, Attempt>
  readonly tillRequests: ReadonlyMap<TillKey, TillRequest>
  readonly reportRows: ReadonlyMap<RowKey, ReportRow>
  /** What files told of a number, oldest first. */
  readonly toldOf: ReadonlyMap<NumberKey, readonly ReportRow[]>
  readonly suspense: ReadonlyMap<SuspenseId, SuspenseEntry>
  readonly tillDays: ReadonlyMap<DayKey, TillDay>
  readonly externals: ReadonlyMap<OrderKey, ExternalReceipt>
}

export interface Facts extends Rows {
  /** The whole store's side, in memory on every node. */
  readonly networks: ReadonlyMap<NetworkId, Network>
  /** By `network/outlet`. */
  readonly outlets: ReadonlyMap<string, Outlet>
  readonly at: Instant
  readonly wall: WallTime
  /** The request still has time to be answered. */
  readonly inTime: boolean
}

/** Which rows to load. Reverse requests are kept apart from collects under the same kind of key. */
export interface Keys {
  readonly merchants: readonly MerchantId[]
  readonly orders: readonly OrderKey[]
  readonly payments: readonly PaymentId[]
  readonly numbers: readonly NumberKey[]
  readonly issueKeys: readonly IssueKey[]
  readonly attempts: readonly TillKey[]
  readonly tillRequests: readonly TillKey[]
  readonly reportRows: readonly RowKey[]
  readonly toldOf: readonly NumberKey[]
  readonly suspense: readonly SuspenseId[]
  readonly tillDays: readonly DayKey[]
  /** Days of which every attempt and every stored request is loaded. */
  readonly daysAttempts: readonly DayKey[]
  readonly externals: readonly OrderKey[]
}

const NO_KEYS: Keys = {
  merchants: [],
  orders: [],
  payments: [],
  numbers: [],
  issueKeys: [],
  attempts: [],
  tillRequests: [],
  reportRows: [],
  toldOf: [],
  suspense: [],
  tillDays: [],
  daysAttempts: [],
  externals: [],
}

/** The rows a command names itself. */
export function needs(command: Command): Keys {
  if (isReportCommand(command)) return needsOfReport(command)
  switch (command.type) {
    case 'issue': {
      const { terms, idempotency } = command
      return {
        ...NO_KEYS,
        merchants: [terms.merchantId],
        orders: [orderKey(terms)],
        payments: [terms.id],
        numbers: [numberKey(terms.network, terms.number)],
        issueKeys: usedKeys(terms.merchantId, idempotency),
      }
    }
    case 'inquire':
      return { ...NO_KEYS, numbers: [numberKey(command.till.network, command.number)] }
    case 'claim':
    case 'pay_out':
      return needsOfSale(command.request)
    case 'settle':
      return { ...NO_KEYS, attempts: [command.key] }
    // A till may name what it asked for where it should name what it did, and it may do so before that has come.
    case 'reverse':
      return { ...NO_KEYS, attempts: [command.original], tillRequests: [command.key, command.original] }
    case 'cancel':
    case 'complete':
      return keysOfAsked(command.type === 'cancel' ? command.request : command)
    case 'refund':
      return {
        ...NO_KEYS,
        payments: [command.paymentId],
        numbers: slipKeys(command.route),
        issueKeys: usedKeys(command.merchantId, command.idempotency),
      }
    case 'reroute_refund':
      return { ...NO_KEYS, payments: [command.paymentId], numbers: slipKeys(command.route) }
    case 'ask_external':
      return { ...NO_KEYS, orders: [orderKey(command)], externals: [orderKey(command)] }
    case 'cancel_external':
    case 'retry_external':
    case 'settle_external':
      return { ...NO_KEYS, externals: [orderKey(command)] }
    case 'revoke':
    case 'amend':
    case 'suspend':
    case 'resume':
    case 'lapse':
    case 'expire':
    case 'ask_receipt':
    case 'cancel_receipt':
    case 'retry_receipt':
    case 'settle_receipt':
    case 'settle_payout':
    case 'resolve_doubt':
    case 'try_transfer':
    case 'settle_transfer':
      return { ...NO_KEYS, payments: [command.paymentId] }
  }
}

function needsOfSale({ network, number, key }: CounterRequest): Keys {
  return { ...NO_KEYS, numbers: [numberKey(network, number)], attempts: [key], tillDays: [dayOfKey(key)] }
}

function needsOfReport(command: ReportCommand): Keys {
  switch (command.type) {
    case 'reconcile_row': {
      const number = numberKey(command.head.network, command.told.number)
      return {
        ...NO_KEYS,
        numbers: [number],
        toldOf: [number],
        reportRows: [rowKey(command.head.id, command.no)],
        attempts: keysOfRow(command),
      }
    }
    case 'post_suspense':
      return {
        ...NO_KEYS,
        payments: [command.paymentId],
        suspense: [command.entry.id],
        attempts: [keyAtDesk(command.entry)],
      }
    case 'settle_suspense':
      return { ...NO_KEYS, suspense: [command.suspenseId] }
    case 'open_day':
      return { ...NO_KEYS, tillDays: [command.day] }
    case 'close_day':
      return { ...NO_KEYS, tillDays: [command.day], daysAttempts: [command.day] }
  }
}

function usedKeys(merchantId: MerchantId, idempotency: Idempotency | null): readonly IssueKey[] {
  return idempotency === null ? [] : [issueKey(merchantId, idempotency.key)]
}

/** What bears the request's own key may have barred it. */
function keysOfAsked({ original, key }: { readonly original: TillKey; readonly key: TillKey }): Keys {
  return { ...NO_KEYS, attempts: [original, key], tillRequests: [key], tillDays: [dayOfKey(key)] }
}

function slipKeys(route: RouteAsked | null): readonly NumberKey[] {
  return route?.kind === 'slip' ? [numberKey(route.network, route.number)] : []
}

/**
 * The rows that loaded rows lead to: a number or a used key to its payment, a payment to its order, an order to its
 * payments, a payment that is not final to the attempt whose answer it has.
 */
export function references(rows: Rows): Keys {
  const merchants = new Set<MerchantId>()
  const orders = new Set<OrderKey>()
  const attempts = new Set<TillKey>()
  const payments = new Set<PaymentId>([...rows.numbers.values(), ...rows.slips.values()])
  for (const payment of rows.payments.values()) {
    merchants.add(payment.merchantId)
    orders.add(orderKey(payment))
    if (payment.state === 'paid' && payment.provisional !== null) attempts.add(payment.lastAttempt.request.key)
  }
  for (const order of rows.orders.values()) {
    for (const id of order.live) payments.add(id)
  }
  for (const { paymentId } of rows.issueKeys.values()) payments.add(paymentId)
  for (const attempt of rows.attempts.values()) {
    if (attempt.state !== 'tombstoned' && attempt.paymentId !== null) payments.add(attempt.paymentId)
  }
  const told = [...rows.toldOf.values()].flat()
  return {
    ...NO_KEYS,
    merchants: [...merchants],
    orders: [...orders],
    payments: [...payments],
    suspense: told.flatMap(({ suspense }) => suspense ?? []),
    attempts: [...attempts],
  }
}
