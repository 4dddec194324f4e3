/**
 * The tills of the till page: what each screen shows, what was sold last, what is in the drawer. Kept in memory for as
 * long as the sandbox runs; the gateway keeps what matters.
 */
import type { TillClass, Words } from '../../wire/rejections.ts'
import type { CollectReply, InquiryReply, PayoutReply, SlipReply } from '../../wire/till.ts'
import { askBusinessDate, createStans } from '../counters.ts'
import {
  createPracticeTill,
  type Journal,
  type PracticeTill,
  type Sale,
  type SaleKey,
  type Terminal,
} from '../practice-till.ts'
import type { Pause } from '../till-conduct.ts'

export interface Offer {
  readonly number: string
  readonly inquiry: InquiryReply | SlipReply
}

export interface SoldLast {
  readonly key: SaleKey
  /** `out`: a payout. */
  readonly direction: 'in' | 'out'
  readonly amount: number
  /** What the clerk saw; lost where the reply did not come. */
  readonly seen: 'collected' | 'cancelled' | 'paid_out' | 'declined' | 'lost'
  /** Into the drawer; out of it where less than nothing. */
  readonly cashMoved: number
}

export interface Screen {
  /** The reply's texts, or a sentence of the till itself. */
  readonly reply: { readonly code: string; readonly class: TillClass; readonly text: Words }
  readonly receipt: readonly string[] | null
}

export interface Desk {
  readonly terminal: string
  offer: Offer | null
  last: SoldLast | null
  screen: Screen | null
  drawer: number
  readonly moves: { readonly amount: number; readonly why: CashReason }[]
}

export type CashReason = 'sale' | 'cancel' | 'payout' | 'reversal'

export interface TillDesks {
  /** By terminal, in the order of the directory. */
  all(): readonly Desk[]
  find(terminal: string | undefined): Desk
  inquire(desk: Desk, number: string): Promise<void>
  collect(desk: Desk, how: CollectHow): Promise<void>
  cancel(desk: Desk): Promise<void>
  payOut(desk: Desk): Promise<void>
  reverse(desk: Desk): Promise<void>
  status(desk: Desk): Promise<void>
  forget(): void
}

export interface CollectHow {
  readonly payType: 'cash' | 'card'
  /** The reply is thrown away before the clerk sees it. */
  readonly loseReply: boolean
  /** The same sale is sent twice at once, as a nervous scanner does. */
  readonly twice: boolean
}

const MOVES_MAX = 50

export interface TillDesksOptions {
  readonly terminals: readonly Terminal[]
  readonly posUrl: () => string
  readonly pause: Pause
}

export function createTillDesks(options: TillDesksOptions): TillDesks {
  const { terminals } = options
  const act = createActs(options)
  const blank = ({ id }: Terminal): Desk => ({
    terminal: id,
    offer: null,
    last: null,
    screen: null,
    drawer: 0,
    moves: [],
  })
  let desks = terminals.map(blank)

  return {
    all: () => desks,
    find: (terminal) => desks.find((desk) => desk.terminal === terminal) ?? firstOf(desks),
    inquire: (desk, number) =>
      act(desk, async (till, journal) => {
        const answer = await till.inquire(number)
        desk.offer = answer.kind === 'ok' ? { number, inquiry: answer.reply } : null
        desk.screen = { reply: lastReply(journal), receipt: null }
      }),
    collect: (desk, how) => act(desk, (till, journal) => collect(desk, how, till, journal)),
    cancel: (desk) => act(desk, (till, journal) => cancel(desk, till, journal)),
    payOut: (desk) => act(desk, (till, journal) => payOut(desk, till, journal)),
    reverse: (desk) =>
      act(desk, async (till, journal) => {
        const { last } = desk
        if (last === null) return
        const original = await till.reverse(last.key, 'timeout')
        desk.screen = { reply: lastReply(journal), receipt: null }
        if (original === undefined || original === 'closed' || original === 'was_cancelled') return
        move(desk, -last.cashMoved, 'reversal')
        desk.last = null
        desk.offer = null
      }),
    status: (desk) =>
      act(desk, async (till) => {
        const { last } = desk
        if (last === null) return
        const answer = await till.status(last.key)
        desk.screen = { reply: answer.kind === 'ok' ? answer.reply : LINE_DOWN, receipt: null }
        if (answer.kind !== 'ok') return
        const { original } = answer.reply
        if (original === 'collected' || original === 'paid_out' || original === 'cancelled')
          desk.last = { ...last, seen: original }
      }),
    forget() {
      desks = terminals.map(blank)
    },
  }
}

type Act = (desk: Desk, run: (till: PracticeTill, journal: Journal) => Promise<void>) => Promise<void>

/** A till is opened anew for each act: the network's day may have changed since the last. */
function createActs({ terminals, posUrl, pause }: TillDesksOptions): Act {
  const newStan = createStans()
  return async (desk, run) => {
    const terminal = terminals.find(({ id }) => id === desk.terminal)
    const businessDate = terminal === undefined ? undefined : await askBusinessDate(posUrl(), terminal, newStan, pause)
    if (terminal === undefined || businessDate === undefined) {
      desk.screen = { reply: LINE_DOWN, receipt: null }
      return
    }
    const journal: Journal = { entries: [], cash: [] }
    await run(createPracticeTill({ terminal, posUrl: posUrl(), businessDate, newStan, pause, journal }), journal)
  }
}

async function collect(desk: Desk, how: CollectHow, till: PracticeTill, journal: Journal): Promise<void> {
  const { offer } = desk
  if (offer === null || offer.inquiry.direction === 'out') return
  const { amount, currency, inquiry_token } = offer.inquiry
  const sale: Sale = { number: offer.number, amount, currency, pay_type: how.payType, inquiry_token }
  const key = till.newKey()
  // A lost reply leaves the customer's money on the counter: it is the reversal that gives it back.
  const cash = how.payType === 'cash' ? amount : 0
  if (how.loseReply) {
    await till.collectAndLoseReply(key, sale)
    move(desk, cash, 'sale')
    desk.last = { key, direction: 'in', amount, seen: 'lost', cashMoved: cash }
    desk.screen = { reply: REPLY_LOST, receipt: null }
    return
  }
  const [heard] = await Promise.all([till.collect(key, sale), ...(how.twice ? [till.collect(key, sale)] : [])])
  const isCollected = heard.kind === 'ok'
  if (isCollected) move(desk, cash, 'sale')
  const reply = isCollected ? heard.reply : lastReply(journal)
  const receipt = isCollected ? receiptOf(heard.reply) : null
  desk.last = {
    key,
    direction: 'in',
    amount,
    seen: isCollected ? 'collected' : heard.kind === 'silence' ? 'lost' : 'declined',
    cashMoved: isCollected ? cash : 0,
  }
  desk.screen = { reply, receipt }
  desk.offer = null
}

/** The customer is still there. The money goes back after the yes, and by the way it came. */
async function cancel(desk: Desk, till: PracticeTill, journal: Journal): Promise<void> {
  const { last } = desk
  if (last?.seen !== 'collected') return
  const heard = await till.cancel(last.key, last.amount, '고객 변심')
  if (heard.kind !== 'ok') {
    desk.screen = { reply: lastReply(journal), receipt: null }
    return
  }
  move(desk, -last.cashMoved, 'cancel')
  desk.last = { ...last, seen: 'cancelled', cashMoved: 0 }
  desk.screen = { reply: heard.reply, receipt: heard.reply.receipt }
}

/** The money is given after the yes, so that a lost reply leaves it in the drawer. */
async function payOut(desk: Desk, till: PracticeTill, journal: Journal): Promise<void> {
  const { offer } = desk
  if (offer === null || offer.inquiry.direction === 'in') return
  const { amount, currency } = offer.inquiry
  const key = till.newKey()
  const heard = await till.payOut(key, { number: offer.number, amount, currency })
  const isPaidOut = heard.kind === 'ok'
  if (isPaidOut) move(desk, -amount, 'payout')
  const seen = isPaidOut ? 'paid_out' : heard.kind === 'silence' ? 'lost' : 'declined'
  desk.last = { key, direction: 'out', amount, seen, cashMoved: isPaidOut ? -amount : 0 }
  desk.screen = isPaidOut
    ? { reply: heard.reply, receipt: receiptOf(heard.reply) }
    : { reply: lastReply(journal), receipt: null }
  desk.offer = null
}

function receiptOf({ receipt }: CollectReply | PayoutReply): readonly string[] {
  return receipt
}

function move(desk: Desk, amount: number, why: CashReason): void {
  if (amount === 0) return
  desk.drawer += amount
  desk.moves.unshift({ amount, why })
  desk.moves.length = Math.min(desk.moves.length, MOVES_MAX)
}

/** What the line said last; where it said nothing, that. */
function lastReply({ entries }: Journal): Screen['reply'] {
  return entries.at(-1)?.exchanged.exchange?.reply ?? LINE_DOWN
}

function firstOf(desks: readonly Desk[]): Desk {
  const [first] = desks
  if (first === undefined) throw new Error('the sandbox has no tills')
  return first
}

const LINE_DOWN: Screen['reply'] = {
  code: '----',
  class: 'UNKNOWN',
  text: {
    ko: '게이트웨이가 응답하지 않습니다. 돈을 돌려주지도 더 받지도 말고 [결과 확인]을 누르세요.',
    en: 'The gateway does not answer. Neither give back nor take money, and ask for the result.',
  },
}

const REPLY_LOST: Screen['reply'] = {
  code: '----',
  class: 'UNKNOWN',
  text: {
    ko: '응답이 오지 않았습니다. 수납되었는지 알 수 없습니다. [망취소]를 눌러 되돌리거나 [결과 확인]을 누르세요.',
    en: 'No reply came, so nobody here knows whether it was collected. Reverse it, or ask for the result.',
  },
}
