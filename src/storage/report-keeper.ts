/**
 * What a keeper promises about report files and money in suspense: a file is kept whole before any of its rows is dealt with,
 * and each row with what came of it, so that whoever comes after a crash goes on where it broke off.
 */
import type { Attempt } from '../core/attempt.ts'
import type { Instant, NetworkId, ReportId, SuspenseId } from '../core/brand.ts'
import type { ReportHead, ReportProgress, ReportRow, RowCounts, RowResult, ToldSale } from '../core/report.ts'
import type { SuspenseEntry, SuspenseState } from '../core/suspense.ts'
import type { DayKey } from '../core/till-day.ts'

export interface Report extends ReportHead {
  readonly takenAt: Instant
  /** Once all rows are dealt with; null until then. It stays as it was told first. */
  readonly ended: (Pick<ReportProgress, 'counts'> & { readonly oursOnly: number }) | null
}

export interface ReportFilter {
  readonly network?: NetworkId
  readonly date?: string
}

export interface SuspenseFilter {
  readonly state?: SuspenseState
  readonly network?: NetworkId
}

export interface ReportKeeper {
  /** Keeps a file with its rows as told. Where its sender has sent one of that name before, answers that one and keeps nothing. */
  take(head: ReportHead, rows: readonly ToldSale[]): Promise<Report>
  /** The first word stays. */
  end(id: ReportId, ended: NonNullable<Report['ended']>): Promise<Report>
  find(id: ReportId): Promise<Report | undefined>
  /** Newest first, at most `limit`; those older than `after`. */
  list(filter: ReportFilter, after: ReportId | null, limit: number): Promise<readonly Report[]>
  /** Those whose rows are not all dealt with, oldest first. */
  unfinished(): Promise<readonly ReportId[]>
  /** As they were told, in their order. */
  told(id: ReportId): Promise<readonly ToldSale[]>
  /** The numbers of those that are dealt with. */
  done(id: ReportId): Promise<ReadonlySet<number>>
  counts(id: ReportId): Promise<RowCounts>
  /** In their order, at most `limit` behind the row `after`. */
  rows(id: ReportId, result: RowResult | null, after: number, limit: number): Promise<readonly ReportRow[]>
  /** Collections of these tills' days that stand and that no file of this kind names, by day, in the order of their keys. */
  oursOnly(days: readonly DayKey[], kind: ReportHead['kind']): Promise<readonly Attempt[]>
}

export interface SuspenseReads {
  find(id: SuspenseId): Promise<SuspenseEntry | undefined>
  /** Newest first, at most `limit`; those older than `after`. */
  list(filter: SuspenseFilter, after: SuspenseId | null, limit: number): Promise<readonly SuspenseEntry[]>
}

export type ReportChore =
  | { readonly kind: 'take_report'; readonly head: ReportHead; readonly rows: readonly ToldSale[] }
  | { readonly kind: 'end_report'; readonly id: ReportId; readonly ended: NonNullable<Report['ended']> }

export interface ReportChoreResults {
  readonly take_report: Report
  readonly end_report: Report
}

/** Its money is here, as far as anybody knows. */
export function stands({ state }: Attempt): boolean {
  return state === 'collected' || state === 'in_doubt'
}

type Answer<Value> = Value | Promise<Value>

/** What is read of them, on rows as they were committed last. */
export interface ReportReads {
  report(id: ReportId): Answer<Report | undefined>
  reports(filter: ReportFilter, after: ReportId | null, limit: number): Answer<readonly Report[]>
  unfinishedReports(): Answer<readonly ReportId[]>
  toldRows(id: ReportId): Answer<readonly ToldSale[]>
  doneRows(id: ReportId): Answer<readonly number[]>
  rowCounts(id: ReportId): Answer<RowCounts>
  reportRows(id: ReportId, result: RowResult | null, after: number, limit: number): Answer<readonly ReportRow[]>
  oursOnly(days: readonly DayKey[], kind: ReportHead['kind']): Answer<readonly Attempt[]>
  suspense(id: SuspenseId): Answer<SuspenseEntry | undefined>
  suspenses(filter: SuspenseFilter, after: SuspenseId | null, limit: number): Answer<readonly SuspenseEntry[]>
}

type Read = <Value>(ask: (reads: ReportReads) => Value | Promise<Value>) => Promise<Value>
type Write = <Kind extends ReportChore['kind']>(
  chore: Extract<ReportChore, { kind: Kind }>,
) => Promise<ReportChoreResults[Kind]>

export function reportKeepers(
  write: Write,
  read: Read,
): { readonly reports: ReportKeeper; readonly suspense: SuspenseReads } {
  const reports: ReportKeeper = {
    take: (head, rows) => write({ kind: 'take_report', head, rows }),
    end: (id, ended) => write({ kind: 'end_report', id, ended }),
    find: (id) => read((rows) => rows.report(id)),
    list: (filter, after, limit) => read((rows) => rows.reports(filter, after, limit)),
    unfinished: () => read((rows) => rows.unfinishedReports()),
    told: (id) => read((rows) => rows.toldRows(id)),
    done: async (id) => new Set(await read((rows) => rows.doneRows(id))),
    counts: (id) => read((rows) => rows.rowCounts(id)),
    rows: (id, result, after, limit) => read((rows) => rows.reportRows(id, result, after, limit)),
    oursOnly: (days, kind) => read((rows) => rows.oursOnly(days, kind)),
  }
  const suspense: SuspenseReads = {
    find: (id) => read((rows) => rows.suspense(id)),
    list: (filter, after, limit) => read((rows) => rows.suspenses(filter, after, limit)),
  }
  return { reports, suspense }
}
