/**
 * One transaction, decided again where others were in the way, and never in doubt about its end if that can be helped:
 * each that writes leaves a row of its own behind, so that after a connection lost at the commit another connection can
 * find out what happened. Finding out writes the same row: while the lost transaction still lives this waits for it,
 * and afterwards it can no longer commit.
 */
import { randomBytes } from 'node:crypto'
import type { Instant, WallTime } from '../../core/brand.ts'
import { whole } from '../rows/cells.ts'
import type { Row } from '../rows/row.ts'
import { StorageFault } from '../storage.ts'
import type { TimeTold } from '../writes.ts'
import type { Line, Lines } from './connections.ts'
import { DatabaseFault } from './faults.ts'
import type { NodeClock } from './node-clock.ts'
import { BEGIN, HOUSE_COLUMNS, STATEMENTS } from './statements.ts'

export interface Transaction extends Line {
  /** The database's clock. */
  readonly wall: WallTime
  /** Business time as it was written down last. */
  readonly time: TimeTold
  readonly directoryVersion: number
}

/** `dirty`: something was written. Throws `DatabaseFault`, `StorageFault` `unknown`, and what the work throws. */
export type Transact = <Result extends { readonly dirty: boolean }>(
  work: (transaction: Transaction) => Promise<Result>,
) => Promise<Result>

export interface TransactOptions {
  readonly lines: Lines
  readonly clock: NodeClock
  readonly pause: (ms: number) => Promise<void>
}

const TRIES_MAX = 10
/** After this nobody waits for another try. */
const TRIED_FOR_MS = 3_000
/** How long is asked what became of a commit. */
const LOOKED_UP_FOR_MS = 3_500
const LOOK_AGAIN_MS = 100
const PAUSE_MAX_MS = 40

export function createTransact({ lines, clock, pause }: TransactOptions): Transact {
  return async (work) => {
    const startedAt = clock.mono()
    for (let tries = 1; ; tries += 1) {
      try {
        return await once(work)
      } catch (error) {
        const isOver = tries === TRIES_MAX || clock.mono() - startedAt > TRIED_FOR_MS
        if (isOver || !isWorthATry(error)) throw error
        await pause(Math.random() * Math.min(2 ** tries, PAUSE_MAX_MS))
      }
    }
  }

  async function once<Result extends { readonly dirty: boolean }>(
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    const id = commitId(clock.wall())
    let finished: Result | undefined
    try {
      return await lines.use(async (line) => {
        const house = await readHouse(line, clock, BEGIN)
        const result = await work({ ...line, ...house })
        if (result.dirty) {
          await line.change(STATEMENTS.insertCommit, [id, house.wall])
          finished = result
          await commit(line)
        } else await line.run('rollback')
        return result
      })
    } catch (error) {
      if (finished === undefined || !isLost(error)) throw error
      if (await hasHappened(id, error)) return finished
      throw new DatabaseFault('again', 'the connection was lost before the commit arrived', { cause: error })
    }
  }

  async function hasHappened(id: string, lost: unknown): Promise<boolean> {
    const until = clock.mono() + LOOKED_UP_FOR_MS
    for (;;) {
      try {
        return (await lines.use((line) => line.change(STATEMENTS.fenceCommit, [id, clock.wall()]))) === 0
      } catch (error) {
        if (clock.mono() > until)
          throw new StorageFault('unknown', 'the connection was lost at the commit, and nobody could be asked since', {
            cause: [lost, error],
          })
        await pause(LOOK_AGAIN_MS)
      }
    }
  }
}

export interface House {
  readonly wall: WallTime
  readonly time: TimeTold
  readonly directoryVersion: number
}

/** `before`: what is sent ahead in the same breath. */
export async function readHouse(line: Line, clock: NodeClock, before = ''): Promise<House> {
  const askedAt = clock.mono()
  const { rows } = await line.run(`${before}select ${HOUSE_COLUMNS} from house`)
  const [row] = rows
  if (row === undefined) throw new DatabaseFault('item', 'the database has lost its row of business time')
  return houseOf(row, clock, clock.mono() - askedAt)
}

function houseOf(row: Row, clock: NodeClock, tookMs: number): House {
  return {
    wall: clock.hear(whole(row, 'wall') as WallTime, tookMs),
    time: { offsetMs: whole(row, 'offset_ms'), last: whole(row, 'last_at') as Instant },
    directoryVersion: whole(row, 'directory_version'),
  }
}

/** A transaction that an error has ended before is rolled back by `commit`, which then says so. */
async function commit(line: Line): Promise<void> {
  const { command } = await line.run('commit')
  if (command !== 'COMMIT') throw new Error(`broken invariant: the commit ended in ${command}`)
}

function isWorthATry(error: unknown): boolean {
  return error instanceof DatabaseFault && ['again', 'taken', 'lost'].includes(error.meaning)
}

/** Everything but a clear no of the server's: of a time-out at the commit nobody knows which side of it the commit is. */
function isLost(error: unknown): boolean {
  return !(error instanceof DatabaseFault) || !['again', 'taken', 'item'].includes(error.meaning)
}

/** Sorts by time, so that the rows lie side by side. */
function commitId(wall: WallTime): string {
  return `${wall.toString(36).padStart(9, '0')}${randomBytes(12).toString('base64url')}`
}
