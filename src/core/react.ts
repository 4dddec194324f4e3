/**
 * Who must be told of an event. A V1 address hears `paid`, and after that whatever changes a payment it was told is
 * paid; nothing else, because handlers written for V1 take a call to mean that money came. A merchant may ask for all.
 */
import type { DeliveryId } from './brand.ts'
import type { Delivery } from './delivery.ts'
import type { Merchant } from './merchant.ts'
import type { EventType, Payment, PaymentEvent } from './payment.ts'
import { V1_STATUS } from './v1-status.ts'

export function react(
  event: PaymentEvent,
  before: Payment | undefined,
  after: Payment,
  merchant: Merchant,
): readonly Delivery[] {
  if (!HEARD[event.data.type](before, merchant.v1Notices === 'all')) return []
  const urls = after.noticeUrls ?? (merchant.noticeUrl === null ? [] : [merchant.noticeUrl])
  return urls.map((url, index) => ({
    id: deliveryId(after, index),
    merchantId: after.merchantId,
    paymentId: after.id,
    orderId: after.orderId,
    event: event.data.type,
    version: after.version,
    status: V1_STATUS[after.state],
    url,
    contentType: merchant.noticeContentType,
    createdAt: event.at,
    state: 'waiting',
    tries: 0,
    nextTryAt: event.at,
  }))
}

type Heard = (before: Payment | undefined, all: boolean) => boolean

const whenAll: Heard = (_before, all) => all
const never: Heard = () => false

const HEARD: Readonly<Record<EventType, Heard>> = {
  issued: whenAll,
  inquired: never,
  claimed: never,
  collected: () => true,
  refused: whenAll,
  lapsed: whenAll,
  reversed: (before, all) => all || before?.state === 'paid',
  revoked: whenAll,
  expired: whenAll,
}

/** One event makes at most one delivery an address, so payment, version and place name it for ever. */
function deliveryId({ id, version }: Payment, index: number): DeliveryId {
  return `dlv_${id.slice('imp_'.length)}_${version}_${index + 1}` as DeliveryId
}
