/**
 * What a keeper can be asked without writing, on rows as they were committed last. Time is told, not read: only the
 * front of the keeper knows business time.
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
  WallTime,
} from '../core/brand.ts'
import type { SealedPersonal } from '../core/commands.ts'
import type { Delivery } from '../core/delivery.ts'
import type { Payment, PaymentEvent } from '../core/payment.ts'
import type { TokenLife } from '../core/token.ts'
import type { DeliveryTry, Directory } from './storage.ts'

export interface Reads {
  payment(merchantId: MerchantId, id: PaymentId): Payment | undefined
  paymentsOfOrder(merchantId: MerchantId, orderId: OrderId, limit: number): readonly Payment[]
  paymentByPayToken(payToken: string): Payment | undefined
  paymentByNumber(network: NetworkId, number: CollectionNumber): Payment | undefined
  attempt(key: TillKey): Attempt | undefined
  personal(merchantId: MerchantId, id: PaymentId): SealedPersonal | undefined
  events(merchantId: MerchantId, id: PaymentId): readonly PaymentEvent[]
  expired(at: Instant, limit: number): readonly PaymentId[]
  lapsed(wall: WallTime, limit: number): readonly PaymentId[]
  nextEndsAt(): Instant | null
  authorising(): readonly PaymentId[]
  nextDueAt(wall: WallTime): Instant | null
  deliveries(merchantId: MerchantId, id: PaymentId): readonly Delivery[]
  tries(merchantId: MerchantId, id: DeliveryId): readonly DeliveryTry[]
  token(keyNo: number): TokenLife | undefined
  directory(): Directory
  /** Throws when nothing can be read. */
  probe(): void
}
