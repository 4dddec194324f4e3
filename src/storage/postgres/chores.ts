/** The writer's chores: leases, tokens, counters, the clock and the operator's settings, each in a transaction of its own. */

import type { Instant } from '../../core/brand.ts'
import { type ConfirmFigure, FIGURES_KEPT_MS } from '../../core/confirm-figures.ts'
import type { Delivery } from '../../core/delivery.ts'
import { grantToken, type TokenLife } from '../../core/token.ts'
import { advancedBy, stampedAt } from '../business-time.ts'
import { reserveBlock } from '../counters.ts'
import { withEntries } from '../directory.ts'
import { whole } from '../rows/cells.ts'
import { confirmFigureValues } from '../rows/confirm-figure-rows.ts'
import { deliveryKey, leasedOf, settledDeliveryValues, tryValues } from '../rows/delivery-rows.ts'
import { tokenOf, tokenValues } from '../rows/directory-rows.ts'
import type { LeasedDelivery } from '../storage.ts'
import { triedDelivery } from '../tried-delivery.ts'
import type { Chore, ChoreResult, TimeTold } from '../writes.ts'
import { type DirectoryStore, writeEntry } from './directory-store.ts'
import { FORGET_PAYMENTS, STATEMENTS } from './statements.ts'
import { arrayLiteral, columnsOf, ROWS } from './tables.ts'
import type { Transact, Transaction } from './transaction.ts'

export type Lease = Extract<Chore, { kind: 'lease' }>
export type Settle = Extract<Chore, { kind: 'settle' }>
export type SingleChore = Exclude<Chore, Settle>

export interface Done<Value> {
  readonly value: Value
  readonly time: TimeTold
}

export interface ChoreWork {
  readonly transact: Transact
  readonly directory: DirectoryStore
  readonly shown: Instant | undefined
}

/** One that is no try. */
export function runChore(chore: SingleChore, { transact, directory, shown }: ChoreWork): Promise<Done<ChoreResult>> {
  return transact(async (transaction) => {
    const time = stampedAt(transaction.time, transaction.wall, shown)
    const done = await carryOut(chore, { ...transaction, time }, directory)
    return { time, ...done, dirty: true }
  })
}

/** Several tries at once: what came of each; undefined where the lease was lost, or settled before. */
export function settleTries(
  chores: readonly Settle[],
  { transact, shown }: ChoreWork,
): Promise<Done<readonly (Delivery | undefined)[]>> {
  return transact(async (transaction) => {
    const time = stampedAt(transaction.time, transaction.wall, shown)
    const value = await writeTries(transaction, chores, time.last)
    return { value, time, dirty: value.some((delivery) => delivery !== undefined) }
  })
}

async function carryOut(
  chore: SingleChore,
  transaction: Transaction,
  directory: DirectoryStore,
): Promise<{ readonly value: ChoreResult; readonly time?: TimeTold }> {
  switch (chore.kind) {
    case 'lease':
      return { value: await leaseDue(transaction, chore) }
    case 'grant':
      return { value: await grant(transaction, chore.keyNo) }
    case 'take':
      return { value: await takeBlock(transaction, chore) }
    case 'advance': {
      await transaction.ask(STATEMENTS.lockHouse, [])
      const time = advancedBy(transaction.time, chore.ms)
      await transaction.change(STATEMENTS.moveClock, [time.offsetMs, time.last])
      return { value: time.last, time }
    }
    case 'put':
      await put(transaction, chore, directory)
      return { value: undefined }
    case 'add_confirm_figures':
      await addConfirmFigures(transaction, chore.figures)
      return { value: undefined }
    case 'forget':
      await transaction.run(FORGET_PAYMENTS)
      return { value: undefined }
    case 'check':
      await transaction.change(STATEMENTS.touchHouse, [])
      return { value: undefined }
  }
}

async function leaseDue(
  transaction: Transaction,
  { limit, leaseMs, passOver }: Lease,
): Promise<readonly LeasedDelivery[]> {
  const { wall, time } = transaction
  await transaction.change(STATEMENTS.takeLeaseTurn, [])
  const rows = await transaction.ask(STATEMENTS.leaseDue, [
    wall,
    time.last,
    limit,
    arrayLiteral(passOver.merchants),
    arrayLiteral(passOver.addresses),
    wall + leaseMs,
  ])
  return rows.map(leasedOf).toSorted((a, b) => dueOrder(a.delivery, b.delivery))
}

/** Earliest due first; of the same instant in the order of their keys. */
function dueOrder(a: Delivery, b: Delivery): number {
  const dueAt = (delivery: Delivery): number => (delivery.state === 'waiting' ? delivery.nextTryAt : 0)
  const keyOf = ({ merchantId, paymentId }: Delivery): string => `${merchantId}/${paymentId}`
  const order = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0)
  return dueAt(a) - dueAt(b) || order(keyOf(a), keyOf(b)) || a.version - b.version || order(a.id, b.id)
}

async function writeTries(
  transaction: Transaction,
  chores: readonly Settle[],
  at: Instant,
): Promise<readonly (Delivery | undefined)[]> {
  const keys = chores.map(({ leased }) => [...deliveryKey(leased.delivery), leased.fence])
  const held = (await transaction.ask(STATEMENTS.leasedDeliveries, columnsOf(keys))).map(leasedOf)
  const waiting = new Map(held.map((leased) => [leased.delivery.id, leased.delivery]))
  const tried = chores.map(({ leased, tried, chance }) => {
    const before = waiting.get(leased.delivery.id)
    if (before === undefined) return undefined
    // The same result twice in one batch counts once.
    waiting.delete(leased.delivery.id)
    return { after: triedDelivery(before, tried.result, at, chance), tried }
  })
  const counted = tried.filter((each) => each !== undefined)
  if (counted.length > 0) {
    const settled = counted.map(({ after }) => settledDeliveryValues(after))
    const tries = counted.map(({ after, tried }) =>
      tryValues(after.merchantId, { ...tried, delivery: after.id, number: after.tries }),
    )
    await Promise.all([
      transaction.change(ROWS.settleDeliveries, columnsOf(settled)),
      transaction.change(ROWS.insertTries, columnsOf(tries)),
    ])
  }
  return tried.map((each) => each?.after)
}

async function grant(transaction: Transaction, keyNo: number): Promise<TokenLife> {
  const added = await transaction.change(STATEMENTS.addToken, [keyNo])
  const [row] = await transaction.ask(STATEMENTS.lockToken, [keyNo])
  const before = added === 1 || row === undefined ? undefined : tokenOf(row)
  const token = grantToken(before, transaction.wall)
  if (token !== before) await transaction.change(STATEMENTS.putToken, tokenValues(keyNo, token))
  return token
}

async function takeBlock(
  transaction: Transaction,
  { counter, size }: Extract<Chore, { kind: 'take' }>,
): Promise<number> {
  const added = await transaction.change(STATEMENTS.addCounter, [counter])
  const [row] = await transaction.ask(STATEMENTS.lockCounter, [counter])
  const stored = added === 1 || row === undefined ? undefined : whole(row, 'next')
  const { first, next } = reserveBlock(counter, stored, size, transaction.wall)
  await transaction.change(STATEMENTS.putCounter, [counter, next])
  return first
}

async function addConfirmFigures(transaction: Transaction, figures: readonly ConfirmFigure[]): Promise<void> {
  if (figures.length === 0) return
  const rows = figures.map(confirmFigureValues).toSorted((a, b) => (a.join('/') < b.join('/') ? -1 : 1))
  await transaction.change(ROWS.addConfirmFigures, columnsOf(rows))
  const merchants = [...new Set(figures.map(({ merchantId }) => merchantId))]
  await transaction.change(STATEMENTS.dropOldFigures, [arrayLiteral(merchants), transaction.wall - FIGURES_KEPT_MS])
}

/** Those who put wait for each other, so that each is checked against what the one before left. */
async function put(
  transaction: Transaction,
  { entries }: Extract<Chore, { kind: 'put' }>,
  store: DirectoryStore,
): Promise<void> {
  const [house] = await transaction.ask(STATEMENTS.lockHouse, [])
  let directory = await store.at(whole(house ?? {}, 'directory_version'), transaction)
  for (const entry of entries) {
    directory = withEntries(directory, [entry])
    await writeEntry(transaction, directory, entry)
  }
  await transaction.change(STATEMENTS.directoryChanged, [])
}
