/**
 * How many requests of one kind a second, each answered before the next is sent. The same server on the memory keeper
 * shows what keeping costs, a bare `node:http` server that answers the same bytes what Node costs. All take turns, there
 * and back, so that a slow minute of the machine hits all alike; each measurement has fresh processes and no data.
 */
import { type Child, startChild } from './child.ts'
import type { Database } from './databases.ts'
import { ratiosOf, spreadOf, spreadText } from './figures.ts'
import { elsewhereText, machineBusyMs } from './machine.ts'
import {
  EchoAddress,
  type GatewayAddresses,
  type HeardAnswer,
  Nothing,
  type RequestName,
  RequestsMeasured,
  SERVERS,
  type Server,
  Usage,
} from './messages.ts'
import { type OpenedGateway, openGateway, type Place } from './opened-gateway.ts'
import type { Plan } from './plan.ts'
import { roundsText, SERVER_NAMES, table } from './table.ts'

export interface Measured {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of the server, of all its threads and of the one that serves. */
  readonly cpuUs: number
  readonly mainCpuUs: number
  /** Of PostgreSQL, all processes; null where there is none or the system does not tell. */
  readonly databaseCpuUs: number | null
  /** Of one CPU. */
  readonly generatorShare: number
  readonly elsewhereShare: number
}

/** What the floor answers, and where the gateway that said so was reached. */
export interface Floor {
  readonly gateway: GatewayAddresses
  readonly answers: HeardAnswer[]
}

export const TITLES: Readonly<Record<RequestName, string>> = {
  issue: 'POST /cvs',
  query: 'GET /payments/{imp_uid}',
  token: 'POST /users/getToken',
  inquiry: 'POST /pos/v1/inquiry, the first of each number',
}

/** One table for each number of connections. */
export async function measureRequests(request: RequestName, plan: Plan, place: Place): Promise<string> {
  const tables: string[] = []
  for (const connections of plan.connections) {
    const runs = new Map<Server, Measured[]>(SERVERS.map((server) => [server, []]))
    let floor: Floor | undefined
    for (let round = 0; round < plan.rounds; round += 1) {
      // The floor repeats what the gateway answered, so it is the last of the first round.
      for (const server of round % 2 === 0 ? SERVERS : SERVERS.toReversed()) {
        const wanted = { server, request, connections, plan, floor }
        const done = await measureServer(wanted, place)
        runs.get(server)?.push(done.measured)
        floor = done.floor
      }
    }
    const rounds = roundsText(plan.rounds, `at most ${plan.measuredS} s`)
    tables.push(tableOf(`${TITLES[request]}; ${connections} connections, ${rounds}`, runs))
  }
  return tables.join('\n\n')
}

interface Wanted {
  readonly server: Server
  readonly request: RequestName
  readonly connections: number
  readonly plan: Plan
  readonly floor: Floor | undefined
}

export async function measureServer(
  { server, request, connections, plan, floor }: Wanted,
  place: Place,
): Promise<{ readonly measured: Measured; readonly floor: Floor }> {
  await using opened = new AsyncDisposableStack()
  const isFloor = server === 'node:http'
  const {
    server: child,
    database,
    gateway,
  } = isFloor ? await openFloor(floor, opened) : await openGateway(server, place, opened)
  const load = startChild('request-load.ts')
  opened.defer(load.end)
  const { requestsMax } = plan
  await load.ask('open', { request, gateway, connections, numbers: plan.numbers[request], isFloor }, Nothing)
  await load.ask('warmUp', { seconds: plan.warmUpS, requestsMax }, RequestsMeasured)
  const before = await spentNow(child, database)
  const run = await load.ask('run', { seconds: plan.measuredS, requestsMax }, RequestsMeasured)
  const after = await spentNow(child, database)
  await child.ask('stop', {}, Nothing)
  return { measured: figuresOf(run, before, after), floor: { gateway, answers: run.answers } }
}

async function openFloor(floor: Floor | undefined, opened: AsyncDisposableStack): Promise<OpenedGateway> {
  if (floor === undefined) throw new Error('nothing was answered yet that could be repeated')
  const server = startChild('echo-server.ts')
  opened.defer(server.end)
  const { url } = await server.ask('start', { answers: floor.answers, merchant: null }, EchoAddress)
  return { server, database: null, gateway: { ...floor.gateway, apiUrl: url, posUrl: url } }
}

/** CPU time, milliseconds. */
export interface Spent {
  readonly machineMs: number
  readonly server: Usage
  readonly databaseMs: number | null
}

export async function spentNow(child: Child, database: Database | null): Promise<Spent> {
  const databaseMs = database?.cpuMs() ?? null
  return { server: await child.ask('usage', {}, Usage), databaseMs, machineMs: machineBusyMs() }
}

function figuresOf(run: RequestsMeasured, before: Spent, after: Spent): Measured {
  const elapsedMs = run.endedAt - run.beganAt
  const serverMs = after.server.allMs - before.server.allMs
  const databaseMs =
    after.databaseMs === null || before.databaseMs === null ? null : after.databaseMs - before.databaseMs
  const ownMs = serverMs + run.generatorMs + (databaseMs ?? 0)
  return {
    perSecond: (run.requests / elapsedMs) * 1000,
    p50Ms: run.p50Ms,
    p99Ms: run.p99Ms,
    cpuUs: (serverMs / run.requests) * 1000,
    mainCpuUs: ((after.server.mainMs - before.server.mainMs) / run.requests) * 1000,
    databaseCpuUs: databaseMs === null ? null : (databaseMs / run.requests) * 1000,
    generatorShare: run.generatorMs / elapsedMs,
    elsewhereShare: Math.max(0, after.machineMs - before.machineMs - ownMs) / elapsedMs,
  }
}

const HEAD = [
  'requests/s',
  'of memory',
  'of node:http',
  'p50 ms',
  'p99 ms',
  'server CPU us/request',
  'of it main thread',
  'database CPU us/request',
  'generator CPU',
]

function tableOf(head: string, runs: ReadonlyMap<Server, readonly Measured[]>): string {
  const of = (server: Server, figure: (measured: Measured) => number, digits: number): string =>
    spreadText((runs.get(server) ?? []).map(figure), digits)
  const perSecond = (server: Server): readonly number[] => (runs.get(server) ?? []).map((each) => each.perSecond)
  const ratio = (server: Server, base: Server): string => spreadText(ratiosOf(perSecond(server), perSecond(base)), 2)
  const rows = SERVERS.map((server) => {
    const ofDatabase = (runs.get(server) ?? []).flatMap(({ databaseCpuUs }) => databaseCpuUs ?? [])
    return [
      SERVER_NAMES[server],
      of(server, (each) => each.perSecond, 0),
      server === 'sqlite' || server === 'postgres' ? ratio(server, 'memory') : '',
      server === 'node:http' ? '' : ratio(server, 'node:http'),
      of(server, (each) => each.p50Ms, 1),
      of(server, (each) => each.p99Ms, 1),
      of(server, (each) => each.cpuUs, 0),
      of(server, (each) => each.mainCpuUs, 0),
      ofDatabase.length === 0 ? '' : spreadText(ofDatabase, 0),
      `${of(server, (each) => each.generatorShare * 100, 0)} %`,
    ]
  })
  const elsewhere = spreadOf([...runs.values()].flat().map((each) => each.elsewhereShare * 100))
  return `${table([head, ...HEAD], rows)}\n${elsewhereText(elsewhere)}`
}
