/**
 * The verbs of a clerk at one till, each told in lines of text. A sale that was not answered is undone at once, because
 * that is what tills do. Each verb answers whether it did what it was asked.
 */
import { readNumber } from '../numbers/read-number.ts'
import type { SaleKey } from '../sandbox/practice-till.ts'
import type { TillClient } from '../sandbox/till-client.ts'
import type { Exchanged } from '../sandbox/till-conduct.ts'
import type { AskedRequest, TillJournal } from '../sandbox/till-journal.ts'
import type { CollectReply, InquiryReply, PayoutReply, ReverseReply, SlipReply } from '../wire/till.ts'
import { createTillDay, type TillDay } from './till-day.ts'
import type { TraceNumbers } from './till-file.ts'
import { askOnce } from './till-requests.ts'
import { receiptLines, replyLine, shownLines } from './till-screen.ts'
import { createSender, GatewayDown, hear, type LineOptions, type ScreenOptions } from './till-sender.ts'
import { TILL_WORDS } from './till-words.ts'

export interface DeskOptions extends LineOptions, ScreenOptions {
  readonly traceNumbers: TraceNumbers
  /** Of this till; what it holds outlives this process. */
  readonly journal: TillJournal
  /** On a network of two phases: what was collected is made final by itself. */
  readonly completes?: boolean
}

export interface HowToCollect {
  readonly payType: 'cash' | 'card'
  /** Undefined: what the inquiry showed. */
  readonly amount?: number | undefined
  readonly loseReply: boolean
  /** No slip comes out, and the customer goes with the money. */
  readonly jams?: boolean
}

/** A sale of this till; `date` undefined: of today. */
export interface SaleName {
  readonly stan: string
  readonly date?: string | undefined
}

export interface Sale {
  readonly stan: string
  readonly date: string
  readonly isCollected: boolean
  /** In the currency's minor unit. */
  readonly amount: number
  /** The lines that were printed. */
  readonly receipt: readonly string[] | null
}

/** What an inquiry showed: a number to be paid, or a slip to be paid out. */
export interface Shown<Reply = InquiryReply | SlipReply> {
  readonly number: string
  readonly reply: Reply
}

export type ShownSale = Shown<InquiryReply>
export type ShownSlip = Shown<SlipReply>

export function isSlip(shown: Shown): shown is ShownSlip {
  return shown.reply.direction === 'out'
}

export function isSale(shown: Shown): shown is ShownSale {
  return shown.reply.direction === 'in'
}

/** Each throws `GatewayDown` where the line does not even tell the date. */
export interface Desk extends TillDay {
  echo(): Promise<string>
  /** Undefined where the number is neither payable nor to be paid out. */
  inquire(number: string): Promise<Shown | undefined>
  /** The sale's key is noted even where it was not collected: it may be asked about. */
  collect(shown: ShownSale, how: HowToCollect): Promise<Sale>
  /** `isCollected`: it was paid out. */
  payOut(shown: ShownSlip): Promise<Sale>
  /** Of a sale of this till whose money is there; on a network of two phases. */
  complete(sale: SaleName, amount: number): Promise<boolean>
  /** Of a sale of this till; `amount`: as its slip says. `reason`: the clerk's, for the seller to read. */
  cancel(sale: SaleName, amount: number, reason?: string): Promise<boolean>
  reverse(sale: SaleName): Promise<boolean>
  /** Undoes the sales that this till had begun when its power was cut, and asks again what was not answered. */
  settleOpen(): Promise<void>
  /** Of a sale of this till, or of the latest try on a number. */
  status(of: SaleName | { readonly number: string }): Promise<boolean>
}

export function createDesk(options: DeskOptions): Desk {
  const { traceNumbers, language, say, journal } = options
  const words = TILL_WORDS[language]
  const send = createSender(options)
  const { echo, newKey, newSaleKey } = createKeys(options)

  const undo: Undo = (original, today, reason = 'timeout') =>
    undoSale(options, { business_date: today, stan: traceNumbers.next(), original, reason }, newKey)

  const ask = async (request: Omit<AskedRequest, 'key' | 'original'>, sale: SaleName): Promise<boolean> => {
    const today = await echo()
    const original = { business_date: sale.date ?? today, stan: sale.stan }
    const asked = { ...request, key: newSaleKey(today), original }
    journal.ask(asked)
    return askOnce(options, asked)
  }

  return {
    echo,
    ...createTillDay(options, newKey),
    inquire: async (number) => inquire(options, { ...(await newKey()), number }),
    async collect({ number, reply }, { payType, amount = reply.amount, loseReply, jams = false }) {
      const key = newSaleKey(await echo())
      const { currency, inquiry_token } = reply
      const request = { ...key, number, amount, currency, pay_type: payType, inquiry_token }
      const cash = payType === 'cash' ? amount : 0
      journal.begin({ key, message: 'collect', number: readNumber(number) ?? number, pay_type: payType, amount, cash })
      say(words.saleNumber(key.stan))
      const exchanged = loseReply ? await send.collectOnce(request) : await send.collect(request)
      return finish(options, { key, amount, exchanged, cash, isLost: loseReply, jams, undo })
    },
    async payOut({ number, reply: { amount, currency } }) {
      const key = newSaleKey(await echo())
      journal.begin({ key, message: 'payout', number: readNumber(number) ?? number, pay_type: 'cash', amount, cash: 0 })
      say(words.saleNumber(key.stan))
      const exchanged = await send.payOut({ ...key, number, amount, currency })
      return finish(options, { key, amount, exchanged, cash: -amount, isLost: false, jams: false, undo })
    },
    complete: (sale, amount) => ask({ message: 'complete', amount }, sale),
    cancel: (sale, amount, reason = words.cancelReason) => ask({ message: 'cancel', amount, reason }, sale),
    async reverse({ stan, date }) {
      const today = await echo()
      return undo({ business_date: date ?? today, stan }, today)
    },
    settleOpen: () => settleOpen(options, undo, echo),
    status: async (of) => askStatus(options, await newKey(), of),
  }
}

interface Keys {
  readonly echo: () => Promise<string>
  readonly newKey: () => Promise<SaleKey>
  /** Nothing is sold, given or cancelled under a day that was closed. */
  readonly newSaleKey: (today: string) => SaleKey
}

function createKeys(options: DeskOptions): Keys {
  const { traceNumbers, language, say, journal } = options
  const send = createSender(options)
  async function echo(): Promise<string> {
    const { exchange } = await send.echo({ stan: traceNumbers.next() })
    if (exchange?.reply.class === 'OK') return exchange.reply.business_date
    if (exchange !== null) say(replyLine(exchange.reply, language))
    throw new GatewayDown()
  }
  return {
    echo,
    newKey: async () => ({ business_date: await echo(), stan: traceNumbers.next() }),
    newSaleKey(today) {
      const business_date = journal.isClosed(today) ? dayAfter(today) : today
      return { business_date, stan: traceNumbers.next() }
    },
  }
}

async function settleOpen(options: DeskOptions, undo: Undo, echo: () => Promise<string>): Promise<void> {
  const { journal, say, language } = options
  const words = TILL_WORDS[language]
  for (const { key, amount } of journal.open()) {
    say(words.leftOpen(key.stan, amount))
    await undo(key, await echo(), 'power')
  }
  for (const asked of journal.unanswered()) {
    say(words.leftUnanswered(asked.message, asked.original.stan))
    await askOnce(options, asked)
  }
}

async function askStatus(options: DeskOptions, key: SaleKey, of: Parameters<Desk['status']>[0]): Promise<boolean> {
  const { say, language } = options
  const what = 'number' in of ? of : { original: { business_date: of.date ?? key.business_date, stan: of.stan } }
  const reply = hear(options, await createSender(options).status({ ...key, ...what }))
  if (reply?.reply !== undefined) say(`${TILL_WORDS[language].thenAnswered} ${replyLine(reply.reply, language)}`)
  return reply !== undefined
}

async function inquire(options: DeskOptions, asked: SaleKey & { readonly number: string }) {
  const { number } = asked
  const reply = hear(options, await createSender(options).inquire(asked))
  if (reply === undefined) return undefined
  for (const line of shownLines(number, reply, options.language)) options.say(line)
  return { number, reply }
}

type Undo = (original: SaleKey, today: string, reason?: 'timeout' | 'power' | 'printer') => Promise<boolean>

interface Exchange {
  readonly key: SaleKey
  readonly amount: number
  readonly exchanged: Exchanged<CollectReply | PayoutReply>
  /** What the drawer gains by a yes. */
  readonly cash: number
  /** The reply came, and got lost on its way to the clerk. */
  readonly isLost: boolean
  readonly jams: boolean
  readonly undo: Undo
}

/** Without an answer the sale is undone. The money of a payout is given after the yes, and none without one. */
async function finish(options: DeskOptions, exchange: Exchange): Promise<Sale> {
  const { key, amount, exchanged, cash, isLost, jams, undo } = exchange
  const { language, say, journal } = options
  const words = TILL_WORDS[language]
  const sale = { stan: key.stan, date: key.business_date, amount }
  const undone: Sale = { ...sale, isCollected: false, receipt: null }
  if (isLost || isLeftOpen(exchanged)) {
    say(isLost ? words.replyLost : words.noAnswer)
    say(words.undoing)
    await undo(key, key.business_date)
    return undone
  }
  const yes = hear(options, exchanged)
  if (yes !== undefined && jams) {
    say(words.jammed)
    await undo(key, key.business_date, 'printer')
    return undone
  }
  const completion = yes === undefined ? undefined : completionOf(options, exchange)
  journal.end(key, { cash: yes === undefined ? 0 : cash, stands: yes !== undefined }, completion)
  if (yes !== undefined) for (const line of receiptLines(yes, language)) say(line)
  if (completion !== undefined) await askOnce(options, completion)
  return { ...sale, isCollected: yes !== undefined, receipt: yes?.receipt ?? null }
}

/** Undefined where nothing is to be made final. */
function completionOf(options: DeskOptions, { key, amount, cash }: Exchange): AskedRequest | undefined {
  if (options.completes !== true || cash < 0) return undefined
  const { business_date } = key
  return { message: 'complete', key: { business_date, stan: options.traceNumbers.next() }, original: key, amount }
}

type Undoing = Parameters<TillClient['reverse']>[0]

/** Whether somebody has taken it. `newKey` is for one that was refused: its own date may have become too old. */
async function undoSale(options: DeskOptions, undoing: Undoing, newKey: () => Promise<SaleKey>): Promise<boolean> {
  const { say, language, journal } = options
  const taken = hear(options, await createSender(options).reverse(undoing, newKey))
  if (taken === undefined) say(TILL_WORDS[language].notTaken(undoing.original.stan))
  else noteUndone(journal, undoing.original, taken)
  return taken !== undefined
}

/** Too late to undo it: the money stays where the sale has put it. */
function noteUndone(journal: TillJournal, key: SaleKey, { original }: ReverseReply): void {
  const sale = journal.find(key)
  if (sale === undefined || original === 'was_cancelled') return
  const kept = sale.message === 'collect' ? sale.cash : -sale.amount
  const stands = original === 'closed'
  journal.end(key, { cash: stands ? kept : 0, stands })
}

function dayAfter(date: string): string {
  const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)) + 1)
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '')
}

/** Nobody can say what became of it. */
function isLeftOpen({ exchange }: Exchanged<CollectReply | PayoutReply>): boolean {
  return exchange === null || exchange.reply.class === 'RETRY_SAME_KEY' || exchange.reply.class === 'UNKNOWN'
}
