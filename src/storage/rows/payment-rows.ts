/**
 * Payments and orders as rows, and back: the only place that knows which member of a payment is a column and which is
 * carried along as JSON. Terms are written once, with the issue, but for what can be amended; the rest with every event.
 */

import type {
  AttemptId,
  ChannelKey,
  CollectionNumber,
  Instant,
  MerchantId,
  Money,
  NetworkId,
  OrderId,
  PaymentId,
  RefundId,
  WallTime,
} from '../../core/brand.ts'
import { receiptDueAt } from '../../core/cash-receipt.ts'
import type { RefundOfPayment } from '../../core/changes.ts'
import { endsAt } from '../../core/deadline.ts'
import type { DoubtPlace } from '../../core/doubt.ts'
import { PAY_TYPES, TILL_CANCEL_RULES } from '../../core/merchant.ts'
import { CURRENCIES } from '../../core/money.ts'
import type { Order } from '../../core/order.ts'
import type { CancelCause, LastAttempt, Payment, PaymentState, Suspension, Terms } from '../../core/payment.ts'
import type { Provisional } from '../../core/provisional.ts'
import { isGivenBack, refundOf } from '../../core/refund.ts'
import { rejectionOf, requestOf } from './attempt-rows.ts'
import * as cell from './cells.ts'
import { receiptOf } from './receipt-rows.ts'
import { refundsOf, refundsValue } from './refund-rows.ts'
import type { Row, SqlValue } from './row.ts'

const STATES: Readonly<Record<PaymentState, true>> = {
  ready: true,
  authorising: true,
  paid: true,
  cancelled: true,
  failed: true,
}
const CAUSES: Readonly<Record<CancelCause, true>> = {
  revoked_by_merchant: true,
  superseded: true,
  amount_changed: true,
  order_collected: true,
  refunded: true,
  cancelled_at_till: true,
}
const ATTEMPT_STATES: Readonly<Record<LastAttempt['state'], true>> = {
  authorising: true,
  collected: true,
  in_doubt: true,
  refused: true,
  reversed: true,
  cancelled: true,
}

/** In the order of `insertPayment`; where it stands among other issues is the keeper's to say. */
export function newPaymentValues(payment: Payment): readonly SqlValue[] {
  return [
    payment.merchantId,
    payment.id,
    payment.orderId,
    payment.network,
    payment.number,
    payment.payToken,
    payment.issuedAt,
    payment.expiresAt,
    payment.amount,
    payment.currency,
    JSON.stringify(carriedTerms(payment)),
    ...progressValues(payment),
  ]
}

/** In the order of `updatePayment`. */
export function changedPaymentValues(payment: Payment): readonly SqlValue[] {
  return [payment.expiresAt, payment.amount, ...progressValues(payment), payment.merchantId, payment.id]
}

export function paymentOf(row: Row): Payment {
  const lastAttempt = row['last_attempt'] === null ? null : lastAttemptOf(cell.parsed(row, 'last_attempt'))
  const progress = {
    ...termsOf(row),
    version: cell.whole(row, 'version'),
    fence: cell.whole(row, 'fence'),
    inquiredAt: cell.wholeOrNull(row, 'inquired_at') as Instant | null,
    updatedAt: cell.whole(row, 'updated_at') as Instant,
    receipt: receiptOf(row),
    refunds: refundsOf(row),
  }
  const state = cell.known(row, 'state', STATES)
  switch (state) {
    case 'ready':
      return { ...progress, state, lastAttempt, suspended: suspensionOf(row) }
    case 'authorising': {
      if (lastAttempt === null) return cell.unreadable(row, 'last_attempt')
      return { ...progress, state, lastAttempt, until: cell.whole(row, 'until') as WallTime }
    }
    case 'paid': {
      if (lastAttempt === null) return cell.unreadable(row, 'last_attempt')
      return { ...progress, state, lastAttempt, paidAt: endedAt(row), provisional: provisionalOf(row) }
    }
    case 'cancelled': {
      const cause = cell.known(row, 'cause', CAUSES)
      const cancelledAt = endedAt(row)
      if (cause !== 'refunded' && cause !== 'cancelled_at_till')
        return { ...progress, state, lastAttempt, cancelledAt, cause }
      if (lastAttempt === null) return cell.unreadable(row, 'last_attempt')
      return { ...progress, state, lastAttempt, cancelledAt, cause, paidAt: cell.whole(row, 'paid_at') as Instant }
    }
    case 'failed':
      return { ...progress, state, lastAttempt, failedAt: endedAt(row) }
  }
}

/** A refund's own row beside its payment's. */
export function refundOfPaymentOf(row: Row): RefundOfPayment {
  const payment = paymentOf(row)
  const refund = refundOf(payment, cell.text(row, 'refund_id') as RefundId)
  return refund === undefined ? cell.unreadable(row, 'refunds') : { payment, refund }
}

/** In the order of `putOrder`. */
export function orderValues({ merchantId, orderId, live, holder, collected }: Order): readonly SqlValue[] {
  return [merchantId, orderId, JSON.stringify(live), holder, collected]
}

export function orderOf(row: Row): Order {
  return {
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    orderId: cell.text(row, 'order_id') as OrderId,
    live: cell.parsedTexts(row, 'live') as readonly PaymentId[],
    holder: cell.textOrNull(row, 'holder') as PaymentId | null,
    collected: cell.textOrNull(row, 'collected') as PaymentId | null,
  }
}

function progressValues(payment: Payment): readonly SqlValue[] {
  const { state, version, updatedAt, fence, inquiredAt, lastAttempt, receipt } = payment
  return [
    state,
    version,
    updatedAt,
    fence,
    inquiredAt,
    lastAttempt === null ? null : JSON.stringify(lastAttempt),
    state === 'ready' ? endsAt(payment) : null,
    state === 'authorising' ? payment.until : null,
    endedAtValue(payment),
    state === 'cancelled' ? payment.cause : null,
    state === 'ready' && payment.suspended !== null ? JSON.stringify(payment.suspended) : null,
    receipt === null ? null : JSON.stringify(receipt),
    receiptDueAt(receipt),
    isGivenBack(payment) ? payment.paidAt : null,
    refundsValue(payment.refunds),
    ...provisionalValues(state === 'paid' ? payment.provisional : null),
  ]
}

/** With the instant it is swept at, or since which it is in doubt. */
function provisionalValues(provisional: Provisional | null): readonly SqlValue[] {
  if (provisional === null) return [null, null, null]
  const { completeBy, inDoubt } = provisional
  return [JSON.stringify(provisional), inDoubt ? null : completeBy, inDoubt ? completeBy : null]
}

/** Behind which a list of those in doubt goes on; null: from the beginning. */
export function doubtCells(place: DoubtPlace | null): readonly [number, string, string] {
  return place === null ? [-1, '', ''] : [place.since, place.merchantId, place.id]
}

function provisionalOf(row: Row): Provisional | null {
  if (row['provisional'] === null) return null
  const provisional = cell.parsed(row, 'provisional')
  return {
    completeBy: cell.whole(provisional, 'completeBy') as Instant,
    inDoubt: cell.flag(provisional, 'inDoubt'),
    told: cell.flag(provisional, 'told'),
  }
}

function suspensionOf(row: Row): Suspension | null {
  return row['suspended'] === null ? null : { reason: cell.textOrNull(cell.parsed(row, 'suspended'), 'reason') }
}

function endedAtValue(payment: Payment): Instant | null {
  switch (payment.state) {
    case 'ready':
    case 'authorising':
      return null
    case 'paid':
      return payment.paidAt
    case 'cancelled':
      return payment.cancelledAt
    case 'failed':
      return payment.failedAt
  }
}

function endedAt(row: Row): Instant {
  return cell.whole(row, 'ended_at') as Instant
}

/** The terms nobody looks up. */
function carriedTerms({ channelKey, provider, mid, sandbox, scheme, name, payTypes, tillCancel, ...terms }: Terms) {
  const { confirmUrl, confirmTimeoutMs, noticeUrls } = terms
  const asked = { confirmUrl, confirmTimeoutMs, noticeUrls }
  return { channelKey, provider, mid, sandbox, scheme, name, payTypes, tillCancel, ...asked }
}

function termsOf(row: Row): Terms {
  const carried = cell.parsed(row, 'terms')
  return {
    id: cell.text(row, 'id') as PaymentId,
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    orderId: cell.text(row, 'order_id') as OrderId,
    channelKey: cell.text(carried, 'channelKey') as ChannelKey,
    provider: cell.text(carried, 'provider'),
    mid: cell.text(carried, 'mid'),
    sandbox: cell.flag(carried, 'sandbox'),
    network: cell.text(row, 'network') as NetworkId,
    number: cell.text(row, 'number') as CollectionNumber,
    scheme: cell.text(carried, 'scheme') as Terms['scheme'],
    name: cell.textOrNull(carried, 'name'),
    amount: cell.whole(row, 'amount') as Money,
    currency: cell.oneOf(row, 'currency', CURRENCIES),
    payTypes: cell.texts(carried, 'payTypes').map((type) => cell.oneOf({ type }, 'type', PAY_TYPES)),
    // Issued before there was a rule: the usual one.
    tillCancel: 'tillCancel' in carried ? cell.oneOf(carried, 'tillCancel', TILL_CANCEL_RULES) : 'same_till',
    issuedAt: cell.whole(row, 'issued_at') as Instant,
    expiresAt: cell.whole(row, 'expires_at') as Instant,
    confirmUrl: cell.textOrNull(carried, 'confirmUrl'),
    confirmTimeoutMs: cell.whole(carried, 'confirmTimeoutMs'),
    noticeUrls: carried['noticeUrls'] === null ? null : cell.texts(carried, 'noticeUrls'),
    payToken: cell.text(row, 'pay_token'),
  }
}

function lastAttemptOf(last: Row): LastAttempt {
  return {
    id: cell.text(last, 'id') as AttemptId,
    request: requestOf(cell.inner(last, 'request')),
    state: cell.known(last, 'state', ATTEMPT_STATES),
    approvalNo: cell.textOrNull(last, 'approvalNo'),
    refusal: last['refusal'] === null ? null : rejectionOf(cell.inner(last, 'refusal')),
  }
}
