/**
 * What a till signs: one text over the clock, the method, the path and the raw bytes of the body, so that none of them
 * can be changed on the line. Both ends build it here and each makes its own HMAC-SHA-256, because this room runs in
 * browsers too. There are no nonces: whoever replays a request within the window gets the stored answer again.
 */

/** `network/outlet/till` */
export const TERMINAL_HEADER = 'sunap-terminal'
/** Unix seconds, decimal. */
export const TIMESTAMP_HEADER = 'sunap-timestamp'
/** `v1=` and 64 lower-case hex digits. */
export const SIGNATURE_HEADER = 'sunap-signature'

/** How far a till's clock may be from ours, either way. */
export const SIGNATURE_WINDOW_MS = 60_000

export interface SignedHead {
  /** As it stands in its header. */
  readonly timestamp: string
  readonly method: string
  /** As it stands in the request line, a query included. */
  readonly path: string
}

/** The text before the body's bytes; the signature is over both, joined without anything between. */
export function signedHead({ timestamp, method, path }: SignedHead): string {
  return `${timestamp}.${method}.${path}.`
}

/** Header text of an HMAC. */
export function writeSignature(hex: string): string {
  return `v1=${hex}`
}

/** The hex digits of a header's HMAC, or undefined where the text is no signature of this version. */
export function readSignature(header: string): string | undefined {
  return /^v1=([0-9a-f]{64})$/.exec(header)?.[1]
}

/** The clock reading of a header in milliseconds, or undefined where the text is none. */
export function readTimestampMs(header: string): number | undefined {
  return /^[0-9]{1,12}$/.test(header) ? Number(header) * 1000 : undefined
}
