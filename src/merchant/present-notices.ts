/** Endpoints and deliveries as their merchant sees them. */
import type { Delivery } from '../core/delivery.ts'
import { NOTICE_TYPE, type NoticeType } from '../core/endpoint.ts'
import type { EndpointHealth, PauseCause } from '../core/endpoint-health.ts'
import type { DeliveryHistory, DeliveryView } from '../gateway/deliveries.ts'
import type { EndpointView } from '../gateway/endpoints.ts'
import type { DELIVERY_STATES, DeliveryAnswer, DeliveryDetail, TryAnswer } from '../wire/delivery-answer.ts'
import type { EndpointAnswer } from '../wire/endpoint-answer.ts'
import type { Words } from '../wire/rejections.ts'
import { seconds } from './present.ts'

export function presentEndpoint({ health, secrets, ...endpoint }: EndpointView): EndpointAnswer {
  const { id, url, description, format, hears, v1Notices } = endpoint
  return {
    id,
    url,
    description,
    format,
    events: hears === null ? null : [...hears],
    v1_notices: v1Notices,
    ...healthFields(health),
    old_secret_until: seconds(secrets.find(({ until }) => until !== null)?.until ?? null),
  }
}

type HealthFields = Pick<EndpointAnswer, 'state' | 'since' | 'why'>

function healthFields({ failingSince, pause }: EndpointHealth): HealthFields {
  if (pause !== null) return { state: 'paused', since: seconds(pause.since), why: PAUSED_WORDS[pause.cause] }
  if (failingSince !== null) return { state: 'failing', since: seconds(failingSince), why: FAILING_WORDS }
  return { state: 'active', since: 0, why: null }
}

const FAILING_WORDS: Words = {
  ko: '이때부터 받은 통지가 하나도 없습니다. 이유는 GET /api/deliveries에서 보세요. 계속 다시 보냅니다.',
  en: 'It has received nothing since then. See GET /api/deliveries for the reason. Tries go on.',
}

export const PAUSED_WORDS: Readonly<Record<PauseCause, Words>> = {
  by_hand: {
    ko: '직접 멈췄습니다. 그동안의 통지는 기다리고 있으며, resume으로 다시 시작하면 보냅니다.',
    en: 'Paused by hand. Notices wait and go out when it is resumed.',
  },
  gone: {
    ko: '수신 서버가 410(없어진 주소)으로 답해 멈췄습니다. 주소를 확인하고 resume으로 다시 시작하면 기다리던 통지를 보냅니다.',
    en: 'The receiver answered 410 (gone), so it was paused. Check the address and resume it: what waits goes out then.',
  },
  failing: {
    ko: '닷새 동안 하나도 받지 못해 멈췄습니다. 한 시간에 한 건씩 보내 보고, 받으면 저절로 다시 시작합니다. 고쳤으면 resume으로 바로 시작할 수 있습니다.',
    en: 'Nothing was received for five days, so it was paused. One notice an hour asks whether it is back; when one arrives, everything goes again. Resume it to go on at once.',
  },
}

export function presentDelivery({ delivery, lastTry }: DeliveryView): DeliveryAnswer {
  return {
    id: delivery.id,
    imp_uid: delivery.paymentId,
    merchant_uid: delivery.orderId,
    event: toldType(delivery),
    status: delivery.status,
    version: delivery.version,
    endpoint: delivery.endpoint,
    url: delivery.url,
    format: delivery.format,
    state: STATE_OUTSIDE[delivery.state],
    tries: delivery.tries,
    next_try_at: delivery.state === 'waiting' ? seconds(delivery.nextTryAt) : 0,
    created_at: seconds(delivery.createdAt),
    ended_at: delivery.state === 'waiting' ? 0 : seconds(delivery.endedAt),
    why: lastTry?.detail ?? null,
  }
}

export function presentHistory(history: DeliveryHistory): DeliveryDetail {
  return { ...presentDelivery(history), history: history.tries.map(presentTry) }
}

function presentTry({ number, triedAt, url, latencyMs, result, detail, answer, nextTryAt }: Try): TryAnswer {
  return {
    number,
    at: seconds(triedAt),
    url,
    status: result.kind === 'answered' ? result.status : null,
    cause: result.kind === 'failed' ? result.cause : null,
    latency_ms: latencyMs,
    words: detail,
    answer,
    next_try_at: seconds(nextTryAt),
  }
}

type Try = DeliveryHistory['tries'][number]

type StateOutside = (typeof DELIVERY_STATES)[number]

export const STATE_INSIDE: Readonly<Record<StateOutside, Delivery['state']>> = {
  waiting: 'waiting',
  delivered: 'delivered',
  undelivered: 'exhausted',
}

export const STATE_OUTSIDE: Readonly<Record<Delivery['state'], StateOutside>> = {
  waiting: 'waiting',
  delivered: 'delivered',
  exhausted: 'undelivered',
}

/** What the outside calls the event of a notice. */
export function toldType({ event }: Pick<Delivery, 'event'>): NoticeType {
  const type = NOTICE_TYPE[event]
  if (type === null) throw new Error(`broken invariant: a notice of ${event}`)
  return type
}
