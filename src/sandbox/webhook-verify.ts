/**
 * What a merchant's server does with a call of the gateway before believing it: Standard Webhooks, written from the
 * specification and apart from the room that signs, so that a mistake in one of the two shows.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface SignedCall {
  /** `webhook-id`, `webhook-timestamp`, `webhook-signature`; undefined where the header is missing. */
  readonly id: string | undefined
  readonly timestamp: string | undefined
  readonly signature: string | undefined
  /** As it came, not parsed and written again. */
  readonly body: Uint8Array
}

export type SignatureVerdict = 'right' | 'missing' | 'too_old_or_new' | 'wrong'

/** How far the sender's clock may be from ours, either way. */
export const TOLERANCE_SECONDS = 300

/** `secret`: `whsec_` and base64. `nowSeconds`: wall time. Throws where the secret is none. */
export function verifyWebhook(call: SignedCall, secret: string, nowSeconds: number): SignatureVerdict {
  const { id, timestamp, signature, body } = call
  if (id === undefined || timestamp === undefined || signature === undefined) return 'missing'
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowSeconds - Number(timestamp)) > TOLERANCE_SECONDS) {
    return 'too_old_or_new'
  }
  const right = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest()
  return signature.split(' ').some((one) => isSame(one, right)) ? 'right' : 'wrong'
}

const PREFIX = 'whsec_'

function keyOf(secret: string): Buffer {
  const key = secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.alloc(0)
  if (key.length < 16) throw new Error('a webhook secret is whsec_ and at least 16 bytes in base64')
  return key
}

/** Several signatures may stand in one header, of other keys and other versions. */
function isSame(signature: string, right: Buffer): boolean {
  const [version, base64] = signature.split(',', 2)
  if (version !== 'v1' || base64 === undefined) return false
  const given = Buffer.from(base64, 'base64')
  return given.length === right.length && timingSafeEqual(given, right)
}
