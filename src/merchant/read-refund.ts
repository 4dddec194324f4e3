/** What a refund carries beside its amounts, read into values of the trade. An account is never quoted. */
import type { RefundAccount } from '../gateway/personal-vault.ts'
import { BANKS } from '../wire/institutions.ts'
import {
  ACCOUNT_DIGITS_MAX,
  ACCOUNT_DIGITS_MIN,
  HOLDER_CHARACTERS_MAX,
  REASON_CHARACTERS_MAX,
  REASON_USUAL,
  TEL_DIGITS_MAX,
} from '../wire/refund-limits.ts'
import type { Given } from './given.ts'
import type { ParameterReader } from './read-parameters.ts'
import { isStorable, kindOf, lengthOf, no, type Reading, read, readString, UNSTORABLE } from './readings.ts'

const ACCOUNT_PARTS = ['refund_holder', 'refund_bank', 'refund_account'] as const

/** `none`: not a word of one; `partial`: begun and not finished. */
export type AccountGiven =
  | { readonly kind: 'whole'; readonly account: RefundAccount }
  | { readonly kind: 'partial' }
  | { readonly kind: 'none' }

export function readAccount(reader: ParameterReader): AccountGiven {
  const filled = ACCOUNT_PARTS.filter((name) => reader.isFilled(name))
  const holder = reader.one('refund_holder', orNone(textUpTo(HOLDER_CHARACTERS_MAX)))
  const bank = reader.one('refund_bank', orNone(readBank))
  const number = reader.one('refund_account', orNone(digitsWithin(ACCOUNT_DIGITS_MIN, ACCOUNT_DIGITS_MAX)))
  const tel = reader.one('refund_tel', orNone(digitsWithin(1, TEL_DIGITS_MAX)))
  if (filled.length === 0) return { kind: 'none' }
  if (holder === null || bank === null || number === null) return { kind: 'partial' }
  return { kind: 'whole', account: { holder, bank, number, tel } }
}

export function readReason(reader: ParameterReader): string {
  return reader.one('reason', orNone(textUpTo(REASON_CHARACTERS_MAX))) ?? REASON_USUAL
}

export function readEnableWebhook(reader: ParameterReader): boolean {
  return reader.one('enable_webhook', orNone(readFlag)) ?? false
}

function textUpTo(charactersMax: number): (given: Given) => Reading<string> {
  return (given) => {
    const reading = readString(given)
    if (!reading.ok) return reading
    const characters = lengthOf(reading.value)
    if (characters > charactersMax) {
      return no(
        `${characters}자입니다. 최대 ${charactersMax}자입니다.`,
        `${characters} characters, at most ${charactersMax}.`,
      )
    }
    return isStorable(reading.value) ? reading : UNSTORABLE
  }
}

export function readBank(given: Given): Reading<string> {
  const reading = readString(given)
  if (!reading.ok || BANKS.some(({ code }) => code === reading.value)) return reading
  return no(
    'GET /banks에 있는 은행코드(앞의 0을 포함한 세 자리)로 보내 주세요.',
    'is no bank code. Send one of GET /banks: three digits, leading zeros included.',
  )
}

/** With or without hyphens and spaces, as people write them. */
export function digitsWithin(min: number, max: number): (given: Given) => Reading<string> {
  return (given) => {
    const reading = readString(given)
    if (!reading.ok) return reading
    const digits = reading.value.replace(/[- ]/g, '')
    if (/^\d+$/.test(digits) && digits.length >= min && digits.length <= max) return read(digits)
    return no(
      `숫자 ${min}~${max}자리여야 합니다(하이픈은 있어도 됩니다).`,
      `must be ${min} to ${max} digits; hyphens may stand between them.`,
    )
  }
}

function readFlag(given: Given): Reading<boolean> {
  if (given === true || given === 'true' || given === 1 || given === '1') return read(true)
  if (given === false || given === 'false' || given === 0 || given === '0') return read(false)
  const { ko, en } = kindOf(given)
  return no(`true 또는 false여야 하는데 ${ko}이(가) 왔습니다.`, `must be true or false, and ${en} came.`)
}

/** An empty text says nothing. */
function orNone<Value>(reading: (given: Given) => Reading<Value>): (given: Given) => Reading<Value | null> {
  return (given) => (given === '' ? read(null) : reading(given))
}
