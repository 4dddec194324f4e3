/** What the processes of the bench tell each other. Times named `At` are milliseconds of the machine's monotonic clock. */
import { type Static, Type } from 'typebox'

export const Nothing = Type.Object({})

export const KEEPERS = ['sqlite', 'postgres', 'memory'] as const
export type Keeper = (typeof KEEPERS)[number]
export const GatewayWanted = Type.Object({
  keeper: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres'), Type.Literal('memory')]),
  dataFolder: Type.String(),
  /** Where the keeper needs one. */
  databaseUrl: Type.Union([Type.String(), Type.Null()]),
})

export const GatewayAddresses = Type.Object({
  apiUrl: Type.String(),
  posUrl: Type.String(),
  impKey: Type.String(),
  impSecret: Type.String(),
  terminals: Type.Array(Type.Object({ id: Type.String(), secret: Type.String() })),
})
export type GatewayAddresses = Static<typeof GatewayAddresses>

/** Bytes to answer with. */
export const EchoWanted = Type.Object({ answer: Type.String() })
export const EchoAddress = Type.Object({ apiUrl: Type.String() })

/** CPU time spent since the process began, milliseconds; `mainMs` is the part of the thread that serves. */
export const Usage = Type.Object({ allMs: Type.Number(), mainMs: Type.Number() })
export type Usage = Static<typeof Usage>

/** Without keys a token of the right length is made up. */
export const IssueTarget = Type.Object({
  apiUrl: Type.String(),
  keys: Type.Union([Type.Object({ impKey: Type.String(), impSecret: Type.String() }), Type.Null()]),
  connections: Type.Integer({ minimum: 1 }),
})

/** Ends with whichever comes first. */
export const IssueWindow = Type.Object({ seconds: Type.Number(), requestsMax: Type.Integer({ minimum: 1 }) })

export const IssueMeasured = Type.Object({
  requests: Type.Integer({ minimum: 1 }),
  beganAt: Type.Number(),
  endedAt: Type.Number(),
  p50Ms: Type.Number(),
  p99Ms: Type.Number(),
  /** CPU time of the generator. */
  generatorMs: Type.Number(),
  /** The last answer. */
  answer: Type.String(),
})
export type IssueMeasured = Static<typeof IssueMeasured>

export const TillTarget = Type.Object({ gateway: GatewayAddresses, merchantUrl: Type.String() })

/** Numbers to be sold next. */
export const NumbersWanted = Type.Object({ sales: Type.Integer({ minimum: 1 }) })

/** `seed` draws the arrivals. */
export const SalesWanted = Type.Object({
  perSecond: Type.Number({ exclusiveMinimum: 0 }),
  seed: Type.Integer(),
})

/** Latencies count from the instant at which a message was to be sent. */
export const SaleMeasured = Type.Object({
  orderId: Type.String(),
  inquiryMs: Type.Number(),
  collectMs: Type.Number(),
  answeredAt: Type.Number(),
})
export type SaleMeasured = Static<typeof SaleMeasured>

export const SalesMeasured = Type.Object({
  sales: Type.Array(SaleMeasured),
  /** How long after its instant each message was really sent. */
  sentLateMs: Type.Array(Type.Number()),
  elapsedMs: Type.Number(),
  generatorMs: Type.Number(),
})

export const MerchantWanted = Type.Object({ answerAfterMs: Type.Number() })
export const MerchantAddress = Type.Object({ url: Type.String() })
export const NoticesAwaited = Type.Object({ notices: Type.Integer({ minimum: 1 }) })

/** Of each order: how long the merchant held the question, and when the notice came. */
export const MerchantHeard = Type.Object({
  orders: Type.Array(Type.Object({ orderId: Type.String(), heldMs: Type.Number(), noticeAt: Type.Number() })),
})
