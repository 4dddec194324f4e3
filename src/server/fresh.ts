/**
 * `--fresh`: begin with no data. Only files that Sunap itself makes are removed, and only while nobody else owns the
 * folder, so that a mistyped folder loses nothing and a running gateway keeps its file.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { takeOwnerLock } from '../storage/sqlite/owner-lock.ts'
import { removeSocket } from './admin-socket.ts'
import { DATA_FILES, prepareDataFolder } from './data-folder.ts'

/** Throws `FolderInUse` where a gateway is running on it, and `ConfigError` where it is not ours to change. */
export function forgetData(folder: string): void {
  if (!existsSync(folder)) return
  prepareDataFolder(folder)
  const lock = takeOwnerLock(folder)
  try {
    removeSocket(folder)
    for (const name of DATA_FILES) rmSync(join(folder, name), { force: true })
  } finally {
    lock.release()
  }
}
