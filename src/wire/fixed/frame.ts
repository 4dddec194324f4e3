/**
 * The line under the messages of fixed length: each frame is its length, its content and its mac. The length is four
 * digits and counts the bytes that follow it; the mac is the HMAC-SHA-256 of all bytes before it, in lower-case hex. Both
 * ends make it themselves, because this room runs in browsers too.
 */
import { SHEET_BYTES_MAX } from './field-table.ts'

export const LENGTH_DIGITS = 4
export const MAC_DIGITS = 64
export const FRAME_BYTES_MAX = LENGTH_DIGITS + SHEET_BYTES_MAX

/** The beginning of a frame, which is what the mac is made of. Throws where a length cannot count it. */
export function unsealedFrame(content: Uint8Array): Uint8Array {
  const length = content.length + MAC_DIGITS
  if (length > SHEET_BYTES_MAX) throw new Error(`broken invariant: a frame of ${length} bytes`)
  const bytes = new Uint8Array(LENGTH_DIGITS + content.length)
  putAscii(String(length).padStart(LENGTH_DIGITS, '0'), bytes, 0)
  bytes.set(content, LENGTH_DIGITS)
  return bytes
}

/** An answer to somebody whose secret is not known has a blank mac. */
export function sealedFrame(unsealed: Uint8Array, mac: string = ' '.repeat(MAC_DIGITS)): Uint8Array {
  const bytes = new Uint8Array(unsealed.length + MAC_DIGITS)
  bytes.set(unsealed)
  putAscii(mac, bytes, unsealed.length)
  return bytes
}

function putAscii(text: string, bytes: Uint8Array, at: number): void {
  for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index)
}

/** The bytes of the frame that begins here; null: its length is not here yet; undefined: this is no frame. */
export function frameLength(bytes: Uint8Array): number | null | undefined {
  const digits = String.fromCharCode(...bytes.subarray(0, LENGTH_DIGITS))
  if (!/^\d*$/.test(digits)) return undefined
  if (digits.length < LENGTH_DIGITS) return null
  return Number(digits) > MAC_DIGITS ? LENGTH_DIGITS + Number(digits) : undefined
}

export interface FrameParts {
  /** What the mac is over. */
  readonly unsealed: Uint8Array
  readonly content: Uint8Array
  /** Undefined where what stands there is none. */
  readonly mac: string | undefined
}

export function frameParts(frame: Uint8Array): FrameParts {
  const end = frame.length - MAC_DIGITS
  const mac = String.fromCharCode(...frame.subarray(end))
  return {
    unsealed: frame.subarray(0, end),
    content: frame.subarray(LENGTH_DIGITS, end),
    mac: /^[0-9a-f]+$/.test(mac) ? mac : undefined,
  }
}
