/**
 * A payment: one issued collection number, from its issue to its end.
 *
 *                 revoked, superseded, order collected
 *            .----------------------------------------> cancelled
 *            |          deadline (+ grace)
 *   issued   |  .-------------------------------------> failed (expired)
 *   -----> ready ---- claimed ----> authorising ---- collected ----> paid
 *            ^ ^                      |                               |
 *            | '--- refused, lapsed --'                               |
 *            '------------------------- reversed ---------------------'
 *
 * Money that no till told of comes by a shop's report file (collected late).
 * On a network of two phases what was collected is provisional until its till completes it; where that does not come in
 * time it is in doubt, and still paid. A till may cancel what it collected while the business day lasts.
 * While it is ready its merchant may amend its terms, suspend it and let it go on; a suspended one is not claimed.
 * A paid one from which all was given back is cancelled too; what is given back in parts leaves it paid.
 * The row in storage is the fold of its events; `evolve` is the only maker of states.
 */

import type { SchemeName } from '../numbers/scheme.ts'
import type { CollectRequest } from './attempt.ts'
import type {
  AttemptId,
  ChannelKey,
  CollectionNumber,
  CommandId,
  Instant,
  MerchantId,
  Money,
  NetworkId,
  OrderId,
  PaymentId,
  WallTime,
} from './brand.ts'
import { type CashReceipt, evolveReceipt, type ReceiptEvent } from './cash-receipt.ts'
import type { PayType, TillCancelRule } from './merchant.ts'
import type { Currency } from './money.ts'
import type { Provisional, ProvisionalEvent } from './provisional.ts'
import {
  evolveRefunds,
  isCollected,
  isGivenBack,
  isPayoutEvent,
  type PayoutEvent,
  type Refund,
  refundedAmount,
} from './refund.ts'
import type { Rejection } from './rejections.ts'
import type { ReverseReason, UNDONE_AT_STORE } from './reverse-reason.ts'
import { standingOf } from './standing.ts'

/** What was agreed at the issue; amount and deadline may be amended. */
export interface Terms {
  readonly id: PaymentId
  readonly merchantId: MerchantId
  readonly orderId: OrderId
  readonly channelKey: ChannelKey
  readonly provider: string
  readonly mid: string
  readonly sandbox: boolean
  readonly network: NetworkId
  readonly number: CollectionNumber
  readonly scheme: SchemeName
  /** The goods, as the merchant names them. */
  readonly name: string | null
  readonly amount: Money
  readonly currency: Currency
  readonly payTypes: readonly PayType[]
  readonly tillCancel: TillCancelRule
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  readonly confirmUrl: string | null
  readonly confirmTimeoutMs: number
  /** Where notices of this payment go; null: to the merchant's default. */
  readonly noticeUrls: readonly string[] | null
  /** Opens the customer's page; at least 128 random bits. */
  readonly payToken: string
}

/** The latest try at a till, for those who look at the payment. */
export interface LastAttempt {
  readonly id: AttemptId
  readonly request: CollectRequest
  readonly state: 'authorising' | 'collected' | 'in_doubt' | 'refused' | 'reversed' | 'cancelled'
  readonly approvalNo: string | null
  readonly refusal: Rejection | null
}

interface Progress extends Terms {
  /** Counts the payment's events, from 1. */
  readonly version: number
  /** Counts its claims; a settle must name the latest. */
  readonly fence: number
  readonly inquiredAt: Instant | null
  readonly updatedAt: Instant
  readonly lastAttempt: LastAttempt | null
  /** The latest; it can outlive the money it is about. */
  readonly receipt: CashReceipt | null
  /** In the order in which they were accepted; none but of money that was collected. */
  readonly refunds: readonly Refund[]
}

/**
 * Before money came. `superseded`: by a newer number; `amount_changed`: another number of the order was amended to another
 * amount.
 */
export type RevokeCause = 'revoked_by_merchant' | 'superseded' | 'amount_changed' | 'order_collected'
/** After money came. `cancelled_at_till`: the till that took it gave it back the same day. */
export const GIVEN_BACK = ['refunded', 'cancelled_at_till'] as const
export type GivenBackCause = (typeof GIVEN_BACK)[number]
export type CancelCause = RevokeCause | GivenBackCause

/** The merchant takes no money for now. */
export interface Suspension {
  /** In its own words, for clerk and customer; at most 100 characters. */
  readonly reason: string | null
}

export type Payment =
  | (Progress & { readonly state: 'ready'; readonly suspended: Suspension | null })
  | (Progress & { readonly state: 'authorising'; readonly lastAttempt: LastAttempt; readonly until: WallTime })
  | (Progress & {
      readonly state: 'paid'
      readonly lastAttempt: LastAttempt
      readonly paidAt: Instant
      /** Null: it is final. */
      readonly provisional: Provisional | null
    })
  | (Progress & { readonly state: 'cancelled'; readonly cancelledAt: Instant; readonly cause: RevokeCause })
  | GivenBack
  | (Progress & { readonly state: 'failed'; readonly failedAt: Instant })

/** All of it was given back. */
export type GivenBack = Progress & {
  readonly state: 'cancelled'
  readonly cancelledAt: Instant
  readonly cause: GivenBackCause
  readonly lastAttempt: LastAttempt
  readonly paidAt: Instant
}

export type PaymentState = Payment['state']
export type PaymentIn<State extends PaymentState> = Extract<Payment, { state: State }>

/** Told by the store side's file; no till asked, and nor was the merchant. */
type Late = { readonly type: 'collected_late'; readonly request: CollectRequest; readonly approvalNo: string }

export type EventData =
  | { readonly type: 'issued'; readonly terms: Terms }
  | { readonly type: 'inquired' }
  /** Both as they are from now on. */
  | { readonly type: 'amended'; readonly amount: Money; readonly expiresAt: Instant }
  | { readonly type: 'suspended'; readonly reason: string | null }
  | { readonly type: 'resumed' }
  | { readonly type: 'claimed'; readonly request: CollectRequest; readonly until: WallTime }
  /** `provisional`: missing where it was final at once. */
  | { readonly type: 'collected'; readonly approvalNo: string; readonly provisional?: Provisional }
  | Late
  | ProvisionalEvent
  /** `refund`: what the till gave back, which is all of it. */
  | { readonly type: 'cancelled'; readonly refund: Refund }
  /** `merchantSaidYes`: it must learn that nothing was collected. */
  | { readonly type: 'refused'; readonly rejection: Rejection; readonly merchantSaidYes: boolean }
  | { readonly type: 'lapsed' }
  /** `not_collected`: what was in doubt was found not to be there, as the note says. */
  | {
      readonly type: 'reversed'
      readonly reason: ReverseReason | typeof UNDONE_AT_STORE | 'not_collected'
      readonly note?: string | null
    }
  | { readonly type: 'revoked'; readonly cause: RevokeCause }
  /** `endedAt`: the deadline or the end of its grace, whenever the sweep came by. */
  | { readonly type: 'expired'; readonly endedAt: Instant }
  | ReceiptEvent
  /** `tellV1`: whoever asked wants V1 addresses told too. */
  | { readonly type: 'refunded'; readonly refund: Refund; readonly tellV1: boolean }
  | PayoutEvent

export type EventType = EventData['type']

/** What happened, in the past tense. Unique on (payment, version) and on (command, payment, type). */
export interface PaymentEvent {
  readonly merchantId: MerchantId
  readonly paymentId: PaymentId
  readonly version: number
  readonly at: Instant
  readonly command: CommandId
  readonly data: EventData
}

/** The state after an event. Throws where the event cannot follow: a broken invariant, never a customer's mistake. */
export function evolve(before: Payment | undefined, event: PaymentEvent): Payment {
  const { data, at, version } = event
  if (data.type === 'issued') {
    if (before !== undefined || version !== 1) throw impossible(before?.state, event)
    const nothingYet = { fence: 0, inquiredAt: null, lastAttempt: null, receipt: null, refunds: [] }
    return { ...data.terms, ...nothingYet, version, updatedAt: at, ...RUNNING }
  }
  if (before === undefined || version !== before.version + 1) throw impossible(before?.state, event)
  const progress: Progress = { ...progressOf(before), version, updatedAt: at }
  switch (data.type) {
    case 'inquired':
      if (!isRunning(before)) throw impossible(before.state, event)
      return { ...progress, ...RUNNING, inquiredAt: at }
    case 'amended':
      if (before.state !== 'ready') throw impossible(before.state, event)
      return { ...progress, ...amended(data), state: 'ready', suspended: before.suspended }
    case 'suspended':
      if (before.state !== 'ready') throw impossible(before.state, event)
      return { ...progress, state: 'ready', suspended: { reason: data.reason } }
    case 'resumed':
      if (before.state !== 'ready' || isRunning(before)) throw impossible(before.state, event)
      return { ...progress, ...RUNNING }
    case 'claimed':
      if (!isRunning(before)) throw impossible(before.state, event)
      return claimed(progress, data)
    case 'collected':
      if (before.state !== 'authorising') throw impossible(before.state, event)
      return collected(progress, before, data, at)
    case 'collected_late':
      return collectedLate(progress, before, data, event)
    case 'doubted':
    case 'completed':
      return { ...provisionalAfter(before, event), version, updatedAt: at }
    case 'cancelled':
      if (before.state !== 'paid' || before.refunds.length > 0) throw impossible(before.state, event)
      return cancelledAtTill(progress, before, data.refund, event)
    case 'refused':
    case 'lapsed':
      if (before.state !== 'authorising') throw impossible(before.state, event)
      return { ...progress, ...RUNNING, lastAttempt: refusedBy(data, before.lastAttempt) }
    case 'reversed':
      if (before.state !== 'authorising' && before.state !== 'paid') throw impossible(before.state, event)
      if (before.refunds.length > 0) throw impossible(before.state, event)
      return { ...progress, ...RUNNING, lastAttempt: { ...before.lastAttempt, state: 'reversed' } }
    case 'revoked':
      if (before.state !== 'ready') throw impossible(before.state, event)
      return { ...progress, state: 'cancelled', cancelledAt: at, cause: data.cause }
    case 'expired':
      if (before.state !== 'ready') throw impossible(before.state, event)
      return { ...progress, state: 'failed', failedAt: data.endedAt }
    case 'refunded':
      if (before.state !== 'paid' || before.provisional !== null) throw impossible(before.state, event)
      return refunded(progress, before, data.refund, event)
    default:
      return { ...before, version, updatedAt: at, ...beside(before, data, event) }
  }
}

/** What goes its own way once money came: how it is given back, and what the tax office is told of it. */
function beside(
  before: Payment,
  data: PayoutEvent | ReceiptEvent,
  event: PaymentEvent,
): Pick<Payment, 'refunds'> | Pick<Payment, 'receipt'> {
  if (!isPayoutEvent(data)) return { receipt: receiptAfter(before, data, event) }
  if (!isCollected(before)) throw impossible(before.state, event)
  return { refunds: evolveRefunds(before.refunds, data, event.at) }
}

/** A receipt can outlive the money it is about, but begins where there is some. */
function receiptAfter(before: Payment, data: ReceiptEvent, event: PaymentEvent): CashReceipt {
  const receipt = evolveReceipt(before.receipt, data, event.at)
  const isAboutMoney = data.type !== 'receipt_asked' || before.state === 'paid'
  if (receipt === undefined || !isAboutMoney) throw impossible(before.state, event)
  return receipt
}

/** Only what is not suspended is ever claimed, so whatever a claim comes back to is not suspended either. */
const RUNNING = { state: 'ready', suspended: null } as const

function isRunning(payment: Payment): boolean {
  return standingOf(payment) === 'ready'
}

/** A ready payment as it will be when its end is written down. */
export function expiredAt(payment: PaymentIn<'ready'>, failedAt: Instant): PaymentIn<'failed'> {
  return { ...progressOf(payment), state: 'failed', failedAt }
}

/** What a lapsed attempt is answered: the merchant's word never came, as far as anyone can prove. */
export const LAPSED: Rejection = { name: 'merchant_unanswered' }

/** Whoever inquired saw other terms: the promise of a grace was about those. */
function amended({ amount, expiresAt }: Extract<EventData, { type: 'amended' }>) {
  return { amount, expiresAt, inquiredAt: null }
}

function claimed(progress: Progress, { request, until }: Extract<EventData, { type: 'claimed' }>): Payment {
  const lastAttempt: LastAttempt = {
    id: request.attemptId,
    request,
    state: 'authorising',
    approvalNo: null,
    refusal: null,
  }
  return { ...progress, state: 'authorising', fence: progress.fence + 1, until, lastAttempt }
}

/** A settle of a claim that lapsed before finds another fence. */
function collectedLate(
  progress: Progress,
  before: Payment,
  { request, approvalNo }: Late,
  event: PaymentEvent,
): Payment {
  if (!isRunning(before) && before.state !== 'failed') throw impossible(before.state, event)
  const lastAttempt: LastAttempt = { id: request.attemptId, request, state: 'collected', approvalNo, refusal: null }
  const paid = { state: 'paid', paidAt: event.at, provisional: null } as const
  return { ...progress, ...paid, fence: progress.fence + 1, lastAttempt }
}

function collected(
  progress: Progress,
  before: PaymentIn<'authorising'>,
  { approvalNo, provisional }: Extract<EventData, { type: 'collected' }>,
  paidAt: Instant,
): Payment {
  const lastAttempt: LastAttempt = { ...before.lastAttempt, state: 'collected', approvalNo }
  return { ...progress, state: 'paid', paidAt, provisional: provisional ?? null, lastAttempt }
}

/** What is not final yet is in doubt once, or final. */
function provisionalAfter(before: Payment, event: PaymentEvent): PaymentIn<'paid'> {
  const isOpen = before.state === 'paid' && before.provisional !== null
  const isKnown = isOpen && before.provisional.inDoubt && event.data.type === 'doubted'
  if (!isOpen || isKnown) throw impossible(before.state, event)
  if (event.data.type === 'doubted') return inDoubt(before)
  return { ...before, lastAttempt: { ...before.lastAttempt, state: 'collected' }, provisional: null }
}

/** A provisional payment as it will be when its doubt is written down. */
export function inDoubt(payment: PaymentIn<'paid'>): PaymentIn<'paid'> {
  const provisional = payment.provisional && { ...payment.provisional, inDoubt: true }
  return { ...payment, provisional, lastAttempt: { ...payment.lastAttempt, state: 'in_doubt' } }
}

function cancelledAtTill(progress: Progress, before: PaymentIn<'paid'>, refund: Refund, event: PaymentEvent): Payment {
  const { paidAt, amount } = before
  if (refund.amount !== amount || refund.route.kind !== 'till') throw impossible(before.state, event)
  const lastAttempt: LastAttempt = { ...before.lastAttempt, state: 'cancelled' }
  const ended = { state: 'cancelled', cancelledAt: event.at, cause: 'cancelled_at_till' } as const
  return { ...progress, ...ended, lastAttempt, paidAt, refunds: [refund] }
}

function refunded(progress: Progress, before: PaymentIn<'paid'>, refund: Refund, event: PaymentEvent): Payment {
  const { lastAttempt, paidAt, amount } = before
  const refunds = [...before.refunds, refund]
  const left = amount - refundedAmount({ refunds })
  const isKnown = before.refunds.some(({ id }) => id === refund.id)
  if (refund.amount <= 0 || left < 0 || isKnown) throw impossible(before.state, event)
  const after = { ...progress, lastAttempt, paidAt, refunds }
  return left > 0
    ? { ...after, state: 'paid', provisional: null }
    : { ...after, state: 'cancelled', cancelledAt: event.at, cause: 'refunded' }
}

function refusedBy(data: Extract<EventData, { type: 'refused' | 'lapsed' }>, last: LastAttempt): LastAttempt {
  return { ...last, state: 'refused', refusal: data.type === 'refused' ? data.rejection : LAPSED }
}

/** The members every state has, without those of the state that ends. */
function progressOf(payment: Payment): Progress {
  switch (payment.state) {
    case 'ready': {
      const { state: _state, suspended: _suspended, ...progress } = payment
      return progress
    }
    case 'authorising': {
      const { state: _state, until: _until, ...progress } = payment
      return progress
    }
    case 'paid': {
      const { state: _state, paidAt: _paidAt, provisional: _provisional, ...progress } = payment
      return progress
    }
    case 'cancelled': {
      if (isGivenBack(payment)) {
        const { state: _state, cancelledAt: _cancelledAt, cause: _cause, paidAt: _paidAt, ...progress } = payment
        return progress
      }
      const { state: _state, cancelledAt: _cancelledAt, cause: _cause, ...progress } = payment
      return progress
    }
    case 'failed': {
      const { state: _state, failedAt: _failedAt, ...progress } = payment
      return progress
    }
  }
}

function impossible(state: PaymentState | undefined, { paymentId, version, data }: PaymentEvent): Error {
  return new Error(
    `broken invariant: ${data.type} (version ${version}) cannot follow ${state ?? 'nothing'} on ${paymentId}`,
  )
}
