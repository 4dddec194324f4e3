/**
 * `GET /api/payments`: payments by the number that a customer reads out, the attempt that a slip or an answer names, the
 * outlet where it was paid. What is another merchant's is not found, as if it were not there.
 */
import type { CollectionNumber, Instant, MerchantId } from '../core/brand.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { readNumber } from '../numbers/read-number.ts'
import {
  type FoundPayments,
  OUTLET_DAYS_MAX,
  PaymentsAsked,
  SEARCH_LIMIT_MAX,
  SEARCH_LIMIT_USUAL,
} from '../wire/payment-search.ts'
import type { Words } from '../wire/rejections.ts'
import { type Answer, parameterRefusal, refusal, success } from './envelope.ts'
import type { GivenObject } from './given.ts'
import { readPaymentId } from './payments.ts'
import { presentPayment } from './present.ts'
import { createFieldReader, matching, wholeNumber } from './read-fields.ts'
import { readSeconds, readWholeSecond } from './readings.ts'

export interface PaymentSearchDeps {
  readonly gateway: Pick<Gateway, 'search' | 'now'>
  readonly publicUrl: string
}

export async function searchPayments(
  { gateway, publicUrl }: PaymentSearchDeps,
  merchantId: MerchantId,
  query: GivenObject,
): Promise<Answer> {
  const reader = createFieldReader(query, Object.keys(PaymentsAsked.properties))
  const numbers = reader.maybe('number', matching(readNumbers, '8100 4821 3095 5743 1267')) ?? null
  const attempt = reader.maybe('attempt', matching(readAttempt, 'att_…, 00000017, 000000000017')) ?? null
  const outlet = reader.maybe('outlet', matching(readOutlet, 'HB001')) ?? null
  const from = reader.maybe('from', readSeconds) ?? null
  const to = reader.maybe('to', readWholeSecond) ?? null
  const after = reader.maybe('after', matching(readPaymentId, '`next`')) ?? null
  const limit = reader.maybe('limit', wholeNumber(1, SEARCH_LIMIT_MAX)) ?? SEARCH_LIMIT_USUAL
  const refused = reader.refusal()
  if (refused !== undefined) return refused
  if (numbers === null && attempt === null && outlet === null) return refusal(400, NOTHING_NAMED)
  const isByOutlet = numbers === null && attempt === null
  const period = isByOutlet ? lately({ from, to }, gateway.now()) : { from, to }
  if (period.from !== null && period.to !== null && period.from > period.to) return parameterRefusal('from', BACKWARDS)
  if (isByOutlet && isTooLong(period)) return parameterRefusal('from', TOO_LONG)
  const found = await gateway.search({ merchantId, numbers, attempt, outlet, ...period, after, limit })
  if (found === undefined) return parameterRefusal('after', NOT_FOUND_THERE)
  const answer: FoundPayments = {
    payments: found.views.map((view) => presentPayment(view, publicUrl)),
    next: found.next,
  }
  return success(answer)
}

/** As printed, with spaces; and with hyphens, which a merchant's own number may have and others get from whoever types. */
function readNumbers(text: string): readonly CollectionNumber[] | undefined {
  const read = [text, text.replaceAll('-', '')].flatMap((each) => readNumber(each) ?? [])
  return read.length === 0 ? undefined : ([...new Set(read)] as CollectionNumber[])
}

function readAttempt(text: string): string | undefined {
  return /^(att_[\w-]{1,60}|\d{8}|\d{12})$/.test(text) ? text : undefined
}

function readOutlet(text: string): string | undefined {
  return /^[A-Za-z0-9_-]{1,20}$/.test(text) ? text : undefined
}

interface Period {
  readonly from: Instant | null
  readonly to: Instant | null
}

const DAYS_MAX_MS = OUTLET_DAYS_MAX * 86_400_000

/** Until now, and from 90 days before, where nothing else is said. */
function lately({ from, to }: Period, now: Instant): Period {
  const end = to ?? (Math.max(now, from ?? 0) as Instant)
  return { from: from ?? (Math.max(0, end - DAYS_MAX_MS) as Instant), to: end }
}

/** Times are whole seconds, and the last one counts whole. */
function isTooLong({ from, to }: Period): boolean {
  return (to ?? 0) - (from ?? 0) > DAYS_MAX_MS + 999
}

const NOTHING_NAMED: Words = {
  ko: 'number(수납번호), attempt(수납시도 번호, 승인번호, pg_tid), outlet(점포 번호) 가운데 하나 이상을 보내 주세요.',
  en: 'Name at least one of number, attempt (its id, approval number or pg_tid) and outlet.',
}

const BACKWARDS: Words = { ko: '시작이 끝(to)보다 늦습니다.', en: 'is later than the end (to).' }

const TOO_LONG: Words = {
  ko: `점포로만 찾을 때는 최대 ${OUTLET_DAYS_MAX}일입니다. 기간을 나누어 찾아 주세요.`,
  en: `by outlet alone at most ${OUTLET_DAYS_MAX} days are searched at a time. Ask for one part after the other.`,
}

const NOT_FOUND_THERE: Words = {
  ko: '이 검색의 위치가 아닙니다. 같은 조건으로 받은 next를 그대로 보내 주세요.',
  en: 'is no place in this search. Send the `next` of a page that was asked for with the same filters.',
}
