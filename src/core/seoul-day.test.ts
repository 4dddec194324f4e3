/**
 * Days of Seoul, for every day of four hundred years (the Gregorian calendar's whole period), against what JavaScript's own
 * UTC calendar says.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from './brand.ts'
import { DAY_MS, dayOf, daysApart, seoulDate, startOfDay } from './seoul-day.ts'

const FIRST_YEAR = 2000
const DAYS = 146_097

/** Midnight in Seoul is 15:00 UTC of the day before. */
function midnightInSeoul(day: number): Instant {
  return Date.UTC(FIRST_YEAR, 0, 1 + day, -9) as Instant
}

/** `YYYYMMDD` of a day, by the platform's calendar. */
function dateBy(day: number): string {
  return new Date(Date.UTC(FIRST_YEAR, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '')
}

test('the period that is tested is whole', () => {
  assert.equal(dateBy(0), '20000101')
  assert.equal(dateBy(DAYS), '24000101')
})

test('every day of four hundred years has its date, from its first millisecond to its last, and the date its day', () => {
  for (let day = 0; day < DAYS; day += 1) {
    const begins = midnightInSeoul(day)
    const date = dateBy(day)
    if (seoulDate(begins) !== date) assert.fail(`${seoulDate(begins)}, not ${date}`)
    if (seoulDate((begins + DAY_MS - 1) as Instant) !== date) assert.fail(`the last millisecond of ${date}`)
    if (startOfDay(dayOf(date) ?? 0) !== begins) assert.fail(`the start of ${date}`)
  }
})

test('every day of four hundred years is no day from itself and one from its neighbours', () => {
  for (let day = 0; day < DAYS; day += 1) {
    const date = dateBy(day)
    if (daysApart(date, date) !== 0) assert.fail(date)
    if (daysApart(dateBy(day + 1), date) !== 1) assert.fail(`the day after ${date}`)
    if (daysApart(dateBy(day - 1), date) !== 1) assert.fail(`the day before ${date}`)
  }
  assert.equal(daysApart(dateBy(DAYS), dateBy(0)), DAYS)
})

test('what is no date is no day, and has no distance', () => {
  const noDates = [
    '20230229',
    '21000229',
    '20230431',
    '20231301',
    '20230001',
    '20230100',
    '2023011',
    '2023-1-1',
    '',
    '오늘',
  ]
  for (const text of noDates) {
    assert.equal(dayOf(text), undefined, text)
    assert.equal(daysApart(text, '20230101'), undefined, text)
    assert.equal(daysApart('20230101', text), undefined, text)
  }
  assert.equal(daysApart('20240229', '20240228'), 1)
})
