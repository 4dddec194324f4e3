/** What a till tried and what it was answered, as rows and back: the key and the state are columns, the rest is JSON. */
import type {
  Attempt,
  AttemptState,
  CancelRequest,
  CollectRequest,
  CounterRequest,
  PayoutReceipt,
  PayoutRequest,
  Receipt,
  ReversedOriginal,
  TillAnswer,
  TillKey,
  TillRequest,
} from '../../core/attempt.ts'
import { keyOf, TILL_REQUEST_KINDS } from '../../core/attempt.ts'
import type {
  AttemptId,
  CollectionNumber,
  Instant,
  Money,
  NetworkId,
  PaymentId,
  RefundId,
  WallTime,
} from '../../core/brand.ts'
import { PAY_TYPES } from '../../core/merchant.ts'
import { CURRENCIES } from '../../core/money.ts'
import { REJECTIONS, type Rejection } from '../../core/rejections.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

const STATES: Readonly<Record<AttemptState, true>> = {
  authorising: true,
  collected: true,
  in_doubt: true,
  cancelled: true,
  paid_out: true,
  refused: true,
  reversed: true,
  tombstoned: true,
}
const ANSWERS: Readonly<Record<TillAnswer['kind'], true>> = {
  collected: true,
  declined: true,
  reversed: true,
  paid_out: true,
  not_paid_out: true,
  payout_reversed: true,
  cancelled: true,
  not_cancelled: true,
  completed: true,
  not_completed: true,
}
const REVERSED: Readonly<Record<ReversedOriginal, true>> = {
  reversed: true,
  tombstoned: true,
  was_refused: true,
  was_cancelled: true,
  closed: true,
}

/** In the order of `putAttempt`. */
export function attemptValues(attempt: Attempt): readonly SqlValue[] {
  const paymentId = attempt.state === 'tombstoned' ? null : attempt.paymentId
  return [keyOf(attempt), stateColumn(attempt.state), paymentId, JSON.stringify(attempt)]
}

/** The column is older than payouts, cancels and doubt: it says whether money moved and was undone, the body says the rest. */
function stateColumn(state: AttemptState): SqlValue {
  if (state === 'paid_out' || state === 'in_doubt') return 'collected'
  return state === 'cancelled' ? 'reversed' : state
}

export function attemptOf(row: Row): Attempt {
  const body = cell.parsed(row, 'body')
  const state = cell.known(body, 'state', STATES)
  if (stateColumn(state) !== row['state']) return cell.unreadable(row, 'state')
  if (state === 'tombstoned') return tombstoneOf(row, body)
  if (state === 'paid_out') return payoutOf(row, body)
  const counterRequest = counterRequestOf(cell.inner(body, 'request'))
  if (counterRequest.key !== row['key']) return cell.unreadable(row, 'key')
  if (state === 'refused')
    return {
      state,
      request: counterRequest,
      paymentId: cell.textOrNull(row, 'payment_id') as PaymentId | null,
      answer: answer(body),
    }
  const paymentId = cell.text(row, 'payment_id') as PaymentId
  if (state === 'reversed')
    return {
      state,
      request: counterRequest,
      paymentId,
      reversedAt: cell.whole(body, 'reversedAt') as Instant,
      answer: answer(body),
    }
  const request = requestOf(cell.inner(body, 'request'))
  if (state === 'cancelled')
    return {
      state,
      request,
      paymentId,
      cancelledAt: cell.whole(body, 'cancelledAt') as Instant,
      answer: answer(body),
    }
  const fence = cell.whole(body, 'fence')
  if (state === 'authorising') return { state, request, paymentId, fence, until: cell.whole(body, 'until') as WallTime }
  const approvalNo = cell.text(body, 'approvalNo')
  const collectedAt = cell.whole(body, 'collectedAt') as Instant
  // Written before a collect could be provisional: final.
  const completeBy = 'completeBy' in body ? (cell.wholeOrNull(body, 'completeBy') as Instant | null) : null
  return { state, request, paymentId, fence, approvalNo, collectedAt, completeBy, answer: answer(body) }
}

function payoutOf(row: Row, body: Row): Attempt {
  const request = payoutRequestOf(cell.inner(body, 'request'))
  if (request.key !== row['key']) return cell.unreadable(row, 'key')
  return {
    state: 'paid_out',
    request,
    paymentId: cell.text(row, 'payment_id') as PaymentId,
    refundId: cell.text(body, 'refundId') as RefundId,
    paidOutAt: cell.whole(body, 'paidOutAt') as Instant,
    answer: answer(body),
  }
}

/** In the order of `putTillRequest`. */
export function tillRequestValues({ key, kind, fingerprint, answer }: TillRequest): readonly SqlValue[] {
  return [key, kind, fingerprint, JSON.stringify(answer)]
}

export function tillRequestOf(row: Row): TillRequest {
  return {
    key: cell.text(row, 'key') as TillKey,
    kind: cell.oneOf(row, 'kind', TILL_REQUEST_KINDS),
    fingerprint: cell.text(row, 'fingerprint'),
    answer: answerOf(cell.parsed(row, 'answer')),
  }
}

function counterRequestOf(request: Row): CounterRequest {
  return 'direction' in request ? payoutRequestOf(request) : requestOf(request)
}

export function payoutRequestOf(request: Row): PayoutRequest {
  return { ...askedOf(request), direction: cell.oneOf(request, 'direction', ['out']) }
}

export function requestOf(request: Row): CollectRequest {
  return { ...askedOf(request), payType: cell.oneOf(request, 'payType', PAY_TYPES) }
}

export function cancelRequestOf(request: Row): CancelRequest {
  return {
    ...saidOf(request),
    original: cell.text(request, 'original') as TillKey,
    reason: cell.text(request, 'reason'),
  }
}

function askedOf(request: Row): Omit<CollectRequest, 'payType'> {
  return {
    ...saidOf(request),
    attemptId: cell.text(request, 'attemptId') as AttemptId,
    number: cell.text(request, 'number') as CollectionNumber,
    currency: cell.oneOf(request, 'currency', CURRENCIES),
  }
}

/** What a till says with everything it asks about money. */
function saidOf(request: Row): Omit<CancelRequest, 'original' | 'reason'> {
  return {
    key: cell.text(request, 'key') as TillKey,
    fingerprint: cell.text(request, 'fingerprint'),
    clerk: cell.textOrNull(request, 'clerk'),
    network: cell.text(request, 'network') as NetworkId,
    chain: cell.text(request, 'chain'),
    outlet: cell.text(request, 'outlet'),
    outletName: cell.text(request, 'outletName'),
    till: cell.text(request, 'till'),
    amount: cell.whole(request, 'amount') as Money,
    gatewayRef: cell.text(request, 'gatewayRef'),
  }
}

export function rejectionOf(row: Row): Rejection {
  return {
    name: cell.oneOf(row, 'name', REJECTIONS),
    ...('reason' in row ? { reason: cell.text(row, 'reason') } : {}),
    ...('limit' in row ? { limit: cell.whole(row, 'limit') } : {}),
  }
}

function tombstoneOf(row: Row, body: Row): Attempt {
  return {
    state: 'tombstoned',
    key: cell.text(row, 'key') as TillKey,
    tombstonedAt: cell.whole(body, 'tombstonedAt') as Instant,
    fingerprint: cell.textOrNull(body, 'fingerprint'),
    answer: body['answer'] === null ? null : answer(body),
  }
}

function answer(body: Row): TillAnswer {
  return answerOf(cell.inner(body, 'answer'))
}

function answerOf(row: Row): TillAnswer {
  const gatewayRef = cell.text(row, 'gatewayRef')
  const answeredAt = cell.whole(row, 'answeredAt') as WallTime
  const kind = cell.known(row, 'kind', ANSWERS)
  switch (kind) {
    case 'declined':
      return { kind, gatewayRef, answeredAt, rejection: rejectionOf(cell.inner(row, 'rejection')) }
    case 'not_paid_out':
    case 'not_cancelled':
    case 'not_completed':
      return { kind, gatewayRef, answeredAt, rejection: rejectionOf(cell.inner(row, 'rejection')) }
    case 'reversed':
      return { kind, gatewayRef, answeredAt, original: cell.known(row, 'original', REVERSED) }
    case 'payout_reversed': {
      const original = cell.known(row, 'original', REVERSED)
      if (original === 'tombstoned' || original === 'was_cancelled') return cell.unreadable(row, 'original')
      return { kind, gatewayRef, answeredAt, original }
    }
    case 'completed':
      return { kind, gatewayRef, answeredAt, approvalNo: cell.text(row, 'approvalNo') }
    case 'cancelled':
      return {
        kind,
        gatewayRef,
        answeredAt,
        approvalNo: cell.text(row, 'approvalNo'),
        cancelledAt: cell.whole(row, 'cancelledAt') as Instant,
        receipt: receiptOf(cell.inner(row, 'receipt')),
      }
    case 'paid_out':
      return {
        kind,
        gatewayRef,
        answeredAt,
        approvalNo: cell.text(row, 'approvalNo'),
        paidOutAt: cell.whole(row, 'paidOutAt') as Instant,
        receipt: payoutReceiptOf(cell.inner(row, 'receipt')),
      }
    case 'collected':
      return {
        kind,
        gatewayRef,
        answeredAt,
        approvalNo: cell.text(row, 'approvalNo'),
        collectedAt: cell.whole(row, 'collectedAt') as Instant,
        receipt: receiptOf(cell.inner(row, 'receipt')),
      }
  }
}

function receiptOf(row: Row): Receipt {
  return { ...payoutReceiptOf(row), payType: cell.oneOf(row, 'payType', PAY_TYPES) }
}

function payoutReceiptOf(row: Row): PayoutReceipt {
  return {
    merchant: cell.text(row, 'merchant'),
    name: cell.textOrNull(row, 'name'),
    number: cell.text(row, 'number') as CollectionNumber,
    amount: cell.whole(row, 'amount') as Money,
    currency: cell.oneOf(row, 'currency', CURRENCIES),
    outletName: cell.text(row, 'outletName'),
    till: cell.text(row, 'till'),
  }
}
