/**
 * The keeper for several nodes: one PostgreSQL database, any number of gateways on it, each with a few lines for writing
 * and a few for reading. This file only joins the parts and takes them apart in the right order.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Instant } from '../../core/brand.ts'
import type { Clocks } from '../clocks.ts'
import { createKeeper, followClock } from '../keeper.ts'
import type { Storage } from '../storage.ts'
import type { Writer } from '../writes.ts'
import { type DatabaseAddress, LINE_LIMITS, type Lines, openLines } from './connections.ts'
import { createDirectoryStore } from './directory-store.ts'
import { DatabaseFault, databaseFault, sqlState } from './faults.ts'
import { followDatabase } from './follow-database.ts'
import { MIGRATIONS, migrate } from './migrations.ts'
import { clockOfATest, createNodeClock } from './node-clock.ts'
import { postgresReads } from './postgres-reads.ts'
import { DatabaseRefused } from './server-check.ts'
import { createTransact, readHouse } from './transaction.ts'
import { createPostgresWriter } from './writer.ts'

export interface PostgresStorageOptions {
  readonly address: DatabaseAddress
  /** In place of the database's clock, for tests that move it. */
  readonly clocks?: Clocks
}

/** Batches under way at once. More of them make each smaller, and a disk flush serves fewer. */
const LANES = { commands: 4, chores: 2 }
/** Lanes, a look at the clock and the settings, and the asking after a lost commit. */
const WRITE_LINES_MAX = 8
const READ_LINES_MAX = 6
/** Time for a migration, and for the node that migrates while this one waits. */
const MIGRATION_MS = 600_000

/** Brings the schema up to date. Throws `DatabaseRefused`, whose sentence says what to do. */
export async function openPostgresStorage({ address, clocks }: PostgresStorageOptions): Promise<Storage> {
  await migrateDatabase(address)
  await using parts = new AsyncDisposableStack()
  const lines = openLines(address, { ...LINE_LIMITS, linesMax: WRITE_LINES_MAX })
  parts.defer(lines.close)
  const readLines = openLines(address, { ...LINE_LIMITS, linesMax: READ_LINES_MAX })
  parts.defer(readLines.close)
  const nodeClock = clocks === undefined ? createNodeClock() : clockOfATest(clocks)
  const directory = createDirectoryStore()
  const { time } = await lines.use((line) => readHouse(line, nodeClock))
  const clock = followClock(nodeClock, time)
  const transact = createTransact({ lines, clock: nodeClock, pause: (ms) => pause(ms) })
  const { writer, stamped } = remembering(createPostgresWriter({ transact, directory, clock: nodeClock, time }))
  const following = followDatabase({ lines: readLines, nodeClock, clock, directory, stamped })
  await following.look()
  following.start()
  parts.defer(following.stop)
  const takeApart = (): Promise<void> => kept.disposeAsync()
  const storage = createKeeper({
    writer,
    reads: postgresReads(readLines),
    clock,
    directory: { current: directory.current, refresh: following.look },
    isSoleOwner: false,
    lanes: LANES,
    soon: setImmediate,
    mono: nodeClock.mono,
    onFatal: neverStops,
    takeApart,
  })
  const kept = parts.move()
  return storage
}

/** Answers the numbers of the migrations that were applied now. Throws `DatabaseRefused`. */
export async function migrateDatabase(address: DatabaseAddress): Promise<readonly number[]> {
  const lines = openLines(address, { ...LINE_LIMITS, statementMs: MIGRATION_MS, lockMs: MIGRATION_MS, linesMax: 1 })
  try {
    await reach(lines, address)
    return await migrate(lines, MIGRATIONS)
  } finally {
    await lines.close()
  }
}

/** The first word with the server, which may be starting too: whatever is wrong with the address is said here. */
async function reach(lines: Lines, address: DatabaseAddress): Promise<void> {
  const until = performance.now() + REACHED_WITHIN_MS
  for (;;) {
    try {
      await lines.use((line) => line.run('select 1'))
      return
    } catch (error) {
      if (error instanceof DatabaseRefused) throw error
      if (isHopeless(error) || performance.now() > until) throw unreachable(error, address)
      await pause(LOOK_AGAIN_MS)
    }
  }
}

const REACHED_WITHIN_MS = 3_000
const LOOK_AGAIN_MS = 100

/** The server answered, and its answer will stay the same. */
function isHopeless(error: unknown): boolean {
  return (
    error instanceof DatabaseFault &&
    sqlState(error.cause) !== undefined &&
    databaseFault(error.cause).meaning === 'item'
  )
}

function unreachable(error: unknown, { user, host, port, database }: DatabaseAddress): DatabaseRefused {
  const why = error instanceof Error ? error.message : String(error)
  return new DatabaseRefused(`SUNAP_DATABASE_URL (${user} at ${host}, port ${port}, database ${database}): ${why}`, {
    cause: error,
  })
}

/** With the business time that was written last. */
function remembering(writer: Writer): { readonly writer: Writer; readonly stamped: () => Instant } {
  let last = 0 as Instant
  return {
    stamped: () => last,
    writer: {
      ...writer,
      async commit(batch) {
        const answer = await writer.commit(batch)
        if (answer.committed !== null && answer.time.last > last) last = answer.time.last
        return answer
      },
    },
  }
}

/** A lost line is answered where it matters and replaced; what is committed is the server's to know. */
function neverStops(error: Error): never {
  throw error
}
