/**
 * For tests only: how a till behaves, part by part, so that a broken one differs from a good one in the part where its
 * defect is planted and nowhere else.
 */
import { createHmac } from 'node:crypto'
import type { DrawerTotals, ReportMessage } from '../../wire/till-day.ts'
import type { SaleDeed, SaleSeen, Skill } from './driver.ts'

export type ReportFile = Pick<
  ReportMessage,
  'file_id' | 'seq' | 'date' | 'kind' | 'currency' | 'count' | 'sum' | 'rows'
>

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
  readonly payType: 'cash' | 'card'
}

/** A completion or a cancel: sent again until it is answered, and never undone. */
export interface Request {
  readonly message: 'complete' | 'cancel'
  readonly key: Key
  readonly original: Key
  readonly amount: number
  readonly reason?: string
}

/** A sale whose end is known. `cancelledOn`: the business date it was given back under. */
export interface Sold {
  readonly begun: Begun
  readonly stands: boolean
  readonly wasDoubted: boolean
  readonly cancelledOn: string | null
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
  readonly doubt: (reply: Reply | undefined, text: string) => 'settle' | 'give back' | 'collect again' | 'cancel'
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
  readonly does: readonly Skill[]
  /** When a collect is made final. */
  readonly completes: 'after the slip' | 'before the slip' | 'never'
  /** What is sent of a completion or cancel. */
  readonly request: (request: Request) => Request
  readonly requestKeyAgain: (key: Key, next: () => Key) => Key
  /** Whether this ends a completion or cancel. */
  readonly endsRequest: (reply: Reply | undefined) => boolean
  /** Whether the customer is given the money after a cancel that ended so. */
  readonly givesBack: (reply: Reply | undefined) => boolean
  readonly remembersRequest: (request: Request) => boolean
  /** The date that something is sold under; `today`: of echo. */
  readonly saleDate: (today: string, isClosed: (date: string) => boolean) => string
  readonly opens: (today: string) => string
  readonly counts: (totals: DrawerTotals) => DrawerTotals
  /** What a close that was refused is sent again with; undefined: it is not. */
  readonly countsAgain: (reply: Reply) => DrawerTotals | undefined
  /** Whether the till says that a close or a report is done. */
  readonly isDone: (reply: Reply | undefined) => boolean
  readonly isReported: (sold: Sold) => boolean
  readonly file: (file: ReportFile) => ReportFile
  /** Whether a file that was sent before is sent again as it was. */
  readonly keepsFiles: boolean
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
  does: ['complete', 'cancel', 'open', 'close', 'report'],
  completes: 'after the slip',
  request: (request) => request,
  requestKeyAgain: (key) => key,
  endsRequest: (reply) => reply?.class === 'OK' || reply?.class === 'DECLINED',
  givesBack: (reply) => reply?.code === '0000',
  remembersRequest: () => true,
  saleDate: (today, isClosed) => (isClosed(today) ? dayAfter(today) : today),
  opens: (today) => today,
  counts: (totals) => totals,
  countsAgain: () => undefined,
  isDone: (reply) => reply?.code === '0000',
  isReported: ({ stands }) => stands,
  file: (file) => file,
  keepsFiles: true,
}

export function dayAfter(date: string): string {
  const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)) + 1)
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '')
}

const JUDGEMENTS: Readonly<Record<string, Judgement>> = { DECLINED: 'no', RETRY_SAME_KEY: 'again' }

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'code' in value && 'class' in value
}
