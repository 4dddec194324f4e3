/** What every keeper promises of deliveries: who is called next, what became of it, and looking at both. Part of `storage.ts`. */
import type { DeliveryId, EndpointId, Instant, MerchantId, PaymentId, QueueName, WallTime } from '../core/brand.ts'
import type { Delivery, TryResult } from '../core/delivery.ts'
import type { PauseCause } from '../core/endpoint-health.ts'

export interface LeasedDelivery {
  readonly delivery: Delivery
  /** Grows with each lease of this delivery; a result with an older one changes nothing. */
  readonly fence: number
}

/** How one try went, for those who ask why a notice did not arrive. */
export interface DeliveryTry {
  readonly delivery: DeliveryId
  readonly number: number
  readonly triedAt: WallTime
  /** The address that was called. */
  readonly url: string
  readonly latencyMs: number
  readonly result: TryResult
  /** In plain words, safe to show to the merchant. */
  readonly detail: { readonly ko: string; readonly en: string }
  /** How the answer's body began; null where there was none. */
  readonly answer: string | null
  /** Null: none follows. */
  readonly nextTryAt: Instant | null
}

/** What is known of a try before what follows from it. */
export type Tried = Omit<DeliveryTry, 'delivery' | 'number' | 'nextTryAt'>

/** Deliveries that wait for one receiver. */
export interface WaitingQueue {
  readonly queue: QueueName
  readonly merchantId: MerchantId
  /** Of those that may be handed out, the earliest. */
  readonly dueAt: Instant
}

/** At most one for each queue. */
export interface QueueRoom {
  readonly queue: QueueName
  /** At most so many of it. */
  readonly limit: number
}

export interface Settled {
  readonly delivery: Delivery
  /** What its endpoint became by this try: paused for a cause, or called again; null: what it was. */
  readonly endpointBecame: Exclude<PauseCause, 'by_hand'> | 'resumed' | null
}

export interface DeliveryQueue {
  /**
   * In the order of their names, those after `after`, at most `limit`. Left out are queues all of whose deliveries are
   * out or behind one that is, and those of paused endpoints, but for one that may be probed.
   */
  waitingQueues(after: QueueName | null, limit: number): Promise<readonly WaitingQueue[]>
  /**
   * Leases due deliveries of these queues until wall time + `leaseMs`, of each queue the earliest due first. Of one
   * payment and queue, a delivery is due only when every older one has ended or been tried and is not out on a lease.
   * A paused endpoint gives none, or the one that probes it.
   */
  lease(rooms: readonly QueueRoom[], leaseMs: number): Promise<readonly LeasedDelivery[]>
  /** Records a try and what follows from it; undefined when the lease was lost. `chance` in [0, 1) spreads the retries. */
  settle(leased: LeasedDelivery, tried: Tried, chance: number): Promise<Settled | undefined>
  /**
   * Begins these anew, at the address that is right today. Answers those that were: not what is out on a lease, what has
   * no address any more, or what is another merchant's. At most `REPLAYED_AT_ONCE_MAX`.
   */
  replay(merchantId: MerchantId, ids: readonly DeliveryId[]): Promise<readonly DeliveryId[]>
  /** Forgets at most `limit` that were delivered before `before`, with their tries; answers how many. Nothing undelivered is forgotten. */
  prune(before: Instant, limit: number): Promise<number>
}

export const REPLAYED_AT_ONCE_MAX = 500

/** Every member that is given must hold. */
export interface DeliveryFilter {
  readonly endpoint?: EndpointId
  readonly state?: Delivery['state']
  /** Of the event, both inclusive. */
  readonly from?: Instant
  readonly to?: Instant
}

/** Where a page ended: what comes next is older, or as old with a smaller id. */
export interface DeliveryCursor {
  readonly createdAt: Instant
  readonly id: DeliveryId
}

export interface DeliveryReads {
  find(merchantId: MerchantId, id: DeliveryId): Promise<Delivery | undefined>
  /** Newest event first, at most `limit`. */
  list(
    merchantId: MerchantId,
    filter: DeliveryFilter,
    after: DeliveryCursor | null,
    limit: number,
  ): Promise<readonly Delivery[]>
  /** In the order of their events. */
  ofPayment(merchantId: MerchantId, id: PaymentId): Promise<readonly Delivery[]>
  /** In the order in which they were made. */
  tries(merchantId: MerchantId, id: DeliveryId): Promise<readonly DeliveryTry[]>
}
