import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CoreStory } from '../../test/core-story.ts'
import type { Instant } from './brand.ts'
import type { Payment } from './payment.ts'
import { asOf } from './resolve.ts'
import { inOrder, type Sorting, statusSince } from './sorting.ts'

/** Four payments of orders of their own, newest issue first; 2 and 3 were issued in one instant, 2 is paid, 4 revoked. */
function town(): readonly Payment[] {
  const story = new CoreStory()
  story.issue({ no: 1, order: 'a' })
  story.jumps(1000)
  story.issue({ no: 2, order: 'b' })
  story.issue({ no: 3, order: 'c' })
  story.jumps(1000)
  story.issue({ no: 4, order: 'd' })
  story.jumps(1000)
  story.collect({ no: 2 })
  story.jumps(1000)
  story.revoke({ no: 4 })
  return [4, 3, 2, 1].map((no) => story.payment(no))
}

const DESCENDING = {
  started: [4, 3, 2, 1],
  paid: [2, 4, 3, 1],
  updated: [4, 2, 3, 1],
} as const

test('payments are ordered by start, by payment with the unpaid behind, by last change; ties by issue', () => {
  for (const [sorting, order] of Object.entries(DESCENDING)) {
    const numbers = (by: Sorting) => inOrder(town(), by).map(({ id }) => Number(id.slice(-1)))
    assert.deepEqual(numbers(`-${sorting}` as Sorting), order, sorting)
    assert.deepEqual(numbers(sorting as Sorting), order.toReversed(), `${sorting}, the other way round`)
  }
})

test('a payment has its status since its issue, or since it ended', () => {
  const [revoked, ready, paid] = town()
  assert.ok(revoked?.state === 'cancelled' && ready && paid?.state === 'paid')
  assert.equal(statusSince(ready), ready.issuedAt)
  assert.equal(statusSince(paid), paid.paidAt)
  assert.equal(statusSince(revoked), revoked.cancelledAt)
  const expired = asOf(ready, (ready.expiresAt + 1) as Instant)
  assert.equal(statusSince(expired), ready.expiresAt)
})
