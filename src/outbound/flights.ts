/**
 * From a queue with room to a try that is over: leases what the book asks for, all queues in one go, and starts each
 * notice at once. One lease is out at a time; whoever gets room meanwhile is in the next.
 */
import type { Instant, QueueName } from '../core/brand.ts'
import { type Delivery, ENDPOINT_REMOVED, isDelivered, queueOf } from '../core/delivery.ts'
import type { BusinessClock, DeliveryQueue, LeasedDelivery, QueueRoom } from '../storage/storage.ts'
import { type Heard, type NoticeTryDeps, tryNotice } from './notice-try.ts'
import type { QueueBook } from './queue-book.ts'
import type { CallOutcome } from './queue-pace.ts'

export interface FlightsDeps extends NoticeTryDeps {
  readonly queue: Pick<DeliveryQueue, 'lease' | 'settle'>
  readonly clock: Pick<BusinessClock, 'wall'>
}

export interface Flights {
  /** Starts whatever is marked and has room; called again where some is being leased, it changes nothing. */
  begin(): void
  /** When what `begin` set off has been leased and started; rejects with the fault of storage that ended it. */
  begun(): Promise<void>
  /** How many tries there were. */
  started(): number
  /** Those under way, or only those that were due at `until`. */
  underWay(until?: Instant): readonly Promise<void>[]
}

/** Wall time; longer than a try can take. */
export const LEASE_MS = 30_000

/** `mayBegin`: asked each time, for a try that ends makes room by itself. */
export function createFlights(
  deps: FlightsDeps,
  book: QueueBook,
  mayBegin: () => boolean,
  stopping: AbortSignal,
): Flights {
  const { queue, clock, reportFault } = deps
  const underWay = new Map<Promise<void>, Delivery>()
  let started = 0
  let leasing: Promise<void> | undefined

  function begin(): void {
    if (leasing !== undefined) return
    const rooms = askBook()
    if (rooms.length === 0) return
    leasing = leaseAll(rooms)
    leasing.catch(reportFault)
  }

  const askBook = (): readonly QueueRoom[] => (mayBegin() ? book.ask() : [])

  async function leaseAll(first: readonly QueueRoom[]): Promise<void> {
    try {
      for (let rooms = first; rooms.length > 0; rooms = askBook()) await leaseFrom(rooms)
    } finally {
      // In one go with the last question to the book, or a mark could fall between the two.
      leasing = undefined
    }
  }

  async function leaseFrom(rooms: readonly QueueRoom[]): Promise<void> {
    const leaseEnds = clock.wall() + LEASE_MS
    const leased = await leaseInto(book, rooms, queue)
    // Too late for a process that ends: the leases lapse.
    if (!stopping.aborted) for (const one of leased) start(one, leaseEnds)
  }

  function start(leased: LeasedDelivery, leaseEnds: number): void {
    started += 1
    const flight = tryNotice(deps, leased, { leaseEnds, stopping }).then((heard) => {
      underWay.delete(flight)
      book.ended(queueOf(leased.delivery), outcomeOf(heard))
      begin()
    })
    underWay.set(flight, leased.delivery)
  }

  return {
    begin,
    begun: async () => leasing,
    started: () => started,
    underWay: (until) =>
      [...underWay].flatMap(([flight, delivery]) => (until === undefined || wasDue(delivery, until) ? [flight] : [])),
  }
}

async function leaseInto(
  book: QueueBook,
  rooms: readonly QueueRoom[],
  queue: FlightsDeps['queue'],
): Promise<readonly LeasedDelivery[]> {
  let names: readonly QueueName[] = []
  try {
    const leased = await queue.lease(rooms, LEASE_MS)
    names = leased.map(({ delivery }) => queueOf(delivery))
    return leased
  } finally {
    book.given(rooms, names)
  }
}

/** Null: the receiver had no part in it. */
function outcomeOf(heard: Heard | undefined): CallOutcome | null {
  if (heard === undefined) return null
  const { result, isHeavy } = heard
  if (result.kind === 'answered')
    return isDelivered(result) ? { arrived: true, isHeavy } : { arrived: false, retryAfterMs: result.retryAfterMs }
  return result.cause === ENDPOINT_REMOVED ? null : { arrived: false, retryAfterMs: null }
}

function wasDue(delivery: Delivery, until: Instant): boolean {
  if (delivery.state !== 'waiting') throw new Error(`broken invariant: ${delivery.id} was leased and had ended`)
  return delivery.nextTryAt <= until
}
