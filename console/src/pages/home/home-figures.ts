/** Sums of a merchant's days. Money of two currencies is never added. */

import { added } from '../../amounts.ts'
import type { AdminRoutes } from '../../api.ts'

export type HomeAnswer = AdminRoutes['home']['answer']
export type InCurrency = HomeAnswer['currencies'][number]
export type HomeDay = InCurrency['days'][number]
type Kind = Exclude<keyof HomeDay, 'day'>
export type Figure = HomeDay[Kind]

export const RANGES = ['7', '14', '30', '92'] as const
export type Range = (typeof RANGES)[number]

/** In the order of a payment's life. */
export const KINDS: readonly Kind[] = ['issued', 'collected', 'reversed', 'refunded', 'cancelled', 'expired', 'refused']

export function sumOf(days: readonly HomeDay[], kind: Kind): Figure {
  return {
    count: days.reduce((sum, day) => sum + day[kind].count, 0),
    amount: added(days.map((day) => day[kind].amount)),
  }
}

/** What came in and stayed. */
export function netOf(days: readonly HomeDay[]): number {
  const [collected, reversed, refunded] = [sumOf(days, 'collected'), sumOf(days, 'reversed'), sumOf(days, 'refunded')]
  return added([collected.amount, -reversed.amount, -refunded.amount])
}

export function hasAny(day: HomeDay): boolean {
  return KINDS.some((kind) => day[kind].count > 0)
}

export function isQuiet({ waiting, days }: InCurrency): boolean {
  return waiting.count === 0 && !days.some(hasAny)
}
