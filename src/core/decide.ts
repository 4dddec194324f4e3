/**
 * The one place where a payment's fate is decided: a command and the facts it needs in, events or a rejection out.
 * Guards stand in the order of `REJECTIONS`. No clock, no randomness, no I/O.
 */
import type { Attempt, AttemptIn, CollectRequest, TillRequest } from './attempt.ts'
import { declined, declinedAttempt } from './attempt-evolution.ts'
import type { MerchantId, WallTime } from './brand.ts'
import {
  attemptIn,
  type Draft,
  merchantIn,
  orderIn,
  paymentIn,
  paymentOnNumber,
  paymentOnSlip,
  type Scene,
} from './changes.ts'
import type { Claim, Command, CommandType, Inquire, Outcomes, Revoke, Settle } from './commands.ts'
import { decideAmend } from './decide-amend.ts'
import { decideCancel } from './decide-cancel.ts'
import { decideComplete, decideResolveDoubt, provisionalOn } from './decide-complete.ts'
import { dayRefusal, decideCloseDay, decideOpenDay } from './decide-day.ts'
import {
  decideAskExternal,
  decideCancelExternal,
  decideRetryExternal,
  decideSettleExternal,
} from './decide-external.ts'
import { decideIssue } from './decide-issue.ts'
import { decideInquireSlip, decidePayOut } from './decide-payout.ts'
import {
  decideAskReceipt,
  decideCancelReceipt,
  decideRetryReceipt,
  decideSettleReceipt,
  receiptAfterCollect,
} from './decide-receipt.ts'
import { decideRefund, decideReroute, decideSettlePayout } from './decide-refund.ts'
import { decideReconcileRow } from './decide-report.ts'
import { decideReverse } from './decide-reverse.ts'
import { decideResume, decideSuspend } from './decide-suspend.ts'
import { decidePostSuspense, decideSettleSuspense } from './decide-suspense.ts'
import { decideSettleTransfer, decideTryTransfer } from './decide-transfer.ts'
import type { ExternalReceipt } from './external-receipt.ts'
import { numberKey } from './facts.ts'
import type { Payment, PaymentIn, PaymentState, Suspension } from './payment.ts'
import { isCollected, isGivenBack } from './refund.ts'
import { type Rejection, type RejectionName, rejection } from './rejections.ts'
import type { ReportRow } from './report.ts'
import { isReportCommand, type ReportCommand } from './report-commands.ts'
import { limitRefusal, limitsAt, payTypesAt, serviceRefusal } from './service.ts'
import type { SuspenseEntry } from './suspense.ts'
import type { TillDay } from './till-day.ts'

/** What a command leads to. `outcome` is asked once the events are in the scene. */
export interface Decision<Type extends CommandType = CommandType> {
  readonly drafts: readonly Draft[]
  readonly attempt?: Attempt
  readonly tillRequest?: TillRequest
  readonly reportRow?: ReportRow
  readonly suspense?: SuspenseEntry
  readonly tillDay?: TillDay
  readonly external?: ExternalReceipt
  readonly outcome: (after: Scene) => Outcomes[Type]
}

/** A claim nobody settled ends after this long. */
export const CLAIM_LIFE_MS = 15_000

export function decide(command: Command, scene: Scene): Decision {
  if (isReportCommand(command)) return decideOfDay(command, scene)
  switch (command.type) {
    case 'issue':
      return decideIssue(command, scene)
    case 'revoke':
      return decideRevoke(command, scene)
    case 'amend':
      return decideAmend(command, scene)
    case 'suspend':
      return decideSuspend(command, scene)
    case 'resume':
      return decideResume(command, scene)
    case 'inquire':
      return decideInquire(command, scene)
    case 'claim':
      return decideClaim(command, scene)
    case 'settle':
      return decideSettle(command, scene)
    case 'reverse':
      return decideReverse(command, scene)
    case 'ask_receipt':
      return decideAskReceipt(command, scene)
    case 'cancel_receipt':
      return decideCancelReceipt(command, scene)
    case 'retry_receipt':
      return decideRetryReceipt(command, scene)
    case 'settle_receipt':
      return decideSettleReceipt(command, scene)
    case 'cancel':
      return decideCancel(command, scene)
    case 'complete':
      return decideComplete(command, scene)
    case 'resolve_doubt':
      return decideResolveDoubt(command, scene)
    case 'ask_external':
      return decideAskExternal(command, scene)
    case 'cancel_external':
      return decideCancelExternal(command, scene)
    case 'retry_external':
      return decideRetryExternal(command, scene)
    case 'settle_external':
      return decideSettleExternal(command, scene)
    case 'refund':
      return decideRefund(command, scene)
    case 'settle_payout':
      return decideSettlePayout(command, scene)
    case 'reroute_refund':
      return decideReroute(command, scene)
    case 'try_transfer':
      return decideTryTransfer(command, scene)
    case 'settle_transfer':
      return decideSettleTransfer(command, scene)
    case 'pay_out':
      return decidePayOut(command, scene)
    case 'lapse':
    case 'expire':
      return { drafts: [], outcome: (after) => ({ kind: 'caught_up', payment: paymentIn(after, command.paymentId) }) }
  }
}

function decideOfDay(command: ReportCommand, scene: Scene): Decision {
  switch (command.type) {
    case 'reconcile_row':
      return decideReconcileRow(command, scene)
    case 'post_suspense':
      return decidePostSuspense(command, scene)
    case 'settle_suspense':
      return decideSettleSuspense(command, scene)
    case 'open_day':
      return decideOpenDay(command, scene)
    case 'close_day':
      return decideCloseDay(command, scene)
  }
}

export function rejected(refusal: Rejection): {
  readonly drafts: []
  readonly outcome: () => { readonly kind: 'rejected'; readonly rejection: Rejection }
} {
  return { drafts: [], outcome: () => ({ kind: 'rejected', rejection: refusal }) }
}

export function draftOn(payment: Pick<Payment, 'id' | 'merchantId'>, data: Draft['data']): Draft {
  return { paymentId: payment.id, merchantId: payment.merchantId, data }
}

/** The payment after its events; it exists because the decision looked at it. */
export function paymentAfter(after: Scene, { id }: Pick<Payment, 'id'>): Payment {
  const payment = paymentIn(after, id)
  if (payment === undefined) throw new Error(`broken invariant: ${id} vanished`)
  return payment
}

/** Why a number in this state can be neither collected nor changed; null where it can. */
export const NOT_WAITING: Readonly<Record<PaymentState, RejectionName | null>> = {
  ready: null,
  authorising: 'in_progress',
  paid: 'already_paid',
  cancelled: 'revoked',
  failed: 'expired',
}

/** Why a number in this state cannot be revoked; null where it can, or already is. */
const NOT_REVOCABLE: Readonly<Record<PaymentState, RejectionName | null>> = {
  ready: null,
  authorising: 'in_progress',
  paid: 'already_paid',
  cancelled: null,
  failed: 'expired',
}

function decideRevoke({ merchantId, paymentId }: Revoke, scene: Scene): Decision<'revoke'> {
  const payment = paymentIn(scene, paymentId)
  if (payment === undefined || payment.merchantId !== merchantId) return rejected(rejection('payment_not_found'))
  const refusal = isGivenBack(payment) ? 'paid_and_refunded' : NOT_REVOCABLE[payment.state]
  if (refusal !== null) return rejected(rejection(refusal))
  const drafts = payment.state === 'ready' ? [draftOn(payment, { type: 'revoked', cause: 'revoked_by_merchant' })] : []
  return { drafts, outcome: (after) => ({ kind: 'revoked', payment: paymentAfter(after, payment) }) }
}

function decideInquire(command: Inquire, scene: Scene): Decision<'inquire'> {
  if (!scene.facts.inTime) return rejected(rejection('too_late'))
  const closed = serviceRefusal(command.till, scene)
  if (closed !== null) return rejected(closed)
  const key = numberKey(command.till.network, command.number)
  const slip = paymentOnSlip(scene, key)
  if (slip !== undefined) return decideInquireSlip(command, slip, scene)
  const payment = paymentOnNumber(scene, key)
  if (payment === undefined) return rejected(rejection(command.wellFormed ? 'number_unknown' : 'number_wrong'))
  const limits = limitsAt(command.till, scene)
  const payTypes = payTypesAt(payment, limits)
  const refusal =
    notCollectable(payment, scene) ??
    limitRefusal(payment, limits) ??
    (payTypes.length === 0 ? rejection('pay_type_not_allowed') : null)
  if (refusal !== null) return rejected(refusal)
  const drafts = payment.inquiredAt === null ? [draftOn(payment, { type: 'inquired' })] : []
  const merchant = merchantIn(scene, payment.merchantId)
  return {
    drafts,
    outcome: (after) => ({ kind: 'payable', payment: paymentAfter(after, payment), merchant, payTypes }),
  }
}

function decideClaim(command: Claim, scene: Scene): Decision<'claim'> {
  const { request } = command
  const before = attemptIn(scene, request.key)
  if (before !== undefined) return repeatedClaim(request, before, scene)
  if (!scene.facts.inTime) return rejected(rejection('too_late'))
  const payment = paymentOnNumber(scene, numberKey(request.network, request.number))
  const refusal =
    dayRefusal(request.key, scene) ??
    serviceRefusal(request, scene) ??
    (payment === undefined ? unknownNumber(command, scene) : claimRefusal(command, payment, scene))
  if (refusal !== null) return answered(declinedAttempt(request, refusal, payment, scene.facts.wall), payment)
  if (payment === undefined) throw new Error('broken invariant: a claim without a payment was not refused')
  const until = (scene.facts.wall + CLAIM_LIFE_MS) as WallTime
  return {
    drafts: [draftOn(payment, { type: 'claimed', request, until })],
    outcome: (after) => ({ kind: 'claimed', payment: paymentAfter(after, payment) as PaymentIn<'authorising'> }),
  }
}

/** The same key again: the stored answer for the same content, a conflict for another. */
function repeatedClaim(request: CollectRequest, before: Attempt, scene: Scene): Decision<'claim'> {
  if (before.state === 'tombstoned') return claimOnTombstone(request, before, scene)
  if (before.request.fingerprint !== request.fingerprint) return rejected(rejection('key_conflict'))
  if (before.state === 'authorising') return rejected(rejection('still_running'))
  const payment = before.paymentId === null ? null : (paymentIn(scene, before.paymentId) ?? null)
  return { drafts: [], outcome: () => ({ kind: 'answered', answer: before.answer, payment, again: true }) }
}

/** The reverse came first: the late original is turned away, once and for ever in the same words. */
function claimOnTombstone(
  request: CollectRequest,
  tombstone: AttemptIn<'tombstoned'>,
  { facts }: Scene,
): Decision<'claim'> {
  if (tombstone.answer !== null && tombstone.fingerprint !== request.fingerprint)
    return rejected(rejection('key_conflict'))
  const again = tombstone.answer !== null
  const answer = tombstone.answer ?? declined(request, rejection('reversed_before'), facts.wall)
  return {
    drafts: [],
    ...(again ? {} : { attempt: { ...tombstone, fingerprint: request.fingerprint, answer } }),
    outcome: () => ({ kind: 'answered', answer, payment: null, again }),
  }
}

function unknownNumber({ request, wellFormed }: Claim, scene: Scene): Rejection {
  if (paymentOnSlip(scene, numberKey(request.network, request.number)) !== undefined) return rejection('number_is_slip')
  return rejection(wellFormed ? 'number_unknown' : 'number_wrong')
}

function claimRefusal({ request, inquired }: Claim, payment: Payment, scene: Scene): Rejection | null {
  const refusal = notCollectable(payment, scene)
  if (refusal !== null) return refusal
  if (inquired !== null && !namesTerms(inquired, payment)) return rejection('terms_changed')
  if (request.amount !== payment.amount || request.currency !== payment.currency) return rejection('amount_differs')
  const limits = limitsAt(request, scene)
  const limited = limitRefusal(payment, limits)
  if (limited !== null) return limited
  return payTypesAt(payment, limits).includes(request.payType) ? null : rejection('pay_type_not_allowed')
}

function namesTerms(inquired: NonNullable<Claim['inquired']>, payment: Payment): boolean {
  return (
    inquired.paymentId === payment.id && inquired.amount === payment.amount && inquired.expiresAt === payment.expiresAt
  )
}

/** A number can also be barred by its order, where another number is being paid or was, by its merchant, and with its merchant. */
function notCollectable(payment: Payment, scene: Scene): Rejection | null {
  const { collected, holder } = orderIn(scene, payment)
  if (payment.state === 'cancelled' && payment.cause === 'order_collected' && collected !== null)
    return rejection('already_paid')
  if (isCollected(payment)) return rejection('already_paid')
  const refusal = NOT_WAITING[payment.state] ?? (holder === null ? null : 'in_progress')
  if (refusal !== null) return rejection(refusal)
  if (payment.state === 'ready' && payment.suspended !== null) return suspendedRefusal(payment.suspended)
  return merchantStopped(payment.merchantId, scene)
}

function suspendedRefusal({ reason }: Suspension): Rejection {
  return rejection('suspended', reason === null ? {} : { reason })
}

/** The operator takes no money for this merchant. What was taken before is undone and given back as ever. */
export function merchantStopped(id: MerchantId, scene: Scene): Rejection | null {
  const { suspended } = merchantIn(scene, id)
  return suspended === null ? null : rejection('merchant_suspended', { reason: suspended })
}

function answered(attempt: AttemptIn<'refused'>, payment: Payment | undefined): Decision<'claim'> {
  return {
    drafts: [],
    attempt,
    outcome: () => ({ kind: 'answered', answer: attempt.answer, payment: payment ?? null, again: false }),
  }
}

/** The merchant's word becomes the till's answer only while the claim is still this attempt's and the till still waits. */
function decideSettle(command: Settle, scene: Scene): Decision<'settle'> {
  const attempt = attemptIn(scene, command.key)
  if (
    attempt === undefined ||
    attempt.state === 'tombstoned' ||
    attempt.request.attemptId !== command.attemptId ||
    attempt.paymentId === null
  ) {
    throw new Error(`broken invariant: settle of an attempt that never was, ${command.attemptId}`)
  }
  const payment = paymentAfter(scene, { id: attempt.paymentId })
  if (attempt.state !== 'authorising' || attempt.fence !== command.fence) return settledBefore(attempt, payment)
  const refusal = settleRefusal(command, scene)
  const drafts =
    refusal === null
      ? [
          draftOn(payment, { type: 'collected', approvalNo: command.approvalNo, ...provisionalOn(payment, scene) }),
          ...siblingsRevoked(payment, scene),
          ...receiptAfterCollect(command, payment, attempt.request, scene.facts.at),
        ]
      : [draftOn(payment, { type: 'refused', rejection: refusal, merchantSaidYes: command.verdict.kind === 'payable' })]
  return { drafts, outcome: (after) => settledOutcome(command, payment, after) }
}

function settleRefusal({ verdict }: Settle, { facts }: Scene): Rejection | null {
  if (verdict.kind === 'refused')
    return verdict.reason === null
      ? rejection('merchant_refused')
      : rejection('merchant_refused', { reason: verdict.reason })
  if (verdict.kind === 'unanswered' || !facts.inTime) return rejection('merchant_unanswered')
  return null
}

/** The collection of one number of an order ends its others, in the same transaction. */
export function siblingsRevoked(payment: Payment, scene: Scene): readonly Draft[] {
  return orderIn(scene, payment)
    .live.filter((id) => id !== payment.id)
    .map((id) => ({
      paymentId: id,
      merchantId: payment.merchantId,
      data: { type: 'revoked', cause: 'order_collected' },
    }))
}

/** Lapsed or reversed meanwhile: nothing changes, and the till hears what its key is answered. */
function settledBefore(attempt: Attempt, payment: Payment): Decision<'settle'> {
  if (attempt.state === 'authorising' || attempt.state === 'tombstoned')
    throw new Error('broken invariant: settle with a fence of the future')
  const { answer } = attempt
  return { drafts: [], outcome: () => ({ kind: 'answered', answer, payment, again: true }) }
}

function settledOutcome({ key }: Settle, payment: Payment, after: Scene): Outcomes['settle'] {
  const attempt = attemptIn(after, key)
  if (attempt === undefined || attempt.state === 'authorising' || attempt.state === 'tombstoned')
    throw new Error('broken invariant: a settle left its attempt open')
  return { kind: 'answered', answer: attempt.answer, payment: paymentAfter(after, payment), again: false }
}
