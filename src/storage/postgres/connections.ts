/**
 * The lines to the database: few, checked when they are made, with a time limit on everything, and thrown away rather
 * than used again where their state is not sure. A line to a replica is refused: money is only ever read where it is
 * written.
 */
import pg from 'pg'
import type { Row, SqlValue } from '../rows/row.ts'
import { DatabaseFault, databaseFault } from './faults.ts'
import { refuseUnsafe, SERVER_CHECK } from './server-check.ts'

export interface DatabaseAddress {
  /** A name, an address, or the folder of a unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string | undefined
  readonly database: string
  /** The server's certificate is checked, against `ca` (PEM) where one is given. */
  readonly tls: false | { readonly ca: string | undefined }
}

/** Written once, prepared once on each line under its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

export interface Line {
  /** Those that are asked without waiting for each other travel together. Throws `DatabaseFault`. */
  readonly ask: (statement: Statement, values: readonly (SqlValue | Date)[]) => Promise<readonly Row[]>
  /** How many rows it changed. */
  readonly change: (statement: Statement, values: readonly SqlValue[]) => Promise<number>
  /** Several statements without values; the rows of the last, and what it was that ended (`COMMIT`, `ROLLBACK` …). */
  readonly run: (text: string) => Promise<{ readonly rows: readonly Row[]; readonly command: string }>
}

export interface Lines {
  /** One line for as long as the work takes. Where the work fails it is rolled back, and where that fails thrown away. */
  readonly use: <Result>(work: (line: Line) => Promise<Result>) => Promise<Result>
  readonly close: () => Promise<void>
}

export interface LineLimits {
  readonly linesMax: number
  /** To connect, and to wait for a free line. */
  readonly connectMs: number
  readonly statementMs: number
  readonly lockMs: number
  readonly idleInTransactionMs: number
}

/** A till is answered within six seconds: whoever waits longer than these waits for nothing. */
export const LINE_LIMITS: Omit<LineLimits, 'linesMax'> = {
  connectMs: 2_000,
  statementMs: 4_000,
  lockMs: 2_000,
  idleInTransactionMs: 5_000,
}

/** The client gives up later than the server, and only where the server does not answer at all. */
const SILENT_SERVER_MS = 500

export function openLines(address: DatabaseAddress, limits: LineLimits): Lines {
  const pool = new pg.Pool({
    ...connectionTo(address),
    max: limits.linesMax,
    connectionTimeoutMillis: limits.connectMs,
    idleTimeoutMillis: 60_000,
    statement_timeout: limits.statementMs,
    query_timeout: limits.statementMs + SILENT_SERVER_MS,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    onConnect: check,
  })
  // A line that breaks while nobody uses it is dropped by the pool; one in use fails whoever uses it.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    async use(work) {
      const client = await pool.connect().catch((error: unknown) => {
        throw cannotConnect(error)
      })
      try {
        const result = await work(lineOver(client))
        client.release()
        return result
      } catch (error) {
        client.release(!(await isRolledBack(client, error)))
        throw error
      }
    },
    close: () => pool.end(),
  }
}

async function isRolledBack(client: pg.PoolClient, error: unknown): Promise<boolean> {
  if (error instanceof DatabaseFault && error.meaning === 'lost') return false
  try {
    await client.query('rollback')
    return true
  } catch {
    return false
  }
}

function connectionTo({ host, port, user, password, database, tls }: DatabaseAddress): pg.ClientConfig {
  return {
    host,
    port,
    user,
    password: password ?? '',
    database,
    ssl: tls === false ? false : { rejectUnauthorized: true, ...(tls.ca === undefined ? {} : { ca: tls.ca }) },
    application_name: 'sunap',
    keepAlive: true,
    types: { getTypeParser },
    pipeline: true,
  } as pg.ClientConfig
}

const INT8 = 20

/** All whole numbers of ours are safe integers; `cells.ts` looks. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format ?? 'text')
}

async function check(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<Row>(SERVER_CHECK)
  refuseUnsafe(rows[0] ?? {})
}

/** Nothing was asked yet, so there is nothing to wonder about. */
function cannotConnect(error: unknown): DatabaseFault {
  if (error instanceof DatabaseFault) return error
  const message = error instanceof Error ? error.message : String(error)
  return new DatabaseFault('busy', `no connection to the database: ${message}`, { cause: error })
}

function lineOver(client: pg.ClientBase): Line {
  const asked = async (query: pg.QueryConfig): Promise<pg.QueryResult<Row>> => {
    try {
      return await client.query<Row>(query)
    } catch (error) {
      throw databaseFault(error)
    }
  }
  return {
    ask: async (statement, values) => (await asked({ ...statement, values: [...values] })).rows,
    change: async (statement, values) => (await asked({ ...statement, values: [...values] })).rowCount ?? 0,
    async run(text) {
      const answer: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await asked({ text })
      const last = Array.isArray(answer) ? answer.at(-1) : answer
      return { rows: last?.rows ?? [], command: last?.command ?? '' }
    },
  }
}
