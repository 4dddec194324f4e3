/**
 * Several payments at once: those whose ids or order numbers are named, all of an order, and a search by status and
 * time. Of ids and orders that are not the merchant's nothing is said but that they were not found.
 */
import type { MerchantId, OrderId } from '../core/brand.ts'
import type { Gateway, ListView } from '../gateway/gateway.ts'
import { NAMED_PAYMENTS_MAX, type PaymentPage } from '../wire/payment-lists.ts'
import type { Words } from '../wire/rejections.ts'
import { type Answer, parameterRefusal, paymentNotFound, type Refusal, refusal, success } from './envelope.ts'
import { type Given, type GivenObject, isList, memberOf } from './given.ts'
import { firstSpelled, type MerchantUid } from './order-numbers.ts'
import { readPaymentId } from './payments.ts'
import { presentPayment } from './present.ts'
import { isOrderId } from './read-parameters.ts'
import { MISSING } from './readings.ts'
import { type PageAsked, readPage, readPeriod, readSorting, readStatus } from './search-parameters.ts'

export interface PaymentListsDeps {
  readonly gateway: Pick<Gateway, 'findAll' | 'list' | 'listOrder' | 'now'>
  readonly publicUrl: string
}

/** 200 where all were found, 207 where some were, 404 where none was. */
export async function findNamed(
  { gateway, publicUrl }: PaymentListsDeps,
  merchantId: MerchantId,
  query: GivenObject,
): Promise<Answer> {
  const impUids = textsOf(query, 'imp_uid')
  const merchantUids = textsOf(query, 'merchant_uid')
  if (impUids === undefined) return parameterRefusal('imp_uid', NO_LIST)
  if (merchantUids === undefined) return parameterRefusal('merchant_uid', NO_LIST)
  const named = impUids.size + merchantUids.size
  if (named === 0) return refusal(400, NOBODY_NAMED)
  if (named > NAMED_PAYMENTS_MAX) return refusal(400, tooMany(named))
  const views = await gateway.findAll(
    merchantId,
    [...impUids].flatMap((text) => readPaymentId(text) ?? []),
    [...merchantUids].filter(isOrderId) as OrderId[],
  )
  if (views.length === 0) return paymentNotFound()
  const ids: ReadonlySet<string> = new Set(views.map(({ payment }) => payment.id))
  const orders: ReadonlySet<string> = new Set(views.map(({ payment }) => payment.orderId))
  const isComplete = [...impUids].every((id) => ids.has(id)) && [...merchantUids].every((order) => orders.has(order))
  const answers = views.map((view) => presentPayment(view, publicUrl))
  return success(answers, isComplete ? 200 : 207)
}

export const ORDER_NOT_NAMED: Refusal = parameterRefusal('merchant_uid', MISSING)

export async function listOrder(
  { gateway, publicUrl }: PaymentListsDeps,
  merchantId: MerchantId,
  asked: MerchantUid & { readonly status: string; readonly query: GivenObject },
): Promise<Answer> {
  const status = readStatus(asked.status)
  if (!status.ok) return status.refusal
  const sorting = readSorting(asked.query)
  if (!sorting.ok) return sorting.refusal
  const page = readPage(asked.query)
  if (!page.ok) return page.refusal
  const listed = await firstSpelled(asked, (orderId) =>
    gateway.listOrder({
      merchantId,
      orderId,
      status: status.value,
      sorting: sorting.value,
      ...placesOf(page.value),
    }),
  )
  return listed === undefined ? paymentNotFound() : pageAnswer(listed, page.value, publicUrl)
}

export async function search(
  { gateway, publicUrl }: PaymentListsDeps,
  merchantId: MerchantId,
  asked: { readonly status: string; readonly query: GivenObject },
): Promise<Answer> {
  const { query } = asked
  const status = readStatus(asked.status)
  if (!status.ok) return status.refusal
  const sorting = readSorting(query)
  if (!sorting.ok) return sorting.refusal
  const period = readPeriod(query, gateway.now())
  if (!period.ok) return period.refusal
  const page = readPage(query)
  if (!page.ok) return page.refusal
  const listed = await gateway.list({
    merchantId,
    status: status.value,
    ...period.value,
    sorting: sorting.value,
    ...placesOf(page.value),
  })
  return pageAnswer(listed, page.value, publicUrl)
}

function placesOf({ page, limit }: PageAsked): { readonly skip: number; readonly take: number } {
  return { skip: (page - 1) * limit, take: limit }
}

/** The first page may be empty; a later one that is would only hide a mistake in counting. */
function pageAnswer({ total, views }: ListView, { page, limit }: PageAsked, publicUrl: string): Answer {
  const last = Math.max(1, Math.ceil(total / limit))
  if (page > last) return parameterRefusal('page', pastTheEnd(page, last))
  const answer: PaymentPage = {
    total,
    previous: page - 1,
    next: page < last ? page + 1 : 0,
    list: views.map((view) => presentPayment(view, publicUrl)),
  }
  return success(answer)
}

/** One value, a list, or a list with gaps; each text once. Undefined for anything nested. */
function textsOf(query: GivenObject, name: string): ReadonlySet<string> | undefined {
  const given = memberOf(query, name) ?? ''
  const items = typeof given === 'object' && !isList(given) ? listOf(given) : [given].flat()
  const texts = items?.filter((item) => typeof item === 'string')
  if (items === undefined || texts?.length !== items.length) return undefined
  return new Set(texts.filter((text) => text !== ''))
}

function listOf(given: GivenObject): readonly Given[] | undefined {
  return Object.keys(given).every((key) => /^\d+$/.test(key)) ? Object.values(given) : undefined
}

const NO_LIST: Words = {
  ko: '값 하나 또는 배열이어야 합니다. 예: imp_uid[]=imp_000000000001&imp_uid[]=imp_000000000002',
  en: 'must be one value or a list, such as imp_uid[]=imp_000000000001&imp_uid[]=imp_000000000002.',
}

const NOBODY_NAMED: Words = {
  ko: 'imp_uid[] 또는 merchant_uid[]를 하나 이상 지정해 주세요.',
  en: 'Name at least one imp_uid[] or merchant_uid[].',
}

function tooMany(named: number): Words {
  return {
    ko: `imp_uid와 merchant_uid는 합해서 최대 ${NAMED_PAYMENTS_MAX}개인데 ${named}개가 왔습니다. 나누어 보내 주세요.`,
    en: `imp_uid and merchant_uid may be ${NAMED_PAYMENTS_MAX} together, and ${named} came. Send them in parts.`,
  }
}

function pastTheEnd(page: number, last: number): Words {
  return {
    ko: `${page}번째 페이지는 없습니다. 마지막 페이지는 ${last}입니다.`,
    en: `there is no page ${page}. The last one is ${last}.`,
  }
}
