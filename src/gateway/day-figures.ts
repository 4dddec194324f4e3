/**
 * A merchant's days in figures, counted behind the money: whatever has come into its feed since the last time is folded and
 * added, with the place up to which it was counted, in one transaction. So a process that dies counts nothing twice and
 * leaves nothing out, of two nodes one counts, and a collect waits for none of it.
 */
import type { MerchantId } from '../core/brand.ts'
import { type DayFigure, figuresOf, summed } from '../core/day-figures.ts'
import type { GatewayDeps } from './gateway.ts'
import { type MomentsByPayment, momentsOf } from './moment.ts'
import type { Repeat } from './ports.ts'

export interface FiguresView {
  readonly figures: readonly DayFigure[]
  /** More has happened than is counted. */
  readonly behind: boolean
}

export interface FigureVerbs {
  /** Counts what there is to count, about so many events; true: all of it. */
  count(merchantId: MerchantId, eventsMax: number): Promise<boolean>
  /** Of days in [from, to] and under no day. What was acknowledged before is in it, unless it says `behind`. */
  find(merchantId: MerchantId, from: number, to: number): Promise<FiguresView>
}

/** Events of one piece: a millisecond or two of the thread that answers tills, who have their turn between two. */
const COUNTED_AT_ONCE = 50
/** Before a reader is answered. */
export const COUNTED_WHILE_WAITING = 1_000
const COUNTED_BY_A_SWEEP = 10_000
const SWEEP_EVERY_MS = 2_000

type Deps = Pick<GatewayDeps, 'storage'>

export function createFigures(deps: Deps): FigureVerbs {
  const { dayFigures } = deps.storage
  const count: FigureVerbs['count'] = async (merchantId, eventsMax) => {
    for (let events = 0; events < eventsMax; events += COUNTED_AT_ONCE)
      if (await countPiece(deps, merchantId)) return true
    return false
  }
  return {
    count,
    async find(merchantId, from, to) {
      const isWhole = await count(merchantId, COUNTED_WHILE_WAITING)
      const { figures } = await dayFigures.find(merchantId, from, to)
      return { figures, behind: !isWhole }
    },
  }
}

/** True where nothing is left to count. */
async function countPiece({ storage }: Deps, merchantId: MerchantId): Promise<boolean> {
  const { payments, dayFigures } = storage
  const { upTo } = await dayFigures.find(merchantId, 0, 0)
  const keys = await payments.feed(merchantId, upTo, COUNTED_AT_ONCE)
  const to = keys?.at(-1)
  if (keys === undefined || to === undefined) return true
  const ids = [...new Set(keys.map(({ paymentId }) => paymentId))]
  const histories = await payments.histories(merchantId, ids)
  const moments: MomentsByPayment = new Map([...histories].map(([id, events]) => [id, momentsOf(events)]))
  const figures = keys.flatMap(({ paymentId, version }) => {
    const of = moments.get(paymentId)
    const moment = of?.[version - 1]
    if (moment === undefined) throw new Error(`broken invariant: ${paymentId} has no version ${version}`)
    return figuresOf(of?.[version - 2]?.payment, moment.event, moment.payment)
  })
  // Where somebody else was quicker, the next piece begins where they ended.
  await dayFigures.add(merchantId, { from: upTo, to, figures: summed(figures) })
  return keys.length < COUNTED_AT_ONCE
}

export interface FigureSweeper {
  sweep(): Promise<void>
  start(): () => Promise<void>
}

/** Counts for every merchant now and then, so that whoever looks after a month does not wait for a month to be counted. */
export function createFigureSweeper({
  storage,
  figures,
  repeat,
}: Deps & { readonly figures: FigureVerbs; readonly repeat: Repeat }): FigureSweeper {
  const sweep = async (): Promise<void> => {
    for (const id of storage.directory.current().merchants.keys()) await figures.count(id, COUNTED_BY_A_SWEEP)
  }
  return { sweep, start: () => repeat(SWEEP_EVERY_MS, sweep) }
}
