/**
 * What report files, the desk and the end of a till's day bring into a story, in the fewest words: a row is about number 1
 * as till 01 sells it, one till key after the other, and comes in a file of its own unless it says which.
 */
import type { TillKey } from '../src/core/attempt.ts'
import type {
  AttemptId,
  CollectionNumber,
  CommandId,
  Instant,
  Money,
  NetworkId,
  ReportId,
  SuspenseId,
} from '../src/core/brand.ts'
import type { PayType } from '../src/core/merchant.ts'
import type { ReportKind, ReportRow, ToldSale } from '../src/core/report.ts'
import type { LateStamp, ReconcileRow } from '../src/core/report-commands.ts'
import type { SuspenseEntry } from '../src/core/suspense.ts'
import { type DayTotals, dayOfKey, NO_TOTALS } from '../src/core/till-day.ts'
import { keyOf, numberOf } from './core-commands.ts'
import type { CoreStory } from './core-story.ts'

export interface RowWords {
  readonly file: number
  readonly kind: ReportKind
  readonly no: number
  readonly number: string
  readonly amount: number
  readonly sign: '+' | '-'
  readonly payType: PayType
  readonly outlet: string
  /** Null: the file does not say which till, nor its trace number. */
  readonly stan: string | null
  /** The file's date, and the row's. */
  readonly date: string
  readonly rowDate: string
  readonly takenAt: number | null
}

export const STORY_DATE = '20261122'

let files = 0

/** `matched`, `theirs_only, to the desk: already_paid`, `matched, again`, ... */
export function tell(story: CoreStory, words: Partial<RowWords> = {}): string {
  files += 1
  const command = rowOf({ file: files, ...words })
  story.ask(command)
  if (story.latest?.outcome.kind === 'payable_late') story.ask({ ...command, late: stampOf(command.id) })
  const { outcome } = story.latest ?? {}
  if (outcome?.kind !== 'reconciled') throw new Error('a row was not dealt with')
  const { row, entry, again } = outcome
  const desk = entry === null ? [] : [entry.state === 'open' ? `to the desk: ${entry.cause}` : entry.state]
  return [row.result, ...desk, ...(again ? ['again'] : [])].join(', ')
}

export function rowOf(words: Partial<RowWords>): ReconcileRow {
  const { file = 1, kind = '01', no = 1, date = STORY_DATE, rowDate = date, stan = '1' } = words
  const told: ToldSale = {
    number: (words.number ?? numberOf(1)) as CollectionNumber,
    amount: (words.amount ?? 1000) as Money,
    sign: words.sign ?? (kind === '03' ? '-' : '+'),
    payType: words.payType ?? 'cash',
    outlet: words.outlet ?? '0001',
    till: stan === null ? null : '01',
    stan,
    date: rowDate,
    takenAt: (words.takenAt ?? null) as Instant | null,
  }
  const report = `rpt_${String(file).padStart(4, '0')}` as ReportId
  return {
    type: 'reconcile_row',
    id: `cmd_row_${file}_${no}` as CommandId,
    head: { id: report, network: 'house' as NetworkId, date, kind, currency: 'KRW' },
    no,
    told,
    shop: { chain: 'hanbit', outletName: 'Hanbit shop 1' },
    suspenseId: `sus_${String(file).padStart(4, '0')}_${no}` as SuspenseId,
    late: null,
  }
}

export function stampOf(id: CommandId): LateStamp {
  return {
    attemptId: id.replace('cmd_', 'att_') as AttemptId,
    gatewayRef: '900000000001',
    approvalNo: '90000001',
    receiptId: null,
  }
}

/** What the latest row became. */
export function latestRow(story: CoreStory): ReportRow {
  const row = [...story.day.reportRows.values()].at(-1)
  if (row === undefined) throw new Error('nothing was told')
  return row
}

/** The newest at the desk. */
export function latestEntry(story: CoreStory): SuspenseEntry {
  const entry = [...story.day.suspense.values()].at(-1)
  if (entry === undefined) throw new Error('nothing is at the desk')
  return entry
}

let desks = 0

/** `posted`, `no: already_paid`, ... */
export function post(story: CoreStory, entry = latestEntry(story)): string {
  const { paymentId } = entry
  if (paymentId === null) throw new Error('nobody posts money without a payment')
  desks += 1
  const id = `cmd_desk_${desks}` as CommandId
  return desk(story, { type: 'post_suspense', id, entry, paymentId, note: null, late: stampOf(id) })
}

export function settleEntry(story: CoreStory, as: 'refunded' | 'held', entry = latestEntry(story)): string {
  desks += 1
  const id = `cmd_desk_${desks}` as CommandId
  return desk(story, { type: 'settle_suspense', id, suspenseId: entry.id, as, note: 'by hand' })
}

function desk(story: CoreStory, command: Parameters<CoreStory['ask']>[0]): string {
  const said = story.ask(command)
  const outcome = story.latest?.outcome
  return outcome?.kind === 'desk_refused' ? `no: ${outcome.why}` : said
}

let days = 0

export function openDay(story: CoreStory, stan = '1'): string {
  days += 1
  return story.ask({ type: 'open_day', id: `cmd_day_${days}` as CommandId, day: dayOfKey(keyOf(stan) as TillKey) })
}

/** The till counts what it counts. */
export function closeDay(story: CoreStory, counted: DayTotals = NO_TOTALS): string {
  days += 1
  const id = `cmd_day_${days}` as CommandId
  const day = dayOfKey(keyOf('1'))
  const said = story.ask({ type: 'close_day', id, day, counted, gatewayRef: `8${String(days).padStart(11, '0')}` })
  const outcome = story.latest?.outcome
  return outcome?.kind === 'day_differs' ? `no: ${outcome.rejection.name}` : said
}

export function cashSales(count: number, sum: number): DayTotals {
  return { ...NO_TOTALS, collected: { ...NO_TOTALS.collected, cash: { count, sum } } }
}
