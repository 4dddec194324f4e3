/**
 * One call to a merchant's endpoint that only asks whether calls arrive: signed and guarded as a notice is, made once,
 * written down nowhere. A merchant has one under way at a time, so that nobody keeps our connections busy with it.
 */
import type { MerchantId, WallTime } from '../core/brand.ts'
import { isDelivered } from '../core/delivery.ts'
import { type NoticeFormat, signingSecrets, type WebhookSecret } from '../core/endpoint.ts'
import type { Words } from '../wire/rejections.ts'
import { answerText } from './answer-text.ts'
import type { CallResult } from './call-result.ts'
import { noticeWords } from './call-words.ts'
import type { GuardedClient } from './guarded-client.ts'
import { NOTICE_MS } from './notice-try.ts'
import { signWebhook } from './standard-webhooks.ts'

export interface TrialDeps {
  readonly client: Pick<GuardedClient, 'post'>
  /** A `whsec_` secret as it was before it was sealed. */
  readonly openSecret: (sealed: string) => string
  readonly wall: () => WallTime
  /** The `webhook-id`, another each time. */
  readonly newId: () => string
}

export interface Trial {
  readonly merchantId: MerchantId
  readonly url: string
  readonly format: NoticeFormat
  readonly body: string
  readonly secrets: readonly WebhookSecret[]
}

export interface TrialOutcome {
  readonly delivered: boolean
  readonly status: number | null
  readonly cause: string | null
  readonly latencyMs: number
  readonly words: Words
  /** How the body of the answer began. */
  readonly answer: string | null
}

/** The function answers undefined where one of the merchant's is under way. */
export function createTrialCall(deps: TrialDeps): (call: Trial) => Promise<TrialOutcome | undefined> {
  const underWay = new Set<MerchantId>()
  return async (call) => {
    const { merchantId, url } = call
    if (underWay.has(merchantId)) return undefined
    underWay.add(merchantId)
    try {
      return outcomeOf(await post(deps, call), url)
    } finally {
      underWay.delete(merchantId)
    }
  }
}

function post({ client, openSecret, wall, newId }: TrialDeps, call: Trial): Promise<CallResult> {
  const { url, format, body } = call
  const message = { id: newId(), timestampSeconds: Math.floor(wall() / 1000), body }
  const headers = { ...signWebhook(message, signingSecrets(call.secrets, wall()).map(openSecret)) }
  return client.post({
    url,
    contentType: format === 'v1_form' ? 'application/x-www-form-urlencoded' : 'application/json',
    body,
    headers,
    deadlineMs: NOTICE_MS,
    overlongBody: 'cut',
  })
}

function outcomeOf(result: CallResult, url: string): TrialOutcome {
  const { latencyMs } = result
  const words = noticeWords(result, { url, deadlineMs: NOTICE_MS })
  if (result.kind === 'failed')
    return { delivered: false, status: result.status, cause: result.cause, latencyMs, words, answer: null }
  const { status } = result
  const delivered = isDelivered({ kind: 'answered', status, retryAfterMs: null })
  return { delivered, status, cause: null, latencyMs, words, answer: answerText(result) }
}
