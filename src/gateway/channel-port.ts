/**
 * What the gateway asks of a PG that stands behind a channel's numbers. Whatever it asks, it asks under the payment's id:
 * asked again under it, a PG does nothing twice. A PG asks in turn whether a number may be paid, and says when it was; that
 * way is a till's (`pos/till-answers.ts`), and the PG is the one till of the channel's network.
 */
import type { ChannelKey, CollectionNumber, Instant, Money, PaymentId } from '../core/brand.ts'
import type { Currency } from '../core/money.ts'

export interface ChannelLines {
  /** Null: the numbers of this channel are the house's own. */
  lineOf(channel: ChannelKey): ChannelLine | null
}

/** Where nobody but the house issues numbers. */
export const HOUSE_ONLY: ChannelLines = { lineOf: () => null }

/** To one PG under one contract. Never throws: what goes wrong out there is `unanswered`. */
export interface ChannelLine {
  /** A number of the PG's own making. */
  issue(asked: NumberAsked): Promise<PgAnswer<string>>
  /** The merchant's own number. */
  register(asked: NumberAsked, number: CollectionNumber): Promise<PgAnswer>
  /** The number costs something else from now on, or is good for another time. */
  amend(told: NumberNamed, terms: Pick<NumberAsked, 'amount' | 'expiresAt'>): Promise<PgAnswer>
  /** The number is not to be paid any more. One that is over already: done. */
  revoke(told: NumberNamed): Promise<PgAnswer>
  /** 망취소: nothing comes of what was asked under this id, whether or not it ever arrived. */
  cancel(paymentId: PaymentId): Promise<PgAnswer>
  status(paymentId: PaymentId): Promise<PgAnswer<PgStanding>>
}

export interface NumberAsked {
  readonly paymentId: PaymentId
  readonly amount: Money
  readonly currency: Currency
  readonly expiresAt: Instant
  /** The goods, as the merchant names them. */
  readonly name: string | null
}

export interface NumberNamed {
  readonly paymentId: PaymentId
  readonly number: CollectionNumber
}

export type PgStanding =
  | { readonly state: 'standing'; readonly number: string }
  | { readonly state: 'ended' }
  /** Nothing ever came under this id. It may still be on its way. */
  | { readonly state: 'unknown' }

export type PgAnswer<Value = undefined> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string }
  | PgSilence

/** `sent`: the PG may have done it. In plain words, for the log. */
export interface PgSilence {
  readonly kind: 'unanswered'
  readonly sent: boolean
  readonly detail: string
}

/** What stands in the log, and before whoever asked. */
export function refusalText({ code, text }: Extract<PgAnswer, { kind: 'refused' }>): string {
  return text === '' ? code : `${code} ${text}`
}
