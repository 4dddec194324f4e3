/**
 * The one who writes, plain and synchronous: no thread, no timer, nothing of the file but a handle of three methods, so
 * that tests and a simulated disk can drive it. A batch is one transaction; nobody is answered before it is committed.
 */
import type { PaymentId } from '../../core/brand.ts'
import type { Delivery } from '../../core/delivery.ts'
import type { Payment } from '../../core/payment.ts'
import { changesNothing, gatherNow, resolveBatch } from '../batch.ts'
import { stampedAt } from '../business-time.ts'
import type { Clocks } from '../clocks.ts'
import type { Migration } from '../migrations.ts'
import { whole } from '../rows/cells.ts'
import type { Committed, StorageFaultKind } from '../storage.ts'
import type { Answer, BatchAnswer, TimeTold, WriteBatch } from '../writes.ts'
import { runChore, storedTime, type Work } from './chores.ts'
import { type FaultMeaning, meaningOf, messageOf } from './faults.ts'
import type { SqlHandle } from './handle.ts'
import { loadRows, one } from './load-rows.ts'
import { migrate } from './migrations.ts'
import { pragma, prepareForWriting } from './pragmas.ts'
import { readDirectory } from './read-directory.ts'
import { prepareWrites } from './statements.ts'
import { inTransaction } from './transaction.ts'
import { writeChanges } from './write-changes.ts'

export interface SyncWriter {
  /** Business time as the file tells it. */
  readonly time: TimeTold
  /** Throws only where nobody can say what was written. */
  readonly commit: (batch: WriteBatch) => BatchAnswer
  /** To be called between batches: moves the log into the file before it grows. */
  readonly tidy: () => void
  /** As the last connection it moves what the log holds into the file; where it cannot, the log stays. */
  readonly close: () => void
}

export interface WriterOptions {
  readonly handle: SqlHandle
  readonly clocks: Clocks
  readonly migrations: readonly Migration[]
}

/** Pages in the log (4 KiB each) after which they are moved into the file. */
export const CHECKPOINT_PAGES = 4_000

export function openWriter({ handle, clocks, migrations }: WriterOptions): SyncWriter {
  prepareForWriting(handle)
  migrate(handle, migrations)
  const statements = prepareWrites(handle)
  // Whoever held a lease is gone with the process that wrote here before.
  statements.freeLeases.run()
  statements.freeRegistrations.run()
  let state: Pick<Work, 'time' | 'directory' | 'lastSeq'> = {
    time: storedTime(statements),
    directory: readDirectory(statements),
    lastSeq: one(statements.lastSeq, [], (row) => whole(row, 'seq')) ?? 0,
  }

  const log = openLog(handle)

  function commit(batch: WriteBatch): BatchAnswer {
    try {
      return together(batch)
    } catch (error) {
      const meaning = meaningOf(error)
      if (meaning === 'fatal') throw error
      const size = batch.commands.length + batch.chores.length
      if (meaning === 'item' && size > 1) return inOrder(singles(batch).map(commit))
      return refused(batch, meaning, messageOf(error), state.time)
    }
  }

  function together({ commands, chores, notBefore }: WriteBatch): BatchAnswer {
    const wall = clocks.wall()
    state = { ...state, time: stampedAt(state.time, wall, notBefore) }
    const written = inTransaction(handle, () => {
      const work: Work = { ...state, wall, dirty: false, deliveries: [] }
      const time = { at: work.time.last, wall, mono: clocks.mono }
      const rows = gatherNow(commands, (keys) => loadRows(statements, work.directory, keys))
      const { outcomes, changes } = resolveBatch(commands, time, rows, work.directory)
      if (!changesNothing(changes)) {
        work.lastSeq = writeChanges(statements, changes, work.lastSeq)
        work.dirty = true
      }
      const results = chores.map((chore) => runChore(statements, work, chore))
      if (work.dirty) statements.putClock.run(work.time.offsetMs, work.time.last)
      const deliveries = [...changes.deliveries, ...work.deliveries]
      return { ...work, outcomes, results, committed: committedOf([...changes.payments.values()], deliveries) }
    })
    const { time, directory, lastSeq, outcomes, results, committed } = written
    if (chores.some(({ kind }) => kind === 'erase')) log.mustGo()
    state = { time, directory, lastSeq }
    return { commands: outcomes.map(given), chores: results.map(given), committed, time }
  }

  return {
    time: state.time,
    commit,
    tidy: log.tidy,
    close: () => handle.close(),
  }
}

interface Log {
  /** It has what was erased. */
  mustGo(): void
  tidy(): void
}

function openLog(handle: SqlHandle): Log {
  // It may have what was erased by a process that ended before it was gone.
  let hasErased = true
  return {
    mustGo() {
      hasErased = true
    },
    tidy() {
      if (hasErased) hasErased = !emptyLog(handle)
      else checkpointWhenDue(handle)
    },
  }
}

/** The log holds what rows were before. Whether it is gone: not while somebody reads from it. */
function emptyLog(handle: SqlHandle): boolean {
  try {
    return whole(pragma(handle, 'wal_checkpoint(truncate)'), 'busy') === 0
  } catch (error) {
    const meaning = meaningOf(error)
    if (meaning !== 'full' && meaning !== 'busy') throw error
    return false
  }
}

function checkpointWhenDue(handle: SqlHandle): void {
  const { log, checkpointed } = pragma(handle, 'wal_checkpoint(noop)')
  if (Number(log) - Number(checkpointed) < CHECKPOINT_PAGES) return
  try {
    handle.exec('pragma wal_checkpoint(passive)')
  } catch (error) {
    const meaning = meaningOf(error)
    // The log keeps what it holds; the next call tries again.
    if (meaning !== 'full' && meaning !== 'busy') throw error
  }
}

function given<Value>(value: Value): Answer<Value> {
  return { ok: true, value }
}

function committedOf(payments: readonly Payment[], deliveries: readonly Delivery[]): Committed | null {
  return payments.length === 0 && deliveries.length === 0 ? null : { payments, deliveries }
}

function singles({ commands, chores }: WriteBatch): readonly WriteBatch[] {
  return [
    ...commands.map((command) => ({ commands: [command], chores: [] })),
    ...chores.map((chore) => ({ commands: [], chores: [chore] })),
  ]
}

/** Several batches' answers as those of one; of a payment that changed in more than one, its last state. */
function inOrder(answers: readonly BatchAnswer[]): BatchAnswer {
  const last = answers.at(-1)
  if (last === undefined) throw new Error('broken invariant: a batch of nothing failed')
  const payments = new Map<PaymentId, Payment>()
  for (const { committed } of answers)
    for (const payment of committed?.payments ?? []) payments.set(payment.id, payment)
  const deliveries = answers.flatMap(({ committed }) => committed?.deliveries ?? [])
  return {
    commands: answers.flatMap(({ commands }) => commands),
    chores: answers.flatMap(({ chores }) => chores),
    committed: committedOf([...payments.values()], deliveries),
    time: last.time,
  }
}

const FAULTS: Readonly<Record<Exclude<FaultMeaning, 'fatal'>, StorageFaultKind | null>> = {
  item: null,
  full: 'full',
  busy: 'overloaded',
}

function refused(
  { commands, chores }: WriteBatch,
  meaning: Exclude<FaultMeaning, 'fatal'>,
  message: string,
  time: TimeTold,
): BatchAnswer {
  const answer = { ok: false, fault: FAULTS[meaning], message } as const
  return { commands: commands.map(() => answer), chores: chores.map(() => answer), committed: null, time }
}
