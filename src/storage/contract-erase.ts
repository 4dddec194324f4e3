/** A customer's data is taken away, and the money, its history and everybody else's data stay. */
import assert from 'node:assert/strict'
import {
  ALPHA,
  askReceipt,
  BRAVO,
  claim,
  issue,
  orderId,
  paymentId,
  receiptId,
  settle,
  settleReceipt,
} from './contract-commands.ts'
import { askExternal } from './contract-external.ts'
import { refund, refundId, settlePayout } from './contract-refund-commands.ts'
import { assertFolds, type Promises } from './contract-subject.ts'
import type { Storage } from './storage.ts'

/** Payment `no` with a customer, a receipt for somebody and a refund to an account. */
async function sold(storage: Storage, no: number): Promise<void> {
  await storage.execute(issue({ no, personal: true }))
  await storage.execute(claim({ key: no, number: no }))
  await storage.execute(settle({ key: no, fence: 1 }))
  await storage.execute(askReceipt({ no }))
  await storage.execute(settleReceipt({ no, step: 'issuing', refused: true }))
  await storage.execute(refund({ no, refund: no, amount: 100 }))
  await storage.execute(settlePayout({ no, refund: no, result: 'paid_out' }))
}

const named = (no: number) => ({
  merchantId: ALPHA,
  paymentId: paymentId(no),
  refundIds: [refundId(no)],
  receiptIds: [receiptId(no)],
})

async function kept({ payments, refunds }: Storage, no: number) {
  const found = await Promise.all([
    payments.findPersonal(ALPHA, paymentId(no)),
    refunds.findAccount(ALPHA, refundId(no)),
    payments.findReceiptIdentifier(ALPHA, receiptId(no)),
  ])
  return found.filter((record) => record !== undefined).length
}

export const erasePromises: Promises = {
  'of one payment everything is taken that says who its customer is, and nothing else changes': async ({ storage }) => {
    for (const no of [1, 2]) await sold(storage, no)
    const before = await storage.payments.find(ALPHA, paymentId(1))
    assert.equal(await storage.erase(named(1)), 3)
    assert.deepEqual([await kept(storage, 1), await kept(storage, 2)], [0, 3])
    assert.deepEqual(await storage.payments.find(ALPHA, paymentId(1)), before)
    await assertFolds(storage, before)
    assert.equal(await storage.erase(named(1)), 0, 'once more there is nothing left')
  },

  'another merchant takes nothing away, whatever it names': async ({ storage }) => {
    await sold(storage, 1)
    assert.equal(await storage.erase({ ...named(1), merchantId: BRAVO }), 0)
    assert.equal(await kept(storage, 1), 3)
  },

  'of a receipt of cash taken elsewhere is taken whom it is for, and the receipt stays': async ({
    storage,
    subject,
  }) => {
    for (const no of [1, 2]) await storage.execute(askExternal(no))
    const held = (from: Storage, no: number) => from.externalReceipts.findIdentifier(ALPHA, orderId(no))
    const before = await storage.externalReceipts.find(ALPHA, orderId(1))
    assert.equal(await storage.erase({ merchantId: BRAVO, orderId: orderId(1) }), 0)
    assert.ok(await held(storage, 1), 'another merchant takes nothing away')
    assert.equal(await storage.erase({ merchantId: ALPHA, orderId: orderId(1) }), 1)
    assert.equal(await storage.erase({ merchantId: ALPHA, orderId: orderId(1) }), 0)
    const after = await subject.reopen()
    assert.deepEqual(await after.externalReceipts.find(ALPHA, orderId(1)), before)
    assert.deepEqual([await held(after, 1), await held(after, 2)], [undefined, askExternal(2).identifier.sealed])
  },

  'it stays away after a restart': async ({ storage, subject }) => {
    await sold(storage, 1)
    await storage.erase(named(1))
    assert.equal(await kept(await subject.reopen(), 1), 0)
  },
}
