/**
 * Questions over kept lines: fewer greetings, and not one question more, less or to somebody else than over lines of
 * their own, whatever the server does.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { LINE_FREE_MS, LINE_REST_MS } from './kept-lines.ts'
import { recordingDial, rulesFor } from './loopback-server.ts'
import type { NameLookup } from './name-lookup.ts'
import { answerOf, gone, movableNow, OK, openClient, openKeeper, said } from './test-line-keeper.ts'

test('questions of one merchant go over one connection, one after another; two at once take two', async (t) => {
  const { url, asked } = await openKeeper(t)
  const { ask } = openClient(t)
  const clock = movableNow(t)
  for (let question = 1; question <= 3; question += 1) {
    assert.equal(said(await ask(url, 'shop')), 200)
    clock.pass(LINE_REST_MS)
  }
  assert.deepEqual(asked, ['1.1', '1.2', '1.3'])
  await Promise.all([ask(url, 'shop'), ask(url, 'shop')])
  assert.deepEqual(asked.slice(3).sort(), ['1.4', '2.1'])
})

test('another merchant, another server and a notice have lines of their own', async (t) => {
  const [one, other] = [await openKeeper(t), await openKeeper(t)]
  const { ask, post } = openClient(t)
  const clock = movableNow(t)
  await ask(one.url, 'shop')
  clock.pass(LINE_REST_MS)
  await ask(one.url, 'other shop')
  await ask(other.url, 'shop')
  await post(one.url, 'shop')
  assert.deepEqual(one.asked, ['1.1', '2.1', '3.1'])
  assert.deepEqual(other.asked, ['1.1'])
})

test('a line rests for a moment after each answer, and is given up soon after', async (t) => {
  const { url, asked, sockets } = await openKeeper(t)
  const { ask } = openClient(t)
  const clock = movableNow(t)
  await ask(url, 'shop')
  clock.pass(-LINE_FREE_MS.once)
  await ask(url, 'shop')
  assert.deepEqual(asked, ['1.1', '2.1'], 'the first was resting')
  clock.pass(2 * LINE_FREE_MS.once)
  await ask(url, 'shop')
  assert.deepEqual(asked, ['1.1', '2.1', '3.1'], 'both were tired')
  await Promise.all([...sockets].map(gone))
})

test('the name is looked up for each question, and a line to where it leads no longer is given up', async (t) => {
  const { port, asked } = await openKeeper(t)
  const answers: (readonly string[])[] = [['127.0.0.1'], ['127.0.0.1'], ['127.0.0.2'], ['127.0.0.2', '127.0.0.1']]
  const lookup: NameLookup = async () => answers.shift() ?? assert.fail('nobody asked for it')
  const { dial, dialled } = recordingDial(port)
  const { ask } = openClient(t, { lookup, dial })
  const clock = movableNow(t)
  for (let question = 1; question <= 4; question += 1) {
    assert.equal(said(await ask(`http://shop.test:${port}/`, 'shop')), 200)
    clock.pass(LINE_REST_MS)
  }
  assert.deepEqual(
    dialled.map(({ addresses }) => addresses.join()),
    ['127.0.0.1', '127.0.0.2'],
  )
  assert.deepEqual(asked, ['1.1', '1.2', '2.1', '2.2'])
})

test('a name that leads to a forbidden address as well is refused, though a line to it is free', async (t) => {
  const { port, asked } = await openKeeper(t)
  const answers: (readonly string[])[] = [['93.184.215.14'], ['127.0.0.1', '10.0.0.1']]
  const lookup: NameLookup = async () => answers.shift() ?? assert.fail('nobody asked for it')
  const open = rulesFor('production', ['127.0.0.0/8'])
  const { ask } = openClient(t, { rules: open, lookup, dial: recordingDial(port).dial })
  const clock = movableNow(t)
  assert.equal(said(await ask(`http://shop.test:${port}/`, 'shop')), 200)
  clock.pass(LINE_REST_MS)
  assert.equal(said(await ask(`http://shop.test:${port}/`, 'shop')), 'address_refused')
  assert.deepEqual(asked, ['1.1'])
})

test('a question whose time is over before its name is found is not asked, though a line is free', async (t) => {
  const { port, asked } = await openKeeper(t)
  const found = Promise.withResolvers<readonly string[]>()
  const answers = [Promise.resolve(['127.0.0.1']), found.promise, Promise.resolve(['127.0.0.1'])]
  const lookup: NameLookup = () => answers.shift() ?? assert.fail('nobody asked for it')
  const { ask } = openClient(t, { lookup })
  const clock = movableNow(t)
  await ask(`http://shop.test:${port}/`, 'shop')
  clock.pass(LINE_REST_MS)
  assert.equal(said(await ask(`http://shop.test:${port}/`, 'shop', 20)), 'deadline')
  found.resolve(['127.0.0.1'])
  assert.equal(said(await ask(`http://shop.test:${port}/`, 'shop')), 200)
  assert.deepEqual(asked, ['1.1', '1.2'])
})

const GOODBYES = [
  ['ends', (socket: Socket) => socket.end()],
  ['resets', (socket: Socket) => socket.resetAndDestroy()],
] as const

for (const [how, hangUp] of GOODBYES) {
  test(`a question that the server heard before it ${how} the line is not asked again`, async (t) => {
    const { url, asked } = await openKeeper(t, ({ socket, turn }) => {
      if (turn === 2) hangUp(socket)
      else socket.write(OK)
    })
    const { ask } = openClient(t)
    const clock = movableNow(t)
    assert.equal(said(await ask(url, 'shop')), 200)
    clock.pass(LINE_REST_MS)
    assert.equal(said(await ask(url, 'shop')), 'reset')
    assert.deepEqual(asked, ['1.1', '1.2'])
    assert.equal(said(await ask(url, 'shop')), 200)
    assert.deepEqual(asked, ['1.1', '1.2', '2.1'])
  })

  test(`a question for which a line is taken that the server just ${how} goes over a fresh one, once`, async (t) => {
    const { url, asked, sockets } = await openKeeper(t)
    const { ask } = openClient(t)
    const clock = movableNow(t)
    const questions = 200
    for (let question = 1; question <= questions; question += 1) {
      assert.equal(said(await ask(url, 'shop')), 200)
      clock.pass(LINE_REST_MS)
      // Its goodbye is on our side of the wire, and nobody has looked.
      for (const socket of sockets) {
        hangUp(socket)
        await gone(socket)
      }
    }
    assert.deepEqual(
      asked,
      Array.from({ length: questions }, (_, index) => `${index + 1}.1`),
    )
  })

  test(`a server that ${how} the line after every answer, and does not say so, is asked every time`, async (t) => {
    const { url, asked } = await openKeeper(t, ({ socket }) => socket.write(OK, () => hangUp(socket)))
    const { ask } = openClient(t)
    const results: (number | string)[] = []
    for (let question = 1; question <= 50; question += 1) results.push(said(await ask(url, 'shop')))
    assert.deepEqual(new Set(results), new Set([200]))
    assert.equal(asked.length, 50)
  })
}

test('once a byte of the answer came, a question is not asked again', async (t) => {
  const { url, asked } = await openKeeper(t, ({ socket, turn }) => {
    if (turn === 1) socket.write(OK)
    else socket.write('HTTP/1.1 2', () => socket.end())
  })
  const { ask } = openClient(t)
  const clock = movableNow(t)
  await ask(url, 'shop')
  clock.pass(LINE_REST_MS)
  assert.equal(said(await ask(url, 'shop')), 'reset')
  assert.deepEqual(asked, ['1.1', '1.2'])
})

test('a yes that nobody asked for is not taken for the answer to the next question', async (t) => {
  const { url, asked, sockets } = await openKeeper(t, ({ socket, line }) => {
    if (line === 1) socket.write(OK, () => setImmediate(() => socket.write(answerOf('200 OK', 'planted'))))
    else socket.write(answerOf('409 Conflict', 'no'))
  })
  const { ask } = openClient(t)
  const clock = movableNow(t)
  await ask(url, 'shop')
  const [planter] = sockets
  if (planter !== undefined) await gone(planter)
  clock.pass(LINE_REST_MS)
  assert.equal(said(await ask(url, 'shop')), 409)
  assert.deepEqual(asked, ['1.1', '2.1'])
})

test('a question that runs out of time on a kept line ends at its budget, and takes the line with it', async (t) => {
  const { url, asked, sockets } = await openKeeper(t, ({ socket, line, turn }) => {
    if (line > 1 || turn === 1) socket.write(OK)
  })
  const { ask } = openClient(t)
  const clock = movableNow(t)
  await ask(url, 'shop')
  clock.pass(LINE_REST_MS)
  const [hanging] = sockets
  assert.ok(hanging !== undefined)
  const closed = gone(hanging)
  const result = await ask(url, 'shop', 50)
  assert.equal(said(result), 'deadline')
  assert.ok(result.latencyMs < 2_000, `${result.latencyMs} ms`)
  await closed
  assert.equal(said(await ask(url, 'shop')), 200)
  assert.deepEqual(asked, ['1.1', '1.2', '2.1'])
})

test('where the server is gone, a question that finds its line closed says so like any other', async (t) => {
  const server = createServer((socket) => socket.on('data', () => socket.write(OK)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const sockets: Socket[] = []
  server.on('connection', (socket) => sockets.push(socket))
  const { ask } = openClient(t)
  const clock = movableNow(t)
  const url = `http://127.0.0.1:${address.port}/`
  assert.equal(said(await ask(url, 'shop')), 200)
  clock.pass(LINE_REST_MS)
  server.close()
  for (const socket of sockets) await gone(socket.destroy())
  assert.equal(said(await ask(url, 'shop')), 'connect_refused')
})

test('a redirect and a refusal leave the line as it was, and are answers to one question each', async (t) => {
  const answers = [answerOf('307 Moved', '', 'location: http://127.0.0.1:1/\r\n'), answerOf('409 Conflict', 'no'), OK]
  const { url, asked } = await openKeeper(t, ({ socket, turn }) => socket.write(answers[turn - 1] ?? OK))
  const { ask } = openClient(t)
  const clock = movableNow(t)
  const results: (number | string)[] = []
  for (const _ of answers) {
    results.push(said(await ask(url, 'shop')))
    clock.pass(LINE_REST_MS)
  }
  assert.deepEqual(results, [307, 409, 200])
  assert.deepEqual(asked, ['1.1', '1.2', '1.3'])
})
