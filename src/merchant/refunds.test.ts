/** GET /api/refunds and /api/refunds/{id}: what was given back, and whether its money has arrived. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, openApi, SHOP } from '../../test/compat/api-under-test.ts'
import type { RefundId } from '../core/brand.ts'
import { PaymentAnswer } from '../wire/payment-answer.ts'
import { type RefundAnswer, RefundDetail, RefundPage } from '../wire/refund-answer.ts'
import {
  answerOf,
  assertNeedsToken,
  assertSawEveryAnswer,
  assertTakesOnly,
  authorizationOfOther,
  refusalOf,
} from './test-answers.ts'

const ACCOUNT = {
  refund_holder: '홍길동',
  refund_bank: '004',
  refund_account: '110-234-567890',
  refund_tel: '010-1234-5678',
}
const NO_REFUND = [404, -1, '존재하지 않는 환불입니다.']
const NEVER_SEEN = 'rfd_00000000-0000-7000-8000-000000000000'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
  const channels = api.storage.directory.current().channels.filter(({ key }) => key === CHANNEL_KEYS.first)
  await api.storage.directory.put(
    channels.map((entry) => ({ kind: 'channel', entry: { ...entry, refundSlipDays: 7 } })),
  )
})
after(() => api.close())

async function paid(): Promise<PaymentAnswer> {
  const { payment } = await api.issue({ channel_key: CHANNEL_KEYS.first })
  await api.collect(payment.barcode, 1000)
  return payment
}

async function refunded(imp_uid: string, asked: Record<string, unknown> = {}): Promise<RefundAnswer> {
  const payload = { imp_uid, amount: 100, ...asked }
  await answerOf(api, { method: 'POST', url: '/payments/cancel', payload }, PaymentAnswer)
  const { refunds } = await answerOf(api, `/api/refunds?imp_uid=${imp_uid}&limit=1`, RefundPage)
  return refunds[0] ?? assert.fail('no refund is listed')
}

const settle = (id: string, result: 'paid_out' | 'failed', note: string | null = null) =>
  api.gateway.refunds.settle(SHOP, id as RefundId, result, note)

test('200 each refund with the way its money takes and how far it has come', async () => {
  const { imp_uid, merchant_uid } = await paid()
  const bank = await refunded(imp_uid, { ...ACCOUNT, reason: '품절', tax_free: 10, vat_amount: 9 })
  assert.deepEqual(
    [bank.imp_uid, bank.merchant_uid, bank.route, bank.bank, bank.slip_number, bank.slip_expires_at],
    [imp_uid, merchant_uid, 'bank', '004', null, 0],
  )
  assert.deepEqual([bank.reason, bank.tax_free, bank.vat_amount, bank.asked_by], ['품절', 10, 9, 'merchant'])
  assert.deepEqual([bank.payout.state, bank.payout.at, bank.payout.by], ['pending', 0, null])
  await settle(bank.id, 'failed', '예금주 불일치')
  const failed = await answerOf(api, `/api/refunds/${bank.id}`, RefundDetail)
  assert.deepEqual(
    [failed.payout.state, failed.payout.cause, failed.payout.note],
    ['failed', 'refused', '예금주 불일치'],
  )
  await settle(bank.id, 'paid_out')
  const done = await answerOf(api, `/api/refunds/${bank.id}`, RefundDetail)
  assert.deepEqual([done.payout.state, done.payout.by, done.payout.cause], ['paid_out', 'operator', null])
  assert.ok(done.payout.at > 0)
})

test('200 an account is told masked and by itself, its telephone never; a slip has none', async () => {
  const { imp_uid } = await paid()
  const { id } = await refunded(imp_uid, ACCOUNT)
  const { account } = await answerOf(api, `/api/refunds/${id}`, RefundDetail)
  assert.deepEqual(account, { holder: '홍*동', bank: '004', number: '********7890' })
  const slip = await refunded(imp_uid)
  const { account: none, slip_number } = await answerOf(api, `/api/refunds/${slip.id}`, RefundDetail)
  assert.equal(none, null)
  assert.match(slip_number ?? '', /^8100\d{16}$/)
  for (const url of [`/api/refunds/${id}`, '/api/refunds', `/payments/${imp_uid}`]) {
    const { text } = await api.ask({ url })
    assert.doesNotMatch(text, /홍길동|234567890|234-567890|1234-5678|12345678/, url)
  }
})

test('200 by state and by payment, newest first, page by page', async () => {
  const { imp_uid } = await paid()
  const ids: string[] = []
  for (let no = 0; no < 5; no += 1) ids.unshift((await refunded(imp_uid, ACCOUNT)).id)
  const [newest = '', , third = ''] = ids
  await settle(newest, 'paid_out')
  await settle(third, 'failed')
  const listed = async (query: string) => {
    const { refunds, next } = await answerOf(api, `/api/refunds?imp_uid=${imp_uid}${query}`, RefundPage)
    return [refunds.map(({ id }) => id), next]
  }
  assert.deepEqual(await listed(''), [ids, null])
  assert.deepEqual(await listed('&state=paid_out'), [[newest], null])
  assert.deepEqual(await listed('&state=failed'), [[third], null])
  assert.deepEqual(await listed('&limit=2'), [ids.slice(0, 2), ids[1]])
  assert.deepEqual(await listed(`&limit=2&after=${ids[1]}`), [ids.slice(2, 4), ids[3]])
  assert.deepEqual(await listed(`&limit=2&after=${ids[3]}`), [ids.slice(4), null])
  const all = await answerOf(api, '/api/refunds?state=failed&limit=100', RefundPage)
  assert.ok(all.refunds.every(({ payout }) => payout.state === 'failed'))
  assert.ok(all.refunds.some(({ id }) => id === third))
})

test('200 with nothing for a payment that was not given back, and for another merchant’s', async () => {
  const { imp_uid } = await paid()
  const none = await answerOf(api, `/api/refunds?imp_uid=${imp_uid}`, RefundPage)
  assert.deepEqual(none, { refunds: [], next: null })
  const { id } = await refunded(imp_uid, ACCOUNT)
  const headers = await authorizationOfOther(api)
  const others = await answerOf(api, { url: `/api/refunds?imp_uid=${imp_uid}`, headers }, RefundPage)
  assert.deepEqual(others, none)
  assert.deepEqual(await refusalOf(api, { url: `/api/refunds/${id}`, headers }), NO_REFUND)
})

test('404 when there is no such refund', async () => {
  for (const id of [NEVER_SEEN, 'rfd_', 'nonsense'])
    assert.deepEqual(await refusalOf(api, `/api/refunds/${id}`), NO_REFUND)
})

test('400 when a filter is none: by its name', async () => {
  for (const [query, words] of [
    ['imp_uid=1', /^imp_uid: /],
    ['state=done', /^state: /],
    ['after=rfd_1', /^after: /],
    ['limit=0', /^limit: /],
    ['limit=101', /^limit: /],
    ['colour=red', /^colour: /],
  ] as const) {
    const [status, code, message] = await refusalOf(api, `/api/refunds?${query}`)
    assert.deepEqual([status, code], [400, -1], query)
    assert.match(message, words)
  }
})

test('401 when there is no token of this server', async () => {
  await assertNeedsToken(api, '/api/refunds')
  await assertNeedsToken(api, `/api/refunds/${NEVER_SEEN}`)
})

test('405 when asked by another method', async () => {
  await assertTakesOnly(api, '/api/refunds', ['GET'])
  await assertTakesOnly(api, `/api/refunds/${NEVER_SEEN}`, ['GET'])
})

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer('GET /api/refunds', 'GET /api/refunds/{id}'))
