/**
 * How long a till waits for us: inquiries and collects arriving on their own schedule, the merchant asked in between and
 * told afterwards. What counts is the waiting beyond the time in which the merchant itself held the question. Below it
 * lies a bare `node:http` server that gives the tills the same bytes and asks nobody.
 */
import { type Child, startChild } from './child.ts'
import type { Database } from './databases.ts'
import { percentile, ratiosOf, spreadText } from './figures.ts'
import {
  EchoAddress,
  type Keeper,
  MerchantAddress,
  MerchantHeard,
  Nothing,
  type SaleMeasured,
  SalesMeasured,
  SERVERS,
  type Server,
  Usage,
} from './messages.ts'
import { openGateway, type Place } from './opened-gateway.ts'
import type { Plan } from './plan.ts'
import type { Floor } from './requests.ts'
import { roundsText, SERVER_NAMES, table } from './table.ts'

const MERCHANT_ANSWERS_AFTER_MS = 5
/** The floor has none; nobody listens there. */
const NO_MERCHANT_URL = 'http://127.0.0.1:9999'

interface Measured {
  /** Milliseconds of each sale, ascending. The floor has no merchant. */
  readonly latenciesMs: Readonly<Partial<Record<Kind, readonly number[]>>>
  /** Of one CPU. */
  readonly serverShare: number
  readonly databaseShare: number | null
  readonly generatorShare: number
}

const KINDS = ['inquiry', 'collect', 'beyond', 'notice', 'late'] as const
type Kind = (typeof KINDS)[number]

const NAMES: Readonly<Record<Kind, string>> = {
  inquiry: 'inquiry',
  collect: 'collect, as the till waits',
  beyond: "collect, beyond the merchant's time",
  notice: 'notice, after the answer to the till',
  late: "the generator's own lateness, in all above",
}

type Runs = ReadonlyMap<Server, readonly Measured[]>

/** One table for each keeper, and one for the floor. */
export async function measureTill(plan: Plan, place: Place): Promise<string> {
  const runs = new Map<Server, Measured[]>(SERVERS.map((server) => [server, []]))
  let floor: Floor | undefined
  for (let round = 0; round < plan.rounds; round += 1) {
    // The floor repeats what the gateway answered, so it is the last of the first round.
    for (const server of round % 2 === 0 ? SERVERS : SERVERS.toReversed()) {
      const done =
        server === 'node:http'
          ? await measureFloor(floor, round, plan)
          : await measureKeeper(server, round, plan, place)
      runs.get(server)?.push(done.measured)
      floor = done.floor
    }
  }
  return SERVERS.map((server) => tableOf(server, plan, runs)).join('\n\n')
}

interface Done {
  readonly measured: Measured
  readonly floor: Floor
}

async function measureKeeper(keeper: Keeper, seed: number, plan: Plan, place: Place): Promise<Done> {
  await using opened = new AsyncDisposableStack()
  const { server, database, gateway } = await openGateway(keeper, place, opened)
  const merchant = startChild('merchant-server.ts')
  opened.defer(merchant.end)
  const load = startChild('till-load.ts')
  opened.defer(load.end)
  const { url } = await merchant.ask('start', { answerAfterMs: MERCHANT_ANSWERS_AFTER_MS }, MerchantAddress)
  await load.ask('open', { gateway, merchantUrl: url }, Nothing)
  await warmUp(load, seed, plan)
  await merchant.ask('heard', { notices: plan.warmUpSales }, MerchantHeard)
  const { sold, shares } = await sell({ load, server, database }, seed, plan)
  const heard = await merchant.ask('heard', { notices: plan.sales }, MerchantHeard)
  await server.ask('stop', {}, Nothing)
  const measured = { latenciesMs: latenciesOf(sold, heard), ...shares }
  return { measured, floor: { gateway, answers: sold.answers } }
}

async function measureFloor(floor: Floor | undefined, seed: number, plan: Plan): Promise<Done> {
  if (floor === undefined) throw new Error('nothing was answered yet that could be repeated')
  await using opened = new AsyncDisposableStack()
  const server = startChild('echo-server.ts')
  opened.defer(server.end)
  const load = startChild('till-load.ts')
  opened.defer(load.end)
  const { url } = await server.ask('start', { answers: floor.answers, merchant: null }, EchoAddress)
  const gateway = { ...floor.gateway, apiUrl: url, posUrl: url }
  await load.ask('open', { gateway, merchantUrl: NO_MERCHANT_URL }, Nothing)
  await warmUp(load, seed, plan)
  const { sold, shares } = await sell({ load, server, database: null }, seed, plan)
  const latenciesMs = {
    inquiry: ascending(sold.sales.map(({ inquiryMs }) => inquiryMs)),
    collect: ascending(sold.sales.map(({ collectMs }) => collectMs)),
    late: ascending(sold.sentLateMs),
  }
  return { measured: { latenciesMs, ...shares }, floor }
}

async function warmUp(load: Child, seed: number, { warmUpSales, salesPerSecond }: Plan): Promise<void> {
  await load.ask('issue', { sales: warmUpSales }, Nothing)
  await load.ask('sell', { perSecond: salesPerSecond, seed: -1 - seed }, SalesMeasured)
}

async function sell(
  { load, server, database }: { readonly load: Child; readonly server: Child; readonly database: Database | null },
  seed: number,
  { sales, salesPerSecond }: Plan,
): Promise<{ readonly sold: SalesMeasured; readonly shares: Omit<Measured, 'latenciesMs'> }> {
  await load.ask('issue', { sales }, Nothing)
  const databaseBeforeMs = database?.cpuMs() ?? null
  const before = await server.ask('usage', {}, Usage)
  const sold = await load.ask('sell', { perSecond: salesPerSecond, seed }, SalesMeasured)
  const after = await server.ask('usage', {}, Usage)
  const databaseAfterMs = database?.cpuMs() ?? null
  const shares = {
    serverShare: (after.allMs - before.allMs) / sold.elapsedMs,
    databaseShare:
      databaseAfterMs === null || databaseBeforeMs === null
        ? null
        : (databaseAfterMs - databaseBeforeMs) / sold.elapsedMs,
    generatorShare: sold.generatorMs / sold.elapsedMs,
  }
  return { sold, shares }
}

function latenciesOf({ sales, sentLateMs }: SalesMeasured, { orders }: MerchantHeard): Measured['latenciesMs'] {
  const heard = new Map(orders.map((order) => [order.orderId, order]))
  const ofSales = (figure: (sale: SaleMeasured, order: OrderHeard) => number): readonly number[] =>
    ascending(
      sales.map((sale) => {
        const order = heard.get(sale.orderId)
        if (order === undefined) throw new Error(`the merchant was told nothing of ${sale.orderId}`)
        return figure(sale, order)
      }),
    )
  return {
    inquiry: ofSales(({ inquiryMs }) => inquiryMs),
    collect: ofSales(({ collectMs }) => collectMs),
    beyond: ofSales(({ collectMs }, { heldMs }) => collectMs - heldMs),
    notice: ofSales(({ answeredAt }, { noticeAt }) => noticeAt - answeredAt),
    late: ascending(sentLateMs),
  }
}

type OrderHeard = MerchantHeard['orders'][number]

function ascending(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b)
}

const HEAD = ['p50 ms', 'p99 ms', 'longest ms', 'p99 of memory', 'p99 of node:http']

function tableOf(server: Server, { salesPerSecond, sales, rounds }: Plan, runs: Runs): string {
  const ofRuns = runs.get(server) ?? []
  const rows = KINDS.flatMap((kind) => {
    const of = (share: number): string => spreadText(percentilesOf(ofRuns, kind, share), 1)
    const ratio = (base: readonly number[]): string =>
      base.length === 0 ? '' : spreadText(ratiosOf(percentilesOf(ofRuns, kind, 0.99), base), 2)
    if (percentilesOf(ofRuns, kind, 0.99).length === 0) return []
    const isDurable = server === 'sqlite' || server === 'postgres'
    const ofMemory = isDurable && kind !== 'late' ? percentilesOf(runs.get('memory') ?? [], kind, 0.99) : []
    const ofFloor = server === 'node:http' ? [] : percentilesOf(runs.get('node:http') ?? [], FLOORS[kind], 0.99)
    return [[NAMES[kind], of(0.5), of(0.99), of(1), ratio(ofMemory), ratio(ofFloor)]]
  })
  const head = `${SERVER_NAMES[server]}: ${salesPerSecond} sales/s, ${roundsText(rounds, `${sales} sales`)}`
  return `${table([head, ...HEAD], rows)}\n${cpuText(ofRuns)}`
}

/** What of the floor each kind is compared with. */
const FLOORS: Readonly<Record<Kind, Kind | undefined>> = {
  inquiry: 'inquiry',
  collect: undefined,
  beyond: 'collect',
  notice: undefined,
  late: undefined,
}

function percentilesOf(runs: readonly Measured[], kind: Kind | undefined, share: number): readonly number[] {
  return runs.flatMap(({ latenciesMs }) => {
    const ofKind = kind === undefined ? undefined : latenciesMs[kind]
    return ofKind === undefined ? [] : [percentile(ofKind, share)]
  })
}

function cpuText(runs: readonly Measured[]): string {
  const percent = (figure: (run: Measured) => number | null): string | undefined => {
    const percents = runs.flatMap((run) => figure(run) ?? []).map((share) => share * 100)
    return percents.length === 0 ? undefined : spreadText(percents, 0)
  }
  const parts = [
    ['server', percent((run) => run.serverShare)],
    ['database', percent((run) => run.databaseShare)],
    ['generator', percent((run) => run.generatorShare)],
  ].flatMap(([name, share]) => (share === undefined ? [] : [`${name} ${share} %`]))
  return `CPU: ${parts.join(', ')}`
}
