/**
 * The real gateway as its operator runs it, `node src/server/main.ts` on a data folder, to be killed and started again.
 * Only processes started here are ever signalled, each by its own handle.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { root } from '../set-up/programs.ts'

/** One process, serving. */
export interface Life {
  readonly apiUrl: string
  readonly posUrl: string
  readonly network: string
  /** From the start of the process to its first answer. */
  readonly upMs: number
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>
  /** Waits for it to end by itself. */
  ended(): Promise<Ended>
  /** SIGTERM; resolves with the exit code, null where it had to be killed. */
  stop(): Promise<number | null>
}

export interface Ended {
  readonly code: number | null
  readonly stderr: string
}

export interface GatewayHouse {
  /** `fileBytesMax`: no file may grow beyond that; a write that would is an I/O error. */
  start(fileBytesMax?: number): Promise<Life>
  /** Starts a process and kills it after so many milliseconds, wherever in its start it is. */
  startAndKill(afterMs: number): Promise<void>
  /** What processes wrote to stderr, and deaths that nobody asked for. */
  readonly complaints: readonly string[]
  /** Ends whatever still runs. */
  close(): Promise<void>
}

const START_MS = 30_000
const STOP_MS = 20_000
const END_MS = 60_000

/** `databaseUrl`: of a PostgreSQL; null: its data is in the folder. */
export function createGatewayHouse(folder: string, databaseUrl: string | null = null): GatewayHouse {
  const house: House = { folder, databaseUrl, running: new Set(), complaints: [] }
  const killAll = (): void => {
    for (const { child } of house.running) child.kill('SIGKILL')
  }
  process.on('exit', killAll)
  return {
    start: (fileBytesMax) => startLife(house, fileBytesMax),
    async startAndKill(afterMs) {
      const started = begin(house)
      await closedWithin(started, afterMs)
      await killed(house, started)
    },
    complaints: house.complaints,
    async close() {
      process.off('exit', killAll)
      await Promise.all([...house.running].map(kill))
    },
  }
}

interface House {
  readonly folder: string
  readonly databaseUrl: string | null
  readonly running: Set<Started>
  readonly complaints: string[]
}

async function startLife(house: House, fileBytesMax: number | undefined): Promise<Life> {
  const startedAt = performance.now()
  const started = begin(house, fileBytesMax)
  try {
    const { api_url: apiUrl, pos_url: posUrl, network } = await serving(house.folder, started.child)
    const upMs = performance.now() - startedAt
    return {
      apiUrl,
      posUrl,
      network,
      upMs,
      kill: () => killed(house, started),
      ended: () => ended(started, END_MS),
      async stop() {
        started.child.kill('SIGTERM')
        const { code } = await ended(started, STOP_MS)
        complainOf(house, started)
        return code
      },
    }
  } catch (error) {
    await kill(started)
    throw new Error(`the gateway did not start: ${started.stderr()}`, { cause: error })
  }
}

function begin({ folder, databaseUrl, running }: House, fileBytesMax?: number): Started {
  // A file left by a killed process names ports that are nobody's now.
  rmSync(join(folder, 'sandbox.json'), { force: true })
  const started = startedAs(spawnGateway(folder, databaseUrl, fileBytesMax))
  running.add(started)
  started.closed.then(() => running.delete(started))
  return started
}

async function killed(house: House, started: Started): Promise<void> {
  const { child } = started
  if (hasEnded(child)) house.complaints.push(`the gateway had ended by itself, with ${child.exitCode}`)
  await kill(started)
  complainOf(house, started)
}

function complainOf({ complaints }: House, { stderr }: Started): void {
  if (stderr() !== '') complaints.push(`the gateway wrote: ${stderr().trim()}`)
}

async function ended(started: Started, withinMs: number): Promise<Ended> {
  await closedWithin(started, withinMs)
  const { exitCode: code } = started.child
  await kill(started)
  return { code, stderr: started.stderr() }
}

interface Started {
  readonly child: ChildProcess
  /** It has ended, and all it wrote was read. */
  readonly closed: Promise<unknown>
  readonly stderr: () => string
}

function startedAs(child: ChildProcess): Started {
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return { child, closed: once(child, 'close'), stderr: () => stderr }
}

/** The shell only sets the limit; it becomes the gateway, so that the process we have is the one that serves. */
function spawnGateway(folder: string, databaseUrl: string | null, fileBytesMax: number | undefined): ChildProcess {
  const limit = fileBytesMax === undefined ? '' : `ulimit -f ${Math.floor(fileBytesMax / BLOCK_BYTES)} && `
  const command = [process.execPath, '--no-warnings', 'src/server/main.ts']
  const { PATH, TMPDIR } = process.env
  const database = databaseUrl === null ? {} : { SUNAP_DATABASE_URL: databaseUrl }
  return spawn('sh', ['-c', `${limit}exec "$@"`, 'sh', ...command], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH, TMPDIR, SUNAP_DATA: folder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0', LC_ALL: 'C', ...database },
  })
}

/** What `ulimit -f` counts in. */
const BLOCK_BYTES = 512

const SandboxFile = Compile(Type.Object({ api_url: Type.String(), pos_url: Type.String(), network: Type.String() }))
type SandboxFile = ReturnType<typeof SandboxFile.Parse>

/** Resolves with the file when `/health` was answered. */
async function serving(folder: string, child: ChildProcess): Promise<SandboxFile> {
  const file = await written(folder, child)
  const health = await fetch(`${file.api_url}/health`, { signal: AbortSignal.timeout(START_MS) })
  const body = await health.text()
  if (!health.ok) throw new Error(`/health says ${health.status} ${body}`)
  return file
}

function written(folder: string, child: ChildProcess): Promise<SandboxFile> {
  const { promise, resolve, reject } = Promise.withResolvers<SandboxFile>()
  const look = (): void => {
    const file = readSandboxFile(folder)
    if (file !== undefined) resolve(file)
  }
  const ended = (code: number | null): void => reject(new Error(`it ended with ${code}`))
  const watcher = watch(folder, look)
  const limit = setTimeout(() => reject(new Error(`no sandbox.json within ${START_MS} ms`)), START_MS)
  child.once('exit', ended)
  look()
  return promise.finally(() => {
    watcher.close()
    clearTimeout(limit)
    child.off('exit', ended)
  })
}

/** Undefined while it is missing or half written. */
function readSandboxFile(folder: string): SandboxFile | undefined {
  try {
    return SandboxFile.Parse(JSON.parse(readFileSync(join(folder, 'sandbox.json'), 'utf8')))
  } catch {
    return undefined
  }
}

async function kill({ child, closed }: Started): Promise<void> {
  child.kill('SIGKILL')
  await closed
  // What it sent before it died is in this process's sockets; let it be read before anything new is sent.
  for (let turns = 0; turns < 10; turns += 1) await turn()
}

/** Resolves when the process has ended, or when the time is over. */
async function closedWithin({ closed }: Started, withinMs: number): Promise<void> {
  const over = new AbortController()
  await Promise.race([closed, pause(withinMs, undefined, over).catch(() => {})])
  over.abort()
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}
