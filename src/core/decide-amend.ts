/**
 * Other terms for a payment that waits: another amount, another deadline, or both. The limits are those of an issue, and
 * as at an issue the numbers of the order that cost something else end with it. The terms are new from then on: a till that
 * was shown the old ones has to ask again, and the grace it was promised went with them.
 */
import { type Draft, livePayments, orderIn, type Scene } from './changes.ts'
import type { Amend } from './commands.ts'
import { type Decision, draftOn, paymentAfter, rejected } from './decide.ts'
import { amountRefusal, costsOther, deadlineRefusal, heldRefusal } from './decide-issue.ts'
import { waiting } from './decide-suspend.ts'
import type { Payment, PaymentIn } from './payment.ts'
import { preparedRefusal } from './prepared.ts'
import { type Rejection, rejection } from './rejections.ts'

export function decideAmend(command: Amend, scene: Scene): Decision<'amend'> {
  const found = waiting(command, scene)
  if (!found.ok) return rejected(found.refusal)
  const { payment } = found
  const { version } = command
  if (version !== null && version !== payment.version)
    return rejected(rejection('version_differs', { version: payment.version }))
  const amended: PaymentIn<'ready'> = {
    ...payment,
    amount: command.amount ?? payment.amount,
    expiresAt: command.expiresAt ?? payment.expiresAt,
  }
  const outcome: Decision<'amend'>['outcome'] = (after) => ({ kind: 'amended', payment: paymentAfter(after, payment) })
  if (amended.amount === payment.amount && amended.expiresAt === payment.expiresAt) return { drafts: [], outcome }
  const ending = livePayments(scene, orderIn(scene, payment)).filter(
    (other) => other.id !== payment.id && costsOther(other, amended),
  )
  const refusal = termsRefusal(command, payment, amended, scene) ?? heldRefusal(ending)
  return refusal === null ? { drafts: draftsOf(amended, ending), outcome } : rejected(refusal)
}

/** Only what changes is looked at; and whatever does, the deadline must lie ahead, because an old one has no grace left. */
function termsRefusal(
  { prepared, amountMax, deadlineDaysMax }: Amend,
  before: Payment,
  amended: Payment,
  scene: Scene,
): Rejection | null {
  const { amount, currency, expiresAt } = amended
  const { at } = scene.facts
  const ofAmount = preparedRefusal(prepared, amount, currency) ?? amountRefusal(amended, amountMax, scene)
  if (amount !== before.amount && ofAmount !== null) return ofAmount
  if (expiresAt !== before.expiresAt) return deadlineRefusal(expiresAt, deadlineDaysMax, at)
  return expiresAt <= at ? rejection('deadline_past') : null
}

function draftsOf(amended: Payment, ending: readonly Payment[]): readonly Draft[] {
  const { amount, expiresAt } = amended
  return [
    ...ending.map((other) => draftOn(other, { type: 'revoked', cause: 'amount_changed' })),
    draftOn(amended, { type: 'amended', amount, expiresAt }),
  ]
}
