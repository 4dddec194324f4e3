/**
 * Every answer of this room as a value, and the one function that turns it into bytes. V1's clients read a refusal's
 * `message` without looking at the shape first, so no answer may leave in another one.
 *
 * Whoever sells reads V1's Korean sentences and shows them to customers: refusals of the trade are Korean alone. What
 * is wrong with a request itself is read by a developer and is said in Korean and English. Who asks for another language
 * than Korean by `Accept-Language` gets English alone.
 */
import type { FastifyReply } from 'fastify'
import type { Rejection } from '../core/rejections.ts'
import type { Refused } from '../wire/envelope.ts'
import { IDEMPOTENT_REPLAYED } from '../wire/idempotency.ts'
import { type Language, preferredLanguage } from '../wire/language.ts'
import { merchantRefusal, type Words } from '../wire/rejections.ts'

export type Answer = Success | Refusal

export interface Success {
  readonly kind: 'success'
  /** 207: not all that was asked for. */
  readonly status: 200 | 207
  readonly response: object
  readonly headers?: Readonly<Record<string, string>>
}

export interface Refusal {
  readonly kind: 'refusal'
  readonly status: number
  readonly code: 1 | -1
  readonly message: string
  /** In place of `message` for whoever prefers it. */
  readonly english: string
  readonly hint?: Words
  /** The one at fault, where it is one. */
  readonly parameter?: string
  readonly headers?: Readonly<Record<string, string>>
}

export function success(response: object, status: Success['status'] = 200): Success {
  return { kind: 'success', status, response }
}

/** Beside a success that was one before, under the same key. */
export const REPLAYED = { headers: { [IDEMPOTENT_REPLAYED]: 'true' } }

/** Of a request that is wrong. */
export function refusal(status: number, text: Words, more: Partial<Refusal> = {}): Refusal {
  return { kind: 'refusal', status, code: -1, message: both(text), english: text.en, ...more }
}

/** Of the trade, or a sentence of V1's own: merchants' code compares it. */
export function tradeRefusal(status: number, text: Words, more: Partial<Refusal> = {}): Refusal {
  return refusal(status, text, { message: text.ko, ...more })
}

/** `amount: ... / ...`, so that the sentence is found whichever language is read. */
export function parameterRefusal(parameter: string, text: Words): Refusal {
  return refusal(400, text, ofParameter(parameter, text))
}

/** What the core refused. `limit` is the limit it named, as a person reads it. */
export function rejectionRefusal({ name, reason }: Rejection, limit?: Words): Refusal {
  const row = merchantRefusal(name, { ...(limit && { limit }), ...(reason !== undefined && { reason }) })
  if (row === undefined) throw new Error(`broken invariant: ${name} reached a merchant`)
  const { status, code, parameter, text } = row
  if (parameter === undefined) return tradeRefusal(status, text, { code })
  return refusal(status, text, { code, ...ofParameter(parameter, text) })
}

/** An unknown payment and another merchant's are answered with the same bytes. */
export function paymentNotFound(): Refusal {
  return rejectionRefusal({ name: 'payment_not_found' })
}

function ofParameter(parameter: string, text: Words): Pick<Refusal, 'message' | 'english' | 'parameter'> {
  return { message: `${parameter}: ${both(text)}`, english: `${parameter}: ${text.en}`, parameter }
}

export function both({ ko, en }: Words): string {
  return `${ko} / ${en}`
}

export const JSON_CONTENT_TYPE = 'application/json; charset=utf-8'

/** As one string with its length known: some clients parse the first piece that arrives as the whole. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store').type(JSON_CONTENT_TYPE)
  reply.code(answer.status).headers({ ...answer.headers })
  if (answer.kind === 'success') {
    return reply.send(JSON.stringify({ code: 0, message: null, response: answer.response }))
  }
  return reply.send(refusalBody(answer, preferredLanguage(reply.request.headers['accept-language'])))
}

export function refusalBody({ code, message, english, hint }: Refusal, language: Language): string {
  const said = language === 'en' ? english : message
  const body: Refused = { code, message: said, response: null, ...(hint === undefined ? {} : { hint }) }
  return JSON.stringify(body)
}
