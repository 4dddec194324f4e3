/**
 * The keeper that forgets: the same promise, group commit and rules as on disk, in maps. It is the model the others are
 * measured against, and what tests and benchmarks use where durability is not the question.
 */
import type { PaymentId, WallTime } from '../../core/brand.ts'
import type { Outcome } from '../../core/commands.ts'
import type { Delivery } from '../../core/delivery.ts'
import { healthy } from '../../core/endpoint-health.ts'
import { orderKey } from '../../core/order.ts'
import type { Payment } from '../../core/payment.ts'
import { grantToken } from '../../core/token.ts'
import { gatherNow, resolveBatch, type Waiting } from '../batch.ts'
import { advancedBy, stampedAt } from '../business-time.ts'
import { type Clocks, SYSTEM_CLOCKS } from '../clocks.ts'
import { reserveBlock } from '../counters.ts'
import { withEntries } from '../directory.ts'
import { createKeeper, followClock } from '../keeper.ts'
import type { Storage } from '../storage.ts'
import type { TillSighting } from '../till-sightings.ts'
import type { Answer, BatchAnswer, Chore, ChoreResult, WriteBatch, Writer } from '../writes.ts'
import { addConfirmFigures } from './confirm-figures.ts'
import { runConsoleChore } from './console.ts'
import { leaseDue, pauseEndpoint, pruneDelivered, replayDeliveries, settleTry, writeHealth } from './lease.ts'
import { memoryReads } from './reads.ts'
import { runRegistrationChore } from './registrations.ts'
import { runReportChore } from './reports.ts'
import { emptyTables, erasePersonal, forgetPayments, loadRows, type Tables, writeChanges } from './tables.ts'

export interface MemoryStorageOptions {
  /** The machine's own where none are given. */
  readonly clocks?: Clocks
}

export function createMemoryStorage({ clocks = SYSTEM_CLOCKS }: MemoryStorageOptions = {}): Storage {
  const tables = emptyTables()
  return createKeeper({
    writer: memoryWriter(tables, clocks),
    reads: memoryReads(tables),
    clock: followClock(clocks, tables.time),
    directory: { current: () => tables.directory, refresh: async () => {} },
    isSoleOwner: true,
    lanes: 'one',
    soon: queueMicrotask,
    mono: clocks.mono,
    onFatal(error) {
      throw error
    },
    takeApart: async () => {},
  })
}

interface Changed {
  readonly payments: Map<PaymentId, Payment>
  readonly deliveries: Delivery[]
}

function memoryWriter(tables: Tables, clocks: Clocks): Writer {
  return {
    commit: async (batch) => commitBatch(tables, clocks, batch),
    onStopped: () => {},
  }
}

function commitBatch(tables: Tables, clocks: Clocks, batch: WriteBatch): BatchAnswer {
  const wall = clocks.wall()
  const changed: Changed = { payments: new Map(), deliveries: [] }
  tables.time = stampedAt(tables.time, wall, batch.notBefore)
  const commands = commitCommands(tables, clocks, wall, batch.commands, changed)
  const chores = batch.chores.map((chore) => answered(() => runChore(tables, chore, wall, changed)))
  const { payments, deliveries } = changed
  const committed =
    payments.size === 0 && deliveries.length === 0 ? null : { payments: [...payments.values()], deliveries }
  return { commands, chores, committed, time: tables.time }
}

/** Together; where one throws, one by one, so that it fails alone. */
function commitCommands(
  tables: Tables,
  clocks: Clocks,
  wall: WallTime,
  commands: readonly Waiting[],
  changed: Changed,
): readonly Answer<Outcome>[] {
  const together = (waiting: readonly Waiting[]): readonly Outcome[] => {
    const time = { at: tables.time.last, wall, mono: clocks.mono }
    const gathered = gatherNow(waiting, (keys) => loadRows(tables, keys))
    const { outcomes, changes } = resolveBatch(waiting, time, gathered, tables.directory)
    writeChanges(tables, changes)
    for (const [id, payment] of changes.payments) changed.payments.set(id, payment)
    changed.deliveries.push(...changes.deliveries)
    return outcomes
  }
  try {
    return together(commands).map((value) => ({ ok: true, value }))
  } catch {
    return commands.flatMap((waiting): readonly Answer<Outcome>[] => {
      const alone = answered(() => together([waiting]))
      return alone.ok ? alone.value.map((value) => ({ ok: true, value })) : [alone]
    })
  }
}

function runChore(tables: Tables, chore: Chore, wall: WallTime, changed: Changed): ChoreResult {
  switch (chore.kind) {
    case 'lease':
      return leaseDue(tables, chore, wall)
    case 'settle': {
      const settled = settleTry(tables, chore, wall)
      if (settled !== undefined) changed.deliveries.push(settled.delivery)
      return settled
    }
    case 'replay': {
      const replayed = replayDeliveries(tables, chore, wall)
      changed.deliveries.push(...replayed)
      return replayed.map(({ id }) => id)
    }
    case 'prune':
      return pruneDelivered(tables, chore)
    case 'pause':
      return pauseEndpoint(tables, chore, wall)
    case 'grant': {
      const token = grantToken(tables.tokens.get(chore.keyNo), wall)
      tables.tokens.set(chore.keyNo, token)
      return token
    }
    case 'prepare':
      return prepare(tables, chore)
    case 'take':
      return takeBlock(tables, chore, wall)
    case 'advance':
      tables.time = advancedBy(tables.time, chore.ms)
      return tables.time.last
    case 'put':
      tables.directory = withEntries(tables.directory, chore.entries)
      for (const { kind, entry } of chore.entries)
        if (kind === 'endpoint_removed') writeHealth(tables, healthy(entry.merchantId, entry.id))
      return undefined
    case 'note_tills':
      return noteTills(tables, chore.sightings)
    case 'add_confirm_figures':
      addConfirmFigures(tables, chore.figures, wall)
      return undefined
    case 'take_report':
    case 'end_report':
      return runReportChore(tables, chore)
    case 'erase':
      return erasePersonal(tables, chore.named)
    case 'registrations':
      return runRegistrationChore(tables, chore.ask, wall)
    case 'forget':
      forgetPayments(tables)
      return undefined
    case 'check':
      return undefined
    default:
      return runConsoleChore(tables.console, chore, wall)
  }
}

function noteTills({ tillSightings }: Tables, sightings: readonly TillSighting[]): undefined {
  for (const { terminal, at } of sightings)
    tillSightings.set(terminal, Math.max(at, tillSightings.get(terminal) ?? 0) as WallTime)
}

function takeBlock({ counters }: Tables, { counter, size }: Extract<Chore, { kind: 'take' }>, wall: WallTime): number {
  const { first, next } = reserveBlock(counter, counters.get(counter), size, wall)
  counters.set(counter, next)
  return first
}

function prepare({ prepared: amounts }: Tables, { prepared, again }: Extract<Chore, { kind: 'prepare' }>): boolean {
  const key = orderKey(prepared)
  if (amounts.has(key) !== again) return false
  amounts.set(key, prepared)
  return true
}

function answered<Value>(run: () => Value): Answer<Value> {
  try {
    return { ok: true, value: run() }
  } catch (error) {
    return { ok: false, fault: null, message: error instanceof Error ? error.message : String(error) }
  }
}
