/**
 * Runs commands as they are printed or documented, in a shell. Which curl they find is said by the caller: that of this
 * machine, or the little one beside this file, so that the commands are tried where there is no curl too.
 */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Ended, ended, root, temporaryFolder } from '../set-up/programs.ts'

/** Every curl the commands can be tried with here. */
export const CURLS: readonly ('of this machine' | 'of our own')[] =
  spawnSync('curl', ['--version']).status === 0 ? ['of this machine', 'of our own'] : ['of our own']

export interface Shell {
  /** Makes a command of this name, a line of `sh`. */
  command(name: string, script: string): void
  /** Runs a script; whatever it left running ends with the test. */
  run(script: string, env?: Readonly<Record<string, string>>): Promise<Ended>
}

export function openShell(t: TestContext, curl: (typeof CURLS)[number]): Shell {
  const folder = join(temporaryFolder(t), 'bin')
  mkdirSync(folder)
  const command: Shell['command'] = (name, script) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  command('node', `exec '${process.execPath}' "$@"`)
  if (curl === 'of our own') command('curl', `exec node '${join(root, 'test', 'e2e', 'curl.mjs')}' "$@"`)
  return {
    command,
    async run(script, env = {}) {
      const child = spawn('sh', ['-c', script], {
        // A group of its own: what it puts into the background ends with it.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...env, PATH: `${folder}${delimiter}${process.env['PATH']}` },
      })
      const end = ended(child)
      child.once('exit', () => endGroup(child.pid))
      return end
    },
  }
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM')
  } catch {
    // Nothing was left running.
  }
}
