/**
 * Which receivers may have something due, how many calls each has under way, and whose turn it is: merchants take turns,
 * and of one merchant its queues do, so that no backlog keeps anybody else waiting. In memory only; storage knows what is
 * due, and losing this costs a look and a few calls. What has nothing due is forgotten, but for how it failed.
 */
import type { MerchantId, MonoTime, QueueName } from '../core/brand.ts'
import type { QueueRoom } from '../storage/storage.ts'
import { type CallOutcome, fullPace, isUnremarkable, paceAfter, type QueuePace, windowAt } from './queue-pace.ts'

/** Calls under way at once; `perQueue` is the smallest. */
export interface DispatchLimits {
  readonly total: number
  readonly perMerchant: number
  readonly perQueue: number
}

export interface QueueBook {
  /** Something of it may be due. Not noted while the receiver is left alone: whoever looks later notes it then. */
  mark(queue: QueueName, merchantId: MerchantId): void
  /** Whom to lease from now, each with its room; empty where nobody has both. Counted as under way until `given`. */
  ask(): readonly QueueRoom[]
  /** What the rooms brought. A queue that gave less than asked rests until it is marked again. */
  given(rooms: readonly QueueRoom[], leased: readonly QueueName[]): void
  /** One call is over; null: nobody was called. */
  ended(queue: QueueName, outcome: CallOutcome | null): void
  /** How many queues and merchants are remembered. */
  size(): number
}

export interface QueueBookOptions {
  readonly limits: DispatchLimits
  readonly mono: () => MonoTime
  /** While it does not, every queue has its full room, however it failed. */
  readonly heedsPace: () => boolean
}

/** Of receivers that failed and have nothing due now, so many are remembered; the rest may be called a little harder. */
export const FAILED_KEPT_MAX = 50_000

interface Queue {
  readonly name: QueueName
  readonly merchant: Party
  pace: QueuePace
  underWay: number
  isMarked: boolean
}

interface Party {
  readonly id: MerchantId
  underWay: number
  queues: number
  /** Marked and with room. */
  readonly waiting: Set<Queue>
}

export function createQueueBook({ limits, mono, heedsPace }: QueueBookOptions): QueueBook {
  const shelf = createShelf(limits.perQueue, mono)
  const windowOf = ({ pace }: Queue): number => (heedsPace() ? windowAt(pace, mono()) : limits.perQueue)
  const turns = createTurns(limits, windowOf)

  /** After whatever has changed of it. */
  function place(queue: Queue): void {
    if (windowOf(queue) === 0) queue.isMarked = false
    turns.place(queue)
    if (!queue.isMarked && queue.underWay === 0) shelf.putAway(queue)
  }

  return {
    mark(name, merchantId) {
      const queue = shelf.take(name, merchantId)
      queue.isMarked = true
      place(queue)
    },
    ask() {
      const rooms = new Map<Queue, number>()
      for (let queue = turns.next(); queue !== undefined; queue = turns.next()) {
        turns.count(queue, 1)
        rooms.set(queue, (rooms.get(queue) ?? 0) + 1)
        place(queue)
      }
      for (const queue of rooms.keys()) {
        queue.isMarked = false
        place(queue)
      }
      return [...rooms].map(([{ name: queue }, limit]) => ({ queue, limit }))
    },
    given(rooms, leased) {
      const counts = new Map<QueueName, number>()
      for (const name of leased) counts.set(name, (counts.get(name) ?? 0) + 1)
      for (const { queue: name, limit } of rooms) {
        const queue = shelf.at(name)
        const given = counts.get(name) ?? 0
        turns.count(queue, given - limit)
        if (given === limit) queue.isMarked = true
        place(queue)
      }
    },
    ended(name, outcome) {
      const queue = shelf.at(name)
      turns.count(queue, -1)
      if (outcome !== null) queue.pace = paceAfter(queue.pace, outcome, mono(), limits.perQueue)
      queue.isMarked = true
      place(queue)
    },
    size: shelf.size,
  }
}

/** Who is marked and has room, in two rows: merchants, and of each merchant its queues. Whoever had a turn goes to the end. */
function createTurns(limits: DispatchLimits, windowOf: (queue: Queue) => number) {
  const waiting = new Set<Party>()
  let underWay = 0

  function place(queue: Queue): void {
    const { merchant } = queue
    if (queue.isMarked && queue.underWay < windowOf(queue)) merchant.waiting.add(queue)
    else merchant.waiting.delete(queue)
    if (merchant.waiting.size > 0 && merchant.underWay < limits.perMerchant) waiting.add(merchant)
    else waiting.delete(merchant)
  }

  return {
    place,
    count(queue: Queue, calls: number): void {
      queue.underWay += calls
      queue.merchant.underWay += calls
      underWay += calls
    },
    /** Undefined where nobody waits or no more calls may be under way. */
    next(): Queue | undefined {
      for (;;) {
        const merchant = underWay < limits.total ? first(waiting) : undefined
        const queue = merchant === undefined ? undefined : first(merchant.waiting)
        if (merchant === undefined || queue === undefined) return undefined
        waiting.delete(merchant)
        merchant.waiting.delete(queue)
        if (queue.underWay < windowOf(queue)) return queue
        // Its window closed while it stood in the row.
        place(queue)
      }
    },
  }
}

/** The queues with something under way or due, and of the others what must not be forgotten at once. */
function createShelf(perQueue: number, mono: () => MonoTime) {
  const queues = new Map<QueueName, Queue>()
  const merchants = new Map<MerchantId, Party>()
  /** Of queues at rest, longest at rest first. */
  const failed = new Map<QueueName, QueuePace>()

  function party(id: MerchantId): Party {
    const known = merchants.get(id)
    if (known !== undefined) return known
    const fresh = { id, underWay: 0, queues: 0, waiting: new Set<Queue>() }
    merchants.set(id, fresh)
    return fresh
  }

  return {
    take(name: QueueName, merchantId: MerchantId): Queue {
      const known = queues.get(name)
      if (known !== undefined) return known
      const merchant = party(merchantId)
      merchant.queues += 1
      const queue = { name, merchant, pace: failed.get(name) ?? fullPace(perQueue), underWay: 0, isMarked: false }
      failed.delete(name)
      queues.set(name, queue)
      return queue
    },
    at(name: QueueName): Queue {
      const queue = queues.get(name)
      if (queue === undefined) throw new Error(`broken invariant: nothing of ${name} is under way`)
      return queue
    },
    putAway({ name, merchant, pace }: Queue): void {
      queues.delete(name)
      merchant.queues -= 1
      if (merchant.queues === 0) merchants.delete(merchant.id)
      if (isUnremarkable(pace, mono())) return
      failed.set(name, pace)
      if (failed.size > FAILED_KEPT_MAX) failed.delete(first(failed.keys()) ?? name)
    },
    size: (): number => queues.size + merchants.size + failed.size,
  }
}

function first<Value>(values: Iterable<Value>): Value | undefined {
  for (const value of values) return value
  return undefined
}
