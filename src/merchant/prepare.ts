/**
 * `/payments/prepare`: the amount of an order, said before its number is asked for, so that a page in between cannot ask
 * for another one.
 */
import type { MerchantId, OrderId } from '../core/brand.ts'
import { toHundredths } from '../core/money.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { PREPARE_TEXTS, type PreparedAnswer } from '../wire/prepare.ts'
import type { Body } from './body-parsers.ts'
import { type Answer, parameterRefusal, type Refusal, success, tradeRefusal } from './envelope.ts'
import { firstSpelled, type MerchantUid } from './order-numbers.ts'
import { createParameterReader, FINEST } from './read-parameters.ts'
import type { CheckUrl } from './readings.ts'

type Prepared = Parameters<Gateway['prepared']['add']>[0]

export interface PrepareDeps {
  readonly gateway: Pick<Gateway, 'prepared'>
  readonly checkUrl: CheckUrl
}

export async function prepare(deps: PrepareDeps, merchantId: MerchantId, body: Body): Promise<Answer> {
  const reading = readPrepared(deps, merchantId, body)
  if (!reading.ok) return reading.refusal
  const isAdded = await deps.gateway.prepared.add(reading.prepared)
  return isAdded ? success(presentPrepared(reading.prepared)) : tradeRefusal(200, PREPARE_TEXTS.taken, { code: 1 })
}

/** Takes the place of what was prepared, amount and currency. */
export async function changePrepared(deps: PrepareDeps, merchantId: MerchantId, body: Body): Promise<Answer> {
  const reading = readPrepared(deps, merchantId, body)
  if (!reading.ok) return reading.refusal
  const isChanged = await deps.gateway.prepared.change(reading.prepared)
  return isChanged ? success(presentPrepared(reading.prepared)) : tradeRefusal(404, PREPARE_TEXTS.unknown)
}

export async function findPrepared(
  { gateway }: Pick<PrepareDeps, 'gateway'>,
  merchantId: MerchantId,
  asked: MerchantUid,
): Promise<Answer> {
  const prepared = await firstSpelled(asked, (orderId) => gateway.prepared.find(merchantId, orderId))
  return prepared === undefined ? tradeRefusal(404, PREPARE_TEXTS.unknown) : success(presentPrepared(prepared))
}

type PreparedReading =
  | { readonly ok: true; readonly prepared: Prepared }
  | { readonly ok: false; readonly refusal: Refusal }

function readPrepared({ checkUrl }: PrepareDeps, merchantId: MerchantId, body: Body): PreparedReading {
  const reader = createParameterReader(body, checkUrl)
  const orderId = reader.orderId() as OrderId
  const currency = reader.currency()
  const amount = reader.amount(currency)
  const unread = reader.refusal()
  if (unread !== undefined) return { ok: false, refusal: unread }
  const hundredths = toHundredths(amount, currency ?? FINEST)
  if (!Number.isSafeInteger(hundredths)) return { ok: false, refusal: parameterRefusal('amount', TOO_LARGE) }
  return { ok: true, prepared: { merchantId, orderId, hundredths, currency } }
}

function presentPrepared({ orderId, hundredths, currency }: Prepared): PreparedAnswer {
  return { merchant_uid: orderId, amount: hundredths / 100, currency }
}

const TOO_LARGE = { ko: '금액이 너무 큽니다.', en: 'is too large.' }
