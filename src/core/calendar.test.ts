/** Business days and opening hours of Seoul, at their edges. Moments are written as a clock in Seoul shows them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from './brand.ts'
import {
  ALL_DAY,
  businessDateOf,
  businessDayEndOf,
  type Calendar,
  hoursText,
  momentText,
  PLAIN_CALENDAR,
  readDate,
  readHours,
  readMoment,
  readTimeOfDay,
  serviceAt,
} from './calendar.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
const CHAIN = '한빛편의점'

const seoul = (text: string): Instant => Date.parse(`${text.replace(' ', 'T')}+09:00`) as Instant

const calendarWith = (of: Partial<Calendar>): Calendar => ({ ...PLAIN_CALENDAR, ...of })
const hours = (text: string) => readHours(text) ?? assert.fail(text)

/** `open`, or why not. */
function said(calendar: Calendar, moment: string, chain = CHAIN): string {
  const service = serviceAt(calendar, chain, seoul(moment))
  if (service.open) return 'open'
  const { reason } = service
  if (reason.kind === 'holiday') return 'holiday'
  return reason.kind === 'maintenance' ? reason.reason : `outside ${hoursText(reason.hours)}`
}

test('with a cut-off at midnight the business day is the day, and ends with it', () => {
  for (const [moment, date] of [
    ['2026-11-29 00:00:00', '20261129'],
    ['2026-11-29 23:59:59.999', '20261129'],
    ['2026-11-30 00:00:00', '20261130'],
  ] as const) {
    assert.equal(businessDateOf(PLAIN_CALENDAR, seoul(moment)), date, moment)
    const end = businessDayEndOf(PLAIN_CALENDAR, seoul(moment))
    assert.equal(end % DAY_MS, seoul('2026-11-30 00:00') % DAY_MS)
    assert.ok(end > seoul(moment) && end - seoul(moment) <= DAY_MS, moment)
  }
})

test('before the cut-off of the morning it is still the business day before, across months, years and leap days', () => {
  const calendar = calendarWith({ cutOff: 240 })
  for (const [moment, date, end] of [
    ['2026-11-29 03:59:59.999', '20261128', '2026-11-29 04:00'],
    ['2026-11-29 04:00:00', '20261129', '2026-11-30 04:00'],
    ['2026-11-30 23:59', '20261130', '2026-12-01 04:00'],
    ['2026-12-01 00:00', '20261130', '2026-12-01 04:00'],
    ['2027-01-01 03:59', '20261231', '2027-01-01 04:00'],
    ['2027-01-01 04:00', '20270101', '2027-01-02 04:00'],
    ['2028-02-29 03:00', '20280228', '2028-02-29 04:00'],
    ['2028-03-01 03:00', '20280229', '2028-03-01 04:00'],
  ] as const) {
    assert.equal(businessDateOf(calendar, seoul(moment)), date, moment)
    assert.equal(businessDayEndOf(calendar, seoul(moment)), seoul(end), moment)
  }
})

test('every minute of four years lies before the end of its business day, and the next one begins there', () => {
  const begin = seoul('2026-01-01 00:00')
  for (const cutOff of [0, 1, 240, 720]) {
    const calendar = calendarWith({ cutOff })
    for (let at = begin; at < begin + 4 * 366 * DAY_MS; at = (at + 7 * MINUTE_MS) as Instant) {
      const end = businessDayEndOf(calendar, at)
      if (!(at < end && end - at <= DAY_MS)) assert.fail(`${at} ends at ${end}`)
      const last = (end - 1) as Instant
      if (businessDateOf(calendar, last) !== businessDateOf(calendar, at)) assert.fail(`the last moment of ${at}`)
      if (businessDateOf(calendar, end) === businessDateOf(calendar, at)) assert.fail(`the moment after ${at}`)
    }
  }
})

test('a network without hours is open at every minute of a day', () => {
  for (let minute = 0; minute < 1440; minute += 1) {
    const at = (seoul('2026-11-29 00:00') + minute * MINUTE_MS) as Instant
    assert.deepEqual(serviceAt(PLAIN_CALENDAR, CHAIN, at), { open: true })
  }
})

test('hours begin with their first minute and end before their last, and the refusal names them', () => {
  const calendar = calendarWith({ hours: hours('07:00-22:00') })
  assert.equal(said(calendar, '2026-11-29 06:59:59.999'), 'outside 07:00-22:00')
  assert.equal(said(calendar, '2026-11-29 07:00:00'), 'open')
  assert.equal(said(calendar, '2026-11-29 21:59:59.999'), 'open')
  assert.equal(said(calendar, '2026-11-29 22:00:00'), 'outside 07:00-22:00')
})

test('hours across midnight are open on both of its sides', () => {
  const calendar = calendarWith({ hours: hours('18:00-02:00') })
  for (const moment of ['2026-11-29 18:00', '2026-11-29 23:59:59.999', '2026-11-30 00:00', '2026-11-30 01:59'])
    assert.equal(said(calendar, moment), 'open', moment)
  for (const moment of ['2026-11-29 17:59', '2026-11-30 02:00', '2026-11-30 12:00'])
    assert.equal(said(calendar, moment), 'outside 18:00-02:00', moment)
  const almostAlways = calendarWith({ hours: hours('00:00-23:59') })
  assert.equal(said(almostAlways, '2026-12-31 23:59:30'), 'outside 00:00-23:59')
  assert.equal(said(almostAlways, '2027-01-01 00:00'), 'open')
})

test('a holiday is closed from its first minute, but what began the evening before runs to its end', () => {
  const newYear = { date: '20270101', hours: null }
  const day = calendarWith({ holidays: [newYear] })
  assert.equal(said(day, '2026-12-31 23:59:59.999'), 'open')
  assert.equal(said(day, '2027-01-01 00:00'), 'holiday')
  assert.equal(said(day, '2027-01-01 23:59:59.999'), 'holiday')
  assert.equal(said(day, '2027-01-02 00:00'), 'open')
  const night = calendarWith({ hours: hours('18:00-02:00'), holidays: [newYear] })
  assert.equal(said(night, '2027-01-01 01:59'), 'open')
  assert.equal(said(night, '2027-01-01 02:00'), 'holiday')
  assert.equal(said(night, '2027-01-01 20:00'), 'holiday')
  assert.equal(said(night, '2027-01-02 00:30'), 'outside 18:00-02:00')
})

test('a holiday may have hours of its own', () => {
  const calendar = calendarWith({
    hours: hours('07:00-22:00'),
    holidays: [{ date: '20270207', hours: hours('10:00-01:00') }],
  })
  assert.equal(said(calendar, '2027-02-07 09:59'), 'outside 10:00-01:00')
  assert.equal(said(calendar, '2027-02-07 10:00'), 'open')
  assert.equal(said(calendar, '2027-02-08 00:59'), 'open')
  assert.equal(said(calendar, '2027-02-08 01:00'), 'outside 07:00-22:00')
})

test('a chain has its own hours and holidays in place of the network’s, and maintenance is for all', () => {
  const calendar = calendarWith({
    hours: hours('07:00-22:00'),
    holidays: [{ date: '20270101', hours: null }],
    chains: { 나루24: { hours: ALL_DAY, holidays: [] } },
    maintenance: [{ from: seoul('2027-01-02 03:00'), until: seoul('2027-01-02 04:00'), reason: '정기 점검' }],
  })
  assert.equal(said(calendar, '2027-01-01 12:00'), 'holiday')
  assert.equal(said(calendar, '2027-01-01 12:00', '나루24'), 'open')
  assert.equal(said(calendar, '2027-01-02 02:59:59.999', '나루24'), 'open')
  assert.equal(said(calendar, '2027-01-02 03:00', '나루24'), '정기 점검')
  assert.equal(said(calendar, '2027-01-02 03:30'), '정기 점검')
  assert.equal(said(calendar, '2027-01-02 04:00', '나루24'), 'open')
  assert.equal(said(calendar, '2027-01-01 12:00', 'constructor'), 'holiday', 'no name of a chain finds anything else')
})

test('a time of day is two digits, a colon and two digits, and nothing else is', () => {
  assert.deepEqual(
    ['00:00', '07:00', '08:09', '09:00', '23:59'].map(readTimeOfDay),
    [0, 420, 489, 540, 1439],
    'a leading zero is no octal number',
  )
  for (const text of [
    '0700',
    '7000',
    '7:00',
    '07:0',
    '07:60',
    '24:00',
    '07.00',
    ' 07:00',
    '07:00 ',
    '-1:00',
    '',
    '０７:00',
  ])
    assert.equal(readTimeOfDay(text), undefined, text)
})

test('hours are two times of day, the second of which may be the end of the day; hours without length are none', () => {
  assert.deepEqual(readHours('07:00-22:00'), { from: 420, to: 1320 })
  assert.deepEqual(readHours('18:00-02:00'), { from: 1080, to: 120 })
  assert.deepEqual(readHours('00:00-24:00'), ALL_DAY)
  assert.equal(hoursText(ALL_DAY), '00:00-24:00')
  for (const text of ['07:00', '07:00-', '07:00-07:00', '24:00-07:00', '0700-2200', '07:00-22:00-23:00', '07:00~22:00'])
    assert.equal(readHours(text), undefined, text)
})

test('a moment is a date and a time of day, in Seoul, and written as it was read', () => {
  assert.equal(readMoment('20261201 03:00'), seoul('2026-12-01 03:00'))
  assert.equal(readMoment('20261201 00:00'), seoul('2026-12-01 00:00'))
  for (const text of ['20280229 23:59', '20261231 00:00']) assert.equal(momentText(readMoment(text) ?? seoul('')), text)
  for (const text of [
    '20261201',
    '2026-12-01 03:00',
    '20261201 0300',
    '20261201T03:00',
    '20270229 03:00',
    '20261201 03:00 ',
  ])
    assert.equal(readMoment(text), undefined, text)
})

test('a date is eight digits of a day that is', () => {
  assert.equal(readDate('20280229'), '20280229')
  for (const text of ['20270229', '2027-01-01', '270101', '']) assert.equal(readDate(text), undefined, text)
})
