/**
 * Looks at all queues that wait: at the start, and again and again for what nobody tells of. Queues are read a page at a
 * time, with a turn for everybody else between two pages.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Instant } from '../core/brand.ts'
import type { BusinessClock, DeliveryQueue, WaitingQueue } from '../storage/storage.ts'
import type { After } from './notice-try.ts'

export interface QueueLooksDeps {
  readonly queue: Pick<DeliveryQueue, 'waitingQueues'>
  readonly clock: Pick<BusinessClock, 'now'>
  readonly after: After
  /** Told of our own faults; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

export interface QueueLooks {
  /** Looks now, and from then on every `LOOK_AGAIN_MS`. */
  start(): void
  /** Tells of these at their time. What is due later than the next look is left to that. */
  note(waiting: readonly WaitingQueue[]): void
  stop(): void
}

/** Between two looks. */
export const LOOK_AGAIN_MS = 1_000
export const QUEUES_READ_AT_ONCE = 256

/** `tell`: these are due. */
export function createQueueLooks(
  { queue, clock, after, reportFault }: QueueLooksDeps,
  tell: (due: readonly WaitingQueue[]) => void,
): QueueLooks {
  const timers = createTimers(after)
  let hasStopped = false

  async function look(): Promise<void> {
    try {
      for await (const page of waitingQueuesOf(queue)) {
        if (hasStopped) return
        note(page)
      }
    } catch (fault) {
      reportFault(fault)
    }
    if (!hasStopped) timers.set(LOOK_AGAIN_MS, () => void look())
  }

  function note(waiting: readonly WaitingQueue[]): void {
    const now = clock.now()
    tell(waiting.filter(({ dueAt }) => dueAt <= now))
    for (const soon of waiting.filter(({ dueAt }) => dueAt > now && dueAt - now <= LOOK_AGAIN_MS))
      timers.set(soon.dueAt - now, () => note([soon]))
  }

  return {
    start: () => void look(),
    note,
    stop() {
      hasStopped = true
      timers.callOff()
    },
  }
}

/** Page by page, all of them. */
export async function* waitingQueuesOf({
  waitingQueues,
}: Pick<DeliveryQueue, 'waitingQueues'>): AsyncGenerator<readonly WaitingQueue[]> {
  let last: WaitingQueue | undefined
  do {
    if (last !== undefined) await turn()
    const page = await waitingQueues(last?.queue ?? null, QUEUES_READ_AT_ONCE)
    yield page
    last = page.length < QUEUES_READ_AT_ONCE ? undefined : page.at(-1)
  } while (last !== undefined)
}

/** Null where none waits. */
export async function earliestDue(queue: Pick<DeliveryQueue, 'waitingQueues'>): Promise<Instant | null> {
  let earliest: Instant | null = null
  for await (const page of waitingQueuesOf(queue))
    for (const { dueAt } of page) if (earliest === null || dueAt < earliest) earliest = dueAt
  return earliest
}

function createTimers(after: After) {
  const set = new Set<() => void>()
  return {
    set(ms: number, run: () => void): void {
      const callOff = after(ms, () => {
        set.delete(callOff)
        run()
      })
      set.add(callOff)
    },
    callOff(): void {
      for (const callOff of set) callOff()
      set.clear()
    },
  }
}
