/**
 * The promise every keeper gives (SQLite, PostgreSQL, memory; each passes `contract.ts`): a command is decided on current rows,
 * and its outcome is handed back only when everything it changed is durable. There is no transaction in this
 * interface: a caller that could open one could hold one open while somebody outside is asked.
 */
import type { Attempt, TillKey } from '../core/attempt.ts'
import type {
  ChannelKey,
  CollectionNumber,
  EndpointId,
  Instant,
  MerchantId,
  MonoTime,
  NetworkId,
  OrderId,
  PaymentId,
  ReceiptId,
  RefundId,
  WallTime,
} from '../core/brand.ts'
import type { Command, OutcomeOf, SealedPersonal, SealedText } from '../core/commands.ts'
import type { ConfirmFigure } from '../core/confirm-figures.ts'
import type { Delivery } from '../core/delivery.ts'
import type { DoubtPlace } from '../core/doubt.ts'
import type { Endpoint } from '../core/endpoint.ts'
import type { EndpointHealth } from '../core/endpoint-health.ts'
import type { EventKey } from '../core/event-id.ts'
import type { UsedKey } from '../core/issue-key.ts'
import type { ApiKey, Channel, Connector, Merchant } from '../core/merchant.ts'
import type { Network, Outlet, Till } from '../core/network.ts'
import type { Payment, PaymentEvent } from '../core/payment.ts'
import type { Prepared } from '../core/prepared.ts'
import type { Sorting } from '../core/sorting.ts'
import type { TokenLife } from '../core/token.ts'
import type { V1Status } from '../core/v1-status.ts'
import type { DeliveryQueue, DeliveryReads } from './delivery-promise.ts'
import type { ExternalReceiptReads, RefundReads } from './money-reads.ts'
import type { RegistrationKeeper } from './registrations.ts'
import type { ReportKeeper, SuspenseReads } from './report-keeper.ts'

export type {
  DeliveryCursor,
  DeliveryFilter,
  DeliveryQueue,
  DeliveryReads,
  DeliveryTry,
  LeasedDelivery,
  QueueRoom,
  Settled,
  Tried,
  WaitingQueue,
} from './delivery-promise.ts'
export { REPLAYED_AT_ONCE_MAX } from './delivery-promise.ts'
export type { RegistrationKeeper } from './registrations.ts'
export type { Report, ReportFilter, SuspenseFilter } from './report-keeper.ts'

import type { BrowseAsked, Browsed, BuyerAsked } from './browse.ts'
import type { BesideMoney } from './console-keeper.ts'
import type { TillSightings } from './till-sightings.ts'

export type { BrowseAsked, Browsed, BuyerAsked, BuyerField } from './browse.ts'
export type { ConsoleKeeper, CountedEvents, DayFigures, FiguresCounted } from './console-keeper.ts'

export interface Storage extends BesideMoney {
  /** No other process writes there: a claim that is open when storage is opened was left by one that ended. */
  readonly isSoleOwner: boolean
  /**
   * Decides a command and makes it durable. `deadline`: the request must be answered before it; what the keeper tells
   * the core as `inTime` when the command's turn comes (with `SETTLE_MARGIN_MS` to spare). None: no hurry.
   * Throws `StorageFault`.
   */
  execute<C extends Command>(command: C, deadline?: MonoTime): Promise<OutcomeOf<C>>
  readonly payments: PaymentReads
  readonly refunds: RefundReads
  readonly reports: ReportKeeper
  readonly suspense: SuspenseReads
  readonly externalReceipts: ExternalReceiptReads
  readonly deliveries: DeliveryQueue & DeliveryReads
  readonly endpoints: EndpointKeeper
  readonly directory: DirectoryKeeper
  readonly tokens: TokenKeeper
  readonly prepared: PreparedKeeper
  readonly registrations: RegistrationKeeper
  readonly confirmFigures: ConfirmFigures
  readonly tillSightings: TillSightings
  readonly clock: BusinessClock
  /** Reserves `size` numbers of a counter for this process, durably; answers the first. Never hands out one twice. */
  takeBlock(counter: Counter, size: number): Promise<number>
  /**
   * Sandbox only: forgets every order, prepared amount, payment, refund, receipt, attempt, event, delivery, report and till's day. What the operator set stays, counters go on
   * and the clock stays where it is, so that nothing new looks like anything forgotten.
   */
  forgetPayments(): Promise<void>
  /**
   * Takes away who the customer of a payment is: the record of the customer, the accounts of these refunds, the identifiers of
   * these receipts; or whom the receipt of cash taken elsewhere is for. Answers how many records there were. In SQLite's files no byte is left of them; PostgreSQL's are gone with its
   * next vacuum.
   */
  erase(named: PersonalNamed): Promise<number>
  /** Called after each commit that changed something; must not throw. Returns the way to stop listening. */
  onCommitted(listener: (committed: Committed) => void): () => void
  /** Resolves when a write and a read work, throws `StorageFault` where they do not; settles in the end in any case. */
  check(): Promise<void>
  close(): Promise<void>
}

export type PersonalNamed = PersonalOfPayment | PersonalOfExternal

/** Of the cash receipt of this order number, for cash that was taken elsewhere. */
export interface PersonalOfExternal {
  readonly merchantId: MerchantId
  readonly orderId: OrderId
}

export interface PersonalOfPayment {
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly refundIds: readonly RefundId[]
  readonly receiptIds: readonly ReceiptId[]
}

export interface Committed {
  readonly payments: readonly Payment[]
  readonly deliveries: readonly Delivery[]
}

/** Reads see everything that was acknowledged before they began. Every merchant's read names the merchant. */
export interface PaymentReads {
  find(merchantId: MerchantId, id: PaymentId): Promise<Payment | undefined>
  /** Those of these ids that the merchant has, in the order of the ids. */
  findAll(merchantId: MerchantId, ids: readonly PaymentId[]): Promise<readonly Payment[]>
  /** One page as it is now: a ready payment past its end is listed as failed at its end, whether or not a sweep has been by. */
  list(asked: ListAsked): Promise<PaymentList>
  /** Newest issue first, at most `limit`. */
  ofOrder(merchantId: MerchantId, orderId: OrderId, limit: number): Promise<readonly Payment[]>
  /** The customer's way in. */
  findByPayToken(payToken: string): Promise<Payment | undefined>
  /** The payment issued last on a number. */
  findByNumber(network: NetworkId, number: CollectionNumber): Promise<Payment | undefined>
  /** The payment whose refund was given this number as a slip. */
  findBySlip(network: NetworkId, number: CollectionNumber): Promise<Payment | undefined>
  findAttempt(key: TillKey): Promise<Attempt | undefined>
  /** What was issued under the merchant's key. */
  findUsedKey(merchantId: MerchantId, key: string): Promise<UsedKey | undefined>
  findPersonal(merchantId: MerchantId, id: PaymentId): Promise<SealedPersonal | undefined>
  findPersonals(merchantId: MerchantId, ids: readonly PaymentId[]): Promise<ReadonlyMap<PaymentId, SealedPersonal>>
  /** In order of version. */
  events(merchantId: MerchantId, id: PaymentId): Promise<readonly PaymentEvent[]>
  /** Of those of these payments that the merchant has, each in order of version. */
  histories(merchantId: MerchantId, ids: readonly PaymentId[]): Promise<ReadonlyMap<PaymentId, readonly PaymentEvent[]>>
  /**
   * All events of the merchant's payments in one order that stays, each payment's by version: at most `limit` of those
   * behind `after`; null: from the first. Undefined where the feed has no such event. What was acknowledged before is in
   * it, but for what another node is putting into its place at this moment.
   */
  feed(merchantId: MerchantId, after: EventKey | null, limit: number): Promise<readonly EventKey[] | undefined>
  /** The last event that has a place in the feed; undefined where there is none. */
  feedEnd(merchantId: MerchantId): Promise<EventKey | undefined>
  /** On whichever network; newest issue first, at most `limit`. */
  ofNumber(merchantId: MerchantId, number: CollectionNumber, limit: number): Promise<readonly Payment[]>
  /** Of which an attempt has this name (`attemptNames`); newest issue first, at most `limit`. */
  ofAttempt(merchantId: MerchantId, name: string, limit: number): Promise<readonly Payment[]>
  /** Newest issue first. Undefined where the merchant has no payment `after`. */
  ofBuyer(asked: BuyerAsked): Promise<readonly Payment[] | undefined>
  /** One piece of a walk from the newest issue back. Undefined where the merchant has no payment `after`. */
  browse(asked: BrowseAsked): Promise<Browsed | undefined>
  /** Newest issue first, as they are now. Undefined where the merchant has no payment `after`. */
  atOutlet(asked: OutletAsked): Promise<readonly Payment[] | undefined>
  /** Payments whose deadline, slip or completion is past its time, and claims past theirs; oldest first, at most `limit` of each. */
  overdue(limit: number): Promise<{ readonly expired: readonly PaymentId[]; readonly lapsed: readonly PaymentId[] }>
  /** When the earliest ready payment stops being payable; null when none is ready. */
  nextEndsAt(): Promise<Instant | null>
  /** Those with a receipt whose issuer is to be asked, oldest first, at most `limit`. */
  receiptsDue(limit: number): Promise<readonly PaymentId[]>
  /** When the next receipt's issuer is to be asked; null when none is. */
  nextReceiptDueAt(): Promise<Instant | null>
  /** Whom a receipt was asked for; undefined for one that nobody asked for. */
  findReceiptIdentifier(merchantId: MerchantId, id: ReceiptId): Promise<SealedText | undefined>
  /**
   * Whose money nobody is sure of, of one merchant or, null, of all: those that have been in doubt longest first, at most
   * `limit` behind `after`.
   */
  inDoubt(merchantId: MerchantId | null, after: DoubtPlace | null, limit: number): Promise<readonly Payment[]>
  /** Every payment a till holds right now. */
  authorising(): Promise<readonly PaymentId[]>
}

export interface ListAsked {
  readonly merchantId: MerchantId
  /** Null: any. */
  readonly status: V1Status | null
  /** Both included, compared with the moment a payment came to its status. */
  readonly from: Instant
  readonly to: Instant
  readonly sorting: Sorting
  readonly skip: number
  readonly take: number
}

/** Payments whose latest attempt was at this outlet, and who came to their status in this time, both included. */
export interface OutletAsked {
  readonly merchantId: MerchantId
  readonly outlet: string
  readonly from: Instant
  readonly to: Instant
  /** Issued before this one; null: from the newest. */
  readonly after: PaymentId | null
  readonly limit: number
}

export interface PaymentList {
  /** On all pages. */
  readonly total: number
  readonly payments: readonly Payment[]
}

/** How endpoints fare; what they are is in the directory. */
export interface EndpointKeeper {
  /** Those of the merchant that have something to tell, in the order of their ids; every other one is healthy. */
  health(merchantId: MerchantId): Promise<readonly EndpointHealth[]>
  /** One that is not there (any more) stays as it is. */
  pause(merchantId: MerchantId, endpoint: EndpointId): Promise<EndpointHealth>
  resume(merchantId: MerchantId, endpoint: EndpointId): Promise<EndpointHealth>
}

/** Everything the operator sets, in memory: small, and read by every request. Replaced as a whole when it changes. */
export interface Directory {
  readonly merchants: ReadonlyMap<MerchantId, Merchant>
  /** In the order in which they were registered; one that has none may have no entry. */
  readonly endpoints: ReadonlyMap<MerchantId, readonly Endpoint[]>
  readonly channels: readonly Channel[]
  /** By channel; one whose numbers are the house's own has no entry. */
  readonly connectors: ReadonlyMap<ChannelKey, Connector>
  readonly networks: ReadonlyMap<NetworkId, Network>
  /** By `network/outlet`. */
  readonly outlets: ReadonlyMap<string, Outlet>
  /** By `network/outlet/till`. */
  readonly tills: ReadonlyMap<string, Till>
  /** By `imp_key`. */
  readonly apiKeys: ReadonlyMap<string, ApiKey>
  /** Something sealed with the keys that this data is written with; null until somebody put it. */
  readonly keyProof: string | null
}

export type DirectoryEntry =
  | { readonly kind: 'merchant'; readonly entry: Merchant }
  /** A default channel takes the place of the merchant's former default. */
  | { readonly kind: 'channel'; readonly entry: Channel }
  | { readonly kind: 'connector'; readonly entry: Connector }
  | { readonly kind: 'endpoint'; readonly entry: Endpoint }
  /** What waits for it then ends undelivered when its turn comes. */
  | { readonly kind: 'endpoint_removed'; readonly entry: Pick<Endpoint, 'id' | 'merchantId'> }
  | { readonly kind: 'network'; readonly entry: Network }
  | { readonly kind: 'outlet'; readonly entry: Outlet }
  | { readonly kind: 'till'; readonly entry: Till }
  /** `no` is given by the keeper: 1, 2, 3 … */
  | { readonly kind: 'api_key'; readonly entry: Omit<ApiKey, 'no'> }
  /** The first one stays, whatever is put later. */
  | { readonly kind: 'key_proof'; readonly entry: { readonly sealed: string } }

export interface DirectoryKeeper {
  current(): Directory
  /** With all that was put before, by whichever node; `current()` has it from then on. */
  latest(): Promise<Directory>
  /** Adds or replaces by id, durably; `current()` has it when the promise resolves. */
  put(entries: readonly DirectoryEntry[]): Promise<Directory>
}

export interface TokenKeeper {
  find(keyNo: number): Promise<TokenLife | undefined>
  /** `grantToken` of the core in one transaction, so that racing servers get the same token. */
  grant(keyNo: number): Promise<TokenLife>
}

export interface PreparedKeeper {
  find(merchantId: MerchantId, orderId: OrderId): Promise<Prepared | undefined>
  /** False where the order has one already, which stays. */
  add(prepared: Prepared): Promise<boolean>
  /** False where the order has none, and gets none. */
  change(prepared: Prepared): Promise<boolean>
}

export interface ConfirmFigures {
  /**
   * Adds each count to what is there, durably, all or none; of these merchants, what is older than `FIGURES_KEPT_MS` is
   * let go. No two figures may differ in their count alone.
   */
  add(figures: readonly ConfirmFigure[]): Promise<void>
  /** Of the hours that begin in [from, to), by hour. */
  find(merchantId: MerchantId, from: WallTime, to: WallTime): Promise<readonly ConfirmFigure[]>
}

export interface BusinessClock {
  /** Never steps back; what the next command would be stamped with at the earliest. */
  now(): Instant
  wall(): WallTime
  /** Moves business time forward, durably (the sandbox clock). */
  advance(ms: number): Promise<Instant>
}

export const COUNTERS = ['payment', 'gateway_ref', 'approval'] as const
export type Counter = (typeof COUNTERS)[number]

/** A settle that has less than this left is no longer sure to reach the till. */
export const SETTLE_MARGIN_MS = 300

/**
 * `full`, `overloaded`: nothing was written, try again later. `closed`: shutting down. `unknown`: nobody can say whether
 * it was written. A keeper whose own truth has become doubtful with it ends the process; one that only lost a
 * connection goes on.
 */
export type StorageFaultKind = 'full' | 'overloaded' | 'closed' | 'unknown'

export class StorageFault extends Error {
  readonly kind: StorageFaultKind
  constructor(kind: StorageFaultKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StorageFault'
    this.kind = kind
  }
}
