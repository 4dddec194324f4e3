/**
 * For tests only: the shop's notices on the keeper behind an API under test. Receivers are played by the test, one answer
 * for everything that is due.
 */
import type { MerchantId } from '../core/brand.ts'
import type { Delivery, TryResult } from '../core/delivery.ts'
import type { Storage, Tried } from '../storage/storage.ts'

export const SHOP = 'mer_shop' as MerchantId

export const OK: TryResult = { kind: 'answered', status: 200, retryAfterMs: null }
export const BROKEN: TryResult = { kind: 'answered', status: 500, retryAfterMs: null }
export const GONE: TryResult = { kind: 'answered', status: 410, retryAfterMs: null }
export const SILENT: TryResult = { kind: 'failed', cause: 'deadline' }

type Keeper = Pick<Storage, 'deliveries' | 'clock'>

/** Every delivery that is due is tried once; answers them as they are then. */
export async function tryDue({ deliveries, clock }: Keeper, result: TryResult): Promise<readonly Delivery[]> {
  const queues = await deliveries.waitingQueues(null, 1000)
  const rooms = queues.map(({ queue }) => ({ queue, limit: 1000 }))
  const settled: Delivery[] = []
  for (const leased of await deliveries.lease(rooms, 30_000)) {
    const done = await deliveries.settle(leased, triedOf(leased.delivery.url, clock.wall(), result), 0.5)
    if (done !== undefined) settled.push(done.delivery)
  }
  return settled
}

/** As often as a delivery is tried at all; each wait passes at once. */
export async function tryToTheEnd(storage: Keeper, result: TryResult): Promise<void> {
  for (let due = await tryDue(storage, result); due.some(({ state }) => state === 'waiting'); ) {
    await storage.clock.advance(3 * 24 * 3_600_000)
    due = await tryDue(storage, result)
  }
}

function triedOf(url: string, triedAt: Tried['triedAt'], result: TryResult): Tried {
  const answered = result.kind === 'answered'
  const en = answered ? `answered ${result.status} in 7 ms` : 'no answer within 15 s'
  const ko = answered ? `7 ms 만에 ${result.status}` : '15초 안에 응답 없음'
  return { triedAt, url, latencyMs: 7, result, detail: { ko, en }, answer: answered ? 'out of order' : null }
}

export async function deliveriesOf(
  storage: Pick<Storage, 'deliveries'>,
  merchantId = SHOP,
): Promise<readonly Delivery[]> {
  return storage.deliveries.list(merchantId, {}, null, 1000)
}
