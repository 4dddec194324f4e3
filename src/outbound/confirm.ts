/**
 * Asks the merchant "may this be paid?" while the customer's money is on the counter. Only a complete 200 within the
 * budget is a yes. A no is told apart from silence, because the clerk acts on it: after "the seller refused" there is
 * nothing to wait for, after "the seller did not answer" a later try may go well. So 4xx, and 2xx other than 200, are
 * the merchant's no; 3xx, 5xx and whatever breaks on the way are silence, unless the body gives a reason, for whoever
 * gives a reason has answered. A merchant that hangs holds only so many calls at once, and so nobody else's; and soon
 * none, for where the last calls were nearly all silent nobody is asked for a while (confirm-breaker.ts).
 */
import type { MerchantId, MonoTime, WallTime } from '../core/brand.ts'
import type { Verdict } from '../core/commands.ts'
import type { PaymentIn } from '../core/payment.ts'
import type { CallResult } from './call-result.ts'
import { confirmWords } from './call-words.ts'
import { afterCall, type Breaker, beforeCall, type CallEnd, NEW_BREAKER, type Permission } from './confirm-breaker.ts'
import type { GuardedClient } from './guarded-client.ts'
import { signWebhook } from './standard-webhooks.ts'

/** What is needed of a question here; its body is rendered by whoever knows the rest of it. */
export interface ConfirmQuestion {
  readonly payment: PaymentIn<'authorising'>
  readonly url: string
  readonly budgetMs: number
}

export interface ConfirmAnswer {
  readonly verdict: Verdict
  readonly latencyMs: number
  /** In plain words, for the log. */
  readonly detail: string
  /** Nobody was asked. */
  readonly notAsked?: true
}

/** Told once when a merchant has been silent for too long, and once when it answers again. */
export interface BreakerChange {
  readonly type: 'breaker_opened' | 'breaker_closed'
  readonly merchantId: MerchantId
}

export interface AskMerchantDeps<Question extends ConfirmQuestion> {
  readonly client: Pick<GuardedClient, 'post'>
  /** The JSON text to send. */
  readonly renderConfirm: (question: Question) => string
  /** The merchant's opened `whsec_` secrets, newest first; at least one. */
  readonly secretsOf: (merchantId: MerchantId) => readonly string[]
  readonly wall: () => WallTime
  readonly mono: () => MonoTime
  /** Must not throw. */
  readonly observe: (change: BreakerChange) => void
  /** Told of our own faults, which the merchant and the till only see as "no answer"; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

/** Questions of one merchant that may wait for their answers at the same time. */
export const ASKED_AT_ONCE_MAX = 100

/** Characters of a merchant's reason that reach the till. */
export const REASON_LENGTH_MAX = 100

/** The function never rejects: whatever goes wrong is `unanswered`. */
export function createAskMerchant<Question extends ConfirmQuestion>(
  deps: AskMerchantDeps<Question>,
): (question: Question) => Promise<ConfirmAnswer> {
  const waiting = new Map<MerchantId, number>()
  const breakers = createBreakers(deps)
  return async (question) => {
    const { merchantId } = question.payment
    const asked = waiting.get(merchantId) ?? 0
    if (asked >= ASKED_AT_ONCE_MAX) return notAsked(`${asked} questions to this merchant are waiting already`)
    const call = breakers.before(merchantId)
    if (call === 'not made') return notAsked('not asked: the server of this merchant has been silent')
    waiting.set(merchantId, asked + 1)
    let end: CallEnd = 'inconclusive'
    try {
      const result = await ask(deps, question)
      const answer = understood(result, question.budgetMs)
      end = endOf(result, answer.verdict, question)
      return answer
    } catch (fault) {
      deps.reportFault(fault)
      return notAsked('the gateway could not ask')
    } finally {
      breakers.after(merchantId, call, end)
      const left = (waiting.get(merchantId) ?? 0) - 1
      if (left > 0) waiting.set(merchantId, left)
      else waiting.delete(merchantId)
    }
  }
}

function notAsked(detail: string): ConfirmAnswer {
  return { verdict: { kind: 'unanswered' }, latencyMs: 0, detail, notAsked: true }
}

/** One for each merchant that was called lately. */
function createBreakers({ mono, observe }: Pick<AskMerchantDeps<ConfirmQuestion>, 'mono' | 'observe'>) {
  const breakers = new Map<MerchantId, Breaker>()
  return {
    before(merchantId: MerchantId): Permission['call'] {
      const { breaker, call } = beforeCall(breakers.get(merchantId) ?? NEW_BREAKER, mono())
      breakers.set(merchantId, breaker)
      return call
    },
    after(merchantId: MerchantId, call: 'made' | 'probe', end: CallEnd): void {
      const before = breakers.get(merchantId) ?? NEW_BREAKER
      const after = afterCall(before, call, end, mono())
      if (after === NEW_BREAKER) breakers.delete(merchantId)
      else breakers.set(merchantId, after)
      if (before.state === 'closed' && after.state === 'open') observe({ type: 'breaker_opened', merchantId })
      if (before.state === 'probing' && after.state === 'closed') observe({ type: 'breaker_closed', merchantId })
    },
  }
}

/** A till in a hurry cuts a merchant short; that is not the merchant's silence while it had less than half of its time. */
function endOf(result: CallResult, verdict: Verdict, { payment, budgetMs }: ConfirmQuestion): CallEnd {
  if (verdict.kind !== 'unanswered') return 'answered'
  if (result.kind === 'answered') return 'silent'
  if (result.cause === 'closed' || result.cause === 'internal') return 'inconclusive'
  return result.cause === 'deadline' && budgetMs < payment.confirmTimeoutMs / 2 ? 'inconclusive' : 'silent'
}

function ask<Question extends ConfirmQuestion>(
  { client, renderConfirm, secretsOf, wall }: AskMerchantDeps<Question>,
  question: Question,
): Promise<CallResult> {
  const { payment, url, budgetMs } = question
  const body = renderConfirm(question)
  const message = { id: payment.lastAttempt.id, timestampSeconds: Math.floor(wall() / 1000), body }
  const headers = { ...signWebhook(message, secretsOf(payment.merchantId)) }
  return client.post({
    url,
    contentType: 'application/json',
    body,
    headers,
    deadlineMs: budgetMs,
    overlongBody: 'refuse',
    kept: { as: `questions of ${payment.merchantId}`, sent: 'once' },
  })
}

function understood(result: CallResult, budgetMs: number): ConfirmAnswer {
  const verdict = verdictOf(result)
  return { verdict, latencyMs: result.latencyMs, detail: confirmWords(result, verdict.kind, budgetMs) }
}

function verdictOf(result: CallResult): Verdict {
  const { status } = result
  if (status === null) return { kind: 'unanswered' }
  if (status === 200) return { kind: result.kind === 'answered' ? 'payable' : 'unanswered' }
  const reason = result.kind === 'answered' ? reasonIn(result.body) : null
  return isMerchantsNo(status) || reason !== null ? { kind: 'refused', reason } : { kind: 'unanswered' }
}

function isMerchantsNo(status: number): boolean {
  return (status > 200 && status < 300) || (status >= 400 && status < 500)
}

/** The `reason` of a JSON object, as one short line that a till can print; null where there is none. */
function reasonIn(body: Uint8Array): string | null {
  const parsed = parseJson(body)
  if (typeof parsed !== 'object' || parsed === null || !('reason' in parsed)) return null
  if (typeof parsed.reason !== 'string') return null
  const line = parsed.reason
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/\p{C}+/gu, '')
    .trim()
  return Array.from(line).slice(0, REASON_LENGTH_MAX).join('').trimEnd() || null
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return null
  }
}
