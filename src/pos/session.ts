/**
 * What a till said, read once: a body to a request the gateway understands, with the time by which it must be answered.
 * Whatever does not fit is named by its field, because the one who has to mend it writes POS software far away.
 */
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import type { CollectionNumber, MonoTime } from '../core/brand.ts'
import { readMinorAmount } from '../core/money.ts'
import { dayOf, daysApart } from '../core/seoul-day.ts'
import type { DayTotals } from '../core/till-day.ts'
import type {
  CancelAsked,
  CollectAsked,
  CompleteAsked,
  Gateway,
  InquireRequest,
  OriginalKey,
  PayoutAsked,
  ReverseAsked,
} from '../gateway/gateway.ts'
import type { DayAsked } from '../gateway/till-days.ts'
import { readNumber } from '../numbers/read-number.ts'
import {
  CancelMessage,
  CollectMessage,
  CompleteMessage,
  EchoMessage,
  FIELD_RULES,
  InquiryMessage,
  PayoutMessage,
  ReverseMessage,
  StatusMessage,
  TILL_ANSWER_MS,
  type TillMessageName,
} from '../wire/till.ts'
import type { Malformation } from '../wire/till-codes.ts'
import { CloseMessage, OpenMessage, ReportMessage } from '../wire/till-day.ts'
import { type ReportSaid, readReport, readTotals } from './day-messages.ts'

export type TillRequest =
  | { readonly kind: 'echo' }
  | { readonly kind: 'inquiry'; readonly asked: InquireRequest }
  | { readonly kind: 'collect'; readonly asked: CollectAsked }
  | { readonly kind: 'complete'; readonly asked: CompleteAsked }
  | { readonly kind: 'cancel'; readonly asked: CancelAsked }
  | { readonly kind: 'payout'; readonly asked: PayoutAsked }
  | { readonly kind: 'reverse'; readonly asked: ReverseAsked }
  | { readonly kind: 'status'; readonly of: Parameters<Gateway['status']>[1] }
  | { readonly kind: 'report'; readonly said: ReportSaid }
  | { readonly kind: 'open'; readonly asked: DayAsked }
  | { readonly kind: 'close'; readonly asked: DayAsked & { readonly counted: DayTotals } }

/** `wrong_number`: whole and well formed, but no number scheme knows what was scanned. */
export type Reading =
  | { readonly kind: 'read'; readonly request: TillRequest }
  | { readonly kind: 'wrong_number' }
  | { readonly kind: 'malformed'; readonly malformation: Malformation }

/** When a request came: on which business day of its network, and in monotonic time for its budget. */
export interface Arrival {
  readonly businessDate: string
  readonly mono: MonoTime
}

export function readMessage(name: TillMessageName, body: unknown, arrival: Arrival): Reading {
  return READERS[name](body, arrival)
}

/** The chain's day may be a day off the network's, around midnight and no further. */
const BUSINESS_DAYS_APART_MAX = 1

const malformedBody: Reading = {
  kind: 'malformed',
  malformation: { field: 'body', rule: { ko: 'UTF-8 JSON 객체', en: 'a JSON object in UTF-8' } },
}

const shapes = {
  echo: Compile(EchoMessage),
  inquiry: Compile(InquiryMessage),
  collect: Compile(CollectMessage),
  complete: Compile(CompleteMessage),
  cancel: Compile(CancelMessage),
  payout: Compile(PayoutMessage),
  reverse: Compile(ReverseMessage),
  status: Compile(StatusMessage),
  report: Compile(ReportMessage),
  open: Compile(OpenMessage),
  close: Compile(CloseMessage),
}

type Reader = (value: unknown, arrival: Arrival) => Reading

const READERS: Readonly<Record<TillMessageName, Reader>> = {
  echo: readEcho,
  inquiry: readInquiry,
  collect: readCollect,
  complete: readComplete,
  cancel: readCancel,
  payout: readPayout,
  reverse: readReverse,
  status: readStatus,
  report: readReportFile,
  open: readOpen,
  close: readClose,
}

function readEcho(value: unknown): Reading {
  if (!shapes.echo.Check(value)) return misshapen(shapes.echo.Errors(value))
  return read({ kind: 'echo' })
}

function readInquiry(value: unknown, arrival: Arrival): Reading {
  if (!shapes.inquiry.Check(value)) return misshapen(shapes.inquiry.Errors(value))
  const number = readNumber(value.number)
  return (
    otherDay(value, arrival) ??
    (number === undefined
      ? { kind: 'wrong_number' }
      : read({ kind: 'inquiry', asked: { ...keyOf(value), number: brand(number), deadline: deadlineOf(arrival) } }))
  )
}

function readCollect(value: unknown, arrival: Arrival): Reading {
  if (!shapes.collect.Check(value)) return misshapen(shapes.collect.Errors(value))
  const amount = readMinorAmount(value.amount)
  if (amount === undefined) return misfit('amount')
  const number = readNumber(value.number)
  const { currency, pay_type, inquiry_token, clerk, deadline_ms } = value
  return (
    otherDay(value, arrival) ??
    (number === undefined
      ? { kind: 'wrong_number' }
      : read({
          kind: 'collect',
          asked: {
            ...keyOf(value),
            number: brand(number),
            amount,
            currency,
            payType: pay_type,
            inquiryToken: inquiry_token ?? null,
            clerk: clerk ?? null,
            deadline: deadlineOf(arrival, deadline_ms),
          },
        }))
  )
}

function readComplete(value: unknown, arrival: Arrival): Reading {
  if (!shapes.complete.Check(value)) return misshapen(shapes.complete.Errors(value))
  const amount = readMinorAmount(value.amount)
  if (amount === undefined) return misfit('amount')
  const deadline = deadlineOf(arrival, value.deadline_ms)
  return (
    otherDay(value, arrival) ??
    read({ kind: 'complete', asked: { ...keyOf(value), original: keyOf(value.original), amount, deadline } })
  )
}

/** As for a reverse, the original's date is whatever it said. */
function readCancel(value: unknown, arrival: Arrival): Reading {
  if (!shapes.cancel.Check(value)) return misshapen(shapes.cancel.Errors(value))
  const amount = readMinorAmount(value.amount)
  if (amount === undefined) return misfit('amount')
  const { reason, clerk } = value
  const original = { ...keyOf(value.original), till: value.original.till ?? null }
  const deadline = deadlineOf(arrival, value.deadline_ms)
  return (
    otherDay(value, arrival) ??
    read({ kind: 'cancel', asked: { ...keyOf(value), original, amount, reason, clerk: clerk ?? null, deadline } })
  )
}

function readPayout(value: unknown, arrival: Arrival): Reading {
  if (!shapes.payout.Check(value)) return misshapen(shapes.payout.Errors(value))
  const amount = readMinorAmount(value.amount)
  if (amount === undefined) return misfit('amount')
  const number = readNumber(value.number)
  const { currency, clerk, deadline_ms } = value
  const deadline = deadlineOf(arrival, deadline_ms)
  return (
    otherDay(value, arrival) ??
    (number === undefined
      ? { kind: 'wrong_number' }
      : read({
          kind: 'payout',
          asked: { ...keyOf(value), number: brand(number), amount, currency, clerk: clerk ?? null, deadline },
        }))
  )
}

/** The original's date is whatever the original said: a till may undo yesterday's sale after a power cut. */
function readReverse(value: unknown, arrival: Arrival): Reading {
  if (!shapes.reverse.Check(value)) return misshapen(shapes.reverse.Errors(value))
  const { original, reason } = value
  return (
    otherDay(value, arrival) ??
    read({
      kind: 'reverse',
      asked: { ...keyOf(value), original: keyOf(original), reason, deadline: deadlineOf(arrival) },
    })
  )
}

function readStatus(value: unknown, arrival: Arrival): Reading {
  if (!shapes.status.Check(value)) return misshapen(shapes.status.Errors(value))
  const { original, number: text } = value
  const wrongDay = otherDay(value, arrival)
  if (wrongDay !== undefined) return wrongDay
  if (original !== undefined && text === undefined) return read({ kind: 'status', of: { original: keyOf(original) } })
  if (text === undefined || original !== undefined) return misfit('original', ORIGINAL_OR_NUMBER)
  const number = readNumber(text)
  return number === undefined ? { kind: 'wrong_number' } : read({ kind: 'status', of: { number: brand(number) } })
}

/** Whose rows they are is the terminal's to say, not the file's. */
function readReportFile(value: unknown, arrival: Arrival): Reading {
  if (!shapes.report.Check(value)) return misshapen(shapes.report.Errors(value))
  const wrongDay = otherDay(value, arrival)
  if (wrongDay !== undefined) return wrongDay
  if (dayOf(value.date) === undefined) return misfit('date')
  const said = readReport(value)
  if (!('field' in said)) return read({ kind: 'report', said })
  return misfit(said.field, FIELD_RULES[said.field.split('.').at(-1) ?? ''])
}

function readOpen(value: unknown, arrival: Arrival): Reading {
  if (!shapes.open.Check(value)) return misshapen(shapes.open.Errors(value))
  return otherDay(value, arrival) ?? read({ kind: 'open', asked: dayAskedOf(value, arrival) })
}

function readClose(value: unknown, arrival: Arrival): Reading {
  if (!shapes.close.Check(value)) return misshapen(shapes.close.Errors(value))
  const asked = { ...dayAskedOf(value, arrival), counted: readTotals(value.totals) }
  return otherDay(value, arrival) ?? read({ kind: 'close', asked })
}

function dayAskedOf({ business_date: businessDate }: OpenMessage, arrival: Arrival): DayAsked {
  return { businessDate, deadline: deadlineOf(arrival) }
}

const ORIGINAL_OR_NUMBER = { ko: 'original과 number 중 꼭 하나', en: 'exactly one of original and number' }

function read(request: TillRequest): Reading {
  return { kind: 'read', request }
}

/** What `readNumber` answered is a number's canonical writing. */
function brand(canonical: string): CollectionNumber {
  return canonical as CollectionNumber
}

function keyOf({ business_date, stan }: { readonly business_date: string; readonly stan: string }): OriginalKey {
  return { businessDate: business_date, stan }
}

function deadlineOf({ mono }: Arrival, askedMs: number = TILL_ANSWER_MS): MonoTime {
  return (mono + Math.min(TILL_ANSWER_MS, askedMs)) as MonoTime
}

function otherDay(
  { business_date }: { readonly business_date: string },
  { businessDate }: Arrival,
): Reading | undefined {
  const apart = daysApart(business_date, businessDate)
  if (apart === undefined) return misfit('business_date')
  return apart > BUSINESS_DAYS_APART_MAX ? misfit('business_date', NEAR_DATE) : undefined
}

const NEAR_DATE = {
  ko: 'echo가 알려 주는 영업일자에서 하루 이내',
  en: 'within a day of the business date that echo answers',
}

function misfit(field: string, rule = FIELD_RULES[field]): Reading {
  if (rule === undefined) throw new Error(`broken invariant: no rule is written for the field ${field}`)
  return { kind: 'malformed', malformation: { field, rule } }
}

/** One field at a time: a missing one first, then one that nobody knows, then the first that does not fit. */
function misshapen(errors: readonly TLocalizedValidationError[]): Reading {
  for (const error of errors) {
    if (error.keyword !== 'required') continue
    const [name = ''] = error.params.requiredProperties
    return misfit(dotted(`${error.instancePath}/${name}`), missing(name))
  }
  for (const error of errors) {
    if (error.keyword !== 'boolean') continue
    return misfit(shown(dotted(error.instancePath)), UNKNOWN_FIELD)
  }
  const field = dotted(errors[0]?.instancePath ?? '')
  return field === '' ? malformedBody : misfit(field, FIELD_RULES[field.split('.').at(-1) ?? ''])
}

const UNKNOWN_FIELD = { ko: '이 전문에 없는 필드', en: 'not a field of this message' }

function missing(name: string): Malformation['rule'] {
  const rule = FIELD_RULES[name]
  return { ko: `없음, ${rule?.ko ?? ''}`, en: `missing, ${rule?.en ?? ''}` }
}

/** `/original/stan` is `original.stan`. */
function dotted(pointer: string): string {
  return pointer.slice(1).replaceAll('/', '.')
}

/** A field's name comes from outside: one short line of it is enough to find it. */
function shown(name: string): string {
  return name.replace(/[^\w.-]/g, '?').slice(0, 40)
}
