import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, openApi, SHOP } from '../../test/compat/api-under-test.ts'
import type { AskMerchant, ReceiptIssuer } from '../gateway/ports.ts'
import { EventPage, type FeedEvent } from '../wire/event-feed.ts'
import {
  answerOf,
  assertNeedsToken,
  assertSawEveryAnswer,
  assertTakesOnly,
  authorizationOfOther,
  refusalOf,
} from './test-answers.ts'
import { deliveriesOf } from './test-notices.ts'

let word: 'payable' | 'refused' = 'payable'
const askMerchant: AskMerchant = async () => ({
  verdict: word === 'payable' ? { kind: 'payable' } : { kind: 'refused', reason: '품절' },
  latencyMs: 1,
  detail: '',
})

const issuer: ReceiptIssuer = {
  issue: async () => ({ kind: 'issued', number: 'TEST-012345678', tid: 'tid-1', finalAt: null }),
  cancel: async () => ({ kind: 'cancelled' }),
  followUp: async () => ({ kind: 'final' }),
}

let api: ApiUnderTest
before(async () => {
  api = await openApi({ askMerchant, issuer })
})
after(() => api.close())

const URL_PATH = '/api/events'

/** From a place to the end, page by page; with the place after it. */
async function readAll(
  after = '',
  limit = 100,
): Promise<{ readonly events: readonly FeedEvent[]; readonly next: string }> {
  const events: FeedEvent[] = []
  let next = after
  for (;;) {
    const query = next === '' ? `limit=${limit}` : `limit=${limit}&after=${next}`
    const page = await answerOf(api, `${URL_PATH}?${query}`, EventPage)
    events.push(...page.events)
    next = page.next
    if (!page.more) return { events, next }
  }
}

test('200 with nothing in it and a place to begin at, while nothing has happened', async () => {
  const empty = await answerOf(api, URL_PATH, EventPage)
  assert.deepEqual(empty, { events: [], next: 'evt_0', more: false })
  assert.deepEqual(await answerOf(api, `${URL_PATH}?after=${empty.next}`, EventPage), empty)
  const { payment } = await api.issue({ merchant_uid: 'first' })
  const { events } = await answerOf(api, `${URL_PATH}?after=${empty.next}`, EventPage)
  assert.deepEqual(
    events.map(({ id, type, data }) => [id, type, data.merchant_uid]),
    [[`evt_${payment.imp_uid.slice(4)}_1`, 'payment.issued', 'first']],
  )
})

test('200 every change of a payment, its versions without a gap, each as it was right then', async () => {
  const { next } = await readAll()
  const { payment } = await api.issue({
    merchant_uid: '주문 1',
    confirm_url: 'https://shop.example/c',
    buyer_name: '홍길동',
  })
  word = 'refused'
  await api.collect(payment.barcode, 1000)
  word = 'payable'
  await api.collect(payment.barcode, 1000)
  await api.reverse()
  await api.ask({ method: 'DELETE', url: `/cvs/${payment.imp_uid}` })
  const { events } = await readAll(next)
  assert.deepEqual(
    events.map(({ type, data }) => [type, data.version, data.status]),
    [
      ['payment.issued', 1, 'ready'],
      ['payment.claimed', 2, 'ready'],
      ['payment.refused', 3, 'ready'],
      ['payment.claimed', 4, 'ready'],
      ['payment.paid', 5, 'paid'],
      ['payment.reversed', 6, 'ready'],
      ['payment.revoked', 7, 'cancelled'],
    ],
  )
  assert.deepEqual(
    events.map(({ data }) => data.outlet?.id ?? null),
    [null, ...Array(5).fill('HB001'), null],
  )
  assert.equal(events[2]?.data.refusal?.reason, '품절')
  assert.match(events[4]?.data.approval_no ?? '', /^\d{8}$/)
  assert.ok(events.every(({ data }) => data.imp_uid === payment.imp_uid && data.merchant_uid === '주문 1'))
  assert.ok(!JSON.stringify(events).includes('홍길동'), 'nothing about the customer')
})

test('200 every step of a cash receipt, with its state, its number once it has one, and not whom it is for', async () => {
  const { next } = await readAll()
  const { payment } = await api.issue({ amount: 11_000 })
  await api.collect(payment.barcode, 11_000)
  const url = `/receipts/${payment.imp_uid}`
  await api.ask({ method: 'POST', url, payload: { identifier: '010-9876-5432' } })
  await api.ask({ method: 'DELETE', url })
  const { events } = await readAll(next)
  assert.deepEqual(
    events.slice(-4).map(({ type, data }) => [type, data.status, data.receipt?.state, data.receipt?.apply_num]),
    [
      ['receipt.asked', 'paid', 'issuing', null],
      ['receipt.issued', 'paid', 'issued', 'TEST-012345678'],
      ['receipt.cancel_asked', 'paid', 'cancelling', 'TEST-012345678'],
      ['receipt.cancelled', 'paid', 'cancelled', 'TEST-012345678'],
    ],
  )
  assert.deepEqual(
    events.map(({ data }) => data.version),
    events.map((_, place) => place + 1),
  )
  assert.ok(events.slice(0, -4).every(({ data }) => data.receipt === null))
  assert.doesNotMatch(JSON.stringify(events), /9876-?5432/)
})

test('200 what an endpoint was told is in the feed in the same words', async () => {
  const endpoint = await api.ask({ method: 'POST', url: '/api/endpoints', payload: { url: 'https://hook.example' } })
  assert.equal(endpoint.status, 200)
  const { next } = await readAll()
  const { payment } = await api.issue()
  await api.collect(payment.barcode, 1000)
  const { events } = await readAll(next)
  const told = (await deliveriesOf(api.storage, SHOP)).filter(({ paymentId }) => paymentId === payment.imp_uid)
  assert.deepEqual(
    events.filter(({ data }) => told.some(({ version }) => version === data.version)).map(({ type }) => type),
    ['payment.issued', 'payment.paid'],
  )
})

test('200 a page at a time: every event once, in one order, however large the page and whatever comes meanwhile', async () => {
  for (let count = 0; count < 5; count += 1) await api.issue()
  const whole = await readAll('', 1000)
  for (const limit of [1, 2, 3, whole.events.length - 1, whole.events.length]) {
    assert.deepEqual(await readAll('', limit), whole)
  }
  const exact = await answerOf(api, `${URL_PATH}?limit=${whole.events.length}`, EventPage)
  assert.equal(exact.more, false)
  const { payment } = await api.issue()
  const { events } = await readAll(whole.next)
  assert.deepEqual(
    events.map(({ data }) => data.imp_uid),
    [payment.imp_uid],
  )
})

test('200 a hundred where nothing is said', async () => {
  for (let count = 0; count < 100; count += 1) await api.issue()
  const { events, more } = await answerOf(api, URL_PATH, EventPage)
  assert.deepEqual([events.length, more], [100, true])
})

test('200 nothing of another merchant: not an event, and not a place', async () => {
  const headers = await authorizationOfOther(api)
  const theirs = await answerOf(api, { method: 'GET', url: URL_PATH, headers }, EventPage)
  assert.deepEqual(theirs.events, [])
  const { next } = await readAll()
  const ours = await refusalOf(api, { method: 'GET', url: `${URL_PATH}?after=${next}`, headers })
  const nobodys = await refusalOf(api, { method: 'GET', url: `${URL_PATH}?after=evt_999999999999_1`, headers })
  assert.deepEqual(ours, nobodys)
})

test('400 when the place is none of this feed, or is no place at all', async () => {
  for (const after of ['evt_999999999999_1', 'evt_999999999999_999999999']) {
    assert.deepEqual(await refusalOf(api, `${URL_PATH}?after=${after}`), [
      400,
      -1,
      'after: 이 목록에 없는 위치입니다. 받은 next를 그대로 보내거나, after 없이 처음부터 읽어 주세요. / is no place in this feed. Send a `next` as it came, or leave it out and read from the beginning.',
    ])
  }
  for (const after of [
    '',
    '0',
    'evt_',
    'evt_1_1',
    'evt_000000000001_0',
    'evt_000000000001_01',
    'null',
    'evt_0&after=evt_0',
  ]) {
    const [status, code, message] = await refusalOf(api, `${URL_PATH}?after=${after}`)
    assert.deepEqual([status, code], [400, -1])
    assert.match(message, /^after: .*꼴이어야 합니다.* \/ must look like/)
  }
})

test('400 when the place was forgotten with everything else', async (t) => {
  const own = await openApi()
  t.after(() => own.close())
  await own.issue()
  const { next } = await answerOf(own, URL_PATH, EventPage)
  await own.storage.forgetPayments()
  assert.equal((await refusalOf(own, `${URL_PATH}?after=${next}`))[0], 400)
  assert.deepEqual(await answerOf(own, URL_PATH, EventPage), { events: [], next: 'evt_0', more: false })
})

test('400 when the limit is no whole number from 1 to 1000, or a parameter is not known', async () => {
  for (const limit of ['0', '1001', '-1', '1.5', 'all', '']) {
    const [status, , message] = await refusalOf(api, `${URL_PATH}?limit=${limit}`)
    assert.equal(status, 400)
    assert.match(message, /^limit: .*1부터 1000까지.* \/ .*from 1 to 1000/)
  }
  const [status, , message] = await refusalOf(api, `${URL_PATH}?cursor=evt_0`)
  assert.equal(status, 400)
  assert.match(message, /^cursor: .*after, limit/)
})

test('401 without a token, 405 for every other method', async () => {
  await assertNeedsToken(api, URL_PATH)
  await assertTakesOnly(api, URL_PATH, ['GET'])
})

test('everything that is theirs to answer was answered above', () => assertSawEveryAnswer('GET /api/events'))
