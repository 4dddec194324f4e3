/** `Idempotency-Key` on `POST /payments/cancel`: one request, one refund, however often it is sent. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, KEYS, openApi, type Reply } from '../../test/compat/api-under-test.ts'
import { PaymentAnswer } from '../wire/payment-answer.ts'
import { answerOf, refusalOf } from './test-answers.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const ACCOUNT = { refund_holder: '홍길동', refund_bank: '004', refund_account: '110-234-567890' }
const asking = (key: string, payload: object | string, more: Record<string, string> = {}) =>
  ({ method: 'POST', url: '/payments/cancel', payload, headers: { 'idempotency-key': key, ...more } }) as const
const cancel = (key: string, payload: object): Promise<Reply> => api.ask(asking(key, payload))
const idsOf = ({ payment }: Reply) => payment.cancel_history.map(({ cancellation_id }) => cancellation_id)

async function paid(amount = 1000, more: Record<string, unknown> = {}) {
  const { payment } = await api.issue({ amount, ...more })
  await api.collect(payment.barcode, amount)
  return payment
}

test('200 the same request again: the same refund, the header that says so, and nothing is written', async () => {
  const { imp_uid } = await paid()
  const asked = { imp_uid, ...ACCOUNT, amount: 400, reason: '변심' }
  const first = await cancel('repeat', asked)
  assert.deepEqual([first.payment.cancel_amount, first.headers['idempotent-replayed']], [400, undefined])
  const commits = api.commits()
  const again = await cancel('repeat', asked)
  assert.deepEqual([again.text, again.headers['idempotent-replayed']], [first.text, 'true'])
  assert.equal(api.commits(), commits)
  const further = await cancel('repeat-2', asked)
  assert.deepEqual([further.payment.cancel_amount, further.payment.cancel_history.length], [800, 2])
  await answerOf(api, asking('repeat', asked), PaymentAnswer)
})

test('200 of all that is left, by payment or by order: a repeat is no refusal, though nothing is left to give back', async () => {
  for (const by of ['imp_uid', 'merchant_uid'] as const) {
    const merchant_uid = `whole-${by}`
    const sibling = await api.issue({ merchant_uid, amount: 1000 })
    const payment = await paid(1000, { merchant_uid })
    assert.notEqual(sibling.payment.imp_uid, payment.imp_uid)
    const asked = { [by]: payment[by], ...ACCOUNT, checksum: 1000 }
    const first = await cancel(`whole ${by}`.replace(' ', '-'), asked)
    assert.equal(first.payment.status, 'cancelled')
    const again = await cancel(`whole-${by}`, asked)
    assert.equal(again.text, first.text)
    assert.deepEqual([(await api.ask({ ...asking('x', asked), headers: {} })).code], [1], 'without a key it is one')
  }
})

test('200 the same request however it is written: JSON or form, an amount as number or text, hyphens or none', async () => {
  const { imp_uid } = await paid()
  const first = await cancel('written', { imp_uid, ...ACCOUNT, amount: 400, checksum: 1000 })
  const form = new URLSearchParams({
    refund_account: '110234567890',
    refund_bank: '004',
    refund_holder: '홍길동',
    checksum: '1000.0',
    amount: '400',
    imp_uid,
  })
  for (const [payload, headers] of [
    [{ checksum: '1000', amount: '400.00', imp_uid, ...ACCOUNT, enable_webhook: false, reason: '', extra: 1 }, {}],
    [form.toString(), { 'content-type': 'application/x-www-form-urlencoded' }],
  ] as const)
    assert.deepEqual(idsOf(await api.ask(asking('written', payload, headers))), idsOf(first))
})

test('200 a hundred at once under one key are one refund, which all of them get', async () => {
  const { imp_uid } = await paid(100_000)
  const asked = { imp_uid, ...ACCOUNT, amount: 1000 }
  const replies = await Promise.all(Array.from({ length: 100 }, () => cancel('race', asked)))
  assert.equal(new Set(replies.flatMap(idsOf)).size, 1)
  assert.equal(replies.filter(({ headers }) => headers['idempotent-replayed'] === undefined).length, 1)
  assert.equal((await api.ask({ url: `/payments/${imp_uid}` })).payment.cancel_amount, 1000)
})

test('409 when the key was used for another request: another payment, amount, account, or a number; nothing happens', async () => {
  const { imp_uid } = await paid()
  const other = await paid()
  const asked = { imp_uid, ...ACCOUNT, amount: 400 }
  await cancel('used', asked)
  const number = await api.ask({ ...asking('number', { merchant_uid: 'keyed', amount: 1000 }), url: '/cvs' })
  assert.equal(number.code, 0)
  const commits = api.commits()
  for (const [key, payload] of [
    ['used', { ...asked, imp_uid: other.imp_uid }],
    ['used', { ...asked, amount: 401 }],
    ['used', { ...asked, refund_account: '110-234-567891' }],
    ['used', { ...asked, refund_tel: '01012345678' }],
    ['used', { imp_uid, amount: 400 }],
    ['used', { ...asked, enable_webhook: true }],
    ['number', asked],
  ] as const) {
    const [status, code, message] = await refusalOf(api, asking(key, payload))
    assert.deepEqual([status, code], [409, -1], JSON.stringify(payload))
    assert.match(message, /^Idempotency-Key: /)
  }
  const reused = await refusalOf(api, { ...asking('used', { merchant_uid: 'keyed-2', amount: 1000 }), url: '/cvs' })
  assert.equal(reused[0], 409)
  assert.equal(api.commits(), commits)
})

test('200 with code 1 keeps no key: what was refused may be put right under it', async () => {
  const { imp_uid } = await paid()
  const asked = { imp_uid, ...ACCOUNT }
  assert.equal((await cancel('refused', { ...asked, amount: 1001 })).code, 1)
  assert.equal((await cancel('refused', { ...asked, checksum: 1 })).code, 1)
  assert.deepEqual((await cancel('refused', asked)).payment.cancel_amount, 1000)
})

test('200 for another merchant’s same word: it is another key', async () => {
  const { imp_uid } = await paid()
  await cancel('shared', { imp_uid, ...ACCOUNT })
  const headers = { authorization: await api.tokenOf(KEYS.other) }
  const theirs = await api.ask(asking('shared', { imp_uid, ...ACCOUNT }, headers))
  assert.deepEqual([theirs.status, theirs.code, theirs.message], [200, 1, '취소할 결제건이 존재하지 않습니다.'])
})

test('400 when the key is none: with spaces, too long or of letters that no header carries; nothing is given back', async () => {
  const { imp_uid } = await paid()
  for (const key of ['a b', 'x'.repeat(256), 'é']) {
    const [status, code, message] = await refusalOf(api, asking(key, { imp_uid, ...ACCOUNT }))
    assert.deepEqual([status, code, message.startsWith('Idempotency-Key: ')], [400, -1, true])
  }
  assert.equal((await api.ask({ url: `/payments/${imp_uid}` })).payment.cancel_amount, 0)
})
