/**
 * 수납확정: on a network of two phases the till says that the money is in the drawer. What it does not say in time is in doubt,
 * and a late completion, a reverse or somebody who has looked ends that. What is final already is said to be so.
 */
import type { Instant } from './brand.ts'
import { networkIn, paymentIn, type Scene } from './changes.ts'
import { type Decision, draftOn, paymentAfter, rejected } from './decide.ts'
import { receiptAfterReversal } from './decide-receipt.ts'
import type { Payment } from './payment.ts'
import { COMPLETION_MS, type Provisional } from './provisional.ts'
import { rejection } from './rejections.ts'
import { type Asked, askedBefore, keptUnder, originalOf, turnedAway } from './till-requests.ts'
import type { Complete, ResolveDoubt } from './undo-commands.ts'

/** What an approval on this payment's network is, until it is completed; nothing where a collect is final at once. */
export function provisionalOn({ network }: Payment, scene: Scene): { readonly provisional?: Provisional } {
  const { phases, notifyOn } = networkIn(scene, network)
  if (phases === 'one') return {}
  const completeBy = (scene.facts.at + COMPLETION_MS) as Instant
  return { provisional: { completeBy, inDoubt: false, told: notifyOn === 'approve' } }
}

export function decideComplete(command: Complete, scene: Scene): Decision<'complete'> {
  const asked: Asked = { ...command, kind: 'complete' }
  const before = askedBefore(asked, scene)
  if (before !== undefined) return before
  const original = originalOf(asked, scene)
  if ('name' in original) return turnedAway(asked, original, null, scene)
  const { attempt, payment } = original
  if (command.amount !== payment.amount) return turnedAway(asked, rejection('original_amount_differs'), payment, scene)
  const { approvalNo } = attempt
  const answer = {
    kind: 'completed',
    gatewayRef: command.gatewayRef,
    answeredAt: scene.facts.wall,
    approvalNo,
  } as const
  return {
    drafts: isProvisional(payment) ? [draftOn(payment, { type: 'completed', by: 'till', note: null })] : [],
    ...keptUnder(asked, answer, payment),
  }
}

function isProvisional(payment: Payment): boolean {
  return payment.state === 'paid' && payment.provisional !== null
}

/** Only what is in doubt: before, its till may still speak for itself. */
export function decideResolveDoubt(command: ResolveDoubt, scene: Scene): Decision<'resolve_doubt'> {
  const { by, note } = command
  const payment = paymentIn(scene, command.paymentId)
  if (payment === undefined || payment.merchantId !== command.merchantId)
    return rejected(rejection('payment_not_found'))
  if (payment.state !== 'paid' || payment.provisional?.inDoubt !== true) return rejected(rejection('not_in_doubt'))
  const drafts =
    command.found === 'collected'
      ? [draftOn(payment, { type: 'completed', by, note })]
      : [
          draftOn(payment, { type: 'reversed', reason: 'not_collected', note: `${by}: ${note}` }),
          ...receiptAfterReversal(payment, scene.facts.at),
        ]
  return { drafts, outcome: (after) => ({ kind: 'doubt_resolved', payment: paymentAfter(after, payment) }) }
}
