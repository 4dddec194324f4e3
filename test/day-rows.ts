/** What a story keeps of report files, money in suspense and tills' days. */
import type { SuspenseId } from '../src/core/brand.ts'
import type { Changes } from '../src/core/changes.ts'
import { type NumberKey, numberKey } from '../src/core/facts.ts'
import type { ReportRow, RowKey } from '../src/core/report.ts'
import type { SuspenseEntry } from '../src/core/suspense.ts'
import type { DayKey, TillDay } from '../src/core/till-day.ts'
import { addAll } from './core-rows.ts'

export interface DayRows {
  readonly reportRows: Map<RowKey, ReportRow>
  readonly toldOf: Map<NumberKey, readonly ReportRow[]>
  readonly suspense: Map<SuspenseId, SuspenseEntry>
  readonly tillDays: Map<DayKey, TillDay>
}

export function noDayRows(): DayRows {
  return { reportRows: new Map(), toldOf: new Map(), suspense: new Map(), tillDays: new Map() }
}

export function keepDayRows({ reportRows, toldOf, suspense, tillDays }: DayRows, changes: Changes): void {
  addAll(reportRows, changes.reportRows)
  for (const row of changes.reportRows.values()) {
    const number = numberKey(row.network, row.told.number)
    toldOf.set(number, [...(toldOf.get(number) ?? []), row])
  }
  addAll(suspense, changes.suspense)
  addAll(tillDays, changes.tillDays)
}
