/** GET /payments?imp_uid[]=…&merchant_uid[]=… */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { NamedPayments } from '../wire/payment-lists.ts'
import {
  answerOf,
  assertNeedsToken,
  assertSawEveryAnswer,
  assertTakesOnly,
  authorizationOfOther,
  PAYMENT_UNKNOWN,
  refusalOf,
} from './test-answers.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const named = (query: string, status = 200) => answerOf(api, `/payments?${query}`, NamedPayments, status)
const idsOf = (payments: readonly { readonly imp_uid: string }[]) => payments.map(({ imp_uid }) => imp_uid)

test('200 when all are found, in the order asked, whichever way the client writes a list', async () => {
  const [a, b] = [await api.issue(), await api.issue()].map(({ payment }) => payment.imp_uid)
  for (const query of [
    `imp_uid[]=${a}&imp_uid[]=${b}`,
    `imp_uid%5B%5D=${a}&imp_uid%5B%5D=${b}`,
    `imp_uid%5b%5d=${a}&imp_uid%5b%5d=${b}`,
    `imp_uid[0]=${a}&imp_uid[1]=${b}`,
    `imp_uid%5B0%5D=${a}&imp_uid%5B1%5D=${b}`,
    `imp_uid[1]=${b}&imp_uid[0]=${a}`,
    `imp_uid[0]=${a}&imp_uid[4]=${b}`,
    `imp_uid=${a}&imp_uid=${b}`,
  ]) {
    assert.deepEqual(idsOf(await named(query)), [a, b], query)
  }
  assert.deepEqual(idsOf(await named(`imp_uid=${a}`)), [a])
  const withSlash = await answerOf(api, `/payments/?imp_uid%5B0%5D=${a}&imp_uid%5B1%5D=${b}`, NamedPayments)
  assert.deepEqual(idsOf(withSlash), [a, b])
})

test('200 when ids and orders are mixed: ids first, each payment once', async () => {
  const { payment: a } = await api.issue({ merchant_uid: '주문 a+b&c' })
  const { payment: b } = await api.issue()
  const order = new URLSearchParams({ 'merchant_uid[]': a.merchant_uid })
  assert.deepEqual(await named(`${order}&imp_uid[]=${b.imp_uid}`), [b, a])
  assert.deepEqual(await named(`${order}&imp_uid[]=${a.imp_uid}&imp_uid[]=${a.imp_uid}&${order}`), [a])
})

test('200 when an order is named: its payment issued last, as find answers it', async () => {
  await api.issue({ merchant_uid: 'twice' })
  await api.storage.clock.advance(1000)
  const { payment: second } = await api.issue({ merchant_uid: 'twice' })
  assert.deepEqual(await named('merchant_uid[]=twice'), [second])
  assert.deepEqual((await api.ask({ url: '/payments/find/twice' })).payment, second)
})

test('200 when a payment is past its end: as failed, whether or not a sweep has been by', async () => {
  const expired_at = Math.floor(api.storage.clock.now() / 1000) + 60
  const { payment } = await api.issue({ expired_at })
  await api.storage.clock.advance(61_000)
  const [found] = await named(`imp_uid[]=${payment.imp_uid}`)
  assert.deepEqual([found?.status, found?.failed_at], ['failed', expired_at])
})

test('200 when a payment is of a test channel: include_sandbox is for single payments alone', async () => {
  const { payment } = await api.issue({ channel_key: CHANNEL_KEYS.test })
  assert.equal((await named(`imp_uid[]=${payment.imp_uid}`))[0]?.sandbox, true)
})

test('200 when as many are named as may be, and 400 when one more is, ids and orders counted together', async () => {
  const issued = await Promise.all(Array.from({ length: 60 }, () => api.issue()))
  const ids = issued.map(({ payment }) => `imp_uid[]=${payment.imp_uid}`)
  const orders = issued.slice(0, 40).map(({ payment }) => `merchant_uid[]=${payment.merchant_uid}`)
  assert.equal((await named([...ids, ...orders].join('&'))).length, 60)
  const [status, code, message] = await refusalOf(
    api,
    `/payments?${[...ids, ...orders, 'imp_uid[]=one-more'].join('&')}`,
  )
  assert.deepEqual([status, code], [400, -1])
  assert.match(message, /최대 100개인데 101개가 왔습니다/)
  const [longer] = await refusalOf(
    api,
    `/payments?${Array.from({ length: 101 }, (_, i) => `imp_uid[]=${i}`).join('&')}`,
  )
  assert.equal(longer, 400)
})

test('207 when some are missing: the others, and code 0', async () => {
  const { payment } = await api.issue()
  for (const missing of [
    'imp_uid[]=imp_999999999999',
    'imp_uid[]=nonsense',
    'merchant_uid[]=nothing',
    `merchant_uid[]=${'가'.repeat(41)}`,
    'merchant_uid[]=%00',
  ]) {
    assert.deepEqual(await named(`imp_uid[]=${payment.imp_uid}&${missing}`, 207), [payment], missing)
  }
})

test('404 when none is found', async () => {
  for (const query of ['imp_uid[]=imp_999999999999', 'merchant_uid[]=nothing&imp_uid[]=x', 'merchant_uid=a%2Fb']) {
    assert.deepEqual(await refusalOf(api, `/payments?${query}`), PAYMENT_UNKNOWN, query)
  }
})

test('404 when all are another merchant’s, and 207 when some are: as if they never were', async () => {
  const headers = await authorizationOfOther(api)
  const theirs = await api.ask({ method: 'POST', url: '/cvs', payload: { merchant_uid: 'theirs', amount: 1 }, headers })
  const { payment } = await api.issue()
  const foreign = [`imp_uid[]=${theirs.payment.imp_uid}`, 'merchant_uid[]=theirs']
  for (const query of foreign) {
    assert.deepEqual(await refusalOf(api, `/payments?${query}`), PAYMENT_UNKNOWN)
    assert.deepEqual(await named(`imp_uid[]=${payment.imp_uid}&${query}`, 207), [payment])
  }
})

test('400 when nobody is named', async () => {
  for (const query of ['', '?imp_uid[]=', '?imp_uid=&merchant_uid[]=', '?page=1', '?IMP_UID[]=x']) {
    const [status, code, message] = await refusalOf(api, `/payments${query}`)
    assert.deepEqual([status, code], [400, -1], query)
    assert.match(message, /imp_uid\[\] 또는 merchant_uid\[\]/)
  }
})

test('400 when a list is nested, is a value and a list at once, or cannot be read', async () => {
  for (const [query, words] of [
    ['imp_uid[a]=x', /^imp_uid: .*must be one value or a list/],
    ['merchant_uid[0][1]=x', /^merchant_uid: .*must be one value or a list/],
    ['imp_uid=a&imp_uid[]=b', /^imp_uid\[\]: .*both as a value and as a list/],
    ['imp_uid[]=%zz', /The query of the address \(imp_uid\[\]\) has a %/],
    ['imp_uid[]=%ed%a0%80', /is not UTF-8/],
    ['__proto__[imp_uid]=x', /^__proto__: /],
    ['imp_uid[__proto__]=x', /^imp_uid: /],
    ['constructor[prototype][a]=x', /^constructor: /],
    [`imp_uid${'[]'.repeat(9)}=x`, /nested too deeply/],
    [Array.from({ length: 1001 }, () => 'a=1').join('&'), /at most 1000/],
  ] as const) {
    const [status, code, message] = await refusalOf(api, `/payments?${query}`)
    assert.deepEqual([status, code], [400, -1], query)
    assert.match(message, words)
  }
})

test('401 when there is no token of this server, before anything is said of the list', () =>
  assertNeedsToken(api, '/payments?imp_uid[a]=x'))

test('405 when asked by another method', () => assertTakesOnly(api, '/payments', ['GET']))

test('everything that is theirs to answer was answered above', () => assertSawEveryAnswer('GET /payments'))
