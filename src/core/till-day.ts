/**
 * A till's business day (업무개시, 업무마감): what it collected, undid and paid out is counted against what the clerk counted in
 * the drawer (시재 점검), and once both agree nothing more is sold under that date.
 */
import type { Attempt, Receipt, TillKey, TillRequest } from './attempt.ts'
import type { Instant, WallTime } from './brand.ts'
import { PAY_TYPES, type PayType } from './merchant.ts'

/** `network/outlet/till/YYYYMMDD`: a till's keys of that day begin with it. */
export type DayKey = string & { readonly __dayKey: unique symbol }

export function dayOfKey(key: TillKey): DayKey {
  return key.slice(0, key.lastIndexOf('/')) as DayKey
}

export function dateOfKey(key: TillKey): string {
  const day = dayOfKey(key)
  return day.slice(day.lastIndexOf('/') + 1)
}

export interface TillDay {
  readonly day: DayKey
  /** Null: the till never said so. */
  readonly openedAt: Instant | null
  readonly closed: ClosedDay | null
}

export interface ClosedDay {
  readonly at: Instant
  readonly totals: DayTotals
  /** What the till was answered; told again to every repeat. */
  readonly gatewayRef: string
  readonly answeredAt: WallTime
}

/** `sum`: in the minor unit of whatever currency, as both sides add it up. */
export interface Tally {
  readonly count: number
  readonly sum: number
}

export type ByPayType = Readonly<Record<PayType, Tally>>

export interface DayTotals {
  /** With what was cancelled since; what was reversed never came about. */
  readonly collected: ByPayType
  readonly cancelled: ByPayType
  readonly paidOut: Tally
}

const NOTHING: Tally = { count: 0, sum: 0 }
const NOTHING_EITHER_WAY: ByPayType = { cash: NOTHING, card: NOTHING }
export const NO_TOTALS: DayTotals = {
  collected: NOTHING_EITHER_WAY,
  cancelled: NOTHING_EITHER_WAY,
  paidOut: NOTHING,
}

/**
 * What stands of a till's day; undefined while one of its sales is being worked on. One whose time is over comes to nothing,
 * whether or not a sweep came by.
 */
export function dayTotals(
  day: DayKey,
  attempts: Iterable<Attempt>,
  requests: Iterable<TillRequest>,
  wall: WallTime,
): DayTotals | undefined {
  let totals = NO_TOTALS
  for (const { key, answer } of requests)
    if (dayOfKey(key) === day && answer.kind === 'cancelled') totals = lessened(totals, answer.receipt)
  for (const attempt of attempts) {
    if (attempt.state === 'tombstoned' || dayOfKey(attempt.request.key) !== day) continue
    if (attempt.state !== 'authorising') totals = added(totals, attempt)
    else if (wall < attempt.until) return undefined
  }
  return totals
}

function added(totals: DayTotals, attempt: Exclude<Attempt, { state: 'tombstoned' | 'authorising' }>): DayTotals {
  switch (attempt.state) {
    case 'collected':
    case 'in_doubt':
    case 'cancelled': {
      const { payType, amount } = attempt.request
      const { collected } = totals
      return { ...totals, collected: { ...collected, [payType]: plus(collected[payType], amount) } }
    }
    case 'paid_out':
      return { ...totals, paidOut: plus(totals.paidOut, attempt.request.amount) }
    case 'refused':
    case 'reversed':
      return totals
  }
}

/** Out of the drawer of whichever till gave it back. */
function lessened(totals: DayTotals, { payType, amount }: Receipt): DayTotals {
  const { cancelled } = totals
  return { ...totals, cancelled: { ...cancelled, [payType]: plus(cancelled[payType], amount) } }
}

function plus({ count, sum }: Tally, amount: number): Tally {
  return { count: count + 1, sum: sum + amount }
}

/** Which of the two a clerk has to look for first; null where the drawer is right. */
export function drawerProblem(ours: DayTotals, counted: DayTotals): 'day_count_differs' | 'day_sum_differs' | null {
  const [mine, clerks] = [tallies(ours), tallies(counted)]
  if (mine.some(({ count }, index) => count !== clerks[index]?.count)) return 'day_count_differs'
  return mine.some(({ sum }, index) => sum !== clerks[index]?.sum) ? 'day_sum_differs' : null
}

function tallies({ collected, cancelled, paidOut }: DayTotals): readonly Tally[] {
  return [...PAY_TYPES.flatMap((type) => [collected[type], cancelled[type]]), paidOut]
}
