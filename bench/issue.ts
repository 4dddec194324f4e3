/**
 * How many numbers a second are issued, durably. The same server on the memory keeper shows what durability costs, a
 * bare `node:http` server what Node costs. They take turns, so that a slow minute of the machine hits all alike, and
 * each measurement has a fresh process and an empty data folder or database. PostgreSQL runs on this machine too.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Static } from 'typebox'
import { startPostgres } from '../test/postgres/server.ts'
import { type Child, startChild } from './child.ts'
import { spreadText } from './figures.ts'
import {
  EchoAddress,
  GatewayAddresses,
  type GatewayWanted,
  IssueMeasured,
  KEEPERS,
  type Keeper,
  Nothing,
  Usage,
} from './messages.ts'
import type { Plan } from './plan.ts'
import { table } from './table.ts'

type Server = Keeper | 'node:http'

interface Measured {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of the server, of all its threads and of the one that serves. */
  readonly cpuUs: number
  readonly mainCpuUs: number
  /** Of one CPU. */
  readonly generatorShare: number
}

const SERVERS: readonly Server[] = [...KEEPERS, 'node:http']

/** Where a measurement keeps its data. */
interface Place {
  readonly folder: string
  readonly databaseUrl: string | null
}

/** One table for each number of connections. */
export async function measureIssue(plan: Plan, folder: string): Promise<string> {
  await using postgres = await startPostgres()
  const tables: string[] = []
  for (const connections of plan.connections) {
    const runs = new Map<Server, Measured[]>(SERVERS.map((server) => [server, []]))
    let answer = ''
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const server of inTurn(round)) {
        const databaseUrl = server === 'postgres' ? await postgres.newDatabase() : null
        const place = { folder, databaseUrl }
        const { measured, lastAnswer } = await measureServer(server, connections, plan, place, answer)
        runs.get(server)?.push(measured)
        answer = lastAnswer
      }
    }
    tables.push(tableOf(connections, runs))
  }
  return tables.join('\n\n')
}

/** A keeper goes before the floor, which repeats its answer; the keepers change places. */
function inTurn(round: number): readonly Server[] {
  return round % 2 === 0 ? SERVERS : [...KEEPERS.toReversed(), 'node:http']
}

async function measureServer(
  server: Server,
  connections: number,
  plan: Plan,
  { folder, databaseUrl }: Place,
  answer: string,
): Promise<{ readonly measured: Measured; readonly lastAnswer: string }> {
  const dataFolder = mkdtempSync(join(folder, 'data-'))
  const child = startChild(server === 'node:http' ? 'echo-server.ts' : 'gateway-server.ts')
  const load = startChild('issue-load.ts')
  try {
    const target =
      server === 'node:http'
        ? await startEcho(child, answer)
        : await startKeeper(child, { keeper: server, dataFolder, databaseUrl })
    await load.ask('open', { ...target, connections }, Nothing)
    const { requestsMax } = plan
    await load.ask('run', { seconds: plan.warmUpS, requestsMax }, IssueMeasured)
    const before = await child.ask('usage', {}, Usage)
    const run = await load.ask('run', { seconds: plan.measuredS, requestsMax }, IssueMeasured)
    const after = await child.ask('usage', {}, Usage)
    await child.ask('stop', {}, Nothing)
    return { measured: figuresOf(run, before, after), lastAnswer: run.answer }
  } finally {
    await load.end()
    await child.end()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

async function startEcho(child: Child, answer: string) {
  const { apiUrl } = await child.ask('start', { answer }, EchoAddress)
  return { apiUrl, keys: null }
}

async function startKeeper(child: Child, wanted: Static<typeof GatewayWanted>) {
  const { apiUrl, impKey, impSecret } = await child.ask('start', wanted, GatewayAddresses)
  return { apiUrl, keys: { impKey, impSecret } }
}

function figuresOf(run: IssueMeasured, before: Usage, after: Usage): Measured {
  const elapsedMs = run.endedAt - run.beganAt
  return {
    perSecond: (run.requests / elapsedMs) * 1000,
    p50Ms: run.p50Ms,
    p99Ms: run.p99Ms,
    cpuUs: ((after.allMs - before.allMs) / run.requests) * 1000,
    mainCpuUs: ((after.mainMs - before.mainMs) / run.requests) * 1000,
    generatorShare: run.generatorMs / elapsedMs,
  }
}

function tableOf(connections: number, runs: ReadonlyMap<Server, readonly Measured[]>): string {
  const of = (server: Server, figure: (measured: Measured) => number): readonly number[] =>
    (runs.get(server) ?? []).map(figure)
  const perSecond = (server: Server): readonly number[] => of(server, (each) => each.perSecond)
  const ratio = (server: Server, base: Server): string => spreadText(ratiosOf(perSecond(server), perSecond(base)), 2)
  const head = [
    `POST /cvs, ${connections} connections`,
    'requests/s',
    'of memory',
    'of node:http',
    'p50 ms',
    'p99 ms',
    'server CPU us/request',
    'of it main thread',
    'generator CPU',
  ]
  const rows = SERVERS.map((server) => [
    NAMES[server],
    spreadText(perSecond(server), 0),
    server === 'sqlite' || server === 'postgres' ? ratio(server, 'memory') : '',
    server === 'node:http' ? '' : ratio(server, 'node:http'),
    spreadText(
      of(server, (each) => each.p50Ms),
      1,
    ),
    spreadText(
      of(server, (each) => each.p99Ms),
      1,
    ),
    spreadText(
      of(server, (each) => each.cpuUs),
      0,
    ),
    spreadText(
      of(server, (each) => each.mainCpuUs),
      0,
    ),
    `${spreadText(
      of(server, (each) => each.generatorShare * 100),
      0,
    )} %`,
  ])
  return table(head, rows)
}

const NAMES: Readonly<Record<Server, string>> = {
  sqlite: 'SQLite, durable',
  postgres: 'PostgreSQL, durable',
  memory: 'memory, forgets',
  'node:http': 'node:http, echo',
}

/** Run by run, so that what slowed a whole round falls out. */
function ratiosOf(values: readonly number[], bases: readonly number[]): readonly number[] {
  return values.map((value, run) => value / (bases[run] ?? Number.NaN))
}
