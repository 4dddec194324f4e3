/**
 * The text that opens a customer's page. 128 random bits keep strangers out; the payment's number before them keeps the
 * index of tokens in the order of issue, which saves a durable write a third of its bytes. It is no secret: merchants
 * know it, and customers may.
 */
import type { PaymentId } from '../core/brand.ts'
import type { Random } from './ports.ts'

const ORDER_CHARACTERS = 8
const RANDOM_BYTES = 16

export function makePayToken(id: PaymentId, random: Random): string {
  const order = Number(id.slice('imp_'.length)).toString(36).padStart(ORDER_CHARACTERS, '0')
  return order + Buffer.from(random(RANDOM_BYTES)).toString('base64url')
}

/** Whether a text could be one at all. */
export function isPayToken(text: string): boolean {
  return PAY_TOKEN.test(text)
}

/** Few, so nothing holds their index in order. */
export function makeReceiptToken(random: Random): string {
  return Buffer.from(random(RANDOM_BYTES)).toString('base64url')
}

const PAY_TOKEN = /^[0-9a-z]{8}[A-Za-z0-9_-]{22}$/
