/**
 * What a till hears. A stored answer becomes the same bytes every time it is asked for: nothing here reads a clock, and
 * the fields stand in a fixed order. A request that was not taken has no `gateway_ref`, as nothing can be looked up; nor
 * has one whose time was over first.
 */
import type { TillAnswer } from '../core/attempt.ts'
import type { WallTime } from '../core/brand.ts'
import type { Rejection } from '../core/rejections.ts'
import type { Inquiry, SlipInquiry, StatusAnswer, TillStamp } from '../gateway/gateway.ts'
import { payoutRefusal, type TillRefusal, tillRefusal, type Words } from '../wire/rejections.ts'
import type {
  CollectReply,
  EchoReply,
  InquiryReply,
  PayoutReply,
  Refusal,
  ReverseReply,
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
import { oneLine, payoutLines, receiptLines } from './receipt.ts'

const REASON_CHARACTERS_MAX = 100
const NAME_CHARACTERS_MAX = 100

/** What stands under a key, for the first asker and for every later one. `practice`: the slip says it is none. */
export function storedReply(answer: TillAnswer, practice: boolean): DoneReply | ReverseReply {
  switch (answer.kind) {
    case 'reversed':
      return { ...yes(REVERSE_WORDS[answer.original], answer), original: answer.original }
    case 'payout_reversed':
      return { ...yes(PAYOUT_REVERSE_WORDS[answer.original], answer), original: answer.original }
    default:
      return doneReply(answer, practice)
  }
}

/** A rejection outside any stored answer. `out`: the till was about to give money. */
export function rejectionReply(rejection: Rejection, stamp: TillStamp, direction: 'in' | 'out' = 'in'): Refusal {
  const row = direction === 'out' ? payoutRowOf(rejection) : rowOf(rejection)
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
  if (answer.kind === 'reversed' || answer.kind === 'payout_reversed')
    throw new Error('broken invariant: what a till did is answered as a reverse')
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

/** What a collect or a payout is answered. */
function doneReply(
  answer: Exclude<TillAnswer, { kind: 'reversed' | 'payout_reversed' }>,
  practice: boolean,
): DoneReply {
  switch (answer.kind) {
    case 'declined':
      return refusal(rowOf(answer.rejection), answer.gatewayRef, answer.answeredAt)
    case 'not_paid_out':
      return refusal(payoutRowOf(answer.rejection), answer.gatewayRef, answer.answeredAt)
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

function payoutRowOf({ name, reason }: Rejection): TillRefusal {
  const row = payoutRefusal(name, shortReason(reason))
  if (row === undefined) throw new Error(`broken invariant: a payout was refused with ${name}`)
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
