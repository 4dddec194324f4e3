/**
 * What the operator's commands show, as people read it: a row is texts by name, `-` is nothing, a moment is ISO 8601. A name
 * that nobody here knows is passed over, so that a command may show more one day.
 */
import type { AdminRoutes } from '../../api.ts'

export type ShownRow = AdminRoutes['merchants']['answer']['rows'][number]

/** Empty where there is nothing. */
export function shown(row: ShownRow | undefined, name: string): string {
  const text = row?.[name]
  return text === undefined || text === '-' ? '' : text
}

/** Unix seconds; null where there is no moment. */
export function momentIn(row: ShownRow, name: string): number | null {
  const ms = Date.parse(shown(row, name))
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000)
}

/** Money and counts as somebody types them: `300,000`. Undefined where it is no whole number. */
export function wholeIn(text: string): number | undefined {
  const digits = text.replaceAll(',', '').trim()
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined
}

/** Commands count in the smallest unit of a currency: won, cents. */
export function majorUnits(text: string, currency: string): number {
  return currency === 'KRW' ? Number(text) : Number(text) / 100
}
