/**
 * For tests: the keeper that the suites of merchants, tills and notices stand on, an empty one each time. Which one is
 * the run's to say (`SUNAP_TEST_KEEPER`), so that a test is written once and is a promise about each of them;
 * `test/run.mjs` runs every suite that comes here on all of them.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresServer, startPostgres } from '../../test/postgres/server.ts'
import type { Clocks } from './clocks.ts'
import { createMemoryStorage } from './memory/memory-storage.ts'
import { newTestDatabase, type TestDatabase } from './postgres/test-database.ts'
import { openSqliteStorage } from './sqlite/sqlite-storage.ts'
import { startLocalWriter } from './sqlite/start-writer.ts'
import type { Storage } from './storage.ts'

/** Without clocks it is as in production: SQLite's writer in its thread, PostgreSQL's own time. What it kept goes when it closes. */
export async function openTestKeeper(clocks?: Clocks): Promise<Storage> {
  const name = process.env['SUNAP_TEST_KEEPER'] || 'memory'
  const open = KEEPERS.get(name)
  if (open === undefined) throw new Error(`SUNAP_TEST_KEEPER=${name}: it is ${[...KEEPERS.keys()].join(', ')}.`)
  return open(clocks)
}

const KEEPERS: ReadonlyMap<string, (clocks: Clocks | undefined) => Promise<Storage>> = new Map([
  ['memory', async (clocks) => createMemoryStorage(clocks === undefined ? {} : { clocks })],
  ['sqlite', openInFolder],
  ['postgres', openOnServer],
])

async function openInFolder(clocks: Clocks | undefined): Promise<Storage> {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-keeper-'))
  const storage = await openSqliteStorage({
    folder,
    onFatal(error) {
      throw error
    },
    ...(clocks === undefined ? {} : { startWriter: startLocalWriter({ clocks }) }),
  })
  return closedWith(storage, async () => rmSync(folder, { recursive: true, force: true }))
}

/** One server for the whole of a test file; it ends with the process. */
let server: Promise<PostgresServer> | undefined
/** Cleared ones that nobody is on. */
const spare: TestDatabase[] = []

async function openOnServer(clocks: Clocks | undefined): Promise<Storage> {
  server ??= startPostgres()
  const database = spare.pop() ?? (await newTestDatabase(await server))
  const storage = await database.openNode(clocks)
  return closedWith(storage, async () => {
    await database.clear()
    spare.push(database)
  })
}

function closedWith(storage: Storage, takeAway: () => Promise<void>): Storage {
  let closing: Promise<void> | undefined
  return {
    ...storage,
    close() {
      closing ??= storage.close().then(takeAway)
      return closing
    },
  }
}
