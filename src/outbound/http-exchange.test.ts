import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { CallResult, FailureCause } from './call-result.ts'
import { createGuardedClient, type GuardedClient } from './guarded-client.ts'
import { listen, listenRaw, requestTo, rulesFor } from './loopback-server.ts'

function sandboxClient(t: TestContext): GuardedClient {
  const client = createGuardedClient({ rules: rulesFor('sandbox'), version: '0.0.0' })
  t.after(() => client.close())
  return client
}

/** `failed reset 200`: the kind, the cause and the status that had come. */
function summary(result: CallResult): string {
  return result.kind === 'answered' ? `answered ${result.status}` : `failed ${result.cause} ${result.status ?? '-'}`
}

/** What a server that answers like this leads to; the connection must be gone afterwards. */
async function outcomeOf(t: TestContext, onRequest: (socket: Socket) => void, deadlineMs = 5_000): Promise<CallResult> {
  const server = await listen(t, onRequest)
  const result = await sandboxClient(t).post(requestTo(server.url, { deadlineMs }))
  await server.allClosed()
  return result
}

const OK = 'HTTP/1.1 200 OK\r\n'
const HINT = 'HTTP/1.1 103 Early Hints\r\n\r\n'

/** Writes `piece` for ever, as fast as it is taken. */
function flood(socket: Socket, start: string, piece: string): void {
  const chunk = piece.repeat(Math.ceil(65_536 / piece.length))
  const pour = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', pour)
  socket.write(start)
  pour()
}

/** Writes `start` at once, then `text` over and over, one character every 10 ms. */
function drip(t: TestContext, socket: Socket, text: string, start = ''): void {
  let sent = 0
  socket.write(start)
  const timer = setInterval(() => socket.write(text.charAt(sent++ % text.length)), 10)
  socket.on('close', () => clearInterval(timer))
  t.after(() => clearInterval(timer))
}

/** [what the server sends and then closes its side, what comes of it] */
const FINISHED: readonly (readonly [title: string, sent: string, outcome: string])[] = [
  ['nothing', '', 'failed reset -'],
  ['half a status line', 'HTTP/1.1 20', 'failed reset -'],
  ['a status line without an end of headers', OK, 'failed reset -'],
  ['a body shorter than announced', `${OK}content-length: 100\r\n\r\nshort`, 'failed reset 200'],
  ['a shorter body and close', `${OK}connection: close\r\ncontent-length: 100\r\n\r\nshort`, 'failed reset 200'],
  [
    'a chunked body without its last chunk',
    `${OK}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`,
    'failed reset 200',
  ],
  [
    'a chunked body cut in a chunk, and close',
    `${OK}connection: close\r\ntransfer-encoding: chunked\r\n\r\nff\r\nhello`,
    'failed reset 200',
  ],
  ['a chunked body cut in a chunk', `${OK}transfer-encoding: chunked\r\n\r\nff\r\nhello`, 'failed reset 200'],
  ['a body longer than announced', `${OK}content-length: 2\r\n\r\nokHTTP/1.1 500 X\r\n\r\n`, 'answered 200'],
  ['two answers', `${OK}content-length: 2\r\n\r\nok${OK}content-length: 5\r\n\r\nother`, 'answered 200'],
  ['a body that only the end of the connection ends', `${OK}\r\nhello`, 'answered 200'],
  ['line feeds instead of line ends', 'HTTP/1.1 200 OK\ncontent-length: 2\n\nok', 'failed protocol -'],
  ['two lengths that differ', `${OK}content-length: 2\r\ncontent-length: 5\r\n\r\nokxyz`, 'failed protocol -'],
  ['a length and chunks', `${OK}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 'failed protocol -'],
  ['a negative length', `${OK}content-length: -1\r\n\r\n`, 'failed protocol -'],
  ['a length beyond counting', `${OK}content-length: 99999999999999999999999\r\n\r\nx`, 'failed protocol -'],
  [
    'a chunk size beyond counting',
    `${OK}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nx`,
    'failed protocol 200',
  ],
  ['a chunk size that is no number', `${OK}transfer-encoding: chunked\r\n\r\nzz\r\nx`, 'failed protocol 200'],
  ['a NUL in a header', `${OK}x: a\0b\r\ncontent-length: 0\r\n\r\n`, 'failed protocol -'],
  ['a space in a header name', `${OK}content length: 0\r\n\r\n`, 'failed protocol -'],
  ['a folded header', `${OK}x: a\r\n b\r\ncontent-length: 0\r\n\r\n`, 'failed protocol -'],
  ['another protocol', 'SSH-2.0-OpenSSH_9.2p1\r\n', 'failed protocol -'],
  ['a page without headers', '<html>hello</html>', 'failed protocol -'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'failed protocol -'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n', 'failed protocol -'],
  ['100 Continue, which we never ask for', `HTTP/1.1 100 Continue\r\n\r\n${OK}\r\n`, 'failed protocol -'],
  ['a status below 100', 'HTTP/1.1 031 X\r\ncontent-length: 0\r\n\r\n', 'failed protocol -'],
  ['101 without an upgrade', 'HTTP/1.1 101 X\r\n\r\n', 'failed protocol -'],
  ['an upgrade', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', 'failed protocol -'],
  ['sixteen early hints and the answer', `${HINT.repeat(16)}${OK}content-length: 0\r\n\r\n`, 'answered 200'],
  ['seventeen early hints', `${HINT.repeat(17)}${OK}content-length: 0\r\n\r\n`, 'failed protocol -'],
  ['a header of 1 MB', `${OK}x: ${'a'.repeat(1_000_000)}\r\n\r\n`, 'failed headers_too_large -'],
  ['a header name of 1 MB', `${OK}${'a'.repeat(1_000_000)}: x\r\n\r\n`, 'failed headers_too_large -'],
  ['100,000 small headers', `${OK}${'a: b\r\n'.repeat(100_000)}\r\n`, 'failed headers_too_large -'],
  [
    'trailers of 1 MB',
    `${OK}transfer-encoding: chunked\r\n\r\n0\r\n${'a: b\r\n'.repeat(170_000)}\r\n`,
    'failed headers_too_large 200',
  ],
  ['__proto__ as a header', `${OK}__proto__: x\r\ncontent-length: 0\r\n\r\n`, 'answered 200'],
  [
    'a body of 64 KiB in chunks of one byte',
    `${OK}transfer-encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(65_536)}0\r\n\r\n`,
    'answered 200',
  ],
]

for (const [title, sent, outcome] of FINISHED) {
  test(`a server that sends ${title}: ${outcome}`, async (t) => {
    assert.equal(summary(await outcomeOf(t, (socket) => socket.end(sent))), outcome)
  })
}

test('only the announced part of a longer body is read', async (t) => {
  const result = await outcomeOf(t, (socket) => socket.end(`${OK}content-length: 2\r\n\r\nokand more`))
  assert.equal(result.kind === 'answered' && Buffer.from(result.body).toString(), 'ok')
})

const ENDLESS: readonly (readonly [title: string, start: string, piece: string, cause: FailureCause])[] = [
  ['reason phrase', 'HTTP/1.1 200 ', 'very ', 'protocol'],
  ['empty lines', '', '\r\n', 'protocol'],
  ['headers', OK, 'a: b\r\n', 'headers_too_large'],
  ['early hints', '', 'HTTP/1.1 103 Hints\r\n\r\n', 'protocol'],
  ['chunk extension', `${OK}transfer-encoding: chunked\r\n\r\n1;a=`, 'b', 'protocol'],
  ['body', `${OK}\r\n`, 'x', 'body_too_large'],
  ['chunks', `${OK}transfer-encoding: chunked\r\n\r\n`, '1\r\nx\r\n', 'body_too_large'],
]

for (const [title, start, piece, cause] of ENDLESS) {
  test(`endless ${title}: cut off long before the deadline as ${cause}`, async (t) => {
    const result = await outcomeOf(t, (socket) => flood(socket, start, piece))
    assert.equal(result.kind === 'failed' && result.cause, cause)
    assert.ok(result.latencyMs < 2_000, `${result.latencyMs} ms`)
  })
}

/** [what the server does instead of finishing, what had come, what the detail says] */
const STALLED: readonly (readonly [
  title: string,
  stall: (t: TestContext, socket: Socket) => void,
  status: number | null,
])[] = [
  ['says nothing', () => {}, null],
  ['stops in its headers', (_t, socket) => void socket.write(`${OK}content-`), null],
  ['stops in its body', (_t, socket) => void socket.write(`${OK}content-length: 10\r\n\r\nhalf`), 200],
  ['drips its headers', (t, socket) => drip(t, socket, `${OK}x: ${'y'.repeat(10_000)}`), null],
  ['drips its body', (t, socket) => drip(t, socket, 'x', `${OK}\r\n`), 200],
  ['stops reading and writing', (_t, socket) => void socket.pause(), null],
]

for (const [title, stall, status] of STALLED) {
  test(`a server that ${title} is given up at the deadline and not later`, async (t) => {
    const result = await outcomeOf(t, (socket) => stall(t, socket), 200)
    assert.ok(result.kind === 'failed')
    assert.deepEqual([result.cause, result.status], ['deadline', status])
    assert.match(result.detail, status === null ? /had not answered/ : /had answered 200/)
    assert.ok(result.latencyMs >= 195 && result.latencyMs < 1_500, `${result.latencyMs} ms`)
  })
}

for (const [title, framing] of [
  ['of announced length', 'content-length: 100\r\n'],
  ['in chunks', 'transfer-encoding: chunked\r\n'],
  ['that the end of the connection ends', 'connection: close\r\n'],
] as const) {
  test(`a 200 that is reset in a body ${title} is not an answer`, async (t) => {
    const sent = `${OK}${framing}\r\n${framing.startsWith('t') ? '5\r\nhello\r\n' : 'hello'}`
    const result = await outcomeOf(t, (socket) =>
      socket.write(sent, () => setTimeout(() => socket.resetAndDestroy(), 50)),
    )
    assert.equal(summary(result), 'failed reset 200')
  })
}

test('a server that hangs up at once, or talks before it is asked, gives no answer', async (t) => {
  const client = sandboxClient(t)
  const hangsUp = await listenRaw(t, (socket) => socket.destroy())
  const resets = await listenRaw(t, (socket) => socket.resetAndDestroy())
  const talks = await listenRaw(t, (socket) => socket.write(`${OK}content-length: 2\r\n\r\nok`))
  assert.equal(summary(await client.post(requestTo(hangsUp.url))), 'failed reset -')
  assert.equal(summary(await client.post(requestTo(resets.url))), 'failed reset -')
  // What came first may or may not be there when our question goes out; either way it costs no second connection.
  await client.post(requestTo(talks.url))
  assert.equal(talks.received.length, 1)
})

test('a server that never reads a large request is given up at the deadline', async (t) => {
  const server = await listenRaw(t, (socket) => socket.pause())
  const body = 'x'.repeat(20_000_000)
  const result = await sandboxClient(t).post(requestTo(server.url, { body, deadlineMs: 200 }))
  assert.equal(summary(result), 'failed deadline -')
})

test('any bytes at all, in two pieces and now and then reset, end in a value and never in an exception', async (t) => {
  const seed = Date.now() % 1_000_000
  t.diagnostic(`seed ${seed}`)
  const random = randomFrom(seed)
  const answers = Array.from({ length: 300 }, () => mutated(random))
  let next = 0
  const server = await listen(t, (socket) => {
    const answer = answers[next++] ?? Buffer.alloc(0)
    const half = random(answer.length)
    const resets = random(4) === 0
    socket.write(answer.subarray(0, half), () =>
      setImmediate(() => (resets ? socket.resetAndDestroy() : socket.end(answer.subarray(half)))),
    )
  })
  const client = sandboxClient(t)
  for (const answer of answers) {
    const result = await client.post(requestTo(server.url, { deadlineMs: 2_000 }))
    const shown = JSON.stringify(answer.toString('latin1'))
    assert.ok(result.kind === 'answered' || result.cause !== 'internal', `${summary(result)} for ${shown}`)
    assert.ok(result.kind === 'answered' || result.cause !== 'deadline', `the connection had ended: ${shown}`)
  }
})

/** A valid answer with a few bytes changed, dropped, doubled or thrown in. */
function mutated(random: (below: number) => number): Buffer {
  const bodies = [
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{"reason":""}',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx: y\r\n\r\n',
    'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.0 302 Found\r\nlocation: /\r\n\r\n',
  ]
  const bytes = [...Buffer.from(bodies[random(bodies.length)] ?? '')]
  for (let change = random(6); change >= 0; change -= 1) {
    const at = random(bytes.length)
    const kind = random(4)
    if (kind === 0) bytes[at] = random(256)
    if (kind === 1) bytes.splice(at, 1 + random(8))
    if (kind === 2) bytes.splice(at, 0, ...bytes.slice(at, at + random(20)))
    if (kind === 3) bytes.splice(at, 0, ...Buffer.from(['\r\n', '\0', ':', 'ffff', '\r\n\r\n'][random(5)] ?? ''))
  }
  return Buffer.from(bytes)
}

/** mulberry32 */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
