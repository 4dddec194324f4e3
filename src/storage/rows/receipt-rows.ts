/** Cash receipts as rows, and back: the latest one goes with its payment as JSON, whom it is for stands apart, sealed. */
import type { Instant, Money, ReceiptId } from '../../core/brand.ts'
import {
  type CashReceipt,
  type IssuedReceipt,
  type MoneyBack,
  RECEIPT_CANCEL_CAUSES,
  RECEIPT_USES,
  type ReceiptState,
  type ReceiptTerms,
} from '../../core/cash-receipt.ts'
import type { KeptIdentifier } from '../../core/changes.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'
import { sealedValues } from './sealed-rows.ts'

const STATES: Readonly<Record<ReceiptState, true>> = {
  issuing: true,
  issued: true,
  cancelling: true,
  cancelled: true,
  failed: true,
}
const KINDS: Readonly<Record<NonNullable<ReceiptTerms['identifier']>, true>> = {
  person: true,
  business: true,
  phone: true,
  taxcard: true,
}

export function receiptOf(row: Row): CashReceipt | null {
  if (row['receipt'] === null) return null
  const receipt = cell.parsed(row, 'receipt')
  const state = cell.known(receipt, 'state', STATES)
  switch (state) {
    case 'issuing':
      return { ...termsOf(receipt), state, ...stepOf(receipt), thenCancel: moneyBackOf(receipt) }
    case 'issued': {
      const dueAt = cell.wholeOrNull(receipt, 'dueAt') as Instant | null
      return { ...issuedOf(receipt), state, dueAt, cancelFailed: cell.textOrNull(receipt, 'cancelFailed') }
    }
    case 'cancelling': {
      const finalAt = cell.wholeOrNull(receipt, 'finalAt') as Instant | null
      return {
        ...issuedOf(receipt),
        state,
        ...stepOf(receipt),
        cause: cell.oneOf(receipt, 'cause', RECEIPT_CANCEL_CAUSES),
        finalAt,
      }
    }
    case 'cancelled': {
      const cancelledAt = cell.whole(receipt, 'cancelledAt') as Instant
      return { ...issuedOf(receipt), state, cause: cell.oneOf(receipt, 'cause', RECEIPT_CANCEL_CAUSES), cancelledAt }
    }
    case 'failed': {
      const failedAt = cell.whole(receipt, 'failedAt') as Instant
      return { ...termsOf(receipt), state, failedAt, reason: cell.text(receipt, 'reason') }
    }
  }
}

/** In the order of `insertReceiptIdentifier`. */
export function receiptIdentifierValues(id: ReceiptId, kept: KeptIdentifier): readonly SqlValue[] {
  return [kept.merchantId, id, kept.paymentId, ...sealedValues(kept.identifier)]
}

const MONEY_BACK: readonly MoneyBack[] = ['reversed', 'refunded']

function moneyBackOf(receipt: Row): MoneyBack | null {
  return receipt['thenCancel'] === null ? null : cell.oneOf(receipt, 'thenCancel', MONEY_BACK)
}

function stepOf(receipt: Row): { readonly tries: number; readonly dueAt: Instant } {
  return { tries: cell.whole(receipt, 'tries'), dueAt: cell.whole(receipt, 'dueAt') as Instant }
}

function issuedOf(receipt: Row): IssuedReceipt {
  return {
    ...termsOf(receipt),
    number: cell.text(receipt, 'number'),
    tid: cell.text(receipt, 'tid'),
    issuedAt: cell.whole(receipt, 'issuedAt') as Instant,
  }
}

function termsOf(receipt: Row): ReceiptTerms {
  return {
    id: cell.text(receipt, 'id') as ReceiptId,
    use: cell.oneOf(receipt, 'use', RECEIPT_USES),
    identifier: receipt['identifier'] === null ? null : cell.known(receipt, 'identifier', KINDS),
    sealedUnder: cell.text(receipt, 'sealedUnder') as ReceiptId,
    amount: cell.whole(receipt, 'amount') as Money,
    taxFree: cell.whole(receipt, 'taxFree') as Money,
    vat: cell.whole(receipt, 'vat') as Money,
  }
}
