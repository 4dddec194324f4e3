import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { WallTime } from '../core/brand.ts'
import { BLOCK_MAX, reserveBlock } from './counters.ts'

const WALL = 1_803_870_000_000 as WallTime

describe('counters', () => {
  it('payment numbers begin at the wall clock and never go back', () => {
    const first = reserveBlock('payment', undefined, 1000, WALL)
    assert.deepEqual(first, { first: 803_870_000_000, next: WALL + 1000 })
    assert.equal(reserveBlock('payment', first.next, 1, (WALL - 5) as WallTime).first, 803_870_001_000)
  })

  it('a block that would run over the digits begins anew, and the wrap repeats nothing', () => {
    const end = 2_000_000_000_000
    const last = reserveBlock('payment', end - 10, 10, WALL)
    assert.deepEqual(last, { first: 999_999_999_990, next: end })
    const wrapped = reserveBlock('payment', end - 9, 10, WALL)
    assert.deepEqual(wrapped, { first: 1, next: end + 11 })
    assert.deepEqual(reserveBlock('payment', wrapped.next, 5, (end - 9) as WallTime), { first: 11, next: end + 16 })
  })

  it('no number is made of zeros only', () => {
    assert.equal(reserveBlock('approval', undefined, 1, WALL).first, 1)
    assert.equal(reserveBlock('approval', 100_000_000, 1, WALL).first, 1)
    assert.equal(reserveBlock('gateway_ref', 3_000_000_000_000, 7, WALL).first, 1)
  })

  it('a block of no size, or of too much, is a mistake', () => {
    for (const size of [0, -1, 1.5, BLOCK_MAX + 1, Number.NaN])
      assert.throws(() => reserveBlock('approval', undefined, size, WALL), RangeError)
  })
})
