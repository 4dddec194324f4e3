/**
 * The rows a batch asks for, one statement for each kind of key, whatever their number; and the locks before them. An
 * order's row is locked before anything that hangs on it is read, in the order of its key, so that two batches which
 * share orders wait for each other instead of deadlocking.
 */
import { keyOf } from '../../core/attempt.ts'
import type { CollectionNumber, NetworkId, PaymentId } from '../../core/brand.ts'
import { type Keys, type NumberKey, numberKey, type Rows } from '../../core/facts.ts'
import { issueKey } from '../../core/issue-key.ts'
import { type OrderKey, orderKey } from '../../core/order.ts'
import { ROWS_OF_NUMBER_MAX } from '../../core/reconcile.ts'
import type { DayKey } from '../../core/till-day.ts'
import { attemptOf, tillRequestOf } from '../rows/attempt-rows.ts'
import { text } from '../rows/cells.ts'
import { keysOfDay } from '../rows/day-range.ts'
import { externalOf } from '../rows/external-rows.ts'
import { usedKeyOf } from '../rows/issue-key-rows.ts'
import { orderOf, paymentOf } from '../rows/payment-rows.ts'
import { reportRowOf, suspenseOf, tillDayOf } from '../rows/report-rows.ts'
import type { Row, SqlValue } from '../rows/row.ts'
import type { Directory } from '../storage.ts'
import type { Line, Statement } from './connections.ts'
import { STATEMENTS } from './statements.ts'
import { arrayLiteral } from './tables.ts'

/** Every order that exists and the keys lead to. Answers which they are. */
export async function lockOrders(line: Line, keys: Keys): Promise<ReadonlySet<OrderKey>> {
  const rows = await line.ask(STATEMENTS.lockOrders, [
    ...partsOf(keys.orders),
    ...partsOf(keys.numbers),
    arrayLiteral(keys.payments),
    arrayLiteral([...keys.attempts]),
  ])
  return new Set(rows.map((row) => orderKey(orderOf({ ...row, live: '[]', holder: null, collected: null }))))
}

export async function loadRows(line: Line, { merchants, endpoints }: Directory, keys: Keys): Promise<Rows> {
  const asked = (
    list: readonly string[],
    statement: Statement,
    values: readonly string[] = [arrayLiteral(list)],
  ): Promise<readonly Row[]> => (list.length === 0 ? Promise.resolve([]) : line.ask(statement, values))
  const [orders, payments, numbers, usedKeys, slips, attempts, tillRequests, ofDays, asksOfDays, externals] =
    await Promise.all([
      asked(keys.orders, STATEMENTS.orders, partsOf(keys.orders)),
      asked(keys.payments, STATEMENTS.payments),
      asked(keys.numbers, STATEMENTS.numbers, partsOf(keys.numbers)),
      asked(keys.issueKeys, STATEMENTS.issueKeys, partsOf(keys.issueKeys)),
      asked(keys.numbers, STATEMENTS.slips, partsOf(keys.numbers)),
      asked(keys.attempts, STATEMENTS.lockAttempts),
      asked(keys.tillRequests, STATEMENTS.tillRequests),
      asked(keys.daysAttempts, STATEMENTS.attemptsOfDays, dayRanges(keys.daysAttempts)),
      asked(keys.daysAttempts, STATEMENTS.requestsOfDays, dayRanges(keys.daysAttempts)),
      asked(keys.externals, STATEMENTS.externals, partsOf(keys.externals)),
    ])
  return {
    merchants: picked(merchants, keys.merchants),
    endpoints: picked(endpoints, keys.merchants),
    orders: byKey(orders, orderOf, orderKey),
    payments: byKey(payments, paymentOf, ({ id }) => id),
    numbers: byKey(numbers, idOf, numberIn),
    issueKeys: byKey(usedKeys, usedKeyOf, ({ merchantId, key }) => issueKey(merchantId, key)),
    slips: byKey(slips, idOf, numberIn),
    attempts: byKey([...ofDays, ...attempts], attemptOf, keyOf),
    tillRequests: byKey([...asksOfDays, ...tillRequests], tillRequestOf, ({ key }) => key),
    ...(await loadReportRows(line, keys)),
    externals: byKey(externals, externalOf, orderKey),
  }
}

type ReportTables = Pick<Rows, 'reportRows' | 'toldOf' | 'suspense' | 'tillDays'>

async function loadReportRows(line: Line, keys: Keys): Promise<ReportTables> {
  const asked = async (list: readonly string[], statement: Statement, values: readonly SqlValue[]) =>
    list.length === 0 ? [] : line.ask(statement, values)
  const [reportRows, told, suspense, tillDays] = await Promise.all([
    asked(keys.reportRows, STATEMENTS.reportRows, partsOf(keys.reportRows)),
    asked(keys.toldOf, STATEMENTS.toldOfNumbers, [...partsOf(keys.toldOf), ROWS_OF_NUMBER_MAX]),
    asked(keys.suspense, STATEMENTS.lockSuspense, [arrayLiteral(keys.suspense)]),
    asked(keys.tillDays, STATEMENTS.lockTillDays, [arrayLiteral(keys.tillDays)]),
  ])
  return {
    reportRows: byKey(reportRows, reportRowOf, ({ key }) => key),
    toldOf: Map.groupBy(told.map(reportRowOf), (row) => numberKey(row.network, row.told.number)),
    suspense: byKey(suspense, suspenseOf, ({ id }) => id),
    tillDays: byKey(tillDays, tillDayOf, ({ day }) => day),
  }
}

function dayRanges(days: readonly DayKey[]): readonly [string, string] {
  const ranges = days.map(keysOfDay)
  return [arrayLiteral(ranges.map(([first]) => first)), arrayLiteral(ranges.map(([, behind]) => behind))]
}

export function idOf(row: Row): PaymentId {
  return text(row, 'id') as PaymentId
}

function numberIn(_id: PaymentId, row: Row): NumberKey {
  return numberKey(text(row, 'network') as NetworkId, text(row, 'number') as CollectionNumber)
}

/** Keys of two parts around their first slash, as two columns. */
function partsOf(keys: readonly string[]): readonly [string, string] {
  const slashes = keys.map((key) => key.indexOf('/'))
  return [
    arrayLiteral(keys.map((key, index) => key.slice(0, slashes[index]))),
    arrayLiteral(keys.map((key, index) => key.slice((slashes[index] ?? 0) + 1))),
  ]
}

function byKey<Key, Value>(
  rows: readonly Row[],
  read: (row: Row) => Value,
  keyIn: (value: Value, row: Row) => Key,
): ReadonlyMap<Key, Value> {
  return new Map(
    rows.map((row) => {
      const value = read(row)
      return [keyIn(value, row), value]
    }),
  )
}

function picked<Key, Value>(all: ReadonlyMap<Key, Value>, keys: readonly Key[]): ReadonlyMap<Key, Value> {
  return new Map(
    keys.flatMap((key) => {
      const value = all.get(key)
      return value === undefined ? [] : [[key, value] as const]
    }),
  )
}
