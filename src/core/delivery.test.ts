/**
 * A notice is tried fifteen times over a week and ends delivered or exhausted; what has ended stays ended.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { issued } from '../../test/core-story.ts'
import type { Instant } from './brand.ts'
import { afterTry, type Delivery, isDelivered, RETRY_DELAYS_MS, RETRY_JITTER, type TryResult } from './delivery.ts'

const OK: TryResult = { kind: 'answered', status: 200 }
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
      const waiting: Delivery = { ...fresh(), state: 'waiting', tries, nextTryAt: 0 as Instant }
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
  for (const status of delivered) assert.equal(isDelivered({ kind: 'answered', status }), true, String(status))
  for (const status of not) assert.equal(isDelivered({ kind: 'answered', status }), false, String(status))
  assert.equal(isDelivered(DOWN), false)
})
