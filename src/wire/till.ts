/**
 * The till's messages and replies, `POST /pos/v1/{message}`. Requests are closed: a field that nobody knows is refused, because
 * a till that misspells `amount` must not be guessed at. Replies may gain fields; tills ignore what they do not know. Times
 * are unix seconds, as on the merchant's wire; amounts are integers of the currency's minor unit (won).
 */
import { type Static, Type } from 'typebox'
import type { Words } from './rejections.ts'
import {
  CloseMessage,
  CloseReply,
  DAY_FIELD_RULES,
  type DrawerRefusal,
  OpenMessage,
  OpenReply,
  ReportMessage,
  ReportReply,
} from './till-day.ts'
import {
  BusinessDate,
  CancelReason,
  CLOSED,
  ClerkName,
  CurrencyCode,
  DeadlineMs,
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

export const TILL_PATH = '/pos/v1/'
export const TILL_MESSAGES = [
  'echo',
  'inquiry',
  'collect',
  'complete',
  'cancel',
  'payout',
  'reverse',
  'status',
  'report',
  'open',
  'close',
] as const
export type TillMessageName = (typeof TILL_MESSAGES)[number]

export const TILL_BODY_BYTES_MAX = 16 * 1024
/** A report's: a day of ten thousand sales in one file. */
export const REPORT_BODY_BYTES_MAX = 4 * 1024 * 1024

/** A till has its answer after this long, or sooner where it asks for that. */
export const TILL_ANSWER_MS = 6000
export const OriginalKey = Type.Object({ business_date: BusinessDate, stan: TraceNumber }, CLOSED)

/** A till learns the business date from `echo`, so here it may be missing and is not judged. */
export const EchoMessage = Type.Object({ ...everyMessage, business_date: Type.Optional(BusinessDate) }, CLOSED)
export type EchoMessage = Static<typeof EchoMessage>

export const InquiryMessage = Type.Object({ ...everyMessage, number: NumberText }, CLOSED)
export type InquiryMessage = Static<typeof InquiryMessage>

export const CollectMessage = Type.Object(
  {
    ...everyMessage,
    number: NumberText,
    amount: MinorAmount,
    currency: CurrencyCode,
    pay_type: PayTypeName,
    inquiry_token: Type.Optional(Type.String({ pattern: '^[!-~]{1,200}$' })),
    deadline_ms: Type.Optional(DeadlineMs),
    clerk: Type.Optional(ClerkName),
  },
  CLOSED,
)
export type CollectMessage = Static<typeof CollectMessage>

/** The second phase: the money of a collect is in the drawer. */
export const CompleteMessage = Type.Object(
  { ...everyMessage, original: OriginalKey, amount: MinorAmount, deadline_ms: Type.Optional(DeadlineMs) },
  CLOSED,
)
export type CompleteMessage = Static<typeof CompleteMessage>

/** The customer has it back the same day. `till`: the till of this shop that collected, where it is another one. */
export const CancelMessage = Type.Object(
  {
    ...everyMessage,
    original: Type.Object({ ...OriginalKey.properties, till: Type.Optional(TillName) }, CLOSED),
    amount: MinorAmount,
    reason: CancelReason,
    deadline_ms: Type.Optional(DeadlineMs),
    clerk: Type.Optional(ClerkName),
  },
  CLOSED,
)
export type CancelMessage = Static<typeof CancelMessage>

/** Money goes out: a refund slip's amount, in cash. */
export const PayoutMessage = Type.Object(
  {
    ...everyMessage,
    number: NumberText,
    amount: MinorAmount,
    currency: CurrencyCode,
    deadline_ms: Type.Optional(DeadlineMs),
    clerk: Type.Optional(ClerkName),
  },
  CLOSED,
)
export type PayoutMessage = Static<typeof PayoutMessage>

export const ReverseMessage = Type.Object(
  {
    ...everyMessage,
    original: OriginalKey,
    reason: Type.Union([
      Type.Literal('timeout'),
      Type.Literal('bad_reply'),
      Type.Literal('printer'),
      Type.Literal('power'),
    ]),
  },
  CLOSED,
)
export type ReverseMessage = Static<typeof ReverseMessage>

/** Exactly one of `original` and `number`. */
export const StatusMessage = Type.Object(
  { ...everyMessage, original: Type.Optional(OriginalKey), number: Type.Optional(NumberText) },
  CLOSED,
)
export type StatusMessage = Static<typeof StatusMessage>

export const TILL_MESSAGE_SHAPES = {
  echo: EchoMessage,
  inquiry: InquiryMessage,
  collect: CollectMessage,
  complete: CompleteMessage,
  cancel: CancelMessage,
  payout: PayoutMessage,
  reverse: ReverseMessage,
  status: StatusMessage,
  report: ReportMessage,
  open: OpenMessage,
  close: CloseMessage,
} as const satisfies Record<TillMessageName, unknown>

/** What a field must be, for the text of 1001. Keyed by the field's own name, wherever it stands. */
export const FIELD_RULES: Readonly<Record<string, Words>> = {
  business_date: { ko: '영업일자 YYYYMMDD', en: 'a date as YYYYMMDD' },
  stan: { ko: '숫자 1~12자리 문자열', en: 'a text of 1 to 12 digits' },
  sent_at: { ko: '초 단위 Unix Timestamp 정수', en: 'an integer, unix seconds' },
  number: { ko: '1~64자 문자열', en: 'a text of 1 to 64 characters' },
  amount: { ko: '최소 화폐 단위의 양의 정수', en: 'a positive integer in the minor unit' },
  currency: { ko: 'KRW, USD, EUR 중 하나', en: 'one of KRW, USD, EUR' },
  pay_type: { ko: 'cash 또는 card', en: 'cash or card' },
  inquiry_token: { ko: '조회 응답에서 받은 값 그대로', en: 'what the inquiry answered, unchanged' },
  deadline_ms: { ko: '2000~30000 정수', en: 'an integer from 2000 to 30000' },
  clerk: { ko: '제어 문자 없는 1~20자', en: '1 to 20 characters, no control characters' },
  original: { ko: '{business_date, stan}', en: '{business_date, stan}' },
  ...DAY_FIELD_RULES,
  reason: {
    ko: 'reverse는 timeout, bad_reply, printer, power 중 하나, cancel은 제어 문자 없는 1~40자',
    en: 'for reverse one of timeout, bad_reply, printer, power, for cancel 1 to 40 characters, no control characters',
  },
}

/** Every reply that is not 0000. */
export const Refusal = Type.Object(no, CLOSED)
export type Refusal = Static<typeof Refusal>

export const EchoReply = Type.Object({ ...ok, business_date: BusinessDate }, CLOSED)
export type EchoReply = Static<typeof EchoReply>

export const InquiryReply = Type.Object(
  {
    ...ok,
    /** Money comes in over the counter. */
    direction: Type.Literal('in'),
    merchant: Type.String(),
    name: Type.Union([Type.String(), Type.Null()]),
    amount: MinorAmount,
    currency: CurrencyCode,
    buyer_masked: Type.Union([Type.String(), Type.Null()]),
    pay_types: Type.Array(PayTypeName, { minItems: 1 }),
    expires_at: UnixSeconds,
    hold_until: UnixSeconds,
    inquiry_token: Type.String({ minLength: 1, maxLength: 200 }),
  },
  CLOSED,
)
export type InquiryReply = Static<typeof InquiryReply>

/** Of a refund slip: money goes out. */
export const SlipReply = Type.Object(
  {
    ...ok,
    direction: Type.Literal('out'),
    merchant: Type.String(),
    name: Type.Union([Type.String(), Type.Null()]),
    amount: MinorAmount,
    currency: CurrencyCode,
    expires_at: UnixSeconds,
  },
  CLOSED,
)
export type SlipReply = Static<typeof SlipReply>

export const CollectReply = Type.Object(
  {
    ...ok,
    approval_no: Type.String({ pattern: '^[0-9]{8}$' }),
    paid_at: UnixSeconds,
    receipt: Type.Array(Type.String(), { minItems: 1 }),
  },
  CLOSED,
)
export type CollectReply = Static<typeof CollectReply>

export const CompleteReply = Type.Object({ ...ok, approval_no: Type.String({ pattern: '^[0-9]{8}$' }) }, CLOSED)
export type CompleteReply = Static<typeof CompleteReply>

/** `approval_no`: of the collect. */
export const CancelReply = Type.Object(
  {
    ...ok,
    approval_no: Type.String({ pattern: '^[0-9]{8}$' }),
    cancelled_at: UnixSeconds,
    receipt: Type.Array(Type.String(), { minItems: 1 }),
  },
  CLOSED,
)
export type CancelReply = Static<typeof CancelReply>

export const PayoutReply = Type.Object(
  {
    ...ok,
    approval_no: Type.String({ pattern: '^[0-9]{8}$' }),
    paid_out_at: UnixSeconds,
    receipt: Type.Array(Type.String(), { minItems: 1 }),
  },
  CLOSED,
)
export type PayoutReply = Static<typeof PayoutReply>

export const ReverseReply = Type.Object(
  {
    ...ok,
    original: Type.Union([
      Type.Literal('reversed'),
      Type.Literal('tombstoned'),
      Type.Literal('was_refused'),
      Type.Literal('was_cancelled'),
      Type.Literal('closed'),
    ]),
  },
  CLOSED,
)
export type ReverseReply = Static<typeof ReverseReply>

export const StatusReply = Type.Object(
  {
    ...ok,
    original: Type.Union([
      Type.Literal('authorising'),
      Type.Literal('collected'),
      Type.Literal('in_doubt'),
      Type.Literal('paid_out'),
      Type.Literal('refused'),
      Type.Literal('reversed'),
      Type.Literal('cancelled'),
      Type.Literal('tombstoned'),
      Type.Literal('unknown'),
    ]),
    /** What the original's key is answered, whole; absent while nothing is decided. */
    reply: Type.Optional(Type.Union([CollectReply, PayoutReply, Refusal])),
  },
  CLOSED,
)
export type StatusReply = Static<typeof StatusReply>

/** What each message is answered where it is not refused. */
export const TILL_REPLY_SHAPES = {
  echo: EchoReply,
  inquiry: Type.Union([InquiryReply, SlipReply]),
  collect: CollectReply,
  complete: CompleteReply,
  cancel: CancelReply,
  payout: PayoutReply,
  reverse: ReverseReply,
  status: StatusReply,
  report: ReportReply,
  open: OpenReply,
  close: CloseReply,
} as const satisfies Record<TillMessageName, unknown>

export type TillReplyBody =
  | EchoReply
  | InquiryReply
  | SlipReply
  | CollectReply
  | CompleteReply
  | CancelReply
  | PayoutReply
  | ReverseReply
  | StatusReply
  | ReportReply
  | OpenReply
  | CloseReply
  | DrawerRefusal
  | Refusal
