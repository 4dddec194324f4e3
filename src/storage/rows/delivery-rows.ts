/** Deliveries, their tries and the sealed personal record as rows, and back. */
import type { DeliveryId, Instant, MerchantId, OrderId, PaymentId, WallTime } from '../../core/brand.ts'
import type { SealedPersonal } from '../../core/commands.ts'
import type { Delivery, DeliveryProgress, TryResult } from '../../core/delivery.ts'
import type { NoticeContentType } from '../../core/merchant.ts'
import type { V1Status } from '../../core/v1-status.ts'
import type { DeliveryTry, LeasedDelivery } from '../storage.ts'
import * as cell from './cells.ts'
import { EVENT_TYPES } from './event-rows.ts'
import type { Row, SqlValue } from './row.ts'

const STATUSES: Readonly<Record<V1Status, true>> = { ready: true, paid: true, cancelled: true, failed: true }
const CONTENT_TYPES: Readonly<Record<NoticeContentType, true>> = { json: true, form: true }
const STATES: Readonly<Record<Delivery['state'], true>> = { waiting: true, delivered: true, exhausted: true }

/** In the order of `insertDelivery`: never tried, nobody's. */
export function newDeliveryValues(delivery: Delivery): readonly SqlValue[] {
  const { merchantId, paymentId, version, id, orderId, event, status, url, contentType, createdAt } = delivery
  return [
    merchantId,
    paymentId,
    version,
    id,
    orderId,
    event,
    status,
    url,
    contentType,
    createdAt,
    ...progressValues(delivery),
  ]
}

/** In the order of `settleDelivery`. */
export function settledDeliveryValues(delivery: Delivery): readonly SqlValue[] {
  return [...progressValues(delivery), ...deliveryKey(delivery)]
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
    url: cell.text(row, 'url'),
    contentType: cell.known(row, 'content_type', CONTENT_TYPES),
    createdAt: cell.whole(row, 'created_at') as Instant,
    ...progressOf(row),
  }
}

export function leasedOf(row: Row): LeasedDelivery {
  return { delivery: deliveryOf(row), fence: cell.whole(row, 'fence') }
}

/** In the order of `insertTry`. */
export function tryValues(merchantId: MerchantId, tried: DeliveryTry): readonly SqlValue[] {
  const { delivery, number, triedAt, latencyMs, result, detail } = tried
  return [merchantId, delivery, number, triedAt, latencyMs, JSON.stringify(result), detail]
}

export function tryOf(row: Row): DeliveryTry {
  return {
    delivery: cell.text(row, 'delivery_id') as DeliveryId,
    number: cell.whole(row, 'number'),
    triedAt: cell.whole(row, 'tried_at') as WallTime,
    latencyMs: cell.real(row, 'latency_ms'),
    result: resultOf(cell.parsed(row, 'result')),
    detail: cell.text(row, 'detail'),
  }
}

/** In the order of `insertPersonal`. Kept as bytes, a quarter smaller than their base64. */
export function personalValues(merchantId: MerchantId, id: PaymentId, personal: SealedPersonal): readonly SqlValue[] {
  const { keyId, sealed, phoneHash, phoneLast4Hash, emailHash, nameHash } = personal
  return [merchantId, id, keyId, Buffer.from(sealed, 'base64'), phoneHash, phoneLast4Hash, emailHash, nameHash]
}

export function personalOf(row: Row): SealedPersonal {
  return {
    keyId: cell.text(row, 'key_id'),
    sealed: Buffer.from(cell.bytes(row, 'sealed')).toString('base64'),
    phoneHash: cell.textOrNull(row, 'phone_hash'),
    phoneLast4Hash: cell.textOrNull(row, 'phone_last4_hash'),
    emailHash: cell.textOrNull(row, 'email_hash'),
    nameHash: cell.textOrNull(row, 'name_hash'),
  }
}

function progressValues(progress: DeliveryProgress): readonly SqlValue[] {
  const { state, tries } = progress
  return state === 'waiting' ? [state, tries, progress.nextTryAt, null] : [state, tries, null, progress.endedAt]
}

function progressOf(row: Row): DeliveryProgress {
  const state = cell.known(row, 'state', STATES)
  const tries = cell.whole(row, 'tries')
  if (state === 'waiting') return { state, tries, nextTryAt: cell.whole(row, 'next_try_at') as Instant }
  return { state, tries, endedAt: cell.whole(row, 'ended_at') as Instant }
}

function resultOf(row: Row): TryResult {
  const kind = cell.oneOf(row, 'kind', ['answered', 'failed'])
  return kind === 'answered' ? { kind, status: cell.whole(row, 'status') } : { kind, cause: cell.text(row, 'cause') }
}
