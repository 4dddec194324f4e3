/** What became of a merchant's notices, and sending them again, by command. */
import type { DeliveryId, EndpointId, Instant } from '../core/brand.ts'
import { REPLAY_DAYS, readDeliveryId } from '../core/delivery.ts'
import type { DeliveryHistory, DeliveryQuery, DeliveryView, Page } from '../gateway/deliveries.ts'
import { readPaymentId } from '../merchant/payments.ts'
import { STATE_INSIDE, STATE_OUTSIDE, toldType } from '../merchant/present-notices.ts'
import { DELIVERY_STATES, PAGE_MAX } from '../wire/delivery-answer.ts'
import { taken, timeText } from './endpoint-verbs.ts'
import { findMerchant } from './merchant-verbs.ts'
import { type Options, oneOf, type Row, type Shown, type Verb, type VerbDeps, VerbError } from './verb-options.ts'

export const DELIVERY_VERBS = {
  'delivery-list': {
    takes: ['merchant!', 'state', 'endpoint', 'imp-uid', 'from', 'to', 'after'],
    run: listDeliveries,
  },
  'delivery-show': { takes: ['merchant!', 'delivery!'], run: showDelivery },
  'delivery-replay': { takes: ['merchant!', 'delivery', 'from', 'to', 'state', 'endpoint', 'after'], run: replay },
} as const satisfies Readonly<Record<string, Verb>>

/** Those that nobody received, where nothing else is asked for. */
async function listDeliveries(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id } = findMerchant(options, deps)
  const filter = filterIn({ state: 'undelivered', ...options })
  const impUid = options['imp-uid']
  const paymentId = impUid === undefined ? undefined : readPaymentId(impUid)
  if (impUid !== undefined && paymentId === undefined)
    throw new VerbError({
      ko: `--imp-uid ${impUid}: imp_와 숫자 열두 자리여야 합니다.`,
      en: `--imp-uid ${impUid}: it is imp_ and twelve digits`,
    })
  const query: DeliveryQuery = { ...filter, ...(paymentId === undefined ? {} : { paymentId }) }
  const { views, next } = await deps.notices.deliveries.list(id, query, await cursorIn(options, deps), PAGE_MAX)
  return [...views.map(describeDelivery), ...(next === null ? [] : [moreAfter(next)])]
}

async function showDelivery(options: Options, deps: VerbDeps): Promise<Shown> {
  const history = await findDelivery(options['delivery'] ?? '', options, deps)
  return [describeDelivery(history), ...history.tries.map(describeTry)]
}

/** One, or all of a time: then those that nobody received, where nothing else is asked for. */
async function replay(options: Options, deps: VerbDeps): Promise<Shown> {
  const { delivery, ...range } = options
  if (delivery === undefined) return replayRange(options, deps)
  const stray = ['from', 'to', 'state', 'endpoint', 'after'].find((name) => range[name] !== undefined)
  if (stray !== undefined)
    throw new VerbError({
      ko: `--delivery는 하나를 가리킵니다. --${stray}는 기간을 다시 보낼 때 씁니다.`,
      en: `--delivery names one; --${stray} is for all of a time`,
    })
  const { id } = findMerchant(options, deps)
  return describeDelivery(taken(await deps.notices.deliveries.replay(id, deliveryIn(delivery))))
}

async function replayRange(options: Options, deps: VerbDeps): Promise<Shown> {
  const { deliveries } = deps.notices
  const { id } = findMerchant(options, deps)
  const { from, to = deliveries.now(), ...filter } = filterIn({ state: 'undelivered', ...options })
  if (from === undefined)
    throw new VerbError({ ko: '--delivery나 --from이 필요합니다.', en: '--delivery or --from is missing' })
  const done = await deliveries.replayRange(id, { ...filter, from, to }, await cursorIn(options, deps))
  if (!done.ok)
    throw new VerbError({
      ko: `--from: 최근 ${REPLAY_DAYS}일 안의 통지만 다시 보냅니다.`,
      en: `--from: what happened within the last ${REPLAY_DAYS} days is sent again, not more`,
    })
  return { merchant: id, sent_again: String(done.count), ...moreAfter(done.next) }
}

async function findDelivery(delivery: string, options: Options, deps: VerbDeps): Promise<DeliveryHistory> {
  const { id } = findMerchant(options, deps)
  const history = await deps.notices.deliveries.find(id, deliveryIn(delivery))
  if (history === undefined)
    throw new VerbError(
      { ko: `${delivery}: 그런 통지가 없습니다.`, en: `${delivery}: no such delivery` },
      'delivery-list',
    )
  return history
}

function deliveryIn(text: string): DeliveryId {
  if (readDeliveryId(text) === undefined)
    throw new VerbError({
      ko: `${text}: 통지 번호는 dlv_123456789012_3_1과 같습니다.`,
      en: `${text}: a delivery looks like dlv_123456789012_3_1`,
    })
  return text as DeliveryId
}

/** How the same command goes on. */
function moreAfter(next: Page['next']): Row {
  return next === null ? {} : { more: `--after ${next.id}` }
}

/** The delivery that the former page ended with. */
async function cursorIn(options: Options, deps: VerbDeps): Promise<Page['next']> {
  const { after } = options
  if (after === undefined) return null
  const { delivery } = await findDelivery(after, options, deps)
  return { createdAt: delivery.createdAt, id: delivery.id }
}

function filterIn(options: Options): Omit<DeliveryQuery, 'paymentId'> {
  const { endpoint } = options
  const state = oneOf(options, 'state', [...DELIVERY_STATES, 'all'])
  const from = timeIn(options, 'from')
  const to = timeIn(options, 'to')
  return {
    ...(endpoint === undefined ? {} : { endpoint: endpoint as EndpointId }),
    ...(state === undefined || state === 'all' ? {} : { state: STATE_INSIDE[state] }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/

function timeIn(options: Options, name: string): Instant | undefined {
  const given = options[name]
  if (given === undefined) return undefined
  const at = TIME.test(given) ? Date.parse(given) : Number.NaN
  if (Number.isNaN(at))
    throw new VerbError({
      ko: `--${name} ${given}: 시각은 2026-11-22T09:00+09:00처럼 적습니다.`,
      en: `--${name} ${given}: a time looks like 2026-11-22T09:00+09:00`,
    })
  return at as Instant
}

function describeDelivery({ delivery, lastTry }: DeliveryView): Row {
  const { id, merchantId, paymentId, orderId, endpoint, url, state, tries } = delivery
  return {
    delivery: id,
    merchant: merchantId,
    imp_uid: paymentId,
    merchant_uid: orderId,
    event: `${toldType(delivery)} (${delivery.status}), ${timeText(delivery.createdAt)}`,
    endpoint: endpoint ?? '-',
    url,
    state: STATE_OUTSIDE[state],
    tries: String(tries),
    ...(delivery.state === 'waiting' ? { next_try: timeText(delivery.nextTryAt) } : {}),
    ...(lastTry === null ? {} : { why: lastTry.detail.en }),
  }
}

function describeTry({ number, triedAt, url, detail, answer }: DeliveryHistory['tries'][number]): Row {
  const row = { try: String(number), at: timeText(triedAt), url, came_of_it: detail.en }
  return answer === null ? row : { ...row, answer }
}
