/**
 * The counter: numbers are scanned or typed one after another, each shown and then collected or not. Line by line, so
 * that a scanner, which types and presses Enter, is all it takes.
 */
import type { Language } from '../server/config.ts'
import { type Desk, type HowToCollect, isSale, isSlip, type Sale, type Shown, type ShownSlip } from './till-desk.ts'
import { moneyText } from './till-screen.ts'
import { GatewayDown } from './till-sender.ts'
import type { TillWords } from './till-words.ts'

export interface CounterOptions {
  readonly desk: Desk
  readonly words: TillWords
  readonly terminal: string
  readonly language: Language
  readonly lines: AsyncIterable<string>
  readonly say: (line: string) => void
}

/** From this many won on the clerk is warned, because the number may have been read out by a swindler. */
const SCAM_WARNING_FROM = 100_000

const PAY_KEYS: Readonly<Record<string, HowToCollect['payType']>> = { '': 'cash', c: 'card' }

/** Until `q` or the end of the input. Throws `GatewayDown` where the line does not work to begin with. */
export async function standAtCounter({ desk, words, terminal, language, lines, say }: CounterOptions): Promise<void> {
  let shown: Shown | undefined
  let last: Sale | undefined
  let loseReply = false

  async function decidePayout(slip: ShownSlip, key: string): Promise<void> {
    if (key !== '') return say(words.notPaidOut)
    last = await desk.payOut(slip)
  }

  async function decide(sale: Shown, key: string): Promise<void> {
    shown = undefined
    if (isSlip(sale)) return decidePayout(sale, key)
    if (!isSale(sale)) return
    const payType = PAY_KEYS[key.toLowerCase()]
    if (payType === undefined) return say(words.notCollected)
    last = await desk.collect(sale, { payType, loseReply })
    loseReply = false
  }

  async function scan(number: string): Promise<void> {
    shown = await desk.inquire(number)
    if (shown === undefined) return
    if (isSlip(shown)) return say(words.give(moneyText(shown.reply, language)))
    if (shown.reply.currency === 'KRW' && shown.reply.amount >= SCAM_WARNING_FROM) say(words.scamWarning)
    say(words.take(moneyText(shown.reply, language)))
  }

  async function reverseLast(): Promise<void> {
    if (last === undefined) return say(words.nothingToReverse)
    await desk.reverse(last)
  }

  async function cancelLast(): Promise<void> {
    if (last?.isCollected !== true) return say(words.nothingToCancel)
    await desk.cancel(last, last.amount)
  }

  async function obey(typed: string): Promise<void> {
    if (shown !== undefined) return decide(shown, typed)
    if (typed === '') return
    if (typed === 'r') return reverseLast()
    if (typed === 'x') return cancelLast()
    if (typed !== 'l') return scan(typed)
    loseReply = true
    say(words.nextReplyIsLost)
  }

  say(words.greeting(terminal, await desk.echo()))
  for await (const line of lines) {
    const typed = line.trim()
    if (typed === 'q') return
    try {
      await obey(typed)
    } catch (error) {
      if (!(error instanceof GatewayDown)) throw error
      say(words.lineDown)
    }
  }
}
