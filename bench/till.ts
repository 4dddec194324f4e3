/**
 * How long a till waits for us: inquiries and collects arriving on their own schedule, the merchant asked in between and
 * told afterwards. What counts is the waiting beyond the time in which the merchant itself held the question.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Static } from 'typebox'
import { startPostgres } from '../test/postgres/server.ts'
import { startChild } from './child.ts'
import { percentile, spreadText } from './figures.ts'
import {
  GatewayAddresses,
  KEEPERS,
  type Keeper,
  MerchantAddress,
  MerchantHeard,
  Nothing,
  type SaleMeasured,
  SalesMeasured,
  Usage,
} from './messages.ts'
import type { Plan } from './plan.ts'
import { table } from './table.ts'

const MERCHANT_ANSWERS_AFTER_MS = 5

/** Milliseconds of each sale, ascending. */
interface Measured {
  readonly latenciesMs: Readonly<Record<Kind, readonly number[]>>
  /** Of one CPU. */
  readonly serverShare: number
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

/** One table for each keeper. */
export async function measureTill(plan: Plan, folder: string): Promise<string> {
  await using postgres = await startPostgres()
  const runs = new Map<Keeper, Measured[]>(KEEPERS.map((keeper) => [keeper, []]))
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const keeper of round % 2 === 0 ? KEEPERS : KEEPERS.toReversed()) {
      const databaseUrl = keeper === 'postgres' ? await postgres.newDatabase() : null
      runs.get(keeper)?.push(await measureKeeper({ keeper, folder, databaseUrl }, round, plan))
    }
  }
  return KEEPERS.map((keeper) => tableOf(keeper, plan, runs.get(keeper) ?? [])).join('\n\n')
}

interface Place {
  readonly keeper: Keeper
  readonly folder: string
  /** Where the keeper needs one. */
  readonly databaseUrl: string | null
}

async function measureKeeper({ keeper, folder, databaseUrl }: Place, seed: number, plan: Plan): Promise<Measured> {
  const dataFolder = mkdtempSync(join(folder, 'data-'))
  const server = startChild('gateway-server.ts')
  const merchant = startChild('merchant-server.ts')
  const load = startChild('till-load.ts')
  try {
    const { url } = await merchant.ask('start', { answerAfterMs: MERCHANT_ANSWERS_AFTER_MS }, MerchantAddress)
    const gateway = await server.ask('start', { keeper, dataFolder, databaseUrl }, GatewayAddresses)
    await load.ask('open', { gateway, merchantUrl: url }, Nothing)
    const perSecond = plan.salesPerSecond
    await load.ask('issue', { sales: plan.warmUpSales }, Nothing)
    await load.ask('sell', { perSecond, seed: -1 - seed }, SalesMeasured)
    await merchant.ask('heard', { notices: plan.warmUpSales }, MerchantHeard)
    await load.ask('issue', { sales: plan.sales }, Nothing)
    const before = await server.ask('usage', {}, Usage)
    const sold = await load.ask('sell', { perSecond, seed }, SalesMeasured)
    const heard = await merchant.ask('heard', { notices: plan.sales }, MerchantHeard)
    const after = await server.ask('usage', {}, Usage)
    await server.ask('stop', {}, Nothing)
    const serverShare = (after.allMs - before.allMs) / sold.elapsedMs
    return { latenciesMs: latenciesOf(sold, heard), serverShare, generatorShare: sold.generatorMs / sold.elapsedMs }
  } finally {
    await Promise.all([load.end(), merchant.end(), server.end()])
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

function latenciesOf(
  { sales, sentLateMs }: Static<typeof SalesMeasured>,
  { orders }: Static<typeof MerchantHeard>,
): Measured['latenciesMs'] {
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

type OrderHeard = Static<typeof MerchantHeard>['orders'][number]

function ascending(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b)
}

function tableOf(keeper: Keeper, { salesPerSecond }: Plan, runs: readonly Measured[]): string {
  const of = (kind: Kind, share: number): string =>
    spreadText(
      runs.map(({ latenciesMs }) => percentile(latenciesMs[kind], share)),
      1,
    )
  const head = [`${salesPerSecond} sales/s on ${keeper}`, 'p50 ms', 'p99 ms', 'longest ms']
  const rows = KINDS.map((kind) => [NAMES[kind], of(kind, 0.5), of(kind, 0.99), of(kind, 1)])
  const percent = (figure: (run: Measured) => number): string =>
    spreadText(
      runs.map((run) => figure(run) * 100),
      0,
    )
  const cpu = `CPU: server ${percent((run) => run.serverShare)} %, generator ${percent((run) => run.generatorShare)} %`
  return `${table(head, rows)}\n${cpu}`
}
