/**
 * A till gives back what it took while the customer is there or the day lasts: all of it, once, and only where the channel's
 * rule and the clock allow it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CoreStory,
  collected,
  DAY_MS,
  HOUR_MS,
  inDoubt,
  issued,
  MINUTE_MS,
  SECOND_MS,
  withSlip,
} from '../../test/core-story.ts'
import { PLAIN_CALENDAR } from './calendar.ts'
import type { TillCancelRule } from './merchant.ts'

test('a cancel gives back all of it and ends the payment; the order was paid once and gets no other number', () => {
  const story = collected()
  story.passes(5 * MINUTE_MS)
  assert.equal(story.cancel(), 'cancelled')
  const payment = story.payment()
  assert.ok(payment.state === 'cancelled' && payment.cause === 'cancelled_at_till')
  assert.equal(payment.cancelledAt, story.at)
  assert.equal(payment.paidAt, story.at - 5 * MINUTE_MS)
  const { amount, askedBy, reason, route, payout } = story.refundNo()
  assert.deepEqual([amount, askedBy, reason, route.kind, payout.state], [1000, 'till', '고객 변심', 'till', 'paid_out'])
  assert.equal(story.issue({ no: 2 }), 'no: order_paid')
})

test('a cancel repeated any number of times is one cancel, with the same answer', () => {
  const story = collected()
  story.cancel()
  const kept = [...story.tillRequests.values()]
  for (const waitMs of [0, HOUR_MS, 400 * DAY_MS]) {
    story.passes(waitMs)
    assert.equal(story.cancel(), 'cancelled, again')
    assert.equal(story.cancel({ late: true }), 'cancelled, again')
    assert.deepEqual([...story.tillRequests.values()], kept)
  }
  assert.equal(story.cancel({ stan: 'c2', refund: 2 }), 'not cancelled: cancelled_before')
  assert.equal(story.happened().filter((type) => type === 'cancelled').length, 1)
})

test('a late duplicate of a cancelled collect hears that it was cancelled, and collects nothing', () => {
  const story = collected()
  story.cancel()
  assert.equal(story.claim(), 'declined: cancelled_before, again')
  assert.equal(story.settle(), 'declined: cancelled_before, again')
  assert.equal(story.claim({ stan: '2' }), 'declined: already_paid')
})

test('under the usual rule the same till cancels for thirty minutes, to the millisecond', () => {
  const at = (ms: number): string => {
    const story = collected()
    story.jumps(ms)
    return story.cancel()
  }
  assert.equal(at(29 * MINUTE_MS), 'cancelled')
  assert.equal(at(30 * MINUTE_MS - 1), 'cancelled')
  assert.equal(at(30 * MINUTE_MS), 'not cancelled: cancel_too_late')
  assert.equal(at(31 * MINUTE_MS), 'not cancelled: cancel_too_late')
})

/** Collected at this hour of Seoul under a rule, cancelled this much later. */
function cancelledAfter(rule: TillCancelRule, hour: number, ms: number, cutOff = 0): string {
  const story = new CoreStory()
  story.storeSide.setNetwork({ calendar: { ...PLAIN_CALENDAR, cutOff } })
  story.jumpsTo(Date.UTC(2026, 10, 22, hour - 9))
  story.issue({ tillCancel: rule })
  story.collect()
  story.jumps(ms)
  return story.cancel()
}

test('no rule reaches past the cut-off: a second before it is in time, at it and a second later is not', () => {
  for (const cutOff of [0, 240]) {
    const day = 24 * HOUR_MS + cutOff * MINUTE_MS - 20 * HOUR_MS
    assert.equal(cancelledAfter('until_cutoff', 20, day - SECOND_MS, cutOff), 'cancelled')
    assert.equal(cancelledAfter('until_cutoff', 20, day, cutOff), 'not cancelled: cancel_too_late')
    assert.equal(cancelledAfter('until_cutoff', 20, day + SECOND_MS, cutOff), 'not cancelled: cancel_too_late')
  }
  const story = new CoreStory()
  story.jumpsTo(Date.UTC(2026, 10, 22, 14, 50))
  story.issue()
  story.collect()
  story.jumps(10 * MINUTE_MS - SECOND_MS)
  story.jumps(2 * SECOND_MS)
  assert.equal(story.cancel(), 'not cancelled: cancel_too_late', 'eleven minutes after it, but the day is over')
})

test('another till of the shop cancels where the rule lets it, and money goes back at the till that asks', () => {
  const usual = collected()
  assert.equal(usual.cancel({ till: '02' }), 'not cancelled: cancel_at_other_till')
  assert.equal(usual.state(), 'paid')
  const { story } = issued({ tillCancel: 'until_cutoff' })
  story.collect()
  assert.equal(story.cancel({ till: '02' }), 'cancelled')
  const { payout } = story.refundNo()
  assert.ok(payout.state === 'paid_out' && payout.where.kind === 'cancel')
  assert.equal(payout.where.request.till, '02')
})

test('what cannot be taken back is not cancelled, nor what is given back another way already, in parts or all', () => {
  const { story } = issued({ tillCancel: 'never' })
  story.collect()
  assert.equal(story.cancel(), 'not cancelled: cancel_not_allowed')
  const partly = collected()
  partly.refund({ amount: 1 })
  assert.equal(partly.cancel({ refund: 2 }), 'not cancelled: refunded_before')
  assert.equal(withSlip().cancel({ refund: 2 }), 'not cancelled: refunded_before')
})

test('a refusal is kept under its key, whatever the clock and the payment become', () => {
  const story = collected()
  assert.equal(story.cancel({ amount: 999 }), 'not cancelled: original_amount_differs')
  assert.equal(story.cancel({ amount: 999 }), 'not cancelled: original_amount_differs, again')
  assert.equal(story.cancel({ amount: 1000 }), 'no: key_conflict')
  assert.equal(story.cancel({ stan: 'c2' }), 'cancelled')
  assert.equal(story.cancel({ amount: 999 }), 'not cancelled: original_amount_differs, again')
})

test('of a cancel, a reverse and a refund of one collection exactly one happens, whichever comes first', () => {
  const undoings = ['cancel', 'reverse', 'refund'] as const
  for (const first of undoings) {
    for (const second of undoings.filter((each) => each !== first)) {
      const story = collected()
      story[first]()
      const before = story.events.length
      story[second]({ refund: 2 })
      assert.equal(story.events.length, before, `${second} after ${first}`)
    }
  }
})

test('while the merchant is being asked a cancel waits, and cancels what came of it', () => {
  const { story } = issued()
  story.claim()
  assert.equal(story.cancel(), 'no: still_running')
  story.settle()
  assert.equal(story.cancel(), 'cancelled')
  const refused = issued().story
  refused.claim()
  refused.settle({ verdict: 'refused' })
  assert.equal(refused.cancel(), 'not cancelled: original_not_found')
})

test('a cancel ends the doubt about a collect', () => {
  const story = inDoubt()
  assert.equal(story.cancel(), 'not cancelled: cancel_too_late', 'half an hour has gone by')
  const { story: lasting } = issued({ tillCancel: 'until_cutoff' })
  lasting.twoPhases()
  lasting.collect()
  lasting.jumps(HOUR_MS)
  assert.equal(lasting.cancel(), 'cancelled')
  assert.deepEqual(lasting.happened().slice(-2), ['doubted', 'cancelled'])
})

test('a cancel of a payout, and of what never came, finds nothing that was collected', () => {
  const story = withSlip()
  story.payOut()
  assert.equal(story.cancel({ original: 'o1', refund: 2 }), 'not cancelled: original_not_found')
  assert.equal(story.cancel({ original: 'nothing', stan: 'c2' }), 'not cancelled: original_not_found')
})

test('a reverse that names a cancel undoes nothing and says what the cancel did', () => {
  const done = collected()
  done.cancel()
  assert.equal(done.reverse({ original: 'c1' }), 'taken: was_cancelled')
  assert.equal(done.state(), 'cancelled')
  const refused = collected()
  refused.cancel({ amount: 1 })
  assert.equal(refused.reverse({ original: 'c1' }), 'taken: closed')
  assert.equal(refused.state(), 'paid')
})

test('a reverse that overtakes a cancel bars its key: no money goes back for it', () => {
  const story = collected()
  assert.equal(story.reverse({ original: 'c1' }), 'taken: tombstoned')
  assert.equal(story.cancel(), 'no: key_conflict')
  assert.equal(story.state(), 'paid')
  assert.equal(story.cancel({ stan: 'c2' }), 'cancelled')
})

test('reverse, cancel and completion share no key', () => {
  const story = collected()
  story.reverse({ original: 'never-sent', stan: 'k1' })
  assert.equal(story.cancel({ stan: 'k1' }), 'no: key_conflict')
  assert.equal(story.complete({ stan: 'k1' }), 'no: key_conflict')
  story.cancel({ stan: 'k2' })
  assert.equal(story.reverse({ stan: 'k2' }), 'no: key_conflict')
})

test('a cancel that cannot be answered in time writes nothing, and the same one does it later', () => {
  const story = collected()
  assert.equal(story.cancel({ late: true }), 'no: too_late')
  assert.equal(story.state(), 'paid')
  assert.equal(story.cancel(), 'cancelled')
})

test('the cash receipt of a cancelled collect goes with it, also while it is being issued', () => {
  const issuing = collected()
  issuing.askReceipt()
  issuing.cancel()
  assert.equal(issuing.settleReceipt(), 'receipt settled')
  assert.equal(issuing.payment().receipt?.state, 'cancelling')
  const standing = collected()
  standing.askReceipt()
  standing.settleReceipt()
  standing.cancel()
  assert.equal(standing.payment().receipt?.state, 'cancelling')
  standing.settleReceipt()
  const { receipt } = standing.payment()
  assert.ok(receipt?.state === 'cancelled' && receipt.cause === 'reversed')
})
