/**
 * A notice is tried fifteen times over a week and ends delivered or exhausted; what has ended stays ended.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { issued } from '../../test/core-story.ts'
import type { EndpointId, Instant } from './brand.ts'
import {
  afterTry,
  type Delivery,
  ENDPOINT_REMOVED,
  isDelivered,
  queueOf,
  RETRY_AFTER_MAX_MS,
  RETRY_DELAYS_MS,
  RETRY_JITTER,
  readDeliveryId,
  replayed,
  type TryResult,
} from './delivery.ts'

const OK: TryResult = { kind: 'answered', status: 200, retryAfterMs: null }
const DOWN: TryResult = { kind: 'failed', cause: 'ECONNREFUSED' }
const TRIES_MAX = 15
const WEEK_MS = 7 * 24 * 3_600_000

function fresh(): Delivery {
  const [delivery] = issued().story.deliveries
  assert.ok(delivery !== undefined)
  return delivery
}

/** The delivery after `results`, each try made when it was due. */
function tried(results: readonly TryResult[], chance: number): { delivery: Delivery; at: Instant } {
  let delivery = fresh()
  let at = delivery.createdAt
  for (const result of results) {
    if (delivery.state === 'waiting') at = delivery.nextTryAt
    delivery = { ...delivery, ...afterTry(delivery, result, at, chance) }
  }
  return { delivery, at }
}

test('a new delivery is due at once', () => {
  const delivery = fresh()
  assert.deepEqual([delivery.state, delivery.tries], ['waiting', 0])
  assert.equal(delivery.state === 'waiting' && delivery.nextTryAt, delivery.createdAt)
})

test('a delivery that nobody takes is tried fifteen times and is then exhausted, never dropped', () => {
  for (let count = 1; count < TRIES_MAX; count += 1) {
    const { delivery } = tried(Array<TryResult>(count).fill(DOWN), 0.5)
    assert.deepEqual([delivery.state, delivery.tries], ['waiting', count])
  }
  const { delivery, at } = tried(Array<TryResult>(TRIES_MAX).fill(DOWN), 0.5)
  assert.deepEqual([delivery.state, delivery.tries], ['exhausted', TRIES_MAX])
  assert.equal(delivery.state === 'exhausted' && delivery.endedAt, at)
})

test('the fifteen tries span a week, give or take the spread', () => {
  const all = Array<TryResult>(TRIES_MAX).fill(DOWN)
  const spanMs = (chance: number): number => {
    const { delivery, at } = tried(all, chance)
    return at - delivery.createdAt
  }
  assert.ok(spanMs(0.5) <= WEEK_MS && spanMs(0.5) > WEEK_MS - 3_600_000)
  assert.ok(spanMs(0) >= WEEK_MS * (1 - RETRY_JITTER) - 3_600_000)
  assert.ok(spanMs(0.999_999) <= WEEK_MS * (1 + RETRY_JITTER))
})

test('each wait is longer than the one before, and spread by a fifth at most', () => {
  assert.deepEqual(
    [...RETRY_DELAYS_MS].sort((a, b) => a - b),
    RETRY_DELAYS_MS,
  )
  const count = fc.integer({ min: 0, max: RETRY_DELAYS_MS.length - 1 })
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(count, chance, (tries, drawn) => {
      const waiting: Delivery = { ...fresh(), state: 'waiting', tries, roundFrom: 0, nextTryAt: 0 as Instant }
      const next = afterTry(waiting, DOWN, 1000 as Instant, drawn)
      assert.ok(next.state === 'waiting')
      const delayMs = RETRY_DELAYS_MS[tries] ?? 0
      const waitMs = next.nextTryAt - 1000
      assert.ok(
        waitMs >= delayMs * 0.8 && waitMs <= delayMs * 1.2 && Number.isInteger(waitMs),
        `${waitMs} of ${delayMs}`,
      )
    }),
  )
})

test('the spread reaches both ways', () => {
  const first = RETRY_DELAYS_MS[0] ?? 0
  const early = afterTry(fresh(), DOWN, 0 as Instant, 0)
  const lateOne = afterTry(fresh(), DOWN, 0 as Instant, 0.999_999_9)
  assert.equal(early.state === 'waiting' && early.nextTryAt, first * 0.8)
  assert.equal(lateOne.state === 'waiting' && lateOne.nextTryAt, first * 1.2)
})

test('a success ends the delivery at any try', () => {
  for (let failures = 0; failures < TRIES_MAX; failures += 1) {
    const { delivery } = tried([...Array<TryResult>(failures).fill(DOWN), OK], 0.5)
    assert.deepEqual([delivery.state, delivery.tries], ['delivered', failures + 1])
  }
})

test('what has ended stays as it ended, whatever a late try says', () => {
  const delivered = tried([OK], 0.5).delivery
  const exhausted = tried(Array<TryResult>(TRIES_MAX).fill(DOWN), 0.5).delivery
  const late = Date.UTC(2030, 0, 1) as Instant
  for (const ended of [delivered, exhausted]) {
    assert.equal(afterTry(ended, OK, late, 0.5), ended)
    assert.equal(afterTry(ended, DOWN, late, 0.5), ended)
  }
})

test('only an answer of the two hundreds is delivered; redirects and everything else are not', () => {
  const delivered = [200, 201, 202, 204, 299]
  const not = [100, 199, 300, 301, 302, 307, 308, 400, 404, 410, 429, 500, 503, 599]
  for (const status of delivered)
    assert.equal(isDelivered({ kind: 'answered', status, retryAfterMs: null }), true, String(status))
  for (const status of not)
    assert.equal(isDelivered({ kind: 'answered', status, retryAfterMs: null }), false, String(status))
  assert.equal(isDelivered(DOWN), false)
})

const GONE: TryResult = { kind: 'answered', status: 410, retryAfterMs: null }

test('a receiver that asks to be left alone is left alone, an hour at most, and never called sooner for it', () => {
  const nextAfter = (retryAfterMs: number): number => {
    const next = afterTry(fresh(), { kind: 'answered', status: 503, retryAfterMs }, 0 as Instant, 0.5)
    return next.state === 'waiting' ? next.nextTryAt : assert.fail('it waits')
  }
  assert.equal(nextAfter(120_000), 120_000)
  assert.equal(nextAfter(1), RETRY_DELAYS_MS[0])
  assert.equal(nextAfter(7 * 24 * 3_600_000), RETRY_AFTER_MAX_MS)
})

test('"gone" ends a notice to an address that only its payment named; an endpoint is paused instead, and it waits', () => {
  assert.equal(afterTry({ ...fresh(), endpoint: null }, GONE, 0 as Instant, 0.5).state, 'exhausted')
  assert.equal(afterTry(fresh(), GONE, 0 as Instant, 0.5).state, 'waiting')
})

test('a notice whose endpoint was taken away ends undelivered at once, and is seen', () => {
  const removed: TryResult = { kind: 'failed', cause: ENDPOINT_REMOVED }
  assert.equal(afterTry(fresh(), removed, 0 as Instant, 0.5).state, 'exhausted')
})

test('a replay is due at once, keeps its id, counts its tries on and has all fifteen before it again', () => {
  const spent = tried(Array<TryResult>(TRIES_MAX).fill(DOWN), 0.5).delivery
  let again = replayed(spent, { url: 'https://new.example', format: 'modern' }, 5000 as Instant)
  assert.deepEqual([again.id, again.url, again.format], [spent.id, 'https://new.example', 'modern'])
  assert.equal(again.state === 'waiting' && again.nextTryAt, 5000)
  for (let count = 1; count <= TRIES_MAX; count += 1) {
    again = { ...again, ...afterTry(again, DOWN, 5000 as Instant, 0.5) }
    assert.deepEqual([again.tries, again.state], [TRIES_MAX + count, count < TRIES_MAX ? 'waiting' : 'exhausted'])
  }
})

test('a replay of what is due already keeps its place', () => {
  const due: Delivery = { ...fresh(), state: 'waiting', tries: 0, roundFrom: 0, nextTryAt: 1000 as Instant }
  const nextAfter = (at: number) => replayed(due, due, at as Instant)
  assert.deepEqual([nextAfter(5000), nextAfter(500)], [due, { ...due, nextTryAt: 500 }])
})

test('an endpoint has one queue; own addresses of payments wait by their server, whatever their paths', () => {
  const { merchantId } = fresh()
  const queue = (url: string, endpoint: string | null) =>
    queueOf({ merchantId, url, endpoint: endpoint as EndpointId | null })
  assert.equal(queue('https://a.example/1', 'ep_1'), queue('https://b.example', 'ep_1'))
  assert.equal(queue('https://a.example:444/1?x=/', null), queue('https://a.example:444', null))
  assert.notEqual(queue('https://a.example/1', null), queue('https://a.example:444/1', null))
  assert.notEqual(queue('https://a.example', 'ep_1'), queue('https://a.example', 'ep_2'))
})

test('a delivery id is read back to its payment and version, and nothing else is read', () => {
  assert.deepEqual(readDeliveryId('dlv_000000000001_12_1'), { paymentId: 'imp_000000000001', version: 12 })
  for (const id of ['dlv_1_1_1', 'dlv_000000000001_1', 'dlv_000000000001_1_1 ', 'imp_000000000001', ''])
    assert.equal(readDeliveryId(id), undefined, id)
})
