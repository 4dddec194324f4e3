/**
 * The verbs of a clerk at one till, each told in lines of text. A sale that was not answered is undone at once, because
 * that is what tills do. Each verb answers whether it did what it was asked.
 */
import type { SaleKey, Terminal } from '../sandbox/practice-till.ts'
import { createTillClient, TILL_WAITS_MS, type TillClient } from '../sandbox/till-client.ts'
import {
  type Exchanged,
  exchangeOnce,
  exchangeUntilAnswered,
  exchangeUntilDecided,
  exchangeUntilTaken,
  type Pause,
} from '../sandbox/till-conduct.ts'
import type { TillJournal } from '../sandbox/till-journal.ts'
import type { Language } from '../server/config.ts'
import type {
  CancelReply,
  CollectReply,
  InquiryReply,
  PayoutReply,
  ReverseReply,
  SlipReply,
  StatusReply,
  TillReplyBody,
} from '../wire/till.ts'
import type { TraceNumbers } from './till-file.ts'
import { receiptLines, replyLine, shownLines } from './till-screen.ts'
import { TILL_WORDS } from './till-words.ts'

export interface DeskOptions {
  readonly posUrl: string
  readonly terminal: Terminal
  readonly traceNumbers: TraceNumbers
  readonly language: Language
  readonly say: (line: string) => void
  readonly pause: Pause
  /** Of this till; what it holds outlives this process. */
  readonly journal: TillJournal
  /** Between two sendings of a reversal; as long as somebody waits, where it is left out. */
  readonly reversalGapsMs?: () => Iterable<number>
  /** For a reply; as the protocol has it, where it is left out. */
  readonly waitsMs?: number
}

export interface HowToCollect {
  readonly payType: 'cash' | 'card'
  /** Undefined: what the inquiry showed. */
  readonly amount?: number | undefined
  readonly loseReply: boolean
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
export interface Desk {
  echo(): Promise<string>
  /** Undefined where the number is neither payable nor to be paid out. */
  inquire(number: string): Promise<Shown | undefined>
  /** The sale's key is noted even where it was not collected: it may be asked about. */
  collect(shown: ShownSale, how: HowToCollect): Promise<Sale>
  /** `isCollected`: it was paid out. */
  payOut(shown: ShownSlip): Promise<Sale>
  /** Of a sale of this till; `amount`: as its slip says. */
  cancel(sale: SaleName, amount: number): Promise<boolean>
  reverse(sale: SaleName): Promise<boolean>
  /** Undoes the sales that this till had begun when its power was cut. */
  settleOpen(): Promise<void>
  /** Of a sale of this till, or of the latest try on a number. */
  status(of: SaleName | { readonly number: string }): Promise<boolean>
}

export class GatewayDown extends Error {}

export function createDesk(options: DeskOptions): Desk {
  const { traceNumbers, language, say, journal } = options
  const words = TILL_WORDS[language]
  const send = createSender(options)
  const newKey = async (): Promise<SaleKey> => ({ business_date: await echo(), stan: traceNumbers.next() })

  async function echo(): Promise<string> {
    const { exchange } = await send.echo({ stan: traceNumbers.next() })
    if (exchange?.reply.class === 'OK') return exchange.reply.business_date
    if (exchange !== null) say(replyLine(exchange.reply, language))
    throw new GatewayDown()
  }

  const undo = (original: SaleKey, today: string, reason: 'timeout' | 'power' = 'timeout'): Promise<boolean> =>
    undoSale(options, { business_date: today, stan: traceNumbers.next(), original, reason }, newKey)

  return {
    echo,
    inquire: async (number) => inquire(options, { ...(await newKey()), number }),
    async collect({ number, reply }, { payType, amount = reply.amount, loseReply }) {
      const key = await newKey()
      const { currency, inquiry_token } = reply
      const request = { ...key, number, amount, currency, pay_type: payType, inquiry_token }
      const cash = payType === 'cash' ? amount : 0
      journal.begin({ key, message: 'collect', amount, cash })
      say(words.saleNumber(key.stan))
      const exchanged = loseReply ? await send.collectOnce(request) : await send.collect(request)
      return finish(options, { key, amount, exchanged, cash, isLost: loseReply, undo })
    },
    async payOut({ number, reply: { amount, currency } }) {
      const key = await newKey()
      journal.begin({ key, message: 'payout', amount, cash: 0 })
      say(words.saleNumber(key.stan))
      const exchanged = await send.payOut({ ...key, number, amount, currency })
      return finish(options, { key, amount, exchanged, cash: -amount, isLost: false, undo })
    },
    cancel: async (sale, amount) => cancel(options, { sale, amount, key: await newKey() }),
    async reverse({ stan, date }) {
      const today = await echo()
      return undo({ business_date: date ?? today, stan }, today)
    },
    async settleOpen() {
      for (const { key, amount } of journal.open()) {
        say(words.leftOpen(key.stan, amount))
        await undo(key, await echo(), 'power')
      }
    },
    async status(of) {
      const key = await newKey()
      const what = 'number' in of ? of : { original: { business_date: of.date ?? key.business_date, stan: of.stan } }
      const reply = hear(options, await send.status({ ...key, ...what }))
      if (reply?.reply !== undefined) say(`${words.thenAnswered} ${replyLine(reply.reply, language)}`)
      return reply !== undefined
    },
  }
}

async function inquire(options: DeskOptions, asked: SaleKey & { readonly number: string }) {
  const { number } = asked
  const reply = hear(options, await createSender(options).inquire(asked))
  if (reply === undefined) return undefined
  for (const line of shownLines(number, reply, options.language)) options.say(line)
  return { number, reply }
}

interface CancelSteps {
  readonly sale: SaleName
  readonly amount: number
  readonly key: SaleKey
}

/** Without an answer the same cancel is sent again: it is never undone. */
async function cancel(options: DeskOptions, { sale: { stan, date }, amount, key }: CancelSteps): Promise<boolean> {
  const { language, say, journal } = options
  const original = { business_date: date ?? key.business_date, stan }
  const request = { ...key, original, amount, reason: TILL_WORDS[language].cancelReason }
  const cancelled = hear(options, await createSender(options).cancel(request))
  if (cancelled === undefined) return false
  if (journal.find(original) !== undefined) journal.end(original, 0)
  for (const line of receiptLines(cancelled, language)) say(line)
  return true
}

interface Exchange {
  readonly key: SaleKey
  readonly amount: number
  readonly exchanged: Exchanged<CollectReply | PayoutReply>
  /** What the drawer gains by a yes. */
  readonly cash: number
  /** The reply came, and got lost on its way to the clerk. */
  readonly isLost: boolean
  readonly undo: (original: SaleKey, today: string) => Promise<boolean>
}

/** Without an answer the sale is undone. The money of a payout is given after the yes, and none without one. */
async function finish(options: DeskOptions, { key, amount, exchanged, cash, isLost, undo }: Exchange): Promise<Sale> {
  const { language, say, journal } = options
  const words = TILL_WORDS[language]
  const sale = { stan: key.stan, date: key.business_date, amount }
  if (isLost || isLeftOpen(exchanged)) {
    say(isLost ? words.replyLost : words.noAnswer)
    say(words.undoing)
    await undo(key, key.business_date)
    return { ...sale, isCollected: false, receipt: null }
  }
  const yes = hear(options, exchanged)
  journal.end(key, yes === undefined ? 0 : cash)
  if (yes !== undefined) for (const line of receiptLines(yes, language)) say(line)
  return { ...sale, isCollected: yes !== undefined, receipt: yes?.receipt ?? null }
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
  if (sale === undefined) return
  const kept = sale.message === 'collect' ? sale.cash : -sale.amount
  journal.end(key, original === 'closed' ? kept : 0)
}

/** Each message, sent as a till sends it: again where the reply asks for that, a reversal until it is taken. */
function createSender({ posUrl, terminal, pause, reversalGapsMs, waitsMs = TILL_WAITS_MS }: DeskOptions) {
  const client = createTillClient({ url: posUrl, terminal: terminal.id, secret: terminal.secret, waitsMs })
  type Fields<Name extends keyof TillClient> = Parameters<TillClient[Name]>[0]
  const collectOnce = (fields: Fields<'collect'>) =>
    exchangeOnce<CollectReply>('collect', fields, () => client.collect(fields))
  return {
    echo: (fields: Fields<'echo'>) =>
      exchangeUntilDecided(() => exchangeOnce('echo', fields, () => client.echo(fields)), pause),
    inquire: (fields: Fields<'inquire'>) =>
      exchangeUntilDecided(
        () => exchangeOnce<InquiryReply | SlipReply>('inquiry', fields, () => client.inquire(fields)),
        pause,
      ),
    collectOnce,
    collect: (fields: Fields<'collect'>) => exchangeUntilDecided(() => collectOnce(fields), pause),
    cancel: (fields: Fields<'cancel'>) =>
      exchangeUntilAnswered(() => exchangeOnce<CancelReply>('cancel', fields, () => client.cancel(fields)), pause),
    payOut: (fields: Fields<'payOut'>) =>
      exchangeUntilDecided(() => exchangeOnce<PayoutReply>('payout', fields, () => client.payOut(fields)), pause),
    reverse(fields: Fields<'reverse'>, newKey: () => Promise<SaleKey>) {
      let undoing = fields
      const sendOnce = async () => {
        const exchanged = await exchangeOnce<ReverseReply>('reverse', undoing, () => client.reverse(undoing))
        if (exchanged.exchange?.reply.class === 'DECLINED') undoing = { ...undoing, ...(await newKey().catch(noKey)) }
        return exchanged
      }
      return exchangeUntilTaken(sendOnce, pause, reversalGapsMs?.())
    },
    status: (fields: Fields<'status'>) =>
      exchangeUntilDecided(() => exchangeOnce<StatusReply>('status', fields, () => client.status(fields)), pause),
  }
}

/** The line is down again: the old key does as well. */
function noKey(error: unknown): object {
  if (error instanceof GatewayDown) return {}
  throw error
}

/** Shows the reply; answers it where it is a yes. */
function hear<Reply extends TillReplyBody>(
  { say, language }: DeskOptions,
  { exchange }: Exchanged<Reply>,
): Reply | undefined {
  say(exchange === null ? TILL_WORDS[language].noAnswer : replyLine(exchange.reply, language))
  return exchange !== null && isYes(exchange.reply) ? exchange.reply : undefined
}

function isYes<Reply extends TillReplyBody>(reply: Reply | TillReplyBody): reply is Reply {
  return reply.class === 'OK'
}

/** Nobody can say what became of it. */
function isLeftOpen({ exchange }: Exchanged<CollectReply | PayoutReply>): boolean {
  return exchange === null || exchange.reply.class === 'RETRY_SAME_KEY' || exchange.reply.class === 'UNKNOWN'
}
