/**
 * Which of our sales a row of a report file is about: by the till's own key, else by number, amount, shop and time, a business
 * day to either side, because a shop's day may end at another minute than ours. Pure: the rows that were told before of the
 * same number and the sales of ours that may be meant come in, one finding goes out.
 */
import type { TillKey } from './attempt.ts'
import type { CollectionNumber, Instant, Money, PaymentId, SuspenseId } from './brand.ts'
import { type ReportRow, type RowKey, type RowResult, type Said, saidBy, type ToldSale } from './report.ts'
import { daysApart } from './seoul-day.ts'

/** Clocks of shops are not ours. */
export const TIMES_APART_MAX_MS = 10 * 60_000
/** Of a number, so many rows that were told before are looked at; nobody sells one number more often. */
export const ROWS_OF_NUMBER_MAX = 100

/** A collection of ours, as it stands. */
export interface OurSale {
  readonly key: TillKey
  readonly number: CollectionNumber
  readonly amount: Money
  readonly outlet: string
  readonly date: string
  readonly at: Instant
  readonly paymentId: PaymentId | null
  /** `stands`: the money is ours. `refused`: it never came. `undone`: it went back. */
  readonly standing: 'stands' | 'refused' | 'undone'
}

/** What all rows so far have told of one sale at a counter. */
export interface ToldBefore {
  readonly key: RowKey
  readonly told: ToldSale
  readonly attempt: TillKey | null
  readonly paymentId: PaymentId | null
  readonly suspense: SuspenseId | null
  readonly result: RowResult
  readonly said: ReadonlySet<Said>
}

/**
 * `again`: the same word of the same sale was told before. `before`: the sale that earlier rows told of. `ours`: the
 * collection it is about, which no other sale is about.
 */
export interface Finding {
  readonly said: Said
  readonly result: RowResult
  readonly again: boolean
  readonly before: ToldBefore | null
  readonly ours: OurSale | null
}

/** The rows of one number, as sales. */
export function toldBefore(rows: readonly ReportRow[]): readonly ToldBefore[] {
  return [...Map.groupBy(rows, ({ sale }) => sale)].flatMap(([key, of]) => {
    const first = of.find((row) => row.key === key) ?? of[0]
    if (first === undefined) return []
    const said = new Set(of.map(({ kind, told }) => saidBy(kind, told.sign)))
    const { told, attempt, paymentId, suspense, result } = first
    return [{ key, told, attempt, paymentId, suspense, result, said }]
  })
}

/** `date`: the file's. */
export function findSale(
  row: { readonly kind: ReportRow['kind']; readonly told: ToldSale; readonly date: string },
  before: readonly ToldBefore[],
  ours: readonly OurSale[],
): Finding {
  const { told } = row
  const said = saidBy(row.kind, told.sign)
  const sale = before.find((each) => isSameKey(each.told, told)) ?? before.findLast((each) => isMeant(each, told, said))
  if (sale !== undefined) return ofSale(sale, told, said, ours)
  const free = ours.filter(({ key }) => !before.some(({ attempt }) => attempt === key))
  const mine = free.find((each) => isKeyOf(each, told)) ?? free.find((each) => looksLike(each, told))
  if (mine !== undefined && (mine.standing === 'stands' || isUndoing(said)))
    return { said, result: resultOf(mine, row), again: false, before: null, ours: mine }
  const wasTaken = before.some((each) => isTaken(each) && !isUndone(each))
  const result = wasTaken && !isUndoing(said) ? 'duplicate' : 'theirs_only'
  return { said, result, again: false, before: null, ours: mine ?? null }
}

function ofSale(sale: ToldBefore, told: ToldSale, said: Said, ours: readonly OurSale[]): Finding {
  const again = sale.said.has(said)
  const mine = ours.find(({ key }) => key === sale.attempt) ?? null
  const sameAmount = sale.told.amount === told.amount
  const result = again ? 'duplicate' : sameAmount ? sale.result : 'amount_differs'
  return { said, result, again, before: sale, ours: mine }
}

function resultOf(mine: OurSale, { told, date }: { readonly told: ToldSale; readonly date: string }): RowResult {
  if (mine.amount !== told.amount) return 'amount_differs'
  return mine.date === date ? 'matched' : 'shifted'
}

/** Without a till's key in one of them: the same sale, if it has not been said of that one yet. */
function isMeant(sale: ToldBefore, told: ToldSale, said: Said): boolean {
  if (isKeyed(sale.told) && isKeyed(told)) return false
  if (sale.told.amount !== told.amount || !isPlace(sale.told, told) || !isTimeNear(sale.told.takenAt, told.takenAt))
    return false
  if (sale.said.has(said)) return false
  return said === 'undone_final' || !isUndone(sale)
}

export function isUndoing(said: Said): boolean {
  return said === 'undone' || said === 'undone_final'
}

export function isTaken({ said }: ToldBefore): boolean {
  return said.has('taken') || said.has('final')
}

export function isUndone({ said }: ToldBefore): boolean {
  return said.has('undone') || said.has('undone_final')
}

function isKeyed({ till, stan }: ToldSale): boolean {
  return till !== null && stan !== null
}

function isSameKey(one: ToldSale, other: ToldSale): boolean {
  return isKeyed(one) && one.till === other.till && one.stan === other.stan && isPlace(one, other)
}

/** Of the day it names, or, where a till's key is used again on the next day, of the day on which all else is the same. */
function isKeyOf(mine: OurSale, told: ToldSale): boolean {
  if (!isKeyed(told) || mine.outlet !== told.outlet || mine.number !== told.number) return false
  const isKey = [told.date, mine.date].some((date) =>
    mine.key.endsWith(`/${told.outlet}/${told.till}/${date}/${told.stan}`),
  )
  return isKey && (mine.date === told.date || (isNearDate(mine.date, told.date) && mine.amount === told.amount))
}

/** A sale whose time is told may differ in its amount; one without is known by it alone. */
function looksLike(mine: OurSale, told: ToldSale): boolean {
  if (isKeyed(told) || mine.number !== told.number || !isPlace(mine, told)) return false
  return isTimeNear(mine.at, told.takenAt) && (told.takenAt !== null || mine.amount === told.amount)
}

type Place = Pick<ToldSale, 'outlet' | 'date'>

function isPlace(one: Place, other: Place): boolean {
  return one.outlet === other.outlet && isNearDate(one.date, other.date)
}

/** The same business day or one beside it. */
export function isNearDate(one: string, other: string): boolean {
  const days = daysApart(one, other)
  return days !== undefined && days <= 1
}

/** True where one of them is not known. */
function isTimeNear(one: Instant | null, other: Instant | null): boolean {
  return one === null || other === null || Math.abs(one - other) <= TIMES_APART_MAX_MS
}
