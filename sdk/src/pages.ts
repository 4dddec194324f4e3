/**
 * Lists longer than a page, one payment after the other, while payments are being made and paid. The gateway numbers its
 * pages, so whoever leaves a list moves all behind it forward, and a reader of numbered pages would miss them. Read so
 * that this cannot happen: none that stays in the list is missed, none comes twice, and the reading ends.
 */
import type { Call, CallOptions } from './call.ts'
import type { Operations, Payment, PaymentPage } from './wire.gen.ts'

export type PaymentStatus = Payment['status']

export interface ListAsked {
  readonly status?: PaymentStatus | undefined
  /** Unix seconds, included: when the payment came into its status. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

const LIMIT = 100
const LIMIT_MAX = 1_000
/** What the gateway searches where no beginning is given. */
const WINDOW_S = 90 * 86_400

type Query = Operations['searchPayments']['query']

export type Payments = AsyncGenerator<Payment, void, undefined>

export function listPayments(call: Call, { status, from, to }: ListAsked, options?: CallOptions): Payments {
  const searchIn =
    (payment_status: PaymentStatus | 'all'): Search =>
    async (query) => {
      const input = { path: { payment_status }, query: { limit: LIMIT, ...query } }
      return (await call('searchPaymentsOfStatus', { input, options })).response
    }
  const listOf = (one: PaymentStatus): Payments => {
    const leaving = LEAVING[one]
    return leaving === undefined ? byNumber(searchIn(one), { from, to }) : byTime(searchIn(one), { from, to }, leaving)
  }
  if (status !== undefined) return listOf(status)
  // With an end it can be left: by whatever happens to a payment after it.
  return to === undefined ? byNumber(searchIn('all'), { from, to }) : inTurn(STATUSES.map(listOf))
}

/** In the order in which payments pass through them. */
const STATUSES: readonly PaymentStatus[] = ['ready', 'paid', 'cancelled', 'failed']

async function* inTurn(lists: readonly Payments[]): Payments {
  const seen = new Set<string>()
  for (const list of lists) {
    for await (const payment of list) {
      if (seen.has(payment.imp_uid)) continue
      seen.add(payment.imp_uid)
      yield payment
    }
  }
}

/** The statuses that payments leave again, and where the time stands that the gateway searches by. */
const LEAVING: Readonly<Partial<Record<PaymentStatus, { readonly sorting: '-started' | '-paid'; at: Clocked }>>> = {
  ready: { sorting: '-started', at: 'started_at' },
  paid: { sorting: '-paid', at: 'paid_at' },
}

type Clocked = 'started_at' | 'paid_at'
type Search = (query: Query) => Promise<PaymentPage>
type Period = Pick<ListAsked, 'from' | 'to'>

/**
 * Newest first; each page begins at the second in which the one before ended, wherever that is by now. A second with more
 * than a page is asked for again as a whole; that holds for the 1,000 payments of the largest page.
 */
async function* byTime(
  search: Search,
  { from, to }: Period,
  { sorting, at }: { readonly sorting: '-started' | '-paid'; readonly at: Clocked },
): Payments {
  const seen = new Set<string>()
  let asked: Query = { from, to, limit: LIMIT, page: 1 }
  for (;;) {
    const { list, next } = await search({ ...asked, sorting })
    for (const payment of list) {
      if (seen.has(payment.imp_uid)) continue
      seen.add(payment.imp_uid)
      yield payment
    }
    const first = list[0]?.[at] ?? 0
    const last = list.at(-1)?.[at] ?? 0
    if (next === 0) return
    asked = { ...asked, from: asked.from ?? Math.max(0, first - WINDOW_S) }
    if (last !== asked.to) asked = { ...asked, to: last, limit: LIMIT, page: 1 }
    else if (asked.limit !== LIMIT_MAX) asked = { ...asked, limit: LIMIT_MAX }
    else asked = { ...asked, page: next }
  }
}

/** Oldest first, of lists that nobody leaves: what comes meanwhile stands behind, up to what was the newest at the beginning. */
async function* byNumber(search: Search, period: Period): Payments {
  const seen = new Set<string>()
  const newest = (await search({ ...period, sorting: '-started', limit: 1 })).list[0]
  if (newest === undefined) return
  for (let page = 1; page !== 0; ) {
    const { list, next } = await search({ ...period, sorting: 'started', page })
    for (const payment of list) {
      if (payment.started_at > newest.started_at) return
      if (seen.has(payment.imp_uid)) continue
      seen.add(payment.imp_uid)
      yield payment
    }
    page = next
  }
}

type SearchQuery = Operations['findPayments']['query']

/** By at least one of the three; what is named beside it must hold too. */
export type SearchAsked = Omit<SearchQuery, 'after' | 'limit'> &
  ({ readonly number: string } | { readonly attempt: string } | { readonly outlet: string })

/** Each page begins behind a payment and not at a number, so that nothing moves it. */
export async function* searchPayments(call: Call, asked: SearchAsked, options?: CallOptions): Payments {
  let after: string | undefined
  do {
    const input = { query: { ...asked, after, limit: LIMIT } }
    const { payments, next } = (await call('findPayments', { input, options })).response
    yield* payments
    after = next ?? undefined
  } while (after !== undefined)
}
