/**
 * Who must be told of an event. A V1 address hears `paid`, and after that whatever changes a payment it was told is
 * paid; nothing else, because handlers written for V1 take a call to mean that money came. A merchant may ask for all
 * that happens to its payments; none hears of doubt, which V1 has no word for. Of a refund it hears unless the merchant asked for it by the API and did not want to; of
 * a payout and of a cash receipt never: V1 has no word for them.
 * An endpoint hears what it was registered for. Money is told once: with the approval, or with the completion where the
 * network is set so; what was in doubt and is there after all is told again to those who heard of the doubt.
 */
import type { DeliveryId } from './brand.ts'
import type { Delivery, Notice } from './delivery.ts'
import { DEFAULT_ENDPOINT, type Endpoint, NOTICE_TYPE, type NoticeFormat, type NoticeType } from './endpoint.ts'
import type { Merchant } from './merchant.ts'
import type { EventData, Payment, PaymentEvent } from './payment.ts'
import { V1_STATUS } from './v1-status.ts'

export function react(
  event: PaymentEvent,
  before: Payment | undefined,
  after: Payment,
  merchant: Merchant,
  endpoints: readonly Endpoint[],
): readonly Delivery[] {
  const { type } = event.data
  const addresses = [
    ...(hearsOfMoney(event.data, before, after, merchant.v1Notices === 'all') ? v1Addresses(after, merchant) : []),
    ...endpoints.filter((endpoint) => hears(endpoint, event.data, before, after)).map(addressOf),
  ]
  return addresses.map((address, index) => ({
    id: deliveryId(after, index),
    merchantId: after.merchantId,
    paymentId: after.id,
    orderId: after.orderId,
    event: type,
    version: after.version,
    status: V1_STATUS[after.state],
    ...address,
    createdAt: event.at,
    state: 'waiting',
    tries: 0,
    roundFrom: 0,
    nextTryAt: event.at,
  }))
}

type Address = Pick<Notice, 'endpoint' | 'url' | 'format'>

/** Where a notice goes today that once went to this endpoint; undefined where there is none any more. */
export function addressToday(
  { endpoint, url, format }: Address,
  merchant: Merchant,
  endpoints: readonly Endpoint[],
): Address | undefined {
  if (endpoint === null) return { endpoint, url, format }
  if (endpoint === DEFAULT_ENDPOINT) return defaultAddress(merchant)
  const found = endpoints.find(({ id }) => id === endpoint)
  return found === undefined ? undefined : addressOf(found)
}

/** The payment's own take the place of the default. */
function v1Addresses({ noticeUrls }: Payment, merchant: Merchant): readonly Address[] {
  if (noticeUrls !== null) return noticeUrls.map((url) => ({ endpoint: null, url, format: v1Format(merchant) }))
  const address = defaultAddress(merchant)
  return address === undefined ? [] : [address]
}

function defaultAddress(merchant: Merchant): Address | undefined {
  const { noticeUrl: url } = merchant
  return url === null ? undefined : { endpoint: DEFAULT_ENDPOINT, url, format: v1Format(merchant) }
}

function v1Format({ noticeContentType }: Merchant): NoticeFormat {
  return noticeContentType === 'json' ? 'v1_json' : 'v1_form'
}

function addressOf({ id, url, format }: Endpoint): Address {
  return { endpoint: id, url, format }
}

function hears({ hears, format }: Endpoint, event: EventData, before: Payment | undefined, after: Payment): boolean {
  const type = NOTICE_TYPE[event.type]
  if (type === null) return false
  if (hears === null && format !== 'modern') return hearsOfMoney(event, before, after, false)
  const isNews = event.type === 'completed' ? !wasTold(before) || isInDoubt(before) : !isUntold(event, after)
  return isNews && (hears === null || hears.includes(type))
}

function hearsOfMoney(event: EventData, before: Payment | undefined, after: Payment, all: boolean): boolean {
  const type = NOTICE_TYPE[event.type]
  if (type === null || !isOfPayment(type)) return false
  switch (event.type) {
    case 'doubted':
      return false
    case 'collected':
      return !isUntold(event, after)
    case 'collected_late':
      return true
    case 'completed':
      return !wasTold(before)
    case 'reversed':
    case 'cancelled':
      return all || wasTold(before)
    case 'refunded':
      return all || event.tellV1
    default:
      return all
  }
}

/** An approval that is told with its completion. */
function isUntold({ type }: EventData, after: Payment): boolean {
  return type === 'collected' && after.state === 'paid' && after.provisional?.told === false
}

/** The merchant believes that it is paid. */
function wasTold(before: Payment | undefined): boolean {
  return before?.state === 'paid' && before.provisional?.told !== false
}

function isInDoubt(before: Payment | undefined): boolean {
  return before?.state === 'paid' && before.provisional?.inDoubt === true
}

function isOfPayment(type: NoticeType): boolean {
  return type.startsWith('payment.')
}

/** One event makes at most one delivery an address, so payment, version and place name it for ever. */
function deliveryId({ id, version }: Payment, index: number): DeliveryId {
  return `dlv_${id.slice('imp_'.length)}_${version}_${index + 1}` as DeliveryId
}
