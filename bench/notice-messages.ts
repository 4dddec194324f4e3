/** What the processes that measure notices tell each other. Times named `At` are milliseconds of the monotonic clock. */
import { type Static, Type } from 'typebox'

/** Endpoints to be registered with one merchant, each hearing of every number that is issued. */
export const Hearers = Type.Object({
  /** The merchant whose keys the generators have; else one more. */
  isSeller: Type.Boolean(),
  urls: Type.Array(Type.String()),
})
export type Hearers = Static<typeof Hearers>
export const HearersWanted = Type.Object({ merchants: Type.Array(Hearers) })

/** Numbers to be issued by each merchant but the seller. */
export const OrdersWanted = Type.Object({ orders: Type.Integer({ minimum: 1 }) })

export const NoticesAwaited = Type.Object({ notices: Type.Integer({ minimum: 1 }) })
/** When the last of so many was recorded. */
export const NoticesTold = Type.Object({ at: Type.Number() })

/** Notices by their ids: when they were committed, or when their first bytes came. */
export const NoticesSeen = Type.Object({ seen: Type.Array(Type.Object({ id: Type.String(), at: Type.Number() })) })
export type NoticesSeen = Static<typeof NoticesSeen>

/** `prompt` answers at once, `dead` never, `slow` a byte at a time, `hostile` with 1 GB. */
export const RECEIVERS = ['prompt', 'dead', 'slow', 'hostile'] as const
export const ReceiversWanted = Type.Object({ receivers: Type.Array(Type.Enum(RECEIVERS)) })
export type ReceiverName = Static<typeof ReceiversWanted>['receivers'][number]
export const ReceiverAddresses = Type.Object({ urls: Type.Array(Type.String()) })

/** Since it was last asked. */
export const NoticesHeard = Type.Object({ calls: Type.Integer(), different: Type.Integer() })

/** A notice as it came. */
export const NoticeSample = Type.Object({
  headers: Type.Record(Type.String(), Type.String()),
  body: Type.String(),
})
export type NoticeSample = Static<typeof NoticeSample>

/** `guarded`: our own client; `node`: the agent of node:http. */
export const PostsWanted = Type.Object({
  client: Type.Enum(['guarded', 'node']),
  urls: Type.Array(Type.String()),
  atOnceOfEach: Type.Integer({ minimum: 1 }),
  notices: Type.Integer({ minimum: 1 }),
  sample: NoticeSample,
})
export type PostsWanted = Static<typeof PostsWanted>
export const PostsMade = Type.Object({ elapsedMs: Type.Number() })

export const OrderTarget = Type.Object({
  apiUrl: Type.String(),
  impKey: Type.String(),
  impSecret: Type.String(),
})
/** `seed` draws the arrivals. */
export const OrdersPlayed = Type.Object({
  orders: Type.Integer({ minimum: 1 }),
  perSecond: Type.Number({ exclusiveMinimum: 0 }),
  seed: Type.Integer(),
})
export const OrdersMeasured = Type.Object({ elapsedMs: Type.Number(), generatorMs: Type.Number() })
