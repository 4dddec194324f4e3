/**
 * A PostgreSQL server for one test file, as real as in production and gone afterwards: its own folder, port, socket and
 * passwords, every safety of the disk on. It refuses to run as root, so under root it runs as `nobody`, from a copy of
 * the binaries where that user may not enter the checkout.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { postgresBinaries } from './binaries.ts'

export interface PostgresServer {
  /** An empty database of its own; answers its URL. The role in it owns the database and is no superuser. */
  newDatabase(): Promise<string>
  /** As the superuser, on one database (its URL) or the maintenance one. */
  administer<Row>(sql: string, values?: readonly unknown[], databaseUrl?: string): Promise<readonly Row[]>
  /** Down at once, as by a power cut. */
  crash(): Promise<void>
  /** After a crash: the same data on the same port. Resolves when it takes connections. */
  restart(): Promise<void>
  /** None of its processes does anything until `thaw`. */
  freeze(): void
  thaw(): void
  readonly port: number
  readonly socketFolder: string
  /** Takes away everything it made. */
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export interface ServerOptions {
  /** Lines of `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string>>
}

const FOLDER = 'sunap-pg-'
const OWNER_FILE = 'owner.pid'
const STARTS_MAX = 5
const ANSWERS_WITHIN_MS = 20_000

export async function startPostgres({ settings = {} }: ServerOptions = {}): Promise<PostgresServer> {
  const user = serverUser()
  const shelf = enterableFolder(user)
  removeLeftovers(shelf)
  const folder = mkdtempSync(join(shelf, FOLDER))
  writeFileSync(join(folder, OWNER_FILE), String(process.pid))
  const removeAtExit = (): void => {
    endServer(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', removeAtExit)
  const binaries = await reachableBinaries(folder, user)
  const data = makeCluster(folder, binaries, user, settings)
  const password = randomBytes(12).toString('hex')
  for (let starts = 1; ; starts += 1) {
    const port = await freePort()
    const running = await startProcess({ binaries, data, folder, port, user })
    if (running !== undefined) {
      await ask(adminOf(folder, port), `create role sunap login password '${password}'`)
      return serverOver({ binaries, data, folder, port, user }, running, password, removeAtExit)
    }
    if (starts === STARTS_MAX) throw new Error(`PostgreSQL did not start:\n${readLog(folder)}`)
  }
}

interface Place {
  readonly binaries: string
  readonly data: string
  readonly folder: string
  readonly port: number
  readonly user: User | undefined
}

function serverOver(place: Place, started: ChildProcess, password: string, removeAtExit: () => void): PostgresServer {
  const { folder, port } = place
  const admin = adminOf(folder, port)
  let child = started
  let frozen: readonly number[] = []
  let made = 0

  function thaw(): void {
    for (const pid of frozen) signal(pid, 'SIGCONT')
    frozen = []
  }

  async function crash(): Promise<void> {
    thaw()
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGQUIT')
    await gone
  }

  async function stop(): Promise<void> {
    await crash()
    process.off('exit', removeAtExit)
    removeAtExit()
  }

  return {
    port,
    socketFolder: folder,
    async newDatabase() {
      made += 1
      const name = `sunap_${made}`
      await ask(admin, `create database ${name} owner sunap`)
      return `postgres://sunap:${password}@127.0.0.1:${port}/${name}`
    },
    administer: (sql, values = [], databaseUrl) =>
      ask(
        databaseUrl === undefined ? admin : { ...admin, database: new URL(databaseUrl).pathname.slice(1) },
        sql,
        values,
      ),
    crash,
    async restart() {
      const running = await startProcess(place)
      if (running === undefined) throw new Error(`PostgreSQL did not start again:\n${readLog(folder)}`)
      child = running
    },
    freeze() {
      frozen = [child.pid ?? 0, ...childrenOf(child.pid ?? 0)]
      for (const pid of frozen) signal(pid, 'SIGSTOP')
    },
    thaw,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

interface User {
  readonly uid: number
  readonly gid: number
}

/** Undefined: whoever runs the tests. */
function serverUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function reachableBinaries(folder: string, user: User | undefined): Promise<string> {
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const binaries = await postgresBinaries()
  if (user === undefined || canRun(join(binaries, 'postgres'), user)) return binaries
  const copy = join(folder, 'server')
  cpSync(dirname(binaries), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

function canRun(program: string, user: User): boolean {
  try {
    execFileSync(program, ['--version'], { ...user, cwd: '/', stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

function makeCluster(
  folder: string,
  binaries: string,
  user: User | undefined,
  settings: Readonly<Record<string, string>>,
): string {
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (user !== undefined) chownSync(data, user.uid, user.gid)
  const options = ['-U', 'postgres', '-E', 'UTF8', '--no-locale', '--no-instructions', '--no-sync']
  const auth = ['--auth-local=trust', '--auth-host=scram-sha-256']
  execFileSync(join(binaries, 'initdb'), ['-D', data, ...options, ...auth], { ...user, cwd: '/', stdio: 'pipe' })
  const lines = { shared_buffers: '64MB', max_connections: '100', ...settings }
  const text = Object.entries(lines).map(([name, value]) => `${name} = '${value}'\n`)
  appendFileSync(join(data, 'postgresql.conf'), text.join(''))
  chmodSync(folder, 0o700)
  return data
}

/** Undefined where it ended instead, as when somebody was quicker at the port. It dies with whoever runs the tests. */
async function startProcess({ binaries, data, folder, port, user }: Place): Promise<ChildProcess | undefined> {
  const args = ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-c', 'logging_collector=off']
  const child = spawn(join(binaries, 'postgres'), args, { ...user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr?.on('data', (bytes) => appendFileSync(join(folder, 'log'), bytes))
  child.stderr?.on('error', () => {})
  child.unref()
  const until = performance.now() + ANSWERS_WITHIN_MS
  while (performance.now() < until && child.exitCode === null && child.signalCode === null) {
    try {
      await ask(adminOf(folder, port), 'select 1')
      return child
    } catch {
      await pause(20)
    }
  }
  child.kill('SIGQUIT')
  return undefined
}

function adminOf(folder: string, port: number): pg.ClientConfig {
  return { host: folder, port, user: 'postgres', database: 'postgres' }
}

async function ask<Row>(to: pg.ClientConfig, sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  const client = new pg.Client(to)
  client.on('error', () => {})
  await client.connect()
  try {
    const answer = values.length === 0 ? await client.query(sql) : await client.query(sql, [...values])
    return answer.rows ?? []
  } finally {
    await client.end().catch(() => {})
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port to be had')
  return address.port
}

function childrenOf(parent: number): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, of]) => (of === parent ? [pid ?? 0] : []))
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended meanwhile.
  }
}

function readLog(folder: string): string {
  try {
    return readFileSync(join(folder, 'log'), 'utf8').slice(-2_000)
  } catch {
    return '(no log)'
  }
}

/** Where it still runs: its own file says under which number. */
function endServer(folder: string): void {
  try {
    const [pid] = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(pid), 'SIGQUIT')
  } catch {
    // It is down.
  }
}

/** A temporary folder may be closed to others, as a test's own is to `nobody`. */
function enterableFolder(user: User | undefined): string {
  if (user === undefined) return tmpdir()
  try {
    execFileSync('ls', [tmpdir()], { ...user, cwd: '/', stdio: 'ignore' })
    return tmpdir()
  } catch {
    return '/tmp'
  }
}

/** Of test runs that were killed: their servers went down with them. */
function removeLeftovers(shelf: string): void {
  for (const name of readdirSync(shelf)) {
    if (!name.startsWith(FOLDER)) continue
    const folder = join(shelf, name)
    try {
      process.kill(Number(readFileSync(join(folder, OWNER_FILE), 'utf8')), 0)
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH'
      if (isGone) rmSync(folder, { recursive: true, force: true })
    }
  }
}
