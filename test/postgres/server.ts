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
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { enterableFolder, type User, unprivilegedUser } from '../set-up/unprivileged.ts'
import { postgresBinaries } from './binaries.ts'
import { makeCluster } from './cluster.ts'

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
const FROZEN_FILE = 'frozen.pids'
const STARTS_MAX = 5
const ANSWERS_WITHIN_MS = 20_000
const DOWN_WITHIN_MS = 2_000

export async function startPostgres({ settings = {} }: ServerOptions = {}): Promise<PostgresServer> {
  const user = unprivilegedUser()
  const shelf = enterableFolder(user)
  removeLeftovers(shelf)
  const folder = mkdtempSync(join(shelf, FOLDER))
  writeFileSync(join(folder, OWNER_FILE), String(process.pid))
  const ending = cleanAtEnd(folder)
  const binaries = await reachableBinaries(folder, user)
  const data = await makeCluster(folder, binaries, user)
  writeSettings(data, settings)
  chmodSync(folder, 0o700)
  const password = randomBytes(12).toString('hex')
  for (let starts = 1; ; starts += 1) {
    const place = { binaries, data, folder, port: await freePort(), user, ending }
    const running = await startProcess(place)
    if (running !== undefined) {
      await ask(adminOf(folder, place.port), `create role sunap login password '${password}'`)
      return serverOver(place, running, password)
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
  readonly ending: Ending
}

function serverOver(place: Place, started: ChildProcess, password: string): PostgresServer {
  const { folder, port, ending } = place
  const admin = adminOf(folder, port)
  let child = started
  let made = 0

  async function crash(): Promise<void> {
    thaw(folder)
    if (hasEnded(child)) return
    child.ref() // else a process with nothing left to do would end in the middle of the next line
    const gone = once(child, 'exit')
    child.kill('SIGQUIT')
    await gone
  }

  async function stop(): Promise<void> {
    await crash()
    ending.forget()
    remove(folder)
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
    freeze: () => freeze(folder, child.pid ?? 0),
    thaw: () => thaw(folder),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** Undefined: whoever runs the tests. */
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

function writeSettings(data: string, settings: Readonly<Record<string, string>>): void {
  const safe = { shared_buffers: '64MB', max_connections: '100', dynamic_shared_memory_type: 'mmap' } // all in its folder
  const text = Object.entries({ ...safe, ...settings }).map(([name, value]) => `${name} = '${value}'\n`)
  appendFileSync(join(data, 'postgresql.conf'), text.join(''))
}

/** Undefined where it ended instead, as when somebody was quicker at the port. It dies with whoever runs the tests. */
async function startProcess({ binaries, data, folder, port, user, ending }: Place): Promise<ChildProcess | undefined> {
  const args = ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-c', 'logging_collector=off']
  const log = openSync(join(folder, 'log'), 'a') // a pipe would keep a process alive that has nothing left to do
  const child = spawn(join(binaries, 'postgres'), args, { ...user, cwd: '/', stdio: ['ignore', 'ignore', log] })
  closeSync(log)
  child.unref()
  ending.watch(child)
  const until = performance.now() + ANSWERS_WITHIN_MS
  while (performance.now() < until && !hasEnded(child)) {
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

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** The parent first, so that no child is added. What is frozen is written down: it would outlive its parent's death. */
function freeze(folder: string, postmaster: number): void {
  signal(postmaster, 'SIGSTOP')
  const processes = [postmaster, ...childrenOf(postmaster)]
  writeFileSync(join(folder, FROZEN_FILE), processes.join('\n'))
  for (const pid of processes) signal(pid, 'SIGSTOP')
}

function thaw(folder: string): void {
  const file = join(folder, FROZEN_FILE)
  if (!existsSync(file)) return
  for (const pid of readFileSync(file, 'utf8').split('\n')) signal(Number(pid), 'SIGCONT')
  rmSync(file, { force: true })
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

interface Ending {
  /** The process that ends with this one. */
  watch(child: ChildProcess): void
  forget(): void
}

/** Neither an exception nor a signal leaves a server behind. What `SIGKILL` leaves, the next start removes. */
function cleanAtEnd(folder: string): Ending {
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  let watched: ChildProcess | undefined
  const clean = (): void => {
    thaw(folder)
    if (watched !== undefined && !hasEnded(watched)) {
      watched.kill('SIGQUIT')
      waitUntilDown(folder)
    }
    remove(folder)
  }
  const forget = (): void => {
    process.off('exit', clean)
    for (const name of signals) process.off(name, endBy)
  }
  const endBy = (name: NodeJS.Signals): void => {
    clean()
    forget()
    if (process.listenerCount(name) === 0) process.kill(process.pid, name)
  }
  process.once('exit', clean)
  for (const name of signals) process.on(name, endBy)
  return {
    watch(child) {
      watched = child
    },
    forget,
  }
}

/** A process that ends can await nothing. The server's last act is to remove this file. */
function waitUntilDown(folder: string): void {
  const until = performance.now() + DOWN_WITHIN_MS
  const nothing = new Int32Array(new SharedArrayBuffer(4))
  while (existsSync(join(folder, 'data', 'postmaster.pid')) && performance.now() < until) {
    Atomics.wait(nothing, 0, 0, 10)
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

function readLog(folder: string): string {
  try {
    return readFileSync(join(folder, 'log'), 'utf8').slice(-2_000)
  } catch {
    return '(no log)'
  }
}

/** Of test runs that were killed: their servers went down with them, or do so as soon as they are thawed. */
function removeLeftovers(shelf: string): void {
  for (const name of readdirSync(shelf)) {
    if (!name.startsWith(FOLDER)) continue
    const folder = join(shelf, name)
    try {
      process.kill(Number(readFileSync(join(folder, OWNER_FILE), 'utf8')), 0)
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH'
      if (!isGone) continue
      thaw(folder)
      remove(folder)
    }
  }
}
