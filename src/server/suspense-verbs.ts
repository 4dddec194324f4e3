/** The desk of money in suspense, by command: what waits, and what a person does about it. */
import type { SuspenseId } from '../core/brand.ts'
import { SUSPENSE_STATES, type SuspenseEntry } from '../core/suspense.ts'
import type { DeskAnswer } from '../gateway/suspense.ts'
import { DESK_REFUSALS } from '../wire/desk-words.ts'
import { NOTE_CHARACTERS_MAX } from '../wire/refund-limits.ts'
import { timeText } from './endpoint-verbs.ts'
import { amountText } from './event-log.ts'
import { findNetwork } from './shop-verbs.ts'
import {
  lineWithin,
  type Options,
  oneOf,
  type Row,
  type Shown,
  type Verb,
  type VerbDeps,
  VerbError,
} from './verb-options.ts'

export const SUSPENSE_VERBS = {
  'suspense-list': { takes: ['network', 'state', 'after'], run: listEntries },
  'suspense-post': {
    takes: ['suspense!', 'note'],
    run: (options, deps) => settled(deps.money.suspense.post(entryIn(options), noteIn(options) ?? null)),
  },
  'suspense-refund': {
    takes: ['suspense!', 'note!'],
    run: (options, deps) => settled(deps.money.suspense.refund(entryIn(options), noteIn(options) ?? '')),
  },
  'suspense-hold': {
    takes: ['suspense!', 'note!'],
    run: (options, deps) => settled(deps.money.suspense.hold(entryIn(options), noteIn(options) ?? '')),
  },
} as const satisfies Readonly<Record<string, Verb>>

const PAGE_MAX = 100

/** Newest first; those nobody has looked at yet, where nothing else is asked for. */
async function listEntries(options: Options, deps: VerbDeps): Promise<Shown> {
  const state = oneOf(options, 'state', [...SUSPENSE_STATES, 'all']) ?? 'open'
  const filter = {
    ...(state === 'all' ? {} : { state }),
    ...(options['network'] === undefined ? {} : { network: findNetwork(options, deps).id }),
  }
  const after = options['after'] === undefined ? null : suspenseId(options['after'])
  const found = await deps.money.suspense.list(filter, after, PAGE_MAX)
  const rows = found.map(describeEntry)
  const last = found.length === PAGE_MAX ? found.at(-1) : undefined
  return last === undefined ? rows : [...rows, { more: `--state ${state} --after ${last.id}` }]
}

async function settled(settling: Promise<DeskAnswer>): Promise<Shown> {
  const answer = await settling
  if (!answer.ok) throw new VerbError(DESK_REFUSALS[answer.why])
  return describeEntry(answer.entry)
}

function entryIn(options: Options): SuspenseId {
  return suspenseId(options['suspense'] ?? '')
}

function suspenseId(text: string): SuspenseId {
  if (/^sus_[0-9a-f-]{36}$/.test(text)) return text as SuspenseId
  throw new VerbError(
    { ko: `${text}: 가수금 번호는 ${LOOKS}와 같습니다.`, en: `${text}: an entry looks like ${LOOKS}` },
    'suspense-list',
  )
}

const LOOKS = 'sus_019aa9f2-6f1b-7c11-9d53-6c1a0b7e4f20'

function noteIn(options: Options): string | undefined {
  return lineWithin(options, 'note', NOTE_CHARACTERS_MAX)
}

function describeEntry(entry: SuspenseEntry): Row {
  const { amount, currency, payType, direction, number, outlet, outletName, till, date, note } = entry
  return {
    suspense: entry.id,
    state: entry.state,
    why: entry.cause,
    amount: `${amountText(amount, currency, 'en')}, ${payType}${direction === 'out' ? ', wanted back by the shop' : ''}`,
    number,
    ...(entry.paymentId === null ? {} : { imp_uid: entry.paymentId, merchant: entry.merchantId ?? '' }),
    shop: `${outletName} (${entry.network}/${outlet}${till === null ? '' : `/${till}`}), ${date}`,
    told_by: toldBy(entry.row),
    opened: timeText(entry.openedAt),
    ...(entry.state === 'open' ? {} : { changed: timeText(entry.changedAt) }),
    ...(note === null ? {} : { note }),
  }
}

/** `row 12 of rpt_...` */
function toldBy(row: SuspenseEntry['row']): string {
  const [report, no] = row.split('/')
  return `row ${no} of ${report}`
}
