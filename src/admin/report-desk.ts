/** Report files: what a chain says was taken and undone in a day, and what of it agrees with ours. */
import { Buffer } from 'node:buffer'
import type { Attempt } from '../core/attempt.ts'
import type { Money, NetworkId, ReportId } from '../core/brand.ts'
import { toMajorAmount } from '../core/money.ts'
import type { ReportRow, RowResult } from '../core/report.ts'
import { dayOf } from '../core/seoul-day.ts'
import type { ReportView } from '../gateway/reports.ts'
import { PAGE_USUAL } from '../wire/admin/answers.ts'
import {
  OURS_ONLY_SHOWN_MAX,
  type OursOnly,
  type ReportAnswer,
  type ReportPage,
  type ReportRows,
} from '../wire/admin/desks.ts'
import { RESULT_WORDS } from '../wire/desk-words.ts'
import { type Answer, fieldRefusal, refusal, success } from './answer.ts'
import type { AdminDeps, Asked, OwnHandler } from './ports.ts'
import { seconds } from './sessions.ts'
import { verbRefusal } from './settings.ts'

type Name = 'reports' | 'report' | 'reportRows' | 'reportOursOnly' | 'takeReport'
type Deps = Pick<AdminDeps, 'gateway' | 'runVerb'>

export function reportHandlers(deps: Deps): Record<Name, OwnHandler> {
  const { reports } = deps.gateway
  const onReport =
    (answer: (view: ReportView, query: Asked['query']) => Promise<object>): OwnHandler =>
    async ({ path, query }) => {
      const id = reportIn(path['id'])
      const view = id && (await reports.find(id))
      return view === undefined ? refusal('not_found') : success(await answer(view, query))
    }
  return {
    reports: ({ query }) => list(deps, query),
    report: onReport(async (view) => reportAnswer(view)),
    reportRows: onReport(({ report }, query) => rowsOf(deps, report.id, query)),
    reportOursOnly: onReport(async ({ report }) => oursOnly(await reports.oursOnly(report))),
    takeReport: ({ body }) => take(deps, body as unknown as ReportFile),
  }
}

async function list({ gateway }: Deps, query: Asked['query']): Promise<Answer> {
  const { network, date, after, limit = PAGE_USUAL } = query as ListQuery
  if (date !== undefined && dayOf(date) === undefined) return fieldRefusal('date', NO_DATE)
  const filter = { ...(network === undefined ? {} : { network }), ...(date === undefined ? {} : { date }) }
  const found = await gateway.reports.list(filter, after ?? null, limit + 1)
  const page = found.slice(0, limit)
  const answer: ReportPage = {
    reports: page.map(reportAnswer),
    next: found.length > limit ? (page.at(-1)?.report.id ?? null) : null,
  }
  return success(answer)
}

interface ListQuery {
  readonly network?: NetworkId
  readonly date?: string
  readonly after?: ReportId
  readonly limit?: number
}

const NO_DATE = { ko: 'YYYYMMDD 형식의 날짜여야 합니다.', en: 'must be a date, YYYYMMDD.' }

interface ReportFile {
  readonly network: string
  readonly chain: string
  readonly csv: string
}

/** By the command itself: what is wrong with a file is found in one place. */
async function take({ gateway, runVerb }: Deps, { network, chain, csv }: ReportFile): Promise<Answer> {
  const done = await runVerb('report-take', { network, chain, file: Buffer.from(csv).toString('base64') })
  if (!done.ok) return verbRefusal(done.words)
  const id = reportIn(done.rows[0]?.['report'])
  const view = id && (await gateway.reports.find(id))
  if (view === undefined) throw new Error('broken invariant: a report was taken and is not there')
  return success(reportAnswer(view))
}

async function rowsOf({ gateway }: Deps, id: ReportId, query: Asked['query']): Promise<ReportRows> {
  const { result = null, after = 0, limit = PAGE_USUAL } = query as RowsQuery
  const found = await gateway.reports.rows(id, result, after, limit + 1)
  const rows = found.slice(0, limit)
  return { rows: rows.map(rowAnswer), next: found.length > limit ? (rows.at(-1)?.no ?? null) : null }
}

interface RowsQuery {
  readonly result?: RowResult
  readonly after?: number
  readonly limit?: number
}

function reportIn(id: string | undefined): ReportId | undefined {
  return id !== undefined && /^rpt_[0-9a-f-]{36}$/.test(id) ? (id as ReportId) : undefined
}

function reportAnswer({ report, progress }: ReportView): ReportAnswer {
  const { id, network, sender, fileId, seq, kind, date, currency, count, sum, takenAt } = report
  return {
    id,
    network,
    sender: sender.kind,
    sender_name: sender.name,
    file_id: fileId,
    seq,
    kind,
    date,
    currency,
    count,
    sum: toMajorAmount(sum as Money, currency),
    taken_at: seconds(takenAt),
    state: progress.state,
    results: { ...progress.counts },
    ours_only: progress.oursOnly,
  }
}

function rowAnswer({
  no,
  result,
  told,
  currency,
  attempt,
  paymentId,
  suspense,
}: ReportRow): ReportRows['rows'][number] {
  const { number, amount, sign, payType, outlet, till, stan, date, takenAt } = told
  return {
    row: no,
    result,
    result_words: RESULT_WORDS[result],
    number,
    amount: toMajorAmount(amount, currency),
    sign,
    pay_type: payType,
    outlet,
    till,
    stan,
    date,
    taken_at: takenAt === null ? null : seconds(takenAt),
    imp_uid: paymentId,
    ours: attempt,
    suspense,
  }
}

function oursOnly(attempts: readonly Attempt[]): OursOnly {
  return { collects: attempts.slice(0, OURS_ONLY_SHOWN_MAX).map(collectAnswer), total: attempts.length }
}

function collectAnswer(attempt: Attempt): OursOnly['collects'][number] {
  if (attempt.state !== 'collected' && attempt.state !== 'in_doubt')
    throw new Error('broken invariant: what does not stand was listed as ours')
  const { number, amount, currency, payType, outlet, till } = attempt.request
  return {
    imp_uid: attempt.paymentId,
    number,
    amount: toMajorAmount(amount, currency),
    pay_type: payType,
    outlet,
    till,
    approval_no: attempt.approvalNo,
    ours: attempt.request.key,
  }
}
