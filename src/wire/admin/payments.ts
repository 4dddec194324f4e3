/** Payments as the console shows them: V1's names, the customer's fields masked until somebody says why they look. */
import { type Static, Type } from 'typebox'
import { SUSPEND_REASON_CHARACTERS_MAX } from '../change-body.ts'
import { DeliveryDetail } from '../delivery-answer.ts'
import { WordsAnswer } from '../envelope.ts'
import { FeedEvent } from '../event-feed.ts'
import { TEXT_CHARACTERS_MAX, UNIX_SECONDS_MAX } from '../issue-body.ts'
import { PaymentAnswer, V1_STATUSES } from '../payment-answer.ts'
import { RefundAnswer } from '../refund-answer.ts'
import {
  ACCOUNT_DIGITS_MAX,
  HOLDER_CHARACTERS_MAX,
  REASON_CHARACTERS_MAX as REFUND_REASON_MAX,
} from '../refund-limits.ts'
import { CLOSED, limit, reason, seconds, textOrNull } from './answers.ts'
import { HOME_DAYS_MAX, HomeAnswer } from './home.ts'
import type { AdminRoute } from './route.ts'

/** Finer than V1's four. */
export const PAYMENT_STATES = [
  'waiting',
  'suspended',
  'being_paid',
  'collected',
  'cancelled',
  'refunded',
  'expired',
] as const

const { properties: v1 } = PaymentAnswer

/** Members of V1 as they are there; 0 where there is no time. */
export const ConsolePayment = Type.Object(
  {
    imp_uid: v1.imp_uid,
    merchant_uid: v1.merchant_uid,
    name: v1.name,
    amount: v1.amount,
    currency: v1.currency,
    status: v1.status,
    state: Type.Enum(PAYMENT_STATES),
    /** Counts what happened to it: what has a smaller one is older. */
    version: Type.Integer({ minimum: 1 }),
    barcode: v1.barcode,
    /** `{provider}.{MID}` */
    pg: Type.String(),
    started_at: v1.started_at,
    expired_at: v1.expired_at,
    paid_at: v1.paid_at,
    cancelled_at: v1.cancelled_at,
    failed_at: v1.failed_at,
    cancel_amount: v1.cancel_amount,
    cancel_reason: v1.cancel_reason,
    /** Masked, as the four after it. */
    buyer_name: textOrNull,
    buyer_tel: textOrNull,
    buyer_email: textOrNull,
    buyer_addr: textOrNull,
    custom_data: textOrNull,
    cvs: v1.cvs,
    pay_url: v1.pay_url,
    receipt_url: v1.receipt_url,
    cash_receipt_issued: v1.cash_receipt_issued,
    sandbox: v1.sandbox,
  },
  CLOSED,
)
export type ConsolePayment = Static<typeof ConsolePayment>

const instant = Type.Integer({ minimum: 0, maximum: UNIX_SECONDS_MAX })

export const TEXT_SEARCHED_MIN = 2

/** What is looked for; all that is given must hold. */
const filter = {
  /** A part of merchant_uid, imp_uid, number or goods; of letters A to Z capitals and small ones are the same. */
  text: Type.Optional(Type.String({ minLength: TEXT_SEARCHED_MIN, maxLength: 60 })),
  status: Type.Optional(Type.Enum(V1_STATUSES)),
  /** Of the issue, both included. */
  from: Type.Optional(instant),
  to: Type.Optional(instant),
  /** Exactly, of the customer; one of the three. Of a phone also the last four digits alone. */
  buyer_tel: Type.Optional(Type.String({ minLength: 4, maxLength: 30 })),
  buyer_email: Type.Optional(Type.String({ minLength: 3, maxLength: TEXT_CHARACTERS_MAX.buyer_email })),
  buyer_name: Type.Optional(Type.String({ minLength: 1, maxLength: TEXT_CHARACTERS_MAX.buyer_name })),
}

const impUid = Type.String({ pattern: '^imp_\\d{12}$' })

export const PaymentSearchBody = Type.Object({ ...filter, after: Type.Optional(impUid), limit }, CLOSED)
export type PaymentSearchBody = Static<typeof PaymentSearchBody>

export const PaymentsFound = Type.Object(
  {
    /** Newest issue first, but for whole merchant_uids, imp_uids and numbers, which come before. */
    payments: Type.Array(ConsolePayment),
    /** To be sent as `after`: there may be more behind it, also where this page is short. Null: that was all. */
    next: textOrNull,
    /** All that were issued since then were looked at; null: all there are. */
    looked_back_to: Type.Union([seconds, Type.Null()]),
  },
  CLOSED,
)
export type PaymentsFound = Static<typeof PaymentsFound>

const TimelineEntry = Type.Object({ ...FeedEvent.properties, words: WordsAnswer }, CLOSED)

export const PaymentDetail = Type.Object(
  {
    payment: ConsolePayment,
    /** Oldest first. */
    timeline: Type.Array(TimelineEntry),
    /** Each notice of it with its tries, newest first. */
    deliveries: Type.Array(DeliveryDetail),
    refunds: Type.Array(RefundAnswer),
    /** What may be done with it now, as it stands. */
    actions: Type.Array(Type.Enum(['revoke', 'amend', 'suspend', 'resume', 'refund', 'resend'])),
  },
  CLOSED,
)
export type PaymentDetail = Static<typeof PaymentDetail>

export const Unmasked = Type.Object(
  {
    imp_uid: Type.String(),
    buyer_name: textOrNull,
    buyer_tel: textOrNull,
    buyer_email: textOrNull,
    buyer_addr: textOrNull,
    buyer_postcode: textOrNull,
    custom_data: textOrNull,
  },
  CLOSED,
)
export type Unmasked = Static<typeof Unmasked>

export const EXPORT_COLUMNS = [
  'imp_uid',
  'merchant_uid',
  'barcode',
  'name',
  'amount',
  'currency',
  'state',
  'started_at',
  'expired_at',
  'paid_at',
  'cancelled_at',
  'failed_at',
  'cancel_amount',
  'net_amount',
  'pg',
  'outlet',
  'outlet_name',
  'till',
  'pay_type',
  'approval_no',
  'buyer_name',
  'buyer_tel',
] as const
export const EXPORT_FORMATS = ['csv', 'xlsx'] as const

export const ExportBody = Type.Object(
  {
    ...filter,
    format: Type.Enum(EXPORT_FORMATS),
    /** In this order; all of them where nothing is said. */
    columns: Type.Optional(Type.Array(Type.Enum(EXPORT_COLUMNS), { minItems: 1, maxItems: EXPORT_COLUMNS.length })),
    language: Type.Optional(Type.Enum(['ko', 'en'])),
    reason,
  },
  CLOSED,
)
export type ExportBody = Static<typeof ExportBody>

const amount = Type.Number({ exclusiveMinimum: 0 })
const why = Type.Optional(reason)
const words = (maxLength: number) => Type.Optional(Type.String({ minLength: 1, maxLength }))

export const ConsoleIssueBody = Type.Object(
  {
    merchant_uid: Type.String({ minLength: 1, maxLength: TEXT_CHARACTERS_MAX.merchant_uid }),
    amount,
    name: words(TEXT_CHARACTERS_MAX.name),
    expired_at: Type.Optional(instant),
    channel_key: words(80),
    barcode: Type.Optional(Type.String({ pattern: '^[0-9A-Z-]{4,30}$' })),
    buyer_name: words(TEXT_CHARACTERS_MAX.buyer_name),
    buyer_tel: words(TEXT_CHARACTERS_MAX.buyer_tel),
    buyer_email: words(TEXT_CHARACTERS_MAX.buyer_email),
  },
  CLOSED,
)
export type ConsoleIssueBody = Static<typeof ConsoleIssueBody>

/** To a bank account, or, where none is named, by a slip that a till pays out. */
export const refundRoute = {
  refund_holder: words(HOLDER_CHARACTERS_MAX),
  refund_bank: Type.Optional(Type.String({ pattern: '^\\d{3}$' })),
  refund_account: words(ACCOUNT_DIGITS_MAX + 10),
  refund_tel: words(30),
}

export const ConsoleRefundBody = Type.Object(
  {
    /** Left out: all that is left. */
    amount: Type.Optional(amount),
    /** What the page showed as left; another amount by now is refused. */
    checksum: Type.Optional(Type.Number({ minimum: 0 })),
    /** Stands in the payment's history, too. */
    reason: Type.String({ minLength: 2, maxLength: REFUND_REASON_MAX }),
    ...refundRoute,
  },
  CLOSED,
)
export type ConsoleRefundBody = Static<typeof ConsoleRefundBody>

const PAYMENT = '/merchants/:merchant/payments/:imp_uid'

export const PAYMENT_ROUTES = {
  home: {
    method: 'GET',
    path: '/merchants/:merchant/home',
    may: 'payments.read',
    told: 'What happened day by day, and what waits.',
    query: Type.Object(
      { days: Type.Optional(Type.Integer({ minimum: 1, maximum: HOME_DAYS_MAX, default: 14 })) },
      CLOSED,
    ),
    answer: HomeAnswer,
  },
  live: {
    method: 'GET',
    path: '/merchants/:merchant/live',
    may: 'payments.read',
    told: 'Server-sent events: what happens to the merchant’s payments, from now on or behind `Last-Event-ID`.',
    answer: 'events',
  },
  searchPayments: {
    method: 'POST',
    path: '/merchants/:merchant/payments/search',
    may: 'payments.read',
    told: 'Looks for payments. In a body, because what is looked for may be somebody’s; nothing is changed.',
    body: PaymentSearchBody,
    answer: PaymentsFound,
  },
  payment: {
    method: 'GET',
    path: PAYMENT,
    may: 'payments.read',
    told: 'One payment with everything that happened to it.',
    answer: PaymentDetail,
  },
  unmaskPayment: {
    method: 'POST',
    path: `${PAYMENT}/unmask`,
    may: 'payments.unmask',
    told: 'The customer’s fields in clear. Who looked, and why, is written down first.',
    body: Type.Object({ reason }, CLOSED),
    answer: Unmasked,
    audit: 'payment.unmasked',
  },
  issuePayment: {
    method: 'POST',
    path: '/merchants/:merchant/payments',
    may: 'payments.issue',
    told: 'Issues a number by hand.',
    body: ConsoleIssueBody,
    answer: ConsolePayment,
    keyed: true,
    audit: 'payment.issued',
    noted: ['merchant_uid', 'amount', 'expired_at'],
  },
  revokePayment: {
    method: 'POST',
    path: `${PAYMENT}/revoke`,
    may: 'payments.change',
    told: 'Revokes a number that is not paid.',
    body: Type.Object({ reason: why }, CLOSED),
    answer: ConsolePayment,
    keyed: true,
    audit: 'payment.revoked',
  },
  amendPayment: {
    method: 'POST',
    path: `${PAYMENT}/amend`,
    may: 'payments.change',
    told: 'Changes amount or deadline of a number that waits, where it is still at this version.',
    body: Type.Object(
      {
        amount: Type.Optional(amount),
        expired_at: Type.Optional(instant),
        version: Type.Integer({ minimum: 1 }),
        reason: why,
      },
      CLOSED,
    ),
    answer: ConsolePayment,
    keyed: true,
    audit: 'payment.amended',
    noted: ['amount', 'expired_at', 'version'],
  },
  suspendPayment: {
    method: 'POST',
    path: `${PAYMENT}/suspend`,
    may: 'payments.change',
    told: 'No money is taken for it until it is resumed. `shown`: for clerk and customer.',
    body: Type.Object({ shown: words(SUSPEND_REASON_CHARACTERS_MAX), reason: why }, CLOSED),
    answer: ConsolePayment,
    keyed: true,
    audit: 'payment.suspended',
    noted: ['shown'],
  },
  resumePayment: {
    method: 'POST',
    path: `${PAYMENT}/resume`,
    may: 'payments.change',
    told: 'Lets a suspended one be paid again.',
    body: Type.Object({ reason: why }, CLOSED),
    answer: ConsolePayment,
    keyed: true,
    audit: 'payment.resumed',
  },
  refundPayment: {
    method: 'POST',
    path: `${PAYMENT}/refund`,
    may: 'refunds.ask',
    told: 'Gives money back, all of it or a part.',
    body: ConsoleRefundBody,
    answer: ConsolePayment,
    keyed: true,
    proven: true,
    audit: 'payment.refunded',
    noted: ['amount', 'checksum'],
  },
  resendNotices: {
    method: 'POST',
    path: `${PAYMENT}/resend`,
    may: 'notices.resend',
    told: 'Sends the latest notice of this payment again, to each address that hears it.',
    body: Type.Object({ reason: why }, CLOSED),
    answer: Type.Object({ resent: Type.Integer({ minimum: 0 }) }, CLOSED),
    keyed: true,
    audit: 'payment.notices_resent',
  },
  exportPayments: {
    method: 'POST',
    path: '/merchants/:merchant/payments/export',
    may: 'payments.export',
    told: 'All that a search finds, as a file, the customer’s fields masked, with a row of totals for each currency.',
    body: ExportBody,
    answer: 'file',
    audit: 'payments.exported',
    noted: ['format', 'columns', 'status', 'from', 'to'],
  },
} as const satisfies Readonly<Record<string, AdminRoute>>
