/** Giving back what was collected: in parts, at once, never more than there was, and never to the wrong side of a race. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numberOf, refundId, slipNumber } from '../../test/core-commands.ts'
import { CoreStory, collected, DAY_MS, HOUR_MS, issued, MINUTE_MS, withSlip } from '../../test/core-story.ts'
import { defaultDeadline } from './deadline.ts'
import { REFUNDS_OF_PAYMENT_MAX, refundedAmount, remaining } from './refund.ts'
import { asOf } from './resolve.ts'

test('what is given back in parts leaves the payment paid, until nothing is left', () => {
  const story = collected()
  assert.equal(story.refund({ amount: 300 }), 'refunded')
  assert.deepEqual([story.state(), remaining(story.payment())], ['paid', 700])
  assert.equal(story.refund({ refund: 2, amount: 699, to: 'slip' }), 'refunded')
  assert.deepEqual([story.state(), remaining(story.payment())], ['paid', 1])
  story.passes(HOUR_MS)
  assert.equal(story.refund({ refund: 3 }), 'refunded')
  const payment = story.payment()
  assert.ok(payment.state === 'cancelled' && payment.cause === 'refunded')
  assert.deepEqual([payment.cancelledAt - payment.paidAt, refundedAmount(payment)], [HOUR_MS, 1000])
  assert.equal(remaining(payment), 0)
})

test('a refund without an amount is of all that is left', () => {
  const story = collected()
  story.refund({ amount: 300 })
  story.refund({ refund: 2 })
  assert.equal(story.refundNo(2).amount, 700)
})

test('of refunds that ask for more than there is together, those that come too late are refused', () => {
  const story = collected()
  assert.equal(story.refund({ refund: 1, amount: 600 }), 'refunded')
  assert.equal(story.refund({ refund: 2, amount: 600 }), 'no: refund_too_large')
  assert.equal(story.refund({ refund: 3, amount: 400 }), 'refunded')
  assert.equal(story.refund({ refund: 4, amount: 1 }), 'no: already_cancelled')
})

test('a balance that is believed must be what is left; 0 is a belief, none is none', () => {
  const story = collected()
  assert.equal(story.refund({ balance: 0 }), 'no: balance_differs')
  assert.equal(story.refund({ balance: 999 }), 'no: balance_differs')
  assert.equal(story.refund({ amount: 1, balance: 1000 }), 'refunded')
  assert.equal(story.refund({ refund: 2, balance: 1000 }), 'no: balance_differs')
})

test('a payment has so many partial refunds and no more', () => {
  const story = collected()
  for (let refund = 1; refund <= REFUNDS_OF_PAYMENT_MAX; refund += 1)
    assert.equal(story.refund({ refund, amount: 1 }), 'refunded')
  assert.equal(story.refund({ refund: REFUNDS_OF_PAYMENT_MAX + 1, amount: 1 }), 'no: refunds_too_many')
})

test('a refusal changes nothing', () => {
  const story = collected()
  const before = story.payment()
  for (const words of [{ amount: 1001 }, { balance: 1 }, { to: 'nowhere' as const }, { merchant: 'mer_lee' }])
    assert.match(story.refund(words), /^no: /)
  assert.equal(story.payment(), before)
})

test('another merchant’s payment is not found, neither to refund nor to settle nor to reroute', () => {
  const story = collected()
  assert.equal(story.refund({ merchant: 'mer_lee' }), 'no: payment_not_found')
  story.refund()
  assert.equal(story.settlePayout({ merchant: 'mer_lee' }), 'no: refund_not_found')
  assert.equal(story.reroute({ merchant: 'mer_lee' }), 'no: refund_not_found')
  assert.equal(story.settlePayout({ refund: 2 }), 'no: refund_not_found')
})

test('of a refund and a reverse of the same collection exactly one happens', () => {
  const refundFirst = collected()
  assert.equal(refundFirst.refund({ amount: 1 }), 'refunded')
  assert.equal(refundFirst.reverse(), 'taken: closed')
  assert.equal(refundFirst.state(), 'paid')
  const reverseFirst = collected()
  assert.equal(reverseFirst.reverse(), 'taken: reversed')
  assert.equal(reverseFirst.refund(), 'no: not_paid')
  assert.equal(reverseFirst.state(), 'ready')
})

test('an order that was given back gets no further number, and its number is not collected again', () => {
  const story = collected()
  story.refund()
  assert.equal(story.issue({ no: 2 }), 'no: order_paid')
  assert.equal(story.inquire(), 'no: already_paid')
  assert.equal(story.claim({ stan: '2' }), 'declined: already_paid')
})

test('an account is kept with its refund, and only then', () => {
  const story = collected()
  story.refund({ amount: 400 })
  assert.deepEqual([...(story.latest?.changes.accounts.keys() ?? [])], [refundId(1)])
  story.refund({ refund: 2, amount: 601 })
  assert.equal(story.latest?.changes.accounts.size, 0)
  story.refund({ refund: 3, to: 'slip' })
  assert.equal(story.latest?.changes.accounts.size, 0)
  story.reroute({ refund: 3, to: 'bank' })
  assert.deepEqual([...(story.latest?.changes.accounts.keys() ?? [])], [refundId(3)])
})

test('a slip can be paid out until the end of its last day in Seoul, not a millisecond longer', () => {
  const endsAt = defaultDeadline(withSlip().at, 14)
  const inTime = withSlip()
  inTime.jumpsTo(endsAt - 1)
  assert.equal(inTime.payOut(), 'paid out')
  const late = withSlip()
  late.jumpsTo(endsAt)
  assert.equal(late.payOut(), 'not paid out: slip_expired')
  assert.deepEqual(late.refundNo().payout, { state: 'failed', at: endsAt, cause: 'expired', note: null })
})

test('a slip past its time is read as expired at its deadline, whether or not a sweep has been by', () => {
  const story = withSlip()
  const endsAt = defaultDeadline(story.at, 14)
  story.jumpsTo(endsAt + DAY_MS)
  assert.equal(story.refundNo().payout.state, 'pending')
  const read = asOf(story.payment(), story.at)
  assert.deepEqual(read.refunds[0]?.payout, { state: 'failed', at: endsAt, cause: 'expired', note: null })
  story.expire()
  assert.deepEqual(story.payment().refunds, read.refunds)
})

test('a slip’s number is no payment’s and no other slip’s, either way', () => {
  const story = collected()
  assert.equal(story.refund({ amount: 1, to: 'slip', number: numberOf(1) }), 'no: number_taken')
  assert.equal(story.refund({ amount: 1, to: 'slip', slip: 1 }), 'refunded')
  assert.equal(story.refund({ refund: 2, amount: 1, to: 'slip', slip: 1 }), 'no: number_taken')
  assert.equal(story.reroute({ to: 'slip', slip: 1 }), 'no: number_taken')
  assert.equal(story.issue({ no: 2, order: 'order-2', number: slipNumber(1) }), 'no: number_taken')
  const own = { no: 2, order: 'order-2', number: slipNumber(1), scheme: 'registered' } as const
  assert.equal(story.issue(own), 'no: own_number_taken')
})

test('a slip that was replaced pays nothing; the new one does', () => {
  const story = withSlip()
  assert.equal(story.reroute({ slip: 2 }), 'rerouted')
  assert.equal(story.inquire({ number: slipNumber(1) }), 'no: slip_replaced')
  assert.equal(story.payOut({ slip: 1 }), 'not paid out: slip_replaced')
  assert.equal(story.payOut({ slip: 2, stan: 'o2' }), 'paid out')
})

test('a till that asks is told which way the money goes, and moves it in no other', () => {
  const story = withSlip()
  assert.equal(story.inquire({ number: slipNumber(1) }), 'payable out')
  assert.equal(story.claim({ stan: '2', number: slipNumber(1) }), 'declined: number_is_slip')
  const { story: unpaid } = issued()
  assert.equal(unpaid.payOut({ number: numberOf(1) }), 'not paid out: number_is_payment')
  assert.equal(unpaid.state(), 'ready')
})

test('a payout that is reversed can be paid out again while the slip lives', () => {
  const story = withSlip()
  story.payOut()
  assert.equal(story.reverse({ original: 'o1' }), 'payout taken: reversed')
  assert.equal(story.payOut({ stan: 'o2' }), 'paid out')
  story.jumps(15 * DAY_MS)
  assert.equal(story.reverse({ original: 'o2', stan: 'r2' }), 'payout taken: closed', 'its day is over')
  assert.equal(story.refundNo().payout.state, 'paid_out')
})

test('a payout that is reversed after its slip has expired has failed', () => {
  const story = withSlip()
  const endsAt = defaultDeadline(story.at, 14)
  story.jumpsTo(endsAt - 1)
  story.payOut()
  story.passes(MINUTE_MS)
  assert.equal(story.reverse({ original: 'o1' }), 'payout taken: reversed')
  assert.equal(story.payOut({ stan: 'o2' }), 'not paid out: slip_expired')
})

test('a reverse of a payout before the payout bars it', () => {
  const story = withSlip()
  assert.equal(story.reverse({ original: 'o1' }), 'taken: tombstoned')
  assert.equal(story.payOut(), 'not paid out: reversed_before')
  assert.equal(story.refundNo().payout.state, 'pending')
  assert.equal(story.payOut({ stan: 'o2' }), 'paid out')
})

test('two tills that pay out one slip: one does', () => {
  const story = withSlip()
  assert.equal(story.payOut({ stan: 'o1' }), 'paid out')
  assert.equal(story.payOut({ stan: 'o2' }), 'not paid out: slip_paid_out')
  assert.equal(story.payOut({ stan: 'o1' }), 'paid out, again')
})

test('a slip pays exactly its amount, in its currency', () => {
  for (const words of [{ amount: 999 }, { amount: 1001 }, { currency: 'USD' as const }])
    assert.equal(withSlip().payOut(words), 'not paid out: amount_differs')
})

test('a refund of one payment says nothing of another', () => {
  const story = new CoreStory()
  story.issue()
  story.issue({ no: 2, order: 'order-2' })
  story.collect()
  story.collect({ no: 2, stan: '2' })
  story.refund({ no: 2 })
  assert.deepEqual([story.state(1), story.state(2)], ['paid', 'cancelled'])
})
