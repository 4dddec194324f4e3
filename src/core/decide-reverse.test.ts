/**
 * The till's undo comes before, during or after the collect it undoes, once or many times. It is always taken.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collected, HOUR_MS, held, issued, MINUTE_MS, SECOND_MS, STORY_BEGINS } from '../../test/core-story.ts'
import { PLAIN_CALENDAR } from './calendar.ts'
import { REVERSIBLE_AT_LEAST_MS } from './decide-reverse.ts'
import { asOf } from './resolve.ts'

/** A story begins at noon. */
const MIDNIGHT = STORY_BEGINS + 12 * HOUR_MS

test('a reverse before its original leaves a tombstone, and the late original never collects', () => {
  const { story } = issued()
  assert.equal(story.reverse(), 'taken: tombstoned')
  assert.equal(story.claim(), 'declined: reversed_before')
  assert.equal(story.state(), 'ready')
  assert.deepEqual(story.happened(), ['issued'])
})

test('a tombstone answers its original the same for ever', () => {
  const { story } = issued()
  story.reverse()
  story.claim()
  const turnedAway = story.attempt()
  for (const waitMs of [0, HOUR_MS, 400 * 24 * HOUR_MS]) {
    story.passes(waitMs)
    assert.equal(story.claim(), 'declined: reversed_before, again')
    assert.deepEqual(story.attempt(), turnedAway)
  }
})

test('a tombstone takes the first content that comes for its own; another one is a conflict', () => {
  const { story } = issued()
  story.reverse()
  assert.equal(story.claim({ amount: 500 }), 'declined: reversed_before')
  assert.equal(story.claim({ amount: 1000 }), 'no: key_conflict')
})

test('a tombstone bars its own key only', () => {
  const { story } = issued()
  story.reverse()
  assert.equal(story.collect({ stan: '2' }), 'collected')
})

test('a reverse while the merchant is being asked frees the number, and the yes that follows changes nothing', () => {
  const story = held()
  assert.equal(story.reverse(), 'taken: reversed')
  assert.equal(story.state(), 'ready')
  assert.equal(story.order().holder, null)
  assert.equal(story.settle(), 'declined: reversed_before, again')
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'reversed'])
})

test('a reverse after the collect undoes it, and the number is payable again', () => {
  const story = collected()
  assert.equal(story.reverse(), 'taken: reversed')
  assert.equal(story.state(), 'ready')
  assert.deepEqual([story.order().live, story.order().collected], [[story.payment().id], null])
  assert.equal(story.claim(), 'declined: reversed_before, again')
  assert.equal(story.collect({ stan: '2' }), 'collected')
})

test('a reverse of a lapsed or refused collect finds nothing to undo', () => {
  const lapsed = held()
  lapsed.passes(15 * SECOND_MS)
  assert.equal(lapsed.reverse(), 'taken: was_refused')
  assert.deepEqual(lapsed.happened(), ['issued', 'claimed', 'lapsed'])
  const refused = held()
  refused.settle({ verdict: 'refused' })
  assert.equal(refused.reverse(), 'taken: was_refused')
  assert.equal(refused.state(), 'ready')
})

test('a reverse repeated any number of times is one reversal, with the same answer', () => {
  const story = collected()
  for (const said of ['taken: reversed', 'taken: reversed, again', 'taken: reversed, again']) {
    assert.equal(story.reverse(), said)
    story.passes(10 * MINUTE_MS)
  }
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'collected', 'reversed'])
})

test('a reverse repeated after a new collect leaves the new collect alone', () => {
  const story = collected()
  story.reverse()
  story.collect({ stan: '2' })
  assert.equal(story.reverse(), 'taken: reversed, again')
  assert.equal(story.reverse({ stan: 'r2' }), 'taken: reversed')
  assert.equal(story.state(), 'paid')
})

test('the key of a reverse with another content is a conflict', () => {
  const story = collected()
  story.reverse()
  assert.equal(story.reverse({ original: '2' }), 'no: key_conflict')
  assert.equal(story.reverse({ reason: 'printer' }), 'no: key_conflict')
})

test('a reverse and a collect may bear the same trace number', () => {
  const story = collected()
  assert.equal(story.reverse({ stan: '1' }), 'taken: reversed')
  assert.equal(story.attempt()?.state, 'reversed')
})

test('a reverse undoes money until the business day of the collect ends; later it is closed and changes nothing', () => {
  const inTime = collected()
  inTime.jumpsTo(MIDNIGHT - 1)
  assert.equal(inTime.reverse(), 'taken: reversed')
  const late = collected()
  late.jumpsTo(MIDNIGHT)
  assert.equal(late.reverse(), 'taken: closed')
  assert.equal(late.state(), 'paid')
  assert.equal(late.claim(), 'collected, again')
  assert.equal(late.reverse(), 'taken: closed, again')
})

test('a business day ends at the cut-off of its network, and in the morning that is after midnight', () => {
  for (const [afterMs, said] of [
    [4 * HOUR_MS - 1, 'taken: reversed'],
    [4 * HOUR_MS, 'taken: closed'],
  ] as const) {
    const story = collected()
    story.storeSide.setNetwork({ calendar: { ...PLAIN_CALENDAR, cutOff: 240 } })
    story.jumpsTo(MIDNIGHT + afterMs)
    assert.equal(story.reverse(), said)
  }
})

test('what was collected in the last minutes of a business day can be reversed for half an hour', () => {
  for (const [afterMs, said] of [
    [REVERSIBLE_AT_LEAST_MS - 1, 'taken: reversed'],
    [REVERSIBLE_AT_LEAST_MS, 'taken: closed'],
  ] as const) {
    const { story } = issued()
    story.jumpsTo(MIDNIGHT - 1)
    story.collect()
    story.passes(afterMs)
    assert.equal(story.reverse(), said)
  }
})

test('a reverse is never refused for being slow itself', () => {
  const story = held()
  assert.equal(story.reverse({ late: true }), 'taken: reversed')
})

test('the other numbers of the order stay ended when the collection is reversed', () => {
  const { story } = issued()
  story.issue({ no: 2 })
  story.collect()
  story.reverse()
  assert.deepEqual([story.state(1), story.state(2)], ['ready', 'cancelled'])
  assert.equal(story.issue({ no: 3 }), 'issued')
})

test('a reverse after the deadline undoes the collect, and the number ends', () => {
  const { story, deadline } = issued()
  story.jumpsTo(deadline - 1)
  story.collect()
  story.passes(MINUTE_MS)
  assert.equal(story.reverse(), 'taken: reversed')
  assert.equal(asOf(story.payment(), story.at).state, 'failed')
  assert.equal(story.collect({ stan: '2' }), 'declined: expired')
})
