/**
 * Where a server's data begin. `initdb` takes longer than all the rest of a start, so it runs once in a checkout for
 * each build of PostgreSQL, and every server gets a copy of what it made.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { madeOnce } from '../browser/made-once.ts'
import type { User } from '../set-up/unprivileged.ts'

/** Fills `folder`/data; `folder` is the user's own. Undefined is whoever runs the tests. */
export async function makeCluster(folder: string, binaries: string, user: User | undefined): Promise<string> {
  const data = join(folder, 'data')
  // A kind for each build: tests of two builds may run at once, and a kind keeps its latest version only.
  const template = await madeOnce({
    kind: `cluster_${buildOf(binaries)}`,
    version: '1',
    make(place) {
      const fresh = join(folder, 'fresh')
      initialize(fresh, binaries, user)
      cpSync(fresh, join(place, 'data'), { recursive: true })
      rmSync(fresh, { recursive: true })
    },
  })
  cpSync(join(template, 'data'), data, { recursive: true })
  chmodSync(data, 0o700) // PostgreSQL insists, and a copied folder loses it
  if (user !== undefined) giveTo(user, data)
  return data
}

function buildOf(binaries: string): string {
  const version = execFileSync(join(binaries, 'postgres'), ['--version'])
  return createHash('sha256').update(version).digest('hex').slice(0, 8)
}

function initialize(data: string, binaries: string, user: User | undefined): void {
  mkdirSync(data, { mode: 0o700 })
  if (user !== undefined) chownSync(data, user.uid, user.gid)
  const options = ['-U', 'postgres', '-E', 'UTF8', '--no-locale', '--no-instructions', '--no-sync']
  const auth = ['--auth-local=trust', '--auth-host=scram-sha-256']
  execFileSync(join(binaries, 'initdb'), ['-D', data, ...options, ...auth], { ...user, cwd: '/', stdio: 'pipe' })
}

function giveTo({ uid, gid }: User, folder: string): void {
  chownSync(folder, uid, gid)
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) chownSync(join(folder, path), uid, gid)
}
