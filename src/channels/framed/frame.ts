/**
 * One message on the wire: four digits that say how many bytes follow, the header in clear, the body as the cipher left it.
 * Both directions, asked and answered, look alike.
 */
import { type Cipher, NONCE_BYTES } from './cipher.ts'
import { type Fields, HEAD, HEADER, RESULT, read, type Values, VERSION, widthOf, written } from './fields.ts'

export const LENGTH_DIGITS = 4
/** Longer than any message; a length beyond it is garbage. */
export const FRAME_BYTES_MAX = 2048

export interface Heading {
  readonly mid: string
  readonly kind: 'Q' | 'A'
  readonly command: string
  readonly trace: string
  readonly sentAt: string
}

/** `fields`: what follows the head. */
export function frameOf(
  heading: Heading,
  fields: Fields,
  values: Values,
  cipher: Cipher,
  random: (bytes: number) => Uint8Array,
): Buffer {
  const { mid, kind, command, trace, sentAt } = heading
  const header = written(HEADER, { version: VERSION, mid, cipher: cipher.name })
  const head = written(HEAD, { kind, command, trace, sent_at: sentAt })
  const body = cipher.seal(Buffer.concat([head, written(fields, values)]), header, random(NONCE_BYTES))
  const length = Buffer.from(String(header.length + body.length).padStart(LENGTH_DIGITS, '0'))
  return Buffer.concat([length, header, body])
}

/** How many bytes follow; undefined where that is no length of a message. */
export function lengthIn(bytes: Buffer): number | undefined {
  const text = bytes.subarray(0, LENGTH_DIGITS).toString('latin1')
  const length = /^\d{4}$/.test(text) ? Number(text) : 0
  return length > widthOf(HEADER) && length <= FRAME_BYTES_MAX ? length : undefined
}

/** Whose frame this is, before anything sealed is looked at; undefined where it is none. */
export function midIn(frame: Buffer): string | undefined {
  const header = read(HEADER, frame.subarray(0, widthOf(HEADER)))
  return header?.['version'] === VERSION ? header['mid'] : undefined
}

export interface Opened {
  readonly heading: Heading
  /** What follows the head. */
  readonly rest: Buffer
}

/** Undefined where it was sealed otherwise than the contract says, or is no message. */
export function openFrame(frame: Buffer, cipher: Cipher): Opened | undefined {
  const headerBytes = frame.subarray(0, widthOf(HEADER))
  const header = read(HEADER, headerBytes)
  if (header?.['version'] !== VERSION || header['cipher'] !== cipher.name) return undefined
  const body = cipher.open(frame.subarray(widthOf(HEADER)), headerBytes)
  const head = body && read(HEAD, body.subarray(0, widthOf(HEAD)))
  if (body === undefined || head === undefined) return undefined
  const { kind = '', command = '', trace = '', sent_at: sentAt = '' } = head
  if (kind !== 'Q' && kind !== 'A') return undefined
  return { heading: { mid: header['mid'] ?? '', kind, command, trace, sentAt }, rest: body.subarray(widthOf(HEAD)) }
}

/** An answer that is a no has no fields behind its result. */
export function answerIn(rest: Buffer, fields: Fields): Values | undefined {
  return read([...RESULT, ...fields], rest) ?? read(RESULT, rest)
}
