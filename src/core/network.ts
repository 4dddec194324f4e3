/**
 * The store's side, as the operator set it: the network with its calendar and limits, its shops and their tills. Nothing
 * here changes by a payment.
 */
import type { Money, NetworkId, WallTime } from './brand.ts'
import { type Calendar, PLAIN_CALENDAR } from './calendar.ts'
import { PAY_TYPES, type PayType } from './merchant.ts'

/** `two`: a collect is an approval, and its till completes it. */
export const PHASES = ['one', 'two'] as const
export type Phases = (typeof PHASES)[number]

/** What a merchant hears as paid: the approval, or its completion. */
export const NOTIFY_ON = ['approve', 'complete'] as const
export type NotifyOn = (typeof NOTIFY_ON)[number]

export interface Limits {
  /** What its tills take; a payment can only take away from it. */
  readonly payTypes: readonly PayType[]
  /** Of one number, in won; null: none. */
  readonly amountMax: Money | null
}

export interface NetworkLimits extends Limits {
  /** By the name of a chain: its own in place of the network's. */
  readonly chains: Readonly<Record<string, Limits>>
}

export interface Network {
  readonly id: NetworkId
  /** First four digits of the numbers issued on it. */
  readonly prefix: string
  readonly phases: Phases
  readonly notifyOn: NotifyOn
  readonly calendar: Calendar
  readonly limits: NetworkLimits
  /** By the name of a chain: why nothing is collected there. */
  readonly suspendedChains: Readonly<Record<string, string>>
}

/** As a network begins: one phase, open always, days that end at midnight, no limits. */
export function plainNetwork(id: NetworkId, prefix: string): Network {
  return {
    id,
    prefix,
    phases: 'one',
    notifyOn: 'approve',
    calendar: PLAIN_CALENDAR,
    limits: { payTypes: PAY_TYPES, amountMax: null, chains: {} },
    suspendedChains: {},
  }
}

export interface Outlet {
  readonly network: NetworkId
  /** Unique on the network, at most 7 characters. */
  readonly id: string
  readonly chain: string
  readonly name: string
  /** None of its tills is accepted. */
  readonly disabled: boolean
  /** Why nothing is collected there; null: it is. */
  readonly suspended: string | null
}

export function openOutlet(place: Pick<Outlet, 'network' | 'id' | 'chain' | 'name'>): Outlet {
  return { ...place, disabled: false, suspended: null }
}

export interface Till {
  readonly network: NetworkId
  readonly outlet: string
  /** Unique in the outlet, at most 6 characters. */
  readonly id: string
  /** The sealed HMAC secret of the terminal. */
  readonly secret: string
  /** Accepted as well until then, while the till is changed over. */
  readonly former: { readonly secret: string; readonly until: WallTime } | null
  readonly disabled: boolean
}

export function newTill(till: Pick<Till, 'network' | 'outlet' | 'id' | 'secret'>): Till {
  return { ...till, former: null, disabled: false }
}

/** The limits a till of this chain has. */
export function limitsOf({ limits }: Network, chain: string): Limits {
  return (Object.hasOwn(limits.chains, chain) ? limits.chains[chain] : undefined) ?? limits
}

/** The most that any till of the network takes for one number. */
export function amountMaxOf({ limits }: Network): number {
  const all = [limits, ...Object.values(limits.chains)]
  return Math.max(...all.map(({ amountMax }) => amountMax ?? Number.POSITIVE_INFINITY))
}
