/** The end of a till's day, over real sockets with the real gateway: the drawer is counted, and nothing more is sold. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { dateAfter } from '../core/seoul-day.ts'
import type { DrawerTotals } from '../wire/till-day.ts'
import { type House, heldMerchant, openHouse, sale } from './test-house.ts'

function key({ businessDate }: House, stan: string) {
  return { business_date: businessDate, stan }
}

const NOTHING = { count: 0, sum: 0 }

function drawer(cash = NOTHING, card = NOTHING, paidOut = NOTHING): DrawerTotals {
  return { collected: { cash, card }, cancelled: { cash: NOTHING, card: NOTHING }, paid_out: paidOut }
}

/** Two cash sales of 1,000 and 2,500 won, one by card of 700, and a slip of 400 paid out; one sale was reversed. */
async function aDay(t: TestContext) {
  const house = await openHouse(t)
  const till = house.till()
  const amounts = [1000, 2500, 700, 900]
  const payments = await Promise.all(amounts.map((amount) => house.issue({ amount })))
  for (const [index, payment] of payments.entries()) {
    const payType = index === 2 ? 'card' : 'cash'
    const { reply } = await till.collect({
      ...sale(house, `${index + 1}`, payment.number, payment.amount),
      pay_type: payType,
    })
    assert.equal(reply.code, '0000')
  }
  await till.reverse({ ...key(house, '5'), original: key(house, '4'), reason: 'timeout' })
  const [first] = payments
  assert.ok(first)
  const slip = await house.slip(first, 400)
  const paid = await till.payOut({ ...key(house, '6'), number: slip.number, amount: 400, currency: 'KRW' })
  assert.equal(paid.reply.code, '0000')
  return { house, till, payments }
}

const COUNTED = drawer({ count: 2, sum: 3500 }, { count: 1, sum: 700 }, { count: 1, sum: 400 })

test('a drawer that is right closes the day, and every repeat is answered as the first', async (t) => {
  const { house, till } = await aDay(t)
  const { reply, raw } = await till.close({ ...key(house, '90'), totals: COUNTED })
  assert.ok(reply.class === 'OK')
  assert.deepEqual([reply.business_date, reply.totals], [house.businessDate, COUNTED])
  house.pass(5000)
  for (const totals of [COUNTED, drawer()]) {
    const again = await till.close({ ...key(house, '91'), totals })
    assert.deepEqual(again.raw, raw)
  }
  assert.equal(house.happenings.filter(({ type }) => type === 'day_closed').length, 1)
})

test('a drawer that is wrong by a count or by an amount closes nothing, and is shown what is held here', async (t) => {
  const { house, till } = await aDay(t)
  const wrong: readonly (readonly [string, DrawerTotals])[] = [
    ['4401', { ...COUNTED, collected: { ...COUNTED.collected, cash: { count: 3, sum: 3500 } } }],
    ['4401', { ...COUNTED, paid_out: { count: 0, sum: 400 } }],
    ['4401', { ...COUNTED, cancelled: { cash: { count: 1, sum: 0 }, card: NOTHING } }],
    ['4402', { ...COUNTED, collected: { ...COUNTED.collected, cash: { count: 2, sum: 3499 } } }],
    ['4402', { ...COUNTED, collected: { ...COUNTED.collected, card: { count: 1, sum: 701 } } }],
  ]
  for (const [code, totals] of wrong) {
    const { reply, status } = await till.close({ ...key(house, '90'), totals })
    assert.ok(reply.class === 'DECLINED' && 'totals' in reply)
    assert.deepEqual([status, reply.code, reply.totals], [200, code, COUNTED])
  }
  const next = await house.issue({ amount: 1000 })
  assert.equal((await till.collect(sale(house, '92', next.number))).reply.code, '0000')
})

test('another date than one that can be opened or closed now is told so', async (t) => {
  const house = await openHouse(t)
  const till = house.till()
  const [yesterday, tomorrow] = [-1, 1].map((days) => dateAfter(house.businessDate, days))
  assert.ok(yesterday && tomorrow)
  for (const [date, code] of [
    [yesterday, '4403'],
    [tomorrow, '4403'],
    [house.businessDate, '0000'],
  ] as const)
    assert.equal((await till.open({ business_date: date, stan: '1' })).reply.code, code)
  for (const [date, code] of [
    [tomorrow, '4403'],
    [yesterday, '0000'],
    [house.businessDate, '0000'],
  ] as const)
    assert.equal((await till.close({ business_date: date, stan: '2', totals: drawer() })).reply.code, code)
  assert.equal((await till.close({ business_date: '20200101', stan: '3', totals: drawer() })).reply.code, '1001')
})

test('a till that has closed its day takes and gives no money under it, but a reverse is taken', async (t) => {
  const { house, till } = await aDay(t)
  await till.close({ ...key(house, '90'), totals: COUNTED })
  const late = await house.issue({ amount: 1000 })
  const { reply } = await till.collect(sale(house, '91', late.number))
  assert.ok(reply.class === 'DECLINED')
  assert.equal(reply.code, '4001')
  assert.match(reply.text.ko, /마감/)
  const again = await till.collect(sale(house, '91', late.number))
  assert.equal(again.reply.code, '4001')
  const given = await till.payOut({ ...key(house, '92'), number: late.number, amount: 400, currency: 'KRW' })
  assert.equal(given.reply.code, '4001')
  const undone = await till.reverse({ ...key(house, '93'), original: key(house, '2'), reason: 'power' })
  assert.ok(undone.reply.class === 'OK' && undone.reply.original === 'reversed')
  assert.equal((await till.open({ ...key(house, '94') })).reply.code, '4001')
  const tomorrow = dateAfter(house.businessDate, 1)
  const next = await till.collect({ ...sale(house, '1', late.number), business_date: tomorrow })
  assert.equal(next.reply.code, '0000')
})

test('what a till cancelled is counted where it went out of the drawer, and none is cancelled under a closed day', async (t) => {
  const { house, till, payments } = await aDay(t)
  const [, second, third] = payments
  assert.ok(second && third)
  const cancelling = (stan: string, original: string, amount: number) => ({
    ...{ ...key(house, stan), original: key(house, original), amount, reason: '고객 변심' },
  })
  assert.equal((await till.cancel(cancelling('80', '2', second.amount))).reply.code, '0000')
  assert.equal((await till.close({ ...key(house, '90'), totals: COUNTED })).reply.code, '4401')
  const totals = { ...COUNTED, cancelled: { cash: { count: 1, sum: 2500 }, card: NOTHING } }
  assert.equal((await till.close({ ...key(house, '90'), totals })).reply.code, '0000')
  assert.equal((await till.cancel(cancelling('81', '3', third.amount))).reply.code, '4001')
})

test('another till of the shop goes on, and its day is its own', async (t) => {
  const { house, till } = await aDay(t)
  await till.close({ ...key(house, '90'), totals: COUNTED })
  const other = house.till('house/S001/2')
  const payment = await house.issue()
  assert.equal((await other.collect(sale(house, '1', payment.number))).reply.code, '0000')
  const closed = await other.close({ ...key(house, '2'), totals: drawer({ count: 1, sum: 1000 }) })
  assert.equal(closed.reply.code, '0000')
})

test('a day is not closed while one of its sales is being worked on', async (t) => {
  const merchant = heldMerchant()
  const house = await openHouse(t, { askMerchant: merchant.askMerchant })
  const till = house.till()
  const payment = await house.issue()
  const collecting = till.collect(sale(house, '1', payment.number))
  await merchant.asked
  assert.equal((await till.close({ ...key(house, '2'), totals: drawer() })).reply.code, '9402')
  merchant.say({ verdict: { kind: 'payable' }, latencyMs: 1, detail: '200 in 1 ms' })
  assert.equal((await collecting).reply.code, '0000')
  const closed = await till.close({ ...key(house, '2'), totals: drawer({ count: 1, sum: 1000 }) })
  assert.equal(closed.reply.code, '0000')
})

test('a sale whose time is over holds no day open though no sweep came by, and its merchant’s late yes changes nothing', async (t) => {
  const merchant = heldMerchant()
  const house = await openHouse(t, { askMerchant: merchant.askMerchant })
  const till = house.till()
  const payment = await house.issue()
  const collecting = till.collect(sale(house, '1', payment.number))
  await merchant.asked
  house.pass(15_000)
  const closed = await till.close({ ...key(house, '2'), totals: drawer() })
  assert.equal(closed.reply.code, '0000')
  merchant.say({ verdict: { kind: 'payable' }, latencyMs: 1, detail: '200 in 1 ms' })
  assert.equal((await collecting).reply.code, '2302')
  assert.deepEqual((await till.close({ ...key(house, '2'), totals: drawer() })).raw, closed.raw)
})

test('a day that is opened twice was opened when it was opened first', async (t) => {
  const house = await openHouse(t)
  const first = await house.till().open(key(house, '1'))
  house.pass(60_000)
  const again = await house.till().open(key(house, '2'))
  assert.ok(first.reply.class === 'OK' && again.reply.class === 'OK')
  assert.deepEqual([again.reply.opened_at, again.reply.business_date], [first.reply.opened_at, house.businessDate])
})
