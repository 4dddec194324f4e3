import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { type FastifyInstance, fastify } from 'fastify'
import { closingListener } from './closing-listener.ts'

const LIMIT_MS = 60_000

interface Shop {
  readonly app: FastifyInstance
  readonly close: () => Promise<void>
  /** A connection that has said this. */
  readonly say: (text: string) => Promise<Socket>
  /** Resolves when a request is being answered. */
  readonly asked: Promise<void>
  readonly answer: () => void
}

async function openShop(t: TestContext, limitMs = LIMIT_MS): Promise<Shop> {
  const app = fastify({ return503OnClosing: false })
  const asked = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  app.get('/slow', async () => {
    asked.resolve()
    await answered.promise
    return 'slow'
  })
  app.get('/', async () => 'quick')
  const close = closingListener(app, limitMs)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const port = Number(new URL(app.listeningOrigin).port)
  t.after(() => {
    answered.resolve()
    return close()
  })
  return {
    app,
    close,
    async say(text) {
      const socket = connect(port, '127.0.0.1').setEncoding('utf8')
      t.after(() => socket.destroy())
      socket.on('error', () => {})
      await once(socket, 'connect')
      if (text !== '') socket.write(text)
      return socket
    },
    asked: asked.promise,
    answer: () => answered.resolve(),
  }
}

/** However it ends. */
function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

const REQUEST = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`

test('a connection that never said anything, or not all of it, does not hold up the close', async (t) => {
  const { close, say } = await openShop(t)
  const sockets = await Promise.all([say(''), say('GET / HT'), say('GET / HTTP/1.1\r\nhost: a\r\n')])
  const cut = Promise.all(sockets.map((socket) => ended(socket)))
  await close()
  await cut
})

test('a connection that is kept open after its answer does not either', async (t) => {
  const { close, say } = await openShop(t)
  const socket = await say(REQUEST('/'))
  await once(socket, 'data')
  const cut = ended(socket)
  await close()
  await cut
})

test('what was asked is answered whole before the close ends, and the connection with it', async (t) => {
  const { close, say, asked, answer } = await openShop(t)
  const socket = await say(REQUEST('/slow'))
  await asked
  let isClosed = false
  const closing = close().then(() => {
    isClosed = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(isClosed, false)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  answer()
  await Promise.all([closing, ended(socket)])
  assert.match(text, /^HTTP\/1\.1 200 OK.*\r\n\r\nslow$/s)
})

test('who is slower than the limit is cut', async (t) => {
  const { close, say, asked } = await openShop(t, 50)
  const socket = await say(REQUEST('/slow'))
  await asked
  const cut = ended(socket)
  const startedAt = performance.now()
  await close()
  await cut
  assert.ok(performance.now() - startedAt >= 45)
})

test('nobody new is let in', async (t) => {
  const { app, close } = await openShop(t)
  const origin = app.listeningOrigin
  await close()
  await assert.rejects(fetch(origin))
})
