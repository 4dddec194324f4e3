/**
 * The same story with forms, byte for byte as the Ruby client, Guzzle's `form_params` and `curl -d` write them, over
 * plain sockets: no client library in between could tidy anything up.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import { type ApiUnderTest, KEYS, openApi } from './api-under-test.ts'
import { exchange } from './raw-exchange.ts'

let api: ApiUnderTest
let port: number
before(async () => {
  api = await openApi()
  port = Number(new URL(await api.listen()).port)
})
after(() => api.close())

const send = (line: string, headers: readonly string[], body = '') =>
  exchange<PaymentAnswer & { readonly access_token: string }>(port, {
    line,
    headers: [...headers, 'Connection: close'],
    body,
  })

const FORM = 'Content-Type: application/x-www-form-urlencoded'
const lengthOf = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}`
const post = (path: string, body: string, headers: readonly string[] = []) =>
  send(`POST ${path}`, [...headers, FORM, lengthOf(body)], body)

async function authorization(): Promise<string> {
  const { response } = await post(
    '/users/getToken',
    `imp_key=${KEYS.shop.impKey}&imp_secret=${encodeURIComponent(KEYS.shop.impSecret)}`,
  )
  return `Authorization: ${response.access_token}`
}

test('token, issue with every parameter of the page, look, revoke: all by form', async () => {
  const token = await authorization()
  const expiredAt = Math.floor(Date.now() / 1000) + 86_400
  const body = [
    'merchant_uid=form+order+1',
    'amount=36400',
    'barcode=FORM-0001',
    `expired_at=${expiredAt}`,
    'name=%ED%9B%84%EB%93%9C+%ED%8B%B0%EC%85%94%EC%B8%A0',
    'buyer_name=%ED%99%8D%EA%B8%B8%EB%8F%99',
    'buyer_email=hong%40example.com',
    'buyer_tel=010-1234-5678',
    'buyer_addr=%EC%84%9C%EC%9A%B8+%EA%B0%95%EB%82%A8%EA%B5%AC',
    'buyer_postcode=06134',
    'pg=galaxia.sunap0002',
    'confirm_url=https%3A%2F%2Fshop.example%2Fconfirm',
    'notice_url%5B0%5D=https%3A%2F%2Fshop.example%2Fa&notice_url%5B1%5D=https%3A%2F%2Fshop.example%2Fb',
    'custom_data%5Bcart%5D%5B%5D=1&custom_data%5Bcart%5D%5B%5D=2&custom_data%5Bmemo%5D=%EC%95%88%EB%85%95',
  ].join('&')
  const issued = await post('/cvs', body, [token])
  assert.deepEqual([issued.status, issued.code, issued.message], [200, 0, null])
  const { response } = issued
  assert.equal(response.merchant_uid, 'form order 1')
  assert.equal(response.amount, 36_400)
  assert.equal(response.barcode, 'FORM-0001')
  assert.equal(response.expired_at, expiredAt)
  assert.equal(response.name, '후드 티셔츠')
  assert.equal(response.buyer_postcode, '06134')
  assert.equal(response.pg_id, 'sunap0002')
  assert.equal(response.custom_data, '{"cart":["1","2"],"memo":"안녕"}')
  const stored = await api.storage.payments.findByPayToken(response.pay_url.split('/p/')[1] ?? '')
  assert.deepEqual(stored?.noticeUrls, ['https://shop.example/a', 'https://shop.example/b'])

  const byOrder = await send('GET /payments/find/form+order+1/ready', [token, FORM, 'Content-Length: 0'])
  assert.equal(byOrder.response.imp_uid, response.imp_uid)
  const byId = await send(`GET /payments/${response.imp_uid}?include_sandbox=false`, [token])
  assert.deepEqual(byId.response, response)
  const revoked = await send(`DELETE /cvs/${response.imp_uid}`, [token, FORM, 'Content-Length: 0'])
  assert.deepEqual([revoked.status, revoked.response.status], [200, 'cancelled'])
})

test('one notice_url, and one by PHP brackets unencoded, as curl -d sends it', async () => {
  const token = await authorization()
  for (const [index, form] of ['notice_url=https://shop.example/n', 'notice_url[]=https://shop.example/n'].entries()) {
    const issued = await post('/cvs', `merchant_uid=curl-${index}&amount=1000&name=커피&${form}`, [token])
    assert.equal(issued.status, 200)
    assert.equal(issued.response.name, '커피')
    const stored = await api.storage.payments.findByPayToken(issued.response.pay_url.split('/p/')[1] ?? '')
    assert.deepEqual(stored?.noticeUrls, ['https://shop.example/n'])
  }
})

test('400 what a form cannot mean: an amount twice, with commas, empty, broken escapes', async () => {
  const token = await authorization()
  const commits = api.commits()
  for (const [body, message] of [
    ['merchant_uid=a&amount=1000&amount=1', /^amount: .*a list \(several values\)/],
    ['merchant_uid=a&amount=1%2C000', /^amount: .*without commas/],
    ['merchant_uid=a&amount=', /^amount: /],
    ['merchant_uid=a&amount=1000&expired_at=', /^expired_at: /],
    ['amount=1000', /^merchant_uid: .*is required/],
    ['merchant_uid=100%&amount=1000', /two hex digits/],
    ['merchant_uid=a&amount[won]=1000', /^amount: .*an object/],
  ] as const) {
    const reply = await post('/cvs', body, [token])
    assert.deepEqual([reply.status, reply.code, reply.response], [400, -1, null], body)
    assert.match(reply.message ?? '', message)
  }
  assert.equal(api.commits(), commits)
})

test('what the PHP client sends with every call: JSON content type without a body, every unset key as null', async () => {
  const json = 'Content-Type: application/json; charset=utf-8'
  const token = `${await authorization()}`.replace('Authorization: ', 'Authorization: Bearer ')
  const body = JSON.stringify({
    extraCondition: null,
    merchant_uid: 'merchant_1234',
    amount: 1000,
    barcode: null,
    expired_at: null,
    name: null,
    buyer_name: null,
    notice_url: ['https://shop.example/n'],
    custom_data: null,
  })
  const issued = await send('POST /cvs', [token, json, 'Accept: application/json', lengthOf(body)], body)
  assert.equal(issued.status, 200)
  const looked = await send(`GET /payments/${issued.response.imp_uid}/`, [token, json])
  assert.equal(looked.response.merchant_uid, 'merchant_1234')
  const revoked = await send(`DELETE /cvs/${issued.response.imp_uid}`, [token, json])
  assert.equal(revoked.response.status, 'cancelled')
})
