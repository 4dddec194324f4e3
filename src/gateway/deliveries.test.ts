/** Sending again a whole time: in portions, each delivery once, and no further back than is promised. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from '../core/brand.ts'
import { REPLAY_DAYS } from '../core/delivery.ts'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import { REPLAYED_AT_ONCE_MAX, type Storage } from '../storage/storage.ts'
import { createDeliveries, REPLAYED_A_CALL_MAX, TRIES_SHOWN_MAX } from './deliveries.ts'
import { MERCHANT, openScene } from './test-gateway.ts'

const DAY_MS = 24 * 3_600_000
const URLS = Array.from({ length: 10 }, (_, at) => `https://shop.example/${at}`)

/** So many deliveries of one moment, nobody having received any. */
async function undelivered(t: Parameters<typeof openScene>[0], payments: number) {
  const replays: number[] = []
  const scene = await openScene(t, {
    open: async (clocks) => {
      const keeper = createMemoryStorage({ clocks })
      return counting(keeper, replays)
    },
  })
  for (let count = 0; count < payments; count += 1) {
    const { number } = await scene.issue({ noticeUrls: URLS })
    await scene.collect(number, { stan: String(count) })
  }
  return { scene, replays, deliveries: createDeliveries({ storage: scene.storage }) }
}

function counting(keeper: Storage, replays: number[]): Storage {
  return {
    ...keeper,
    deliveries: {
      ...keeper.deliveries,
      replay(merchantId, ids) {
        replays.push(ids.length)
        return keeper.deliveries.replay(merchantId, ids)
      },
    },
  }
}

test('a range goes again in portions that storage takes at once, each delivery once', async (t) => {
  const { scene, replays, deliveries } = await undelivered(t, 120)
  const to = scene.gateway.now()
  const done = await deliveries.replayRange(MERCHANT, { from: (to - DAY_MS) as Instant, to }, null)
  assert.deepEqual(done, { ok: true, count: 1200, next: null })
  assert.deepEqual(replays, [REPLAYED_AT_ONCE_MAX, REPLAYED_AT_ONCE_MAX, 200])
})

test('what is too much for one call is told where to go on, and gone on with ends', async (t) => {
  const { scene, replays, deliveries } = await undelivered(t, REPLAYED_A_CALL_MAX / URLS.length + 1)
  const to = scene.gateway.now()
  const range = { from: (to - DAY_MS) as Instant, to }
  const first = await deliveries.replayRange(MERCHANT, range, null)
  assert.ok(first.ok)
  assert.equal(first.count, REPLAYED_A_CALL_MAX)
  const second = await deliveries.replayRange(MERCHANT, range, first.next)
  assert.deepEqual(second, { ok: true, count: URLS.length, next: null })
  assert.ok(replays.every((size) => size <= REPLAYED_AT_ONCE_MAX))
})

test('ninety days back and not a moment more', async (t) => {
  const { scene, deliveries } = await undelivered(t, 1)
  const to = scene.gateway.now()
  const back = (ms: number): Instant => (to - REPLAY_DAYS * DAY_MS - ms) as Instant
  assert.equal((await deliveries.replayRange(MERCHANT, { from: back(0), to }, null)).ok, true)
  assert.deepEqual(await deliveries.replayRange(MERCHANT, { from: back(1), to }, null), {
    ok: false,
    refusal: 'too_far_back',
  })
})

test('of a delivery that was tried for ever only the latest tries are shown', async (t) => {
  const { scene, deliveries } = await undelivered(t, 1)
  const { storage, clocks } = scene
  const [one] = await storage.deliveries.list(MERCHANT, {}, null, 1)
  assert.ok(one)
  for (let count = 0; count < TRIES_SHOWN_MAX + 10; count += 1) {
    await deliveries.replay(MERCHANT, one.id)
    const [queue] = await storage.deliveries.waitingQueues(null, 1)
    assert.ok(queue)
    const leased = await storage.deliveries.lease([{ queue: queue.queue, limit: 1000 }], 1000)
    for (const each of leased) {
      const result = { kind: 'answered', status: 500, retryAfterMs: null } as const
      const detail = { ko: '500', en: '500' }
      const tried = { triedAt: clocks.wall(), url: each.delivery.url, latencyMs: 1, result, detail, answer: null }
      await storage.deliveries.settle(each, tried, 0.5)
    }
  }
  const history = await deliveries.find(MERCHANT, one.id)
  assert.equal(history?.tries.length, TRIES_SHOWN_MAX)
  assert.equal(history.lastTry?.number, history.delivery.tries)
  assert.equal(history.lastTry, history.tries.at(-1))
})
