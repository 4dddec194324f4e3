/**
 * Deadlines in Seoul, for every day of four hundred years (the Gregorian calendar's whole period), against
 * what JavaScript's own UTC calendar says.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from './brand.ts'
import { defaultDeadline, endsAt, holdUntil, INQUIRY_GRACE_MS } from './deadline.ts'

const DAY_MS = 86_400_000
const FIRST_YEAR = 2000
const DAYS = 146_097

/** Midnight in Seoul is 15:00 UTC of the day before. */
function midnightInSeoul(day: number): Instant {
  return Date.UTC(FIRST_YEAR, 0, 1 + day, -9) as Instant
}

/** `YYYYMMDD` of a day, by the platform's calendar. */
function dateOf(day: number): string {
  return new Date(Date.UTC(FIRST_YEAR, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '')
}

test('the period that is tested is whole', () => {
  assert.equal(dateOf(0), '20000101')
  assert.equal(dateOf(DAYS), '24000101')
})

test('the default deadline is the last second of a day in Seoul, for every day of four hundred years', () => {
  for (let day = 0; day < DAYS; day += 1) {
    const lastSecond = Date.UTC(FIRST_YEAR, 0, 1 + day + 7, 23 - 9, 59, 59)
    const issued = midnightInSeoul(day)
    if (defaultDeadline(issued, 7) !== lastSecond) assert.fail(`issued at the beginning of ${dateOf(day)}`)
    if (defaultDeadline((issued + DAY_MS - 1) as Instant, 7) !== lastSecond) assert.fail(`at the end of ${dateOf(day)}`)
  }
})

test('a deadline of no days is the end of the day of issue', () => {
  assert.equal(defaultDeadline(midnightInSeoul(0), 0), Date.UTC(2000, 0, 1, 14, 59, 59))
})

test('an inquiry in time moves the end by the grace, and nothing else does', () => {
  const expiresAt = Date.UTC(2026, 10, 28, 14, 59, 59) as Instant
  const inquiredAt = (expiresAt - 5 * DAY_MS) as Instant
  assert.equal(endsAt({ expiresAt, inquiredAt: null }), expiresAt)
  assert.equal(endsAt({ expiresAt, inquiredAt }), expiresAt + INQUIRY_GRACE_MS)
  assert.equal(holdUntil(expiresAt), expiresAt + 30 * 60_000)
})
