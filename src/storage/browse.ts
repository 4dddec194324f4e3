/**
 * A walk through a merchant’s payments for whoever has only a part of a name: in pieces, so that nobody waits for all of
 * it, and no index is paid for by every issue.
 */
import type { Instant, MerchantId, PaymentId } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import type { V1Status } from '../core/v1-status.ts'

export type BuyerField = 'phone' | 'phoneLast4' | 'email' | 'name'

/** Payments of a customer, or of all whose phone ends alike, by the keyed hash of one field. */
export interface BuyerAsked {
  readonly merchantId: MerchantId
  readonly field: BuyerField
  readonly hash: string
  /** Issued before this one; null: from the newest. */
  readonly after: PaymentId | null
  readonly limit: number
}

/** Every member that is not null must hold. */
export interface BrowseAsked {
  readonly merchantId: MerchantId
  /** A part of order id, payment id, number or goods; A to Z stand for a to z. */
  readonly text: string | null
  readonly status: V1Status | null
  /** Of the issue, both included. */
  readonly from: Instant
  readonly to: Instant
  /** Issued before this one; null: from the newest. */
  readonly after: PaymentId | null
  readonly limit: number
  /** No more than so many are looked at. */
  readonly look: number
}

export interface Browsed {
  /** As they are now. */
  readonly payments: readonly Payment[]
  /** The last one that was looked at; null: there are no more behind it. */
  readonly lookedTo: { readonly id: PaymentId; readonly issuedAt: Instant } | null
}

/** What a text is looked for in, whole. A keeper may look in more at first: this is the last word. */
export function isAbout({ id, orderId, number, name }: Payment, text: string | null): boolean {
  if (text === null) return true
  const part = smallLetters(text)
  return [orderId, id, number, name ?? ''].some((whole) => smallLetters(whole).includes(part))
}

/** A to Z alone, as both databases do it. */
export function smallLetters(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** The text as it stands inside a member of JSON. */
export function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
