/** The limit that a rejection of terms names, as a person reads it. */
import type { Money } from '../core/brand.ts'
import { type Currency, toMajorAmount } from '../core/money.ts'
import type { Rejection } from '../core/rejections.ts'
import type { Words } from '../wire/rejections.ts'

/** `amount`: what was asked for. */
export function limitWords(rejection: Rejection, amount: Money, currency: Currency): Words | undefined {
  const { name, limit } = rejection
  if (limit === undefined) return undefined
  if (name === 'amount_not_prepared') {
    const prepared = [limit / 100, ...(rejection.currency === undefined ? [] : [rejection.currency])].join(' ')
    const asked = `${toMajorAmount(amount, currency)} ${currency}`
    return { ko: `등록 ${prepared}, 요청 ${asked}`, en: `prepared ${prepared}, asked ${asked}` }
  }
  if (name === 'amount_above_limit') {
    const amount = toMajorAmount(limit as Money, currency)
    return { ko: `${amount} ${currency}`, en: `${amount} ${currency}` }
  }
  const time = `${Math.floor(limit / 1000)} (${seoulTime(limit)} KST)`
  return { ko: time, en: time }
}

/** `2026-11-22 23:59:59` */
export function seoulTime(at: number): string {
  return new Date(at + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
