/**
 * Gathers what waits to be written. So many batches are out at a time, and the next one is whatever came in meanwhile, so
 * an idle keeper answers at once and a busy one shares each disk flush among many. No command waits for a timer. What
 * has no customer in front of it (a notice's lease and its record, figures) waits a few milliseconds for the next command
 * while they come one after another, for each batch costs two threads a wake-up and the disk a flush.
 */
import type { MonoTime } from '../core/brand.ts'
import type { Command, Outcome } from '../core/commands.ts'
import { BATCH_MAX, type Waiting } from './batch.ts'
import { StorageFault } from './storage.ts'
import type { Answer, BatchAnswer, Chore, ChoreKind, ChoreResult, WriteBatch, Writer } from './writes.ts'

/** Beyond this many waiting, or where the first of them has waited this long, a caller is better told so. */
export const QUEUE_MAX = 8192
export const QUEUE_WAIT_MAX_MS = 2_000

/** So long a chore that goes along waits for a command, where one came as long ago at most. */
export const COMPANY_MS = 5

const NEVER = Number.NEGATIVE_INFINITY as MonoTime

const GO_ALONG: ReadonlySet<ChoreKind> = new Set<ChoreKind>([
  'lease',
  'settle',
  'add_day_figures',
  'add_confirm_figures',
  'note_tills',
])

export interface GroupCommit {
  readonly command: (command: Command, deadline: MonoTime | undefined) => Promise<Outcome>
  readonly chore: (chore: Chore) => Promise<ChoreResult>
  /** Takes nothing more and resolves when everything that waited is answered. */
  readonly drain: () => Promise<void>
  /** The writer is gone: everything that waits or is out gets `error`, and whatever comes later. */
  readonly abandon: (error: StorageFault) => void
}

export interface GroupCommitOptions {
  readonly commit: Writer['commit']
  readonly batchesMax: number
  readonly mono: () => MonoTime
  /** Runs a function a little later, when those who are ready have had their turn to call. */
  readonly soon: (run: () => void) => void
  /** Runs a function so much later. Left out, no chore waits for company: none comes where commands go another way. */
  readonly later?: (ms: number, run: () => void) => void
  /** After each commit, when its callers have their answers. */
  readonly answered: (answer: BatchAnswer) => void
  /** The outcome of a batch is unknown. */
  readonly stopped: (error: Error) => void
}

interface Entry<Item, Value> {
  readonly item: Item
  readonly since: MonoTime
  readonly resolve: (value: Value) => void
  readonly reject: (error: Error) => void
}

type Queued =
  | ({ readonly kind: 'command' } & Entry<Waiting, Outcome>)
  | ({ readonly kind: 'chore' } & Entry<Chore, ChoreResult>)

export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { commit, batchesMax, mono, soon, later, answered, stopped } = options
  const queue = createQueue(mono, schedule)
  const out = new Set<readonly Queued[]>()
  const company = createCompany(mono, later, schedule)
  let scheduled = false
  let drained: (() => void) | undefined

  function schedule(): void {
    if (scheduled || out.size >= batchesMax || queue.isEmpty()) return
    if (!queue.isHurried() && company.isExpected()) return
    scheduled = true
    soon(send)
  }

  function send(): void {
    scheduled = false
    const batch = queue.take()
    if (batch.length > 0) {
      out.add(batch)
      commit(batchOf(batch)).then((answer) => settle(batch, answer), stopped)
      schedule()
    } else endIfIdle()
  }

  function settle(batch: readonly Queued[], answer: BatchAnswer): void {
    if (!out.delete(batch)) return // given up already, when the writer stopped
    answerAll(batch, answer)
    schedule()
    answered(answer)
    endIfIdle()
  }

  function endIfIdle(): void {
    if (out.size === 0 && queue.isEmpty()) drained?.()
  }

  return {
    command: (command, deadline) =>
      new Promise((resolve, reject) => {
        company.came()
        queue.add({ kind: 'command', item: { command, deadline }, since: mono(), resolve, reject })
      }),
    chore: (chore) =>
      new Promise((resolve, reject) => queue.add({ kind: 'chore', item: chore, since: mono(), resolve, reject })),
    drain() {
      queue.close(new StorageFault('closed', 'the storage is closing'))
      const { promise, resolve } = Promise.withResolvers<void>()
      drained = resolve
      company.isOver()
      endIfIdle()
      return promise
    },
    abandon(error) {
      rejectAll(out, error)
      queue.abandon(error)
      drained?.()
    },
  }
}

function rejectAll(out: Set<readonly Queued[]>, error: StorageFault): void {
  const lost = [...out].flat()
  out.clear()
  for (const entry of lost) entry.reject(error)
}

/** Commands that chores may go along with. `over`: none is waited for any longer. */
function createCompany(mono: () => MonoTime, later: GroupCommitOptions['later'], over: () => void) {
  let cameAt = NEVER
  let isWaitedFor = false

  function isOver(): void {
    isWaitedFor = false
    cameAt = NEVER
    over()
  }

  return {
    came(): void {
      cameAt = mono()
    },
    isExpected(): boolean {
      if (later === undefined || mono() - cameAt >= COMPANY_MS) return false
      if (!isWaitedFor) later(COMPANY_MS, isOver)
      isWaitedFor = true
      return true
    },
    isOver,
  }
}

interface Queue {
  readonly isEmpty: () => boolean
  /** Somebody in it goes along with nobody. */
  readonly isHurried: () => boolean
  readonly add: (entry: Queued) => void
  /** The next batch. Whoever has waited too long goes without having been written: he has given up, or soon will. */
  readonly take: () => readonly Queued[]
  /** Takes nothing more; what waits goes on waiting. */
  readonly close: (refusal: StorageFault) => void
  readonly abandon: (error: StorageFault) => void
}

function createQueue(mono: () => MonoTime, onAdded: () => void): Queue {
  let waiting: Queued[] = []
  let hurried = 0
  let refusal: StorageFault | undefined

  function crowded({ since }: Queued): StorageFault | undefined {
    const waitedMs = since - (waiting[0]?.since ?? since)
    if (waiting.length < QUEUE_MAX && waitedMs <= QUEUE_WAIT_MAX_MS) return undefined
    return new StorageFault('overloaded', `${waiting.length} writes are waiting already, the first for ${waitedMs} ms`)
  }

  function refuseLate(): void {
    const now = mono()
    const onTime = waiting.findIndex(({ since }) => now - since <= QUEUE_WAIT_MAX_MS)
    const late = onTime < 0 ? waiting : waiting.slice(0, onTime)
    waiting = onTime < 0 ? [] : waiting.slice(onTime)
    for (const entry of late) entry.reject(new StorageFault('overloaded', `waited for ${now - entry.since} ms`))
  }

  return {
    isEmpty: () => waiting.length === 0,
    isHurried: () => hurried > 0,
    add(entry) {
      const no = refusal ?? crowded(entry)
      if (no !== undefined) {
        entry.reject(no)
        return
      }
      waiting.push(entry)
      if (!goesAlong(entry)) hurried += 1
      onAdded()
    },
    take() {
      refuseLate()
      const batch = waiting.slice(0, BATCH_MAX)
      waiting = waiting.slice(BATCH_MAX)
      hurried = waiting.filter((entry) => !goesAlong(entry)).length
      return batch
    },
    close(error) {
      refusal ??= error
    },
    abandon(error) {
      refusal = error
      for (const entry of waiting) entry.reject(error)
      waiting = []
    },
  }
}

function goesAlong(entry: Queued): boolean {
  return entry.kind === 'chore' && GO_ALONG.has(entry.item.kind)
}

function batchOf(entries: readonly Queued[]): WriteBatch {
  return {
    commands: entries.flatMap((entry) => (entry.kind === 'command' ? [entry.item] : [])),
    chores: entries.flatMap((entry) => (entry.kind === 'chore' ? [entry.item] : [])),
  }
}

function answerAll(entries: readonly Queued[], { commands, chores }: BatchAnswer): void {
  let command = 0
  let chore = 0
  for (const entry of entries) {
    if (entry.kind === 'command') give(entry, commands[command++])
    else give(entry, chores[chore++])
  }
}

function give<Value>(entry: Entry<unknown, Value>, answer: Answer<Value> | undefined): void {
  if (answer === undefined) throw new Error('broken invariant: a write was left without an answer')
  if (answer.ok) entry.resolve(answer.value)
  else entry.reject(answer.fault === null ? new Error(answer.message) : new StorageFault(answer.fault, answer.message))
}
