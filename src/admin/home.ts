/** The console's first page: a merchant's days in figures, what waits, what somebody should look at. */
import type { MerchantId, Money } from '../core/brand.ts'
import type { DayFigure, FigureKind } from '../core/day-figures.ts'
import { type Currency, toMajorAmount } from '../core/money.ts'
import { DAY_FIGURES, type HomeAnswer } from '../wire/admin/home.ts'
import { type Answer, success } from './answer.ts'
import type { AdminDeps } from './ports.ts'
import { seconds } from './sessions.ts'

const DAYS_USUAL = 14
const DAY_MS = 86_400_000
const SEOUL_MS = 9 * 3_600_000
/** More than that is "many": nobody counts further. */
export const COUNTED_MAX = 100

export async function home(
  { gateway, relay }: Pick<AdminDeps, 'gateway' | 'relay'>,
  merchantId: MerchantId,
  { days = DAYS_USUAL }: { readonly days?: number },
): Promise<Answer> {
  const now = gateway.now()
  const today = Math.floor((now + SEOUL_MS) / DAY_MS)
  const first = today - days + 1
  const [{ figures, behind }, undelivered, pending] = await Promise.all([
    gateway.figures.find(merchantId, first, today),
    relay(merchantId, 'GET /api/deliveries', { query: { state: 'undelivered', limit: String(COUNTED_MAX) } }),
    gateway.refunds.list(merchantId, { state: 'pending' }, null, COUNTED_MAX),
  ])
  const answer: HomeAnswer = {
    currencies: currenciesIn(figures).map((currency) => ({
      currency,
      waiting: figureOf(figures, currency, 0, 'waiting'),
      days: Array.from({ length: days }, (_, index) => dayAnswer(figures, currency, first + index)),
    })),
    undelivered: undelivered.ok ? (undelivered.response as { deliveries: readonly unknown[] }).deliveries.length : 0,
    refunds_pending: pending.refunds.length,
    behind,
    now: seconds(now),
  }
  return success(answer)
}

/** Won where there is nothing yet. */
function currenciesIn(figures: readonly DayFigure[]): readonly Currency[] {
  const found = [...new Set(figures.map(({ currency }) => currency))]
  return found.length === 0 ? ['KRW'] : found
}

type DayAnswer = HomeAnswer['currencies'][number]['days'][number]

function dayAnswer(figures: readonly DayFigure[], currency: Currency, day: number): DayAnswer {
  const kinds = DAY_FIGURES.map((kind) => [kind, figureOf(figures, currency, day, kind)] as const)
  const named = Object.fromEntries(kinds) as Omit<DayAnswer, 'day'>
  return { day: new Date(day * DAY_MS).toISOString().slice(0, 10), ...named }
}

function figureOf(figures: readonly DayFigure[], currency: Currency, day: number, kind: FigureKind) {
  const figure = figures.find((each) => each.day === day && each.currency === currency && each.kind === kind)
  return { count: figure?.count ?? 0, amount: toMajorAmount((figure?.amount ?? 0) as Money, currency) }
}
