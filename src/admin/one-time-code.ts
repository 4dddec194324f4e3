/**
 * The six digits of an app (TOTP, RFC 6238: HMAC-SHA-1, 30 seconds). A code is taken once: the step it belongs to is kept,
 * and none up to it is taken again.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { WallTime } from '../core/brand.ts'

const STEP_MS = 30_000
const DIGITS = 6
/** A phone's clock may be so many steps off, either way. */
const STEPS_OFF = 1

/** The step whose code this is, later than `lastStep`; undefined where it is none. */
export function stepOf(code: string, secret: Uint8Array, wall: WallTime, lastStep: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const now = Math.floor(wall / STEP_MS)
  let found: number | undefined
  // All of them are looked at, whichever fits.
  for (let step = now - STEPS_OFF; step <= now + STEPS_OFF; step += 1) {
    const isIt = timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(code))
    if (isIt && step > lastStep) found = step
  }
  return found
}

export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0x0f
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0')
}

export function stepAt(wall: number): number {
  return Math.floor(wall / STEP_MS)
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** As apps take it; of whole fives of bytes. */
export function base32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('')
}

export function codeUri(secret: Uint8Array, { issuer, account }: { issuer: string; account: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`
}
