/**
 * Which deliveries are handed out, in the memory keeper: due by business time, held by nobody by wall time, and behind
 * no older delivery to the same address that was never tried or is out right now.
 */
import type { WallTime } from '../../core/brand.ts'
import type { Delivery } from '../../core/delivery.ts'
import type { DeliveryTry, LeasedDelivery, PassOver } from '../storage.ts'
import { triedDelivery } from '../tried-delivery.ts'
import type { Chore } from '../writes.ts'
import { addTo, type QueuedDelivery, type Tables, writeDelivery } from './tables.ts'

export function leaseDue(tables: Tables, { limit, leaseMs, passOver }: Lease, wall: WallTime) {
  const due = [...tables.waiting]
    .flatMap((id) => tables.deliveries.get(id) ?? [])
    .filter((queued) => isDue(queued, tables.time.last) && isFree(queued, wall) && !isBlocked(tables, queued, wall))
    .filter((queued) => !isPassedOver(queued, passOver))
    .sort(dueOrder)
    .slice(0, limit)
  return due.map(({ delivery, fence }): LeasedDelivery => {
    writeDelivery(tables, { delivery, fence: fence + 1, leaseUntil: (wall + leaseMs) as WallTime })
    return { delivery, fence: fence + 1 }
  })
}

type Lease = Extract<Chore, { kind: 'lease' }>
type Settle = Extract<Chore, { kind: 'settle' }>

/** Undefined when the lease is another's, or was settled before. */
export function settleTry(tables: Tables, { leased, tried, chance }: Settle): Delivery | undefined {
  const queued = tables.deliveries.get(leased.delivery.id)
  if (queued === undefined || queued.leaseUntil === null || queued.fence !== leased.fence) return undefined
  const { delivery, fence } = queued
  const after = triedDelivery(delivery, tried.result, tables.time.last, chance)
  const attempt: DeliveryTry = { ...tried, delivery: delivery.id, number: after.tries }
  addTo(tables.tries, delivery.id, attempt)
  writeDelivery(tables, { delivery: after, fence, leaseUntil: null })
  return after
}

export function isFree({ leaseUntil }: QueuedDelivery, wall: WallTime): boolean {
  return leaseUntil === null || leaseUntil <= wall
}

/** An older notice of the payment to this address comes first: it must have been tried once, and not be out. */
export function isBlocked({ ofPayment, deliveries }: Tables, { delivery }: QueuedDelivery, wall: WallTime): boolean {
  return (ofPayment.get(delivery.paymentId) ?? []).some((id) => {
    const older = deliveries.get(id)
    if (older === undefined || older.delivery.url !== delivery.url) return false
    if (older.delivery.version >= delivery.version || older.delivery.state !== 'waiting') return false
    return older.delivery.tries === 0 || !isFree(older, wall)
  })
}

function isPassedOver({ delivery }: QueuedDelivery, { merchants, addresses }: PassOver): boolean {
  const [address = ''] = delivery.url.split('?')
  return merchants.includes(delivery.merchantId) || addresses.includes(address)
}

/** Earliest due first; of the same instant in the order of their keys. */
export function dueOrder(a: QueuedDelivery, b: QueuedDelivery): number {
  return dueAt(a.delivery) - dueAt(b.delivery) || keyOrder(a, b)
}

/** Merchant, payment, version, id. */
export function keyOrder({ delivery: a }: QueuedDelivery, { delivery: b }: QueuedDelivery): number {
  return (
    ordered(a.merchantId, b.merchantId) ||
    ordered(a.paymentId, b.paymentId) ||
    a.version - b.version ||
    ordered(a.id, b.id)
  )
}

function isDue({ delivery }: QueuedDelivery, at: number): boolean {
  return dueAt(delivery) <= at
}

function dueAt(delivery: Delivery): number {
  return delivery.state === 'waiting' ? delivery.nextTryAt : Number.POSITIVE_INFINITY
}

function ordered(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
