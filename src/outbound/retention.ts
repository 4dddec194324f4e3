/**
 * Forgets notices that were delivered longer ago than anybody can ask for again. A little at a time, with a pause after
 * each helping, so that it keeps nobody waiting however much has grown old; what was not delivered stays for good.
 */
import type { Instant } from '../core/brand.ts'
import { REPLAY_DAYS } from '../core/delivery.ts'
import type { BusinessClock, DeliveryQueue } from '../storage/storage.ts'
import type { After } from './notice-try.ts'

export interface RetentionDeps {
  readonly queue: Pick<DeliveryQueue, 'prune'>
  readonly clock: Pick<BusinessClock, 'now'>
  readonly after: After
  /** Told of our own faults; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

export interface Retention {
  start(): void
  /** Waits for a helping under way. */
  stop(): Promise<void>
}

export const PRUNE_EVERY_MS = 3_600_000
export const PRUNED_AT_ONCE = 256
/** 5,000 a second at most: more than come. */
export const PRUNE_PAUSE_MS = 50

export function createRetention({ queue, clock, after, reportFault }: RetentionDeps): Retention {
  let hasStopped = false
  let pruning = Promise.resolve()
  let callOff = (): void => {}

  async function prune(): Promise<void> {
    let pauseMs = PRUNE_EVERY_MS
    try {
      const before = (clock.now() - REPLAY_DAYS * 86_400_000) as Instant
      if ((await queue.prune(before, PRUNED_AT_ONCE)) === PRUNED_AT_ONCE) pauseMs = PRUNE_PAUSE_MS
    } catch (fault) {
      reportFault(fault)
    }
    if (!hasStopped) pruneIn(pauseMs)
  }

  function pruneIn(ms: number): void {
    callOff = after(ms, () => {
      pruning = prune()
    })
  }

  return {
    start: () => pruneIn(PRUNE_PAUSE_MS),
    async stop() {
      hasStopped = true
      callOff()
      await pruning
    },
  }
}
