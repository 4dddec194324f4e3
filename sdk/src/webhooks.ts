/**
 * Whether a call comes from your gateway, and what it says: Standard Webhooks, as notices and the questions to
 * `confirm_url` are signed. On WebCrypto alone, so that it runs on Node, at the edge and in a worker.
 */

import { type CallHeaders, headerOf, signatureOf, type Verified, verify, WebhookError } from './standard-webhooks.ts'
import type { ConfirmBody, ModernNotice, NoticeBody, Words } from './wire.gen.ts'

export { type CallHeaders, WebhookError, type WebhookProblem } from './standard-webhooks.ts'
export type { ConfirmBody, ModernNotice, NoticeBody } from './wire.gen.ts'

export interface VerifyOptions {
  /** How far the gateway's clock may be from yours, either way; 300 when left out. */
  readonly toleranceS?: number | undefined
  /** Unix seconds; the clock of this machine when left out. */
  readonly now?: number | undefined
}

interface Told {
  /** The delivery, the same at every try: one you have seen is done. */
  readonly id: string
  /** Counts what happened to the payment: of two notices the higher is the newer. 0 for a test call. */
  readonly version: number
  readonly imp_uid: string
  readonly merchant_uid: string
  /** Of the payment right after the event. One you do not know is one you need not act on. */
  readonly status: NoticeBody['status'] | (string & {})
}

/** V1's three keys, as JSON or as a form. */
export interface V1Notice extends Told {
  readonly form: 'v1'
  readonly body: NoticeBody
}

export interface SunapNotice extends Told {
  readonly form: 'modern'
  /** `payment.paid`, ...; `test` where somebody only tries whether calls arrive. */
  readonly type: ModernNotice['type'] | 'test' | (string & {})
  readonly body: ModernNotice
}

export type Notice = V1Notice | SunapNotice

/**
 * `secrets`: one, or two while you change them. `headers`: a `Headers`, or an object as Node has it. `rawBody`: as it came,
 * before any parsing. Throws `WebhookError`, which says what to answer. A notice is a hint to look: ask `client.find`
 * before you ship anything.
 */
export async function verifyNotice(
  secrets: string | readonly string[],
  headers: CallHeaders,
  rawBody: string | Uint8Array,
  options: VerifyOptions = {},
): Promise<Notice> {
  const call = await verify(secrets, headers, rawBody, options)
  const isForm = headerOf(headers, 'content-type')?.startsWith('application/x-www-form-urlencoded') === true
  const body = isForm ? Object.fromEntries(new URLSearchParams(call.text)) : readJson(call)
  const isModern = typeof body['type'] === 'string'
  const { imp_uid, merchant_uid, status, version } = isModern ? membersOf(body['data']) : body
  if (typeof imp_uid !== 'string' || typeof merchant_uid !== 'string' || typeof status !== 'string')
    throw new WebhookError('no_notice', NO_NOTICE)
  const counted = Number(version ?? headerOf(headers, 'sunap-version') ?? 0)
  const told = { id: call.id, version: Number.isInteger(counted) ? counted : 0, imp_uid, merchant_uid, status }
  return isModern
    ? { form: 'modern', ...told, type: String(body['type']), body: body as unknown as ModernNotice }
    : { form: 'v1', ...told, body: body as unknown as NoticeBody }
}

/** The same for the question that `confirm_url` is asked. Signed with the secret of your Notification URL (`default`). */
export async function verifyConfirm(
  secrets: string | readonly string[],
  headers: CallHeaders,
  rawBody: string | Uint8Array,
  options: VerifyOptions = {},
): Promise<ConfirmBody> {
  const call = await verify(secrets, headers, rawBody, options)
  const body = readJson(call)
  const { imp_uid, merchant_uid, amount } = body
  if (typeof imp_uid !== 'string' || typeof merchant_uid !== 'string' || typeof amount !== 'number')
    throw new WebhookError('no_confirm', NO_CONFIRM)
  return body as unknown as ConfirmBody
}

/** The headers of a call as the gateway signs it, for tests of your own. */
export async function testHeaders(
  secret: string,
  rawBody: string | Uint8Array,
  { id = `dlv_${crypto.randomUUID().replaceAll('-', '')}`, at = Math.floor(Date.now() / 1000) }: TestCall = {},
): Promise<TestHeaders> {
  const signature = await signatureOf(secret, { id, timestamp: String(at), rawBody })
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signature }
}

export interface TestCall {
  readonly id?: string | undefined
  /** Unix seconds; now when left out. */
  readonly at?: number | undefined
}

/** A type and not an interface, so that it passes for a record of headers. */
export type TestHeaders = {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

function readJson({ text }: Verified): Readonly<Record<string, unknown>> {
  try {
    return membersOf(JSON.parse(text))
  } catch (error) {
    throw new WebhookError('unreadable', UNREADABLE, { cause: error })
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

const UNREADABLE: Words = { ko: '서명은 맞지만 본문이 JSON이 아닙니다.', en: 'It is signed, but the body is no JSON.' }

const NO_NOTICE: Words = {
  ko: '서명은 맞지만 통지가 아닙니다: imp_uid, merchant_uid, status가 없습니다.',
  en: 'It is signed, but it is no notice: imp_uid, merchant_uid and status are missing.',
}

const NO_CONFIRM: Words = {
  ko: '서명은 맞지만 결제 확인 질문이 아닙니다: imp_uid, merchant_uid, amount가 없습니다.',
  en: 'It is signed, but it is no question to confirm_url: imp_uid, merchant_uid and amount are missing.',
}
