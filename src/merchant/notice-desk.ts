/**
 * What the notices' own routes work with: the gateway's verbs, and one call to ask whether calls arrive. A "no" is a row
 * of the wire's table.
 */
import type { MerchantId } from '../core/brand.ts'
import type { NoticeFormat, WebhookSecret } from '../core/endpoint.ts'
import type { DeliveryVerbs } from '../gateway/deliveries.ts'
import type { EndpointVerbs } from '../gateway/endpoints.ts'
import { NOTICE_REFUSALS, type NoticeRefusalName } from '../wire/notice-refusals.ts'
import type { Words } from '../wire/rejections.ts'
import { type Refusal, refusal } from './envelope.ts'

export interface NoticeDesk {
  readonly endpoints: EndpointVerbs
  readonly deliveries: DeliveryVerbs
  readonly sendTrial: SendTrial
}

export interface Trial {
  readonly merchantId: MerchantId
  readonly url: string
  readonly format: NoticeFormat
  readonly body: string
  /** Sealed; those in use sign it. */
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

/** Nothing is stored of it and nobody's health changes. Undefined: one for this merchant is under way. */
export type SendTrial = (call: Trial) => Promise<TrialOutcome | undefined>

export function noticeRefusal(name: NoticeRefusalName): Refusal {
  const { status, code, text } = NOTICE_REFUSALS[name]
  return refusal(status, text, { code })
}
