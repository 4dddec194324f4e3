/**
 * Who is calling? A till shows that it holds its secret by signing the clock, the method, the path and the raw bytes of
 * the body; while its secret is changed over, the former one will do as well. Whoever fails is told the same thing whatever
 * was wrong, so that nobody can look for tills by asking.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { TillIdentity } from '../core/attempt.ts'
import type { Till } from '../core/network.ts'
import type { Gateway } from '../gateway/gateway.ts'
import {
  readSignature,
  readTimestampMs,
  SIGNATURE_WINDOW_MS,
  type SignedHead,
  signedHead,
} from '../wire/till-signature.ts'

/** A request as it came, before anything in it is believed. */
export interface SignedRequest {
  readonly method: string
  readonly path: string
  readonly terminal: string
  readonly timestamp: string
  readonly signature: string
  readonly body: Uint8Array
}

/** Opens a till's sealed secret; the key of the HMAC is its bytes, of a text its UTF-8. Throws where it cannot. */
export type OpenSecret = (sealed: string) => Uint8Array | string

/** The till that signed, or undefined. Throws only where the directory or the keys are broken. */
export type TerminalAuth = (request: SignedRequest) => TillIdentity | undefined

export function createTerminalAuth({
  gateway,
  openSecret,
}: {
  readonly gateway: Pick<Gateway, 'directory' | 'wall'>
  readonly openSecret: OpenSecret
}): TerminalAuth {
  return (request) => {
    const given = readSignature(request.signature)
    const sentAtMs = readTimestampMs(request.timestamp)
    if (given === undefined || sentAtMs === undefined) return undefined
    if (Math.abs(gateway.wall() - sentAtMs) > SIGNATURE_WINDOW_MS) return undefined
    const till = gateway.directory().tills.get(request.terminal)
    const signedWith = (secret: Uint8Array | string): boolean =>
      timingSafeEqual(hmac(secret, request, request.body), Buffer.from(given, 'hex'))
    // Two HMACs for everybody, under keys that nobody's signature is accepted with where there is no such secret.
    const former = till?.former ?? null
    const isFormer = former !== null && gateway.wall() < former.until
    const matches = [
      signedWith(till === undefined ? NO_SECRET : openSecret(till.secret)),
      signedWith(isFormer ? openSecret(former.secret) : NO_SECRET) && isFormer,
    ]
    return till !== undefined && matches.includes(true) ? acceptedTill(till, gateway) : undefined
  }
}

/** Nobody's. */
const NO_SECRET = randomBytes(32)

function hmac(secret: Uint8Array | string, head: SignedHead, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(signedHead(head)).update(body).digest()
}

/** Undefined where till or shop are disabled: told as an unknown till is. */
function acceptedTill(
  { network, outlet, id, disabled }: Till,
  gateway: Pick<Gateway, 'directory'>,
): TillIdentity | undefined {
  const shop = gateway.directory().outlets.get(`${network}/${outlet}`)
  if (shop === undefined)
    throw new Error(`broken directory: till ${id} stands in shop ${network}/${outlet}, which is not there`)
  if (disabled || shop.disabled) return undefined
  return { network, chain: shop.chain, outlet, outletName: shop.name, till: id }
}
