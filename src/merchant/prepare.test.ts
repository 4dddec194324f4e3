/** POST and PUT /payments/prepare, GET /payments/prepare/{merchant_uid}, and what they mean for POST /cvs. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { PreparedAnswer } from '../wire/prepare.ts'
import {
  answerOf,
  assertNeedsToken,
  assertSawEveryAnswer,
  assertTakesOnly,
  authorizationOfOther,
  refusalOf,
} from './test-answers.ts'

const UNKNOWN = [404, -1, '사전등록된 결제정보가 존재하지 않습니다.']
const TAKEN = [200, 1, '결제정보 사전등록에 실패하였습니다(이미 등록된 merchant_uid입니다).']

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const asking = (method: 'POST' | 'PUT', payload: Record<string, unknown>) =>
  ({ method, url: '/payments/prepare', payload }) as const
const prepared = (method: 'POST' | 'PUT', payload: Record<string, unknown>) =>
  answerOf(api, asking(method, payload), PreparedAnswer)
const look = (order: string) => answerOf(api, `/payments/prepare/${encodeURIComponent(order)}`, PreparedAnswer)

test('200 when an amount is prepared, changed and looked at, as numbers, as texts and by form', async () => {
  const first = { merchant_uid: '주문 1+1', amount: 36400, currency: null }
  assert.deepEqual(
    await prepared('POST', { merchant_uid: '주문 1+1', amount: '36400.00', extraCondition: null }),
    first,
  )
  assert.deepEqual(await look('주문 1+1'), first)
  const changed = { merchant_uid: '주문 1+1', amount: 12.34, currency: 'USD' }
  assert.deepEqual(await prepared('PUT', changed), changed)
  assert.deepEqual(await look('주문 1+1'), changed)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const form = {
    method: 'POST',
    url: '/payments/prepare/',
    payload: 'merchant_uid=form+order&amount=1000',
    headers,
  } as const
  const byForm = { merchant_uid: 'form order', amount: 1000, currency: null }
  assert.deepEqual(await answerOf(api, form, PreparedAnswer), byForm)
  for (const path of ['form+order', 'form%20order', 'form%20order/']) {
    assert.deepEqual(await answerOf(api, `/payments/prepare/${path}`, PreparedAnswer), byForm)
  }
})

test('200 when the order number is an integer, or as long as it may be in Hangul or emoji', async () => {
  for (const merchant_uid of [20261122, '한'.repeat(40), '👍'.repeat(40)]) {
    assert.equal((await prepared('POST', { merchant_uid, amount: 1 })).merchant_uid, String(merchant_uid))
  }
})

test('200 with code 1 when the order has a prepared amount already, which stays', async () => {
  await prepared('POST', { merchant_uid: 'twice', amount: 1000 })
  for (const amount of [1000, 2000])
    assert.deepEqual(await refusalOf(api, asking('POST', { merchant_uid: 'twice', amount })), TAKEN)
  assert.equal((await look('twice')).amount, 1000)
})

test('200 when many prepare one order at once: one of them, and code 1 to all others', async () => {
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, i) => api.ask(asking('POST', { merchant_uid: 'race', amount: 1000 + i }))),
  )
  assert.equal(replies.filter(({ code }) => code === 0).length, 1)
  assert.equal(replies.filter(({ code }) => code === 1).length, 19)
})

test('200 with code 1 when a number is asked for over another amount than the prepared one, naming both', async () => {
  await prepared('POST', { merchant_uid: 'bound', amount: 1000 })
  const commits = api.commits()
  const cvs = (body: Record<string, unknown>) =>
    ({ method: 'POST', url: '/cvs', payload: { merchant_uid: 'bound', ...body } }) as const
  const [status, code, message] = await refusalOf(api, cvs({ amount: 999 }))
  assert.deepEqual([status, code], [200, 1])
  assert.match(
    message,
    /^amount: 사전등록된 결제금액과 다릅니다\(등록 1000, 요청 999 KRW\)\..* \/ is not the prepared amount/,
  )
  assert.equal(api.commits(), commits, 'nothing was written')
  assert.equal((await api.issue({ merchant_uid: 'bound', amount: 1000 })).payment.amount, 1000)
  await prepared('PUT', { merchant_uid: 'bound', amount: 10.5 })
  assert.equal((await refusalOf(api, cvs({ amount: 1000 })))[1], 1)
  const dollars = await api.issue({ merchant_uid: 'bound', amount: 10.5, channel_key: CHANNEL_KEYS.dollars })
  assert.equal(dollars.payment.amount, 10.5)
})

test('200 with code 1 when the prepared currency is another one, though the figure is the same', async () => {
  await prepared('POST', { merchant_uid: 'currency', amount: 1000, currency: 'KRW' })
  const payload = { merchant_uid: 'currency', amount: 1000, channel_key: CHANNEL_KEYS.dollars }
  const [status, code, message] = await refusalOf(api, { method: 'POST', url: '/cvs', payload })
  assert.deepEqual([status, code], [200, 1])
  assert.match(message, /등록 1000 KRW, 요청 1000 USD/)
  assert.equal((await api.issue({ ...payload, channel_key: CHANNEL_KEYS.first })).code, 0)
})

test('200 when a neighbour prepared the same order number: each its own', async () => {
  const headers = await authorizationOfOther(api)
  await prepared('POST', { merchant_uid: 'both', amount: 1000 })
  const theirs = { ...asking('POST', { merchant_uid: 'both', amount: 7 }), headers }
  assert.equal((await answerOf(api, theirs, PreparedAnswer)).amount, 7)
  assert.equal((await look('both')).amount, 1000)
  assert.equal((await api.issue({ merchant_uid: 'both', amount: 1000 })).code, 0)
})

test('404 when nothing was prepared, or it was by another merchant', async () => {
  for (const path of ['nothing', 'x'.repeat(41), '%ED%95%9C', 'a%2Fb', '__proto__']) {
    assert.deepEqual(await refusalOf(api, `/payments/prepare/${path}`), UNKNOWN, path)
  }
  assert.deepEqual(await refusalOf(api, asking('PUT', { merchant_uid: 'nothing', amount: 1000 })), UNKNOWN)
  await prepared('POST', { merchant_uid: 'mine', amount: 1000 })
  const headers = await authorizationOfOther(api)
  assert.deepEqual(await refusalOf(api, { url: '/payments/prepare/mine', headers }), UNKNOWN)
  assert.deepEqual(await refusalOf(api, { ...asking('PUT', { merchant_uid: 'mine', amount: 5 }), headers }), UNKNOWN)
  assert.equal((await look('mine')).amount, 1000)
})

test('400 when a parameter is missing or none: the first of them by its name', async () => {
  for (const [payload, words] of [
    [{}, /^merchant_uid: /],
    [{ merchant_uid: '', amount: 1 }, /^merchant_uid: /],
    [{ merchant_uid: ['a'], amount: 1 }, /^merchant_uid: .*a list/],
    [{ merchant_uid: '가'.repeat(41), amount: 1 }, /^merchant_uid: 41자입니다\. 최대 40자/],
    [{ merchant_uid: 'a\u0000', amount: 1 }, /^merchant_uid: /],
    [{ merchant_uid: 'a' }, /^amount: .*is required/],
    [{ merchant_uid: 'a', amount: 0 }, /^amount: .*more than 0/],
    [{ merchant_uid: 'a', amount: '1,000' }, /^amount: /],
    [{ merchant_uid: 'a', amount: true }, /^amount: /],
    [{ merchant_uid: 'a', amount: 1.005 }, /^amount: 금액은 소수점 아래 2자리까지/],
    [{ merchant_uid: 'a', amount: 1.5, currency: 'KRW' }, /^amount: KRW 금액은 소수점 아래 0자리까지/],
    [{ merchant_uid: 'a', amount: 1e15, currency: 'KRW' }, /^amount: .*too large/],
    [{ merchant_uid: 'a', amount: 1, currency: 'JPY' }, /^currency: .*KRW, USD, EUR.*"JPY"/],
    [{ merchant_uid: 'a', amount: 1, currency: '' }, /^currency: /],
    [{ merchant_uid: 'a', amount: 1, currency: ['KRW'] }, /^currency: .*a list/],
  ] as const) {
    for (const method of ['POST', 'PUT'] as const) {
      const [status, code, message] = await refusalOf(api, asking(method, payload))
      assert.deepEqual([status, code], [400, -1], JSON.stringify(payload))
      assert.match(message, words)
    }
  }
})

test('401 when there is no token of this server', async () => {
  await assertNeedsToken(api, asking('POST', {}))
  await assertNeedsToken(api, asking('PUT', {}))
  await assertNeedsToken(api, '/payments/prepare/nothing')
})

test('405 when asked by another method', async () => {
  await assertTakesOnly(api, '/payments/prepare', ['POST', 'PUT'])
  await assertTakesOnly(api, '/payments/prepare/a', ['GET'])
})

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer('POST /payments/prepare', 'PUT /payments/prepare', 'GET /payments/prepare/{merchant_uid}'))
