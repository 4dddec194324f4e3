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
  type CollectState,
  type LifeState,
  lifeState,
  type PaymentCommand,
  rowsOf,
  SETTLES,
  TRANSITIONS,
} from '../../test/lifecycle-tables.ts'
import {
  MONEY_MOVES,
  type MoneyMove,
  type MoneyState,
  PAYOUT_ATTEMPTS,
  PAYOUT_MOVES,
  PAYOUTS,
  type PayoutAttemptState,
  type PayoutMove,
  RECEIPT_MOVES,
  RECEIPTS,
  RECEIPTS_UNDONE,
  type ReceiptCase,
  type ReceiptMove,
  UNDONE_MOVES,
} from '../../test/money-tables.ts'
import { COMPLETION_MS } from './provisional.ts'

/** Payment 1 in a state, with attempt 1 behind it: lapsed, but where the state says otherwise. */
const PAYMENT_IN: Readonly<Record<LifeState, (story: CoreStory) => void>> = {
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
  refunded: (story) => {
    PAYMENT_IN.paid(story)
    story.refund()
  },
  cancelled_at_till: (story) => {
    PAYMENT_IN.paid(story)
    story.cancel({ stan: 'c0' })
  },
}

const COMMANDS: Readonly<Record<PaymentCommand, (story: CoreStory) => string>> = {
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
  cancel: (story) => story.cancel({ refund: 2 }),
  complete: (story) => story.complete(),
  resolve_doubt: (story) => story.resolveDoubt(),
  expire: (story) => {
    story.jumps(8 * DAY_MS)
    return story.expire()
  },
  ask_receipt: (story) => story.askReceipt(),
  cancel_receipt: (story) => story.cancelReceipt(),
  retry_receipt: (story) => story.retryReceipt(),
  settle_receipt: (story) => story.settleReceipt(),
  refund: (story) => story.refund({ refund: 2 }),
}

test('every payment state answers every command as the table says', async (t) => {
  for (const [state, row] of rowsOf(TRANSITIONS)) {
    for (const [command, expected] of rowsOf(row)) {
      await t.test(`${state}, ${command}: ${expected.answer}`, () => {
        const story = new CoreStory()
        PAYMENT_IN[state](story)
        assert.equal(lifeState(story.payment()), state)
        const before = story.events.length
        const answer = COMMANDS[command](story)
        assert.deepEqual({ answer, events: typesSince(story, before), becomes: lifeState(story.payment()) }, expected)
      })
    }
  }
})

/** The attempt under key 1. */
const ATTEMPT_IN: Readonly<Record<CollectState, (story: CoreStory) => void>> = {
  authorising: PAYMENT_IN.authorising,
  collected: PAYMENT_IN.paid,
  refused: (story) => {
    story.issue()
    story.claim()
    story.settle({ verdict: 'refused' })
  },
  in_doubt: (story) => {
    story.tillCancel = 'until_cutoff'
    story.twoPhases()
    PAYMENT_IN.paid(story)
    story.jumps(COMPLETION_MS)
    story.expire()
  },
  reversed: (story) => {
    PAYMENT_IN.paid(story)
    story.reverse({ stan: 'r0' })
  },
  cancelled: PAYMENT_IN.cancelled_at_till,
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
  cancel: (story) => story.cancel({ refund: 2 }),
  complete: (story) => story.complete(),
}

test('every attempt state answers a repeat, a conflict, a settle and what undoes or completes it as the table says', async (t) => {
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
  'refund of a part': (story) => story.refund({ amount: 400 }),
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

/** The attempt under key o1. */
const PAYOUT_IN: Readonly<Record<PayoutAttemptState, (story: CoreStory) => void>> = {
  paid_out: (story) => {
    MONEY_IN['waits on a slip'](story)
    story.payOut()
  },
  refused: (story) => {
    MONEY_IN['waits on a slip'](story)
    story.payOut({ amount: 999 })
  },
  reversed: (story) => {
    PAYOUT_IN.paid_out(story)
    story.reverse({ original: 'o1', stan: 'r0' })
  },
  tombstoned: (story) => {
    MONEY_IN['waits on a slip'](story)
    story.reverse({ original: 'o1', stan: 'r0' })
    story.payOut()
  },
}

const PAYOUTS_AGAIN: Readonly<Record<PayoutMove, (story: CoreStory, amount: number) => string>> = {
  'pay out again, same body': (story, amount) => story.payOut({ amount }),
  'pay out again, other body': (story, amount) => story.payOut({ amount: amount + 1 }),
  'claim under its key': (story) => story.claim({ stan: 'o1' }),
  reverse: (story) => story.reverse({ original: 'o1' }),
}

test('every attempt of a payout answers a repeat, a conflict, a collect and a reverse as the table says', async (t) => {
  for (const [state, row] of rowsOf(PAYOUT_ATTEMPTS)) {
    for (const move of PAYOUT_MOVES) {
      await t.test(`${state}, ${move}: ${row[move].answer}`, () => {
        const story = new CoreStory()
        PAYOUT_IN[state](story)
        assert.equal(story.attempt('o1')?.state, state)
        const before = story.events.length
        const answer = PAYOUTS_AGAIN[move](story, state === 'refused' ? 999 : 1000)
        assert.deepEqual({ answer, events: typesSince(story, before), becomes: story.attempt('o1')?.state }, row[move])
      })
    }
  }
})

/** All of payment 1 given back, as refund 1. */
const MONEY_IN: Readonly<Record<MoneyState, (story: CoreStory) => void>> = {
  'waits for a bank': (story) => {
    PAYMENT_IN.paid(story)
    story.refund({ to: 'bank' })
  },
  'waits on a slip': (story) => {
    PAYMENT_IN.paid(story)
    story.refund({ to: 'slip' })
  },
  transferred: (story) => {
    MONEY_IN['waits for a bank'](story)
    story.settlePayout()
  },
  'paid out at a till': (story) => {
    MONEY_IN['waits on a slip'](story)
    story.payOut()
  },
  'bank refused': (story) => {
    MONEY_IN['waits for a bank'](story)
    story.settlePayout({ result: 'failed' })
  },
  'slip expired': (story) => {
    MONEY_IN['waits on a slip'](story)
    story.jumps(15 * DAY_MS)
    story.expire()
  },
}

const MONEY: Readonly<Record<MoneyMove, (story: CoreStory) => string>> = {
  done: (story) => story.settlePayout(),
  failed: (story) => story.settlePayout({ result: 'failed' }),
  'to a bank': (story) => story.reroute({ to: 'bank' }),
  'to a new slip': (story) => story.reroute({ to: 'slip', slip: 2 }),
  'pay out': (story) => story.payOut({ stan: 'o2' }),
  reverse: (story) => story.reverse({ original: 'o1' }),
  time: (story) => {
    story.jumps(15 * DAY_MS)
    return story.expire()
  },
}

test('every payout answers the operator, a till and time as the table says', async (t) => {
  for (const [state, row] of rowsOf(PAYOUTS)) {
    for (const move of MONEY_MOVES) {
      await t.test(`${state}, ${move}: ${row[move].answer}`, () => {
        const story = new CoreStory()
        MONEY_IN[state](story)
        const before = story.events.length
        const answer = MONEY[move](story)
        const becomes = story.refundNo().payout.state
        assert.deepEqual({ answer, events: typesSince(story, before), becomes }, row[move])
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
