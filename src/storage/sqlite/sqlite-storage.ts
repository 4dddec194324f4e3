/**
 * The embedded keeper: one SQLite file, one process, one writer in a thread of its own. This file only joins the parts
 * and takes them apart in the right order; the rest of the promise is the keeper's front and the writer's.
 */
import { mkdirSync } from 'node:fs'
import { createKeeper, type FollowedDirectory, followClock } from '../keeper.ts'
import type { Directory, Storage } from '../storage.ts'
import { databasePath } from './database-file.ts'
import { takeOwnerLock } from './owner-lock.ts'
import { openReads } from './sqlite-reads.ts'
import { type StartWriter, startWriterThread } from './start-writer.ts'

export interface SqliteStorageOptions {
  /** Made with mode 0700 where it is missing. */
  readonly folder: string
  /**
   * Nobody can say what the disk holds: must log the error and end the process with a non-zero code, answering nobody.
   * Where it returns (in tests), everybody who waits gets a `StorageFault` `unknown`.
   */
  readonly onFatal: (error: Error) => void
  readonly startWriter?: StartWriter
}

/** Throws `FolderInUse` when another process has the folder, `FileRefused`, and where the file cannot be trusted. */
export async function openSqliteStorage(options: SqliteStorageOptions): Promise<Storage> {
  const { folder, onFatal, startWriter = startWriterThread } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = databasePath(folder)
  // Taken apart in the opposite order, now where a step fails, else when the keeper closes.
  await using parts = new AsyncDisposableStack()
  const lock = takeOwnerLock(folder)
  parts.defer(lock.release)
  const { writer, time, clocks, close } = await startWriter(path)
  parts.defer(close)
  const { reads, directory, close: closeReads } = openReads(path)
  parts.defer(closeReads)
  const takeApart = () => kept.disposeAsync()
  const storage = createKeeper({
    writer,
    reads,
    clock: followClock(clocks, time),
    directory: followDirectory(directory),
    isSoleOwner: true,
    lanes: 'one',
    soon: setImmediate,
    later: (ms, run) => void setTimeout(run, ms),
    mono: clocks.mono,
    onFatal,
    takeApart,
  })
  const kept = parts.move()
  return storage
}

/** Nobody else changes it, so it is read again only after a change of our own. */
function followDirectory(read: () => Directory): FollowedDirectory {
  let directory = read()
  return {
    current: () => directory,
    async refresh() {
      directory = read()
    },
  }
}
