import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, openApi } from '../../test/compat/api-under-test.ts'
import type { PaymentAnswer } from '../wire/payment-answer.ts'
import { FoundPayments } from '../wire/payment-search.ts'
import {
  answerOf,
  assertNeedsToken,
  assertSawEveryAnswer,
  assertTakesOnly,
  authorizationOfOther,
  refusalOf,
} from './test-answers.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const search = (query: string): string => `/api/payments?${query}`

async function found(query: string): Promise<readonly string[]> {
  const { payments } = await answerOf(api, search(query), FoundPayments)
  return payments.map(({ imp_uid }) => imp_uid)
}

async function look(impUid: string): Promise<PaymentAnswer> {
  return (await api.ask({ method: 'GET', url: `/payments/${impUid}` })).payment
}

/** A payment that was collected, as its merchant sees it afterwards. */
async function paid(merchant_uid: string): Promise<PaymentAnswer> {
  const { payment } = await api.issue({ merchant_uid })
  await api.collect(payment.barcode, 1000)
  return look(payment.imp_uid)
}

test('200 by number, as it is printed, typed in groups or with hyphens, with the customer’s fields', async () => {
  const { payment } = await api.issue({ merchant_uid: 'by-number', buyer_name: '홍길동' })
  const { barcode, imp_uid } = payment
  const groups = barcode.match(/.{1,4}/g) ?? []
  for (const typed of [
    barcode,
    groups.join('%20'),
    groups.join('-'),
    groups.join('+'),
    ` ${barcode} `.replaceAll(' ', '%20'),
  ])
    assert.deepEqual(await found(`number=${typed}`), [imp_uid], typed)
  const { payments, next } = await answerOf(api, search(`number=${barcode}`), FoundPayments)
  assert.deepEqual([payments, next], [[await look(imp_uid)], null])
  assert.equal(payments[0]?.buyer_name, '홍길동')
})

test('200 by a number of the merchant’s own, with its hyphens and without', async () => {
  const { payment } = await api.issue({ merchant_uid: 'own', barcode: 'SHOP-0001' })
  assert.equal(payment.barcode, 'SHOP-0001')
  assert.deepEqual(await found('number=SHOP-0001'), [payment.imp_uid])
  assert.deepEqual(await found('number=shop-0001'), [payment.imp_uid])
  assert.deepEqual(await found('number=SHOP0001'), [])
})

test('200 by what names an attempt: approval number, pg_tid, attempt_id, also after it was undone', async () => {
  const payment = await paid('by-attempt')
  const { events } = JSON.parse((await api.ask({ method: 'GET', url: '/api/events?limit=1000' })).text).response
  const { attempt_id } = events.at(-1).data
  const names = [payment.cvs.approval_no, payment.pg_tid, attempt_id]
  for (const name of names) assert.deepEqual(await found(`attempt=${name}`), [payment.imp_uid], name)
  await api.reverse()
  for (const name of names) assert.deepEqual(await found(`attempt=${name}`), [payment.imp_uid], name)
})

test('200 by outlet, newest issue first, a page at a time', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  const impUids: string[] = []
  for (let count = 0; count < 7; count += 1) {
    const { payment } = await own.issue()
    impUids.unshift(payment.imp_uid)
    await own.collect(payment.barcode, 1000)
    await own.issue()
  }
  const read: string[] = []
  for (let after = ''; ; ) {
    const page = await answerOf(own, search(`outlet=HB001&limit=3${after}`), FoundPayments)
    read.push(...page.payments.map(({ imp_uid }) => imp_uid))
    if (page.next === null) break
    after = `&after=${page.next}`
  }
  assert.deepEqual(read, impUids)
  assert.deepEqual((await answerOf(own, search('outlet=HB002'), FoundPayments)).payments, [])
})

test('200 from and to are of the moment a payment came to its status, both included', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  const { payment } = await own.issue()
  await own.storage.clock.advance(3_600_000)
  await own.collect(payment.barcode, 1000)
  const { payment: paid } = await own.ask({ method: 'GET', url: `/payments/${payment.imp_uid}` })
  const count = async (query: string) => (await answerOf(own, search(query), FoundPayments)).payments.length
  for (const by of ['outlet=HB001', `number=${payment.barcode}`, `attempt=${paid.cvs.approval_no}`]) {
    assert.equal(await count(`${by}&from=${paid.paid_at}&to=${paid.paid_at}`), 1, by)
    assert.equal(await count(`${by}&from=${paid.paid_at + 1}`), 0, by)
    assert.equal(await count(`${by}&from=${paid.started_at}&to=${paid.paid_at - 1}`), 0, by)
  }
})

test('200 a number and an attempt are found however old, an outlet alone within 90 days', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  const { payment } = await own.issue()
  await own.collect(payment.barcode, 1000)
  const { payment: paid } = await own.ask({ method: 'GET', url: `/payments/${payment.imp_uid}` })
  await own.storage.clock.advance(91 * 86_400_000)
  const count = async (query: string) => (await answerOf(own, search(query), FoundPayments)).payments.length
  assert.equal(await count(`number=${payment.barcode}`), 1)
  assert.equal(await count(`attempt=${paid.pg_tid}`), 1)
  assert.equal(await count('outlet=HB001'), 0)
  assert.equal(await count(`outlet=HB001&to=${paid.paid_at}`), 1)
})

test('200 all that is named must hold', async () => {
  const [one, two] = [await paid('both-1'), await paid('both-2')]
  assert.deepEqual(await found(`number=${one.barcode}&attempt=${one.pg_tid}&outlet=HB001`), [one.imp_uid])
  assert.deepEqual(await found(`number=${one.barcode}&attempt=${two.pg_tid}`), [])
  assert.deepEqual(await found(`number=${one.barcode}&outlet=HB002`), [])
})

test('200 what another merchant has is found no more than what nobody has, byte for byte', async () => {
  const payment = await paid('ours')
  const headers = await authorizationOfOther(api)
  const bytes = async (query: string): Promise<string> =>
    (await api.ask({ method: 'GET', url: search(query), headers })).text
  const none = await bytes('number=99999999999999999999')
  assert.equal(none, '{"code":0,"message":null,"response":{"payments":[],"next":null}}')
  const ours = [`number=${payment.barcode}`, `attempt=${payment.pg_tid}`, `attempt=${payment.cvs.approval_no}`]
  for (const query of [...ours, 'outlet=HB001', 'attempt=att_unknown', 'outlet=X'])
    assert.equal(await bytes(query), none)
  const notTheirs = await refusalOf(api, {
    method: 'GET',
    url: search(`outlet=HB001&after=${payment.imp_uid}`),
    headers,
  })
  const nobodys = await refusalOf(api, { method: 'GET', url: search('outlet=HB001&after=imp_999999999999'), headers })
  assert.deepEqual(notTheirs, nobodys)
})

test('400 when nothing is named to look for', async () => {
  for (const query of ['', 'limit=5', 'from=0']) {
    const [status, code, message] = await refusalOf(api, search(query))
    assert.deepEqual([status, code], [400, -1])
    assert.match(message, /number.*attempt.*outlet.* \/ Name at least one of number, attempt .* and outlet\.$/)
  }
})

test('400 when a parameter cannot be read, or is not known', async () => {
  for (const [query, begins] of [
    ['number=1', 'number: '],
    ['number=', 'number: '],
    ['attempt=1234', 'attempt: '],
    ['attempt=dlv_1', 'attempt: '],
    ['outlet=HB%20001', 'outlet: '],
    ['outlet=', 'outlet: '],
    ['outlet=HB001&limit=101', 'limit: '],
    ['outlet=HB001&after=x', 'after: '],
    ['outlet=HB001&from=yesterday', 'from: '],
    ['outlet=HB001&till=1', 'till: '],
  ] as const) {
    const [status, code, message] = await refusalOf(api, search(query))
    assert.deepEqual([status, code, message.slice(0, begins.length)], [400, -1, begins], query)
  }
})

test('400 when the time ends before it begins, or is longer than 90 days with an outlet alone', async () => {
  const now = Math.floor(api.gateway.now() / 1000)
  const [, , backwards] = await refusalOf(api, search(`outlet=HB001&from=${now}&to=${now - 1}`))
  assert.match(backwards, /^from: .*늦습니다.* \/ is later than the end/)
  const days = (count: number) => `from=${now - count * 86_400}&to=${now}`
  const [, , long] = await refusalOf(api, search(`outlet=HB001&from=${now - 90 * 86_400 - 1}&to=${now}`))
  assert.match(long, /^from: .*최대 90일.* \/ .*at most 90 days/)
  await answerOf(api, search(`outlet=HB001&${days(90)}`), FoundPayments)
  await answerOf(api, search(`outlet=HB001&attempt=00000001&${days(900)}`), FoundPayments)
})

test('400 when `after` is no place in this search', async () => {
  const [one, two] = [await paid('place-1'), await paid('place-2')]
  const [status, , message] = await refusalOf(api, search(`number=${one.barcode}&after=${two.imp_uid}`))
  assert.equal(status, 400)
  assert.match(message, /^after: 이 검색의 위치가 아닙니다.* \/ is no place in this search/)
  assert.equal((await refusalOf(api, search('outlet=HB001&after=imp_999999999999')))[0], 400)
  assert.deepEqual(await found(`number=${one.barcode}&after=${one.imp_uid}`), [])
})

test('401 without a token, 405 for every other method', async () => {
  await assertNeedsToken(api, search('outlet=HB001'))
  await assertTakesOnly(api, '/api/payments', ['GET'])
})

test('everything that is theirs to answer was answered above', () => assertSawEveryAnswer('GET /api/payments'))
