import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { ConfigError } from './config.ts'
import { findFreePort } from './free-port.ts'

const HOST = '127.0.0.1'

/** A port with this many taken ones from it on. */
async function takePorts(t: TestContext, count: number): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const first = await listen(t, 0)
    if (first === undefined || first + count + 20 > 65_535) continue
    const rest = await Promise.all(Array.from({ length: count - 1 }, (_, at) => listen(t, first + 1 + at)))
    if (!rest.includes(undefined)) return first
  }
  throw new Error('no run of free ports on this machine')
}

async function listen(t: TestContext, port: number): Promise<number | undefined> {
  const server = createServer().listen(port, HOST)
  try {
    await once(server, 'listening')
  } catch {
    return undefined
  }
  t.after(() => server.close())
  const address = server.address()
  return address === null || typeof address === 'string' ? undefined : address.port
}

test('a free port is taken as it is', async (t) => {
  const taken = await takePorts(t, 1)
  const found = await findFreePort(HOST, { port: taken + 7, asked: false }, 'SUNAP_PORT')
  assert.ok(found.port >= taken + 7)
  assert.equal(found.insteadOf === null, found.port === taken + 7)
})

test('a busy default gives way to the next free port, and it is known instead of which', async (t) => {
  const busy = await takePorts(t, 3)
  const found = await findFreePort(HOST, { port: busy, asked: false }, 'SUNAP_PORT')
  assert.ok(found.port > busy + 2 && found.port < busy + 20, `${found.port} after ${busy}`)
  assert.equal(found.insteadOf, busy)
})

test('a busy port that was asked for is an error that names the way out', async (t) => {
  const port = await takePorts(t, 1)
  await assert.rejects(
    findFreePort(HOST, { port, asked: true }, 'SUNAP_POS_PORT'),
    (error) =>
      error instanceof ConfigError &&
      error.message ===
        `port ${port} is taken. Choose another with SUNAP_POS_PORT=…, or SUNAP_POS_PORT=0 for any free one.`,
  )
})

test('when twenty ports from the default on are busy, that is said too', async (t) => {
  const port = await takePorts(t, 20)
  await assert.rejects(findFreePort(HOST, { port, asked: false }, 'SUNAP_PORT'), /port \d+ is taken\. Choose another/)
})

test('0 is any free port, and nothing was replaced', async () => {
  const found = await findFreePort(HOST, { port: 0, asked: true }, 'SUNAP_PORT')
  assert.ok(found.port > 0)
  assert.equal(found.insteadOf, null)
})

test('the two listeners never get the same port, whether it is a default, asked for or any', async (t) => {
  const free = (await takePorts(t, 1)) + 3
  const first = await findFreePort(HOST, { port: free, asked: false }, 'SUNAP_PORT')
  const second = await findFreePort(HOST, { port: first.port, asked: false }, 'SUNAP_POS_PORT', [first.port])
  assert.ok(second.port > first.port)
  assert.equal(second.insteadOf, first.port)
  await assert.rejects(
    findFreePort(HOST, { port: first.port, asked: true }, 'SUNAP_POS_PORT', [first.port]),
    /SUNAP_POS_PORT=0/,
  )
  const any = await findFreePort(HOST, { port: 0, asked: true }, 'SUNAP_POS_PORT', [first.port])
  assert.notEqual(any.port, first.port)
})

test('an address this machine does not have is named as the setting it is', async () => {
  for (const host of ['192.0.2.1', 'no such host']) {
    await assert.rejects(
      findFreePort(host, { port: 0, asked: true }, 'SUNAP_PORT'),
      (error) =>
        error instanceof ConfigError && error.message.startsWith(`SUNAP_HOST=${host}: this machine has no such`),
    )
  }
})
