/** A secret is changed without a moment in which a receiver cannot verify. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WallTime } from './brand.ts'
import { rotatedSecrets, SECRET_OVERLAP_MS, signingSecrets } from './endpoint.ts'

const NOW = 1_000_000 as WallTime
const later = (ms: number): WallTime => (NOW + ms) as WallTime
const FIRST = [{ sealed: 'first', until: null }]

test('for a day the new secret and the one before it both sign, the new one first', () => {
  const both = rotatedSecrets(FIRST, 'second', NOW)
  assert.deepEqual(signingSecrets(both, NOW), ['second', 'first'])
  assert.deepEqual(signingSecrets(both, later(SECRET_OVERLAP_MS - 1)), ['second', 'first'])
  assert.deepEqual(signingSecrets(both, later(SECRET_OVERLAP_MS)), ['second'])
})

test('two are valid at once and never three', () => {
  const third = rotatedSecrets(rotatedSecrets(FIRST, 'second', NOW), 'third', later(1))
  assert.deepEqual(signingSecrets(third, later(1)), ['third', 'second'])
  assert.equal(third.length, 2)
})
