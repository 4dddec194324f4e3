/**
 * What waits for each receiver, in the order in which it is handed out: earliest due first, of the same instant in the
 * order of their keys.
 */
import type { QueueName } from '../../core/brand.ts'
import { type Delivery, queueOf } from '../../core/delivery.ts'

/** Queues in which nothing waits are not in it. */
export type Waiting = Map<QueueName, Delivery[]>

export function putIn(waiting: Waiting, delivery: Delivery): void {
  if (delivery.state !== 'waiting') return
  const queue = waiting.get(queueOf(delivery))
  if (queue === undefined) waiting.set(queueOf(delivery), [delivery])
  else queue.splice(placeIn(queue, delivery), 0, delivery)
}

export function takeOut(waiting: Waiting, delivery: Delivery): void {
  const queue = waiting.get(queueOf(delivery))
  if (queue === undefined || delivery.state !== 'waiting') return
  queue.splice(placeIn(queue, delivery), 1)
  if (queue.length === 0) waiting.delete(queueOf(delivery))
}

/** Where it stands, or would. */
function placeIn(queue: readonly Delivery[], delivery: Delivery): number {
  let from = 0
  let to = queue.length
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    const other = queue[middle]
    if (other !== undefined && dueOrder(other, delivery) < 0) from = middle + 1
    else to = middle
  }
  return from
}

function dueOrder(a: Delivery, b: Delivery): number {
  return dueAt(a) - dueAt(b) || keyOrder(a, b)
}

/** Merchant, payment, version, id. */
export function keyOrder(a: Delivery, b: Delivery): number {
  return (
    ordered(a.merchantId, b.merchantId) ||
    ordered(a.paymentId, b.paymentId) ||
    a.version - b.version ||
    ordered(a.id, b.id)
  )
}

export function dueAt(delivery: Delivery): number {
  return delivery.state === 'waiting' ? delivery.nextTryAt : Number.POSITIVE_INFINITY
}

function ordered(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
