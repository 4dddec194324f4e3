/**
 * One parameter after the other, read from a body into values of the trade. What cannot be read is told in one sentence:
 * which parameter, what came, what is allowed, and what to do about it. The first problem in the order of reading is
 * the answer; until there is none, what the reader returned must not be used.
 *
 * Nothing is corrected on the way: a value is taken as it was sent or not at all. A customer's fields are never quoted.
 */
import type { CollectionNumber, Instant, Money } from '../core/brand.ts'
import { type AmountProblem, CURRENCIES, type Currency, MINOR_DIGITS, readMajorAmount } from '../core/money.ts'
import {
  type IdentifierKind,
  NOBODY,
  type ReceiptIdentifier,
  readReceiptIdentifier,
} from '../numbers/receipt-identifier.ts'
import { registered } from '../numbers/registered.ts'
import { checkNumber } from '../numbers/schemes.ts'
import type { TextParameter } from '../wire/issue-body.ts'
import { CUSTOM_DATA_BYTES_MAX, NOTICE_URLS_MAX, TEXT_CHARACTERS_MAX } from '../wire/issue-body.ts'
import type { Words } from '../wire/rejections.ts'
import type { Body } from './body-parsers.ts'
import { parameterRefusal, type Refusal } from './envelope.ts'
import { parseExactly } from './exact-json.ts'
import { type Given, memberOf } from './given.ts'
import {
  type CheckUrl,
  isStorable,
  itemsOf,
  kindOf,
  lengthOf,
  MISSING,
  no,
  type Reading,
  read,
  readFilled,
  readSeconds,
  readString,
  readUrl,
  shown,
  UNSTORABLE,
} from './readings.ts'

export interface ParameterReader {
  /** What was wrong first; undefined where all is well. */
  refusal(): Refusal | undefined
  /** Free text, empty or absent too. `storable`: kept as plain text, so what a database cannot hold is refused. */
  text(name: Exclude<TextParameter, 'merchant_uid'>, storable?: 'storable'): string | null
  /** A name to be looked up; an empty one is a mistake. */
  word(name: 'channel_key' | 'pg'): string | null
  /** `merchant_uid`: required; an integer stands for its digits. */
  orderId(): string
  /** `imp_uid`, `merchant_uid` of a payment to be looked up; an empty one is none. */
  uid(name: 'imp_uid' | 'merchant_uid'): string | null
  /** Required. Null: in a currency that is not named, with as many decimals as any has. */
  amount(currency: Currency | null): Money
  /** As `amount`, but may be 0 or absent. */
  money(name: 'amount' | 'checksum' | 'tax_free' | 'vat_amount', currency: Currency): Money | null
  currency(): Currency | null
  /** One of these words; an empty one is none. */
  choice<Value extends string>(name: 'identifier_type' | 'type', values: readonly Value[]): Value | null
  /** Required: whom a cash receipt is for. Null: of the kind that its digits say. */
  receiptIdentifier(kind: IdentifierKind | null): ReceiptIdentifier
  /** Whether something stands in it. */
  isFilled(name: 'refund_holder' | 'refund_bank' | 'refund_account'): boolean
  expiresAt(): Instant | null
  ownNumber(networkPrefix: string): CollectionNumber | null
  confirmUrl(): string | null
  noticeUrls(): readonly string[] | null
  customData(): string | null
  /** One of a single route, by that route's own reading. */
  one<Value>(name: string, reading: (given: Given) => Reading<Value>): Value | null
}

export function createParameterReader({ fields, json }: Body, checkUrl: CheckUrl): ParameterReader {
  let first: Refusal | undefined
  const refuse = (name: string, text: Words): null => {
    first ??= parameterRefusal(name, text)
    return null
  }
  /** A reading as its value, or null with the refusal noted. */
  const take = <Value>(name: string, reading: Reading<Value> | undefined): Value | null => {
    if (reading === undefined) return null
    return reading.ok ? reading.value : refuse(reading.at === undefined ? name : `${name}${reading.at}`, reading.text)
  }
  const given = <Value>(name: string, read: (given: Given) => Reading<Value>): Value | null => {
    const value = memberOf(fields, name)
    return take(name, value === undefined ? undefined : read(value))
  }
  return {
    refusal: () => first,
    text: (name, storable) => given(name, (value) => readText(value, TEXT_CHARACTERS_MAX[name], storable)),
    word: (name) => given(name, readFilled),
    orderId() {
      if (memberOf(fields, 'merchant_uid') === undefined) refuse('merchant_uid', MISSING)
      return given('merchant_uid', readOrderId) ?? ''
    },
    uid: (name) => given(name, readUid) || null,
    amount(currency) {
      if (memberOf(fields, 'amount') === undefined) refuse('amount', MISSING)
      return given('amount', (value) => readAmount(value, currency)) ?? (0 as Money)
    },
    money: (name, currency) => given(name, (value) => (isZero(value) ? read(0 as Money) : readAmount(value, currency))),
    currency: () => given('currency', readCurrency),
    choice: (name, values) => given(name, (value) => readChoice(value, values)) ?? null,
    receiptIdentifier(kind) {
      if (memberOf(fields, 'identifier') === undefined) refuse('identifier', MISSING)
      return given('identifier', (value) => readIdentifier(value, kind)) ?? NOBODY
    },
    isFilled: (name) => (given(name, readString) ?? '') !== '',
    expiresAt: () => given('expired_at', readSeconds),
    ownNumber: (networkPrefix) => given('barcode', (value) => readOwnNumber(value, networkPrefix)),
    confirmUrl: () => given('confirm_url', (value) => readUrl(value, checkUrl)),
    noticeUrls: () => given('notice_url', (value) => readUrls(value, checkUrl)),
    customData: () => given('custom_data', (value) => readCustomData(value, json)),
    one: (name, reading) => given(name, reading),
  }
}

function readText(given: Given, charactersMax: number, storable: 'storable' | undefined): Reading<string> {
  const reading = readString(given)
  if (!reading.ok) return reading
  const characters = lengthOf(reading.value)
  if (characters > charactersMax) {
    return no(
      `${characters}자입니다. 최대 ${charactersMax}자입니다. 줄이거나 빼 주세요(선택 항목입니다).`,
      `${characters} characters, at most ${charactersMax}. Shorten it or leave it out; it is optional.`,
    )
  }
  return storable === undefined || isStorable(reading.value) ? reading : UNSTORABLE
}

/** An integer stands for its digits. */
function readUid(given: Given): Reading<string> {
  const isDigits = typeof given === 'number' && Number.isSafeInteger(given) && given >= 0
  return isDigits ? read(String(given)) : readString(given)
}

function readOrderId(given: Given): Reading<string> {
  const reading = readUid(given)
  if (!reading.ok) return reading
  const characters = lengthOf(reading.value)
  const max = TEXT_CHARACTERS_MAX.merchant_uid
  if (characters === 0) return no('빈 값입니다. 주문번호를 보내 주세요.', 'is empty. Send your order number.')
  if (characters > max) {
    return no(
      `${characters}자입니다. 최대 ${max}자입니다. 더 짧은 주문번호를 쓰세요.`,
      `${characters} characters, at most ${max}. Use a shorter order number.`,
    )
  }
  return isOrderId(reading.value) ? reading : UNSTORABLE
}

/** Whether a text could be a `merchant_uid` of ours. */
export function isOrderId(text: string): boolean {
  const characters = lengthOf(text)
  if (characters === 0 || characters > TEXT_CHARACTERS_MAX.merchant_uid) return false
  return text.isWellFormed() && !/\p{Cc}/u.test(text)
}

function isZero(given: Given): boolean {
  return given === 0 || (typeof given === 'string' && /^0{1,20}(\.0{1,20})?$/.test(given))
}

function readChoice<Value extends string>(given: Given, values: readonly Value[]): Reading<Value | null> {
  const value = values.find((each) => each === given)
  if (value !== undefined || given === '') return read(value ?? null)
  const came = typeof given === 'string' ? { ko: shown(given), en: shown(given) } : kindOf(given)
  const allowed = values.join(', ')
  return no(
    `${allowed} 중 하나여야 하는데 ${came.ko}이(가) 왔습니다.`,
    `must be one of ${allowed}, and ${came.en} came.`,
  )
}

/** Never quoted: it is somebody's. */
function readIdentifier(given: Given, kind: IdentifierKind | null): Reading<ReceiptIdentifier> {
  const reading = readFilled(given)
  if (!reading.ok) return reading
  const identifier = readReceiptIdentifier(reading.value, kind)
  if (identifier !== undefined) return read(identifier)
  const { ko, en } = IDENTIFIER_WORDS[kind ?? 'any']
  return no(`${ko}로 읽을 수 없습니다. 번호를 다시 확인해 주세요.`, `cannot be read as ${en}. Check the number.`)
}

const IDENTIFIER_WORDS: Readonly<Record<IdentifierKind | 'any', Words>> = {
  phone: { ko: '휴대폰번호(010-1234-5678)', en: 'a mobile number (010-1234-5678)' },
  person: { ko: '주민등록번호 13자리', en: 'a resident registration number of 13 digits' },
  business: { ko: '사업자등록번호 10자리', en: 'a business registration number of 10 digits' },
  taxcard: { ko: '현금영수증카드 번호 13~19자리', en: 'the number of a cash receipt card, 13 to 19 digits' },
  any: {
    ko: '휴대폰번호, 사업자등록번호, 주민등록번호, 현금영수증카드 번호 중 어느 것으',
    en: 'a mobile number, a business or resident registration number, or the number of a cash receipt card',
  },
}

function readCurrency(given: Given): Reading<Currency> {
  const currency = CURRENCIES.find((each) => each === given)
  if (currency !== undefined) return read(currency)
  const came = typeof given === 'string' ? { ko: shown(given), en: shown(given) } : kindOf(given)
  const allowed = CURRENCIES.join(', ')
  return no(
    `통화구분코드는 ${allowed} 중 하나여야 하는데 ${came.ko}이(가) 왔습니다.`,
    `must be one of ${allowed}, and ${came.en} came.`,
  )
}

export function readAmount(given: Given, currency: Currency | null): Reading<Money> {
  if (typeof given !== 'number' && typeof given !== 'string') {
    const kind = kindOf(given)
    return no(`금액은 숫자여야 하는데 ${kind.ko}이(가) 왔습니다.`, `must be a number, and ${kind.en} came.`)
  }
  const reading = readMajorAmount(given, currency ?? FINEST)
  if (reading.ok) return read(reading.amount)
  return { ok: false, text: AMOUNT_PROBLEMS[reading.problem](shown(given), currency) }
}

/** No currency has more decimals. */
export const FINEST: Currency = 'USD'

const AMOUNT_PROBLEMS: Readonly<Record<AmountProblem, (came: string, currency: Currency | null) => Words>> = {
  not_a_number: (came) => ({
    ko: `금액으로 읽을 수 없는 값이 왔습니다: ${came}. 쉼표나 공백, 지수 없이 1000처럼 보내 주세요.`,
    en: `${came} cannot be read as an amount. Send digits without commas, spaces or exponents, such as 1000.`,
  }),
  not_positive: (came) => ({
    ko: `0보다 커야 하는데 ${came}이(가) 왔습니다.`,
    en: `must be more than 0, and ${came} came.`,
  }),
  too_many_decimals: (came, currency) => ({
    ko: `${currency === null ? '' : `${currency} `}금액은 소수점 아래 ${MINOR_DIGITS[currency ?? FINEST]}자리까지인데 ${came}이(가) 왔습니다.`,
    en: `${currency ?? 'An amount'} has at most ${MINOR_DIGITS[currency ?? FINEST]} decimals, and ${came} came.`,
  }),
  too_large: (came) => ({ ko: `금액이 너무 큽니다: ${came}.`, en: `${came} is too large.` }),
}

/** Strict: a number that comes back different from the scanner would never be found again. */
function readOwnNumber(given: Given, networkPrefix: string): Reading<CollectionNumber> {
  const reading = readFilled(given)
  if (!reading.ok) return reading
  const number = registered.issue({ given: reading.value, networkPrefix })
  if (number !== undefined) return read(number as CollectionNumber)
  if (checkNumber(reading.value, networkPrefix) === 'wrong_check_digit') {
    return no(
      `${networkPrefix}(으)로 시작하는 20자리 번호는 마지막 자리가 검증 숫자여야 하는데 맞지 않습니다. 번호를 확인해 주세요.`,
      `20 digits beginning with ${networkPrefix} must end in a check digit, and this one does not match. Check the number.`,
    )
  }
  const { charactersMin, charactersMax } = registered.limits
  return no(
    `${shown(reading.value)}: 숫자, 영문 대문자, -(하이픈)으로 된 ${charactersMin}~${charactersMax}자여야 합니다.`,
    `${shown(reading.value)} must be ${charactersMin} to ${charactersMax} digits, upper-case letters or hyphens.`,
  )
}

/** One address or a list; each once. An empty list names nobody, so the merchant's default address stays. */
function readUrls(given: Given, checkUrl: CheckUrl): Reading<readonly string[] | null> {
  const items = itemsOf(given)
  if (items === undefined) {
    const reading = readUrl(given, checkUrl)
    return reading.ok ? read([reading.value]) : reading
  }
  if (items.length > NOTICE_URLS_MAX) {
    return no(
      `${items.length}개입니다. 최대 ${NOTICE_URLS_MAX}개입니다.`,
      `${items.length} addresses, at most ${NOTICE_URLS_MAX}.`,
    )
  }
  const urls = new Set<string>()
  for (const [index, item] of items.entries()) {
    const reading = readUrl(item, checkUrl)
    if (!reading.ok) return { ...reading, at: `[${index}]` }
    urls.add(reading.value)
  }
  return read(urls.size === 0 ? null : [...urls])
}

function readCustomData(given: Given, json: string | null): Reading<string> {
  const text = typeof given === 'string' ? given : jsonTextOf(given, json)
  const bytes = Buffer.byteLength(text)
  if (bytes <= CUSTOM_DATA_BYTES_MAX) return read(text)
  return no(
    `${bytes}바이트입니다. 최대 ${CUSTOM_DATA_BYTES_MAX}바이트입니다.`,
    `${bytes} bytes, at most ${CUSTOM_DATA_BYTES_MAX}.`,
  )
}

/** From the body's own text, so that its numbers come back unchanged. */
function jsonTextOf(given: Given, json: string | null): string {
  return JSON.stringify(json === null ? given : parseExactly(json)['custom_data'])
}
