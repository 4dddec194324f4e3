/**
 * Money on its way back to a customer. Cash that lies in a store's till cannot be pushed back to a card, so a refund is
 * an object of its own: accepted once, in the payment's fold, and from then on counted; and a payout that may fail, take
 * another route and be tried again until somebody has the money.
 *
 *              settled by the operator, or paid out at a till
 *   accepted   .--------------------------------------> paid out
 *   -----> pending <--- rerouted ----.                   |
 *            ^ | '-- bank refused,   |                   |
 *            | |     slip expired -> failed -- by hand --'
 *            '-------------- reversed at the till -------'
 *
 * Whose account it is stands apart, sealed: nothing here tells who gets the money.
 */
import type { CancelRequest, PayoutRequest } from './attempt.ts'
import type { CollectionNumber, Instant, Money, RefundId, TransferId } from './brand.ts'
import type { GivenBack, Payment, PaymentIn } from './payment.ts'
import type { ReverseReason } from './reverse-reason.ts'

export interface Refund {
  readonly id: RefundId
  readonly amount: Money
  /** As the merchant told them, for its own books. */
  readonly taxFree: Money | null
  readonly vatAmount: Money | null
  /** The merchant's words, the operator's or the clerk's. */
  readonly reason: string
  readonly askedBy: RefundAsker
  readonly acceptedAt: Instant
  readonly route: RefundRoute
  readonly payout: Payout
  /** While its bank is asked by the house itself; null: nobody is asked. */
  readonly transfer: Transfer | null
  /** The order that the operator called failed while its bank had it: the bank is asked on, and moves nothing by it. */
  readonly calledFailed: Transfer | null
  /** Its bank says that it paid an order which was over here: somebody must look. The latest such word. */
  readonly paidAfterAll: PaidAfterAll | null
}

export interface PaidAfterAll {
  readonly transferId: TransferId
  /** The bank's name of the transfer. */
  readonly reference: string
  readonly at: Instant
}

/** `tries`: how often the bank was asked. `dueAt`: when it is asked again, unless it has answered. */
export interface Transfer {
  readonly id: TransferId
  readonly tries: number
  readonly dueAt: Instant
}

export const REFUND_ASKERS = ['merchant', 'operator', 'till'] as const
export type RefundAsker = (typeof REFUND_ASKERS)[number]

export type RefundRoute =
  /** `bank`: its KFTC code. */
  | { readonly kind: 'bank'; readonly bank: string }
  /** Paid out in cash at any till of the network, strictly before `expiresAt`. */
  | { readonly kind: 'slip'; readonly number: CollectionNumber; readonly expiresAt: Instant }
  /** Over the counter that took it, the same day: accepted and paid out in one. */
  | { readonly kind: 'till' }

export type Payout =
  | { readonly state: 'pending' }
  | { readonly state: 'paid_out'; readonly at: Instant; readonly where: PaidOutAt }
  | { readonly state: 'failed'; readonly at: Instant; readonly cause: PayoutFailure; readonly note: string | null }

/** `note`: the operator's words. `reference`: the bank's name of the transfer. */
export type PaidOutAt =
  | { readonly kind: 'bank'; readonly reference: string }
  /** `transferId`: of the order that was open then, which the operator's word is about; null: there was none. */
  | { readonly kind: 'by_hand'; readonly note: string | null; readonly transferId: TransferId | null }
  | { readonly kind: 'till'; readonly request: PayoutRequest; readonly approvalNo: string }
  /** `approvalNo`: of the collect. */
  | { readonly kind: 'cancel'; readonly request: CancelRequest; readonly approvalNo: string }

export const PAYOUT_STATES = ['pending', 'paid_out', 'failed'] as const
export type PayoutState = Payout['state']

/** `refused`: by the bank, as it or the operator says. `holder_differs`: the account is somebody else's. */
export const PAYOUT_FAILURES = ['refused', 'holder_differs', 'expired'] as const
export type PayoutFailure = (typeof PAYOUT_FAILURES)[number]
export type TransferFailure = Exclude<PayoutFailure, 'expired'>

/** Each refund is a row of the payment's history that every answer carries. */
export const REFUNDS_OF_PAYMENT_MAX = 100

export type PayoutEvent =
  | { readonly type: 'paid_out'; readonly refundId: RefundId; readonly where: PaidOutAt }
  | {
      readonly type: 'payout_failed'
      readonly refundId: RefundId
      readonly cause: TransferFailure
      /** The operator's words, or the bank's. */
      readonly note: string | null
      /** Missing where the bank said it itself: then it is not asked any more. */
      readonly by?: 'operator'
    }
  /** All whose time was over when somebody looked; each ended at its own instant. */
  | { readonly type: 'slips_expired'; readonly refundIds: readonly RefundId[] }
  | {
      readonly type: 'rerouted'
      readonly refundId: RefundId
      readonly route: RefundRoute
      readonly transfer: Transfer | null
    }
  /** Before the bank is asked, and where it has taken the order and knows more later. */
  | {
      readonly type: 'transfer_asked'
      readonly refundId: RefundId
      readonly tries: number
      readonly dueAt: Instant
      /** About the order that was called failed. */
      readonly afterAll?: true
    }
  /** Its bank says that it paid an order which was over here. Moves no money. */
  | {
      readonly type: 'paid_after_all'
      readonly refundId: RefundId
      readonly transferId: TransferId
      readonly reference: string
    }
  /** Its bank says that it paid nothing of the order that was called failed, and is not asked any more. */
  | { readonly type: 'transfer_ended'; readonly refundId: RefundId; readonly transferId: TransferId }
  | { readonly type: 'payout_reversed'; readonly refundId: RefundId; readonly reason: ReverseReason }

export function isPayoutEvent<Other extends { readonly type: string }>(
  event: PayoutEvent | Other,
): event is PayoutEvent {
  return 'refundId' in event || event.type === 'slips_expired'
}

/** Paid, whatever was given back since: what a till took stays collected. */
export type Collected = PaymentIn<'paid'> | GivenBack

export function isCollected(payment: Payment): payment is Collected {
  return payment.state === 'paid' || isGivenBack(payment)
}

/** Money came for it, and all of it went back: it waits for nothing any more, and was never revoked. */
export function isGivenBack(payment: Payment): payment is GivenBack {
  return payment.state === 'cancelled' && (payment.cause === 'refunded' || payment.cause === 'cancelled_at_till')
}

/** What can still be given back. */
export function remaining(payment: Payment): Money {
  return payment.state === 'paid' ? ((payment.amount - refundedAmount(payment)) as Money) : (0 as Money)
}

export function refundedAmount({ refunds }: Pick<Payment, 'refunds'>): Money {
  return refunds.reduce((sum, { amount }) => sum + amount, 0) as Money
}

export function refundOf({ refunds }: Pick<Payment, 'refunds'>, id: RefundId): Refund | undefined {
  return refunds.find((refund) => refund.id === id)
}

/** The refund whose slip bears this number today; a slip that was replaced leads to none. */
export function refundOnSlip({ refunds }: Pick<Payment, 'refunds'>, number: CollectionNumber): Refund | undefined {
  return refunds.find(({ route }) => route.kind === 'slip' && route.number === number)
}

/** Slips whose time is over and whose money is still here. */
export function slipsOver({ refunds }: Pick<Payment, 'refunds'>, at: Instant): readonly Refund[] {
  return refunds.filter(
    ({ route, payout }) => route.kind === 'slip' && payout.state === 'pending' && at >= route.expiresAt,
  )
}

/** The refunds of an event, as they are after it. Throws where the event cannot follow. */
export function evolveRefunds(refunds: readonly Refund[], event: PayoutEvent, at: Instant): readonly Refund[] {
  const ids = event.type === 'slips_expired' ? event.refundIds : [event.refundId]
  for (const id of ids) if (!refunds.some((refund) => refund.id === id)) throw impossible(event, id)
  return refunds.map((refund) => (ids.includes(refund.id) ? evolved(refund, event, at) : refund))
}

function evolved(refund: Refund, event: PayoutEvent, at: Instant): Refund {
  const { payout, route } = refund
  switch (event.type) {
    case 'paid_out': {
      const mayFollow = event.where.kind === 'by_hand' ? ['pending', 'failed'] : ['pending']
      if (!mayFollow.includes(payout.state)) throw impossible(event, refund.id)
      return { ...refund, payout: { state: 'paid_out', at, where: event.where }, transfer: null }
    }
    case 'payout_failed': {
      const calledFailed = event.by === 'operator' && isBankTold(refund) ? refund.transfer : null
      // Of two, the bank would be asked about one only.
      if (payout.state !== 'pending' || (calledFailed && refund.calledFailed)) throw impossible(event, refund.id)
      return {
        ...refund,
        payout: { state: 'failed', at, cause: event.cause, note: event.note },
        transfer: null,
        calledFailed: calledFailed ?? refund.calledFailed,
      }
    }
    case 'slips_expired':
      if (payout.state !== 'pending' || route.kind !== 'slip') throw impossible(event, refund.id)
      return expiredSlip(refund, route.expiresAt)
    case 'rerouted':
      if (payout.state === 'paid_out') throw impossible(event, refund.id)
      return { ...refund, route: event.route, payout: { state: 'pending' }, transfer: event.transfer }
    case 'transfer_asked':
      return asked(refund, event)
    case 'paid_after_all':
    case 'transfer_ended':
      return answered(refund, event, at)
    case 'payout_reversed':
      if (payout.state !== 'paid_out' || payout.where.kind !== 'till') throw impossible(event, refund.id)
      return { ...refund, payout: { state: 'pending' } }
  }
}

function asked(refund: Refund, event: Extract<PayoutEvent, { type: 'transfer_asked' }>): Refund {
  const { transfer, calledFailed, payout } = refund
  const order = event.afterAll === true ? calledFailed : payout.state === 'pending' ? transfer : null
  if (order === null) throw impossible(event, refund.id)
  const next: Transfer = { id: order.id, tries: event.tries, dueAt: event.dueAt }
  return event.afterAll === true ? { ...refund, calledFailed: next } : { ...refund, transfer: next }
}

function answered(
  refund: Refund,
  event: Extract<PayoutEvent, { type: 'paid_after_all' | 'transfer_ended' }>,
  at: Instant,
): Refund {
  const { transferId } = event
  const isAsked = refund.calledFailed?.id === transferId
  const calledFailed = isAsked ? null : refund.calledFailed
  if (event.type === 'transfer_ended') {
    if (!isAsked) throw impossible(event, refund.id)
    return { ...refund, calledFailed }
  }
  if (refund.route.kind === 'till' || refund.transfer?.id === transferId) throw impossible(event, refund.id)
  return { ...refund, calledFailed, paidAfterAll: { transferId, reference: event.reference, at } }
}

/** An order that was never given cannot be carried out. */
export function isBankTold({ transfer }: Pick<Refund, 'transfer'>): boolean {
  return transfer !== null && transfer.tries > 0
}

/** When its bank is asked next; null: it is not. */
export function transferDueAt({ transfer, calledFailed }: Refund): Instant | null {
  const dueAts = [transfer, calledFailed].flatMap((order) => order?.dueAt ?? [])
  return dueAts.length === 0 ? null : (Math.min(...dueAts) as Instant)
}

/** Whenever somebody came by: it ended at its deadline. */
export function expiredSlip(refund: Refund, expiresAt: Instant): Refund {
  return { ...refund, payout: { state: 'failed', at: expiresAt, cause: 'expired', note: null } }
}

function impossible({ type }: PayoutEvent, id: RefundId): Error {
  return new Error(`broken invariant: ${type} cannot follow on ${id}`)
}
