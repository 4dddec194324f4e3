import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Instant } from '../core/brand.ts'
import { clockTime, deadlineDigits, deadlineWords, momentWords } from './seoul-time.ts'
import { instant } from './test-payments.ts'

test('a deadline is told with its weekday and the part of the day', () => {
  const at = (time: string) => deadlineWords(instant(`2026-11-28T${time}+09:00`), 'ko')
  assert.equal(at('23:59:59'), '11월 28일(토) 밤 11:59까지')
  assert.equal(at('21:00'), '11월 28일(토) 밤 9:00까지')
  assert.equal(at('20:59'), '11월 28일(토) 저녁 8:59까지')
  assert.equal(at('18:00'), '11월 28일(토) 저녁 6:00까지')
  assert.equal(at('17:59'), '11월 28일(토) 오후 5:59까지')
  assert.equal(at('13:00'), '11월 28일(토) 오후 1:00까지')
  assert.equal(at('12:59'), '11월 28일(토) 낮 12:59까지')
  assert.equal(at('12:00'), '11월 28일(토) 낮 12:00까지')
  assert.equal(at('11:59'), '11월 28일(토) 오전 11:59까지')
  assert.equal(at('06:00'), '11월 28일(토) 오전 6:00까지')
  assert.equal(at('05:59'), '11월 28일(토) 새벽 5:59까지')
  assert.equal(at('00:01'), '11월 28일(토) 새벽 12:01까지')
  assert.equal(deadlineWords(instant('2026-11-28T23:59:59+09:00'), 'en'), 'until Sat 28 Nov, 11:59 pm (Korea)')
  assert.equal(deadlineWords(instant('2026-11-28T12:30+09:00'), 'en'), 'until Sat 28 Nov, 12:30 pm (Korea)')
  assert.equal(deadlineWords(instant('2026-11-28T00:30+09:00'), 'en'), 'until Sat 28 Nov, 12:30 am (Korea)')
})

test('a deadline at midnight is told as the last minute of the evening before', () => {
  const midnight = instant('2026-12-01T00:00:00+09:00')
  assert.equal(deadlineWords(midnight, 'ko'), '11월 30일(월) 밤 11:59까지')
  assert.equal(deadlineWords(midnight, 'en'), 'until Mon 30 Nov, 11:59 pm (Korea)')
  assert.equal(deadlineDigits(midnight), '2026-11-30 23:59')
  assert.equal(deadlineDigits(instant('2027-01-01T00:00:00+09:00')), '2026-12-31 23:59')
})

test('no deadline is told later than it is', () => {
  const digits = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/
  fc.assert(
    fc.property(fc.integer({ min: 1_700_000_000_000, max: 2_000_000_000_000 }), (ms) => {
      const [, day, time] = digits.exec(deadlineDigits(ms as Instant)) ?? []
      const told = Date.parse(`${day}T${time}:00+09:00`)
      assert.ok(told <= ms && ms - told < 120_000, `${new Date(ms).toISOString()} told as ${day} ${time}`)
    }),
  )
})

test('a moment that has been is told with its year', () => {
  const at = instant('2026-11-22T14:03:07+09:00')
  assert.deepEqual(momentWords(at, 'ko'), ['2026년 11월 22일(일)', '오후 2:03'])
  assert.deepEqual(momentWords(at, 'en'), ['Sun 22 Nov 2026,', '2:03 pm (Korea)'])
  assert.deepEqual(momentWords(instant('2026-11-22T00:00+09:00'), 'ko'), ['2026년 11월 22일(일)', '새벽 12:00'])
  assert.equal(clockTime(at), '14:03')
  assert.equal(clockTime(instant('2026-11-22T09:05+09:00')), '09:05')
})

test('it is the time in Seoul, whatever the zone and language of the machine', () => {
  const tell =
    "import('./seoul-time.ts').then((own) => console.log(own.deadlineWords(Date.parse('2026-11-28T14:59:59Z'), 'ko')))"
  for (const zone of ['America/Los_Angeles', 'Pacific/Kiritimati']) {
    const env = { ...process.env, TZ: zone, LC_ALL: 'de_DE.UTF-8' }
    const told = execFileSync(process.execPath, ['-e', tell], { cwd: import.meta.dirname, env, encoding: 'utf8' })
    assert.equal(told, '11월 28일(토) 밤 11:59까지\n', zone)
  }
})
