/** What a notice says, in each format, and that it says the same for ever. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Value } from 'typebox/value'
import { type ApiUnderTest, openApi } from '../../test/compat/api-under-test.ts'
import type { CommandId, EndpointId, PaymentId, RefundId } from '../core/brand.ts'
import type { Delivery, Notice } from '../core/delivery.ts'
import { NOTICE_TYPE, NOTICE_TYPES } from '../core/endpoint.ts'
import type { EventType } from '../core/payment.ts'
import { createDeliveries } from '../gateway/deliveries.ts'
import type { IssuerAnswer, MerchantsWord, ReceiptIssuer } from '../gateway/ports.ts'
import { MERCHANT, openScene, said } from '../gateway/test-gateway.ts'
import { ModernNotice, NoticeBody, NOTICE_TYPES as TYPES_OF_THE_WIRE } from '../wire/callbacks.ts'
import { NOTICE_FORMATS as FORMATS_OF_THE_WIRE } from '../wire/endpoint-answer.ts'
import { createRenderNotice } from './render-notice.ts'
import { BROKEN, SHOP, tryDue, tryToTheEnd } from './test-notices.ts'

interface Desk {
  readonly api: ApiUnderTest
  readonly render: (notice: Notice) => Promise<string>
  /** The latest delivery to the modern endpoint of an event of this kind. */
  readonly told: (event: EventType) => Promise<Delivery>
  /** Its body. */
  readonly body: (event: EventType) => Promise<ModernNotice>
}

const YES: MerchantsWord = { verdict: { kind: 'payable' }, latencyMs: 1, detail: '200' }
const NO: MerchantsWord = { verdict: { kind: 'refused', reason: '품절' }, latencyMs: 1, detail: '409' }

async function openDesk(t: TestContext, word = (): MerchantsWord => YES, issuer?: ReceiptIssuer): Promise<Desk> {
  const api = await openApi({ askMerchant: async () => word(), ...(issuer === undefined ? {} : { issuer }) })
  t.after(() => api.close())
  await api.ask({ method: 'POST', url: '/api/endpoints', payload: { url: 'https://hook.example' } })
  const render = createRenderNotice(createDeliveries({ storage: api.storage }))
  const told: Desk['told'] = async (event) => {
    const found = (await api.storage.deliveries.list(SHOP, {}, null, 100)).find((each) => each.event === event)
    return found ?? assert.fail(`nobody was told of ${event}`)
  }
  return {
    api,
    render,
    told,
    async body(event) {
      const body: unknown = JSON.parse(await render(await told(event)))
      assert.ok(Value.Check(ModernNotice, body), JSON.stringify([...Value.Errors(ModernNotice, body)]))
      return body
    },
  }
}

const BUYER = {
  buyer_name: '홍길동비밀',
  buyer_email: 'secret@buyer.example',
  buyer_tel: '010-7777-1234',
  buyer_addr: '비밀로 1',
  buyer_postcode: '99999',
  custom_data: 'echo-secret',
  name: '비밀 상품',
}

test('a modern notice of a paid payment: type, time, the payment as it is then, and the try at the till', async (t) => {
  const { api, body } = await openDesk(t)
  const { payment } = await api.issue({ merchant_uid: '주문 1', ...BUYER })
  await api.collect(payment.barcode, 1000, 'card')
  const paid = (await api.ask({ url: `/payments/${payment.imp_uid}` })).payment
  const { type, timestamp, data } = await body('collected')
  assert.equal(type, 'payment.paid')
  assert.equal(new Date(timestamp).toISOString(), timestamp)
  assert.equal(Math.floor(Date.parse(timestamp) / 1000), paid.paid_at)
  assert.match(data.attempt_id ?? '', /^att_/)
  assert.deepEqual(data, {
    imp_uid: paid.imp_uid,
    merchant_uid: '주문 1',
    status: 'paid',
    version: paid.cvs.version,
    amount: 1000,
    currency: 'KRW',
    barcode: paid.barcode,
    pay_method: 'cvs',
    expired_at: paid.expired_at,
    paid_at: paid.paid_at,
    cancelled_at: 0,
    failed_at: 0,
    attempt_id: data.attempt_id,
    outlet: { chain: '한빛편의점', id: 'HB001', name: '한빛편의점 1호점', till: '1' },
    pay_type: 'card',
    approval_no: paid.cvs.approval_no,
    refusal: null,
    receipt: null,
    cancel_amount: 0,
    refunds: [],
  })
})

const ACCOUNT = { refund_holder: '홍길동비밀', refund_bank: '004', refund_account: '110234567890' }

async function refunded(api: ApiUnderTest, amount: number, more: Record<string, unknown> = {}) {
  const { payment } = await api.issue()
  await api.collect(payment.barcode, 1000)
  const payload = { imp_uid: payment.imp_uid, amount, ...ACCOUNT, ...more }
  return (await api.ask({ method: 'POST', url: '/payments/cancel', payload })).payment
}

test('a notice of a refund carries the payment and the refund, and nothing of the account', async (t) => {
  const { api, body, render, told } = await openDesk(t)
  const { cancel_history } = await refunded(api, 400, { reason: '품절' })
  const id = cancel_history[0]?.cancellation_id ?? ''
  const { type, data } = await body('refunded')
  assert.deepEqual([type, data.status, data.cancel_amount], ['payment.refunded', 'paid', 400])
  assert.deepEqual(
    data.refunds.map((refund) => [refund.id, refund.amount, refund.reason, refund.route, refund.payout.state]),
    [[id, 400, '품절', 'bank', 'pending']],
  )
  assert.doesNotMatch(await render(await told('refunded')), /홍길동|110234567890/)
})

test('a notice of a payout tells how it ended; the slip’s number, which is money, is in none', async (t) => {
  const { api, body, render, told } = await openDesk(t)
  const { cancel_history } = await refunded(api, 1000)
  const id = cancel_history[0]?.cancellation_id ?? ''
  await api.gateway.refunds.settle(SHOP, id as RefundId, 'failed', '예금주 불일치')
  const failed = await body('payout_failed')
  assert.deepEqual(
    [failed.type, failed.data.status, failed.data.refunds[0]?.payout.cause],
    ['refund.failed', 'cancelled', 'refused'],
  )
  await api.gateway.refunds.settle(SHOP, id as RefundId, 'paid_out', null)
  const done = await body('paid_out')
  assert.deepEqual([done.type, done.data.refunds[0]?.payout.by], ['refund.paid_out', 'operator'])
  assert.doesNotMatch(await render(await told('paid_out')), /slip_number/)
})

test('a V1 notice of a refund says which one it was, in both forms; any other has V1’s three keys', async (t) => {
  const { api, render, told } = await openDesk(t)
  const { imp_uid, merchant_uid, cancel_history } = await refunded(api, 1000, { enable_webhook: true })
  const cancellation_id = cancel_history[0]?.cancellation_id ?? ''
  const notice = await told('refunded')
  const body = { imp_uid, merchant_uid, status: 'cancelled', cancellation_id }
  assert.equal(await render({ ...notice, format: 'v1_json' }), JSON.stringify(body))
  assert.equal(await render({ ...notice, format: 'v1_form' }), new URLSearchParams(body).toString())
  const paid = await told('collected')
  assert.deepEqual(Object.keys(JSON.parse(await render({ ...paid, format: 'v1_json' }))), [
    'imp_uid',
    'merchant_uid',
    'status',
  ])
})

test('a notice that is not about a try at a till has none of it, also after there were tries', async (t) => {
  const { api, body } = await openDesk(t, () => NO)
  const { payment } = await api.issue({ confirm_url: 'https://shop.example/confirm' })
  await api.collect(payment.barcode, 1000)
  await api.ask({ method: 'DELETE', url: `/cvs/${payment.imp_uid}` })
  for (const event of ['issued', 'revoked'] as const) {
    const { attempt_id, outlet, pay_type, approval_no, refusal } = (await body(event)).data
    assert.deepEqual([attempt_id, outlet, pay_type, approval_no, refusal], [null, null, null, null, null], event)
  }
  const { type, data } = await body('revoked')
  assert.deepEqual([type, data.status, data.cancelled_at > 0], ['payment.revoked', 'cancelled', true])
})

test('a notice of a cash receipt says what became of it, its number or why there is none, and not whom it is for', async (t) => {
  let issued: IssuerAnswer = { kind: 'refused', reason: '미등록' }
  let cancelled: IssuerAnswer = { kind: 'refused', reason: '마감 후' }
  const { api, body, render, told } = await openDesk(t, () => YES, {
    issue: async () => issued,
    cancel: async () => cancelled,
    followUp: async () => ({ kind: 'final' }),
  })
  const { payment } = await api.issue({ amount: 11_000 })
  await api.collect(payment.barcode, 11_000)
  const url = `/receipts/${payment.imp_uid}`
  const ask = () => api.ask({ method: 'POST', url, payload: { identifier: '010-9876-5432' } })
  const facts = { type: 'person', amount: 11_000, vat: 1000 }
  await ask()
  const failed = await body('receipt_failed')
  assert.deepEqual([failed.type, failed.data.status, failed.data.outlet], ['receipt.failed', 'paid', null])
  assert.deepEqual(failed.data.receipt, { state: 'failed', ...facts, apply_num: null, reason: '미등록' })
  issued = { kind: 'issued', number: 'TEST-012345678', tid: 'tid-1', finalAt: null }
  await ask()
  const given = { ...facts, apply_num: 'TEST-012345678' }
  assert.deepEqual((await body('receipt_issued')).data.receipt, { state: 'issued', ...given, reason: null })
  await api.ask({ method: 'DELETE', url })
  const stands = await body('receipt_cancel_failed')
  assert.deepEqual(
    [stands.type, stands.data.receipt],
    ['receipt.failed', { state: 'issued', ...given, reason: '마감 후' }],
  )
  cancelled = { kind: 'cancelled' }
  await api.ask({ method: 'DELETE', url })
  const gone = await body('receipt_cancelled')
  assert.deepEqual(
    [gone.type, gone.data.receipt],
    ['receipt.cancelled', { state: 'cancelled', ...given, reason: null }],
  )
  assert.doesNotMatch(await render(await told('receipt_issued')), /9876-?5432/)
})

test('a refused try says who refused, with what words, and whether the merchant had said yes', async (t) => {
  let word = NO
  const { api, body } = await openDesk(t, () => word)
  const { payment } = await api.issue({ confirm_url: 'https://shop.example/confirm' })
  await api.collect(payment.barcode, 1000)
  const told = await body('refused')
  assert.deepEqual([told.type, told.data.status, told.data.approval_no], ['payment.refused', 'ready', null])
  assert.deepEqual(told.data.refusal, { name: 'merchant_refused', reason: '품절', merchant_said_yes: false })
  assert.equal(told.data.outlet?.id, 'HB001')
  word = { verdict: { kind: 'unanswered' }, latencyMs: 5000, detail: 'no answer' }
  await api.collect(payment.barcode, 1000)
  assert.deepEqual((await body('refused')).data.refusal, {
    name: 'merchant_unanswered',
    reason: null,
    merchant_said_yes: false,
  })
})

test('a yes that came too late for the till is told as such, so that what was set aside is freed', async (t) => {
  const scene = await openScene(t, {
    async askMerchant(_question, scene) {
      scene().pass(5900)
      return YES
    },
  })
  const hook = { id: 'ep_1' as EndpointId, merchantId: MERCHANT, url: 'https://hook.example', secrets: [] }
  const entry = { ...hook, description: '', format: 'modern', hears: ['payment.refused'] } as const
  await scene.storage.directory.put([{ kind: 'endpoint', entry }])
  const { number } = await scene.issue()
  assert.equal(said(await scene.collect(number, { waitsMs: 6000 })), 'declined: merchant_unanswered')
  const [notice] = await scene.storage.deliveries.list(MERCHANT, {}, null, 10)
  assert.ok(notice)
  const body: ModernNotice = JSON.parse(await createRenderNotice(createDeliveries(scene))(notice))
  assert.deepEqual(body.data.refusal, { name: 'merchant_unanswered', reason: null, merchant_said_yes: true })
})

test('a claim that lapsed is told as a refused try, and nobody knows what the merchant said', async (t) => {
  const held = Promise.withResolvers<MerchantsWord>()
  const asked = Promise.withResolvers<void>()
  const api = await openApi({
    askMerchant() {
      asked.resolve()
      return held.promise
    },
  })
  t.after(() => api.close())
  await api.ask({ method: 'POST', url: '/api/endpoints', payload: { url: 'https://hook.example' } })
  const { payment } = await api.issue({ confirm_url: 'https://shop.example/confirm' })
  const collecting = api.collect(payment.barcode, 1000)
  await asked.promise
  api.moveWall(20_000)
  await api.ask({ method: 'DELETE', url: `/cvs/${payment.imp_uid}` })
  held.resolve(YES)
  await collecting
  const deliveries = createDeliveries({ storage: api.storage })
  const lapsed = (await api.storage.deliveries.list(SHOP, {}, null, 10)).find(({ event }) => event === 'lapsed')
  assert.ok(lapsed)
  const body: ModernNotice = JSON.parse(await createRenderNotice(deliveries)(lapsed))
  assert.equal(body.type, 'payment.refused')
  assert.deepEqual(body.data.refusal, { name: 'merchant_unanswered', reason: null, merchant_said_yes: null })
})

test('reversed: the try is named, and the payment is ready again, as a look at it says', async (t) => {
  const { api, body } = await openDesk(t)
  const { payment } = await api.issue()
  await api.collect(payment.barcode, 1000)
  await api.reverse()
  const { type, data } = await body('reversed')
  assert.deepEqual([type, data.status, data.paid_at, data.refusal], ['payment.reversed', 'ready', 0, null])
  assert.equal(data.attempt_id, (await body('collected')).data.attempt_id)
})

test('expired: told with the moment at which it could no longer be paid', async (t) => {
  const { api, body } = await openDesk(t)
  const { payment } = await api.issue()
  await api.storage.clock.advance(30 * 24 * 3_600_000)
  await api.storage.execute({ type: 'expire', id: 'cmd_sweep' as CommandId, paymentId: payment.imp_uid as PaymentId })
  const { type, data } = await body('expired')
  assert.deepEqual([type, data.status, data.failed_at], ['payment.expired', 'failed', payment.expired_at])
})

test('no notice in any format holds anything of the customer, or what opens their page', async (t) => {
  const { api, render } = await openDesk(t, () => NO)
  const { payment } = await api.issue({ ...BUYER, confirm_url: 'https://shop.example/confirm' })
  await api.collect(payment.barcode, 1000)
  const hidden = [...Object.values(BUYER), payment.pay_url, payment.pay_url.slice(-20)]
  for (const delivery of await api.storage.deliveries.list(SHOP, {}, null, 100)) {
    for (const format of FORMATS_OF_THE_WIRE) {
      const text = await render({ ...delivery, format })
      for (const secret of hidden) assert.ok(!text.includes(secret), `${format}: ${secret}`)
    }
  }
})

test('the bytes stay the same at every try, after everything that happens later, and at a replay', async (t) => {
  const { api, render, told } = await openDesk(t)
  const { payment } = await api.issue({ merchant_uid: 'one', name: '후드티' })
  const issued = await told('issued')
  const first = await render(issued)
  await api.collect(payment.barcode, 1000)
  const paid = await told('collected')
  const firstPaid = await render(paid)
  await tryDue(api.storage, BROKEN)
  await api.reverse()
  await api.ask({ method: 'DELETE', url: `/cvs/${payment.imp_uid}` })
  await tryToTheEnd(api.storage, BROKEN)
  const replay = await api.ask({ method: 'POST', url: `/api/deliveries/${issued.id}/replay` })
  assert.equal(replay.status, 200)
  const again = await api.storage.deliveries.find(SHOP, issued.id)
  assert.ok(again?.state === 'waiting')
  assert.equal(await render(again), first)
  assert.equal(await render(paid), firstPaid)
})

test("a notice to a V1 address is V1's three keys and nothing else, as JSON or as a form", async (t) => {
  const { api, render } = await openDesk(t)
  const { payment } = await api.issue({ merchant_uid: '주문 1&2', notice_url: 'https://a.kr/notice' })
  await api.collect(payment.barcode, 1000)
  const id = payment.imp_uid
  const all = await api.storage.deliveries.ofPayment(SHOP, id as PaymentId)
  const delivery = all.find(({ endpoint }) => endpoint === null)
  assert.ok(delivery)
  const json = await render(delivery)
  assert.equal(json, `{"imp_uid":"${id}","merchant_uid":"주문 1&2","status":"paid"}`)
  assert.ok(Value.Check(NoticeBody, JSON.parse(json)))
  const form = await render({ ...delivery, format: 'v1_form' })
  assert.equal(form, `imp_uid=${id}&merchant_uid=%EC%A3%BC%EB%AC%B8+1%262&status=paid`)
})

test('a notice of a payment that storage does not have is a fault, not an empty body', async (t) => {
  const { render, told, api } = await openDesk(t)
  await api.issue()
  const notice = await told('issued')
  await assert.rejects(render({ ...notice, version: 9 }), /no version 9/)
})

test('the wire has a name for every event that is told, and no other', () => {
  assert.deepEqual([...TYPES_OF_THE_WIRE], [...NOTICE_TYPES])
  assert.deepEqual(new Set(Object.values(NOTICE_TYPE).filter((type) => type !== null)), new Set(NOTICE_TYPES))
})
