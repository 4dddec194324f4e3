/** Rows of report files against payments: what they confirm, undo, pay and bring to the desk. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { numberOf } from '../../test/core-commands.ts'
import { assertRowsHold } from '../../test/core-invariants.ts'
import {
  type CoreStory,
  collected,
  DAY_MS,
  HOUR_MS,
  held,
  inDoubt,
  issued,
  MINUTE_MS,
  SECOND_MS,
} from '../../test/core-story.ts'
import { latestEntry, latestRow, post, settleEntry, tell } from '../../test/day-story.ts'
import { DESK, DESK_MOVES, type DeskMove, REPORTED, ROW_MOVES, type RowMove } from '../../test/day-tables.ts'
import { type LifeState, lifeState, rowsOf } from '../../test/lifecycle-tables.ts'
import { LATE_GRACE_MS } from './decide-report.ts'
import type { SuspenseState } from './suspense.ts'

const PAYMENT_IN: Readonly<Record<LifeState, () => CoreStory>> = {
  ready() {
    const story = held()
    story.passes(15 * SECOND_MS)
    story.lapse()
    return story
  },
  suspended() {
    const story = PAYMENT_IN.ready()
    story.suspend()
    return story
  },
  authorising: held,
  paid: collected,
  cancelled() {
    const story = PAYMENT_IN.ready()
    story.revoke()
    return story
  },
  failed() {
    const story = PAYMENT_IN.ready()
    story.jumps(8 * DAY_MS)
    story.expire()
    return story
  },
  cancelled_at_till() {
    const story = collected()
    story.cancel()
    return story
  },
  refunded() {
    const story = collected()
    story.refund()
    return story
  },
}

const ROW_MOVE: Readonly<Record<RowMove, (story: CoreStory) => string>> = {
  taken: (story) => tell(story, { stan: '9' }),
  undone: (story) => tell(story, { kind: '03' }),
}

test('every payment state takes a row about its number as the table says', async (t) => {
  for (const [state, cells] of rowsOf(REPORTED)) {
    for (const move of ROW_MOVES) {
      await t.test(`${state}, ${move}: ${cells[move].answer}`, () => {
        const story = PAYMENT_IN[state]()
        assert.equal(lifeState(story.payment()), state)
        const before = story.events.length
        const answer = ROW_MOVE[move](story)
        const events = story.events.slice(before).map(({ data }) => data.type)
        assert.deepEqual({ answer, events, becomes: lifeState(story.payment()) }, cells[move])
        assertRowsHold(story)
      })
    }
  }
})

/** Money for number 1, which its merchant had suspended when the file came and has resumed since. */
function atDesk(): CoreStory {
  const { story } = issued()
  story.suspend()
  assert.equal(tell(story, { file: 7000 }), 'theirs_only, to the desk: suspended')
  story.resume()
  return story
}

const ENTRY_IN: Readonly<Record<SuspenseState, () => CoreStory>> = {
  open: atDesk,
  held() {
    const story = atDesk()
    settleEntry(story, 'held')
    return story
  },
  posted() {
    const story = atDesk()
    post(story)
    return story
  },
  refunded() {
    const story = atDesk()
    settleEntry(story, 'refunded')
    return story
  },
  withdrawn() {
    const story = atDesk()
    tell(story, { kind: '03', file: 7001 })
    return story
  },
}

const DESK_MOVE: Readonly<Record<DeskMove, (story: CoreStory) => string>> = {
  posted: (story) => post(story),
  refunded: (story) => settleEntry(story, 'refunded'),
  held: (story) => settleEntry(story, 'held'),
  undone: (story) => tell(story, { kind: '03' }),
}

test('every entry at the desk answers the operator and a later file as the table says', async (t) => {
  for (const [state, cells] of rowsOf(DESK)) {
    for (const move of DESK_MOVES) {
      await t.test(`${state}, ${move}: ${cells[move].answer}`, () => {
        const story = ENTRY_IN[state]()
        const { id } = latestEntry(story)
        const before = story.events.length
        const answer = DESK_MOVE[move](story)
        const events = story.events.slice(before).map(({ data }) => data.type)
        assert.deepEqual({ answer, events, becomes: story.day.suspense.get(id)?.state }, cells[move])
        assertRowsHold(story)
      })
    }
  }
})

describe('rows of our own sales', () => {
  test('a sale that we know is matched under its till key, and nothing happens to it', () => {
    const story = collected()
    assert.equal(tell(story), 'matched')
    assert.equal(tell(story, { kind: '02' }), 'matched')
    assert.deepEqual(story.happened(), ['issued', 'claimed', 'collected'])
    assert.equal(story.day.suspense.size, 0)
  })

  test('without a key it is known by number, amount, shop and time', () => {
    const story = collected()
    assert.equal(tell(story, { stan: null, takenAt: story.at + 9 * MINUTE_MS }), 'matched')
  })

  test('of another shop, or at another time, it is not that sale', () => {
    for (const other of [{ outlet: '0002' }, { takenAt: collected().at + 11 * MINUTE_MS }]) {
      const story = collected()
      assert.equal(tell(story, { stan: null, ...other }), 'theirs_only, to the desk: already_paid')
    }
  })

  test('a sale that the shop counts to the day beside is shifted, two days off it is another one', () => {
    assert.equal(tell(collected(), { date: '20261123', rowDate: '20261122' }), 'shifted')
    assert.equal(tell(collected(), { date: '20261123' }), 'shifted')
    assert.equal(tell(collected(), { date: '20261121' }), 'shifted')
    assert.equal(tell(collected(), { date: '20261124' }), 'theirs_only, to the desk: already_paid')
  })

  test('an amount that differs is named; what is too much waits at the desk, what is too little nowhere', () => {
    const more = collected()
    assert.equal(tell(more, { amount: 1500 }), 'amount_differs, to the desk: amount_differs')
    assert.equal(latestEntry(more).amount, 500)
    const less = collected()
    assert.equal(tell(less, { amount: 400 }), 'amount_differs')
    assert.equal(less.day.suspense.size, 0)
    assert.equal(less.state(), 'paid')
  })

  test('a row is dealt with once, however often it comes', () => {
    const { story } = issued()
    const row = { file: 7100, stan: '9' }
    assert.equal(tell(story, row), 'theirs_only')
    const events = story.events.length
    assert.equal(tell(story, row), 'theirs_only, again')
    assert.equal(story.events.length, events)
  })

  test('of a sale that a till reversed the shop says that it took the money: the number is not paid by that', () => {
    const story = collected()
    story.reverse()
    assert.equal(tell(story), 'theirs_only, to the desk: reversed')
    assert.equal(story.state(), 'ready')
    assert.equal(post(story), 'posted')
    assert.equal(story.state(), 'paid')
    assertRowsHold(story)
  })

  test('a sale in doubt that the shop tells of is final, one that it undid is not collected; without a word it stays in doubt', () => {
    for (const kind of ['01', '02'] as const) {
      const told = inDoubt()
      assert.equal(tell(told, { kind }), 'matched')
      assert.deepEqual([told.happened().at(-1), told.attempt()?.state], ['completed', 'collected'])
      assertRowsHold(told)
    }
    const undone = inDoubt()
    assert.equal(tell(undone, { kind: '03' }), 'matched')
    assert.deepEqual([undone.happened().at(-1), undone.state()], ['reversed', 'ready'])
    const other = inDoubt()
    other.issue({ no: 2, order: 'order-2' })
    tell(other, { number: numberOf(2), stan: '9' })
    assert.equal(other.attempt()?.state, 'in_doubt')
  })

  test('of a sale that the merchant refused too', () => {
    const story = held()
    story.settle({ verdict: 'refused' })
    assert.equal(tell(story), 'theirs_only, to the desk: refused')
    assert.equal(story.state(), 'ready')
  })
})

describe('two rows about one number', () => {
  test('the second sale of a number is a duplicate and waits at the desk', () => {
    const story = collected()
    assert.equal(tell(story), 'matched')
    assert.equal(tell(story, { stan: '2' }), 'duplicate, to the desk: duplicate')
    assert.equal(post(story), 'no: already_paid')
  })

  test('the same sale told twice is a duplicate and no money', () => {
    const story = collected()
    tell(story)
    assert.equal(tell(story), 'duplicate')
    assert.equal(story.day.suspense.size, 0)
  })

  test('two rows without a key are two sales', () => {
    const story = collected()
    const row = { stan: null, takenAt: story.at }
    assert.equal(tell(story, row), 'matched')
    assert.equal(tell(story, row), 'duplicate, to the desk: duplicate')
  })

  test('taken, undone, taken again and final: the number is paid once, by the second sale', () => {
    const story = collected()
    assert.equal(tell(story, { file: 7200 }), 'matched')
    assert.equal(tell(story, { kind: '03', file: 7201 }), 'matched')
    assert.equal(story.state(), 'ready')
    story.collect({ stan: '2' })
    assert.equal(tell(story, { stan: '2', file: 7202 }), 'matched')
    assert.equal(tell(story, { stan: '2', kind: '02', file: 7203 }), 'matched')
    assert.equal(story.state(), 'paid')
    assert.equal(story.day.suspense.size, 0)
    assertRowsHold(story)
  })

  test('the same with money that no till told us of', () => {
    const { story } = issued()
    for (const [kind, stan, state] of [
      ['01', '8', 'paid'],
      ['03', '8', 'ready'],
      ['01', '9', 'paid'],
      ['02', '9', 'paid'],
    ] as const) {
      assert.equal(tell(story, { kind, stan }), 'theirs_only')
      assert.equal(story.state(), state)
      assertRowsHold(story)
    }
  })

  test('undone before it is final it is undone here; after that a person has to look at it', () => {
    const story = collected()
    tell(story)
    tell(story, { kind: '02' })
    assert.equal(tell(story, { kind: '03' }), 'matched, to the desk: undone_late')
    assert.equal(latestEntry(story).direction, 'out')
    assert.equal(post(story), 'no: outgoing')
    assert.equal(story.state(), 'paid')
    const corrected = collected()
    assert.equal(tell(corrected, { kind: '02', sign: '-' }), 'matched, to the desk: undone_late')
  })

  test('a shop that undoes what it never told of and we never had changes nothing', () => {
    const { story } = issued()
    assert.equal(tell(story, { kind: '03', stan: '9' }), 'theirs_only')
    assert.equal(story.state(), 'ready')
    assert.equal(story.day.suspense.size, 0)
  })

  test('what was given back from here since is not undone once more', () => {
    const story = collected()
    tell(story)
    story.refund({ amount: 100 })
    assert.equal(tell(story, { kind: '03' }), 'matched, to the desk: undone_late')
    assert.equal(story.state(), 'paid')
  })
})

describe('late money', () => {
  function expiredFor(ms: number): CoreStory {
    const { story, deadline } = issued()
    story.jumpsTo(deadline)
    story.expire()
    story.jumps(ms)
    return story
  }

  test('pays a number until the end of its grace and not at it', () => {
    const intime = expiredFor(LATE_GRACE_MS - 1)
    assert.equal(tell(intime, { stan: '9' }), 'theirs_only')
    assert.equal(intime.state(), 'paid')
    assertRowsHold(intime)
    const late = expiredFor(LATE_GRACE_MS)
    assert.equal(tell(late, { stan: '9' }), 'theirs_only, to the desk: expired')
    assert.equal(post(late), 'no: expired')
    assert.equal(settleEntry(late, 'refunded'), 'suspense settled')
  })

  test('of money that was final before anybody told of it too', () => {
    const { story } = issued()
    assert.equal(tell(story, { kind: '02', stan: '9' }), 'theirs_only')
    assert.equal(story.state(), 'paid')
  })

  test('ends the other numbers of its order, and finds an order that another number paid', () => {
    const { story } = issued()
    story.issue({ no: 2 })
    assert.equal(tell(story, { stan: '9' }), 'theirs_only')
    assert.deepEqual([story.state(1), story.state(2)], ['paid', 'cancelled'])
    assert.equal(tell(story, { number: numberOf(2), stan: '8' }), 'theirs_only, to the desk: already_paid')
    assertRowsHold(story)
  })

  test('of an order whose other number a till holds waits, and is posted when it let go', () => {
    const { story } = issued()
    story.issue({ no: 2 })
    story.claim({ no: 2, stan: '2' })
    assert.equal(tell(story, { stan: '9' }), 'theirs_only, to the desk: in_progress')
    assert.equal(post(story), 'no: in_progress')
    story.settle({ stan: '2', verdict: 'refused' })
    assert.equal(post(story), 'posted')
    assert.equal(story.state(), 'paid')
    assertRowsHold(story)
  })

  test('of a number that nobody knows, of another amount or another way of paying waits', () => {
    const { story } = issued({ payTypes: ['cash'] })
    assert.equal(tell(story, { number: numberOf(9), stan: '9' }), 'theirs_only, to the desk: number_unknown')
    assert.equal(latestEntry(story).paymentId, null)
    assert.equal(tell(story, { amount: 900, stan: '8' }), 'theirs_only, to the desk: amount_differs')
    assert.equal(tell(story, { payType: 'card', stan: '7' }), 'duplicate, to the desk: duplicate')
    assert.equal(post(story), 'no: pay_type_not_allowed')
    assert.equal(story.state(), 'ready')
  })

  test('that came before the number was issued was for whoever had it then', () => {
    const { story } = issued()
    const takenAt = story.at - HOUR_MS
    assert.equal(tell(story, { stan: null, takenAt }), 'theirs_only, to the desk: number_unknown')
    assert.equal(story.state(), 'ready')
    const other = issued().story
    assert.equal(tell(other, { stan: '9', date: '20261120' }), 'theirs_only, to the desk: number_unknown')
    assert.equal(other.state(), 'ready')
  })

  test('has a till key, so that a till that comes with the same sale later moves no money twice', () => {
    const { story } = issued()
    tell(story)
    assert.equal(story.claim(), 'no: key_conflict')
    assert.equal(story.reverse(), 'taken: reversed')
    assert.equal(story.state(), 'ready')
    assertRowsHold(story)
  })

  test('by cash has its receipt, as a collect at a till would', () => {
    const { story } = issued()
    tell(story, { stan: '9' })
    assert.equal(story.payment().receipt, null)
    assert.equal(story.askReceipt(), 'receipt asked')
    assert.equal(tell(story, { kind: '03', stan: '9' }), 'theirs_only')
    assert.deepEqual(story.happened().slice(-2), ['reversed', 'receipt_cancel_asked'])
  })

  test('leaves on its row what it was about', () => {
    const { story } = issued()
    tell(story, { stan: '9' })
    const row = latestRow(story)
    assert.equal(row.paymentId, story.payment().id)
    assert.equal(row.attempt, story.payment().lastAttempt?.request.key)
    assert.equal(row.sale, row.key)
  })
})
