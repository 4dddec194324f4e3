/** Events as rows, and back. An event is kept whole, so that its payment can be folded from nothing else. */
import type { CommandId, Instant, MerchantId, PaymentId } from '../../core/brand.ts'
import type { EventKey } from '../../core/event-id.ts'
import type { EventData, EventType, PaymentEvent } from '../../core/payment.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

export const EVENT_TYPES: Readonly<Record<EventType, true>> = {
  issued: true,
  inquired: true,
  amended: true,
  suspended: true,
  resumed: true,
  claimed: true,
  collected: true,
  collected_late: true,
  doubted: true,
  completed: true,
  refused: true,
  lapsed: true,
  reversed: true,
  cancelled: true,
  revoked: true,
  expired: true,
  receipt_asked: true,
  receipt_retried: true,
  receipt_issued: true,
  receipt_final: true,
  receipt_failed: true,
  receipt_cancel_asked: true,
  receipt_cancelled: true,
  receipt_cancel_failed: true,
  refunded: true,
  paid_out: true,
  payout_failed: true,
  slips_expired: true,
  rerouted: true,
  payout_reversed: true,
  transfer_asked: true,
  paid_after_all: true,
  transfer_ended: true,
}

/** In the order of `insertEvent`; its position in the feed is the keeper's to say. */
export function eventValues(event: PaymentEvent): readonly SqlValue[] {
  const { merchantId, paymentId, version, at, command, data } = event
  return [merchantId, paymentId, version, at, command, data.type, JSON.stringify(data)]
}

export function eventOf(row: Row): PaymentEvent {
  const data = cell.parsed(row, 'data')
  if (data['type'] !== row['type'] || !isEventData(data)) return cell.unreadable(row, 'data')
  return {
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    paymentId: cell.text(row, 'payment_id') as PaymentId,
    version: cell.whole(row, 'version'),
    at: cell.whole(row, 'at') as Instant,
    command: cell.text(row, 'command') as CommandId,
    data,
  }
}

export function eventKeyOf(row: Row): EventKey {
  return { paymentId: cell.text(row, 'payment_id') as PaymentId, version: cell.whole(row, 'version') }
}

/** Nothing acts on a stored event, it is only shown and folded: its type is looked at, its members are ours. */
function isEventData(data: Row): data is Row & EventData {
  return typeof data['type'] === 'string' && Object.hasOwn(EVENT_TYPES, data['type'])
}
