/**
 * Where a merchant wants to be told: its Notification URL, and any number of endpoints beside it, each with what it hears
 * and in which shape. Names of events are what a merchant sees; inside, an event has the name of what happened.
 */
import type { EndpointId, MerchantId, WallTime } from './brand.ts'
import type { EventType } from './payment.ts'

/** `v1_json`, `v1_form`: V1's three keys. `modern`: type, time and data, as Standard Webhooks lays them out. */
export const NOTICE_FORMATS = ['v1_json', 'v1_form', 'modern'] as const
export type NoticeFormat = (typeof NOTICE_FORMATS)[number]

export const NOTICE_TYPES = [
  'payment.issued',
  'payment.amended',
  'payment.suspended',
  'payment.resumed',
  'payment.paid',
  'payment.refused',
  'payment.in_doubt',
  'payment.reversed',
  'payment.cancelled',
  'payment.revoked',
  'payment.expired',
  'payment.refunded',
  'refund.paid_out',
  'refund.failed',
  'refund.rerouted',
  'refund.reversed',
  'receipt.issued',
  'receipt.failed',
  'receipt.cancelled',
] as const
export type NoticeType = (typeof NOTICE_TYPES)[number]

/** Null: nobody outside is told. */
export const NOTICE_TYPE: Readonly<Record<EventType, NoticeType | null>> = {
  issued: 'payment.issued',
  inquired: null,
  amended: 'payment.amended',
  suspended: 'payment.suspended',
  resumed: 'payment.resumed',
  claimed: null,
  collected: 'payment.paid',
  collected_late: 'payment.paid',
  refused: 'payment.refused',
  lapsed: 'payment.refused',
  doubted: 'payment.in_doubt',
  completed: 'payment.paid',
  reversed: 'payment.reversed',
  cancelled: 'payment.cancelled',
  revoked: 'payment.revoked',
  expired: 'payment.expired',
  refunded: 'payment.refunded',
  paid_out: 'refund.paid_out',
  payout_failed: 'refund.failed',
  slips_expired: 'refund.failed',
  rerouted: 'refund.rerouted',
  payout_reversed: 'refund.reversed',
  transfer_asked: null,
  paid_after_all: null,
  transfer_ended: null,
  receipt_asked: null,
  receipt_retried: null,
  receipt_issued: 'receipt.issued',
  receipt_final: null,
  receipt_failed: 'receipt.failed',
  receipt_cancel_asked: null,
  receipt_cancelled: 'receipt.cancelled',
  receipt_cancel_failed: 'receipt.failed',
}

/** The merchant's Notification URL, among its endpoints. */
export const DEFAULT_ENDPOINT = 'default' as EndpointId

export interface Endpoint {
  readonly id: EndpointId
  readonly merchantId: MerchantId
  readonly url: string
  /** The merchant's own words, to tell one from another. */
  readonly description: string
  readonly format: NoticeFormat
  /** Null: all of them; in a V1 format, what a V1 address hears. */
  readonly hears: readonly NoticeType[] | null
  /** Newest first, at least one. */
  readonly secrets: readonly WebhookSecret[]
}

/** A sealed `whsec_` secret, opened only where a call is signed. */
export interface WebhookSecret {
  readonly sealed: string
  /** From this time on it signs no more; null: the one in use. */
  readonly until: WallTime | null
}

/** A receiver has this long to learn the new secret; until then both sign. */
export const SECRET_OVERLAP_MS = 24 * 3_600_000

/** The new one in front; of the former ones only the last in use goes on, and not for long. */
export function rotatedSecrets(
  secrets: readonly WebhookSecret[],
  sealed: string,
  wall: WallTime,
): readonly WebhookSecret[] {
  const former = secrets.find(({ until }) => until === null)
  const until = (wall + SECRET_OVERLAP_MS) as WallTime
  return [{ sealed, until: null }, ...(former === undefined ? [] : [{ sealed: former.sealed, until }])]
}

/** Those that sign now, newest first. */
export function signingSecrets(secrets: readonly WebhookSecret[], wall: WallTime): readonly string[] {
  return secrets.filter(({ until }) => until === null || wall < until).map(({ sealed }) => sealed)
}
