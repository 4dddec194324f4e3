/** Messages of a business day, read: the file of a shop's sales, the beginning and the end of a till's day. */
import type { CollectionNumber, Instant, NetworkId } from '../core/brand.ts'
import { readMinorAmount } from '../core/money.ts'
import type { ToldSale } from '../core/report.ts'
import type { DayTotals } from '../core/till-day.ts'
import type { ReportAsked } from '../gateway/reports.ts'
import { readNumber } from '../numbers/read-number.ts'
import type { DrawerTotals, ReportMessage, ReportRow } from '../wire/till-day.ts'

/** A till's report but for where it stands: it speaks for its own shop alone. */
export type ReportSaid = Omit<ReportAsked, 'network' | 'sender' | 'rows'> & {
  readonly rows: readonly Omit<ToldSale, 'outlet'>[]
}

/** A field that does not fit, by its name. */
export interface Unread {
  readonly field: string
}

export function readReport(message: ReportMessage): ReportSaid | Unread {
  const { file_id: fileId, seq, date, kind, currency, count, sum } = message
  const rows: Omit<ToldSale, 'outlet'>[] = []
  for (const [index, given] of message.rows.entries()) {
    const row = readRow(given, message)
    if ('field' in row) return { field: `rows.${index}.${row.field}` }
    rows.push(row)
  }
  return { fileId, seq, date, kind, currency, count, sum, rows }
}

function readRow(row: ReportRow, { kind, date }: ReportMessage): Omit<ToldSale, 'outlet'> | Unread {
  const number = readNumber(row.number)
  if (number === undefined) return { field: 'number' }
  const amount = readMinorAmount(row.amount)
  if (amount === undefined) return { field: 'amount' }
  if (kind === '03' && row.sign === '+') return { field: 'sign' }
  if ((row.till === undefined) !== (row.stan === undefined)) return { field: row.till === undefined ? 'till' : 'stan' }
  return {
    number: number as CollectionNumber,
    amount,
    sign: row.sign ?? (kind === '03' ? '-' : '+'),
    payType: row.pay_type,
    till: row.till ?? null,
    stan: row.stan ?? null,
    date: row.date ?? date,
    takenAt: row.taken_at === undefined ? null : ((row.taken_at * 1000) as Instant),
  }
}

export function reportOfShop(said: ReportSaid, network: NetworkId, outlet: string): ReportAsked {
  const rows = said.rows.map((row) => ({ ...row, outlet }))
  return { ...said, network, sender: { kind: 'outlet', name: outlet }, rows }
}

export function readTotals({ collected, cancelled, paid_out: paidOut }: DrawerTotals): DayTotals {
  return { collected, cancelled, paidOut }
}

export function presentTotals({ collected, cancelled, paidOut }: DayTotals): DrawerTotals {
  return { collected, cancelled, paid_out: paidOut }
}
