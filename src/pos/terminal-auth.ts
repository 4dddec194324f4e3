/**
 * Who is calling? A till shows that it holds its secret by signing the clock, the method, the path and the raw bytes of
 * the body; while its secret is changed over, the former one will do as well. Whoever fails is told the same thing whatever
 * was wrong, so that nobody can look for tills by asking.
 */
import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import type { TillIdentity } from '../core/attempt.ts'
import type { Till } from '../core/network.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { readSignature, readTimestampMs, SIGNATURE_WINDOW_MS, signedHead } from '../wire/till-signature.ts'

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

interface AuthDeps {
  readonly gateway: Pick<Gateway, 'directory' | 'wall'>
  readonly openSecret: OpenSecret
}

export function createTerminalAuth(deps: AuthDeps): TerminalAuth {
  const prove = createTillProof(deps)
  return ({ terminal, timestamp, signature, method, path, body }) => {
    const sentAtMs = readTimestampMs(timestamp)
    const mac = readSignature(signature)
    if (sentAtMs === undefined || mac === undefined) return undefined
    return prove({ terminal, sentAtMs, mac, signed: [signedHead({ timestamp, method, path }), body] })?.till
  }
}

/** What a till shows, on whichever line. */
export interface ShownProof {
  /** `network/outlet/till` */
  readonly terminal: string
  readonly sentAtMs: number
  /** 64 lower-case hex digits. */
  readonly mac: string
  /** What the mac is over, one after the other. */
  readonly signed: readonly (string | Uint8Array)[]
}

export interface ProvenTill {
  readonly till: TillIdentity
  /** The mac of an answer, under the secret that the till has shown. */
  sign(answer: Uint8Array): string
}

/** Throws only where the directory or the keys are broken. */
export function createTillProof({ gateway, openSecret }: AuthDeps): (shown: ShownProof) => ProvenTill | undefined {
  return ({ terminal, sentAtMs, mac, signed }) => {
    // Also where a time could not be read and is none.
    if (!(Math.abs(gateway.wall() - sentAtMs) <= SIGNATURE_WINDOW_MS)) return undefined
    const till = gateway.directory().tills.get(terminal)
    const former = till?.former ?? null
    const isFormer = former !== null && gateway.wall() < former.until
    // Two HMACs for everybody, under keys that nobody's signature is accepted with where there is no such secret.
    const secrets = [
      till === undefined ? NO_SECRET : openSecret(till.secret),
      isFormer ? openSecret(former.secret) : NO_SECRET,
    ]
    const [secret] = secrets.filter((each) => timingSafeEqual(hmac(each, signed), Buffer.from(mac, 'hex')))
    const accepted = till === undefined ? undefined : acceptedTill(till, gateway)
    if (accepted === undefined || secret === undefined || secret === NO_SECRET) return undefined
    return { till: accepted, sign: (answer) => hmac(secret, [answer]).toString('hex') }
  }
}

/** Nobody's. */
const NO_SECRET = createSecretKey(randomBytes(32))

function hmac(secret: Uint8Array | string | KeyObject, signed: readonly (string | Uint8Array)[]): Buffer {
  const made = createHmac('sha256', secret)
  for (const part of signed) made.update(part)
  return made.digest()
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
