/**
 * The folder a gateway keeps its files in. Whatever would stop it there (another user's files, a read-only disk) is said
 * in a sentence before anything is opened. In the sandbox a folder that holds nothing but ours is closed to other users;
 * one that holds more is somebody's home or `/tmp` and stays as it is, for each of our files is closed by itself. In
 * production nothing is put right silently: somebody may have read it already, and must hear of it.
 */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './config.ts'

/** Never removed: who removes a lock that is held has none, and the mark keeps `--fresh` from a folder with money. */
const KEPT_FILES = ['owner.lock', 'owner.lock-journal', 'production']

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
  'tills',
  'admin.sock',
  'admin.path',
]

/** Makes it where it is missing, for its owner alone. Throws `ConfigError` where nothing can be kept there. */
export function prepareDataFolder(folder: string): void {
  const { mode, uid } = usableFolder(folder)
  const isOpen = (mode & OTHERS) !== 0 && uid === process.getuid?.()
  const ours = [...DATA_FILES, ...KEPT_FILES]
  if (isOpen && readdirSync(folder).every((name) => ours.includes(name))) chmodSync(folder, 0o700)
}

/** The same for production. Throws `ConfigError` also where others on this machine could look inside. */
export function requirePrivateFolder(folder: string): void {
  const { mode } = usableFolder(folder)
  if ((mode & OTHERS) === 0) return
  throw new ConfigError(
    `SUNAP_DATA=${folder}: others on this machine can look into it (mode ${modeText(mode)}). ` +
      `Close it: chmod 700 '${folder}'`,
  )
}

/** Bits of a mode that are for anybody but the owner. */
export const OTHERS = 0o077

export function modeText(mode: number): string {
  return (mode & 0o777).toString(8)
}

/** From now on this folder is never emptied. */
export function markProduction(folder: string): void {
  if (!isProduction(folder)) writeFileSync(join(folder, 'production'), MARK, { mode: 0o600 })
}

export function isProduction(folder: string): boolean {
  return existsSync(join(folder, 'production'))
}

const MARK = 'A production gateway of Sunap keeps its data here. npm start -- --fresh leaves this folder alone.\n'

function usableFolder(folder: string): Stats {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new ConfigError(`SUNAP_DATA=${folder}: no data can be kept there, ${reasonOf(error)}.`, { cause: error })
  }
  for (const name of [...DATA_FILES, ...KEPT_FILES]) requireAccess(join(folder, name))
  return statSync(folder)
}

function requireAccess(path: string): void {
  if (!existsSync(path)) return
  // Keys may be meant for reading alone.
  const needed = path.endsWith('keys.json') ? constants.R_OK : constants.R_OK | constants.W_OK
  try {
    accessSync(path, needed)
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
