/**
 * Packages that only some tests need have a folder with a lock of its own, so that a clone is set up without them. They are
 * installed when a test asks, as locked and without running anything of theirs.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'

const LOCK_FILES = ['package.json', 'package-lock.json', '.npmrc']

/** `from` holds the lock, `into` gets a copy of it and the packages. */
export function installLocked(from: string, into: string): void {
  for (const file of LOCK_FILES) if (existsSync(join(from, file))) cpSync(join(from, file), join(into, file))
  execFileSync('npm', ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], {
    cwd: into,
    stdio: 'pipe',
  })
}
