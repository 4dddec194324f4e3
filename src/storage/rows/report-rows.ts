/** Report files and their rows, money in suspense and tills' days, as rows and back. What is looked for is a column, the rest JSON. */
import type { TillKey } from '../../core/attempt.ts'
import type {
  CollectionNumber,
  Instant,
  MerchantId,
  Money,
  NetworkId,
  PaymentId,
  ReportId,
  SuspenseId,
  WallTime,
} from '../../core/brand.ts'
import { PAY_TYPES } from '../../core/merchant.ts'
import { CURRENCIES } from '../../core/money.ts'
import {
  NO_ROWS,
  REPORT_KINDS,
  REPORT_SENDERS,
  type ReportHead,
  type ReportRow,
  ROW_RESULTS,
  type RowCounts,
  type RowKey,
  rowKey,
  type ToldSale,
} from '../../core/report.ts'
import { SUSPENSE_CAUSES, SUSPENSE_STATES, type SuspenseEntry } from '../../core/suspense.ts'
import type { ByPayType, DayKey, DayTotals, Tally, TillDay } from '../../core/till-day.ts'
import type { Report } from '../report-keeper.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

/** Of ids in their order. */
export const BEHIND_ALL = '~'

/** In the order of `insertReport`. */
export function reportValues(head: ReportHead, rows: readonly ToldSale[], takenAt: Instant): readonly SqlValue[] {
  const { id, network, sender, fileId, date } = head
  return [id, network, sender.kind, sender.name, fileId, date, JSON.stringify(head), JSON.stringify(rows), takenAt]
}

export function reportOf(row: Row): Report {
  const head = cell.parsed(row, 'head')
  const sender = cell.inner(head, 'sender')
  return {
    id: cell.text(row, 'id') as ReportId,
    network: cell.text(head, 'network') as NetworkId,
    sender: { kind: cell.oneOf(sender, 'kind', REPORT_SENDERS), name: cell.text(sender, 'name') },
    fileId: cell.text(head, 'fileId'),
    seq: cell.whole(head, 'seq'),
    date: cell.text(head, 'date'),
    kind: cell.oneOf(head, 'kind', REPORT_KINDS),
    currency: cell.oneOf(head, 'currency', CURRENCIES),
    sha256: cell.text(head, 'sha256'),
    count: cell.whole(head, 'count'),
    sum: cell.whole(head, 'sum'),
    takenAt: cell.whole(row, 'taken_at') as Instant,
    ended: row['ended'] === null ? null : endedOf(cell.parsed(row, 'ended')),
  }
}

function endedOf(row: Row): NonNullable<Report['ended']> {
  return { counts: countsIn(cell.inner(row, 'counts')), oursOnly: cell.whole(row, 'oursOnly') }
}

function countsIn(row: Row): RowCounts {
  const counts = ROW_RESULTS.map((result) => [result, cell.whole(row, result)])
  return Object.fromEntries(counts) as Record<(typeof ROW_RESULTS)[number], number>
}

/** Of rows of `rowCounts`. */
export function countsOf(rows: readonly Row[]): RowCounts {
  const found = rows.map((row) => [cell.oneOf(row, 'result', ROW_RESULTS), cell.whole(row, 'count')])
  return { ...NO_ROWS, ...Object.fromEntries(found) }
}

export function toldOf(row: Row): readonly ToldSale[] {
  return cell.parsedRows(row, 'told').map(toldSaleOf)
}

export function toldSaleOf(row: Row): ToldSale {
  return {
    number: cell.text(row, 'number') as CollectionNumber,
    amount: cell.whole(row, 'amount') as Money,
    sign: cell.oneOf(row, 'sign', ['+', '-']),
    payType: cell.oneOf(row, 'payType', PAY_TYPES),
    outlet: cell.text(row, 'outlet'),
    till: cell.textOrNull(row, 'till'),
    stan: cell.textOrNull(row, 'stan'),
    date: cell.text(row, 'date'),
    takenAt: cell.wholeOrNull(row, 'takenAt') as Instant | null,
  }
}

/** In the order of `insertReportRow`. */
export function reportRowValues(row: ReportRow): readonly SqlValue[] {
  const { report, no, network, kind, currency, told, ...came } = row
  const { result, sale, attempt, paymentId, suspense, judgedAt } = came
  const asTold = [report, no, network, told.number, kind, currency, JSON.stringify(told)]
  return [...asTold, result, sale, attempt, paymentId, suspense, judgedAt]
}

export function reportRowOf(row: Row): ReportRow {
  const report = cell.text(row, 'report') as ReportId
  const no = cell.whole(row, 'no')
  return {
    key: rowKey(report, no),
    report,
    no,
    network: cell.text(row, 'network') as NetworkId,
    kind: cell.oneOf(row, 'kind', REPORT_KINDS),
    currency: cell.oneOf(row, 'currency', CURRENCIES),
    told: toldSaleOf(cell.parsed(row, 'told')),
    result: cell.oneOf(row, 'result', ROW_RESULTS),
    sale: cell.text(row, 'sale') as RowKey,
    attempt: cell.textOrNull(row, 'attempt') as TillKey | null,
    paymentId: cell.textOrNull(row, 'payment_id') as PaymentId | null,
    suspense: cell.textOrNull(row, 'suspense') as SuspenseId | null,
    judgedAt: cell.whole(row, 'judged_at') as Instant,
  }
}

/** In the order of `putSuspense`. */
export function suspenseValues(entry: SuspenseEntry): readonly SqlValue[] {
  const { id, network, state } = entry
  return [id, network, state, JSON.stringify(entry)]
}

export function suspenseOf(row: Row): SuspenseEntry {
  const body = cell.parsed(row, 'body')
  const state = cell.oneOf(body, 'state', SUSPENSE_STATES)
  if (state !== row['state']) return cell.unreadable(row, 'state')
  return {
    id: cell.text(row, 'id') as SuspenseId,
    network: cell.text(body, 'network') as NetworkId,
    row: cell.text(body, 'row') as RowKey,
    number: cell.text(body, 'number') as CollectionNumber,
    amount: cell.whole(body, 'amount') as Money,
    currency: cell.oneOf(body, 'currency', CURRENCIES),
    direction: cell.oneOf(body, 'direction', ['in', 'out']),
    payType: cell.oneOf(body, 'payType', PAY_TYPES),
    chain: cell.text(body, 'chain'),
    outlet: cell.text(body, 'outlet'),
    outletName: cell.text(body, 'outletName'),
    till: cell.textOrNull(body, 'till'),
    date: cell.text(body, 'date'),
    takenAt: cell.wholeOrNull(body, 'takenAt') as Instant | null,
    cause: cell.oneOf(body, 'cause', SUSPENSE_CAUSES),
    paymentId: cell.textOrNull(body, 'paymentId') as PaymentId | null,
    merchantId: cell.textOrNull(body, 'merchantId') as MerchantId | null,
    openedAt: cell.whole(body, 'openedAt') as Instant,
    state,
    changedAt: cell.whole(body, 'changedAt') as Instant,
    note: cell.textOrNull(body, 'note'),
  }
}

/** In the order of `putTillDay`. */
export function tillDayValues({ day, openedAt, closed }: TillDay): readonly SqlValue[] {
  return [day, openedAt, closed === null ? null : JSON.stringify(closed)]
}

export function tillDayOf(row: Row): TillDay {
  return {
    day: cell.text(row, 'day') as DayKey,
    openedAt: cell.wholeOrNull(row, 'opened_at') as Instant | null,
    closed: row['closed'] === null ? null : closedOf(cell.parsed(row, 'closed')),
  }
}

function closedOf(row: Row): NonNullable<TillDay['closed']> {
  return {
    at: cell.whole(row, 'at') as Instant,
    totals: totalsOf(cell.inner(row, 'totals')),
    gatewayRef: cell.text(row, 'gatewayRef'),
    answeredAt: cell.whole(row, 'answeredAt') as WallTime,
  }
}

function totalsOf(row: Row): DayTotals {
  return {
    collected: byPayTypeOf(cell.inner(row, 'collected')),
    cancelled: byPayTypeOf(cell.inner(row, 'cancelled')),
    paidOut: tallyOf(cell.inner(row, 'paidOut')),
  }
}

function byPayTypeOf(row: Row): ByPayType {
  return { cash: tallyOf(cell.inner(row, 'cash')), card: tallyOf(cell.inner(row, 'card')) }
}

function tallyOf(row: Row): Tally {
  return { count: cell.whole(row, 'count'), sum: cell.whole(row, 'sum') }
}
