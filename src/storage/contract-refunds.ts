/**
 * Money on its way back: never more than there was, whoever asks at once; listed by what became of it; whose account it
 * goes to kept apart; and a slip's number for one slip alone.
 */
import assert from 'node:assert/strict'
import type { Instant } from '../core/brand.ts'
import type { Refund } from '../core/refund.ts'
import type { SettleTransfer } from '../core/refund-commands.ts'
import {
  ALPHA,
  BRAVO,
  claim,
  commandId,
  expire,
  HOUSE,
  issue,
  paymentId,
  reverse,
  settle,
  till,
} from './contract-commands.ts'
import {
  payOut,
  refund,
  refundId,
  reroute,
  SLIP_DAYS,
  sealedAccount,
  settlePayout,
  slipNumber,
  transferId,
} from './contract-refund-commands.ts'
import { assertFolds, type Promises, tally } from './contract-subject.ts'
import type { Storage } from './storage.ts'

const PARALLEL = 1000

export const refundPromises: Promises = {
  'a thousand partial refunds at once never give back more than was paid': async ({ storage }) => {
    await collected(storage, 1, 1000)
    const outcomes = await Promise.all(
      Array.from({ length: PARALLEL }, (_, i) => storage.execute(refund({ no: 1, refund: i + 1, amount: 17 }))),
    )
    assert.deepEqual(tally(outcomes.map(({ kind }) => kind)), { refunded: 58, rejected: PARALLEL - 58 })
    const payment = await storage.payments.find(ALPHA, paymentId(1))
    assert.equal(
      payment?.refunds.reduce((sum, { amount }) => sum + amount, 0),
      58 * 17,
    )
    await assertFolds(storage, payment)
  },

  'of a refund and a reverse at once exactly one happens, whichever comes first': async ({ storage }) => {
    for (let no = 1; no <= 20; no += 1) {
      await collected(storage, no, 1000)
      const undo = () => storage.execute(reverse({ key: 100 + no, original: no }))
      const giveBack = () => storage.execute(refund({ no, refund: no, amount: null }))
      await Promise.all(no % 2 === 0 ? [undo(), giveBack()] : [giveBack(), undo()])
      const payment = await storage.payments.find(ALPHA, paymentId(no))
      assert.ok(payment?.state === 'ready' || payment?.state === 'cancelled', payment?.state)
      assert.equal(payment.refunds.length, payment.state === 'cancelled' ? 1 : 0)
      await assertFolds(storage, payment)
    }
  },

  'of a thousand tills that pay out one slip at once exactly one does': async ({ storage }) => {
    await collected(storage, 1, 1000)
    await storage.execute(refund({ no: 1, refund: 1, amount: null, slip: 1 }))
    const outcomes = await Promise.all(
      Array.from({ length: PARALLEL }, (_, i) => storage.execute(payOut({ key: 100 + i, slip: 1, amount: 1000 }))),
    )
    const kinds = outcomes.map((outcome) => (outcome.kind === 'answered' ? outcome.answer.kind : outcome.kind))
    assert.deepEqual(tally(kinds), { paid_out: 1, not_paid_out: PARALLEL - 1 })
    await assertFolds(storage, await storage.payments.find(ALPHA, paymentId(1)))
  },

  'a payout is kept under its key, undone by a reverse, and then can be made again': async ({ storage }) => {
    await collected(storage, 1, 1000)
    await storage.execute(refund({ no: 1, refund: 1, amount: 400, slip: 1 }))
    const first = await storage.execute(payOut({ key: 2, slip: 1, amount: 400 }))
    assert.ok(first.kind === 'answered' && first.answer.kind === 'paid_out')
    assert.equal((await storage.payments.findAttempt(till(2)))?.state, 'paid_out')
    const again = await storage.execute(payOut({ key: 2, slip: 1, amount: 400 }))
    assert.deepEqual(again.kind === 'answered' && [again.answer, again.again], [first.answer, true])
    const undone = await storage.execute(reverse({ key: 3, original: 2 }))
    assert.ok(undone.kind === 'answered' && undone.answer.kind === 'payout_reversed')
    const repeated = await storage.execute(reverse({ key: 3, original: 2 }))
    assert.deepEqual(repeated.kind === 'answered' && repeated.answer, undone.answer)
    const reversed = await storage.payments.findAttempt(till(2))
    assert.ok(reversed?.state === 'reversed' && reversed.answer.kind === 'not_paid_out')
    const later = await storage.execute(payOut({ key: 4, slip: 1, amount: 400 }))
    assert.ok(later.kind === 'answered' && later.answer.kind === 'paid_out')
    const declined = await storage.execute(payOut({ key: 5, slip: 1, amount: 400 }))
    assert.ok(declined.kind === 'answered' && declined.answer.kind === 'not_paid_out')
    assert.deepEqual((await storage.payments.findAttempt(till(5)))?.state, 'refused')
    await assertFolds(storage, await storage.payments.find(ALPHA, paymentId(1)))
  },

  'a number that is a slip’s is no payment’s, and one that was is no other slip’s': async ({ storage }) => {
    await collected(storage, 1, 1000)
    await storage.execute(refund({ no: 1, refund: 1, amount: 100, slip: 7 }))
    const asPayment = await storage.execute(issue({ no: 2, collectionNumber: slipNumber(7) }))
    assert.ok(asPayment.kind === 'rejected' && asPayment.rejection.name === 'number_taken')
    await storage.execute(reroute({ no: 1, refund: 1, slip: 8 }))
    const asSlip = await storage.execute(refund({ no: 1, refund: 2, amount: 100, slip: 7 }))
    assert.ok(asSlip.kind === 'rejected' && asSlip.rejection.name === 'number_taken')
    assert.equal((await storage.payments.findBySlip(HOUSE, slipNumber(7)))?.id, paymentId(1))
    assert.equal((await storage.payments.findBySlip(HOUSE, slipNumber(8)))?.id, paymentId(1))
    assert.equal(await storage.payments.findBySlip(HOUSE, slipNumber(9)), undefined)
    assert.equal(await storage.payments.findByNumber(HOUSE, slipNumber(7)), undefined)
  },

  'refunds are found by their merchant alone, newest first, by what became of them, page by page': async ({
    storage,
  }) => {
    await collected(storage, 1, 1000)
    await collected(storage, 2, 1000, BRAVO)
    for (let no = 1; no <= 6; no += 1) await storage.execute(refund({ no: 1, refund: no, amount: 10 }))
    await storage.execute(refund({ no: 2, refund: 9, amount: 10, merchantId: BRAVO }))
    await storage.execute(settlePayout({ no: 1, refund: 2 }))
    await storage.execute(settlePayout({ no: 1, refund: 5, result: 'failed' }))
    assert.deepEqual(await listed(storage), [6, 5, 4, 3, 2, 1])
    assert.deepEqual(await listed(storage, { state: 'pending' }), [6, 4, 3, 1])
    assert.deepEqual(await listed(storage, { state: 'paid_out' }), [2])
    assert.deepEqual(await listed(storage, { state: 'failed' }), [5])
    const first = await storage.refunds.list(ALPHA, { state: 'pending' }, null, 2)
    assert.deepEqual(
      first.map(({ refund: { id } }) => id),
      [refundId(6), refundId(4)],
    )
    const next = await storage.refunds.list(ALPHA, { state: 'pending' }, refundId(4), 2)
    assert.deepEqual(
      next.map(({ refund: { id } }) => id),
      [refundId(3), refundId(1)],
    )
    assert.equal(await storage.refunds.find(ALPHA, refundId(9)), undefined)
    const found = await storage.refunds.find(BRAVO, refundId(9))
    assert.deepEqual([found?.payment.id, found?.refund.amount], [paymentId(2), 10])
  },

  'an account is its refund’s and its merchant’s alone, and is replaced with the route': async ({ storage }) => {
    await collected(storage, 1, 1000)
    await storage.execute(refund({ no: 1, refund: 1, amount: 10 }))
    await storage.execute(refund({ no: 1, refund: 2, amount: 10, slip: 1 }))
    assert.deepEqual(await storage.refunds.findAccount(ALPHA, refundId(1)), sealedAccount(1))
    assert.equal(await storage.refunds.findAccount(BRAVO, refundId(1)), undefined)
    assert.equal(await storage.refunds.findAccount(ALPHA, refundId(2)), undefined)
    await storage.execute(reroute({ no: 1, refund: 1, account: 3 }))
    assert.deepEqual(await storage.refunds.findAccount(ALPHA, refundId(1)), sealedAccount(3))
    const refused = await storage.execute(refund({ no: 1, refund: 4, amount: 2000 }))
    assert.equal(refused.kind, 'rejected')
    assert.equal(await storage.refunds.findAccount(ALPHA, refundId(4)), undefined)
  },

  'a slip past its time is due, is listed as failed at once, and ends at its deadline': async ({ storage }) => {
    await collected(storage, 1, 1000)
    await storage.execute(refund({ no: 1, refund: 1, amount: 10, slip: 1 }))
    await storage.execute(refund({ no: 1, refund: 2, amount: 10, slip: 2 }))
    await storage.execute(payOut({ key: 5, slip: 2, amount: 10 }))
    assert.deepEqual((await storage.payments.overdue(10)).expired, [])
    await storage.clock.advance((SLIP_DAYS + 1) * 86_400_000)
    assert.deepEqual((await storage.payments.overdue(10)).expired, [paymentId(1)])
    assert.deepEqual(
      [await listed(storage, { state: 'failed' }), await listed(storage, { state: 'pending' })],
      [[1], []],
    )
    await storage.execute(expire(1))
    assert.deepEqual((await storage.payments.overdue(10)).expired, [])
    const slip = await refundNo(storage, 1)
    assert.ok(slip.route.kind === 'slip')
    assert.deepEqual(slip.payout, { state: 'failed', at: slip.route.expiresAt, cause: 'expired', note: null })
    assert.deepEqual(await listed(storage, { state: 'failed' }), [1])
    await assertFolds(storage, await storage.payments.find(ALPHA, paymentId(1)))
  },

  'all that was given back ends the payment, and it still says when it was paid': async ({ storage, clocks }) => {
    await collected(storage, 1, 1000)
    clocks.moveWall(5000)
    await storage.execute(refund({ no: 1, refund: 1, amount: null }))
    const payment = await storage.payments.find(ALPHA, paymentId(1))
    assert.ok(payment?.state === 'cancelled' && payment.cause === 'refunded')
    assert.equal(payment.cancelledAt - payment.paidAt, 5000)
    const asked = {
      merchantId: ALPHA,
      from: 0 as Instant,
      to: storage.clock.now(),
      sorting: '-started',
      skip: 0,
      take: 10,
    } as const
    const cancelled = await storage.payments.list({ ...asked, status: 'cancelled' })
    assert.deepEqual(cancelled, { total: 1, payments: [payment] })
    assert.equal((await storage.payments.list({ ...asked, status: 'paid' })).total, 0)
  },

  'what the sandbox forgets is forgotten with its refunds, slips and accounts': async ({ storage }) => {
    await collected(storage, 1, 1000)
    await storage.execute(refund({ no: 1, refund: 1, amount: 10 }))
    await storage.execute(refund({ no: 1, refund: 2, amount: 10, slip: 1 }))
    await storage.forgetPayments()
    assert.deepEqual(await listed(storage), [])
    assert.equal(await storage.refunds.findAccount(ALPHA, refundId(1)), undefined)
    assert.equal(await storage.payments.findBySlip(HOUSE, slipNumber(1)), undefined)
    await collected(storage, 3, 500)
    assert.equal((await storage.execute(refund({ no: 3, refund: 3, amount: 10, slip: 1 }))).kind, 'refunded')
  },
}

export const transferPromises: Promises = {
  'a transfer is due from its first moment, the oldest first, one has the turn, and none is when the bank has answered':
    async ({ storage, clocks }) => {
      const { refunds } = storage
      await collected(storage, 1, 1000)
      assert.deepEqual([await refunds.transfersDue(10), await refunds.nextTransferDueAt()], [[], null])
      for (const no of [1, 2]) {
        await storage.execute(refund({ no: 1, refund: no, amount: 100, transfer: transferId(no) }))
        clocks.moveWall(1000)
      }
      const due = async (limit: number) => (await refunds.transfersDue(limit)).map(({ refundId: id }) => id)
      assert.deepEqual([await due(10), await due(1)], [[refundId(1), refundId(2)], [refundId(1)]])
      const of = { paymentId: paymentId(1), refundId: refundId(1) }
      const turns = await Promise.all(
        Array.from({ length: 30 }, () => storage.execute({ type: 'try_transfer', id: commandId(), ...of })),
      )
      assert.equal(turns.filter(({ due: isMine }) => isMine).length, 1)
      assert.deepEqual(await due(10), [refundId(2)])
      assert.equal((await refundNo(storage, 1)).transfer?.tries, 1)
      const word = { kind: 'paid_out', reference: 'bank-1' } as const
      const settling = { type: 'settle_transfer', ...of, transferId: transferId(1), word } as const
      const settled = await Promise.all(
        Array.from({ length: 10 }, () => storage.execute({ ...settling, id: commandId() })),
      )
      assert.equal(settled.filter(({ settled: isFirst }) => isFirst).length, 1)
      assert.deepEqual((await refundNo(storage, 1)).payout, {
        state: 'paid_out',
        at: storage.clock.now(),
        where: { kind: 'bank', reference: 'bank-1' },
      })
      const next = (await refundNo(storage, 2)).transfer
      assert.equal(await refunds.nextTransferDueAt(), next?.dueAt)
      await assertFolds(storage, await storage.payments.find(ALPHA, paymentId(1)))
    },
}

export const lateWordPromises: Promises = {
  'an order that was called failed stays due, and what its bank says then is kept once and moves nothing': async ({
    storage,
    clocks,
  }) => {
    await collected(storage, 1, 1000)
    await storage.execute(refund({ no: 1, refund: 1, amount: 100, transfer: transferId(1) }))
    const of = { paymentId: paymentId(1), refundId: refundId(1) }
    await storage.execute({ type: 'try_transfer', id: commandId(), ...of })
    await storage.execute(settlePayout({ no: 1, refund: 1, result: 'failed' }))
    const elsewhere = await storage.execute(reroute({ no: 1, refund: 1, account: 2 }))
    assert.deepEqual(elsewhere, { kind: 'rejected', rejection: { name: 'transfer_running' } })
    assert.deepEqual(await storage.refunds.findAccount(ALPHA, refundId(1)), sealedAccount(1))
    await storage.execute(reroute({ no: 1, refund: 1, slip: 1 }))
    assert.deepEqual(await storage.refunds.transfersDue(10), [])
    clocks.moveWall(30_000)
    assert.deepEqual(await storage.refunds.transfersDue(10), [of])
    const turn = await storage.execute({ type: 'try_transfer', id: commandId(), ...of })
    assert.deepEqual([turn.due, turn.afterAll], [true, true])
    const word = { kind: 'paid_out', reference: 'bank-1' } as const
    const settling = { type: 'settle_transfer', ...of, transferId: transferId(1), word } as const
    const said = await Promise.all(Array.from({ length: 10 }, () => storage.execute({ ...settling, id: commandId() })))
    assert.equal(said.filter(({ paidAfterAll }) => paidAfterAll).length, 1)
    assert.equal(said.filter(({ settled }) => settled).length, 0)
    const { payout, calledFailed, paidAfterAll } = await refundNo(storage, 1)
    assert.deepEqual([payout.state, calledFailed, paidAfterAll?.reference], ['pending', null, 'bank-1'])
    assert.equal(await storage.refunds.nextTransferDueAt(), null)
    await assertFolds(storage, await storage.payments.find(ALPHA, paymentId(1)))
  },

  'money by hand is kept with the order that was open then: its late “paid” is known, that of another is kept': async ({
    storage,
  }) => {
    await collected(storage, 1, 1000)
    const says = async (no: number, word: SettleTransfer['word']) => {
      const of = { paymentId: paymentId(1), refundId: refundId(no), transferId: transferId(no) }
      return (await storage.execute({ type: 'settle_transfer', id: commandId(), ...of, word })).paidAfterAll
    }
    for (const no of [1, 2]) {
      await storage.execute(refund({ no: 1, refund: no, amount: 100, transfer: transferId(no) }))
      const of = { paymentId: paymentId(1), refundId: refundId(no) }
      await storage.execute({ type: 'try_transfer', id: commandId(), ...of })
    }
    await says(2, { kind: 'failed', cause: 'refused', reason: 'account closed' })
    for (const [no, open] of [
      [1, transferId(1)],
      [2, null],
    ] as const) {
      await storage.execute(settlePayout({ no: 1, refund: no, result: 'paid_out' }))
      const { payout } = await refundNo(storage, no)
      assert.deepEqual(payout.state === 'paid_out' && payout.where, {
        kind: 'by_hand',
        note: '이체 확인',
        transferId: open,
      })
      assert.equal(await says(no, { kind: 'paid_out', reference: `bank-${no}` }), open === null)
    }
    await assertFolds(storage, await storage.payments.find(ALPHA, paymentId(1)))
  },
}

export const refundRestartPromises: Promises = {
  'refunds, slips, payouts and accounts are there after a restart': async ({ storage, subject }) => {
    await collected(storage, 1, 1000)
    await storage.execute(refund({ no: 1, refund: 1, amount: 100 }))
    await storage.execute(refund({ no: 1, refund: 2, amount: 200, slip: 1 }))
    await storage.execute(payOut({ key: 2, slip: 1, amount: 200 }))
    await storage.execute(settlePayout({ no: 1, refund: 1, result: 'failed' }))
    await storage.execute(refund({ no: 1, refund: 3, amount: 1, transfer: transferId(3) }))
    const before = await Promise.all([
      storage.refunds.transfersDue(10),
      storage.payments.find(ALPHA, paymentId(1)),
      storage.refunds.list(ALPHA, {}, null, 10),
      storage.payments.findAttempt(till(2)),
      storage.refunds.findAccount(ALPHA, refundId(1)),
      storage.payments.findBySlip(HOUSE, slipNumber(1)),
    ])
    const after = await subject.reopen()
    assert.deepEqual(
      await Promise.all([
        after.refunds.transfersDue(10),
        after.payments.find(ALPHA, paymentId(1)),
        after.refunds.list(ALPHA, {}, null, 10),
        after.payments.findAttempt(till(2)),
        after.refunds.findAccount(ALPHA, refundId(1)),
        after.payments.findBySlip(HOUSE, slipNumber(1)),
      ]),
      before,
    )
  },
}

async function collected(storage: Storage, no: number, amount: number, merchantId = ALPHA): Promise<void> {
  await storage.execute(issue({ no, amount, merchantId }))
  await storage.execute(claim({ key: no, number: no, amount }))
  const { answer } = await storage.execute(settle({ key: no, fence: 1 }))
  assert.equal(answer.kind, 'collected')
}

/** By their small numbers. */
async function listed(storage: Storage, filter: Parameters<Storage['refunds']['list']>[1] = {}): Promise<number[]> {
  const found = await storage.refunds.list(ALPHA, filter, null, 100)
  return found.map(({ refund: { id } }) => Number(id.slice('rfd_'.length)))
}

async function refundNo(storage: Storage, no: number): Promise<Refund> {
  const found = await storage.refunds.find(ALPHA, refundId(no))
  assert.ok(found, `there is a refund ${no}`)
  return found.refund
}
