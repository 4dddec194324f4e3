/**
 * Every "no" of the trade, in order of precedence: where two apply, the one that stands first is answered.
 * A rejection is a value, never thrown. Its status, codes and sentences are a row of `wire/rejections.ts`.
 */
import type { Currency } from './money.ts'

export const REJECTIONS = [
  // the request itself
  'key_conflict',
  'still_running',
  'reversed_before',
  'too_late',
  'day_closed',
  // the till's network, chain and shop
  'inquiries_locked',
  'inquiries_too_many',
  'shop_suspended',
  'maintenance',
  'holiday',
  'outside_hours',
  // the number or the payment
  'number_wrong',
  'number_unknown',
  'number_is_slip',
  'number_is_payment',
  'payment_not_found',
  'refund_not_found',
  'paid_and_refunded',
  'revoked',
  'expired',
  'already_paid',
  'in_progress',
  'suspended',
  // a report file, a till's day
  'file_name_taken',
  'file_count_differs',
  'file_sum_differs',
  'file_date_differs',
  'day_date_differs',
  'day_count_differs',
  'day_sum_differs',
  // what a till undoes, or makes final
  'original_not_found',
  'cancelled_before',
  'original_amount_differs',
  'refunded_before',
  'cancel_not_allowed',
  'cancel_at_other_till',
  'cancel_too_late',
  'not_final',
  'not_in_doubt',
  'merchant_suspended',
  // what is to be given back
  'not_paid',
  'already_cancelled',
  'not_paid_in_time',
  'balance_differs',
  'refund_too_large',
  'tax_too_large',
  'route_missing',
  'refunds_too_many',
  // the way the money goes
  'slip_replaced',
  'slip_paid_out',
  'slip_expired',
  'payout_done',
  'slip_live',
  'transfer_running',
  'payout_failed',
  // the terms of a collect, or of a payout
  'terms_changed',
  'amount_differs',
  'above_network_limit',
  'pay_type_not_allowed',
  // the merchant, asked while the money is on the counter
  'merchant_refused',
  'merchant_unanswered',
  // other terms for a payment that waits
  'version_differs',
  // cash receipts
  'receipt_unknown',
  'receipt_of_payment',
  'receipt_not_paid',
  'receipt_not_cash',
  'receipt_in_progress',
  'receipt_standing',
  'receipt_never_issued',
  'receipt_tax_too_high',
  // issuing, and terms
  'amount_not_prepared',
  'amount_above_limit',
  'deadline_past',
  'deadline_too_far',
  'order_paid',
  'order_live',
  'order_in_progress',
  'own_number_taken',
  'number_taken',
  'payment_id_taken',
  // a PG, asked for a number before one is issued
  'pg_refused',
  'pg_unanswered',
] as const

export type RejectionName = (typeof REJECTIONS)[number]

export interface Rejection {
  readonly name: RejectionName
  /**
   * `merchant_refused`, `suspended`: what the merchant said. `pg_refused`: what the PG said. `shop_suspended`,
   * `merchant_suspended`, `maintenance`: what the operator said. `outside_hours`: the hours. At most 100 characters.
   */
  readonly reason?: string
  /** `amount_above_limit`, `deadline_too_far`: the limit (money, or an instant). `amount_not_prepared`: hundredths. */
  readonly limit?: number
  /** `version_differs`: the payment's. */
  readonly version?: number
  /** `amount_not_prepared`: of the prepared amount, where it has one. */
  readonly currency?: Currency
}

export function rejection(name: RejectionName, detail: Omit<Rejection, 'name'> = {}): Rejection {
  return { name, ...detail }
}
