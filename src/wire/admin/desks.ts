/**
 * The operator's desks above merchants: money in suspense, collects in doubt, and the report files of chains that say which
 * money there is. Each does what the command of its name does.
 */
import { type Static, Type } from 'typebox'
import { WordsAnswer } from '../envelope.ts'
import { CLOSED, Currency, limit, money, note, seconds, secondsOrNull, textOrNull } from './answers.ts'
import { ConsolePayment } from './payments.ts'
import type { AdminRoute } from './route.ts'

const network = Type.String({ minLength: 1, maxLength: 20 })
const payType = Type.Enum(['cash', 'card'])
const businessDate = Type.String({ pattern: '^\\d{8}$' })
const id = (prefix: string) => Type.String({ pattern: `^${prefix}_[0-9a-f-]{36}$` })

export const SUSPENSE_STATES = ['open', 'held', 'posted', 'refunded', 'withdrawn'] as const
export const SUSPENSE_ACTIONS = ['post', 'refund', 'hold'] as const

export const SuspenseAnswer = Type.Object(
  {
    id: Type.String(),
    state: Type.Enum(SUSPENSE_STATES),
    /** Why it has no payment: `number_unknown`, `expired`, `already_paid` … */
    cause: Type.String(),
    cause_words: WordsAnswer,
    /** `in`: the shop took it. `out`: the shop wants it back. */
    direction: Type.Enum(['in', 'out']),
    number: Type.String(),
    /** Of an amount that differs, what there is too much. */
    amount: money,
    currency: Currency,
    pay_type: payType,
    network: Type.String(),
    chain: Type.String(),
    outlet: Type.String(),
    outlet_name: Type.String(),
    till: textOrNull,
    /** The chain's business date, `YYYYMMDD`. */
    date: Type.String(),
    taken_at: secondsOrNull,
    /** The payment that the number names, and whose it is. */
    imp_uid: textOrNull,
    merchant: textOrNull,
    /** The report and the row of it that told of the money. */
    report: Type.String(),
    row: Type.Integer({ minimum: 1 }),
    opened_at: seconds,
    changed_at: seconds,
    note: textOrNull,
    /** What may be done with it; whether it is done, the rules say when it is asked for. */
    actions: Type.Array(Type.Enum(SUSPENSE_ACTIONS)),
  },
  CLOSED,
)
export type SuspenseAnswer = Static<typeof SuspenseAnswer>

export const SuspensePage = Type.Object({ entries: Type.Array(SuspenseAnswer), next: textOrNull }, CLOSED)
export type SuspensePage = Static<typeof SuspensePage>

export const DoubtAnswer = Type.Object(
  {
    imp_uid: Type.String(),
    merchant: Type.String(),
    merchant_name: Type.String(),
    merchant_uid: Type.String(),
    number: Type.String(),
    amount: money,
    currency: Currency,
    pay_type: Type.Union([payType, Type.Null()]),
    network: Type.String(),
    outlet: textOrNull,
    outlet_name: textOrNull,
    till: textOrNull,
    approval_no: textOrNull,
    collected_at: seconds,
    in_doubt_since: seconds,
  },
  CLOSED,
)
export type DoubtAnswer = Static<typeof DoubtAnswer>

export const DoubtPage = Type.Object({ doubts: Type.Array(DoubtAnswer), next: textOrNull }, CLOSED)
export type DoubtPage = Static<typeof DoubtPage>

export const ROW_RESULTS = ['matched', 'shifted', 'theirs_only', 'amount_differs', 'duplicate'] as const
const count = Type.Integer({ minimum: 0 })

export const ReportAnswer = Type.Object(
  {
    id: Type.String(),
    network: Type.String(),
    sender: Type.Enum(['outlet', 'chain']),
    sender_name: Type.String(),
    file_id: Type.String(),
    seq: Type.Integer(),
    /** `01`: sales as rung up. `02`: those that are final. `03`: those that were undone. */
    kind: Type.Enum(['01', '02', '03']),
    date: Type.String(),
    currency: Currency,
    count,
    sum: Type.Number(),
    taken_at: seconds,
    /** `working`: its rows are still being dealt with. */
    state: Type.Enum(['working', 'done']),
    results: Type.Object(
      { matched: count, shifted: count, theirs_only: count, amount_differs: count, duplicate: count },
      CLOSED,
    ),
    /** Ours that no file of its kind names; null until it is done. */
    ours_only: Type.Union([count, Type.Null()]),
  },
  CLOSED,
)
export type ReportAnswer = Static<typeof ReportAnswer>

export const ReportPage = Type.Object({ reports: Type.Array(ReportAnswer), next: textOrNull }, CLOSED)
export type ReportPage = Static<typeof ReportPage>

const ReportRowAnswer = Type.Object(
  {
    row: Type.Integer({ minimum: 1 }),
    result: Type.Enum(ROW_RESULTS),
    result_words: WordsAnswer,
    number: Type.String(),
    amount: money,
    /** `-`: undone. */
    sign: Type.Enum(['+', '-']),
    pay_type: payType,
    outlet: Type.String(),
    till: textOrNull,
    stan: textOrNull,
    date: Type.String(),
    taken_at: secondsOrNull,
    imp_uid: textOrNull,
    /** Our sale that it is about: `network/outlet/till/date/stan`. */
    ours: textOrNull,
    /** What it brought to the desk of money in suspense. */
    suspense: textOrNull,
  },
  CLOSED,
)

export const ReportRows = Type.Object(
  {
    rows: Type.Array(ReportRowAnswer),
    /** To be sent as `after`; null: that was all that is dealt with. */
    next: Type.Union([Type.Integer(), Type.Null()]),
  },
  CLOSED,
)
export type ReportRows = Static<typeof ReportRows>

export const OURS_ONLY_SHOWN_MAX = 500

export const OursOnly = Type.Object(
  {
    collects: Type.Array(
      Type.Object(
        {
          imp_uid: Type.String(),
          number: Type.String(),
          amount: money,
          pay_type: payType,
          outlet: Type.String(),
          till: Type.String(),
          approval_no: Type.String(),
          ours: Type.String(),
        },
        CLOSED,
      ),
    ),
    /** How many there are; at most 500 of them are shown. */
    total: count,
  },
  CLOSED,
)
export type OursOnly = Static<typeof OursOnly>

const SUSPENSE = '/house/suspense'
const REPORTS = '/house/reports'
const settling = { may: 'refunds.settle', keyed: true, proven: true } as const

/** Five thousand lines and more fit. */
export const REPORT_FILE_CHARACTERS_MAX = 2 * 1024 * 1024

export const DESK_ROUTES = {
  suspenses: {
    method: 'GET',
    path: SUSPENSE,
    may: 'house.read',
    told: 'Money that shops took and no payment has, newest first; those that nobody has looked at where no `state` is said.',
    query: Type.Object(
      {
        state: Type.Optional(Type.Enum([...SUSPENSE_STATES, 'all'])),
        network: Type.Optional(network),
        after: Type.Optional(id('sus')),
        limit,
      },
      CLOSED,
    ),
    answer: SuspensePage,
  },
  suspense: {
    method: 'GET',
    path: `${SUSPENSE}/:id`,
    may: 'house.read',
    told: 'One entry.',
    answer: SuspenseAnswer,
  },
  postSuspense: {
    ...settling,
    method: 'POST',
    path: `${SUSPENSE}/:id/post`,
    told: 'Pays the payment of its number with it, where that may still be paid.',
    body: Type.Object({ note: Type.Optional(note) }, CLOSED),
    answer: SuspenseAnswer,
    audit: 'suspense.posted',
    noted: ['note'],
  },
  refundSuspense: {
    ...settling,
    method: 'POST',
    path: `${SUSPENSE}/:id/refund`,
    told: 'Says that it went back, out of band, and how.',
    body: Type.Object({ note }, CLOSED),
    answer: SuspenseAnswer,
    audit: 'suspense.refunded',
    noted: ['note'],
  },
  holdSuspense: {
    ...settling,
    method: 'POST',
    path: `${SUSPENSE}/:id/hold`,
    told: 'Says that it waits, and for what.',
    body: Type.Object({ note }, CLOSED),
    answer: SuspenseAnswer,
    audit: 'suspense.held',
    noted: ['note'],
  },
  doubts: {
    method: 'GET',
    path: '/house/doubts',
    may: 'house.read',
    told: 'Collects whose till never said that the money is there, those that have been in doubt longest first.',
    query: Type.Object(
      {
        merchant: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
        after: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
        limit,
      },
      CLOSED,
    ),
    answer: DoubtPage,
  },
  resolveDoubt: {
    ...settling,
    method: 'POST',
    path: '/merchants/:merchant/doubts/:imp_uid/resolve',
    told: 'The word of somebody who has looked: `not_collected` makes the number payable again.',
    body: Type.Object({ found: Type.Enum(['collected', 'not_collected']), note }, CLOSED),
    answer: ConsolePayment,
    audit: 'doubt.resolved',
    noted: ['found', 'note'],
  },
  reports: {
    method: 'GET',
    path: REPORTS,
    may: 'house.read',
    told: 'Report files, newest first.',
    query: Type.Object(
      {
        network: Type.Optional(network),
        date: Type.Optional(businessDate),
        after: Type.Optional(id('rpt')),
        limit,
      },
      CLOSED,
    ),
    answer: ReportPage,
  },
  report: {
    method: 'GET',
    path: `${REPORTS}/:id`,
    may: 'house.read',
    told: 'One file with how its rows add up.',
    answer: ReportAnswer,
  },
  reportRows: {
    method: 'GET',
    path: `${REPORTS}/:id/rows`,
    may: 'house.read',
    told: 'Its rows that are dealt with, in their order; with `result` those with that one.',
    query: Type.Object(
      {
        result: Type.Optional(Type.Enum(ROW_RESULTS)),
        after: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
        limit,
      },
      CLOSED,
    ),
    answer: ReportRows,
  },
  reportOursOnly: {
    method: 'GET',
    path: `${REPORTS}/:id/ours-only`,
    may: 'house.read',
    told: 'Of its day and sender, what stands here and no file of its kind names, as it is now.',
    answer: OursOnly,
  },
  takeReport: {
    ...settling,
    method: 'POST',
    path: REPORTS,
    told: 'Takes what a chain sent, whole or not at all. The same file again is the same report. Its rows are dealt with afterwards.',
    body: Type.Object(
      {
        network,
        chain: Type.String({ minLength: 1, maxLength: 40 }),
        csv: Type.String({ minLength: 1, maxLength: REPORT_FILE_CHARACTERS_MAX }),
      },
      CLOSED,
    ),
    answer: ReportAnswer,
    large: true,
    audit: 'report.taken',
    noted: ['network', 'chain'],
  },
} as const satisfies Readonly<Record<string, AdminRoute>>
