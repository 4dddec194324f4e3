/**
 * Money as a customer reads it: won in the words of the page's language, other currencies by their code.
 */
import type { Money } from '../core/brand.ts'
import { type Currency, MINOR_DIGITS, toMajorAmount } from '../core/money.ts'
import type { Language } from './page-language.ts'

/** `36,400원`, `36,400 won`, `USD 12.50` */
export function amountWords(amount: Money, currency: Currency, language: Language): string {
  if (currency !== 'KRW') return `${currency} ${grouped(amount, currency)}`
  return language === 'ko' ? `${grouped(amount, currency)}원` : `${grouped(amount, currency)} won`
}

/** `36,400 KRW`: in any language. */
export function amountDigits(amount: Money, currency: Currency): string {
  return `${grouped(amount, currency)} ${currency}`
}

function grouped(amount: Money, currency: Currency): string {
  return toMajorAmount(amount, currency).toLocaleString('en-US', { minimumFractionDigits: MINOR_DIGITS[currency] })
}
