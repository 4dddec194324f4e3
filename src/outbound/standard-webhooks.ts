/**
 * Signs what we send and checks what was sent, by the Standard Webhooks specification, so that a merchant can
 * use any of its libraries. The signature covers id, time and body; the time makes an old message worthless to
 * whoever recorded it, and several secrets at once let a merchant change its secret without losing a notice.
 * A secret is `whsec_` and the base64 of 24 to 64 random bytes; the bytes, not the text, are the HMAC key.
 */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

export interface WebhookMessage {
  /** The delivery's id: the same at every try. */
  readonly id: string
  /** Wall time in whole seconds since 1970: new at every try. */
  readonly timestampSeconds: number
  /** Exactly what goes over the wire. */
  readonly body: string
}

/** A type and not an interface, so that it passes for a record of headers. */
export type WebhookHeaders = {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

/** `secrets`: the current one first; during a change the old one too. Throws when a secret, the id or the time is malformed: they are ours. */
export function signWebhook(message: WebhookMessage, secrets: readonly string[]): WebhookHeaders {
  if (!MESSAGE_ID.test(message.id)) throw new Error('a webhook id is 1 to 256 letters, digits, "_" or "-"')
  if (!Number.isSafeInteger(message.timestampSeconds) || message.timestampSeconds < 0) {
    throw new Error('a webhook timestamp is in whole seconds since 1970')
  }
  if (secrets.length === 0) throw new Error('a webhook needs at least one secret')
  const timestamp = String(message.timestampSeconds)
  const signatures = secrets.map((secret) => {
    const key = webhookKey(secret)
    if (key === undefined) throw new Error('a webhook secret is whsec_ and the base64 of 24 to 64 bytes')
    return `v1,${hmac(key, message.id, timestamp, message.body).toString('base64')}`
  })
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

export const VERIFY_REFUSALS = ['missing_header', 'malformed_timestamp', 'too_old', 'too_new', 'no_match'] as const
export type VerifyRefusal = (typeof VERIFY_REFUSALS)[number]
export type WebhookVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: VerifyRefusal }

export interface ReceivedWebhook {
  /** Lower-case names, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The bytes as they came, before any parsing. */
  readonly body: string | Uint8Array
}

/** What a receiver does: one signature that fits one of its secrets is enough. Malformed secrets never fit. */
export function verifyWebhook(
  { headers, body }: ReceivedWebhook,
  secrets: readonly string[],
  nowSeconds: number,
  toleranceSeconds: number = TOLERANCE_SECONDS,
): WebhookVerdict {
  const id = headers['webhook-id']
  const timestamp = headers['webhook-timestamp']
  const signatures = headers['webhook-signature']
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') {
    return { ok: false, reason: 'missing_header' }
  }
  if (!/^\d{1,15}$/.test(timestamp)) return { ok: false, reason: 'malformed_timestamp' }
  const ageSeconds = nowSeconds - Number(timestamp)
  if (ageSeconds > toleranceSeconds) return { ok: false, reason: 'too_old' }
  if (-ageSeconds > toleranceSeconds) return { ok: false, reason: 'too_new' }
  const given = signatures.split(' ').filter((entry) => entry.startsWith('v1,'))
  const fits = secrets.some((secret) => {
    const key = webhookKey(secret)
    if (key === undefined) return false
    const expected = hmac(key, id, timestamp, body)
    return given.some((entry) => sameBytes(Buffer.from(entry.slice(3), 'base64'), expected))
  })
  return fits ? { ok: true } : { ok: false, reason: 'no_match' }
}

/** The HMAC key of a secret, or undefined when the text is not one. */
export function webhookKey(secret: string): Buffer | undefined {
  if (!secret.startsWith(SECRET_PREFIX)) return undefined
  const base64 = secret.slice(SECRET_PREFIX.length)
  const key = Buffer.from(base64, 'base64')
  // Node skips what is not base64; only a text that comes back the same was base64.
  if (key.toString('base64') !== base64) return undefined
  return key.length >= KEY_BYTES_MIN && key.length <= KEY_BYTES_MAX ? key : undefined
}

/** `bytes`: 24 to 64 random ones. */
export function webhookSecret(bytes: Uint8Array): string {
  if (bytes.length < KEY_BYTES_MIN || bytes.length > KEY_BYTES_MAX) {
    throw new Error(`a webhook secret has ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX} bytes, not ${bytes.length}`)
  }
  return `${SECRET_PREFIX}${Buffer.from(bytes).toString('base64')}`
}

function hmac(key: Buffer, id: string, timestamp: string, body: string | Uint8Array): Buffer {
  // Of bytes Node makes a key in a way that costs three times the HMAC.
  return createHmac('sha256', createSecretKey(key)).update(`${id}.${timestamp}.`).update(body).digest()
}

function sameBytes(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const SECRET_PREFIX = 'whsec_'
const KEY_BYTES_MIN = 24
const KEY_BYTES_MAX = 64
/** No dot: it parts the signed text. */
const MESSAGE_ID = /^[\w-]{1,256}$/
const TOLERANCE_SECONDS = 300
