/**
 * The clients of this folder's package.json as npm has them, no file of theirs touched. They are installed the first time
 * a test asks, beside the packages of this checkout; neither a set-up nor a start waits for them.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { madeOnce } from '../browser/made-once.ts'
import { installLocked } from '../set-up/locked-packages.ts'

const lockedFolder = fileURLToPath(new URL('./', import.meta.url))

export interface RealClients {
  /** Where `node_modules` is. */
  readonly folder: string
  readonly load: NodeJS.Require
}

export async function realClients(): Promise<RealClients> {
  const lock = readFileSync(join(lockedFolder, 'package-lock.json'))
  const version = createHash('sha256').update(lock).digest('hex').slice(0, 16)
  const folder = await madeOnce({ kind: 'clients', version, make: (into) => installLocked(lockedFolder, into) })
  return { folder, load: createRequire(join(folder, 'package.json')) }
}
