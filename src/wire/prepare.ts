/** `/payments/prepare`: what a merchant says beforehand that an order costs. */
import { type Static, Type } from 'typebox'
import { TEXT_CHARACTERS_MAX } from './issue-body.ts'
import type { Words } from './rejections.ts'

const currency = Type.Union([Type.Literal('KRW'), Type.Literal('USD'), Type.Literal('EUR'), Type.Null()])

export const PrepareBody = Type.Object({
  merchant_uid: Type.Union([
    Type.String({ minLength: 1, maxLength: TEXT_CHARACTERS_MAX.merchant_uid }),
    Type.Integer({ minimum: 0 }),
  ]),
  /** The currency's major unit, with at most two decimals where none is named. */
  amount: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.String({ pattern: '^\\d+(\\.\\d+)?$' })]),
  /** Null or absent: not looked at. */
  currency: Type.Optional(currency),
})

export const PreparedAnswer = Type.Object(
  { merchant_uid: Type.String({ minLength: 1 }), amount: Type.Number({ exclusiveMinimum: 0 }), currency },
  { additionalProperties: false },
)

export type PreparedAnswer = Static<typeof PreparedAnswer>

/** In Korean V1's own sentences, letter for letter. */
export const PREPARE_TEXTS = {
  taken: {
    ko: '결제정보 사전등록에 실패하였습니다(이미 등록된 merchant_uid입니다).',
    en: 'An amount was already prepared for this merchant_uid. Change it with PUT /payments/prepare.',
  },
  unknown: {
    ko: '사전등록된 결제정보가 존재하지 않습니다.',
    en: 'No amount was prepared for this merchant_uid.',
  },
} as const satisfies Record<string, Words>
