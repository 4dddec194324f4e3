/**
 * The second phase of a collect: it comes, comes late, or never comes, and then somebody who has looked speaks. Nothing is
 * ever taken for final that nobody said is.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { approved, CoreStory, collected, DAY_MS, inDoubt, MINUTE_MS } from '../../test/core-story.ts'
import { rowsOf } from '../../test/lifecycle-tables.ts'
import { SURENESS_MOVES, SURENESSES, type Sureness, type SurenessMove } from '../../test/money-tables.ts'
import { COMPLETION_MS } from './provisional.ts'
import { asOf } from './resolve.ts'

/** Payment 1 collected under key 1. */
const SURE_IN: Readonly<Record<Sureness, (story: CoreStory) => void>> = {
  approved: (story) => {
    story.twoPhases()
    story.issue()
    story.collect()
  },
  'in doubt': (story) => {
    SURE_IN.approved(story)
    story.jumps(COMPLETION_MS)
    story.expire()
  },
  final: (story) => {
    SURE_IN.approved(story)
    story.complete({ stan: 'd0' })
  },
}

const SURE_MOVE: Readonly<Record<SurenessMove, (story: CoreStory) => string>> = {
  complete: (story) => story.complete(),
  'complete, other amount': (story) => story.complete({ amount: 999 }),
  reverse: (story) => story.reverse(),
  cancel: (story) => story.cancel(),
  refund: (story) => story.refund(),
  'found collected': (story) => story.resolveDoubt(),
  'found not collected': (story) => story.resolveDoubt({ found: 'not_collected' }),
  time: (story) => {
    story.jumps(COMPLETION_MS)
    return story.expire()
  },
}

test('on a network of two phases every collect answers its till, the operator and time as the table says', async (t) => {
  for (const [state, row] of rowsOf(SURENESSES)) {
    for (const move of SURENESS_MOVES) {
      await t.test(`${state}, ${move}: ${row[move].answer}`, () => {
        const story = new CoreStory()
        story.tillCancel = 'until_cutoff'
        SURE_IN[state](story)
        assert.equal(surenessOf(story), state)
        const before = story.events.length
        const answer = SURE_MOVE[move](story)
        assert.deepEqual(
          { answer, events: story.events.slice(before).map(({ data }) => data.type), becomes: surenessOf(story) },
          row[move],
        )
      })
    }
  }
})

function surenessOf(story: CoreStory): Sureness | 'undone' {
  const payment = story.payment()
  if (payment.state !== 'paid') return 'undone'
  if (payment.provisional === null) return 'final'
  return payment.provisional.inDoubt ? 'in doubt' : 'approved'
}

test('an approval is in doubt thirty minutes after it, not a millisecond before, whether or not a sweep comes by', () => {
  const story = approved()
  const { paidAt } = story.payment() as { paidAt: number } & ReturnType<typeof story.payment>
  story.jumpsTo(paidAt + COMPLETION_MS - 1)
  story.expire()
  assert.equal(surenessOf(story), 'approved')
  const shown = asOf(story.payment(), (story.at + 1) as typeof story.at)
  assert.ok(shown.state === 'paid' && shown.provisional?.inDoubt === true)
  assert.equal(shown.lastAttempt.state, 'in_doubt')
  story.jumps(1)
  assert.equal(story.attempt()?.state, 'collected', 'nobody has come by')
  assert.equal(story.refund(), 'no: not_final')
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'collected', 'doubted'])
  assert.equal(story.attempt()?.state, 'in_doubt')
})

test('a completion repeated is answered the same, under its key and under another, and is one completion', () => {
  const story = approved()
  assert.equal(story.complete(), 'completed')
  assert.equal(story.complete(), 'completed, again')
  assert.equal(story.complete({ stan: 'd2' }), 'completed')
  story.passes(DAY_MS)
  assert.equal(story.complete({ late: true }), 'completed, again')
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'collected', 'completed'])
})

test('a completion of another amount changes nothing, and the right one still does', () => {
  const story = approved()
  assert.equal(story.complete({ amount: 999 }), 'not completed: original_amount_differs')
  assert.equal(story.complete({ amount: 999 }), 'not completed: original_amount_differs, again')
  assert.equal(story.complete({ amount: 1000 }), 'no: key_conflict')
  assert.equal(surenessOf(story), 'approved')
  assert.equal(story.complete({ stan: 'd2' }), 'completed')
})

test('a completion after its reverse, or before it, makes nothing final', () => {
  const after = approved()
  after.reverse()
  assert.equal(after.complete(), 'not completed: reversed_before')
  assert.equal(after.state(), 'ready')
  const before = approved()
  before.reverse({ original: 'd1' })
  assert.equal(before.complete(), 'no: key_conflict', 'its key was barred before it came')
  assert.equal(surenessOf(before), 'approved')
})

test('what a network of one phase collects is final at once, and its completion is a yes that writes nothing', () => {
  const story = collected()
  assert.equal(surenessOf(story), 'final')
  assert.equal(story.complete(), 'completed')
  assert.equal(story.complete({ stan: 'd2', amount: 1 }), 'not completed: original_amount_differs')
  assert.deepEqual(story.happened(), ['issued', 'claimed', 'collected'])
  story.passes(DAY_MS)
  story.expire()
  assert.equal(surenessOf(story), 'final')
})

test('a reverse that names a completion leaves the collection as it is', () => {
  const story = approved()
  story.complete()
  assert.equal(story.reverse({ original: 'd1' }), 'taken: closed')
  assert.equal(surenessOf(story), 'final')
  assert.equal(story.reverse({ stan: 'r2' }), 'taken: reversed')
})

test('what is not final can be reversed however late it is; what is final until its business day ends', () => {
  const doubtful = inDoubt()
  doubtful.jumps(3 * DAY_MS)
  assert.equal(doubtful.reverse(), 'taken: reversed')
  const final = approved()
  final.complete()
  final.jumps(3 * DAY_MS)
  assert.equal(final.reverse(), 'taken: closed')
})

test('the word of somebody who has looked ends the doubt of its own merchant’s payment, once, and is kept', () => {
  const there = inDoubt()
  assert.equal(there.resolveDoubt({ merchant: 'mer_lee' }), 'no: payment_not_found')
  assert.equal(there.resolveDoubt({ by: 'report' }), 'doubt resolved')
  assert.deepEqual(there.events.at(-1)?.data, { type: 'completed', by: 'report', note: 'looked into the drawer' })
  assert.equal(there.resolveDoubt({ found: 'not_collected' }), 'no: not_in_doubt')
  assert.equal(there.attempt()?.state, 'collected')
  const gone = inDoubt()
  assert.equal(gone.resolveDoubt({ found: 'not_collected' }), 'doubt resolved')
  assert.deepEqual(gone.events.at(-1)?.data, {
    type: 'reversed',
    reason: 'not_collected',
    note: 'operator: looked into the drawer',
  })
  assert.equal(gone.complete(), 'not completed: reversed_before')
  assert.equal(gone.collect({ stan: '2' }), 'collected', 'it can be paid again')
})

test('a completion that cannot be answered in time writes nothing, and the same one does it later', () => {
  const story = approved()
  assert.equal(story.complete({ late: true }), 'no: too_late')
  story.passes(MINUTE_MS)
  assert.equal(story.complete(), 'completed')
})
