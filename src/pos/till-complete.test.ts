/**
 * 수납확정 over real sockets with the real gateway: a collect of a two-phase network becomes final, or is in doubt, and
 * everybody who asks is told which. Every code that a completion can be answered has a title of its own.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { MerchantId } from '../core/brand.ts'
import type { NotifyOn } from '../core/network.ts'
import { COMPLETION_MS } from '../core/provisional.ts'
import { type House, heldMerchant, openHouse, sale } from './test-house.ts'

const MERCHANT = 'mer_test' as MerchantId

function key({ businessDate }: House, stan: string) {
  return { business_date: businessDate, stan }
}

/** Of the collect under trace number 1. */
function complete(house: House, stan: string, more: object = {}) {
  return { ...key(house, stan), original: key(house, '1'), amount: 1000, ...more }
}

/** Approved under trace number 1. */
async function openApproved(t: TestContext, notifyOn: NotifyOn = 'approve') {
  const house = await openHouse(t)
  await house.setNetwork({ phases: 'two', notifyOn })
  const payment = await house.issue()
  const till = house.till()
  assert.equal((await till.collect(sale(house, '1', payment.number))).reply.code, '0000')
  const paid = async () => {
    const found = await house.storage.payments.find(MERCHANT, payment.id)
    assert.ok(found?.state === 'paid', found?.state)
    return found
  }
  const status = async () => {
    const { reply } = await till.status({ ...key(house, '99'), original: key(house, '1') })
    assert.ok(reply.class === 'OK')
    return reply
  }
  return { house, payment, till, paid, status }
}

test('0000 makes an approval final, once, and a repeat gets the same bytes', async (t) => {
  const { house, till, paid } = await openApproved(t)
  assert.notEqual((await paid()).provisional, null)
  const first = await till.complete(complete(house, '2'))
  assert.ok(first.reply.class === 'OK')
  assert.match(first.reply.text.ko, /확정되었습니다/)
  assert.equal((await paid()).provisional, null)
  const again = await Promise.all(Array.from({ length: 50 }, () => till.complete(complete(house, '2'))))
  for (const { raw } of again) assert.deepEqual(raw, first.raw)
  assert.equal((await till.complete(complete(house, '3'))).reply.code, '0000')
  const events = await house.storage.payments.events(MERCHANT, (await paid()).id)
  assert.equal(events.filter(({ data }) => data.type === 'completed').length, 1)
})

test('0000 on a network of one phase: what it collects is final, and nothing is written', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue()
  await house.till().collect(sale(house, '1', payment.number))
  assert.equal((await house.till().complete(complete(house, '2'))).reply.code, '0000')
  const events = await house.storage.payments.events(MERCHANT, payment.id)
  assert.deepEqual(
    events.map(({ data }) => data.type),
    ['issued', 'claimed', 'collected'],
  )
})

test('0000 however late: status tells that it is in doubt, with the answer it had, until its completion comes', async (t) => {
  const { house, till, status, paid } = await openApproved(t)
  assert.equal((await status()).original, 'collected')
  await house.storage.clock.advance(COMPLETION_MS)
  const doubtful = await status()
  assert.deepEqual([doubtful.original, doubtful.reply?.code], ['in_doubt', '0000'])
  assert.match(doubtful.text.ko, /돈을 받았으면 확정을/)
  assert.equal((await paid()).provisional?.inDoubt, true)
  const { reply: today } = await till.echo({ stan: '9' })
  assert.ok(today.class === 'OK')
  const late = { ...complete(house, '2'), business_date: today.business_date }
  assert.equal((await till.complete(late)).reply.code, '0000')
  assert.equal((await status()).original, 'collected')
})

test('3001 for what was never collected, with a reverse before the money goes back', async (t) => {
  const { house, till } = await openApproved(t)
  const { reply } = await till.complete(complete(house, '2', { original: key(house, '777') }))
  assert.equal(reply.code, '3001')
  assert.match(reply.text.ko, /망취소를 보낸 뒤/)
})

test('3002 for what was cancelled', async (t) => {
  const { house, till } = await openApproved(t)
  const back = { original: key(house, '1'), amount: 1000, reason: '고객 변심' }
  assert.equal((await till.cancel({ ...key(house, '2'), ...back })).reply.code, '0000')
  assert.equal((await till.complete(complete(house, '3'))).reply.code, '3002')
})

test('3004 for another amount, which leaves it as it was', async (t) => {
  const { house, till, paid } = await openApproved(t)
  const { reply } = await till.complete(complete(house, '2', { amount: 999 }))
  assert.equal(reply.code, '3004')
  assert.match(reply.text.ko, /돈은 그대로 두세요/)
  assert.notEqual((await paid()).provisional, null)
})

test('3005 for what was reversed', async (t) => {
  const { house, till } = await openApproved(t)
  await till.reverse({ ...key(house, '2'), original: key(house, '1'), reason: 'timeout' })
  const { reply } = await till.complete(complete(house, '3'))
  assert.equal(reply.code, '3005')
  assert.match(reply.text.ko, /받은 돈을 돌려주세요/)
})

test('9401 for a key that was used with another content', async (t) => {
  const { house, till } = await openApproved(t)
  await till.complete(complete(house, '2', { amount: 999 }))
  assert.equal((await till.complete(complete(house, '2'))).reply.code, '9401')
  await till.reverse({ ...key(house, '3'), original: key(house, '4'), reason: 'timeout' })
  assert.equal((await till.complete(complete(house, '3'))).reply.code, '9401')
  assert.equal((await till.complete(complete(house, '4'))).reply.code, '9401', 'its reverse came first')
})

test('9402 while the seller is still being asked', async (t) => {
  const seller = heldMerchant()
  const house = await openHouse(t, { askMerchant: seller.askMerchant })
  await house.setNetwork({ phases: 'two' })
  const payment = await house.issue()
  const selling = house.till().collect(sale(house, '1', payment.number))
  await seller.asked
  assert.equal((await house.till().complete(complete(house, '2'))).reply.code, '9402')
  seller.say({ verdict: { kind: 'payable' }, latencyMs: 1, detail: '200' })
  await selling
  assert.equal((await house.till().complete(complete(house, '2'))).reply.code, '0000')
})

test('1001 names the field that is wrong', async (t) => {
  const { house, till } = await openApproved(t)
  for (const [wrong, field] of [
    [{ amount: 0 }, /amount/],
    [{ original: { stan: '1' } }, /original\.business_date/],
    [{ deadline_ms: 1 }, /deadline_ms/],
    [{ reason: 'timeout' }, /reason/],
  ] as const) {
    const { status, reply } = await till.complete(complete(house, '2', wrong))
    assert.deepEqual([status, reply.code], [400, '1001'])
    assert.match(reply.text.en, field)
  }
})

test('of a completion and a reverse at once the reverse always ends in nothing collected', async (t) => {
  const { house, till } = await openApproved(t)
  const undo = { ...key(house, '3'), original: key(house, '1'), reason: 'power' } as const
  const [, undone] = await Promise.all([till.complete(complete(house, '2')), till.reverse(undo)])
  assert.ok(undone.reply.class === 'OK' && undone.reply.original === 'reversed')
  const { reply } = await till.status({ ...key(house, '9'), original: key(house, '1') })
  assert.ok(reply.class === 'OK' && reply.original === 'reversed')
})

test('a refund waits until the money is final', async (t) => {
  const { house, payment, till } = await openApproved(t)
  await assert.rejects(house.slip(payment, null), /not_final/)
  await till.complete(complete(house, '2'))
  await house.slip(payment, null)
})
