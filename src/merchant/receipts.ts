/**
 * `/receipts/{imp_uid}`: a cash receipt asked for, looked up, taken back. What its issuer refuses is a 500 and a channel
 * without one a 501, as V1 documents it; whoever is answered 500 without a reason looks the receipt up.
 */
import type { MerchantId, Money } from '../core/brand.ts'
import type { ReceiptUse } from '../core/cash-receipt.ts'
import type { Payment } from '../core/payment.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { ReceiptAnswer as Outcome, ReceiptRequest } from '../gateway/receipts.ts'
import type { ReceiptIdentifier } from '../numbers/receipt-identifier.ts'
import { IDENTIFIER_TYPES, RECEIPT_TYPES, type ReceiptAnswer } from '../wire/receipt.ts'
import type { Body } from './body-parsers.ts'
import { type Answer, parameterRefusal, paymentNotFound, type Refusal, success } from './envelope.ts'
import { readPaymentId } from './payments.ts'
import { noReceiptRefusal, presentReceipt, receiptRejection, troubleRefusal, type Wanted } from './present-receipt.ts'
import { createParameterReader } from './read-parameters.ts'
import type { CheckUrl } from './readings.ts'

export interface ReceiptDeps {
  readonly gateway: Pick<Gateway, 'find' | 'receipts'>
  readonly publicUrl: string
  readonly checkUrl: CheckUrl
}

export async function askReceipt(
  { gateway, publicUrl, checkUrl }: ReceiptDeps,
  merchantId: MerchantId,
  impUid: string,
  body: Body,
): Promise<Answer> {
  const reading = readRequest(body, checkUrl)
  if (!reading.ok) return reading.refusal
  const id = readPaymentId(impUid)
  if (id === undefined) return paymentNotFound()
  return answerOf(await gateway.receipts.ask(merchantId, id, reading.request), 'notIssued', publicUrl)
}

export async function findReceipt(
  { gateway, publicUrl }: Pick<ReceiptDeps, 'gateway' | 'publicUrl'>,
  merchantId: MerchantId,
  impUid: string,
): Promise<Answer> {
  const id = readPaymentId(impUid)
  const view = id === undefined ? undefined : await gateway.find(merchantId, id)
  if (view === undefined) return paymentNotFound()
  const shown = presentOf(view.payment, publicUrl)
  return shown === undefined ? noReceiptRefusal(view.payment.receipt) : success(shown)
}

/** One that was taken back before is answered the same again. */
export async function cancelReceipt(
  { gateway, publicUrl }: Pick<ReceiptDeps, 'gateway' | 'publicUrl'>,
  merchantId: MerchantId,
  impUid: string,
): Promise<Answer> {
  const id = readPaymentId(impUid)
  if (id === undefined) return paymentNotFound()
  return answerOf(await gateway.receipts.cancel(merchantId, id), 'notCancelled', publicUrl)
}

type RequestReading =
  | { readonly ok: true; readonly request: ReceiptRequest }
  | { readonly ok: false; readonly refusal: Refusal }

function readRequest(body: Body, checkUrl: CheckUrl): RequestReading {
  const reader = createParameterReader(body, checkUrl)
  const identifier = reader.receiptIdentifier(reader.choice('identifier_type', IDENTIFIER_TYPES))
  const use = readUse(reader.choice('type', RECEIPT_TYPES), identifier)
  const tax = { taxFree: reader.money('tax_free', 'KRW') ?? NOTHING, vat: reader.money('vat_amount', 'KRW') }
  const unread = reader.refusal()
  if (unread !== undefined) return { ok: false, refusal: unread }
  return use.ok ? { ok: true, request: { identifier, use: use.use, ...tax } } : use
}

type UseReading = { readonly ok: true; readonly use: ReceiptUse } | { readonly ok: false; readonly refusal: Refusal }

/** Where it is not said, the number says it. */
export function readUse(given: ReceiptUse | null, { kind }: ReceiptIdentifier): UseReading {
  const use = given ?? (kind === 'business' ? 'company' : 'person')
  if (kind === 'business' && use === 'person') return { ok: false, refusal: parameterRefusal('type', OF_A_BUSINESS) }
  return { ok: true, use }
}

const OF_A_BUSINESS = {
  ko: '사업자등록번호로는 지출증빙용(company)만 발급할 수 있습니다.',
  en: 'a business number has receipts of the type company only.',
}

function answerOf(outcome: Outcome, failed: Wanted, publicUrl: string): Answer {
  if (outcome.kind === 'rejected') return receiptRejection(outcome.rejection)
  if (outcome.kind === 'trouble') return troubleRefusal(outcome.trouble, failed)
  const { payment } = outcome.view
  const shown = presentOf(payment, publicUrl)
  if (shown === undefined) throw new Error(`broken invariant: a receipt of ${payment.id} was issued and is not there`)
  return success(shown)
}

function presentOf({ id, payToken, receipt }: Payment, publicUrl: string): ReceiptAnswer | undefined {
  const shown = presentReceipt(receipt, `${publicUrl}/p/${payToken}/cash-receipt`)
  return shown && { imp_uid: id, ...shown }
}

const NOTHING = 0 as Money
