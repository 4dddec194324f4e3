/**
 * When each till was last heard, about: a message costs its till nothing, and a till is written down at most once a
 * minute, with whoever else was heard. A node that is killed forgets its last seconds; nothing decides by this.
 */
import type { TillIdentity } from '../core/attempt.ts'
import type { WallTime } from '../core/brand.ts'
import type { Storage } from '../storage/storage.ts'
import type { Repeat } from './ports.ts'

export const SIGHTINGS_FLUSH_MS = 10_000
export const SEEN_AGAIN_MS = 60_000
/** Written at a time: a batch that also carries a collect must not be long. */
export const SIGHTINGS_AT_ONCE_MAX = 500

export interface TillWatchDeps {
  readonly sightings: Pick<Storage['tillSightings'], 'note'>
  readonly wall: () => WallTime
  readonly repeat: Repeat
  /** Told of what could not be written; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

export interface TillWatch {
  /** Never waits and never throws. */
  heard(till: TillIdentity): void
  start(): void
  /** Writes what is left. */
  stop(): Promise<void>
}

/** It holds as many tills as the directory does. */
export function createTillWatch({ sightings, wall, repeat, reportFault }: TillWatchDeps): TillWatch {
  const noted = new Map<string, WallTime>()
  const waiting = new Map<string, WallTime>()
  let stopRepeating = async (): Promise<void> => {}

  async function flush(): Promise<void> {
    const all = [...waiting].map(([terminal, at]) => ({ terminal, at }))
    waiting.clear()
    for (let first = 0; first < all.length; first += SIGHTINGS_AT_ONCE_MAX)
      await sightings.note(all.slice(first, first + SIGHTINGS_AT_ONCE_MAX))
  }

  return {
    heard({ network, outlet, till }) {
      const terminal = `${network}/${outlet}/${till}`
      const now = wall()
      if (now - (noted.get(terminal) ?? Number.NEGATIVE_INFINITY) < SEEN_AGAIN_MS) return
      noted.set(terminal, now)
      waiting.set(terminal, now)
    },
    start() {
      stopRepeating = repeat(SIGHTINGS_FLUSH_MS, flush)
    },
    async stop() {
      await stopRepeating()
      await flush().catch(reportFault)
    },
  }
}
