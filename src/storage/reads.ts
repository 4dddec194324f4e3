/**
 * What a keeper can be asked without writing, on rows as they were committed last. Time is told, not read: only the
 * front of the keeper knows business time. A keeper whose rows are on another machine answers with a promise.
 */
import type { Attempt, TillKey } from '../core/attempt.ts'
import type {
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
import type { Delivery } from '../core/delivery.ts'
import type { EndpointHealth } from '../core/endpoint-health.ts'
import type { EventKey } from '../core/event-id.ts'
import type { Payment, PaymentEvent } from '../core/payment.ts'
import type { Prepared } from '../core/prepared.ts'
import type { TokenLife } from '../core/token.ts'
import type { ReportReads } from './report-keeper.ts'
import type {
  DeliveryCursor,
  DeliveryFilter,
  DeliveryTry,
  ListAsked,
  OutletAsked,
  PaymentList,
  RefundFilter,
  WaitingQueue,
} from './storage.ts'

type Answer<Value> = Value | Promise<Value>

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
  personal(merchantId: MerchantId, id: PaymentId): Answer<SealedPersonal | undefined>
  personals(merchantId: MerchantId, ids: readonly PaymentId[]): Answer<ReadonlyMap<PaymentId, SealedPersonal>>
  events(merchantId: MerchantId, id: PaymentId): Answer<readonly PaymentEvent[]>
  histories(merchantId: MerchantId, ids: readonly PaymentId[]): Answer<ReadonlyMap<PaymentId, readonly PaymentEvent[]>>
  feed(merchantId: MerchantId, after: EventKey | null, limit: number): Answer<readonly EventKey[] | undefined>
  ofNumber(merchantId: MerchantId, number: CollectionNumber, limit: number): Answer<readonly Payment[]>
  ofAttempt(merchantId: MerchantId, name: string, limit: number): Answer<readonly Payment[]>
  /** As at `at`; the payments as they stand in their rows. */
  atOutlet(asked: OutletAsked, at: Instant): Answer<readonly Payment[] | undefined>
  expired(at: Instant, limit: number): Answer<readonly PaymentId[]>
  /** Payments with a slip past its time, once for each. */
  slipsOver(at: Instant, limit: number): Answer<readonly PaymentId[]>
  lapsed(wall: WallTime, limit: number): Answer<readonly PaymentId[]>
  nextEndsAt(): Answer<Instant | null>
  receiptsDue(at: Instant, limit: number): Answer<readonly PaymentId[]>
  nextReceiptDueAt(): Answer<Instant | null>
  receiptIdentifier(merchantId: MerchantId, id: ReceiptId): Answer<SealedText | undefined>
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
  prepared(merchantId: MerchantId, orderId: OrderId): Answer<Prepared | undefined>
  confirmFigures(merchantId: MerchantId, from: WallTime, to: WallTime): Answer<readonly ConfirmFigure[]>
  /** Throws when nothing can be read. */
  probe(): Answer<void>
}
