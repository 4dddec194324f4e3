/**
 * For tests only: a till as somebody else would write one, by docs/till.md alone. It is made of parts, so that a broken
 * one differs from a good one in the part where its defect is planted and nowhere else.
 */
import { createHmac } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { SaleDeed, SaleSeen, TillStart } from './driver.ts'

/** As much of a reply as this till looks at. */
export interface Reply {
  readonly code: string
  readonly class: string
  readonly [field: string]: unknown
}

export interface Key {
  readonly business_date: string
  readonly stan: string
}

/** A collect or payout that was begun. */
export interface Begun {
  readonly message: 'collect' | 'payout'
  readonly key: Key
  readonly number: string
  readonly amount: number
}

export interface Sending {
  readonly message: string
  readonly body: string
  readonly secret: string
  readonly terminal: string
}

export type Judgement = 'yes' | 'no' | 'again' | 'unsure'

export interface Conduct {
  /** Of the till's time; a broken one may wait for ever. */
  readonly waitMs: number
  readonly againMs: number
  /** After each reversal without an answer. */
  readonly gapsMs: readonly number[]
  /** Where a reply that comes too late ends up. */
  readonly hearsLate: boolean
  /** Whether the collect button is locked once it is pressed. */
  readonly locks: boolean
  /** The next of this till; `last` is in the journal. */
  readonly nextStan: (last: number, isRestart: boolean) => number
  readonly sign: (sending: Sending) => Record<string, string>
  readonly body: (message: string, fields: object) => object
  /** What is sent of a number that was keyed; undefined: the till does not take it. */
  readonly keyed: (number: string) => string | undefined
  readonly shown: (inquiry: Reply) => SaleSeen['shown']
  readonly amount: (inquiry: Reply, deed: SaleDeed) => number
  /** Undefined: this is no reply. */
  readonly read: (text: string) => Reply | undefined
  readonly judge: (reply: Reply) => Judgement
  readonly mayCollect: (inquiry: Reply) => boolean
  readonly paysOut: (inquiry: Reply) => boolean
  /** Whether the clerk gives the money before the payout is answered, and for good. */
  readonly paysFirst: boolean
  readonly keyAgain: (key: Key, next: () => Key) => Key
  /** What follows where nobody can say how the sale ended. */
  readonly doubt: (reply: Reply | undefined, text: string) => 'settle' | 'give back' | 'collect again'
  /** Whether it asks what became of a sale before it undoes it. */
  readonly asksFirst: boolean
  readonly keepsRefused: boolean
  /** The original that a reversal names. */
  readonly original: (begun: Begun, today: string) => Key
  /** Whether the reply to a reversal ends it. */
  readonly endsUndoing: (reply: Reply | undefined, tries: number) => boolean
  /** Whether a reversal that was refused gets the date of today. */
  readonly redates: boolean
  readonly undoes: (reversed: Reply, begun: Begun) => boolean
  readonly print: (lines: readonly string[]) => readonly string[]
  /** Which open sales are looked at when the till starts. */
  readonly remembers: (begun: Begun, isUndoing: boolean) => boolean
}

export const GOOD: Conduct = {
  waitMs: 10_000,
  againMs: 1_000,
  gapsMs: [5_000, 10_000, 20_000, 40_000, 80_000, 160_000],
  hearsLate: false,
  locks: true,
  nextStan: (last) => last + 1,
  sign: ({ message, body, secret, terminal }) => {
    const timestamp = String(Math.floor(Date.now() / 1000))
    const text = `${timestamp}.POST./pos/v1/${message}.${body}`
    const hex = createHmac('sha256', secret).update(text).digest('hex')
    return { 'Sunap-Terminal': terminal, 'Sunap-Timestamp': timestamp, 'Sunap-Signature': `v1=${hex}` }
  },
  body: (_message, fields) => fields,
  keyed: (number) => number.replaceAll(' ', ''),
  shown: ({ amount, merchant, name }) => ({
    amount: Number(amount),
    merchant: String(merchant),
    name: name === null ? null : String(name),
  }),
  amount: ({ amount }) => Number(amount),
  read(text) {
    try {
      const value: unknown = JSON.parse(text)
      return isReply(value) ? value : undefined
    } catch {
      return undefined
    }
  },
  judge: (reply) => (reply.code === '0000' ? 'yes' : (JUDGEMENTS[reply.class] ?? 'unsure')),
  mayCollect: ({ code }) => code === '0000',
  paysOut: ({ direction }) => direction === 'out',
  paysFirst: false,
  keyAgain: (key) => key,
  doubt: () => 'settle',
  asksFirst: false,
  keepsRefused: false,
  original: ({ key }) => key,
  endsUndoing: (reply) => reply?.code === '0000',
  redates: true,
  undoes: ({ original }) => original !== 'closed',
  print: (lines) => lines,
  remembers: () => true,
}

const JUDGEMENTS: Readonly<Record<string, Judgement>> = { DECLINED: 'no', RETRY_SAME_KEY: 'again' }

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'code' in value && 'class' in value
}

/** Reads what it is told and answers, line by line, until the input ends. */
export async function runTestTill(conduct: Conduct, input: Readable, output: Writable): Promise<void> {
  let till: Till | undefined
  for await (const line of createInterface({ input })) {
    const deed = JSON.parse(line)
    if (deed.do === 'start') till = openTill(conduct, deed)
    const answer =
      deed.do === 'start' ? { ready: true } : deed.do === 'sale' ? await till?.sale(deed) : await till?.count()
    output.write(`${JSON.stringify(answer)}\n`)
  }
}

interface Till {
  sale(deed: SaleDeed): Promise<SaleSeen>
  count(): Promise<{ drawer: number; open: number }>
}

interface Desk {
  readonly conduct: Conduct
  readonly speed: number
  readonly journal: ReturnType<typeof openJournal>
  readonly send: ReturnType<typeof createLine>
  readonly printed: string[]
}

function openTill(conduct: Conduct, start: TillStart): Till {
  const journal = openJournal(conduct, join(start.journal, 'journal.jsonl'))
  const send = createLine(conduct, start, journal.nextStan)
  const desk: Desk = { conduct, speed: start.speed, journal, send, printed: [] }
  const underWay = new Set<Promise<unknown>>()
  const noted = <Value>(work: Promise<Value>): Promise<Value> => {
    underWay.add(work)
    return work.finally(() => underWay.delete(work))
  }
  for (const { begun, isUndoing } of journal.openOnes()) {
    if (conduct.remembers(begun, isUndoing)) noted(undo(desk, begun)).catch(fail)
    else journal.forget(begun)
  }
  return {
    sale: (deed) => noted(sell(desk, deed)),
    async count() {
      while (underWay.size > 0) await Promise.all(underWay)
      return journal.count()
    },
  }
}

async function sell(desk: Desk, deed: SaleDeed): Promise<SaleSeen> {
  const { conduct, send, journal, printed } = desk
  printed.length = 0
  const number = conduct.keyed(deed.number)
  if (number === undefined) return REFUSED
  const date = await send.today()
  const { reply } = await send.message('inquiry', { ...send.newKey(date), number })
  if (reply === undefined || !conduct.mayCollect(reply)) return REFUSED
  const shown = conduct.shown(reply)
  const amount = conduct.amount(reply, deed)
  const fields = { number, amount, currency: reply.currency ?? 'KRW' }
  const once = (): Promise<SaleSeen['result']> => {
    const message = conduct.paysOut(reply) ? 'payout' : 'collect'
    const begun = journal.begin({ message, key: send.newKey(date), number, amount })
    return carryOut(desk, begun, message === 'payout' ? fields : { ...fields, pay_type: deed.pay_type })
  }
  const isTwice = deed.presses === 2 && !conduct.locks
  const [result = 'unknown'] = await Promise.all(isTwice ? [once(), once()] : [once()])
  return { shown, result, printed: printed.length === 0 ? null : [...printed] }
}

async function carryOut(desk: Desk, begun: Begun, fields: object, tries = 1): Promise<SaleSeen['result']> {
  const { conduct, send, journal, speed, printed } = desk
  const { reply, text, late } = await send.message(begun.message, { ...fields, ...begun.key })
  late?.then((lateReply) => {
    if (lateReply?.code === '0000') journal.close(begun, begun.amount)
  })
  const judgement = reply === undefined ? 'unsure' : conduct.judge(reply)
  if (judgement === 'yes') {
    journal.close(begun, signed(begun))
    if (Array.isArray(reply?.receipt)) printed.push(...conduct.print(reply.receipt))
    return begun.message === 'collect' ? 'collected' : 'paid_out'
  }
  if (judgement === 'no') {
    const isKept = begun.message === 'collect' ? conduct.keepsRefused : conduct.paysFirst
    journal.close(begun, isKept ? signed(begun) : 0)
    return 'refused'
  }
  if (judgement === 'again' && tries < 20) {
    await delay(conduct.againMs / speed)
    const key = conduct.keyAgain(begun.key, () => send.newKey(begun.key.business_date))
    return carryOut(desk, key === begun.key ? begun : journal.begin({ ...begun, key }, begun), fields, tries + 1)
  }
  return settle(desk, begun, fields, conduct.doubt(reply, text))
}

async function settle(
  desk: Desk,
  begun: Begun,
  fields: object,
  how: ReturnType<Conduct['doubt']>,
): Promise<SaleSeen['result']> {
  const { send, journal } = desk
  if (how === 'collect again')
    return carryOut(desk, journal.begin({ ...begun, key: send.newKey(begun.key.business_date) }, begun), fields)
  if (how === 'give back') journal.close(begun, 0)
  else await undo(desk, begun)
  return 'refused'
}

async function undo(desk: Desk, begun: Begun): Promise<void> {
  const { conduct, send, journal, speed } = desk
  journal.write({ undoing: begun.key.stan })
  const today = await send.today()
  if (conduct.asksFirst && (await isTold(desk, begun, today))) return
  let fields = { ...send.newKey(today), original: conduct.original(begun, today), reason: 'timeout' }
  for (let tries = 1; ; tries += 1) {
    const { reply } = await send.message('reverse', fields)
    if (conduct.endsUndoing(reply, tries)) {
      const isUndone = reply?.code === '0000' && conduct.undoes(reply, begun)
      return journal.close(begun, isUndone ? 0 : signed(begun))
    }
    if (conduct.redates && reply?.class === 'DECLINED') fields = { ...fields, ...send.newKey(await send.today()) }
    await delay((conduct.gapsMs[tries - 1] ?? 600_000) / speed)
  }
}

async function isTold({ send, journal }: Desk, begun: Begun, today: string): Promise<boolean> {
  const { reply } = await send.message('status', { ...send.newKey(today), original: begun.key })
  if (reply?.original === 'collected' || reply?.original === 'paid_out') journal.close(begun, signed(begun))
  else if (reply?.original === 'refused' || reply?.original === 'reversed') journal.close(begun, 0)
  else return false
  return true
}

function signed({ message, amount }: Begun): number {
  return message === 'collect' ? amount : -amount
}

const REFUSED: SaleSeen = { shown: null, result: 'refused', printed: null }

function fail(error: unknown): never {
  throw error
}

interface Entry {
  readonly stan?: number
  readonly begun?: Begun
  readonly undoing?: string
  readonly closed?: string
  readonly moved?: number
}

/** Every line is on disk before what it speaks of happens. */
function openJournal(conduct: Conduct, path: string) {
  const entries: Entry[] = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : []
  let isRestart = entries.length > 0
  const write = (entry: Entry): void => {
    appendFileSync(path, `${JSON.stringify(entry)}\n`, { flush: true })
    entries.push(entry)
  }
  const closedOf = (stan: string) => entries.findLast(({ closed }) => closed === stan)
  const openOnes = () =>
    entries.flatMap(({ begun }) =>
      begun === undefined || closedOf(begun.key.stan) !== undefined
        ? []
        : [{ begun, isUndoing: entries.some(({ undoing }) => undoing === begun.key.stan) }],
    )
  return {
    write,
    openOnes,
    nextStan() {
      const last = entries.findLast(({ stan }) => stan !== undefined)?.stan ?? 0
      const stan = conduct.nextStan(last, isRestart)
      isRestart = false
      write({ stan })
      return String(stan)
    },
    begin(begun: Begun, instead?: Begun): Begun {
      if (instead !== undefined) write({ closed: instead.key.stan, moved: 0 })
      write({ begun })
      return begun
    },
    close: ({ key }: Begun, moved: number) => write({ closed: key.stan, moved }),
    /** The cash stays where it is. */
    forget: ({ key, message, amount }: Begun) => write({ closed: key.stan, moved: message === 'collect' ? amount : 0 }),
    count() {
      const stans = new Set(entries.flatMap(({ closed }) => closed ?? []))
      const settled = [...stans].reduce((sum, stan) => sum + (closedOf(stan)?.moved ?? 0), 0)
      const open = openOnes()
      const held = open.reduce((sum, { begun }) => sum + (begun.message === 'collect' ? begun.amount : 0), 0)
      return { drawer: settled + held, open: open.length }
    },
  }
}

interface Heard {
  readonly reply: Reply | undefined
  readonly text: string
  readonly late: Promise<Reply | undefined> | undefined
}

function createLine(conduct: Conduct, { url, terminal, secret, speed }: TillStart, nextStan: () => string) {
  async function exchange(message: string, fields: object, signal: AbortSignal | null): Promise<string> {
    const body = JSON.stringify(conduct.body(message, { ...fields, sent_at: Math.floor(Date.now() / 1000) }))
    const headers = { ...conduct.sign({ message, body, secret, terminal }), 'Content-Type': 'application/json' }
    const response = await fetch(`${url}/pos/v1/${message}`, { method: 'POST', headers, body, signal })
    return response.text()
  }
  async function message(name: string, fields: object): Promise<Heard> {
    const waitMs = conduct.waitMs / speed
    const signal = conduct.hearsLate || waitMs === Infinity ? null : AbortSignal.timeout(waitMs)
    const text = exchange(name, fields, signal).catch(() => undefined)
    const inTime = conduct.hearsLate ? await Promise.race([text, delay(waitMs, undefined)]) : await text
    const late = conduct.hearsLate
      ? text.then((whole) => (whole === undefined ? undefined : conduct.read(whole)))
      : undefined
    return inTime === undefined
      ? { reply: undefined, text: '', late }
      : { reply: conduct.read(inTime), text: inTime, late: undefined }
  }
  const newKey = (date: string): Key => ({ business_date: date, stan: nextStan() })
  return {
    message,
    newKey,
    async today() {
      for (;;) {
        const { reply } = await message('echo', { stan: nextStan() })
        if (reply !== undefined && conduct.judge(reply) !== 'again') return String(reply.business_date)
        await delay(conduct.againMs / speed)
      }
    },
  }
}
