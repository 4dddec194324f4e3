import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { CallAnswered, CallFailed, CallResult } from './call-result.ts'
import { createGuardedClient, type GuardedClient } from './guarded-client.ts'
import { BODY_BYTES_MAX } from './http-exchange.ts'
import { listen, listenRaw, requestTo, rulesFor } from './loopback-server.ts'

function sandboxClient(t: TestContext): GuardedClient {
  const client = createGuardedClient({ rules: rulesFor('sandbox'), version: '1.2.3' })
  t.after(() => client.close())
  return client
}

function answered(result: CallResult): CallAnswered {
  assert.equal(result.kind, 'answered', JSON.stringify(result))
  if (result.kind !== 'answered') throw new Error('unreachable')
  return result
}

function failed(result: CallResult): CallFailed {
  assert.equal(result.kind, 'failed', JSON.stringify(result))
  if (result.kind !== 'failed') throw new Error('unreachable')
  return result
}

function withBody(body: string | Uint8Array, headers = ''): Buffer {
  const bytes = Buffer.from(body)
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${headers}content-length: ${bytes.length}\r\n\r\n`), bytes])
}

test('a call sends one POST with our fixed headers, the given ones, and the body byte for byte', async (t) => {
  const server = await listen(t, (socket) => socket.end(withBody('ok')))
  const url = `${server.url}notice/%ED%99%95?order=1&x=a%20b`
  const body = '{"name":"주문"}'
  const headers = { 'webhook-id': 'dlv_1', 'webhook-timestamp': '1700000000', 'webhook-signature': 'v1,abc=' }
  answered(await sandboxClient(t).post(requestTo(url, { body, headers })))
  assert.equal(
    server.received[0],
    [
      'POST /notice/%ED%99%95?order=1&x=a%20b HTTP/1.1',
      `host: 127.0.0.1:${server.port}`,
      'connection: close',
      'webhook-id: dlv_1',
      'webhook-timestamp: 1700000000',
      'webhook-signature: v1,abc=',
      'user-agent: Sunap/1.2.3',
      'accept: */*',
      'accept-encoding: identity',
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
})

test('no given header takes the place of a fixed one', async (t) => {
  const server = await listen(t, (socket) => socket.end(withBody('ok')))
  const headers = { 'user-agent': 'other', 'accept-encoding': 'gzip', 'content-type': 'text/html' }
  answered(await sandboxClient(t).post(requestTo(server.url, { headers })))
  assert.doesNotMatch(server.received[0] ?? '', /other|gzip|html/)
})

test('an answer comes back with its status, the headers a caller may need, its body and where it came from', async (t) => {
  const headers = 'content-type: application/json\r\nretry-after: 120\r\nset-cookie: a=b\r\nset-cookie: c=d\r\n'
  const server = await listen(t, (socket) => socket.end(withBody('{"reason":"품절"}', headers)))
  const { latencyMs, body, ...rest } = answered(await sandboxClient(t).post(requestTo(server.url)))
  assert.equal(Buffer.from(body).toString(), '{"reason":"품절"}')
  assert.ok(latencyMs >= 0 && latencyMs < 5_000)
  assert.deepEqual(rest, {
    kind: 'answered',
    status: 200,
    headers: { contentType: 'application/json', contentEncoding: null, retryAfter: '120', location: null },
    bodyTruncated: false,
    remoteAddress: '127.0.0.1',
  })
})

test('every status is an answer, without a body too', async (t) => {
  for (const line of ['201 Created', '204 No Content', '304 Not Modified', '410 Gone', '500 Oops', '599 X', '999 X']) {
    const server = await listen(t, (socket) => socket.end(`HTTP/1.1 ${line}\r\n\r\n`))
    const result = answered(await sandboxClient(t).post(requestTo(server.url)))
    assert.equal(result.status, Number(line.slice(0, 3)))
    assert.equal(result.body.length, 0)
  }
})

test('a redirect is an answer and is never followed', async (t) => {
  const target = await listen(t, (socket) => socket.end(withBody('followed')))
  const client = sandboxClient(t)
  for (const status of [301, 302, 303, 307, 308]) {
    const head = `HTTP/1.1 ${status} Moved\r\nlocation: ${target.url}\r\ncontent-length: 0\r\n\r\n`
    const server = await listen(t, (socket) => socket.end(head))
    const result = answered(await client.post(requestTo(server.url)))
    assert.equal(result.status, status)
    assert.equal(result.headers.location, target.url)
  }
  assert.equal(target.received.length, 0)
})

test('every call has a connection of its own, even when the server offers to keep it', async (t) => {
  const server = await listen(t, (socket) => socket.write(withBody('ok', 'connection: keep-alive\r\n')))
  const client = sandboxClient(t)
  for (let call = 1; call <= 3; call += 1) {
    answered(await client.post(requestTo(server.url)))
    assert.equal(server.received.length, call)
    await server.allClosed()
  }
})

test('a compressed body stays compressed', async (t) => {
  const bomb = gzipSync(Buffer.alloc(10_000_000))
  const server = await listen(t, (socket) => socket.end(withBody(bomb, 'content-encoding: gzip\r\n')))
  const result = answered(await sandboxClient(t).post(requestTo(server.url)))
  assert.equal(result.headers.contentEncoding, 'gzip')
  assert.deepEqual(Buffer.from(result.body), bomb)
})

test('a body of 64 KiB is whole; one byte more is refused, or cut where the caller says so', async (t) => {
  const client = sandboxClient(t)
  const bytes = Buffer.alloc(BODY_BYTES_MAX + 1, 'x')
  const exact = await listen(t, (socket) => socket.end(withBody(bytes.subarray(1))))
  const whole = answered(await client.post(requestTo(exact.url)))
  assert.deepEqual([whole.body.length, whole.bodyTruncated], [BODY_BYTES_MAX, false])

  const longer = await listen(t, (socket) => socket.end(withBody(bytes)))
  const refused = failed(await client.post(requestTo(longer.url, { overlongBody: 'refuse' })))
  assert.deepEqual([refused.cause, refused.status], ['body_too_large', 200])
  const cut = answered(await client.post(requestTo(longer.url, { overlongBody: 'cut' })))
  assert.deepEqual([cut.status, cut.body.length, cut.bodyTruncated], [200, BODY_BYTES_MAX, true])
  assert.deepEqual(Buffer.from(cut.body), bytes.subarray(1))
})

test('a 10 MB body is refused or cut as soon as it passes 64 KiB, and the connection ends', async (t) => {
  const server = await listen(t, (socket) => socket.end(withBody(Buffer.alloc(10_000_000, 'x'))))
  const client = sandboxClient(t)
  assert.equal(failed(await client.post(requestTo(server.url))).cause, 'body_too_large')
  assert.equal(answered(await client.post(requestTo(server.url, { overlongBody: 'cut' }))).bodyTruncated, true)
  await server.allClosed()
})

test('proxy settings of the environment are ignored', async (t) => {
  const proxy = await listenRaw(t, (socket) => socket.destroy())
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']
  for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.url
  t.after(() => {
    for (const name of names) delete process.env[name]
  })
  const server = await listen(t, (socket) => socket.end(withBody('direct')))
  assert.equal(answered(await sandboxClient(t).post(requestTo(server.url))).status, 200)
  assert.equal(proxy.received.length, 0)
})

test('a closed port is told apart from everything else', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address !== 'string')
  server.close()
  await once(server, 'close')
  const result = failed(await sandboxClient(t).post(requestTo(`http://127.0.0.1:${address.port}/`)))
  assert.deepEqual([result.cause, result.status], ['connect_refused', null])
})

test('the URL is judged again at every call', async (t) => {
  const client = sandboxClient(t)
  for (const [url, cause] of [
    ['ftp://shop.example/', 'url_refused'],
    ['http://user:hunter2@127.0.0.1/', 'url_refused'],
    ['nonsense', 'url_refused'],
    ['http://169.254.169.254/latest/meta-data/', 'address_refused'],
  ] as const) {
    const result = failed(await client.post(requestTo(url)))
    assert.equal(result.cause, cause)
    assert.doesNotMatch(result.detail, /hunter2|meta-data/)
  }
})

test('a call without time left fails before it connects', async (t) => {
  const server = await listen(t, (socket) => socket.end(withBody('ok')))
  for (const deadlineMs of [0, -1, Number.NaN]) {
    const result = failed(await sandboxClient(t).post(requestTo(server.url, { deadlineMs })))
    assert.equal(result.cause, 'deadline')
  }
  assert.equal(server.received.length, 0)
})

test('closing the client ends the calls under way, drops their connections and refuses later calls', async (t) => {
  const asked = Promise.withResolvers<void>()
  const server = await listen(t, () => asked.resolve())
  const client = sandboxClient(t)
  const underWay = client.post(requestTo(server.url))
  await asked.promise
  await client.close()
  assert.equal(failed(await underWay).cause, 'closed')
  await server.allClosed()
  assert.equal(failed(await client.post(requestTo(server.url))).cause, 'closed')
  assert.equal(server.received.length, 1)
})

test('two hundred calls at once each get their own answer', async (t) => {
  const server = await listen(t, (socket, request) => socket.end(withBody(/order=(\d+)/.exec(request)?.[1] ?? 'none')))
  const client = sandboxClient(t)
  const orders = Array.from({ length: 200 }, (_, order) => String(order))
  const results = await Promise.all(orders.map((order) => client.post(requestTo(`${server.url}?order=${order}`))))
  assert.deepEqual(
    results.map((result) => Buffer.from(answered(result).body).toString()),
    orders,
  )
})
