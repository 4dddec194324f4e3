/** Money out of a drawer, over real sockets with the real gateway: once for each slip, and never the wrong way. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { MerchantId } from '../core/brand.ts'
import { type House, openHouse, type Slip, sale } from './test-house.ts'

const MERCHANT = 'mer_test' as MerchantId
const TILLS_AT_ONCE = 1000

function key({ businessDate }: House, stan: string) {
  return { business_date: businessDate, stan }
}

function payout(house: House, stan: string, number: string, amount: number) {
  return { ...key(house, stan), number, amount, currency: 'KRW' } as const
}

/** A hoodie for 36,400 won, paid for, of which a part is to be given back in cash. */
async function openSlip(t: TestContext, amount: number | null = 10_000) {
  const house = await openHouse(t, { practice: true })
  const payment = await house.issue({ amount: 36_400 })
  const { reply } = await house.till().collect(sale(house, '1', payment.number, 36_400))
  assert.equal(reply.code, '0000')
  const slip = await house.slip(payment, amount)
  return { house, payment, slip, till: house.till() }
}

async function payoutOf({ gateway }: House, { refundId }: Slip) {
  return (await gateway.refunds.find(MERCHANT, refundId))?.refund.payout
}

test('the story of a slip: shown as money that goes out, paid out, printed, asked about', async (t) => {
  const { house, slip, till } = await openSlip(t)
  const { reply: shown } = await till.inquire({ ...key(house, '2'), number: slip.number })
  assert.ok(shown.class === 'OK' && shown.direction === 'out')
  assert.deepEqual([shown.merchant, shown.name, shown.amount, shown.currency], ['예제상점', '후드티', 10_000, 'KRW'])
  assert.equal(shown.expires_at, Math.floor(slip.expiresAt / 1000))
  assert.match(shown.text.ko, /돈을 받지 마세요/)
  const { reply: paid } = await till.payOut({ ...payout(house, '3', slip.number, 10_000), clerk: '김점원' })
  assert.ok(paid.class === 'OK')
  assert.match(paid.receipt[0] ?? '', /^연습용/)
  assert.ok(paid.receipt.includes('지급액: 10,000원 (현금)'))
  const done = await payoutOf(house, slip)
  assert.ok(done?.state === 'paid_out' && done.where.kind === 'till')
  assert.deepEqual([done.where.approvalNo, done.where.request.clerk], [paid.approval_no, '김점원'])
  const { reply: known } = await till.status({ ...key(house, '4'), original: key(house, '3') })
  assert.ok(known.class === 'OK' && known.original === 'paid_out')
  assert.deepEqual(known.reply, paid)
  const { reply: byNumber } = await till.status({ ...key(house, '5'), number: slip.number })
  assert.ok(byNumber.class === 'OK' && byNumber.original === 'paid_out')
  assert.equal((await till.inquire({ ...key(house, '6'), number: slip.number })).reply.code, '2404')
})

test('the same key a hundred times gets the same bytes, and pays once', async (t) => {
  const { house, slip, till } = await openSlip(t)
  const first = await till.payOut(payout(house, '2', slip.number, 10_000))
  const again = await Promise.all(
    Array.from({ length: 100 }, () => till.payOut(payout(house, '2', slip.number, 10_000))),
  )
  for (const { raw } of again) assert.deepEqual(raw, first.raw)
  assert.equal((await till.payOut(payout(house, '2', slip.number, 9000))).reply.code, '9401')
  assert.equal((await till.collect(sale(house, '2', slip.number, 10_000))).reply.code, '9401')
})

test('one slip at a thousand tills at once: exactly one pays it out, the others are told to give no money', async (t) => {
  const { house, slip } = await openSlip(t)
  const [first, second] = [house.till(), house.till('house/S001/2')]
  const replies = await Promise.all(
    Array.from({ length: TILLS_AT_ONCE }, (_, index) =>
      (index % 2 === 0 ? first : second).payOut(payout(house, String(1000 + index), slip.number, 10_000)),
    ),
  )
  const codes = replies.map(({ reply }) => reply.code).sort()
  assert.deepEqual([codes[0], new Set(codes.slice(1))], ['0000', new Set(['2404'])])
  for (const { reply } of replies) if (reply.class === 'DECLINED') assert.match(reply.text.ko, /돈을 내주지 마세요/)
})

test('a collect of a slip and a payout of a number that is to be paid move nothing, and say so', async (t) => {
  const { house, slip, till } = await openSlip(t)
  const collect = await till.collect(sale(house, '2', slip.number, 10_000))
  assert.equal(collect.reply.code, '2401')
  assert.match(collect.reply.text.ko, /받은 돈을 돌려주세요/)
  const unpaid = await house.issue()
  const wrong = await till.payOut(payout(house, '3', unpaid.number, 1000))
  assert.equal(wrong.reply.code, '2402')
  assert.match(wrong.reply.text.ko, /내준 돈은 돌려받으세요/)
  assert.equal((await payoutOf(house, slip))?.state, 'pending')
  assert.equal((await till.collect(sale(house, '4', unpaid.number))).reply.code, '0000')
})

test('another amount, an unknown number and a mistyped one pay nothing, in words about giving', async (t) => {
  const { house, slip, till } = await openSlip(t)
  const mistyped = slip.number.replace(/.$/, (last) => String((Number(last) + 1) % 10))
  for (const [stan, number, amount, code, words] of [
    ['2', slip.number, 9999, '2201', /내주세요/],
    ['3', '81009999999999999995', 1000, '1101', /내주지 마세요/],
    ['4', mistyped, 10_000, '1101', /내주지 마세요/],
    ['5', 'OWN-NUMBER', 1000, '2001', /내주지 마세요/],
    ['6', '가나다', 1000, '1101', /내주지 마세요/],
  ] as const) {
    const { reply } = await till.payOut(payout(house, stan, number, amount))
    assert.equal(reply.code, code, number)
    assert.match(reply.text.ko, words)
    assert.doesNotMatch(reply.text.ko, /받은 돈|돈을 받/)
  }
})

test('a reply that got lost: the reverse undoes the payout, the clerk takes the money back, the slip pays again', async (t) => {
  const { house, slip, till } = await openSlip(t)
  await till.payOut(payout(house, '2', slip.number, 10_000))
  const undo = { ...key(house, '3'), original: key(house, '2'), reason: 'timeout' } as const
  const first = await till.reverse(undo)
  assert.ok(first.reply.class === 'OK' && first.reply.original === 'reversed')
  assert.match(first.reply.text.ko, /내준 돈을 돌려받으세요/)
  assert.deepEqual((await till.reverse(undo)).raw, first.raw)
  assert.equal((await payoutOf(house, slip))?.state, 'pending')
  assert.equal((await till.payOut(payout(house, '2', slip.number, 10_000))).reply.code, '3005')
  const { reply: known } = await till.status({ ...key(house, '4'), original: key(house, '2') })
  assert.ok(known.class === 'OK' && known.original === 'reversed')
  assert.match(known.text.ko, /내준 돈을 돌려받으세요/)
  assert.equal((await till.payOut(payout(house, '5', slip.number, 10_000))).reply.code, '0000')
})

test('a reverse that comes before its payout bars it', async (t) => {
  const { house, slip, till } = await openSlip(t)
  const { reply } = await till.reverse({ ...key(house, '3'), original: key(house, '2'), reason: 'timeout' })
  assert.ok(reply.class === 'OK' && reply.original === 'tombstoned')
  assert.match(reply.text.ko, /받은 돈은 돌려주고 내준 돈은 돌려받으세요/)
  assert.equal((await till.payOut(payout(house, '2', slip.number, 10_000))).reply.code, '3005')
  assert.equal((await payoutOf(house, slip))?.state, 'pending')
})

test('the collect of a payment of which something was given back is closed to its reverse', async (t) => {
  const { house, payment, till } = await openSlip(t)
  const { reply } = await till.reverse({ ...key(house, '2'), original: key(house, '1'), reason: 'timeout' })
  assert.ok(reply.class === 'OK' && reply.original === 'closed')
  const found = await house.storage.payments.find(MERCHANT, payment.id)
  assert.deepEqual([found?.state, found?.refunds.length], ['paid', 1])
})

test('a slip pays until its deadline, not at it', async (t) => {
  const { house, slip, till } = await openSlip(t)
  await house.storage.clock.advance(slip.expiresAt - house.gateway.now() + 1)
  const { reply } = await till.payOut({
    ...payout(house, '2', slip.number, 10_000),
    business_date: (await today(house)) ?? house.businessDate,
  })
  assert.equal(reply.code, '2405')
  assert.equal((await payoutOf(house, slip))?.state, 'failed')
})

test('a payout that is misshapen is refused by its field, and one of another network finds no slip', async (t) => {
  const { house, slip, till } = await openSlip(t)
  const asked = payout(house, '2', slip.number, 10_000)
  for (const [wrong, field] of [
    [{ ...asked, amount: 0 }, /amount/],
    [{ ...asked, clerk: '' }, /clerk/],
    [{ ...asked, deadline_ms: 1 }, /deadline_ms/],
  ] as const) {
    const { status, reply } = await till.payOut(wrong)
    assert.deepEqual([status, reply.code], [400, '1001'])
    assert.match(reply.text.en, field)
  }
  const { reply } = await house.till('other/S001/1').payOut(asked)
  assert.equal(reply.code, '2001')
  assert.equal((await payoutOf(house, slip))?.state, 'pending')
})

test('after a day of collects, refunds and payouts the drawer holds what was collected less what was paid out', async (t) => {
  const house = await openHouse(t)
  const till = house.till()
  let drawer = 0
  let stan = 0
  const nextStan = (): string => {
    stan += 1
    return String(stan)
  }
  for (let sold = 0; sold < 8; sold += 1) {
    const payment = await house.issue({ amount: 1000 })
    if ((await till.collect(sale(house, nextStan(), payment.number))).reply.class === 'OK') drawer += 1000
    if (sold % 2 === 1) continue
    const slip = await house.slip(payment, 400)
    const once = payout(house, nextStan(), slip.number, 400)
    const replies = await Promise.all([till.payOut(once), till.payOut(once)])
    if (replies.some(({ reply }) => reply.class === 'OK')) drawer -= 400
    if (sold % 4 !== 2) continue
    const undone = await till.reverse({
      ...key(house, nextStan()),
      original: key(house, once.stan),
      reason: 'power',
    })
    assert.equal(undone.reply.code, '0000')
    drawer += 400
  }
  const asked = { merchantId: MERCHANT, status: 'paid', from: 0, to: house.gateway.now(), sorting: '-started' } as const
  const { payments } = await house.storage.payments.list({
    ...asked,
    from: asked.from as typeof asked.to,
    skip: 0,
    take: 100,
  })
  const books = payments.reduce((sum, { amount, refunds }) => {
    const out = refunds.filter(({ payout }) => payout.state === 'paid_out').reduce((all, each) => all + each.amount, 0)
    return sum + amount - out
  }, 0)
  assert.equal(drawer, books)
  assert.equal(drawer, 8 * 1000 - 2 * 400)
})

async function today(house: House): Promise<string | undefined> {
  const { reply } = await house.till().echo({ stan: '9' })
  return reply.class === 'OK' ? reply.business_date : undefined
}
