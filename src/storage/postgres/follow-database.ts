/**
 * Keeps an idle node up to date: twice a second it hears the database's time and whether the directory has changed, and
 * writes down how far business time has come, so that no node that starts later can be behind it by more than that.
 */
import type { Instant } from '../../core/brand.ts'
import type { FollowedClock } from '../keeper.ts'
import type { Lines } from './connections.ts'
import type { DirectoryStore } from './directory-store.ts'
import type { NodeClock } from './node-clock.ts'
import { STATEMENTS } from './statements.ts'
import { readHouse } from './transaction.ts'

const LOOK_EVERY_MS = 400
const NOTE_EVERY_MS = 1_000
const PRUNE_EVERY_MS = 60_000
/** Nobody asks about a commit that is older. */
const COMMITS_KEPT_MS = 3_600_000

export interface Following {
  /** Looks now. Throws `DatabaseFault`. */
  readonly look: () => Promise<void>
  /** Looks again and again; where the database does not answer, the next look may. */
  readonly start: () => void
  readonly stop: () => Promise<void>
}

export interface FollowOptions {
  readonly lines: Lines
  readonly nodeClock: NodeClock
  readonly clock: FollowedClock
  readonly directory: DirectoryStore
  /** The latest business time that this node has written with. */
  readonly stamped: () => Instant
}

export function followDatabase({ lines, nodeClock, clock, directory, stamped }: FollowOptions): Following {
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  let isStopped = false
  let prunedAt = nodeClock.mono()

  async function look(): Promise<void> {
    await lines.use(async (line) => {
      const house = await readHouse(line, nodeClock)
      clock.told(house.time)
      await directory.at(house.directoryVersion, line)
      if (stamped() - house.time.last >= NOTE_EVERY_MS) await line.change(STATEMENTS.noteTime, [stamped()])
      if (nodeClock.mono() - prunedAt < PRUNE_EVERY_MS) return
      prunedAt = nodeClock.mono()
      await line.change(STATEMENTS.pruneCommits, [house.wall - COMMITS_KEPT_MS])
    })
  }

  function lookLater(): void {
    timer = setTimeout(() => {
      looking = look()
        .catch(() => {})
        .then(() => {
          if (!isStopped) lookLater()
        })
    }, LOOK_EVERY_MS)
  }

  return {
    look,
    start: lookLater,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await looking
      await lines.use((line) => line.change(STATEMENTS.noteTime, [stamped()])).catch(() => {})
    },
  }
}
