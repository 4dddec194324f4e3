/**
 * Amounts are integers of the currency's minor unit. The merchant's wire carries them as doubles or decimal
 * strings in the major unit; they are read digit by digit here, so that no float arithmetic ever touches money.
 */
import type { Money } from './brand.ts'

export const CURRENCIES = ['KRW', 'USD', 'EUR'] as const
export type Currency = (typeof CURRENCIES)[number]

/** Digits behind the decimal point. */
export const MINOR_DIGITS: Readonly<Record<Currency, number>> = { KRW: 0, USD: 2, EUR: 2 }

export type AmountProblem = 'not_a_number' | 'not_positive' | 'too_many_decimals' | 'too_large'

export type AmountReading =
  | { readonly ok: true; readonly amount: Money }
  | { readonly ok: false; readonly problem: AmountProblem }

const DECIMAL = /^(-?)(\d{1,20})(?:\.(\d{1,20}))?$/

/**
 * Reads an amount of the major unit, exactly: `1000`, `1000.0`, `"12.50"`.
 * A double is read through its shortest decimal form, the one its sender wrote.
 * Strings with exponents, signs of grouping or spaces are no numbers.
 */
export function readMajorAmount(given: number | string, currency: Currency): AmountReading {
  const match = DECIMAL.exec(typeof given === 'number' ? String(given) : given)
  if (match === null) return { ok: false, problem: problemOf(given) }
  const [, sign = '', whole = '', fraction = ''] = match
  const digits = MINOR_DIGITS[currency]
  const kept = fraction.replace(/0+$/, '')
  const scaled = BigInt(whole + kept.slice(0, digits).padEnd(digits, '0'))
  if (sign === '-' || (scaled === 0n && kept === '')) return { ok: false, problem: 'not_positive' }
  if (kept.length > digits) return { ok: false, problem: 'too_many_decimals' }
  if (scaled > BigInt(Number.MAX_SAFE_INTEGER)) return { ok: false, problem: 'too_large' }
  return { ok: true, amount: Number(scaled) as Money }
}

/** An amount of the minor unit as it stands on the till's wire; undefined when it could not be one. */
export function readMinorAmount(given: number): Money | undefined {
  return Number.isSafeInteger(given) && given > 0 ? (given as Money) : undefined
}

/** The major unit as a number for JSON: 1000 won is 1000, 1250 cents are 12.5. Exact for every safe amount below 2^53/100. */
export function toMajorAmount(amount: Money, currency: Currency): number {
  const digits = MINOR_DIGITS[currency]
  return digits === 0 ? amount : Number(`${amount}e-${digits}`)
}

/** Hundredths of the major unit: amounts of any currency side by side. */
export function toHundredths(amount: Money, currency: Currency): number {
  return amount * 10 ** (2 - MINOR_DIGITS[currency])
}

/** The tax in an amount that includes it: a tenth on top is an eleventh of the whole, rounded to the nearest. */
export function vatWithin(taxable: Money): Money {
  return ((taxable + 5 - ((taxable + 5) % 11)) / 11) as Money
}

/** Why a text or a double is not plain decimals: a double is then none, or so large or so small that it prints otherwise. */
function problemOf(given: number | string): AmountProblem {
  if (typeof given === 'string' || Number.isNaN(given)) return 'not_a_number'
  if (given < 0) return 'not_positive'
  return given < 1 ? 'too_many_decimals' : 'too_large'
}
