import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createServer, type TlsOptions } from 'node:tls'
import type { CallResult } from './call-result.ts'
import { createGuardedClient, type GuardedClient } from './guarded-client.ts'
import { LINE_REST_MS } from './kept-lines.ts'
import { listenRaw, requestTo, rulesFor } from './loopback-server.ts'
import {
  EXPIRED,
  GOOD,
  KEY,
  NOT_YET_VALID,
  OTHER_NAME,
  SELF_SIGNED,
  trustAuthority,
  UNKNOWN_AUTHORITY,
} from './test-certificates.ts'
import { movableNow } from './test-line-keeper.ts'

interface TlsServer {
  readonly port: number
  /** Everything that came out of TLS. */
  readonly received: () => string
}

async function serveTls(
  t: TestContext,
  cert: string,
  answer: (socket: Socket) => void,
  options: TlsOptions = {},
): Promise<TlsServer> {
  let received = ''
  const sockets: Socket[] = []
  const server = createServer({ key: KEY, cert, ALPNProtocols: ['h2', 'http/1.1'], ...options }, (socket) => {
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

const answerOk = (socket: Socket): void => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')

function detailOf(result: CallResult): string {
  return result.kind === 'failed' ? `${result.cause}: ${result.detail}` : `answered ${result.status}`
}

test('a call over TLS reaches a server whose certificate is trusted, by name and by address', async (t) => {
  trustAuthority(t)
  const server = await serveTls(t, GOOD, answerOk)
  for (const host of ['shop.test', '127.0.0.1']) {
    const result = await client(t).post(requestTo(`https://${host}:${server.port}/`))
    assert.equal(detailOf(result), 'answered 200')
    assert.equal(result.kind === 'answered' && result.remoteAddress, '127.0.0.1')
  }
  assert.match(server.received(), /^POST \/ HTTP\/1\.1\r\n/)
})

test('a certificate that does not hold is refused before a byte of the request is sent', async (t) => {
  trustAuthority(t)
  const refusals = [
    ['self-signed', SELF_SIGNED, 'shop.test', 'the TLS certificate is self-signed'],
    ['expired', EXPIRED, 'shop.test', 'the TLS certificate expired on 2021-01-01'],
    ['not yet valid', NOT_YET_VALID, 'shop.test', 'the TLS certificate is not valid before 2100-01-01'],
    [
      'of an unknown authority',
      UNKNOWN_AUTHORITY,
      'shop.test',
      'the TLS certificate comes without the intermediate one, or from an authority that is not trusted',
    ],
    [
      'for other names',
      OTHER_NAME,
      'shop.test',
      'the TLS certificate is for other.test and www.other.test, not for shop.test',
    ],
    [
      'for names, called by address',
      OTHER_NAME,
      '127.0.0.1',
      'the TLS certificate is for other.test and www.other.test, not for 127.0.0.1',
    ],
  ] as const
  for (const [title, certificate, host, detail] of refusals) {
    await t.test(title, async (t) => {
      const server = await serveTls(t, certificate, answerOk)
      assert.equal(detailOf(await client(t).post(requestTo(`https://${host}:${server.port}/`))), `tls: ${detail}`)
      assert.equal(server.received(), '')
    })
  }
})

test('a server that offers no TLS of ours is told so', async (t) => {
  trustAuthority(t)
  for (const [title, options, detail] of [
    [
      'TLS 1.1 at most',
      { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      'the server speaks no TLS that is new enough: 1.2 is the least',
    ],
    [
      'another cipher',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CAMELLIA128-SHA256' },
      'the server accepts none of the TLS ciphers that are offered, or not this host name',
    ],
    [
      'no certificate for the name',
      { SNICallback: (_name: string, done: (error: Error) => void) => done(new Error('unknown')) },
      'the server closed the connection during the TLS handshake',
    ],
  ] as const) {
    await t.test(title, async (t) => {
      const server = await serveTls(t, GOOD, answerOk, options)
      assert.equal(detailOf(await client(t).post(requestTo(`https://shop.test:${server.port}/`))), `tls: ${detail}`)
      assert.equal(server.received(), '')
    })
  }
})

test('the environment cannot switch certificate checks off', async (t) => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  t.after(() => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  })
  const server = await serveTls(t, SELF_SIGNED, answerOk)
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
  trustAuthority(t)
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
    const server = await serveTls(t, GOOD, flood(start, piece))
    const result = await client(t).post(requestTo(`https://shop.test:${server.port}/`))
    assert.equal(result.kind === 'failed' && result.cause, cause)
    assert.ok(result.latencyMs < 2_000)
  }
})

for (const [what, sent] of [
  ['notice', 'again'],
  ['question', 'once'],
] as const) {
  test(`a line that is kept carries one ${what} after another over one handshake`, async (t) => {
    trustAuthority(t)
    let handshakes = 0
    const server = await serveTls(t, GOOD, (socket) => {
      handshakes += 1
      const answer = (): void => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      socket.on('data', answer)
      answer()
    })
    const { post } = client(t)
    const clock = movableNow(t)
    for (let call = 1; call <= 3; call += 1) {
      const result = await post(requestTo(`https://shop.test:${server.port}/`, { kept: { as: 'a', sent } }))
      assert.equal(detailOf(result), 'answered 200')
      clock.pass(LINE_REST_MS)
    }
    assert.equal(handshakes, 1)
    assert.equal(server.received().match(/POST /g)?.length, 3)
  })
}

test('a question that finds its TLS line closed goes over a fresh one, once', async (t) => {
  trustAuthority(t)
  const sockets: Socket[] = []
  const server = await serveTls(t, GOOD, (socket) => {
    sockets.push(socket)
    socket.on('data', () => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
  })
  const { post } = client(t)
  const clock = movableNow(t)
  const ask = () => post(requestTo(`https://shop.test:${server.port}/`, { kept: { as: 'a', sent: 'once' } }))
  for (let question = 1; question <= 20; question += 1) {
    assert.equal(detailOf(await ask()), 'answered 200')
    clock.pass(LINE_REST_MS)
    for (const socket of sockets.splice(0)) await once(socket.destroy(), 'close')
  }
  assert.equal(server.received().match(/POST /g)?.length, 20)
})
