/** What a merchant gives back, and looks up afterwards: at a real gateway. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NotFoundError, type RefundsAsked, RefusedError } from './index.ts'
import { openShop } from './test-shop.ts'

const ACCOUNT = { refund_holder: '홍길동', refund_bank: '004', refund_account: '110-234-567890' }

test('a part of a payment is given back once, by its checksum or by its key, and is found with its account masked', async (t) => {
  const { api, client } = await openShop(t)
  const { imp_uid, barcode } = await client.issue({ merchant_uid: 'order-1', amount: 1000 })
  await api.collect(barcode, 1000)
  const asked = { imp_uid, ...ACCOUNT, amount: 400, checksum: 1000, reason: '단순 변심' }
  const payment = await client.cancel(asked)
  assert.deepEqual([payment.status, payment.cancel_amount], ['paid', 400])
  await assert.rejects(client.cancel(asked), RefusedError)
  const keyed = { imp_uid, ...ACCOUNT, amount: 100 }
  for (let time = 1; time <= 3; time += 1)
    assert.equal((await client.cancel(keyed, { idempotencyKey: 'refund-1' })).cancel_amount, 500)
  assert.equal((await client.balance(imp_uid)).amount, 500)
  const refund = await client.refunds.find(payment.cancel_history[0]?.cancellation_id ?? '')
  assert.deepEqual([refund.amount, refund.reason, refund.payout.state], [400, '단순 변심', 'pending'])
  assert.deepEqual(refund.account, { holder: '홍*동', bank: '004', number: '********7890' })
  await assert.rejects(client.refunds.find('rfd_00000000-0000-7000-8000-000000000000'), NotFoundError)
})

test('refunds are listed newest first, by payment and by state, beyond a page', async (t) => {
  const { api, client } = await openShop(t)
  const paid = await Promise.all(
    ['order-1', 'order-2'].map((merchant_uid) => client.issue({ merchant_uid, amount: 2000 })),
  )
  for (const { barcode } of paid) await api.collect(barcode, 2000)
  const [one, other] = paid.map(({ imp_uid }) => imp_uid)
  assert.ok(one !== undefined && other !== undefined)
  for (let no = 1; no <= 60; no += 1)
    for (const imp_uid of [one, other]) await client.cancel({ imp_uid, ...ACCOUNT, amount: no })
  const amounts = async (asked: RefundsAsked): Promise<readonly number[]> => {
    const read: number[] = []
    for await (const { amount } of client.refunds.list(asked)) read.push(amount)
    return read
  }
  const newestFirst = Array.from({ length: 60 }, (_, index) => 60 - index)
  assert.deepEqual(await amounts({ imp_uid: one }), newestFirst)
  assert.deepEqual(
    await amounts({}),
    newestFirst.flatMap((amount) => [amount, amount]),
  )
  assert.deepEqual(await amounts({ imp_uid: one, state: 'failed' }), [])
})
