/** Prepared amounts: one an order, the first stays until it is changed, and it is as durable as what it binds. */
import assert from 'node:assert/strict'
import type { MerchantId } from '../core/brand.ts'
import type { Prepared } from '../core/prepared.ts'
import { ALPHA, BRAVO, orderId } from './contract-commands.ts'
import type { Promises } from './contract-subject.ts'

const amount = (hundredths: number, merchantId: MerchantId = ALPHA): Prepared => ({
  merchantId,
  orderId: orderId(1),
  hundredths,
  currency: null,
})

export const preparedPromises: Promises = {
  'the first prepared amount of an order stays until it is changed': async ({ storage: { prepared } }) => {
    assert.equal(await prepared.find(ALPHA, orderId(1)), undefined)
    assert.equal(await prepared.add(amount(1000)), true)
    assert.equal(await prepared.add(amount(2000)), false)
    assert.deepEqual(await prepared.find(ALPHA, orderId(1)), amount(1000))
    const changed: Prepared = { ...amount(Number.MAX_SAFE_INTEGER), currency: 'USD' }
    assert.equal(await prepared.change(changed), true)
    assert.deepEqual(await prepared.find(ALPHA, orderId(1)), changed)
    assert.equal(await prepared.change(amount(5)), true)
    assert.deepEqual(await prepared.find(ALPHA, orderId(1)), amount(5), 'the currency too')
  },

  'what was never prepared is not changed into something': async ({ storage: { prepared } }) => {
    assert.equal(await prepared.change(amount(1000)), false)
    assert.equal(await prepared.find(ALPHA, orderId(1)), undefined)
  },

  "one merchant's prepared amount is nothing to another": async ({ storage: { prepared } }) => {
    await prepared.add(amount(1000))
    assert.equal(await prepared.find(BRAVO, orderId(1)), undefined)
    assert.equal(await prepared.change(amount(2000, BRAVO)), false)
    assert.equal(await prepared.add(amount(3000, BRAVO)), true)
    assert.deepEqual(await prepared.find(ALPHA, orderId(1)), amount(1000))
  },

  'of many who prepare one order at once exactly one does': async ({ storage: { prepared } }) => {
    const added = await Promise.all(Array.from({ length: 50 }, (_, i) => prepared.add(amount(i + 1))))
    assert.equal(added.filter((isAdded) => isAdded).length, 1)
    assert.deepEqual(await prepared.find(ALPHA, orderId(1)), amount(added.indexOf(true) + 1))
  },

  'a prepared amount is there after a restart, and gone when the sandbox forgets': async ({ storage, subject }) => {
    await storage.prepared.add(amount(1000))
    const again = await subject.reopen()
    assert.deepEqual(await again.prepared.find(ALPHA, orderId(1)), amount(1000))
    await again.forgetPayments()
    assert.equal(await again.prepared.find(ALPHA, orderId(1)), undefined)
  },
}
