/**
 * The one who writes, many batches at once: a batch of commands is one transaction, decided again where another batch
 * or another node was in the way, and one by one where it cannot be done together. No answer before it is committed;
 * where nobody can say whether it is, the answer says that.
 */
import type { Instant } from '../../core/brand.ts'
import type { Payment } from '../../core/payment.ts'
import { changesNothing, gatherRows, resolveBatch, type Waiting } from '../batch.ts'
import { stampedAt } from '../business-time.ts'
import { StorageFault } from '../storage.ts'
import type { BatchAnswer, TimeTold, Writer } from '../writes.ts'
import { committedOf, given, joined, refused } from './answers.ts'
import { commitChores } from './chore-batch.ts'
import type { DirectoryStore } from './directory-store.ts'
import { DatabaseFault } from './faults.ts'
import { loadRows, lockOrders } from './load-rows.ts'
import type { NodeClock } from './node-clock.ts'
import type { Transact, Transaction } from './transaction.ts'
import { writeChanges } from './write-changes.ts'

export interface PostgresWriterOptions {
  readonly transact: Transact
  readonly directory: DirectoryStore
  readonly clock: NodeClock
  readonly time: TimeTold
}

export function createPostgresWriter({ transact, directory, clock, time }: PostgresWriterOptions): Writer {
  /** Told again where a batch got nowhere. */
  let lastTime = time

  async function commitCommands(waiting: readonly Waiting[], shown: Instant | undefined): Promise<BatchAnswer> {
    try {
      const decided = await transact((transaction) => decide(transaction, waiting, shown))
      return { commands: decided.outcomes.map(given), chores: [], committed: decided.committed, time: decided.time }
    } catch (error) {
      if (waiting.length > 1 && isBetterAlone(error)) return oneByOne(waiting, shown)
      return { commands: waiting.map(() => refused(error)), chores: [], committed: null, time: lastTime }
    }
  }

  async function oneByOne(waiting: readonly Waiting[], shown: Instant | undefined): Promise<BatchAnswer> {
    const answers: BatchAnswer[] = []
    for (const each of waiting) answers.push(await commitCommands([each], shown))
    return joined(answers, lastTime)
  }

  /** Locks, loads, decides, writes: all of a batch's transaction but its begin and end. */
  async function decide(transaction: Transaction, waiting: readonly Waiting[], shown: Instant | undefined) {
    const settings = await directory.at(transaction.directoryVersion, transaction)
    const gathered = gatherRows(waiting)
    const first = gathered.missing()
    const lockedOrders = first === undefined ? new Set<never>() : await lockOrders(transaction, first)
    for (let keys = first; keys !== undefined; keys = gathered.missing())
      gathered.add(await loadRows(transaction, settings, keys))
    const { rows } = gathered
    const time = stampedAt(transaction.time, transaction.wall, latest(shown, rows.payments.values()))
    const batchTime = { at: time.last, wall: transaction.wall, mono: clock.mono }
    const { outcomes, changes } = resolveBatch(waiting, batchTime, gathered, settings)
    const dirty = !changesNothing(changes)
    const freshAttempts = new Set(first?.attempts.filter((key) => !rows.attempts.has(key)))
    if (dirty) await writeChanges(transaction, changes, { rows, lockedOrders, freshAttempts })
    return { outcomes, committed: committedOf([...changes.payments.values()], changes.deliveries), time, dirty }
  }

  return {
    async commit({ commands, chores, notBefore }) {
      const answers: BatchAnswer[] = []
      if (commands.length > 0) answers.push(await commitCommands(commands, notBefore))
      if (chores.length > 0)
        answers.push(await commitChores(chores, { transact, directory, shown: notBefore, time: lastTime }))
      const answer = joined(answers, lastTime)
      lastTime = answer.time
      return answer
    },
    onStopped: () => {},
  }
}

/** A payment's history never steps back, whichever node wrote it last. */
function latest(shown: Instant | undefined, payments: Iterable<Payment>): Instant | undefined {
  let last = shown ?? (0 as Instant)
  for (const { updatedAt } of payments) if (updatedAt > last) last = updatedAt
  return last
}

/** Whatever is wrong may be so with one of them only, or with their being together. */
function isBetterAlone(error: unknown): boolean {
  if (error instanceof StorageFault) return false
  return !(error instanceof DatabaseFault) || ['again', 'taken', 'item'].includes(error.meaning)
}
