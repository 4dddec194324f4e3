/** A bulk issue on its way: what its reader, its gateway and its storage may do to it, and that the same request mends it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { type ApiOptions, type ApiUnderTest, openApi } from '../../test/compat/api-under-test.ts'
import { type Storage, StorageFault, type StorageFaultKind } from '../storage/storage.ts'
import { ROWS_IN_FLIGHT_MAX } from './bulk-flow.ts'
import { bulkClient, linesOf, orders, paymentsOf, read } from './test-bulk-client.ts'
import { gate, rowOf } from './test-bulk-gate.ts'

async function open(t: TestContext, options: ApiOptions = {}): Promise<ApiUnderTest> {
  const api = await openApi(options)
  t.after(() => api.close())
  return api
}

/** The gateway's side of the connection that is made next. */
async function nextConnection({ app }: ApiUnderTest): Promise<Socket> {
  const [socket] = await once(app.server, 'connection')
  return socket
}

/** An error on the way there is no news: the other side is gone. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

async function totalIn({ ask }: ApiUnderTest, url: string): Promise<number> {
  return JSON.parse((await ask({ url })).text).response.total
}

test('a row’s line comes as soon as it is done, while later rows are waited for', async (t) => {
  const { faulty, holds, open: openGate } = gate(10)
  const reached = holds(1)
  const client = await bulkClient(await open(t, { faulty }))
  const { reply } = await client.open(orders('progress', 40))
  await reached
  const lines = createInterface({ input: reply })[Symbol.asyncIterator]()
  for (let row = 1; row <= 10; row += 1) assert.equal(JSON.parse(String((await lines.next()).value)).row, row)
  await openGate()
  const rest: string[] = []
  for await (const line of { [Symbol.asyncIterator]: () => lines }) rest.push(line)
  assert.deepEqual(linesOf({ text: rest.join('\n') }).end, { done: true, rows: 40, issued: 40, refused: 0 })
})

test('a request has a bounded number of rows in flight, and no fewer while there are rows', async (t) => {
  let most = 0
  let now = 0
  const api = await open(t, {
    faulty: (storage) => ({
      ...storage,
      async execute(command, deadline) {
        now += 1
        most = Math.max(most, now)
        try {
          return await storage.execute(command, deadline)
        } finally {
          now -= 1
        }
      },
    }),
  })
  const reply = await (await bulkClient(api)).send(orders('window', 500))
  assert.equal(linesOf(reply).end?.issued, 500)
  assert.equal(most, ROWS_IN_FLIGHT_MAX)
})

test('a client that goes away stops further rows and loses none: the same request issues the rest, and nothing twice', async (t) => {
  const { faulty, holds, issues, open: openGate } = gate(100)
  const reached = holds(ROWS_IN_FLIGHT_MAX)
  const api = await open(t, { faulty })
  const client = await bulkClient(api)
  const rows = orders('gone', 400)
  const connection = nextConnection(api)
  const { asked, reply } = await client.open(rows)
  const closed = closeOf(await connection)
  reply.on('error', () => {})
  await reached
  asked.destroy()
  await closed
  const begun = issues()
  assert.equal(begun, 100 + ROWS_IN_FLIGHT_MAX)
  await openGate()
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(issues(), begun, 'nothing was begun any more')
  assert.deepEqual(linesOf(await client.send(rows)).end, { done: true, rows: 400, issued: 400, refused: 0 })
  for (const order of ['gone-1', `gone-${begun}`, 'gone-400'])
    assert.equal(await totalIn(api, `/payments/findAll/${order}`), 1, order)
  assert.equal(await totalIn(api, '/payments/status/all'), 400)
})

test('a reader that does not read stops the issuing, and is cut after a while', async (t) => {
  const { faulty, issues } = gate(Number.POSITIVE_INFINITY)
  const api = await open(t, { faulty, readerWaitedForMs: 1_500 })
  // More than the buffers of a connection hold.
  const rows = orders('slow', 10_000).map((row) => ({ ...row, custom_data: 'x'.repeat(250) }))
  const connection = nextConnection(api)
  const { asked, reply } = await (await bulkClient(api)).open(rows)
  reply.on('error', () => {})
  await closeOf(await connection)
  asked.destroy()
  assert.ok(issues() < rows.length, `${issues()} rows were issued to nobody`)
})

test('a gateway that closes answers the rows that were begun and ends plainly, without the last line', async (t) => {
  const { faulty, holds, issues, open: openGate } = gate(10)
  const reached = holds(ROWS_IN_FLIGHT_MAX)
  const api = await open(t, { faulty })
  const { reply } = await (await bulkClient(api)).open(orders('closing', 300))
  const whole = read(reply)
  await reached
  const closing = api.app.close()
  await new Promise((resolve) => setImmediate(resolve))
  await openGate()
  const { complete, text } = await whole
  await closing
  const { rows, end } = linesOf({ text })
  assert.deepEqual([complete, end], [true, undefined])
  assert.equal(rows.length, issues())
  assert.ok(rows.length < 300 && rows.every(({ code }) => code === 0))
})

/** Fails the issue of one row, the first time. */
function failing(kind: StorageFaultKind, row: number, isWritten: boolean): (storage: Storage) => Storage {
  let hasFailed = false
  return (storage) => ({
    ...storage,
    async execute(command, deadline) {
      if (hasFailed || command.type !== 'issue' || rowOf(command) !== row) return storage.execute(command, deadline)
      hasFailed = true
      if (isWritten) await storage.execute(command, deadline)
      throw new StorageFault(kind, 'as it happens')
    },
  })
}

test('a row whose outcome nobody knows cuts the answer, and the same request answers it and every other once', async (t) => {
  for (const isWritten of [true, false]) {
    const api = await open(t, { faulty: failing('unknown', 30, isWritten) })
    const client = await bulkClient(api)
    const rows = orders('unknown', 100)
    const { complete, text } = await client.send(rows)
    assert.equal(complete, false)
    assert.ok(!text.includes('"done"') && !text.includes('"row":30,'))
    const again = await client.send(rows)
    assert.deepEqual(linesOf(again).end, { done: true, rows: 100, issued: 100, refused: 0 })
    assert.equal(new Set(paymentsOf(again).map(({ imp_uid }) => imp_uid)).size, 100)
    assert.equal(await totalIn(api, '/payments/findAll/unknown-30'), 1)
  }
})

test('a row that storage cannot take now is told so, as POST /cvs tells it, and the others go on', async (t) => {
  for (const kind of ['full', 'overloaded'] as const) {
    const client = await bulkClient(await open(t, { faulty: failing(kind, 3, false) }))
    const { rows, end } = linesOf(await client.send(orders('busy', 5)))
    assert.deepEqual(end, { done: true, rows: 5, issued: 4, refused: 1 })
    assert.deepEqual([rows[2]?.code, rows[2]?.response], [-1, null])
    assert.match(rows[2]?.message ?? '', /nothing was changed\. Try again in a moment/)
    assert.deepEqual(linesOf(await client.send(orders('busy', 5))).end, { done: true, rows: 5, issued: 5, refused: 0 })
  }
})

test('storage that closes under a bulk issue ends it plainly, without the last line', async (t) => {
  const client = await bulkClient(await open(t, { faulty: failing('closed', 30, false) }))
  const { complete, text } = await client.send(orders('closed', 100))
  assert.equal(complete, true)
  const { rows, end } = linesOf({ text })
  assert.deepEqual([rows.length, end], [29, undefined])
})

test('a slip of our own cuts the answer and tells nothing of the house', async (t) => {
  const api = await open(t, {
    faulty: (storage) => ({
      ...storage,
      execute: (command, deadline) =>
        command.type === 'issue' && command.terms.orderId === 'slip-2'
          ? Promise.reject(new Error('secret path /var/db'))
          : storage.execute(command, deadline),
    }),
  })
  const { complete, text } = await (await bulkClient(api)).send(orders('slip', 5))
  assert.equal(complete, false)
  assert.doesNotMatch(text, /secret path|"done"/)
})
