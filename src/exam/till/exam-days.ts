/** A till's business day in the exam's gateway: opened, counted and closed, and reported in a file. */
import { createHash } from 'node:crypto'
import type { RejectionName } from '../../wire/rejections.ts'
import type { TillReplyBody } from '../../wire/till.ts'
import { OK_WORDS } from '../../wire/till-codes.ts'
import type {
  CloseMessage,
  CloseReply,
  DrawerRefusal,
  DrawerTotals,
  OpenMessage,
  ReportMessage,
  ReportReply,
  ReportRow,
} from '../../wire/till-day.ts'
import { type Attempt, dayOf, keyOf, type Ledger, OK, tidy, wordsOf } from './exam-ledger.ts'
import { daysFrom } from './exam-request.ts'

export function openDay(ledger: Ledger, terminal: string, body: OpenMessage, today: string): TillReplyBody {
  const { opened, closed, stamp, wallMs } = ledger
  const day = dayOf(terminal, body)
  if (body.business_date !== today) return refuse(ledger, 'day_date_differs')
  if (closed.has(day)) return refuse(ledger, 'day_closed')
  const openedAt = opened.get(day) ?? Math.floor(wallMs() / 1000)
  opened.set(day, openedAt)
  return { ...OK, ...stamp(), text: OK_WORDS.day_opened, business_date: today, opened_at: openedAt }
}

export function closeDay(ledger: Ledger, terminal: string, body: CloseMessage, today: string): TillReplyBody {
  const { closed, stamp, wallMs } = ledger
  const { business_date: date, totals } = body
  if (daysFrom(today, date) > 0) return refuse(ledger, 'day_date_differs')
  const before = closed.get(dayOf(terminal, body))
  if (before !== undefined) return before
  const ours = totalsOf(ledger, terminal, date)
  const problem = drawerProblem(ours, totals)
  if (problem !== null) return { ...refuse(ledger, problem), totals: ours } satisfies DrawerRefusal
  const at = Math.floor(wallMs() / 1000)
  const reply: CloseReply = {
    ...{ ...OK, ...stamp(), text: OK_WORDS.day_closed },
    ...{ business_date: date, closed_at: at, totals: ours },
  }
  closed.set(dayOf(terminal, body), reply)
  return reply
}

/** What was reversed, or refused, is in none of them. */
export function totalsOf(ledger: Ledger, terminal: string, date: string): DrawerTotals {
  const isOfDay = (one: { readonly terminal: string; readonly date: string }): boolean =>
    one.terminal === terminal && one.date === date
  const sold = [...ledger.attempts.values()].filter(isOfDay)
  const given = [...ledger.requests.values()].flatMap((request) =>
    isOfDay(request) && request.kind === 'cancel' && request.attempt !== null ? [request.attempt] : [],
  )
  const collected = byPayType(sold.filter(({ state }) => state === 'collected' || state === 'cancelled'))
  const { cash, card } = collected
  return {
    collected: { cash: { ...cash, sum: cash.sum + (ledger.misbooked.get(terminal) ?? 0) }, card },
    cancelled: byPayType(given),
    paid_out: tallyOf(sold.filter(({ state }) => state === 'paid_out')),
  }
}

function byPayType(attempts: readonly Attempt[]): DrawerTotals['collected'] {
  const of = (type: Attempt['payType']) => tallyOf(attempts.filter(({ payType }) => payType === type))
  return { cash: of('cash'), card: of('card') }
}

function tallyOf(attempts: readonly Attempt[]): DrawerTotals['paid_out'] {
  return { count: attempts.length, sum: attempts.reduce((sum, { amount }) => sum + amount, 0) }
}

function drawerProblem(ours: DrawerTotals, counted: DrawerTotals): 'day_count_differs' | 'day_sum_differs' | null {
  const [mine, clerks] = [tallies(ours), tallies(counted)]
  if (mine.some(({ count }, nth) => count !== clerks[nth]?.count)) return 'day_count_differs'
  return mine.some(({ sum }, nth) => sum !== clerks[nth]?.sum) ? 'day_sum_differs' : null
}

function tallies({ collected, cancelled, paid_out }: DrawerTotals): readonly DrawerTotals['paid_out'][] {
  return [collected.cash, collected.card, cancelled.cash, cancelled.card, paid_out]
}

/** A till speaks for its shop. */
export function takeReport(ledger: Ledger, terminal: string, body: ReportMessage, today: string): TillReplyBody {
  const { files, stamp } = ledger
  const problem = fileProblem(body, today)
  if (problem !== null) return refuse(ledger, problem)
  const shop = terminal.slice(0, terminal.lastIndexOf('/'))
  const name = `${shop} ${body.file_id}`
  const known = files.get(name)
  if (known !== undefined && contentOf(known) !== contentOf(body)) return refuse(ledger, 'file_name_taken')
  const others = [...files].flatMap(([other, file]) => (other !== name && file.kind === body.kind ? file.rows : []))
  const results = resultsOf(ledger, shop, body, others)
  files.set(name, body)
  const { file_id, count, sum } = body
  const sha256 = createHash('sha256').update(contentOf(body)).digest('hex')
  return {
    ...{ ...OK, ...stamp(), text: OK_WORDS.report_taken },
    ...{ file_id, sha256, state: 'done', count, sum, results },
  }
}

export function fileProblem(body: ReportMessage, today: string): RejectionName | null {
  const { count, sum, date, kind, rows } = body
  if (count !== rows.length) return 'file_count_differs'
  if (sum !== rows.reduce((total, row) => total + (isUndone(row, kind) && kind !== '03' ? -1 : 1) * row.amount, 0))
    return 'file_sum_differs'
  const isNear = rows.every((row) => Math.abs(daysFrom(date, row.date ?? date)) <= 1)
  return isNear && daysFrom(today, date) <= 0 ? null : 'file_date_differs'
}

export function isUndone({ sign }: ReportRow, kind: ReportMessage['kind']): boolean {
  return sign === '-' || kind === '03'
}

/** Of the file, whenever and under whichever key it is sent. */
export function contentOf({ file_id, seq, date, kind, currency, count, sum, rows }: ReportMessage): string {
  const told = rows.map((row) => [row.number, row.amount, row.pay_type, row.sign, row.till, row.stan, row.date])
  return JSON.stringify([file_id, seq, date, kind, currency, count, sum, told])
}

function resultsOf(
  { attempts }: Ledger,
  shop: string,
  { rows, date }: ReportMessage,
  toldBefore: readonly ReportRow[],
): ReportReply['results'] {
  const standing = [...attempts].filter(
    ([, { terminal, state, date: soldOn }]) =>
      terminal.startsWith(`${shop}/`) && state === 'collected' && soldOn === date,
  )
  const isOf = (row: ReportRow, [key, attempt]: readonly [string, Attempt]): boolean =>
    row.till === undefined || row.stan === undefined
      ? tidy(row.number) === attempt.bill?.number
      : key === keyOf(`${shop}/${row.till}`, { business_date: row.date ?? date, stan: row.stan })
  const isToldBefore = (row: ReportRow): boolean => toldBefore.some(({ number }) => tidy(number) === tidy(row.number))
  const fresh = rows.filter((row) => !isToldBefore(row))
  const matched = fresh.filter((row) => standing.some((sold) => isOf(row, sold))).length
  const oursOnly = standing.filter((sold) => ![...rows, ...toldBefore].some((row) => isOf(row, sold))).length
  return {
    ...{ matched, shifted: 0, theirs_only: fresh.length - matched, amount_differs: 0 },
    ...{ duplicate: rows.length - fresh.length, ours_only: oursOnly },
  }
}

function refuse({ stamp }: Ledger, name: RejectionName) {
  return { ...wordsOf(name, 'collect'), ...stamp() }
}
