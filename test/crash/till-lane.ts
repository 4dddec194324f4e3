/**
 * A till with its cash drawer, its clerk's habits and its mishaps. Whatever it does to a sale, it ends by the till's own
 * rule: after a lost answer it repeats the same key, asks what became of it, or undoes it until that is acknowledged,
 * across as many restarts as it takes. Only what that rule says moves money in or out of the drawer.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Draws } from './draws.ts'
import type { PayoutTry, Sale, Try } from './evidence.ts'
import type { Shelf, Shown } from './shelf.ts'
import { closeDay } from './till-close.ts'
import {
  askWhatBecame,
  type CollectHeard,
  type Counter,
  cancel,
  collect,
  collectByAllMeans,
  lookBack,
  nextKey,
  openTry,
  reverse,
} from './till-keys.ts'
import { lookBackAtPayout, payOutSlip } from './till-payouts.ts'
import { decides, type TillWire } from './till-wire.ts'

export interface LaneOptions {
  readonly wire: TillWire
  readonly businessDate: string
  readonly shelf: Pick<Shelf<Shown>, 'take'>
  /** The customer takes it back to its seller. */
  readonly bringBack: (sale: Sale) => void
  readonly draws: Draws
  readonly complain: (complaint: string) => void
}

export interface Lane {
  /** Sells until the shop closes, and ends what it began. */
  run(): Promise<void>
  /** To be called when everything has ended: every key again, what became of it, and the drawer is counted. */
  lookBack(): Promise<void>
  readonly tries: readonly Try[]
  readonly payouts: readonly PayoutTry[]
  /** Won. */
  readonly drawer: number
  /** Exchanges that ended without an answer. */
  readonly lost: number
}

export function createLane({ wire, businessDate, shelf, bringBack, draws, complain }: LaneOptions): Lane {
  const counter: Counter = { wire, draws, businessDate, complain, tries: [], payouts: [], stan: 0 }
  let drawer = 0
  return {
    async run() {
      for (;;) {
        const shown = await shelf.take()
        if (shown === undefined) return
        if (shown.kind === 'slip') drawer -= await payOutSlip(counter, shown.slip)
        else drawer += await serve(counter, shown.sale, bringBack)
      }
    },
    async lookBack() {
      for (const one of counter.tries) await lookBack(counter, one)
      for (const one of counter.payouts) await lookBackAtPayout(counter, one)
      await closeDay(counter)
    },
    tries: counter.tries,
    payouts: counter.payouts,
    get drawer() {
      return drawer
    },
    get lost() {
      return wire.lost
    },
  }
}

const INQUIRED_SHARE = 0.8
const WRONG_AMOUNT_SHARE = 0.04
const AGAIN_SHARE = 0.5
const TRIES_OF_SALE_MAX = 3
/** Of what was sold: the customer comes back with it at once. */
const CANCELLED_SHARE = 0.35
/** Or brings it back to its seller; and of that, the till has its own trouble with it just then. */
const RETURNED_SHARE = 0.5
const UNDONE_SHARE = 0.4
/** A till in a hurry gives the merchant one second. */
const HURRIED_SHARE = 0.3
const HURRIED_MS = 2000

/** Answers the won that are kept. After a no the customer may try again, under a new key each time. */
async function serve(counter: Counter, sale: Sale, bringBack: LaneOptions['bringBack']): Promise<number> {
  const { draws } = counter
  for (let count = 1; count <= TRIES_OF_SALE_MAX; count += 1) {
    const inquiry = draws.chance(INQUIRED_SHARE) ? await inquire(counter, sale) : { payable: true, token: undefined }
    if (!inquiry.payable) return 0
    const amountWon = draws.chance(WRONG_AMOUNT_SHARE) ? sale.amountWon + 10 : sale.amountWon
    const deadlineMs = draws.chance(HURRIED_SHARE) ? HURRIED_MS : undefined
    const one = openTry(counter, { sale, token: inquiry.token, amountWon, deadlineMs })
    one.kept = await CONDUCT[draws.pick(CONDUCTS)](counter, one)
    const returned = one.kept && draws.chance(RETURNED_SHARE)
    if (returned) bringBack(sale)
    if (returned && draws.chance(UNDONE_SHARE)) one.kept = await reverse(counter, one, 'printer')
    else if (one.kept && draws.chance(CANCELLED_SHARE)) {
      one.kept = await cancel(counter, one, draws.chance(AGAIN_SHARE) ? draws.below(HANG_UP_MS) : undefined)
      return one.kept ? amountWon : 0
    }
    if (one.kept) return amountWon
    if (!draws.chance(AGAIN_SHARE)) return 0
  }
  return 0
}

interface Inquired {
  readonly payable: boolean
  readonly token: string | undefined
}

/** Where no answer comes, the clerk types what the customer's slip says. */
async function inquire(counter: Counter, { number, amountWon }: Sale): Promise<Inquired> {
  const asking = { ...nextKey(counter), number }
  const heard = await counter.wire.once((client) => client.inquire(asking))
  if (heard === undefined) return { payable: true, token: undefined }
  const { reply } = heard
  if (!('inquiry_token' in reply)) return { payable: false, token: undefined }
  if (reply.amount !== amountWon)
    counter.complain(`${number}: an inquiry says ${reply.amount} won, issued were ${amountWon}`)
  return { payable: true, token: reply.inquiry_token }
}

/** How a sale goes; weights. */
const CONDUCTS = {
  plain: 53,
  double_send: 7,
  reply_ignored: 10,
  hung_up: 10,
  reverse_first: 6,
  reverse_after: 6,
  reverse_meanwhile: 8,
} as const

const HANG_UP_MS = 25
const MEANWHILE_MS = 30

/** Answers whether the money is kept. */
type Conduct = (counter: Counter, one: Try) => Promise<boolean>

const CONDUCT: Readonly<Record<keyof typeof CONDUCTS, Conduct>> = {
  plain: async (counter, one) => conclude(counter, one, await collect(counter, one)),
  async double_send(counter, one) {
    const answers = await Promise.all([collect(counter, one), collect(counter, one)])
    const decided = answers.find((answer) => answer !== undefined && decides(answer.reply))
    return conclude(counter, one, decided)
  },
  async reply_ignored(counter, one) {
    await collect(counter, one)
    return byRule(counter, one)
  },
  hung_up: async (counter, one) => conclude(counter, one, await collect(counter, one, counter.draws.below(HANG_UP_MS))),
  async reverse_first(counter, one) {
    const kept = await reverse(counter, one, 'timeout')
    return (await collectByAllMeans(counter, one)) || kept
  },
  async reverse_after(counter, one) {
    const kept = await conclude(counter, one, await collect(counter, one))
    return kept && reverse(counter, one, 'printer')
  },
  async reverse_meanwhile(counter, one) {
    const asked = collect(counter, one)
    await pause(counter.draws.below(MEANWHILE_MS))
    const [kept] = await Promise.all([reverse(counter, one, 'power'), asked])
    return kept
  },
}

/** A decision is taken as it is; without one the till's rule begins. */
async function conclude(counter: Counter, one: Try, heard: CollectHeard): Promise<boolean> {
  if (heard === undefined || !decides(heard.reply)) return byRule(counter, one)
  return heard.reply.class === 'OK'
}

/** What a till does when it does not know; weights. */
const RULES = { same_key: 4, reverse: 3, status: 3 } as const

const RULE: Readonly<Record<keyof typeof RULES, Conduct>> = {
  same_key: collectByAllMeans,
  reverse: (counter, one) => reverse(counter, one, 'timeout'),
  status: askWhatBecame,
}

function byRule(counter: Counter, one: Try): Promise<boolean> {
  return RULE[counter.draws.pick(RULES)](counter, one)
}
