/**
 * `--fresh`: begin with no data. Only files that Sunap itself makes are removed, and only while nobody else owns the
 * folder, so that a mistyped folder loses nothing and a running gateway keeps its file. Where there was ever a production
 * gateway nothing is removed: a shell that has lost SUNAP_MODE must not forget money.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { takeOwnerLock } from '../storage/sqlite/owner-lock.ts'
import { removeSocket } from './admin-socket.ts'
import { ConfigError } from './config.ts'
import { DATA_FILES, isProduction, prepareDataFolder } from './data-folder.ts'

/** Throws `FolderInUse` where a gateway is running on it, and `ConfigError` where it is not ours to change. */
export function forgetData(folder: string): void {
  if (!existsSync(folder)) return
  if (isProduction(folder))
    throw new ConfigError(
      `SUNAP_DATA=${folder} belongs to a production gateway, and --fresh would forget money. ` +
        'Give the sandbox a folder of its own with SUNAP_DATA.',
    )
  prepareDataFolder(folder)
  const lock = takeOwnerLock(folder)
  try {
    removeSocket(folder)
    for (const name of DATA_FILES) rmSync(join(folder, name), { recursive: true, force: true })
  } finally {
    lock.release()
  }
}
