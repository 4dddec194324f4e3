/** The rows a batch asks for, each by its key. A point look-up costs about 2 us, as little as one big join would. */
import { type Attempt, keyOf, type TillKey, type TillRequest } from '../../core/attempt.ts'
import type { CollectionNumber, MerchantId, NetworkId, OrderId, PaymentId } from '../../core/brand.ts'
import type { Keys, NumberKey, Rows } from '../../core/facts.ts'
import type { IssueKey } from '../../core/issue-key.ts'
import type { OrderKey } from '../../core/order.ts'
import { ROWS_OF_NUMBER_MAX } from '../../core/reconcile.ts'
import type { ReportRow, RowKey } from '../../core/report.ts'
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
import type { SqlStatement } from './handle.ts'
import type { WriteStatements } from './statements.ts'

export function loadRows(statements: WriteStatements, directory: Directory, keys: Keys): Rows {
  return {
    merchants: found(keys.merchants, (id) => directory.merchants.get(id)),
    endpoints: found(keys.merchants, (id) => directory.endpoints.get(id)),
    orders: found(keys.orders, (key) => one(statements.order, partsOf<MerchantId, OrderId>(key), orderOf)),
    payments: found(keys.payments, (id) => one(statements.paymentById, [id], paymentOf)),
    numbers: found(keys.numbers, (key) => one(statements.idOnNumber, partsOf<NetworkId, CollectionNumber>(key), idOf)),
    issueKeys: found(keys.issueKeys, (key) => one(statements.issueKey, partsOf<MerchantId, string>(key), usedKeyOf)),
    slips: found(keys.numbers, (key) => one(statements.slip, partsOf<NetworkId, CollectionNumber>(key), idOf)),
    attempts: new Map([
      ...found(keys.attempts, (key) => one(statements.attempt, [key], attemptOf)),
      ...ofDays(statements, keys.daysAttempts),
    ]),
    tillRequests: new Map([
      ...found(keys.tillRequests, (key) => one(statements.tillRequest, [key], tillRequestOf)),
      ...requestsOfDays(statements, keys.daysAttempts),
    ]),
    reportRows: found(keys.reportRows, (key) => one(statements.reportRow, partsOf<string, string>(key), reportRowOf)),
    toldOf: found(keys.toldOf, (key) => told(statements, key)),
    suspense: found(keys.suspense, (id) => one(statements.suspenseById, [id], suspenseOf)),
    tillDays: found(keys.tillDays, (day) => one(statements.tillDay, [day], tillDayOf)),
    externals: found(keys.externals, (key) => one(statements.external, partsOf<MerchantId, OrderId>(key), externalOf)),
  }
}

/** Oldest first. */
function told(statements: WriteStatements, key: NumberKey): readonly ReportRow[] {
  return statements.toldOfNumber
    .all(...partsOf(key), ROWS_OF_NUMBER_MAX)
    .map(reportRowOf)
    .reverse()
}

function requestsOfDays(
  { requestsOfDay }: WriteStatements,
  days: readonly DayKey[],
): readonly (readonly [TillKey, TillRequest])[] {
  const found = days.flatMap((day) => requestsOfDay.all(...keysOfDay(day)).map(tillRequestOf))
  return found.map((request) => [request.key, request])
}

function ofDays({ attemptsOfDay }: WriteStatements, days: readonly DayKey[]): readonly (readonly [TillKey, Attempt])[] {
  return days.flatMap((day) => attemptsOfDay.all(...keysOfDay(day)).map(attemptOf)).map((each) => [keyOf(each), each])
}

/** The row a statement finds, read; undefined when there is none. */
export function one<Value>(
  statement: SqlStatement,
  values: readonly SqlValue[],
  read: (row: Row) => Value,
): Value | undefined {
  const row = statement.get(...values)
  return row === undefined ? undefined : read(row)
}

function idOf(row: Row): PaymentId {
  return text(row, 'id') as PaymentId
}

function found<Key, Value>(keys: readonly Key[], find: (key: Key) => Value | undefined): ReadonlyMap<Key, Value> {
  const rows = new Map<Key, Value>()
  for (const key of keys) {
    const row = find(key)
    if (row !== undefined) rows.set(key, row)
  }
  return rows
}

/** These kinds of key are two parts around the first slash. */
function partsOf<First extends string, Second extends string>(
  key: OrderKey | NumberKey | IssueKey | RowKey,
): readonly [First, Second] {
  const slash = key.indexOf('/')
  return [key.slice(0, slash) as First, key.slice(slash + 1) as Second]
}
