/**
 * What an inquiry showed, as an opaque text the till may send back with its collect: a collect under other terms than
 * the clerk saw is then declined. It grants nothing, so it needs no secret.
 */
import type { Instant, Money, PaymentId } from '../core/brand.ts'
import type { Claim } from '../core/commands.ts'
import type { Payment } from '../core/payment.ts'

export function writeInquiryToken({ id, amount, expiresAt }: Payment): string {
  return Buffer.from(`${id}.${amount}.${expiresAt}`).toString('base64url')
}

/** A text that is no token of ours names no terms at all, so a collect with it is declined as one with older terms. */
export function readInquiryToken(token: string): NonNullable<Claim['inquired']> {
  const [id = '', amount = '', expiresAt = ''] = Buffer.from(token, 'base64url').toString('utf8').split('.')
  return { paymentId: id as PaymentId, amount: Number(amount) as Money, expiresAt: Number(expiresAt) as Instant }
}
