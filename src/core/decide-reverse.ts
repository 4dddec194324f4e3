/**
 * 망취소: a till that saw no good answer undoes what it did, a collect or a payout. An advice: never refused for business
 * reasons, right in any order, the same answer to every repeat. Money is undone only while its business day lasts, and a
 * collection only while nothing of it was given back: else the customer would have it twice.
 */
import type { Attempt, AttemptIn, ReversedOriginal, ReversedPayout, TillAnswer } from './attempt.ts'
import { notPaidOut } from './attempt-evolution.ts'
import type { Instant } from './brand.ts'
import { businessDayEndOf } from './calendar.ts'
import { attemptIn, type Draft, networkIn, paymentIn, type Scene } from './changes.ts'
import type { Reverse } from './commands.ts'
import { type Decision, draftOn } from './decide.ts'
import { receiptAfterReversal } from './decide-receipt.ts'
import type { Payment } from './payment.ts'
import { rejection } from './rejections.ts'
import { askedBefore, keptUnder, tillRequestIn } from './till-requests.ts'

/** Also of what was done at the end of a business day: a till that saw no answer must have the time to say so. */
export const REVERSIBLE_AT_LEAST_MS = 30 * 60_000

/** What a reverse finds and changes. */
interface Undoing {
  readonly answer: TillAnswer
  readonly drafts: readonly Draft[]
  readonly attempt?: Attempt
}

export function decideReverse(command: Reverse, scene: Scene): Decision<'reverse'> {
  const asked = { ...command, kind: 'reverse' } as const
  const before = askedBefore(asked, scene)
  if (before !== undefined) return before
  const attempt = attemptIn(scene, command.original)
  const payment =
    attempt === undefined || attempt.state === 'tombstoned' || attempt.paymentId === null
      ? undefined
      : paymentIn(scene, attempt.paymentId)
  const { answer, ...undone } = undoingOf(command, attempt, payment, scene)
  return {
    ...undone,
    ...keptUnder(asked, answer, payment ?? null),
  }
}

function undoingOf(
  command: Reverse,
  attempt: Attempt | undefined,
  payment: Payment | undefined,
  scene: Scene,
): Undoing {
  if (attempt === undefined) return requestReversed(command, scene) ?? tombstone(command, scene)
  if (attempt.state === 'paid_out') return payoutUndone(command, attempt, payment, scene)
  if (isPayout(attempt))
    return { answer: ofPayout(command, attempt.state === 'refused' ? 'was_refused' : 'reversed', scene), drafts: [] }
  const original = whatIsReversed(attempt, payment, scene)
  const undo =
    payment !== undefined && (attempt.state === 'authorising' || (tookMoney(attempt) && original === 'reversed'))
  return {
    answer: ofCollect(command, original, scene),
    drafts: undo
      ? [
          draftOn(payment, { type: 'reversed', reason: command.reason }),
          ...receiptAfterReversal(payment, scene.facts.at),
        ]
      : [],
  }
}

/** A till that names its cancel or its completion: what was done by it stays done. */
function requestReversed(command: Reverse, scene: Scene): Undoing | undefined {
  const request = tillRequestIn(scene, command.original)
  if (request === undefined || request.kind === 'reverse') return undefined
  const original = request.answer.kind === 'cancelled' ? 'was_cancelled' : 'closed'
  return { answer: ofCollect(command, original, scene), drafts: [] }
}

/** Whatever the original was, it moves no money when it comes. */
function tombstone(command: Reverse, scene: Scene): Undoing {
  return {
    answer: ofCollect(command, 'tombstoned', scene),
    drafts: [],
    attempt: {
      state: 'tombstoned',
      key: command.original,
      tombstonedAt: scene.facts.at,
      fingerprint: null,
      answer: null,
    },
  }
}

/** The clerk has the money again, and the slip can be paid out while it lives. */
function payoutUndone(
  command: Reverse,
  attempt: AttemptIn<'paid_out'>,
  payment: Payment | undefined,
  scene: Scene,
): Undoing {
  const { at, wall } = scene.facts
  if (payment === undefined || isClosed(attempt, attempt.paidOutAt, scene))
    return { answer: ofPayout(command, 'closed', scene), drafts: [] }
  const { request, paymentId, refundId } = attempt
  const answer = notPaidOut(request, rejection('reversed_before'), wall)
  return {
    answer: ofPayout(command, 'reversed', scene),
    drafts: [draftOn(payment, { type: 'payout_reversed', refundId, reason: command.reason })],
    attempt: { state: 'reversed', request, paymentId, reversedAt: at, answer },
  }
}

function isPayout(attempt: Exclude<Attempt, { state: 'paid_out' }>): attempt is AttemptIn<'refused' | 'reversed'> {
  return attempt.state !== 'tombstoned' && 'direction' in attempt.request
}

function tookMoney({ state }: Attempt): boolean {
  return state === 'collected' || state === 'in_doubt'
}

function ofCollect({ gatewayRef }: Reverse, original: ReversedOriginal, { facts }: Scene): TillAnswer {
  return { kind: 'reversed', gatewayRef, answeredAt: facts.wall, original }
}

function ofPayout({ gatewayRef }: Reverse, original: ReversedPayout, { facts }: Scene): TillAnswer {
  return { kind: 'payout_reversed', gatewayRef, answeredAt: facts.wall, original }
}

function whatIsReversed(
  attempt: Exclude<Attempt, { state: 'paid_out' }>,
  payment: Payment | undefined,
  scene: Scene,
): ReversedOriginal {
  switch (attempt.state) {
    case 'tombstoned':
      return 'tombstoned'
    case 'refused':
      return 'was_refused'
    case 'authorising':
    case 'reversed':
      return 'reversed'
    case 'cancelled':
      return 'was_cancelled'
    case 'collected':
    case 'in_doubt': {
      // What is not final was never counted, however late it is.
      const isOpen = attempt.completeBy !== null || !isClosed(attempt, attempt.collectedAt, scene)
      return isOpen && payment?.refunds.length === 0 ? 'reversed' : 'closed'
    }
  }
}

/** The business day in which it was done is over: the network counts it. */
function isClosed(
  { request }: AttemptIn<'collected' | 'in_doubt' | 'paid_out'>,
  doneAt: Instant,
  scene: Scene,
): boolean {
  const dayEnd = businessDayEndOf(networkIn(scene, request.network).calendar, doneAt)
  return scene.facts.at >= Math.max(dayEnd, doneAt + REVERSIBLE_AT_LEAST_MS)
}
