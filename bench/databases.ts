/**
 * PostgreSQL for the rows that need it: one server of the bench's own, brought up when the first row asks, told of, and
 * gone when the bench ends, however it ends. Each measurement has an empty database, dropped afterwards, so that nothing
 * is tidied up behind the next one's back.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type PostgresServer, startPostgres } from '../test/postgres/server.ts'

export interface Databases {
  fresh(): Promise<Database>
  stop(): Promise<void>
}

export interface Database {
  readonly url: string
  /** CPU time of the whole server since it began; null where this system does not tell. */
  cpuMs(): number | null
  drop(): Promise<void>
}

const Settings = Compile(
  Type.Array(Type.Object({ server_version: Type.String(), data_directory: Type.String(), kept: Type.String() })),
)

export function createDatabases(tell: (line: string) => void): Databases {
  let server: Promise<PostgresServer> | undefined
  let processId = 0

  async function bringUp(): Promise<PostgresServer> {
    tell('\nThe bench brings up a PostgreSQL of its own on this machine, and takes it away afterwards.')
    const postgres = await startPostgres()
    const [settings] = Settings.Parse(await postgres.administer(SETTINGS_SQL))
    if (settings === undefined) throw new Error('PostgreSQL does not tell its settings')
    processId = Number(readFileSync(join(settings.data_directory, 'postmaster.pid'), 'utf8').split('\n')[0])
    tell(`PostgreSQL ${settings.server_version} on port ${postgres.port}: ${settings.kept}.`)
    return postgres
  }

  return {
    async fresh() {
      server ??= bringUp()
      const postgres = await server
      const url = await postgres.newDatabase()
      const name = new URL(url).pathname.slice(1)
      return {
        url,
        cpuMs: () => cpuOfAll(processId),
        drop: async () => void (await postgres.administer(`drop database ${name} with (force)`)),
      }
    },
    async stop() {
      const postgres = await server
      await postgres?.stop()
    },
  }
}

/** What decides how fast it is and what a commit is worth. */
const SETTINGS_SQL = `
select current_setting('server_version') as server_version,
  current_setting('data_directory') as data_directory,
  (select string_agg(name || ' ' || current_setting(name), ', ' order by place)
    from unnest(array['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers'])
      with ordinality as named (name, place)) as kept`

const TICK_MS = 10

/** The server, its children, and those of them that have ended. */
function cpuOfAll(processId: number): number | null {
  if (!existsSync('/proc/self/stat')) return null
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  const children = listed
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === processId ? [child] : []))
  const [user, system, endedUser, endedSystem] = ticksOf(processId)
  const own = user + system + endedUser + endedSystem
  return (
    children.reduce((sum, child) => {
      const [user, system] = ticksOf(child)
      return sum + user + system
    }, own) * TICK_MS
  )
}

/** Of a process: in user and kernel mode, and of its children that have ended, in clock ticks. */
function ticksOf(processId: number): readonly [number, number, number, number] {
  const path = `/proc/${processId}/stat`
  if (!existsSync(path)) return [0, 0, 0, 0]
  // The name stands in brackets and may hold anything; the fields after it are counted from there.
  const fields = readFileSync(path, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number)
  return [user, system, endedUser, endedSystem]
}
