import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Value } from 'typebox/value'
import { successOf } from '../../wire/envelope.ts'
import { PaymentAnswer } from '../../wire/payment-answer.ts'
import { TokenAnswer } from '../../wire/token.ts'
import { EXAM_KEY, type ExamApi, openExamApi } from './exam-api.ts'
import { membersOf } from './test-receiver.ts'

const ORDER = { impUid: 'imp_000000000001', merchantUid: 'order 1/가' }
const PAIR = { imp_key: EXAM_KEY.impKey, imp_secret: EXAM_KEY.impSecret }

async function openApi(t: TestContext): Promise<ExamApi> {
  const api = await openExamApi(0, () => 1_795_323_788_123)
  t.after(() => api.close())
  return api
}

async function tokenOf({ url }: ExamApi): Promise<string> {
  const answer = await fetch(`${url}/users/getToken`, { method: 'POST', body: new URLSearchParams(PAIR) })
  return String(membersOf(membersOf(await answer.json())['response'])['access_token'])
}

test('the known key pair is given a token, as JSON and as a form; another is refused as V1 does', async (t) => {
  const { url } = await openApi(t)
  const ask = (body: object, contentType = 'application/json') =>
    fetch(`${url}/users/getToken`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: contentType === 'application/json' ? JSON.stringify(body) : new URLSearchParams({ ...body }),
    })
  for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
    const answer = await ask(PAIR, type)
    assert.ok(Value.Check(successOf(TokenAnswer), await answer.json()), type)
  }
  assert.equal((await ask({ ...PAIR, imp_secret: 'x' })).status, 401)
  assert.equal((await ask({ imp_key: 'x' })).status, 400)
  assert.equal((await ask([])).status, 400)
})

test('a payment is answered whole, by either of its ids, to every way of sending the token', async (t) => {
  const api = await openApi(t)
  const token = await tokenOf(api)
  api.tell(ORDER, 'paid')
  const order = encodeURIComponent(ORDER.merchantUid)
  const ways = [{ authorization: token }, { authorization: `Bearer ${token}` }, { 'x-imptokenheader': token }]
  for (const path of [`/payments/${ORDER.impUid}`, `/payments/${ORDER.impUid}/`, `/payments/find/${order}/paid`]) {
    for (const headers of ways) {
      const body: unknown = await (await fetch(api.url + path, { headers })).json()
      assert.ok(Value.Check(successOf(PaymentAnswer), body), path)
      assert.equal(body.response.status, 'paid')
      assert.equal(body.response.merchant_uid, ORDER.merchantUid)
    }
  }
})

test('what it does not know is 404, and without a token nothing is answered or counted as asked', async (t) => {
  const api = await openApi(t)
  api.tell(ORDER, 'ready')
  assert.equal((await fetch(`${api.url}/payments/${ORDER.impUid}`)).status, 401)
  assert.equal(await api.wasAsked(ORDER, 0), false)
  const headers = { authorization: await tokenOf(api) }
  assert.equal((await fetch(`${api.url}/payments/imp_9`, { headers })).status, 404)
  assert.equal((await fetch(`${api.url}/cvs`, { method: 'POST' })).status, 404)
  assert.equal(await api.wasAsked({ impUid: 'imp_9', merchantUid: 'order-9' }, 0), true)
})

test('a question that comes while it is waited for ends the waiting', async (t) => {
  const api = await openApi(t)
  const headers = { authorization: await tokenOf(api) }
  const asked = api.wasAsked(ORDER, 60_000)
  await fetch(`${api.url}/payments/find/${encodeURIComponent(ORDER.merchantUid)}`, { headers })
  assert.equal(await asked, true)
})
