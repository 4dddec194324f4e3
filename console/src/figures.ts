/** How money and times are written. Times are Seoul's, wherever the reader is: the trade's days are. */
import type { Language } from './language.tsx'

export function moneyText(amount: number, currency: string, language: Language): string {
  if (currency === 'KRW')
    return language === 'ko' ? `${amount.toLocaleString('ko')}원` : `${amount.toLocaleString('en')} won`
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount)
}

/** Of unix seconds; 0 is no time. */
export function timeText(seconds: number | null, language: Language): string {
  return seconds === null || seconds === 0 ? '' : formatOf(language, 'time').format(seconds * 1000)
}

/** As short as a table needs it. */
export function shortTimeText(seconds: number, language: Language): string {
  return formatOf(language, 'short time').format(seconds * 1000)
}

/** In a few characters, where a figure of twelve digits has no place. */
export function roughText(amount: number, language: Language): string {
  return new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(amount)
}

export function dayText(seconds: number, language: Language): string {
  return formatOf(language, 'day').format(seconds * 1000)
}

/** A date as the trade writes it, `20270101`, or with a time after it: `20270101 03:00`. */
export function dateText(text: string, language: Language): string {
  const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(?: (\d\d:\d\d))?$/.exec(text) ?? []
  if (year === undefined) return text
  const date = dayText(Date.parse(`${year}-${month}-${day}T00:00:00+09:00`) / 1000, language)
  return time === undefined ? date : `${date} ${time}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(language: Language, kind: keyof typeof KINDS): Intl.DateTimeFormat {
  const key = `${language} ${kind}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat(language, { timeZone: 'Asia/Seoul', ...KINDS[kind] })
  formats.set(key, format)
  return format
}

const DAY = { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' } as const
const MINUTE = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const KINDS = {
  time: { ...DAY, ...MINUTE, second: '2-digit' },
  'short time': { year: 'numeric', month: 'short', day: 'numeric', ...MINUTE },
  day: DAY,
} as const

/** 20 digits as a person reads them: fours. */
export function numberInGroups(number: string): string {
  return /^\d+$/.test(number) ? number.replace(/(\d{4})(?=\d)/g, '$1 ') : number
}
