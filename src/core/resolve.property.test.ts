/**
 * Random histories of a few orders, numbers and till keys under a jumping clock. After every step everything that must
 * hold of the rows is checked against the events alone; whole histories are told twice, with and without sweeps, and
 * must answer the same.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { keyOf, merchantNamed, paymentId } from '../../test/core-commands.ts'
import { assertRowsHold, assertStepHolds, snapshot } from '../../test/core-invariants.ts'
import { history, OWN_NUMBER, PAYMENTS, phases, type Step } from '../../test/core-steps.ts'
import { CoreStory } from '../../test/core-story.ts'
import { bankSays, refundByBank, transferId, tryTransfer } from '../../test/core-transfers.ts'
import { assertDayHolds, assertDayStepHolds, dayRowsOf } from '../../test/day-invariants.ts'
import { cashSales, closeDay, openDay, post, settleEntry, tell } from '../../test/day-story.ts'
import type { CollectionNumber } from './brand.ts'
import type { NotifyOn } from './network.ts'
import type { Payment } from './payment.ts'
import { refundOnSlip } from './refund.ts'
import { type DayTotals, dayOfKey, dayTotals, NO_TOTALS } from './till-day.ts'

test('whatever happens in whatever order, the rows tell what the events tell', (t) => {
  check(
    t,
    fc.property(history, phases, (steps, notifyOn) => {
      const story = beginning(notifyOn)
      assertRowsHold(story)
      for (const each of steps) {
        const before = snapshot(story)
        const dayBefore = dayRowsOf(story)
        const answer = take(story, each)
        assertStepHolds(before, story)
        assertDayStepHolds(dayBefore, story)
        assertRowsHold(story)
        assertDayHolds(story)
        if (answer !== undefined) assertRepeatHolds(story, each, answer)
      }
    }),
    400,
  )
})

test('a sweep that comes late or early changes no answer', (t) => {
  check(
    t,
    fc.property(history, phases, (steps, notifyOn) => {
      const swept = beginning(notifyOn)
      const unswept = beginning(notifyOn)
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
function check(t: TestContext, property: fc.IProperty<[Step[], NotifyOn | null]>, numRuns: number): void {
  const seed = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  fc.assert(property, { seed, numRuns })
}

/** Both settings of notices, and three numbers issued, so that most steps find something to meet. */
function beginning(notifyOn: NotifyOn | null): CoreStory {
  const kim = merchantNamed('mer_kim', { v1Notices: 'all' })
  const lee = merchantNamed('mer_lee', { v1Notices: 'paid' })
  const story = new CoreStory([kim, lee])
  if (notifyOn !== null) story.twoPhases(notifyOn)
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
    case 'cancel':
    case 'complete':
      return takeUndo(story, each)
    case 'resolve_doubt':
      return story.resolveDoubt(each)
    case 'revoke':
    case 'amend':
    case 'suspend':
    case 'resume':
      return takeChange(story, each)
    case 'ask_receipt':
    case 'cancel_receipt':
    case 'retry_receipt':
    case 'settle_receipt':
      return takeOfReceipt(story, each)
    case 'refund':
      return takeRefund(story, each)
    case 'try_transfer':
    case 'bank_says':
      return takeTransfer(story, each)
    case 'tell':
    case 'desk':
    case 'open_day':
    case 'close_day':
      return takeOfDay(story, each)
    case 'settle_payout':
    case 'reroute':
      return takeOfRefund(story, each)
    case 'pay_out':
      return story.payOut(payOutWords(story, each))
    case 'lapse':
    case 'expire':
      story[each.does](each)
      return undefined
    case 'pass':
      story.passes(each.ms)
      return undefined
    case 'jump':
      story.jumps(each.ms)
      return undefined
  }
}

function takeChange(
  story: CoreStory,
  each: Extract<Step, { does: 'revoke' | 'amend' | 'suspend' | 'resume' }>,
): string {
  if (each.does !== 'amend') return story[each.does](each)
  const { expiresInMs, ...words } = each
  return story.amend({ ...words, expiresAt: expiresInMs === null ? null : story.at + expiresInMs })
}

type OfReceipt = Extract<Step, { does: 'ask_receipt' | 'cancel_receipt' | 'retry_receipt' | 'settle_receipt' }>

function takeOfReceipt(story: CoreStory, each: OfReceipt): string {
  switch (each.does) {
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
  }
}

function takeUndo(
  story: CoreStory,
  { does, original, ...words }: Extract<Step, { does: 'cancel' | 'complete' }>,
): string {
  return story[does]({ ...words, original: originalOf(story, original), refund: story.refunds.size + 1 })
}

function takeRefund(story: CoreStory, { to, ...each }: Extract<Step, { does: 'refund' }>): string {
  const words = { ...each, refund: story.refunds.size + 1, slip: each.slip + 100 }
  return to === 'joined bank' ? refundByBank(story, words) : story.refund({ ...words, to })
}

/** About the order that is open, or else the one that was called failed; of a bank that knows of none, about none. */
function takeTransfer(
  story: CoreStory,
  each: Extract<Step, { does: 'try_transfer' | 'bank_says' }>,
): string | undefined {
  const named = lastRefunds(story)[each.ago]
  if (named === undefined) return undefined
  const { no, refund } = named
  if (each.does === 'try_transfer') return String(tryTransfer(story, no, refund))
  const { transfer, calledFailed } = story.refundNo(refund, no)
  const order = (transfer ?? calledFailed)?.id ?? transferId(0)
  return String(bankSays(story, each.says, Number(order.slice('trf_'.length)), refund, no))
}

type OfDay = Extract<Step, { does: 'tell' | 'desk' | 'open_day' | 'close_day' }>

function takeOfDay(story: CoreStory, each: OfDay): string | undefined {
  switch (each.does) {
    case 'tell':
      return tell(story, { ...each, sign: each.kind === '03' ? '-' : each.sign })
    case 'desk': {
      const entry = [...story.day.suspense.values()].reverse()[each.ago]
      if (entry === undefined) return undefined
      if (each.what !== 'post') return settleEntry(story, each.what, entry)
      return entry.paymentId === null ? undefined : post(story, entry)
    }
    case 'open_day':
      return openDay(story)
    case 'close_day':
      return closeDay(story, each.right ? inDrawer(story) : cashSales(99, 99))
  }
}

function inDrawer({ attempts, tillRequests, wall }: CoreStory): DayTotals {
  return dayTotals(dayOfKey(keyOf('1')), attempts.values(), tillRequests.values(), wall) ?? NO_TOTALS
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
  if (!isKeyed(each) || answer === 'no: too_late') return
  const before = snapshot(story)
  const repeated = repeat(story, each)
  assert.equal(repeated, REPEATED.get(answer) ?? `${answer.replace(', again', '')}, again`)
  assertStepHolds(before, story)
  assert.deepEqual([...story.attempts], [...before.attempts])
}

type Keyed = Extract<Step, { does: 'claim' | 'reverse' | 'pay_out' | 'cancel' | 'complete' }>

function isKeyed(each: Step): each is Keyed {
  return ['claim', 'reverse', 'pay_out', 'cancel', 'complete'].includes(each.does)
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

function repeat(story: CoreStory, each: Keyed): string | undefined {
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
