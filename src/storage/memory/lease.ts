/**
 * Which deliveries are handed out, in the memory keeper: due by business time, held by nobody by wall time, and behind
 * no older delivery in the same queue that was never tried or is out right now.
 */
import type { QueueName, WallTime } from '../../core/brand.ts'
import { type Delivery, endpointQueue, queueOf } from '../../core/delivery.ts'
import { type EndpointHealth, healthy, isHealthy, pausedByHand, resumed } from '../../core/endpoint-health.ts'
import { hasEndpoint } from '../directory.ts'
import { goingOut, replayedToday } from '../handing-out.ts'
import { settledTry } from '../settled-try.ts'
import type { LeasedDelivery, QueueRoom, Settled } from '../storage.ts'
import type { Chore } from '../writes.ts'
import { addTo, type QueuedDelivery, type Tables, writeDelivery } from './tables.ts'
import { dueAt, keyOrder } from './waiting.ts'

type ChoreOf<Kind extends Chore['kind']> = Extract<Chore, { kind: Kind }>

export function leaseDue(
  tables: Tables,
  { rooms, leaseMs }: ChoreOf<'lease'>,
  wall: WallTime,
): readonly LeasedDelivery[] {
  return rooms.flatMap((room) =>
    dueIn(tables, room, wall).map(({ delivery, fence }) => {
      writeDelivery(tables, { delivery, fence: fence + 1, leaseUntil: (wall + leaseMs) as WallTime })
      return { delivery, fence: fence + 1 }
    }),
  )
}

function dueIn(tables: Tables, { queue, limit }: QueueRoom, wall: WallTime): readonly QueuedDelivery[] {
  const due: QueuedDelivery[] = []
  for (const queued of freeIn(tables, queue, wall)) {
    if (due.length === limit || dueAt(queued.delivery) > tables.time.last) break
    due.push(queued)
  }
  const { out, health } = goingOut(due, tables.health.get(queue), wall)
  if (health !== undefined) writeHealth(tables, health)
  return out
}

/** Undefined when the lease is another's, or was settled before. */
export function settleTry(
  tables: Tables,
  { leased, tried, chance }: ChoreOf<'settle'>,
  wall: WallTime,
): Settled | undefined {
  const queued = tables.deliveries.get(leased.delivery.id)
  if (queued === undefined || queued.leaseUntil === null || queued.fence !== leased.fence) return undefined
  const health = healthOf(tables, queued.delivery)
  const settled = settledTry(queued.delivery, health, tried, { at: tables.time.last, wall, chance })
  addTo(tables.tries, settled.delivery.id, settled.attempt)
  writeDelivery(tables, { delivery: settled.delivery, fence: queued.fence, leaseUntil: null })
  if (settled.health !== undefined && settled.health !== health) writeHealth(tables, settled.health)
  return { delivery: settled.delivery, endpointBecame: settled.endpointBecame }
}

export function replayDeliveries(
  tables: Tables,
  { merchantId, ids }: ChoreOf<'replay'>,
  wall: WallTime,
): readonly Delivery[] {
  return [...new Set(ids)].flatMap((id) => {
    const queued = tables.deliveries.get(id)
    if (queued === undefined || queued.delivery.merchantId !== merchantId || !isFree(queued, wall)) return []
    const delivery = replayedToday(queued.delivery, tables.directory, tables.time.last)
    if (delivery === undefined) return []
    writeDelivery(tables, { delivery, fence: queued.fence, leaseUntil: null })
    return [delivery]
  })
}

export function pruneDelivered(tables: Tables, { before, limit }: ChoreOf<'prune'>): number {
  const old = [...tables.deliveries.values()]
    .flatMap(({ delivery }) => (delivery.state === 'delivered' && delivery.endedAt < before ? [delivery] : []))
    .sort((a, b) => a.endedAt - b.endedAt || keyOrder(a, b))
    .slice(0, limit)
  for (const delivery of old) {
    tables.deliveries.delete(delivery.id)
    tables.tries.delete(delivery.id)
    const left = (tables.ofPayment.get(delivery.paymentId) ?? []).filter((id) => id !== delivery.id)
    tables.ofPayment.set(delivery.paymentId, left)
  }
  return old.length
}

export function pauseEndpoint(
  tables: Tables,
  { merchantId, endpoint, paused }: ChoreOf<'pause'>,
  wall: WallTime,
): EndpointHealth {
  const before = tables.health.get(endpointQueue(merchantId, endpoint)) ?? healthy(merchantId, endpoint)
  if (!hasEndpoint(tables.directory, merchantId, endpoint)) return before
  const after = paused ? pausedByHand(before, wall) : resumed(before)
  writeHealth(tables, after)
  return after
}

function healthOf({ health, directory }: Tables, delivery: Delivery): EndpointHealth | undefined {
  const { merchantId, endpoint } = delivery
  if (endpoint === null || !hasEndpoint(directory, merchantId, endpoint)) return undefined
  return health.get(queueOf(delivery)) ?? healthy(merchantId, endpoint)
}

/** One that has nothing to tell is not kept. */
export function writeHealth({ health }: Tables, after: EndpointHealth): void {
  const queue = endpointQueue(after.merchantId, after.endpoint)
  if (isHealthy(after)) health.delete(queue)
  else health.set(queue, after)
}

function isFree({ leaseUntil }: QueuedDelivery, wall: WallTime): boolean {
  return leaseUntil === null || leaseUntil <= wall
}

/** An older notice of the payment in this queue comes first: it must have been tried once, and not be out. */
function isBlocked({ ofPayment, deliveries }: Tables, { delivery }: QueuedDelivery, wall: WallTime): boolean {
  const queue = queueOf(delivery)
  return (ofPayment.get(delivery.paymentId) ?? []).some((id) => {
    const older = deliveries.get(id)
    if (older === undefined || queueOf(older.delivery) !== queue) return false
    if (older.delivery.version >= delivery.version || older.delivery.state !== 'waiting') return false
    return older.delivery.tries === 0 || !isFree(older, wall)
  })
}

/** In the order in which they are handed out; not what is out or stands behind one that is. */
export function* freeIn(tables: Tables, queue: QueueName, wall: WallTime): Generator<QueuedDelivery> {
  for (const { id } of tables.waiting.get(queue) ?? []) {
    const queued = tables.deliveries.get(id)
    if (queued !== undefined && isFree(queued, wall) && !isBlocked(tables, queued, wall)) yield queued
  }
}
