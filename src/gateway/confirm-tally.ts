/**
 * Counts how the questions to merchants went, for the merchants' figures. A question costs its till nothing: it is added
 * up in memory, and what was added up is written every ten seconds and at the end, so a process that is killed loses
 * ten seconds of counting. What could not be written is written with the next; what nobody knows of whether it was
 * written is left out, for a count that is short is honest and one that is doubled is not.
 */
import type { MerchantId, WallTime } from '../core/brand.ts'
import { type ConfirmFigure, hourOf, latencyBucket } from '../core/confirm-figures.ts'
import { type Storage, StorageFault } from '../storage/storage.ts'
import type { MerchantsWord, Repeat } from './ports.ts'

export interface ConfirmTallyDeps {
  readonly confirmFigures: Pick<Storage['confirmFigures'], 'add'>
  readonly wall: () => WallTime
  readonly repeat: Repeat
  /** Told of what could not be written; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

export interface ConfirmTally {
  /** Never waits and never throws. */
  count(merchantId: MerchantId, word: MerchantsWord): void
  start(): void
  /** Writes what is left. */
  stop(): Promise<void>
}

export const FLUSH_MS = 10_000

/** Written at a time: a batch that also carries a collect must not be long. */
export const FIGURES_AT_ONCE_MAX = 200

/** Kept while storage takes nothing; a figure beyond is not begun. */
export const FIGURES_WAITING_MAX = 50_000

export function createConfirmTally({ confirmFigures, wall, repeat, reportFault }: ConfirmTallyDeps): ConfirmTally {
  const waiting = new Map<string, ConfirmFigure>()
  let stopRepeating = async (): Promise<void> => {}

  function add(figure: ConfirmFigure): void {
    const key = `${figure.merchantId}/${figure.hour}/${figure.outcome}/${figure.bucketMs}`
    const before = waiting.get(key)
    if (before === undefined && waiting.size >= FIGURES_WAITING_MAX) return
    waiting.set(key, { ...figure, count: (before?.count ?? 0) + figure.count })
  }

  async function flush(): Promise<void> {
    const figures = [...waiting.values()]
    waiting.clear()
    for (let first = 0; first < figures.length; first += FIGURES_AT_ONCE_MAX) {
      try {
        await confirmFigures.add(figures.slice(first, first + FIGURES_AT_ONCE_MAX))
      } catch (fault) {
        const isUnknown = fault instanceof StorageFault && fault.kind === 'unknown'
        for (const figure of figures.slice(isUnknown ? first + FIGURES_AT_ONCE_MAX : first)) add(figure)
        throw fault
      }
    }
  }

  return {
    count(merchantId, { verdict, latencyMs, notAsked }) {
      const of = { merchantId, hour: hourOf(wall()), count: 1 }
      if (notAsked === true) add({ ...of, outcome: 'not_asked', bucketMs: 0 })
      else add({ ...of, outcome: verdict.kind, bucketMs: latencyBucket(latencyMs) })
    },
    start() {
      stopRepeating = repeat(FLUSH_MS, flush)
    },
    async stop() {
      await stopRepeating()
      await flush().catch(reportFault)
    },
  }
}
