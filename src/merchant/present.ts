/**
 * Where a payment becomes V1: the only file that knows both vocabularies. One state sets all fields, so that an answer,
 * the question at the till and a notice can never contradict each other.
 */
import type { Instant, WallTime } from '../core/brand.ts'
import { toMajorAmount } from '../core/money.ts'
import type { LastAttempt, Payment, RevokeCause } from '../core/payment.ts'
import { isCollected, isGivenBack, type Refund, refundedAmount } from '../core/refund.ts'
import { V1_STATUS } from '../core/v1-status.ts'
import type { PaymentView } from '../gateway/gateway.ts'
import type { Question } from '../gateway/ports.ts'
import type { ConfirmBody } from '../wire/callbacks.ts'
import type { PaymentAnswer } from '../wire/payment-answer.ts'

/** What `confirm_url` is asked, as JSON: the event of the page first, then its response model, then what both lack. */
export function renderConfirm(question: Question, publicUrl: string): string {
  const { payment, answerBy } = question
  const { attemptId, chain, outlet, outletName, till, payType } = payment.lastAttempt.request
  const response = presentPayment(question, publicUrl)
  const body: ConfirmBody = {
    event: 'Galaxia.Cvs.Confirm',
    imp_uid: payment.id,
    merchant_uid: payment.orderId,
    status: 'ready',
    extra: { barcode: payment.number, payType },
    code: 0,
    message: null,
    response,
    amount: response.amount,
    currency: payment.currency,
    attempt_id: attemptId,
    outlet: { chain, id: outlet, name: outletName, till },
    deadline: new Date(answerBy).toISOString(),
  }
  return JSON.stringify(body)
}

/** `publicUrl`: where customers reach the gateway, without a slash at its end. */
export function presentPayment({ payment, personal }: PaymentView, publicUrl: string): PaymentAnswer {
  const payUrl = `${publicUrl}/p/${payment.payToken}`
  const collected = isCollected(payment) ? payment.lastAttempt : null
  const refunds = payment.refunds.map((refund) => presentCancel(refund, payment, payUrl))
  return {
    ...OF_OTHER_WAYS_TO_PAY,
    amount: toMajorAmount(payment.amount, payment.currency),
    apply_num: collected?.request.payType === 'card' ? collected.approvalNo : null,
    barcode: payment.number,
    barcode_url: `${payUrl}/barcode.svg`,
    buyer_addr: personal.buyerAddr,
    buyer_email: personal.buyerEmail,
    buyer_name: personal.buyerName,
    buyer_postcode: personal.buyerPostcode,
    buyer_tel: personal.buyerTel,
    cancel_amount: toMajorAmount(refundedAmount(payment), payment.currency),
    cancel_history: refunds,
    cancel_reason: cancelReason(payment),
    cancel_receipt_urls: refunds.map(({ receipt_url }) => receipt_url),
    cancelled_at: cancelledAt(payment),
    cash_receipt_issued: payment.receipt?.state === 'issued' || payment.receipt?.state === 'cancelling',
    channel: 'api',
    currency: payment.currency,
    custom_data: personal.customData,
    cvs: presentTry(payment),
    expired_at: seconds(payment.expiresAt),
    fail_reason: payment.state === 'failed' ? '결제기한 만료' : null,
    failed_at: payment.state === 'failed' ? seconds(payment.failedAt) : 0,
    imp_uid: payment.id,
    merchant_uid: payment.orderId,
    name: payment.name,
    paid_at: isCollected(payment) ? seconds(payment.paidAt) : 0,
    pay_method: 'cvs',
    pay_url: payUrl,
    pg_id: payment.mid,
    pg_provider: payment.provider,
    pg_tid: collected?.request.gatewayRef ?? null,
    receipt_url: collected === null ? null : `${payUrl}/receipt`,
    sandbox: payment.sandbox,
    started_at: seconds(payment.issuedAt),
    status: V1_STATUS[payment.state],
    vbank_date: seconds(payment.expiresAt),
    vbank_num: payment.number,
  }
}

/** V1's keys that say something only of other ways to pay; a client that reads them unchecked must not miss one. */
const OF_OTHER_WAYS_TO_PAY = {
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
  deposit_history: [],
  emb_pg_provider: null,
  escrow: false,
  promotion: null,
  user_agent: null,
  vbank_code: null,
  vbank_holder: null,
  vbank_issued_at: 0,
  vbank_name: null,
} as const satisfies Partial<PaymentAnswer>

/** A reversed or refused try stays visible here, while the payment itself is `ready` again. */
function presentTry(payment: Payment): PaymentAnswer['cvs'] {
  const { lastAttempt, scheme, version } = payment
  const ofTry = lastAttempt === null ? NO_TRY : tryFields(lastAttempt)
  const suspended = payment.state === 'ready' ? payment.suspended : null
  const state = suspended === null ? ofTry.state : 'suspended'
  return { ...ofTry, state, suspend_reason: suspended?.reason ?? null, scheme, version }
}

type TryFields = Omit<PaymentAnswer['cvs'], 'suspend_reason' | 'scheme' | 'version'>

const NO_TRY: TryFields = {
  chain: null,
  outlet: null,
  outlet_name: null,
  till: null,
  clerk: null,
  pay_type: null,
  approval_no: null,
  state: null,
}

function tryFields({ request, approvalNo, state }: LastAttempt): TryFields {
  const { chain, outlet, outletName, till, clerk, payType } = request
  return { chain, outlet, outlet_name: outletName, till, clerk, pay_type: payType, approval_no: approvalNo, state }
}

/** In V1's order of keys. */
function presentCancel(refund: Refund, payment: Payment, payUrl: string) {
  return {
    pg_tid: payment.lastAttempt?.request.gatewayRef ?? '',
    amount: toMajorAmount(refund.amount, payment.currency),
    cancelled_at: seconds(refund.acceptedAt),
    reason: refund.reason,
    cancellation_id: refund.id,
    receipt_url: `${payUrl}/refunds/${refund.id}`,
  }
}

/** Of a payment that was paid, what the last refund was asked with. */
function cancelReason(payment: Payment): string | null {
  if (payment.state === 'cancelled' && !isGivenBack(payment)) return CANCEL_REASONS[payment.cause]
  return payment.refunds.at(-1)?.reason ?? null
}

function cancelledAt(payment: Payment): number {
  if (payment.state === 'cancelled') return seconds(payment.cancelledAt)
  return seconds(payment.refunds.at(-1)?.acceptedAt ?? null)
}

const CANCEL_REASONS: Readonly<Record<RevokeCause, string>> = {
  revoked_by_merchant: '수납번호 말소',
  superseded: '같은 주문에 새 수납번호를 발급하여 말소',
  amount_changed: '같은 주문의 다른 수납번호의 금액을 바꾸어 말소',
  order_collected: '같은 주문의 다른 수납번호가 결제되어 말소',
}

/** As every answer to a merchant has times; 0 where there is none. */
export function seconds(at: Instant | WallTime | null): number {
  return at === null ? 0 : Math.floor(at / 1000)
}
