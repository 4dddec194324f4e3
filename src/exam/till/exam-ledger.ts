/**
 * What the exam's gateway keeps: the numbers that were made up for a till, what it did with them, and what it asked about
 * that. Everything that is decided in the exam is decided on this.
 */
import { type RejectionName, refusalAbout, type TillRefusal, tillRefusal } from '../../wire/rejections.ts'
import type { EchoReply, StatusReply, TillReplyBody } from '../../wire/till.ts'
import type { CloseReply, DrawerTotals, ReportMessage } from '../../wire/till-day.ts'

/** A number to be paid, or a refund slip to be paid out. */
export interface Bill {
  readonly number: string
  readonly direction: 'in' | 'out'
  readonly merchant: string
  readonly name: string
  /** The seller may change it. */
  amount: number
  /** What an inquiry, or the collect, payout or cancel of it, is refused with. */
  inquiryRefused?: RejectionName
  moneyRefused?: RejectionName
  cancelRefused?: RejectionName
  /** It is too late to undo it. */
  isClosed?: boolean
}

export type PayType = keyof DrawerTotals['collected']

/** A collect or a payout. */
export interface Attempt {
  readonly kind: 'collect' | 'payout'
  readonly terminal: string
  readonly date: string
  readonly bill: Bill | undefined
  readonly amount: number
  readonly payType: PayType
  readonly content: string
  /** What its key is answered, from now on. */
  reply: NonNullable<StatusReply['reply']>
  state: 'collected' | 'paid_out' | 'refused' | 'reversed' | 'cancelled'
  isFinal: boolean
}

/** A completion or a cancel. */
export interface Request {
  readonly kind: 'complete' | 'cancel'
  readonly terminal: string
  readonly date: string
  readonly content: string
  readonly reply: TillReplyBody
  /** Null where it was refused. */
  readonly attempt: Attempt | null
}

export interface Ledger {
  /** By number. */
  readonly bills: Map<string, Bill>
  /** Paid, or paid out. */
  readonly done: Set<Bill>
  /** By till, date and trace number. A key used for two sales is told at the end of the exam; the later one counts. */
  readonly attempts: Map<string, Attempt>
  readonly requests: Map<string, Request>
  readonly tombstones: Set<string>
  /** By till and date. */
  readonly opened: Map<string, number>
  readonly closed: Map<string, CloseReply>
  /** By shop and name. */
  readonly files: Map<string, ReportMessage>
  /** By till: so much more cash than there is do these books show at its close. */
  readonly misbooked: Map<string, number>
  readonly stamp: () => Stamp
  readonly wallMs: () => number
}

export type Stamp = Pick<EchoReply, 'gateway_ref' | 'server_time'>

export function openLedger(wallMs: () => number): Ledger {
  return {
    bills: new Map(),
    done: new Set(),
    attempts: new Map(),
    requests: new Map(),
    tombstones: new Set(),
    opened: new Map(),
    closed: new Map(),
    files: new Map(),
    misbooked: new Map(),
    stamp: createStamp(wallMs),
    wallMs,
  }
}

function createStamp(wallMs: () => number): Ledger['stamp'] {
  let last = 0
  return () => {
    last += 1
    return { gateway_ref: String(last).padStart(12, '0'), server_time: Math.floor(wallMs() / 1000) }
  }
}

/** What names a sale, whichever till's it is. */
export interface SaleKey {
  readonly business_date: string
  readonly stan: string
}

export function keyOf(terminal: string, { business_date, stan }: SaleKey): string {
  return `${terminal} ${business_date} ${stan}`
}

export function dayOf(terminal: string, { business_date }: Pick<SaleKey, 'business_date'>): string {
  return `${terminal} ${business_date}`
}

export const OK = { code: '0000', class: 'OK' } as const

/** The forgiving the gateway does, as far as the numbers of the exam need it: they are all digits. */
export function tidy(number: string): string {
  return number.normalize('NFKC').replace(/\s+/g, '')
}

export function wordsOf(name: RejectionName, message: 'collect' | 'payout' | 'cancel' | 'complete'): TillRefusal {
  const fill = name === 'merchant_refused' ? SOLD_OUT : {}
  const refusal = message === 'collect' ? tillRefusal(name, fill) : refusalAbout(message, name)
  if (refusal === undefined) throw new Error(`broken invariant: ${name} cannot reach a till`)
  return refusal
}

const SOLD_OUT = { reason: '품절' }
