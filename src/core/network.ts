/**
 * The store's side, as the operator set it: the network with its calendar and limits, its shops and their tills. Nothing
 * here changes by a payment.
 */
import type { Money, NetworkId } from './brand.ts'
import { type Calendar, PLAIN_CALENDAR } from './calendar.ts'
import { PAY_TYPES, type PayType } from './merchant.ts'

/** `two`: a collect is an approval, and its till completes it. */
export const PHASES = ['one', 'two'] as const
export type Phases = (typeof PHASES)[number]

/** What a merchant hears as paid: the approval, or its completion. */
export const NOTIFY_ON = ['approve', 'complete'] as const
export type NotifyOn = (typeof NOTIFY_ON)[number]

export interface NetworkLimits {
  /** What its tills can take; the channel and the payment can only take away from it. */
  readonly payTypes: readonly PayType[]
  /** Of one number; null: none. */
  readonly amountMax: Money | null
}

export interface Network {
  readonly id: NetworkId
  /** First four digits of the numbers issued on it. */
  readonly prefix: string
  readonly phases: Phases
  readonly notifyOn: NotifyOn
  readonly calendar: Calendar
  readonly limits: NetworkLimits
}

/** As a network begins: one phase, open always, days that end at midnight, no limits. */
export function plainNetwork(id: NetworkId, prefix: string): Network {
  return {
    id,
    prefix,
    phases: 'one',
    notifyOn: 'approve',
    calendar: PLAIN_CALENDAR,
    limits: { payTypes: PAY_TYPES, amountMax: null },
  }
}

export interface Outlet {
  readonly network: NetworkId
  /** Unique on the network, at most 7 characters. */
  readonly id: string
  readonly chain: string
  readonly name: string
}

export interface Till {
  readonly network: NetworkId
  readonly outlet: string
  /** Unique in the outlet, at most 6 characters. */
  readonly id: string
  /** The sealed HMAC secret of the terminal. */
  readonly secret: string
}
