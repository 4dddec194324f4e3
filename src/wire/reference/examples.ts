/** What answers look like, for the reference; a test holds each to its shape. Nobody in them is a real person. */
import type { BalanceAnswer, BalancePart } from '../balance-answer.ts'
import { BULK_COLUMNS, type BulkLine } from '../bulk-issue.ts'
import type { ConfirmBody, ModernNotice, NoticeBody } from '../callbacks.ts'
import type { ChannelAnswer } from '../channel-list.ts'
import type { ConfirmFiguresAnswer } from '../confirm-figures.ts'
import type { DeliveryAnswer, DeliveryDetail } from '../delivery-answer.ts'
import type { EndpointAnswer, TestAnswer } from '../endpoint-answer.ts'
import type { FeedEvent } from '../event-feed.ts'
import { PaymentAnswer } from '../payment-answer.ts'
import type { PreparedAnswer } from '../prepare.ts'
import type { ReceiptAnswer } from '../receipt.ts'
import type { RefundAnswer, RefundDetail } from '../refund-answer.ts'
import { REJECTION_ROWS } from '../rejections.ts'
import type { TokenAnswer } from '../token.ts'

export const IMP_UID = 'imp_073914820566'
export const MERCHANT_UID = 'order-1'
export const ENDPOINT_ID = 'ep_0b8f6a52-6a0c-4f0e-9c1d-3f2f6c1f7a10'
export const DELIVERY_ID = 'dlv_073914820566_4_1'
const NUMBER = '81004821309557431267'
const AMOUNT = 36_400
const ISSUED_AT = 1_795_323_001
const PAID_AT = 1_795_323_787
const EXPIRES_AT = 1_796_050_799

export const TOKEN_EXAMPLE: TokenAnswer = {
  access_token: '00000001692b2f8911f0a1d3c5b7e9f1a2b3c4d5e6f70819',
  now: ISSUED_AT,
  expired_at: ISSUED_AT + 1800,
}

const NOT_BY_CARD = {
  bank_code: null,
  bank_name: null,
  card_code: null,
  card_issuer_code: null,
  card_issuer_name: null,
  card_name: null,
  card_number: null,
  card_publisher_code: null,
  card_publisher_name: null,
  card_quota: 0,
  card_type: null,
  customer_uid: null,
  customer_uid_usage: null,
  emb_pg_provider: null,
  promotion: null,
  user_agent: null,
  vbank_code: null,
  vbank_holder: null,
  vbank_issued_at: 0,
  vbank_name: null,
} as const

export const ISSUED_EXAMPLE = inOrder({
  ...NOT_BY_CARD,
  imp_uid: IMP_UID,
  merchant_uid: MERCHANT_UID,
  status: 'ready',
  amount: AMOUNT,
  currency: 'KRW',
  name: '제주 한라봉 3kg',
  barcode: NUMBER,
  barcode_url: 'http://127.0.0.1:8080/p/qIV9Yb8nX0Kx4y2T6mWc3A/barcode.svg',
  pay_url: 'http://127.0.0.1:8080/p/qIV9Yb8nX0Kx4y2T6mWc3A',
  receipt_url: null,
  expired_at: EXPIRES_AT,
  started_at: ISSUED_AT,
  paid_at: 0,
  failed_at: 0,
  cancelled_at: 0,
  apply_num: null,
  buyer_addr: null,
  buyer_email: null,
  buyer_name: '홍길동',
  buyer_postcode: null,
  buyer_tel: null,
  cancel_amount: 0,
  cancel_history: [],
  cancel_reason: null,
  cancel_receipt_urls: [],
  cash_receipt_issued: false,
  channel: 'api',
  custom_data: null,
  cvs: {
    chain: null,
    outlet: null,
    outlet_name: null,
    till: null,
    clerk: null,
    pay_type: null,
    approval_no: null,
    state: null,
    suspend_reason: null,
    scheme: 'kr-generic-20',
    version: 1,
  },
  deposit_history: [],
  escrow: false,
  fail_reason: null,
  pay_method: 'cvs',
  pg_id: 'sunap0001',
  pg_provider: 'galaxia',
  pg_tid: null,
  sandbox: false,
  vbank_date: EXPIRES_AT,
  vbank_num: NUMBER,
})

/** Of the keys, as an answer has them. */
function inOrder(payment: PaymentAnswer): PaymentAnswer {
  const place = new Map(Object.keys(PaymentAnswer.properties).map((key, index) => [key, index]))
  const sorted = Object.entries(payment).toSorted(([a], [b]) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
  return Object.fromEntries(sorted) as PaymentAnswer
}

export const PAID_EXAMPLE: PaymentAnswer = {
  ...ISSUED_EXAMPLE,
  status: 'paid',
  paid_at: PAID_AT,
  apply_num: '48213095',
  receipt_url: `${ISSUED_EXAMPLE.pay_url}/receipt`,
  cvs: {
    chain: '한빛편의점',
    outlet: 'HB001',
    outlet_name: '한빛편의점 1호점',
    till: '1',
    clerk: '7',
    pay_type: 'cash',
    approval_no: '48213095',
    state: 'collected',
    suspend_reason: null,
    scheme: 'kr-generic-20',
    version: 4,
  },
}

const BULK_UID = 'fee-2026-12-001'
const { ko, en } = REJECTION_ROWS.deadline_past.merchant?.text ?? { ko: '', en: '' }
const TOO_LATE = `expired_at: ${ko} / ${en}`

export const BULK_EXAMPLES: readonly BulkLine[] = [
  {
    row: 1,
    of: 2,
    code: 0,
    message: null,
    response: { ...ISSUED_EXAMPLE, merchant_uid: BULK_UID, buyer_name: null },
  },
  { row: 2, of: 2, code: -1, message: TOO_LATE, response: null },
  { done: true, rows: 2, issued: 1, refused: 1 },
]

export const BULK_CSV_EXAMPLE = [
  BULK_COLUMNS.join(','),
  `1,2,${BULK_UID},${IMP_UID},"=""${NUMBER}""",${AMOUNT},${EXPIRES_AT},2026-11-30 23:59:59,${ISSUED_EXAMPLE.pay_url},0,`,
  `2,2,fee-2026-12-002,,,,,,,-1,${TOO_LATE}`,
  '',
].join('\r\n')

export const REVOKED_EXAMPLE: PaymentAnswer = {
  ...ISSUED_EXAMPLE,
  status: 'cancelled',
  cancelled_at: PAID_AT,
  cvs: { ...ISSUED_EXAMPLE.cvs, version: 2 },
}

export const AMENDED_EXAMPLE: PaymentAnswer = {
  ...ISSUED_EXAMPLE,
  amount: 29_900,
  cvs: { ...ISSUED_EXAMPLE.cvs, version: 2 },
}

export const SUSPENDED_EXAMPLE: PaymentAnswer = {
  ...AMENDED_EXAMPLE,
  cvs: { ...ISSUED_EXAMPLE.cvs, state: 'suspended', suspend_reason: '재고 확인 중', version: 3 },
}

export const RESUMED_EXAMPLE: PaymentAnswer = { ...AMENDED_EXAMPLE, cvs: { ...ISSUED_EXAMPLE.cvs, version: 4 } }
export const REFUND_ID = 'rfd_019aa9f2-6f1b-7c11-9d53-6c1a0b7e4f20'
const REFUNDED_AT = PAID_AT + 3600
const REASON = '단순 변심'
const REFUND_URL = `${ISSUED_EXAMPLE.pay_url}/refunds/${REFUND_ID}`

/** All of it given back. */
export const CANCELLED_EXAMPLE: PaymentAnswer = {
  ...PAID_EXAMPLE,
  status: 'cancelled',
  cancel_amount: AMOUNT,
  cancelled_at: REFUNDED_AT,
  cancel_reason: REASON,
  cancel_history: [
    {
      pg_tid: PAID_EXAMPLE.pg_tid ?? '',
      amount: AMOUNT,
      cancelled_at: REFUNDED_AT,
      reason: REASON,
      cancellation_id: REFUND_ID,
      receipt_url: REFUND_URL,
    },
  ],
  cancel_receipt_urls: [REFUND_URL],
  cvs: { ...PAID_EXAMPLE.cvs, version: 5 },
}

export const REFUND_EXAMPLE: RefundAnswer = {
  id: REFUND_ID,
  amount: AMOUNT,
  reason: REASON,
  asked_by: 'merchant',
  accepted_at: REFUNDED_AT,
  route: 'bank',
  bank: '004',
  slip_expires_at: 0,
  payout: {
    state: 'failed',
    at: REFUNDED_AT + 3600,
    by: null,
    cause: 'refused',
    note: '예금주 불일치',
    outlet: null,
    till: null,
    approval_no: null,
  },
  imp_uid: IMP_UID,
  merchant_uid: MERCHANT_UID,
  currency: 'KRW',
  tax_free: null,
  vat_amount: null,
  slip_number: null,
  receipt_url: REFUND_URL,
}

export const REFUND_DETAIL_EXAMPLE: RefundDetail = {
  ...REFUND_EXAMPLE,
  account: { holder: '홍*동', bank: '004', number: '*******8901' },
}

const NONE: BalancePart = { tax_free: 0, supply: 0, vat: 0, service: 0 }
const ALL: BalancePart = { tax_free: 0, supply: 33_091, vat: 3309, service: 0 }

export const BALANCE_EXAMPLE: BalanceAnswer = {
  amount: AMOUNT,
  cash_receipt: ALL,
  primary: ALL,
  secondary: NONE,
  discount: NONE,
  histories: [],
}

export const PREPARED_EXAMPLE: PreparedAnswer = { merchant_uid: MERCHANT_UID, amount: AMOUNT, currency: 'KRW' }

export const CHANNEL_EXAMPLE: ChannelAnswer = {
  pg_provider: 'galaxia',
  pg_id: 'sunap0001',
  sandbox: false,
  type: 'api_payment',
  channel_name: 'galaxia.sunap0001',
  channel_key: 'channel-key-7f3d4b51-8a20-4a57-9d0e-2b8c5f6e1a34',
}

export const ENDPOINT_EXAMPLE: EndpointAnswer = {
  id: ENDPOINT_ID,
  url: 'https://shop.example/hooks/sunap',
  description: '배송 시스템',
  format: 'modern',
  events: ['payment.paid', 'payment.reversed'],
  v1_notices: null,
  state: 'active',
  since: 0,
  why: null,
  old_secret_until: 0,
}

/** As long as a real one, and no real one. */
export const SECRET_EXAMPLE = `whsec_${'c3VuYXAt'.repeat(4)}`

export const TEST_EXAMPLE: TestAnswer = {
  url: 'https://shop.example/hooks/sunap',
  delivered: true,
  status: 200,
  cause: null,
  latency_ms: 41,
  words: { ko: '41 ms 만에 200', en: '200 in 41 ms' },
  answer: 'ok',
}

export const DELIVERY_EXAMPLE: DeliveryAnswer = {
  id: DELIVERY_ID,
  imp_uid: IMP_UID,
  merchant_uid: MERCHANT_UID,
  event: 'payment.paid',
  status: 'paid',
  version: 4,
  endpoint: ENDPOINT_ID,
  url: 'https://shop.example/hooks/sunap',
  format: 'modern',
  state: 'delivered',
  tries: 1,
  next_try_at: 0,
  created_at: PAID_AT,
  ended_at: PAID_AT,
  why: { ko: '41 ms 만에 200', en: '200 in 41 ms' },
}

export const DELIVERY_DETAIL_EXAMPLE: DeliveryDetail = {
  ...DELIVERY_EXAMPLE,
  history: [
    {
      number: 1,
      at: PAID_AT,
      url: 'https://shop.example/hooks/sunap',
      status: 200,
      cause: null,
      latency_ms: 41,
      words: { ko: '41 ms 만에 200', en: '200 in 41 ms' },
      answer: 'ok',
      next_try_at: 0,
    },
  ],
}

const HOUR: ConfirmFiguresAnswer['total'] = {
  questions: 12,
  payable: 11,
  refused: 1,
  unanswered: 0,
  not_asked: 0,
  latency_ms: { p50: 38, p95: 92, p99: 140 },
}

export const FIGURES_EXAMPLE: ConfirmFiguresAnswer = {
  from: 1_795_320_000,
  to: 1_795_323_600,
  total: HOUR,
  hours: [{ hour: 1_795_320_000, ...HOUR }],
}

const OUTLET = { chain: '한빛편의점', id: 'HB001', name: '한빛편의점 1호점', till: '1' }
export const RECEIPT_EXAMPLE: ReceiptAnswer = {
  imp_uid: IMP_UID,
  receipt_tid: 'TEST-plain-9a1d3f2f6c1f',
  apply_num: 'TEST-402817365',
  type: 'person',
  amount: AMOUNT,
  vat: 3309,
  receipt_url: 'http://127.0.0.1:8080/p/qIV9Yb8nX0Kx4y2T6mWc3A/cash-receipt',
  applied_at: PAID_AT + 60,
  cancelled_at: 0,
}

export const CANCELLED_RECEIPT_EXAMPLE: ReceiptAnswer = { ...RECEIPT_EXAMPLE, cancelled_at: PAID_AT + 3600 }

const ATTEMPT_ID = 'att_5f0c1b52'

export const CONFIRM_EXAMPLE: ConfirmBody = {
  event: 'Galaxia.Cvs.Confirm',
  imp_uid: IMP_UID,
  merchant_uid: MERCHANT_UID,
  status: 'ready',
  extra: { barcode: NUMBER, payType: 'cash' },
  code: 0,
  message: null,
  response: ISSUED_EXAMPLE,
  amount: AMOUNT,
  currency: 'KRW',
  attempt_id: ATTEMPT_ID,
  outlet: OUTLET,
  deadline: '2026-11-22T05:03:11.000Z',
}

export const NOTICE_EXAMPLE: NoticeBody = { imp_uid: IMP_UID, merchant_uid: MERCHANT_UID, status: 'paid' }

export const MODERN_EXAMPLE: ModernNotice = {
  type: 'payment.paid',
  timestamp: '2026-11-22T05:03:07.412Z',
  data: {
    ...NOTICE_EXAMPLE,
    version: 4,
    amount: AMOUNT,
    currency: 'KRW',
    barcode: NUMBER,
    pay_method: 'cvs',
    expired_at: EXPIRES_AT,
    paid_at: PAID_AT,
    cancelled_at: 0,
    failed_at: 0,
    attempt_id: ATTEMPT_ID,
    outlet: OUTLET,
    pay_type: 'cash',
    approval_no: '48213095',
    refusal: null,
    receipt: null,
    cancel_amount: 0,
    refunds: [],
  },
}

export const EVENT_EXAMPLE: FeedEvent = { id: `evt_${IMP_UID.slice('imp_'.length)}_4`, ...MODERN_EXAMPLE }
