/** Deliveries and their tries as rows, and back. */
import type {
  DeliveryId,
  EndpointId,
  Instant,
  MerchantId,
  OrderId,
  PaymentId,
  QueueName,
  WallTime,
} from '../../core/brand.ts'
import { type Delivery, type DeliveryProgress, queueOf, type TryResult } from '../../core/delivery.ts'
import { NOTICE_FORMATS } from '../../core/endpoint.ts'
import type { V1Status } from '../../core/v1-status.ts'
import type { DeliveryCursor, DeliveryFilter, DeliveryTry, LeasedDelivery, WaitingQueue } from '../storage.ts'
import * as cell from './cells.ts'
import { EVENT_TYPES } from './event-rows.ts'
import type { Row, SqlValue } from './row.ts'

const STATUSES: Readonly<Record<V1Status, true>> = { ready: true, paid: true, cancelled: true, failed: true }
const STATES: Readonly<Record<Delivery['state'], true>> = { waiting: true, delivered: true, exhausted: true }

/** In the order of `insertDelivery`: never tried, nobody's. */
export function newDeliveryValues(delivery: Delivery): readonly SqlValue[] {
  const { orderId, event, status, endpoint, createdAt } = delivery
  return [
    ...deliveryKey(delivery),
    orderId,
    event,
    status,
    endpoint,
    queueOf(delivery),
    createdAt,
    ...addressValues(delivery),
    ...progressValues(delivery),
  ]
}

/** In the order of `settleDelivery`. */
export function settledDeliveryValues(delivery: Delivery): readonly SqlValue[] {
  return [...progressValues(delivery), ...deliveryKey(delivery)]
}

/** In the order of `replayDelivery`. */
export function replayedDeliveryValues(delivery: Delivery): readonly SqlValue[] {
  return [...addressValues(delivery), ...progressValues(delivery), ...deliveryKey(delivery)]
}

/** In the order of every statement that names one delivery. */
export function deliveryKey({ merchantId, paymentId, version, id }: Delivery): readonly SqlValue[] {
  return [merchantId, paymentId, version, id]
}

export function deliveryOf(row: Row): Delivery {
  return {
    id: cell.text(row, 'id') as DeliveryId,
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    paymentId: cell.text(row, 'payment_id') as PaymentId,
    orderId: cell.text(row, 'order_id') as OrderId,
    event: cell.known(row, 'event', EVENT_TYPES),
    version: cell.whole(row, 'version'),
    status: cell.known(row, 'status', STATUSES),
    endpoint: cell.textOrNull(row, 'endpoint') as EndpointId | null,
    url: cell.text(row, 'url'),
    format: cell.oneOf(row, 'format', NOTICE_FORMATS),
    createdAt: cell.whole(row, 'created_at') as Instant,
    ...progressOf(row),
  }
}

export function leasedOf(row: Row): LeasedDelivery {
  return { delivery: deliveryOf(row), fence: cell.whole(row, 'fence') }
}

export function waitingQueueOf(row: Row): WaitingQueue {
  return {
    queue: cell.text(row, 'queue') as QueueName,
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    dueAt: cell.whole(row, 'due_at') as Instant,
  }
}

/** The statement whose index leads straight to what the filter asks for, among whatever else the merchant has. */
export function listingOf({ endpoint, state }: DeliveryFilter) {
  if (state === 'waiting' || state === 'exhausted') return 'undeliveredListed'
  return endpoint === undefined ? 'deliveriesListed' : 'endpointListed'
}

/** In the order of the listing statements: one upper bound, which is the page's or the filter's, whichever comes first. */
export function listingValues(
  merchantId: MerchantId,
  { endpoint, state, from = 0 as Instant, to }: DeliveryFilter,
  after: DeliveryCursor | null,
  limit: number,
): readonly SqlValue[] {
  const end = to === undefined ? Number.MAX_SAFE_INTEGER : to + 1
  const before = after !== null && after.createdAt < end ? [after.createdAt, after.id] : [end, '']
  return [merchantId, ...before, from, endpoint ?? null, state ?? null, limit]
}

/** In the order of `insertTry`. */
export function tryValues(merchantId: MerchantId, tried: DeliveryTry): readonly SqlValue[] {
  const { delivery, number, triedAt, url, latencyMs, result, detail, answer, nextTryAt } = tried
  const texts = [JSON.stringify(result), JSON.stringify(detail)]
  return [merchantId, delivery, number, triedAt, url, latencyMs, ...texts, answer, nextTryAt]
}

export function tryOf(row: Row): DeliveryTry {
  const detail = cell.parsed(row, 'detail')
  return {
    delivery: cell.text(row, 'delivery_id') as DeliveryId,
    number: cell.whole(row, 'number'),
    triedAt: cell.whole(row, 'tried_at') as WallTime,
    url: cell.text(row, 'url'),
    latencyMs: cell.real(row, 'latency_ms'),
    result: resultOf(cell.parsed(row, 'result')),
    detail: { ko: cell.text(detail, 'ko'), en: cell.text(detail, 'en') },
    answer: cell.textOrNull(row, 'answer'),
    nextTryAt: cell.wholeOrNull(row, 'next_try_at') as Instant | null,
  }
}

function addressValues({ url, format }: Delivery): readonly SqlValue[] {
  return [url, format]
}

function progressValues(progress: DeliveryProgress): readonly SqlValue[] {
  const { state, tries, roundFrom } = progress
  const times = state === 'waiting' ? [progress.nextTryAt, null] : [null, progress.endedAt]
  return [state, tries, roundFrom, ...times]
}

function progressOf(row: Row): DeliveryProgress {
  const state = cell.known(row, 'state', STATES)
  const tries = cell.whole(row, 'tries')
  const roundFrom = cell.whole(row, 'round_from')
  if (state === 'waiting') return { state, tries, roundFrom, nextTryAt: cell.whole(row, 'next_try_at') as Instant }
  return { state, tries, roundFrom, endedAt: cell.whole(row, 'ended_at') as Instant }
}

function resultOf(row: Row): TryResult {
  const kind = cell.oneOf(row, 'kind', ['answered', 'failed'])
  if (kind === 'failed') return { kind, cause: cell.text(row, 'cause') }
  return { kind, status: cell.whole(row, 'status'), retryAfterMs: cell.wholeOrNull(row, 'retryAfterMs') }
}
