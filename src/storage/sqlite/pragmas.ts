/**
 * How the file is opened. Durability is not taken on trust: `synchronous` is set, something is read, and only then is it
 * read back, because builds exist that lower it with the first access to a file in WAL mode.
 */
import { text, whole } from '../rows/cells.ts'
import type { Row } from '../rows/row.ts'
import type { SqlHandle } from './handle.ts'

/** How long a connection waits for a lock that somebody else (a backup, a curious operator) holds. */
const BUSY_MS = 5_000

const WRITER = [
  `busy_timeout = ${BUSY_MS}`,
  'journal_mode = wal',
  'synchronous = full',
  // Where fsync alone does not reach the platter (macOS); nothing elsewhere.
  'fullfsync = on',
  'checkpoint_fullfsync = on',
  // Checkpoints are made by the writer, between batches.
  'wal_autocheckpoint = 0',
  'journal_size_limit = 67108864',
  'foreign_keys = on',
  // What is deleted is written over: an erased customer is in no freed page.
  'secure_delete = on',
  'trusted_schema = off',
  'mmap_size = 0',
  'temp_store = memory',
  'cache_size = -65536',
]

const READER = [
  `busy_timeout = ${BUSY_MS}`,
  'query_only = on',
  'trusted_schema = off',
  'mmap_size = 0',
  'cache_size = -16384',
]

export function prepareForWriting(handle: SqlHandle): void {
  setAll(handle, WRITER)
  handle.prepare('select count(*) as tables from sqlite_schema').get()
  required(whole(pragma(handle, 'synchronous'), 'synchronous') === 2, 'synchronous is not FULL')
  required(text(pragma(handle, 'journal_mode'), 'journal_mode') === 'wal', 'the journal is no write-ahead log')
  required(whole(pragma(handle, 'foreign_keys'), 'foreign_keys') === 1, 'foreign keys are not enforced')
}

export function prepareForReading(handle: Pick<SqlHandle, 'exec' | 'prepare'>): void {
  setAll(handle, READER)
}

/** A pragma's answer. */
export function pragma(handle: Pick<SqlHandle, 'prepare'>, name: string): Row {
  return handle.prepare(`pragma ${name}`).get() ?? {}
}

function setAll(handle: Pick<SqlHandle, 'exec'>, pragmas: readonly string[]): void {
  for (const setting of pragmas) handle.exec(`pragma ${setting}`)
}

function required(holds: boolean, what: string): void {
  if (!holds)
    throw new Error(
      `the database cannot promise that what was acknowledged is kept: ${what} / 저장 장치가 기록을 보장하지 못합니다`,
    )
}
