/**
 * `--fresh`: begin with no data. Only files that Sunap itself makes are removed, and only while nobody else owns the
 * folder, so that a mistyped folder loses nothing and a running gateway keeps its file.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { takeOwnerLock } from '../storage/sqlite/owner-lock.ts'

const OURS = [
  'sunap.sqlite',
  'sunap.sqlite-wal',
  'sunap.sqlite-shm',
  'keys.json',
  'keys.json.new',
  'sandbox.json',
  'till.json',
]

/** Throws `FolderInUse` where a gateway is running on it. */
export function forgetData(folder: string): void {
  if (!existsSync(folder)) return
  const lock = takeOwnerLock(folder)
  try {
    for (const name of OURS) rmSync(join(folder, name), { force: true })
  } finally {
    lock.release()
  }
}
