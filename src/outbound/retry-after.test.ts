import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WallTime } from '../core/brand.ts'
import { readRetryAfter } from './retry-after.ts'

const NOW = Date.UTC(2027, 0, 15, 3, 0, 0) as WallTime
const HOUR_MS = 3_600_000

for (const [header, waitMs] of [
  ['120', 120_000],
  [' 5 ', 5_000],
  ['0', null],
  ['3600', HOUR_MS],
  ['3601', HOUR_MS],
  ['999999999999999999999999', HOUR_MS],
  ['Fri, 15 Jan 2027 03:00:30 GMT', 30_000],
  ['Fri, 15 Jan 2027 23:00:00 GMT', HOUR_MS],
  ['Fri, 15 Jan 2027 02:59:59 GMT', null],
  ['Xyz, 99 Foo 2027 03:00:30 GMT', null],
  ['2027-01-15T03:00:30Z', null],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
  [null, null],
] as const) {
  test(`a receiver that says ${JSON.stringify(header)} is left alone for ${waitMs ?? 'no longer than usual'}`, () => {
    assert.equal(readRetryAfter(header, NOW), waitMs)
  })
}
