/** What the SQLite keeper can be asked about report files and money in suspense. */
import type { ReportId } from '../../core/brand.ts'
import { type ReportReads, stands } from '../report-keeper.ts'
import { attemptOf } from '../rows/attempt-rows.ts'
import { text, whole } from '../rows/cells.ts'
import { keysOfDay } from '../rows/day-range.ts'
import { BEHIND_ALL, countsOf, reportOf, reportRowOf, suspenseOf, toldOf } from '../rows/report-rows.ts'
import { one } from './load-rows.ts'
import type { ReadStatements } from './statements.ts'

export function reportReads(statements: ReadStatements): ReportReads {
  return {
    report: (id) => one(statements.report, [id], reportOf),
    reports: ({ network, date }, after, limit) =>
      statements.reportsListed.all(network ?? null, date ?? null, after ?? BEHIND_ALL, limit).map(reportOf),
    unfinishedReports: () => statements.unfinishedReports.all().map((row) => text(row, 'id') as ReportId),
    toldRows: (id) => one(statements.toldRows, [id], toldOf) ?? [],
    doneRows: (id) => statements.doneRows.all(id).map((row) => whole(row, 'no')),
    rowCounts: (id) => countsOf(statements.rowCounts.all(id)),
    reportRows: (id, result, after, limit) =>
      statements.reportRowsListed.all(id, result, after, limit).map(reportRowOf),
    oursOnly: (days, kind) =>
      days.flatMap((day) => statements.oursOnly.all(...keysOfDay(day), kind).map(attemptOf)).filter(stands),
    suspense: (id) => one(statements.suspense, [id], suspenseOf),
    suspenses({ state, network }, after, limit) {
      const asked = [network ?? null, after ?? BEHIND_ALL, limit]
      if (state === undefined) return statements.suspensesListed.all(...asked).map(suspenseOf)
      const listed = state === 'open' || state === 'held' ? statements.unsettledListed : statements.settledListed
      return listed.all(...asked, state).map(suspenseOf)
    },
  }
}
