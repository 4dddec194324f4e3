/**
 * Refunds as JSON of their payment's row, as rows of their own to be listed by, and back. The payment's row is the one
 * that counts; a refund's own row only says where to look.
 */
import type { CollectionNumber, Instant, Money, PaymentId, RefundId, TransferId } from '../../core/brand.ts'
import type { Changes, RefundOfPayment } from '../../core/changes.ts'
import type { SealedText } from '../../core/commands.ts'
import {
  PAYOUT_FAILURES,
  PAYOUT_STATES,
  type PaidAfterAll,
  type PaidOutAt,
  type Payout,
  REFUND_ASKERS,
  type Refund,
  type RefundRoute,
  type Transfer,
  transferDueAt,
} from '../../core/refund.ts'
import type { RefundFilter, TransferKey } from '../money-reads.ts'
import { cancelRequestOf, payoutRequestOf } from './attempt-rows.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'
import { sealedValues } from './sealed-rows.ts'

/** Null where there is none, so that a payment without refunds costs nothing more. */
export function refundsValue(refunds: readonly Refund[]): SqlValue {
  return refunds.length === 0 ? null : JSON.stringify(refunds)
}

export function refundsOf(row: Row): readonly Refund[] {
  return row['refunds'] === null ? [] : cell.parsedRows(row, 'refunds').map(refundOfJson)
}

/** In the order of `putRefund`. */
export function refundValues({ payment, refund }: RefundOfPayment): readonly SqlValue[] {
  const { id, acceptedAt, payout, route } = refund
  const endsAt = route.kind === 'slip' && payout.state === 'pending' ? route.expiresAt : null
  return [payment.merchantId, id, payment.id, acceptedAt, payout.state, endsAt, transferDueAt(refund)]
}

/** The statement that lists so: open ones are few among all there ever were. */
export function refundListingOf({ state }: RefundFilter): 'refundsListed' | 'openRefundsListed' {
  return state === undefined || state === 'paid_out' ? 'refundsListed' : 'openRefundsListed'
}

/** Behind every id. */
export const NEWEST_REFUND = 'rfd_~'

/** In the order of `insertSlip`, one for each number that became a slip. */
export function slipValues({ slips, payments }: Pick<Changes, 'slips' | 'payments'>): readonly (readonly SqlValue[])[] {
  return [...slips].map(([key, id]) => {
    const payment = payments.get(id)
    if (payment === undefined) throw new Error(`broken invariant: a slip of ${id}, which did not change`)
    return [payment.network, key.slice(payment.network.length + 1), payment.merchantId, id]
  })
}

/** In the order of `putAccount`. */
export function accountValues(
  id: RefundId,
  { merchantId, account }: { readonly merchantId: string; readonly account: SealedText },
): readonly SqlValue[] {
  return [merchantId, id, ...sealedValues(account)]
}

export function transferKeyOf(row: Row): TransferKey {
  return { paymentId: cell.text(row, 'payment_id') as PaymentId, refundId: cell.text(row, 'id') as RefundId }
}

export function transferDueAtOf(row: Row): Instant {
  return cell.whole(row, 'transfer_due_at') as Instant
}

function refundOfJson(row: Row): Refund {
  return {
    id: cell.text(row, 'id') as RefundId,
    amount: cell.whole(row, 'amount') as Money,
    taxFree: cell.wholeOrNull(row, 'taxFree') as Money | null,
    vatAmount: cell.wholeOrNull(row, 'vatAmount') as Money | null,
    reason: cell.text(row, 'reason'),
    askedBy: cell.oneOf(row, 'askedBy', REFUND_ASKERS),
    acceptedAt: cell.whole(row, 'acceptedAt') as Instant,
    route: routeOf(cell.inner(row, 'route')),
    payout: payoutOf(cell.inner(row, 'payout')),
    // What was accepted before banks could be asked, and asked on, has no such members.
    transfer: row['transfer'] == null ? null : transferOf(cell.inner(row, 'transfer')),
    calledFailed: row['calledFailed'] == null ? null : transferOf(cell.inner(row, 'calledFailed')),
    paidAfterAll: row['paidAfterAll'] == null ? null : paidAfterAllOf(cell.inner(row, 'paidAfterAll')),
  }
}

function paidAfterAllOf(row: Row): PaidAfterAll {
  return {
    transferId: cell.text(row, 'transferId') as TransferId,
    reference: cell.text(row, 'reference'),
    at: cell.whole(row, 'at') as Instant,
  }
}

function transferOf(row: Row): Transfer {
  return {
    id: cell.text(row, 'id') as TransferId,
    tries: cell.whole(row, 'tries'),
    dueAt: cell.whole(row, 'dueAt') as Instant,
  }
}

function routeOf(row: Row): RefundRoute {
  const kind = cell.oneOf(row, 'kind', ['bank', 'slip', 'till'])
  if (kind === 'till') return { kind }
  if (kind === 'bank') return { kind, bank: cell.text(row, 'bank') }
  return {
    kind,
    number: cell.text(row, 'number') as CollectionNumber,
    expiresAt: cell.whole(row, 'expiresAt') as Instant,
  }
}

function payoutOf(row: Row): Payout {
  const state = cell.oneOf(row, 'state', PAYOUT_STATES)
  if (state === 'pending') return { state }
  const at = cell.whole(row, 'at') as Instant
  if (state === 'paid_out') return { state, at, where: paidOutAtOf(cell.inner(row, 'where')) }
  return { state, at, cause: cell.oneOf(row, 'cause', PAYOUT_FAILURES), note: cell.textOrNull(row, 'note') }
}

function paidOutAtOf(row: Row): PaidOutAt {
  const kind = cell.oneOf(row, 'kind', ['by_hand', 'bank', 'till', 'cancel'])
  if (kind === 'bank') return { kind, reference: cell.text(row, 'reference') }
  if (kind === 'by_hand') {
    // What was paid by hand before that was kept has no such member.
    const transferId = row['transferId'] == null ? null : (cell.text(row, 'transferId') as TransferId)
    return { kind, note: cell.textOrNull(row, 'note'), transferId }
  }
  const approvalNo = cell.text(row, 'approvalNo')
  const request = cell.inner(row, 'request')
  if (kind === 'cancel') return { kind, request: cancelRequestOf(request), approvalNo }
  return { kind, request: payoutRequestOf(request), approvalNo }
}
