/**
 * What a further number means for an order, and whose number a number is. The plain cases of the reissue rules are a
 * table; the stories are about own numbers that come back and orders with many live numbers.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IssueWords } from '../../test/core-commands.ts'
import { CoreStory, DAY_MS, HOUR_MS, issued, MINUTE_MS, SECOND_MS } from '../../test/core-story.ts'
import { REISSUE_CASES, REISSUES, rowsOf } from '../../test/lifecycle-tables.ts'
import { defaultDeadline } from './deadline.ts'
import { LIVE_NUMBERS_MAX } from './order.ts'

test('each reissue rule does with an older number what the table says', async (t) => {
  for (const [reissue, row] of rowsOf(REISSUES)) {
    for (const situation of REISSUE_CASES) {
      await t.test(`${reissue}, ${situation}: ${row[situation].answer}`, () => {
        const { story } = issued()
        if (situation.endsWith('held')) story.claim()
        const before = story.events.length
        const answer = story.issue({ no: 2, reissue, amount: situation.startsWith('same') ? 1000 : 2000 })
        const events = story.events.slice(before).map(({ data }) => data.type)
        assert.deepEqual({ answer, events, becomes: story.state(1) }, row[situation])
      })
    }
  }
})

test('a thousand won and a thousand cents are not the same amount', () => {
  const { story } = issued({ amount: 1000, currency: 'KRW' })
  story.issue({ no: 2, amount: 1000, currency: 'USD' })
  assert.deepEqual([story.state(1), story.state(2)], ['cancelled', 'ready'])
})

test('several live numbers of one order can each be collected, but only one of them', () => {
  const { story } = issued()
  story.issue({ no: 2 })
  assert.equal(story.claim({ no: 2, stan: '2' }), 'claimed')
  assert.equal(story.claim({ no: 1, stan: '1' }), 'declined: in_progress')
  story.settle({ stan: '2' })
  assert.equal(story.claim({ no: 1, stan: '3' }), 'declined: already_paid')
})

test('the same order number of two merchants is two orders', () => {
  const { story } = issued({ merchant: 'mer_kim' })
  story.collect()
  assert.equal(story.issue({ no: 2, merchant: 'mer_lee' }), 'issued')
  assert.equal(story.collect({ no: 2, stan: '2' }), 'collected')
})

test('an order may be issued a number again once its collection was reversed', () => {
  const { story } = issued()
  story.collect()
  assert.equal(story.issue({ no: 2 }), 'no: order_paid')
  story.reverse()
  assert.equal(story.issue({ no: 2 }), 'issued')
  assert.equal(story.state(1), 'ready')
})

test('a number past its time does not stand in the way of the next one', () => {
  const { story, deadline } = issued()
  story.jumpsTo(deadline)
  assert.equal(story.issue({ no: 2, reissue: 'refuse' }), 'issued')
  assert.equal(story.state(1), 'failed')
})

test('beyond twenty live numbers the oldest makes room', () => {
  const story = new CoreStory()
  const numbers = Array.from({ length: LIVE_NUMBERS_MAX + 2 }, (_, index) => index + 1)
  for (const no of numbers) assert.equal(story.issue({ no }), 'issued')
  assert.deepEqual(
    numbers.filter((no) => story.state(no) === 'cancelled'),
    [1, 2],
  )
  assert.equal(story.order().live.length, LIVE_NUMBERS_MAX)
})

test('the oldest that makes room is not one that a till holds', () => {
  const story = new CoreStory()
  for (let no = 1; no <= LIVE_NUMBERS_MAX; no += 1) story.issue({ no })
  story.claim({ no: 1 })
  assert.equal(story.issue({ no: LIVE_NUMBERS_MAX + 1 }), 'issued')
  assert.deepEqual([story.state(1), story.state(2)], ['authorising', 'cancelled'])
  assert.equal(story.settle(), 'collected')
})

test('without a deadline of its own a number has the default of its channel', () => {
  const { story, deadline } = issued()
  assert.equal(deadline, defaultDeadline(story.at, 7))
})

test("a deadline must lie ahead, and no further than the channel's maximum", () => {
  const story = new CoreStory()
  const latest = defaultDeadline(story.at, 30)
  assert.equal(story.issue({ no: 1, expiresAt: story.at }), 'no: deadline_past')
  assert.equal(story.issue({ no: 1, expiresAt: latest + 1 }), 'no: deadline_too_far')
  assert.deepEqual(story.latest?.outcome, {
    kind: 'rejected',
    rejection: { name: 'deadline_too_far', limit: latest },
  })
  assert.equal(story.issue({ no: 1, expiresAt: story.at + 1 }), 'issued')
  assert.equal(story.issue({ no: 2, expiresAt: latest, order: 'order-2' }), 'issued')
})

test("an amount up to the channel's limit is issued; above it the limit is named", () => {
  const story = new CoreStory()
  assert.equal(story.issue({ amount: 300_001, amountMax: 300_000 }), 'no: amount_above_limit')
  assert.deepEqual(story.latest?.outcome, {
    kind: 'rejected',
    rejection: { name: 'amount_above_limit', limit: 300_000 },
  })
  assert.equal(story.issue({ amount: 300_000, amountMax: 300_000 }), 'issued')
})

test('a refused issue writes nothing', () => {
  const { story } = issued()
  story.issue({ no: 1 })
  story.issue({ no: 2, reissue: 'refuse' })
  assert.deepEqual(story.happened(), ['issued'])
  assert.equal(story.payments.size, 1)
})

test('personal fields are kept beside the payment, and in no event', () => {
  const story = new CoreStory()
  const hashes = { phoneHash: null, phoneLast4Hash: null, emailHash: null, nameHash: null }
  const personal = { keyId: 'k1', sealed: 'c2VhbGVk', ...hashes }
  story.issue({ personal })
  const kept = [...(story.latest?.changes.personal.values() ?? [])]
  assert.deepEqual(kept, [{ merchantId: 'mer_kim', personal }])
  assert.equal(JSON.stringify(story.events).includes('c2VhbGVk'), false)
})

test('a number of the network is never issued twice', () => {
  const { story } = issued()
  story.revoke()
  story.passes(400 * DAY_MS)
  assert.equal(story.issue({ no: 2, order: 'order-2', number: story.payment().number }), 'no: number_taken')
})

test('a payment id is never given twice', () => {
  const { story } = issued()
  assert.equal(story.issue({ no: 1, order: 'order-2', number: '81009999999999999996' }), 'no: payment_id_taken')
})

/** The merchant's own number, on order after order. */
const OWN: Partial<IssueWords> = { number: 'KETTLE-1', scheme: 'registered' }

function again(story: CoreStory, words: Partial<IssueWords> = {}): string {
  return story.issue({ no: 2, order: 'order-2', ...OWN, ...words })
}

test('an own number is taken while a payment lives on it, for its merchant too', () => {
  const { story, deadline } = issued(OWN)
  assert.equal(again(story), 'no: own_number_taken')
  assert.equal(again(story, { order: 'order-1' }), 'no: own_number_taken')
  story.claim({ number: 'KETTLE-1' })
  assert.equal(again(story), 'no: own_number_taken')
  story.settle({ verdict: 'refused' })
  story.jumpsTo(deadline - 1)
  assert.equal(again(story), 'no: own_number_taken')
})

test('an own number is free for its merchant as soon as it was revoked', () => {
  const { story } = issued(OWN)
  story.revoke()
  assert.equal(again(story), 'issued')
  assert.equal(story.inquire({ number: 'KETTLE-1' }), 'payable')
  assert.equal(story.payment(2).inquiredAt, story.at)
})

test('an own number is free for its merchant when it has expired, its grace included', () => {
  const plain = issued(OWN)
  plain.story.jumpsTo(plain.deadline)
  assert.equal(again(plain.story), 'issued')
  const inquired = issued(OWN)
  inquired.story.inquire({ number: 'KETTLE-1' })
  inquired.story.jumpsTo(inquired.deadline + 30 * MINUTE_MS - 1)
  assert.equal(again(inquired.story), 'no: own_number_taken')
  inquired.story.jumps(1)
  assert.equal(again(inquired.story), 'issued')
})

test('an own number passes to the number that supersedes it in the same transaction', () => {
  const { story } = issued(OWN)
  assert.equal(again(story, { order: 'order-1', reissue: 'supersede' }), 'issued')
  assert.deepEqual([story.state(1), story.state(2)], ['cancelled', 'ready'])
  assert.equal(story.collect({ number: 'KETTLE-1' }), 'collected')
  assert.equal(story.state(2), 'paid')
})

test('an own number passes to the number of another amount that ends it', () => {
  const { story } = issued(OWN)
  assert.equal(again(story, { order: 'order-1', amount: 2000 }), 'issued')
  assert.deepEqual([story.state(1), story.state(2)], ['cancelled', 'ready'])
})

test('an own number that was paid is free again when its collect can no longer be reversed', () => {
  const { story } = issued(OWN)
  story.collect({ number: 'KETTLE-1' })
  story.passes(24 * HOUR_MS - 1)
  assert.equal(again(story), 'no: own_number_taken')
  story.passes(1)
  assert.equal(again(story), 'issued')
  assert.equal(story.reverse(), 'taken: closed')
})

test('repeats and reverses name the attempt, so a number that came back is not hit by them', () => {
  const { story } = issued(OWN)
  story.collect({ number: 'KETTLE-1' })
  story.passes(24 * HOUR_MS)
  again(story)
  assert.equal(story.claim({ number: 'KETTLE-1' }), 'collected, again')
  story.reverse()
  assert.deepEqual([story.state(1), story.state(2)], ['paid', 'ready'])
})

test('another merchant gets an own number ninety days after the last one on it ended', () => {
  const endings: readonly ((story: CoreStory) => void)[] = [
    (story) => story.revoke(),
    (story) => story.collect({ number: 'KETTLE-1' }),
    (story) => {
      story.jumpsTo(story.payment().expiresAt)
      story.expire()
    },
  ]
  for (const end of endings) {
    const { story } = issued(OWN)
    end(story)
    const ended = story.at
    assert.equal(again(story, { merchant: 'mer_lee' }), 'no: own_number_taken')
    story.jumpsTo(ended + 90 * DAY_MS - 1)
    assert.equal(again(story, { merchant: 'mer_lee' }), 'no: own_number_taken')
    story.jumps(1)
    assert.equal(again(story, { merchant: 'mer_lee' }), 'issued')
  }
})

test('the ninety days begin anew with each payment on an own number', () => {
  const { story } = issued(OWN)
  story.revoke()
  story.passes(80 * DAY_MS)
  again(story)
  story.revoke({ no: 2 })
  story.passes(80 * DAY_MS)
  assert.equal(story.issue({ no: 3, merchant: 'mer_lee', ...OWN }), 'no: own_number_taken')
})

test('a claim that lapsed on an own number does not hold it', () => {
  const { story, deadline } = issued(OWN)
  story.jumpsTo(deadline - 1)
  story.claim({ number: 'KETTLE-1' })
  story.passes(15 * SECOND_MS)
  assert.equal(again(story), 'issued')
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'lapsed', 'expired'])
})
