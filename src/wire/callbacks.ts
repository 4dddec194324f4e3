/**
 * What we send to a merchant: the question whether a number may be paid (`confirm_url`), and the notice that money came
 * or went (`notice_url`). The order of keys is part of the contract.
 */
import { type Static, Type } from 'typebox'
import { PaymentAnswer, V1_STATUSES } from './payment-answer.ts'
import { RECEIPT_STATES, RECEIPT_TYPES } from './receipt.ts'
import { RefundNews } from './refund-answer.ts'
import { REJECTION_NAMES } from './rejections.ts'

const payType = Type.Union([Type.Literal('cash'), Type.Literal('card')])

const Outlet = Type.Object(
  { chain: Type.String(), id: Type.String(), name: Type.String(), till: Type.String() },
  { additionalProperties: false },
)

/**
 * Two readings of the page in one body: the event of the original page first, then the page's response model as an
 * envelope. What neither has comes last.
 */
export const ConfirmBody = Type.Object(
  {
    event: Type.Literal('Galaxia.Cvs.Confirm'),
    imp_uid: Type.String(),
    merchant_uid: Type.String(),
    status: Type.Literal('ready'),
    extra: Type.Object({ barcode: Type.String(), payType }, { additionalProperties: false }),
    code: Type.Literal(0),
    message: Type.Null(),
    response: PaymentAnswer,
    /** The currency's major unit. */
    amount: Type.Number({ minimum: 0 }),
    currency: Type.String(),
    /** The same for every repeat of one try at a till. */
    attempt_id: Type.String(),
    outlet: Outlet,
    /** ISO 8601 with milliseconds: an answer that arrives later is a refusal. */
    deadline: Type.String(),
  },
  { additionalProperties: false },
)

export type ConfirmBody = Static<typeof ConfirmBody>

export const NoticeBody = Type.Object(
  {
    imp_uid: Type.String(),
    merchant_uid: Type.String(),
    status: Type.Enum(V1_STATUSES),
    /** Of a refund, and only there. */
    cancellation_id: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
)

export type NoticeBody = Static<typeof NoticeBody>

/** What endpoints can be told of. */
export const NOTICE_TYPES = [
  'payment.issued',
  'payment.amended',
  'payment.suspended',
  'payment.resumed',
  'payment.paid',
  'payment.refused',
  'payment.in_doubt',
  'payment.reversed',
  'payment.cancelled',
  'payment.revoked',
  'payment.expired',
  'payment.refunded',
  'refund.paid_out',
  'refund.failed',
  'refund.rerouted',
  'refund.reversed',
  'receipt.issued',
  'receipt.failed',
  'receipt.cancelled',
] as const

const seconds = Type.Integer({ minimum: 0 })

/**
 * The payment as it was right after an event, its keys and times as in `GET /payments/{imp_uid}`. Nothing about the
 * customer: a notice is a hint to look, not the record.
 */
export const NoticeData = Type.Object(
  {
    imp_uid: Type.String(),
    merchant_uid: Type.String(),
    status: Type.Enum(V1_STATUSES),
    /** Counts what happened to the payment: a lower one is older news. */
    version: Type.Integer({ minimum: 1 }),
    /** The currency's major unit. */
    amount: Type.Number({ minimum: 0 }),
    currency: Type.String(),
    barcode: Type.String(),
    pay_method: Type.Literal('cvs'),
    expired_at: seconds,
    paid_at: seconds,
    cancelled_at: seconds,
    failed_at: seconds,
    /** From here to `refusal` null where the event is not about a try at a till. */
    attempt_id: Type.Union([Type.String(), Type.Null()]),
    outlet: Type.Union([Outlet, Type.Null()]),
    pay_type: Type.Union([payType, Type.Null()]),
    approval_no: Type.Union([Type.String(), Type.Null()]),
    refusal: Type.Union([
      Type.Object(
        {
          name: Type.Enum(REJECTION_NAMES),
          /** The merchant's own words. */
          reason: Type.Union([Type.String(), Type.Null()]),
          /** True: what it set aside for the sale is free again. Null: nobody heard what it said. */
          merchant_said_yes: Type.Union([Type.Boolean(), Type.Null()]),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    /** Null where the event is not about the cash receipt. */
    receipt: Type.Union([
      Type.Object(
        {
          /** Of a `receipt.failed` that is `issued`: it could not be cancelled. */
          state: Type.Enum(RECEIPT_STATES),
          type: Type.Enum(RECEIPT_TYPES),
          amount: Type.Number({ minimum: 0 }),
          vat: Type.Number({ minimum: 0 }),
          apply_num: Type.Union([Type.String(), Type.Null()]),
          /** Why it failed, in the issuer's words. */
          reason: Type.Union([Type.String(), Type.Null()]),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    /** Given back so far. */
    cancel_amount: Type.Number({ minimum: 0 }),
    /** Those the event is about, as they are after it. */
    refunds: Type.Array(RefundNews),
  },
  { additionalProperties: false },
)

export type NoticeData = Static<typeof NoticeData>

/** The modern form: the envelope of Standard Webhooks. */
export const ModernNotice = Type.Object(
  {
    type: Type.Enum(NOTICE_TYPES),
    /** ISO 8601, of the event. */
    timestamp: Type.String(),
    data: NoticeData,
  },
  { additionalProperties: false },
)

export type ModernNotice = Static<typeof ModernNotice>

/** What a test call sends in the modern form: a type that no event has. */
export const ModernTest = Type.Object(
  { type: Type.Literal('test'), timestamp: Type.String(), data: NoticeBody },
  { additionalProperties: false },
)

export type ModernTest = Static<typeof ModernTest>
