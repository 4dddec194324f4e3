/** `POST /payments/cancel`: what is read of its body, and every sentence it is refused with. */
import { Type } from 'typebox'
import { HOLDER_CHARACTERS_MAX, REASON_CHARACTERS_MAX } from './refund-limits.ts'
import type { Words } from './rejections.ts'

const textOrNull = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const textUpTo = (maxLength: number) => Type.Optional(Type.Union([Type.String({ maxLength }), Type.Null()]))
const moneyOrNull = Type.Optional(
  Type.Union([Type.Number({ minimum: 0 }), Type.String({ pattern: '^\\d+(\\.\\d+)?$' }), Type.Null()]),
)

/** Further keys of V1 (`retain_promotion`, `extra`, `escrow_confirmed` …) are not looked at. */
export const CancelBody = Type.Object({
  /** Wins over `merchant_uid`. */
  imp_uid: textOrNull,
  merchant_uid: textOrNull,
  /** Absent, null or 0: all that is left. */
  amount: moneyOrNull,
  /** What the caller believes is left; 0 is a belief, null is none. */
  checksum: moneyOrNull,
  tax_free: moneyOrNull,
  vat_amount: moneyOrNull,
  /** Shown in `cancel_history` and on the customer's page. */
  reason: textUpTo(REASON_CHARACTERS_MAX),
  refund_holder: textUpTo(HOLDER_CHARACTERS_MAX),
  /** A code of `GET /banks`. */
  refund_bank: textOrNull,
  /** Digits, with or without hyphens. */
  refund_account: textOrNull,
  refund_tel: textOrNull,
  /** Tells V1 addresses too. */
  enable_webhook: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})

/** In Korean V1's sentences, or what continues them, letter for letter: merchants' code compares them. */
export const CANCEL_TEXTS = {
  unnamed: {
    ko: 'imp_uid 또는 merchant_uid를 지정해주셔야합니다.',
    en: 'Name the payment by imp_uid or merchant_uid.',
  },
  unknown: { ko: '취소할 결제건이 존재하지 않습니다.', en: 'There is no such payment to cancel.' },
  cancelled: { ko: '이미 전액취소된 주문입니다.', en: 'This payment is cancelled already.' },
  ready: {
    ko: '결제되지 않은 주문입니다. 수납번호 말소(DELETE /cvs/{imp_uid})를 사용하세요.',
    en: 'This order was not paid. Revoke its number with DELETE /cvs/{imp_uid}.',
  },
  failed: {
    ko: '결제되지 않은 주문입니다. 결제기한이 지나 취소할 금액이 없습니다.',
    en: 'This order was not paid: its deadline has passed, and there is nothing to cancel.',
  },
  checksum: {
    ko: '취소가능잔액이 일치하지 않습니다.',
    en: 'What can be cancelled is another amount than checksum says.',
  },
  tooMuch: { ko: '취소요청금액이 취소가능금액보다 큽니다.', en: 'amount is more than can be cancelled.' },
  tax: {
    ko: '면세금액(tax_free)과 부가세(vat_amount)의 합이 취소요청금액보다 큽니다.',
    en: 'tax_free and vat_amount together are more than is to be cancelled.',
  },
  tooMany: {
    ko: '부분취소를 더 할 수 없습니다. 남은 금액은 고객에게 직접 환불해 주세요.',
    en: 'This payment has as many partial cancels as it may have. Refund the rest to the customer yourself.',
  },
  account: {
    ko: '환불계좌(refund_holder, refund_bank, refund_account)가 필요합니다.',
    en: 'An account to refund to is needed: refund_holder, refund_bank, refund_account.',
  },
} as const satisfies Record<string, Words>
