/**
 * `/receipts/{imp_uid}` and `/receipts/external/{merchant_uid}`: cash receipts (현금영수증). What is read of a body, what a
 * receipt is answered as, and the sentences for what goes wrong with its issuer. All keys of an answer are always there.
 */
import { type Static, Type } from 'typebox'
import { TEXT_CHARACTERS_MAX } from './issue-body.ts'
import type { Words } from './rejections.ts'

export const IDENTIFIER_TYPES = ['person', 'business', 'phone', 'taxcard'] as const
export const RECEIPT_TYPES = ['person', 'company'] as const
export const RECEIPT_STATES = ['issuing', 'issued', 'cancelling', 'cancelled', 'failed'] as const

const orNull = <Values extends readonly string[]>(values: Values) =>
  Type.Optional(Type.Union([Type.Enum(values), Type.Null()]))
const wonOrNull = Type.Optional(
  Type.Union([Type.Integer({ minimum: 0 }), Type.String({ pattern: '^\\d+$' }), Type.Null()]),
)

const RECIPIENT = {
  /** Hyphens and spaces do not matter. */
  identifier: Type.String({ minLength: 1 }),
  /** Left out: what the digits say. */
  identifier_type: orNull(IDENTIFIER_TYPES),
  /** Left out: `company` for a business number, else `person`. */
  type: orNull(RECEIPT_TYPES),
  tax_free: wonOrNull,
  /** Left out: an eleventh of what is taxed. */
  vat_amount: wonOrNull,
}

/** Further keys of V1 (`buyer_name`, `product_type`, `company_tel` …) are ignored: the issuer has them of the payment. */
export const ReceiptBody = Type.Object(RECIPIENT)

/** As `ReceiptBody`, and what no payment says. */
export const ExternalReceiptBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: TEXT_CHARACTERS_MAX.name }),
  /** In won. */
  amount: Type.Union([Type.Integer({ minimum: 1 }), Type.String({ pattern: '^\\d+$' })]),
  ...RECIPIENT,
  /** `{provider}.{MID}`, or `{provider}` for the default one. */
  pg: Type.Optional(Type.Union([Type.String({ minLength: 1 }), Type.Null()])),
  channel_key: Type.Optional(Type.Union([Type.String({ minLength: 1 }), Type.Null()])),
})

const seconds = Type.Integer({ minimum: 0 })

const RECEIPT_FIELDS = {
  /** The issuer's name of it. */
  receipt_tid: Type.String(),
  /** The tax office's approval number. */
  apply_num: Type.String(),
  type: Type.Enum(RECEIPT_TYPES),
  amount: Type.Integer({ minimum: 0 }),
  vat: Type.Integer({ minimum: 0 }),
  receipt_url: Type.String(),
  applied_at: seconds,
  /** 0 while it stands. */
  cancelled_at: seconds,
}

export const ReceiptAnswer = Type.Object(
  {
    imp_uid: Type.String(),
    ...RECEIPT_FIELDS,
  },
  { additionalProperties: false },
)

export type ReceiptAnswer = Static<typeof ReceiptAnswer>

/** Of cash that was taken elsewhere. */
export const ExternalReceiptAnswer = Type.Object(
  {
    merchant_uid: Type.String(),
    ...RECEIPT_FIELDS,
  },
  { additionalProperties: false },
)

export type ExternalReceiptAnswer = Static<typeof ExternalReceiptAnswer>

/** `{reason}` is the issuer's. */
export const RECEIPT_TEXTS = {
  none: {
    ko: '발급된 현금영수증이 없습니다.',
    en: 'There is no cash receipt.',
  },
  underWay: {
    ko: '현금영수증을 발급하는 중입니다. 잠시 후 다시 조회해 주세요.',
    en: 'The cash receipt is being issued. Look it up again in a moment.',
  },
  noIssuer: {
    ko: '현금영수증 발급을 지원하지 않는 결제채널입니다.',
    en: 'This channel issues no cash receipts.',
  },
  notIssued: {
    ko: '현금영수증 발급에 실패하였습니다. {reason}',
    en: 'The cash receipt could not be issued: {reason}',
  },
  notCancelled: {
    ko: '현금영수증 취소에 실패하였습니다. {reason}',
    en: 'The cash receipt could not be cancelled and stands: {reason}',
  },
  unanswered: {
    ko: '현금영수증 처리 결과를 아직 확인하지 못했습니다. 자동으로 다시 확인하니 같은 주소를 GET으로 조회해 주세요.',
    en: 'What became of the cash receipt is not known yet. It is asked again by itself: look it up with GET at the same address.',
  },
} as const satisfies Readonly<Record<string, Words>>
