/**
 * Random histories of a few orders, numbers and till keys under a jumping clock. After every step everything that must
 * hold of the rows is checked against the events alone; whole histories are told twice, with and without sweeps, and
 * must answer the same.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { merchantNamed, numberOf, paymentId } from '../../test/core-commands.ts'
import { assertRowsHold, assertStepHolds, snapshot } from '../../test/core-invariants.ts'
import { CoreStory, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../test/core-story.ts'
import type { CollectionNumber } from './brand.ts'
import { type PayType, REISSUE_RULES } from './merchant.ts'
import type { Payment } from './payment.ts'
import { refundOnSlip } from './refund.ts'

const PAYMENTS = 6
const OWN_NUMBER = 'OWN-1'

const no = fc.integer({ min: 1, max: PAYMENTS })
const merchant = mostly('mer_kim', 'mer_lee')
const amount = mostly(1000, 2000)
const number = fc.oneof({ weight: 4, arbitrary: no.map(numberOf) }, { weight: 1, arbitrary: fc.constant(OWN_NUMBER) })
const late = mostly(false, true)
const stan = fc.integer({ min: 1, max: 30 }).map(String)
/** One of the collects so far, counted back from the latest. */
const ago = fc.constantFrom(0, 0, 0, 0, 1, 2)

const issue = fc.record({
  does: fc.constant('issue'),
  no,
  merchant,
  amount,
  order: fc.constantFrom('order-1', 'order-2'),
  reissue: fc.constantFrom(...REISSUE_RULES),
  own: mostly(false, true),
  payTypes: mostly<readonly PayType[]>(['cash', 'card'], ['cash']),
  noticeUrls: fc.constantFrom(null, null, [], ['https://one.example', 'https://two.example']),
  expiresInMs: fc.constantFrom(null, null, 20 * SECOND_MS, 2 * HOUR_MS),
  key: fc.constantFrom(null, 'key-1', 'key-2'),
})
const inquire = fc.record({ does: fc.constant('inquire'), number, late })
const claim = fc.record({
  does: fc.constant('claim'),
  number,
  stan,
  amount,
  payType: mostly('cash', 'card'),
  late,
})
const settle = fc.record({
  does: fc.constant('settle'),
  ago,
  verdict: fc.constantFrom('payable', 'payable', 'payable', 'refused', 'unanswered'),
  late,
  unasked: mostly(false, true),
})
const reverse = fc.record({
  does: fc.constant('reverse'),
  original: fc.oneof({ weight: 3, arbitrary: ago }, { weight: 1, arbitrary: stan }),
  stan: fc.integer({ min: 1, max: 9 }).map((each) => `r${each}`),
})
const revoke = fc.record({ does: fc.constant('revoke'), no, merchant })
const amend = fc.record({
  does: fc.constant('amend'),
  no,
  merchant,
  amount: fc.constantFrom(null, 1000, 2000),
  expiresInMs: fc.constantFrom(null, null, 20 * SECOND_MS, 2 * HOUR_MS, 90 * DAY_MS),
  version: fc.constantFrom(null, null, null, 1, 2),
  amountMax: fc.constantFrom(null, null, 1500),
})
const suspend = fc.record({
  does: fc.constant('suspend'),
  no,
  merchant,
  reason: fc.constantFrom(null, '재고 확인 중'),
})
const resume = fc.record({ does: fc.constant('resume'), no, merchant })
const askReceipt = fc.record({ does: fc.constant('ask_receipt'), no, merchant, taxFree: mostly(0, 1001) })
const cancelReceipt = fc.record({ does: fc.constant('cancel_receipt'), no, merchant })
const retryReceipt = fc.record({ does: fc.constant('retry_receipt'), no })
/** Late ones are about a step that may be over. */
const settleReceipt = fc.record({
  does: fc.constant('settle_receipt'),
  no,
  says: mostly<'yes' | 'no'>('yes', 'no'),
  step: fc.constantFrom(undefined, undefined, undefined, 'issuing', 'issued', 'cancelling'),
  finalInMs: fc.constantFrom(null, 12 * HOUR_MS),
  unasked: fc.boolean(),
})
const lapse = fc.record({ does: fc.constant('lapse'), no, orphaned: mostly(false, true) })
const expire = fc.record({ does: fc.constant('expire'), no })
const slip = fc.integer({ min: 1, max: 14 })
const refund = fc.record({
  does: fc.constant('refund'),
  no,
  merchant,
  amount: fc.constantFrom(null, 1, 300, 300, 500, 1000),
  balance: mostly<number | null>(null, 700),
  to: fc.constantFrom('bank', 'slip', 'slip', 'slip', 'nowhere'),
  slip,
  tellV1: fc.boolean(),
})
/** Of a refund that was accepted, counted back from the latest. */
const settlePayout = fc.record({
  does: fc.constant('settle_payout'),
  ago,
  result: fc.constantFrom('paid_out', 'failed'),
})
const reroute = fc.record({ does: fc.constant('reroute'), ago, to: fc.constantFrom('bank', 'slip'), slip })
/** Of a slip there was, counted back from the latest, or of any number at all. */
const payOut = fc.record({
  does: fc.constant('pay_out'),
  number: fc.oneof({ weight: 5, arbitrary: ago }, { weight: 1, arbitrary: number }),
  stan,
  amount: fc.constantFrom(null, null, null, 300),
  late,
})
const time = fc.record({
  does: fc.constantFrom('pass', 'jump'),
  ms: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(1, SECOND_MS, 5 * SECOND_MS, 15 * SECOND_MS) },
    { weight: 1, arbitrary: fc.constantFrom(30 * MINUTE_MS, 12 * HOUR_MS, 8 * DAY_MS, 91 * DAY_MS) },
  ),
})

const step = fc.oneof(
  { weight: 5, arbitrary: issue },
  { weight: 3, arbitrary: inquire },
  { weight: 8, arbitrary: claim },
  { weight: 8, arbitrary: settle },
  { weight: 3, arbitrary: reverse },
  { weight: 1, arbitrary: revoke },
  { weight: 2, arbitrary: amend },
  { weight: 1, arbitrary: suspend },
  { weight: 2, arbitrary: resume },
  { weight: 4, arbitrary: askReceipt },
  { weight: 2, arbitrary: cancelReceipt },
  { weight: 1, arbitrary: retryReceipt },
  { weight: 6, arbitrary: settleReceipt },
  { weight: 1, arbitrary: lapse },
  { weight: 1, arbitrary: expire },
  { weight: 5, arbitrary: refund },
  { weight: 2, arbitrary: settlePayout },
  { weight: 2, arbitrary: reroute },
  { weight: 5, arbitrary: payOut },
  { weight: 3, arbitrary: time },
)

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

const history = fc.array(step, { minLength: 10, maxLength: 80, size: 'max' })

test('whatever happens in whatever order, the rows tell what the events tell', (t) => {
  check(
    t,
    fc.property(history, (steps) => {
      const story = beginning()
      assertRowsHold(story)
      for (const each of steps) {
        const before = snapshot(story)
        const answer = take(story, each)
        assertStepHolds(before, story)
        assertRowsHold(story)
        if (answer !== undefined) assertRepeatHolds(story, each, answer)
      }
    }),
    400,
  )
})

test('a sweep that comes late or early changes no answer', (t) => {
  check(
    t,
    fc.property(history, (steps) => {
      const swept = beginning()
      const unswept = beginning()
      for (const each of steps) {
        sweep(swept)
        assert.equal(take(swept, each), take(unswept, each), JSON.stringify(each))
      }
      sweep(swept)
      sweep(unswept)
      for (let each = 1; each <= PAYMENTS; each += 1) assert.deepEqual(ending(swept, each), ending(unswept, each))
    }),
    200,
  )
})

/** Runs a property under a fresh seed and says which; a failure prints seed and path for `fc.assert`. */
function check(t: TestContext, property: fc.IProperty<[Step[]]>, numRuns: number): void {
  const seed = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  fc.assert(property, { seed, numRuns })
}

/** Both settings of notices, and three numbers issued, so that most steps find something to meet. */
function beginning(): CoreStory {
  const kim = merchantNamed('mer_kim', { v1Notices: 'all' })
  const lee = merchantNamed('mer_lee', { v1Notices: 'paid' })
  const story = new CoreStory([kim, lee])
  story.issue({ no: 1 })
  story.issue({ no: 2 })
  story.issue({ no: 3, merchant: 'mer_lee', order: 'order-2' })
  return story
}

/** One step of a history; the answer, where somebody asked. */
function take(story: CoreStory, each: Step): string | undefined {
  switch (each.does) {
    case 'issue': {
      const { own, expiresInMs, ...words } = each
      const expiresAt = expiresInMs === null ? null : story.at + expiresInMs
      return story.issue({ ...words, expiresAt, ...(own ? { number: OWN_NUMBER, scheme: 'registered' } : {}) })
    }
    case 'inquire':
      return story.inquire(each)
    case 'claim':
      return story.claim(each)
    case 'settle': {
      const claimed = story.claimed()[each.ago]
      return claimed === undefined ? undefined : story.settle({ ...each, stan: claimed })
    }
    case 'reverse':
      return story.reverse({ stan: each.stan, original: originalOf(story, each.original) })
    case 'revoke':
      return story.revoke(each)
    case 'amend': {
      const { expiresInMs, ...words } = each
      return story.amend({ ...words, expiresAt: expiresInMs === null ? null : story.at + expiresInMs })
    }
    case 'suspend':
      return story.suspend(each)
    case 'resume':
      return story.resume(each)
    case 'ask_receipt':
      return story.askReceipt(each)
    case 'cancel_receipt':
      return story.cancelReceipt(each)
    case 'retry_receipt':
      return story.retryReceipt(each)
    case 'settle_receipt': {
      const { step: other, ...words } = each
      return story.settleReceipt({ ...words, ...(other === undefined ? {} : { step: other }) })
    }
    case 'refund':
      return story.refund({ ...each, refund: story.refunds.size + 1, slip: each.slip + 100 })
    case 'settle_payout':
    case 'reroute':
      return takeOfRefund(story, each)
    case 'pay_out':
      return story.payOut(payOutWords(story, each))
    case 'lapse':
      story.lapse(each)
      return undefined
    case 'expire':
      story.expire(each)
      return undefined
    case 'pass':
      story.passes(each.ms)
      return undefined
    case 'jump':
      story.jumps(each.ms)
      return undefined
  }
}

function takeOfRefund(
  story: CoreStory,
  each: Extract<Step, { does: 'settle_payout' | 'reroute' }>,
): string | undefined {
  const named = lastRefunds(story)[each.ago]
  if (named === undefined) return undefined
  if (each.does === 'settle_payout') return story.settlePayout({ ...named, result: each.result })
  return story.reroute({ ...named, to: each.to, slip: each.slip + 200 })
}

/** Latest first. */
function lastRefunds(story: CoreStory) {
  return [...story.refunds.values()].reverse().map(({ payment, refund: { id } }) => ({
    no: Number(payment.id.slice('imp_'.length)),
    merchant: payment.merchantId,
    refund: Number(id.slice('rfd_'.length)),
  }))
}

/** Exactly what the slip is for, but where the step says otherwise. */
function payOutWords(story: CoreStory, { number, stan, amount, late }: Extract<Step, { does: 'pay_out' }>) {
  const slips = [...story.slips.keys()].reverse()
  const key = typeof number === 'number' ? slips[number] : undefined
  const shown = key === undefined ? String(number) : key.slice(key.indexOf('/') + 1)
  const payment = key === undefined ? undefined : story.payments.get(story.slips.get(key) ?? paymentId(0))
  const refund = payment && refundOnSlip(payment, shown as CollectionNumber)
  return { number: shown, stan: `o${stan}`, amount: amount ?? refund?.amount ?? 1000, late }
}

function originalOf(story: CoreStory, original: number | string): string {
  return typeof original === 'string' ? original : (story.claimed()[original] ?? 'never-sent')
}

/** The same request again gets the same answer, and nothing is written but what time brings. */
function assertRepeatHolds(story: CoreStory, each: Step, answer: string): void {
  if (each.does === 'issue') assertRepeatedIssueHolds(story, each, answer)
  if (each.does === 'amend' || each.does === 'suspend' || each.does === 'resume') {
    const before = snapshot(story)
    const isOutdated = each.does === 'amend' && each.version !== null && answer === 'amended'
    if (!isOutdated) assert.equal(take(story, each), answer)
    assert.deepEqual(story.events, before.events, 'a change that is made is not made again')
    return
  }
  if ((each.does !== 'claim' && each.does !== 'reverse' && each.does !== 'pay_out') || answer === 'no: too_late') return
  const before = snapshot(story)
  const repeated = repeat(story, each)
  assert.equal(repeated, REPEATED.get(answer) ?? `${answer.replace(', again', '')}, again`)
  assertStepHolds(before, story)
  assert.deepEqual([...story.attempts], [...before.attempts])
}

/** Under a key a request is issued once and names its payment ever after; what was refused is decided anew. */
function assertRepeatedIssueHolds(story: CoreStory, each: Extract<Step, { does: 'issue' }>, answer: string): void {
  if (each.key === null || !answer.startsWith('issued')) return
  const first = issuedLast(story)
  const before = snapshot(story)
  assert.equal(take(story, { ...each, no: PAYMENTS }), 'issued, again')
  assert.deepEqual(issuedLast(story), first)
  assertStepHolds(before, story)
  assert.equal(story.payments.size, before.payments.size)
  const other = each.amount === 1000 ? 2000 : 1000
  assert.equal(take(story, { ...each, amount: other }), 'no: key_conflict')
}

function issuedLast({ latest }: CoreStory): Payment {
  assert.ok(latest?.outcome.kind === 'issued')
  return latest.outcome.payment
}

function repeat(story: CoreStory, each: Extract<Step, { does: 'claim' | 'reverse' | 'pay_out' }>): string | undefined {
  return each.does === 'reverse' ? take(story, each) : take(story, { ...each, late: false })
}

const REPEATED: ReadonlyMap<string, string> = new Map([
  ['claimed', 'no: still_running'],
  ['no: still_running', 'no: still_running'],
  ['no: key_conflict', 'no: key_conflict'],
])

function sweep(story: CoreStory): void {
  for (let each = 1; each <= PAYMENTS; each += 1) {
    story.lapse({ no: each })
    story.expire({ no: each })
  }
}

/** How a payment ended up, without the count of commands, and of sweeps: one that comes late ends several slips at once. */
function ending(story: CoreStory, each: number): unknown {
  const payment = story.payments.get(paymentId(each))
  if (payment === undefined) return undefined
  const { updatedAt: _swept, version: _counted, ...rest } = payment
  const happened = story.happened(each).filter((type) => type !== 'slips_expired')
  const refunds = rest.refunds.map(({ payout, ...of }) => ({ ...of, payout: payout.state }))
  const { lastAttempt, receipt } = rest
  return { ...rest, refunds, lastAttempt: lastAttempt?.state, receipt: receipt?.state, happened }
}

function mostly<const Value>(usual: Value, rare: Value): fc.Arbitrary<Value> {
  return fc.constantFrom(usual, usual, usual, usual, usual, rare)
}
