/**
 * Looks at all queues that wait: at the start, and again and again for what nobody tells of. Queues are read a page at a
 * time, with a turn for everybody else between two pages.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Instant, MonoTime } from '../core/brand.ts'
import type { BusinessClock, DeliveryQueue, WaitingQueue } from '../storage/storage.ts'
import type { After } from './notice-try.ts'

export interface QueueLooksDeps {
  readonly queue: Pick<DeliveryQueue, 'waitingQueues'>
  readonly clock: Pick<BusinessClock, 'now'>
  readonly mono: () => MonoTime
  readonly after: After
  /** Told of our own faults; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

export interface QueueLooks {
  /** Looks now, and from then on every `LOOK_AGAIN_MS`; where a look takes long, at most a tenth of the time. */
  start(): void
  /** Tells of these at their time. What is due later than the next look is left to that. */
  note(waiting: readonly WaitingQueue[]): void
  stop(): void
}

/** Between two looks, where they take no time. */
export const LOOK_AGAIN_MS = 1_000
export const QUEUES_READ_AT_ONCE = 256

/** `tell`: these are due. */
export function createQueueLooks(
  { queue, clock, mono, after, reportFault }: QueueLooksDeps,
  tell: (due: readonly WaitingQueue[]) => void,
): QueueLooks {
  const timers = createTimers(after)
  let pauseMs = LOOK_AGAIN_MS
  let hasStopped = false

  async function look(): Promise<void> {
    const began = mono()
    try {
      for await (const page of waitingQueuesOf(queue)) {
        if (hasStopped) return
        note(page)
      }
    } catch (fault) {
      reportFault(fault)
    }
    pauseMs = Math.max(LOOK_AGAIN_MS, 9 * (mono() - began))
    if (!hasStopped) timers.set(pauseMs, () => void look())
  }

  function note(waiting: readonly WaitingQueue[]): void {
    const now = clock.now()
    tell(waiting.filter(({ dueAt }) => dueAt <= now))
    for (const soon of waiting.filter(({ dueAt }) => dueAt > now && dueAt - now <= pauseMs))
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
