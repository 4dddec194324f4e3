/** The same sale over either line: one key, one stored answer, one code, whichever dialect asks. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { WallTime } from '../../core/brand.ts'
import type { TillClient } from '../../sandbox/till-client.ts'
import { type House, heldMerchant, openHouse, PAYABLE, sale, TILL_SECRET } from '../test-house.ts'
import { dial, frameOf, openTcp, replyIn, type TcpHouse } from './test-tcp.ts'

interface TwoLines {
  readonly house: House
  readonly tcp: TcpHouse
  readonly overHttp: TillClient
  readonly overTcp: TillClient
}

async function openBoth(t: TestContext, options: Parameters<typeof openHouse>[1] = {}): Promise<TwoLines> {
  const house = await openHouse(t, options)
  const tcp = await openTcp(t, house)
  return { house, tcp, overHttp: house.till(), overTcp: house.till('house/S001/1', tcp.url) }
}

test('a whole sale over TCP: echo, inquiry, collect, status, each with every field that HTTP has', async (t) => {
  const { house, overHttp, overTcp } = await openBoth(t)
  const { number } = await house.issue({ name: '뷁 커피 2잔', buyerName: '홍길동' })
  const { reply: echoed } = await overTcp.echo({ stan: '1' })
  assert.ok(echoed.class === 'OK' && echoed.business_date === house.businessDate)
  const key = { business_date: house.businessDate, stan: '2' }
  const { reply: shown } = await overTcp.inquire({ ...key, number })
  const { reply: shownOverHttp } = await overHttp.inquire({ ...key, number })
  assert.ok(shown.class === 'OK' && shownOverHttp.class === 'OK')
  assert.deepEqual(
    { ...shown, gateway_ref: null, server_time: 0 },
    { ...shownOverHttp, gateway_ref: null, server_time: 0 },
  )
  const { reply: collected } = await overTcp.collect({ ...sale(house, '3', number), clerk: '김점원' })
  assert.ok(collected.class === 'OK' && collected.receipt.includes('상품: 뷁 커피 2잔'))
  const { reply: status } = await overTcp.status({ ...key, stan: '4', original: { ...key, stan: '3' } })
  assert.ok(status.class === 'OK' && status.original === 'collected')
  assert.deepEqual(status.reply, collected)
})

test('a sale begun over HTTP and repeated over TCP is the same sale, and the other way round', async (t) => {
  const { house, overHttp, overTcp } = await openBoth(t)
  for (const [first, second] of [
    [overHttp, overTcp],
    [overTcp, overHttp],
  ] as const) {
    const { number } = await house.issue()
    const stan = `00${number.slice(-6)}`
    const collect = sale(house, stan, number)
    const { reply } = await first.collect(collect)
    assert.equal(reply.code, '0000')
    assert.deepEqual((await second.collect(collect)).reply, reply)
    assert.equal((await second.collect({ ...collect, amount: 999 })).reply.code, '9401')
    const undo = { ...collect, original: { business_date: house.businessDate, stan } }
    const reverse = {
      business_date: undo.business_date,
      stan: `1${stan}`,
      original: undo.original,
      reason: 'timeout',
    } as const
    const { reply: reversed } = await second.reverse(reverse)
    assert.ok(reversed.class === 'OK' && reversed.original === 'reversed')
    assert.deepEqual((await first.reverse(reverse)).reply, reversed)
    assert.equal((await first.collect(collect)).reply.code, '3005')
  }
})

test('a collect that runs over HTTP is still running for the same key over TCP', async (t) => {
  const merchant = heldMerchant()
  const { house, overHttp, overTcp } = await openBoth(t, merchant)
  const { number } = await house.issue()
  const collect = sale(house, '1', number)
  const first = overHttp.collect(collect)
  await merchant.asked
  assert.equal((await overTcp.collect(collect)).reply.code, '9402')
  merchant.say(PAYABLE)
  assert.deepEqual((await overTcp.collect(collect)).reply, (await first).reply)
})

test('a trace number keeps its zeros: 17 and 000017 are two sales on both lines', async (t) => {
  const { house, overHttp, overTcp } = await openBoth(t)
  const { number } = await house.issue()
  assert.equal((await overHttp.collect(sale(house, '17', number))).reply.code, '0000')
  assert.equal((await overTcp.collect(sale(house, '000017', number))).reply.code, '2103')
})

test('a repeat over TCP is answered byte for byte, mac included', async (t) => {
  const { house, overTcp } = await openBoth(t)
  const { number } = await house.issue()
  const collect = sale(house, '1', number)
  const { raw } = await overTcp.collect(collect)
  house.pass(5000)
  const again = await overTcp.collect(collect)
  assert.deepEqual(Buffer.from(again.raw), Buffer.from(raw))
})

test('the reverse comes first over TCP, and the late collect is turned away on both lines', async (t) => {
  const { house, overHttp, overTcp } = await openBoth(t)
  const { number } = await house.issue()
  const original = { business_date: house.businessDate, stan: '1' }
  const { reply } = await overTcp.reverse({ ...original, stan: '2', original, reason: 'power' })
  assert.ok(reply.class === 'OK' && reply.original === 'tombstoned')
  for (const line of [overTcp, overHttp])
    assert.equal((await line.collect(sale(house, '1', number))).reply.code, '3005')
})

test('a lost reply over TCP: the till reverses, and the number can be sold again', async (t) => {
  const merchant = heldMerchant()
  const { house, tcp, overTcp } = await openBoth(t, merchant)
  const { number } = await house.issue()
  const { socket } = await dial(tcp)
  socket.write(frameOf(house, 'collect', sale(house, '1', number)))
  await merchant.asked
  socket.destroy()
  merchant.say(PAYABLE)
  const original = { business_date: house.businessDate, stan: '1' }
  const { reply } = await overTcp.reverse({ ...original, stan: '2', original, reason: 'timeout' })
  assert.ok(reply.class === 'OK' && (reply.original === 'reversed' || reply.original === 'was_refused'))
  assert.equal((await overTcp.collect(sale(house, '3', number))).reply.code, '0000')
})

test('a refund slip is shown with its direction and paid out over TCP', async (t) => {
  const { house, overTcp } = await openBoth(t)
  const payment = await house.issue()
  assert.equal((await overTcp.collect(sale(house, '1', payment.number))).reply.code, '0000')
  const { number } = await house.slip(payment, null)
  const key = { business_date: house.businessDate, stan: '2' }
  const { reply: shown } = await overTcp.inquire({ ...key, number })
  assert.ok(shown.class === 'OK' && shown.direction === 'out' && shown.amount === 1000)
  const { reply } = await overTcp.payOut({ ...key, number, amount: 1000, currency: 'KRW' })
  assert.ok(reply.class === 'OK' && reply.receipt.some((line) => line.startsWith('지급액')))
  const { reply: status } = await overTcp.status({ ...key, stan: '3', number })
  assert.ok(status.class === 'OK' && status.original === 'paid_out')
  assert.deepEqual(status.reply, reply)
})

test('two tills on one line: a merchant who keeps the first waiting does not keep the second', async (t) => {
  const merchant = heldMerchant()
  const { house, tcp } = await openBoth(t, merchant)
  const { number } = await house.issue()
  const line = await dial(tcp)
  line.socket.write(frameOf(house, 'collect', sale(house, '1', number)))
  await merchant.asked
  const second = { terminal: 'house/S001/2', secret: 'secret of house/S001/2' }
  line.socket.write(frameOf(house, 'echo', { stan: '1' }, second))
  assert.equal(replyIn(await line.frame(), second.secret)['business_date'], house.businessDate)
  merchant.say(PAYABLE)
  assert.equal(replyIn(await line.frame())['code'], '0000')
  line.socket.destroy()
})

test('while a secret is changed over either one will do, and the answer is signed with the one that was shown', async (t) => {
  const { house, tcp } = await openBoth(t)
  const till = house.storage.directory.current().tills.get('house/S001/1') ?? assert.fail('no till')
  const until = (house.gateway.wall() + 60_000) as WallTime
  await house.storage.directory.put([
    { kind: 'till', entry: { ...till, secret: 'sealed:the new one', former: { secret: till.secret, until } } },
  ])
  const line = await dial(tcp)
  for (const secret of [TILL_SECRET, 'the new one']) {
    line.socket.write(frameOf(house, 'echo', { stan: '1' }, { secret }))
    assert.equal(replyIn(await line.frame(), secret)['code'], '0000')
  }
  line.socket.destroy()
  house.pass(60_000)
  await assert.rejects(house.till('house/S001/1', tcp.url).echo({ stan: '2' }), /no answer|without the right mac/)
})

test('a sale is cancelled over TCP, its repeat over HTTP is the same cancel, and the other line knows', async (t) => {
  const { house, overHttp, overTcp } = await openBoth(t)
  const { number } = await house.issue()
  const collect = sale(house, '1', number)
  assert.equal((await overHttp.collect(collect)).reply.code, '0000')
  const key = { business_date: house.businessDate, stan: '2' }
  const cancel = { ...key, original: { ...key, stan: '1' }, amount: 1000, reason: '고객 변심', clerk: '김점원' }
  const { reply } = await overTcp.cancel(cancel)
  assert.ok(reply.class === 'OK' && reply.receipt.length > 0)
  assert.deepEqual((await overHttp.cancel(cancel)).reply, reply)
  const { reply: undone } = await overTcp.reverse({
    ...key,
    stan: '3',
    original: { ...key, stan: '1' },
    reason: 'timeout',
  })
  assert.ok(undone.class === 'OK' && undone.original === 'was_cancelled')
  const { reply: status } = await overTcp.status({ ...key, stan: '4', original: { ...key, stan: '1' } })
  assert.ok(status.class === 'OK' && status.original === 'cancelled')
})

test('a collect of two phases is completed over TCP, and its repeat over HTTP is the same', async (t) => {
  const { house, overHttp, overTcp } = await openBoth(t)
  await house.setNetwork({ phases: 'two' })
  const { number } = await house.issue()
  assert.equal((await overTcp.collect(sale(house, '1', number))).reply.code, '0000')
  const key = { business_date: house.businessDate, stan: '2' }
  const complete = { ...key, original: { ...key, stan: '1' }, amount: 1000 }
  const { reply } = await overTcp.complete(complete)
  assert.equal(reply.code, '0000')
  assert.deepEqual((await overHttp.complete(complete)).reply, reply)
})
