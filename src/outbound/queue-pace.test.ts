/** However a receiver behaves: never more calls than the window, never hammered, never forgotten. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { MonoTime } from '../core/brand.ts'
import { RETRY_AFTER_MAX_MS } from '../core/delivery.ts'
import {
  type CallOutcome,
  fullPace,
  HOLD_AFTER_FAILURES,
  HOLD_FIRST_MS,
  HOLD_MAX_MS,
  isUnremarkable,
  paceAfter,
  type QueuePace,
  windowAt,
} from './queue-pace.ts'

const MAX = 8
const NOW = 1_000_000 as MonoTime
const ARRIVED: CallOutcome = { arrived: true, isHeavy: false }
const HEAVY: CallOutcome = { arrived: true, isHeavy: true }
const FAILED: CallOutcome = { arrived: false, retryAfterMs: null }

const later = (now: MonoTime, ms: number): MonoTime => (now + ms) as MonoTime

function after(outcomes: readonly CallOutcome[], from = fullPace(MAX)): QueuePace {
  return outcomes.reduce((pace, outcome) => paceAfter(pace, outcome, NOW, MAX), from)
}

const times = (count: number, outcome: CallOutcome): readonly CallOutcome[] => Array(count).fill(outcome)

test('one failure leaves one call at a time, and each that arrives doubles them up to the limit', () => {
  const failed = after([FAILED])
  assert.equal(windowAt(failed, NOW), 1)
  const windows = [1, 2, 3, 4].map((arrived) => windowAt(after(times(arrived, ARRIVED), failed), NOW))
  assert.deepEqual(windows, [2, 4, 8, 8])
})

test('after five failures in a row it is left alone for 5 s, then after each probe that fails twice as long, up to a minute', () => {
  assert.equal(windowAt(after(times(HOLD_AFTER_FAILURES - 1, FAILED)), NOW), 1)
  let pace = after(times(HOLD_AFTER_FAILURES, FAILED))
  let now = NOW
  for (const holdMs of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
    assert.equal(windowAt(pace, later(now, holdMs - 1)), 0)
    now = later(now, holdMs)
    assert.equal(windowAt(pace, now), 1, `a probe after ${holdMs} ms`)
    pace = paceAfter(pace, FAILED, now, MAX)
  }
})

test('what was under way when the others failed makes no pause longer', () => {
  const held = after(times(HOLD_AFTER_FAILURES, FAILED))
  assert.deepEqual(after(times(3, FAILED), held), held)
})

test('what arrives ends the pause at once', () => {
  const held = after(times(HOLD_AFTER_FAILURES + 3, FAILED))
  assert.equal(windowAt(held, NOW), 0)
  assert.equal(windowAt(after([ARRIVED], held), NOW), 2)
})

test('who asks to be left alone is, even while others of its answers are good, but not longer than an hour', () => {
  const asked = after([{ arrived: false, retryAfterMs: 30_000 }, ARRIVED])
  assert.equal(windowAt(asked, later(NOW, 29_999)), 0)
  assert.equal(windowAt(asked, later(NOW, 30_000)), 2)
  const greedy = after([{ arrived: false, retryAfterMs: Number.MAX_SAFE_INTEGER }])
  assert.equal(windowAt(greedy, later(NOW, RETRY_AFTER_MAX_MS)), 1)
})

test('a receiver that answers with more than is read is called one at a time, until it answers briefly', () => {
  assert.equal(windowAt(after([HEAVY]), NOW), 1)
  assert.equal(windowAt(after([HEAVY, ARRIVED, HEAVY]), NOW), 1)
  assert.equal(windowAt(after([HEAVY, ARRIVED]), NOW), 2)
})

test('whatever comes in whatever order: within the limit, a pause has an end, and failures make nothing faster', () => {
  const outcome = fc.oneof(
    fc.constant(ARRIVED),
    fc.constant(FAILED),
    fc.constant(HEAVY),
    fc.nat(2 * RETRY_AFTER_MAX_MS).map((retryAfterMs): CallOutcome => ({ arrived: false, retryAfterMs })),
  )
  const story = fc.array(fc.tuple(outcome, fc.nat(100_000)), { maxLength: 60 })
  fc.assert(
    fc.property(story, fc.integer({ min: 1, max: 64 }), (steps, max) => {
      let pace = fullPace(max)
      let now = NOW
      for (const [outcome, passesMs] of steps) {
        const before = pace
        pace = paceAfter(before, outcome, now, max)
        assert.ok(pace.window >= 1 && pace.window <= max)
        assert.ok(windowAt(pace, later(now, Math.max(HOLD_MAX_MS, RETRY_AFTER_MAX_MS))) >= 1)
        if (outcome.arrived) assert.equal(isUnremarkable(pace, now), pace.askedUntil === null || pace.askedUntil <= now)
        else {
          assert.ok(windowAt(pace, now) <= windowAt(before, now))
          assert.ok(!isUnremarkable(pace, now))
        }
        if (pace.failures >= HOLD_AFTER_FAILURES && pace.heldUntil !== before.heldUntil && pace.heldUntil !== null)
          assert.ok(pace.heldUntil - now >= HOLD_FIRST_MS && pace.heldUntil - now <= HOLD_MAX_MS)
        now = later(now, passesMs)
      }
    }),
  )
})
