import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Value } from 'typebox/value'
import { type ApiUnderTest, CHANNEL_KEYS, KEYS, openApi, PREFIX, PUBLIC_URL } from '../../test/compat/api-under-test.ts'
import type { MerchantId } from '../core/brand.ts'
import { successOf } from '../wire/envelope.ts'
import { PaymentAnswer } from '../wire/payment-answer.ts'
import { assertSawEveryAnswer } from './test-answers.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const nowSeconds = () => Math.floor(api.storage.clock.now() / 1000)

test('200 a number is issued with nothing but order and amount', async () => {
  const reply = await api.issue()
  assert.equal(reply.status, 200)
  assert.ok(Value.Check(successOf(PaymentAnswer), JSON.parse(reply.text)), reply.text)
  const { payment } = reply
  assert.match(payment.imp_uid, /^imp_\d{12}$/)
  assert.match(payment.barcode, new RegExp(`^${PREFIX}\\d{16}$`))
  assert.equal(payment.status, 'ready')
  assert.equal(payment.amount, 1000)
  assert.equal(payment.vbank_num, payment.barcode)
  assert.equal(payment.vbank_date, payment.expired_at)
  assert.ok(payment.pay_url.startsWith(`${PUBLIC_URL}/p/`) && payment.pay_url.length <= 60, payment.pay_url)
  assert.equal(payment.barcode_url, `${payment.pay_url}/barcode.svg`)
})

test('200 every parameter of the page comes back as it was sent', async () => {
  const sent = {
    merchant_uid: '주문 번호/1?a=b&c#d+e%20f',
    amount: 36400,
    barcode: 'SHOP-0001-AB',
    expired_at: nowSeconds() + 86_400,
    name: '후드 티셔츠 외 1건',
    buyer_name: '홍길동',
    buyer_email: 'hong@example.com',
    buyer_tel: '010-1234-5678',
    buyer_addr: '서울특별시 강남구\n테헤란로 1',
    buyer_postcode: '06134',
    pg: 'galaxia.sunap0002',
    confirm_url: 'https://shop.example/confirm',
    notice_url: 'https://shop.example/notice',
    custom_data: '{"cart": [1, 2]}',
  }
  const { status, payment } = await api.issue(sent)
  assert.equal(status, 200)
  const { pg, confirm_url, notice_url, ...echoed } = sent
  assert.deepEqual(Object.fromEntries(Object.keys(echoed).map((key) => [key, Reflect.get(payment, key)])), echoed)
  const stored = await api.storage.payments.findByPayToken(payment.pay_url.split('/p/')[1] ?? '')
  assert.equal(stored?.confirmUrl, confirm_url)
  assert.deepEqual(stored?.noticeUrls, [notice_url])
  assert.equal(`${stored?.provider}.${stored?.mid}`, pg)
})

test('200 null is absent and unknown keys are ignored, as PHP sends them', async () => {
  const { status, payment } = await api.issue({
    extraCondition: null,
    channel_key: CHANNEL_KEYS.first,
    barcode: null,
    expired_at: null,
    name: null,
    buyer_name: null,
    confirm_url: null,
    notice_url: null,
    custom_data: null,
    pg: null,
    anything: { at: ['all'] },
  })
  assert.equal(status, 200)
  assert.equal(payment.name, null)
  assert.equal(payment.custom_data, null)
})

test('200 an integer for merchant_uid stands for its digits', async () => {
  assert.equal((await api.issue({ merchant_uid: 2026112201 })).payment.merchant_uid, '2026112201')
})

test('200 amounts as numbers and as decimal strings, read exactly in the currency of the channel', async () => {
  const won = [1000, '1000', 1000.0, '1000.00', '0001000'].map((amount) => api.issue({ amount }))
  for (const { status, payment } of await Promise.all(won)) {
    assert.equal(status, 200)
    assert.equal(payment.amount, 1000)
    assert.equal(payment.currency, 'KRW')
  }
  const { payment } = await api.issue({ amount: '12.3', channel_key: CHANNEL_KEYS.dollars })
  assert.equal(payment.amount, 12.3)
  assert.equal(payment.currency, 'USD')
})

test('200 code 1 for a number in use, the same whoever uses it, and without a trace', async () => {
  const first = await api.issue({ barcode: 'TAKEN-1' })
  assert.equal(first.payment.cvs.scheme, 'registered')
  const commits = api.commits()
  const again = await api.issue({ barcode: 'TAKEN-1' })
  assert.deepEqual([again.status, again.code], [200, 1])
  assert.match(again.message ?? '', /^barcode: /)
  const foreign = await api.ask({
    method: 'POST',
    url: '/cvs',
    headers: { authorization: await api.tokenOf(KEYS.other) },
    payload: { merchant_uid: 'o', amount: 1, barcode: 'TAKEN-1' },
  })
  assert.equal(foreign.text, again.text)
  assert.equal(api.commits(), commits)
  await api.ask({ method: 'DELETE', url: `/cvs/${first.payment.imp_uid}` })
  assert.equal((await api.issue({ barcode: 'TAKEN-1' })).status, 200)
})

test('200 notice_url as one address, a list, or nobody; each address once', async () => {
  const urlsOf = async (noticeUrl: unknown) => {
    const { payment } = await api.issue({ notice_url: noticeUrl })
    return (await api.storage.payments.findByPayToken(payment.pay_url.split('/p/')[1] ?? ''))?.noticeUrls
  }
  assert.deepEqual(await urlsOf('https://a.kr/1'), ['https://a.kr/1'])
  assert.deepEqual(await urlsOf(['https://a.kr/1', 'https://a.kr/2', 'https://a.kr/1']), [
    'https://a.kr/1',
    'https://a.kr/2',
  ])
  assert.equal(await urlsOf([]), null)
  assert.equal(await urlsOf(undefined), null)
})

test('200 custom_data: a string as it is, anything else as its JSON text, to the last digit', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['"plain"', 'plain'],
    ['""', ''],
    ['"[1, 2]"', '[1, 2]'],
    ['[1,"a",null]', '[1,"a",null]'],
    ['{"a":{"b":[]}}', '{"a":{"b":[]}}'],
    ['5', '5'],
    ['false', 'false'],
    ['{"id":1234567890123456789,"price":10.0}', '{"id":1234567890123456789,"price":10.0}'],
    ['"4111 1111 1111 1111"', '4111 1111 1111 1111'],
    ['"half \\ud83d"', 'half \ud83d'],
  ]
  for (const [index, [json, text]] of cases.entries()) {
    const payload = `{"merchant_uid":"custom-${index}","amount":1,"custom_data":${json}}`
    const headers = { 'content-type': 'application/json' }
    const issued = await api.ask({ method: 'POST', url: '/cvs', payload, headers })
    assert.equal(issued.payment.custom_data, text)
    const found = await api.ask({ url: `/payments/${issued.payment.imp_uid}` })
    assert.equal(found.payment.custom_data, text)
  }
})

test('200 code 1 for an order that was paid: V1 its own sentence', async () => {
  const { payment } = await api.issue({ merchant_uid: 'paid-once' })
  await api.collect(payment.barcode, 1000)
  const commits = api.commits()
  const reply = await api.issue({ merchant_uid: 'paid-once' })
  assert.equal(reply.status, 200)
  assert.equal(reply.text, '{"code":1,"message":"이미 결제가 이루어진 거래건입니다.","response":null}')
  assert.equal(api.commits(), commits)
})

test('200 the same unpaid order again: another number; another amount ends the older one', async () => {
  const first = await api.issue({ merchant_uid: 'again' })
  const second = await api.issue({ merchant_uid: 'again' })
  assert.notEqual(second.payment.imp_uid, first.payment.imp_uid)
  const third = await api.issue({ merchant_uid: 'again', amount: 2000 })
  assert.equal(third.status, 200)
  const now = await api.ask({ url: `/payments/${first.payment.imp_uid}` })
  assert.equal(now.payment.status, 'cancelled')
  assert.match(now.payment.cancel_reason ?? '', /새 수납번호/)
})

test('200 code 1 while a till holds the older number: V1 its own sentence', async (t) => {
  let answerMerchant = (): void => {}
  let asked = (): void => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const held = await openApi({
    askMerchant: () => {
      asked()
      return new Promise((resolve) => {
        answerMerchant = () => resolve({ verdict: { kind: 'payable' }, latencyMs: 1, detail: '200' })
      })
    },
  })
  t.after(() => held.close())
  const { payment } = await held.issue({ merchant_uid: 'held', confirm_url: 'https://a.kr/c' })
  const collecting = held.collect(payment.barcode, 1000)
  await isAsked
  const busy = '편의점에서 결제가 진행 중입니다. 잠시 후 다시 시도해 주세요.'
  const reissue = await held.issue({ merchant_uid: 'held', amount: 2000 })
  assert.deepEqual([reissue.status, reissue.code, reissue.message], [200, 1, busy])
  const revoke = await held.ask({ method: 'DELETE', url: `/cvs/${payment.imp_uid}` })
  assert.deepEqual([revoke.status, revoke.code, revoke.message], [400, -1, busy])
  const seen = await held.ask({ url: `/payments/${payment.imp_uid}` })
  assert.deepEqual([seen.payment.status, seen.payment.cvs.state], ['ready', 'authorising'])
  answerMerchant()
  await collecting
})

test('200 a number is revoked, and once more with the same answer', async () => {
  const { payment } = await api.issue()
  const revoke = () => api.ask({ method: 'DELETE', url: `/cvs/${payment.imp_uid}` })
  const first = await revoke()
  assert.equal(first.status, 200)
  assert.equal(first.payment.status, 'cancelled')
  assert.equal(first.payment.cancel_amount, 0)
  assert.deepEqual(first.payment.cancel_history, [])
  assert.ok(first.payment.cancelled_at > 0)
  assert.equal(first.payment.cancel_reason, '수납번호 말소')
  assert.equal((await revoke()).text, first.text)
})

test('200 a revoke with the headers and bodies that real clients send along', async () => {
  for (const more of [
    { headers: { 'content-type': 'application/json; charset=utf-8' } },
    { headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '0' } },
    { headers: { 'content-type': 'application/json' }, payload: '{}' },
    { headers: { tier: 'XYZ' } },
  ]) {
    const { payment } = await api.issue()
    const reply = await api.ask({ method: 'DELETE', url: `/cvs/${payment.imp_uid}/`, ...more })
    assert.equal(reply.status, 200, JSON.stringify(more))
  }
})

test('400 a paid number and an expired one are not revoked, and the text says what to do instead', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  const paid = await own.issue()
  await own.collect(paid.payment.barcode, 1000)
  const refused = await own.ask({ method: 'DELETE', url: `/cvs/${paid.payment.imp_uid}` })
  assert.deepEqual([refused.status, refused.code], [400, -1])
  assert.match(refused.message ?? '', /환불/)
  const late = await own.issue({ expired_at: Math.floor(own.storage.clock.now() / 1000) + 60 })
  await own.storage.clock.advance(61_000)
  const expired = await own.ask({ method: 'DELETE', url: `/cvs/${late.payment.imp_uid}` })
  assert.deepEqual([expired.status, expired.code], [400, -1])
  assert.match(expired.message ?? '', /결제기한이 지난/)
})

test('404 an unknown id, a nonsensical one and another merchant its are the same bytes', async () => {
  const { payment } = await api.issue()
  const authorization = await api.tokenOf(KEYS.other)
  const commits = api.commits()
  const others = await api.ask({ method: 'DELETE', url: `/cvs/${payment.imp_uid}`, headers: { authorization } })
  assert.equal(others.status, 404)
  assert.equal(others.text, '{"code":-1,"message":"존재하지 않는 결제정보입니다.","response":null}')
  for (const id of ['imp_000000000000', 'imp_1', 'undefined', '%00', "'; drop table payments; --"]) {
    const reply = await api.ask({ method: 'DELETE', url: `/cvs/${encodeURIComponent(id)}` })
    assert.deepEqual([reply.status, reply.text], [404, others.text], id)
  }
  assert.equal(api.commits(), commits)
})

test('400 when a body is sloppy: by the first parameter that is at fault, and without a trace', async () => {
  const commits = api.commits()
  const form = 'application/x-www-form-urlencoded'
  const json = 'application/json'
  for (const [payload, type, words] of [
    ['merchant_uid=a&merchant_uid=b&amount=1000', form, /^merchant_uid: .*a list/],
    ['merchant_uid[]=a&amount=1000', form, /^merchant_uid: .*a list/],
    ['merchant_uid=a&amount=1000&name[]=b', form, /^name: .*a list/],
    ['merchant_uid=a&merchant_uid[]=b&amount=1000', form, /^merchant_uid\[\]: .*both as a value and as a list/],
    ['merchant_uid=a&amount=1000&buyer_name[first]=b', form, /^buyer_name: .*an object/],
    ['{"merchant_uid":["a"],"amount":1000}', json, /^merchant_uid: .*a list/],
    ['{"merchant_uid":"a","amount":[1000]}', json, /^amount: .*a list/],
    ['{"merchant_uid":"a","amount":1000,"expired_at":{}}', json, /^expired_at: .*an object/],
    ['{"merchant_uid":"a","amount":1000,"custom_data":{"__proto__":1}}', json, /cannot be names/],
    [`{"merchant_uid":"${'한'.repeat(41)}","amount":1000}`, json, /^merchant_uid: 41자입니다\. 최대 40자/],
    [`merchant_uid=${'%F0%9F%91%8D'.repeat(41)}&amount=1000`, form, /^merchant_uid: 41자입니다\. 최대 40자/],
  ] as const) {
    const headers = { 'content-type': type }
    const reply = await api.ask({ method: 'POST', url: '/cvs', payload, headers })
    assert.deepEqual([reply.status, reply.code, reply.payment], [400, -1, null], payload)
    assert.match(reply.message ?? '', words)
  }
  assert.equal(api.commits(), commits)
})

test('409 when its Idempotency-Key was used for another order', async () => {
  const issue = (merchant_uid: string) =>
    api.ask({
      method: 'POST',
      url: '/cvs',
      payload: { merchant_uid, amount: 1000 },
      headers: { 'idempotency-key': 'k' },
    })
  assert.equal((await issue('first-under-k')).status, 200)
  const { status, code, payment } = await issue('second-under-k')
  assert.deepEqual([status, code, payment], [409, -1, null])
})

test('200 code 1 with the reason for a merchant that the operator has suspended; what was issued before is revoked', async () => {
  const earlier = await api.issue()
  const { directory } = api.storage
  const stored = await api.storage.payments.findByPayToken(earlier.payment.pay_url.split('/p/')[1] ?? '')
  const merchant = directory.current().merchants.get(stored?.merchantId ?? ('' as MerchantId))
  assert.ok(merchant)
  await directory.put([{ kind: 'merchant', entry: { ...merchant, suspended: '심사 중' } }])
  try {
    const { status, code, payment, text } = await api.issue()
    assert.deepEqual([status, code, payment], [200, 1, null])
    assert.match(text, /수납번호를 발급할 수 없습니다\(심사 중\)/)
    assert.equal((await api.ask({ method: 'DELETE', url: `/cvs/${earlier.payment.imp_uid}` })).status, 200)
  } finally {
    await directory.put([{ kind: 'merchant', entry: merchant }])
  }
})

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer('POST /cvs', 'DELETE /cvs/{imp_uid}'))
