/**
 * The verbs of a clerk at one till, each told in lines of text. A sale that was not answered is undone at once, because
 * that is what tills do. Each verb answers whether it did what it was asked.
 */
import type { Terminal } from '../sandbox/practice-till.ts'
import { createTillClient } from '../sandbox/till-client.ts'
import {
  type Exchanged,
  exchangeOnce,
  exchangeUntilDecided,
  exchangeUntilTaken,
  type Pause,
} from '../sandbox/till-conduct.ts'
import type { Language } from '../server/config.ts'
import type { CollectReply, InquiryReply, ReverseReply, StatusReply, TillReplyBody } from '../wire/till.ts'
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

/** What an inquiry showed. */
export interface ShownSale {
  readonly number: string
  readonly reply: InquiryReply
}

/** Each throws `GatewayDown` where the line does not even tell the date. */
export interface Desk {
  echo(): Promise<string>
  /** Undefined where the number is not payable. */
  inquire(number: string): Promise<ShownSale | undefined>
  collect(shown: ShownSale, how: HowToCollect): Promise<boolean>
  reverse(sale: SaleName): Promise<boolean>
  /** Of a sale of this till, or of the latest try on a number. */
  status(of: SaleName | { readonly number: string }): Promise<boolean>
}

export class GatewayDown extends Error {}

export function createDesk({ posUrl, terminal, traceNumbers, language, say, pause }: DeskOptions): Desk {
  const client = createTillClient({ url: posUrl, terminal: terminal.id, secret: terminal.secret })
  const words = TILL_WORDS[language]
  const newKey = async () => ({ business_date: await echo(), stan: traceNumbers.next() })

  async function echo(): Promise<string> {
    const request = { stan: traceNumbers.next() }
    const send = () => exchangeOnce('echo', request, () => client.echo(request))
    const { exchange } = await exchangeUntilDecided(send, pause)
    if (exchange === null) throw new GatewayDown()
    if (exchange.reply.class === 'OK') return exchange.reply.business_date
    say(replyLine(exchange.reply, language))
    throw new GatewayDown()
  }

  /** Shows the reply; answers it where it is a yes. */
  function heard<Reply extends TillReplyBody>({ exchange }: Exchanged<Reply>): Reply | undefined {
    if (exchange === null) {
      say(words.noAnswer)
      return undefined
    }
    say(replyLine(exchange.reply, language))
    return isYes(exchange.reply) ? exchange.reply : undefined
  }

  async function undo(original: { readonly business_date: string; readonly stan: string }): Promise<boolean> {
    const request = { ...original, stan: traceNumbers.next(), original, reason: 'timeout' } as const
    const send = () => exchangeOnce<ReverseReply>('reverse', request, () => client.reverse(request))
    const taken = heard(await exchangeUntilTaken(send, pause))
    if (taken === undefined) say(words.notTaken(original.stan))
    return taken !== undefined
  }

  return {
    echo,
    async inquire(number) {
      const request = { ...(await newKey()), number }
      const send = () => exchangeOnce<InquiryReply>('inquiry', request, () => client.inquire(request))
      const reply = heard(await exchangeUntilDecided(send, pause))
      if (reply === undefined) return undefined
      for (const line of shownLines(number, reply, language)) say(line)
      return { number, reply }
    },
    async collect({ number, reply }, { payType, amount = reply.amount, loseReply }) {
      const key = await newKey()
      const { currency, inquiry_token } = reply
      const request = { ...key, number, amount, currency, pay_type: payType, inquiry_token }
      say(words.saleNumber(key.stan))
      const send = () => exchangeOnce<CollectReply>('collect', request, () => client.collect(request))
      const exchanged = loseReply ? await send() : await exchangeUntilDecided(send, pause)
      const isDecided = exchanged.exchange !== null && !isOpen(exchanged.exchange.reply)
      if (loseReply || !isDecided) {
        say(loseReply ? words.replyLost : words.noAnswer)
        say(words.undoing)
        await undo(key)
        return false
      }
      const collected = heard(exchanged)
      if (collected !== undefined) for (const line of receiptLines(collected, language)) say(line)
      return collected !== undefined
    },
    async reverse({ stan, date }) {
      return undo({ business_date: date ?? (await echo()), stan })
    },
    async status(of) {
      const key = await newKey()
      const what =
        'number' in of
          ? { number: of.number }
          : { original: { business_date: of.date ?? key.business_date, stan: of.stan } }
      const request = { ...key, ...what }
      const send = () => exchangeOnce<StatusReply>('status', request, () => client.status(request))
      const reply = heard(await exchangeUntilDecided(send, pause))
      if (reply?.reply !== undefined) say(`${words.thenAnswered} ${replyLine(reply.reply, language)}`)
      return reply !== undefined
    },
  }
}

function isYes<Reply extends TillReplyBody>(reply: Reply | TillReplyBody): reply is Reply {
  return reply.class === 'OK'
}

/** Nobody can say yet what became of it. */
function isOpen(reply: TillReplyBody): boolean {
  return reply.class === 'RETRY_SAME_KEY' || reply.class === 'UNKNOWN'
}
