/**
 * 당일취소 over real sockets with the real gateway: who may give money back at a counter, until when, and that it goes back
 * once. Every code that a cancel can be answered has a title of its own.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Instant, MerchantId } from '../core/brand.ts'
import { businessDayEndOf, PLAIN_CALENDAR } from '../core/calendar.ts'
import type { Payment } from '../core/payment.ts'
import { refundedAmount } from '../core/refund.ts'
import { type House, heldMerchant, type IssueWords, openHouse, sale } from './test-house.ts'

const MERCHANT = 'mer_test' as MerchantId
const MINUTE_MS = 60_000
const TILLS_AT_ONCE = 200

function key({ businessDate }: House, stan: string) {
  return { business_date: businessDate, stan }
}

/** Of the collect under trace number 1. */
function cancel(house: House, stan: string, more: object = {}) {
  return { ...key(house, stan), original: key(house, '1'), amount: 36_400, reason: '고객 변심', ...more }
}

/** A hoodie for 36,400 won, paid for in cash under trace number 1. */
async function openSold(t: TestContext, words: IssueWords = {}) {
  const house = await openHouse(t, { practice: true })
  const payment = await house.issue({ amount: 36_400, ...words })
  const till = house.till()
  const { reply } = await till.collect(sale(house, '1', payment.number, 36_400))
  assert.ok(reply.class === 'OK')
  return { house, payment, till, approvalNo: reply.approval_no }
}

async function stateOf({ storage }: House, { id }: Payment): Promise<string | undefined> {
  return (await storage.payments.find(MERCHANT, id))?.state
}

/** Business time moves to a moment of today, or of tomorrow, in Seoul. */
async function moveTo({ gateway, storage }: House, at: number): Promise<void> {
  await storage.clock.advance(at - gateway.now())
}

async function today(house: House): Promise<string> {
  const { reply } = await house.till().echo({ stan: '9' })
  assert.ok(reply.class === 'OK')
  return reply.business_date
}

test('0000 the money goes back, the slip says so, and everybody who asks hears that it was cancelled', async (t) => {
  const { house, payment, till, approvalNo } = await openSold(t)
  const { reply } = await till.cancel(cancel(house, '2', { clerk: '김점원' }))
  assert.ok(reply.class === 'OK')
  assert.equal(reply.approval_no, approvalNo)
  assert.match(reply.receipt[0] ?? '', /^연습용/)
  for (const line of ['편의점 수납 취소 영수증', '취소금액: 36,400원', '결제수단: 현금', `원승인번호: ${approvalNo}`])
    assert.ok(reply.receipt.includes(line), line)
  const cancelled = await house.storage.payments.find(MERCHANT, payment.id)
  assert.ok(cancelled?.state === 'cancelled' && cancelled.cause === 'cancelled_at_till')
  const [refund] = cancelled.refunds
  assert.ok(refund?.payout.state === 'paid_out' && refund.payout.where.kind === 'cancel')
  assert.deepEqual([refund.reason, refund.payout.where.request.clerk], ['고객 변심', '김점원'])
  const { reply: known } = await till.status({ ...key(house, '3'), original: key(house, '1') })
  assert.ok(known.class === 'OK' && known.original === 'cancelled' && known.reply?.code === '3002')
  assert.match(known.text.ko, /한 번만 돌려주세요/)
  const { reply: shown } = await till.inquire({ ...key(house, '4'), number: payment.number })
  assert.equal(shown.code, '2103')
  assert.deepEqual(house.happenings.at(-2)?.type, 'cancelled_at_till')
})

test('0000 a card sale is cancelled like a cash sale', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue({ amount: 36_400 })
  await house.till().collect({ ...sale(house, '1', payment.number, 36_400), pay_type: 'card' })
  const { reply } = await house.till().cancel(cancel(house, '2'))
  assert.ok(reply.class === 'OK' && reply.receipt.includes('결제수단: 카드'))
})

test('0000 the same key a hundred times gets the same bytes, freshly signed, and gives back once', async (t) => {
  const { house, payment, till } = await openSold(t)
  const first = await till.cancel(cancel(house, '2'))
  const again = await Promise.all(Array.from({ length: 100 }, () => till.cancel(cancel(house, '2'))))
  for (const { raw } of again) assert.deepEqual(raw, first.raw)
  await house.storage.clock.advance(60 * MINUTE_MS)
  assert.deepEqual((await till.cancel(cancel(house, '2', { deadline_ms: 3000 }))).raw, first.raw)
  const found = await house.storage.payments.find(MERCHANT, payment.id)
  assert.equal(found && refundedAmount(found), 36_400)
})

test('0000 after 29 minutes, and 3003 after 31, under the usual rule', async (t) => {
  const early = await openSold(t)
  await early.house.storage.clock.advance(29 * MINUTE_MS)
  const inTime = { ...cancel(early.house, '2'), business_date: await today(early.house) }
  // Around midnight the day is cut off within the half hour.
  const isSameDay = (await today(early.house)) === early.house.businessDate
  assert.equal((await early.till.cancel(inTime)).reply.code, isSameDay ? '0000' : '3003')
  const late = await openSold(t)
  await late.house.storage.clock.advance(31 * MINUTE_MS)
  const { reply } = await late.till.cancel({ ...cancel(late.house, '2'), business_date: await today(late.house) })
  assert.equal(reply.code, '3003')
  assert.match(reply.text.ko, /돈을 돌려주지 말고 판매자에게 안내하세요/)
  assert.equal(await stateOf(late.house, late.payment), 'paid')
})

test('0000 one second before the cut-off, and 3003 one second after it, whatever else is allowed', async (t) => {
  for (const cutOff of [0, 240]) {
    assert.equal(await cancelledAround(t, cutOff, 1000), '0000')
    assert.equal(await cancelledAround(t, cutOff, -1000), '3003')
  }
})

/** `leftMs` before a cut-off, what was sold nine minutes before it. A machine that is too slow for that second tries again. */
async function cancelledAround(t: TestContext, cutOff: number, leftMs: number): Promise<string> {
  const house = await openHouse(t)
  await house.setNetwork({ calendar: { ...PLAIN_CALENDAR, cutOff } })
  const till = house.till()
  for (;;) {
    const next = businessDayEndOf({ cutOff }, (house.gateway.now() + 10 * MINUTE_MS) as Instant)
    await moveTo(house, next - 9 * MINUTE_MS)
    const { number } = await house.issue({ amount: 36_400, tillCancel: 'until_cutoff' })
    const original = { business_date: await today(house), stan: '1' }
    assert.equal((await till.collect({ ...sale(house, '1', number, 36_400), ...original })).reply.code, '0000')
    const asked = { original, amount: 36_400, reason: '고객 변심', stan: '2' }
    await moveTo(house, next - leftMs)
    const { reply } = await till.cancel({ ...asked, business_date: original.business_date })
    if (leftMs < 0 || house.gateway.now() < next) return reply.code
  }
}

test('3003 at another till under the usual rule, and 0000 there where the channel allows it', async (t) => {
  const usual = await openSold(t)
  const asked = { ...key(usual.house, '2'), original: { ...key(usual.house, '1'), till: '1' } }
  const other = usual.house.till('house/S001/2')
  const { reply } = await other.cancel({ ...asked, amount: 36_400, reason: '고객 변심' })
  assert.equal(reply.code, '3003')
  assert.match(reply.text.ko, /수납한 계산대에서만/)
  const allowed = await openSold(t, { tillCancel: 'until_cutoff' })
  const there = allowed.house.till('house/S001/2')
  const original = { ...key(allowed.house, '1'), till: '1' }
  const done = await there.cancel({ ...key(allowed.house, '2'), original, amount: 36_400, reason: '고객 변심' })
  assert.ok(done.reply.class === 'OK')
  assert.ok(done.reply.receipt.includes('점포: 한빛편의점 1호점 (수납한 단말 1)'))
})

test('3003 for goods that cannot be taken back', async (t) => {
  const { house, payment, till } = await openSold(t, { tillCancel: 'never' })
  const { reply } = await till.cancel(cancel(house, '2'))
  assert.equal(reply.code, '3003')
  assert.match(reply.text.ko, /취소할 수 없는 상품/)
  assert.equal(await stateOf(house, payment), 'paid')
})

test('3003 where some of it was given back since', async (t) => {
  const { house, payment, till } = await openSold(t)
  await house.slip(payment, 400)
  const { reply } = await till.cancel(cancel(house, '2'))
  assert.equal(reply.code, '3003')
  assert.match(reply.text.ko, /이미 환불하고 있는/)
})

test('3001 for what was never collected, was refused, or went the other way', async (t) => {
  const { house, payment, till } = await openSold(t)
  const never = await till.cancel(cancel(house, '2', { original: key(house, '777') }))
  assert.equal(never.reply.code, '3001')
  assert.match(never.reply.text.ko, /돈을 돌려주지 마세요/)
  await till.collect(sale(house, '3', payment.number, 1))
  const refused = await till.cancel(cancel(house, '4', { original: key(house, '3') }))
  assert.equal(refused.reply.code, '3001')
  const slip = await house.slip(payment, 400)
  await till.payOut({ ...key(house, '5'), number: slip.number, amount: 400, currency: 'KRW' })
  assert.equal((await till.cancel(cancel(house, '6', { original: key(house, '5') }))).reply.code, '3001')
})

test('3002 under a new key for what was cancelled, and for the collect itself when it comes late', async (t) => {
  const { house, payment, till } = await openSold(t)
  await till.cancel(cancel(house, '2'))
  assert.equal((await till.cancel(cancel(house, '3'))).reply.code, '3002')
  const { reply } = await till.collect(sale(house, '1', payment.number, 36_400))
  assert.equal(reply.code, '3002')
  assert.match(reply.text.ko, /한 번만 돌려주세요/)
})

test('3004 for another amount, and the right one is cancelled under a new key', async (t) => {
  const { house, till } = await openSold(t)
  const { reply } = await till.cancel(cancel(house, '2', { amount: 3640 }))
  assert.equal(reply.code, '3004')
  assert.equal((await till.cancel(cancel(house, '3'))).reply.code, '0000')
})

test('3005 for what was reversed, in words about giving the money back once', async (t) => {
  const { house, till } = await openSold(t)
  await till.reverse({ ...key(house, '2'), original: key(house, '1'), reason: 'timeout' })
  const { reply } = await till.cancel(cancel(house, '3'))
  assert.equal(reply.code, '3005')
  assert.match(reply.text.ko, /한 번만 돌려주세요/)
})

test('9401 for a key that was used with another content, and nothing is given back for it', async (t) => {
  const { house, payment, till } = await openSold(t)
  await till.cancel(cancel(house, '2', { amount: 1 }))
  const { reply } = await till.cancel(cancel(house, '2'))
  assert.equal(reply.code, '9401')
  assert.match(reply.text.ko, /돈을 돌려주지 마세요/)
  assert.equal(await stateOf(house, payment), 'paid')
})

test('9402 while the seller is still being asked, and the same body is answered when it has been', async (t) => {
  const seller = heldMerchant()
  const house = await openHouse(t, { askMerchant: seller.askMerchant })
  const payment = await house.issue({ amount: 36_400 })
  const selling = house.till().collect(sale(house, '1', payment.number, 36_400))
  await seller.asked
  const { reply } = await house.till().cancel(cancel(house, '2'))
  assert.deepEqual([reply.code, reply.class], ['9402', 'RETRY_SAME_KEY'])
  seller.say({ verdict: { kind: 'payable' }, latencyMs: 1, detail: '200' })
  assert.equal((await selling).reply.code, '0000')
  assert.equal((await house.till().cancel(cancel(house, '2'))).reply.code, '0000')
})

test('1001 names the field that is wrong', async (t) => {
  const { house, till } = await openSold(t)
  for (const [wrong, field] of [
    [{ amount: 0 }, /amount/],
    [{ reason: '' }, /reason/],
    [{ reason: '가'.repeat(41) }, /reason/],
    [{ original: { ...key(house, '1'), till: '1234567' } }, /original\.till/],
    [{ deadline_ms: 1 }, /deadline_ms/],
    [{ clerk: '' }, /clerk/],
  ] as const) {
    const { status, reply } = await till.cancel(cancel(house, '2', wrong))
    assert.deepEqual([status, reply.code], [400, '1001'])
    assert.match(reply.text.en, field)
  }
})

test('a reverse of what was cancelled, or of the cancel itself, is acknowledged and undoes nothing', async (t) => {
  const { house, payment, till } = await openSold(t)
  await till.cancel(cancel(house, '2'))
  for (const [stan, original] of [
    ['3', '1'],
    ['4', '2'],
  ] as const) {
    const { reply } = await till.reverse({ ...key(house, stan), original: key(house, original), reason: 'timeout' })
    assert.ok(reply.class === 'OK' && reply.original === 'was_cancelled')
    assert.match(reply.text.ko, /한 번만 돌려주세요/)
  }
  assert.equal(await stateOf(house, payment), 'cancelled')
})

test('many cancels of one sale at once, each with a key of its own: exactly one gives the money back', async (t) => {
  const { house, till } = await openSold(t)
  const replies = await Promise.all(
    Array.from({ length: TILLS_AT_ONCE }, (_, index) => till.cancel(cancel(house, String(1000 + index)))),
  )
  const codes = replies.map(({ reply }) => reply.code).sort()
  assert.deepEqual([codes[0], new Set(codes.slice(1))], ['0000', new Set(['3002'])])
})

test('a cancel, a refund and a reverse of one sale at once: exactly one happens', async (t) => {
  const house = await openHouse(t)
  const till = house.till()
  for (let round = 0; round < 20; round += 1) {
    const payment = await house.issue({ amount: 36_400 })
    const stan = (offset: number): string => String(round * 10 + offset)
    await till.collect(sale(house, stan(1), payment.number, 36_400))
    const original = key(house, stan(1))
    const asked = { amount: 36_400, reason: '고객 변심' }
    const ways = [
      till.cancel({ ...key(house, stan(2)), original, ...asked }).then(({ reply }) => reply.code === '0000'),
      till
        .reverse({ ...key(house, stan(3)), original, reason: 'timeout' })
        .then(({ reply }) => reply.class === 'OK' && reply.original === 'reversed'),
      house.slip(payment, null).then(
        () => true,
        () => false,
      ),
    ]
    const done = await Promise.all(round % 2 === 0 ? ways : ways.reverse())
    assert.equal(done.filter(Boolean).length, 1, `round ${round}`)
  }
})

test('after a day of sales and cancels the drawers hold what was collected less what was cancelled and paid out', async (t) => {
  const house = await openHouse(t)
  const tills = [house.till(), house.till('house/S001/2')] as const
  const drawers = [0, 0]
  let stan = 0
  for (let sold = 0; sold < 12; sold += 1) {
    const at = sold % 2 === 0 ? 0 : 1
    stan += 10
    const payment = await house.issue({ amount: 1000 + sold, tillCancel: 'until_cutoff' })
    const asked = sale(house, String(stan), payment.number, payment.amount)
    if ((await tills[at].collect(asked)).reply.class === 'OK') drawers[at] = (drawers[at] ?? 0) + payment.amount
    if (sold % 3 === 0) {
      const by = sold % 4 === 0 ? at : 1 - at
      const original = { ...key(house, String(stan)), ...(by === at ? {} : { till: String(at + 1) }) }
      const back = { ...key(house, String(stan + 1)), original, amount: payment.amount, reason: '점원 착오' }
      const till = by === 0 ? tills[0] : tills[1]
      const replies = await Promise.all([till.cancel(back), till.cancel(back)])
      if (replies.every(({ reply }) => reply.class === 'OK')) drawers[by] = (drawers[by] ?? 0) - payment.amount
    } else if (sold % 3 === 1) {
      const slip = await house.slip(payment, 100)
      const out = { ...key(house, String(stan + 2)), number: slip.number, amount: 100, currency: 'KRW' } as const
      if ((await tills[at].payOut(out)).reply.class === 'OK') drawers[at] = (drawers[at] ?? 0) - 100
    }
  }
  const from = 0 as Instant
  const asked = { merchantId: MERCHANT, status: null, from, to: house.gateway.now(), sorting: '-started' } as const
  const { payments } = await house.storage.payments.list({ ...asked, skip: 0, take: 100 })
  const books = payments.reduce((sum, payment) => sum + payment.amount - refundedAmount(payment), 0)
  assert.equal((drawers[0] ?? 0) + (drawers[1] ?? 0), books)
  assert.equal(payments.filter(({ state }) => state === 'cancelled').length, 4)
})
