/**
 * Other terms for a payment that waits: who may change what, what becomes of the other numbers of the order, and what a
 * till that saw the old terms is told.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AmendWords, paymentId } from '../../test/core-commands.ts'
import { CoreStory, collected, DAY_MS, HOUR_MS, held, issued, MINUTE_MS, SECOND_MS } from '../../test/core-story.ts'
import type { MerchantId, OrderId } from './brand.ts'
import type { Currency } from './money.ts'
import type { RejectionName } from './rejections.ts'

function prepared(hundredths: number, currency: Currency | null = null) {
  return { merchantId: 'mer_kim' as MerchantId, orderId: 'order-1' as OrderId, hundredths, currency }
}

test('amount and deadline are amended each alone or together, and what is not named stays', () => {
  const { story, deadline } = issued()
  assert.equal(story.amend({ amount: 2000 }), 'amended')
  assert.deepEqual([story.payment().amount, story.payment().expiresAt], [2000, deadline])
  assert.equal(story.amend({ expiresAt: deadline + DAY_MS }), 'amended')
  assert.deepEqual([story.payment().amount, story.payment().expiresAt], [2000, deadline + DAY_MS])
  assert.equal(story.amend({ amount: 3000, expiresAt: deadline - HOUR_MS }), 'amended')
  assert.deepEqual([story.payment().amount, story.payment().expiresAt], [3000, deadline - HOUR_MS])
  assert.deepEqual(story.happened(), ['issued', 'amended', 'amended', 'amended'])
  assert.equal(story.collect({ amount: 3000 }), 'collected')
})

test('an amend that changes nothing writes nothing, whatever today forbids', () => {
  const { story, deadline } = issued()
  story.inquire()
  const before = story.payment()
  const limits = { amountMax: 1, prepared: prepared(1) }
  assert.equal(story.amend(), 'amended')
  assert.equal(story.amend({ amount: 1000, expiresAt: deadline, ...limits }), 'amended')
  story.jumpsTo(deadline)
  assert.equal(story.amend({ amount: 1000, expiresAt: deadline, ...limits }), 'amended', 'in its grace')
  assert.deepEqual(story.payment(), before)
})

test('an amend names the version it was decided on, or none', () => {
  const { story } = issued()
  assert.equal(story.amend({ amount: 2000, version: 1 }), 'amended')
  assert.equal(story.amend({ amount: 3000, version: 1 }), 'no: version_differs')
  assert.deepEqual(story.latest?.outcome, { kind: 'rejected', rejection: { name: 'version_differs', version: 2 } })
  assert.equal(story.amend({ amount: 2000, version: 1 }), 'no: version_differs', 'even where it asks for what is')
  assert.equal(story.amend({ amount: 3000, version: 2 }), 'amended')
  story.inquire()
  assert.equal(story.amend({ amount: 4000, version: 3 }), 'no: version_differs', 'a till has shown it since')
  assert.equal(story.amend({ amount: 4000 }), 'amended')
})

test('an amend loses to a till that holds the number, and to an end', () => {
  const story = held()
  assert.equal(story.amend({ amount: 2000 }), 'no: in_progress')
  assert.equal(story.settle(), 'collected')
  assert.equal(story.amend({ amount: 2000 }), 'no: already_paid')
  story.reverse()
  assert.equal(story.amend({ amount: 2000 }), 'amended', 'it waits again')
  assert.equal(story.collect({ stan: '2', amount: 2000 }), 'collected')
})

test("an amend of another merchant's payment finds none, and touches nothing", () => {
  const { story, deadline } = issued()
  story.jumpsTo(deadline)
  for (const change of ['amend', 'suspend', 'resume'] as const) {
    assert.equal(story[change]({ merchant: 'mer_lee' }), 'no: payment_not_found')
    assert.equal(story[change]({ no: 9 }), 'no: payment_not_found')
  }
  assert.deepEqual(story.happened(), ['issued'])
})

test('the limits of an issue hold: channel, prepared amount, deadline', () => {
  const { story } = issued()
  const refusals: readonly (readonly [Partial<AmendWords>, object])[] = [
    [
      { amount: 2001, amountMax: 2000 },
      { name: 'amount_above_limit', limit: 2000 },
    ],
    [
      { amount: 2000, prepared: prepared(100_000) },
      { name: 'amount_not_prepared', limit: 100_000 },
    ],
    [
      { amount: 2000, prepared: prepared(200_000, 'USD') },
      { name: 'amount_not_prepared', limit: 200_000, currency: 'USD' },
    ],
    [{ expiresAt: story.at }, { name: 'deadline_past' }],
    [{ expiresAt: story.at + 31 * DAY_MS }, { name: 'deadline_too_far', limit: Date.UTC(2026, 11, 22, 14, 59, 59) }],
  ]
  for (const [words, rejection] of refusals) {
    story.amend(words)
    assert.deepEqual(story.latest?.outcome, { kind: 'rejected', rejection })
  }
  assert.deepEqual(story.happened(), ['issued'])
  assert.equal(story.amend({ amount: 2000, amountMax: 2000, prepared: prepared(200_000, 'KRW') }), 'amended')
  assert.equal(story.amend({ expiresAt: story.at + 30 * DAY_MS }), 'amended', 'counted from today')
})

test('what stays as it is stays, though the limits are others today', () => {
  const { story, deadline } = issued()
  assert.equal(story.amend({ expiresAt: deadline + HOUR_MS, amountMax: 1, prepared: prepared(1) }), 'amended')
  story.issue({ no: 2, order: 'order-2', expiresAt: story.at + 30 * DAY_MS })
  assert.equal(story.amend({ no: 2, amount: 2000 }), 'amended')
})

test('numbers of the order that cost something else end with it, in one command', () => {
  const { story } = issued()
  story.issue({ no: 2 })
  story.issue({ no: 3 })
  story.issue({ no: 4, order: 'order-2' })
  assert.equal(story.amend({ no: 2, amount: 2000 }), 'amended')
  assert.deepEqual(
    [1, 2, 3, 4].map((no) => story.state(no)),
    ['cancelled', 'ready', 'cancelled', 'ready'],
  )
  const ended = story.payment(1)
  assert.equal(ended.state === 'cancelled' && ended.cause, 'amount_changed')
  const commands = new Set(story.events.slice(4).map(({ command }) => command))
  assert.equal(commands.size, 1)
  assert.deepEqual(story.order().live, [paymentId(2)])
})

test('another deadline leaves the other numbers of the order alone', () => {
  const { story, deadline } = issued()
  story.issue({ no: 2 })
  assert.equal(story.amend({ expiresAt: deadline + HOUR_MS }), 'amended')
  assert.deepEqual([story.state(1), story.state(2)], ['ready', 'ready'])
})

test('while a till holds another number of the order, its amount cannot change, its deadline can', () => {
  const { story, deadline } = issued()
  story.issue({ no: 2 })
  story.claim({ no: 2 })
  assert.equal(story.amend({ amount: 2000 }), 'no: order_in_progress')
  assert.equal(story.amend({ expiresAt: deadline + HOUR_MS }), 'amended')
  assert.equal(story.settle(), 'collected')
  assert.equal(story.state(1), 'cancelled')
})

test('a till that inquired before an amend is told to ask again, and collects on what it is shown then', () => {
  const { story, deadline } = issued()
  const inquired = { no: 1, amount: 1000, expiresAt: deadline }
  story.amend({ amount: 2000 })
  assert.equal(story.claim({ stan: '1', inquired }), 'declined: terms_changed')
  assert.equal(story.claim({ stan: '2', amount: 1000 }), 'declined: amount_differs', 'also one that keeps no token')
  assert.equal(story.collect({ stan: '3', amount: 2000, inquired: { ...inquired, amount: 2000 } }), 'collected')
  const later = issued()
  later.story.amend({ expiresAt: later.deadline + HOUR_MS })
  assert.equal(later.story.claim({ inquired }), 'declined: terms_changed')
})

test('the grace of an inquiry goes with the terms that were shown, and comes with the next inquiry', () => {
  const { story, deadline } = issued()
  story.inquire()
  story.amend({ amount: 2000 })
  assert.equal(story.payment().inquiredAt, null)
  story.jumpsTo(deadline)
  assert.equal(story.claim({ amount: 2000 }), 'declined: expired')
  const again = issued()
  again.story.inquire()
  again.story.amend({ amount: 2000 })
  assert.equal(again.story.inquire(), 'payable')
  again.story.jumpsTo(again.deadline + 30 * MINUTE_MS - 1)
  assert.equal(again.story.collect({ amount: 2000 }), 'collected')
})

test('in its grace a payment can be amended with a deadline that lies ahead, and not without', () => {
  const { story, deadline } = issued()
  story.inquire()
  story.jumpsTo(deadline + MINUTE_MS)
  assert.equal(story.amend({ amount: 2000 }), 'no: deadline_past')
  assert.equal(story.payment().inquiredAt === null, false, 'the promise holds on')
  assert.equal(story.amend({ amount: 2000, expiresAt: deadline + 5 * MINUTE_MS }), 'amended')
  story.jumpsTo(deadline + 5 * MINUTE_MS)
  assert.equal(story.inquire(), 'no: expired')
})

test('a later deadline comes in time one millisecond before the end, and not at it', () => {
  const { story, deadline } = issued()
  story.jumpsTo(deadline - 1)
  assert.equal(story.amend({ expiresAt: deadline + HOUR_MS }), 'amended')
  story.jumpsTo(deadline + HOUR_MS)
  assert.equal(story.amend({ expiresAt: deadline + 2 * HOUR_MS }), 'no: expired')
  assert.equal(story.state(), 'failed')
})

test('a claim whose time is over makes way for an amend', () => {
  const story = held()
  story.passes(15 * SECOND_MS)
  assert.equal(story.amend({ amount: 2000 }), 'amended')
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'lapsed', 'amended'])
  assert.equal(story.settle(), 'declined: merchant_unanswered, again')
})

/** Payment 1 is asked about; payment 2 is of the same order. */
const REASONS: readonly {
  readonly name: RejectionName
  readonly given?: (story: CoreStory) => void
  readonly asked?: Partial<AmendWords>
  readonly never?: readonly RejectionName[]
}[] = [
  { name: 'payment_not_found', asked: { merchant: 'mer_lee' } },
  { name: 'revoked', given: (story) => story.revoke(), never: ['expired', 'already_paid', 'in_progress'] },
  { name: 'expired', given: (story) => story.jumps(8 * DAY_MS), never: ['already_paid', 'in_progress'] },
  { name: 'already_paid', given: (story) => story.collect(), never: ['in_progress', 'order_in_progress'] },
  { name: 'in_progress', given: (story) => story.claim(), never: ['order_in_progress'] },
  { name: 'version_differs', asked: { version: 99 } },
  { name: 'amount_not_prepared', asked: { prepared: prepared(1) } },
  { name: 'amount_above_limit', asked: { amountMax: 1 } },
  { name: 'deadline_past', asked: { expiresAt: 1 }, never: ['deadline_too_far'] },
  { name: 'deadline_too_far', asked: { expiresAt: Date.UTC(2030, 0, 1) } },
  { name: 'order_in_progress', given: (story) => story.claim({ no: 2, stan: '2' }) },
]

test('an amend hears the first of two reasons', () => {
  for (const [place, first] of REASONS.entries()) {
    for (const second of REASONS.slice(place)) {
      if (first.never?.includes(second.name)) continue
      const story = new CoreStory()
      story.issue()
      story.issue({ no: 2 })
      first.given?.(story)
      if (second !== first) second.given?.(story)
      const said = story.amend({ amount: 2000, ...second.asked, ...first.asked })
      assert.equal(said, `no: ${first.name}`, `${first.name} and ${second.name} at once`)
    }
  }
})

test('what was collected at the old amount stays so, and its reverse finds it', () => {
  const story = collected()
  assert.equal(story.amend({ amount: 2000 }), 'no: already_paid')
  story.reverse()
  story.amend({ amount: 2000 })
  assert.equal(story.claim(), 'declined: reversed_before, again')
  assert.equal(story.reverse(), 'taken: reversed, again')
  assert.equal(story.payment().amount, 2000)
})
