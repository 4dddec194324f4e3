/** What a merchant changes on a payment that waits: done at a real gateway, and how often when the line breaks. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NoAnswerError, NotFoundError, RefusedError } from './index.ts'
import type { Fate } from './test-line.ts'
import { openShop, type TestShop } from './test-shop.ts'

const ORDER = { merchant_uid: 'order-1', amount: 1000 }

/** Once, what changes a payment. */
function failing({ line }: TestShop, fate: Fate): void {
  let left = 1
  line.fate(({ method, path }) => {
    if (method === 'GET' || !path.startsWith('/api/payments/') || left === 0) return 'pass'
    left -= 1
    return fate
  })
}

function changesSent({ line }: TestShop): number {
  return line.passed.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/payments/')).length
}

test('amount and deadline are amended, on the version that is known or on any', async (t) => {
  const { client } = await openShop(t)
  const { imp_uid, cvs, expired_at } = await client.issue(ORDER)
  const amended = await client.amend(imp_uid, { amount: 2000, version: cvs.version })
  assert.deepEqual([amended.amount, amended.expired_at], [2000, expired_at])
  const later = await client.amend(imp_uid, { expired_at: expired_at + 3600 })
  assert.deepEqual([later.amount, later.expired_at], [2000, expired_at + 3600])
  await assert.rejects(client.amend(imp_uid, { amount: 3000, version: cvs.version }), (error) => {
    assert.ok(error instanceof RefusedError)
    return error.status === 409 && !error.mayHaveHappened
  })
  await assert.rejects(client.amend('imp_000000000000', { amount: 1 }), NotFoundError)
})

test('a suspended number takes no money until it is resumed, and says why', async (t) => {
  const { api, client } = await openShop(t)
  const { imp_uid, barcode } = await client.issue(ORDER)
  const suspended = await client.suspend(imp_uid, { reason: '재고 확인 중' })
  assert.deepEqual([suspended.cvs.state, suspended.cvs.suspend_reason], ['suspended', '재고 확인 중'])
  await api.collect(barcode, 1000)
  assert.equal((await client.find(imp_uid)).status, 'ready')
  assert.equal((await client.suspend(imp_uid)).cvs.suspend_reason, null)
  assert.equal((await client.resume(imp_uid)).cvs.state, null)
  await api.collect(barcode, 1000)
  assert.equal((await client.find(imp_uid)).status, 'paid')
})

for (const fate of ['lose_answer', 'cut'] as const) {
  test(`an amendment whose connection breaks (${fate}) is sent once: a second no would hide a first yes`, async (t) => {
    const shop = await openShop(t)
    const { imp_uid, cvs } = await shop.client.issue(ORDER)
    failing(shop, fate)
    await assert.rejects(shop.client.amend(imp_uid, { amount: 2000, version: cvs.version }), (error) => {
      assert.ok(error instanceof NoAnswerError)
      return error.mayHaveHappened
    })
    assert.equal(changesSent(shop), 1)
    assert.equal((await shop.client.find(imp_uid)).amount, fate === 'cut' ? 1000 : 2000)
  })

  test(`a suspension and a resumption whose connection breaks (${fate}) are sent again, and happen once`, async (t) => {
    const shop = await openShop(t)
    const { imp_uid } = await shop.client.issue(ORDER)
    failing(shop, fate)
    assert.equal((await shop.client.suspend(imp_uid, { reason: '잠시' })).cvs.suspend_reason, '잠시')
    failing(shop, fate)
    assert.equal((await shop.client.resume(imp_uid)).cvs.state, null)
    assert.equal(changesSent(shop), 4)
    const types: string[] = []
    for await (const { type } of shop.client.events()) types.push(type)
    assert.deepEqual(types, ['payment.issued', 'payment.suspended', 'payment.resumed'])
  })
}
