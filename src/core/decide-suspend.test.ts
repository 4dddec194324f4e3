/**
 * A merchant takes no money for a payment for a while. Whatever else can happen to the payment goes on.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS, HOUR_MS, held, issued, MINUTE_MS } from '../../test/core-story.ts'

test('a suspended payment is neither shown nor collected, and the till hears why', () => {
  const { story } = issued()
  assert.equal(story.suspend({ reason: '재고 확인 중' }), 'suspended')
  assert.equal(story.inquire(), 'no: suspended')
  assert.deepEqual(story.latest?.outcome, {
    kind: 'rejected',
    rejection: { name: 'suspended', reason: '재고 확인 중' },
  })
  assert.equal(story.claim(), 'declined: suspended')
  const attempt = story.attempt()
  assert.ok(attempt?.state === 'refused' && attempt.answer.kind === 'declined')
  assert.deepEqual(attempt.answer.rejection, { name: 'suspended', reason: '재고 확인 중' })
  assert.equal(story.payment().lastAttempt, null)
  assert.equal(story.resume(), 'resumed')
  assert.equal(story.claim(), 'declined: suspended, again', 'a key keeps its answer')
  assert.equal(story.collect({ stan: '2' }), 'collected')
})

test('a suspension without a reason gives the till none', () => {
  const { story } = issued()
  story.suspend()
  story.inquire()
  assert.deepEqual(story.latest?.outcome, { kind: 'rejected', rejection: { name: 'suspended' } })
})

test('asking again writes nothing; another reason takes the place of the first', () => {
  const { story } = issued()
  assert.equal(story.resume(), 'resumed', 'it runs')
  story.suspend({ reason: '재고 확인 중' })
  assert.equal(story.suspend({ reason: '재고 확인 중' }), 'suspended')
  assert.equal(story.suspend({ reason: '가격 확인 중' }), 'suspended')
  assert.equal(story.suspend(), 'suspended')
  story.resume()
  assert.equal(story.resume(), 'resumed')
  assert.deepEqual(story.happened(), ['issued', 'suspended', 'suspended', 'suspended', 'resumed'])
})

test('a suspension loses to a till that holds the number, and a collect that fails leaves it running', () => {
  const story = held()
  assert.equal(story.suspend(), 'no: in_progress')
  assert.equal(story.resume(), 'no: in_progress')
  story.settle({ verdict: 'refused' })
  assert.equal(story.standing(), 'ready')
  assert.equal(story.suspend(), 'suspended')
})

test('a reverse brings a payment back running, though it was suspended before it was collected', () => {
  const { story } = issued()
  story.suspend()
  story.resume()
  story.collect()
  assert.equal(story.reverse(), 'taken: reversed')
  assert.equal(story.standing(), 'ready')
})

test('the deadline does not wait for a suspended payment', () => {
  const { story, deadline } = issued()
  story.suspend()
  story.jumpsTo(deadline)
  assert.equal(story.resume(), 'no: expired')
  assert.equal(story.state(), 'failed')
  assert.equal('suspended' in story.payment(), false)
})

test('a grace that was promised goes on behind a suspension', () => {
  const { story, deadline } = issued()
  story.inquire()
  story.suspend()
  story.jumpsTo(deadline + 10 * MINUTE_MS)
  assert.equal(story.resume(), 'resumed')
  assert.equal(story.collect(), 'collected')
})

test('a suspended payment can be amended, and stays suspended', () => {
  const { story } = issued()
  story.suspend({ reason: '가격 확인 중' })
  assert.equal(story.amend({ amount: 2000, expiresAt: story.at + DAY_MS }), 'amended')
  assert.equal(story.standing(), 'suspended')
  story.resume()
  assert.equal(story.collect({ amount: 2000 }), 'collected')
})

test('a suspension is of one number: another of its order can be issued and collected, and that ends it', () => {
  const { story } = issued()
  story.suspend()
  assert.equal(story.issue({ no: 2 }), 'issued')
  assert.equal(story.collect({ no: 2 }), 'collected')
  assert.deepEqual(story.happened(), ['issued', 'suspended', 'revoked'])
  assert.equal(story.inquire(), 'no: already_paid')
})

test('while a till holds another number of its order, a suspended one is being paid', () => {
  const { story } = issued()
  story.issue({ no: 2 })
  story.suspend()
  story.claim({ no: 2 })
  assert.equal(story.inquire(), 'no: in_progress')
})

test('a suspended payment can be revoked', () => {
  const { story } = issued()
  story.suspend()
  story.passes(HOUR_MS)
  assert.equal(story.revoke(), 'revoked')
  assert.equal(story.resume(), 'no: revoked')
})
