/**
 * The body of a notice. V1's is in the delivery itself, but for a refund's id, which its event has; the modern one is made
 * of the payment's events up to the one it tells of, and of nothing that can change: so the bytes are the same at every
 * try, at a replay, and after whatever has happened to the payment since. Nothing about the customer is in it.
 */
import type { Notice } from '../core/delivery.ts'
import type { NoticeFormat } from '../core/endpoint.ts'
import type { DeliveryVerbs } from '../gateway/deliveries.ts'
import type { Moment } from '../gateway/moment.ts'
import type { ModernNotice, ModernTest, NoticeBody } from '../wire/callbacks.ts'
import { presentMoment } from './present-moment.ts'
import { toldType } from './present-notices.ts'

/** In the notice's format. Rejects where storage cannot be asked. */
export function createRenderNotice(deliveries: Pick<DeliveryVerbs, 'momentOf'>): (notice: Notice) => Promise<string> {
  return async (notice) => {
    if (notice.format === 'modern') return JSON.stringify(modernNotice(notice, await deliveries.momentOf(notice)))
    const { paymentId, orderId, status, event } = notice
    const body: NoticeBody = { imp_uid: paymentId, merchant_uid: orderId, status }
    if (event !== 'refunded' && event !== 'cancelled') return v1Text(notice.format, body)
    return v1Text(notice.format, { ...body, ...cancellation(await deliveries.momentOf(notice)) })
  }
}

function cancellation({ event: { data } }: Moment): Pick<NoticeBody, 'cancellation_id'> {
  return data.type === 'refunded' || data.type === 'cancelled' ? { cancellation_id: data.refund.id } : {}
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

function modernNotice(notice: Notice, moment: Moment): ModernNotice {
  return { type: toldType(notice), ...presentMoment(moment) }
}
