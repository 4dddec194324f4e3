/** `GET /api/payments`: payments by what V1 cannot look for. Closed: a parameter that nobody knows is refused. */
import { type Static, Type } from 'typebox'
import { UnixSecondsGiven } from './issue-body.ts'
import { PaymentAnswer } from './payment-answer.ts'

export const SEARCH_LIMIT_MAX = 100
export const SEARCH_LIMIT_USUAL = 20
/** Where nothing narrows it down but an outlet. */
export const OUTLET_DAYS_MAX = 90

export const PaymentsAsked = Type.Object(
  {
    number: Type.Optional(Type.String()),
    attempt: Type.Optional(Type.String({ pattern: '^(att_[\\w-]+|\\d{8}|\\d{12})$' })),
    outlet: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,20}$' })),
    from: Type.Optional(UnixSecondsGiven),
    to: Type.Optional(UnixSecondsGiven),
    after: Type.Optional(Type.String({ pattern: '^imp_\\d{12}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: SEARCH_LIMIT_MAX, default: SEARCH_LIMIT_USUAL })),
  },
  { additionalProperties: false },
)

export const FoundPayments = Type.Object(
  {
    /** Newest issue first. */
    payments: Type.Array(PaymentAnswer),
    /** To be sent as `after`; null: this was the last page. */
    next: Type.Union([Type.String(), Type.Null()]),
  },
  { additionalProperties: false },
)
export type FoundPayments = Static<typeof FoundPayments>
