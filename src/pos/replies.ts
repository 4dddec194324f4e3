/**
 * What a till hears. A stored answer becomes the same bytes every time it is asked for: nothing here reads a clock, and
 * the fields stand in a fixed order. A request that was not taken has no `gateway_ref`, as nothing can be looked up; nor
 * has one whose time was over first.
 */
import type { TillAnswer } from '../core/attempt.ts'
import type { WallTime } from '../core/brand.ts'
import type { Rejection } from '../core/rejections.ts'
import type { Inquiry, SlipInquiry, StatusAnswer, TillStamp } from '../gateway/gateway.ts'
import { type OtherWords, refusalAbout, type TillRefusal, tillRefusal, type Words } from '../wire/rejections.ts'
import type {
  CancelReply,
  CollectReply,
  EchoReply,
  InquiryReply,
  PayoutReply,
  Refusal,
  SlipReply,
  StatusReply,
  TillReplyBody,
} from '../wire/till.ts'
import {
  LINE_ROWS,
  type Malformation,
  malformed,
  OK_CODE,
  OK_WORDS,
  PAYOUT_REVERSE_WORDS,
  PAYOUT_STATUS_WORDS,
  REVERSE_WORDS,
  STATUS_WORDS,
} from '../wire/till-codes.ts'
import { cancelLines, oneLine, payoutLines, receiptLines } from './receipt.ts'

const REASON_CHARACTERS_MAX = 100
const NAME_CHARACTERS_MAX = 100

/** What stands under a key, for the first asker and for every later one. `practice`: the slip says it is none. */
export function storedReply(answer: TillAnswer, practice: boolean): TillReplyBody {
  switch (answer.kind) {
    case 'reversed':
      return { ...yes(REVERSE_WORDS[answer.original], answer), original: answer.original }
    case 'payout_reversed':
      return { ...yes(PAYOUT_REVERSE_WORDS[answer.original], answer), original: answer.original }
    case 'completed':
      return { ...yes(OK_WORDS.completed, answer), approval_no: answer.approvalNo }
    case 'not_completed':
      return refusal(rowAbout('complete', answer.rejection), answer.gatewayRef, answer.answeredAt)
    case 'cancelled':
      return cancelReply(answer, practice)
    case 'not_cancelled':
      return refusal(rowAbout('cancel', answer.rejection), answer.gatewayRef, answer.answeredAt)
    default:
      return doneReply(answer, practice)
  }
}

function cancelReply(answer: Extract<TillAnswer, { kind: 'cancelled' }>, practice: boolean): CancelReply {
  const { approvalNo, cancelledAt, receipt } = answer
  return {
    ...yes(OK_WORDS.cancelled, answer),
    approval_no: approvalNo,
    cancelled_at: seconds(cancelledAt),
    receipt: [...cancelLines({ receipt, approvalNo, cancelledAt, practice })],
  }
}

/** A rejection outside any stored answer. `about`: what the till was about to do, where that has words of its own. */
export function rejectionReply(rejection: Rejection, stamp: TillStamp, about: OtherWords | null = null): Refusal {
  const row = about === null ? rowOf(rejection) : rowAbout(about, rejection)
  return refusal(row, stamp.gatewayRef, stamp.answeredAt)
}

export function inquiryReply(inquiry: Inquiry): InquiryReply {
  const { payment, merchant, payTypes, buyerMasked, holdUntil, inquiryToken } = inquiry
  return {
    ...yes(OK_WORDS.payable, inquiry),
    direction: 'in',
    merchant: oneLine(merchant.name, NAME_CHARACTERS_MAX),
    name: payment.name === null ? null : oneLine(payment.name, NAME_CHARACTERS_MAX),
    amount: payment.amount,
    currency: payment.currency,
    buyer_masked: buyerMasked === null ? null : oneLine(buyerMasked, NAME_CHARACTERS_MAX),
    pay_types: [...payTypes],
    expires_at: seconds(payment.expiresAt),
    hold_until: seconds(holdUntil),
    inquiry_token: inquiryToken,
  }
}

/** Money goes out: the clerk is shown how much before anything else. */
export function slipReply(inquiry: SlipInquiry): SlipReply {
  const { payment, refund, merchant } = inquiry
  if (refund.route.kind !== 'slip') throw new Error('broken invariant: a slip that is none')
  return {
    ...yes(OK_WORDS.payable_out, inquiry),
    direction: 'out',
    merchant: oneLine(merchant.name, NAME_CHARACTERS_MAX),
    name: payment.name === null ? null : oneLine(payment.name, NAME_CHARACTERS_MAX),
    amount: refund.amount,
    currency: payment.currency,
    expires_at: seconds(refund.route.expiresAt),
  }
}

export function statusReply(status: StatusAnswer, practice: boolean): StatusReply {
  const { original, answer } = status
  const body = { ...yes(statusWords(status), status), original }
  if (answer === null) return body
  if (!isDone(answer)) throw new Error(`broken invariant: what a till did is answered as ${answer.kind}`)
  return { ...body, reply: doneReply(answer, practice) }
}

function statusWords({ original, answer }: StatusAnswer): Words {
  const wasPayout = answer?.kind === 'not_paid_out' && (original === 'refused' || original === 'reversed')
  return wasPayout ? PAYOUT_STATUS_WORDS[original] : STATUS_WORDS[original]
}

export function echoReply(stamp: TillStamp, businessDate: string): EchoReply {
  return { ...yes(OK_WORDS.line_works, stamp), business_date: businessDate }
}

/** 1001 */
export function malformedReply(malformation: Malformation, wall: WallTime): Refusal {
  return refusal(malformed(malformation), null, wall)
}

/** 1002 */
export function notAcceptedReply(wall: WallTime): Refusal {
  return refusal(LINE_ROWS.not_accepted, null, wall)
}

/** 9001 */
export function notDoneReply(wall: WallTime): Refusal {
  return refusal(LINE_ROWS.not_done, null, wall)
}

/** 9002; with its stamp where one was made. */
export function outcomeUnknownReply(wall: WallTime, gatewayRef: string | null = null): Refusal {
  return refusal(LINE_ROWS.outcome_unknown, gatewayRef, wall)
}

/** Business answers are 200 whatever they say; a till behind a plain HTTP client still sees what was not taken. */
export function httpStatus({ code }: Pick<TillReplyBody, 'code'>): number {
  return HTTP_STATUSES.get(code) ?? 200
}

const HTTP_STATUSES: ReadonlyMap<string, number> = new Map([
  ['1001', 400],
  ['1002', 401],
  ['9001', 503],
])

type DoneReply = CollectReply | PayoutReply | Refusal
type DoneAnswer = Extract<TillAnswer, { kind: 'collected' | 'paid_out' | 'declined' | 'not_paid_out' }>

function isDone(answer: TillAnswer): answer is DoneAnswer {
  return ['collected', 'paid_out', 'declined', 'not_paid_out'].includes(answer.kind)
}

/** What a collect or a payout is answered. */
function doneReply(answer: DoneAnswer, practice: boolean): DoneReply {
  switch (answer.kind) {
    case 'declined':
      return refusal(rowOf(answer.rejection), answer.gatewayRef, answer.answeredAt)
    case 'not_paid_out':
      return refusal(rowAbout('payout', answer.rejection), answer.gatewayRef, answer.answeredAt)
    case 'collected': {
      const { approvalNo, collectedAt, receipt } = answer
      return {
        ...yes(OK_WORDS.collected, answer),
        approval_no: approvalNo,
        paid_at: seconds(collectedAt),
        receipt: [...receiptLines({ receipt, approvalNo, collectedAt, practice })],
      }
    }
    case 'paid_out': {
      const { approvalNo, paidOutAt, receipt } = answer
      return {
        ...yes(OK_WORDS.paid_out, answer),
        approval_no: approvalNo,
        paid_out_at: seconds(paidOutAt),
        receipt: [...payoutLines({ receipt, approvalNo, paidOutAt, practice })],
      }
    }
  }
}

export type Yes = Pick<EchoReply, 'code' | 'class' | 'text' | 'gateway_ref' | 'server_time'>

export function yes(text: Words, { gatewayRef, answeredAt }: TillStamp): Yes {
  return { code: OK_CODE, class: 'OK', text, gateway_ref: gatewayRef, server_time: seconds(answeredAt) }
}

export function refusal({ code, class: kind, text }: TillRefusal, gatewayRef: string | null, wall: WallTime): Refusal {
  return { code, class: kind, text, gateway_ref: gatewayRef, server_time: seconds(wall) }
}

function rowOf({ name, reason }: Rejection): TillRefusal {
  const row = tillRefusal(name, shortReason(reason))
  if (row === undefined) throw new Error(`broken invariant: a till was refused with ${name}`)
  return row
}

function rowAbout(message: OtherWords, { name, reason }: Rejection): TillRefusal {
  const row = refusalAbout(message, name, shortReason(reason))
  if (row === undefined) throw new Error(`broken invariant: a ${message} was refused with ${name}`)
  return row
}

/** A reason is read out at a counter, so it is kept to one short line. */
function shortReason(reason = ''): { readonly reason?: string } {
  const line = oneLine(reason, REASON_CHARACTERS_MAX)
  return line === '' ? {} : { reason: line }
}

export function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}
