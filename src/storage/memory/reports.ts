/** Report files, money in suspense and tills' days of the memory keeper: plain scans of what its tables hold. */
import { keyOf } from '../../core/attempt.ts'
import type { ReportId, SuspenseId } from '../../core/brand.ts'
import { NO_ROWS, type ReportRow, type RowCounts } from '../../core/report.ts'
import { dayOfKey } from '../../core/till-day.ts'
import { type Report, type ReportChore, type ReportReads, stands } from '../report-keeper.ts'
import type { Tables } from './tables.ts'

export function runReportChore(tables: Tables, chore: ReportChore): Report {
  return chore.kind === 'take_report' ? takeReport(tables, chore) : endReport(tables, chore)
}

function takeReport({ reports, time }: Tables, { head, rows }: Extract<ReportChore, { kind: 'take_report' }>): Report {
  const known = [...reports.values()].find(({ report }) => isOfName(report, head))
  if (known !== undefined) return known.report
  const report = { ...head, takenAt: time.last, ended: null }
  reports.set(head.id, { report, told: rows })
  return report
}

function endReport({ reports }: Tables, { id, ended }: Extract<ReportChore, { kind: 'end_report' }>): Report {
  const known = reports.get(id)
  if (known === undefined) throw new Error(`broken invariant: there is no report ${id}`)
  const report = { ...known.report, ended: known.report.ended ?? ended }
  reports.set(id, { ...known, report })
  return report
}

export function reportReads(tables: Tables): ReportReads {
  const { reports, suspense } = tables
  return {
    report: (id) => reports.get(id)?.report,
    reports: ({ network, date }, after, limit) =>
      [...reports.values()]
        .map(({ report }) => report)
        .filter((report) => (network ?? report.network) === report.network && (date ?? report.date) === report.date)
        .filter(({ id }) => after === null || id < after)
        .sort(newestFirst)
        .slice(0, limit),
    unfinishedReports: () =>
      [...reports.values()].flatMap(({ report: { id, ended } }) => (ended === null ? [id] : [])).sort(),
    toldRows: (id) => reports.get(id)?.told ?? [],
    doneRows: (id) => rowsOf(tables, id).map(({ no }) => no),
    rowCounts: (id) => counted(rowsOf(tables, id)),
    reportRows: (id, result, after, limit) =>
      rowsOf(tables, id)
        .filter((row) => row.no > after && (result ?? row.result) === row.result)
        .slice(0, limit),
    oursOnly: (days, kind) => {
      const told = new Set(
        [...tables.reportRows.values()].filter((row) => row.kind === kind).map(({ attempt }) => attempt),
      )
      return days.flatMap((day) =>
        [...tables.attempts.values()]
          .filter((attempt) => stands(attempt) && dayOfKey(keyOf(attempt)) === day)
          .filter((attempt) => !told.has(keyOf(attempt)))
          .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
      )
    },
    suspense: (id) => suspense.get(id),
    suspenses: ({ state, network }, after, limit) =>
      [...suspense.values()]
        .filter((entry) => (state ?? entry.state) === entry.state && (network ?? entry.network) === entry.network)
        .filter(({ id }) => after === null || id < after)
        .sort(newestFirst)
        .slice(0, limit),
  }
}

function isOfName(report: Report, { network, sender, fileId }: Parameters<typeof takeReport>[1]['head']): boolean {
  const { kind, name } = report.sender
  return report.network === network && report.fileId === fileId && kind === sender.kind && name === sender.name
}

function rowsOf({ reportRows }: Tables, id: ReportId): readonly ReportRow[] {
  return [...reportRows.values()].filter(({ report }) => report === id).sort((a, b) => a.no - b.no)
}

function counted(rows: readonly ReportRow[]): RowCounts {
  const counts = { ...NO_ROWS }
  for (const { result } of rows) counts[result] += 1
  return counts
}

function newestFirst(
  one: { readonly id: ReportId | SuspenseId },
  other: { readonly id: ReportId | SuspenseId },
): number {
  return one.id < other.id ? 1 : -1
}
