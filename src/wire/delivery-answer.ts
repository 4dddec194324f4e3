/**
 * `/api/deliveries`: each notice to each address, what became of it, and every try. All keys are always there. Times are
 * whole Unix seconds, 0 where there is none.
 */
import { type Static, Type } from 'typebox'
import { NOTICE_TYPES } from './callbacks.ts'
import { NOTICE_FORMATS } from './endpoint-answer.ts'
import { WordsAnswer } from './envelope.ts'
import { V1_STATUSES } from './payment-answer.ts'

export const DELIVERY_STATES = ['waiting', 'delivered', 'undelivered'] as const
/** Deliveries of one page. */
export const PAGE_MAX = 100
export const PAGE_USUAL = 20
/** Deliveries that are named one by one. */
export const REPLAY_IDS_MAX = 100

const seconds = Type.Integer({ minimum: 0 })
const textOrNull = Type.Union([Type.String(), Type.Null()])

const deliveryKeys = {
  /** Also the `webhook-id` of every try. */
  id: Type.String(),
  imp_uid: Type.String(),
  merchant_uid: Type.String(),
  event: Type.Enum(NOTICE_TYPES),
  /** V1's, of the payment right after the event. */
  status: Type.Enum(V1_STATUSES),
  version: Type.Integer({ minimum: 1 }),
  /** Null: an address that only this payment named. */
  endpoint: textOrNull,
  url: Type.String(),
  format: Type.Enum(NOTICE_FORMATS),
  state: Type.Enum(DELIVERY_STATES),
  tries: Type.Integer({ minimum: 0 }),
  next_try_at: seconds,
  /** Of the event. */
  created_at: seconds,
  ended_at: seconds,
  /** What came of the last try; null: there was none. */
  why: Type.Union([WordsAnswer, Type.Null()]),
}

export const DeliveryAnswer = Type.Object(deliveryKeys, { additionalProperties: false })
export type DeliveryAnswer = Static<typeof DeliveryAnswer>

export const DeliveryPage = Type.Object(
  {
    deliveries: Type.Array(DeliveryAnswer),
    /** To be sent as `after`; null: this was the last page. */
    next: textOrNull,
  },
  { additionalProperties: false },
)
export type DeliveryPage = Static<typeof DeliveryPage>

export const TryAnswer = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    at: seconds,
    /** The address that was called. */
    url: Type.String(),
    status: Type.Union([Type.Integer(), Type.Null()]),
    /** Where nothing was answered. */
    cause: textOrNull,
    latency_ms: Type.Integer({ minimum: 0 }),
    words: WordsAnswer,
    /** How the body of the answer began. */
    answer: textOrNull,
    next_try_at: seconds,
  },
  { additionalProperties: false },
)
export type TryAnswer = Static<typeof TryAnswer>

export const DeliveryDetail = Type.Object(
  { ...deliveryKeys, history: Type.Array(TryAnswer) },
  { additionalProperties: false },
)
export type DeliveryDetail = Static<typeof DeliveryDetail>

export const ReplayAnswer = Type.Object(
  {
    replayed: Type.Integer({ minimum: 0 }),
    /** Of those named: unknown, being tried right now, or without an address. */
    not_replayed: Type.Array(Type.String()),
    /** Of a range: there is more; to be sent as `after`. */
    next: textOrNull,
  },
  { additionalProperties: false },
)
export type ReplayAnswer = Static<typeof ReplayAnswer>
