/**
 * The answer of the retired V1 page, key by key: which keys there are, what stands in them while nothing is known, and
 * what each state sets. The lists here are written down from the page and not from our schema.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import type { ChannelKey } from '../core/brand.ts'
import type { PaymentAnswer } from '../wire/payment-answer.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const nowSeconds = () => Math.floor(api.storage.clock.now() / 1000)
const look = async (impUid: string) => (await api.ask({ url: `/payments/${impUid}` })).payment
const read = (payment: PaymentAnswer, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, Reflect.get(payment, key)]))

/** Keys of the page that have nothing to say of a number that was just issued with an order and an amount alone. */
const EMPTY: Readonly<Record<string, unknown>> = {
  emb_pg_provider: null,
  pg_tid: null,
  escrow: false,
  apply_num: null,
  bank_code: null,
  bank_name: null,
  card_code: null,
  card_name: null,
  card_quota: 0,
  card_number: null,
  card_type: null,
  vbank_code: null,
  vbank_name: null,
  vbank_holder: null,
  vbank_issued_at: 0,
  name: null,
  cancel_amount: 0,
  buyer_name: null,
  buyer_email: null,
  buyer_tel: null,
  buyer_addr: null,
  buyer_postcode: null,
  custom_data: null,
  user_agent: null,
  paid_at: 0,
  failed_at: 0,
  cancelled_at: 0,
  fail_reason: null,
  cancel_reason: null,
  receipt_url: null,
  cancel_history: [],
  cancel_receipt_urls: [],
  cash_receipt_issued: false,
  customer_uid: null,
  customer_uid_usage: null,
}

/** How it is paid and on which contract: the same in every state. */
const CONTRACT = { pay_method: 'cvs', channel: 'api', pg_provider: 'galaxia', pg_id: 'sunap0001', currency: 'KRW' }

/** Of pays with a card on the web, to an account, or for a subscription. */
const OF_OTHER_WAYS = [
  ...['emb_pg_provider', 'escrow', 'bank_code', 'bank_name'],
  ...['card_code', 'card_name', 'card_quota', 'card_number', 'card_type'],
  ...['vbank_code', 'vbank_name', 'vbank_holder', 'vbank_issued_at'],
  ...['user_agent', 'customer_uid', 'customer_uid_usage'],
]

const OF_REFUNDS = ['cancel_amount', 'cancel_history', 'cancel_receipt_urls', 'cash_receipt_issued']

test('every key of the page is in the answer, with its empty value where nothing is known', async () => {
  const { payment } = await api.issue({ merchant_uid: 'nothing-else' })
  const filled = { merchant_uid: 'nothing-else', amount: 1000, status: 'ready', ...CONTRACT }
  const expected = { ...EMPTY, ...filled, vbank_num: payment.barcode, vbank_date: payment.expired_at }
  assert.deepEqual(read(payment, Object.keys(expected)), expected)
  assert.match(payment.imp_uid, /^imp_\d{12}$/)
  assert.ok(Math.abs(payment.started_at - nowSeconds()) <= 2)
  // These two beside the ones above make the page's 47.
  assert.equal(Object.keys({ ...expected, imp_uid: '', started_at: 0 }).length, 47)
})

/** One payment in each of the four statuses. */
async function oneOfEach() {
  const ready = await api.issue()
  const paid = await api.issue()
  await api.collect(paid.payment.barcode, 1000, 'card')
  const cancelled = await api.issue()
  await api.ask({ method: 'DELETE', url: `/cvs/${cancelled.payment.imp_uid}` })
  const failed = await api.issue({ expired_at: nowSeconds() + 60 })
  await api.storage.clock.advance(61_000)
  return {
    ready: await look(ready.payment.imp_uid),
    paid: await look(paid.payment.imp_uid),
    cancelled: await look(cancelled.payment.imp_uid),
    failed: await look(failed.payment.imp_uid),
  }
}

test('each of the four statuses sets its own time and reason, and no other', async () => {
  for (const [status, payment] of Object.entries(await oneOfEach())) {
    assert.equal(payment.status, status)
    const { paid_at, cancelled_at, failed_at, cancel_reason, fail_reason } = payment
    const isSet = { paid: paid_at > 0, cancelled: cancelled_at > 0, failed: failed_at > 0 }
    assert.deepEqual(isSet, { paid: status === 'paid', cancelled: status === 'cancelled', failed: status === 'failed' })
    assert.equal(cancel_reason, status === 'cancelled' ? '수납번호 말소' : null)
    assert.equal(fail_reason, status === 'failed' ? '결제기한 만료' : null)
  }
})

test('times are whole numbers of seconds and never a text, in every status', async () => {
  const keys = ['started_at', 'paid_at', 'failed_at', 'cancelled_at', 'vbank_date', 'vbank_issued_at']
  for (const payment of Object.values(await oneOfEach())) {
    for (const [key, time] of Object.entries(read(payment, keys))) {
      assert.ok(Number.isInteger(time), `${key} ${time}`)
      assert.ok(time === 0 || Math.abs(Number(time) - nowSeconds()) < 30 * 86_400, `${key} ${time} is in seconds`)
    }
  }
})

test('how it is paid and on which contract is said in every status', async () => {
  for (const payment of Object.values(await oneOfEach())) {
    assert.deepEqual(read(payment, Object.keys(CONTRACT)), CONTRACT)
  }
})

test('what belongs to another way of paying stays empty in every status, paid by card too', async () => {
  const payments = await oneOfEach()
  assert.equal(payments.paid.cvs.pay_type, 'card')
  for (const payment of Object.values(payments)) {
    assert.deepEqual(read(payment, OF_OTHER_WAYS), Object.fromEntries(OF_OTHER_WAYS.map((key) => [key, EMPTY[key]])))
  }
})

test('no money was given back: amount, list and addresses of cancels are empty in every status', async () => {
  const reversed = await api.issue()
  await api.collect(reversed.payment.barcode, 1000)
  await api.reverse()
  for (const payment of [...Object.values(await oneOfEach()), await look(reversed.payment.imp_uid)]) {
    assert.deepEqual(read(payment, OF_REFUNDS), Object.fromEntries(OF_REFUNDS.map((key) => [key, EMPTY[key]])))
  }
})

test('a payment that was collected has the address of its receipt, one of which all was given back too; no other has', async () => {
  const payments = await oneOfEach()
  for (const [status, payment] of Object.entries(payments)) {
    assert.equal(payment.receipt_url, status === 'paid' ? `${payment.pay_url}/receipt` : null, status)
  }
  const account = { refund_holder: '홍길동', refund_bank: '004', refund_account: '1234567890' }
  const payload = { imp_uid: payments.paid.imp_uid, ...account }
  const { payment } = await api.ask({ method: 'POST', url: '/payments/cancel', payload })
  assert.deepEqual([payment.status, payment.receipt_url], ['cancelled', `${payment.pay_url}/receipt`])
})

test('code is the number 0 and message null where all went well; else another number and a sentence', async () => {
  const { payment } = await api.issue()
  for (const url of [`/payments/${payment.imp_uid}`, `/payments/find/${payment.merchant_uid}`]) {
    const { code, message, response } = JSON.parse((await api.ask({ url })).text)
    assert.deepEqual([code, message, response], [0, null, payment])
  }
  const refused = [
    await api.issue({ amount: 0 }),
    await api.ask({ url: '/payments/imp_000000000000' }),
    await api.ask({ url: '/payments/find/x/waiting' }),
    await api.ask({ method: 'DELETE', url: '/cvs/imp_000000000000' }),
    await api.issue({ barcode: (await api.issue({ barcode: 'TWICE' })).payment.barcode }),
  ]
  for (const { text } of refused) {
    const { code, message, response } = JSON.parse(text)
    assert.ok(code === 1 || code === -1, text)
    assert.ok(typeof message === 'string' && message.length > 5, text)
    assert.equal(response, null)
  }
})

test('code and message stand once, at the top of an answer, and not again in the payment', async () => {
  const { text, payment } = await api.issue()
  assert.deepEqual(Object.keys(JSON.parse(text)), ['code', 'message', 'response'])
  assert.ok(!('code' in payment) && !('message' in payment))
})

test('the amount of an answer is a number, in won without a fraction, however it was sent', async () => {
  const headers = { 'content-type': 'application/json' }
  for (const amount of ['36400', '36400.0', '3.64e4', '"36400"', '"36400.00"']) {
    const payload = `{"merchant_uid":"amount ${amount.replaceAll('"', '')}","amount":${amount}}`
    const { text } = await api.ask({ method: 'POST', url: '/cvs', payload, headers })
    assert.match(text, /"amount":36400,/)
  }
})

test('the currency is won, dollars or euros, as the channel has it', async () => {
  const first = api.storage.directory.current().channels.find(({ key }) => key === CHANNEL_KEYS.first)
  assert.ok(first)
  const key = 'channel-key-00000000-0000-4000-8000-00000000000e' as ChannelKey
  const euros = { ...first, key, mid: 'sunapeur', isDefault: false, currency: 'EUR' as const }
  await api.storage.directory.put([{ kind: 'channel', entry: euros }])
  for (const [channel_key, amount, currency] of [
    [CHANNEL_KEYS.first, 1000, 'KRW'],
    [CHANNEL_KEYS.dollars, 10.25, 'USD'],
    [key, 9.99, 'EUR'],
  ] as const) {
    const { payment } = await api.issue({ channel_key, amount })
    assert.deepEqual([payment.currency, payment.amount], [currency, amount])
  }
})

test("a payment's shop, chain, till, clerk and way of paying are told from the first try on", async () => {
  const { payment } = await api.issue()
  const before = { chain: null, outlet: null, outlet_name: null, till: null, clerk: null, pay_type: null }
  const where = Object.keys(before)
  const states = async () => {
    const { cvs } = await look(payment.imp_uid)
    return [cvs.state, cvs.version, where.map((key) => Reflect.get(cvs, key) !== null)]
  }
  assert.deepEqual(Object.fromEntries(where.map((key) => [key, Reflect.get(payment.cvs, key)])), before)
  assert.deepEqual(await states(), [null, 1, where.map(() => false)])
  await api.collect(payment.barcode, 1000)
  assert.deepEqual(await states(), ['collected', 3, where.map(() => true)])
  await api.reverse()
  assert.deepEqual(await states(), ['reversed', 4, where.map(() => true)])
})
