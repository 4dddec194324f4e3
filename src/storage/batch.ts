/**
 * One batch of commands, decided one by one on rows loaded for all of them at once, later commands seeing what earlier
 * ones changed. The same on every keeper: a keeper only loads rows by key and writes the changes.
 */
import type { Instant, MonoTime, WallTime } from '../core/brand.ts'
import { type Changes, noChanges } from '../core/changes.ts'
import type { Command, Outcome } from '../core/commands.ts'
import { type Keys, needs, numberKey, type Rows, references } from '../core/facts.ts'
import { resolve } from '../core/resolve.ts'
import { type Directory, SETTLE_MARGIN_MS } from './storage.ts'

/** What arrives while a batch is being committed waits for the next one, this many at most. */
export const BATCH_MAX = 256

export interface Waiting {
  readonly command: Command
  readonly deadline: MonoTime | undefined
}

/** When the batch happens. `at` never steps back between batches. */
export interface BatchTime {
  readonly at: Instant
  readonly wall: WallTime
  readonly mono: () => MonoTime
}

export interface BatchResult {
  /** One for each command, in order. */
  readonly outcomes: readonly Outcome[]
  /** What to write, all of it or nothing, before any outcome is answered. */
  readonly changes: Changes
}

/** On rows that were gathered until nothing was missing. Later commands' view of them holds what earlier ones changed. */
export function resolveBatch(
  waiting: readonly Waiting[],
  time: BatchTime,
  gathered: Gathered,
  { networks, outlets }: Pick<Directory, 'networks' | 'outlets'>,
): BatchResult {
  const rows = copied(gathered.rows)
  const total = noChanges()
  const outcomes = waiting.map(({ command, deadline }) => {
    const inTime = isInTime(deadline, time.mono())
    const { outcome, changes } = resolve(command, { ...rows, networks, outlets, at: time.at, wall: time.wall, inTime })
    addRows(rows, changes)
    addTold(rows, changes)
    addChanges(total, changes)
    return outcome
  })
  return { outcomes, changes: total }
}

export function changesNothing(changes: Changes): boolean {
  const { events, attempts, tillRequests, externals, reportRows, suspense, tillDays } = changes
  const rows = [attempts, tillRequests, externals, reportRows, suspense, tillDays]
  return events.length === 0 && rows.every(({ size }) => size === 0)
}

function isInTime(deadline: MonoTime | undefined, now: MonoTime): boolean {
  return deadline === undefined || deadline - now >= SETTLE_MARGIN_MS
}

type MutableRows = {
  readonly [Kind in keyof Rows]: Rows[Kind] extends ReadonlyMap<infer Key, infer Row> ? Map<Key, Row> : never
}

/** A batch's rows on their way in: what is `missing` is loaded and added, until nothing is missing. */
export interface Gathered {
  readonly rows: Rows
  /** What to load next, each key once; undefined when the core has all it may ask for. */
  missing(): Keys | undefined
  /** Rows that exist; a key without a row is one that storage does not have. */
  add(more: Rows): void
}

export function gatherRows(waiting: readonly Waiting[]): Gathered {
  const rows = emptyRows()
  const asked = new Set<string>()
  let wanted = waiting.map(({ command }) => needs(command))
  return {
    rows,
    missing() {
      const keys = unasked(asked, wanted)
      return Object.values(keys).some((list) => list.length > 0) ? keys : undefined
    },
    add(more) {
      addRows(rows, more)
      wanted = [references(rows)]
    },
  }
}

/** For a keeper that loads without waiting. */
export function gatherNow(waiting: readonly Waiting[], load: (keys: Keys) => Rows): Gathered {
  const gathered = gatherRows(waiting)
  for (let keys = gathered.missing(); keys !== undefined; keys = gathered.missing()) gathered.add(load(keys))
  return gathered
}

function emptyRows(): MutableRows {
  const { orders, payments, numbers, issueKeys, slips, attempts, tillRequests, ...more } = noChanges()
  const { externals, reportRows, suspense, tillDays } = more
  return {
    merchants: new Map(),
    endpoints: new Map(),
    orders,
    payments,
    numbers,
    issueKeys,
    slips,
    attempts,
    tillRequests,
    reportRows,
    toldOf: new Map(),
    suspense,
    tillDays,
    externals,
  }
}

function copied(rows: Rows): MutableRows {
  const copy = emptyRows()
  addRows(copy, rows)
  return copy
}

/** The keys nobody asked for yet, marked as asked. */
function unasked(asked: Set<string>, wanted: readonly Keys[]): Keys {
  const fresh = <Key extends string>(kind: keyof Keys, list: (keys: Keys) => readonly Key[]): readonly Key[] =>
    wanted.flatMap(list).filter((key) => {
      const mark = `${kind} ${key}`
      if (asked.has(mark)) return false
      asked.add(mark)
      return true
    })
  return {
    merchants: fresh('merchants', (keys) => keys.merchants),
    orders: fresh('orders', (keys) => keys.orders),
    payments: fresh('payments', (keys) => keys.payments),
    numbers: fresh('numbers', (keys) => keys.numbers),
    issueKeys: fresh('issueKeys', (keys) => keys.issueKeys),
    attempts: fresh('attempts', (keys) => keys.attempts),
    tillRequests: fresh('tillRequests', (keys) => keys.tillRequests),
    reportRows: fresh('reportRows', (keys) => keys.reportRows),
    toldOf: fresh('toldOf', (keys) => keys.toldOf),
    suspense: fresh('suspense', (keys) => keys.suspense),
    tillDays: fresh('tillDays', (keys) => keys.tillDays),
    daysAttempts: fresh('daysAttempts', (keys) => keys.daysAttempts),
    externals: fresh('externals', (keys) => keys.externals),
  }
}

function addRows(rows: MutableRows, more: Partial<Rows>): void {
  addAll(rows.merchants, more.merchants)
  addAll(rows.endpoints, more.endpoints)
  addAll(rows.orders, more.orders)
  addAll(rows.payments, more.payments)
  addAll(rows.numbers, more.numbers)
  addAll(rows.issueKeys, more.issueKeys)
  addAll(rows.slips, more.slips)
  addAll(rows.attempts, more.attempts)
  addAll(rows.tillRequests, more.tillRequests)
  addAll(rows.externals, more.externals)
  addAll(rows.reportRows, more.reportRows)
  addAll(rows.toldOf, more.toldOf)
  addAll(rows.suspense, more.suspense)
  addAll(rows.tillDays, more.tillDays)
}

/** What a row told is told before for the next row of its number. */
function addTold({ toldOf }: MutableRows, { reportRows }: Changes): void {
  for (const row of reportRows.values()) {
    const number = numberKey(row.network, row.told.number)
    toldOf.set(number, [...(toldOf.get(number) ?? []), row])
  }
}

function addChanges(total: Changes, changes: Changes): void {
  total.events.push(...changes.events)
  total.deliveries.push(...changes.deliveries)
  addAll(total.payments, changes.payments)
  addAll(total.orders, changes.orders)
  addAll(total.attempts, changes.attempts)
  addAll(total.tillRequests, changes.tillRequests)
  addAll(total.numbers, changes.numbers)
  addAll(total.issueKeys, changes.issueKeys)
  addAll(total.slips, changes.slips)
  addAll(total.refunds, changes.refunds)
  addAll(total.accounts, changes.accounts)
  addAll(total.personal, changes.personal)
  addAll(total.receiptIdentifiers, changes.receiptIdentifiers)
  addAll(total.reportRows, changes.reportRows)
  addAll(total.suspense, changes.suspense)
  addAll(total.tillDays, changes.tillDays)
  addAll(total.externals, changes.externals)
  addAll(total.externalIdentifiers, changes.externalIdentifiers)
}

function addAll<Key, Row>(into: Map<Key, Row>, from: ReadonlyMap<Key, Row> | undefined): void {
  if (from !== undefined) for (const [key, row] of from) into.set(key, row)
}
