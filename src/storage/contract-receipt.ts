/** Cash receipts: part of their payment, found when their issuer is to be asked, and whom they are for kept apart. */
import assert from 'node:assert/strict'
import {
  ALPHA,
  askReceipt,
  BRAVO,
  cancelReceipt,
  claim,
  identifierOf,
  issue,
  paymentId,
  receiptId,
  retryReceipt,
  reverse,
  settle,
  settleReceipt,
} from './contract-commands.ts'
import { assertFolds, type Promises, tally } from './contract-subject.ts'
import type { Storage } from './storage.ts'

/** Payments 1 to `count`, collected in cash under the till key of their number. */
async function collect(storage: Storage, count: number): Promise<void> {
  for (let no = 1; no <= count; no += 1) {
    await storage.execute(issue({ no }))
    await storage.execute(claim({ key: no, number: no }))
    await storage.execute(settle({ key: no, fence: 1 }))
  }
}

async function stateOf(storage: Storage, no: number): Promise<string | undefined> {
  return (await storage.payments.find(ALPHA, paymentId(no)))?.receipt?.state
}

export const receiptPromises: Promises = {
  'a receipt is read back in every state it can have, and its payment is the fold of its events': async ({
    storage,
  }) => {
    await collect(storage, 1)
    const now = storage.clock.now()
    const steps = [
      [askReceipt({ no: 1, taxFree: 100 }), 'issuing'],
      [settleReceipt({ no: 1, step: 'issuing', refused: true }), 'failed'],
      [askReceipt({ no: 1, receipt: 2 }), 'issuing'],
      [settleReceipt({ no: 1, receipt: 2, step: 'issuing', finalAt: now + 60_000 }), 'issued'],
      [settleReceipt({ no: 1, receipt: 2, step: 'issued' }), 'issued'],
      [cancelReceipt(1), 'cancelling'],
      [settleReceipt({ no: 1, receipt: 2, step: 'cancelling', refused: true }), 'issued'],
      [cancelReceipt(1), 'cancelling'],
      [settleReceipt({ no: 1, receipt: 2, step: 'cancelling' }), 'cancelled'],
      [askReceipt({ no: 1, receipt: 3 }), 'issuing'],
      [reverse({ key: 90, original: 1 }), 'issuing'],
      [settleReceipt({ no: 1, receipt: 3, step: 'issuing' }), 'cancelling'],
    ] as const
    for (const [command, state] of steps) {
      await storage.execute(command)
      const payment = await storage.payments.find(ALPHA, paymentId(1))
      assert.equal(payment?.receipt?.state, state)
      await assertFolds(storage, payment)
    }
  },

  'a receipt is due from the moment its issuer is to be asked, and not when there is an answer': async ({
    storage,
    clocks,
  }) => {
    await collect(storage, 3)
    assert.deepEqual([await storage.payments.receiptsDue(100), await storage.payments.nextReceiptDueAt()], [[], null])
    await storage.execute(askReceipt({ no: 2 }))
    clocks.moveWall(1000)
    await storage.execute(askReceipt({ no: 1 }))
    const first = await storage.payments.nextReceiptDueAt()
    assert.deepEqual(await storage.payments.receiptsDue(100), [])
    clocks.moveWall((first ?? 0) - storage.clock.now())
    assert.deepEqual(await storage.payments.receiptsDue(100), [paymentId(2)])
    clocks.moveWall(1000)
    assert.deepEqual(await storage.payments.receiptsDue(100), [paymentId(2), paymentId(1)])
    assert.deepEqual(await storage.payments.receiptsDue(1), [paymentId(2)])
    await storage.execute(settleReceipt({ no: 2, step: 'issuing' }))
    await storage.execute(settleReceipt({ no: 1, step: 'issuing', finalAt: storage.clock.now() + 5000 }))
    assert.deepEqual(await storage.payments.receiptsDue(100), [])
    assert.equal(await storage.payments.nextReceiptDueAt(), storage.clock.now() + 5000)
    clocks.moveWall(5000)
    assert.deepEqual(await storage.payments.receiptsDue(100), [paymentId(1)])
  },

  'of many who come for a receipt that is due at once, one has the turn': async ({ storage, clocks }) => {
    await collect(storage, 1)
    await storage.execute(askReceipt({ no: 1 }))
    clocks.moveWall(3_600_000)
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => storage.execute(retryReceipt(1))))
    assert.equal(outcomes.filter(({ due: isMine }) => isMine).length, 1)
    assert.deepEqual(await storage.payments.receiptsDue(100), [])
  },

  'of many who ask for a receipt at once, or cancel it, one does': async ({ storage }) => {
    await collect(storage, 1)
    const asks = await Promise.all(
      Array.from({ length: 50 }, (_, i) => storage.execute(askReceipt({ no: 1, receipt: i + 1 }))),
    )
    assert.deepEqual(tally(asks.map(({ kind }) => kind)), { receipt_asked: 1, rejected: 49 })
    const receipt = asks.findIndex(({ kind }) => kind === 'receipt_asked') + 1
    await storage.execute(settleReceipt({ no: 1, receipt, step: 'issuing' }))
    const cancels = await Promise.all(Array.from({ length: 50 }, () => storage.execute(cancelReceipt(1))))
    assert.deepEqual(tally(cancels.map(({ kind }) => kind)), { receipt_cancel_asked: 1, rejected: 49 })
  },

  'cash that is collected under a house that issues by itself has its receipt under way in the same change': async ({
    storage,
  }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.execute(claim({ key: 1, number: 1 }))
    await storage.execute(settle({ key: 1, fence: 1, unasked: true }))
    assert.equal(await stateOf(storage, 1), 'issuing')
    assert.deepEqual(await storage.payments.receiptsDue(100), [paymentId(1)])
    assert.equal(await storage.payments.findReceiptIdentifier(ALPHA, receiptId(1)), undefined)
  },

  'whom a receipt is for is read by its merchant alone': async ({ storage }) => {
    await collect(storage, 1)
    await storage.execute(askReceipt({ no: 1 }))
    assert.deepEqual(await storage.payments.findReceiptIdentifier(ALPHA, receiptId(1)), identifierOf(1))
    assert.equal(await storage.payments.findReceiptIdentifier(BRAVO, receiptId(1)), undefined)
    assert.equal(await storage.payments.findReceiptIdentifier(ALPHA, receiptId(2)), undefined)
  },

  'what was refused leaves no number of anybody behind': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    assert.equal((await storage.execute(askReceipt({ no: 1 }))).kind, 'rejected')
    assert.equal(await storage.payments.findReceiptIdentifier(ALPHA, receiptId(1)), undefined)
  },

  'a receipt under way is there after a restart, and gone when the sandbox forgets': async ({ storage, subject }) => {
    await collect(storage, 1)
    await storage.execute(askReceipt({ no: 1 }))
    const dueAt = await storage.payments.nextReceiptDueAt()
    const again = await subject.reopen()
    assert.equal(await stateOf(again, 1), 'issuing')
    assert.equal(await again.payments.nextReceiptDueAt(), dueAt)
    assert.deepEqual(await again.payments.findReceiptIdentifier(ALPHA, receiptId(1)), identifierOf(1))
    await again.forgetPayments()
    assert.equal(await again.payments.nextReceiptDueAt(), null)
    assert.equal(await again.payments.findReceiptIdentifier(ALPHA, receiptId(1)), undefined)
  },
}
