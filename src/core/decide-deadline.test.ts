/**
 * The deadline and its grace, to the millisecond; and who wins when it falls into a collect.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS, issued, MINUTE_MS, SECOND_MS } from '../../test/core-story.ts'
import { asOf } from './resolve.ts'

test('a number is collected one millisecond before its deadline, and not at it', () => {
  const before = issued()
  before.story.jumpsTo(before.deadline - 1)
  assert.equal(before.story.collect(), 'collected')
  const at = issued()
  at.story.jumpsTo(at.deadline)
  assert.equal(at.story.collect(), 'declined: expired')
  assert.equal(at.story.state(), 'failed')
})

test('a number inquired in time is collected until half an hour after its deadline', () => {
  const promised = issued()
  promised.story.jumpsTo(promised.deadline - 1)
  assert.equal(promised.story.inquire(), 'payable')
  promised.story.jumpsTo(promised.deadline + 30 * MINUTE_MS - 1)
  assert.equal(promised.story.collect(), 'collected')
  const over = issued()
  over.story.inquire()
  over.story.jumpsTo(over.deadline + 30 * MINUTE_MS)
  assert.equal(over.story.collect(), 'declined: expired')
})

test('an inquiry at the deadline comes too late and promises nothing', () => {
  const { story, deadline } = issued()
  story.jumpsTo(deadline)
  assert.equal(story.inquire(), 'no: expired')
  assert.equal(story.payment().inquiredAt, null)
})

test('only the first inquiry is written', () => {
  const { story } = issued()
  story.inquire()
  const first = story.payment().inquiredAt
  story.passes(SECOND_MS)
  assert.equal(story.inquire(), 'payable')
  assert.equal(story.payment().inquiredAt, first)
  assert.deepEqual(story.happened(), ['issued', 'inquired'])
})

test('an expired payment ended at its deadline or its grace, whenever the sweep came by', () => {
  const plain = issued()
  plain.story.jumpsTo(plain.deadline + 5 * HOUR_MS)
  plain.story.expire()
  const failed = plain.story.payment()
  assert.equal(failed.state === 'failed' && failed.failedAt, plain.deadline)
  const inquired = issued()
  inquired.story.inquire()
  inquired.story.jumpsTo(inquired.deadline + 5 * HOUR_MS)
  inquired.story.expire()
  const later = inquired.story.payment()
  assert.equal(later.state === 'failed' && later.failedAt, inquired.deadline + 30 * MINUTE_MS)
})

test('a sweep before the deadline changes nothing', () => {
  const { story, deadline } = issued()
  story.jumpsTo(deadline - 1)
  assert.equal(story.expire(), 'caught up')
  assert.deepEqual(story.happened(), ['issued'])
})

test('a reader sees a payment ended at its time, although no sweep came by', () => {
  const { story, deadline } = issued()
  assert.equal(asOf(story.payment(), story.at).state, 'ready')
  story.jumpsTo(deadline - 1)
  assert.equal(asOf(story.payment(), story.at).state, 'ready')
  story.jumpsTo(deadline)
  const seen = asOf(story.payment(), story.at)
  assert.equal(seen.state === 'failed' && seen.failedAt, deadline)
  assert.equal(story.state(), 'ready')
})

test('a number that a till holds does not expire; the collect counts', () => {
  const { story, deadline } = issued()
  story.jumpsTo(deadline - 1)
  story.claim()
  story.passes(5 * SECOND_MS)
  assert.equal(asOf(story.payment(), story.at).state, 'authorising')
  story.expire()
  assert.equal(story.settle(), 'collected')
})

test('a number whose collect was refused after the deadline ends with the next look at it', () => {
  const { story, deadline } = issued()
  story.jumpsTo(deadline - 1)
  story.claim()
  story.passes(5 * SECOND_MS)
  assert.equal(story.settle({ verdict: 'refused' }), 'declined: merchant_refused')
  assert.equal(asOf(story.payment(), story.at).state, 'failed')
  assert.equal(story.inquire(), 'no: expired')
  assert.equal(story.state(), 'failed')
})
