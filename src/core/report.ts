/**
 * A report file (수납내역 파일): what the store side says was taken and undone in a business day. `01` tells of sales as
 * the shop rang them up, `02` of those that are final, `03` of those that the shop undid meanwhile. The gateway keeps each row
 * with what came of it; the file itself changes nothing.
 */
import type { TillKey } from './attempt.ts'
import type { CollectionNumber, Instant, Money, NetworkId, PaymentId, ReportId, SuspenseId } from './brand.ts'
import type { PayType } from './merchant.ts'
import type { Currency } from './money.ts'

export const REPORT_KINDS = ['01', '02', '03'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

/** Larger days come in several files. */
export const REPORT_ROWS_MAX = 10_000

/** A till reports its own shop; the operator takes what a chain sends. */
export const REPORT_SENDERS = ['outlet', 'chain'] as const
export interface ReportSender {
  readonly kind: (typeof REPORT_SENDERS)[number]
  /** The outlet's id or the chain's name. */
  readonly name: string
}

export interface ReportHead {
  readonly id: ReportId
  readonly network: NetworkId
  readonly sender: ReportSender
  /** The sender's own name of the file; with it the sender may send it again. */
  readonly fileId: string
  /** Counts the sender's files. */
  readonly seq: number
  /** The business date it is about, `YYYYMMDD`. */
  readonly date: string
  readonly kind: ReportKind
  readonly currency: Currency
  /** Of what it says, however it was written. */
  readonly sha256: string
  readonly count: number
  /** What was taken less what was undone; of a file of what was undone, that. */
  readonly sum: number
}

/** One row, as told. Till and trace number come together or not at all. */
export interface ToldSale {
  readonly number: CollectionNumber
  readonly amount: Money
  /** `-`: undone. */
  readonly sign: '+' | '-'
  readonly payType: PayType
  readonly outlet: string
  readonly till: string | null
  readonly stan: string | null
  /** Its own business date; a day off the file's at most. */
  readonly date: string
  readonly takenAt: Instant | null
}

/**
 * `matched`: ours says the same. `shifted`: and counts it to the day beside. `theirs_only`: no till told us. `amount_differs`:
 * from ours. `duplicate`: the number was told as taken before.
 */
export const ROW_RESULTS = ['matched', 'shifted', 'theirs_only', 'amount_differs', 'duplicate'] as const
export type RowResult = (typeof ROW_RESULTS)[number]

/** `report/no`. */
export type RowKey = string & { readonly __rowKey: unique symbol }

export function rowKey(report: ReportId, no: number): RowKey {
  return `${report}/${no}` as RowKey
}

/** A row that was dealt with. */
export interface ReportRow {
  readonly key: RowKey
  readonly report: ReportId
  /** From 1. */
  readonly no: number
  readonly network: NetworkId
  readonly kind: ReportKind
  readonly currency: Currency
  readonly told: ToldSale
  readonly result: RowResult
  /** The row that told of the same sale first; its own where it is that. */
  readonly sale: RowKey
  /** Ours that it is about. */
  readonly attempt: TillKey | null
  readonly paymentId: PaymentId | null
  /** What it brought to the desk. */
  readonly suspense: SuspenseId | null
  readonly judgedAt: Instant
}

/** What a row says of its sale. */
export type Said = 'taken' | 'final' | 'undone' | 'undone_final'

export function saidBy(kind: ReportKind, sign: ToldSale['sign']): Said {
  if (kind === '03') return 'undone'
  if (kind === '02') return sign === '+' ? 'final' : 'undone_final'
  return sign === '+' ? 'taken' : 'undone'
}

/** How the results of a file add up. */
export type RowCounts = Readonly<Record<RowResult, number>>

/** How far a file is. `ours_only`: of its day and sender, ours that no file of its kind names; null until all its rows are dealt with. */
export interface ReportProgress {
  readonly state: 'working' | 'done'
  readonly counts: RowCounts
  readonly oursOnly: number | null
}

export const NO_ROWS: RowCounts = { matched: 0, shifted: 0, theirs_only: 0, amount_differs: 0, duplicate: 0 }

export type TotalsProblem = 'file_count_differs' | 'file_sum_differs' | 'file_date_differs'

/** Why the whole file is refused; null where its head and its rows agree. */
export function totalsProblem(
  { count, sum, date, kind }: Pick<ReportHead, 'count' | 'sum' | 'date' | 'kind'>,
  rows: readonly ToldSale[],
  isNear: (date: string, of: string) => boolean,
): TotalsProblem | null {
  if (rows.length !== count) return 'file_count_differs'
  if ((kind === '03' ? -signedSum(rows) : signedSum(rows)) !== sum) return 'file_sum_differs'
  return rows.every((row) => isNear(row.date, date)) ? null : 'file_date_differs'
}

export function signedSum(rows: readonly Pick<ToldSale, 'amount' | 'sign'>[]): number {
  return rows.reduce((sum, { amount, sign }) => sum + (sign === '+' ? amount : -amount), 0)
}
