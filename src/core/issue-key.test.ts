/** One request, one number or one refund: what a merchant's key does, whatever became of its payment meanwhile. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paymentId } from '../../test/core-commands.ts'
import { type CoreStory, issued } from '../../test/core-story.ts'
import type { Payment } from './payment.ts'

function issuedLast({ latest }: CoreStory): Payment {
  assert.ok(latest?.outcome.kind === 'issued')
  return latest.outcome.payment
}

test('the same request under the same key is answered with its payment, and issues nothing', () => {
  const { story } = issued({ key: 'k' })
  const before = story.events.length
  assert.equal(story.issue({ no: 2, key: 'k' }), 'issued, again')
  assert.equal(issuedLast(story).id, paymentId(1))
  assert.equal(story.events.length, before)
  assert.deepEqual([story.payments.size, story.issueKeys.size], [1, 1])
})

test('a repeat is answered with the payment as it is now: paid, revoked, superseded, expired', () => {
  const endings: Readonly<Record<string, (story: CoreStory) => unknown>> = {
    paid: (story) => story.collect(),
    authorising: (story) => story.claim(),
    'cancelled by its merchant': (story) => story.revoke(),
    'cancelled by a later number': (story) => story.issue({ no: 3, amount: 2000 }),
    'failed, before any sweep': (story) => story.jumpsTo(story.payment().expiresAt),
  }
  for (const [state, end] of Object.entries(endings)) {
    const { story } = issued({ key: 'k' })
    end(story)
    assert.equal(story.issue({ no: 2, key: 'k' }), 'issued, again', state)
    assert.equal(issuedLast(story).id, paymentId(1))
    assert.equal(issuedLast(story).state, state.split(/[ ,]/)[0])
  }
})

test('a repeat is answered before any rule: of an order that was paid, a channel that refuses, a deadline past', () => {
  const { story, deadline } = issued({ key: 'k', reissue: 'refuse', expiresAt: null })
  assert.equal(story.issue({ no: 2, key: 'k', reissue: 'refuse', expiresAt: null }), 'issued, again')
  story.collect()
  story.jumpsTo(deadline)
  assert.equal(story.issue({ no: 2, key: 'k', reissue: 'refuse', expiresAt: null }), 'issued, again')
  assert.equal(story.issue({ no: 2, key: 'k', reissue: 'refuse', expiresAt: null, prepared: 7 }), 'issued, again')
})

test('a key that was used for another request is refused, and nothing is written', () => {
  const { story } = issued({ key: 'k' })
  for (const other of [{ amount: 2000 }, { order: 'order-2' }, { number: 'OWN-1', scheme: 'registered' }] as const)
    assert.equal(story.issue({ no: 2, key: 'k', ...other }), 'no: key_conflict')
  assert.equal(story.payments.size, 1)
})

test('a key is its merchant’s: another merchant uses the same word for itself', () => {
  const { story } = issued({ key: 'k' })
  assert.equal(story.issue({ no: 2, key: 'k', merchant: 'mer_lee' }), 'issued')
  assert.equal(story.issue({ no: 3, key: 'k', merchant: 'mer_lee' }), 'issued, again')
  assert.equal(issuedLast(story).id, paymentId(2))
})

test('a refusal keeps no key: the same request may be tried again under it, and so may another', () => {
  const { story } = issued({ key: 'first' })
  assert.equal(story.issue({ no: 2, key: 'k', amount: 2000, amountMax: 1000 }), 'no: amount_above_limit')
  assert.equal(story.issue({ no: 2, key: 'k', prepared: 999 }), 'no: amount_not_prepared')
  assert.equal(story.issueKeys.size, 1)
  assert.equal(story.issue({ no: 2, key: 'k', prepared: 1000 }), 'issued')
})

test('another key, or none, is another request: the order gets a further number', () => {
  const { story } = issued({ key: 'k' })
  assert.equal(story.issue({ no: 2, key: 'k2' }), 'issued')
  assert.equal(story.issue({ no: 3 }), 'issued')
  assert.equal(story.order().live.length, 3)
})

test('a stamp that was taken leaves the key free for the next stamp', () => {
  const { story } = issued()
  assert.equal(
    story.issue({ no: 1, key: 'k', order: 'order-2', number: '81009999999999999996' }),
    'no: payment_id_taken',
  )
  assert.equal(story.issueKeys.size, 0)
})

test('a refund is given back once under a key, and a repeat is answered with it as it is now, whatever is left', () => {
  const { story } = issued()
  story.collect()
  assert.equal(story.refund({ key: 'k', amount: null }), 'refunded')
  const before = story.events.length
  assert.equal(story.refund({ key: 'k', amount: null, refund: 2 }), 'refunded, again')
  story.settlePayout({})
  assert.equal(story.refund({ key: 'k', amount: null, refund: 3 }), 'refunded, again')
  const { outcome } = story.latest ?? assert.fail('it was asked')
  assert.ok(outcome.kind === 'refunded' && outcome.refund.payout.state === 'paid_out')
  assert.equal(story.events.length, before + 1)
})

test('a key of a refund is refused for another refund, for a number, and a number’s for a refund', () => {
  const { story } = issued({ key: 'number' })
  story.collect()
  assert.equal(story.refund({ key: 'number', amount: 1 }), 'no: key_conflict')
  story.refund({ key: 'k', amount: 1 })
  assert.equal(story.refund({ key: 'k', amount: 2, refund: 2 }), 'no: key_conflict')
  assert.equal(story.refund({ key: 'k', amount: 1, to: 'slip', refund: 2 }), 'no: key_conflict')
  assert.equal(story.issue({ no: 2, order: 'order-2', key: 'k' }), 'no: key_conflict')
  assert.equal(story.payment().refunds.length, 1)
})

test('a refund that was refused keeps no key', () => {
  const { story } = issued()
  assert.equal(story.refund({ key: 'k', amount: null }), 'no: not_paid')
  story.collect()
  assert.equal(story.refund({ key: 'k', amount: 999_999 }), 'no: refund_too_large')
  assert.equal(story.refund({ key: 'k', amount: 1 }), 'refunded')
})
