/**
 * A moment of a payment's life as its merchant is told of it, by a notice or in the feed: made of the payment's events up
 * to it and of nothing that can change, so that the bytes are the same whenever it is told. Nothing about the customer
 * is in it.
 */
import type { RefundId } from '../core/brand.ts'
import { NOTICE_TYPE } from '../core/endpoint.ts'
import { eventId } from '../core/event-id.ts'
import { toMajorAmount } from '../core/money.ts'
import type { EventData, EventType, LastAttempt, Payment } from '../core/payment.ts'
import { isCollected, refundedAmount } from '../core/refund.ts'
import { V1_STATUS } from '../core/v1-status.ts'
import type { Moment } from '../gateway/moment.ts'
import type { ModernNotice, NoticeData } from '../wire/callbacks.ts'
import type { FeedEvent } from '../wire/event-feed.ts'
import { seconds } from './present.ts'
import { presentRefundNews } from './present-refunds.ts'

export function presentEvent(moment: Moment): FeedEvent {
  return { id: eventId(moment.event), type: feedType(moment.event.data.type), ...presentMoment(moment) }
}

/** What a notice is called too, where there is one. */
export function feedType(event: EventType): FeedEvent['type'] {
  const type = NOTICE_TYPE[event] ?? UNTOLD[event]
  if (type === undefined) throw new Error(`broken invariant: the feed has no name for ${event}`)
  return type
}

const UNTOLD: Readonly<Partial<Record<EventType, FeedEvent['type']>>> = {
  inquired: 'payment.inquired',
  claimed: 'payment.claimed',
  transfer_asked: 'refund.transfer_asked',
  paid_after_all: 'refund.paid_after_all',
  transfer_ended: 'refund.transfer_ended',
  receipt_asked: 'receipt.asked',
  receipt_retried: 'receipt.retried',
  receipt_final: 'receipt.final',
  receipt_cancel_asked: 'receipt.cancel_asked',
}

export function presentMoment({ event, payment }: Moment): Omit<ModernNotice, 'type'> {
  return {
    timestamp: new Date(event.at).toISOString(),
    data: {
      imp_uid: payment.id,
      merchant_uid: payment.orderId,
      status: V1_STATUS[payment.state],
      version: payment.version,
      amount: toMajorAmount(payment.amount, payment.currency),
      currency: payment.currency,
      barcode: payment.number,
      pay_method: 'cvs',
      expired_at: seconds(payment.expiresAt),
      paid_at: isCollected(payment) ? seconds(payment.paidAt) : 0,
      cancelled_at: payment.state === 'cancelled' ? seconds(payment.cancelledAt) : 0,
      failed_at: payment.state === 'failed' ? seconds(payment.failedAt) : 0,
      ...tryFields(event.data, payment),
      receipt: receiptField(event.data, payment),
      cancel_amount: toMajorAmount(refundedAmount(payment), payment.currency),
      refunds: refundsOf(event.data, payment),
    },
  }
}

type TryFields = Pick<NoticeData, 'attempt_id' | 'outlet' | 'pay_type' | 'approval_no' | 'refusal'>

const NO_TRY: TryFields = { attempt_id: null, outlet: null, pay_type: null, approval_no: null, refusal: null }

/** An expired or revoked payment may have had tries; its end is not about one. */
const ABOUT_A_TRY: ReadonlySet<EventData['type']> = new Set([
  'claimed',
  'collected',
  'collected_late',
  'doubted',
  'completed',
  'refused',
  'lapsed',
  'reversed',
  'cancelled',
])

function tryFields(data: EventData, { lastAttempt }: Payment): TryFields {
  if (!ABOUT_A_TRY.has(data.type) || lastAttempt === null) return NO_TRY
  const { chain, outlet, outletName, till, payType } = lastAttempt.request
  return {
    attempt_id: lastAttempt.id,
    outlet: { chain, id: outlet, name: outletName, till },
    pay_type: payType,
    approval_no: lastAttempt.approvalNo,
    refusal: refusalOf(data, lastAttempt),
  }
}

function refusalOf(data: EventData, { refusal }: LastAttempt): TryFields['refusal'] {
  if (refusal === null || (data.type !== 'refused' && data.type !== 'lapsed')) return null
  const saidYes = data.type === 'refused' ? data.merchantSaidYes : null
  return { name: refusal.name, reason: refusal.reason ?? null, merchant_said_yes: saidYes }
}

function receiptField({ type }: EventData, { receipt, currency }: Payment): NoticeData['receipt'] {
  if (receipt === null || !type.startsWith('receipt_')) return null
  return {
    state: receipt.state,
    type: receipt.use,
    amount: toMajorAmount(receipt.amount, currency),
    vat: toMajorAmount(receipt.vat, currency),
    apply_num: 'number' in receipt ? receipt.number : null,
    reason: receipt.state === 'failed' ? receipt.reason : receipt.state === 'issued' ? receipt.cancelFailed : null,
  }
}

/** Those that the event is about; a sweep ends several slips at once. */
function refundsOf(data: EventData, payment: Payment): NoticeData['refunds'] {
  const ids = refundIdsOf(data)
  return payment.refunds.filter(({ id }) => ids.includes(id)).map((refund) => presentRefundNews(refund, payment))
}

function refundIdsOf(data: EventData): readonly RefundId[] {
  if (data.type === 'refunded' || data.type === 'cancelled') return [data.refund.id]
  if (data.type === 'slips_expired') return data.refundIds
  return 'refundId' in data ? [data.refundId] : []
}
