/**
 * Giving money back. A refund is accepted within what is left of its payment, whoever asks at the same time, and from then
 * on its payout goes its own way: settled by the operator, sent another way, or paid out over a counter.
 */
import type { Instant } from './brand.ts'
import { type Draft, paymentIn, paymentOnNumber, paymentOnSlip, type Scene } from './changes.ts'
import { defaultDeadline } from './deadline.ts'
import { type Decision, draftOn, paymentAfter, rejected } from './decide.ts'
import { receiptAfterRefund } from './decide-receipt.ts'
import { numberKey } from './facts.ts'
import { issueKey } from './issue-key.ts'
import type { Payment, PaymentState } from './payment.ts'
import {
  isBankTold,
  REFUNDS_OF_PAYMENT_MAX,
  type Refund,
  type RefundRoute,
  refundOf,
  remaining,
  type Transfer,
} from './refund.ts'
import type { AskRefund, RerouteRefund, RouteAsked, SettlePayout } from './refund-commands.ts'
import { type Rejection, type RejectionName, rejection } from './rejections.ts'

/** Why nothing of a payment in this state can be given back; null where something can. */
const NOT_REFUNDABLE: Readonly<Record<PaymentState, RejectionName | null>> = {
  ready: 'not_paid',
  authorising: 'not_paid',
  paid: null,
  cancelled: 'already_cancelled',
  failed: 'not_paid_in_time',
}

export function decideRefund(command: AskRefund, scene: Scene): Decision<'refund'> {
  return repeatedRefund(command, scene) ?? firstRefund(command, scene)
}

/** The same key again: its refund as it is now for the same request, a conflict for another. */
function repeatedRefund({ merchantId, idempotency }: AskRefund, scene: Scene): Decision<'refund'> | undefined {
  if (idempotency === null) return undefined
  const used = scene.facts.issueKeys.get(issueKey(merchantId, idempotency.key))
  if (used === undefined) return undefined
  const { paymentId, refundId } = used
  if (used.fingerprint !== idempotency.fingerprint || refundId === null) return rejected(rejection('key_conflict'))
  const payment = paymentAfter(scene, { id: paymentId })
  return {
    drafts: [],
    outcome: (after) => ({ kind: 'refunded', ...refundAfter(after, payment, { id: refundId }), again: true }),
  }
}

function firstRefund(command: AskRefund, scene: Scene): Decision<'refund'> {
  const { at } = scene.facts
  const payment = paymentIn(scene, command.paymentId)
  if (payment === undefined || payment.merchantId !== command.merchantId)
    return rejected(rejection('payment_not_found'))
  const amount = command.amount ?? remaining(payment)
  const refusal = refundRefusal(command, amount, payment) ?? routeRefusal(command.route, scene)
  if (refusal !== null) return rejected(refusal)
  if (command.route === null) throw new Error('broken invariant: a refund without a route was not refused')
  const { refundId: id, taxFree, vatAmount, reason, askedBy, tellV1 } = command
  const route = routeOf(command.route, at)
  const refund: Refund = {
    ...{ id, amount, taxFree, vatAmount, reason, askedBy },
    acceptedAt: at,
    route,
    payout: { state: 'pending' },
    transfer: transferOf(command.route, at),
    calledFailed: null,
    paidAfterAll: null,
  }
  return {
    drafts: [draftOn(payment, { type: 'refunded', refund, tellV1 }), ...receiptAfterRefund(payment, at)],
    outcome: (after) => ({ kind: 'refunded', ...refundAfter(after, payment, refund), again: false }),
  }
}

function refundRefusal({ balance, taxFree, vatAmount, route }: AskRefund, amount: number, payment: Payment) {
  const unpaid = NOT_REFUNDABLE[payment.state]
  if (unpaid !== null) return rejection(unpaid)
  // Nobody knows whether there is anything to give back; its till, or whoever has looked, speaks first.
  if (payment.state === 'paid' && payment.provisional !== null) return rejection('not_final')
  const left = remaining(payment)
  if (balance !== null && balance !== left) return rejection('balance_differs')
  if (amount > left) return rejection('refund_too_large')
  if ((taxFree ?? 0) + (vatAmount ?? 0) > amount) return rejection('tax_too_large')
  if (route === null) return rejection('route_missing')
  return payment.refunds.length < REFUNDS_OF_PAYMENT_MAX ? null : rejection('refunds_too_many')
}

/** The operator's word ends what waits; money that went out stays out. */
export function decideSettlePayout(command: SettlePayout, scene: Scene): Decision<'settle_payout'> {
  const named = namedRefund(command, scene)
  if (named === undefined) return rejected(rejection('refund_not_found'))
  const { payment, refund } = named
  const { refundId, result, note } = command
  const refusal = settleRefusal(refund, result)
  if (refusal !== null) return rejected(rejection(refusal))
  const transferId = refund.transfer?.id ?? null
  const draft: Draft =
    result === 'paid_out'
      ? draftOn(payment, { type: 'paid_out', refundId, where: { kind: 'by_hand', note, transferId } })
      : draftOn(payment, { type: 'payout_failed', refundId, cause: 'refused', note, by: 'operator' })
  return { drafts: [draft], outcome: (after) => ({ kind: 'settled', ...refundAfter(after, payment, refund) }) }
}

function settleRefusal({ payout, route }: Refund, result: SettlePayout['result']): RejectionName | null {
  if (payout.state === 'paid_out') return 'payout_done'
  if (payout.state === 'pending' && route.kind === 'slip') return 'slip_live'
  return payout.state === 'failed' && result === 'failed' ? 'payout_failed' : null
}

/**
 * A slip that is replaced is dead at once: whoever shows it gets nothing. An order that the bank may carry out is not
 * replaced: the money could go out twice. While it is asked about one that was called failed its account stays, by which
 * it is asked.
 */
export function decideReroute(command: RerouteRefund, scene: Scene): Decision<'reroute_refund'> {
  const named = namedRefund(command, scene)
  if (named === undefined) return rejected(rejection('refund_not_found'))
  const { payment, refund } = named
  if (refund.payout.state === 'paid_out') return rejected(rejection('payout_done'))
  const keepsAccount = refund.calledFailed !== null && command.route.kind === 'bank'
  if (isBankTold(refund) || keepsAccount) return rejected(rejection('transfer_running'))
  const refusal = routeRefusal(command.route, scene)
  if (refusal !== null) return rejected(refusal)
  const { at } = scene.facts
  const route = routeOf(command.route, at)
  const transfer = transferOf(command.route, at)
  return {
    drafts: [draftOn(payment, { type: 'rerouted', refundId: refund.id, route, transfer })],
    outcome: (after) => ({ kind: 'rerouted', ...refundAfter(after, payment, refund) }),
  }
}

function namedRefund({ merchantId, paymentId, refundId }: SettlePayout | RerouteRefund, scene: Scene) {
  const payment = paymentIn(scene, paymentId)
  if (payment === undefined || payment.merchantId !== merchantId) return undefined
  const refund = refundOf(payment, refundId)
  return refund && { payment, refund }
}

/** A slip's number is nobody else's, neither a payment's nor another slip's. */
function routeRefusal(route: RouteAsked | null, scene: Scene): Rejection | null {
  if (route === null || route.kind === 'bank') return null
  const key = numberKey(route.network, route.number)
  const isTaken = paymentOnNumber(scene, key) !== undefined || paymentOnSlip(scene, key) !== undefined
  return isTaken ? rejection('number_taken') : null
}

function routeOf(asked: RouteAsked, at: Instant): RefundRoute {
  return asked.kind === 'bank'
    ? { kind: 'bank', bank: asked.bank }
    : { kind: 'slip', number: asked.number, expiresAt: defaultDeadline(at, asked.days) }
}

/** By whoever looks for what is due: nobody waits for the bank. */
function transferOf(asked: RouteAsked, at: Instant): Transfer | null {
  return asked.kind === 'bank' && asked.transferId !== null ? { id: asked.transferId, tries: 0, dueAt: at } : null
}

function refundAfter(after: Scene, { id }: Payment, { id: refundId }: Pick<Refund, 'id'>) {
  const payment = paymentAfter(after, { id })
  const refund = refundOf(payment, refundId)
  if (refund === undefined) throw new Error(`broken invariant: ${refundId} vanished`)
  return { payment, refund }
}
