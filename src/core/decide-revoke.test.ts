/**
 * The merchant takes a number back before money came.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS, held, issued } from '../../test/core-story.ts'

test('a revoke repeated answers the same and writes nothing', () => {
  const { story } = issued()
  assert.equal(story.revoke(), 'revoked')
  const ended = story.payment()
  story.passes(HOUR_MS)
  assert.equal(story.revoke(), 'revoked')
  assert.deepEqual(story.payment(), ended)
})

test('a revoke loses to a till that holds the number', () => {
  const story = held()
  assert.equal(story.revoke(), 'no: in_progress')
  assert.equal(story.settle(), 'collected')
})

test('a revoke of one number leaves the other numbers of the order alone', () => {
  const { story } = issued()
  story.issue({ no: 2 })
  story.claim({ no: 2 })
  assert.equal(story.revoke({ no: 1 }), 'revoked')
  assert.equal(story.settle(), 'collected')
})

test("a revoke of another merchant's payment finds none, and touches nothing", () => {
  const { story, deadline } = issued()
  assert.equal(story.revoke({ merchant: 'mer_lee' }), 'no: payment_not_found')
  assert.equal(story.revoke({ no: 9 }), 'no: payment_not_found')
  story.jumpsTo(deadline)
  assert.equal(story.revoke({ merchant: 'mer_lee' }), 'no: payment_not_found')
  assert.deepEqual(story.happened(), ['issued'])
})
