/**
 * The signature of Standard Webhooks: HMAC-SHA-256 over `id.timestamp.body`, compared by WebCrypto itself, which takes the
 * same time for every wrong one.
 */
import type { Words } from './wire.gen.ts'

export type WebhookProblem =
  | 'bad_secret'
  | 'missing_header'
  | 'bad_timestamp'
  | 'too_old'
  | 'too_new'
  | 'wrong_signature'
  | 'unreadable'
  | 'no_notice'
  | 'no_confirm'

/** A call that is not to be believed; the message is for your log, in plain words. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
  readonly problem: WebhookProblem
  readonly words: Words
  /** What to answer: 401 what is not from the gateway, 400 what cannot be read, 500 where your own secret is at fault. */
  readonly status: 400 | 401 | 500

  constructor(problem: WebhookProblem, words: Words, options?: { readonly cause: unknown }) {
    super(words.en, options)
    this.problem = problem
    this.words = words
    this.status = STATUSES[problem]
  }
}

const STATUSES: Readonly<Record<WebhookProblem, WebhookError['status']>> = {
  bad_secret: 500,
  missing_header: 401,
  bad_timestamp: 401,
  too_old: 401,
  too_new: 401,
  wrong_signature: 401,
  unreadable: 400,
  no_notice: 400,
  no_confirm: 400,
}

/** A `Headers`, or an object with names in any case. */
export type CallHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

export interface Verified {
  readonly id: string
  readonly text: string
}

const TOLERANCE_S = 300

export async function verify(
  secrets: string | readonly string[],
  headers: CallHeaders,
  rawBody: string | Uint8Array,
  {
    toleranceS = TOLERANCE_S,
    now = Date.now() / 1000,
  }: { readonly toleranceS?: number | undefined; now?: number | undefined },
): Promise<Verified> {
  const keys = [secrets].flat().map(keyBytes)
  if (keys.length === 0) throw badSecret()
  const id = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  const signatures = headerOf(headers, 'webhook-signature')
  if (id === undefined || timestamp === undefined || signatures === undefined)
    throw new WebhookError('missing_header', MISSING)
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookError('bad_timestamp', BAD_TIMESTAMP)
  const ageS = now - Number(timestamp)
  if (ageS > toleranceS) throw new WebhookError('too_old', apart(ageS))
  if (-ageS > toleranceS) throw new WebhookError('too_new', apart(ageS))
  const signed = signedBytes({ id, timestamp, rawBody })
  const given = signatures.split(' ').flatMap((each) => (each.startsWith('v1,') ? [bytesOf(each.slice(3))] : []))
  if (!(await anyFits(keys, given, signed))) throw new WebhookError('wrong_signature', WRONG)
  return { id, text: typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody) }
}

/** All are tried, whatever the first ones gave. */
async function anyFits(keys: readonly Bytes[], given: readonly (Bytes | undefined)[], signed: Bytes): Promise<boolean> {
  let fits = false
  for (const bytes of keys) {
    const key = await hmacKey(bytes, 'verify')
    for (const signature of given)
      if (signature !== undefined && (await crypto.subtle.verify('HMAC', key, signature, signed))) fits = true
  }
  return fits
}

interface Message {
  readonly id: string
  readonly timestamp: string
  readonly rawBody: string | Uint8Array
}

export async function signatureOf(secret: string, message: Message): Promise<string> {
  const key = await hmacKey(keyBytes(secret), 'sign')
  const signature = await crypto.subtle.sign('HMAC', key, signedBytes(message))
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`
}

export function headerOf(headers: CallHeaders, name: string): string | undefined {
  if (typeof headers['get'] === 'function') return headers.get(name) ?? undefined
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name)
  const value: unknown = entry?.[1]
  return typeof value === 'string' ? value : undefined
}

type Bytes = Uint8Array<ArrayBuffer>

function hmacKey(bytes: Bytes, use: 'sign' | 'verify') {
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [use])
}

function signedBytes({ id, timestamp, rawBody }: Message): Bytes {
  const encoder = new TextEncoder()
  const head = encoder.encode(`${id}.${timestamp}.`)
  const body = typeof rawBody === 'string' ? encoder.encode(rawBody) : rawBody
  const signed = new Uint8Array(head.length + body.length)
  signed.set(head)
  signed.set(body, head.length)
  return signed
}

const PREFIX = 'whsec_'
const KEY_BYTES_MIN = 24

function keyBytes(secret: string): Bytes {
  const key = secret.startsWith(PREFIX) ? bytesOf(secret.slice(PREFIX.length)) : undefined
  if (key === undefined || key.length < KEY_BYTES_MIN) throw badSecret()
  return key
}

/** Undefined where it is no base64. */
function bytesOf(base64: string): Bytes | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

function badSecret(): WebhookError {
  return new WebhookError('bad_secret', BAD_SECRET)
}

function apart(ageS: number): Words {
  const seconds = Math.round(Math.abs(ageS))
  return ageS > 0
    ? {
        ko: `${seconds}초 전에 서명된 호출입니다. 녹음된 것이거나 이 컴퓨터의 시계가 빠릅니다.`,
        en: `It was signed ${seconds} s ago: somebody recorded it, or the clock of this machine is fast.`,
      }
    : {
        ko: `${seconds}초 뒤의 시각으로 서명된 호출입니다. 이 컴퓨터의 시계가 느립니다.`,
        en: `It was signed ${seconds} s ahead of now: the clock of this machine is slow.`,
      }
}

const BAD_SECRET: Words = {
  ko: '비밀키는 whsec_로 시작하고 그 뒤는 24바이트 이상의 base64입니다. 설정을 확인하세요.',
  en: 'A secret is whsec_ and at least 24 bytes in base64. Look at your settings.',
}

const MISSING: Words = {
  ko: 'webhook-id, webhook-timestamp, webhook-signature 헤더가 없습니다. 게이트웨이가 보낸 것이 아니거나 중간에서 지워졌습니다.',
  en: 'The headers webhook-id, webhook-timestamp and webhook-signature are missing: it is not from the gateway, or something in between drops them.',
}

const BAD_TIMESTAMP: Words = {
  ko: 'webhook-timestamp가 초 단위 시각이 아닙니다.',
  en: 'webhook-timestamp is no time in seconds.',
}

const WRONG: Words = {
  ko: '서명이 맞지 않습니다. 비밀키가 다르거나, 본문이 파싱된 뒤 다시 만들어졌거나, 위조된 호출입니다.',
  en: 'The signature is wrong: another secret, a body that was parsed and written again, or a forgery.',
}
