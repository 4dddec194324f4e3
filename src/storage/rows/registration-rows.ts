/** What PGs hold for payments, and who stands behind a channel, as rows and back. */
import type { ChannelKey, CollectionNumber, Instant, MerchantId, Money, PaymentId, WallTime } from '../../core/brand.ts'
import type { Connector } from '../../core/merchant.ts'
import type { Registration, TakenRegistration } from '../../core/registration.ts'
import type { KeptRegistration } from '../registrations.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

const STATES: Readonly<Record<Registration['state'], true>> = { asked: true, standing: true, ended: true }

/** In the order of `openRegistration`. */
export function registrationValues(kept: KeptRegistration): readonly SqlValue[] {
  const { merchantId, paymentId, channelKey, number, amount, expiresAt, state, tries, fence, dueAt } = kept
  return [merchantId, paymentId, channelKey, number, amount, expiresAt, state, tries, fence, dueAt]
}

/** In the order of `settleRegistration`: how it stands, whose it is, and in which turn. */
export function settledRegistrationValues(
  { number, amount, expiresAt, state }: Registration,
  { merchantId, paymentId, fence }: TakenRegistration,
): readonly SqlValue[] {
  return [number, amount, expiresAt, state, merchantId, paymentId, fence]
}

export function registrationOf(row: Row): KeptRegistration {
  return {
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    paymentId: cell.text(row, 'payment_id') as PaymentId,
    channelKey: cell.text(row, 'channel_key') as ChannelKey,
    number: cell.textOrNull(row, 'number') as CollectionNumber | null,
    amount: cell.whole(row, 'amount') as Money,
    expiresAt: cell.whole(row, 'expires_at') as Instant,
    state: cell.known(row, 'state', STATES),
    tries: cell.whole(row, 'tries'),
    fence: cell.whole(row, 'fence'),
    dueAt: cell.wholeOrNull(row, 'due_at') as WallTime | null,
  }
}

export function connectorValues({ merchantId, channelKey, kind, sealed }: Connector): readonly SqlValue[] {
  return [merchantId, channelKey, kind, sealed]
}

export function connectorOf(row: Row): Connector {
  return {
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    channelKey: cell.text(row, 'channel_key') as ChannelKey,
    kind: cell.text(row, 'kind'),
    sealed: cell.text(row, 'sealed'),
  }
}
