/**
 * One run of the command line's till: which till, which gateway, what to do. It speaks the till's own wire to a running
 * sandbox, like any till would.
 */
import { parseArgs } from 'node:util'
import type { Terminal } from '../sandbox/practice-till.ts'
import type { Pause } from '../sandbox/till-conduct.ts'
import type { Language } from '../server/config.ts'
import { standAtCounter } from './till-counter.ts'
import { createDesk, type Desk, isSale, isSlip } from './till-desk.ts'
import { openOwnJournal, readSandboxFile, type TraceNumbers, traceNumbersOf } from './till-file.ts'
import { GatewayDown } from './till-sender.ts'
import { TILL_WORDS, type TillWords } from './till-words.ts'

export interface TillRun {
  readonly args: readonly string[]
  /** Used where `--data` is left out. */
  readonly dataFolder: string
  readonly language: Language
  /** What is typed and scanned, line by line. */
  readonly lines: AsyncIterable<string>
  readonly say: (line: string) => void
  readonly pause: Pause
}

/** The process's exit code: 0 done, 1 the gateway said no, 2 it could not be asked. */
export async function runTill(run: TillRun): Promise<0 | 1 | 2> {
  const words = TILL_WORDS[run.language]
  const usage = (sentence: string): 2 => {
    run.say(sentence)
    return 2
  }
  const read = readArguments(run.args)
  if (typeof read === 'string') return usage(words.wrongOption(read))
  const { values, positionals } = read
  if (values.help === true) {
    run.say(words.usage)
    return 0
  }
  const order = readOrder(positionals, values, words)
  if (typeof order === 'string') return usage(order)
  const folder = values.data ?? run.dataFolder
  const file = readSandboxFile(folder)
  if (file === 'missing') return usage(words.notRunning(folder))
  if (file === 'unreadable') return usage(words.strangeFile(folder))
  const terminal = findTerminal(file.terminals, values.till)
  if (terminal === undefined) {
    return usage(
      words.noSuchTill(
        values.till ?? '',
        file.terminals.map(({ id }) => id),
      ),
    )
  }
  const traceNumbers = traceNumbersOf(folder, terminal.id)
  const { language, say, pause } = run
  const { journal, isAlone, close } = openOwnJournal(folder, terminal.id, 0)
  const desk = createDesk({ posUrl: file.posUrl, terminal, traceNumbers, language, say, pause, journal })
  try {
    if (isAlone) await desk.settleOpen()
    return (await carryOut(order, { run, words, desk, terminal, traceNumbers })) ? 0 : 1
  } catch (error) {
    if (error instanceof GatewayDown) return usage(words.notRunning(folder))
    throw error
  } finally {
    close()
  }
}

const OPTIONS = {
  data: { type: 'string' },
  till: { type: 'string' },
  card: { type: 'boolean' },
  amount: { type: 'string' },
  'lose-reply': { type: 'boolean' },
  date: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** A sentence where they are wrong. */
function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    if (error instanceof TypeError) return error.message
    throw error
  }
}

type Values = Exclude<ReturnType<typeof readArguments>, string>['values']

type Order =
  | { readonly verb: 'counter' | 'echo' | 'open' | 'close' | 'report' }
  | { readonly verb: 'inquire' | 'payout'; readonly number: string }
  | { readonly verb: 'collect'; readonly number: string; readonly amount: number | undefined; readonly values: Values }
  | { readonly verb: 'reverse'; readonly stan: string; readonly date: string | undefined }
  | {
      readonly verb: 'cancel' | 'complete'
      readonly stan: string
      readonly date: string | undefined
      readonly amount: number
    }
  | { readonly verb: 'status'; readonly what: string; readonly date: string | undefined }

/** A sentence where the command is wrong. A number may be typed in its groups. */
function readOrder([verb, ...rest]: readonly string[], values: Values, words: TillWords): Order | string {
  const what = rest.join('')
  const { date } = values
  if (date !== undefined && !/^\d{8}$/.test(date)) return words.wrongDate
  switch (verb) {
    case undefined:
      return { verb: 'counter' }
    case 'echo':
    case 'open':
    case 'close':
    case 'report':
      return { verb }
    case 'inquire':
    case 'payout':
      return what === '' ? words.needs(verb, words.aNumber) : { verb, number: what }
    case 'collect': {
      if (what === '') return words.needs(verb, words.aNumber)
      if (values.amount !== undefined && !AMOUNT.test(values.amount)) return words.wrongAmount
      return { verb, number: what, amount: values.amount === undefined ? undefined : Number(values.amount), values }
    }
    case 'cancel':
    case 'complete':
      if (!TRACE_NUMBER.test(what)) return words.needs(verb, words.aTraceNumber)
      if (values.amount === undefined || !AMOUNT.test(values.amount)) return words.wrongAmount
      return { verb, stan: what, date, amount: Number(values.amount) }
    case 'reverse':
      return TRACE_NUMBER.test(what) ? { verb, stan: what, date } : words.needs(verb, words.aTraceNumber)
    case 'status':
      return what === '' ? words.needs(verb, words.aNumber) : { verb, what, date }
    default:
      return words.noSuchCommand(verb)
  }
}

const AMOUNT = /^[1-9]\d{0,14}$/
const TRACE_NUMBER = /^\d{1,12}$/

/** The whole id, or its end: `HB001/1`. */
function findTerminal(terminals: readonly Terminal[], wanted: string | undefined): Terminal | undefined {
  if (wanted === undefined) return terminals[0]
  return terminals.find(({ id }) => id === wanted || id.endsWith(`/${wanted}`))
}

interface Scene {
  readonly run: TillRun
  readonly words: TillWords
  readonly desk: Desk
  readonly terminal: Terminal
  readonly traceNumbers: TraceNumbers
}

async function carryOut(order: Order, scene: Scene): Promise<boolean> {
  const { desk, run, words, terminal, traceNumbers } = scene
  switch (order.verb) {
    case 'counter':
      await standAtCounter({
        desk,
        words,
        terminal: terminal.id,
        language: run.language,
        lines: run.lines,
        say: run.say,
      })
      return true
    case 'echo':
      run.say(words.lineWorks(terminal.id, await desk.echo()))
      return true
    case 'inquire':
      return (await desk.inquire(order.number)) !== undefined
    case 'collect': {
      const shown = await desk.inquire(order.number)
      if (shown === undefined) return false
      if (!isSale(shown)) return saying(words.isASlip, run)
      const { card, 'lose-reply': loseReply } = order.values
      const payType = card === true ? 'card' : 'cash'
      const how = { payType, amount: order.amount, loseReply: loseReply === true } as const
      return (await desk.collect(shown, how)).isCollected
    }
    case 'payout': {
      const shown = await desk.inquire(order.number)
      if (shown === undefined) return false
      return isSlip(shown) ? (await desk.payOut(shown)).isCollected : saying(words.isNoSlip, run)
    }
    case 'open':
    case 'close':
    case 'report':
      return desk[order.verb]()
    case 'cancel':
    case 'complete':
      return desk[order.verb](order, order.amount)
    case 'reverse':
      return desk.reverse(order)
    case 'status':
      return desk.status(
        isOwnSale(order.what, traceNumbers) ? { stan: order.what, date: order.date } : { number: order.what },
      )
  }
}

function saying(sentence: string, { say }: TillRun): false {
  say(sentence)
  return false
}

/** A short number that this till has used already names a sale; everything else is a collection number. */
function isOwnSale(what: string, traceNumbers: TraceNumbers): boolean {
  return /^\d{1,6}$/.test(what) && Number(what) <= traceNumbers.last()
}
