/** What must hold when collects are repeated, raced, undone or lost: over real sockets, with the real gateway. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { Money } from '../core/brand.ts'
import type { MerchantsWord } from '../gateway/ports.ts'
import { signTillRequest } from '../sandbox/till-client.ts'
import { type House, heldMerchant, openHouse, PAYABLE, sale, TILL_SECRET } from './test-house.ts'

const UNANSWERED: MerchantsWord = { verdict: { kind: 'unanswered' }, latencyMs: 5000, detail: 'no answer within 5 s' }

function key({ businessDate }: House, stan: string) {
  return { business_date: businessDate, stan }
}

async function eventsOf({ storage }: House, payment: Parameters<House['storage']['payments']['events']>[1]) {
  const found = await storage.payments.events(
    'mer_test' as Parameters<House['storage']['payments']['events']>[0],
    payment,
  )
  return found.map(({ data }) => data.type)
}

test('the story of a sale: asked, shown, collected, asked again', async (t) => {
  const house = await openHouse(t, { practice: true })
  const till = house.till()
  const { number } = await house.issue({ amount: 36_400, buyerName: '홍길동', name: '후드티' })
  const { reply: line } = await till.echo({ stan: '1' })
  assert.ok(line.class === 'OK')
  assert.equal(line.business_date, house.businessDate)
  const { reply: shown } = await till.inquire({ ...key(house, '2'), number })
  assert.ok(shown.class === 'OK' && shown.direction === 'in')
  assert.equal(shown.merchant, '예제상점')
  assert.equal(shown.name, '후드티')
  assert.equal(shown.amount, 36_400)
  assert.equal(shown.buyer_masked, '홍*동')
  assert.deepEqual(shown.pay_types, ['cash', 'card'])
  assert.equal(shown.hold_until, shown.expires_at + 30 * 60)
  const { reply: paid } = await till.collect({
    ...sale(house, '3', number, 36_400),
    inquiry_token: shown.inquiry_token,
    clerk: '김점원',
  })
  assert.ok(paid.class === 'OK')
  assert.match(paid.receipt[0] ?? '', /^연습용/)
  const { reply: known } = await till.status({ ...key(house, '4'), original: key(house, '3') })
  assert.ok(known.class === 'OK')
  assert.equal(known.original, 'collected')
  assert.deepEqual(known.reply, paid)
  const { reply: byNumber } = await till.status({ ...key(house, '5'), number })
  assert.ok(byNumber.class === 'OK' && byNumber.original === 'collected')
  const { reply: again } = await till.inquire({ ...key(house, '6'), number })
  assert.equal(again.code, '2103')
})

test('the same key a hundred times gets the same bytes, freshly signed or not', async (t) => {
  const house = await openHouse(t)
  const { id, number } = await house.issue()
  const till = house.till()
  const first = await till.collect(sale(house, '1', number))
  assert.equal(first.reply.code, '0000')
  for (let n = 0; n < 100; n += 1) {
    if (n === 50) house.pass(30_000)
    const again = await till.collect(sale(house, '1', number))
    assert.equal(again.status, 200)
    assert.deepEqual(again.raw, first.raw)
  }
  assert.deepEqual(await eventsOf(house, id), ['issued', 'claimed', 'collected'])
})

test('a decline is stored too: its key never collects, however often it is tried', async (t) => {
  let word: MerchantsWord = { verdict: { kind: 'refused', reason: '품절\n<b>' }, latencyMs: 1, detail: '400' }
  const house = await openHouse(t, { askMerchant: async () => word })
  const { number } = await house.issue()
  const till = house.till()
  const first = await till.collect(sale(house, '1', number))
  assert.equal(first.reply.code, '2301')
  assert.equal(first.reply.text.ko, '판매자가 결제를 거절했습니다(품절 <b>). 받은 돈을 돌려주세요.')
  word = PAYABLE
  assert.deepEqual((await till.collect(sale(house, '1', number))).raw, first.raw)
  assert.equal((await till.collect(sale(house, '2', number))).reply.code, '0000')
})

test('each rule of the trade declines with its own code', async (t) => {
  const house = await openHouse(t)
  const till = house.till()
  const { number } = await house.issue({ confirm: false })
  const codeOf = async (stan: string, fields: Partial<ReturnType<typeof sale>>): Promise<string> =>
    (await till.collect({ ...sale(house, stan, number), ...fields })).reply.code
  const mistyped = number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10)
  assert.equal(await codeOf('1', { number: mistyped }), '1101')
  assert.equal(await codeOf('2', { number: '12' }), '1101')
  assert.equal(await codeOf('3', { number: 'NOT-ISSUED-1' }), '2001')
  assert.equal(await codeOf('4', { amount: 999 }), '2201')
  assert.equal((await till.collect({ ...sale(house, '5', number), inquiry_token: 'made-up' })).reply.code, '2201')
  assert.equal((await house.till('other/S001/1').collect(sale(house, '6', number))).reply.code, '2001')
  assert.equal(await codeOf('7', {}), '0000')
  assert.equal(await codeOf('8', {}), '2103')
})

test('a number of no scheme is 1101 at the inquiry, the collect and the status, with a reference', async (t) => {
  const house = await openHouse(t)
  const till = house.till()
  for (const { status, reply } of [
    await till.inquire({ ...key(house, '1'), number: '가나다' }),
    await till.collect(sale(house, '1', '가나다')),
    await till.status({ ...key(house, '1'), number: '가나다' }),
  ]) {
    assert.equal(status, 200)
    assert.equal(reply.code, '1101')
    assert.match(reply.gateway_ref ?? '', /^\d{12}$/)
  }
})

test('one number at a thousand tills at once: exactly one collects, the others are told to take no money', async (t) => {
  const house = await openHouse(t, { tills: 1000, realTime: true })
  const { id, number } = await house.issue()
  const replies = await Promise.all(
    Array.from({ length: 1000 }, (_, n) => house.till(`house/S001/${n + 1}`).collect(sale(house, '1', number))),
  )
  const counts = new Map<string, number>()
  for (const { reply } of replies) counts.set(reply.code, (counts.get(reply.code) ?? 0) + 1)
  assert.equal(counts.get('0000'), 1, JSON.stringify([...counts]))
  assert.equal((counts.get('2105') ?? 0) + (counts.get('2103') ?? 0), 999, JSON.stringify([...counts]))
  const events = await eventsOf(house, id)
  assert.equal(events.filter((type) => type === 'collected').length, 1)
})

test('4001 at a suspended number: inquiry and collect say why, the key keeps it, and a new one collects once it goes on', async (t) => {
  const house = await openHouse(t)
  const { id, merchantId, number } = await house.issue()
  const till = house.till()
  await house.gateway.suspend(merchantId, id, '재고 확인 중\n$&')
  const asked = await till.inquire({ ...key(house, '1'), number })
  const refused = await till.collect(sale(house, '2', number))
  for (const { status, reply } of [asked, refused]) {
    assert.deepEqual([status, reply.code, reply.class], [200, '4001', 'DECLINED'])
    assert.equal(reply.text.ko, '지금은 수납할 수 없습니다(재고 확인 중 $&). 돈을 받지 마세요.')
    assert.equal(reply.text.en, 'Cannot be collected now (재고 확인 중 $&). Take no money.')
  }
  await house.gateway.suspend(merchantId, id, null)
  const silent = await till.inquire({ ...key(house, '3'), number })
  assert.equal(silent.reply.text.ko, '지금은 수납할 수 없습니다. 돈을 받지 마세요.')
  await house.gateway.resume(merchantId, id)
  assert.deepEqual((await till.collect(sale(house, '2', number))).raw, refused.raw)
  assert.equal((await till.collect(sale(house, '4', number))).reply.code, '0000')
})

test('2201 at a till that was shown other terms: with its token whatever it collects, without one the old amount', async (t) => {
  const house = await openHouse(t)
  const { id, merchantId, number, amount } = await house.issue()
  const till = house.till()
  const { reply } = await till.inquire({ ...key(house, '1'), number })
  assert.ok('inquiry_token' in reply)
  const changed = (amount + 500) as Money
  await house.gateway.amend(merchantId, id, { amount: changed, expiresAt: null, version: null })
  const { inquiry_token } = reply
  const stale = await till.collect({ ...sale(house, '2', number, changed), inquiry_token })
  assert.deepEqual([stale.reply.code, stale.reply.text.en], ['2201', TERMS_CHANGED])
  const old = await till.collect(sale(house, '3', number, amount))
  assert.deepEqual([old.reply.code, old.reply.text.en], ['2201', 'Amount differs. Take exactly the amount shown.'])
  const again = await till.inquire({ ...key(house, '4'), number })
  assert.ok('inquiry_token' in again.reply && again.reply.amount === changed)
  const paid = await till.collect({ ...sale(house, '5', number, changed), inquiry_token: again.reply.inquiry_token })
  assert.equal(paid.reply.code, '0000')
})

const TERMS_CHANGED = 'Amount or deadline changed since it was shown. Ask again and take exactly the amount shown.'

test('the same key on two lines at once is one collect: the other is told to wait', async (t) => {
  const merchant = heldMerchant()
  const house = await openHouse(t, merchant)
  const { id, number } = await house.issue()
  const till = house.till()
  const first = till.collect(sale(house, '1', number))
  await merchant.asked
  const meanwhile = await till.collect(sale(house, '1', number))
  assert.equal(meanwhile.status, 200)
  assert.equal(meanwhile.reply.code, '9402')
  assert.equal(meanwhile.reply.class, 'RETRY_SAME_KEY')
  const { reply: state } = await till.status({ ...key(house, '2'), original: key(house, '1') })
  assert.ok(state.class === 'OK' && state.original === 'authorising')
  assert.equal('reply' in state, false)
  assert.equal((await house.till('house/S001/2').collect(sale(house, '1', number))).reply.code, '2105')
  merchant.say(PAYABLE)
  const { raw, reply } = await first
  assert.equal(reply.code, '0000')
  assert.deepEqual((await till.collect(sale(house, '1', number))).raw, raw)
  assert.deepEqual(await eventsOf(house, id), ['issued', 'claimed', 'collected'])
})

test('the same key with other content is a conflict and leaves the first as it was', async (t) => {
  const house = await openHouse(t)
  const [one, other] = [await house.issue(), await house.issue()]
  const till = house.till()
  const first = await till.collect(sale(house, '1', one.number))
  for (const body of [
    sale(house, '1', other.number),
    sale(house, '1', one.number, 1),
    { ...sale(house, '1', one.number), pay_type: 'card' as const },
  ]) {
    const { status, reply } = await till.collect(body)
    assert.equal(status, 200)
    assert.equal(reply.code, '9401')
    assert.equal(reply.class, 'DECLINED')
  }
  assert.deepEqual((await till.collect(sale(house, '1', one.number))).raw, first.raw)
  assert.deepEqual(await eventsOf(house, other.id), ['issued'])
})

test('a reverse before its original: the late collect is turned away, each time in the same bytes', async (t) => {
  const house = await openHouse(t)
  const { id, number } = await house.issue()
  const till = house.till()
  const undo = { ...key(house, '2'), original: key(house, '1'), reason: 'timeout' } as const
  const { reply } = await till.reverse(undo)
  assert.ok(reply.class === 'OK' && reply.original === 'tombstoned')
  const late = await till.collect(sale(house, '1', number))
  assert.equal(late.reply.code, '3005')
  assert.deepEqual((await till.collect(sale(house, '1', number))).raw, late.raw)
  const { reply: state } = await till.status({ ...key(house, '3'), original: key(house, '1') })
  assert.ok(state.class === 'OK' && state.original === 'tombstoned')
  assert.deepEqual(await eventsOf(house, id), ['issued'])
  assert.equal((await till.collect(sale(house, '4', number))).reply.code, '0000')
})

test('a reverse while the merchant is asked: whatever the merchant says, nothing is collected', async (t) => {
  const merchant = heldMerchant()
  const house = await openHouse(t, merchant)
  const { id, number } = await house.issue()
  const till = house.till()
  const collecting = till.collect(sale(house, '1', number))
  await merchant.asked
  const { reply: undone } = await till.reverse({ ...key(house, '2'), original: key(house, '1'), reason: 'timeout' })
  assert.ok(undone.class === 'OK' && undone.original === 'reversed')
  merchant.say(PAYABLE)
  assert.equal((await collecting).reply.code, '3005')
  assert.deepEqual(await eventsOf(house, id), ['issued', 'claimed', 'reversed'])
})

test('a reverse after the collect undoes it once; repeats get the same bytes; the number is payable again', async (t) => {
  const house = await openHouse(t)
  const { id, number } = await house.issue()
  const till = house.till()
  await till.collect(sale(house, '1', number))
  const undo = { ...key(house, '2'), original: key(house, '1'), reason: 'printer' } as const
  const first = await till.reverse(undo)
  assert.ok(first.reply.class === 'OK' && first.reply.original === 'reversed')
  for (let n = 0; n < 5; n += 1) assert.deepEqual((await till.reverse(undo)).raw, first.raw)
  const { reply: another } = await till.reverse({ ...undo, stan: '3' })
  assert.ok(another.class === 'OK' && another.original === 'reversed')
  assert.equal((await till.reverse({ ...undo, reason: 'power' })).reply.code, '9401')
  assert.equal((await till.collect(sale(house, '1', number))).reply.code, '3005')
  assert.equal((await till.collect(sale(house, '4', number))).reply.code, '0000')
  const { reply: refused } = await till.reverse({ ...undo, stan: '5', original: key(house, '9') })
  assert.ok(refused.class === 'OK' && refused.original === 'tombstoned')
  assert.deepEqual(await eventsOf(house, id), ['issued', 'claimed', 'collected', 'reversed', 'claimed', 'collected'])
})

test('another till cannot undo this till’s sale by naming its key', async (t) => {
  const house = await openHouse(t)
  const { id, number } = await house.issue()
  await house.till().collect(sale(house, '1', number))
  const undo = { ...key(house, '2'), original: key(house, '1'), reason: 'timeout' } as const
  const { reply } = await house.till('house/S001/2').reverse(undo)
  assert.ok(reply.class === 'OK' && reply.original === 'tombstoned')
  assert.deepEqual(await eventsOf(house, id), ['issued', 'claimed', 'collected'])
})

test('a reply that got lost: the collect stands, status tells it, and the same key gets the reply that was lost', async (t) => {
  const merchant = heldMerchant()
  const house = await openHouse(t, merchant)
  const { number } = await house.issue()
  const till = house.till()
  const body = Buffer.from(JSON.stringify({ ...sale(house, '1', number), sent_at: 1 }))
  const path = '/pos/v1/collect'
  const headers = signTillRequest(
    { terminal: 'house/S001/1', secret: TILL_SECRET },
    { path, body, wallMs: house.gateway.wall() },
  )
  const { hostname, port } = new URL(house.url)
  const socket = connect(Number(port), hostname)
  const lines = Object.entries({ host: hostname, ...headers, 'content-length': body.length })
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
  socket.write(body)
  await merchant.asked
  socket.destroy()
  await once(socket, 'close')
  merchant.say(PAYABLE)
  const { reply, raw } = await settled(() => till.collect(sale(house, '1', number)))
  assert.equal(reply.code, '0000')
  const { reply: state } = await till.status({ ...key(house, '2'), original: key(house, '1') })
  assert.ok(state.class === 'OK' && state.original === 'collected')
  assert.equal(JSON.stringify(state.reply), Buffer.from(raw).toString())
})

/** Asks until the answer is no longer "still running", as a till does. */
async function settled<Exchange extends { readonly reply: { readonly code: string } }>(ask: () => Promise<Exchange>) {
  for (;;) {
    const exchange = await ask()
    if (exchange.reply.code !== '9402') return exchange
  }
}

test('a merchant that does not answer is a decline within six seconds, and no money', async (t) => {
  const budgets: number[] = []
  const house = await openHouse(t, {
    askMerchant: async ({ budgetMs }, asking) => {
      budgets.push(budgetMs)
      asking().pass(budgetMs)
      return UNANSWERED
    },
  })
  const { id, number } = await house.issue()
  const before = house.gateway.wall()
  const { reply } = await house.till().collect(sale(house, '1', number))
  assert.equal(reply.code, '2302')
  assert.ok(house.gateway.wall() - before < 6000)
  assert.ok((budgets[0] ?? 0) > 4000 && (budgets[0] ?? 0) <= 5000, `${budgets}`)
  assert.deepEqual(await eventsOf(house, id), ['issued', 'claimed', 'refused'])
})

test('a yes that comes after the till’s time is no yes', async (t) => {
  const house = await openHouse(t, {
    askMerchant: async (_question, asking) => {
      asking().pass(5800)
      return PAYABLE
    },
  })
  const { id, number } = await house.issue()
  const { reply } = await house.till().collect(sale(house, '1', number))
  assert.equal(reply.code, '2302')
  assert.deepEqual(await eventsOf(house, id), ['issued', 'claimed', 'refused'])
})

test('a till that must be answered sooner leaves the merchant less time', async (t) => {
  const budgets: number[] = []
  const house = await openHouse(t, {
    askMerchant: async ({ budgetMs }) => {
      budgets.push(budgetMs)
      return PAYABLE
    },
  })
  const { number } = await house.issue()
  const { reply } = await house.till().collect({ ...sale(house, '1', number), deadline_ms: 2000 })
  assert.equal(reply.code, '0000')
  assert.ok((budgets[0] ?? 0) > 0 && (budgets[0] ?? 0) <= 1000, `${budgets}`)
})

test('a collect inquired in time is taken in the half hour after the deadline, and not later', async (t) => {
  const house = await openHouse(t)
  const expiresAt = Math.floor(house.gateway.now() / 1000) * 1000 + 60_000
  const [one, other] = [await house.issue({ expiresAt }), await house.issue({ expiresAt })]
  const till = house.till()
  await till.inquire({ ...key(house, '1'), number: one.number })
  await till.inquire({ ...key(house, '2'), number: other.number })
  house.pass(60_000 + 29 * 60_000)
  assert.equal((await till.collect(sale(house, '3', one.number))).reply.code, '0000')
  house.pass(2 * 60_000)
  assert.equal((await till.collect(sale(house, '4', other.number))).reply.code, '2102')
})
