/** What the PostgreSQL keeper can be asked about report files and money in suspense. */
import type { ReportId } from '../../core/brand.ts'
import { type ReportReads, stands } from '../report-keeper.ts'
import { attemptOf } from '../rows/attempt-rows.ts'
import { text, whole } from '../rows/cells.ts'
import { keysOfDay } from '../rows/day-range.ts'
import { BEHIND_ALL, countsOf, reportOf, reportRowOf, suspenseOf, toldOf } from '../rows/report-rows.ts'
import type { AskAll, AskOne } from './postgres-reads.ts'
import { arrayLiteral } from './tables.ts'

export function reportReads(all: AskAll, one: AskOne): ReportReads {
  return {
    report: (id) => one('report', [id], reportOf),
    reports: ({ network, date }, after, limit) =>
      all('reportsListed', [network ?? null, date ?? null, after ?? BEHIND_ALL, limit], reportOf),
    unfinishedReports: () => all('unfinishedReports', [], (row) => text(row, 'id') as ReportId),
    toldRows: async (id) => (await one('toldRows', [id], toldOf)) ?? [],
    doneRows: (id) => all('doneRows', [id], (row) => whole(row, 'no')),
    rowCounts: async (id) => countsOf(await all('rowCounts', [id], (row) => row)),
    reportRows: (id, result, after, limit) => all('reportRowsListed', [id, result, after, limit], reportRowOf),
    async oursOnly(days, kind) {
      const ranges = days.map(keysOfDay)
      const [firsts, behinds] = [ranges.map(([first]) => first), ranges.map(([, behind]) => behind)]
      const found = await all('oursOnly', [arrayLiteral(firsts), arrayLiteral(behinds), kind], attemptOf)
      return found.filter(stands)
    },
    suspense: (id) => one('suspense', [id], suspenseOf),
    suspenses({ state, network }, after, limit) {
      const asked = [network ?? null, after ?? BEHIND_ALL, limit]
      if (state === undefined) return all('suspensesListed', asked, suspenseOf)
      const isUnsettled = state === 'open' || state === 'held'
      return all(isUnsettled ? 'unsettledListed' : 'settledListed', [...asked, state], suspenseOf)
    },
  }
}
