/**
 * The books of the exam's gateway: the bills and slips it has made up, and what a till has taken and given for them. It
 * decides as the real one does, as far as a till can tell, so that whatever a till sends, asks or undoes, and in
 * whatever order, has a true answer.
 */
import { PRACTICE_MARK } from '../../wire/practice-mark.ts'
import type { RejectionName, TillRefusal, Words } from '../../wire/rejections.ts'
import type {
  CancelMessage,
  CollectMessage,
  CollectReply,
  CompleteMessage,
  EchoReply,
  InquiryMessage,
  InquiryReply,
  PayoutMessage,
  PayoutReply,
  Refusal,
  ReverseMessage,
  ReverseReply,
  SlipReply,
  StatusMessage,
  StatusReply,
  TillReplyBody,
} from '../../wire/till.ts'
import {
  OK_WORDS,
  PAYOUT_REVERSE_WORDS,
  PAYOUT_STATUS_WORDS,
  REVERSE_WORDS,
  STATUS_WORDS,
} from '../../wire/till-codes.ts'
import type { CloseMessage, DrawerTotals, OpenMessage, ReportMessage } from '../../wire/till-day.ts'
import { closeDay, openDay, takeReport, totalsOf } from './exam-days.ts'
import {
  type Attempt,
  type Bill,
  dayOf,
  keyOf,
  type Ledger,
  OK,
  openLedger,
  type Stamp,
  tidy,
  wordsOf,
} from './exam-ledger.ts'
import { APPROVAL_NO, answerRequest } from './exam-requests.ts'

/** A message that was understood; who sent it, and what it says. */
export type Asked =
  | { readonly message: 'echo' }
  | { readonly message: 'inquiry'; readonly body: InquiryMessage }
  | { readonly message: 'collect'; readonly body: CollectMessage }
  | { readonly message: 'complete'; readonly body: CompleteMessage }
  | { readonly message: 'cancel'; readonly body: CancelMessage }
  | { readonly message: 'payout'; readonly body: PayoutMessage }
  | { readonly message: 'reverse'; readonly body: ReverseMessage }
  | { readonly message: 'status'; readonly body: StatusMessage }
  | { readonly message: 'report'; readonly body: ReportMessage }
  | { readonly message: 'open'; readonly body: OpenMessage }
  | { readonly message: 'close'; readonly body: CloseMessage }

export interface ExamBooks {
  add(bill: Bill): void
  /** Pays it at another shop. */
  payElsewhere(bill: Bill): void
  answer(terminal: string, asked: Asked, businessDate: string): TillReplyBody
  refuse(refusal: TillRefusal): Refusal
  /** What this till should have in its drawer: all cash it has collected, less all it has given. */
  balanceOf(terminal: string): number
  /** What its close should count. */
  totalsOf(terminal: string, date: string): DrawerTotals
  /** From now on these books show so much more cash at its close than it took. */
  misbook(terminal: string, won: number): void
  /** What is collected for it and stands. */
  collectedOf(bill: Bill): number
  isFinal(bill: Bill): boolean
  isClosed(terminal: string, date: string): boolean
}

type Found = Attempt['state'] | 'tombstoned' | 'unknown'

export function createBooks(wallMs: () => number): ExamBooks {
  const ledger = openLedger(wallMs)
  const { bills, done, attempts, closed, misbooked, stamp } = ledger
  return {
    add: (bill) => void bills.set(bill.number, bill),
    payElsewhere: (bill) => void done.add(bill),
    refuse: (refusal) => ({ ...refusal, ...stamp() }),
    answer: (terminal, asked, businessDate) => answer(ledger, terminal, asked, businessDate),
    balanceOf: (terminal) =>
      [...attempts.values()]
        .filter((attempt) => attempt.terminal === terminal && attempt.payType === 'cash')
        .reduce((sum, { state, amount }) => sum + (SIGNS[state] ?? 0) * amount, 0),
    totalsOf: (terminal, date) => totalsOf(ledger, terminal, date),
    misbook: (terminal, won) => void misbooked.set(terminal, won),
    collectedOf: (bill) =>
      [...attempts.values()].some((attempt) => attempt.bill === bill && attempt.state === 'collected')
        ? bill.amount
        : 0,
    isFinal: (bill) => [...attempts.values()].some((attempt) => attempt.bill === bill && attempt.isFinal),
    isClosed: (terminal, date) => closed.has(dayOf(terminal, { business_date: date })),
  }
}

function answer(ledger: Ledger, terminal: string, asked: Asked, today: string): TillReplyBody {
  switch (asked.message) {
    case 'echo':
      return { ...OK, ...ledger.stamp(), text: OK_WORDS.line_works, business_date: today } satisfies EchoReply
    case 'inquiry':
      return inquire(ledger, asked.body)
    case 'collect':
    case 'payout':
      return moveMoney(ledger, terminal, asked)
    case 'complete':
    case 'cancel':
      return answerRequest(ledger, terminal, asked)
    case 'reverse':
      return reverse(ledger, terminal, asked.body)
    case 'status':
      return tellStatus(ledger, terminal, asked.body)
    case 'open':
      return openDay(ledger, terminal, asked.body, today)
    case 'close':
      return closeDay(ledger, terminal, asked.body, today)
    case 'report':
      return takeReport(ledger, terminal, asked.body, today)
  }
}

function inquire({ bills, done, stamp, wallMs }: Ledger, { number }: InquiryMessage): TillReplyBody {
  const bill = bills.get(tidy(number))
  const rejection = bill === undefined ? 'number_unknown' : refusedAtInquiry(bill, done)
  if (bill === undefined || rejection !== undefined)
    return { ...wordsOf(rejection ?? 'number_unknown', 'collect'), ...stamp() }
  return { ...inquiryReply(bill, wallMs()), ...stamp() }
}

function moveMoney(ledger: Ledger, terminal: string, { message: kind, body }: MoneyAsked): TillReplyBody {
  const { bills, done, attempts, tombstones, stamp, wallMs } = ledger
  const key = keyOf(terminal, body)
  const content = JSON.stringify([kind, tidy(body.number), body.amount, body.currency])
  const known = attempts.get(key)
  if (tombstones.has(key)) return { ...wordsOf('reversed_before', kind), ...stamp() }
  if (known?.content === content) return known.reply
  // Its money has moved all the same.
  if (known !== undefined) attempts.set(`${key} before ${attempts.size}`, known)
  const bill = bills.get(tidy(body.number))
  const isClosed = ledger.closed.has(dayOf(terminal, body))
  const rejection = isClosed ? 'day_closed' : refusedMoney(bill, { kind, amount: body.amount, done })
  const payType = 'pay_type' in body ? body.pay_type : 'cash'
  const { amount, business_date: date } = body
  const attempt = { kind, terminal, date, bill, amount, payType, content, isFinal: false }
  if (rejection !== undefined) {
    const reply = { ...wordsOf(rejection, kind), ...stamp() }
    // What a rule turned away is no try on the number.
    const tried = BY_THE_SELLER.includes(rejection) ? bill : undefined
    attempts.set(key, { ...attempt, bill: tried, reply, state: 'refused' })
    return reply
  }
  if (bill !== undefined) done.add(bill)
  const reply = { ...moneyReply(kind, body.amount, wallMs()), ...stamp() }
  attempts.set(key, { ...attempt, reply, state: kind === 'collect' ? 'collected' : 'paid_out' })
  return reply
}

function reverse(ledger: Ledger, terminal: string, { original }: ReverseMessage): ReverseReply {
  const { done, attempts, requests, tombstones, stamp } = ledger
  const key = keyOf(terminal, original)
  const attempt = attempts.get(key)
  const ok = (found: ReverseReply['original']): ReverseReply => {
    const ofPayout = attempt?.kind === 'payout' && found !== 'tombstoned' && found !== 'was_cancelled'
    const text = ofPayout ? PAYOUT_REVERSE_WORDS[found] : REVERSE_WORDS[found]
    return { ...OK, ...stamp(), text, original: found }
  }
  const request = requests.get(key)
  if (attempt === undefined && request !== undefined)
    return ok(request.kind === 'cancel' && request.attempt !== null ? 'was_cancelled' : 'closed')
  if (attempt === undefined) {
    tombstones.add(key)
    return ok('tombstoned')
  }
  if (attempt.state === 'refused') return ok('was_refused')
  if (attempt.state === 'cancelled') return ok('was_cancelled')
  if (attempt.bill?.isClosed) return ok('closed')
  if (attempt.bill !== undefined) done.delete(attempt.bill)
  attempt.state = 'reversed'
  attempt.reply = { ...wordsOf('reversed_before', attempt.kind), ...stamp() }
  return ok('reversed')
}

function tellStatus(ledger: Ledger, terminal: string, { original, number }: StatusMessage): StatusReply {
  const { bills, attempts, tombstones, stamp } = ledger
  const key = original === undefined ? undefined : keyOf(terminal, original)
  const attempt =
    key === undefined
      ? [...attempts.values()].findLast(({ bill }) => bill !== undefined && bill === bills.get(tidy(number ?? '')))
      : attempts.get(key)
  const found: Found = attempt?.state ?? (key !== undefined && tombstones.has(key) ? 'tombstoned' : 'unknown')
  const ofPayout = attempt?.kind === 'payout' && (found === 'refused' || found === 'reversed')
  const text = ofPayout ? PAYOUT_STATUS_WORDS[found] : STATUS_WORDS[found]
  return { ...OK, ...stamp(), text, original: found, ...(attempt === undefined ? {} : { reply: attempt.reply }) }
}

type MoneyAsked = Extract<Asked, { readonly message: 'collect' | 'payout' }>

const BY_THE_SELLER: readonly RejectionName[] = ['merchant_refused', 'merchant_unanswered']
const SIGNS: Readonly<Partial<Record<Attempt['state'], 1 | -1>>> = { collected: 1, paid_out: -1 }
const HALF_HOUR = 1800
const A_WEEK = 7 * 86_400

function refusedAtInquiry(bill: Bill, done: ReadonlySet<Bill>): RejectionName | undefined {
  if (bill.inquiryRefused !== undefined) return bill.inquiryRefused
  if (!done.has(bill)) return undefined
  return bill.direction === 'in' ? 'already_paid' : 'slip_paid_out'
}

interface Move {
  readonly kind: 'collect' | 'payout'
  readonly amount: number
  readonly done: ReadonlySet<Bill>
}

function refusedMoney(bill: Bill | undefined, { kind, amount, done }: Move): RejectionName | undefined {
  if (bill === undefined) return 'number_unknown'
  if (kind === 'collect' && bill.direction === 'out') return 'number_is_slip'
  if (kind === 'payout' && bill.direction === 'in') return 'number_is_payment'
  if (done.has(bill)) return bill.direction === 'in' ? 'already_paid' : 'slip_paid_out'
  if (bill.moneyRefused !== undefined) return bill.moneyRefused
  return amount === bill.amount ? undefined : 'amount_differs'
}

type Unstamped<Reply> = Reply extends unknown ? Omit<Reply, keyof Stamp> : never

function inquiryReply(bill: Bill, wallMs: number): Unstamped<InquiryReply> | Unstamped<SlipReply> {
  const { merchant, name, amount } = bill
  const expiresAt = Math.floor(wallMs / 1000) + A_WEEK
  const terms = { merchant, name, amount, currency: 'KRW', expires_at: expiresAt } as const
  if (bill.direction === 'out') return { ...OK, text: OK_WORDS.payable_out, direction: 'out', ...terms }
  return {
    ...OK,
    text: OK_WORDS.payable,
    direction: 'in',
    ...terms,
    buyer_masked: '홍*동',
    pay_types: ['cash', 'card'],
    hold_until: expiresAt + HALF_HOUR,
    inquiry_token: Buffer.from(`${bill.number}.${amount}`).toString('base64url'),
  }
}

function moneyReply(kind: 'collect' | 'payout', amount: number, wallMs: number): Unstamped<CollectReply | PayoutReply> {
  const at = Math.floor(wallMs / 1000)
  const text: Words = kind === 'collect' ? OK_WORDS.collected : OK_WORDS.paid_out
  const yes = { ...OK, text, approval_no: APPROVAL_NO, receipt: [...receiptOf(kind, amount)] }
  return kind === 'collect' ? { ...yes, paid_at: at } : { ...yes, paid_out_at: at }
}

/** Two spaces stand where a till that tidies texts would leave one. */
export function receiptOf(kind: 'collect' | 'payout', amount: number): readonly string[] {
  const money = `${amount.toLocaleString('en-US')}원`
  return [
    PRACTICE_MARK.ko,
    kind === 'collect' ? '편의점 수납 영수증' : '편의점 환불 지급 영수증',
    '판매자: 시험상점',
    '상품: 후드티  <L> 100%',
    kind === 'collect' ? `금액: ${money}` : `지급액: ${money} (현금)`,
    '이 영수증은 현금영수증이 아닙니다.',
  ]
}
