/**
 * A gateway of its own for a test: on free ports, in a temporary folder, and ended in every case. Between this process and
 * the gateway stands a small one (leash.ts) that notices when this one is gone, however it went.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GatewaySource } from './gateway-source.ts'

export interface GatewayProcess {
  readonly url: string
  readonly posUrl: string
  readonly impKey: string
  readonly impSecret: string
  readonly webhookSecret: string
  /** Resolves when it is gone, with its folder. */
  stop(): Promise<void>
}

type Startable = Exclude<GatewaySource, { kind: 'running' }>

export async function startGatewayProcess(source: Startable): Promise<GatewayProcess> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sunap-sandbox-'))
  const leash = spawn(process.execPath, [LEASH, source.kind, source.folder, dataFolder], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: environment(dataFolder),
    // A Ctrl+C that ends the test is not for it: it would end before it has tidied up.
    detached: true,
    windowsHide: true,
  })
  const gone = once(leash, 'close')
  const held = [leash, leash.stdin, leash.stdout, leash.stderr] as readonly (ChildProcess | Socket)[]
  const stop = async (): Promise<void> => {
    for (const each of held) each.ref()
    leash.stdin.end()
    await gone
  }
  try {
    const file = await serving(leash, dataFolder)
    // Whoever forgets to stop it is not kept waiting: it ends with this process.
    for (const each of held) each.unref()
    return { ...file, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const LEASH = fileURLToPath(new URL('./leash.ts', import.meta.url))

/** Settings of the surroundings are for another gateway than this one. */
function environment(dataFolder: string): NodeJS.ProcessEnv {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...rest } = process.env
  const others = Object.entries(rest).filter(([name]) => !name.startsWith('SUNAP_'))
  return { ...Object.fromEntries(others), SUNAP_DATA: dataFolder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0' }
}

type SandboxFile = Omit<GatewayProcess, 'stop'>

const LAST_WORDS_MAX = 4_000

/** It says something when it serves, and its file for scripts is there then. */
function serving(leash: ChildProcess, dataFolder: string): Promise<SandboxFile> {
  let lastWords = ''
  return new Promise((resolve, reject) => {
    const hear = (text: string): void => {
      lastWords = (lastWords + text).slice(-LAST_WORDS_MAX)
      const file = readSandboxFile(dataFolder)
      if (file !== undefined) resolve(file)
    }
    leash.stdout?.setEncoding('utf8').on('data', hear)
    leash.stderr?.setEncoding('utf8').on('data', hear)
    leash.once('error', reject)
    leash.once('close', () => reject(new Error(`The gateway did not start. It said:\n${lastWords.trim()}`)))
  })
}

function readSandboxFile(dataFolder: string): SandboxFile | undefined {
  let text: string
  try {
    text = readFileSync(join(dataFolder, 'sandbox.json'), 'utf8')
  } catch {
    return undefined
  }
  const { api_url, pos_url, imp_key, imp_secret, webhook_secret } = JSON.parse(text)
  return { url: api_url, posUrl: pos_url, impKey: imp_key, impSecret: imp_secret, webhookSecret: webhook_secret }
}
