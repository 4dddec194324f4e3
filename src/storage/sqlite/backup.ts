/**
 * A copy of the database while a gateway writes it: one reading transaction sees one state, and what is committed
 * meanwhile goes on beside it. To be made in a process of its own, for the copying takes as long as the disk needs.
 */
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { databasePath } from './database-file.ts'
import { pragma } from './pragmas.ts'

/** On the disk when it returns, for its owner alone. Throws `EEXIST` where `to` is there; then it is left as it is. */
export function backUp(folder: string, to: string): void {
  closeSync(openSync(to, 'wx', 0o600))
  try {
    const source = new DatabaseSync(databasePath(folder), { readOnly: true })
    try {
      // Not `query_only`, which would forbid writing the copy; the source is opened for reading alone.
      source.exec('pragma busy_timeout = 5000; pragma trusted_schema = off')
      source.prepare('vacuum into ?').run(to)
    } finally {
      source.close()
    }
    requireWhole(to)
    flush(to)
    flush(dirname(to))
  } catch (error) {
    rmSync(to, { force: true })
    throw error
  }
}

/** A backup that cannot be read is none. */
function requireWhole(path: string): void {
  const copy = new DatabaseSync(path, { readOnly: true })
  try {
    const { quick_check: verdict } = pragma(copy, 'quick_check')
    if (verdict !== 'ok') throw new Error(`the copy is damaged: ${verdict}`)
  } finally {
    copy.close()
  }
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
