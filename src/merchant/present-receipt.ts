/** Cash receipts as V1 shows them, and what is said where there is none: of payments, and of cash that was taken elsewhere. */
import type { CashReceipt } from '../core/cash-receipt.ts'
import type { Rejection } from '../core/rejections.ts'
import type { ReceiptTrouble } from '../gateway/issuer-step.ts'
import { RECEIPT_TEXTS, type ReceiptAnswer } from '../wire/receipt.ts'
import { type Refusal, rejectionRefusal, tradeRefusal } from './envelope.ts'
import { seconds } from './present.ts'

export type Wanted = 'notIssued' | 'notCancelled'

export function receiptRejection(rejection: Rejection): Refusal {
  const { limit } = rejection
  return rejectionRefusal(rejection, limit === undefined ? undefined : { ko: `${limit}원`, en: `${limit} won` })
}

/** `failed`: what was wanted and is not. */
export function troubleRefusal(trouble: ReceiptTrouble, failed: Wanted): Refusal {
  if (trouble.name === 'no_issuer') return tradeRefusal(501, RECEIPT_TEXTS.noIssuer)
  if (trouble.name === 'issuer_unanswered') return tradeRefusal(500, RECEIPT_TEXTS.unanswered)
  const { ko, en } = RECEIPT_TEXTS[failed]
  // A function, because `$&` in an issuer's words must stay two characters.
  const said = (text: string): string => text.replace('{reason}', () => trouble.reason)
  return tradeRefusal(500, { ko: said(ko), en: said(en) })
}

/** Undefined where none was issued. */
export function presentReceipt(
  receipt: CashReceipt | null,
  receiptUrl: string,
): Omit<ReceiptAnswer, 'imp_uid'> | undefined {
  if (receipt === null || !isIssued(receipt)) return undefined
  return {
    receipt_tid: receipt.tid,
    apply_num: receipt.number,
    type: receipt.use,
    amount: receipt.amount,
    vat: receipt.vat,
    receipt_url: receiptUrl,
    applied_at: seconds(receipt.issuedAt),
    cancelled_at: receipt.state === 'cancelled' ? seconds(receipt.cancelledAt) : 0,
  }
}

function isIssued(receipt: CashReceipt): receipt is Exclude<CashReceipt, { state: 'issuing' | 'failed' }> {
  return receipt.state !== 'issuing' && receipt.state !== 'failed'
}

/** Of one that is being issued, or of none. */
export function noReceiptRefusal(receipt: CashReceipt | null): Refusal {
  return tradeRefusal(404, receipt?.state === 'issuing' ? RECEIPT_TEXTS.underWay : RECEIPT_TEXTS.none)
}
