/**
 * What a till asks about a collect that it did before stands under a key of its own: asked again it is answered as the first
 * time, and the key serves nothing else.
 */
import type { AttemptIn, TillAnswer, TillKey, TillRequest, TillRequestKind } from './attempt.ts'
import { attemptIn, paymentIn, type Scene } from './changes.ts'
import { rejected } from './decide.ts'
import type { Payment } from './payment.ts'
import { type Rejection, type RejectionName, rejection } from './rejections.ts'

interface Keyed {
  readonly kind: TillRequestKind
  readonly key: TillKey
  readonly fingerprint: string
}

/** A cancel or a completion. */
export interface Asked extends Keyed {
  readonly kind: 'cancel' | 'complete'
  readonly original: TillKey
  readonly gatewayRef: string
}

/** A collect that took money, with its payment. */
export interface Original {
  readonly attempt: AttemptIn<'collected' | 'in_doubt'>
  readonly payment: Payment
}

export function tillRequestIn({ facts, changes }: Scene, key: TillKey): TillRequest | undefined {
  return changes.tillRequests.get(key) ?? facts.tillRequests.get(key)
}

/** What came of it when it was asked before; undefined where it was not. */
export function askedBefore({ kind, key, fingerprint }: Keyed, scene: Scene) {
  const stored = tillRequestIn(scene, key)
  if (stored === undefined) return undefined
  if (stored.kind !== kind || stored.fingerprint !== fingerprint) return rejected(rejection('key_conflict'))
  const { answer } = stored
  return { drafts: [], outcome: () => ({ kind: 'answered', answer, payment: null, again: true }) as const }
}

/** What is to be undone or made final; or why there is nothing. */
export function originalOf({ key, original }: Asked, scene: Scene): Original | Rejection {
  // A reverse has named this very request before it came, and barred its key.
  if (attemptIn(scene, key)?.state === 'tombstoned') return rejection('key_conflict')
  const attempt = attemptIn(scene, original)
  if (attempt?.state === 'authorising') return rejection('still_running')
  const isReversed = attempt?.state === 'reversed' && !('direction' in attempt.request)
  if (isReversed || attempt?.state === 'tombstoned') return rejection('reversed_before')
  if (!scene.facts.inTime) return rejection('too_late')
  if (attempt?.state === 'cancelled') return rejection('cancelled_before')
  if (attempt?.state !== 'collected' && attempt?.state !== 'in_doubt') return rejection('original_not_found')
  const payment = paymentIn(scene, attempt.paymentId)
  if (payment === undefined) throw new Error(`broken invariant: ${attempt.paymentId} was not loaded`)
  return { attempt, payment }
}

const PASSING: ReadonlySet<RejectionName> = new Set(['key_conflict', 'still_running', 'too_late'])

/** Kept under its key, but for what is about this one message only. */
export function turnedAway(asked: Asked, refusal: Rejection, payment: Payment | null, { facts }: Scene) {
  if (PASSING.has(refusal.name)) return rejected(refusal)
  const kind = asked.kind === 'cancel' ? 'not_cancelled' : 'not_completed'
  const answer = { kind, gatewayRef: asked.gatewayRef, answeredAt: facts.wall, rejection: refusal } as const
  return { drafts: [], ...keptUnder(asked, answer, payment) }
}

export function keptUnder({ kind, key, fingerprint }: Keyed, answer: TillAnswer, payment: Payment | null) {
  return {
    tillRequest: { kind, key, fingerprint, answer },
    outcome: (after: Scene) => {
      const now = payment === null ? null : (paymentIn(after, payment.id) ?? payment)
      return { kind: 'answered', answer, payment: now, again: false } as const
    },
  }
}
