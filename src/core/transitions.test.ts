/**
 * Every state meets every command, for real. The tables are records over the core's names, so the compiler counts the
 * cells; these tests bring a payment or an attempt into each state by its own history and run each cell.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CoreStory, DAY_MS, SECOND_MS } from '../../test/core-story.ts'
import {
  ATTEMPT_MOVES,
  ATTEMPTS,
  type AttemptMove,
  RECEIPT_MOVES,
  RECEIPTS,
  RECEIPTS_UNDONE,
  type ReceiptCase,
  type ReceiptMove,
  rowsOf,
  SETTLES,
  TRANSITIONS,
  UNDONE_MOVES,
} from '../../test/lifecycle-tables.ts'
import type { AttemptState } from './attempt.ts'
import type { CommandType } from './commands.ts'
import type { Standing } from './standing.ts'

/** Payment 1 in a state, with attempt 1 behind it: lapsed, but where the state says otherwise. */
const PAYMENT_IN: Readonly<Record<Standing, (story: CoreStory) => void>> = {
  ready: (story) => {
    story.issue()
    story.claim()
    story.passes(15 * SECOND_MS)
    story.lapse()
  },
  suspended: (story) => {
    PAYMENT_IN.ready(story)
    story.suspend()
  },
  authorising: (story) => {
    story.issue()
    story.claim()
  },
  paid: (story) => {
    story.issue()
    story.collect()
  },
  cancelled: (story) => {
    PAYMENT_IN.ready(story)
    story.revoke()
  },
  failed: (story) => {
    PAYMENT_IN.ready(story)
    story.jumps(8 * DAY_MS)
    story.expire()
  },
}

const COMMANDS: Readonly<Record<CommandType, (story: CoreStory) => string>> = {
  issue: (story) => story.issue({ no: 2 }),
  revoke: (story) => story.revoke(),
  amend: (story) => story.amend({ amount: 2000 }),
  suspend: (story) => story.suspend(),
  resume: (story) => story.resume(),
  inquire: (story) => story.inquire(),
  claim: (story) => story.claim({ stan: '2' }),
  settle: (story) => story.settle(),
  lapse: (story) => {
    story.passes(15 * SECOND_MS)
    return story.lapse()
  },
  reverse: (story) => story.reverse(),
  expire: (story) => {
    story.jumps(8 * DAY_MS)
    return story.expire()
  },
  ask_receipt: (story) => story.askReceipt(),
  cancel_receipt: (story) => story.cancelReceipt(),
  retry_receipt: (story) => story.retryReceipt(),
  settle_receipt: (story) => story.settleReceipt(),
}

test('every payment state answers every command as the table says', async (t) => {
  for (const [state, row] of rowsOf(TRANSITIONS)) {
    for (const [command, expected] of rowsOf(row)) {
      await t.test(`${state}, ${command}: ${expected.answer}`, () => {
        const story = new CoreStory()
        PAYMENT_IN[state](story)
        assert.equal(story.standing(), state)
        const before = story.events.length
        const answer = COMMANDS[command](story)
        assert.deepEqual({ answer, events: typesSince(story, before), becomes: story.standing() }, expected)
      })
    }
  }
})

/** The attempt under key 1. */
const ATTEMPT_IN: Readonly<Record<AttemptState, (story: CoreStory) => void>> = {
  authorising: PAYMENT_IN.authorising,
  collected: PAYMENT_IN.paid,
  refused: (story) => {
    story.issue()
    story.claim()
    story.settle({ verdict: 'refused' })
  },
  reversed: (story) => {
    PAYMENT_IN.paid(story)
    story.reverse({ stan: 'r0' })
  },
  tombstoned: (story) => {
    story.issue()
    story.reverse({ stan: 'r0' })
    story.claim()
  },
}

const MOVES: Readonly<Record<AttemptMove, (story: CoreStory) => string>> = {
  'claim again, same body': (story) => story.claim(),
  'claim again, other body': (story) => story.claim({ amount: 2000 }),
  settle: (story) => orFault(() => story.settle()),
  reverse: (story) => story.reverse(),
}

test('every attempt state answers a repeat, a conflict, a settle and a reverse as the table says', async (t) => {
  for (const [state, row] of rowsOf(ATTEMPTS)) {
    for (const move of ATTEMPT_MOVES) {
      await t.test(`${state}, ${move}: ${row[move].answer}`, () => {
        const story = new CoreStory()
        ATTEMPT_IN[state](story)
        assert.equal(story.attempt()?.state, state)
        const before = story.events.length
        const answer = MOVES[move](story)
        assert.deepEqual({ answer, events: typesSince(story, before), becomes: story.attempt()?.state }, row[move])
      })
    }
  }
})

/** Of payment 1, paid in cash. */
const RECEIPT_IN: Readonly<Record<ReceiptCase, (story: CoreStory) => void>> = {
  none: PAYMENT_IN.paid,
  issuing: (story) => {
    PAYMENT_IN.paid(story)
    story.askReceipt()
  },
  issued: (story) => {
    RECEIPT_IN.issuing(story)
    story.settleReceipt()
  },
  cancelling: (story) => {
    RECEIPT_IN.issued(story)
    story.cancelReceipt()
  },
  cancelled: (story) => {
    RECEIPT_IN.cancelling(story)
    story.settleReceipt()
  },
  failed: (story) => {
    RECEIPT_IN.issuing(story)
    story.settleReceipt({ says: 'no' })
  },
}

const RECEIPT_MOVE: Readonly<Record<ReceiptMove, (story: CoreStory) => string>> = {
  ask: (story) => story.askReceipt(),
  cancel: (story) => story.cancelReceipt(),
  retry: (story) => {
    story.jumps(2 * DAY_MS)
    return story.retryReceipt()
  },
  'issuer: yes': (story) => story.settleReceipt(),
  'issuer: no': (story) => story.settleReceipt({ says: 'no' }),
  reverse: (story) => story.reverse(),
}

test('every receipt state answers what comes next as the table says', async (t) => {
  const stateOf = (story: CoreStory): ReceiptCase => story.payment().receipt?.state ?? 'none'
  for (const [state, row] of rowsOf(RECEIPTS)) {
    for (const move of RECEIPT_MOVES) {
      await t.test(`${state}, ${move}: ${row[move].answer}`, () => {
        const story = new CoreStory()
        RECEIPT_IN[state](story)
        assert.equal(stateOf(story), state)
        const before = story.events.length
        const answer = RECEIPT_MOVE[move](story)
        assert.deepEqual({ answer, events: typesSince(story, before), becomes: stateOf(story) }, row[move])
      })
    }
  }
})

test('a suspended payment and the receipt of its undone collect go on as the table says, neither in the way of the other', async (t) => {
  for (const [state, row] of rowsOf(RECEIPTS_UNDONE)) {
    for (const move of UNDONE_MOVES) {
      await t.test(`${state}, ${move}: ${row[move].answer}`, () => {
        const story = new CoreStory()
        RECEIPT_IN[state](story)
        story.reverse()
        story.suspend({ reason: '재고 확인 중' })
        const before = story.events.length
        const answer = move === 'amend' || move === 'resume' ? COMMANDS[move](story) : RECEIPT_MOVE[move](story)
        const { receipt } = story.payment()
        assert.deepEqual({ answer, events: typesSince(story, before), becomes: receipt?.state }, row[move])
        assert.equal(story.standing(), move === 'resume' ? 'ready' : 'suspended')
        assert.equal(receipt?.amount, 1000, 'it is about what was collected then')
      })
    }
  }
})

test("the merchant's word and the till's time make the outcome the table says", async (t) => {
  for (const verdict of ['payable', 'refused', 'unanswered'] as const) {
    for (const time of ['in time', 'too late'] as const) {
      const expected = SETTLES[verdict][time]
      await t.test(`${verdict}, ${time}: ${expected.answer}`, () => {
        const story = new CoreStory()
        PAYMENT_IN.authorising(story)
        const before = story.events.length
        const answer = story.settle({ verdict, late: time === 'too late' })
        assert.deepEqual({ answer, events: typesSince(story, before), becomes: story.state() }, expected)
      })
    }
  }
})

test('the settle of a claim that never was is a fault, not an answer', () => {
  const neverWas = /broken invariant: settle of an attempt that never was/
  const story = new CoreStory()
  story.issue()
  assert.throws(() => story.settle({ stan: '1' }), neverWas)
  story.claim({ stan: '2', no: 7 })
  assert.throws(() => story.settle({ stan: '2' }), neverWas)
  story.claim({ stan: '3', amount: 999 })
  assert.throws(() => story.settle({ stan: '3' }), neverWas)
  story.claim({ stan: '4' })
  assert.throws(() => story.settle({ stan: '4', fence: 2 }), /broken invariant: settle with a fence of the future/)
})

function typesSince(story: CoreStory, before: number): readonly string[] {
  return story.events.slice(before).map(({ data }) => data.type)
}

function orFault(ask: () => string): string {
  try {
    return ask()
  } catch (fault) {
    assert.match(String(fault), /broken invariant/)
    return 'fault'
  }
}
