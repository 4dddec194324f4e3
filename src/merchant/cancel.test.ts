/** POST /payments/cancel, while no channel has a way to give cash back. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import {
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

const asking = (payload: Record<string, unknown>) => ({ method: 'POST', url: '/payments/cancel', payload }) as const
const cancel = (payload: Record<string, unknown>) => refusalOf(api, asking(payload))
const ACCOUNT = { refund_holder: '홍길동', refund_bank: '004', refund_account: '1234567890' }

async function paid(amount = 1000) {
  const { payment } = await api.issue({ amount })
  await api.collect(payment.barcode, amount)
  return payment
}

const UNNAMED = [200, 1, 'imp_uid 또는 merchant_uid를 지정해주셔야합니다.']
const UNKNOWN = [200, 1, '취소할 결제건이 존재하지 않습니다.']
const READY = [200, 1, '결제되지 않은 주문입니다. 수납번호 말소(DELETE /cvs/{imp_uid})를 사용하세요.']
const NO_ACCOUNT = [200, 1, '환불계좌(refund_holder, refund_bank, refund_account)가 필요합니다.']
const CHECKSUM = [200, 1, '취소가능잔액이 일치하지 않습니다.']
const TOO_MUCH = [200, 1, '취소요청금액이 취소가능금액보다 큽니다.']

test('200 with code 1 when no payment is named', async () => {
  for (const body of [{}, { imp_uid: null, merchant_uid: null }, { imp_uid: '', merchant_uid: '' }, { reason: 'x' }]) {
    assert.deepEqual(await cancel(body), UNNAMED, JSON.stringify(body))
  }
  const empty = { method: 'POST', url: '/payments/cancel/', headers: { 'content-type': 'application/json' } } as const
  assert.deepEqual(await refusalOf(api, empty), UNNAMED)
})

test('200 with code 1 when the payment is unknown or another merchant’s', async () => {
  const { imp_uid, merchant_uid } = await paid()
  for (const body of [
    { imp_uid: 'imp_999999999999' },
    { imp_uid: 'nonsense' },
    { merchant_uid: 'none' },
    { merchant_uid: '가'.repeat(41) },
    { merchant_uid: 'a\u0000b' },
  ]) {
    assert.deepEqual(await cancel(body), UNKNOWN, JSON.stringify(body))
  }
  const headers = await authorizationOfOther(api)
  for (const body of [{ imp_uid }, { merchant_uid }, { imp_uid, ...ACCOUNT }]) {
    assert.deepEqual(await refusalOf(api, { ...asking(body), headers }), UNKNOWN)
  }
})

test('200 with code 1 when imp_uid is unknown though merchant_uid is right: imp_uid wins', async () => {
  const first = await paid()
  const { payment: ready } = await api.issue()
  assert.deepEqual(await cancel({ imp_uid: 'imp_999999999999', merchant_uid: first.merchant_uid }), UNKNOWN)
  assert.deepEqual(await cancel({ imp_uid: ready.imp_uid, merchant_uid: first.merchant_uid }), READY)
  assert.deepEqual(await cancel({ imp_uid: first.imp_uid, merchant_uid: ready.merchant_uid }), NO_ACCOUNT)
})

test('200 with code 1 when it was not paid: what to use instead', async () => {
  const { payment } = await api.issue()
  assert.deepEqual(await cancel({ imp_uid: payment.imp_uid, ...ACCOUNT }), READY)
  assert.deepEqual(await cancel({ merchant_uid: payment.merchant_uid }), READY)
  const soon = await api.issue({ expired_at: Math.floor(api.storage.clock.now() / 1000) + 60 })
  await api.storage.clock.advance(61_000)
  const [, code, message] = await cancel({ imp_uid: soon.payment.imp_uid })
  assert.deepEqual([code, message], [1, '결제되지 않은 주문입니다. 결제기한이 지나 취소할 금액이 없습니다.'])
})

test('200 with code 1 when it is cancelled already', async () => {
  const { payment } = await api.issue()
  await api.ask({ method: 'DELETE', url: `/cvs/${payment.imp_uid}` })
  assert.deepEqual(await cancel({ imp_uid: payment.imp_uid }), [200, 1, '이미 전액취소된 주문입니다.'])
})

test('200 with code 1 when the order’s paid payment is meant though a newer one is not', async () => {
  const first = await api.issue({ merchant_uid: 'two-numbers' })
  await api.storage.clock.advance(1000)
  await api.issue({ merchant_uid: 'two-numbers' })
  assert.deepEqual(await cancel({ merchant_uid: 'two-numbers' }), READY)
  await api.collect(first.payment.barcode, 1000)
  assert.deepEqual(await cancel({ merchant_uid: 'two-numbers' }), NO_ACCOUNT)
})

test('200 with code 1 when the caller believes in another balance; 0 is a belief, null and absence are none', async () => {
  const { imp_uid } = await paid()
  for (const checksum of [0, '0', 999, 1001, '10.00']) {
    assert.deepEqual(await cancel({ imp_uid, checksum }), CHECKSUM, String(checksum))
  }
  for (const checksum of [1000, '1000', null]) assert.deepEqual(await cancel({ imp_uid, checksum }), NO_ACCOUNT)
  assert.deepEqual(await cancel({ imp_uid, checksum: 0, amount: 2000 }), CHECKSUM, 'before the amount')
})

test('200 with code 1 when more is asked back than there is; 0 and null are all of it', async () => {
  const { imp_uid } = await paid()
  assert.deepEqual(await cancel({ imp_uid, amount: 1001 }), TOO_MUCH)
  for (const amount of [0, 0.0, '0', '0.00', null, 1, 1000, '1000']) {
    assert.deepEqual(await cancel({ imp_uid, amount }), NO_ACCOUNT, String(amount))
  }
})

test('200 with code 1 when a part of the refund account is missing', async () => {
  const { imp_uid } = await paid()
  for (const part of ['refund_holder', 'refund_bank', 'refund_account'] as const) {
    for (const missing of ['', null])
      assert.deepEqual(await cancel({ imp_uid, ...ACCOUNT, [part]: missing }), NO_ACCOUNT)
  }
})

test('200 with code -1 when there is no route for the money, and nothing is changed', async () => {
  const { imp_uid } = await paid()
  const commits = api.commits()
  const [status, code, message] = await cancel({
    imp_uid,
    ...ACCOUNT,
    reason: '변심',
    enable_webhook: true,
    amount: 500,
  })
  assert.deepEqual([status, code], [200, -1])
  assert.match(message, /^결제취소에 실패하였습니다\. /)
  const { payment } = await api.ask({ url: `/payments/${imp_uid}` })
  assert.deepEqual([payment.status, payment.cancel_amount, payment.cancel_history], ['paid', 0, []])
  assert.equal(api.commits(), commits)
})

test('400 when a parameter is none: by its name', async () => {
  const { imp_uid } = await paid()
  for (const [body, words] of [
    [{ imp_uid: ['a'] }, /^imp_uid: /],
    [{ imp_uid: true }, /^imp_uid: /],
    [{ merchant_uid: { a: 1 } }, /^merchant_uid: /],
    [{ imp_uid, amount: -1 }, /^amount: /],
    [{ imp_uid, amount: '1,000' }, /^amount: /],
    [{ imp_uid, amount: 0.5 }, /^amount: /],
    [{ imp_uid, amount: '' }, /^amount: /],
    [{ imp_uid, checksum: 'all' }, /^checksum: /],
    [{ imp_uid, checksum: [1000] }, /^checksum: /],
    [{ imp_uid, refund_account: 1234567890 }, /^refund_account: /],
  ] as const) {
    const [status, code, message] = await cancel(body)
    assert.deepEqual([status, code], [400, -1], JSON.stringify(body))
    assert.match(message, words)
  }
})

test('400 when amounts have more decimals than the payment’s currency', async () => {
  const { payment } = await api.issue({ amount: '12.34', channel_key: CHANNEL_KEYS.dollars })
  assert.deepEqual(await cancel({ imp_uid: payment.imp_uid, amount: 12.34 }), READY)
  const [status, , message] = await cancel({ imp_uid: payment.imp_uid, amount: 12.345 })
  assert.equal(status, 400)
  assert.match(message, /^amount: USD/)
})

test('401 when there is no token of this server', () => assertNeedsToken(api, asking({})))

test('405 when asked by another method', () => assertTakesOnly(api, '/payments/cancel', ['POST']))

test('everything that is theirs to answer was answered above', () => assertSawEveryAnswer('POST /payments/cancel'))
