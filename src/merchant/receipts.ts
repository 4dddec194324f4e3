/**
 * `/receipts/{imp_uid}`: a cash receipt asked for, looked up, taken back. What its issuer refuses is a 500 and a channel
 * without one a 501, as V1 documents it; whoever is answered 500 without a reason looks the receipt up.
 */
import type { MerchantId, Money } from '../core/brand.ts'
import type { CashReceipt } from '../core/cash-receipt.ts'
import type { Payment } from '../core/payment.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { ReceiptAnswer as Outcome, ReceiptRequest, ReceiptTrouble } from '../gateway/receipts.ts'
import { IDENTIFIER_TYPES, RECEIPT_TEXTS, RECEIPT_TYPES, type ReceiptAnswer } from '../wire/receipt.ts'
import type { Body } from './body-parsers.ts'
import {
  type Answer,
  parameterRefusal,
  paymentNotFound,
  type Refusal,
  rejectionRefusal,
  success,
  tradeRefusal,
} from './envelope.ts'
import { readPaymentId } from './payments.ts'
import { seconds } from './present.ts'
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
  const shown = presentReceipt(view.payment, publicUrl)
  if (shown !== undefined) return success(shown)
  const isUnderWay = view.payment.receipt?.state === 'issuing'
  return tradeRefusal(404, isUnderWay ? RECEIPT_TEXTS.underWay : RECEIPT_TEXTS.none)
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
  const request: ReceiptRequest = {
    identifier,
    use: reader.choice('type', RECEIPT_TYPES) ?? (identifier.kind === 'business' ? 'company' : 'person'),
    taxFree: reader.money('tax_free', 'KRW') ?? NOTHING,
    vat: reader.money('vat_amount', 'KRW'),
  }
  const isMistaken = identifier.kind === 'business' && request.use === 'person'
  const unread = reader.refusal() ?? (isMistaken ? parameterRefusal('type', OF_A_BUSINESS) : undefined)
  return unread === undefined ? { ok: true, request } : { ok: false, refusal: unread }
}

const OF_A_BUSINESS = {
  ko: '사업자등록번호로는 지출증빙용(company)만 발급할 수 있습니다.',
  en: 'a business number has receipts of the type company only.',
}

function answerOf(outcome: Outcome, failed: 'notIssued' | 'notCancelled', publicUrl: string): Answer {
  switch (outcome.kind) {
    case 'done': {
      const { payment } = outcome.view
      const shown = presentReceipt(payment, publicUrl)
      if (shown === undefined)
        throw new Error(`broken invariant: a receipt of ${payment.id} was issued and is not there`)
      return success(shown)
    }
    case 'rejected': {
      const { limit } = outcome.rejection
      const words = limit === undefined ? undefined : { ko: `${limit}원`, en: `${limit} won` }
      return rejectionRefusal(outcome.rejection, words)
    }
    case 'trouble':
      return troubleRefusal(outcome.trouble, failed)
  }
}

function troubleRefusal(trouble: ReceiptTrouble, failed: 'notIssued' | 'notCancelled'): Refusal {
  if (trouble.name === 'no_issuer') return tradeRefusal(501, RECEIPT_TEXTS.noIssuer)
  if (trouble.name === 'issuer_unanswered') return tradeRefusal(500, RECEIPT_TEXTS.unanswered)
  const { ko, en } = RECEIPT_TEXTS[failed]
  // A function, because `$&` in an issuer's words must stay two characters.
  const said = (text: string): string => text.replace('{reason}', () => trouble.reason)
  return tradeRefusal(500, { ko: said(ko), en: said(en) })
}

const NOTHING = 0 as Money

/** Undefined where none was issued. */
function presentReceipt({ id, payToken, receipt }: Payment, publicUrl: string): ReceiptAnswer | undefined {
  if (receipt === null || !isIssued(receipt)) return undefined
  return {
    imp_uid: id,
    receipt_tid: receipt.tid,
    apply_num: receipt.number,
    type: receipt.use,
    amount: receipt.amount,
    vat: receipt.vat,
    receipt_url: `${publicUrl}/p/${payToken}/cash-receipt`,
    applied_at: seconds(receipt.issuedAt),
    cancelled_at: receipt.state === 'cancelled' ? seconds(receipt.cancelledAt) : 0,
  }
}

function isIssued(receipt: CashReceipt): receipt is Exclude<CashReceipt, { state: 'issuing' | 'failed' }> {
  return receipt.state !== 'issuing' && receipt.state !== 'failed'
}
