/**
 * Gathers what waits to be written. There is no timer: one batch is out at a time, and the next one is whatever came
 * in meanwhile, so an idle keeper answers at once and a busy one shares each disk flush among many.
 */
import type { MonoTime } from '../core/brand.ts'
import type { Command, Outcome } from '../core/commands.ts'
import { BATCH_MAX, type Waiting } from './batch.ts'
import { StorageFault } from './storage.ts'
import type { Answer, BatchAnswer, Chore, ChoreResult, WriteBatch, Writer } from './writes.ts'

/** Beyond this many waiting, a caller is better told at once. */
export const QUEUE_MAX = 8192

const CROWDED = `${QUEUE_MAX} writes are waiting already`

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
  /** Runs a function a little later, when those who are ready have had their turn to call. */
  readonly soon: (run: () => void) => void
  /** After each commit, when its callers have their answers. */
  readonly answered: (answer: BatchAnswer) => void
  /** The outcome of a batch is unknown. */
  readonly stopped: (error: Error) => void
}

interface Entry<Item, Value> {
  readonly item: Item
  readonly resolve: (value: Value) => void
  readonly reject: (error: Error) => void
}

type Queued =
  | ({ readonly kind: 'command' } & Entry<Waiting, Outcome>)
  | ({ readonly kind: 'chore' } & Entry<Chore, ChoreResult>)

export function createGroupCommit({ commit, soon, answered, stopped }: GroupCommitOptions): GroupCommit {
  let queue: Queued[] = []
  let out: readonly Queued[] = []
  let scheduled = false
  let refusal: StorageFault | undefined
  let drained: (() => void) | undefined

  function add(entry: Queued): void {
    const no = refusal ?? (queue.length < QUEUE_MAX ? undefined : new StorageFault('overloaded', CROWDED))
    if (no !== undefined) entry.reject(no)
    else {
      queue.push(entry)
      schedule()
    }
  }

  function schedule(): void {
    if (scheduled || out.length > 0 || queue.length === 0) return
    scheduled = true
    soon(send)
  }

  function send(): void {
    scheduled = false
    if (queue.length === 0) return
    out = queue.slice(0, BATCH_MAX)
    queue = queue.slice(BATCH_MAX)
    commit(batchOf(out)).then(settle, stopped)
  }

  function settle(answer: BatchAnswer): void {
    const settled = out
    out = []
    answerAll(settled, answer)
    schedule()
    answered(answer)
    if (out.length === 0 && queue.length === 0) drained?.()
  }

  return {
    command: (command, deadline) =>
      new Promise((resolve, reject) => add({ kind: 'command', item: { command, deadline }, resolve, reject })),
    chore: (chore) => new Promise((resolve, reject) => add({ kind: 'chore', item: chore, resolve, reject })),
    drain() {
      refusal ??= new StorageFault('closed', 'the storage is closing')
      return new Promise((resolve) => {
        drained = resolve
        if (out.length === 0 && queue.length === 0) resolve()
      })
    },
    abandon(error) {
      refusal = error
      const lost = [...out, ...queue]
      out = []
      queue = []
      for (const entry of lost) entry.reject(error)
      drained?.()
    },
  }
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
