/**
 * `/api/refunds`: each refund, the way its money takes and how far it has come. All keys are always there. Times are whole
 * Unix seconds, 0 where there is none. Whose account it is stands masked.
 */
import { type Static, Type } from 'typebox'

export const PAYOUT_STATES = ['pending', 'paid_out', 'failed'] as const
/** `till`: over the counter that took it, the same day. */
export const REFUND_ROUTES = ['bank', 'slip', 'till'] as const
/** Refunds of one page. */
export const REFUND_PAGE_MAX = 100
export const REFUND_PAGE_USUAL = 20

const CLOSED = { additionalProperties: false } as const
const seconds = Type.Integer({ minimum: 0 })
const money = Type.Number({ minimum: 0 })
const textOrNull = Type.Union([Type.String(), Type.Null()])

const Payout = Type.Object(
  {
    state: Type.Enum(PAYOUT_STATES),
    at: seconds,
    /** How it was paid out; null: it is not. */
    by: Type.Union([Type.Literal('operator'), Type.Literal('bank'), Type.Literal('till'), Type.Null()]),
    /** Why it failed; null: it did not. */
    cause: Type.Union([Type.Literal('refused'), Type.Literal('holder_differs'), Type.Literal('expired'), Type.Null()]),
    /** The operator's words, or the bank's. */
    note: textOrNull,
    outlet: textOrNull,
    till: textOrNull,
    approval_no: textOrNull,
  },
  CLOSED,
)

const newsKeys = {
  /** V1's `cancellation_id`. */
  id: Type.String(),
  amount: money,
  reason: Type.String(),
  asked_by: Type.Union([Type.Literal('merchant'), Type.Literal('operator'), Type.Literal('till')]),
  accepted_at: seconds,
  route: Type.Enum(REFUND_ROUTES),
  /** KFTC code; null: it does not go to a bank. */
  bank: textOrNull,
  /** When the slip ends; 0: it is none. */
  slip_expires_at: seconds,
  payout: Payout,
}

/** As a notice tells of it. */
export const RefundNews = Type.Object(newsKeys, CLOSED)
export type RefundNews = Static<typeof RefundNews>

export const RefundAnswer = Type.Object(
  {
    ...newsKeys,
    imp_uid: Type.String(),
    merchant_uid: Type.String(),
    currency: Type.Union([Type.Literal('KRW'), Type.Literal('USD'), Type.Literal('EUR')]),
    tax_free: Type.Union([money, Type.Null()]),
    vat_amount: Type.Union([money, Type.Null()]),
    /** What the customer shows at a till; null: it is no slip. */
    slip_number: textOrNull,
    /** The customer's page of it. */
    receipt_url: Type.String(),
  },
  CLOSED,
)
export type RefundAnswer = Static<typeof RefundAnswer>

export const RefundPage = Type.Object(
  {
    refunds: Type.Array(RefundAnswer),
    /** To be sent as `after`; null: this was the last page. */
    next: textOrNull,
  },
  CLOSED,
)
export type RefundPage = Static<typeof RefundPage>

/** One refund by itself: with the account, masked but for what tells it from others; null: it goes to none. */
export const RefundDetail = Type.Object(
  {
    ...RefundAnswer.properties,
    account: Type.Union([
      Type.Object({ holder: Type.String(), bank: Type.String(), number: Type.String() }, CLOSED),
      Type.Null(),
    ]),
  },
  CLOSED,
)
export type RefundDetail = Static<typeof RefundDetail>

export const RefundsAsked = Type.Object(
  {
    imp_uid: Type.Optional(Type.String({ pattern: '^imp_\\d{12}$' })),
    state: Type.Optional(Type.Enum(PAYOUT_STATES)),
    /** The `next` of the page before. */
    after: Type.Optional(Type.String({ pattern: '^rfd_[0-9a-f-]{36}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: REFUND_PAGE_MAX, default: REFUND_PAGE_USUAL })),
  },
  CLOSED,
)
