/**
 * Every answer of the console's API as a value, and the one function that turns it into bytes: JSON as it is where all went
 * well, `{ error: { code, field?, message: { ko, en } } }` where not. Nothing of it is kept by a browser.
 */
import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { AdminRefusal } from '../wire/admin/answers.ts'
import type { Words } from '../wire/rejections.ts'
import { REFUSALS, type RefusalName } from './refusals.ts'

export type Answer = Success | Stream | Refusal

export interface Success {
  readonly kind: 'success'
  readonly body: object
  /** `Set-Cookie` */
  readonly cookie?: string
}

export interface Stream {
  readonly kind: 'stream'
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
}

export interface Refusal {
  readonly kind: 'refusal'
  readonly status: number
  readonly code: string
  readonly field?: string
  readonly message: Words
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
}

export function success(body: object, cookie?: string): Success {
  return { kind: 'success', body, ...(cookie === undefined ? {} : { cookie }) }
}

export const DONE: Success = success({ done: true })

export function refusal(name: RefusalName, more: Partial<Refusal> = {}): Refusal {
  const { status, text } = REFUSALS[name]
  return { kind: 'refusal', status, code: name, message: text, ...more }
}

export function fieldRefusal(field: string, rule: Words): Refusal {
  const message = { ko: `${field}: ${rule.ko}`, en: `${field} ${rule.en}` }
  return { kind: 'refusal', status: 400, code: 'bad_field', field, message }
}

export function isRefusal(answer: Answer | object): answer is Refusal {
  return 'kind' in answer && answer.kind === 'refusal'
}

export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.headers(ALWAYS)
  if (answer.kind === 'stream') return reply.headers({ ...answer.headers }).send(answer.body)
  if (answer.cookie !== undefined) reply.header('set-cookie', answer.cookie)
  reply.type('application/json; charset=utf-8')
  if (answer.kind === 'success') return reply.send(JSON.stringify(answer.body))
  return reply
    .code(answer.status)
    .headers({ ...answer.headers })
    .send(JSON.stringify(refusalBody(answer)))
}

export function refusalBody({ code, field, message }: Refusal): AdminRefusal {
  return { error: { code, ...(field === undefined ? {} : { field }), message } }
}

/** No page may hold an answer in a frame, guess another type into it, or find it in its cache. */
const ALWAYS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}
