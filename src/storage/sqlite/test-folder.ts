/** For tests: a folder that is gone when the test ends, and the database in it opened with clocks and disks of the test's own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { WORLD } from '../contract-commands.ts'
import { createFakeClocks, type FakeClocks } from '../fake-clocks.ts'
import type { Storage } from '../storage.ts'
import { openDatabase } from './database-file.ts'
import type { SqlHandle } from './handle.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import { startLocalWriter } from './start-writer.ts'

export function scratchFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-scratch-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface OpenedLocally {
  readonly storage: Storage
  readonly clocks: FakeClocks
  /** What `onFatal` was told. */
  readonly fatal: Error[]
}

/** A keeper without a thread, over `wrap`ped access to a new file, with the contract's world in it. */
export async function openLocally(
  t: TestContext,
  wrap: (handle: SqlHandle) => SqlHandle = (handle) => handle,
): Promise<OpenedLocally> {
  const folder = scratchFolder(t)
  const clocks = createFakeClocks()
  const fatal: Error[] = []
  const storage = await openSqliteStorage({
    folder,
    onFatal: (error) => fatal.push(error),
    startWriter: startLocalWriter({ clocks, openHandle: (path) => wrap(openDatabase(path)) }),
  })
  t.after(() => storage.close())
  await storage.directory.put(WORLD)
  return { storage, clocks, fatal }
}
