/** The writer's chores: deliveries, tokens, counters, the clock and the operator's settings, each in a transaction of its own. */
import type { Instant } from '../../core/brand.ts'
import { type ConfirmFigure, FIGURES_KEPT_MS } from '../../core/confirm-figures.ts'
import type { Delivery } from '../../core/delivery.ts'
import { grantToken, type TokenLife } from '../../core/token.ts'
import { advancedBy, stampedAt } from '../business-time.ts'
import { reserveBlock } from '../counters.ts'
import { withEntries } from '../directory.ts'
import type { Report } from '../report-keeper.ts'
import { whole } from '../rows/cells.ts'
import { confirmFigureValues } from '../rows/confirm-figure-rows.ts'
import { tokenOf, tokenValues } from '../rows/directory-rows.ts'
import { preparedValues } from '../rows/prepared-rows.ts'
import { reportOf, reportValues } from '../rows/report-rows.ts'
import { sightingValues } from '../rows/sighting-rows.ts'
import type { PersonalNamed, Settled } from '../storage.ts'
import type { TillSighting } from '../till-sightings.ts'
import type { Chore, ChoreResult, TimeTold } from '../writes.ts'
import { runConsoleChore } from './console-chores.ts'
import { leaseDue, pauseEndpoint, pruneDelivered, replayDeliveries, settleTries } from './delivery-chores.ts'
import { type DirectoryStore, writeEntry } from './directory-store.ts'
import { FORGET_PAYMENTS } from './forget-payments.ts'
import { runRegistrationChore } from './registration-chores.ts'
import { STATEMENTS } from './statements.ts'
import { arrayLiteral, columnsOf, ROWS } from './tables.ts'
import type { Transact, Transaction } from './transaction.ts'

export type Settle = Extract<Chore, { kind: 'settle' }>
export type SingleChore = Exclude<Chore, Settle>

export interface Done<Value> {
  readonly value: Value
  readonly time: TimeTold
  /** Those that changed. */
  readonly deliveries: readonly Delivery[]
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
    return { time, deliveries: [], dirty: true, ...done }
  })
}

/** Several tries at once. */
export function runSettles(
  chores: readonly Settle[],
  { transact, shown }: ChoreWork,
): Promise<Done<readonly (Settled | undefined)[]>> {
  return transact(async (transaction) => {
    const time = stampedAt(transaction.time, transaction.wall, shown)
    const value = await settleTries(transaction, chores, time.last)
    const deliveries = value.flatMap((settled) => settled?.delivery ?? [])
    return { value, time, deliveries, dirty: deliveries.length > 0 }
  })
}

interface CarriedOut {
  readonly value: ChoreResult
  readonly time?: TimeTold
  readonly deliveries?: readonly Delivery[]
  readonly dirty?: boolean
}

async function carryOut(chore: SingleChore, transaction: Transaction, directory: DirectoryStore): Promise<CarriedOut> {
  switch (chore.kind) {
    case 'lease': {
      const value = await leaseDue(transaction, chore)
      return { value, dirty: value.length > 0 }
    }
    case 'replay': {
      const settings = await directory.at(transaction.directoryVersion, transaction)
      const deliveries = await replayDeliveries(transaction, chore, settings)
      return { value: deliveries.map(({ id }) => id), deliveries, dirty: deliveries.length > 0 }
    }
    case 'prune': {
      const value = await pruneDelivered(transaction, chore)
      return { value, dirty: value > 0 }
    }
    case 'pause':
      return { value: await pauseEndpoint(transaction, chore) }
    case 'grant':
      return { value: await grant(transaction, chore.keyNo) }
    case 'prepare': {
      const statement = chore.again ? STATEMENTS.changePrepared : STATEMENTS.addPrepared
      return { value: (await transaction.change(statement, preparedValues(chore.prepared))) === 1 }
    }
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
    case 'note_tills':
      await noteTills(transaction, chore.sightings)
      return { value: undefined }
    case 'add_confirm_figures':
      await addConfirmFigures(transaction, chore.figures)
      return { value: undefined }
    case 'erase':
      return { value: await erase(transaction, chore.named) }
    case 'take_report':
      return takeReport(chore, transaction)
    case 'end_report':
      return { value: await endReport(chore, transaction) }
    case 'registrations': {
      const value = await runRegistrationChore(transaction, chore.ask)
      return { value, dirty: chore.ask.do !== 'take' || value.length > 0 }
    }
    case 'forget':
      await transaction.run(FORGET_PAYMENTS)
      return { value: undefined }
    case 'check':
      await transaction.change(STATEMENTS.touchHouse, [])
      return { value: undefined }
    default:
      return { value: await runConsoleChore(transaction, chore) }
  }
}

async function erase({ change }: Transaction, named: PersonalNamed): Promise<number> {
  if ('orderId' in named) return change(STATEMENTS.eraseExternalIdentifier, [named.merchantId, named.orderId])
  const { merchantId, paymentId, refundIds, receiptIds } = named
  const customers = await change(STATEMENTS.erasePersonal, [merchantId, paymentId])
  const accounts = await change(STATEMENTS.eraseAccounts, [merchantId, arrayLiteral(refundIds)])
  return (
    customers + accounts + (await change(STATEMENTS.eraseReceiptIdentifiers, [merchantId, arrayLiteral(receiptIds)]))
  )
}

async function takeReport(
  { head, rows }: Extract<Chore, { kind: 'take_report' }>,
  transaction: Transaction,
): Promise<CarriedOut> {
  const { network, sender, fileId } = head
  const takenAt = transaction.time.last
  const isNew = (await transaction.change(STATEMENTS.takeReport, reportValues(head, rows, takenAt))) === 1
  if (isNew) return { value: { ...head, takenAt, ended: null } }
  const [row] = await transaction.ask(STATEMENTS.reportOfName, [network, sender.kind, sender.name, fileId])
  return { value: reportOf(row ?? {}), dirty: false }
}

async function endReport(
  { id, ended }: Extract<Chore, { kind: 'end_report' }>,
  transaction: Transaction,
): Promise<Report> {
  await transaction.change(STATEMENTS.endReport, [JSON.stringify(ended), id])
  const [row] = await transaction.ask(STATEMENTS.report, [id])
  return reportOf(row ?? {})
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

/** In one order, so that nodes that note the same tills wait for each other. */
async function noteTills(transaction: Transaction, sightings: readonly TillSighting[]): Promise<void> {
  if (sightings.length === 0) return
  const rows = sightings.toSorted((a, b) => (a.terminal < b.terminal ? -1 : 1)).map(sightingValues)
  await transaction.change(ROWS.noteTills, columnsOf(rows))
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
  const before = await store.at(whole(house ?? {}, 'directory_version'), transaction)
  const directory = withEntries(before, entries)
  for (const entry of entries) await writeEntry(transaction, directory, entry)
  await transaction.change(STATEMENTS.directoryChanged, [])
}
