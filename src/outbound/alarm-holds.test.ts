import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MonoTime } from '../core/brand.ts'
import { createAlarmHolds, HOLD_MS, HOLDS_MAX } from './alarm-holds.ts'

const at = (ms: number): MonoTime => ms as MonoTime

test('one an hour for the same thing; the next says how many were held back', () => {
  const holds = createAlarmHolds()
  const admit = (ms: number) => holds.admit('breaker_open mer_a', at(ms))
  assert.deepEqual(admit(0), { goesOut: true, heldBack: 0 })
  assert.deepEqual([admit(1).goesOut, admit(HOLD_MS - 1).goesOut], [false, false])
  assert.deepEqual(admit(HOLD_MS), { goesOut: true, heldBack: 2 })
  assert.equal(admit(2 * HOLD_MS - 1).goesOut, false, 'the hour begins with the one that went out')
  assert.deepEqual(admit(2 * HOLD_MS), { goesOut: true, heldBack: 1 })
  assert.deepEqual(admit(9 * HOLD_MS), { goesOut: true, heldBack: 0 })
})

test('other things are not held back by it', () => {
  const holds = createAlarmHolds()
  for (const key of ['breaker_open mer_a', 'breaker_open mer_b', 'dead_letter mer_a']) {
    assert.equal(holds.admit(key, at(0)).goesOut, true)
  }
})

test('so many things are remembered and no more; the oldest is forgotten', () => {
  const holds = createAlarmHolds()
  for (let no = 0; no <= HOLDS_MAX; no += 1) holds.admit(`thing ${no}`, at(0))
  assert.equal(holds.admit('thing 1', at(1)).goesOut, false)
  assert.equal(holds.admit('thing 0', at(1)).goesOut, true)
})
