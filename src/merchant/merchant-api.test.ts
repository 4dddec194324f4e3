import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { Value } from 'typebox/value'
import { type ApiUnderTest, KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { type Storage, StorageFault, type StorageFaultKind } from '../storage/storage.ts'
import { Refused } from '../wire/envelope.ts'

let api: ApiUnderTest
let port: number
before(async () => {
  api = await openApi()
  port = Number(new URL(await api.listen()).port)
})
after(() => api.close())

const IN_JSON = { 'content-type': 'application/json' }

function assertRefused(body: unknown): void {
  assert.ok(Value.Check(Refused, body), JSON.stringify(body))
}

/** Sends bytes and takes whatever comes until the other side closes. */
async function exchange(bytes: string | Buffer, to = port): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: to })
  socket.on('error', () => {})
  socket.write(bytes)
  return everything(socket)
}

async function everything(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  await new Promise<void>((resolve) => socket.on('close', () => resolve()))
  return Buffer.concat(chunks).toString()
}

function bodyOf(reply: string): unknown {
  return JSON.parse(reply.slice(reply.indexOf('\r\n\r\n') + 4))
}

test('404 an address nobody knows, 405 a known one asked in the wrong way; both in the envelope', async () => {
  for (const [method, url, status, allow] of [
    ['GET', '/nothing', 404, undefined],
    ['POST', '/payments/cancel/now', 404, undefined],
    ['GET', '/', 404, undefined],
    ['GET', '/users/getToken', 405, 'POST'],
    ['GET', '/cvs', 405, 'POST'],
    ['DELETE', '/cvs/', 405, 'POST'],
    ['GET', '/cvs/imp_123456789012', 405, 'DELETE'],
    ['POST', '/payments/imp_123456789012', 405, 'GET'],
    ['OPTIONS', '/cvs', 405, 'POST'],
    ['PATCH', '/payments/find/a/paid', 405, 'GET'],
  ] as const) {
    const reply = await api.app.inject({ method, url, payload: method === 'POST' ? '{"broken' : '', headers: IN_JSON })
    assert.equal(reply.statusCode, status, `${method} ${url}`)
    assert.equal(reply.headers.allow, allow)
    assertRefused(reply.json())
  }
})

test('no answer allows other origins: the API is not for browsers', async () => {
  const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
  for (const method of ['OPTIONS', 'POST'] as const) {
    const reply = await api.app.inject({ method, url: '/cvs', headers })
    assert.deepEqual(
      Object.keys(reply.headers).filter((name) => name.startsWith('access-control')),
      [],
    )
  }
})

test('every answer is JSON with its length, not to be sniffed and not to be kept', async () => {
  const token = await api.tokenOf(KEYS.shop)
  for (const [url, status] of [
    ['/payments/imp_000000000000', 404],
    ['/payments/find/x/nonsense', 400],
    ['/nothing', 404],
    ['/payments/find/%zz', 400],
    [`/payments/find/${'x'.repeat(5000)}`, 414],
  ] as const) {
    const reply = await api.app.inject({ url, headers: { authorization: token } })
    assert.equal(reply.statusCode, status)
    assertRefused(reply.json())
    assert.equal(reply.headers['content-type'], 'application/json; charset=utf-8')
    assert.equal(reply.headers['content-length'], String(Buffer.byteLength(reply.body)))
    assert.equal(reply.headers['x-content-type-options'], 'nosniff')
    assert.equal(reply.headers['cache-control'], 'no-store')
  }
})

test('400 broken JSON, 415 another content type: in the envelope and without a trace', async () => {
  const commits = api.commits()
  for (const [payload, contentType, status] of [
    ['{"merchant_uid":"a","amount":1000', 'application/json', 400],
    ['merchant_uid=a&amount=%', 'application/x-www-form-urlencoded', 400],
    ['{"__proto__":{"amount":1},"merchant_uid":"a"}', 'application/json', 400],
    ['{"merchant_uid":"a","amount":1000}', 'text/plain', 415],
    ['{"merchant_uid":"a","amount":1000}', 'nonsense', 415],
    ['<cvs/>', 'application/xml', 415],
  ] as const) {
    const reply = await api.ask({ method: 'POST', url: '/cvs', payload, headers: { 'content-type': contentType } })
    assert.deepEqual([reply.status, reply.code], [status, -1], payload)
    assertRefused(JSON.parse(reply.text))
  }
  assert.equal(api.commits(), commits)
})

test('413 a body of 10 MB is told so, with a length given and without, and the sender hears it', async () => {
  const token = await api.tokenOf(KEYS.shop)
  const head = `POST /cvs HTTP/1.1\r\nHost: a\r\nAuthorization: ${token}\r\nContent-Type: application/json\r\nConnection: close\r\n`
  const body = Buffer.alloc(10_000_000, 'x')
  const withLength = Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n`), body])
  const chunked = Buffer.concat([
    Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`),
    body,
    Buffer.from('\r\n0\r\n\r\n'),
  ])
  const commits = api.commits()
  for (const bytes of [withLength, chunked]) {
    const reply = await exchange(bytes)
    assert.ok(reply.startsWith('HTTP/1.1 413 '), reply.slice(0, 200))
    assertRefused(bodyOf(reply))
    assert.match(reply, /at most 65536 bytes/)
  }
  assert.equal(api.commits(), commits)
})

test('the answer of getToken is one piece: head and body in one write, with Content-Length', async () => {
  const body = JSON.stringify({ imp_key: KEYS.shop.impKey, imp_secret: KEYS.shop.impSecret })
  const socket = connect({ host: '127.0.0.1', port })
  const first = new Promise<Buffer>((resolve) => socket.once('data', resolve))
  socket.write(
    `POST /users/getToken HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  const reply = (await first).toString()
  socket.destroy()
  const length = /content-length: (\d+)/i.exec(reply)?.[1]
  assert.equal(Number(length), Buffer.byteLength(reply.slice(reply.indexOf('\r\n\r\n') + 4)))
  assert.doesNotMatch(reply, /transfer-encoding/i)
  assert.match(reply, /"code":0,"message":null,"response":\{"access_token":"/)
})

test('a body that arrives in pieces, letters cut in two, is read as one', async () => {
  const token = await api.tokenOf(KEYS.shop)
  const body = Buffer.from(JSON.stringify({ merchant_uid: 'pieces', amount: 1000, name: '커피' }))
  const cut = body.indexOf(Buffer.from('커')) + 1
  const socket = connect({ host: '127.0.0.1', port })
  const head = `POST /cvs HTTP/1.1\r\nHost: a\r\nAuthorization: ${token}\r\nContent-Type: application/json\r\n`
  socket.write(`${head}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`)
  socket.write(body.subarray(0, cut))
  await new Promise((resolve) => setImmediate(resolve))
  socket.write(body.subarray(cut))
  assert.match(await everything(socket), /"name":"커피"/)
})

test('400, 431: bytes that are no request leave in the envelope too', async () => {
  const noHttp = await exchange('HELLO\r\n\r\n')
  assert.ok(noHttp.startsWith('HTTP/1.1 400 '), noHttp)
  assertRefused(bodyOf(noHttp))
  const smuggling = await exchange(
    'POST /cvs HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  )
  assert.equal(smuggling.match(/HTTP\/1\.1 /g)?.length, 1)
  assert.ok(smuggling.startsWith('HTTP/1.1 400 '), smuggling)
  assertRefused(bodyOf(smuggling))
  const longHeader = await exchange(`GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`)
  assert.ok(longHeader.startsWith('HTTP/1.1 431 '), longHeader)
  assertRefused(bodyOf(longHeader))
})

test('who sent no request and does not go away is cut', async () => {
  const accepted = once(api.app.server, 'connection')
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true })
  const [serverSide] = await accepted
  const gone = once(serverSide, 'close')
  socket.write('HELLO\r\n\r\n')
  await gone
  socket.destroy()
})

test('a request that is still arriving when the gateway closes is answered in the envelope', async () => {
  const own = await openApi()
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(await own.listen()).port) })
  const request = 'POST /users/getToken HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
  // When the first is answered, the beginning of the second has been read with it.
  socket.write(`${request}Content-Length: 2\r\n\r\n{}${request}`)
  await once(socket, 'data')
  const closed = own.close()
  await new Promise((resolve) => setImmediate(resolve))
  socket.write('Content-Length: 2\r\n\r\n{}')
  const reply = await everything(socket)
  assert.ok(reply.startsWith('HTTP/1.1 400 '), reply)
  assertRefused(bodyOf(reply))
  assert.match(reply, /connection: close/i)
  await closed
})

test('408 a request that does not arrive in time is cut, head or body', { timeout: 30_000 }, async () => {
  const token = await api.tokenOf(KEYS.shop)
  const slowHead = exchange('POST /cvs HTTP/1.1\r\nHost: a\r\n')
  const slowBody = exchange(
    `POST /cvs HTTP/1.1\r\nHost: a\r\nAuthorization: ${token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
  )
  for (const reply of await Promise.all([slowHead, slowBody])) {
    assert.ok(reply.startsWith('HTTP/1.1 408 '), reply)
    assertRefused(bodyOf(reply))
  }
})

function failing(kind: StorageFaultKind): (storage: Storage) => Storage {
  return (storage) => ({ ...storage, execute: () => Promise.reject(new StorageFault(kind, 'disk says no')) })
}

for (const kind of ['full', 'overloaded', 'closed'] as const) {
  test(`503 storage is ${kind}: nothing was changed, and when to come again`, async (t) => {
    const own = await openApi({ faulty: failing(kind) })
    t.after(() => own.close())
    const reply = await own.issue()
    assert.equal(reply.status, 503)
    assert.equal(reply.headers['retry-after'], '1')
    assertRefused(JSON.parse(reply.text))
    assert.doesNotMatch(reply.text, /disk says no/)
  })
}

test('an outcome nobody knows is not answered: the connection is cut', async (t) => {
  const own = await openApi({ faulty: failing('unknown') })
  t.after(() => own.close())
  const token = await own.tokenOf(KEYS.shop)
  const body = JSON.stringify({ merchant_uid: 'a', amount: 1000 })
  const head = `POST /cvs HTTP/1.1\r\nHost: a\r\nAuthorization: ${token}\r\nContent-Type: application/json\r\n`
  const own2 = Number(new URL(await own.listen()).port)
  assert.equal(await exchange(`${head}Content-Length: ${body.length}\r\n\r\n${body}`, own2), '')
})

test('500 a mistake of ours tells nothing of the house', async (t) => {
  const own = await openApi({
    faulty: (storage) => ({ ...storage, execute: () => Promise.reject(new Error('secret path /var/db')) }),
  })
  t.after(() => own.close())
  const reply = await own.issue()
  assert.deepEqual([reply.status, reply.code], [500, -1])
  assertRefused(JSON.parse(reply.text))
  assert.doesNotMatch(reply.text, /secret path/)
})
