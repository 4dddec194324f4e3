/**
 * `/receipts/external/{merchant_uid}`: a cash receipt of cash that was taken elsewhere, asked for, looked up, taken back.
 * The order number is the merchant's own and names at most one receipt at a time.
 */
import type { MerchantId, Money, OrderId } from '../core/brand.ts'
import type { ExternalReceipt } from '../core/external-receipt.ts'
import type { ExternalRequest, ExternalAnswer as Outcome } from '../gateway/external-receipts.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { type ExternalReceiptAnswer, IDENTIFIER_TYPES, RECEIPT_TYPES } from '../wire/receipt.ts'
import type { Body } from './body-parsers.ts'
import { chooseChannel } from './channel-choice.ts'
import { type Answer, parameterRefusal, type Refusal, rejectionRefusal, success } from './envelope.ts'
import { firstSpelled, type MerchantUid } from './order-numbers.ts'
import { noReceiptRefusal, presentReceipt, receiptRejection, troubleRefusal, type Wanted } from './present-receipt.ts'
import { createParameterReader, isOrderId } from './read-parameters.ts'
import { type CheckUrl, MISSING } from './readings.ts'
import { readUse } from './receipts.ts'

export interface ExternalReceiptDeps {
  readonly gateway: Pick<Gateway, 'externalReceipts' | 'directory'>
  readonly publicUrl: string
  readonly checkUrl: CheckUrl
}

export async function askExternalReceipt(
  deps: ExternalReceiptDeps,
  merchantId: MerchantId,
  { merchantUid }: MerchantUid,
  body: Body,
): Promise<Answer> {
  const reading = readRequest(deps, merchantId, merchantUid, body)
  if (!reading.ok) return reading.refusal
  return answerOf(await deps.gateway.externalReceipts.ask(merchantId, reading.request), 'notIssued', deps.publicUrl)
}

export async function findExternalReceipt(
  { gateway, publicUrl }: Pick<ExternalReceiptDeps, 'gateway' | 'publicUrl'>,
  merchantId: MerchantId,
  asked: MerchantUid,
): Promise<Answer> {
  const external = await named(gateway, merchantId, asked)
  const shown = external && presentExternal(external, publicUrl)
  return shown === undefined ? noReceiptRefusal(external?.receipt ?? null) : success(shown)
}

/** One that was taken back before is answered the same again. */
export async function cancelExternalReceipt(
  { gateway, publicUrl }: Pick<ExternalReceiptDeps, 'gateway' | 'publicUrl'>,
  merchantId: MerchantId,
  asked: MerchantUid,
): Promise<Answer> {
  const external = await named(gateway, merchantId, asked)
  if (external === undefined) return rejectionRefusal({ name: 'receipt_unknown' })
  return answerOf(await gateway.externalReceipts.cancel(merchantId, external.orderId), 'notCancelled', publicUrl)
}

function named({ externalReceipts }: ExternalReceiptDeps['gateway'], merchantId: MerchantId, asked: MerchantUid) {
  return firstSpelled(asked, (orderId) => externalReceipts.find(merchantId, orderId))
}

type RequestReading =
  | { readonly ok: true; readonly request: ExternalRequest }
  | { readonly ok: false; readonly refusal: Refusal }

function readRequest(
  { gateway, checkUrl }: ExternalReceiptDeps,
  merchantId: MerchantId,
  orderId: string,
  body: Body,
): RequestReading {
  if (!isOrderId(orderId)) return { ok: false, refusal: parameterRefusal('merchant_uid', NO_ORDER_NUMBER) }
  const reader = createParameterReader(body, checkUrl)
  const choice = chooseChannel(
    gateway.directory().channels.filter((channel) => channel.merchantId === merchantId),
    { channelKey: reader.word('channel_key'), pg: reader.word('pg') },
  )
  const name = reader.text('name', 'storable') ?? ''
  const noName = name === '' ? parameterRefusal('name', MISSING) : undefined
  const amount = reader.amount('KRW')
  const identifier = reader.receiptIdentifier(reader.choice('identifier_type', IDENTIFIER_TYPES))
  const use = readUse(reader.choice('type', RECEIPT_TYPES), identifier)
  const tax = { taxFree: reader.money('tax_free', 'KRW') ?? NOTHING, vat: reader.money('vat_amount', 'KRW') }
  const refusal = reader.refusal() ?? noName ?? (use.ok ? undefined : use.refusal)
  if (refusal !== undefined) return { ok: false, refusal }
  if (!choice.ok) return choice
  if (!use.ok) return use
  return {
    ok: true,
    request: {
      channel: choice.channel,
      orderId: orderId as OrderId,
      name,
      amount,
      identifier,
      use: use.use,
      ...tax,
    },
  }
}

function answerOf(outcome: Outcome, failed: Wanted, publicUrl: string): Answer {
  if (outcome.kind === 'rejected') return receiptRejection(outcome.rejection)
  if (outcome.kind === 'trouble') return troubleRefusal(outcome.trouble, failed)
  const shown = presentExternal(outcome.external, publicUrl)
  if (shown === undefined)
    throw new Error(`broken invariant: a receipt of ${outcome.external.orderId} was issued and is not there`)
  return success(shown)
}

function presentExternal(
  { orderId, token, receipt }: ExternalReceipt,
  publicUrl: string,
): ExternalReceiptAnswer | undefined {
  const shown = presentReceipt(receipt, `${publicUrl}/p/cash-receipts/${token}`)
  return shown && { merchant_uid: orderId, ...shown }
}

const NOTHING = 0 as Money

const NO_ORDER_NUMBER = {
  ko: '주문번호로 쓸 수 없는 값입니다. 1~40자로 보내 주세요.',
  en: 'cannot be an order number. Use 1 to 40 characters.',
}
