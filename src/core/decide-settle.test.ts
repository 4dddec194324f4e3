/**
 * How a claim ends: by the merchant's word in time, or by nobody's. Whatever comes after the end changes nothing.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS, held, issued, SECOND_MS } from '../../test/core-story.ts'

test('a yes that comes past the budget of the till is a refusal, and the merchant is to learn of it', () => {
  const story = held()
  assert.equal(story.settle({ late: true }), 'declined: merchant_unanswered')
  const refused = story.events.at(-1)?.data
  assert.ok(refused?.type === 'refused' && refused.merchantSaidYes)
  assert.equal(story.settle(), 'declined: merchant_unanswered, again')
})

test('a no, or silence, needs no correction', () => {
  for (const verdict of ['refused', 'unanswered'] as const) {
    const story = held()
    story.settle({ verdict })
    const refused = story.events.at(-1)?.data
    assert.ok(refused?.type === 'refused' && !refused.merchantSaidYes, verdict)
  }
})

test("the merchant's reason reaches the till", () => {
  const story = held()
  story.settle({ verdict: 'refused', reason: 'sold out' })
  const attempt = story.attempt()
  assert.ok(attempt?.state === 'refused' && attempt.answer.kind === 'declined')
  assert.deepEqual(attempt.answer.rejection, { name: 'merchant_refused', reason: 'sold out' })
  assert.equal(story.claim(), 'declined: merchant_refused, again')
})

test('a collection ends the other numbers of its order in the same transaction', () => {
  const { story } = issued()
  story.issue({ no: 2 })
  story.issue({ no: 3 })
  story.issue({ no: 4, order: 'order-2' })
  story.claim({ no: 2 })
  story.settle()
  assert.deepEqual(
    [1, 2, 3, 4].map((no) => story.state(no)),
    ['cancelled', 'paid', 'cancelled', 'ready'],
  )
  assert.equal(story.latest?.changes.events.length, 3)
  assert.equal(story.claim({ no: 1, stan: '2' }), 'declined: already_paid')
  assert.deepEqual(story.order(2), { ...story.order(2), live: [], holder: null, collected: story.payment(2).id })
})

test('a claim lapses after fifteen seconds of real time, not a millisecond before', () => {
  const story = held()
  story.passes(15 * SECOND_MS - 1)
  story.lapse()
  assert.equal(story.state(), 'authorising')
  story.passes(1)
  story.lapse()
  assert.equal(story.state(), 'ready')
})

test('moving the sandbox clock does not lapse a claim', () => {
  const story = held()
  story.jumps(24 * HOUR_MS)
  story.lapse()
  assert.equal(story.state(), 'authorising')
  assert.equal(story.settle(), 'collected')
})

test('any command that meets a claim past its time lapses it first', () => {
  for (const meet of ['claim', 'inquire', 'revoke', 'issue', 'expire'] as const) {
    const story = held()
    story.passes(15 * SECOND_MS)
    if (meet === 'claim') story.claim({ stan: '2' })
    else if (meet === 'issue') story.issue({ no: 2, amount: 2000 })
    else story[meet]()
    assert.deepEqual(story.happened().slice(0, 3), ['issued', 'claimed', 'lapsed'], meet)
  }
})

test('a claim past its time does not hold the other numbers of its order', () => {
  const story = held()
  story.issue({ no: 2 })
  story.passes(15 * SECOND_MS)
  assert.equal(story.claim({ no: 2, stan: '2' }), 'claimed')
  assert.equal(story.state(1), 'ready')
})

test('a yes that comes after the lapse changes nothing', () => {
  const story = held()
  story.passes(15 * SECOND_MS)
  story.lapse()
  assert.equal(story.settle(), 'declined: merchant_unanswered, again')
  assert.equal(story.state(), 'ready')
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'lapsed'])
})

test('a yes that comes at the very end of the claim is too late, sweep or no sweep', () => {
  const story = held()
  story.passes(15 * SECOND_MS)
  assert.equal(story.settle(), 'declined: merchant_unanswered, again')
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'lapsed'])
})

test('a yes for a lapsed claim does not touch the claim that came after it', () => {
  const story = held()
  story.passes(15 * SECOND_MS)
  assert.equal(story.claim({ stan: '2' }), 'claimed')
  assert.equal(story.settle({ stan: '1' }), 'declined: merchant_unanswered, again')
  assert.equal(story.state(), 'authorising')
  assert.equal(story.settle({ stan: '2' }), 'collected')
})

test('the repeat of a lapsed collect is told that the merchant did not answer', () => {
  const story = held()
  assert.equal(story.claim(), 'no: still_running')
  story.passes(15 * SECOND_MS)
  assert.equal(story.claim(), 'declined: merchant_unanswered, again')
})

test('the claims of a process that died lapse at once', () => {
  const story = held()
  assert.equal(story.lapse({ orphaned: true }), 'caught up')
  assert.equal(story.state(), 'ready')
  assert.equal(story.order().holder, null)
})

test('an orphan is only the claim that is named, not that of another number of its order', () => {
  const { story } = issued()
  story.issue({ no: 2 })
  story.claim({ no: 2, stan: '2' })
  story.lapse({ no: 1, orphaned: true })
  assert.equal(story.state(2), 'authorising')
  story.lapse({ no: 2, orphaned: true })
  assert.equal(story.state(2), 'ready')
})

test('a claim that lapses past the deadline expires in the same breath', () => {
  const { story, deadline } = issued()
  story.jumpsTo(deadline - 1)
  story.claim()
  story.passes(15 * SECOND_MS)
  story.lapse()
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'lapsed', 'expired'])
  assert.equal(story.order().live.length, 0)
})
