/**
 * What `npm start` starts, as a process of its own, watched from outside: what it says, what it answers, how it ends.
 * On free ports and a folder of its own; killed with the test where it has not ended by then.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Ended, ended, root, startNode } from '../set-up/programs.ts'
import type { Pair } from './parties.ts'

export interface Started {
  readonly folder: string
  /** All it has said so far on its standard output. */
  out(): string
  /** Resolves with the match as soon as it has said it; rejects when it ends without. */
  says(words: RegExp): Promise<RegExpMatchArray>
  /** What it wrote for scripts. */
  sandbox(): SandboxFile
  signal(name: NodeJS.Signals): void
  /** Waits for its end, which somebody else brings about. */
  ended(): Promise<Ended>
  /** As Ctrl+C does. */
  stop(): Promise<Ended>
}

export interface SandboxFile {
  readonly apiUrl: string
  readonly posUrl: string
  readonly pair: Pair
  readonly terminals: readonly { readonly id: string; readonly secret: string }[]
}

export interface StartWays {
  readonly folder: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Its last words before it serves; those of the sandbox when left out. */
  readonly serving?: RegExp
}

const ANY_PORTS = { SUNAP_PORT: '0', SUNAP_POS_PORT: '0' }
const SPEAKS = { LC_ALL: 'en_US.UTF-8' }
/** The last line of the sandbox's first screen. */
const SERVING = /npm start -- --fresh\n/

/** Resolves when the first screen is there. */
export async function startGatewayProcess(t: TestContext, ways: StartWays): Promise<Started> {
  const started = launch(t, ways)
  await started.says(ways.serving ?? SERVING)
  return started
}

/** For a start that is to be refused. */
export function startRefused(t: TestContext, ways: StartWays): Promise<Ended> {
  return launch(t, ways).ended()
}

/** Not waited for. */
function launch(t: TestContext, { folder, args = [], env = ANY_PORTS }: StartWays): Started {
  const child = startNode([join(root, 'tools', 'with-node.mjs'), 'src/server/main.ts', ...args], {
    cwd: root,
    env: { ...SPEAKS, ...env, SUNAP_DATA: folder },
  })
  const end = ended(child)
  t.after(() => {
    child.kill('SIGTERM')
    return end
  })
  let out = ''
  child.stdout?.on('data', (text) => {
    out += text
  })
  return {
    folder,
    out: () => out,
    says(words) {
      const look = (): RegExpMatchArray | null => words.exec(out)
      return new Promise((resolve, reject) => {
        const hear = (): void => {
          const found = look()
          if (found === null) return
          child.stdout?.off('data', hear)
          resolve(found)
        }
        child.stdout?.on('data', hear)
        hear()
        end.then(({ err }) => reject(new Error(`it ended without saying ${words}: ${out}${err}`)))
      })
    },
    sandbox: () => readSandbox(folder),
    signal: (name) => child.kill(name),
    ended: () => end,
    stop() {
      child.kill('SIGINT')
      return end
    },
  }
}

function readSandbox(folder: string): SandboxFile {
  const file = JSON.parse(readFileSync(join(folder, 'sandbox.json'), 'utf8'))
  const { api_url: apiUrl, pos_url: posUrl, imp_key: impKey, imp_secret: impSecret, terminals } = file
  assert.ok(typeof apiUrl === 'string' && typeof posUrl === 'string')
  return { apiUrl, posUrl, pair: { impKey, impSecret }, terminals }
}
