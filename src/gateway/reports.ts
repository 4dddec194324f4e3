/**
 * Report files: a file is taken whole or not at all, kept, and then dealt with row by row, each row a command of its own, so
 * that tills go on selling between them. Whoever breaks off leaves rows that the next one finds; nothing is done twice.
 */
import { createHash } from 'node:crypto'
import type { Attempt } from '../core/attempt.ts'
import type { NetworkId, ReportId } from '../core/brand.ts'
import { isNearDate } from '../core/reconcile.ts'
import { type Rejection, rejection } from '../core/rejections.ts'
import {
  type ReportHead,
  type ReportProgress,
  type ReportRow,
  type RowResult,
  type ToldSale,
  totalsProblem,
} from '../core/report.ts'
import type { ReconcileRow } from '../core/report-commands.ts'
import { daysFrom } from '../core/seoul-day.ts'
import type { DayKey } from '../core/till-day.ts'
import type { Report, ReportFilter } from '../storage/storage.ts'
import type { BusinessDate } from './business-date.ts'
import type { Answer, GatewayDeps } from './gateway.ts'
import { stampLate } from './late-stamp.ts'
import type { Stamps } from './stamps.ts'

export type ReportAsked = Omit<ReportHead, 'id' | 'sha256'> & { readonly rows: readonly ToldSale[] }

export interface ReportView {
  readonly report: Report
  readonly progress: ReportProgress
}

export interface ReportVerbs {
  /** Keeps the file; its rows are then dealt with. The same file again is the same report. */
  take(asked: ReportAsked): Promise<Answer<ReportView>>
  /** Deals with all rows that are left, unless `goesOn` says otherwise meanwhile. */
  finish(id: ReportId, goesOn?: () => boolean): Promise<ReportView>
  find(id: ReportId): Promise<ReportView | undefined>
  /** Newest first. */
  list(filter: ReportFilter, after: ReportId | null, limit: number): Promise<readonly ReportView[]>
  rows(id: ReportId, result: RowResult | null, after: number, limit: number): Promise<readonly ReportRow[]>
  /** Of the report's day and sender, what stands here and no file of its kind names, as it is now. */
  oursOnly(report: Report): Promise<readonly Attempt[]>
}

/** So many rows at once: tills' own commands find room between them. */
const ROWS_AT_ONCE = 32
/** So many tills' days are looked through at once. */
const DAYS_AT_ONCE = 200

type Deps = Pick<GatewayDeps, 'storage' | 'issuer' | 'observe'> & {
  readonly stamps: Stamps
  readonly businessDate: BusinessDate
}

export function createReports(deps: Deps): ReportVerbs {
  const { storage, stamps } = deps
  const { reports } = storage
  /** One work for all who wait for it here; another node may be at the same. */
  const underWay = new Map<ReportId, Promise<ReportView>>()

  const find: ReportVerbs['find'] = async (id) => {
    const report = await reports.find(id)
    return report && viewOf(deps, report)
  }

  return {
    async take(asked) {
      const problem = problemOf(deps, asked)
      if (problem !== null) return { ok: false, rejection: problem }
      const { rows, ...head } = asked
      const sha256 = digestOf(asked)
      const report = await reports.take({ ...head, id: stamps.reportId(), sha256 }, rows)
      if (report.sha256 !== sha256) return { ok: false, rejection: rejection('file_name_taken') }
      return { ok: true, ...(await viewOf(deps, report)) }
    },
    finish(id, goesOn = () => true) {
      const known = underWay.get(id)
      if (known !== undefined) return known
      const work = finish(deps, id, goesOn).finally(() => underWay.delete(id))
      underWay.set(id, work)
      return work
    },
    find,
    async list(filter, after, limit) {
      const found = await reports.list(filter, after, limit)
      return Promise.all(found.map((report) => viewOf(deps, report)))
    },
    rows: (...asked) => reports.rows(...asked),
    oursOnly: (report) => oursOnly(deps, report),
  }
}

/** Of what it says: the same day told as JSON and in another order of fields is the same file. */
function digestOf({ network, sender, fileId, seq, date, kind, currency, count, sum, rows }: ReportAsked): string {
  const head = [network, sender.kind, sender.name, fileId, seq, date, kind, currency, count, sum]
  const told = rows.map((row) => {
    const { number, amount, sign, payType, outlet, till, stan, takenAt } = row
    return [number, amount, sign, payType, outlet, till, stan, row.date, takenAt]
  })
  return createHash('sha256')
    .update(JSON.stringify([head, told]))
    .digest('hex')
}

function problemOf({ businessDate }: Deps, { rows, ...head }: ReportAsked): Rejection | null {
  const problem = totalsProblem(head, rows, isNearDate)
  if (problem !== null) return rejection(problem)
  const ahead = daysFrom(businessDate(head.network), head.date)
  return ahead === undefined || ahead > 0 ? rejection('file_date_differs') : null
}

async function viewOf({ storage }: Deps, report: Report): Promise<ReportView> {
  const { ended } = report
  if (ended !== null) return { report, progress: { state: 'done', ...ended } }
  return { report, progress: { state: 'working', counts: await storage.reports.counts(report.id), oursOnly: null } }
}

async function finish(deps: Deps, id: ReportId, goesOn: () => boolean): Promise<ReportView> {
  const { storage, observe } = deps
  const report = await storage.reports.find(id)
  if (report === undefined) throw new Error(`broken invariant: there is no report ${id}`)
  if (report.ended !== null) return viewOf(deps, report)
  const [told, done] = await Promise.all([storage.reports.told(id), storage.reports.done(id)])
  const left = told.map((sale, index) => ({ sale, no: index + 1 })).filter(({ no }) => !done.has(no))
  for (let from = 0; from < left.length; from += ROWS_AT_ONCE) {
    if (!goesOn()) return viewOf(deps, report)
    await Promise.all(left.slice(from, from + ROWS_AT_ONCE).map(({ sale, no }) => dealWith(deps, report, no, sale)))
  }
  const counts = await storage.reports.counts(id)
  const ours = await oursOnly(deps, report)
  const ended = await storage.reports.end(id, { counts, oursOnly: ours.length })
  const view = await viewOf(deps, ended)
  observe({ type: 'report_ended', ...view })
  return view
}

async function dealWith(deps: Deps, report: Report, no: number, told: ToldSale): Promise<void> {
  const { storage, stamps, observe } = deps
  const { id, network, date, kind, currency } = report
  const command: ReconcileRow = {
    type: 'reconcile_row',
    id: stamps.commandId(),
    head: { id, network, date, kind, currency },
    no,
    told,
    shop: shopOf(deps, network, told.outlet),
    suspenseId: stamps.suspenseId(),
    late: null,
  }
  const asked = await storage.execute(command)
  const outcome = asked.kind === 'payable_late' ? await payLate(deps, command, asked.payment) : asked
  if (outcome.kind === 'payable_late') throw new Error('broken invariant: a stamped row asked for a stamp')
  const { payment, entry } = outcome
  if (payment?.state === 'paid') observe({ type: 'collected_late', payment })
  if (payment?.state === 'ready') observe({ type: 'undone_at_store', payment })
  if (entry !== null) observe({ type: 'at_desk', entry })
}

async function payLate(deps: Deps, command: ReconcileRow, payment: Parameters<typeof stampLate>[1]) {
  const late = await stampLate(deps, payment)
  return deps.storage.execute({ ...command, id: deps.stamps.commandId(), late })
}

function shopOf({ storage }: Deps, network: NetworkId, outlet: string): ReconcileRow['shop'] {
  const shop = storage.directory.current().outlets.get(`${network}/${outlet}`)
  return { chain: shop?.chain ?? '', outletName: shop?.name ?? outlet }
}

/** A file of what was undone says nothing of what stands. */
async function oursOnly({ storage }: Deps, report: Report): Promise<readonly Attempt[]> {
  if (report.kind === '03') return []
  const days = daysOf(storage, report)
  const found: Attempt[] = []
  for (let from = 0; from < days.length; from += DAYS_AT_ONCE)
    found.push(...(await storage.reports.oursOnly(days.slice(from, from + DAYS_AT_ONCE), report.kind)))
  return found
}

/** The day of every till that its sender answers for. */
function daysOf({ directory }: Deps['storage'], { network, sender, date }: Report): readonly DayKey[] {
  const { tills, outlets } = directory.current()
  return [...tills.values()]
    .filter((till) => till.network === network)
    .filter(({ outlet }) =>
      sender.kind === 'outlet' ? outlet === sender.name : outlets.get(`${network}/${outlet}`)?.chain === sender.name,
    )
    .map(({ outlet, id }) => `${network}/${outlet}/${id}/${date}` as DayKey)
}

/** Reports that a process left unfinished, and those that another node took. */
export function createReportSweeper({
  storage,
  reports,
  repeat,
}: Pick<GatewayDeps, 'storage'> & {
  readonly reports: Pick<ReportVerbs, 'finish'>
  readonly repeat: (ms: number, task: () => Promise<void>) => () => Promise<void>
}): { readonly sweep: () => Promise<void>; readonly start: () => () => Promise<void> } {
  let isOpen = true
  const sweep = async (): Promise<void> => {
    for (const id of await storage.reports.unfinished()) await reports.finish(id, () => isOpen)
  }
  return {
    sweep,
    start() {
      const stop = repeat(SWEEP_EVERY_MS, sweep)
      return () => {
        isOpen = false
        return stop()
      }
    },
  }
}

const SWEEP_EVERY_MS = 5000
