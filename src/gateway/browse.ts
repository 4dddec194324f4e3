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
import type { BuyerField } from '../storage/storage.ts'
import type { GatewayDeps, PaymentView } from './gateway.ts'
import type { Reads } from './reads.ts'

export interface BrowseRequest {
  readonly merchantId: MerchantId
  readonly text: string | null
  readonly status: V1Status | null
  /** Of the issue, both included; null: from the first, to the last. */
  readonly from: Instant | null
  readonly to: Instant | null
  /** One field of the customer, exactly. */
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
/** Of one customer, one order, one number. */
const FEW_MAX = 500

const BEGINNING = 0 as Instant
const END = Number.MAX_SAFE_INTEGER as Instant

type Deps = Pick<GatewayDeps, 'storage' | 'vault'> & { readonly reads: Pick<Reads, 'views'> }

export function createBrowse(deps: Deps): Browse {
  const { reads, storage } = deps
  return async (asked) => {
    const { merchantId, buyer, limit, text, after } = asked
    if (buyer !== null) {
      const page = among(await ofBuyer(deps, merchantId, buyer), asked, storage.clock.now())
      return page && { views: await reads.views(merchantId, page.slice(0, limit)), next: nextOf(page, limit) }
    }
    const named = text === null ? [] : await byWholeName(deps, merchantId, text)
    const isFirst = after === null
    const shown = isFirst ? (among(named, asked, storage.clock.now()) ?? []).slice(0, limit) : []
    const walked = await walk(deps, asked, new Set(named.map(({ id }) => id)), limit - shown.length)
    if (walked === undefined) return undefined
    return { views: await reads.views(merchantId, [...shown, ...walked.payments]), next: walked.next }
  }
}

async function ofBuyer(
  { storage, vault }: Deps,
  merchantId: MerchantId,
  { field, value }: NonNullable<BrowseRequest['buyer']>,
): Promise<readonly Payment[]> {
  const hash = vault.searchHash(field, value)
  return hash === null ? [] : storage.payments.ofBuyer(merchantId, field, hash, FEW_MAX)
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
  { storage }: Deps,
  { merchantId, text, status, from, to, after }: BrowseRequest,
  named: ReadonlySet<PaymentId>,
  wanted: number,
): Promise<{ readonly payments: readonly Payment[]; readonly next: BrowseView['next'] } | undefined> {
  const payments: Payment[] = []
  const range = { from: from ?? BEGINNING, to: to ?? END }
  let place = after
  let next: BrowseView['next'] = null
  for (let looked = 0; looked < LOOKED_AT_MAX && payments.length < wanted; looked += PIECE) {
    if (looked > 0) await turn()
    const limit = wanted - payments.length
    const piece = await storage.payments.browse({
      merchantId,
      text,
      status,
      ...range,
      after: place,
      limit,
      look: PIECE,
    })
    if (piece === undefined) return undefined
    payments.push(...piece.payments.filter(({ id }) => !named.has(id)))
    next = piece.lookedTo
    if (next === null) break
    place = next.id
  }
  return { payments, next }
}

/** Of few, all of whom are at hand. Undefined where `after` is none of them. */
function among(
  few: readonly Payment[],
  { text, status, from, to, after, buyer }: BrowseRequest,
  at: Instant,
): readonly Payment[] | undefined {
  const start = few.findIndex(({ id }) => id === after)
  if (after !== null && start < 0) return undefined
  const part = buyer === null ? null : (text?.toLowerCase() ?? null)
  return few
    .slice(start + 1)
    .map((payment) => asOf(payment, at))
    .filter((payment) => status === null || V1_STATUS[payment.state] === status)
    .filter(({ issuedAt }) => issuedAt >= (from ?? BEGINNING) && issuedAt <= (to ?? END))
    .filter(({ id, orderId, number, name }) => {
      return part === null || [id, orderId, number, name ?? ''].some((each) => each.toLowerCase().includes(part))
    })
}

function nextOf(page: readonly Payment[], limit: number): BrowseView['next'] {
  const last = page[limit - 1]
  return page.length > limit && last !== undefined ? { id: last.id, issuedAt: last.issuedAt } : null
}
