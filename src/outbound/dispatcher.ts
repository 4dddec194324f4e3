/**
 * Sees to it that every notice that is due is tried. A commit marks the queues that it wrote to, the end of a try marks
 * its own, and a look at all queues that wait finds what nobody told of: what is due again, what other processes wrote,
 * what a killed one had leased. Only marked queues are asked, each for as much as it has room, and nothing is leased that
 * is not tried at once. How hard a receiver may be called is said in queue-pace.ts, whose turn it is in queue-book.ts.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Instant, MonoTime } from '../core/brand.ts'
import { type Delivery, queueOf } from '../core/delivery.ts'
import type { BusinessClock, WaitingQueue } from '../storage/storage.ts'
import { createFlights, type Flights, type FlightsDeps } from './flights.ts'
import { RECORD_WHILE_STOPPING_MS } from './notice-try.ts'
import { createQueueBook, type DispatchLimits } from './queue-book.ts'
import { createQueueLooks, earliestDue, type QueueLooksDeps, waitingQueuesOf } from './queue-looks.ts'

export interface DispatcherDeps extends FlightsDeps, QueueLooksDeps {
  readonly queue: FlightsDeps['queue'] & QueueLooksDeps['queue']
  readonly clock: Pick<BusinessClock, 'now' | 'wall'>
  readonly mono: () => MonoTime
  readonly limits?: DispatchLimits
}

export interface Dispatcher {
  /** From now on what is due is tried. */
  start(): void
  /** These were committed: call it after each commit with deliveries. */
  wake(committed: readonly Delivery[]): void
  /**
   * Resolves when all that is due now was tried once and what came of it is recorded, however the receivers fared before;
   * works before `start` too. What another process has on a lease is not waited for. Rejects with a fault of storage,
   * and when the dispatcher stops.
   */
  drain(): Promise<void>
  /** When the earliest notice that may be handed out is due; null where none waits. */
  nextDueAt(): Promise<Instant | null>
  /** Leases no more and resolves when the tries under way have ended: at once if the client closes and storage answers. */
  stop(): Promise<void>
}

export const DISPATCH_LIMITS: DispatchLimits = { total: 256, perMerchant: 32, perQueue: 8 }

const STOPPED = 'the dispatcher was stopped'

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { queue, clock, mono, after, limits = DISPATCH_LIMITS } = deps
  const stopping = new AbortController()
  const { signal } = stopping
  /** How each drain that is waited for is broken off. */
  const drains = new Set<(fault: Error) => void>()
  let hasStarted = false

  const book = createQueueBook({ limits, mono, heedsPace: () => drains.size === 0 })
  const mayBegin = (): boolean => !signal.aborted && (hasStarted || drains.size > 0)
  const flights = createFlights(deps, book, mayBegin, signal)
  const tell = (due: readonly WaitingQueue[]): void => {
    for (const { queue, merchantId } of due) book.mark(queue, merchantId)
    flights.begin()
  }
  const looks = createQueueLooks(deps, tell)

  return {
    start() {
      if (hasStarted || signal.aborted) return
      hasStarted = true
      looks.start()
    },
    wake(committed) {
      if (hasStarted && !signal.aborted) looks.note(committed.flatMap(waitingQueueOf))
    },
    async drain() {
      if (signal.aborted) throw new Error(STOPPED)
      const { promise: brokenOff, reject: breakOff } = Promise.withResolvers<never>()
      drains.add(breakOff)
      try {
        await Promise.race([tryAllDue(queue, flights, tell, clock.now(), signal), brokenOff])
      } finally {
        drains.delete(breakOff)
      }
    },
    nextDueAt: () => earliestDue(queue),
    async stop() {
      stopping.abort()
      looks.stop()
      for (const breakOff of drains) breakOff(new Error(STOPPED))
      await within(RECORD_WHILE_STOPPING_MS, flights.begun(), after)
      await Promise.all(flights.underWay())
    },
  }
}

/** Until storage has nothing of that time to hand out and nothing of it is under way. */
async function tryAllDue(
  queue: QueueLooksDeps['queue'],
  flights: Flights,
  tell: (due: readonly WaitingQueue[]) => void,
  until: Instant,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const startedBefore = flights.started()
    const underWay = flights.underWay(until)
    let due = 0
    for await (const page of waitingQueuesOf(queue)) {
      const dueHere = page.filter(({ dueAt }) => dueAt <= until)
      due += dueHere.length
      tell(dueHere)
    }
    await flights.begun()
    const isUnchanged = flights.started() === startedBefore
    if (due === 0 && underWay.length === 0 && isUnchanged) return
    await Promise.all(flights.underWay(until))
    // There was no room: whatever ends makes some.
    if (due > 0 && isUnchanged && underWay.length === 0) await anyOf(flights.underWay())
  }
}

function anyOf(flights: readonly Promise<void>[]): Promise<void> {
  return flights.length === 0 ? turn() : Promise.race(flights)
}

function waitingQueueOf(delivery: Delivery): readonly WaitingQueue[] {
  if (delivery.state !== 'waiting') return []
  return [{ queue: queueOf(delivery), merchantId: delivery.merchantId, dueAt: delivery.nextTryAt }]
}

/** Waits for it so long at most, whatever comes of it. */
async function within(ms: number, promise: Promise<unknown>, after: DispatcherDeps['after']): Promise<void> {
  const late = Promise.withResolvers<void>()
  const callOff = after(ms, late.resolve)
  await Promise.race([promise.catch(() => {}), late.promise])
  callOff()
}
