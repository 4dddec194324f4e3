/** The writer's chores for deliveries and the endpoints they go to, each inside the batch's transaction. */
import { type Delivery, readDeliveryId } from '../../core/delivery.ts'
import { type EndpointHealth, healthy, isHealthy, pausedByHand, resumed } from '../../core/endpoint-health.ts'
import { hasEndpoint } from '../directory.ts'
import { goingOut, replayedToday } from '../handing-out.ts'
import {
  deliveryKey,
  deliveryOf,
  leasedOf,
  replayedDeliveryValues,
  settledDeliveryValues,
  tryValues,
} from '../rows/delivery-rows.ts'
import { healthBeside, healthOf, healthValues } from '../rows/endpoint-rows.ts'
import type { Row } from '../rows/row.ts'
import { settledTry } from '../settled-try.ts'
import type { Directory, LeasedDelivery, QueueRoom, Settled } from '../storage.ts'
import type { Chore } from '../writes.ts'
import type { Work } from './chores.ts'
import { one } from './load-rows.ts'
import type { WriteStatements } from './statements.ts'

type ChoreOf<Kind extends Chore['kind']> = Extract<Chore, { kind: Kind }>

export function leaseDue(
  statements: WriteStatements,
  work: Work,
  { rooms, leaseMs }: ChoreOf<'lease'>,
): readonly LeasedDelivery[] {
  return rooms.flatMap((room) => {
    const out = takeOut(statements, work, room).map(leasedOf)
    for (const { delivery, fence } of out) {
      statements.leaseDelivery.run(work.wall + leaseMs, fence, ...deliveryKey(delivery))
      work.dirty = true
    }
    return out
  })
}

function takeOut(statements: WriteStatements, work: Work, { queue, limit }: QueueRoom): readonly Row[] {
  const due = statements.dueDeliveries.all(work.wall, work.time.last, queue, limit)
  const { out, health } = goingOut(due, due[0] && healthBeside(due[0]), work.wall)
  if (health !== undefined) writeHealth(statements, health)
  return out
}

export function settleTry(
  statements: WriteStatements,
  work: Work,
  { leased, tried, chance }: ChoreOf<'settle'>,
): Settled | undefined {
  const row = statements.leasedDelivery.get(...deliveryKey(leased.delivery), leased.fence)
  if (row === undefined) return undefined
  const before = deliveryOf(row)
  const health = isThere(work.directory, before) ? healthBeside(row) : undefined
  const { time, wall } = work
  const {
    delivery,
    attempt,
    health: after,
    endpointBecame,
  } = settledTry(before, health, tried, {
    at: time.last,
    wall,
    chance,
  })
  statements.settleDelivery.run(...settledDeliveryValues(delivery))
  statements.insertTry.run(...tryValues(delivery.merchantId, attempt))
  if (after !== undefined && after !== health) writeHealth(statements, after)
  work.deliveries.push(delivery)
  work.dirty = true
  return { delivery, endpointBecame }
}

function isThere(directory: Directory, { merchantId, endpoint }: Delivery): boolean {
  return endpoint !== null && hasEndpoint(directory, merchantId, endpoint)
}

export function replayDeliveries(
  statements: WriteStatements,
  work: Work,
  { merchantId, ids }: ChoreOf<'replay'>,
): readonly Delivery[] {
  return [...new Set(ids)].flatMap((id) => {
    const key = readDeliveryId(id)
    if (key === undefined) return []
    const free = one(statements.freeDelivery, [merchantId, key.paymentId, key.version, id, work.wall], deliveryOf)
    const delivery = free && replayedToday(free, work.directory, work.time.last)
    if (delivery === undefined) return []
    statements.replayDelivery.run(...replayedDeliveryValues(delivery))
    work.deliveries.push(delivery)
    work.dirty = true
    return [delivery]
  })
}

export function pruneDelivered(statements: WriteStatements, work: Work, { before, limit }: ChoreOf<'prune'>): number {
  const old = statements.oldDelivered.all(before, limit).map(deliveryOf)
  for (const delivery of old) {
    statements.deleteTries.run(delivery.merchantId, delivery.id)
    statements.deleteDelivery.run(...deliveryKey(delivery))
    work.dirty = true
  }
  return old.length
}

export function pauseEndpoint(
  statements: WriteStatements,
  work: Work,
  { merchantId, endpoint, paused }: ChoreOf<'pause'>,
): EndpointHealth {
  const before = one(statements.healthOfEndpoint, [merchantId, endpoint], healthOf) ?? healthy(merchantId, endpoint)
  if (!hasEndpoint(work.directory, merchantId, endpoint)) return before
  const after = paused ? pausedByHand(before, work.wall) : resumed(before)
  writeHealth(statements, after)
  work.dirty = true
  return after
}

/** One that has nothing to tell is not kept. */
function writeHealth(statements: WriteStatements, health: EndpointHealth): void {
  if (isHealthy(health)) statements.deleteHealth.run(health.merchantId, health.endpoint)
  else statements.putHealth.run(...healthValues(health))
}
