/**
 * What a PG holds for a payment whose number is the PG's: written before the PG is asked, and true until the PG has been
 * told how it ended. What it must be told is never remembered but seen, by comparing what it was told last with what the
 * payment is now; so nothing is lost that happens while it is not reached, and telling it twice does no harm.
 *
 *   asked ------ the payment is issued ------> standing ------ the PG knows it is over ------> ended
 *     '--------- no payment came of it: 망취소 ----------------------------------------------------^
 */
import type { ChannelKey, CollectionNumber, Instant, MerchantId, Money, PaymentId, WallTime } from './brand.ts'
import type { EventType, Payment, PaymentEvent } from './payment.ts'
import { isCollected } from './refund.ts'

export interface Registration {
  readonly merchantId: MerchantId
  /** Stamped before the PG is asked: what it is asked under, and what tells whether anything came of it. */
  readonly paymentId: PaymentId
  readonly channelKey: ChannelKey
  /** Null: the PG was asked for one, and nothing came of its answer yet. */
  readonly number: CollectionNumber | null
  /** As the PG was told last. */
  readonly amount: Money
  readonly expiresAt: Instant
  readonly state: 'asked' | 'standing' | 'ended'
}

/** Somebody has the turn to tell the PG. */
export interface TakenRegistration extends Registration {
  /** How often the turn was taken since something was last done. */
  readonly tries: number
  /** Grows with each turn and each change of the payment; what an older one leads to is looked at again. */
  readonly fence: number
}

/** What the PG must hear; null: it knows all it needs. `undo`: nothing came of what it was asked (망취소). */
export type Errand = 'undo' | 'revoke' | 'amend' | null

export function errandOf(registration: Registration, payment: Payment | undefined): Errand {
  if (registration.state === 'ended') return null
  if (payment === undefined) return 'undo'
  // Money comes for it by the PG alone, and so does word that it went back over the counter.
  if (isCollected(payment)) return null
  if (payment.state === 'cancelled' || payment.state === 'failed') return 'revoke'
  const { amount, expiresAt } = registration
  return amount === payment.amount && expiresAt === payment.expiresAt ? null : 'amend'
}

/** How the registration stands once its errand is done. */
export function afterErrand(registration: Registration, payment: Payment | undefined, errand: Errand): Registration {
  if (registration.state === 'ended' || errand === 'undo' || errand === 'revoke' || payment === undefined)
    return { ...registration, state: 'ended' }
  const { number, amount, expiresAt } = payment
  const told = errand === 'amend' ? { amount, expiresAt } : {}
  return { ...registration, ...told, number, state: 'standing' }
}

/** The payments of these events of which a PG, where one holds their number, has something to hear. */
export function toldToPg(events: readonly PaymentEvent[]): readonly Pick<Registration, 'merchantId' | 'paymentId'>[] {
  const told = events.filter(({ data }) => ENDS_OR_CHANGES.has(data.type))
  return [...new Map(told.map((event) => [event.paymentId, event])).values()]
}

const ENDS_OR_CHANGES: ReadonlySet<EventType> = new Set<EventType>(['revoked', 'expired', 'amended'])

/** Longer than a request to issue can take: until then it is under way, after it nobody waits for it any more. */
export const ASKED_MS = 60_000

/** Longer than a talk with a PG takes, so that no two go on at once; a PG that is away is not asked every minute. */
const ERRAND_WAITS_MS: readonly number[] = [30_000, 60_000, 120_000, 240_000, 480_000]
const ERRAND_WAIT_MAX_MS = 600_000
/** After so many somebody is called in. */
export const ERRAND_TRIES_ALARMING = 6

/** When the turn comes again, should nothing be done in this one. `tries`: this one counted. */
export function nextTurn(wall: WallTime, tries: number): WallTime {
  return (wall + (ERRAND_WAITS_MS[tries - 1] ?? ERRAND_WAIT_MAX_MS)) as WallTime
}
