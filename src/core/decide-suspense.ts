/** The desk: what a person does about money in suspense. Whatever was done about it once is done. */
import type { CollectRequest } from './attempt.ts'
import { paymentIn, type Scene } from './changes.ts'
import { type Decision, paymentAfter } from './decide.ts'
import { collectedLate, LATE_FINGERPRINT, notPayableLate } from './decide-report.ts'
import { keyAtDesk, NO_TILL } from './late-keys.ts'
import type { PostSuspense, SettleSuspense } from './report-commands.ts'
import { type DeskRefusal, isUnsettled, type SuspenseEntry, settledAs } from './suspense.ts'

export function decidePostSuspense(command: PostSuspense, scene: Scene): Decision<'post_suspense'> {
  const entry = scene.changes.suspense.get(command.entry.id) ?? scene.facts.suspense.get(command.entry.id)
  if (entry === undefined) return refused('not_found')
  if (!isUnsettled(entry)) return refused('settled')
  if (entry.direction === 'out') return refused('outgoing')
  const payment = entry.paymentId === command.paymentId ? paymentIn(scene, command.paymentId) : undefined
  if (payment === undefined) return refused('no_payment')
  const cause = notPayableLate(payment, entry, scene)
  if (cause !== null) return refused(cause)
  const posted = settledAs(entry, 'posted', command.note, scene.facts.at)
  return {
    drafts: collectedLate(payment, requestOf(entry, command), command.late, scene),
    suspense: posted,
    outcome: (after) => ({ kind: 'posted', entry: posted, payment: paymentAfter(after, payment) }),
  }
}

function requestOf(entry: SuspenseEntry, { late }: PostSuspense): CollectRequest {
  const { network, chain, outlet, outletName, till, number, amount, currency, payType } = entry
  return {
    ...{ network, chain, outlet, outletName, number, amount, currency, payType, till: till ?? NO_TILL },
    attemptId: late.attemptId,
    key: keyAtDesk(entry),
    fingerprint: LATE_FINGERPRINT,
    clerk: null,
    gatewayRef: late.gatewayRef,
  }
}

export function decideSettleSuspense(command: SettleSuspense, scene: Scene): Decision<'settle_suspense'> {
  const entry = scene.changes.suspense.get(command.suspenseId) ?? scene.facts.suspense.get(command.suspenseId)
  if (entry === undefined) return refused('not_found')
  if (!isUnsettled(entry)) return refused('settled')
  const settled = settledAs(entry, command.as, command.note, scene.facts.at)
  return { drafts: [], suspense: settled, outcome: () => ({ kind: 'suspense_settled', entry: settled }) }
}

function refused(why: DeskRefusal) {
  return { drafts: [], outcome: () => ({ kind: 'desk_refused', why }) as const }
}
