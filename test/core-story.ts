/**
 * A small world to tell stories of the core in: rows in maps, two clocks, and the verbs of the trade. Every verb says
 * in one phrase what was answered, so that a test reads given - when - then. A command is resolved on exactly the rows
 * it asks for, so each story also proves `needs` and `references`.
 */
import type { Attempt, TillKey, TillRequest } from '../src/core/attempt.ts'
import type {
  AttemptId,
  CommandId,
  Instant,
  MerchantId,
  PaymentId,
  ReceiptId,
  RefundId,
  WallTime,
} from '../src/core/brand.ts'
import type { Changes, RefundOfPayment } from '../src/core/changes.ts'
import type { Command, Outcome, Settle } from '../src/core/commands.ts'
import type { Delivery } from '../src/core/delivery.ts'
import type { Endpoint } from '../src/core/endpoint.ts'
import type { ExternalReceipt } from '../src/core/external-receipt.ts'
import type { NumberKey } from '../src/core/facts.ts'
import type { IssueKey, UsedKey } from '../src/core/issue-key.ts'
import type { Merchant, TillCancelRule } from '../src/core/merchant.ts'
import type { NotifyOn } from '../src/core/network.ts'
import { type Order, type OrderKey, orderKey } from '../src/core/order.ts'
import type { EventType, Payment, PaymentEvent, PaymentState } from '../src/core/payment.ts'
import { COMPLETION_MS } from '../src/core/provisional.ts'
import { type Refund, refundOf as refundIn } from '../src/core/refund.ts'
import { resolve } from '../src/core/resolve.ts'
import { type Standing, standingOf } from '../src/core/standing.ts'
import {
  type AmendWords,
  amendOf,
  type ClaimWords,
  claimOf,
  type InquireWords,
  type IssueWords,
  inquireOf,
  issueOf,
  keyOf,
  merchantNamed,
  type OfRefundWords,
  type PayOutWords,
  paymentId,
  payOutOf,
  type RefundWords,
  type ReverseWords,
  type RevokeWords,
  refundId,
  refundOf,
  rerouteOf,
  resumeOf,
  reverseOf,
  revokeOf,
  type SettleWords,
  type SuspendWords,
  settlePayoutOf,
  suspendOf,
  verdictOf,
} from './core-commands.ts'
import { StoreSide } from './core-places.ts'
import { type AskReceiptWords, askReceiptOf, type IssuerWords, receiptIdOf, YES } from './core-receipt-commands.ts'
import { addAll, rowsAskedFor } from './core-rows.ts'
import {
  type CancelWords,
  type CompleteWords,
  cancelOf,
  completeOf,
  type ResolveWords,
  resolveDoubtOf,
} from './core-undo-commands.ts'
import { inWords } from './core-words.ts'
import { keepDayRows, noDayRows } from './day-rows.ts'

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Noon in Seoul. */
export const STORY_BEGINS = Date.UTC(2026, 10, 22, 3) as Instant

/** The request's time is over when its turn comes. */
type Late = { readonly late: boolean }

export class CoreStory {
  /** The two clocks are far apart, so that a rule that reads the wrong one is found out. */
  at: Instant = STORY_BEGINS
  wall = 1_000_000 as WallTime

  /** Of the channel. */
  tillCancel: TillCancelRule = 'same_till'

  readonly merchants: Map<MerchantId, Merchant>
  readonly storeSide = new StoreSide()
  readonly endpoints = new Map<MerchantId, readonly Endpoint[]>()
  readonly orders = new Map<OrderKey, Order>()
  readonly payments = new Map<PaymentId, Payment>()
  readonly numbers = new Map<NumberKey, PaymentId>()
  readonly issueKeys = new Map<IssueKey, UsedKey>()
  readonly slips = new Map<NumberKey, PaymentId>()
  readonly refunds = new Map<RefundId, RefundOfPayment>()
  readonly attempts = new Map<TillKey, Attempt>()
  readonly tillRequests = new Map<TillKey, TillRequest>()
  readonly day = noDayRows()
  readonly externals = new Map<OrderKey, ExternalReceipt>()
  readonly events: PaymentEvent[] = []
  readonly deliveries: Delivery[] = []

  /** What the latest command was answered, and what it wrote. */
  latest: { readonly outcome: Outcome; readonly changes: Changes } | undefined

  /** What the gateway keeps in mind between a claim and its settle. */
  readonly #claims = new Map<TillKey, { readonly attemptId: AttemptId; readonly fence: number }>()
  #commands = 0

  constructor(merchants: readonly Merchant[] = [merchantNamed('mer_kim'), merchantNamed('mer_lee')]) {
    this.merchants = new Map(merchants.map((merchant) => [merchant.id, merchant]))
  }

  /** Time goes by for everybody. */
  passes(ms: number): void {
    this.jumps(ms)
    this.wall = (this.wall + ms) as WallTime
  }

  /** The sandbox clock is moved: business time only. */
  jumps(ms: number): void {
    this.at = (this.at + ms) as Instant
  }

  jumpsTo(at: number): void {
    this.at = at as Instant
  }

  issue(words: Partial<IssueWords> = {}): string {
    return this.ask(issueOf({ tillCancel: this.tillCancel, ...words }, this.#commandId()))
  }

  revoke(words: Partial<RevokeWords> = {}): string {
    return this.ask(revokeOf(words, this.#commandId()))
  }

  amend(words: Partial<AmendWords> = {}): string {
    return this.ask(amendOf(words, this.#commandId()))
  }

  suspend(words: Partial<SuspendWords> = {}): string {
    return this.ask(suspendOf(words, this.#commandId()))
  }

  resume(words: Partial<RevokeWords> = {}): string {
    return this.ask(resumeOf(words, this.#commandId()))
  }

  inquire({ late = false, ...words }: Partial<InquireWords & Late> = {}): string {
    return this.ask(inquireOf(words, this.#commandId()), late)
  }

  claim({ late = false, ...words }: Partial<ClaimWords & Late> = {}): string {
    const command = claimOf(words, this.#commandId())
    const said = this.ask(command, late)
    const outcome = this.latest?.outcome
    if (outcome?.kind === 'claimed') {
      this.#claims.set(command.request.key, { attemptId: command.request.attemptId, fence: outcome.payment.fence })
    }
    return said
  }

  /** The trace numbers under which a till came to hold a number, latest first. */
  claimed(): readonly string[] {
    return [...this.#claims.keys()].map((key) => key.slice(key.lastIndexOf('/') + 1)).reverse()
  }

  /** Settles a claim of this story, whatever became of it meanwhile. One that never was is a fault, and throws. */
  settle({ late = false, ...words }: Partial<SettleWords & Late> = {}): string {
    const { stan = '1', verdict = 'payable', reason = null } = words
    const { attemptId, fence } = this.#claims.get(keyOf(stan)) ?? NOBODYS_CLAIM
    const id = this.#commandId()
    const command: Settle = {
      type: 'settle',
      id,
      key: keyOf(stan),
      attemptId,
      fence: words.fence ?? fence,
      verdict: verdictOf(verdict, reason),
      approvalNo: id.replace('cmd_', '').padStart(8, '0'),
      receiptId: words.unasked === true ? receiptIdOf(id) : null,
    }
    return this.ask(command, late)
  }

  /** Claim and yes in one go. */
  collect({ unasked = false, ...words }: Partial<ClaimWords & Pick<SettleWords, 'unasked'>> = {}): string {
    const said = this.claim(words)
    return said === 'claimed' ? this.settle({ stan: words.stan ?? '1', unasked }) : said
  }

  reverse({ late = false, ...words }: Partial<ReverseWords & Late> = {}): string {
    return this.ask(reverseOf(words, this.#commandId()), late)
  }

  cancel({ late = false, ...words }: Partial<CancelWords & Late> = {}): string {
    return this.ask(cancelOf(words, this.#commandId()), late)
  }

  complete({ late = false, ...words }: Partial<CompleteWords & Late> = {}): string {
    return this.ask(completeOf(words, this.#commandId()), late)
  }

  resolveDoubt(words: Partial<ResolveWords> = {}): string {
    return this.ask(resolveDoubtOf(words, this.#commandId()))
  }

  /** From now on a collect is an approval, which its till completes. */
  twoPhases(notifyOn: NotifyOn = 'approve'): void {
    this.storeSide.setNetwork({ phases: 'two', notifyOn })
  }

  refund(words: Partial<RefundWords> = {}): string {
    return this.ask(refundOf(words, this.#commandId()))
  }

  settlePayout(words: Parameters<typeof settlePayoutOf>[0] = {}): string {
    return this.ask(settlePayoutOf(words, this.#commandId()))
  }

  reroute(words: Partial<OfRefundWords & { readonly to: 'bank' | 'slip'; readonly slip: number }> = {}): string {
    return this.ask(rerouteOf(words, this.#commandId()))
  }

  payOut({ late = false, ...words }: Partial<PayOutWords & Late> = {}): string {
    return this.ask(payOutOf(words, this.#commandId()), late)
  }

  /** Of payment `no`. */
  refundNo(refund = 1, no = 1): Refund {
    const found = refundIn(this.payment(no), refundId(refund))
    if (found === undefined) throw new Error(`payment ${no} has no refund ${refund}`)
    return found
  }

  lapse({ no = 1, orphaned = false }: { readonly no?: number; readonly orphaned?: boolean } = {}): string {
    return this.ask({ type: 'lapse', id: this.#commandId(), paymentId: paymentId(no), orphaned })
  }

  expire({ no = 1 }: { readonly no?: number } = {}): string {
    return this.ask({ type: 'expire', id: this.#commandId(), paymentId: paymentId(no) })
  }

  askReceipt(words: Partial<AskReceiptWords> = {}): string {
    return this.ask(askReceiptOf(words, this.#commandId()))
  }

  cancelReceipt({ no = 1, merchant = 'mer_kim' }: Partial<RevokeWords> = {}): string {
    const of = { merchantId: merchant as MerchantId, paymentId: paymentId(no) }
    return this.ask({ type: 'cancel_receipt', id: this.#commandId(), ...of })
  }

  retryReceipt({ no = 1 }: { readonly no?: number } = {}): string {
    return this.ask({ type: 'retry_receipt', id: this.#commandId(), paymentId: paymentId(no) })
  }

  /** The issuer's word on the receipt as it stands, or on another step of it. */
  settleReceipt(words: Partial<IssuerWords> = {}): string {
    const { no = 1, says = 'yes', finalInMs = DAY_MS, unasked = false } = words
    const id = this.#commandId()
    const receipt = this.payments.get(paymentId(no))?.receipt ?? null
    const open = receipt?.state === 'issued' || receipt?.state === 'cancelling' ? receipt.state : 'issuing'
    const step = words.step ?? open
    const finalAt = finalInMs === null ? null : ((this.at + finalInMs) as Instant)
    return this.ask({
      type: 'settle_receipt',
      id,
      paymentId: paymentId(no),
      receiptId: words.receipt ?? receipt?.id ?? ('rcp_none' as ReceiptId),
      step,
      word: says === 'yes' ? YES[step](finalAt) : { kind: 'refused', reason: 'not registered' },
      nextId: receiptIdOf(id),
      unasked,
    })
  }

  /** Resolves a command, keeps what it wrote, and says the answer in one phrase. */
  ask(command: Command, late = false): string {
    const rows = rowsAskedFor(command, { ...this, ...this.day })
    this.latest = resolve(command, { ...rows, ...this.storeSide, at: this.at, wall: this.wall, inTime: !late })
    this.#keep(this.latest.changes)
    return inWords(this.latest.outcome)
  }

  payment(no = 1): Payment {
    const payment = this.payments.get(paymentId(no))
    if (payment === undefined) throw new Error(`the story has no payment ${no}`)
    return payment
  }

  state(no = 1): PaymentState {
    return this.payment(no).state
  }

  standing(no = 1): Standing {
    return standingOf(this.payment(no))
  }

  order(no = 1): Order {
    const order = this.orders.get(orderKey(this.payment(no)))
    if (order === undefined) throw new Error(`payment ${no} has no order`)
    return order
  }

  attempt(stan = '1'): Attempt | undefined {
    return this.attempts.get(keyOf(stan))
  }

  /** What happened to one payment so far. */
  happened(no = 1): readonly EventType[] {
    return this.events.filter(({ paymentId: id }) => id === paymentId(no)).map(({ data }) => data.type)
  }

  #commandId(): CommandId {
    this.#commands += 1
    return `cmd_${this.#commands}` as CommandId
  }

  #keep(changes: Changes): void {
    addAll(this.orders, changes.orders)
    addAll(this.payments, changes.payments)
    addAll(this.numbers, changes.numbers)
    addAll(this.issueKeys, changes.issueKeys)
    addAll(this.slips, changes.slips)
    addAll(this.refunds, changes.refunds)
    addAll(this.attempts, changes.attempts)
    addAll(this.tillRequests, changes.tillRequests)
    keepDayRows(this.day, changes)
    addAll(this.externals, changes.externals)
    this.events.push(...changes.events)
    this.deliveries.push(...changes.deliveries)
  }
}

const NOBODYS_CLAIM = { attemptId: 'att_nobody' as AttemptId, fence: 1 }

/** A story in which number 1 was issued, and its deadline. */
export function issued(words: Partial<IssueWords> = {}): { readonly story: CoreStory; readonly deadline: Instant } {
  const story = new CoreStory()
  expectAnswer(story.issue(words), 'issued')
  return { story, deadline: story.payment(words.no).expiresAt }
}

/** A story in which a till holds number 1 under key 1. */
export function held(): CoreStory {
  const { story } = issued()
  expectAnswer(story.claim(), 'claimed')
  return story
}

/** A story in which number 1 was collected under key 1. */
export function collected(): CoreStory {
  const story = held()
  expectAnswer(story.settle(), 'collected')
  return story
}

/** A story in which number 1 was approved under key 1 on a network of two phases. */
export function approved(notifyOn: NotifyOn = 'approve'): CoreStory {
  const { story } = issued()
  story.twoPhases(notifyOn)
  expectAnswer(story.collect(), 'collected')
  return story
}

/** A story in which nobody completed that in time. */
export function inDoubt(notifyOn: NotifyOn = 'approve'): CoreStory {
  const story = approved(notifyOn)
  story.jumps(COMPLETION_MS)
  story.expire()
  return story
}

/** A story in which number 1 was collected and a slip for all of it made. */
export function withSlip(): CoreStory {
  const story = collected()
  expectAnswer(story.refund({ to: 'slip' }), 'refunded')
  return story
}

function expectAnswer(said: string, expected: string): void {
  if (said !== expected) throw new Error(`the story begins with "${expected}", but the core said "${said}"`)
}
