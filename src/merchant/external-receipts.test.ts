/** POST, GET and DELETE /receipts/external/{merchant_uid} */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { type ApiUnderTest, CHANNEL_KEYS, openApi, PUBLIC_URL, SHOP } from '../../test/compat/api-under-test.ts'
import type { OrderId } from '../core/brand.ts'
import type { IssuerAnswer, ReceiptIssuer } from '../gateway/ports.ts'
import { ExternalReceiptAnswer } from '../wire/receipt.ts'
import {
  answerOf,
  assertNeedsToken,
  assertSawEveryAnswer,
  assertTakesOnly,
  authorizationOfOther,
  refusalOf,
} from './test-answers.ts'

const CASH = { name: '후드티', amount: 11_000, identifier: '010-1234-5678' }
const REFUSED = '01000000001'
const SILENT = '01000000002'
const KEPT = '01000000005'
const NONE = [404, -1, '발급된 현금영수증이 없습니다.'] as const

/** What the issuer was asked for: whom, of what goods and order. */
const asked: string[] = []
let silent = true
let api: ApiUnderTest
before(async () => {
  api = await openApi({ issuer: testIssuer() })
})
after(() => api.close())

/** Says what the number it is asked for stands for. */
function testIssuer(): ReceiptIssuer {
  return {
    async issue({ receipt, of }, { digits }): Promise<IssuerAnswer> {
      asked.push(`${digits} ${of.name} ${of.orderId}`)
      if (digits === REFUSED) return { kind: 'refused', reason: '가맹점 $& 미등록' }
      if (digits === SILENT && silent) return { kind: 'unanswered' }
      return { kind: 'issued', number: 'TEST-012345678', tid: `tid-${digits}-${receipt.id}`, finalAt: null }
    },
    async cancel({ tid }) {
      return tid?.startsWith(`tid-${KEPT}-`) ? { kind: 'refused', reason: '마감 후' } : { kind: 'cancelled' }
    },
    followUp: async () => ({ kind: 'final' }),
  }
}

let orders = 0
const newOrder = () => {
  orders += 1
  return `cash-${orders}`
}
const post = (uid: string, payload: Record<string, unknown> = CASH): InjectOptions => ({
  method: 'POST',
  url: `/receipts/external/${encodeURIComponent(uid)}`,
  payload,
})
const lookUp = (uid: string): InjectOptions => ({ method: 'GET', url: `/receipts/external/${encodeURIComponent(uid)}` })
const remove = (uid: string): InjectOptions => ({ ...lookUp(uid), method: 'DELETE' })
const issue = (uid: string, payload?: Record<string, unknown>) =>
  answerOf(api, post(uid, payload), ExternalReceiptAnswer)
const find = (uid: string) => answerOf(api, lookUp(uid), ExternalReceiptAnswer)

test('200 with a receipt over what the merchant says it took, under its order number, and its page', async () => {
  const uid = newOrder()
  const receipt = await issue(uid, { ...CASH, tax_free: '450' })
  assert.equal(asked.at(-1), `01012345678 후드티 ${uid}`)
  const { receipt_tid, receipt_url, applied_at, ...rest } = receipt
  assert.deepEqual(rest, {
    merchant_uid: uid,
    apply_num: 'TEST-012345678',
    type: 'person',
    amount: 11_000,
    vat: 959,
    cancelled_at: 0,
  })
  assert.match(receipt_tid, /^tid-01012345678-rcp_/)
  assert.ok(applied_at > 0)
  assert.match(receipt_url, new RegExp(`^${PUBLIC_URL}/p/cash-receipts/[\\w-]{22}$`))
  assert.deepEqual(await find(uid), receipt)
})

test('200 when it comes as a form, is for a business, or says more than is read', async () => {
  const uid = newOrder()
  const reply = await api.ask({
    ...post(uid),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload:
      'identifier=124-81-00998&identifier_type=business&name=soup&amount=1100&pg=galaxia&buyer_name=a&pay_method=x',
  })
  assert.deepEqual([reply.status, reply.code], [200, 0])
  const { type, amount, vat } = await find(uid)
  assert.deepEqual([type, amount, vat], ['company', 1100, 100])
})

test('200 for an order number of any spelling, which is found as it was written', async () => {
  for (const uid of ['현금 1/2?', 'a+b', '100%', 'x'.repeat(40)]) {
    await issue(uid)
    assert.equal((await find(uid)).merchant_uid, uid)
  }
})

test('400 when a parameter is missing or cannot be read; nobody is asked, and no number is quoted', async () => {
  const before = asked.length
  for (const [name, payload] of [
    ['name', { ...CASH, name: undefined }],
    ['name', { ...CASH, name: '' }],
    ['name', { ...CASH, name: 'x'.repeat(41) }],
    ['amount', { ...CASH, amount: undefined }],
    ['amount', { ...CASH, amount: 0 }],
    ['amount', { ...CASH, amount: '1,000' }],
    ['amount', { ...CASH, amount: 10.5 }],
    ['identifier', { ...CASH, identifier: undefined }],
    ['identifier', { ...CASH, identifier: '987-654' }],
    ['identifier_type', { ...CASH, identifier_type: 'passport' }],
    ['type', { ...CASH, type: 'nobody' }],
    ['type', { ...CASH, identifier: '124-81-00998', type: 'person' }],
    ['tax_free', { ...CASH, tax_free: -1 }],
    ['vat_amount', { ...CASH, vat_amount: 0.5 }],
    ['tax_free', { ...CASH, tax_free: 10_500, vat_amount: 501 }],
    ['pg', { ...CASH, pg: 'nobody' }],
    ['channel_key', { ...CASH, channel_key: 'channel-key-none' }],
  ] as const) {
    const [status, code, message] = await refusalOf(api, post(newOrder(), payload))
    assert.deepEqual([status, code, message.startsWith(`${name}: `)], [400, -1, true], message)
    assert.doesNotMatch(message, /987/)
  }
  for (const uid of ['x'.repeat(41), 'a\u0007']) assert.match((await refusalOf(api, post(uid)))[2], /^merchant_uid: /)
  assert.equal(asked.length, before)
})

test('400 when one was issued for the order number; when it was cancelled, another one is', async () => {
  const uid = newOrder()
  const first = await issue(uid)
  assert.deepEqual(await refusalOf(api, post(uid)), [400, -1, '이미 현금영수증이 발급되었습니다.'])
  await answerOf(api, remove(uid), ExternalReceiptAnswer)
  const second = await issue(uid)
  assert.notEqual(second.receipt_tid, first.receipt_tid)
  assert.notEqual(second.receipt_url, first.receipt_url)
})

test('400 when one is being issued: of a hundred at once one has it, and the issuer is asked once', async () => {
  const uid = newOrder()
  const before = asked.length
  const replies = await Promise.all(Array.from({ length: 100 }, () => api.ask(post(uid))))
  assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, ...Array<number>(99).fill(400)])
  assert.equal(asked.length, before + 1)
})

test('400 when the order was collected here: its receipt is its payment’s', async () => {
  const uid = newOrder()
  const { payment } = await api.issue({ merchant_uid: uid })
  await api.collect(payment.barcode, 1000)
  const [status, code, message] = await refusalOf(api, post(uid))
  assert.deepEqual([status, code], [400, -1])
  assert.match(message, /^이 주문은 편의점에서 수납되었습니다/)
  assert.deepEqual(await refusalOf(api, lookUp(uid)), NONE)
})

test('404 when none was issued, or another merchant’s was', async () => {
  const uid = newOrder()
  await issue(uid)
  const headers = await authorizationOfOther(api)
  for (const asking of [lookUp(newOrder()), remove(newOrder())]) {
    assert.deepEqual(await refusalOf(api, asking), NONE)
    assert.deepEqual(await refusalOf(api, { ...lookUp(uid), headers }), NONE)
    assert.deepEqual(await refusalOf(api, { ...remove(uid), headers }), NONE)
  }
  assert.equal((await find(uid)).cancelled_at, 0)
  const failed = newOrder()
  await api.ask(post(failed, { ...CASH, identifier: REFUSED }))
  for (const asking of [lookUp(failed), remove(failed)]) assert.deepEqual(await refusalOf(api, asking), NONE)
})

test('500 when the issuer refuses, with its reason; another one may be asked for', async () => {
  const uid = newOrder()
  const refused = post(uid, { ...CASH, identifier: REFUSED })
  assert.deepEqual(await refusalOf(api, refused), [500, -1, '현금영수증 발급에 실패하였습니다. 가맹점 $& 미등록'])
  assert.equal((await issue(uid)).merchant_uid, uid)
})

test('500 when the issuer does not answer: it is under way, not asked for twice, and asked again under the same id', async () => {
  const uid = newOrder()
  const asking = post(uid, { ...CASH, identifier: SILENT })
  const [status, code, message] = await refusalOf(api, asking)
  assert.deepEqual([status, code], [500, -1])
  assert.match(message, /^현금영수증 처리 결과를 아직 확인하지 못했습니다/)
  assert.match((await refusalOf(api, asking))[2], /^현금영수증을 발급하거나 취소하는 중입니다/)
  assert.match((await refusalOf(api, remove(uid)))[2], /^현금영수증을 발급하거나 취소하는 중입니다/)
  assert.match((await refusalOf(api, lookUp(uid)))[2], /^현금영수증을 발급하는 중입니다/)
  const of = { merchantId: SHOP, orderId: uid as OrderId }
  const { externalReceipts } = api.gateway
  assert.equal(await externalReceipts.askAgain(of), false, 'not yet')
  const id = (await externalReceipts.find(SHOP, of.orderId))?.receipt.id
  await api.storage.clock.advance(30_000)
  silent = false
  assert.equal(await externalReceipts.askAgain(of), true)
  assert.equal((await find(uid)).receipt_tid, `tid-${SILENT}-${id}`)
})

test('501 when the channel issues none, or its money is not won', async () => {
  for (const channel_key of [CHANNEL_KEYS.second, CHANNEL_KEYS.dollars]) {
    const uid = newOrder()
    assert.deepEqual(await refusalOf(api, post(uid, { ...CASH, channel_key })), [
      501,
      -1,
      '현금영수증 발급을 지원하지 않는 결제채널입니다.',
    ])
    assert.deepEqual(await refusalOf(api, lookUp(uid)), NONE)
  }
})

test('501 when this house has no issuer any more: what was issued is shown, and not taken back', async (t) => {
  const without = await openApi()
  t.after(() => without.close())
  const id = 'cmd_external' as never
  const terms = {
    receiptId: 'rcp_1' as never,
    token: 'token',
    name: 'soup',
    amount: 1 as never,
    use: 'person',
  } as const
  const identifier = { kind: 'phone', sealed: { keyId: 'k', sealed: '' } } as const
  const of = { id, merchantId: SHOP, orderId: 'a' as OrderId }
  await without.storage.execute({ ...of, type: 'ask_external', ...terms, identifier, taxFree: 0 as never, vat: null })
  assert.equal((await refusalOf(without, remove('a')))[0], 501)
  assert.match((await refusalOf(without, lookUp('a')))[2], /^현금영수증을 발급하는 중입니다/)
})

test('200 when a receipt is cancelled, and the same again when it was', async () => {
  const uid = newOrder()
  const issued = await issue(uid)
  const cancelled = await answerOf(api, remove(uid), ExternalReceiptAnswer)
  assert.ok(cancelled.cancelled_at >= issued.applied_at)
  assert.deepEqual(cancelled, { ...issued, cancelled_at: cancelled.cancelled_at })
  assert.deepEqual(await answerOf(api, remove(uid), ExternalReceiptAnswer), cancelled)
  assert.deepEqual(await find(uid), cancelled)
})

test('500 when the issuer will not cancel it: it stands', async () => {
  const uid = newOrder()
  const issued = await issue(uid, { ...CASH, identifier: KEPT })
  assert.deepEqual(await refusalOf(api, remove(uid)), [500, -1, '현금영수증 취소에 실패하였습니다. 마감 후'])
  assert.deepEqual(await find(uid), issued)
})

test('401 when there is no token of this server', async () => {
  for (const asking of [post('a'), lookUp('a'), remove('a')]) await assertNeedsToken(api, asking)
})

test('405 when asked by another method', () => assertTakesOnly(api, '/receipts/external/a', ['POST', 'GET', 'DELETE']))

test('all that is described of receipts of cash taken elsewhere was answered', () =>
  assertSawEveryAnswer(
    'POST /receipts/external/{merchant_uid}',
    'GET /receipts/external/{merchant_uid}',
    'DELETE /receipts/external/{merchant_uid}',
  ))
