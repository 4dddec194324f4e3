import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WallTime } from '../core/brand.ts'
import { base32, codeAt, codeUri, stepAt, stepOf } from './one-time-code.ts'

/** RFC 6238, appendix B, SHA-1: seconds, and the last six of eight digits. */
const VECTORS = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const
const SECRET = Buffer.from('12345678901234567890')

test('the codes are those of RFC 6238', () => {
  for (const [seconds, code] of VECTORS) {
    assert.equal(codeAt(SECRET, stepAt(seconds * 1000)), code)
    assert.equal(stepOf(code, SECRET, (seconds * 1000) as WallTime, 0), Math.floor(seconds / 30))
  }
})

test('a phone may be half a minute off either way, no more, and no step up to the last is taken', () => {
  const now = 1_234_567_890_000 as WallTime
  const step = stepAt(now)
  for (const off of [-2, -1, 0, 1, 2]) {
    const code = codeAt(SECRET, step + off)
    assert.equal(stepOf(code, SECRET, now, 0), Math.abs(off) <= 1 ? step + off : undefined, String(off))
    assert.equal(stepOf(code, SECRET, now, step), off === 1 ? step + 1 : undefined, `after this one: ${off}`)
  }
  for (const none of ['', '12345', '1234567', '12345a', ' 005924', '００５９２４', '-05924'])
    assert.equal(stepOf(none, SECRET, now, 0), undefined, none)
})

test('the secret is written as apps read it', () => {
  assert.equal(base32(SECRET), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  assert.equal(
    codeUri(SECRET, { issuer: 'Sunap (practice)', account: 'a+b@example.com' }),
    'otpauth://totp/Sunap%20(practice):a%2Bb%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Sunap%20(practice)',
  )
})
