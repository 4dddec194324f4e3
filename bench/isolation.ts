/**
 * Whether one merchant's receivers keep another waiting. Orders of one merchant arrive on their own schedule, and each
 * notice's way is timed from the commit to its first bytes at the receiver: beside merchants with a backlog whose servers
 * never answer, drip, or answer with 1 GB, and while these are paused, so that as much lies in storage. Both take turns in
 * every round.
 */
import { type Child, startChild } from './child.ts'
import type { Database } from './databases.ts'
import { fill, release } from './drains.ts'
import { percentile, ratiosOf, spreadOf, spreadText } from './figures.ts'
import { elsewhereText } from './machine.ts'
import { KEEPERS, type Keeper, Nothing, Usage } from './messages.ts'
import {
  type Hearers,
  NoticesHeard,
  NoticesSeen,
  OrdersMeasured,
  ReceiverAddresses,
  type ReceiverName,
} from './notice-messages.ts'
import { openGateway, type Place } from './opened-gateway.ts'
import type { Isolation, Plan } from './plan.ts'
import { spentNow } from './requests.ts'
import { roundsText, SERVER_NAMES, table } from './table.ts'

const COMPANIES = ['alone, the neighbours paused', 'beside bad neighbours'] as const
const [ALONE] = COMPANIES
type Company = (typeof COMPANIES)[number]

const NEIGHBOURS: readonly ReceiverName[] = ['dead', 'slow', 'hostile']

interface Measured {
  /** From commit to first byte, ascending. */
  readonly waitedMs: readonly number[]
  readonly neighbourCallsPerSecond: number
  /** Of one CPU. */
  readonly serverShare: number
  readonly neighboursShare: number
  readonly elsewhereShare: number
}

type Runs = ReadonlyMap<Company, Measured[]>

/** One table for each keeper. */
export async function measureIsolation(plan: Plan, place: Place): Promise<string> {
  const runs = new Map<Keeper, Runs>(KEEPERS.map((keeper) => [keeper, new Map(COMPANIES.map((each) => [each, []]))]))
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const keeper of round % 2 === 0 ? KEEPERS : KEEPERS.toReversed())
      for (const company of round % 2 === 0 ? COMPANIES : COMPANIES.toReversed())
        runs
          .get(keeper)
          ?.get(company)
          ?.push(await measureCompany(keeper, company, round, plan, place))
  }
  return [...runs].map(([keeper, ofKeeper]) => tableOf(keeper, plan, ofKeeper)).join('\n\n')
}

async function measureCompany(
  keeper: Keeper,
  company: Company,
  seed: number,
  { notices: { isolation } }: Plan,
  place: Place,
): Promise<Measured> {
  await using opened = new AsyncDisposableStack()
  const { server, database, gateway } = await openGateway(keeper, place, opened)
  const start = (file: string): Child => {
    const child = startChild(file)
    opened.defer(child.end)
    return child
  }
  const street = {
    server,
    database,
    load: start('order-load.ts'),
    receiver: start('receivers.ts'),
    neighbours: start('receivers.ts'),
  }
  await moveIn(street, company, isolation)
  await street.load.ask('open', gateway, Nothing)
  await play(street, isolation, { orders: isolation.warmUpOrders, seed: -1 - seed })
  const measured = await play(street, isolation, { orders: isolation.orders, seed })
  await server.ask('stop', {}, Nothing)
  return measured
}

interface Street {
  readonly server: Child
  readonly database: Database | null
  readonly load: Child
  readonly receiver: Child
  readonly neighbours: Child
}

async function moveIn(
  { server, receiver, neighbours }: Street,
  company: Company,
  { endpoints, behind }: Isolation,
): Promise<void> {
  const own = await receiver.ask('start', { receivers: Array(endpoints).fill('prompt') }, ReceiverAddresses)
  const { urls } = await neighbours.ask('start', { receivers: NEIGHBOURS }, ReceiverAddresses)
  const others = urls.map((url): Hearers => ({ isSeller: false, urls: [url] }))
  await server.ask('register', { merchants: [{ isSeller: true, urls: own.urls }, ...others] }, Nothing)
  await fill(server, behind)
  if (company !== ALONE) await release(server)
}

async function play(
  { server, database, load, receiver, neighbours }: Street,
  { endpoints, ordersPerSecond: perSecond }: Isolation,
  { orders, seed }: { readonly orders: number; readonly seed: number },
): Promise<Measured> {
  const spent = async () => ({
    ...(await spentNow(server, database)),
    receiver: await receiver.ask('usage', {}, Usage),
    neighbours: await neighbours.ask('usage', {}, Usage),
  })
  await neighbours.ask('heard', {}, NoticesHeard)
  const before = await spent()
  const { elapsedMs, generatorMs } = await load.ask('order', { orders, perSecond, seed }, OrdersMeasured)
  const after = await spent()
  const { calls } = await neighbours.ask('heard', {}, NoticesHeard)
  const seen = await receiver.ask('seen', { notices: orders * endpoints }, NoticesSeen)
  const committed = await server.ask('committed', {}, NoticesSeen)
  const serverMs = after.server.allMs - before.server.allMs
  const neighboursMs = after.neighbours.allMs - before.neighbours.allMs
  const databaseMs = (after.databaseMs ?? 0) - (before.databaseMs ?? 0)
  const ownMs = serverMs + neighboursMs + databaseMs + generatorMs + after.receiver.allMs - before.receiver.allMs
  return {
    waitedMs: waitedOf(committed, seen),
    neighbourCallsPerSecond: (calls / elapsedMs) * 1000,
    serverShare: serverMs / elapsedMs,
    neighboursShare: neighboursMs / elapsedMs,
    elsewhereShare: Math.max(0, after.machineMs - before.machineMs - ownMs) / elapsedMs,
  }
}

function waitedOf(committed: NoticesSeen, { seen }: NoticesSeen): readonly number[] {
  const seenAt = new Map(seen.map(({ id, at }) => [id, at]))
  return committed.seen
    .map(({ id, at }) => {
      const arrivedAt = seenAt.get(id)
      if (arrivedAt === undefined) throw new Error(`${id} was committed and did not come`)
      return arrivedAt - at
    })
    .sort((a, b) => a - b)
}

const HEAD = ['p50 ms', 'p99 ms', 'longest ms', 'p99 of alone', 'calls to them/s', 'server CPU', "neighbours' CPU"]

function tableOf(keeper: Keeper, { rounds, notices: { isolation } }: Plan, runs: Runs): string {
  const of = (company: Company, figure: (measured: Measured) => number): readonly number[] =>
    (runs.get(company) ?? []).map(figure)
  const waited = (company: Company, share: number): readonly number[] =>
    of(company, ({ waitedMs }) => percentile(waitedMs, share))
  const percent = (shares: readonly number[]): string =>
    `${spreadText(
      shares.map((share) => share * 100),
      0,
    )} %`
  const rows = COMPANIES.map((company) => [
    company,
    spreadText(waited(company, 0.5), 1),
    spreadText(waited(company, 0.99), 1),
    spreadText(waited(company, 1), 1),
    company === ALONE ? '' : spreadText(ratiosOf(waited(company, 0.99), waited(ALONE, 0.99)), 2),
    company === ALONE
      ? ''
      : spreadText(
          of(company, (each) => each.neighbourCallsPerSecond),
          0,
        ),
    percent(of(company, (each) => each.serverShare)),
    company === ALONE ? '' : percent(of(company, (each) => each.neighboursShare)),
  ])
  const { endpoints, ordersPerSecond, orders } = isolation
  const rate = `${endpoints * ordersPerSecond} notices/s to ${endpoints} endpoints`
  const head = `${SERVER_NAMES[keeper]}: ${rate}, ${roundsText(rounds, `${orders * endpoints} notices`)}`
  const elsewhere = spreadOf([...runs.values()].flat().map((each) => each.elsewhereShare * 100))
  return `${table([head, ...HEAD], rows)}
${elsewhereText(elsewhere)}`
}
