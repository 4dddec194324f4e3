/** POST /payments/cancel: what is given back, and every reason why nothing is. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { BalanceAnswer } from '../wire/balance-answer.ts'
import { PaymentAnswer } from '../wire/payment-answer.ts'
import { RefundPage } from '../wire/refund-answer.ts'
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
const CANCELLED = [200, 1, '이미 전액취소된 주문입니다.']
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

test('200 with code 1 when all was given back, or the number was revoked', async () => {
  const { imp_uid } = await paid()
  await answerOf(api, asking({ imp_uid, ...ACCOUNT }), PaymentAnswer)
  assert.deepEqual(await cancel({ imp_uid, ...ACCOUNT }), CANCELLED)
  const { payment } = await api.issue()
  await api.ask({ method: 'DELETE', url: `/cvs/${payment.imp_uid}` })
  assert.deepEqual(await cancel({ imp_uid: payment.imp_uid, ...ACCOUNT }), CANCELLED)
})

test('200 with code 1 when tax-free part and VAT are together more than the refund', async () => {
  const { imp_uid } = await paid()
  const TAX = [200, 1, '면세금액(tax_free)과 부가세(vat_amount)의 합이 취소요청금액보다 큽니다.']
  assert.deepEqual(await cancel({ imp_uid, ...ACCOUNT, amount: 100, tax_free: 60, vat_amount: 41 }), TAX)
  assert.deepEqual(await cancel({ imp_uid, ...ACCOUNT, amount: 100, tax_free: 101 }), TAX)
})

test('200 with code 1 changes nothing and tells nobody', async () => {
  const { imp_uid } = await paid()
  const commits = api.commits()
  await cancel({ imp_uid })
  await cancel({ imp_uid, ...ACCOUNT, amount: 1001, enable_webhook: true })
  await cancel({ imp_uid, ...ACCOUNT, checksum: 0 })
  assert.equal(api.commits(), commits)
  const { payment } = await api.ask({ url: `/payments/${imp_uid}` })
  assert.deepEqual([payment.status, payment.cancel_amount, payment.cancel_history], ['paid', 0, []])
})

test('200 with the payment, still paid, when a part is given back; its history and its balance say how much', async () => {
  const { imp_uid } = await paid()
  const before = Math.floor(api.storage.clock.now() / 1000)
  const asked = { imp_uid, ...ACCOUNT, amount: 300, checksum: 1000, reason: '단순 변심' }
  const first = await answerOf(api, asking(asked), PaymentAnswer)
  assert.deepEqual([first.status, first.cancel_amount, first.cancel_reason], ['paid', 300, '단순 변심'])
  assert.ok(first.paid_at > 0 && first.cancelled_at >= before)
  const second = await answerOf(api, asking({ imp_uid, ...ACCOUNT, amount: '200', checksum: 700 }), PaymentAnswer)
  assert.deepEqual([second.status, second.cancel_amount], ['paid', 500])
  assert.deepEqual(
    second.cancel_history.map(({ amount, reason }) => [amount, reason]),
    [
      [300, '단순 변심'],
      [200, '취소요청api'],
    ],
  )
  assert.deepEqual(Object.keys(second.cancel_history[0] ?? {}), [
    'pg_tid',
    'amount',
    'cancelled_at',
    'reason',
    'cancellation_id',
    'receipt_url',
  ])
  for (const [index, { cancellation_id, receipt_url, pg_tid }] of second.cancel_history.entries()) {
    assert.match(cancellation_id, /^rfd_[0-9a-f-]{36}$/)
    assert.equal(receipt_url, `${second.pay_url}/refunds/${cancellation_id}`)
    assert.equal(second.cancel_receipt_urls[index], receipt_url)
    assert.equal(pg_tid, second.pg_tid)
  }
  const balance = await answerOf(api, `/payments/${imp_uid}/balance`, BalanceAnswer)
  assert.deepEqual([balance.amount, balance.primary.supply + balance.primary.vat], [500, 500])
  assert.deepEqual(balance.cash_receipt, balance.primary)
  assert.deepEqual((await api.ask({ url: `/payments/${imp_uid}` })).payment, second)
})

test('200 with the payment cancelled when all that is left is given back: 0, null and absence are all of it', async () => {
  for (const amount of [0, '0', null, undefined]) {
    const { imp_uid, paid_at } = await paid()
    const rest = amount === undefined ? {} : { amount }
    await answerOf(api, asking({ imp_uid, ...ACCOUNT, amount: 1 }), PaymentAnswer)
    const answer = await answerOf(api, asking({ imp_uid, ...ACCOUNT, ...rest }), PaymentAnswer)
    assert.deepEqual([answer.status, answer.cancel_amount, answer.cancel_history[1]?.amount], ['cancelled', 1000, 999])
    assert.ok(answer.cancelled_at > 0 && answer.paid_at >= paid_at && answer.paid_at > 0, 'it says when it was paid')
    const balance = await answerOf(api, `/payments/${imp_uid}/balance`, BalanceAnswer)
    assert.equal(balance.amount, 0)
  }
})

test('200 with the payment in dollars and cents', async () => {
  const { payment } = await api.issue({ amount: '12.34', channel_key: CHANNEL_KEYS.dollars })
  await api.collect(payment.barcode, 1234, 'cash', 'USD')
  const asked = { imp_uid: payment.imp_uid, ...ACCOUNT, amount: 2.34, tax_free: 0.5 }
  const answer = await answerOf(api, asking(asked), PaymentAnswer)
  assert.deepEqual([answer.cancel_amount, answer.cancel_history[0]?.amount], [2.34, 2.34])
})

test('200 with the payment whatever else a client sends along', async () => {
  const { imp_uid } = await paid()
  const junk = {
    escrow_confirmed: false,
    extraCondition: null,
    retain_promotion: true,
    extra: { requester: 'customer' },
  }
  const answer = await answerOf(api, asking({ imp_uid, ...ACCOUNT, ...junk, amount: 1 }), PaymentAnswer)
  assert.equal(answer.cancel_amount, 1)
})

test('200 with a refund barcode where no account is named and the channel has slips', async () => {
  const [channel] = api.storage.directory.current().channels.filter(({ key }) => key === CHANNEL_KEYS.second)
  assert.ok(channel)
  await api.storage.directory.put([{ kind: 'channel', entry: { ...channel, refundSlipDays: 7 } }])
  const { payment } = await api.issue({ channel_key: CHANNEL_KEYS.second })
  await api.collect(payment.barcode, 1000)
  const { imp_uid } = payment
  assert.deepEqual(await cancel({ imp_uid, refund_holder: '홍길동' }), NO_ACCOUNT, 'an account that was begun')
  const answer = await answerOf(api, asking({ imp_uid, amount: 400 }), PaymentAnswer)
  const { refunds } = await answerOf(api, `/api/refunds?imp_uid=${imp_uid}`, RefundPage)
  assert.deepEqual(
    refunds.map(({ id, route, amount }) => [id, route, amount]),
    [[answer.cancel_history[0]?.cancellation_id, 'slip', 400]],
  )
  assert.match(refunds[0]?.slip_number ?? '', /^8100\d{16}$/)
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
    [{ imp_uid, ...ACCOUNT, refund_account: '12345' }, /^refund_account: .*6 to 20 digits/],
    [{ imp_uid, ...ACCOUNT, refund_account: '1'.repeat(21) }, /^refund_account: /],
    [{ imp_uid, ...ACCOUNT, refund_account: '12a4567890' }, /^refund_account: /],
    [{ imp_uid, ...ACCOUNT, refund_bank: '999' }, /^refund_bank: .*GET \/banks/],
    [{ imp_uid, ...ACCOUNT, refund_bank: '4' }, /^refund_bank: /],
    [{ imp_uid, ...ACCOUNT, refund_holder: '가'.repeat(41) }, /^refund_holder: .*at most 40/],
    [{ imp_uid, ...ACCOUNT, refund_tel: 'call me' }, /^refund_tel: /],
    [{ imp_uid, ...ACCOUNT, reason: '가'.repeat(201) }, /^reason: .*at most 200/],
    [{ imp_uid, ...ACCOUNT, reason: 'a\u0000b' }, /^reason: /],
    [{ imp_uid, ...ACCOUNT, enable_webhook: 'yes' }, /^enable_webhook: /],
    [{ imp_uid, ...ACCOUNT, tax_free: -1 }, /^tax_free: /],
    [{ imp_uid, ...ACCOUNT, vat_amount: '1,000' }, /^vat_amount: /],
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

test('409 when the Idempotency-Key was used for another request; what it does besides is in cancel-key.test.ts', async () => {
  const { imp_uid } = await paid()
  const headers = { 'idempotency-key': 'one' }
  await answerOf(api, { ...asking({ imp_uid, ...ACCOUNT, amount: 1 }), headers }, PaymentAnswer)
  const [status, code, message] = await refusalOf(api, { ...asking({ imp_uid, ...ACCOUNT, amount: 2 }), headers })
  assert.deepEqual([status, code], [409, -1])
  assert.match(message, /^Idempotency-Key: /)
})

test('401 when there is no token of this server', () => assertNeedsToken(api, asking({})))

test('405 when asked by another method', () => assertTakesOnly(api, '/payments/cancel', ['POST']))

test('everything that is theirs to answer was answered above', () => assertSawEveryAnswer('POST /payments/cancel'))
