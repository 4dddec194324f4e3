/** A network's calendar and limits as the command shows them, taken apart; what cannot be is shown as it stands. */
import { moneyText } from '../../figures.ts'
import type { Language } from '../../language.tsx'
import type { NetworkWords } from './network-words.ts'
import { type ShownRow, shown } from './shown.ts'

export interface Holiday {
  /** `20270101` */
  readonly date: string
  /** `closed`, or hours. */
  readonly hours: string
}

/** `20270101=closed 20270207=10:00-01:00` */
export function holidaysIn(row: ShownRow | undefined): readonly Holiday[] {
  return shown(row, 'holidays')
    .split(' ')
    .filter((text) => text.includes('='))
    .map((text) => ({ date: text.slice(0, text.indexOf('=')), hours: text.slice(text.indexOf('=') + 1) }))
}

export interface Work {
  /** `20261201 03:00` */
  readonly from: string
  readonly until: string
  readonly reason: string
}

export function worksIn(row: ShownRow | undefined): readonly Work[] {
  return Object.entries(row ?? {}).flatMap(([name, text]) => {
    const [, from = '', until = '', reason = ''] = /^(\d{8} \d\d:\d\d) - (\d{8} \d\d:\d\d) (.*)$/s.exec(text) ?? []
    return name.startsWith('maintenance ') && from !== '' ? [{ from, until, reason }] : []
  })
}

/** `07:00-22:00` in words; across midnight it says so. */
export function hoursText(hours: string, words: NetworkWords): string {
  if (hours === '00:00-24:00') return words.allDay
  if (hours === 'closed') return words.closed
  const [from, to] = hours.split('-')
  if (from === undefined || to === undefined) return hours
  return to <= from ? words.nextDay(from, to) : words.fromTo(from, to)
}

export interface Limits {
  readonly payTypes: readonly string[]
  /** Empty: any. */
  readonly amountMax: string
}

/** `cash,card, any amount` or `cash, 500000 won at most`. */
export function limitsIn(text: string): Limits | undefined {
  const [, types, max = ''] = /^([a-z,]+), (?:any amount|(\d+) won at most)$/.exec(text) ?? []
  return types === undefined ? undefined : { payTypes: types.split(','), amountMax: max }
}

export function limitsText(text: string, words: NetworkWords, language: Language): string {
  const limits = limitsIn(text)
  if (limits === undefined) return text
  const types = limits.payTypes.map((type) => payTypeWords(type, words)).join(', ')
  const { amountMax } = limits
  return `${types} · ${amountMax === '' ? words.noMax : words.upTo(moneyText(Number(amountMax), 'KRW', language))}`
}

export function payTypeWords(type: string, { payTypeOf }: NetworkWords): string {
  return type === 'cash' || type === 'card' ? payTypeOf[type] : type
}
