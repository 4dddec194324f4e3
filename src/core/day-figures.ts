/**
 * A merchant's days in figures: the fold of its feed, a payment's moment after the other. Only what changed between two
 * moments counts, so that a kind of event nobody thought of here cannot be counted wrongly.
 */
import type { Instant, MerchantId } from './brand.ts'
import type { Currency } from './money.ts'
import type { Payment, PaymentEvent } from './payment.ts'
import { isCollected, refundedAmount } from './refund.ts'

/** `waiting` stands under no day: it is what waits now. */
export const FIGURE_KINDS = [
  'waiting',
  'issued',
  'collected',
  'cancelled',
  'expired',
  'reversed',
  'refunded',
  'refused',
] as const
export type FigureKind = (typeof FIGURE_KINDS)[number]

export interface DayFigure {
  readonly merchantId: MerchantId
  /** Days of Seoul since 1970; 0 for what stands under no day. */
  readonly day: number
  readonly currency: Currency
  readonly kind: FigureKind
  readonly count: number
  /** Of the currency's minor unit. */
  readonly amount: number
}

const DAY_MS = 86_400_000
/** Seoul is nine hours ahead and has no summer time. */
const SEOUL_MS = 9 * 3_600_000

export function dayOf(at: Instant): number {
  return Math.floor((at + SEOUL_MS) / DAY_MS)
}

/** When a day begins. */
export function dayBegins(day: number): Instant {
  return (day * DAY_MS - SEOUL_MS) as Instant
}

/** What one event added. `before`: the payment right before it; undefined for its first. */
export function figuresOf(before: Payment | undefined, event: PaymentEvent, after: Payment): readonly DayFigure[] {
  const figure = (kind: FigureKind, day: number, count: number, amount: number): readonly DayFigure[] =>
    count === 0 && amount === 0
      ? []
      : [{ merchantId: after.merchantId, day, currency: after.currency, kind, count, amount }]
  const today = dayOf(event.at)
  const once = (kind: FigureKind, happened: boolean, day = today, amount: number = after.amount) =>
    happened ? figure(kind, day, 1, amount) : []
  const waited = before !== undefined && isWaiting(before)
  const waits = isWaiting(after)
  const had = before !== undefined && isCollected(before)
  const has = isCollected(after)
  const given = refundedAmount(after) - (before === undefined ? 0 : refundedAmount(before))
  return [
    ...figure('waiting', 0, Number(waits) - Number(waited), (waits ? after.amount : 0) - (waited ? before.amount : 0)),
    ...once('issued', before === undefined),
    ...once('collected', has && !had),
    ...once('reversed', had && !has),
    ...once('cancelled', waited && after.state === 'cancelled'),
    ...once('expired', waited && after.state === 'failed', after.state === 'failed' ? dayOf(after.failedAt) : today),
    ...once('refunded', given > 0, today, given),
    ...once('refused', event.data.type === 'refused' || event.data.type === 'lapsed'),
  ]
}

/** The same with one figure for each day, currency and kind, in an order of its own. */
export function summed(figures: readonly DayFigure[]): readonly DayFigure[] {
  const sums = new Map<string, DayFigure>()
  for (const figure of figures) {
    const key = figureKey(figure)
    const sum = sums.get(key)
    sums.set(
      key,
      sum === undefined ? figure : { ...sum, count: sum.count + figure.count, amount: sum.amount + figure.amount },
    )
  }
  return [...sums.values()].sort((a, b) => (figureKey(a) < figureKey(b) ? -1 : 1))
}

export function figureKey({ merchantId, day, currency, kind }: Omit<DayFigure, 'count' | 'amount'>): string {
  return `${merchantId}/${String(day).padStart(6, '0')}/${currency}/${kind}`
}

function isWaiting({ state }: Payment): boolean {
  return state === 'ready' || state === 'authorising'
}
