/**
 * What a search is narrowed and ordered by, read from a path or a query. Clients that have no value to give write
 * nothing, or their language's `undefined`; both mean the usual.
 */
import type { Instant } from '../core/brand.ts'
import type { V1Status } from '../core/v1-status.ts'
import type { Sorting } from '../gateway/gateway.ts'
import { UNIX_SECONDS_MAX } from '../wire/issue-body.ts'
import { SORTINGS, V1_STATUSES } from '../wire/payment-answer.ts'
import { PAGE_LIMIT_MAX, PAGE_LIMIT_USUAL, SEARCH_TEXTS, SEARCHED_DAYS_MAX } from '../wire/payment-lists.ts'
import type { Words } from '../wire/rejections.ts'
import { parameterRefusal, type Refusal, tradeRefusal } from './envelope.ts'
import { type Given, type GivenObject, memberOf } from './given.ts'

export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal }

/** Null: any. */
export function readStatus(segment: string): Reading<V1Status | null> {
  if (ANY_STATUS.has(segment)) return { ok: true, value: null }
  const status = V1_STATUSES.find((each) => each === segment)
  return status === undefined ? no(SEARCH_TEXTS.status) : { ok: true, value: status }
}

export function readSorting(query: GivenObject): Reading<Sorting> {
  const given = givenOf(query, 'sorting')
  const sorting = given === undefined ? '-started' : SORTINGS.find((each) => each === given)
  return sorting === undefined ? no(SEARCH_TEXTS.sorting) : { ok: true, value: sorting }
}

export interface PageAsked {
  readonly page: number
  readonly limit: number
}

export function readPage(query: GivenObject): Reading<PageAsked> {
  const page = readWhole(givenOf(query, 'page') ?? '1', 1, PAGE_MAX)
  if (page === undefined) {
    const text = { ko: `1 이상의 정수 하나여야 합니다.`, en: 'must be one whole number from 1 on.' }
    return { ok: false, refusal: parameterRefusal('page', text) }
  }
  const limit = readWhole(givenOf(query, 'limit') ?? String(PAGE_LIMIT_USUAL), 1, PAGE_LIMIT_MAX)
  if (limit === undefined) {
    const text = {
      ko: `1 이상 ${PAGE_LIMIT_MAX} 이하의 정수 하나여야 합니다. 생략하면 ${PAGE_LIMIT_USUAL}입니다.`,
      en: `must be one whole number from 1 to ${PAGE_LIMIT_MAX}. Left out it is ${PAGE_LIMIT_USUAL}.`,
    }
    return { ok: false, refusal: parameterRefusal('limit', text) }
  }
  return { ok: true, value: { page, limit } }
}

export interface Period {
  readonly from: Instant
  readonly to: Instant
}

/** Whole seconds, both included: until now, and from 90 days before, where nothing else is said. */
export function readPeriod(query: GivenObject, now: Instant): Reading<Period> {
  const to = readWhole(givenOf(query, 'to') ?? String(Math.floor(now / 1000)), 0, UNIX_SECONDS_MAX)
  if (to === undefined) return no(SEARCH_TEXTS.impossible)
  const from = readWhole(givenOf(query, 'from') ?? String(Math.max(0, to - PERIOD_SECONDS_MAX)), 0, UNIX_SECONDS_MAX)
  if (from === undefined || from > to) return no(SEARCH_TEXTS.impossible)
  if (to - from > PERIOD_SECONDS_MAX) return no(SEARCH_TEXTS.tooLong)
  return { ok: true, value: { from: (from * 1000) as Instant, to: (to * 1000 + 999) as Instant } }
}

const PERIOD_SECONDS_MAX = SEARCHED_DAYS_MAX * 86_400
/** So that a page times its limit stays a safe integer. */
const PAGE_MAX = 1_000_000_000

/** Clients that have no status to name write `all`, `undefined` or nothing. */
const ANY_STATUS: ReadonlySet<string> = new Set(['', 'all', 'undefined'])

function givenOf(query: GivenObject, name: string): Given | undefined {
  const given = memberOf(query, name)
  return given === '' || given === 'undefined' ? undefined : given
}

/** Undefined for everything else; a parameter that came twice is a list, and none. */
function readWhole(given: Given, min: number, max: number): number | undefined {
  if (typeof given !== 'string' || !/^\d{1,16}$/.test(given)) return undefined
  const number = Number(given)
  return number >= min && number <= max ? number : undefined
}

function no(text: Words): Reading<never> {
  return { ok: false, refusal: tradeRefusal(400, text) }
}
