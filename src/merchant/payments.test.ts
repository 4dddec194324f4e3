import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { assertSawEveryAnswer } from './test-answers.ts'

const NOT_FOUND = '{"code":-1,"message":"존재하지 않는 결제정보입니다.","response":null}'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const look = (url: string, headers: Record<string, string> = {}) => api.ask({ url, headers })

test('200 a payment by its id, with the query and headers that real clients add', async () => {
  const { payment } = await api.issue()
  for (const [url, headers] of [
    [`/payments/${payment.imp_uid}`, {}],
    [`/payments/${payment.imp_uid}/`, {}],
    [`//payments/${payment.imp_uid}`, {}],
    [`/payments/${payment.imp_uid}?include_sandbox=false`, {}],
    [`/payments/${payment.imp_uid}`, { 'content-type': 'application/hal+json' }],
    [`/payments/${payment.imp_uid}`, { 'content-type': 'application/json; charset=utf-8', tier: 'abc' }],
    [
      `/payments/${payment.imp_uid}`,
      {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': '0',
        'accept-encoding': 'gzip, deflate',
      },
    ],
  ] as const) {
    const reply = await look(url, headers)
    assert.equal(reply.status, 200, `${url} ${JSON.stringify(headers)}`)
    assert.equal(reply.payment.imp_uid, payment.imp_uid)
    assert.equal(reply.headers['content-encoding'], undefined)
  }
})

test("404 an unknown payment and another merchant's are the same bytes, by id and by order", async () => {
  const { payment } = await api.issue({ merchant_uid: 'mine' })
  const authorization = await api.tokenOf(KEYS.other)
  for (const url of [`/payments/${payment.imp_uid}`, '/payments/find/mine', '/payments/find/mine/ready']) {
    assert.equal((await look(url)).status, 200)
    const others = await look(url, { authorization })
    assert.deepEqual([others.status, others.text], [404, NOT_FOUND])
  }
  for (const url of ['/payments/imp_999999999999', '/payments/nonsense', '/payments/find/nothing', '/payments/find']) {
    const reply = await look(url)
    assert.deepEqual([reply.status, reply.text], [404, NOT_FOUND], url)
  }
})

test('a payment of a test channel is hidden unless include_sandbox asks for it', async () => {
  const { payment } = await api.issue({ channel_key: CHANNEL_KEYS.test, merchant_uid: 'test-channel' })
  assert.equal(payment.sandbox, true)
  for (const query of ['', '?include_sandbox=false', '?include_sandbox=', '?include_sandbox=0']) {
    assert.equal((await look(`/payments/${payment.imp_uid}${query}`)).text, NOT_FOUND)
  }
  for (const query of ['?include_sandbox=true', '?include_sandbox=1']) {
    assert.equal((await look(`/payments/${payment.imp_uid}${query}`)).payment.sandbox, true)
  }
  assert.equal((await look('/payments/find/test-channel')).status, 200)
})

test('200 by order: the newest first unless sorting says otherwise; a status picks the newest that has it', async () => {
  const first = await api.issue({ merchant_uid: 'several' })
  await api.storage.clock.advance(1000)
  const second = await api.issue({ merchant_uid: 'several' })
  await api.ask({ method: 'DELETE', url: `/cvs/${first.payment.imp_uid}` })
  for (const [path, expected] of [
    ['', second],
    ['?sorting=-started', second],
    ['?sorting=started', first],
    ['?sorting=-updated', first],
    ['?sorting=updated', second],
    ['?sorting=', second],
    ['/ready', second],
    ['/cancelled', first],
    ['/all', second],
    ['/undefined', second],
    ['/', second],
    ['/ready/', second],
  ] as const) {
    const reply = await look(`/payments/find/several${path}`)
    assert.equal(reply.payment?.imp_uid, expected.payment.imp_uid, path)
  }
  assert.deepEqual([(await look('/payments/find/several/paid')).text], [NOT_FOUND])
})

test('400 an unknown status or sorting: V1 its own sentences', async () => {
  assert.deepEqual((await look('/payments/find/x/waiting')).message, '지원되지 않는 상태값입니다.')
  for (const query of ['?sorting=-price', '?sorting=started&sorting=paid']) {
    const reply = await look(`/payments/find/x${query}`)
    assert.deepEqual([reply.status, reply.message], [400, '지원되지 않는 정렬규칙입니다.'])
  }
})

test('200 an order number in a path, however its client encoded it', async () => {
  const orderId = '주문 #1/2 50%+α?'
  const { payment } = await api.issue({ merchant_uid: orderId })
  const percent = encodeURIComponent(orderId)
  for (const path of [percent, percent.toLowerCase(), percent.replaceAll('%20', '+')]) {
    const reply = await look(`/payments/find/${path}`)
    assert.equal(reply.payment?.imp_uid, payment.imp_uid, path)
  }
  const plus = await api.issue({ merchant_uid: 'a+b' })
  assert.equal((await look('/payments/find/a+b')).payment.imp_uid, plus.payment.imp_uid)
  const space = await api.issue({ merchant_uid: 'a b c' })
  assert.equal((await look('/payments/find/a+b+c/ready')).payment.imp_uid, space.payment.imp_uid)
  await api.issue({ merchant_uid: 'ready' })
  assert.equal((await look('/payments/find/ready')).payment.merchant_uid, 'ready')
})

test('400 an address whose client encoded nothing at all is told to', async (t) => {
  const url = new URL(await api.listen())
  const socket = connect({ host: url.hostname, port: Number(url.port) })
  t.after(() => socket.destroy())
  socket.write('GET /payments/find/주문-raw HTTP/1.1\r\nHost: a\r\n\r\n')
  const reply = Buffer.concat(await socket.toArray()).toString()
  assert.ok(reply.startsWith('HTTP/1.1 400 '), reply)
  assert.match(reply, /Percent-encode it as UTF-8/)
})

test('404 order numbers that could not be ours', async () => {
  for (const path of ['x'.repeat(41), '%00', 'a%0Ab', '%F0%9F%98%80'.repeat(41)]) {
    const reply = await look(`/payments/find/${path}`)
    assert.deepEqual([reply.status, reply.text], [404, NOT_FOUND], path)
  }
  const emoji = '😀'.repeat(40)
  await api.issue({ merchant_uid: emoji })
  assert.equal((await look(`/payments/find/${encodeURIComponent(emoji)}`)).payment.merchant_uid, emoji)
})

test('400 when the query cannot be read', async () => {
  const { payment } = await api.issue()
  for (const query of ['include_sandbox=%zz', 'include_sandbox=%ff', 'include_sandbox=a&include_sandbox[]=b']) {
    const reply = await look(`/payments/${payment.imp_uid}?${query}`)
    assert.deepEqual([reply.status, reply.code], [400, -1], query)
  }
})

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer(
    'GET /payments/{imp_uid}',
    'GET /payments/find/{merchant_uid}',
    'GET /payments/find/{merchant_uid}/{payment_status}',
  ))
