/**
 * A batch's changes as rows, a statement for each kind. A payment is changed only where its row is still the version
 * that was decided on: together with the unique indexes this holds whatever the locks may have missed. Payments that
 * leave a place come before those that take it, so that the unique indexes never see two in one place on the way from
 * one good state to the next.
 */
import type { TillKey } from '../../core/attempt.ts'
import type { PaymentId } from '../../core/brand.ts'
import type { Changes } from '../../core/changes.ts'
import type { Rows } from '../../core/facts.ts'
import type { OrderKey } from '../../core/order.ts'
import type { Payment, PaymentState } from '../../core/payment.ts'
import { toldToPg } from '../../core/registration.ts'
import { attemptValues, tillRequestValues } from '../rows/attempt-rows.ts'
import { newDeliveryValues } from '../rows/delivery-rows.ts'
import { eventValues } from '../rows/event-rows.ts'
import { externalIdentifierValues, externalValues } from '../rows/external-rows.ts'
import { usedKeyValues } from '../rows/issue-key-rows.ts'
import { changedPaymentValues, newPaymentValues, orderValues } from '../rows/payment-rows.ts'
import { personalValues } from '../rows/personal-rows.ts'
import { receiptIdentifierValues } from '../rows/receipt-rows.ts'
import { accountValues, refundValues, slipValues } from '../rows/refund-rows.ts'
import { reportRowValues, suspenseValues, tillDayValues } from '../rows/report-rows.ts'
import type { SqlValue } from '../rows/row.ts'
import type { Line, Statement } from './connections.ts'
import { DatabaseFault } from './faults.ts'
import { STATEMENTS } from './statements.ts'
import { columnsOf, ROWS } from './tables.ts'

/** What the batch was decided on. */
export interface Basis {
  readonly rows: Rows
  readonly lockedOrders: ReadonlySet<OrderKey>
  /** Till keys that were looked for and are not there; every other attempt has a row, whether or not it was looked at. */
  readonly freshAttempts: ReadonlySet<TillKey>
}

/** Ended ones leave a number, ready ones leave their order's holder, and so on: the later ones may move in. */
const PLACES: readonly (readonly PaymentState[])[] = [['cancelled', 'failed'], ['ready'], ['authorising'], ['paid']]

/** Throws `DatabaseFault` `again` where what was decided on is no longer so. */
export async function writeChanges(line: Line, changes: Changes, basis: Basis): Promise<void> {
  await Promise.all([
    writeOrders(line, changes, basis),
    writePayments(line, changes, basis),
    writeAttempts(line, changes, basis),
    writeExternals(line, changes, basis),
    insert(line, ROWS.insertEvents, changes.events.map(eventValues)),
    insert(line, ROWS.insertTillRequests, [...changes.tillRequests.values()].map(tillRequestValues)),
    insert(
      line,
      ROWS.insertIssueKeys,
      sorted([...changes.issueKeys]).map(([, used]) => usedKeyValues(used)),
    ),
    insert(line, ROWS.putRefunds, [...changes.refunds.values()].map(refundValues)),
    insert(line, ROWS.insertSlips, slipValues(changes)),
    insert(
      line,
      ROWS.putAccounts,
      [...changes.accounts].map(([id, account]) => accountValues(id, account)),
    ),
    insert(line, ROWS.insertDeliveries, changes.deliveries.map(newDeliveryValues)),
    insert(
      line,
      ROWS.insertPersonal,
      [...changes.personal].map(([id, { merchantId, personal }]) => personalValues(merchantId, id, personal)),
    ),
    insert(
      line,
      ROWS.insertReceiptIdentifiers,
      [...changes.receiptIdentifiers].map(([id, kept]) => receiptIdentifierValues(id, kept)),
    ),
    insert(
      line,
      ROWS.insertReportRows,
      sorted([...changes.reportRows]).map(([, row]) => reportRowValues(row)),
    ),
    writeKept(line, changes.suspense, basis.rows.suspense, suspenseValues, [ROWS.insertSuspense, ROWS.updateSuspense]),
    writeKept(line, changes.tillDays, basis.rows.tillDays, tillDayValues, [ROWS.insertTillDays, ROWS.updateTillDays]),
    markRegistrations(line, changes),
  ])
}

async function markRegistrations(line: Line, { events }: Changes): Promise<void> {
  const told = toldToPg(events)
  if (told.length === 0) return
  const keys = told.map(({ merchantId, paymentId }) => [merchantId, paymentId])
  await line.change(STATEMENTS.markRegistrations, columnsOf(keys))
}

async function writeOrders(line: Line, { orders }: Changes, { rows, lockedOrders }: Basis): Promise<void> {
  const known = sorted([...orders].filter(([key]) => rows.orders.has(key)))
  const fresh = sorted([...orders].filter(([key]) => !rows.orders.has(key)))
  if (known.some(([key]) => !lockedOrders.has(key)))
    throw new DatabaseFault('again', 'an order came into reach meanwhile')
  await Promise.all([
    update(
      line,
      ROWS.updateOrders,
      known.map(([, order]) => orderValues(order)),
    ),
    insert(
      line,
      ROWS.insertOrders,
      fresh.map(([, order]) => orderValues(order)),
    ),
  ])
}

/** The statements travel together and are carried out in the order they are sent. */
async function writePayments(line: Line, { payments }: Changes, { rows }: Basis): Promise<void> {
  const versionOf = (id: PaymentId): number | undefined => rows.payments.get(id)?.version
  await Promise.all(
    PLACES.flatMap((states) => {
      const here: readonly Payment[] = [...payments.values()].filter(({ state }) => states.includes(state))
      const known = here.filter(({ id }) => versionOf(id) !== undefined)
      const fresh = here.filter(({ id }) => versionOf(id) === undefined)
      const changed = known.map((payment) => [...changedPaymentValues(payment), versionOf(payment.id) ?? 0])
      return [
        update(line, ROWS.updatePayments, changed),
        insert(line, ROWS.insertPayments, fresh.map(newPaymentValues)),
      ]
    }),
  )
}

async function writeExternals(line: Line, changes: Changes, { rows }: Basis): Promise<void> {
  const all = sorted([...changes.externals])
  const versionOf = (key: OrderKey): number | undefined => rows.externals.get(key)?.version
  const known = all.filter(([key]) => versionOf(key) !== undefined)
  const fresh = all.filter(([key]) => versionOf(key) === undefined)
  const identifiers = all.flatMap(([key, external]) => {
    const identifier = changes.externalIdentifiers.get(key)
    return identifier === undefined ? [] : [externalIdentifierValues(external, identifier)]
  })
  await Promise.all([
    update(
      line,
      ROWS.updateExternals,
      known.map(([key, external]) => [...externalValues(external), versionOf(key) ?? 0]),
    ),
    insert(
      line,
      ROWS.insertExternals,
      fresh.map(([, external]) => externalValues(external)),
    ),
    insert(line, ROWS.putExternalIdentifiers, identifiers),
  ])
}

async function writeAttempts(line: Line, { attempts }: Changes, { freshAttempts }: Basis): Promise<void> {
  const isFresh = ([key]: readonly [TillKey, unknown]): boolean => freshAttempts.has(key)
  const all = sorted([...attempts])
  await Promise.all([
    update(
      line,
      ROWS.updateAttempts,
      all.filter((each) => !isFresh(each)).map(([, attempt]) => attemptValues(attempt)),
    ),
    insert(
      line,
      ROWS.insertAttempts,
      all.filter(isFresh).map(([, attempt]) => attemptValues(attempt)),
    ),
  ])
}

/** Rows that were there are locked; one that somebody else made meanwhile is decided again. */
async function writeKept<Key extends string, Value>(
  line: Line,
  changed: ReadonlyMap<Key, Value>,
  known: ReadonlyMap<Key, Value>,
  valuesOf: (value: Value) => readonly SqlValue[],
  [fresh, moved]: readonly [Statement, Statement],
): Promise<void> {
  const all = sorted([...changed])
  const values = (isKnown: boolean) => all.filter(([key]) => known.has(key) === isKnown).map(([, row]) => valuesOf(row))
  await Promise.all([update(line, moved, values(true)), insert(line, fresh, values(false))])
}

async function insert(line: Line, statement: Statement, rows: readonly (readonly SqlValue[])[]): Promise<void> {
  if (rows.length > 0) await line.change(statement, columnsOf(rows))
}

async function update(line: Line, statement: Statement, rows: readonly (readonly SqlValue[])[]): Promise<void> {
  if (rows.length === 0) return
  const changed = await line.change(statement, columnsOf(rows))
  if (changed !== rows.length)
    throw new DatabaseFault('again', `${statement.name}: ${rows.length - changed} of ${rows.length} rows had moved on`)
}

/** In the order of their keys, which is the order in which others wait for them. */
function sorted<Key extends string, Value>(
  entries: readonly (readonly [Key, Value])[],
): readonly (readonly [Key, Value])[] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1))
}
