/**
 * Several payments on the merchant's wire: those that were named, and pages of those that were searched for. Real
 * clients test `next === 0` for the last page, so 0 stands where there is no page.
 */
import { type Static, Type } from 'typebox'
import { PaymentAnswer } from './payment-answer.ts'

/** Ids and order numbers of one request together. */
export const NAMED_PAYMENTS_MAX = 100
export const PAGE_LIMIT_MAX = 1000
export const PAGE_LIMIT_USUAL = 20
export const SEARCHED_DAYS_MAX = 90

export const NamedPayments = Type.Array(PaymentAnswer)

export const PaymentPage = Type.Object(
  {
    total: Type.Integer({ minimum: 0 }),
    previous: Type.Integer({ minimum: 0 }),
    next: Type.Integer({ minimum: 0 }),
    list: Type.Array(PaymentAnswer),
  },
  { additionalProperties: false },
)

export type PaymentPage = Static<typeof PaymentPage>

/** V1's own sentences, letter for letter. */
export const SEARCH_TEXTS = {
  tooLong: '최대 90일간 검색이 가능합니다',
  impossible: '유효하지 않은 검색기간입니다.',
} as const
