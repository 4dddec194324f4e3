/** What the routes of `/api/deliveries` take: which deliveries are meant. Closed: a field that nobody knows is refused. */
import { Type } from 'typebox'
import { DELIVERY_STATES, PAGE_MAX, PAGE_USUAL, REPLAY_IDS_MAX } from './delivery-answer.ts'
import { UnixSecondsGiven } from './issue-body.ts'

const CLOSED = { additionalProperties: false } as const

const deliveryId = Type.String({ pattern: '^dlv_\\w+$' })
const filter = {
  endpoint: Type.Optional(Type.String({ pattern: '^(default|ep_[0-9a-f-]{36})$' })),
  state: Type.Optional(Type.Enum(DELIVERY_STATES)),
}
/** The `next` of the page before. */
const after = Type.Optional(Type.String({ pattern: '^\\d{1,16}-\\w+$' }))

export const DeliveriesAsked = Type.Object(
  {
    imp_uid: Type.Optional(Type.String({ pattern: '^imp_\\d{12}$' })),
    ...filter,
    from: Type.Optional(UnixSecondsGiven),
    to: Type.Optional(UnixSecondsGiven),
    after,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_MAX, default: PAGE_USUAL })),
  },
  CLOSED,
)

export const ReplayNamedBody = Type.Object(
  { ids: Type.Union([Type.Array(deliveryId, { minItems: 1, maxItems: REPLAY_IDS_MAX }), deliveryId]) },
  CLOSED,
)

export const ReplayRangeBody = Type.Object({ ...filter, from: UnixSecondsGiven, to: UnixSecondsGiven, after }, CLOSED)
