/** The till keys that a row of a report file may be about, and those of collections that no till asked for. */
import { type TillKey, tillKey } from './attempt.ts'
import { type RowKey, rowKey } from './report.ts'
import type { PostSuspense, ReconcileRow } from './report-commands.ts'
import { dateAfter } from './seoul-day.ts'

/** Its own first. */
export function keysOfRow(command: Pick<ReconcileRow, 'head' | 'no' | 'told'>): readonly TillKey[] {
  return [...tillKeysOf(command), lateKey(command)]
}

/** The key that the row names, and the same of the days beside it; none where it names none. */
export function tillKeysOf({ head, told }: Pick<ReconcileRow, 'head' | 'told'>): readonly TillKey[] {
  const { outlet, till, stan, date } = told
  if (till === null || stan === null) return []
  const dates = [date, dateAfter(date, -1), dateAfter(date, 1)]
  return dates.map((businessDate) => tillKey({ network: head.network, outlet, till, businessDate, stan }))
}

/** Of money that has no key of a till: no trace number looks like it. */
export function lateKey({ head, no, told }: Pick<ReconcileRow, 'head' | 'no' | 'told'>): TillKey {
  return keyAt(rowKey(head.id, no), { network: head.network, outlet: told.outlet, date: told.date })
}

/** Of money that the desk posts. */
export function keyAtDesk(entry: PostSuspense['entry']): TillKey {
  return keyAt(entry.row, entry)
}

function keyAt(
  row: RowKey,
  {
    network,
    outlet,
    date,
  }: { readonly network: ReconcileRow['head']['network']; readonly outlet: string; readonly date: string },
): TillKey {
  return tillKey({ network, outlet, till: NO_TILL, businessDate: date, stan: row.replace('/', '.') })
}

/** Where a file does not say which. */
export const NO_TILL = '-'
