/** Some programs refuse to run as root, or must be seen to need no more rights than anybody has: under root they run as `nobody`. */
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'

export interface User {
  readonly uid: number
  readonly gid: number
}

/** Undefined: whoever runs the tests, who is not root. */
export function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

/** A temporary folder may be closed to others, as a test's own is to `nobody`. */
export function enterableFolder(user: User | undefined): string {
  if (user === undefined) return tmpdir()
  try {
    execFileSync('ls', [tmpdir()], { ...user, cwd: '/', stdio: 'ignore' })
    return tmpdir()
  } catch {
    return '/tmp'
  }
}
