/**
 * The front of every keeper: the promise of `storage.ts` made of a writer, the reads beside it and the group commit
 * between. Whoever was answered finds the clock at least as far as the answer, and the rows at least as new.
 */
import type { Instant } from '../core/brand.ts'
import type { OutcomeOf } from '../core/commands.ts'
import { asOf, refundAsOf } from '../core/resolve.ts'
import { grantToken } from '../core/token.ts'
import type { Clocks } from './clocks.ts'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import type { ExternalReceiptReads, RefundReads } from './money-reads.ts'
import type { Reads } from './reads.ts'
import { registrationKeeper } from './registrations.ts'
import { reportKeepers } from './report-keeper.ts'
import {
  type BusinessClock,
  type Committed,
  type ConfirmFigures,
  type ConsoleKeeper,
  type DayFigures,
  type DeliveryQueue,
  type DeliveryReads,
  type Directory,
  type DirectoryKeeper,
  type EndpointKeeper,
  type PaymentReads,
  type PreparedKeeper,
  type Storage,
  StorageFault,
  type TokenKeeper,
} from './storage.ts'
import type { BatchAnswer, Chore, ChoreKind, ChoreResults, TimeTold, Writer } from './writes.ts'

export interface KeeperOptions {
  readonly writer: Writer
  readonly reads: Reads
  readonly clock: FollowedClock
  readonly directory: FollowedDirectory
  /** Nobody else writes there, so that whatever is under way at the opening was left by a process that ended. */
  readonly isSoleOwner: boolean
  readonly lanes: Lanes
  /** Runs a function when those who are ready to write have had their turn to say so. */
  readonly soon: (run: () => void) => void
  /** As the group commit's, of the one lane. */
  readonly later?: (ms: number, run: () => void) => void
  readonly mono: Clocks['mono']
  /**
   * The writer stopped and nobody can say what it wrote: must end the process. Where it returns (in tests), everybody
   * who waits gets a `StorageFault` `unknown`.
   */
  readonly onFatal: (error: Error) => void
  /** The last step of closing, when nothing waits and nothing is read any more. */
  readonly takeApart: () => Promise<void>
}

/**
 * `one`: all that waits is written together, for one disk flush serves all. Else commands and chores go on their own,
 * so many batches of each at once.
 */
export type Lanes = 'one' | { readonly commands: number; readonly chores: number }

/** The directory as it was read last; replaced as a whole. */
export interface FollowedDirectory {
  readonly current: () => Directory
  /** Resolves when `current` has all that was put before. */
  readonly refresh: () => Promise<void>
}

type Read = <Value>(ask: (reads: Reads) => Value | Promise<Value>) => Promise<Value>

export function createKeeper(options: KeeperOptions): Storage {
  const { writer, reads, clock, onFatal } = options
  const listeners = new Set<(committed: Committed) => void>()
  const { commands, chores } = openLanes(options, answered, stopped)
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
    const fault = new StorageFault('unknown', `the writer stopped: ${error.message}`, { cause: error })
    commands.abandon(fault)
    chores.abandon(fault)
  }

  const read: Read = async (ask) => {
    if (!isOpen) throw new StorageFault('closed', 'the storage is closed')
    return ask(reads)
  }

  async function close(): Promise<void> {
    await Promise.all([...new Set([commands, chores])].map((each) => each.drain()))
    isOpen = false
    await options.takeApart()
  }

  return {
    isSoleOwner: options.isSoleOwner,
    execute: async (command, deadline) => (await commands.command(command, deadline)) as OutcomeOf<typeof command>,
    payments: paymentReads(read, clock),
    refunds: refundReads(read, clock),
    ...reportKeepers((chore) => written(chores, chore), read),
    externalReceipts: externalReceiptReads(read, clock),
    deliveries: deliveries(chores, read, clock),
    endpoints: endpointKeeper(chores, read),
    directory: directoryKeeper(chores, options),
    tokens: tokenKeeper(chores, read, clock),
    prepared: preparedKeeper(chores, read),
    registrations: registrationKeeper(chores, read, clock.wall),
    ...besideMoney(chores, read),
    clock: { now: clock.now, wall: clock.wall, advance: (ms) => written(chores, { kind: 'advance', ms }) },
    ...housekeeping(chores),
    onCommitted: (listener) => listening(listeners, listener),
    check: () => check(chores, read),
    close() {
      closing ??= close()
      return closing
    },
  }
}

function housekeeping(writes: GroupCommit): Pick<Storage, 'takeBlock' | 'erase' | 'forgetPayments'> {
  return {
    takeBlock: (counter, size) => written(writes, { kind: 'take', counter, size }),
    erase: (named) => written(writes, { kind: 'erase', named }),
    forgetPayments: () => written(writes, { kind: 'forget' }),
  }
}

function listening<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** In one lane both are the same. */
function openLanes(
  { writer, clock, lanes, soon, later, mono }: KeeperOptions,
  answered: (answer: BatchAnswer) => void,
  stopped: (error: Error) => void,
): { readonly commands: GroupCommit; readonly chores: GroupCommit } {
  const commit: Writer['commit'] = (batch) => writer.commit({ ...batch, notBefore: clock.shown() })
  const lane = (batchesMax: number): GroupCommit =>
    createGroupCommit({ commit, batchesMax, soon, ...(later && { later }), mono, answered, stopped })
  const commands = lane(lanes === 'one' ? 1 : lanes.commands)
  return { commands, chores: lanes === 'one' ? commands : lane(lanes.chores) }
}

export interface FollowedClock extends Pick<BusinessClock, 'now' | 'wall'> {
  readonly told: (time: TimeTold) => void
  /** The latest time anybody was shown. */
  readonly shown: () => Instant
}

/** The writer's clock seen from here: the same wall, and never behind what the writer told last. */
export function followClock(clocks: Clocks, time: TimeTold): FollowedClock {
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

function preparedKeeper(writes: GroupCommit, read: Read): PreparedKeeper {
  return {
    find: (merchantId, orderId) => read((rows) => rows.prepared(merchantId, orderId)),
    add: (prepared) => written(writes, { kind: 'prepare', prepared, again: false }),
    change: (prepared) => written(writes, { kind: 'prepare', prepared, again: true }),
  }
}

function directoryKeeper(
  writes: GroupCommit,
  { directory: { current, refresh }, isSoleOwner }: Pick<KeeperOptions, 'directory' | 'isSoleOwner'>,
): DirectoryKeeper {
  return {
    current,
    async latest() {
      if (!isSoleOwner) await refresh()
      return current()
    },
    async put(entries) {
      await written(writes, { kind: 'put', entries })
      await refresh()
      return current()
    },
  }
}

function paymentReads(read: Read, clock: FollowedClock): PaymentReads {
  return {
    find: (merchantId, id) => read((rows) => rows.payment(merchantId, id)),
    findAll: (merchantId, ids) => read((rows) => rows.payments(merchantId, ids)),
    async list(asked) {
      const at = clock.now()
      const { total, payments } = await read((rows) => rows.list(asked, at))
      return { total, payments: payments.map((payment) => asOf(payment, at)) }
    },
    ofOrder: (merchantId, orderId, limit) => read((rows) => rows.paymentsOfOrder(merchantId, orderId, limit)),
    findByPayToken: (payToken) => read((rows) => rows.paymentByPayToken(payToken)),
    findByNumber: (network, number) => read((rows) => rows.paymentByNumber(network, number)),
    findBySlip: (network, number) => read((rows) => rows.paymentBySlip(network, number)),
    findAttempt: (key) => read((rows) => rows.attempt(key)),
    findUsedKey: (merchantId, key) => read((rows) => rows.usedKey(merchantId, key)),
    findPersonal: (merchantId, id) => read((rows) => rows.personal(merchantId, id)),
    findPersonals: (merchantId, ids) => read((rows) => rows.personals(merchantId, ids)),
    events: (merchantId, id) => read((rows) => rows.events(merchantId, id)),
    histories: (merchantId, ids) => read((rows) => rows.histories(merchantId, ids)),
    feed: (merchantId, after, limit) => read((rows) => rows.feed(merchantId, after, limit)),
    feedEnd: (merchantId) => read((rows) => rows.feedEnd(merchantId)),
    ofNumber: (merchantId, number, limit) => read((rows) => rows.ofNumber(merchantId, number, limit)),
    ofAttempt: (merchantId, name, limit) => read((rows) => rows.ofAttempt(merchantId, name, limit)),
    ofBuyer: (asked) => read((rows) => rows.ofBuyer(asked)),
    async browse(asked) {
      const at = clock.now()
      const found = await read((rows) => rows.browse(asked, at))
      return found && { ...found, payments: found.payments.map((payment) => asOf(payment, at)) }
    },
    async atOutlet(asked) {
      const at = clock.now()
      const payments = await read((rows) => rows.atOutlet(asked, at))
      return payments?.map((payment) => asOf(payment, at))
    },
    async overdue(limit) {
      const at = clock.now()
      const [expired, slips, doubted, lapsed] = await Promise.all([
        read((rows) => rows.expired(at, limit)),
        read((rows) => rows.slipsOver(at, limit)),
        read((rows) => rows.toDoubt(at, limit)),
        read((rows) => rows.lapsed(clock.wall(), limit)),
      ])
      return { expired: [...new Set([...expired, ...slips, ...doubted])].slice(0, limit), lapsed }
    },
    inDoubt: (...asked) => read((rows) => rows.inDoubt(...asked)),
    nextEndsAt: () => read((rows) => rows.nextEndsAt()),
    receiptsDue: (limit) => read((rows) => rows.receiptsDue(clock.now(), limit)),
    nextReceiptDueAt: () => read((rows) => rows.nextReceiptDueAt()),
    findReceiptIdentifier: (merchantId, id) => read((rows) => rows.receiptIdentifier(merchantId, id)),
    authorising: () => read((rows) => rows.authorising()),
  }
}

function refundReads(read: Read, clock: FollowedClock): RefundReads {
  return {
    find: (merchantId, id) => read((rows) => rows.refund(merchantId, id)),
    async list(merchantId, filter, after, limit) {
      const at = clock.now()
      const found = await read((rows) => rows.refunds(merchantId, filter, after, limit, at))
      return found.map((each) => refundAsOf(each, at))
    },
    transfersDue: (limit) => read((rows) => rows.transfersDue(clock.now(), limit)),
    nextTransferDueAt: () => read((rows) => rows.nextTransferDueAt()),
    findAccount: (merchantId, id) => read((rows) => rows.account(merchantId, id)),
  }
}

function externalReceiptReads(read: Read, clock: FollowedClock): ExternalReceiptReads {
  return {
    find: (merchantId, orderId) => read((rows) => rows.external(merchantId, orderId)),
    findByToken: (token) => read((rows) => rows.externalByToken(token)),
    due: (limit) => read((rows) => rows.externalsDue(clock.now(), limit)),
    nextDueAt: () => read((rows) => rows.nextExternalDueAt()),
    findIdentifier: (merchantId, orderId) => read((rows) => rows.externalIdentifier(merchantId, orderId)),
  }
}

function tokenKeeper(writes: GroupCommit, read: Read, clock: FollowedClock): TokenKeeper {
  const find: TokenKeeper['find'] = (keyNo) => read((rows) => rows.token(keyNo))
  return {
    find,
    async grant(keyNo) {
      const life = await find(keyNo)
      // Some clients ask before every request: what would not change is not written.
      if (life !== undefined && grantToken(life, clock.wall()) === life) return life
      return written(writes, { kind: 'grant', keyNo })
    },
  }
}

function confirmFigures(writes: GroupCommit, read: Read): ConfirmFigures {
  return {
    add: (figures) => written(writes, { kind: 'add_confirm_figures', figures }),
    find: (merchantId, from, to) => read((rows) => rows.confirmFigures(merchantId, from, to)),
  }
}

function consoleKeeper(writes: GroupCommit, read: Read): ConsoleKeeper {
  return {
    findPerson: (id) => read((rows) => rows.person(id)),
    findPersonByEmail: (email) => read((rows) => rows.personByEmail(email)),
    people: (merchantId) => read((rows) => rows.people(merchantId)),
    putPerson: (person) => written(writes, { kind: 'put_person', person }),
    findSession: (hash) => read((rows) => rows.session(hash)),
    putSession: (session, endedBefore) => written(writes, { kind: 'put_session', session, endedBefore }),
    endSession: (hash) => written(writes, { kind: 'end_session', hash }),
    endSessions: (personId, but) => written(writes, { kind: 'end_sessions', personId, but }),
    writeAudit: (entry) => written(writes, { kind: 'write_audit', entry }),
    audit: (merchantId, after, limit) => read((rows) => rows.audit(merchantId, after, limit)),
    beginAction: (action, entry) => written(writes, { kind: 'begin_action', action, entry }),
    endAction: (key, answer, entry) => written(writes, { kind: 'end_action', key, answer, entry }),
  }
}

/** What people do and count; nothing of it moves money. */
function besideMoney(
  writes: GroupCommit,
  read: Read,
): Pick<Storage, 'console' | 'dayFigures' | 'confirmFigures' | 'tillSightings'> {
  return {
    console: consoleKeeper(writes, read),
    dayFigures: dayFigures(writes, read),
    confirmFigures: confirmFigures(writes, read),
    tillSightings: {
      note: (sightings) => written(writes, { kind: 'note_tills', sightings }),
      all: () => read((rows) => rows.tillSightings()),
    },
  }
}

function dayFigures(writes: GroupCommit, read: Read): DayFigures {
  return {
    find: (merchantId, from, to) => read((rows) => rows.dayFigures(merchantId, from, to)),
    add: (merchantId, counted) => written(writes, { kind: 'add_day_figures', merchantId, counted }),
  }
}

function deliveries(writes: GroupCommit, read: Read, clock: FollowedClock): DeliveryQueue & DeliveryReads {
  return {
    waitingQueues: (after, limit) => read((rows) => rows.waitingQueues(clock.wall(), after, limit)),
    lease: (rooms, leaseMs) => written(writes, { kind: 'lease', rooms, leaseMs }),
    settle: (leased, tried, chance) => written(writes, { kind: 'settle', leased, tried, chance }),
    replay: (merchantId, ids) => written(writes, { kind: 'replay', merchantId, ids }),
    prune: (before, limit) => written(writes, { kind: 'prune', before, limit }),
    find: (merchantId, id) => read((rows) => rows.delivery(merchantId, id)),
    list: (merchantId, filter, after, limit) => read((rows) => rows.listDeliveries(merchantId, filter, after, limit)),
    ofPayment: (merchantId, id) => read((rows) => rows.deliveries(merchantId, id)),
    tries: (merchantId, id) => read((rows) => rows.tries(merchantId, id)),
  }
}

function endpointKeeper(writes: GroupCommit, read: Read): EndpointKeeper {
  return {
    health: (merchantId) => read((rows) => rows.health(merchantId)),
    pause: (merchantId, endpoint) => written(writes, { kind: 'pause', merchantId, endpoint, paused: true }),
    resume: (merchantId, endpoint) => written(writes, { kind: 'pause', merchantId, endpoint, paused: false }),
  }
}
