import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Value } from 'typebox/value'
import { type ApiUnderTest, CHANNEL_KEYS, openApi, PUBLIC_URL } from '../../test/compat/api-under-test.ts'
import type { WallTime } from '../core/brand.ts'
import type { Question } from '../gateway/ports.ts'
import { ConfirmBody } from '../wire/callbacks.ts'
import { PaymentAnswer } from '../wire/payment-answer.ts'
import { renderConfirm } from './present.ts'

/** Of the page's response model and of today's V1 schema. */
const V1_KEYS = `imp_uid merchant_uid pay_method channel pg_provider emb_pg_provider pg_tid pg_id escrow apply_num
  bank_code bank_name card_code card_name card_quota card_number card_type vbank_code vbank_name vbank_num vbank_holder
  vbank_date vbank_issued_at name amount cancel_amount currency buyer_name buyer_email buyer_tel buyer_addr
  buyer_postcode custom_data user_agent status started_at paid_at failed_at cancelled_at fail_reason cancel_reason
  receipt_url cancel_history cancel_receipt_urls cash_receipt_issued customer_uid customer_uid_usage sandbox
  card_issuer_code card_issuer_name card_publisher_code card_publisher_name deposit_history promotion`.split(/\s+/)

let api: ApiUnderTest
const questions: Question[] = []
before(async () => {
  api = await openApi({
    askMerchant: async (question) => {
      questions.push(question)
      return { verdict: { kind: 'payable' }, latencyMs: 1, detail: '200' }
    },
  })
})
after(() => api.close())

const look = async (impUid: string) => {
  const { payment } = await api.ask({ url: `/payments/${impUid}` })
  assert.ok(Value.Check(PaymentAnswer, payment), JSON.stringify([...Value.Errors(PaymentAnswer, payment)]))
  return payment
}

test('every key of the page and of V1 is there in every state, and each once', async () => {
  const { payment } = await api.issue()
  assert.deepEqual(
    V1_KEYS.filter((key) => !(key in payment)),
    [],
  )
  assert.deepEqual(Object.keys(payment).toSorted(), Object.keys(PaymentAnswer.properties))
})

test('ready: no time but the start and the deadline, and nothing of a till', async () => {
  const { payment } = await api.issue({ name: '커피' })
  const seen = await look(payment.imp_uid)
  assert.deepEqual(seen, payment)
  assert.deepEqual(
    [seen.status, seen.paid_at, seen.failed_at, seen.cancelled_at, seen.pg_tid, seen.apply_num],
    ['ready', 0, 0, 0, null, null],
  )
  const { scheme, version, ...ofTill } = seen.cvs
  assert.deepEqual([scheme, version], ['kr-generic-20', 1])
  assert.deepEqual(new Set(Object.values(ofTill)), new Set([null]))
})

test('paid in cash: a time, the reference of the collection, no approval number of a card', async () => {
  const { payment } = await api.issue()
  await api.collect(payment.barcode, 1000)
  const seen = await look(payment.imp_uid)
  assert.equal(seen.status, 'paid')
  assert.ok(seen.paid_at >= seen.started_at)
  assert.match(seen.pg_tid ?? '', /^\d{12}$/)
  assert.equal(seen.apply_num, null)
  const { approval_no, version, ...where } = seen.cvs
  assert.match(approval_no ?? '', /^\d{8}$/)
  assert.equal(version, 3)
  assert.deepEqual(where, {
    chain: '한빛편의점',
    outlet: 'HB001',
    outlet_name: '한빛편의점 1호점',
    till: '1',
    clerk: '7',
    pay_type: 'cash',
    state: 'collected',
    suspend_reason: null,
    scheme: 'kr-generic-20',
  })
})

test('paid by card: the approval number is apply_num', async () => {
  const { payment } = await api.issue()
  await api.collect(payment.barcode, 1000, 'card')
  const seen = await look(payment.imp_uid)
  assert.equal(seen.apply_num, seen.cvs.approval_no)
  assert.equal(seen.cvs.pay_type, 'card')
  assert.equal(seen.card_number, null)
})

test('reversed: ready again as if never paid, and the try stays visible', async () => {
  const { payment } = await api.issue()
  await api.collect(payment.barcode, 1000, 'card')
  await api.reverse()
  const seen = await look(payment.imp_uid)
  assert.deepEqual(
    [seen.status, seen.paid_at, seen.cancelled_at, seen.cancel_history, seen.pg_tid, seen.apply_num],
    ['ready', 0, 0, [], null, null],
  )
  assert.equal(seen.cvs.state, 'reversed')
})

test('expired: failed at the deadline, with a reason, whether or not anybody came by', async () => {
  const { payment } = await api.issue({ expired_at: Math.floor(api.storage.clock.now() / 1000) + 60 })
  await api.storage.clock.advance(3_600_000)
  const seen = await look(payment.imp_uid)
  assert.deepEqual([seen.status, seen.failed_at, seen.fail_reason], ['failed', payment.expired_at, '결제기한 만료'])
})

test('the other numbers of a paid order are cancelled and say why', async () => {
  const first = await api.issue({ merchant_uid: 'two-numbers' })
  const second = await api.issue({ merchant_uid: 'two-numbers' })
  await api.collect(second.payment.barcode, 1000)
  const seen = await look(first.payment.imp_uid)
  assert.equal(seen.status, 'cancelled')
  assert.equal(seen.cancel_amount, 0)
  assert.match(seen.cancel_reason ?? '', /다른 수납번호가 결제되어/)
})

test('amounts are in the major unit: cents stand behind the point', async () => {
  const { payment } = await api.issue({ amount: '19.99', channel_key: CHANNEL_KEYS.dollars })
  assert.equal(payment.amount, 19.99)
})

test('confirm_url is asked with the event of the page, then its response model, then ours, in this order', async () => {
  const { payment } = await api.issue({
    merchant_uid: 'confirm me',
    buyer_name: '홍길동',
    confirm_url: 'https://a.kr/confirm',
  })
  await api.collect(payment.barcode, 1000, 'card')
  const question = questions.at(-1)
  assert.ok(question)
  const text = renderConfirm({ ...question, answerBy: Date.UTC(2026, 10, 22, 5, 0, 4, 250) as WallTime }, PUBLIC_URL)
  const body = JSON.parse(text)
  assert.ok(Value.Check(ConfirmBody, body), JSON.stringify([...Value.Errors(ConfirmBody, body)]))
  assert.deepEqual(Object.keys(body), [
    ...['event', 'imp_uid', 'merchant_uid', 'status', 'extra', 'code', 'message', 'response'],
    ...['amount', 'currency', 'attempt_id', 'outlet', 'deadline'],
  ])
  assert.ok(
    text.startsWith(
      `{"event":"Galaxia.Cvs.Confirm","imp_uid":"${payment.imp_uid}","merchant_uid":"confirm me","status":"ready",` +
        `"extra":{"barcode":"${payment.barcode}","payType":"card"},"code":0,"message":null,"response":{`,
    ),
    text,
  )
  assert.equal(body.response.status, 'ready')
  assert.equal(body.response.buyer_name, '홍길동')
  assert.equal(body.response.cvs.state, 'authorising')
  assert.deepEqual([body.amount, body.currency, body.deadline], [1000, 'KRW', '2026-11-22T05:00:04.250Z'])
  assert.equal(body.attempt_id, question.payment.lastAttempt.id)
  assert.deepEqual(body.outlet, { chain: '한빛편의점', id: 'HB001', name: '한빛편의점 1호점', till: '1' })
})
