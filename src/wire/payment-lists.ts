/**
 * Several payments on the merchant's wire: those that were named, and pages of those that were searched for. Real
 * clients test `next === 0` for the last page, so 0 stands where there is no page.
 */
import { type Static, Type } from 'typebox'
import { PaymentAnswer, SORTINGS, V1_STATUSES } from './payment-answer.ts'
import type { Words } from './rejections.ts'

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

/** In Korean V1's own sentences, letter for letter. */
export const SEARCH_TEXTS = {
  tooLong: { ko: '최대 90일간 검색이 가능합니다', en: `from and to may be at most ${SEARCHED_DAYS_MAX} days apart.` },
  impossible: {
    ko: '유효하지 않은 검색기간입니다.',
    en: 'from and to must be Unix timestamps in seconds, from not after to.',
  },
  status: {
    ko: '지원되지 않는 상태값입니다.',
    en: `The status must be one of all, ${V1_STATUSES.join(', ')}.`,
  },
  sorting: { ko: '지원되지 않는 정렬규칙입니다.', en: `sorting must be one of ${SORTINGS.join(', ')}.` },
} as const satisfies Record<string, Words>
