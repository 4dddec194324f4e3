import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { createAddressGuard } from '../../outbound/address-guard.ts'
import { dialTcp, type GuardedSocketOptions } from '../../outbound/guarded-socket.ts'
import { type LoopbackServer, listen, listenRaw, recordingDial } from '../../outbound/loopback-server.ts'
import { lookUpBySystem } from '../../outbound/name-lookup.ts'
import { GOOD, KEY, trustAuthority } from '../../outbound/test-certificates.ts'
import { ANSWER_BYTES_MAX, type Answer, createExamLine, type ExamLineOptions, type Sending } from './exam-line.ts'

const SOCKETS: GuardedSocketOptions = {
  guard: createAddressGuard({ mode: 'sandbox', allowedRanges: [] }),
  lookup: lookUpBySystem,
  dial: dialTcp,
  connectMs: 5_000,
}

function lineWith(options: Partial<ExamLineOptions> = {}) {
  return createExamLine({ socketOptions: SOCKETS, deadlineMs: 10_000, dripMs: 40, pause: delay, ...options })
}

function toSend({ url }: Pick<LoopbackServer, 'url'>, changes: Partial<Sending> = {}): Sending {
  return { method: 'POST', url: new URL(url), headers: {}, body: '{"a":"가"}', pace: 'whole', ...changes }
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: text/plain\r\n\r\nok'

test('header names go out as they are written, the body with its length in bytes, over a connection that is closed', async (t) => {
  const server = await listen(t, (socket) => socket.end(OK))
  const answer = await lineWith().send(toSend(server, { headers: { 'WEBHOOK-Id': 'x' } }))
  assert.ok(answer.kind === 'answered')
  assert.deepEqual([answer.status, answer.contentType, answer.body, answer.bodyCut], [200, 'text/plain', 'ok', false])
  const [received = ''] = server.received
  assert.match(received, /^POST \/ HTTP\/1\.1\r\n/)
  assert.match(received, /\r\nWEBHOOK-Id: x\r\n/)
  assert.match(received, /\r\nContent-Length: 11\r\n/)
  assert.match(received, /\r\nConnection: close\r\n/)
  await server.allClosed()
})

/** Answers when the body, chunked or dripping, has come to its end. */
function listenForEnd(t: TestContext, end: string): Promise<LoopbackServer> {
  return listenRaw(t, (socket, request) => {
    socket.on('data', () => {
      if (request().endsWith(end)) socket.end(OK)
    })
  })
}

test('a chunked body says nothing of its length', async (t) => {
  const server = await listenForEnd(t, '0\r\n\r\n')
  await lineWith().send(toSend(server, { pace: 'chunked' }))
  const [received = ''] = server.received
  assert.match(received, /\r\nTransfer-Encoding: chunked\r\n/)
  assert.doesNotMatch(received, /content-length/i)
})

test('a dripping body comes in eight pieces, and the time they take is not counted as the receiver’s', async (t) => {
  const pauses: number[] = []
  const server = await listenForEnd(t, '}')
  const pause = async (ms: number): Promise<void> => {
    pauses.push(ms)
    await delay(ms)
  }
  const answer = await lineWith({ dripMs: 400, pause }).send(
    toSend(server, { pace: 'drips', body: '{"a":"12345678"}' }),
  )
  assert.deepEqual(pauses, new Array(8).fill(50))
  assert.ok(answer.kind === 'answered' && answer.tookMs < 300)
  assert.match(server.received[0] ?? '', /\r\nContent-Length: 16\r\n/)
})

test('an answer that comes before the body has gone out is taken, and the rest is not sent', async (t) => {
  const server = await listenRaw(t, (socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 408 Too Slow\r\ncontent-length: 0\r\n\r\n'))
  })
  let pauses = 0
  const pause = async (): Promise<void> => {
    pauses += 1
    await delay(20)
  }
  const answer = await lineWith({ pause }).send(toSend(server, { pace: 'drips', body: 'x'.repeat(800) }))
  assert.ok(answer.kind === 'answered' && answer.status === 408)
  await server.allClosed()
  assert.ok(pauses < 8)
})

test('two requests in turn use one connection for as long as the server keeps it', async (t) => {
  let connections = 0
  const answerEach = (socket: Socket): void => {
    connections += 1
    socket.on('data', () => socket.write(OK))
  }
  const server = await listenRaw(t, answerEach)
  const sending = toSend(server)
  const answers = await lineWith().sendInTurn(sending.url, [sending, sending])
  assert.deepEqual(answers.map(statusOf), [200, 200])
  assert.equal(connections, 1)
  await server.allClosed()

  const closing = await listen(t, (socket) => socket.end(OK.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n')))
  const again = toSend(closing)
  assert.deepEqual((await lineWith().sendInTurn(again.url, [again, again])).map(statusOf), [200, 200])
  assert.equal(closing.received.length, 2)
})

function statusOf(answer: Answer): number | string {
  return answer.kind === 'answered' ? answer.status : answer.cause
}

test('an endless answer is cut', async (t) => {
  const server = await listen(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const more = (): void => {
      while (!socket.destroyed && socket.write('x'.repeat(10_000)));
    }
    socket.on('drain', more)
    more()
  })
  const answer = await lineWith().send(toSend(server))
  assert.ok(answer.kind === 'answered' && answer.bodyCut)
  assert.equal(answer.body.length, ANSWER_BYTES_MAX)
  await server.allClosed()
})

test('whatever goes wrong is a value with its cause', async (t) => {
  const silent = await listen(t, () => {})
  const dropping = await listen(t, (socket) => socket.destroy())
  const half = await listen(t, (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx'))
  const stranger = await listen(t, (socket) => socket.end('SMTP ready\r\n'))
  const line = lineWith()
  assert.equal(statusOf(await lineWith({ deadlineMs: 50 }).send(toSend(silent))), 'deadline')
  assert.equal(statusOf(await line.send(toSend(dropping))), 'reset')
  assert.equal(statusOf(await line.send(toSend(half))), 'reset')
  assert.equal(statusOf(await line.send(toSend(stranger))), 'protocol')
  assert.equal(statusOf(await line.send(toSend({ url: 'http://127.0.0.1:1/' }))), 'connect_refused')
})

test('no address is dialled that the sandbox would not call, and a name that leads to one is refused', async (t) => {
  const server = await listen(t, (socket) => socket.end(OK))
  const { dial, dialled } = recordingDial(server.port)
  const lookup = async (): Promise<readonly string[]> => ['169.254.169.254']
  const line = lineWith({ socketOptions: { ...SOCKETS, dial, lookup } })
  for (const url of ['http://169.254.169.254/latest', 'http://[fd00:ec2::254]/', 'http://metadata.example/']) {
    assert.equal(statusOf(await line.send(toSend({ url }))), 'address_refused', url)
  }
  assert.deepEqual(dialled, [])
  assert.equal(statusOf(await line.send(toSend({ url: 'http://10.1.2.3/' }))), 200)
})

test('https is spoken where the certificate is trusted, and nothing is sent where it is not', async (t) => {
  const received: string[] = []
  const server = createServer({ key: KEY, cert: GOOD }, (request, response) => {
    received.push(`${request.method} ${request.headers.host}`)
    request.resume().on('end', () => response.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const url = `https://127.0.0.1:${address.port}/notice`
  assert.equal(statusOf(await lineWith().send(toSend({ url }))), 'tls')
  trustAuthority(t)
  assert.equal(statusOf(await lineWith().send(toSend({ url }))), 200)
  assert.deepEqual(received, [`POST 127.0.0.1:${address.port}`])
})
