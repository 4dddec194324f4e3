/** Report files, by command: taking what a chain sent, and seeing what agreed with ours and what did not. */
import { type Attempt, keyOf } from '../core/attempt.ts'
import type { ReportId } from '../core/brand.ts'
import { REPORT_SENDERS, type ReportRow, ROW_RESULTS } from '../core/report.ts'
import { dayOf } from '../core/seoul-day.ts'
import type { ReportAsked, ReportView } from '../gateway/reports.ts'
import { inTime } from '../pos/in-time.ts'
import { tillRefusal } from '../wire/rejections.ts'
import { timeText } from './endpoint-verbs.ts'
import { amountText } from './event-log.ts'
import { faultText } from './fault-log.ts'
import { after } from './machine.ts'
import { ReportUnread, readReportCsv } from './report-csv.ts'
import { findNetwork } from './shop-verbs.ts'
import {
  fileIn,
  type Options,
  oneOf,
  type Row,
  rejectionWords,
  type Shown,
  type Verb,
  type VerbDeps,
  VerbError,
  wholeNumber,
} from './verb-options.ts'

export const REPORT_VERBS = {
  'report-take': { takes: ['network!', 'chain!', 'file!'], run: takeReport },
  'report-list': { takes: ['network', 'date', 'after'], run: listReports },
  'report-show': { takes: ['report!', 'result', 'after'], run: showReport },
} as const satisfies Readonly<Record<string, Verb>>

const PAGE_MAX = 100
/** Whoever gave the command waits no longer than this for a gateway; the work goes on. */
const ANSWER_WITHIN_MS = 8000

async function takeReport(options: Options, deps: VerbDeps): Promise<Shown> {
  const asked = await readFileOf(options, deps)
  const taken = await deps.money.reports.take(asked)
  if (!taken.ok) throw new VerbError(tillRefusal(taken.rejection.name)?.text ?? rejectionWords(taken.rejection.name))
  const { id } = taken.report
  const finishing = deps.money.reports.finish(id).then(describeReport)
  return inTime(finishing.catch(failed(id)), ANSWER_WITHIN_MS, after, () => ({
    report: id,
    state: 'working; report-show tells what came of it',
  }))
}

/** The file is kept; what is left of it is dealt with when a gateway runs next. */
function failed(report: ReportId): (fault: unknown) => Row {
  return (fault) => ({ report, state: `taken, but not dealt with: ${faultText(fault)}` })
}

async function readFileOf(options: Options, deps: VerbDeps): Promise<ReportAsked> {
  const { id: network } = findNetwork(options, deps)
  const { chain = '' } = options
  const outlets = [...deps.directory.current().outlets.values()].filter((outlet) => outlet.network === network)
  const own = new Set(outlets.filter((outlet) => outlet.chain === chain).map(({ id }) => id))
  if (own.size === 0)
    throw new VerbError(
      {
        ko: `--chain ${chain}: 이 수납망에 이 체인의 점포가 없습니다.`,
        en: `--chain ${chain}: no shop of this network belongs to it`,
      },
      'till-list',
    )
  try {
    const asked = await readReportCsv(fileIn(options) ?? new Uint8Array(), network, chain)
    const strange = asked.rows.find(({ outlet }) => !own.has(outlet))
    if (strange !== undefined)
      throw new VerbError(
        {
          ko: `점포 ${strange.outlet}은(는) ${chain}의 점포가 아닙니다.`,
          en: `shop ${strange.outlet} is none of ${chain}`,
        },
        'till-list',
      )
    return asked
  } catch (error) {
    if (error instanceof ReportUnread)
      throw new VerbError({ ko: `--file: ${error.words.ko}`, en: `--file: ${error.words.en}` })
    throw error
  }
}

/** Newest first. */
async function listReports(options: Options, deps: VerbDeps): Promise<Shown> {
  const { date, after } = options
  if (date !== undefined && dayOf(date) === undefined)
    throw new VerbError({
      ko: `--date ${date}: YYYYMMDD 형식의 날짜여야 합니다.`,
      en: `--date ${date}: it is YYYYMMDD`,
    })
  const filter = {
    ...(options['network'] === undefined ? {} : { network: findNetwork(options, deps).id }),
    ...(date === undefined ? {} : { date }),
  }
  const found = await deps.money.reports.list(filter, after === undefined ? null : reportIn(after), PAGE_MAX)
  const rows = found.map(describeReport)
  const last = found.length === PAGE_MAX ? found.at(-1) : undefined
  return last === undefined ? rows : [...rows, { more: `--after ${last.report.id}` }]
}

/** What does not agree, where nothing else is asked for. */
async function showReport(options: Options, deps: VerbDeps): Promise<Shown> {
  const view = await deps.money.reports.find(reportIn(options['report'] ?? ''))
  if (view === undefined)
    throw new VerbError(
      {
        ko: `--report ${options['report']}: 그런 수납내역 파일이 없습니다.`,
        en: `--report ${options['report']}: no such report`,
      },
      'report-list',
    )
  const asked = oneOf(options, 'result', [...ROW_RESULTS, 'ours_only']) ?? null
  const after = wholeNumber(options, 'after', 0, 1_000_000) ?? 0
  const rows: Row[] = after === 0 ? [describeReport(view)] : []
  if (asked === null || asked === 'ours_only')
    rows.push(...(after === 0 ? (await deps.money.reports.oursOnly(view.report)).map(describeOurs) : []))
  if (asked === 'ours_only') return rows
  const results = asked === null ? (['theirs_only', 'amount_differs', 'duplicate', 'shifted'] as const) : [asked]
  for (const result of results) {
    const found = await deps.money.reports.rows(view.report.id, result, after, PAGE_MAX)
    rows.push(...found.map(describeRow))
    if (found.length === PAGE_MAX) rows.push({ more: `--result ${result} --after ${found.at(-1)?.no ?? 0}` })
  }
  return rows
}

function reportIn(text: string): ReportId {
  if (/^rpt_[0-9a-f-]{36}$/.test(text)) return text as ReportId
  throw new VerbError({
    ko: `${text}: 수납내역 파일 번호는 ${LOOKS}와 같습니다.`,
    en: `${text}: a report looks like ${LOOKS}`,
  })
}

const LOOKS = 'rpt_019aa9f2-6f1b-7c11-9d53-6c1a0b7e4f20'

function describeReport({ report, progress }: ReportView): Row {
  const { sender, currency } = report
  const { counts, oursOnly } = progress
  return {
    report: report.id,
    network: report.network,
    from: `${sender.kind === REPORT_SENDERS[0] ? 'shop' : 'chain'} ${sender.name}`,
    file: `${report.fileId}, no. ${report.seq}, kind ${report.kind}`,
    date: report.date,
    total: `${report.count} rows, ${amountText(report.sum as ReportRow['told']['amount'], currency, 'en')}`,
    taken: timeText(report.takenAt),
    state: progress.state,
    ...Object.fromEntries(ROW_RESULTS.map((result) => [result, String(counts[result])])),
    ours_only: oursOnly === null ? '-' : String(oursOnly),
  }
}

function describeRow({ no, result, told, currency, attempt, paymentId, suspense }: ReportRow): Row {
  const { number, amount, sign, payType, outlet, till, stan, date } = told
  return {
    row: String(no),
    result,
    number,
    amount: `${sign}${amountText(amount, currency, 'en')}, ${payType}`,
    shop: `${outlet}${till === null ? '' : `, till ${till}, trace number ${stan ?? ''}`}, ${date}`,
    ...(paymentId === null ? {} : { imp_uid: paymentId }),
    ...(attempt === null ? {} : { ours: attempt }),
    ...(suspense === null ? {} : { suspense }),
  }
}

function describeOurs(attempt: Attempt): Row {
  if (attempt.state !== 'collected' && attempt.state !== 'in_doubt')
    throw new Error('broken invariant: what does not stand was listed as ours')
  const { request, paymentId, approvalNo } = attempt
  return {
    row: '-',
    result: 'ours_only',
    number: request.number,
    amount: `${amountText(request.amount, request.currency, 'en')}, ${request.payType}`,
    shop: `${request.outlet}, till ${request.till}, approval ${approvalNo}`,
    imp_uid: paymentId,
    ours: keyOf(attempt),
  }
}
