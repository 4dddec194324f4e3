/**
 * A command and the facts it needs, in; its outcome and everything to be written, out. First time catches up with the
 * payments in reach (a claim nobody settled lapses, a number or a slip past its deadline expires, a collect nobody completed is in doubt), then the command is decided:
 * so a late sweep is only untidy, never wrong.
 */
import type { Instant } from './brand.ts'
import {
  type Changes,
  livePayments,
  openScene,
  orderIn,
  paymentIn,
  type RefundOfPayment,
  record,
  type Scene,
} from './changes.ts'
import type { Command, Issue, Outcome } from './commands.ts'
import { endsAt } from './deadline.ts'
import { decide, draftOn } from './decide.ts'
import { type Facts, numberKey } from './facts.ts'
import { type Idempotency, issueKey, type UsedKey } from './issue-key.ts'
import { orderKey } from './order.ts'
import { expiredAt, inDoubt, type Payment } from './payment.ts'
import { isDoubtDue } from './provisional.ts'
import { expiredSlip, refundOf, slipsOver } from './refund.ts'

export interface Resolution {
  readonly outcome: Outcome
  readonly changes: Changes
}

export function resolve(command: Command, facts: Facts): Resolution {
  const scene = openScene(command.id, facts)
  for (const payment of inReach(command, scene)) catchUp(command, payment, scene)
  const decision = decide(command, scene)
  for (const draft of decision.drafts) record(scene, draft)
  const { attempt, tillRequest, external, reportRow, suspense, tillDay } = decision
  if (attempt !== undefined)
    scene.changes.attempts.set(attempt.state === 'tombstoned' ? attempt.key : attempt.request.key, attempt)
  if (tillRequest !== undefined) scene.changes.tillRequests.set(tillRequest.key, tillRequest)
  if (reportRow !== undefined) scene.changes.reportRows.set(reportRow.key, reportRow)
  if (suspense !== undefined) scene.changes.suspense.set(suspense.id, suspense)
  if (tillDay !== undefined) scene.changes.tillDays.set(tillDay.day, tillDay)
  if (external !== undefined) scene.changes.externals.set(orderKey(external), external)
  const outcome = decision.outcome(scene)
  if (command.type === 'issue' && outcome.kind === 'issued' && !outcome.again) keepBeside(command, scene)
  if (command.type === 'ask_receipt' && outcome.kind === 'receipt_asked') {
    const { receiptId, merchantId, paymentId, identifier } = command
    scene.changes.receiptIdentifiers.set(receiptId, { merchantId, paymentId, identifier: identifier.sealed })
  }
  if (command.type === 'ask_external' && outcome.kind === 'external_asked')
    scene.changes.externalIdentifiers.set(orderKey(command), command.identifier.sealed)
  if (command.type === 'refund' && outcome.kind === 'refunded' && !outcome.again) {
    const { merchantId, paymentId, refundId, idempotency } = command
    keepKey({ merchantId, paymentId, refundId }, idempotency, scene)
  }
  keepAccount(command, scene)
  return { outcome, changes: scene.changes }
}

/** With the refund whose account it is, or not at all. */
function keepAccount(command: Command, { changes }: Scene): void {
  if (command.type !== 'refund' && command.type !== 'reroute_refund') return
  const { route, refundId, merchantId, paymentId } = command
  if (route?.kind === 'bank' && changes.refunds.get(refundId)?.refund.route.kind === 'bank')
    changes.accounts.set(refundId, { merchantId, paymentId, account: route.account })
}

/** The payment as a reader must see it at `at`: it and its slips ended when their time is over, whether or not a sweep came by. */
export function asOf(payment: Payment, at: Instant): Payment {
  if (payment.state === 'ready' && at >= endsAt(payment)) return expiredAt(payment, endsAt(payment))
  if (payment.state === 'paid' && isDoubtDue(payment.provisional, at)) return inDoubt(payment)
  const over = slipsOver(payment, at)
  if (over.length === 0) return payment
  const refunds = payment.refunds.map((refund) =>
    over.includes(refund) && refund.route.kind === 'slip' ? expiredSlip(refund, refund.route.expiresAt) : refund,
  )
  return { ...payment, refunds }
}

/** A refund and its payment, as `asOf`. */
export function refundAsOf({ payment, refund }: RefundOfPayment, at: Instant): RefundOfPayment {
  const now = asOf(payment, at)
  return { payment: now, refund: refundOf(now, refund.id) ?? refund }
}

function catchUp(command: Command, payment: Payment, scene: Scene): void {
  const { at, wall } = scene.facts
  if (payment.state === 'authorising') {
    const orphaned = command.type === 'lapse' && command.orphaned && command.paymentId === payment.id
    if (orphaned || wall >= payment.until) record(scene, draftOn(payment, { type: 'lapsed' }))
  }
  const now = paymentIn(scene, payment.id) ?? payment
  if (now.state === 'ready' && at >= endsAt(now)) record(scene, draftOn(now, { type: 'expired', endedAt: endsAt(now) }))
  if (now.state === 'paid' && isDoubtDue(now.provisional, at)) record(scene, draftOn(now, { type: 'doubted' }))
  const refundIds = slipsOver(now, at).map(({ id }) => id)
  if (refundIds.length > 0) record(scene, draftOn(now, { type: 'slips_expired', refundIds }))
}

/** What is kept of a request beside the payment that it was issued. */
function keepBeside({ terms: { id, merchantId }, personal, idempotency }: Issue, scene: Scene): void {
  if (personal !== null) scene.changes.personal.set(id, { merchantId, personal })
  keepKey({ merchantId, paymentId: id, refundId: null }, idempotency, scene)
}

function keepKey(got: Omit<UsedKey, keyof Idempotency>, idempotency: Idempotency | null, { changes }: Scene): void {
  if (idempotency !== null) changes.issueKeys.set(issueKey(got.merchantId, idempotency.key), { ...idempotency, ...got })
}

/** Every payment whose state the decision may look at. */
function inReach(command: Command, scene: Scene): readonly Payment[] {
  const named = namedPayment(command, scene)
  const order =
    command.type === 'issue' ? orderIn(scene, command.terms) : named === undefined ? undefined : orderIn(scene, named)
  const live = order === undefined ? [] : livePayments(scene, order)
  return named === undefined || live.includes(named) ? live : [...live, named]
}

function namedPayment(command: Command, { facts }: Scene): Payment | undefined {
  switch (command.type) {
    case 'issue':
      return onNumber(facts, numberKey(command.terms.network, command.terms.number))
    case 'inquire':
      return onNumber(facts, numberKey(command.till.network, command.number))
    case 'claim':
    case 'pay_out':
      return onNumber(facts, numberKey(command.request.network, command.request.number))
    case 'reconcile_row':
      return onNumber(facts, numberKey(command.head.network, command.told.number))
    case 'settle':
      return ofAttempt(facts, command.key)
    case 'reverse':
    case 'complete':
      return ofAttempt(facts, command.original)
    case 'cancel':
      return ofAttempt(facts, command.request.original)
    case 'revoke':
    case 'amend':
    case 'suspend':
    case 'resume':
    case 'ask_receipt':
    case 'cancel_receipt':
    case 'refund':
    case 'settle_payout':
    case 'reroute_refund':
    case 'resolve_doubt': {
      const payment = facts.payments.get(command.paymentId)
      // Nothing of another merchant's is touched, not even what its time would bring anyway.
      return payment?.merchantId === command.merchantId ? payment : undefined
    }
    case 'lapse':
    case 'expire':
    case 'retry_receipt':
    case 'settle_receipt':
    case 'post_suspense':
    case 'try_transfer':
    case 'settle_transfer':
      return facts.payments.get(command.paymentId)
    case 'settle_suspense':
    case 'open_day':
    case 'close_day':
    case 'ask_external':
    case 'cancel_external':
    case 'retry_external':
    case 'settle_external':
      return undefined
  }
}

function onNumber({ numbers, slips, payments }: Facts, key: ReturnType<typeof numberKey>): Payment | undefined {
  const id = numbers.get(key) ?? slips.get(key)
  return id === undefined ? undefined : payments.get(id)
}

function ofAttempt({ attempts, payments }: Facts, key: Parameters<Facts['attempts']['get']>[0]): Payment | undefined {
  const attempt = attempts.get(key)
  if (attempt === undefined || attempt.state === 'tombstoned' || attempt.paymentId === null) return undefined
  return payments.get(attempt.paymentId)
}
