/**
 * The order book of the invented seller: what it sold, what it was asked while the customer stood at the counter, and
 * what it was told afterwards. In memory and bounded. An order's number says what was sold and for how much, so that
 * the seller knows its own orders again when the gateway was started anew.
 */

export const GOODS = {
  hoodie: { name: '후드티', price: 36_400, stock: 100_000 },
  coffee: { name: '원두커피', price: 4500, stock: 100_000 },
  ticket: { name: '마지막 공연표', price: 88_000, stock: 1 },
} as const
export type Goods = keyof typeof GOODS
export const GOODS_NAMES: readonly Goods[] = ['hoodie', 'coffee', 'ticket']

/** One question of `confirm_url` and what the seller answered. */
export interface Confirmation {
  readonly at: string
  /** The HTTP status; null where it let the gateway wait. */
  readonly answered: number | null
  readonly reason: string | null
}

/** One notice: what it said, and what the API said when the seller asked, as merchants must. */
export interface HeardNotice {
  readonly at: string
  readonly webhook_id: string
  readonly told: string
  readonly fetched: string | null
  /** The HTTP status; null where it let the gateway wait. */
  readonly answered: number | null
}

export interface ShopOrder {
  /** V1: `merchant_uid`. */
  readonly order: string
  /** False where a notice came for an order that this seller never made. */
  readonly known: boolean
  readonly goods: Goods | null
  readonly amount: number | null
  readonly imp_uid: string | null
  readonly number: string | null
  readonly pay_url: string | null
  /** The status of the latest notice, and of the latest look at the API. */
  readonly told: string | null
  readonly fetched: string | null
  readonly confirms: readonly Confirmation[]
  readonly notices: readonly HeardNotice[]
}

export type Doubt = 'unknown_order' | 'amount_differs' | 'sold_out'

export interface OrderBook {
  /** A new order; its number was never given before, or ends in `suffix`. */
  open(goods: Goods, amount: number | undefined, suffix?: string): ShopOrder
  note(order: string, changes: Partial<ShopOrder>): void
  /** What speaks against taking this payment; undefined: nothing, and one piece is kept for it. */
  doubt(order: string, amount: number, atMs: number): Doubt | undefined
  asked(order: string, confirmation: Confirmation): void
  heard(order: string, notice: HeardNotice): void
  /** Newest first. */
  list(): readonly ShopOrder[]
  stock(atMs: number): Readonly<Record<Goods, number>>
  /** What this seller believes to have been paid for. */
  paidTotal(): number
  forget(): void
}

const ORDERS_MAX = 500
const ENTRIES_MAX = 50
/** A piece kept by a yes is free again when no money came for it; longer than a claim lives. */
const KEPT_MS = 60_000

export function createOrderBook(newId: () => string): OrderBook {
  const pages: Pages = { orders: new Map(), keptUntilMs: new Map() }
  return {
    open(goods, amount, suffix = newId()) {
      const price = amount ?? GOODS[goods].price
      return put(pages, blank(`shop-${goods}-${price}-${suffix}`, { goods, amount: price }))
    },
    note(order, changes) {
      put(pages, { ...entry(pages, order), ...changes })
    },
    doubt(order, amount, atMs) {
      const sold = readOrderNumber(order)
      if (sold === undefined) return 'unknown_order'
      if (sold.amount !== amount) return 'amount_differs'
      if (left(pages, sold.goods, order, atMs) <= 0) return 'sold_out'
      entry(pages, order)
      pages.keptUntilMs.set(order, atMs + KEPT_MS)
      return undefined
    },
    asked(order, confirmation) {
      const { confirms, ...rest } = entry(pages, order)
      put(pages, { ...rest, confirms: [...confirms, confirmation].slice(-ENTRIES_MAX) })
    },
    heard(order, notice) {
      const { notices, ...rest } = entry(pages, order)
      const fetched = notice.fetched ?? rest.fetched
      put(pages, { ...rest, told: notice.told, fetched, notices: [...notices, notice].slice(-ENTRIES_MAX) })
      if (notice.fetched !== null) pages.keptUntilMs.delete(order)
    },
    list: () => [...pages.orders.values()].reverse(),
    stock: (atMs) => ({
      hoodie: left(pages, 'hoodie', undefined, atMs),
      coffee: left(pages, 'coffee', undefined, atMs),
      ticket: left(pages, 'ticket', undefined, atMs),
    }),
    paidTotal: () =>
      [...pages.orders.values()].reduce(
        (sum, { fetched, amount }) => sum + (fetched === 'paid' ? (amount ?? 0) : 0),
        0,
      ),
    forget() {
      pages.orders.clear()
      pages.keptUntilMs.clear()
    },
  }
}

interface Pages {
  /** By order number, oldest first. */
  readonly orders: Map<string, ShopOrder>
  readonly keptUntilMs: Map<string, number>
}

function put({ orders, keptUntilMs }: Pages, order: ShopOrder): ShopOrder {
  orders.set(order.order, order)
  for (const oldest of orders.keys()) {
    if (orders.size <= ORDERS_MAX) break
    orders.delete(oldest)
    keptUntilMs.delete(oldest)
  }
  return order
}

/** The entry of an order, made anew from its number where it is not at hand. */
function entry(pages: Pages, order: string): ShopOrder {
  return pages.orders.get(order) ?? put(pages, blank(order, readOrderNumber(order)))
}

/** Pieces that are neither paid for nor kept for somebody other than `except`. */
function left({ orders, keptUntilMs }: Pages, goods: Goods, except: string | undefined, atMs: number): number {
  const taken = [...orders.values()].filter(
    ({ order, goods: sold, fetched }) =>
      sold === goods && order !== except && (fetched === 'paid' || (keptUntilMs.get(order) ?? 0) > atMs),
  )
  return GOODS[goods].stock - taken.length
}

interface Sold {
  readonly goods: Goods
  readonly amount: number
}

/** `shop-hoodie-36400-k3x9…`; undefined for anybody else's order. */
function readOrderNumber(order: string): Sold | undefined {
  const [, name, amount] = /^shop-([a-z]+)-(\d{1,12})-[0-9a-z]+$/.exec(order) ?? []
  const goods = GOODS_NAMES.find((known) => known === name)
  return goods === undefined ? undefined : { goods, amount: Number(amount) }
}

function blank(order: string, sold: Sold | undefined): ShopOrder {
  return {
    order,
    known: sold !== undefined,
    goods: sold?.goods ?? null,
    amount: sold?.amount ?? null,
    imp_uid: null,
    number: null,
    pay_url: null,
    told: null,
    fetched: null,
    confirms: [],
    notices: [],
  }
}
