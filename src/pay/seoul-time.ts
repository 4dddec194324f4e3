/**
 * Times as a customer reads them: in Seoul, whatever the zone of the machine or the reader, because that is where the
 * shop's clock hangs. Korean names the part of the day: 새벽 from midnight, 오전 from 6, 낮 from 12, 오후 from 1,
 * 저녁 from 6, 밤 from 9. A deadline at midnight sharp is said as 11:59 of the evening before: whoever reads "Sunday
 * 12:00" comes on Sunday, and that is a day late.
 */
import type { Instant } from '../core/brand.ts'
import type { Language } from './page-language.ts'

/** `11월 28일(토) 밤 11:59까지`, `until Sat 28 Nov, 11:59 pm (Korea)` */
export function deadlineWords(expiresAt: Instant, language: Language): string {
  const last = lastMinute(expiresAt)
  const day = dayWords(last, language)
  const time = timeWords(last, language)
  return language === 'ko' ? `${day} ${time}까지` : `until ${day}, ${time} (Korea)`
}

/** `2026-11-28 23:59`: for pictures that are read in any language. */
export function deadlineDigits(expiresAt: Instant): string {
  const last = lastMinute(expiresAt)
  const { year, month, day } = seoul(last, 'ko')
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${clockTime(last)}`
}

/** `14:03` */
export function clockTime(at: Instant): string {
  const { hour, minute } = seoul(at, 'ko')
  return `${hour.padStart(2, '0')}:${minute}`
}

/** Day and time, to be kept whole each: `2026년 11월 22일(일)` `오후 2:03`, `Sun 22 Nov 2026,` `2:03 pm (Korea)` */
export function momentWords(at: Instant, language: Language): readonly [string, string] {
  const { year } = seoul(at, language)
  const day = dayWords(at, language)
  const time = timeWords(at, language)
  return language === 'ko' ? [`${year}년 ${day}`, time] : [`${day} ${year},`, `${time} (Korea)`]
}

/** The minute to be named as the last one. */
function lastMinute(expiresAt: Instant): Instant {
  return clockTime(expiresAt) === '00:00' ? ((expiresAt - 60_000) as Instant) : expiresAt
}

function dayWords(at: Instant, language: Language): string {
  const { month, day, weekday } = seoul(at, language)
  return language === 'ko' ? `${month}월 ${day}일(${weekday})` : `${weekday} ${day} ${month}`
}

function timeWords(at: Instant, language: Language): string {
  const { hour, minute } = seoul(at, language)
  const hours = Number(hour)
  const time = `${hours % 12 === 0 ? 12 : hours % 12}:${minute}`
  return language === 'ko' ? `${partOfDay(hours)} ${time}` : `${time} ${hours < 12 ? 'am' : 'pm'}`
}

function partOfDay(hours: number): string {
  if (hours < 6) return '새벽'
  if (hours < 12) return '오전'
  if (hours < 13) return '낮'
  if (hours < 18) return '오후'
  return hours < 21 ? '저녁' : '밤'
}

interface SeoulParts {
  readonly year: string
  readonly month: string
  readonly day: string
  readonly weekday: string
  readonly hour: string
  readonly minute: string
}

function seoul(at: Instant, language: Language): SeoulParts {
  const parts = new Map(SEOUL[language].formatToParts(at).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    weekday: part('weekday'),
    hour: part('hour'),
    minute: part('minute'),
  }
}

const IN_SEOUL = {
  timeZone: 'Asia/Seoul',
  year: 'numeric',
  day: 'numeric',
  weekday: 'short',
  hour: 'numeric',
  minute: '2-digit',
  hourCycle: 'h23',
} as const

const SEOUL: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  ko: new Intl.DateTimeFormat('ko-KR', { ...IN_SEOUL, month: 'numeric' }),
  en: new Intl.DateTimeFormat('en-GB', { ...IN_SEOUL, month: 'short' }),
}
