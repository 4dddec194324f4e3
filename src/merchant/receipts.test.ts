/** POST, GET and DELETE /receipts/{imp_uid} */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { RECEIPT_USES } from '../core/cash-receipt.ts'
import type { IssuerAnswer, ReceiptIssuer } from '../gateway/ports.ts'
import { IDENTIFIER_KINDS } from '../numbers/receipt-identifier.ts'
import { PaymentAnswer } from '../wire/payment-answer.ts'
import { IDENTIFIER_TYPES, RECEIPT_TYPES, ReceiptAnswer } from '../wire/receipt.ts'
import {
  answerOf,
  assertNeedsToken,
  assertSawEveryAnswer,
  assertTakesOnly,
  authorizationOfOther,
  PAYMENT_UNKNOWN,
  refusalOf,
} from './test-answers.ts'

const PHONE = { identifier: '010-1234-5678' }
const REFUSED = '01000000001'
const SILENT = '01000000002'
const KEPT = '01000000005'

/** Whom the issuer was asked for, in order. */
const asked: string[] = []
let api: ApiUnderTest
before(async () => {
  api = await openApi({ issuer: testIssuer() })
})
after(() => api.close())

/** Says what the number it is asked for stands for. */
function testIssuer(): ReceiptIssuer {
  return {
    async issue({ receipt }, { digits }): Promise<IssuerAnswer> {
      asked.push(digits)
      if (digits === REFUSED) return { kind: 'refused', reason: '가맹점 $& 미등록' }
      if (digits === SILENT) return { kind: 'unanswered' }
      return { kind: 'issued', number: 'TEST-012345678', tid: `tid-${digits}-${receipt.id}`, finalAt: null }
    },
    async cancel({ tid }) {
      return tid?.startsWith(`tid-${KEPT}-`) ? { kind: 'refused', reason: '마감 후' } : { kind: 'cancelled' }
    },
    followUp: async () => ({ kind: 'final' }),
  }
}

async function paid(amount = 11_000, payType: 'cash' | 'card' = 'cash', more: Record<string, unknown> = {}) {
  const { payment } = await api.issue({ amount, ...more })
  await api.collect(payment.barcode, amount, payType)
  return payment.imp_uid
}

const post = (impUid: string, payload: Record<string, unknown> = PHONE): InjectOptions => ({
  method: 'POST',
  url: `/receipts/${impUid}`,
  payload,
})
const remove = (impUid: string): InjectOptions => ({ method: 'DELETE', url: `/receipts/${impUid}` })
const issue = (impUid: string, payload?: Record<string, unknown>) => answerOf(api, post(impUid, payload), ReceiptAnswer)
const find = (impUid: string) => answerOf(api, `/receipts/${impUid}`, ReceiptAnswer)
const payment = (impUid: string) => answerOf(api, `/payments/${impUid}`, PaymentAnswer)

test('200 when it was paid in cash: a receipt over all of it, which the payment shows', async () => {
  const impUid = await paid()
  assert.equal((await payment(impUid)).cash_receipt_issued, false)
  const receipt = await issue(impUid)
  const { pay_url, cash_receipt_issued } = await payment(impUid)
  assert.equal(cash_receipt_issued, true)
  assert.match(receipt.receipt_tid, /^tid-01012345678-rcp_/)
  assert.ok(receipt.applied_at > 0)
  const { receipt_tid: _tid, applied_at: _at, ...rest } = receipt
  assert.deepEqual(rest, {
    imp_uid: impUid,
    apply_num: 'TEST-012345678',
    type: 'person',
    amount: 11_000,
    vat: 1000,
    receipt_url: `${pay_url}/cash-receipt`,
    cancelled_at: 0,
  })
  assert.deepEqual(await find(impUid), receipt)
})

test('200 when the tax-free part, the tax or the type is said; what V1 also sends is ignored', async () => {
  for (const [payload, vat, type] of [
    [{ ...PHONE, tax_free: 11_000 }, 0, 'person'],
    [{ ...PHONE, tax_free: '450' }, 959, 'person'],
    [{ ...PHONE, vat_amount: 0, tax_free: 0 }, 0, 'person'],
    [{ ...PHONE, vat_amount: null, tax_free: null, type: null, identifier_type: null }, 1000, 'person'],
    [{ ...PHONE, type: 'company', identifier_type: 'phone' }, 1000, 'company'],
    [{ identifier: '124-81-00998' }, 1000, 'company'],
    [{ identifier: '900101-1234567', identifier_type: 'person', type: '' }, 1000, 'person'],
    [{ identifier: '154420201234567890', identifier_type: 'taxcard' }, 1000, 'person'],
    [
      { ...PHONE, buyer_name: '홍길동', buyer_tel: 1, product_type: 'real', company_tel: '02', corp_reg_no: {} },
      1000,
      'person',
    ],
  ] as const) {
    const receipt = await issue(await paid(), payload)
    assert.deepEqual([receipt.amount, receipt.vat, receipt.type], [11_000, vat, type], JSON.stringify(payload))
  }
})

test('200 when it comes as a form', async () => {
  const impUid = await paid()
  const reply = await api.ask({
    method: 'POST',
    url: `/receipts/${impUid}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'identifier=010-1234-5678&type=person&tax_free=1100',
  })
  assert.deepEqual([reply.status, reply.code], [200, 0])
  assert.equal((await find(impUid)).vat, 900)
})

test('400 when the identifier is missing, or is none of its kind; it is never quoted', async () => {
  const impUid = await paid()
  const before = asked.length
  for (const payload of [
    {},
    { identifier: null },
    { identifier: '' },
    { identifier: 1012345678 },
    { identifier: ['a'] },
  ]) {
    const [status, code, message] = await refusalOf(api, post(impUid, payload))
    assert.deepEqual([status, code, message.startsWith('identifier: ')], [400, -1, true], message)
  }
  for (const [identifier, identifier_type] of [
    ['02-987-6543', undefined],
    ['9876543210', 'business'],
    ['010-9876-5432', 'business'],
    ['989899-9876543', 'person'],
    ['9876543210987', 'phone'],
    ['98765432109876543210', 'taxcard'],
  ] as const) {
    const [status, , message] = await refusalOf(api, post(impUid, { identifier, identifier_type }))
    assert.equal(status, 400)
    assert.ok(message.startsWith('identifier: ') && !/9876|987-/.test(message), message)
  }
  assert.equal(asked.length, before, 'and nobody was asked')
})

test('400 when another parameter cannot be read', async () => {
  const impUid = await paid()
  for (const [name, payload] of [
    ['identifier_type', { ...PHONE, identifier_type: 'passport' }],
    ['type', { ...PHONE, type: 'nobody' }],
    ['type', { ...PHONE, type: true }],
    ['type', { identifier: '124-81-00998', type: 'person' }],
    ['tax_free', { ...PHONE, tax_free: -1 }],
    ['tax_free', { ...PHONE, tax_free: 0.5 }],
    ['vat_amount', { ...PHONE, vat_amount: '1,000' }],
  ] as const) {
    const [status, code, message] = await refusalOf(api, post(impUid, payload))
    assert.deepEqual([status, code, message.startsWith(`${name}: `)], [400, -1, true], message)
  }
})

test('400 when tax and tax-free part are more than was paid, naming how much that is', async () => {
  const impUid = await paid(1000)
  const [status, code, message] = await refusalOf(api, post(impUid, { ...PHONE, tax_free: 950, vat_amount: 51 }))
  assert.deepEqual([status, code], [400, -1])
  assert.match(message, /^tax_free: .*1000원.*1000 won/)
})

test('400 when it was not paid, or its money went back', async () => {
  const text = '결제되지 않은 주문에는 현금영수증을 발급할 수 없습니다.'
  const { payment: ready } = await api.issue()
  const reversed = await paid()
  await api.reverse()
  const { payment: revoked } = await api.issue()
  await api.ask({ method: 'DELETE', url: `/cvs/${revoked.imp_uid}` })
  for (const impUid of [ready.imp_uid, reversed, revoked.imp_uid])
    assert.deepEqual(await refusalOf(api, post(impUid)), [400, -1, text])
})

test('400 when it was paid by card', async () => {
  const [status, code, message] = await refusalOf(api, post(await paid(11_000, 'card')))
  assert.deepEqual([status, code], [400, -1])
  assert.match(message, /^현금으로 결제된 건이 아니라/)
})

test('400 when a receipt was issued already; when it was cancelled, another one is', async () => {
  const impUid = await paid()
  const first = await issue(impUid)
  assert.deepEqual(await refusalOf(api, post(impUid)), [400, -1, '이미 현금영수증이 발급되었습니다.'])
  await answerOf(api, remove(impUid), ReceiptAnswer)
  const second = await issue(impUid)
  assert.notEqual(second.receipt_tid, first.receipt_tid)
})

test('400 when one is being issued: of a hundred at once one has it, and the issuer is asked once', async () => {
  const impUid = await paid()
  const before = asked.length
  const replies = await Promise.all(
    Array.from({ length: 100 }, () => api.ask({ method: 'POST', url: `/receipts/${impUid}`, payload: PHONE })),
  )
  const statuses = replies.map(({ status }) => status).toSorted()
  assert.deepEqual(statuses, [200, ...Array<number>(99).fill(400)])
  assert.equal(asked.length, before + 1)
})

test('404 when there is no such payment, or it is another merchant’s', async () => {
  const impUid = await paid()
  await issue(impUid)
  const headers = await authorizationOfOther(api)
  for (const asking of [
    post('imp_999999999999'),
    post('nonsense'),
    remove('imp_999999999999'),
    remove('nonsense'),
    '/receipts/imp_999999999999',
    '/receipts/nonsense',
    { method: 'POST', url: `/receipts/${impUid}`, payload: PHONE, headers } as const,
    { method: 'DELETE', url: `/receipts/${impUid}`, headers } as const,
    { method: 'GET', url: `/receipts/${impUid}`, headers } as const,
  ]) {
    assert.deepEqual(await refusalOf(api, asking), PAYMENT_UNKNOWN)
  }
  assert.equal((await find(impUid)).cancelled_at, 0)
})

test('404 when none was issued', async () => {
  assert.deepEqual(await refusalOf(api, `/receipts/${await paid()}`), [404, -1, '발급된 현금영수증이 없습니다.'])
})

test('500 when the issuer refuses, with its reason; then none is there, and another one may be asked for', async () => {
  const impUid = await paid()
  const refused = post(impUid, { identifier: REFUSED })
  assert.deepEqual(await refusalOf(api, refused), [500, -1, '현금영수증 발급에 실패하였습니다. 가맹점 $& 미등록'])
  assert.equal((await refusalOf(api, `/receipts/${impUid}`))[0], 404)
  assert.equal((await payment(impUid)).cash_receipt_issued, false)
  await issue(impUid)
})

test('500 when the issuer does not answer: it is under way, is not asked for twice, and is looked up', async () => {
  const impUid = await paid()
  const [status, code, message] = await refusalOf(api, post(impUid, { identifier: SILENT }))
  assert.deepEqual([status, code], [500, -1])
  assert.match(message, /^현금영수증 처리 결과를 아직 확인하지 못했습니다/)
  assert.match((await refusalOf(api, post(impUid)))[2], /^현금영수증을 발급하거나 취소하는 중입니다/)
  assert.match((await refusalOf(api, remove(impUid)))[2], /^현금영수증을 발급하거나 취소하는 중입니다/)
  assert.match((await refusalOf(api, `/receipts/${impUid}`))[2], /^현금영수증을 발급하는 중입니다/)
  assert.equal((await payment(impUid)).cash_receipt_issued, false)
})

test('404, 500 and 501 in English for whoever asks for it', async () => {
  const headers = { 'accept-language': 'en' }
  const english = async (asking: InjectOptions) => (await refusalOf(api, { ...asking, headers }))[2]
  const impUid = await paid()
  const { payment: elsewhere } = await api.issue({ channel_key: CHANNEL_KEYS.second })
  const lookUp = { method: 'GET', url: `/receipts/${impUid}` } as const
  assert.equal(await english(lookUp), 'There is no cash receipt.')
  assert.equal(
    await english(post(impUid, { identifier: REFUSED })),
    'The cash receipt could not be issued: 가맹점 $& 미등록',
  )
  assert.match(await english(post(impUid, { identifier: SILENT })), /^What became of the cash receipt is not known yet/)
  assert.match(await english(lookUp), /^The cash receipt is being issued/)
  assert.equal(await english(remove(elsewhere.imp_uid)), 'This channel issues no cash receipts.')
  const kept = await paid()
  await issue(kept, { identifier: KEPT })
  assert.match(await english(remove(kept)), /could not be cancelled and stands: 마감 후$/)
})

test('501 when the payment’s channel issues none, or its money is not won', async () => {
  const other = await paid(11_000, 'cash', { channel_key: CHANNEL_KEYS.second })
  const dollars = await api.issue({ amount: '10.25', channel_key: CHANNEL_KEYS.dollars })
  for (const impUid of [other, dollars.payment.imp_uid]) {
    for (const asking of [post(impUid), remove(impUid)])
      assert.deepEqual(await refusalOf(api, asking), [501, -1, '현금영수증 발급을 지원하지 않는 결제채널입니다.'])
  }
})

test('200 when a receipt is cancelled, and the same again when it was', async () => {
  const impUid = await paid()
  const issued = await issue(impUid)
  const cancelled = await answerOf(api, remove(impUid), ReceiptAnswer)
  assert.ok(cancelled.cancelled_at >= issued.applied_at)
  assert.deepEqual(cancelled, { ...issued, cancelled_at: cancelled.cancelled_at })
  assert.deepEqual(await answerOf(api, remove(impUid), ReceiptAnswer), cancelled)
  assert.deepEqual(await find(impUid), cancelled)
  assert.equal((await payment(impUid)).cash_receipt_issued, false)
})

test('400 when none was ever issued that could be cancelled', async () => {
  const text = '현금영수증이 발급된 적이 없는 결제건입니다.'
  const failed = await paid()
  await api.ask({ method: 'POST', url: `/receipts/${failed}`, payload: { identifier: REFUSED } })
  const { payment: ready } = await api.issue()
  for (const impUid of [await paid(), failed, ready.imp_uid])
    assert.deepEqual(await refusalOf(api, remove(impUid)), [400, -1, text])
})

test('500 when the issuer will not cancel it: it stands', async () => {
  const impUid = await paid()
  const issued = await issue(impUid, { identifier: KEPT })
  assert.deepEqual(await refusalOf(api, remove(impUid)), [500, -1, '현금영수증 취소에 실패하였습니다. 마감 후'])
  assert.deepEqual(await find(impUid), issued)
})

test('200 without the receipt when the till takes its collect back: it is on its way out', async () => {
  const impUid = await paid()
  await issue(impUid)
  await api.reverse()
  assert.equal((await payment(impUid)).status, 'ready')
  assert.equal(await api.gateway.receipts.askAgain(impUid as never), true)
  assert.ok((await find(impUid)).cancelled_at > 0)
  assert.equal((await payment(impUid)).cash_receipt_issued, false)
})

test('200 with the receipt though nobody asked for it, on a channel that issues by itself', async () => {
  const { directory } = api.storage
  const channel = directory.current().channels.find(({ key }) => key === CHANNEL_KEYS.second)
  assert.ok(channel)
  await directory.put([{ kind: 'channel', entry: { ...channel, receipts: 'always' } }])
  const [inCash, byCard] = [
    await paid(11_000, 'cash', { channel_key: CHANNEL_KEYS.second }),
    await paid(11_000, 'card', { channel_key: CHANNEL_KEYS.second }),
  ]
  assert.equal(await api.gateway.receipts.askAgain(inCash as never), true)
  assert.equal(await api.gateway.receipts.askAgain(byCard as never), false)
  assert.equal(asked.at(-1), '0100001234')
  assert.equal((await find(inCash)).amount, 11_000)
  assert.equal((await payment(inCash)).cash_receipt_issued, true)
  assert.equal((await payment(byCard)).cash_receipt_issued, false)
})

test('200 with the receipt though nobody asked for it, where the law obliges to one: cash from 100,000 won on a channel that says auto', async () => {
  const { directory } = api.storage
  const channel = directory.current().channels.find(({ key }) => key === CHANNEL_KEYS.second)
  assert.ok(channel)
  await directory.put([{ kind: 'channel', entry: { ...channel, receipts: 'auto', amountMax: null } }])
  const of = { channel_key: CHANNEL_KEYS.second }
  for (const [amount, payType, isIssued] of [
    [99_999, 'cash', false],
    [100_000, 'cash', true],
    [100_000, 'card', false],
  ] as const) {
    const impUid = await paid(amount, payType, of)
    assert.equal(await api.gateway.receipts.askAgain(impUid as never), isIssued, `${amount} ${payType}`)
    assert.equal((await payment(impUid)).cash_receipt_issued, isIssued)
  }
  const small = await paid(99_999, 'cash', of)
  assert.equal((await issue(small)).amount, 99_999, 'and smaller ones when they are asked for')
})

test('what the wire calls a number and a purpose is what the house does', () => {
  assert.deepEqual([IDENTIFIER_TYPES, RECEIPT_TYPES], [IDENTIFIER_KINDS, RECEIPT_USES])
})

test('401 when there is no token of this server', async () => {
  for (const asking of [post('imp_999999999999'), '/receipts/imp_999999999999', remove('imp_999999999999')])
    await assertNeedsToken(api, asking)
})

test('405 when asked by another method', () =>
  assertTakesOnly(api, '/receipts/imp_999999999999', ['POST', 'GET', 'DELETE']))

test('all that is described of cash receipts was answered', () =>
  assertSawEveryAnswer('POST /receipts/{imp_uid}', 'GET /receipts/{imp_uid}', 'DELETE /receipts/{imp_uid}'))
