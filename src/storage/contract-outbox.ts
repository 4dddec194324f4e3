/** What the chapters about notices share: endpoints, answers, and a dispatcher that takes whatever is due. */
import assert from 'node:assert/strict'
import type { EndpointId, MerchantId, QueueName } from '../core/brand.ts'
import { type Delivery, endpointQueue, type TryResult } from '../core/delivery.ts'
import { DEFAULT_ENDPOINT, type Endpoint } from '../core/endpoint.ts'
import { ALPHA, paymentId } from './contract-commands.ts'
import type { DirectoryEntry, LeasedDelivery, Settled, Storage, Tried } from './storage.ts'

export const OK: TryResult = { kind: 'answered', status: 200, retryAfterMs: null }
export const GONE: TryResult = { kind: 'answered', status: 410, retryAfterMs: null }
export const DOWN: TryResult = { kind: 'failed', cause: 'connection refused' }
export const LEASE_MS = 30_000

export const EP1 = 'ep_1' as EndpointId
export const EP2 = 'ep_2' as EndpointId

export const endpoint = (id: EndpointId, of: Partial<Endpoint> = {}): Endpoint => ({
  id,
  merchantId: ALPHA,
  url: `https://alpha.example/${id}`,
  description: '창고',
  format: 'modern',
  hears: null,
  secrets: [{ sealed: `whsec_${id}`, until: null }],
  ...of,
})

export const putEndpoint = (id: EndpointId, of: Partial<Endpoint> = {}): DirectoryEntry => ({
  kind: 'endpoint',
  entry: endpoint(id, of),
})

export const removeEndpoint = (id: EndpointId, merchantId: MerchantId = ALPHA): DirectoryEntry => ({
  kind: 'endpoint_removed',
  entry: { id, merchantId },
})

export const queueTo = (endpoint: EndpointId, merchantId: MerchantId = ALPHA): QueueName =>
  endpointQueue(merchantId, endpoint)

export const DEFAULT_QUEUE = queueTo(DEFAULT_ENDPOINT)

const QUEUES_MAX = 1000

export async function waitingNames(storage: Storage): Promise<readonly QueueName[]> {
  return (await storage.deliveries.waitingQueues(null, QUEUES_MAX)).map(({ queue }) => queue)
}

/** Of every queue that waits, whatever is due, at most `limit` each. */
export async function leaseDue(storage: Storage, limit = 10): Promise<readonly LeasedDelivery[]> {
  const rooms = (await waitingNames(storage)).map((queue) => ({ queue, limit }))
  return storage.deliveries.lease(rooms, LEASE_MS)
}

export async function leaseOne(storage: Storage, queue: QueueName = DEFAULT_QUEUE): Promise<LeasedDelivery> {
  const [leased] = await storage.deliveries.lease([{ queue, limit: 1 }], LEASE_MS)
  assert.ok(leased, 'a delivery is due')
  return leased
}

export function triedWith(storage: Storage, { url }: Pick<Delivery, 'url'>, result: TryResult): Tried {
  const detail = { ko: '응답 없음', en: 'no answer' }
  return { triedAt: storage.clock.wall(), url, latencyMs: 12.25, result, detail, answer: '{"ok":false}' }
}

export function settled(storage: Storage, leased: LeasedDelivery, result: TryResult): Promise<Settled | undefined> {
  return storage.deliveries.settle(leased, triedWith(storage, leased.delivery, result), 0.5)
}

/** The next due one of the queue is handed out and tried. */
export async function tryNext(storage: Storage, result: TryResult, queue: QueueName = DEFAULT_QUEUE): Promise<Settled> {
  const after = await settled(storage, await leaseOne(storage, queue), result)
  assert.ok(after, 'the lease is held')
  return after
}

export async function deliveriesOf(storage: Storage, no: number): Promise<readonly Delivery[]> {
  return storage.deliveries.ofPayment(ALPHA, paymentId(no))
}

/** The only one of a payment, or of its newest event. */
export async function lastDelivery(storage: Storage, no: number): Promise<Delivery> {
  const delivery = (await deliveriesOf(storage, no)).at(-1)
  assert.ok(delivery, 'there is a delivery')
  return delivery
}

export const paymentsOf = (leased: readonly LeasedDelivery[]) => leased.map(({ delivery }) => delivery.paymentId)
