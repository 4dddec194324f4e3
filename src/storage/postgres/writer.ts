/**
 * The one who writes, many batches at once: a batch of commands is one transaction, decided again where another batch
 * or another node was in the way, and one by one where it cannot be done together. No answer before it is committed;
 * where nobody can say whether it is, the answer says that.
 */
import type { Instant } from '../../core/brand.ts'
import type { Outcome } from '../../core/commands.ts'
import type { Delivery } from '../../core/delivery.ts'
import type { Payment } from '../../core/payment.ts'
import { changesNothing, gatherRows, resolveBatch, type Waiting } from '../batch.ts'
import { stampedAt } from '../business-time.ts'
import { type Committed, StorageFault, type StorageFaultKind } from '../storage.ts'
import type { Answer, BatchAnswer, Chore, ChoreResult, TimeTold, WriteBatch, Writer } from '../writes.ts'
import { runChore, type Settle, type SingleChore, settleTries } from './chores.ts'
import type { DirectoryStore } from './directory-store.ts'
import { DatabaseFault, FAULT_TOLD } from './faults.ts'
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
  /** Told where a batch got nowhere. */
  let lastTime = time

  async function commitCommands(waiting: readonly Waiting[], shown: Instant | undefined): Promise<BatchAnswer> {
    if (waiting.length === 0) return nothing(lastTime)
    try {
      const { outcomes, committed, time } = await transact((transaction) => decide(transaction, waiting, shown))
      lastTime = time
      return { commands: outcomes.map(given), chores: [], committed, time }
    } catch (error) {
      if (waiting.length > 1 && isBetterAlone(error)) return oneByOne(waiting, shown)
      return { ...nothing(lastTime), commands: waiting.map(() => refused(error)) }
    }
  }

  async function oneByOne(waiting: readonly Waiting[], shown: Instant | undefined): Promise<BatchAnswer> {
    const answers: BatchAnswer[] = []
    for (const each of waiting) answers.push(await commitCommands([each], shown))
    return joined(answers, lastTime)
  }

  async function decide(transaction: Transaction, waiting: readonly Waiting[], shown: Instant | undefined) {
    const { merchants } = await directory.at(transaction.directoryVersion, transaction)
    const gathered = gatherRows(waiting)
    const first = gathered.missing()
    const lockedOrders = first === undefined ? new Set<never>() : await lockOrders(transaction, first)
    for (let keys = first; keys !== undefined; keys = gathered.missing())
      gathered.add(await loadRows(transaction, merchants, keys))
    const time = stampedAt(transaction.time, transaction.wall, latest(shown, gathered.rows.payments.values()))
    const batchTime = { at: time.last, wall: transaction.wall, mono: clock.mono }
    const { outcomes, changes } = resolveBatch(waiting, batchTime, gathered)
    const dirty = !changesNothing(changes)
    const { rows } = gathered
    const freshAttempts = new Set(first?.attempts.filter((key) => !rows.attempts.has(key)))
    if (dirty) await writeChanges(transaction, changes, { rows, lockedOrders, freshAttempts })
    return { outcomes, committed: committedOf([...changes.payments.values()], changes.deliveries), time, dirty }
  }

  async function commitChores(chores: readonly Chore[], shown: Instant | undefined): Promise<BatchAnswer> {
    const answers = new Map<Chore, Answer<ChoreResult>>()
    const tries = chores.filter((chore): chore is Settle => chore.kind === 'settle')
    const settled = tries.length === 0 ? [] : await settle(tries, shown)
    tries.forEach((chore, index) => {
      answers.set(chore, settled[index] ?? refused(new Error('broken invariant: a try without an answer')))
    })
    for (const chore of chores) {
      if (chore.kind !== 'settle') answers.set(chore, await single(chore, shown))
    }
    const deliveries = settled.flatMap((answer) => (answer.ok && answer.value !== undefined ? [answer.value] : []))
    return {
      commands: [],
      chores: chores.map(
        (chore) => answers.get(chore) ?? refused(new Error('broken invariant: a chore without an answer')),
      ),
      committed: committedOf([], deliveries),
      time: lastTime,
    }
  }

  async function settle(
    tries: readonly Settle[],
    shown: Instant | undefined,
  ): Promise<readonly Answer<Delivery | undefined>[]> {
    try {
      const { value, time } = await settleTries(tries, { transact, shown })
      lastTime = time
      return value.map(given)
    } catch (error) {
      return tries.map(() => refused(error))
    }
  }

  async function single(chore: SingleChore, shown: Instant | undefined): Promise<Answer<ChoreResult>> {
    try {
      const { value, time } = await runChore(chore, { transact, directory, shown })
      lastTime = time
      return given(value)
    } catch (error) {
      return refused(error)
    }
  }

  return {
    async commit({ commands, chores, notBefore }: WriteBatch) {
      return joined([await commitCommands(commands, notBefore), await commitChores(chores, notBefore)], lastTime)
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

function given<Value>(value: Value): Answer<Value> {
  return { ok: true, value }
}

function refused(error: unknown): {
  readonly ok: false
  readonly fault: StorageFaultKind | null
  readonly message: string
} {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof StorageFault) return { ok: false, fault: error.kind, message }
  return { ok: false, fault: error instanceof DatabaseFault ? FAULT_TOLD[error.meaning] : null, message }
}

function committedOf(payments: readonly Payment[], deliveries: readonly Delivery[]): Committed | null {
  return payments.length === 0 && deliveries.length === 0 ? null : { payments, deliveries }
}

function nothing(time: TimeTold): BatchAnswer {
  return { commands: [], chores: [], committed: null, time }
}

/** Of a payment that changed more than once, its last state. */
function joined(answers: readonly BatchAnswer[], time: TimeTold): BatchAnswer {
  const committed = answers.flatMap((answer) => answer.committed ?? [])
  const payments = new Map(committed.flatMap((each) => each.payments).map((payment) => [payment.id, payment]))
  return {
    commands: answers.flatMap(({ commands }): readonly Answer<Outcome>[] => commands),
    chores: answers.flatMap(({ chores }) => chores),
    committed: committedOf(
      [...payments.values()],
      committed.flatMap(({ deliveries }) => deliveries),
    ),
    time: answers.at(-1)?.time ?? time,
  }
}
