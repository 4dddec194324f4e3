/**
 * The folder a gateway keeps its files in. Whatever would stop it there (another user's files, a read-only disk) is said
 * in a sentence before anything is opened. A folder that holds nothing but ours is closed to other users; one that holds
 * more is somebody's home or `/tmp` and stays as it is, for each of our files is closed by itself.
 */
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './config.ts'

/** Never removed: who removes a lock that is held has none. */
const LOCK_FILES = ['owner.lock', 'owner.lock-journal']

/** Everything that may be lost when one begins anew, the database first. */
export const DATA_FILES: readonly string[] = [
  'sunap.sqlite',
  'sunap.sqlite-wal',
  'sunap.sqlite-shm',
  'keys.json',
  'keys.json.new',
  'sandbox.json',
  'sandbox.json.new',
  'till.json',
  'till.json.new',
  'admin.sock',
  'admin.path',
]

/** Makes it where it is missing, for its owner alone. Throws `ConfigError` where nothing can be kept there. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new ConfigError(`SUNAP_DATA=${folder}: no data can be kept there, ${reasonOf(error)}.`, { cause: error })
  }
  const ours = [...DATA_FILES, ...LOCK_FILES]
  for (const name of ours) requireAccess(join(folder, name))
  const { mode, uid } = statSync(folder)
  const isOpen = (mode & 0o077) !== 0 && uid === process.getuid?.()
  if (isOpen && readdirSync(folder).every((name) => ours.includes(name))) chmodSync(folder, 0o700)
}

function requireAccess(path: string): void {
  if (!existsSync(path)) return
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw new ConfigError(
      `${path} belongs to another user: Sunap was once started as that user there. ` +
        'Start it as that user again, or give it a folder of its own with SUNAP_DATA.',
      { cause: error },
    )
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known: Readonly<Record<string, string>> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    EEXIST: 'a file of that name is in the way',
    ENOTDIR: 'a file is in the way where a folder should be',
  }
  return known[code] ?? (error instanceof Error ? error.message : String(error))
}
