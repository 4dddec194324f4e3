/**
 * The front of every keeper: the promise of `storage.ts` made of a writer, the reads beside it and the group commit
 * between. Whoever was answered finds the clock at least as far as the answer, and the rows at least as new.
 */
import type { Instant } from '../core/brand.ts'
import type { OutcomeOf } from '../core/commands.ts'
import type { Clocks } from './clocks.ts'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import type { Reads } from './reads.ts'
import {
  type BusinessClock,
  type Committed,
  type DeliveryQueue,
  type Directory,
  type DirectoryKeeper,
  type PassOver,
  type PaymentReads,
  type Storage,
  StorageFault,
} from './storage.ts'
import type { BatchAnswer, Chore, ChoreKind, ChoreResults, TimeTold, Writer } from './writes.ts'

export interface KeeperOptions {
  readonly writer: Writer
  readonly reads: Reads
  readonly clocks: Clocks
  /** Business time as the writer found it. */
  readonly time: TimeTold
  /** Runs a function when those who are ready to write have had their turn to say so. */
  readonly soon: (run: () => void) => void
  /**
   * The writer stopped and nobody can say what it wrote: must end the process. Where it returns (in tests), everybody
   * who waits gets a `StorageFault` `unknown`.
   */
  readonly onFatal: (error: Error) => void
  /** The last step of closing, when nothing waits and nothing is read any more. */
  readonly takeApart: () => Promise<void>
}

type Read = <Value>(ask: (reads: Reads) => Value) => Promise<Value>

export function createKeeper(options: KeeperOptions): Storage {
  const { writer, reads, soon, onFatal } = options
  const clock = followClock(options)
  const listeners = new Set<(committed: Committed) => void>()
  const commit: Writer['commit'] = (batch) => writer.commit({ ...batch, notBefore: clock.shown() })
  const writes = createGroupCommit({ commit, soon, answered, stopped })
  let isOpen = true
  let hasStopped = false
  let closing: Promise<void> | undefined
  writer.onStopped(stopped)

  function answered({ committed, time }: BatchAnswer): void {
    clock.told(time)
    if (committed !== null) for (const listener of listeners) listener(committed)
  }

  function stopped(error: Error): void {
    if (hasStopped) return
    hasStopped = true
    onFatal(error)
    writes.abandon(new StorageFault('unknown', `the writer stopped: ${error.message}`, { cause: error }))
  }

  const read: Read = async (ask) => {
    if (!isOpen) throw new StorageFault('closed', 'the storage is closed')
    return ask(reads)
  }

  async function close(): Promise<void> {
    await writes.drain()
    isOpen = false
    await options.takeApart()
  }

  return {
    execute: async (command, deadline) => (await writes.command(command, deadline)) as OutcomeOf<typeof command>,
    payments: paymentReads(read, clock),
    deliveries: deliveryQueue(writes, read, clock),
    directory: directoryKeeper(writes, read, reads.directory()),
    tokens: {
      find: (keyNo) => read((rows) => rows.token(keyNo)),
      grant: (keyNo) => written(writes, { kind: 'grant', keyNo }),
    },
    clock: { now: clock.now, wall: clock.wall, advance: (ms) => written(writes, { kind: 'advance', ms }) },
    takeBlock: (counter, size) => written(writes, { kind: 'take', counter, size }),
    async forgetPayments() {
      await written(writes, { kind: 'forget' })
    },
    onCommitted(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    check: () => check(writes, read),
    close() {
      closing ??= close()
      return closing
    },
  }
}

interface FollowedClock extends Pick<BusinessClock, 'now' | 'wall'> {
  readonly told: (time: TimeTold) => void
  /** The latest time anybody was shown. */
  readonly shown: () => Instant
}

/** The writer's clock seen from here: the same wall, and never behind what the writer told last. */
function followClock({ clocks, time }: KeeperOptions): FollowedClock {
  let { offsetMs, last } = time
  return {
    wall: clocks.wall,
    shown: () => last,
    now() {
      last = Math.max(last, clocks.wall() + offsetMs) as Instant
      return last
    },
    told(now) {
      offsetMs = now.offsetMs
      last = Math.max(last, now.last) as Instant
    },
  }
}

/** A chore's result has the type its kind says; the group commit carries them all alike. */
async function written<Kind extends ChoreKind>(
  writes: GroupCommit,
  chore: Extract<Chore, { kind: Kind }>,
): Promise<ChoreResults[Kind]> {
  return (await writes.chore(chore)) as ChoreResults[Kind]
}

async function check(writes: GroupCommit, read: Read): Promise<void> {
  await written(writes, { kind: 'check' })
  await read((rows) => rows.probe())
}

function directoryKeeper(writes: GroupCommit, read: Read, atFirst: Directory): DirectoryKeeper {
  let directory = atFirst
  return {
    current: () => directory,
    async put(entries) {
      await written(writes, { kind: 'put', entries })
      directory = await read((rows) => rows.directory())
      return directory
    },
  }
}

function paymentReads(read: Read, clock: FollowedClock): PaymentReads {
  return {
    find: (merchantId, id) => read((rows) => rows.payment(merchantId, id)),
    ofOrder: (merchantId, orderId, limit) => read((rows) => rows.paymentsOfOrder(merchantId, orderId, limit)),
    findByPayToken: (payToken) => read((rows) => rows.paymentByPayToken(payToken)),
    findByNumber: (network, number) => read((rows) => rows.paymentByNumber(network, number)),
    findAttempt: (key) => read((rows) => rows.attempt(key)),
    findPersonal: (merchantId, id) => read((rows) => rows.personal(merchantId, id)),
    events: (merchantId, id) => read((rows) => rows.events(merchantId, id)),
    overdue: (limit) =>
      read((rows) => ({ expired: rows.expired(clock.now(), limit), lapsed: rows.lapsed(clock.wall(), limit) })),
    nextEndsAt: () => read((rows) => rows.nextEndsAt()),
    authorising: () => read((rows) => rows.authorising()),
  }
}

const NOBODY: PassOver = { merchants: [], addresses: [] }

function deliveryQueue(writes: GroupCommit, read: Read, clock: FollowedClock): DeliveryQueue {
  return {
    lease: (limit, leaseMs, passOver = NOBODY) => written(writes, { kind: 'lease', limit, leaseMs, passOver }),
    settle: (leased, tried, chance) => written(writes, { kind: 'settle', leased, tried, chance }),
    nextDueAt: () => read((rows) => rows.nextDueAt(clock.wall())),
    ofPayment: (merchantId, id) => read((rows) => rows.deliveries(merchantId, id)),
    tries: (merchantId, id) => read((rows) => rows.tries(merchantId, id)),
  }
}
