/** GET /payments/findAll/{merchant_uid}[/{payment_status}] */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, openApi } from '../../test/compat/api-under-test.ts'
import { PaymentPage } from '../wire/payment-lists.ts'
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
/** Of one order, issued a second apart: revoked, paid with its sibling ended by that, expired. */
let order: Readonly<Record<'revoked' | 'ended' | 'paid', string>>
before(async () => {
  api = await openApi()
  const issue = async () => {
    await api.storage.clock.advance(1000)
    return (await api.issue({ merchant_uid: 'several' })).payment
  }
  const revoked = await issue()
  await api.ask({ method: 'DELETE', url: `/cvs/${revoked.imp_uid}` })
  const ended = await issue()
  const paid = await issue()
  await api.storage.clock.advance(1000)
  await api.collect(paid.barcode, 1000)
  order = { revoked: revoked.imp_uid, ended: ended.imp_uid, paid: paid.imp_uid }
})
after(() => api.close())

const list = async (path: string) => {
  const page = await answerOf(api, `/payments/findAll/${path}`, PaymentPage)
  return { ...page, list: page.list.map(({ imp_uid }) => imp_uid) }
}

test('200 when the order exists: all its payments, newest first, in the order asked, of the status asked', async () => {
  const { revoked, ended, paid } = order
  for (const [path, expected] of [
    ['several', [paid, ended, revoked]],
    ['several/', [paid, ended, revoked]],
    ['several?sorting=-started', [paid, ended, revoked]],
    ['several?sorting=started', [revoked, ended, paid]],
    ['several?sorting=-paid', [paid, ended, revoked]],
    ['several?sorting=paid', [revoked, ended, paid]],
    ['several?sorting=-updated', [paid, ended, revoked]],
    ['several?sorting=updated', [revoked, ended, paid]],
    ['several/all', [paid, ended, revoked]],
    ['several/undefined', [paid, ended, revoked]],
    ['several/cancelled', [ended, revoked]],
    ['several/cancelled/?sorting=started', [revoked, ended]],
    ['several/paid', [paid]],
    ['several/failed', []],
  ] as const) {
    assert.deepEqual(await list(path), { total: expected.length, previous: 0, next: 0, list: expected }, path)
  }
})

test('200 when it goes over pages: 0 stands where there is none before or behind', async () => {
  const { revoked, ended, paid } = order
  assert.deepEqual(await list('several?limit=1'), { total: 3, previous: 0, next: 2, list: [paid] })
  assert.deepEqual(await list('several?limit=1&page=2'), { total: 3, previous: 1, next: 3, list: [ended] })
  assert.deepEqual(await list('several?limit=1&page=3'), { total: 3, previous: 2, next: 0, list: [revoked] })
  assert.deepEqual(await list('several?limit=2&page=2'), { total: 3, previous: 1, next: 0, list: [revoked] })
})

test('200 when the first page looks for a status that no payment of the order has', async () => {
  assert.deepEqual(await list('several/ready'), { total: 0, previous: 0, next: 0, list: [] })
})

test('200 when the order number is encoded in any of the ways clients do', async () => {
  const orderId = '주문 #1/2 50%+α?'
  const { payment } = await api.issue({ merchant_uid: orderId })
  const percent = encodeURIComponent(orderId)
  for (const path of [percent, percent.toLowerCase(), percent.replaceAll('%20', '+')]) {
    assert.deepEqual((await list(path)).list, [payment.imp_uid], path)
    assert.deepEqual((await list(`${path}/ready`)).list, [payment.imp_uid], path)
  }
  for (const letter of ['한', '👍']) {
    const longest = (await api.issue({ merchant_uid: letter.repeat(40) })).payment
    assert.deepEqual((await list(encodeURIComponent(letter.repeat(40)))).list, [longest.imp_uid])
  }
})

test('404 when the merchant has no such order', async () => {
  for (const path of ['nothing', 'nothing/paid', 'x'.repeat(41), '%F0%9F%91%8D'.repeat(41), 'a%00b']) {
    assert.deepEqual(await refusalOf(api, `/payments/findAll/${path}`), PAYMENT_UNKNOWN, path)
  }
})

test('404 when the order is another merchant’s', async () => {
  const headers = await authorizationOfOther(api)
  assert.deepEqual(await refusalOf(api, { url: '/payments/findAll/several', headers }), PAYMENT_UNKNOWN)
})

test('400 when no order is named', async () => {
  for (const url of ['/payments/findAll', '/payments/findAll/', '/payments/findAll?page=2']) {
    const [status, code, message] = await refusalOf(api, url)
    assert.deepEqual([status, code], [400, -1], url)
    assert.match(message, /^merchant_uid: /)
  }
})

test('400 when status or sorting are none of V1’s: its own sentences', async () => {
  for (const path of ['several/waiting', 'several/Paid', 'several/ready%20', 'several/__proto__']) {
    assert.deepEqual(await refusalOf(api, `/payments/findAll/${path}`), [400, -1, '지원되지 않는 상태값입니다.'], path)
  }
  for (const query of ['sorting=-price', 'sorting=started&sorting=paid', 'sorting[]=paid', 'sorting=constructor']) {
    const refused = await refusalOf(api, `/payments/findAll/several?${query}`)
    assert.deepEqual(refused, [400, -1, '지원되지 않는 정렬규칙입니다.'], query)
  }
})

test('400 when page or limit are no numbers that could be, or the page lies past the end', async () => {
  for (const [query, words] of [
    ['page=0', /^page: /],
    ['page=-1', /^page: /],
    ['page=1.5', /^page: /],
    ['page=0x1', /^page: /],
    ['page=1&page=2', /^page: /],
    ['page[]=1', /^page: /],
    ['page=99999999999999999999', /^page: /],
    ['limit=0', /^limit: .*1 이상 1000 이하/],
    ['limit=1001', /^limit: /],
    ['limit=all', /^limit: /],
    ['page=2', /^page: 2번째 페이지는 없습니다\. 마지막 페이지는 1입니다\./],
    ['limit=2&page=3', /^page: 3번째 페이지는 없습니다\. 마지막 페이지는 2입니다\./],
  ] as const) {
    const [status, code, message] = await refusalOf(api, `/payments/findAll/several?${query}`)
    assert.deepEqual([status, code], [400, -1], query)
    assert.match(message, words)
  }
})

test('401 when there is no token of this server', () => assertNeedsToken(api, '/payments/findAll/several/waiting'))

test('405 when asked by another method', async () => {
  for (const path of ['', '/several', '/several/paid']) await assertTakesOnly(api, `/payments/findAll${path}`, ['GET'])
})

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer(
    'GET /payments/findAll',
    'GET /payments/findAll/{merchant_uid}',
    'GET /payments/findAll/{merchant_uid}/{payment_status}',
  ))
