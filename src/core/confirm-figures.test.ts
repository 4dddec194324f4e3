import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { WallTime } from './brand.ts'
import { HOUR_MS, hourOf, LATENCY_BOUNDS_MS, latencyBucket, latencyPercentile } from './confirm-figures.ts'

const ERROR_MAX = 0.15

/** As a list of everything would say it. */
function exactPercentile(latencies: readonly number[], share: number): number {
  return latencies.toSorted((a, b) => a - b)[Math.ceil(latencies.length * share) - 1] ?? 0
}

function counted(latencies: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const bucket of latencies.map(latencyBucket)) counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  return counts
}

test('the bounds rise from one millisecond to longer than any call, and what is kept under them is pinned', () => {
  assert.deepEqual(
    LATENCY_BOUNDS_MS,
    LATENCY_BOUNDS_MS.toSorted((a, b) => a - b),
  )
  assert.equal(new Set(LATENCY_BOUNDS_MS).size, LATENCY_BOUNDS_MS.length)
  assert.deepEqual(
    [0, 1, 2, 9, 10, 11, 12, 13, 100, 101, 5000, 9999, 29_000, 33_001].map(latencyBucket),
    [1, 1, 2, 9, 10, 12, 12, 15, 100, 120, 5600, 10_000, 33_000, 33_000],
  )
})

test('a percentile is at most 15 % off, and right to the millisecond below ten', () => {
  const latency = fc.oneof(fc.integer({ min: 1, max: 33_000 }), fc.integer({ min: 1, max: 50 }))
  const property = fc.property(
    fc.array(latency, { minLength: 1, maxLength: 300 }),
    fc.constantFrom(0.5, 0.95, 0.99, 1),
    (latencies, share) => {
      const exact = exactPercentile(latencies, share)
      const told = latencyPercentile(counted(latencies), share)
      assert.ok(told !== null)
      if (exact < 10) assert.equal(told, exact)
      else assert.ok(Math.abs(told - exact) <= exact * ERROR_MAX, `${told} for ${exact}`)
    },
  )
  fc.assert(property, { numRuns: 500 })
})

test('nothing counted has no percentile; one call is all of them', () => {
  assert.equal(latencyPercentile(new Map(), 0.5), null)
  for (const share of [0.5, 0.95, 0.99]) assert.equal(latencyPercentile(counted([5]), share), 5)
})

test('an hour begins at its first millisecond', () => {
  const noon = Date.UTC(2027, 2, 1, 3)
  assert.deepEqual(
    [noon - 1, noon, noon + HOUR_MS - 1].map((at) => hourOf(at as WallTime)),
    [noon - HOUR_MS, noon, noon],
  )
})
