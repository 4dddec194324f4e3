/**
 * What must hold of a story's rows after every step, whatever happened, told from the events and from nothing else.
 * `assertRowsHold` looks at one moment; `assertStepHolds` at what a step may have changed.
 */
import assert from 'node:assert/strict'
import type { Attempt, AttemptState } from '../src/core/attempt.ts'
import type { PaymentId } from '../src/core/brand.ts'
import { endsAt } from '../src/core/deadline.ts'
import { numberKey } from '../src/core/facts.ts'
import { orderKey } from '../src/core/order.ts'
import { type EventType, evolve, type Payment, type PaymentEvent, type PaymentState } from '../src/core/payment.ts'
import {
  isCollected,
  isGivenBack,
  REFUNDS_OF_PAYMENT_MAX,
  refundedAmount,
  refundOnSlip,
  remaining,
} from '../src/core/refund.ts'
import { standingOf } from '../src/core/standing.ts'
import { type CoreStory, DAY_MS } from './core-story.ts'
import { NOTICES } from './lifecycle-tables.ts'

export function assertRowsHold(story: CoreStory): void {
  for (const payment of story.payments.values()) {
    const events = story.events.filter(({ paymentId }) => paymentId === payment.id)
    assertHistory(payment, events)
    assertAttempts(payment, story)
    assertReceipt(payment, events)
    assertRefunds(payment, story)
  }
  assertOrders(story)
  assertNumbers(story)
  assertKeys(story)
}

/** A copy of what a step must not rewrite. */
export function snapshot(story: CoreStory): Pick<CoreStory, (typeof COPIED)[number]> {
  const { events, deliveries, payments, attempts, tillRequests, issueKeys } = story
  return {
    events: [...events],
    deliveries: [...deliveries],
    payments: new Map(payments),
    attempts: new Map(attempts),
    tillRequests: new Map(tillRequests),
    issueKeys: new Map(issueKeys),
  }
}

const COPIED = ['events', 'deliveries', 'payments', 'attempts', 'tillRequests', 'issueKeys'] as const

export function assertStepHolds(before: ReturnType<typeof snapshot>, after: CoreStory): void {
  const happened = after.events.slice(before.events.length)
  assert.deepEqual(after.events.slice(0, before.events.length), before.events, 'events are only added')
  for (const { at, data } of happened) assert.equal(at, after.at, `${data.type} bears the time of its batch`)
  assertNoOnlyTime(after, happened)
  assertShownInTime(before.payments, happened)
  assertAnswersKept(before, after)
  assertToldOf(happened, after.deliveries.slice(before.deliveries.length), after)
}

/** Null: it stays what it was, or what is left of it decides. */
const STATE_AFTER: Readonly<Record<EventType, PaymentState | null>> = {
  issued: 'ready',
  inquired: 'ready',
  amended: 'ready',
  suspended: 'ready',
  resumed: 'ready',
  claimed: 'authorising',
  collected: 'paid',
  collected_late: 'paid',
  doubted: 'paid',
  completed: 'paid',
  refused: 'ready',
  lapsed: 'ready',
  reversed: 'ready',
  cancelled: 'cancelled',
  revoked: 'cancelled',
  expired: 'failed',
  receipt_asked: null,
  receipt_retried: null,
  receipt_issued: null,
  receipt_final: null,
  receipt_failed: null,
  receipt_cancel_asked: null,
  receipt_cancelled: null,
  receipt_cancel_failed: null,
  refunded: null,
  paid_out: null,
  payout_failed: null,
  slips_expired: null,
  rerouted: null,
  payout_reversed: null,
  transfer_asked: null,
  paid_after_all: null,
  transfer_ended: null,
}

/** The row is the fold of its events; versions have no gap; a command does a thing to a payment once. */
function assertHistory(payment: Payment, events: readonly PaymentEvent[]): void {
  let folded: Payment | undefined
  for (const event of events) folded = evolve(folded, event)
  assert.deepEqual(payment, folded, 'a row is the fold of its events')
  assert.deepEqual(
    events.map(({ version }) => version),
    events.map((_event, index) => index + 1),
    'versions have no gap',
  )
  if (payment.refunds.length > 0) assert.ok(isCollected(payment), 'what is given back was collected')
  else assert.equal(payment.state, stateAfter(events))
  const once = new Set(events.map(({ command, data }) => `${command} ${data.type}`))
  assert.equal(once.size, events.length, 'a command writes an event of a kind once')
}

function stateAfter(events: readonly PaymentEvent[]): PaymentState | undefined {
  const states = events.flatMap(({ data }) => STATE_AFTER[data.type] ?? [])
  return states.at(-1)
}

/** A receipt is about cash that is there: where it went back, the receipt has gone too, or is on its way. */
function assertReceipt(payment: Payment, events: readonly PaymentEvent[]): void {
  const { state, receipt, lastAttempt } = payment
  const asked = events.flatMap(({ data }) => (data.type === 'receipt_asked' ? [data.terms] : []))
  assert.equal(new Set(asked.map(({ id }) => id)).size, asked.length, 'each receipt has an id of its own')
  if (receipt === null) {
    assert.equal(asked.length, 0)
    return
  }
  assert.equal(receipt.id, asked.at(-1)?.id)
  assert.ok(receipt.amount > 0)
  assert.ok(receipt.taxFree >= 0 && receipt.vat >= 0 && receipt.taxFree + receipt.vat <= receipt.amount)
  const isGoing =
    receipt.state === 'cancelled' ||
    receipt.state === 'failed' ||
    receipt.state === 'cancelling' ||
    (receipt.state === 'issuing' && receipt.thenCancel !== null) ||
    (receipt.state === 'issued' && receipt.cancelFailed !== null)
  if (state !== 'paid') assert.ok(isGoing, `${state}, and its receipt ${receipt.state}`)
  else if (!isGoing) {
    assert.equal(lastAttempt?.request.payType, 'cash', 'of a card there is no receipt')
    assert.equal(receipt.amount, remaining(payment), 'it is about the money that is there')
  }
}

const TOOK_MONEY: ReadonlySet<AttemptState> = new Set<AttemptState>(['collected', 'in_doubt', 'cancelled'])

/** A held payment has one attempt that is authorising, a paid one has one that collected exactly its amount. */
function assertAttempts(payment: Payment, { attempts }: CoreStory): void {
  const own = [...attempts.values()].filter((each) => each.state !== 'tombstoned' && each.paymentId === payment.id)
  const open = own.filter(({ state }) => state === 'authorising')
  const collected = own.filter(({ state }) => TOOK_MONEY.has(state))
  assert.equal(open.length, payment.state === 'authorising' ? 1 : 0, 'one open attempt where a till holds it')
  assert.equal(collected.length, isCollected(payment) ? 1 : 0, 'one collected attempt where it is paid')
  const { lastAttempt } = payment
  if (lastAttempt === null) return
  const attempt = attempts.get(lastAttempt.request.key)
  assert.ok(attempt !== undefined && attempt.state !== 'tombstoned')
  assert.equal(attempt.state, lastAttempt.state)
  assert.deepEqual(attempt.request, lastAttempt.request)
  if (attempt.state === 'authorising' && payment.state === 'authorising')
    assert.deepEqual([attempt.fence, attempt.until], [payment.fence, payment.until])
  if (attempt.state !== 'collected' && attempt.state !== 'in_doubt') return
  const provisional = payment.state === 'paid' ? payment.provisional : null
  assert.equal(attempt.completeBy, provisional?.completeBy ?? null)
  assert.equal(attempt.state === 'in_doubt', provisional?.inDoubt ?? false)
  const { amount, currency, payType } = attempt.request
  assert.deepEqual([amount, currency], [payment.amount, payment.currency], 'collected is what was agreed')
  assert.ok(payment.payTypes.includes(payType))
  assert.equal(attempt.approvalNo, lastAttempt.approvalNo)
  assert.equal(attempt.answer.kind, 'collected')
}

/**
 * Never more is given back than was collected; all of it given back is the end. What left a drawer is what an attempt says
 * left it, once for each refund, and the books balance: what was collected is what is kept, owed and gone.
 */
function assertRefunds(payment: Payment, { attempts, slips }: CoreStory): void {
  const { refunds } = payment
  const refunded = refundedAmount(payment)
  assert.ok(refunds.length === 0 || isCollected(payment), 'only collected money is given back')
  assert.ok(refunds.length <= REFUNDS_OF_PAYMENT_MAX)
  assert.ok(refunded <= payment.amount, 'no more than was paid')
  assert.equal(isGivenBack(payment), refunded === payment.amount)
  const atTill = refunds.some(({ route }) => route.kind === 'till')
  assert.equal(payment.state === 'cancelled' && payment.cause === 'cancelled_at_till', atTill)
  assert.ok(!atTill || refunds.length === 1, 'a till gives back all of it, or nothing')
  assert.equal(new Set(refunds.map(({ id }) => id)).size, refunds.length, 'a refund is accepted once')
  for (const { id, amount, payout, route } of refunds) {
    assert.ok(amount > 0)
    const own = [...attempts.values()].filter((each) => each.state === 'paid_out' && each.refundId === id)
    const atTill = payout.state === 'paid_out' && payout.where.kind === 'till'
    assert.equal(own.length, atTill ? 1 : 0, 'one payout attempt where a till paid it')
    for (const attempt of own) {
      assert.ok(attempt.state === 'paid_out' && atTill && payout.where.kind === 'till')
      assert.deepEqual(attempt.request, payout.where.request)
      assert.deepEqual([attempt.request.amount, attempt.request.currency], [amount, payment.currency])
    }
    if (route.kind === 'slip') assert.equal(slips.get(numberKey(payment.network, route.number)), payment.id)
  }
}

/** At most one collection an order; its row names its live payments, the one a till holds and the paid one. */
function assertOrders({ payments, orders }: CoreStory): void {
  for (const payment of payments.values()) assert.ok(orders.has(orderKey(payment)), 'every payment has an order')
  for (const [key, order] of orders) {
    const own = [...payments.values()].filter((payment) => orderKey(payment) === key)
    const within = (states: readonly PaymentState[]): PaymentId[] =>
      own.filter(({ state }) => states.includes(state)).map(({ id }) => id)
    const collected = own.filter(isCollected).map(({ id }) => id)
    const taken = [...collected, ...within(['authorising'])]
    assert.ok(taken.length <= 1, 'one number of an order is held or was paid, at most')
    assert.equal(order.collected, collected[0] ?? null)
    assert.equal(order.holder, within(['authorising'])[0] ?? null)
    assert.deepEqual([...order.live].sort(), within(['ready', 'authorising']).sort())
    if (order.collected !== null) assert.deepEqual(order.live, [], 'the other numbers of a paid order have ended')
    const live = own.filter(({ id }) => order.live.includes(id))
    const prices = new Set(live.map(({ amount, currency }) => `${amount} ${currency}`))
    assert.ok(prices.size <= 1, 'the numbers of an order that can be paid cost the same')
  }
}

/** A number leads to its latest payment; the network's own serve once, a merchant's pass on only when they are free. */
function assertNumbers({ events, payments, numbers, slips }: CoreStory): void {
  const latest = new Map<string, Payment>()
  for (const { data, paymentId } of events) {
    const payment = payments.get(paymentId)
    if (data.type !== 'issued' || payment === undefined) continue
    const key = numberKey(payment.network, payment.number)
    const before = latest.get(key)
    if (before !== undefined) assertPassedOn(before, payment)
    latest.set(key, payment)
  }
  assert.deepEqual(
    [...numbers].sort(),
    [...latest].map(([key, { id }]) => [key, id]).sort(),
    'a number leads to the payment issued last on it',
  )
  for (const key of slips.keys()) assert.ok(!numbers.has(key), 'a slip’s number is no payment’s')
}

/** A key names one payment or one refund, of its own merchant, and none was made under two. */
function assertKeys({ issueKeys, payments }: CoreStory): void {
  const named = [...issueKeys.values()].map(({ paymentId, refundId, merchantId }) => {
    const payment = payments.get(paymentId)
    assert.equal(payment?.merchantId, merchantId)
    if (refundId !== null) assert.ok(payment?.refunds.some(({ id }) => id === refundId))
    return refundId ?? paymentId
  })
  assert.equal(new Set(named).size, named.length)
}

function assertPassedOn(before: Payment, next: Payment): void {
  assert.equal(next.scheme, 'registered', 'a number of the network is issued once')
  const ended = endOf(before)
  assert.ok(ended !== undefined, 'a number has one live payment')
  const waitMs = before.merchantId !== next.merchantId ? 90 * DAY_MS : before.state === 'paid' ? DAY_MS : 0
  assert.ok(next.issuedAt >= ended + waitMs, 'a number passes on only when it is free')
}

function endOf(payment: Payment): number | undefined {
  if (payment.state === 'paid') return payment.paidAt
  if (payment.state === 'cancelled') return payment.cancelledAt
  return payment.state === 'failed' ? payment.failedAt : undefined
}

/** A "no" and a stored answer change nothing but what time would have changed anyway. */
function assertNoOnlyTime({ latest }: CoreStory, happened: readonly PaymentEvent[]): void {
  if (latest === undefined || happened.length === 0) return
  const { outcome } = latest
  const isAgain = (outcome.kind === 'answered' || outcome.kind === 'issued') && outcome.again
  if (outcome.kind !== 'rejected' && !isAgain) return
  for (const { data } of happened) assert.ok(BROUGHT_BY_TIME.has(data.type), `no, but ${data.type}`)
}

const BROUGHT_BY_TIME: ReadonlySet<EventType> = new Set<EventType>(['lapsed', 'expired', 'slips_expired', 'doubted'])

function assertShownInTime(before: ReadonlyMap<PaymentId, Payment>, happened: readonly PaymentEvent[]): void {
  for (const { data, paymentId, at } of happened) {
    const payment = before.get(paymentId)
    if (data.type === 'claimed' || data.type === 'inquired') {
      assert.ok(payment !== undefined && at < endsAt(payment), `${data.type} in time`)
      assert.notEqual(standingOf(payment), 'suspended', `${data.type} while nothing is taken for it`)
    }
    if (data.type !== 'paid_out' || data.where.kind !== 'till') continue
    const slip = payment && refundOnSlip(payment, data.where.request.number)
    assert.ok(slip?.route.kind === 'slip' && at < slip.route.expiresAt, 'paid out in time')
    assert.equal(slip.id, data.refundId)
  }
}

const ATTEMPT_MAY_BECOME: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  authorising: ['collected', 'refused', 'reversed'],
  collected: ['in_doubt', 'reversed', 'cancelled'],
  in_doubt: ['collected', 'reversed', 'cancelled'],
  cancelled: [],
  paid_out: ['reversed'],
  refused: [],
  reversed: [],
  tombstoned: [],
}

/** An answer that was given stays, but for a collect that was undone. */
function assertAnswersKept(before: ReturnType<typeof snapshot>, after: CoreStory): void {
  for (const [key, old] of before.attempts) {
    const now = after.attempts.get(key)
    assert.ok(now !== undefined, 'an attempt is never lost')
    if (now.state !== old.state)
      assert.ok(ATTEMPT_MAY_BECOME[old.state].includes(now.state), `${old.state} -> ${now.state}`)
    else if (!isBlankTombstone(old))
      assert.deepEqual(final(now), final(old), 'an attempt that has its answer keeps it, whether or not it is final')
  }
  for (const [key, old] of before.tillRequests) assert.deepEqual(after.tillRequests.get(key), old)
  for (const [key, old] of before.issueKeys) assert.deepEqual(after.issueKeys.get(key), old)
}

function final(attempt: Attempt): Attempt {
  return attempt.state === 'collected' ? { ...attempt, completeBy: null } : attempt
}

function isBlankTombstone(attempt: Attempt): boolean {
  return attempt.state === 'tombstoned' && attempt.answer === null
}

/** Every event has the deliveries its merchant asked for, in the same changes, and no other. */
function assertToldOf(happened: readonly PaymentEvent[], deliveries: CoreStory['deliveries'], story: CoreStory): void {
  const expected = happened.flatMap((event) => {
    const merchant = story.merchants.get(event.merchantId)
    const payment = story.payments.get(event.paymentId)
    assert.ok(merchant !== undefined && payment !== undefined)
    const { status, usually, all } = NOTICES[event.data.type]
    const heard = merchant.v1Notices === 'all' ? all : usually
    const isUntold = event.data.type === 'collected' && event.data.provisional?.told === false
    const told =
      (heard === 'yes' && !isUntold) ||
      (heard === 'when it had been paid' && wasToldPaid(event, story)) ||
      (heard === 'where approvals are not told' && !wasToldPaid(event, story)) ||
      (heard === 'when asked for' && event.data.type === 'refunded' && event.data.tellV1)
    const urls = payment.noticeUrls ?? [merchant.noticeUrl]
    const now = event.data.type === 'refunded' && payment.state === 'paid' ? 'paid' : status
    return told ? urls.map((url) => `${event.paymentId} ${event.version} ${now} ${url}`) : []
  })
  const written = deliveries.map(({ paymentId, version, status, url }) => `${paymentId} ${version} ${status} ${url}`)
  assert.deepEqual(written, expected)
  assert.equal(new Set(story.deliveries.map(({ id }) => id)).size, story.deliveries.length, 'ids of deliveries differ')
}

/** An approval that nobody is told of is told with its completion. */
function wasToldPaid({ paymentId, version }: PaymentEvent, { events }: CoreStory): boolean {
  const before = events.filter((each) => each.paymentId === paymentId && each.version < version)
  const latest = before.findLast(({ data }) => COLLECTING.has(data.type))?.data
  const isUntold = latest?.type === 'collected' && latest.provisional?.told === false
  return stateAfter(before) === 'paid' && !isUntold
}

const COLLECTING: ReadonlySet<EventType> = new Set<EventType>(['collected', 'collected_late', 'completed'])
