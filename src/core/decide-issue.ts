/**
 * Issuing a number, once for each key a merchant asks under. One order may have several live numbers; what a further one
 * means for the older ones is the channel's reissue rule. Whatever the rule, an order that was paid gets no number, and a
 * number names one payment.
 */
import type { Instant, Money } from './brand.ts'
import {
  type Draft,
  livePayments,
  networkIn,
  orderIn,
  paymentIn,
  paymentOnNumber,
  paymentOnSlip,
  type Scene,
} from './changes.ts'
import type { Issue } from './commands.ts'
import { defaultDeadline } from './deadline.ts'
import { type Decision, draftOn, merchantStopped, paymentAfter, rejected } from './decide.ts'
import { numberKey } from './facts.ts'
import { issueKey } from './issue-key.ts'
import { amountMaxOf } from './network.ts'
import { LIVE_NUMBERS_MAX } from './order.ts'
import type { Payment } from './payment.ts'
import { preparedRefusal } from './prepared.ts'
import { type Rejection, rejection } from './rejections.ts'

const DAY_MS = 86_400_000
/** A merchant may register its own number again this long after the last one on it was paid. */
export const OWN_NUMBER_AFTER_PAID_MS = DAY_MS
/** Another merchant may register it this long after the last one on it ended. */
export const OWN_NUMBER_FOR_OTHERS_MS = 90 * DAY_MS

export function decideIssue(command: Issue, scene: Scene): Decision<'issue'> {
  return repeatedIssue(command, scene) ?? firstIssue(command, scene)
}

/** The same key again: its payment as it is now for the same request, a conflict for another. */
function repeatedIssue({ terms, idempotency }: Issue, scene: Scene): Decision<'issue'> | undefined {
  if (idempotency === null) return undefined
  const used = scene.facts.issueKeys.get(issueKey(terms.merchantId, idempotency.key))
  if (used === undefined) return undefined
  if (used.fingerprint !== idempotency.fingerprint || used.refundId !== null) return rejected(rejection('key_conflict'))
  const payment = { id: used.paymentId }
  return { drafts: [], outcome: (after) => ({ kind: 'issued', payment: paymentAfter(after, payment), again: true }) }
}

function firstIssue(command: Issue, scene: Scene): Decision<'issue'> {
  const { terms } = command
  const { at } = scene.facts
  const expiresAt = command.expiresAt ?? defaultDeadline(at, command.deadlineDays)
  const older = supersededBy(command, scene)
  const refusal =
    merchantStopped(terms.merchantId, scene) ??
    parameterRefusal(command, expiresAt, scene) ??
    orderRefusal(command, older, scene) ??
    numberRefusal(command, older, scene)
  if (refusal !== null) return rejected(refusal)
  const drafts: readonly Draft[] = [
    ...older.map((payment) => draftOn(payment, { type: 'revoked', cause: 'superseded' })),
    draftOn(terms, { type: 'issued', terms: { ...terms, issuedAt: at, expiresAt } }),
  ]
  return { drafts, outcome: (after) => ({ kind: 'issued', payment: paymentAfter(after, terms), again: false }) }
}

function parameterRefusal(
  { terms, prepared, amountMax, deadlineDaysMax }: Issue,
  expiresAt: Instant,
  scene: Scene,
): Rejection | null {
  return (
    preparedRefusal(prepared, terms.amount, terms.currency) ??
    amountRefusal(terms, amountMax, scene) ??
    deadlineRefusal(expiresAt, deadlineDaysMax, scene.facts.at)
  )
}

/** The channel's limit, and in won that of the network, where no till would take it. */
export function amountRefusal(
  { amount, currency, network }: Pick<Payment, 'amount' | 'currency' | 'network'>,
  ofChannel: Money | null,
  scene: Scene,
): Rejection | null {
  const ofNetwork = currency === 'KRW' ? amountMaxOf(networkIn(scene, network)) : Number.POSITIVE_INFINITY
  const limit = Math.min(ofChannel ?? Number.POSITIVE_INFINITY, ofNetwork)
  return amount > limit ? rejection('amount_above_limit', { limit }) : null
}

export function deadlineRefusal(expiresAt: Instant, deadlineDaysMax: number, at: Instant): Rejection | null {
  if (expiresAt <= at) return rejection('deadline_past')
  const latest = defaultDeadline(at, deadlineDaysMax)
  return expiresAt > latest ? rejection('deadline_too_far', { limit: latest }) : null
}

/** The live numbers that end when this one is issued. */
function supersededBy({ terms, reissue }: Issue, scene: Scene): readonly Payment[] {
  const live = livePayments(scene, orderIn(scene, terms))
  if (reissue === 'supersede') return live
  const crowded = live.length >= LIVE_NUMBERS_MAX ? live.find(({ state }) => state === 'ready') : undefined
  return live.filter((payment) => costsOther(payment, terms) || payment === crowded)
}

/** Numbers of one order that can be paid cost the same. 1000 won and 1000 cents are not the same amount. */
export function costsOther(payment: Payment, { amount, currency }: Pick<Payment, 'amount' | 'currency'>): boolean {
  return payment.amount !== amount || payment.currency !== currency
}

function orderRefusal({ terms, reissue }: Issue, older: readonly Payment[], scene: Scene): Rejection | null {
  const order = orderIn(scene, terms)
  if (order.collected !== null) return rejection('order_paid')
  if (reissue === 'refuse' && order.live.length > 0) return rejection('order_live')
  return heldRefusal(older)
}

/** Of numbers that would have to end: none may while a till holds it. */
export function heldRefusal(ending: readonly Payment[]): Rejection | null {
  return ending.some(({ state }) => state === 'authorising') ? rejection('order_in_progress') : null
}

function numberRefusal({ terms }: Issue, older: readonly Payment[], scene: Scene): Rejection | null {
  const key = numberKey(terms.network, terms.number)
  const last = paymentOnNumber(scene, key)
  const isSlip = paymentOnSlip(scene, key) !== undefined
  if (terms.scheme === 'registered') {
    if (isSlip || (last !== undefined && !mayRegister(last, terms, older, scene.facts.at)))
      return rejection('own_number_taken')
  } else if (isSlip || last !== undefined) return rejection('number_taken')
  return paymentIn(scene, terms.id) === undefined ? null : rejection('payment_id_taken')
}

function mayRegister(last: Payment, terms: Issue['terms'], older: readonly Payment[], at: Instant): boolean {
  if (last.merchantId !== terms.merchantId) return at >= endOf(last) + OWN_NUMBER_FOR_OTHERS_MS
  if (older.includes(last)) return true
  return last.state === 'paid'
    ? at >= last.paidAt + OWN_NUMBER_AFTER_PAID_MS
    : last.state === 'cancelled' || last.state === 'failed'
}

/** When a payment could no longer be presented or disputed; a live one has no end yet. */
function endOf(payment: Payment): number {
  switch (payment.state) {
    case 'ready':
    case 'authorising':
      return Number.POSITIVE_INFINITY
    case 'paid':
      return payment.paidAt
    case 'cancelled':
      return payment.cancelledAt
    case 'failed':
      return payment.failedAt
  }
}
