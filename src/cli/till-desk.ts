/**
 * The verbs of a clerk at one till, each told in lines of text. A sale that was not answered is undone at once, because
 * that is what tills do. Each verb answers whether it did what it was asked.
 */
import type { SaleKey, Terminal } from '../sandbox/practice-till.ts'
import { createTillClient, type TillClient } from '../sandbox/till-client.ts'
import {
  type Exchanged,
  exchangeOnce,
  exchangeUntilDecided,
  exchangeUntilTaken,
  type Pause,
} from '../sandbox/till-conduct.ts'
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
  /** Of a sale of this till, or of the latest try on a number. */
  status(of: SaleName | { readonly number: string }): Promise<boolean>
}

export class GatewayDown extends Error {}

export function createDesk(options: DeskOptions): Desk {
  const { traceNumbers, language, say } = options
  const words = TILL_WORDS[language]
  const send = createSender(options)
  const newKey = async (): Promise<SaleKey> => ({ business_date: await echo(), stan: traceNumbers.next() })

  async function echo(): Promise<string> {
    const { exchange } = await send.echo({ stan: traceNumbers.next() })
    if (exchange?.reply.class === 'OK') return exchange.reply.business_date
    if (exchange !== null) say(replyLine(exchange.reply, language))
    throw new GatewayDown()
  }

  async function undo(original: SaleKey, today: string): Promise<boolean> {
    const key = { business_date: today, stan: traceNumbers.next() }
    const taken = hear(options, await send.reverse({ ...key, original, reason: 'timeout' }))
    if (taken === undefined) say(words.notTaken(original.stan))
    return taken !== undefined
  }

  return {
    echo,
    async inquire(number) {
      const reply = hear(options, await send.inquire({ ...(await newKey()), number }))
      if (reply === undefined) return undefined
      for (const line of shownLines(number, reply, language)) say(line)
      return { number, reply }
    },
    async collect({ number, reply }, { payType, amount = reply.amount, loseReply }) {
      const key = await newKey()
      const sale = { stan: key.stan, date: key.business_date, amount }
      const { currency, inquiry_token } = reply
      const request = { ...key, number, amount, currency, pay_type: payType, inquiry_token }
      say(words.saleNumber(key.stan))
      const exchanged = loseReply ? await send.collectOnce(request) : await send.collect(request)
      if (loseReply || isLeftOpen(exchanged)) {
        say(loseReply ? words.replyLost : words.noAnswer)
        say(words.undoing)
        await undo(key, key.business_date)
        return { ...sale, isCollected: false }
      }
      const collected = hear(options, exchanged)
      if (collected !== undefined) for (const line of receiptLines(collected, language)) say(line)
      return { ...sale, isCollected: collected !== undefined }
    },
    cancel: async (sale, amount) => cancel(options, { sale, amount, key: await newKey() }),
    payOut: async (slip) => payOut(options, { slip, key: await newKey(), undo }),
    async reverse({ stan, date }) {
      const today = await echo()
      return undo({ business_date: date ?? today, stan }, today)
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

interface CancelSteps {
  readonly sale: SaleName
  readonly amount: number
  readonly key: SaleKey
}

/** Without an answer the same cancel is sent again: it is never undone. */
async function cancel(options: DeskOptions, { sale: { stan, date }, amount, key }: CancelSteps): Promise<boolean> {
  const { language, say } = options
  const original = { business_date: date ?? key.business_date, stan }
  const request = { ...key, original, amount, reason: TILL_WORDS[language].cancelReason }
  const cancelled = hear(options, await createSender(options).cancel(request))
  if (cancelled !== undefined) for (const line of receiptLines(cancelled, language)) say(line)
  return cancelled !== undefined
}

interface PayoutSteps {
  readonly slip: ShownSlip
  readonly key: SaleKey
  readonly undo: (original: SaleKey, today: string) => Promise<boolean>
}

/** The money is given after the yes; without an answer it is undone, and none is given. */
async function payOut(options: DeskOptions, { slip, key, undo }: PayoutSteps): Promise<Sale> {
  const { language, say } = options
  const words = TILL_WORDS[language]
  const { number, reply } = slip
  const { amount, currency } = reply
  const sale = { stan: key.stan, date: key.business_date, amount }
  say(words.saleNumber(key.stan))
  const exchanged = await createSender(options).payOut({ ...key, number, amount, currency })
  if (isLeftOpen(exchanged)) {
    say(words.noAnswer)
    say(words.undoing)
    await undo(key, key.business_date)
    return { ...sale, isCollected: false }
  }
  const paidOut = hear(options, exchanged)
  if (paidOut !== undefined) for (const line of receiptLines(paidOut, language)) say(line)
  return { ...sale, isCollected: paidOut !== undefined }
}

/** Each message, sent as a till sends it: again where the reply asks for that, a reversal until it is taken. */
function createSender({ posUrl, terminal, pause }: DeskOptions) {
  const client = createTillClient({ url: posUrl, terminal: terminal.id, secret: terminal.secret })
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
      exchangeUntilTaken(() => exchangeOnce<CancelReply>('cancel', fields, () => client.cancel(fields)), pause),
    payOut: (fields: Fields<'payOut'>) =>
      exchangeUntilDecided(() => exchangeOnce<PayoutReply>('payout', fields, () => client.payOut(fields)), pause),
    reverse: (fields: Fields<'reverse'>) =>
      exchangeUntilTaken(() => exchangeOnce<ReverseReply>('reverse', fields, () => client.reverse(fields)), pause),
    status: (fields: Fields<'status'>) =>
      exchangeUntilDecided(() => exchangeOnce<StatusReply>('status', fields, () => client.status(fields)), pause),
  }
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
