/**
 * A command and the facts it needs, in; its outcome and everything to be written, out. First time catches up with the
 * payments in reach (a claim nobody settled lapses, a number past its deadline expires), then the command is decided:
 * so a late sweep is only untidy, never wrong.
 */
import type { Instant } from './brand.ts'
import { type Changes, livePayments, openScene, orderIn, paymentIn, record, type Scene } from './changes.ts'
import type { Command, Issue, Outcome } from './commands.ts'
import { endsAt } from './deadline.ts'
import { decide, draftOn } from './decide.ts'
import { type Facts, numberKey } from './facts.ts'
import { issueKey } from './issue-key.ts'
import { expiredAt, type Payment } from './payment.ts'

export interface Resolution {
  readonly outcome: Outcome
  readonly changes: Changes
}

export function resolve(command: Command, facts: Facts): Resolution {
  const scene = openScene(command.id, facts)
  for (const payment of inReach(command, scene)) catchUp(command, payment, scene)
  const decision = decide(command, scene)
  for (const draft of decision.drafts) record(scene, draft)
  const { attempt, tillRequest } = decision
  if (attempt !== undefined)
    scene.changes.attempts.set(attempt.state === 'tombstoned' ? attempt.key : attempt.request.key, attempt)
  if (tillRequest !== undefined) scene.changes.tillRequests.set(tillRequest.key, tillRequest)
  const outcome = decision.outcome(scene)
  if (command.type === 'issue' && outcome.kind === 'issued' && !outcome.again) keepBeside(command, scene)
  if (command.type === 'ask_receipt' && outcome.kind === 'receipt_asked') {
    const { receiptId, merchantId, paymentId, identifier } = command
    scene.changes.receiptIdentifiers.set(receiptId, { merchantId, paymentId, identifier: identifier.sealed })
  }
  return { outcome, changes: scene.changes }
}

/** The payment as a reader must see it at `at`: ended when its time is over, whether or not a sweep came by. */
export function asOf(payment: Payment, at: Instant): Payment {
  if (payment.state !== 'ready' || at < endsAt(payment)) return payment
  return expiredAt(payment, endsAt(payment))
}

function catchUp(command: Command, payment: Payment, scene: Scene): void {
  const { at, wall } = scene.facts
  if (payment.state === 'authorising') {
    const orphaned = command.type === 'lapse' && command.orphaned && command.paymentId === payment.id
    if (orphaned || wall >= payment.until) record(scene, draftOn(payment, { type: 'lapsed' }))
  }
  const now = paymentIn(scene, payment.id) ?? payment
  if (now.state === 'ready' && at >= endsAt(now)) record(scene, draftOn(now, { type: 'expired', endedAt: endsAt(now) }))
}

/** What is kept of a request beside the payment that it was issued. */
function keepBeside({ terms: { id, merchantId }, personal, idempotency }: Issue, { changes }: Scene): void {
  if (personal !== null) changes.personal.set(id, { merchantId, personal })
  if (idempotency !== null)
    changes.issueKeys.set(issueKey(merchantId, idempotency.key), { ...idempotency, merchantId, paymentId: id })
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
      return onNumber(facts, numberKey(command.network, command.number))
    case 'claim':
      return onNumber(facts, numberKey(command.request.network, command.request.number))
    case 'settle':
      return ofAttempt(facts, command.key)
    case 'reverse':
      return ofAttempt(facts, command.original)
    case 'revoke':
    case 'amend':
    case 'suspend':
    case 'resume':
    case 'ask_receipt':
    case 'cancel_receipt': {
      const payment = facts.payments.get(command.paymentId)
      // Nothing of another merchant's is touched, not even what its time would bring anyway.
      return payment?.merchantId === command.merchantId ? payment : undefined
    }
    case 'lapse':
    case 'expire':
    case 'retry_receipt':
    case 'settle_receipt':
      return facts.payments.get(command.paymentId)
  }
}

function onNumber({ numbers, payments }: Facts, key: ReturnType<typeof numberKey>): Payment | undefined {
  const id = numbers.get(key)
  return id === undefined ? undefined : payments.get(id)
}

function ofAttempt({ attempts, payments }: Facts, key: Parameters<Facts['attempts']['get']>[0]): Payment | undefined {
  const attempt = attempts.get(key)
  if (attempt === undefined || attempt.state === 'tombstoned' || attempt.paymentId === null) return undefined
  return payments.get(attempt.paymentId)
}
