/** A merchant's key for a request: one payment, however many ask at once, for as long as the payment is there. */
import assert from 'node:assert/strict'
import type { Outcomes } from '../core/commands.ts'
import { ALPHA, BRAVO, claim, issue, orderId, paymentId, personal, settle } from './contract-commands.ts'
import { refund } from './contract-refund-commands.ts'
import { type Promises, tally } from './contract-subject.ts'

const CONFLICT = { kind: 'rejected', rejection: { name: 'key_conflict' } } as const

export const issueKeyPromises: Promises = {
  'of many who ask under one key at once exactly one is issued, and all are answered with it': async ({ storage }) => {
    const asked = Array.from({ length: 300 }, (_, i) => issue({ no: i + 1, order: 1, key: 'k', personal: true }))
    const outcomes = await Promise.all(asked.map((command) => storage.execute(command)))
    assert.deepEqual(tally(outcomes.map(sayingOf)), { issued: 1, again: 299 })
    const payments = await storage.payments.ofOrder(ALPHA, orderId(1), 300)
    assert.equal(payments.length, 1)
    for (const outcome of outcomes) assert.deepEqual(outcome.kind === 'issued' && outcome.payment, payments[0])
    const kept = await Promise.all(asked.map(({ terms }) => storage.payments.findPersonal(ALPHA, terms.id)))
    assert.equal(kept.filter((record) => record !== undefined).length, 1, 'and one record of its customer')
  },

  'of many who ask for different things under one key exactly one is issued': async ({ storage }) => {
    const outcomes = await Promise.all(
      Array.from({ length: 300 }, (_, i) => storage.execute(issue({ no: i + 1, order: 1 + (i % 50), key: 'k' }))),
    )
    assert.deepEqual(tally(outcomes.map(sayingOf)), { issued: 1, again: 5, key_conflict: 294 })
  },

  'many keys at once, each asked twice, are a payment each': async ({ storage }) => {
    const outcomes = await Promise.all(
      Array.from({ length: 400 }, (_, i) =>
        storage.execute(issue({ no: i + 1, order: i % 200, key: `k${i % 200} with a space and / and "quotes"\\` })),
      ),
    )
    assert.deepEqual(tally(outcomes.map(sayingOf)), { issued: 200, again: 200 })
  },

  'a key is its merchant’s, and a later answer shows the payment as it is by then': async ({ storage }) => {
    await storage.execute(issue({ no: 1, key: 'k' }))
    assert.equal(sayingOf(await storage.execute(issue({ no: 2, order: 1, merchantId: BRAVO, key: 'k' }))), 'issued')
    await storage.execute(claim({ key: 1, number: 1 }))
    await storage.execute(settle({ key: 1, fence: 1 }))
    const again = await storage.execute(issue({ no: 3, order: 1, key: 'k' }))
    assert.ok(again.kind === 'issued' && again.again)
    assert.deepEqual([again.payment.id, again.payment.state], [paymentId(1), 'paid'])
    assert.deepEqual(await storage.execute(issue({ no: 3, order: 1, amount: 2000, key: 'k' })), CONFLICT)
  },

  'what was refused may be asked again under its key': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    const taken = await storage.execute(issue({ no: 2, order: 2, number: 1, key: 'k' }))
    assert.equal(sayingOf(taken), 'number_taken')
    assert.equal(sayingOf(await storage.execute(issue({ no: 2, order: 2, key: 'k' }))), 'issued')
  },

  'of many who give back under one key at once one does, and all are answered with its refund': async ({ storage }) => {
    await storage.execute(issue({ no: 1, amount: 100_000, key: 'number' }))
    await storage.execute(claim({ key: 1, number: 1, amount: 100_000 }))
    await storage.execute(settle({ key: 1, fence: 1 }))
    const asked = Array.from({ length: 100 }, (_, i) => refund({ no: 1, refund: i + 1, amount: 10, key: 'k' }))
    const outcomes = await Promise.all(asked.map((command) => storage.execute(command)))
    const said = outcomes.map((each) => (each.kind === 'refunded' ? `${each.again} ${each.refund.id}` : each.kind))
    const [first] = (await storage.payments.find(ALPHA, paymentId(1)))?.refunds ?? []
    assert.deepEqual(tally(said), { [`false ${first?.id}`]: 1, [`true ${first?.id}`]: 99 })
    assert.deepEqual(await storage.execute(refund({ no: 1, refund: 200, amount: 11, key: 'k' })), CONFLICT)
    assert.deepEqual(await storage.execute(refund({ no: 1, refund: 200, amount: 10, key: 'number' })), CONFLICT)
    assert.deepEqual(await storage.execute(issue({ no: 2, key: 'k' })), CONFLICT)
    assert.equal((await storage.payments.find(ALPHA, paymentId(1)))?.refunds.length, 1)
  },

  'the sandbox forgets the keys with their payments': async ({ storage }) => {
    await storage.execute(issue({ no: 1, key: 'k' }))
    await storage.forgetPayments()
    assert.equal(sayingOf(await storage.execute(issue({ no: 2, order: 9, key: 'k' }))), 'issued')
  },
}

export const issueKeyRestartPromises: Promises = {
  'a key outlives the process as its payment does': async ({ storage, subject }) => {
    const first = await storage.execute(issue({ no: 1, key: 'k', personal: true }))
    const again = await subject.reopen()
    const repeated = await again.execute(issue({ no: 2, order: 1, key: 'k', personal: true }))
    assert.ok(first.kind === 'issued' && repeated.kind === 'issued' && repeated.again)
    assert.deepEqual(repeated.payment, first.payment)
    assert.deepEqual(await again.payments.findPersonal(ALPHA, paymentId(1)), personal(1))
    assert.deepEqual(await again.execute(issue({ no: 2, order: 2, key: 'k' })), CONFLICT)
  },
}

function sayingOf(outcome: Outcomes['issue']): string {
  if (outcome.kind === 'rejected') return outcome.rejection.name
  return outcome.again ? 'again' : 'issued'
}
