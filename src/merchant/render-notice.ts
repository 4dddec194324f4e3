/**
 * The body of a notice. V1's is in the delivery itself, but for a refund's id, which its event has; the modern one is made of the payment's events up to the one it
 * tells of, and of nothing that can change: so the bytes are the same at every try, at a replay, and after whatever has
 * happened to the payment since. Nothing about the customer is in it.
 */
import type { Notice } from '../core/delivery.ts'
import type { NoticeFormat } from '../core/endpoint.ts'
import { toMajorAmount } from '../core/money.ts'
import type { EventData, LastAttempt, Payment } from '../core/payment.ts'
import { isCollected, refundedAmount } from '../core/refund.ts'
import { V1_STATUS } from '../core/v1-status.ts'
import type { DeliveryVerbs, Moment } from '../gateway/deliveries.ts'
import type { ModernNotice, ModernTest, NoticeBody } from '../wire/callbacks.ts'
import { seconds } from './present.ts'
import { toldType } from './present-notices.ts'
import { presentRefundNews } from './present-refunds.ts'

/** In the notice's format. Rejects where storage cannot be asked. */
export function createRenderNotice(deliveries: Pick<DeliveryVerbs, 'momentOf'>): (notice: Notice) => Promise<string> {
  return async (notice) => {
    if (notice.format === 'modern') return JSON.stringify(modernNotice(notice, await deliveries.momentOf(notice)))
    const { paymentId, orderId, status, event } = notice
    const body: NoticeBody = { imp_uid: paymentId, merchant_uid: orderId, status }
    if (event !== 'refunded') return v1Text(notice.format, body)
    return v1Text(notice.format, { ...body, ...cancellation(await deliveries.momentOf(notice)) })
  }
}

function cancellation({ event: { data } }: Moment): Pick<NoticeBody, 'cancellation_id'> {
  return data.type === 'refunded' ? { cancellation_id: data.refund.id } : {}
}

/** What a test call sends: V1's own sample, whose ids belong to no payment. */
export function renderSample(format: NoticeFormat, wall: number): string {
  if (format !== 'modern') return v1Text(format, SAMPLE)
  const body: ModernTest = { type: 'test', timestamp: new Date(wall).toISOString(), data: SAMPLE }
  return JSON.stringify(body)
}

const SAMPLE: NoticeBody = { imp_uid: 'imp_1234567890', merchant_uid: 'merchant_1234567890', status: 'ready' }

/** V1's keys and nothing else. */
function v1Text(format: Exclude<NoticeFormat, 'modern'>, body: NoticeBody): string {
  return format === 'v1_json' ? JSON.stringify(body) : new URLSearchParams(Object.entries(body)).toString()
}

function modernNotice(notice: Notice, { event, payment }: Moment): ModernNotice {
  return {
    type: toldType(notice),
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
      cancel_amount: toMajorAmount(refundedAmount(payment), payment.currency),
      refunds: refundsOf(event.data, payment),
    },
  }
}

type TryFields = Pick<ModernNotice['data'], 'attempt_id' | 'outlet' | 'pay_type' | 'approval_no' | 'refusal'>

const NO_TRY: TryFields = { attempt_id: null, outlet: null, pay_type: null, approval_no: null, refusal: null }

/** An expired or revoked payment may have had tries; its end is not about one. */
const ABOUT_A_TRY: ReadonlySet<EventData['type']> = new Set(['collected', 'refused', 'lapsed', 'reversed'])

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

/** Those that the event is about; a sweep ends several slips at once. */
function refundsOf(data: EventData, payment: Payment): ModernNotice['data']['refunds'] {
  const ids =
    data.type === 'refunded'
      ? [data.refund.id]
      : data.type === 'slips_expired'
        ? data.refundIds
        : 'refundId' in data
          ? [data.refundId]
          : []
  return payment.refunds.filter(({ id }) => ids.includes(id)).map((refund) => presentRefundNews(refund, payment))
}

function refusalOf(data: EventData, { refusal }: LastAttempt): TryFields['refusal'] {
  if (refusal === null || (data.type !== 'refused' && data.type !== 'lapsed')) return null
  const saidYes = data.type === 'refused' ? data.merchantSaidYes : null
  return { name: refusal.name, reason: refusal.reason ?? null, merchant_said_yes: saidYes }
}
