/** The client of a Sunap gateway. Notices are verified by `sunap-sdk/webhooks`, a practice gateway is started by `sunap-sdk/testing`. */
export type { BulkRow, BulkRows } from './bulk.ts'
export type { CallOptions, ClientOptions } from './call.ts'
export { type Client, createClient, type KeyedOptions, type Names, type OrderAsked } from './client.ts'
export {
  BadRequestError,
  BusyError,
  FaultError,
  type Language,
  NoAnswerError,
  NotFoundError,
  RefusedError,
  SunapError,
  UnauthorizedError,
  UnfinishedError,
} from './errors.ts'
export type { Fetch } from './exchange.ts'
export type { Events, EventsAsked } from './feed.ts'
export type { Deliveries, DeliveriesAsked, Endpoints } from './notice-desk.ts'
export type { ListAsked, PaymentStatus, Payments, SearchAsked } from './pages.ts'
export type { Refunds, RefundsAsked } from './refunds.ts'
export type * from './wire.gen.ts'
