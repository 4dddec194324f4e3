/**
 * The chores for deliveries and the endpoints they go to. Locks are taken in one order by all: deliveries by their keys,
 * then endpoints, then how these fare; whoever hands out deliveries leaves those alone that somebody has locked, so that
 * nodes share a queue without waiting for each other. A healthy endpoint has no row, and nobody locks anything for it.
 */
import type { Instant, QueueName } from '../../core/brand.ts'
import { type Delivery, endpointQueue, queueOf, readDeliveryId } from '../../core/delivery.ts'
import { DEFAULT_ENDPOINT } from '../../core/endpoint.ts'
import { type EndpointHealth, healthy, isHealthy, pausedByHand, resumed } from '../../core/endpoint-health.ts'
import { goingOut, replayedToday } from '../handing-out.ts'
import { text } from '../rows/cells.ts'
import {
  deliveryKey,
  deliveryOf,
  leasedOf,
  replayedDeliveryValues,
  settledDeliveryValues,
  tryValues,
} from '../rows/delivery-rows.ts'
import { healthBeside, healthOf, healthValues } from '../rows/endpoint-rows.ts'
import { type SettledTry, settledTry } from '../settled-try.ts'
import type { Directory, LeasedDelivery, Settled } from '../storage.ts'
import type { Chore } from '../writes.ts'
import type { Line } from './connections.ts'
import { STATEMENTS } from './statements.ts'
import { columnsOf, ROWS } from './tables.ts'
import type { Transaction } from './transaction.ts'

type ChoreOf<Kind extends Chore['kind']> = Extract<Chore, { kind: Kind }>
type Receiver = Pick<EndpointHealth, 'merchantId' | 'endpoint'>
type Healths = ReadonlyMap<QueueName, EndpointHealth>

export async function leaseDue(
  transaction: Transaction,
  { rooms, leaseMs }: ChoreOf<'lease'>,
): Promise<readonly LeasedDelivery[]> {
  const { wall, time } = transaction
  const due = await Promise.all(
    rooms.map(({ queue, limit }) => transaction.ask(STATEMENTS.dueDeliveries, [wall, time.last, queue, limit])),
  )
  const seen = due.map((rows) => goingOut(rows, rows[0] && healthBeside(rows[0]), wall))
  const probing = seen.flatMap(({ health }) => health ?? [])
  const locked = await lockHealth(transaction, probing)
  const going = seen.map((each, index) =>
    each.health === undefined ? each : goingOut(due[index] ?? [], locked.get(queueTo(each.health)), wall),
  )
  const leased = going.flatMap(({ out }) => out.map(leasedOf))
  if (leased.length > 0) {
    const keys = columnsOf(leased.map(({ delivery }) => deliveryKey(delivery)))
    await Promise.all([
      transaction.change(STATEMENTS.leaseDeliveries, [...keys, wall + leaseMs]),
      ...going.flatMap(({ health }) => (health === undefined ? [] : [writeHealth(transaction, health)])),
    ])
  }
  return leased
}

/** Several tries at once: what came of each; undefined where the lease was lost, or settled before. */
export async function settleTries(
  transaction: Transaction,
  chores: readonly ChoreOf<'settle'>[],
  at: Instant,
): Promise<readonly (Settled | undefined)[]> {
  const keys = chores.map(({ leased }) => [...deliveryKey(leased.delivery), leased.fence])
  const receivers = chores.flatMap(({ leased: { delivery } }) => receiverOf(delivery) ?? [])
  const [rows, stored] = await Promise.all([
    transaction.ask(STATEMENTS.leasedDeliveries, columnsOf(keys)),
    askHealth(transaction, receivers),
  ])
  const held = new Map(rows.map(leasedOf).map((leased) => [leaseKey(leased), leased.delivery]))
  const judge = (known: (receiver: Receiver) => EndpointHealth | undefined): Judged =>
    judged(chores, held, known, { at, wall: transaction.wall })
  const seen = judge((receiver) => stored.get(queueTo(receiver)) ?? healthy(receiver.merchantId, receiver.endpoint))
  const { tries, healths } = seen.healths.length === 0 ? seen : await judgeLocked(transaction, seen.healths, judge)
  await writeTries(
    transaction,
    tries.filter((each) => each !== undefined),
    healths,
  )
  return tries.map((each) => each && { delivery: each.delivery, endpointBecame: each.endpointBecame })
}

interface Judged {
  readonly tries: readonly (SettledTry | undefined)[]
  /** Those that changed. */
  readonly healths: readonly EndpointHealth[]
}

/** In their order: each endpoint fares as the try before left it, and the same result twice in one batch counts once. */
function judged(
  chores: readonly ChoreOf<'settle'>[],
  held: ReadonlyMap<string, Delivery>,
  known: (receiver: Receiver) => EndpointHealth | undefined,
  time: { readonly at: Instant; readonly wall: Transaction['wall'] },
): Judged {
  const waiting = new Map(held)
  const changed = new Map<QueueName, EndpointHealth>()
  const tries = chores.map(({ leased, tried, chance }) => {
    const before = waiting.get(leaseKey(leased))
    if (before === undefined) return undefined
    waiting.delete(leaseKey(leased))
    const receiver = receiverOf(before)
    const health = receiver && (changed.get(queueTo(receiver)) ?? known(receiver))
    const settled = settledTry(before, health, tried, { ...time, chance })
    if (settled.health !== undefined && settled.health !== health) changed.set(queueOf(before), settled.health)
    return settled
  })
  return { tries, healths: [...changed.values()] }
}

/** Once more, on how those fare whose row we hold: between our look and our lock another node may have changed it. */
async function judgeLocked(
  transaction: Transaction,
  changing: readonly Receiver[],
  judge: (known: (receiver: Receiver) => EndpointHealth | undefined) => Judged,
): Promise<Judged> {
  const locked = await holdHealth(transaction, changing)
  return judge((receiver) => locked.get(queueTo(receiver)))
}

async function writeTries(
  transaction: Transaction,
  tries: readonly SettledTry[],
  healths: readonly EndpointHealth[],
): Promise<void> {
  if (tries.length === 0) return
  await Promise.all([
    transaction.change(ROWS.settleDeliveries, columnsOf(tries.map(({ delivery }) => settledDeliveryValues(delivery)))),
    transaction.change(
      ROWS.insertTries,
      columnsOf(tries.map(({ delivery, attempt }) => tryValues(delivery.merchantId, attempt))),
    ),
    ...healths.map((health) => writeHealth(transaction, health)),
  ])
}

export async function replayDeliveries(
  transaction: Transaction,
  { merchantId, ids }: ChoreOf<'replay'>,
  directory: Directory,
): Promise<readonly Delivery[]> {
  const keys = [...new Set(ids)].flatMap((id) => {
    const key = readDeliveryId(id)
    return key === undefined ? [] : [[merchantId, key.paymentId, key.version, id]]
  })
  if (keys.length === 0) return []
  const rows = await transaction.ask(STATEMENTS.freeDeliveries, [...columnsOf(keys), transaction.wall])
  const free = new Map(rows.map(deliveryOf).map((delivery) => [delivery.id, delivery]))
  const replayed = [...new Set(ids)].flatMap((id) => {
    const delivery = free.get(id)
    return (delivery && replayedToday(delivery, directory, transaction.time.last)) ?? []
  })
  if (replayed.length > 0)
    await transaction.change(ROWS.replayDeliveries, columnsOf(replayed.map(replayedDeliveryValues)))
  return replayed
}

export async function pruneDelivered(transaction: Transaction, { before, limit }: ChoreOf<'prune'>): Promise<number> {
  const old = (await transaction.ask(STATEMENTS.oldDelivered, [before, limit])).map(deliveryOf)
  if (old.length > 0) {
    const tries = old.map(({ merchantId, id }) => [merchantId, id])
    await Promise.all([
      transaction.change(STATEMENTS.deleteTries, columnsOf(tries)),
      transaction.change(STATEMENTS.deleteDeliveries, columnsOf(old.map(deliveryKey))),
    ])
  }
  return old.length
}

export async function pauseEndpoint(
  transaction: Transaction,
  { merchantId, endpoint, paused }: ChoreOf<'pause'>,
): Promise<EndpointHealth> {
  const receiver = { merchantId, endpoint }
  const before = (await holdHealth(transaction, [receiver])).get(queueTo(receiver))
  if (before === undefined) return healthy(merchantId, endpoint)
  const after = paused ? pausedByHand(before, transaction.wall) : resumed(before)
  await writeHealth(transaction, after)
  return after
}

/**
 * Held until the end, in the order of the keys: how each fares, healthy where nothing was written; none of those that were
 * taken away, for whoever takes one away waits for us, or we for it.
 */
async function holdHealth(line: Line, receivers: readonly Receiver[]): Promise<Healths> {
  const there = new Set((await line.ask(STATEMENTS.lockEndpoints, keysOf(receivers))).map((row) => text(row, 'id')))
  const present = receivers.filter(({ endpoint }) => endpoint === DEFAULT_ENDPOINT || there.has(endpoint))
  if (present.length === 0) return new Map()
  const [, locked] = await Promise.all([line.change(STATEMENTS.addHealth, keysOf(present)), lockHealth(line, present)])
  return new Map([...present.map((each) => healthy(each.merchantId, each.endpoint)).map(byQueue), ...locked])
}

function lockHealth(line: Line, receivers: readonly Receiver[]): Promise<Healths> {
  return askHealth(line, receivers, STATEMENTS.lockHealth)
}

async function askHealth(
  line: Line,
  receivers: readonly Receiver[],
  statement = STATEMENTS.healthOfEndpoints,
): Promise<Healths> {
  if (receivers.length === 0) return new Map()
  return new Map((await line.ask(statement, keysOf(receivers))).map(healthOf).map(byQueue))
}

/** One that has nothing to tell is not kept. */
async function writeHealth(line: Line, health: EndpointHealth): Promise<void> {
  if (isHealthy(health)) await line.change(STATEMENTS.deleteHealth, [health.merchantId, health.endpoint])
  else await line.change(STATEMENTS.putHealth, healthValues(health))
}

function leaseKey({ delivery, fence }: LeasedDelivery): string {
  return `${delivery.id} ${fence}`
}

function byQueue(health: EndpointHealth): readonly [QueueName, EndpointHealth] {
  return [queueTo(health), health]
}

function queueTo({ merchantId, endpoint }: Receiver): QueueName {
  return endpointQueue(merchantId, endpoint)
}

function receiverOf({ merchantId, endpoint }: Delivery): Receiver | undefined {
  return endpoint === null ? undefined : { merchantId, endpoint }
}

/** As two columns, each receiver once. */
function keysOf(receivers: readonly Receiver[]): readonly string[] {
  const once = new Map(receivers.map((each) => [queueTo(each), each]))
  return columnsOf([...once.values()].map(({ merchantId, endpoint }) => [merchantId, endpoint]))
}
