/**
 * One token a key: the same for everybody who asks while it lives, a little longer for who asks at its end.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { WallTime } from './brand.ts'
import { grantToken, isLive, type TokenLife } from './token.ts'

const MINUTE_MS = 60_000
const wall = (ms: number): WallTime => ms as WallTime
const BEGIN = Date.UTC(2026, 10, 22, 3)

function first(): TokenLife {
  return grantToken(undefined, wall(BEGIN))
}

test('a token lives for thirty minutes', () => {
  const token = first()
  assert.deepEqual(token, { issuedAt: BEGIN, expiresAt: BEGIN + 30 * MINUTE_MS })
  assert.equal(isLive(token, wall(BEGIN + 30 * MINUTE_MS - 1)), true)
  assert.equal(isLive(token, wall(BEGIN + 30 * MINUTE_MS)), false)
})

test('who asks while a token lives gets the same one', () => {
  const token = first()
  for (const minutes of [0, 1, 15, 28, 29]) {
    const asked = wall(token.expiresAt - MINUTE_MS - 1 - minutes * 1000)
    assert.equal(grantToken(token, asked), token)
  }
})

test('within its last minute the same token lives five minutes longer', () => {
  const token = first()
  for (const leftMs of [MINUTE_MS, 30_000, 1]) {
    const longer = grantToken(token, wall(token.expiresAt - leftMs))
    assert.deepEqual(longer, { issuedAt: token.issuedAt, expiresAt: token.expiresAt + 5 * MINUTE_MS })
  }
  assert.equal(grantToken(token, wall(token.expiresAt - MINUTE_MS - 1)), token)
})

test('a token is made longer once for all who ask in its last minute', () => {
  const token = first()
  const longer = grantToken(token, wall(token.expiresAt - MINUTE_MS))
  assert.equal(grantToken(longer, wall(token.expiresAt - 1)), longer)
})

test('a token whose time is over is followed by another one', () => {
  const token = first()
  const next = grantToken(token, wall(token.expiresAt))
  assert.deepEqual(next, { issuedAt: token.expiresAt, expiresAt: token.expiresAt + 30 * MINUTE_MS })
})

test('times of a token are whole seconds, as the wire shows them', () => {
  const token = grantToken(undefined, wall(BEGIN + 999))
  assert.deepEqual([token.issuedAt, token.expiresAt], [BEGIN, BEGIN + 30 * MINUTE_MS])
})

test('whoever asks whenever, the token in hand is live, and a new one never looks like the old one', () => {
  const waits = fc.array(
    fc.oneof(fc.integer({ min: 0, max: 2 * MINUTE_MS }), fc.integer({ min: 0, max: 90 * MINUTE_MS })),
  )
  fc.assert(
    fc.property(waits, (pausesMs) => {
      let now = BEGIN
      let token = first()
      for (const pauseMs of pausesMs) {
        now += pauseMs
        const next = grantToken(token, wall(now))
        assert.ok(isLive(next, wall(now)))
        assert.ok(next.expiresAt >= token.expiresAt)
        assert.equal(next.issuedAt === token.issuedAt, isLive(token, wall(now)))
        token = next
      }
    }),
  )
})
