/** GET /payments/status/{all|ready|paid|cancelled|failed} */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { PaymentPage } from '../wire/payment-lists.ts'
import {
  answerOf,
  assertNeedsToken,
  assertSawEveryAnswer,
  assertTakesOnly,
  authorizationOfOther,
  refusalOf,
} from './test-answers.ts'

const DAY_S = 86_400
const STATUSES = ['ready', 'paid', 'cancelled', 'failed'] as const

let api: ApiUnderTest
/** Issued ten seconds apart in this order, each brought to its status ten seconds before the next. */
let ids: Readonly<Record<'failed' | 'cancelled' | 'paid' | 'ready', string>>
/** When the first was issued. */
let begin: number
const nowSeconds = () => Math.floor(api.storage.clock.now() / 1000)

before(async () => {
  api = await openApi()
  begin = nowSeconds()
  const failed = await issue({ expired_at: begin + 75 })
  const cancelled = await issue()
  await api.ask({ method: 'DELETE', url: `/cvs/${cancelled.imp_uid}` })
  await api.storage.clock.advance(10_000)
  const paid = await issue()
  await api.collect(paid.barcode, 1000)
  await api.storage.clock.advance(10_000)
  const ready = await issue()
  await api.storage.clock.advance(60_000)
  ids = { failed: failed.imp_uid, cancelled: cancelled.imp_uid, paid: paid.imp_uid, ready: ready.imp_uid }
})
after(() => api.close())

async function issue(body: Record<string, unknown> = {}) {
  const { payment } = await api.issue(body)
  await api.storage.clock.advance(10_000)
  return payment
}

const search = async (path: string) => {
  const page = await answerOf(api, `/payments/status/${path}`, PaymentPage)
  return { ...page, list: page.list.map(({ imp_uid }) => imp_uid) }
}

test('200 when a status is searched: those that have it now, expired ones too that nobody has swept', async () => {
  for (const status of STATUSES) {
    const page = await answerOf(api, `/payments/status/${status}`, PaymentPage)
    const found = page.list.map((payment) => [payment.imp_uid, payment.status])
    assert.deepEqual([page.total, found], [1, [[ids[status], status]]])
  }
})

test('200 when all are searched: as many as of the four statuses together, newest first', async () => {
  const newestFirst = [ids.ready, ids.paid, ids.cancelled, ids.failed]
  for (const path of ['all', 'undefined', '', 'all/', 'all?sorting=', 'all?from=&to=&page=&limit=']) {
    assert.deepEqual(await search(path), { total: 4, previous: 0, next: 0, list: newestFirst }, path)
  }
})

test('200 when it is sorted: by start, by payment with the unpaid behind, by last change, either way', async () => {
  const { ready, paid, cancelled, failed } = ids
  const descending = {
    started: [ready, paid, cancelled, failed],
    paid: [paid, ready, cancelled, failed],
    updated: [ready, paid, cancelled, failed],
  }
  for (const [sorting, expected] of Object.entries(descending)) {
    assert.deepEqual((await search(`all?sorting=-${sorting}`)).list, expected, sorting)
    assert.deepEqual((await search(`all?sorting=${sorting}`)).list, expected.toReversed(), sorting)
  }
})

test('200 when a period is given: both seconds included, of the time that belongs to the status', async () => {
  const times: Readonly<Record<(typeof STATUSES)[number], 'started_at' | 'paid_at' | 'cancelled_at' | 'failed_at'>> = {
    ready: 'started_at',
    paid: 'paid_at',
    cancelled: 'cancelled_at',
    failed: 'failed_at',
  }
  for (const status of STATUSES) {
    const { payment } = await api.ask({ url: `/payments/${ids[status]}` })
    const at = payment[times[status]]
    for (const path of [status, 'all']) {
      for (const [query, expected] of [
        [`from=${at}&to=${at}`, [ids[status]]],
        [`from=${at - 1}&to=${at - 1}`, []],
        [`from=${at + 1}&to=${at + 1}`, []],
      ] as const) {
        assert.deepEqual((await search(`${path}?${query}`)).list, expected, `${path}?${query}`)
      }
    }
  }
  assert.equal((await search(`failed?from=${begin}&to=${begin + 74}`)).total, 0, 'a deadline later than the period')
})

test('200 when only one end of a period is given: until now, or from 90 days before', async () => {
  assert.equal((await search(`all?from=${begin}`)).total, 4)
  assert.equal((await search(`all?to=${begin + 5}`)).total, 0, 'none had come to its status by then')
  assert.equal((await search(`ready?to=${begin + 90 * DAY_S}`)).total, 1)
  assert.equal((await search('all?from=undefined&to=undefined')).total, 4)
  assert.equal((await search(`all?from=${nowSeconds()}&to=${nowSeconds() + 90 * DAY_S}`)).total, 0)
})

test('200 when it goes over pages, and when the first page is empty', async () => {
  assert.deepEqual(await search('all?limit=3'), {
    total: 4,
    previous: 0,
    next: 2,
    list: (await search('all')).list.slice(0, 3),
  })
  assert.deepEqual(await search('all?limit=3&page=2'), { total: 4, previous: 1, next: 0, list: [ids.failed] })
  assert.deepEqual(await search('all?limit=3&page=2&sorting=started'), {
    total: 4,
    previous: 1,
    next: 0,
    list: [ids.ready],
  })
  assert.deepEqual(await search('paid?from=0&to=1'), { total: 0, previous: 0, next: 0, list: [] })
  assert.equal((await search('all?limit=1000')).list.length, 4)
})

test('200 when another merchant searches: nothing of this one, not even in the total', async () => {
  const headers = await authorizationOfOther(api)
  for (const path of [...STATUSES, 'all']) {
    const page = await answerOf(api, { url: `/payments/status/${path}`, headers }, PaymentPage)
    assert.deepEqual(page, { total: 0, previous: 0, next: 0, list: [] })
  }
})

test('200 when nothing is said of a limit: twenty of a page, test channels and the customer’s fields among them', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  for (let i = 0; i < 21; i += 1) {
    await own.issue({ channel_key: CHANNEL_KEYS.test, buyer_name: `홍길동 ${i}` })
  }
  const page = await answerOf(own, '/payments/status/ready', PaymentPage)
  assert.deepEqual([page.total, page.next, page.list.length], [21, 2, 20])
  const names = page.list.map(({ buyer_name }) => buyer_name)
  assert.deepEqual(
    names,
    Array.from({ length: 20 }, (_, i) => `홍길동 ${20 - i}`),
  )
  const key = await own.tokenOf(KEYS.shop)
  assert.equal(
    (await own.app.inject({ url: '/payments/status/ready?page=2', headers: { authorization: key } })).statusCode,
    200,
  )
})

test('400 when the status is none of V1’s: its own sentence', async () => {
  for (const status of ['waiting', 'ALL', 'ready%2Fpaid', '%ED%95%9C', 'toString', '__proto__']) {
    assert.deepEqual(
      await refusalOf(api, `/payments/status/${status}`),
      [400, -1, '지원되지 않는 상태값입니다.'],
      status,
    )
  }
})

test('400 when the sorting is none of V1’s: its own sentence', async () => {
  for (const query of ['sorting=newest', 'sorting=paid&sorting=paid', 'sorting[a]=paid']) {
    const refused = await refusalOf(api, `/payments/status/all?${query}`)
    assert.deepEqual(refused, [400, -1, '지원되지 않는 정렬규칙입니다.'], query)
  }
})

test('400 when the period is longer than 90 days: its own sentence', async () => {
  const to = nowSeconds()
  assert.equal((await search(`all?from=${to - 90 * DAY_S}&to=${to}`)).total, 4)
  for (const query of [`from=${to - 90 * DAY_S - 1}&to=${to}`, 'from=0', `from=${to}&to=4102444800`]) {
    const refused = await refusalOf(api, `/payments/status/all?${query}`)
    assert.deepEqual(refused, [400, -1, '최대 90일간 검색이 가능합니다'], query)
  }
})

test('400 when the period cannot be: its own sentence', async () => {
  const to = nowSeconds()
  for (const query of [
    `from=${to}&to=${to - 1}`,
    `from=${to + 1000}`,
    'from=yesterday',
    'to=2026-01-01',
    `from=${to * 1000}`,
    'from=-1',
    'from=1e9',
    `to=${to}&to=${to}`,
    'from[]=1',
  ]) {
    const refused = await refusalOf(api, `/payments/status/all?${query}`)
    assert.deepEqual(refused, [400, -1, '유효하지 않은 검색기간입니다.'], query)
  }
})

test('400 when the page lies past the end, or page or limit could never be', async () => {
  for (const [query, words] of [
    [
      'page=2',
      /^page: 2번째 페이지는 없습니다\. 마지막 페이지는 1입니다\. \/ there is no page 2\. The last one is 1\.$/,
    ],
    ['limit=3&page=3', /마지막 페이지는 2입니다/],
    ['page=1000000000&limit=1000', /^page: 1000000000번째 페이지는 없습니다/],
    ['page=1000000001', /^page: 1 이상의 정수/],
    ['page=0', /^page: /],
    ['limit=0', /^limit: /],
    ['limit=1001', /^limit: /],
    ['limit=20&limit=20', /^limit: /],
  ] as const) {
    const [status, code, message] = await refusalOf(api, `/payments/status/all?${query}`)
    assert.deepEqual([status, code], [400, -1], query)
    assert.match(message, words)
  }
  const [status] = await refusalOf(api, '/payments/status/paid?from=0&to=1&page=2')
  assert.equal(status, 400, 'also where there is nothing at all')
})

test('401 when there is no token of this server', () => assertNeedsToken(api, '/payments/status/waiting?page=0'))

test('405 when asked by another method', async () => {
  for (const path of ['', '/all']) await assertTakesOnly(api, `/payments/status${path}`, ['GET'])
})

test('400 when an address without a status asks wrongly: as with one', async () => {
  for (const query of ['?sorting=-price', '?page=0', '?from=2&to=1', '?from=0', '/?limit=1001']) {
    const refused = await refusalOf(api, `/payments/status${query}`)
    assert.equal(refused[0], 400, query)
    assert.deepEqual(refused, await refusalOf(api, `/payments/status/all${query.replace('/', '')}`), query)
  }
})

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer('GET /payments/status', 'GET /payments/status/{payment_status}'))
