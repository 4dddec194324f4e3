/** What the processes of the bench tell each other. Times named `At` are milliseconds of the machine's monotonic clock. */
import { type Static, Type } from 'typebox'

export const Nothing = Type.Object({})

export const KEEPERS = ['sqlite', 'postgres', 'memory'] as const
export type Keeper = (typeof KEEPERS)[number]
/** Where a measurement can go: the gateway on one of its keepers, or the floor below them. */
export const SERVERS = [...KEEPERS, 'node:http'] as const
export type Server = (typeof SERVERS)[number]

export const GatewayWanted = Type.Object({
  keeper: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres'), Type.Literal('memory')]),
  dataFolder: Type.String(),
  /** Where the keeper needs one. */
  databaseUrl: Type.Union([Type.String(), Type.Null()]),
})
export type GatewayWanted = Static<typeof GatewayWanted>

export const GatewayAddresses = Type.Object({
  apiUrl: Type.String(),
  posUrl: Type.String(),
  /** Of the listener for frames. */
  tcpUrl: Type.String(),
  impKey: Type.String(),
  impSecret: Type.String(),
  terminals: Type.Array(Type.Object({ id: Type.String(), secret: Type.String() })),
})
export type GatewayAddresses = Static<typeof GatewayAddresses>

/** What the gateway answered to a request whose path begins like this. */
export const HeardAnswer = Type.Object({
  path: Type.String(),
  headers: Type.Record(Type.String(), Type.String()),
  body: Type.String(),
})
export type HeardAnswer = Static<typeof HeardAnswer>

export const EchoWanted = Type.Object({
  answers: Type.Array(HeardAnswer),
  /** Where a merchant is asked before, and told after, what is sent to one path is answered. */
  merchant: Type.Union([Type.Object({ path: Type.String(), url: Type.String() }), Type.Null()]),
})
export const EchoAddress = Type.Object({ url: Type.String() })

/** CPU time spent since the process began, milliseconds; `mainMs` is the part of the thread that serves. */
export const Usage = Type.Object({ allMs: Type.Number(), mainMs: Type.Number() })
export type Usage = Static<typeof Usage>

export const REQUESTS = ['issue', 'query', 'token', 'inquiry'] as const
export type RequestName = (typeof REQUESTS)[number]

export const RequestTarget = Type.Object({
  request: Type.Enum(REQUESTS),
  gateway: GatewayAddresses,
  connections: Type.Integer({ minimum: 1 }),
  /** To be issued beforehand. */
  numbers: Type.Integer({ minimum: 0 }),
  /** It forgets: a number can be asked for the first time again and again. */
  isFloor: Type.Boolean(),
})
export type RequestTarget = Static<typeof RequestTarget>

/** Ends with whichever comes first, or when there is nothing left to ask for. */
export const RequestWindow = Type.Object({ seconds: Type.Number(), requestsMax: Type.Integer({ minimum: 1 }) })
export type RequestWindow = Static<typeof RequestWindow>

export const RequestsMeasured = Type.Object({
  requests: Type.Integer({ minimum: 1 }),
  beganAt: Type.Number(),
  endedAt: Type.Number(),
  p50Ms: Type.Number(),
  p99Ms: Type.Number(),
  /** CPU time of the generator. */
  generatorMs: Type.Number(),
  /** The last of each path, since the process began. */
  answers: Type.Array(HeardAnswer),
})
export type RequestsMeasured = Static<typeof RequestsMeasured>

export const TillTarget = Type.Object({ gateway: GatewayAddresses, merchantUrl: Type.String() })

export const LINES = ['http', 'frames'] as const
export type LineName = (typeof LINES)[number]

export const CounterTarget = Type.Object({
  gateway: GatewayAddresses,
  merchantUrl: Type.String(),
  line: Type.Enum(LINES),
  /** It knows no numbers: an order's name will do for one. */
  isFloor: Type.Boolean(),
})

export const CounterWanted = Type.Object({
  name: Type.Enum(['inquiry', 'collect']),
  perSecond: Type.Number({ exclusiveMinimum: 0 }),
  seed: Type.Integer(),
})
export type CounterWanted = Static<typeof CounterWanted>

/** Latencies count from the instant at which a message was to be sent. */
export const MessagesMeasured = Type.Object({
  messages: Type.Array(Type.Object({ orderId: Type.String(), ms: Type.Number() })),
  sentLateMs: Type.Array(Type.Number()),
  beganAt: Type.Number(),
  endedAt: Type.Number(),
  generatorMs: Type.Number(),
  /** The last of each path, since the process began. */
  answers: Type.Array(HeardAnswer),
})
export type MessagesMeasured = Static<typeof MessagesMeasured>

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
  /** The last of each path, since the process began. */
  answers: Type.Array(HeardAnswer),
})
export type SalesMeasured = Static<typeof SalesMeasured>

export const MerchantWanted = Type.Object({ answerAfterMs: Type.Number() })
export const MerchantAddress = Type.Object({ url: Type.String() })
export const NoticesAwaited = Type.Object({ notices: Type.Integer({ minimum: 1 }) })

/** Of each order: how long the merchant held the question, and when the notice came. */
export const MerchantHeard = Type.Object({
  orders: Type.Array(Type.Object({ orderId: Type.String(), heldMs: Type.Number(), noticeAt: Type.Number() })),
})
export type MerchantHeard = Static<typeof MerchantHeard>
