/** A dead endpoint is paused and asked now and then; nobody is given up, and nobody is called who said no. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EndpointId, MerchantId, WallTime } from './brand.ts'
import type { TryResult } from './delivery.ts'
import {
  type EndpointHealth,
  healthAfterTry,
  healthy,
  mayCall,
  PAUSE_AFTER_MS,
  PROBE_EVERY_MS,
  pausedByHand,
  probed,
  resumed,
} from './endpoint-health.ts'

const OK: TryResult = { kind: 'answered', status: 204, retryAfterMs: null }
const DOWN: TryResult = { kind: 'failed', cause: 'connect_refused' }
const GONE: TryResult = { kind: 'answered', status: 410, retryAfterMs: null }
const WELL = healthy('mer_kim' as MerchantId, 'ep_1' as EndpointId)
const START = 1_000_000 as WallTime

const wall = (ms: number): WallTime => (START + ms) as WallTime

function after(health: EndpointHealth, ...tries: readonly (readonly [TryResult, number])[]): EndpointHealth {
  return tries.reduce((now, [result, at]) => healthAfterTry(now, result, wall(at)), health)
}

const LONG_DEAD = after(WELL, [DOWN, 0], [DOWN, PAUSE_AFTER_MS])

test('a healthy endpoint that receives stays the very same value, so that nothing need be written', () => {
  assert.equal(after(WELL, [OK, 0]), WELL)
  const failing = after(WELL, [DOWN, 0])
  assert.equal(after(failing, [DOWN, 5]), failing)
})

test('failures are counted from the first since the last success', () => {
  assert.equal(after(WELL, [DOWN, 0], [DOWN, 9]).failingSince, START)
  assert.equal(after(WELL, [DOWN, 0], [OK, 5]).failingSince, null)
  assert.equal(after(WELL, [DOWN, 0], [OK, 5], [DOWN, 7]).failingSince, wall(7))
})

test('five days of nothing but failures pause it, a moment less does not', () => {
  assert.equal(after(WELL, [DOWN, 0], [DOWN, PAUSE_AFTER_MS - 1]).pause, null)
  assert.equal(LONG_DEAD.pause?.cause, 'failing')
  assert.equal(after(WELL, [DOWN, 0], [OK, 1], [DOWN, PAUSE_AFTER_MS]).pause, null)
})

test('while it is paused for failing, one notice an hour asks whether it is back, whoever looks', () => {
  const paused = wall(PAUSE_AFTER_MS)
  assert.equal(mayCall(LONG_DEAD, paused), 'none')
  const later = (paused + PROBE_EVERY_MS) as WallTime
  assert.equal(mayCall(LONG_DEAD, later), 'one')
  assert.equal(mayCall(probed(LONG_DEAD, later), later), 'none')
  assert.equal(mayCall(probed(LONG_DEAD, later), (later + PROBE_EVERY_MS) as WallTime), 'one')
})

test('a probe that arrives ends the pause, and everything goes again', () => {
  const back = after(LONG_DEAD, [OK, PAUSE_AFTER_MS + PROBE_EVERY_MS])
  assert.deepEqual(back, WELL)
  assert.equal(mayCall(back, START), 'all')
})

test('"gone" pauses at once, and only somebody ends that', () => {
  const gone = after(WELL, [GONE, 0])
  assert.equal(gone.pause?.cause, 'gone')
  assert.equal(mayCall(gone, wall(10 * PROBE_EVERY_MS)), 'none')
  assert.equal(after(gone, [OK, 1]).pause?.cause, 'gone')
  assert.deepEqual(resumed(gone), WELL)
})

test('what was paused by hand is not called and not resumed by a try that was under way', () => {
  const paused = pausedByHand(WELL, START)
  assert.equal(mayCall(paused, wall(10 * PROBE_EVERY_MS)), 'none')
  assert.equal(after(paused, [OK, 1]).pause?.cause, 'by_hand')
  assert.equal(after(paused, [DOWN, 1], [DOWN, PAUSE_AFTER_MS + 1]).pause?.cause, 'by_hand')
  assert.deepEqual(resumed(paused), WELL)
})
