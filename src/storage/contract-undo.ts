/** What a till undoes the same day or makes final later: once, kept under its key, and found again by who must look at it. */
import assert from 'node:assert/strict'
import { doubtPlace, isBehind } from '../core/doubt.ts'
import { plainNetwork } from '../core/network.ts'
import { COMPLETION_MS } from '../core/provisional.ts'
import { ALPHA, BRAVO, claim, expire, HOUSE, issue, paymentId, reverse, settle, till } from './contract-commands.ts'
import { refund, refundId } from './contract-refund-commands.ts'
import { assertFolds, type Promises, tally } from './contract-subject.ts'
import { cancel, complete, resolveDoubt } from './contract-undo-commands.ts'
import type { Storage } from './storage.ts'

const TILLS = 500

export const undoPromises: Promises = {
  'of many cancels of one collect at once exactly one gives the money back': async ({ storage }) => {
    await collected(storage, 1)
    const outcomes = await Promise.all(
      Array.from({ length: TILLS }, (_, i) => storage.execute(cancel({ key: 100 + i, original: 1 }))),
    )
    const kinds = outcomes.map((outcome) => (outcome.kind === 'answered' ? outcome.answer.kind : outcome.kind))
    assert.deepEqual(tally(kinds), { cancelled: 1, not_cancelled: TILLS - 1 })
    const payment = await storage.payments.find(ALPHA, paymentId(1))
    assert.ok(payment?.state === 'cancelled' && payment.cause === 'cancelled_at_till')
    assert.equal(payment.refunds.length, 1)
    assert.equal((await storage.payments.findAttempt(till(1)))?.state, 'cancelled')
    await assertFolds(storage, payment)
  },

  'of a cancel, a refund and a reverse at once exactly one happens': async ({ storage }) => {
    for (let no = 1; no <= 20; no += 1) {
      await collected(storage, no)
      const ways = [
        () => storage.execute(cancel({ key: 100 + no, original: no })),
        () => storage.execute(refund({ no, refund: no, amount: null })),
        () => storage.execute(reverse({ key: 200 + no, original: no })),
      ]
      const order = [no % 3, (no + 1) % 3, (no + 2) % 3].flatMap((place) => ways[place] ?? [])
      await Promise.all(order.map((ask) => ask()))
      const payment = await storage.payments.find(ALPHA, paymentId(no))
      const events = await storage.payments.events(ALPHA, paymentId(no))
      const undone = events.filter(({ data }) => ['cancelled', 'refunded', 'reversed'].includes(data.type))
      assert.equal(undone.length, 1, `payment ${no}`)
      await assertFolds(storage, payment)
    }
  },

  'a cancel is kept under its key, with its refund, and listed with the others': async ({ storage }) => {
    await collected(storage, 1)
    const first = await storage.execute(cancel({ key: 2, original: 1 }))
    const again = await storage.execute(cancel({ key: 2, original: 1 }))
    assert.ok(first.kind === 'answered' && again.kind === 'answered' && again.again)
    assert.deepEqual(again.answer, first.answer)
    const found = await storage.refunds.find(ALPHA, refundId(1002))
    assert.ok(found?.refund.route.kind === 'till' && found.refund.payout.state === 'paid_out')
    assert.deepEqual(await storage.refunds.list(ALPHA, { state: 'paid_out' }, null, 10), [found])
    const other = await storage.execute(complete({ key: 2, original: 1 }))
    assert.ok(other.kind === 'rejected' && other.rejection.name === 'key_conflict')
  },

  'an approval is in doubt when its time is over, is listed for its own merchant and, in pages, for all, and ends by a word':
    async ({ storage }) => {
      await twoPhases(storage)
      for (const no of [1, 2, 3]) await collected(storage, no)
      await storage.execute(complete({ key: 10, original: 3 }))
      await storage.clock.advance(COMPLETION_MS - 1000)
      assert.deepEqual((await storage.payments.overdue(10)).expired, [])
      await storage.clock.advance(2000)
      assert.deepEqual((await storage.payments.overdue(10)).expired.toSorted(), [paymentId(1), paymentId(2)])
      assert.deepEqual(await storage.payments.inDoubt(ALPHA, null, 10), [], 'nobody has written it down')
      for (const no of [1, 2]) await storage.execute(expire(no))
      assert.deepEqual((await storage.payments.overdue(10)).expired, [])
      const ids = async () => (await storage.payments.inDoubt(ALPHA, null, 10)).map(({ id }) => id)
      assert.deepEqual((await ids()).toSorted(), [paymentId(1), paymentId(2)])
      const [first, second, ...others] = await storage.payments.inDoubt(null, null, 10)
      assert.ok(first !== undefined && second !== undefined && others.length === 0)
      assert.deepEqual(await storage.payments.inDoubt(null, null, 1), [first])
      const place = doubtPlace(first)
      assert.ok(place !== undefined && isBehind(doubtPlace(second) ?? place, place))
      assert.deepEqual(await storage.payments.inDoubt(ALPHA, place, 10), [second])
      assert.deepEqual(await storage.payments.inDoubt(BRAVO, null, 10), [])
      assert.equal((await storage.payments.findAttempt(till(1)))?.state, 'in_doubt')
      await storage.execute(resolveDoubt({ no: 1, found: 'collected' }))
      await storage.execute(resolveDoubt({ no: 2, found: 'not_collected' }))
      assert.deepEqual(await ids(), [])
      const states = await Promise.all([1, 2, 3].map((no) => storage.payments.find(ALPHA, paymentId(no))))
      assert.deepEqual(
        states.map((payment) => payment?.state),
        ['paid', 'ready', 'paid'],
      )
      for (const payment of states) await assertFolds(storage, payment)
    },
}

/** What was kept before the process ended. */
export const undoRestartPromises: Promises = {
  'cancels, completions and doubt are there again': async ({ storage, subject }) => {
    await twoPhases(storage)
    for (const no of [1, 2, 3]) await collected(storage, no)
    const cancelled = await storage.execute(cancel({ key: 11, original: 1 }))
    const completed = await storage.execute(complete({ key: 12, original: 2 }))
    await storage.clock.advance(COMPLETION_MS)
    await storage.execute(expire(3))
    const before = await Promise.all([1, 2, 3].map((no) => storage.payments.find(ALPHA, paymentId(no))))
    const after = await subject.reopen()
    for (const [index, payment] of before.entries()) {
      assert.deepEqual(await after.payments.find(ALPHA, paymentId(index + 1)), payment)
      await assertFolds(after, payment)
    }
    assert.equal((await after.payments.inDoubt(ALPHA, null, 10)).length, 1)
    for (const [first, command] of [
      [cancelled, cancel({ key: 11, original: 1 })],
      [completed, complete({ key: 12, original: 2 })],
    ] as const) {
      const again = await after.execute(command)
      assert.ok(first.kind === 'answered' && again.kind === 'answered' && again.again)
      assert.deepEqual(again.answer, first.answer)
    }
  },
}

/** Payment `no` under till key `no`. */
async function collected(storage: Storage, no: number): Promise<void> {
  await storage.execute(issue({ no }))
  await storage.execute(claim({ key: no, number: no }))
  const { answer } = await storage.execute(settle({ key: no, fence: 1 }))
  assert.equal(answer.kind, 'collected')
}

async function twoPhases(storage: Storage): Promise<void> {
  await storage.directory.put([{ kind: 'network', entry: { ...plainNetwork(HOUSE, '8801'), phases: 'two' } }])
}
