/**
 * What a till hears when it asks to collect: once, twice, with another content, while another till is at it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numberOf } from '../../test/core-commands.ts'
import { CoreStory, collected, HOUR_MS, held, issued } from '../../test/core-story.ts'

test('a second till loses to the one that holds the number, and its loss is final for its key', () => {
  const story = held()
  assert.equal(story.claim({ stan: '2' }), 'declined: in_progress')
  story.settle({ verdict: 'refused' })
  assert.equal(story.claim({ stan: '2' }), 'declined: in_progress, again')
  assert.equal(story.claim({ stan: '3' }), 'claimed')
})

test('a held number holds its whole order', () => {
  const story = held()
  story.issue({ no: 2 })
  assert.equal(story.inquire({ no: 2 }), 'no: in_progress')
  assert.equal(story.claim({ no: 2, stan: '2' }), 'declined: in_progress')
})

test('a collect declined by a rule is written down, so that its late duplicate cannot collect', () => {
  const { story } = issued()
  assert.equal(story.claim({ amount: 999 }), 'declined: amount_differs')
  assert.equal(story.attempt()?.state, 'refused')
  assert.deepEqual(story.happened(), ['issued'])
  assert.equal(story.claim({ amount: 999 }), 'declined: amount_differs, again')
})

test('a number nobody knows is declined and written down too', () => {
  const story = new CoreStory()
  assert.equal(story.claim({ no: 9 }), 'declined: number_unknown')
  assert.equal(story.claim({ no: 9, stan: '2', wellFormed: false }), 'declined: number_wrong')
  assert.equal(story.claim({ no: 9 }), 'declined: number_unknown, again')
  assert.equal(story.reverse(), 'taken: was_refused')
})

test('a claim that came too late for its till writes nothing', () => {
  const { story } = issued()
  assert.equal(story.claim({ late: true }), 'no: too_late')
  assert.equal(story.attempt(), undefined)
  assert.equal(story.claim(), 'claimed')
})

test('a number takes exactly its amount, in its currency', () => {
  const { story } = issued({ amount: 1000, currency: 'USD' })
  assert.equal(story.claim({ stan: '1', amount: 1001, currency: 'USD' }), 'declined: amount_differs')
  assert.equal(story.claim({ stan: '2', amount: 999, currency: 'USD' }), 'declined: amount_differs')
  assert.equal(story.claim({ stan: '3', amount: 1000, currency: 'KRW' }), 'declined: amount_differs')
  assert.equal(story.claim({ stan: '4', amount: 1000, currency: 'USD' }), 'claimed')
})

test('a number takes only the ways of paying that were agreed', () => {
  const { story } = issued({ payTypes: ['cash'] })
  assert.equal(story.claim({ stan: '1', payType: 'card' }), 'declined: pay_type_not_allowed')
  assert.equal(story.claim({ stan: '2', payType: 'cash' }), 'claimed')
})

test('a token of the inquiry is not needed, and one of other terms is turned away', () => {
  const { story, deadline } = issued()
  const terms = { no: 1, amount: 1000, expiresAt: deadline }
  story.issue({ no: 2 })
  assert.equal(story.claim({ stan: '1', inquired: { ...terms, amount: 999 } }), 'declined: terms_changed')
  assert.equal(story.claim({ stan: '2', inquired: { ...terms, expiresAt: deadline - 1 } }), 'declined: terms_changed')
  assert.equal(story.claim({ stan: '3', inquired: { ...terms, no: 2 } }), 'declined: terms_changed')
  assert.equal(story.claim({ stan: '4', inquired: terms }), 'claimed')
})

test('the same key with another content is a conflict and changes nothing', () => {
  const story = collected()
  const before = story.events.length
  assert.equal(story.claim({ payType: 'card' }), 'no: key_conflict')
  assert.equal(story.claim({ no: 2 }), 'no: key_conflict')
  assert.equal(story.events.length, before)
  assert.equal(story.claim(), 'collected, again')
})

test('a collect repeated any number of times is one collection, with the same answer', () => {
  const story = collected()
  const first = story.attempt()
  for (let repeat = 0; repeat < 3; repeat += 1) {
    story.passes(HOUR_MS)
    assert.equal(story.claim(), 'collected, again')
    assert.deepEqual(story.attempt(), first)
  }
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'collected'])
})

test('the slip says what was true when the money was taken', () => {
  const attempt = collected().attempt()
  assert.ok(attempt?.state === 'collected' && attempt.answer.kind === 'collected')
  assert.deepEqual(attempt.answer.receipt, {
    merchant: 'Shop of mer_kim',
    name: 'Blue kettle',
    number: numberOf(1),
    amount: 1000,
    currency: 'KRW',
    payType: 'cash',
    outletName: 'Hanbit shop 1',
    till: '01',
  })
  assert.equal(attempt.answer.approvalNo, attempt.approvalNo)
})

test('a number belongs to its network', () => {
  const { story } = issued()
  assert.equal(story.inquire({ network: 'other' }), 'no: number_unknown')
  assert.equal(story.claim({ network: 'other' }), 'declined: number_unknown')
})
