/**
 * What the official clients for PHP, Ruby, Java, .NET, Python and today's Node (which npm does not have) put on the line,
 * byte for byte with their oddities, and what each of them needs to find in the answer. Written down from their sources
 * and from what they were seen to send.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import type { PaymentPage } from '../../src/wire/payment-lists.ts'
import type { TokenAnswer } from '../../src/wire/token.ts'
import { type ApiUnderTest, CHANNEL_KEYS, KEYS, openApi } from './api-under-test.ts'
import { exchange, type RawReply, type RawRequest } from './raw-exchange.ts'

let api: ApiUnderTest
let port: number
before(async () => {
  api = await openApi()
  port = Number(new URL(await api.listen()).port)
})
after(() => api.close())

const CLOSE = 'Connection: close'
const lengthOf = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}`

/** What each client writes round a call with a token. */
interface Client {
  readonly ask: <Response = PaymentAnswer>(line: string, body?: string) => Promise<RawReply<Response>>
}

async function openClient(
  token: RawRequest,
  write: (token: string, body: string | undefined) => Omit<RawRequest, 'line'>,
): Promise<Client> {
  const { response } = await exchange<{ readonly access_token: string }>(port, token)
  return {
    ask: (line, body) =>
      exchange(port, { line, ...write(response.access_token, body), ...(body === undefined ? {} : { body }) }),
  }
}

const jsonPair = JSON.stringify({ imp_key: KEYS.shop.impKey, imp_secret: KEYS.shop.impSecret })

function openPhp(): Promise<Client> {
  const json = ['User-Agent: GuzzleHttp/7', 'Accept: application/json', 'Content-Type: application/json; charset=utf-8']
  return openClient(
    { line: 'POST /users/getToken', headers: [...json, lengthOf(jsonPair), CLOSE], body: jsonPair },
    (token, body) => ({
      headers: [...json, `Authorization: Bearer ${token}`, ...(body === undefined ? [] : [lengthOf(body)]), CLOSE],
    }),
  )
}

const PHP_ISSUE = (merchantUid: string): string =>
  JSON.stringify({
    extraCondition: null,
    channel_key: null,
    merchant_uid: merchantUid,
    amount: 1000,
    barcode: null,
    expired_at: null,
    name: null,
    buyer_name: null,
    buyer_email: null,
    buyer_tel: null,
    buyer_addr: null,
    buyer_postcode: null,
    confirm_url: null,
    notice_url: ['https://shop.example/n'],
    custom_data: null,
  })

test('PHP: JSON content type on everything, a slash behind addresses, indexed arrays, every unset key as null', async () => {
  const php = await openPhp()
  const [a, b] = [await php.ask('POST /cvs', PHP_ISSUE('php-1')), await php.ask('POST /cvs', PHP_ISSUE('php-2'))]
  const both = `GET /payments/?imp_uid%5B0%5D=${a.response.imp_uid}&imp_uid%5B1%5D=${b.response.imp_uid}`
  const all = await php.ask<readonly PaymentAnswer[]>(both)
  assert.deepEqual([all.status, all.code, all.response], [200, 0, [a.response, b.response]])
  const some = await php.ask<readonly PaymentAnswer[]>(`${both}&imp_uid%5B2%5D=imp_000000000000`)
  assert.deepEqual([some.status, some.code, some.response.length], [207, 0, 2])
  const page = await php.ask<PaymentPage>('GET /payments/status/ready?page=1&limit=1&sorting=-started')
  assert.deepEqual([page.response.previous, page.response.next, page.response.list.length], [0, 2, 1])
  const cancel = {
    ...{ extraCondition: null, imp_uid: null, merchant_uid: 'none', amount: null, tax_free: null, vat_amount: null },
    ...{ checksum: 0, reason: null, refund_holder: null, refund_bank: null, refund_account: null, refund_tel: null },
  }
  const refused = await php.ask('POST /payments/cancel/', JSON.stringify(cancel))
  assert.deepEqual(
    [refused.status, refused.code, refused.message, refused.response],
    [200, 1, '취소할 결제건이 존재하지 않습니다.', null],
  )
  for (const [line, code] of [
    ['GET /banks/023', '023'],
    ['GET /cards/361', '361'],
  ] as const) {
    assert.equal((await php.ask<{ readonly code: string }>(line)).response.code, code)
  }
  const balance = await php.ask<{ readonly histories: unknown }>(`GET /payments/${a.response.imp_uid}/balance`)
  assert.deepEqual(balance.response.histories, [], 'an array to go through')
  const prepared = await php.ask(
    'POST /payments/prepare',
    '{"extraCondition":null,"merchant_uid":"php-3","amount":1000}',
  )
  assert.equal(prepared.code, 0)
  assert.equal((await php.ask('GET /payments/prepare/php-3')).response.amount, 1000)
  assert.equal((await php.ask(`DELETE /cvs/${a.response.imp_uid}`)).response.status, 'cancelled')
})

test('PHP: the forty keys it reads of a payment without asking whether they are there', async () => {
  const php = await openPhp()
  const { response } = await php.ask('POST /cvs', PHP_ISSUE('php-keys'))
  const times = ['started_at', 'paid_at', 'failed_at', 'cancelled_at', 'vbank_date', 'vbank_issued_at'] as const
  const page = await php.ask<PaymentPage>('GET /payments/findAll/php-keys/?page=1&limit=20&sorting=-started')
  for (const payment of [response, ...page.response.list]) {
    for (const key of times) assert.equal(typeof payment[key], 'number', key)
    assert.deepEqual(Object.keys(payment), Object.keys(response))
  }
})

function openRuby(): Promise<Client> {
  const form = ['Content-Type: application/x-www-form-urlencoded', 'Connection: close', 'User-Agent: Ruby']
  const pair = `imp_key=${KEYS.shop.impKey}&imp_secret=${KEYS.shop.impSecret}`
  return openClient(
    { line: 'POST /users/getToken', headers: [...form, lengthOf(pair)], body: pair },
    (token, body) => ({ headers: [`Authorization: ${token}`, ...form, lengthOf(body ?? '')] }),
  )
}

test('Ruby: forms, raw brackets in an address, a length of nothing on GET and DELETE, + for a space in a path', async () => {
  const ruby = await openRuby()
  const a = await ruby.ask('POST /cvs', 'merchant_uid=ruby+1&amount=1000&name=%ED%9B%84%EB%93%9C')
  const b = await ruby.ask('POST /cvs', 'merchant_uid=ruby+2&amount=1000')
  const all = await ruby.ask<readonly PaymentAnswer[]>(
    `GET /payments?imp_uid[]=${a.response.imp_uid}&imp_uid[]=${b.response.imp_uid}`,
  )
  assert.deepEqual([all.status, all.response], [200, [a.response, b.response]])
  assert.equal((await ruby.ask('GET /payments/find/ruby+1')).response.imp_uid, a.response.imp_uid)
  assert.equal((await ruby.ask<PaymentPage>('GET /payments/findAll/ruby+1/ready')).response.total, 1)
  const page = await ruby.ask<PaymentPage>('GET /payments/status/all?page=1&limit=20&from=&to=&sorting=-started')
  assert.equal(page.status, 200)
  const prepared = await ruby.ask('POST /payments/prepare', 'merchant_uid=ruby+3&amount=36400')
  assert.deepEqual([prepared.code, prepared.response.amount], [0, 36_400])
  assert.equal((await ruby.ask('GET /payments/prepare/ruby+3')).response.merchant_uid, 'ruby 3')
  const cancel = await ruby.ask(
    'POST /payments/cancel',
    `imp_uid=${a.response.imp_uid}&amount=0&reason=%EB%B3%80%EC%8B%AC`,
  )
  assert.deepEqual([cancel.status, cancel.code], [200, 1])
  assert.match(cancel.message ?? '', /DELETE \/cvs/)
  assert.equal((await ruby.ask(`DELETE /cvs/${b.response.imp_uid}`)).response.status, 'cancelled')
})

function openJava(): Promise<Client> {
  const json = [
    'Content-Type: application/json; charset=UTF-8',
    'Accept-Encoding: identity',
    'User-Agent: okhttp/3.14.9',
  ]
  return openClient(
    { line: 'POST /users/getToken', headers: [...json, lengthOf(jsonPair), CLOSE], body: jsonPair },
    (token, body) => ({
      headers: [
        `Authorization: ${token}`,
        ...(body === undefined ? ['User-Agent: okhttp/3.14.9'] : [...json, lengthOf(body)]),
        CLOSE,
      ],
    }),
  )
}

test('Java: include_sandbox always, all as a status, escrow_confirmed in every cancel, integers it can read', async () => {
  const java = await openJava()
  const issued = await java.ask('POST /cvs', '{"merchant_uid":"java-1","amount":1004,"buyer_name":"홍길동"}')
  const one = await java.ask(`GET /payments/${issued.response.imp_uid}?include_sandbox=false`)
  assert.deepEqual(one.response, issued.response)
  assert.equal((await java.ask('GET /payments/find/java-1/all')).response.imp_uid, issued.response.imp_uid)
  const both = `imp_uid%5B%5D=${issued.response.imp_uid}&merchant_uid%5B%5D=java-1`
  assert.equal((await java.ask<readonly PaymentAnswer[]>(`GET /payments?${both}`)).response.length, 1)
  const totals: number[] = []
  for (const status of ['all', 'ready', 'paid', 'failed', 'cancelled']) {
    const { response } = await java.ask<PaymentPage>(`GET /payments/status/${status}?page=1&limit=1`)
    totals.push(response.total)
  }
  const [all, ...each] = totals
  assert.equal(
    all,
    each.reduce((sum, total) => sum + total),
  )
  for (const body of [
    '{"imp_uid":"imp_000000000000","escrow_confirmed":false}',
    '{"imp_uid":"imp_000000000000","escrow_confirmed":false,"extra":{"requester":"customer"}}',
  ]) {
    const cancel = await java.ask('POST /payments/cancel', body)
    assert.deepEqual([cancel.status, cancel.code, cancel.response], [200, 1, null])
  }
  const nested = await java.ask(`GET /payments/${issued.response.imp_uid}?extra%5Brequester%5D=customer`)
  assert.deepEqual(nested.response, issued.response)
  const unknown = await java.ask('GET /payments/imp_000000000000?include_sandbox=false')
  assert.equal(typeof unknown.message, 'string', 'its error handler reads the message as a text')
})

function openDotNet(): Promise<Client> {
  const usual = ['Accept: application/json', 'Accept-Encoding: gzip, deflate']
  const json = 'Content-Type: application/json; charset=utf-8'
  return openClient(
    { line: 'POST /users/getToken', headers: [...usual, json, lengthOf(jsonPair), CLOSE], body: jsonPair },
    (token, body) => ({
      headers: [...usual, `X-ImpTokenHeader: ${token}`, ...(body === undefined ? [] : [json, lengthOf(body)]), CLOSE],
    }),
  )
}

test('.NET: a token in its own header, gzip that it cannot read, every cancel with an amount of 0.0', async () => {
  const dotNet = await openDotNet()
  const issued = await dotNet.ask('POST /cvs', '{"merchant_uid":"net 1","amount":1000.0,"name":null}')
  assert.equal(issued.response.amount, 1000)
  const found = await dotNet.ask('GET /payments/find/net+1?sorting=-started')
  assert.deepEqual(found.response, issued.response)
  const page = await dotNet.ask<PaymentPage>('GET /payments/status/ready?limit=20&page=1&from=1&to=86401')
  assert.deepEqual([page.status, page.response.list], [200, []])
  assert.doesNotMatch(page.head, /content-encoding/i)
  for (const payment of [issued.response, found.response]) {
    assert.deepEqual([payment.card_quota, typeof payment.cancel_amount], [0, 'number'], 'neither may be null')
  }
  const cancel = await dotNet.ask(
    'POST /payments/cancel',
    `{"imp_uid":"${issued.response.imp_uid}","merchant_uid":null,"amount":0.0,"reason":"x","refund_holder":null}`,
  )
  assert.deepEqual([cancel.status, cancel.code], [200, 1])
  const prepared = await dotNet.ask('POST /payments/prepare', '{"merchant_uid":"net 2","amount":1000.0}')
  assert.equal(prepared.response.amount, 1000)
})

/** The body in its own segment, non-ASCII letters as \u escapes. */
function openPython(): Promise<Client> {
  const usual = ['User-Agent: python-requests/2.31.0', 'Accept-Encoding: gzip, deflate', 'Accept: */*', CLOSE]
  const spaced = jsonPair.replaceAll('":', '": ').replaceAll(',"', ', "')
  const json = (body: string): readonly string[] => ['Content-Type: application/json', lengthOf(body)]
  return openClient(
    { line: 'POST /users/getToken', headers: [...usual, ...json(spaced)], body: spaced, isBodyApart: true },
    (token, body) => ({
      headers: [...usual, `Authorization: ${token}`, ...(body === undefined ? [] : json(body))],
      isBodyApart: body !== undefined,
    }),
  )
}

test('Python: everything but 200 is an error to it, business refusals too come with 200', async () => {
  const python = await openPython()
  const body = '{"merchant_uid": "\\ud30c\\uc774\\uc36c-1", "amount": 1000, "name": "\\ucee4\\ud53c"}'
  const issued = await python.ask('POST /cvs', body)
  assert.deepEqual([issued.status, issued.response.merchant_uid, issued.response.name], [200, '파이썬-1', '커피'])
  const path = encodeURIComponent('파이썬-1')
  assert.equal((await python.ask(`GET /payments/find/${path}`)).response.imp_uid, issued.response.imp_uid)
  assert.equal((await python.ask(`GET /payments/find/${path}/ready`)).status, 200)
  assert.equal((await python.ask<PaymentPage>('GET /payments/status/paid?page=1&limit=20')).status, 200)
  for (const [body, message] of [
    ['{"merchant_uid": "nothing", "reason": "test"}', /취소할 결제건이 존재하지 않습니다\./],
    [
      `{"imp_uid": "${issued.response.imp_uid}", "reason": "", "amount": 100, "checksum": 500}`,
      /결제되지 않은 주문입니다/,
    ],
    ['{}', /지정해주셔야합니다/],
  ] as const) {
    const refused = await python.ask('POST /payments/cancel', body)
    assert.deepEqual([refused.status, refused.code], [200, 1])
    assert.match(refused.message ?? '', message)
  }
  const prepare = '{"merchant_uid": "python-2", "amount": 12000}'
  assert.equal((await python.ask('POST /payments/prepare', prepare)).code, 0)
  const twice = await python.ask('POST /payments/prepare', prepare)
  assert.deepEqual([twice.status, twice.code], [200, 1])
  assert.equal((await python.ask('PUT /payments/prepare', prepare.replace('12000', '13000'))).response.amount, 13_000)
  assert.equal((await python.ask('GET /payments/prepare/python-2')).response.amount, 13_000)
  assert.equal((await python.ask('GET /payments/prepare/python-3')).status, 404)
})

test('Python, as it was before 2021: forms for everything, the token in V1 its own header', async () => {
  const form = ['User-Agent: python-requests/2.8.1', 'Content-Type: application/x-www-form-urlencoded', CLOSE]
  const pair = `imp_key=${KEYS.shop.impKey}&imp_secret=${KEYS.shop.impSecret}`
  const python = await openClient(
    { line: 'POST /users/getToken', headers: [...form, lengthOf(pair)], body: pair },
    (token, body) => ({
      headers: [`X-ImpTokenHeader: ${token}`, ...(body === undefined ? [CLOSE] : [...form, lengthOf(body)])],
    }),
  )
  const issued = await python.ask('POST /cvs', 'merchant_uid=old-python&amount=1000&name=%EC%BB%A4%ED%94%BC')
  assert.deepEqual([issued.status, issued.response.name], [200, '커피'])
  const looked = await python.ask(`GET /payments/${issued.response.imp_uid}`)
  assert.deepEqual(looked.response, issued.response)
  const cancel = await python.ask('POST /payments/cancel', `imp_uid=${issued.response.imp_uid}&reason=test`)
  assert.deepEqual([cancel.status, cancel.code], [200, 1])
})

test('Python, asynchronous: a token got twice has one end, and a PUT of what was never prepared is an error', async () => {
  const headers = ['User-Agent: Python/3.11 aiohttp/3.9', 'Content-Type: application/json', lengthOf(jsonPair), CLOSE]
  const got = () => exchange<TokenAnswer>(port, { line: 'POST /users/getToken', headers, body: jsonPair })
  const [first, second] = [await got(), await got()]
  assert.deepEqual(
    [second.response.access_token, second.response.expired_at],
    [first.response.access_token, first.response.expired_at],
  )
  const python = await openPython()
  assert.equal((await python.ask('PUT /payments/prepare', '{"merchant_uid": "never", "amount": 1}')).status, 404)
})

/** 0.4 of `iamport` for Node: a connection that is kept, addresses as they are, a DELETE with a length of nothing. */
function openNode(): Promise<Client> {
  const usual = ['accept: application/json', 'Connection: keep-alive']
  const json = (body: string): readonly string[] => ['content-type: application/json', lengthOf(body).toLowerCase()]
  return openClient(
    { line: 'POST /users/getToken', headers: [...usual, ...json(jsonPair)], body: jsonPair },
    (token, body) => ({
      headers: [`Authorization: ${token}`, ...usual, ...(body === undefined ? ['content-length: 0'] : json(body))],
    }),
  )
}

test('Node, today: both notice addresses of a number, payments in every way it looks for them, revoke', async () => {
  const node = await openNode()
  const issued = await node.ask(
    'POST /cvs',
    JSON.stringify({
      ...{ channel_key: CHANNEL_KEYS.first, merchant_uid: 'ord-1', amount: 1000, name: '주문' },
      notice_url: ['http://shop.example/a', 'http://shop.example/b'],
    }),
  )
  const { imp_uid } = issued.response
  for (const line of [
    `GET /payments/${imp_uid}?include_sandbox=true`,
    'GET /payments/find/ord-1?sorting=-paid',
    'GET /payments/find/ord-1/ready',
  ]) {
    assert.deepEqual((await node.ask(line)).response, issued.response, line)
  }
  for (const line of ['GET /payments/findAll/ord-1/ready', 'GET /payments/status/all?page=1&limit=20']) {
    const { response } = await node.ask<PaymentPage>(line)
    assert.ok(
      response.list.some((payment) => payment.imp_uid === imp_uid),
      line,
    )
  }
  const named = await node.ask<readonly PaymentAnswer[]>(`GET /payments?imp_uid=${imp_uid}&imp_uid=imp_000000000000`)
  assert.deepEqual([named.status, named.response], [207, [issued.response]])
  assert.equal((await node.ask(`DELETE /cvs/${imp_uid}`)).response.status, 'cancelled')
})

test('somebody with a content type of their own on a GET: it is not looked at where there is no body', async () => {
  const ruby = await openRuby()
  const { response } = await ruby.ask('POST /cvs', 'merchant_uid=hal&amount=1000')
  const token = await exchange<TokenAnswer>(port, {
    line: 'POST /users/getToken',
    headers: ['Content-Type: application/json', lengthOf(jsonPair), CLOSE],
    body: jsonPair,
  })
  const headers = [`Authorization: ${token.response.access_token}`, 'Content-Type: application/hal+json', CLOSE]
  const looked = await exchange(port, { line: `GET /payments/${response.imp_uid}`, headers })
  assert.deepEqual([looked.status, looked.response], [200, response])
})
