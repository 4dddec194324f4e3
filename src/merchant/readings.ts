/**
 * What a value from a body or a query is read as, whatever it is for: each reading is the value, or one sentence that
 * follows the parameter's name and says what came and what is allowed.
 */
import type { Instant } from '../core/brand.ts'
import { UNIX_SECONDS_MAX } from '../wire/issue-body.ts'
import type { Words } from '../wire/rejections.ts'
import { type Given, isList } from './given.ts'

/** Whether an address could ever be called; the sentence follows the parameter's name. */
export type CheckUrl = (text: string) => { readonly ok: true } | { readonly ok: false; readonly message: Words }

/** `at`: the item of a list that is meant, `[1]`. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly text: Words; readonly at?: string }

export function read<Value>(value: Value): Reading<Value> {
  return { ok: true, value }
}

export function no(ko: string, en: string): Reading<never> {
  return { ok: false, text: { ko, en } }
}

export const MISSING: Words = { ko: '필수 파라미터입니다. 값을 보내 주세요.', en: 'is required. Send a value.' }

/** A string, or what came instead. */
export function readString(given: Given): Reading<string> {
  if (typeof given === 'string') return read(given)
  const kind = kindOf(given)
  if (typeof given === 'number') {
    return no(
      `숫자가 왔습니다. 따옴표로 감싼 문자열로 보내 주세요(숫자로 보내면 맨 앞의 0이 사라집니다).`,
      'a number came. Send a string in quotes: a number loses its leading zeros.',
    )
  }
  return no(`문자열이어야 하는데 ${kind.ko}이(가) 왔습니다.`, `must be a string, and ${kind.en} came.`)
}

export function readFilled(given: Given): Reading<string> {
  const reading = readString(given)
  if (!reading.ok || reading.value !== '') return reading
  return no('빈 값입니다. 쓰지 않으려면 파라미터를 빼 주세요.', 'is empty. Leave it out if you do not use it.')
}

export function readSeconds(given: Given): Reading<Instant> {
  if (typeof given !== 'number' && typeof given !== 'string') {
    const kind = kindOf(given)
    return no(
      `초 단위 Unix Timestamp여야 하는데 ${kind.ko}이(가) 왔습니다.`,
      `must be a Unix timestamp, and ${kind.en} came.`,
    )
  }
  const seconds = typeof given === 'number' ? given : /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN
  if (!Number.isSafeInteger(seconds) || seconds < 0) {
    return no(
      `${shown(given)}: 초 단위 Unix Timestamp(정수)로 읽을 수 없습니다. 예: 1767225600`,
      `${shown(given)} is no Unix timestamp in whole seconds, such as 1767225600.`,
    )
  }
  if (seconds > UNIX_SECONDS_MAX) {
    return no(
      `${shown(given)}: 밀리초로 보입니다. 초 단위로 보내 주세요.`,
      `${shown(given)} looks like milliseconds; send seconds.`,
    )
  }
  return read((seconds * 1000) as Instant)
}

/** To its end: times are shown in whole seconds, and what is shown must be found by it. */
export function readWholeSecond(given: Given): Reading<Instant> {
  const reading = readSeconds(given)
  return reading.ok ? { ok: true, value: (reading.value + 999) as Instant } : reading
}

export function readUrl(given: Given, checkUrl: CheckUrl): Reading<string> {
  const reading = readFilled(given)
  if (!reading.ok) return reading
  const verdict = checkUrl(reading.value)
  return verdict.ok ? reading : { ok: false, text: verdict.message }
}

/** A form array with gaps (`k[1]=…&k[4]=…`) arrives as an object of indices. */
export function itemsOf(given: Given): readonly Given[] | undefined {
  if (isList(given)) return given
  if (typeof given !== 'object' || given === null) return undefined
  return Object.keys(given).every((key) => /^\d+$/.test(key)) ? Object.values(given) : undefined
}

export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

export const UNSTORABLE = no(
  '저장할 수 없는 문자(제어 문자 또는 반쪽짜리 이모지)가 들어 있습니다.',
  'holds a character that cannot be kept (a control character or half of an emoji).',
)

/** Code points of the NFC form: what a person counts, however the syllables were typed. */
export function lengthOf(text: string): number {
  return [...text.normalize('NFC')].length
}

export function kindOf(given: Given): Words {
  if (given === null) return { ko: 'null', en: 'null' }
  if (isList(given)) return { ko: '배열(값 여러 개)', en: 'a list (several values)' }
  switch (typeof given) {
    case 'boolean':
      return { ko: String(given), en: String(given) }
    case 'number':
      return { ko: '숫자', en: 'a number' }
    case 'string':
      return { ko: '문자열', en: 'a string' }
    default:
      return { ko: '객체', en: 'an object' }
  }
}

/** As JSON, cut short. */
export function shown(given: string | number): string {
  const text = JSON.stringify(given)
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`
}
