/** An event's name outside: its payment's digits and the version it made, so that it is the same wherever it is kept. */
import type { EventId, PaymentId } from './brand.ts'
import type { PaymentEvent } from './payment.ts'

/** Names an event among all there are. */
export type EventKey = Pick<PaymentEvent, 'paymentId' | 'version'>

/** `evt_073914820566_4` */
export function eventId({ paymentId, version }: EventKey): EventId {
  return `evt_${paymentId.slice('imp_'.length)}_${version}` as EventId
}

export function readEventId(text: string): EventKey | undefined {
  const [, digits, version] = /^evt_(\d{12})_([1-9]\d{0,8})$/.exec(text) ?? []
  return digits === undefined ? undefined : { paymentId: `imp_${digits}` as PaymentId, version: Number(version) }
}
