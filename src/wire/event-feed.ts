/**
 * `GET /api/events`: everything that happened to a merchant's payments, in one order, to be asked for instead of, or beside,
 * being told. An event is what an endpoint in the modern form is told, with an id; what nobody is told of is in it too,
 * so that a payment's versions stand there without a gap.
 */
import { type Static, Type } from 'typebox'
import { NOTICE_TYPES, NoticeData } from './callbacks.ts'

export const EVENTS_LIMIT_MAX = 1000
export const EVENTS_LIMIT_USUAL = 100

/** No notice is sent of these. */
export const UNTOLD_TYPES = [
  'payment.inquired',
  'payment.claimed',
  'refund.transfer_asked',
  'refund.paid_after_all',
  'refund.transfer_ended',
  'receipt.asked',
  'receipt.retried',
  'receipt.final',
  'receipt.cancel_asked',
] as const

export const FeedEvent = Type.Object(
  {
    id: Type.String(),
    type: Type.Enum([...NOTICE_TYPES, ...UNTOLD_TYPES]),
    /** ISO 8601, of the event. */
    timestamp: Type.String(),
    data: NoticeData,
  },
  { additionalProperties: false },
)
export type FeedEvent = Static<typeof FeedEvent>

export const EventPage = Type.Object(
  {
    /** Oldest first. */
    events: Type.Array(FeedEvent),
    /** To be kept, and sent as `after` next time; it stays good for ever. */
    next: Type.String(),
    /** There is more behind `next` already. */
    more: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type EventPage = Static<typeof EventPage>

/** Closed: a parameter that nobody knows is refused. */
export const EventsAsked = Type.Object(
  {
    after: Type.Optional(Type.String({ pattern: '^evt_\\w+$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: EVENTS_LIMIT_MAX, default: EVENTS_LIMIT_USUAL })),
  },
  { additionalProperties: false },
)
