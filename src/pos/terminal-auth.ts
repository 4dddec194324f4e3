/**
 * Who is calling? A till shows that it holds its secret by signing the clock, the method, the path and the raw bytes of
 * the body. Whoever fails is told the same thing whatever was wrong, so that nobody can look for tills by asking.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
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
    // An unknown terminal costs the same HMAC, under a key that nobody's signature is accepted with.
    const signed = hmac(till === undefined ? NO_SECRET : openSecret(till.secret), request, request.body)
    const matches = timingSafeEqual(signed, Buffer.from(given, 'hex'))
    return till !== undefined && matches ? identityOf(till, gateway) : undefined
  }
}

const NO_SECRET = new Uint8Array(32)

function hmac(secret: Uint8Array | string, head: SignedHead, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(signedHead(head)).update(body).digest()
}

function identityOf({ network, outlet, id }: Till, gateway: Pick<Gateway, 'directory'>): TillIdentity {
  const shop = gateway.directory().outlets.get(`${network}/${outlet}`)
  if (shop === undefined)
    throw new Error(`broken directory: till ${id} stands in shop ${network}/${outlet}, which is not there`)
  return { network, chain: shop.chain, outlet, outletName: shop.name, till: id }
}
