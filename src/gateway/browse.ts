/**
 * Payments for somebody who has a part of a name, or a customer on the phone. Whole names are looked up; parts are looked for
 * from the newest issue back, piece by piece, and no further than a page's patience: the next page goes on from there.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { CollectionNumber, Instant, MerchantId, OrderId, PaymentId } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import { asOf } from '../core/resolve.ts'
import { V1_STATUS, type V1Status } from '../core/v1-status.ts'
import { readNumber } from '../numbers/read-number.ts'
import type { Browsed, BuyerField } from '../storage/storage.ts'
import type { GatewayDeps, PaymentView } from './gateway.ts'
import type { Reads } from './reads.ts'

export interface BrowseRequest {
  readonly merchantId: MerchantId
  readonly text: string | null
  readonly status: V1Status | null
  /** Of the issue, both included; null: from the first, to the last. */
  readonly from: Instant | null
  readonly to: Instant | null
  /** One field of the customer, exactly; of `phoneLast4` the digits a phone ends in. */
  readonly buyer: { readonly field: BuyerField; readonly value: string } | null
  readonly after: PaymentId | null
  readonly limit: number
}

export interface BrowseView {
  readonly views: readonly PaymentView[]
  /** Where the next page begins; null: all there is was looked at. */
  readonly next: { readonly id: PaymentId; readonly issuedAt: Instant } | null
}

/** Undefined where the merchant has no payment `after`. */
export type Browse = (asked: BrowseRequest) => Promise<BrowseView | undefined>

/** Between two pieces everybody else has a turn. */
export const PIECE = 1_000
/** One page looks at no more. */
export const LOOKED_AT_MAX = 5_000
/** Of one order, one number. */
const FEW_MAX = 500

const BEGINNING = 0 as Instant
const END = Number.MAX_SAFE_INTEGER as Instant

type Deps = Pick<GatewayDeps, 'storage' | 'vault'> & { readonly reads: Pick<Reads, 'views'> }

export function createBrowse(deps: Deps): Browse {
  const { reads, storage } = deps
  return async (asked) => {
    const { merchantId, buyer, limit, text, after } = asked
    const named = text === null || buyer !== null ? [] : await byWholeName(deps, merchantId, text)
    const shown = after === null ? among(named, asked, storage.clock.now()).slice(0, limit) : []
    const walked = await walk(deps, asked, new Set(named.map(({ id }) => id)), limit - shown.length)
    if (walked === undefined) return undefined
    return { views: await reads.views(merchantId, [...shown, ...walked.payments]), next: walked.next }
  }
}

/** An order, a payment or a number as a whole, however the number is grouped. */
async function byWholeName({ storage }: Deps, merchantId: MerchantId, text: string): Promise<readonly Payment[]> {
  const { payments } = storage
  const numbers = new Set([text, text.replaceAll('-', '')].flatMap((each) => readNumber(each) ?? []))
  const found = await Promise.all([
    payments.ofOrder(merchantId, text as OrderId, FEW_MAX),
    payments.find(merchantId, text as PaymentId).then((one) => (one === undefined ? [] : [one])),
    ...[...numbers].map((number) => payments.ofNumber(merchantId, number as CollectionNumber, FEW_MAX)),
  ])
  const byId = new Map(found.flat().map((payment) => [payment.id, payment]))
  return [...byId.values()].toSorted((a, b) => b.issuedAt - a.issuedAt)
}

/** Those before a page's end are shown by it or were shown before it: whole names are left out here. */
async function walk(
  deps: Deps,
  asked: BrowseRequest,
  named: ReadonlySet<PaymentId>,
  wanted: number,
): Promise<{ readonly payments: readonly Payment[]; readonly next: BrowseView['next'] } | undefined> {
  const payments: Payment[] = []
  let place = asked.after
  let next: BrowseView['next'] = null
  for (let looked = 0; looked < LOOKED_AT_MAX && payments.length < wanted; looked += PIECE) {
    if (looked > 0) await turn()
    const piece = await pieceOf(deps, { ...asked, after: place, limit: wanted - payments.length })
    if (piece === undefined) return undefined
    payments.push(...piece.payments.filter(({ id }) => !named.has(id)))
    next = piece.lookedTo
    if (next === null) break
    place = next.id
  }
  return { payments, next }
}

async function pieceOf({ storage, vault }: Deps, asked: BrowseRequest): Promise<Browsed | undefined> {
  const { merchantId, text, status, from, to, buyer, after, limit } = asked
  const range = { from: from ?? BEGINNING, to: to ?? END }
  if (buyer === null) return storage.payments.browse({ merchantId, text, status, ...range, after, limit, look: PIECE })
  const { field, value } = buyer
  const hash = vault.searchHash(field, value)
  if (hash === null) return { payments: [], lookedTo: null }
  const all = await storage.payments.ofBuyer({ merchantId, field, hash, after, limit: PIECE })
  if (all === undefined) return undefined
  const payments = among(all, asked, storage.clock.now()).slice(0, limit)
  const last = payments.length === limit ? payments.at(-1) : all.length === PIECE ? all.at(-1) : undefined
  return { payments, lookedTo: last === undefined ? null : { id: last.id, issuedAt: last.issuedAt } }
}

/** Of those at hand, whom else the request is about. */
function among(
  some: readonly Payment[],
  { text, status, from, to, buyer }: BrowseRequest,
  at: Instant,
): readonly Payment[] {
  const part = buyer === null ? null : (text?.toLowerCase() ?? null)
  return some
    .map((payment) => asOf(payment, at))
    .filter((payment) => status === null || V1_STATUS[payment.state] === status)
    .filter(({ issuedAt }) => issuedAt >= (from ?? BEGINNING) && issuedAt <= (to ?? END))
    .filter(({ id, orderId, number, name }) => {
      return part === null || [id, orderId, number, name ?? ''].some((each) => each.toLowerCase().includes(part))
    })
}
