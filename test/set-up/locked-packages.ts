/**
 * Packages that only some tests need have a folder with a lock of its own, so that a clone is set up without them. They are
 * installed when a test asks, as locked and without running anything of theirs.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { madeOnce } from '../browser/made-once.ts'

const LOCK_FILES = ['package.json', 'package-lock.json', '.npmrc']

export interface LockedPackages {
  /** Where `node_modules` is. */
  readonly folder: string
  readonly load: NodeJS.Require
}

/** Once in a checkout, beside its other packages. `from` holds the lock. */
export async function lockedPackages(from: string, kind: string): Promise<LockedPackages> {
  const lock = readFileSync(join(from, 'package-lock.json'))
  const version = createHash('sha256').update(lock).digest('hex').slice(0, 16)
  const folder = await madeOnce({ kind, version, make: (into) => installLocked(from, into) })
  return { folder, load: createRequire(join(folder, 'package.json')) }
}

/** `into` gets a copy of the lock, and the packages. */
export function installLocked(from: string, into: string): void {
  for (const file of LOCK_FILES) if (existsSync(join(from, file))) cpSync(join(from, file), join(into, file))
  execFileSync('npm', ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], {
    cwd: into,
    stdio: 'pipe',
  })
}
