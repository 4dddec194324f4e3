/**
 * What a keeper can be asked without writing, on rows as they were committed last. Time is told, not read: only the
 * front of the keeper knows business time. A keeper whose rows are on another machine answers with a promise.
 */
import type { Attempt, TillKey } from '../core/attempt.ts'
import type {
  ChannelKey,
  CollectionNumber,
  DeliveryId,
  Instant,
  MerchantId,
  NetworkId,
  OrderId,
  PaymentId,
  QueueName,
  ReceiptId,
  RefundId,
  WallTime,
} from '../core/brand.ts'
import type { RefundOfPayment } from '../core/changes.ts'
import type { SealedPersonal, SealedText } from '../core/commands.ts'
import type { ConfirmFigure } from '../core/confirm-figures.ts'
import type { AuditEntry, ConsoleSession, Person, PersonId } from '../core/console.ts'
import type { Delivery } from '../core/delivery.ts'
import type { DoubtPlace } from '../core/doubt.ts'
import type { EndpointHealth } from '../core/endpoint-health.ts'
import type { EventKey } from '../core/event-id.ts'
import type { ExternalReceipt } from '../core/external-receipt.ts'
import type { UsedKey } from '../core/issue-key.ts'
import type { Payment, PaymentEvent } from '../core/payment.ts'
import type { Prepared } from '../core/prepared.ts'
import type { TakenRegistration } from '../core/registration.ts'
import type { TokenLife } from '../core/token.ts'
import type { RefundFilter, TransferKey } from './money-reads.ts'
import type { ReportReads } from './report-keeper.ts'
import type {
  BrowseAsked,
  Browsed,
  BuyerAsked,
  DeliveryCursor,
  DeliveryFilter,
  DeliveryTry,
  FiguresCounted,
  ListAsked,
  OutletAsked,
  PaymentList,
  WaitingQueue,
} from './storage.ts'
import type { TillSighting } from './till-sightings.ts'

type Answer<Value> = Value | Promise<Value>

/** What is asked about cash receipts of cash that was taken elsewhere. */
export type ExternalLooks = 'external' | 'externalByToken' | 'externalsDue' | 'nextExternalDueAt' | 'externalIdentifier'

export interface Reads extends ReportReads {
  payment(merchantId: MerchantId, id: PaymentId): Answer<Payment | undefined>
  payments(merchantId: MerchantId, ids: readonly PaymentId[]): Answer<readonly Payment[]>
  /** As at `at`; the payments as they stand in their rows. */
  list(asked: ListAsked, at: Instant): Answer<PaymentList>
  paymentsOfOrder(merchantId: MerchantId, orderId: OrderId, limit: number): Answer<readonly Payment[]>
  paymentByPayToken(payToken: string): Answer<Payment | undefined>
  paymentByNumber(network: NetworkId, number: CollectionNumber): Answer<Payment | undefined>
  paymentBySlip(network: NetworkId, number: CollectionNumber): Answer<Payment | undefined>
  attempt(key: TillKey): Answer<Attempt | undefined>
  usedKey(merchantId: MerchantId, key: string): Answer<UsedKey | undefined>
  personal(merchantId: MerchantId, id: PaymentId): Answer<SealedPersonal | undefined>
  personals(merchantId: MerchantId, ids: readonly PaymentId[]): Answer<ReadonlyMap<PaymentId, SealedPersonal>>
  events(merchantId: MerchantId, id: PaymentId): Answer<readonly PaymentEvent[]>
  histories(merchantId: MerchantId, ids: readonly PaymentId[]): Answer<ReadonlyMap<PaymentId, readonly PaymentEvent[]>>
  feed(merchantId: MerchantId, after: EventKey | null, limit: number): Answer<readonly EventKey[] | undefined>
  feedEnd(merchantId: MerchantId): Answer<EventKey | undefined>
  ofNumber(merchantId: MerchantId, number: CollectionNumber, limit: number): Answer<readonly Payment[]>
  ofAttempt(merchantId: MerchantId, name: string, limit: number): Answer<readonly Payment[]>
  ofBuyer(asked: BuyerAsked): Answer<readonly Payment[] | undefined>
  /** As at `at`; the payments as they stand in their rows. */
  browse(asked: BrowseAsked, at: Instant): Answer<Browsed | undefined>
  /** As at `at`; the payments as they stand in their rows. */
  atOutlet(asked: OutletAsked, at: Instant): Answer<readonly Payment[] | undefined>
  expired(at: Instant, limit: number): Answer<readonly PaymentId[]>
  /** Payments with a slip past its time, once for each. */
  slipsOver(at: Instant, limit: number): Answer<readonly PaymentId[]>
  lapsed(wall: WallTime, limit: number): Answer<readonly PaymentId[]>
  /** Those whose completion was due, and whose doubt nobody has written down yet. */
  toDoubt(at: Instant, limit: number): Answer<readonly PaymentId[]>
  inDoubt(merchantId: MerchantId | null, after: DoubtPlace | null, limit: number): Answer<readonly Payment[]>
  nextEndsAt(): Answer<Instant | null>
  receiptsDue(at: Instant, limit: number): Answer<readonly PaymentId[]>
  nextReceiptDueAt(): Answer<Instant | null>
  receiptIdentifier(merchantId: MerchantId, id: ReceiptId): Answer<SealedText | undefined>
  external(merchantId: MerchantId, orderId: OrderId): Answer<ExternalReceipt | undefined>
  externalByToken(token: string): Answer<ExternalReceipt | undefined>
  externalsDue(at: Instant, limit: number): Answer<readonly ExternalReceipt[]>
  nextExternalDueAt(): Answer<Instant | null>
  externalIdentifier(merchantId: MerchantId, orderId: OrderId): Answer<SealedText | undefined>
  authorising(): Answer<readonly PaymentId[]>
  refund(merchantId: MerchantId, id: RefundId): Answer<RefundOfPayment | undefined>
  /** As at `at`; the payments as they stand in their rows. */
  refunds(
    merchantId: MerchantId,
    filter: RefundFilter,
    after: RefundId | null,
    limit: number,
    at: Instant,
  ): Answer<readonly RefundOfPayment[]>
  transfersDue(at: Instant, limit: number): Answer<readonly TransferKey[]>
  nextTransferDueAt(): Answer<Instant | null>
  account(merchantId: MerchantId, id: RefundId): Answer<SealedText | undefined>
  waitingQueues(wall: WallTime, after: QueueName | null, limit: number): Answer<readonly WaitingQueue[]>
  delivery(merchantId: MerchantId, id: DeliveryId): Answer<Delivery | undefined>
  listDeliveries(
    merchantId: MerchantId,
    filter: DeliveryFilter,
    after: DeliveryCursor | null,
    limit: number,
  ): Answer<readonly Delivery[]>
  deliveries(merchantId: MerchantId, id: PaymentId): Answer<readonly Delivery[]>
  tries(merchantId: MerchantId, id: DeliveryId): Answer<readonly DeliveryTry[]>
  health(merchantId: MerchantId): Answer<readonly EndpointHealth[]>
  token(keyNo: number): Answer<TokenLife | undefined>
  registration(merchantId: MerchantId, id: PaymentId): Answer<TakenRegistration | undefined>
  registrationsDue(wall: WallTime, channels: readonly ChannelKey[]): Answer<readonly ChannelKey[]>
  prepared(merchantId: MerchantId, orderId: OrderId): Answer<Prepared | undefined>
  tillSightings(): Answer<readonly TillSighting[]>
  confirmFigures(merchantId: MerchantId, from: WallTime, to: WallTime): Answer<readonly ConfirmFigure[]>
  person(id: PersonId): Answer<Person | undefined>
  personByEmail(email: string): Answer<Person | undefined>
  people(merchantId: MerchantId | null): Answer<readonly Person[]>
  session(hash: string): Answer<ConsoleSession | undefined>
  audit(merchantId: MerchantId | null, after: string | null, limit: number): Answer<readonly AuditEntry[]>
  dayFigures(merchantId: MerchantId, from: number, to: number): Answer<FiguresCounted>
  /** Throws when nothing can be read. */
  probe(): Answer<void>
}
