/** Connections that are kept between notices: what they save, and that they mix up nothing, whatever a server does. */
import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { WIRE_BYTES_MAX } from './http-exchange.ts'
import { FREE_LINES_MAX, LINE_FREE_MS, LINE_LIFE_MS } from './kept-lines.ts'
import { answerOf, gone, movableNow, OK, openClient, openKeeper, said } from './test-line-keeper.ts'

test('calls of one name go over one connection, one after another; two at once take two', async (t) => {
  const { url, asked } = await openKeeper(t)
  const { post } = openClient(t)
  for (let call = 1; call <= 3; call += 1) {
    const result = await post(url, 'a')
    assert.ok(result.kind === 'answered' && Buffer.from(result.body).toString() === 'fine')
    assert.equal(result.remoteAddress, '127.0.0.1')
  }
  assert.deepEqual(asked, ['1.1', '1.2', '1.3'])
  await Promise.all([post(url, 'a'), post(url, 'a')])
  assert.deepEqual(asked.slice(3).sort(), ['1.4', '2.1'])
})

test('another name, another server and a call without a name have lines of their own', async (t) => {
  const [one, other] = [await openKeeper(t), await openKeeper(t)]
  const { post } = openClient(t)
  await post(one.url, 'a')
  await post(one.url, 'b')
  await post(other.url, 'a')
  await post(one.url)
  await post(one.url)
  assert.deepEqual(one.asked, ['1.1', '2.1', '3.1', '4.1'])
  assert.deepEqual(other.asked, ['1.1'])
})

for (const [how, hangUp] of [
  ['ends', (socket: Socket) => socket.end()],
  ['resets', (socket: Socket) => socket.resetAndDestroy()],
] as const) {
  test(`a kept line that the server ${how} at the next call costs no try: the call goes over a fresh one, once`, async (t) => {
    const { url, asked } = await openKeeper(t, ({ socket, line, turn }) => {
      if (turn === 2 || line === 3) hangUp(socket)
      else socket.write(OK)
    })
    const { post } = openClient(t)
    assert.equal(said(await post(url, 'a')), 200)
    assert.equal(said(await post(url, 'a')), 200)
    assert.deepEqual(asked, ['1.1', '1.2', '2.1'])
    // The fresh one too: that is the server's word.
    assert.equal(said(await post(url, 'a')), 'reset')
    assert.deepEqual(asked, ['1.1', '1.2', '2.1', '2.2', '3.1'])
  })
}

test('a line that the server closed between two calls is not used', async (t) => {
  const { url, asked, sockets } = await openKeeper(t)
  const { post } = openClient(t)
  await post(url, 'a')
  for (const socket of sockets) {
    socket.end()
    await gone(socket)
  }
  assert.equal(said(await post(url, 'a')), 200)
  assert.deepEqual(asked, ['1.1', '2.1'])
})

test('once a byte of the answer came, a call is not made again', async (t) => {
  const { url, asked } = await openKeeper(t, ({ socket, turn }) => {
    if (turn === 1) socket.write(OK)
    else socket.write('HTTP/1.1 2', () => socket.end())
  })
  const { post } = openClient(t)
  await post(url, 'a')
  assert.equal(said(await post(url, 'a')), 'reset')
  assert.deepEqual(asked, ['1.1', '1.2'])
})

for (const [what, extra] of [
  ['at once', (socket: Socket) => socket.write(OK + answerOf('200 OK', 'planted'))],
  [
    'a little later',
    (socket: Socket) => socket.write(OK, () => setImmediate(() => socket.write(answerOf('200 OK', 'planted')))),
  ],
] as const) {
  test(`an answer that nobody asked for (${what}) is not taken for the answer to the next call`, async (t) => {
    const { url, sockets } = await openKeeper(t, ({ socket, line }) => {
      if (line === 1) extra(socket)
      else socket.write(answerOf('500 Oops', 'no'))
    })
    const { post } = openClient(t)
    await post(url, 'a')
    const [planter] = sockets
    if (planter !== undefined) await gone(planter)
    assert.equal(said(await post(url, 'a')), 500)
  })
}

test('a line is not kept where the server does not want it, and not after an answer that was cut or broken', async (t) => {
  const answers = [
    answerOf('200 OK', 'x', 'connection: close\r\n'),
    'HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\nx',
    answerOf('200 OK', 'x'.repeat(70_000)),
    answerOf('200 OK', 'x', 'keep-alive: timeout=1\r\n'),
    'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
    OK,
  ]
  const { url, asked } = await openKeeper(t, ({ socket, line }) => socket.write(answers[line - 1] ?? OK))
  const { post } = openClient(t)
  const results: (number | string)[] = []
  for (const _ of answers) results.push(said(await post(url, 'a')))
  assert.deepEqual(results, [200, 200, 200, 200, 'protocol', 200])
  assert.deepEqual(asked, ['1.1', '2.1', '3.1', '4.1', '5.1', '6.1'])
})

test('a call that runs out of time on a kept line takes the line with it', async (t) => {
  const { url, asked, sockets } = await openKeeper(t, ({ socket, line, turn }) => {
    if (line > 1 || turn === 1) socket.write(OK)
  })
  const { post } = openClient(t)
  await post(url, 'a')
  const [hanging] = sockets
  assert.ok(hanging !== undefined)
  const closed = gone(hanging)
  assert.equal(said(await post(url, 'a', 50)), 'deadline')
  await closed
  assert.equal(said(await post(url, 'a')), 200)
  assert.deepEqual(asked, ['1.1', '1.2', '2.1'])
})

test('what one answer may weigh is counted for each anew', async (t) => {
  const body = 'x'.repeat(60_000)
  const { url, asked } = await openKeeper(t, ({ socket }) => socket.write(answerOf('200 OK', body)))
  const { post } = openClient(t)
  const calls = Math.ceil((2 * WIRE_BYTES_MAX) / body.length)
  for (let call = 0; call < calls; call += 1) assert.equal(said(await post(url, 'a')), 200)
  assert.equal(asked.at(-1), `1.${calls}`)
})

test('a line is given up after a minute, and a free one after some seconds', async (t) => {
  const { url, asked, sockets } = await openKeeper(t)
  const { post } = openClient(t)
  await post(url, 'a')
  const clock = movableNow(t)
  clock.pass(LINE_LIFE_MS - 1_000)
  await post(url, 'a')
  clock.pass(1_000)
  await post(url, 'a')
  assert.deepEqual(asked, ['1.1', '1.2', '2.1'])
  const began = performance.now()
  await Promise.all([...sockets].map(gone))
  assert.ok(performance.now() - began < LINE_FREE_MS.again + 3_000)
})

test('of all free lines so many are kept, and none when the client closes', async (t) => {
  const { url, sockets } = await openKeeper(t)
  const { client, post } = openClient(t)
  for (let name = 1; name <= FREE_LINES_MAX + 20; name += 1) await post(url, `queue ${name}`)
  assert.ok(sockets.size >= FREE_LINES_MAX / 2, `${sockets.size} lines`)
  while (sockets.size > FREE_LINES_MAX) await new Promise(setImmediate)
  const closed = [...sockets].map(gone)
  await client.close()
  await Promise.all(closed)
  assert.equal(said(await post(url, 'queue 1')), 'closed')
})
