/**
 * A payment on the merchant's wire: every key of the page and of today's V1 schema, and among them what V1 has no place
 * for, in alphabetical order. All keys are always there: a client that reads forty of them unchecked must not meet a
 * missing one. Times are whole Unix seconds, 0 where there is none; texts are null where there is none.
 */
import { type Static, Type } from 'typebox'

export const V1_STATUSES = ['ready', 'paid', 'cancelled', 'failed'] as const
export const SORTINGS = ['-started', 'started', '-paid', 'paid', '-updated', 'updated'] as const

export const PAYMENT_NOT_FOUND_TEXT = '존재하지 않는 결제정보입니다.'

const seconds = Type.Integer({ minimum: 0 })
const textOrNull = Type.Union([Type.String(), Type.Null()])
/** The currency's major unit: won, or dollars with cents behind the point. */
const money = Type.Number({ minimum: 0 })

const CancelHistoryItem = Type.Object(
  {
    pg_tid: Type.String(),
    amount: money,
    cancelled_at: seconds,
    reason: Type.String(),
    cancellation_id: Type.String(),
    receipt_url: Type.String(),
  },
  { additionalProperties: false },
)

/**
 * Where and how the latest try at a till went; null until there was one. `state`: of that try, or `suspended` while the
 * payment is; `suspend_reason`: what was said then.
 */
const Cvs = Type.Object(
  {
    chain: textOrNull,
    outlet: textOrNull,
    outlet_name: textOrNull,
    till: textOrNull,
    clerk: textOrNull,
    pay_type: Type.Union([Type.Literal('cash'), Type.Literal('card'), Type.Null()]),
    approval_no: textOrNull,
    state: Type.Union([
      Type.Literal('authorising'),
      Type.Literal('collected'),
      Type.Literal('in_doubt'),
      Type.Literal('refused'),
      Type.Literal('reversed'),
      Type.Literal('cancelled'),
      Type.Literal('suspended'),
      Type.Null(),
    ]),
    suspend_reason: textOrNull,
    scheme: Type.String(),
    version: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
)

export const PaymentAnswer = Type.Object(
  {
    amount: money,
    apply_num: textOrNull,
    bank_code: Type.Null(),
    bank_name: Type.Null(),
    barcode: Type.String(),
    barcode_url: Type.String(),
    buyer_addr: textOrNull,
    buyer_email: textOrNull,
    buyer_name: textOrNull,
    buyer_postcode: textOrNull,
    buyer_tel: textOrNull,
    cancel_amount: money,
    cancel_history: Type.Array(CancelHistoryItem),
    cancel_reason: textOrNull,
    cancel_receipt_urls: Type.Array(Type.String()),
    cancelled_at: seconds,
    card_code: Type.Null(),
    card_issuer_code: Type.Null(),
    card_issuer_name: Type.Null(),
    card_name: Type.Null(),
    card_number: Type.Null(),
    card_publisher_code: Type.Null(),
    card_publisher_name: Type.Null(),
    card_quota: Type.Literal(0),
    card_type: Type.Null(),
    cash_receipt_issued: Type.Boolean(),
    channel: Type.Literal('api'),
    currency: Type.Union([Type.Literal('KRW'), Type.Literal('USD'), Type.Literal('EUR')]),
    custom_data: textOrNull,
    customer_uid: Type.Null(),
    customer_uid_usage: Type.Null(),
    cvs: Cvs,
    deposit_history: Type.Array(Type.Never()),
    emb_pg_provider: Type.Null(),
    escrow: Type.Boolean(),
    expired_at: seconds,
    fail_reason: textOrNull,
    failed_at: seconds,
    imp_uid: Type.String({ maxLength: 32 }),
    merchant_uid: Type.String({ minLength: 1 }),
    name: textOrNull,
    paid_at: seconds,
    pay_method: Type.Literal('cvs'),
    pay_url: Type.String(),
    pg_id: Type.String(),
    pg_provider: Type.String(),
    pg_tid: textOrNull,
    promotion: Type.Null(),
    receipt_url: textOrNull,
    sandbox: Type.Boolean(),
    started_at: seconds,
    status: Type.Enum(V1_STATUSES),
    user_agent: Type.Null(),
    vbank_code: Type.Null(),
    vbank_date: seconds,
    vbank_holder: Type.Null(),
    vbank_issued_at: Type.Literal(0),
    vbank_name: Type.Null(),
    vbank_num: textOrNull,
  },
  { additionalProperties: false },
)

export type PaymentAnswer = Static<typeof PaymentAnswer>
