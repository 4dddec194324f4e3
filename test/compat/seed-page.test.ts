/**
 * The retired V1 page, sentence by sentence, on a whole gateway: its API, its till's line, its database and its calls to
 * the merchant, all over real sockets. What is asked of it here is written down from the page.
 */
import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { type Answer, expectedSignature, openSeller, type Seller, status } from '../../src/outbound/test-seller.ts'
import type { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import { type RunningGateway, startGateway } from '../e2e/running-gateway.ts'

let gateway: RunningGateway
before(async () => {
  gateway = await startGateway()
})
after(() => gateway.stop())

const nowSeconds = () => Math.floor(gateway.running.storage.clock.now() / 1000)

async function issue(body: Readonly<Record<string, unknown>> = {}): Promise<PaymentAnswer> {
  const { status, text, payment } = await gateway.merchant.issue(body)
  assert.equal(status, 200, text)
  return payment
}

const LIMITS = [
  ['merchant_uid', 40],
  ['name', 40],
  ['buyer_name', 16],
  ['buyer_email', 64],
  ['buyer_tel', 16],
  ['buyer_addr', 128],
  ['buyer_postcode', 8],
] as const

test('each text at its exact limit is taken and comes back; one character more is refused by its name', async (t) => {
  for (const [parameter, characters] of LIMITS) {
    for (const letter of ['a', '7', '한', '👍']) {
      await t.test(`${parameter}, ${letter}`, () => holdsTo(parameter, characters, letter))
    }
  }
})

/** By JSON and by form, counted as a person counts letters. */
async function holdsTo(parameter: (typeof LIMITS)[number][0], characters: number, letter: string): Promise<void> {
  const order = { merchant_uid: `${parameter} ${letter}`, amount: '1000' }
  const ways = [
    (text: string) => gateway.merchant.ask('POST', '/cvs', { ...order, [parameter]: text }),
    (text: string) => gateway.merchant.ask('POST', '/cvs', new URLSearchParams({ ...order, [parameter]: text })),
  ]
  for (const send of ways) {
    const fits = await send(letter.repeat(characters))
    assert.equal(fits.status, 200)
    assert.equal(fits.payment[parameter], letter.repeat(characters))
    const tooLong = await send(letter.repeat(characters + 1))
    assert.deepEqual([tooLong.status, tooLong.code, tooLong.payment], [400, -1, null])
    const named = `${parameter}: ${characters + 1}자입니다. 최대 ${characters}자입니다.`
    assert.ok(tooLong.message?.startsWith(named), tooLong.message ?? '')
  }
}

test('a missing merchant_uid or amount is refused by its name; nothing else is missed', async () => {
  const { merchant } = gateway
  for (const [body, parameter] of [
    [{ amount: 1000 }, 'merchant_uid'],
    [{ merchant_uid: 'no-amount' }, 'amount'],
  ] as const) {
    const { status, code, message } = await merchant.ask('POST', '/cvs', body)
    assert.deepEqual([status, code], [400, -1])
    assert.ok(message?.startsWith(`${parameter}: `), message ?? '')
  }
  assert.equal((await merchant.ask('POST', '/cvs', { merchant_uid: 'two', amount: 1000 })).status, 200)
})

test('an amount of nothing, a fraction of a won or with commas is refused by its name', async () => {
  for (const amount of [0, -1000, 1000.5, '0', '-1', '999.9', '1,000', '1000원', '', true]) {
    const { status, code, message } = await gateway.merchant.issue({ amount })
    assert.deepEqual([status, code], [400, -1], String(amount))
    assert.ok(message?.startsWith('amount: '), message ?? '')
  }
})

test('an expired_at in milliseconds, in the past or too far away is refused, saying which', async () => {
  for (const [expired_at, words] of [
    [Date.now() + 86_400_000, /밀리초로 보입니다/],
    [nowSeconds() - 1, /이미 지났습니다/],
    [nowSeconds() + 10 * 365 * 86_400, /너무 멉니다/],
  ] as const) {
    for (const sent of [expired_at, String(expired_at)]) {
      const { status, message } = await gateway.merchant.issue({ expired_at: sent })
      assert.equal(status, 400)
      assert.ok(message?.startsWith('expired_at: '), message ?? '')
      assert.match(message ?? '', words)
    }
  }
})

test('an array as custom_data comes back as its JSON text, in every look and to confirm_url', async (t) => {
  const seller = await openSeller(t)
  const echo = ['주문', 7, { gift: true, note: null }, [1.5]]
  const text = JSON.stringify(echo)
  const { imp_uid, barcode, custom_data } = await issue({ custom_data: echo, confirm_url: seller.url })
  assert.equal(custom_data, text)
  assert.equal((await gateway.merchant.look(imp_uid)).custom_data, text)
  await gateway.till().collect(barcode, 1000)
  assert.equal(JSON.parse(seller.received[0]?.body ?? '').response.custom_data, text)
})

test('the customer shows the picture or reads the number out, and either way the till finds the payment', async () => {
  const { barcode, barcode_url, pay_url } = await issue({ amount: 1500 })
  const picture = await fetch(barcode_url)
  assert.equal(picture.headers.get('content-type'), 'image/svg+xml')
  assert.match(await picture.text(), /<svg/)
  const page = await (await fetch(pay_url)).text()
  const readOut = page.replace(/<[^>]*>/g, '').replace(/\s/g, '')
  assert.ok(readOut.includes(barcode), page)
  const grouped = barcode.replace(/(.{4})(?=.)/g, '$1 ')
  const till = gateway.till()
  for (const shown of [barcode, grouped]) {
    const reply = await till.inquire(shown)
    assert.ok('amount' in reply)
    assert.deepEqual([reply.code, reply.amount], ['0000', 1500])
  }
  assert.equal((await till.collect(grouped, 1500)).code, '0000')
})

test("a merchant's own number is registered as it is, and scanned and collected at the till", async () => {
  const own = 'SHOP-2026-0007'
  const { imp_uid, barcode, cvs } = await issue({ barcode: own })
  assert.deepEqual([barcode, cvs.scheme], [own, 'registered'])
  assert.equal((await gateway.till().inquire(own)).code, '0000')
  assert.equal((await gateway.till().collect(own, 1000)).code, '0000')
  assert.equal((await gateway.merchant.look(imp_uid)).status, 'paid')
})

test('without a barcode each payment gets a new number of its own', async () => {
  const payments = await Promise.all(Array.from({ length: 20 }, () => issue()))
  assert.equal(new Set(payments.map(({ barcode }) => barcode)).size, 20)
  for (const { barcode, cvs } of payments) {
    assert.match(barcode, /^\d{20}$/)
    assert.equal(cvs.scheme, 'kr-generic-20')
  }
})

test('a number is collected until its expired_at and declined from then on', async () => {
  const expired_at = nowSeconds() + 60
  const inTime = await issue({ expired_at })
  const late = await issue({ expired_at })
  assert.deepEqual([inTime.expired_at, late.expired_at], [expired_at, expired_at])
  assert.equal((await gateway.till().collect(inTime.barcode, 1000)).code, '0000')
  await gateway.advance('61s')
  assert.equal((await gateway.till().inquire(late.barcode)).code, '2102')
  assert.equal((await gateway.till().collect(late.barcode, 1000)).code, '2102')
  assert.equal((await gateway.merchant.look(late.imp_uid)).status, 'failed')
})

test('with two MIDs each number is issued on the one that its pg names, and both can be paid', async () => {
  for (const mid of ['sunap0001', 'sunap0002']) {
    const { barcode, imp_uid, pg_id, pg_provider } = await issue({ pg: `galaxia.${mid}` })
    assert.deepEqual([pg_provider, pg_id], ['galaxia', mid])
    assert.equal((await gateway.till().collect(barcode, 1000)).code, '0000')
    assert.equal((await gateway.merchant.look(imp_uid)).pg_id, mid)
  }
  assert.equal((await issue()).pg_id, 'sunap0001')
  assert.equal((await gateway.merchant.issue({ pg: 'galaxia.sunap0003' })).status, 400)
})

const NOT_A_YES: readonly (readonly [what: string, answer: Answer])[] = [
  ...[201, 202, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503].map(
    (code) => [String(code), status(code, '', { location: '/elsewhere' })] as const,
  ),
  ['a line that breaks', (response) => response.destroy()],
  [
    'half a 200',
    (response) => response.writeHead(200, { 'content-length': '9' }).write('half', () => response.destroy()),
  ],
]

test('confirm_url: only 200 lets the sale through, and what was refused can be paid later', async (t) => {
  const seller = await openSeller(t)
  const till = gateway.till()
  for (const [what, answer] of NOT_A_YES) {
    seller.answer(answer)
    const { imp_uid, barcode } = await issue({ confirm_url: `${seller.url}/confirm` })
    const reply = await till.collect(barcode, 1000)
    assert.equal(reply.class, 'DECLINED', what)
    assert.match(reply.code, /^230[12]$/, what)
    const seen = await gateway.merchant.look(imp_uid)
    assert.deepEqual([seen.status, seen.paid_at, seen.cvs.state], ['ready', 0, 'refused'], what)
    seller.answer(status(200))
    assert.equal((await till.collect(barcode, 1000)).code, '0000', what)
    assert.equal((await gateway.merchant.look(imp_uid)).status, 'paid', what)
  }
  assert.ok(seller.received.every(({ path }) => path === '/confirm'))
})

test('without a confirm_url nobody is asked and the sale goes through', async (t) => {
  const seller = await openSeller(t, status(500))
  await issue({ confirm_url: seller.url })
  const { imp_uid, barcode } = await issue()
  assert.equal((await gateway.till().collect(barcode, 1000)).code, '0000')
  assert.equal((await gateway.merchant.look(imp_uid)).status, 'paid')
  assert.equal(seller.received.length, 0)
})

test('confirm_url is asked when a customer pays and not before, once for each try', async (t) => {
  const seller = await openSeller(t, status(409))
  const till = gateway.till()
  const { barcode } = await issue({ confirm_url: seller.url })
  await till.inquire(barcode)
  assert.equal(seller.received.length, 0)
  await till.collect(barcode, 1000)
  assert.equal(seller.received.length, 1)
  seller.answer(status(200))
  await till.collect(barcode, 1000)
  assert.equal(seller.received.length, 2)
  await till.collect(barcode, 1000)
  assert.equal(seller.received.length, 2, 'what is paid is not asked about')
})

test("confirm_url gets the event and the page's model of this payment, as signed JSON", async (t) => {
  const seller = await openSeller(t)
  const issued = await issue({
    ...{ name: '후드 티셔츠', buyer_name: '홍길동', buyer_email: 'hong@example.com', buyer_tel: '010-1234-5678' },
    ...{ buyer_addr: '서울특별시 강남구 테헤란로 1', buyer_postcode: '06134', confirm_url: seller.url },
  })
  await gateway.till().collect(issued.barcode, 1000, 'card')
  const asked = seller.received[0]
  assert.ok(asked)
  assert.equal(asked.headers['content-type'], 'application/json')
  assert.equal(asked.headers['webhook-signature'], expectedSignature(gateway.running.practice.webhookSecret, asked))
  const { event, imp_uid, merchant_uid, status, extra, code, message, response, attempt_id } = JSON.parse(asked.body)
  assert.equal(attempt_id, asked.headers['webhook-id'])
  assert.deepEqual(
    [event, status, extra],
    ['Galaxia.Cvs.Confirm', 'ready', { barcode: issued.barcode, payType: 'card' }],
  )
  assert.deepEqual([imp_uid, merchant_uid], [issued.imp_uid, issued.merchant_uid])
  assert.deepEqual([code, message], [0, null])
  const { cvs, ...model } = response
  const { cvs: _before, ...terms } = issued
  assert.deepEqual(model, terms)
  assert.equal(cvs.state, 'authorising')
})

/** A notice that never comes must not hang the run. */
const LIMIT = { timeout: 60_000 }

test('notice_url is told of a collection, and not of an issue, a refusal or a revoke', LIMIT, async (t) => {
  const seller = await openSeller(t, (response, { path }) => response.writeHead(path === '/no' ? 409 : 200).end())
  const notice_url = `${seller.url}/notice`
  const revoked = await issue({ notice_url })
  await gateway.merchant.ask('DELETE', `/cvs/${revoked.imp_uid}`)
  const refused = await issue({ notice_url, confirm_url: `${seller.url}/no` })
  await gateway.till().collect(refused.barcode, 1000)
  const paid = await issue({ notice_url })
  await gateway.till().collect(paid.barcode, 1000)
  const [notice, ...more] = await noticesAt(seller, 1)
  assert.ok(notice !== undefined && more.length === 0)
  const told = { imp_uid: paid.imp_uid, merchant_uid: paid.merchant_uid, status: 'paid' }
  assert.deepEqual(JSON.parse(notice.body), told)
  assert.equal(notice.headers['webhook-signature'], expectedSignature(gateway.running.practice.webhookSecret, notice))
})

test('several notice_url are all told; without one the default Notification URL is', LIMIT, async (t) => {
  const seller = await openSeller(t)
  await setDefaultAddress(t, `${seller.url}/default`)
  const list = [`${seller.url}/a`, `${seller.url}/b`]
  const named = await issue({ notice_url: list })
  await gateway.till().collect(named.barcode, 1000)
  const unnamed = await issue()
  await gateway.till().collect(unnamed.barcode, 1000)
  await seller.heard(3)
  await gateway.running.parts.dispatcher.drain()
  const told = seller.received.map(({ path, body }) => [path, JSON.parse(body).imp_uid])
  assert.deepEqual(told.toSorted(), [
    ['/a', named.imp_uid],
    ['/b', named.imp_uid],
    ['/default', unnamed.imp_uid],
  ])
})

/** What has come to `/notice` when everything that was due has been sent. */
async function noticesAt(seller: Seller, count: number) {
  const notices = () => seller.received.filter(({ path }) => path === '/notice')
  while (notices().length < count) await seller.heard(seller.received.length + 1)
  await gateway.running.parts.dispatcher.drain()
  return notices()
}

async function setDefaultAddress(t: TestContext, noticeUrl: string): Promise<void> {
  const { practice, storage } = gateway.running
  const before = storage.directory.current().merchants.get(practice.merchantId)
  t.after(() => gateway.setMerchant({ noticeUrl: before?.noticeUrl ?? null }))
  await gateway.setMerchant({ noticeUrl })
}
