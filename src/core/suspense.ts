/**
 * Money in suspense (가수금): a shop says it took it, and no payment of ours may have it. It waits for a person, who posts it
 * where that has become possible, or gives it back out of band and says so. Nothing here gives or takes money by itself.
 *
 *   opened --> open <--> held --.--> posted      the payment is paid after all
 *                |        |     |--> refunded    given back, as the operator says
 *                '--------'-----'--> withdrawn   the shop undid it, as a later file says
 *
 * An entry may also be about money that a shop wants back (`out`): it undid what was final already.
 */
import type { CollectionNumber, Instant, MerchantId, Money, NetworkId, PaymentId, SuspenseId } from './brand.ts'
import type { PayType } from './merchant.ts'
import type { Currency } from './money.ts'
import type { RowKey, ToldSale } from './report.ts'

/**
 * `refused`, `reversed`: our till told us that this sale did not come about. `undone_late`: the shop undid what had been
 * final, or what cannot be undone here any more.
 */
export const SUSPENSE_CAUSES = [
  'number_unknown',
  'revoked',
  'expired',
  'already_paid',
  'in_progress',
  'suspended',
  'amount_differs',
  'pay_type_not_allowed',
  'refused',
  'reversed',
  'duplicate',
  'undone_late',
] as const
export type SuspenseCause = (typeof SUSPENSE_CAUSES)[number]

export const SUSPENSE_STATES = ['open', 'held', 'posted', 'refunded', 'withdrawn'] as const
export type SuspenseState = (typeof SUSPENSE_STATES)[number]

export interface SuspenseEntry {
  readonly id: SuspenseId
  readonly network: NetworkId
  /** The row that brought it. */
  readonly row: RowKey
  readonly number: CollectionNumber
  /** Money that has no payment; of an amount that differs, what there is too much. */
  readonly amount: Money
  readonly currency: Currency
  /** `in`: the shop owes it to us. `out`: it wants it back. */
  readonly direction: 'in' | 'out'
  readonly payType: PayType
  readonly chain: string
  readonly outlet: string
  readonly outletName: string
  readonly till: string | null
  readonly date: string
  readonly takenAt: Instant | null
  readonly cause: SuspenseCause
  /** Which the number names, and whose it is, where it names one. */
  readonly paymentId: PaymentId | null
  readonly merchantId: MerchantId | null
  readonly openedAt: Instant
  readonly state: SuspenseState
  readonly changedAt: Instant
  /** The operator's words. */
  readonly note: string | null
}

/** Why a payment is not paid by late money. */
export type NotPayable = Extract<
  SuspenseCause,
  'already_paid' | 'revoked' | 'expired' | 'in_progress' | 'suspended' | 'amount_differs' | 'pay_type_not_allowed'
>

/** Why the desk does not do what it is asked. `outgoing`: a shop wants it back. */
export type DeskRefusal = NotPayable | 'not_found' | 'settled' | 'outgoing' | 'no_payment'

/** Somebody has still to do something about it. */
export function isUnsettled({ state }: Pick<SuspenseEntry, 'state'>): boolean {
  return state === 'open' || state === 'held'
}

/** What is told of a shop beside what its row says. */
export interface ToldShop {
  readonly chain: string
  readonly outletName: string
}

export function openedFor(
  of: Pick<SuspenseEntry, 'id' | 'network' | 'row' | 'amount' | 'currency' | 'direction' | 'cause'> &
    Pick<SuspenseEntry, 'paymentId' | 'merchantId'>,
  { number, payType, outlet, till, date, takenAt }: ToldSale,
  shop: ToldShop,
  at: Instant,
): SuspenseEntry {
  const told = { number, payType, outlet, till, date, takenAt }
  return { ...of, ...told, ...shop, openedAt: at, state: 'open', changedAt: at, note: null }
}

/** Throws where it cannot follow: a broken invariant. */
export function settledAs(
  entry: SuspenseEntry,
  state: Exclude<SuspenseState, 'open'>,
  note: string | null,
  at: Instant,
): SuspenseEntry {
  if (!isUnsettled(entry)) throw new Error(`broken invariant: ${state} cannot follow ${entry.state} on ${entry.id}`)
  return { ...entry, state, note: note ?? entry.note, changedAt: at }
}
