/**
 * What a till says of its business day: that it begins, that it ends and what the clerk counted in the drawer, and, for the
 * whole shop, the file of what was sold. Its body alone may be large.
 */
import { type Static, Type } from 'typebox'
import type { Words } from './rejections.ts'
import {
  BusinessDate,
  CLOSED,
  CurrencyCode,
  everyMessage,
  MinorAmount,
  NumberText,
  no,
  ok,
  PayTypeName,
  TillName,
  TraceNumber,
  UnixSeconds,
} from './till-fields.ts'

/** As many as the gateway deals with in one file. */
export const REPORT_ROWS_MAX = 10_000

export const ReportRow = Type.Object(
  {
    number: NumberText,
    amount: MinorAmount,
    pay_type: PayTypeName,
    /** Undone; in a file of kind 03 every row is. */
    sign: Type.Optional(Type.Union([Type.Literal('+'), Type.Literal('-')])),
    /** Of the till that sold it, and only together with its trace number. */
    till: Type.Optional(TillName),
    stan: Type.Optional(TraceNumber),
    /** Where it is not the file's. */
    date: Type.Optional(BusinessDate),
    taken_at: Type.Optional(UnixSeconds),
  },
  CLOSED,
)
export type ReportRow = Static<typeof ReportRow>

const Count = Type.Integer({ minimum: 0, maximum: REPORT_ROWS_MAX })
const Sum = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

export const ReportMessage = Type.Object(
  {
    ...everyMessage,
    file_id: Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$' }),
    seq: Type.Integer({ minimum: 1, maximum: 999_999_999 }),
    date: BusinessDate,
    kind: Type.Union([Type.Literal('01'), Type.Literal('02'), Type.Literal('03')]),
    currency: CurrencyCode,
    count: Count,
    /** What was taken less what was undone; of kind 03, what was undone. */
    sum: Sum,
    rows: Type.Array(ReportRow, { maxItems: REPORT_ROWS_MAX }),
  },
  CLOSED,
)
export type ReportMessage = Static<typeof ReportMessage>

/** `ours_only` is known once all rows are dealt with: until then the state is `working`, and the same file asks again. */
export const ReportReply = Type.Object(
  {
    ...ok,
    file_id: Type.String(),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    state: Type.Union([Type.Literal('working'), Type.Literal('done')]),
    count: Count,
    sum: Sum,
    results: Type.Object(
      {
        matched: Count,
        shifted: Count,
        theirs_only: Count,
        amount_differs: Count,
        duplicate: Count,
        ours_only: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
      },
      CLOSED,
    ),
  },
  CLOSED,
)
export type ReportReply = Static<typeof ReportReply>

export const OpenMessage = Type.Object(everyMessage, CLOSED)
export type OpenMessage = Static<typeof OpenMessage>

export const OpenReply = Type.Object({ ...ok, business_date: BusinessDate, opened_at: UnixSeconds }, CLOSED)
export type OpenReply = Static<typeof OpenReply>

const TallyShape = Type.Object(
  {
    count: Type.Integer({ minimum: 0, maximum: 999_999 }),
    sum: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  },
  CLOSED,
)
const ByPayTypeShape = Type.Object({ cash: TallyShape, card: TallyShape }, CLOSED)

/** What was reversed is in none of them. `collected`: with what was cancelled since. */
export const DrawerTotals = Type.Object(
  { collected: ByPayTypeShape, cancelled: ByPayTypeShape, paid_out: TallyShape },
  CLOSED,
)
export type DrawerTotals = Static<typeof DrawerTotals>

export const CloseMessage = Type.Object({ ...everyMessage, totals: DrawerTotals }, CLOSED)
export type CloseMessage = Static<typeof CloseMessage>

export const CloseReply = Type.Object(
  { ...ok, business_date: BusinessDate, closed_at: UnixSeconds, totals: DrawerTotals },
  CLOSED,
)
export type CloseReply = Static<typeof CloseReply>

/** 4401 and 4402 of a close, with what is held here. */
export const DrawerRefusal = Type.Object({ ...no, totals: DrawerTotals }, CLOSED)
export type DrawerRefusal = Static<typeof DrawerRefusal>

const TALLY_RULE: Words = { ko: '{count, sum}: 0 이상의 정수', en: '{count, sum}, integers from 0' }
const BY_PAY_TYPE_RULE: Words = { ko: '{cash, card}', en: '{cash, card}' }

export const DAY_FIELD_RULES = {
  file_id: { ko: '영문자, 숫자, . _ - 1~40자', en: '1 to 40 letters, digits, . _ or -' },
  seq: { ko: '1 이상의 정수', en: 'an integer from 1' },
  date: { ko: '영업일자 YYYYMMDD', en: 'a date as YYYYMMDD' },
  kind: { ko: '01, 02, 03 중 하나', en: 'one of 01, 02, 03' },
  count: { ko: '0 이상의 정수', en: 'an integer from 0' },
  sum: { ko: '최소 화폐 단위의 0 이상 정수', en: 'an integer from 0, in the minor unit' },
  rows: { ko: `객체 배열, ${REPORT_ROWS_MAX}개까지`, en: `a list of objects, at most ${REPORT_ROWS_MAX}` },
  sign: { ko: '+ 또는 -, 03에서는 -만', en: '+ or -; in kind 03 only -' },
  till: { ko: '영문자, 숫자, _ - 1~6자', en: '1 to 6 letters, digits, _ or -' },
  taken_at: { ko: '초 단위 Unix Timestamp 정수', en: 'an integer, unix seconds' },
  totals: { ko: '{collected, cancelled, paid_out}', en: '{collected, cancelled, paid_out}' },
  collected: BY_PAY_TYPE_RULE,
  cancelled: BY_PAY_TYPE_RULE,
  paid_out: TALLY_RULE,
  cash: TALLY_RULE,
  card: TALLY_RULE,
} as const satisfies Readonly<Record<string, Words>>
