import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { CallResult } from './call-result.ts'
import { createGuardedClient, type GuardedClient } from './guarded-client.ts'
import { listenRaw, requestTo, rulesFor } from './loopback-server.ts'

/** Made for this file alone: self-signed, for `shop.test` and 127.0.0.1, good until 2120. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIrjgo+dzo9rdZuWY
lsLlAx8R/Oxo72Z5aW4UPHDw0Y6hRANCAASehQPqztW+YweV8A0pXPJtM6j6wIHR
HnZykQnsJSse5Xi1HWUiDOt2VtEidCFvNFdov7ai3GbRSrp9LoyiY0BQ
-----END PRIVATE KEY-----
`
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlzaG9wLnRl
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CXNob3AudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJ6FA+rO1b5jB5Xw
DSlc8m0zqPrAgdEednKRCewlKx7leLUdZSIM63ZW0SJ0IW80V2i/tqLcZtFKun0u
jKJjQFCjTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJc2hvcC50ZXN0
hwR/AAABMB0GA1UdDgQWBBQd6QOtFPVQgCqdBlX9SHLONEFUEjAKBggqhkjOPQQD
AgNIADBFAiBLcDp0ZGV/jAyHUjyOiTShv6OfRO5kcXudc/vwoDkFYQIhAIdonk6R
uzYRg4SpKhRUNETSDWw0wdisGmRpFH3e8nW9
-----END CERTIFICATE-----
`
/** The same key and names; ended with 2020. */
const EXPIRED = `-----BEGIN CERTIFICATE-----
MIIBdDCCARugAwIBAgIBAjAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFleHBpcmVk
IHNob3AudGVzdDAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBwxGjAY
BgNVBAMMEWV4cGlyZWQgc2hvcC50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAEnoUD6s7VvmMHlfANKVzybTOo+sCB0R52cpEJ7CUrHuV4tR1lIgzrdlbRInQh
bzRXaL+2otxm0Uq6fS6MomNAUKNOMEwwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREE
EzARgglzaG9wLnRlc3SHBH8AAAEwHQYDVR0OBBYEFB3pA60U9VCAKp0GVf1Ics40
QVQSMAoGCCqGSM49BAMCA0cAMEQCIFsbr2jB7XnirMgwJG88xZhNLbfWfVW4Fh05
vBlvEvbkAiBFDw57xoqqRP0FJhrppNeKpRYWViSNH9ef0tpO/p47vw==
-----END CERTIFICATE-----
`

interface TlsServer {
  readonly port: number
  /** Everything that came out of TLS. */
  readonly received: () => string
}

async function serveTls(t: TestContext, cert: string, answer: (socket: Socket) => void): Promise<TlsServer> {
  let received = ''
  const sockets: Socket[] = []
  const server = createServer({ key: KEY, cert, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString()
    })
    socket.once('data', () => answer(socket))
  })
  server.on('connection', (socket) => sockets.push(socket))
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  return { port: address.port, received: () => received }
}

function client(t: TestContext): GuardedClient {
  const made = createGuardedClient({ rules: rulesFor('sandbox'), version: '0.0.0', lookup: async () => ['127.0.0.1'] })
  t.after(() => made.close())
  return made
}

/** Trusts these beside the usual authorities until the test ends. */
function trust(t: TestContext, ...certificates: readonly string[]): void {
  const usual = getCACertificates('default')
  setDefaultCACertificates([...usual, ...certificates])
  t.after(() => setDefaultCACertificates(usual))
}

const answerOk = (socket: Socket): void => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')

function detailOf(result: CallResult): string {
  return result.kind === 'failed' ? `${result.cause}: ${result.detail}` : `answered ${result.status}`
}

test('a call over TLS reaches a server whose certificate is trusted, by name and by address', async (t) => {
  trust(t, CERTIFICATE)
  const server = await serveTls(t, CERTIFICATE, answerOk)
  for (const host of ['shop.test', '127.0.0.1']) {
    const result = await client(t).post(requestTo(`https://${host}:${server.port}/`))
    assert.equal(detailOf(result), 'answered 200')
    assert.equal(result.kind === 'answered' && result.remoteAddress, '127.0.0.1')
  }
  assert.match(server.received(), /^POST \/ HTTP\/1\.1\r\n/)
})

test('a certificate that does not hold is refused before a byte of the request is sent', async (t) => {
  const refusals = [
    ['self-signed', CERTIFICATE, [], 'shop.test', 'tls: the TLS certificate is self-signed'],
    ['expired', EXPIRED, [EXPIRED], 'shop.test', 'tls: the TLS certificate has expired'],
    ['for another name', CERTIFICATE, [CERTIFICATE], 'other.test', 'tls: the TLS certificate is for another host name'],
  ] as const
  for (const [title, certificate, trusted, host, expected] of refusals) {
    await t.test(title, async (t) => {
      trust(t, ...trusted)
      const server = await serveTls(t, certificate, answerOk)
      assert.equal(detailOf(await client(t).post(requestTo(`https://${host}:${server.port}/`))), expected)
      assert.equal(server.received(), '')
    })
  }
})

test('the environment cannot switch certificate checks off', async (t) => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  t.after(() => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  })
  const server = await serveTls(t, CERTIFICATE, answerOk)
  const result = await client(t).post(requestTo(`https://shop.test:${server.port}/`))
  assert.equal(detailOf(result), 'tls: the TLS certificate is self-signed')
  assert.equal(server.received(), '')
})

test('a port that does not speak TLS, or hangs up during the handshake, fails as tls', async (t) => {
  const plain = await listenRaw(t, (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n')))
  assert.match(
    detailOf(await client(t).post(requestTo(`https://shop.test:${plain.port}/`))),
    /^tls: no TLS could be agreed on; does this port speak https\?/,
  )
  const hangsUp = await listenRaw(t, (socket) => socket.once('data', () => socket.destroy()))
  assert.equal(
    detailOf(await client(t).post(requestTo(`https://shop.test:${hangsUp.port}/`))),
    'tls: the server closed the connection during the TLS handshake',
  )
})

test('a handshake that hangs is given up at the deadline', async (t) => {
  const server = await listenRaw(t, () => {})
  const result = await client(t).post(requestTo(`https://shop.test:${server.port}/`, { deadlineMs: 200 }))
  assert.equal(detailOf(result), 'deadline: no complete answer within 200 ms: TLS was being agreed on')
  await server.allClosed()
})

test('the bounds on an answer hold over TLS as well', async (t) => {
  trust(t, CERTIFICATE)
  const flood = (start: string, piece: string) => (socket: Socket) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.write(piece.repeat(10_000)));
    }
    socket.on('drain', pour)
    socket.write(start)
    pour()
  }
  for (const [start, piece, cause] of [
    ['HTTP/1.1 200 ', 'very ', 'protocol'],
    ['HTTP/1.1 200 OK\r\n', 'a: b\r\n', 'headers_too_large'],
    ['HTTP/1.1 200 OK\r\n\r\n', 'xxxxx', 'body_too_large'],
  ] as const) {
    const server = await serveTls(t, CERTIFICATE, flood(start, piece))
    const result = await client(t).post(requestTo(`https://shop.test:${server.port}/`))
    assert.equal(result.kind === 'failed' && result.cause, cause)
    assert.ok(result.latencyMs < 2_000)
  }
})

test('a line that is kept carries one call after another over one handshake', async (t) => {
  trust(t, CERTIFICATE)
  let handshakes = 0
  const server = await serveTls(t, CERTIFICATE, (socket) => {
    handshakes += 1
    const answer = (): void => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    socket.on('data', answer)
    answer()
  })
  const { post } = client(t)
  for (let call = 1; call <= 3; call += 1) {
    const result = await post(requestTo(`https://shop.test:${server.port}/`, { keptAs: 'a' }))
    assert.equal(detailOf(result), 'answered 200')
  }
  assert.equal(handshakes, 1)
  assert.equal(server.received().match(/POST /g)?.length, 3)
})
