/** Bulk issues over a line that breaks: a real gateway, and what stands in its storage afterwards. */
import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type Storage, StorageFault } from '../../src/storage/storage.ts'
import type { BulkRow, BulkRows, Client, IssueBody } from './index.ts'
import { BadRequestError, BusyError, FaultError, NoAnswerError, UnfinishedError } from './index.ts'
import type { Fate } from './test-line.ts'
import { openShop, type TestShop } from './test-shop.ts'

const BULK = '/api/bulk-issues'

function orders(count: number): readonly IssueBody[] {
  return Array.from({ length: count }, (_, index) => ({ merchant_uid: `order-${index + 1}`, amount: 1000 + index }))
}

/** The first times; afterwards everything passes. */
function failing({ line }: TestShop, ...fates: readonly Fate[]): void {
  line.fate(({ path }, nth) => (path === BULK ? (fates[nth - 1] ?? 'pass') : 'pass'))
}

function keysIn({ line }: TestShop): readonly unknown[] {
  return line.passed.filter(({ path }) => path === BULK).map(({ headers }) => headers['idempotency-key'])
}

async function allOf(rows: BulkRows): Promise<readonly BulkRow[]> {
  const all: BulkRow[] = []
  for await (const row of rows) all.push(row)
  return all
}

/** What came before the error, and the error. */
async function brokenOff(rows: BulkRows): Promise<{ readonly told: readonly BulkRow[]; readonly error: unknown }> {
  const told: BulkRow[] = []
  try {
    for await (const row of rows) told.push(row)
  } catch (error) {
    return { told, error }
  }
  return assert.fail('it came to its end')
}

/** Each order has one number, which is the one that was told. */
async function isIssuedOnce(client: Client, told: readonly BulkRow[], count: number): Promise<void> {
  const numbers = new Map(told.map(({ row, response }) => [`order-${row}`, response?.imp_uid]))
  const stored: [string, string][] = []
  for await (const { merchant_uid, imp_uid } of client.list()) stored.push([merchant_uid, imp_uid])
  assert.equal(stored.length, count)
  assert.deepEqual(new Map(stored.toSorted()), new Map([...numbers].toSorted()))
}

function rowsOf(told: readonly BulkRow[]): readonly number[] {
  return told.map(({ row }) => row)
}

const ONE_TO_200 = orders(200).map((_, index) => index + 1)

test('each row is told in its turn, issued or refused with its sentence, and the last one is the last', async (t) => {
  const { client } = await openShop(t)
  const told = await allOf(client.bulkIssue([...orders(2), { merchant_uid: 'order-3', amount: -1 }, ...orders(1)]))
  assert.deepEqual(rowsOf(told), [1, 2, 3, 4])
  assert.deepEqual(
    told.map(({ of, code }) => [of, code]),
    [
      [4, 0],
      [4, 0],
      [4, -1],
      [4, 0],
    ],
  )
  assert.equal(told[0]?.response?.merchant_uid, 'order-1')
  assert.match(told[2]?.message ?? '', /^amount: /)
})

test('a row is told while later ones are not done; silence for longer than a call may take ends it', async (t) => {
  const shop = await openShop(t)
  failing(shop, { lines: 3, end: 'silence' })
  const { told, error } = await brokenOff(shop.client.bulkIssue(orders(10), { timeoutMs: 500 }))
  assert.deepEqual(rowsOf(told), [1, 2, 3])
  assert.ok(error instanceof UnfinishedError)
  assert.ok(error.cause instanceof NoAnswerError && error.cause.timedOut)
  assert.deepEqual([error.rowsTold, error.mayHaveHappened, error.operation], [3, true, 'issueInBulk'])
})

test('the time that whoever takes the rows spends with them is not counted', async (t) => {
  const { client } = await openShop(t)
  await client.banks()
  const told: number[] = []
  for await (const { row } of client.bulkIssue(orders(2), { timeoutMs: 1_000 })) {
    told.push(row)
    if (row === 1) await delay(1_200)
  }
  assert.deepEqual(told, [1, 2])
})

for (const [how, fates] of [
  ['before the gateway heard', ['cut']],
  ['before its answer came', ['lose_answer']],
  ['in the middle', [{ lines: 80, end: 'cut' }]],
  ['in the middle as often as it brings new rows', [30, 60, 90, 120, 150].map((lines) => ({ lines, end: 'cut' }))],
  ['before the last line, which says that all has come', [{ lines: 200, end: 'cut' }]],
  ['by a gateway that closes, whose answer ends plainly', [{ lines: 80, end: 'plain' }]],
] as const satisfies readonly (readonly [string, readonly Fate[]])[]) {
  test(`broken off ${how}, it is sent again under the same key: each row is told once and issued once`, async (t) => {
    const shop = await openShop(t)
    failing(shop, ...fates)
    const told = await allOf(shop.client.bulkIssue(orders(200)))
    assert.deepEqual(rowsOf(told), ONE_TO_200)
    assert.deepEqual([keysIn(shop).length, new Set(keysIn(shop)).size], [fates.length + 1, 1])
    await isIssuedOnce(shop.client, told, 200)
  })
}

test('when three times bring nothing new, the error says what was told and the key, under which it is finished', async (t) => {
  const shop = await openShop(t)
  failing(shop, ...[80, 80, 40, 80].map((lines): Fate => ({ lines, end: 'cut' })))
  const { told, error } = await brokenOff(shop.client.bulkIssue(orders(200)))
  assert.deepEqual(rowsOf(told), ONE_TO_200.slice(0, 80))
  assert.ok(error instanceof UnfinishedError)
  const { idempotencyKey, rowsTold, message } = error
  assert.deepEqual([rowsTold, idempotencyKey], [80, keysIn(shop)[0]])
  assert.match(message, /^Of 200 rows the first 80 were told\. .*same idempotencyKey.*\(The connection broke/)
  const again = await allOf(shop.client.bulkIssue(orders(200), { idempotencyKey }))
  assert.deepEqual(
    again.slice(0, 80).map(({ response }) => response?.imp_uid),
    told.map(({ response }) => response?.imp_uid),
  )
  await isIssuedOnce(shop.client, again, 200)
})

test('a gateway that is gone for good: the key and the rows that were told, in the language asked for', async (t) => {
  const shop = await openShop(t)
  failing(shop, { lines: 2, end: 'cut' }, 'cut', 'cut', 'cut')
  const client = shop.another({ language: 'ko' })
  const { error } = await brokenOff(client.bulkIssue(orders(5), { idempotencyKey: 'fees-2026-12' }))
  assert.ok(error instanceof UnfinishedError)
  assert.deepEqual([error.idempotencyKey, error.rowsTold], ['fees-2026-12', 2])
  assert.match(error.message, /^5행 가운데 앞의 2행까지만 결과가 왔습니다\./)
})

/** Has no room for the issue of one order, the first time. */
function fullAt(order: string): (storage: Storage) => Storage {
  let wasFull = false
  return (storage) => ({
    ...storage,
    async execute(command, deadline) {
      if (wasFull || command.type !== 'issue' || command.terms.orderId !== order)
        return storage.execute(command, deadline)
      wasFull = true
      throw new StorageFault('full', 'as it happens')
    },
  })
}

test('a row that was refused, and is issued when it is sent again, is told once more: no number stays unsaid', async (t) => {
  const shop = await openShop(t, { faulty: fullAt('order-3') })
  failing(shop, { lines: 8, end: 'cut' })
  const told = await allOf(shop.client.bulkIssue(orders(10)))
  assert.deepEqual(rowsOf(told), [1, 2, 3, 4, 5, 6, 7, 8, 3, 9, 10])
  assert.deepEqual(
    told.filter(({ row }) => row === 3).map(({ code }) => code),
    [-1, 0],
  )
  await isIssuedOnce(shop.client, told, 10)
})

test('what the caller does with its rows meanwhile changes nothing of what is sent again', async (t) => {
  const shop = await openShop(t)
  failing(shop, { lines: 3, end: 'cut' })
  const given = orders(10).map((order) => ({ ...order }))
  const told: BulkRow[] = []
  for await (const row of shop.client.bulkIssue(given)) {
    for (const order of given) order.amount = 9
    given.pop()
    told.push(row)
  }
  assert.deepEqual(
    told.map(({ response }) => response?.amount),
    orders(10).map(({ amount }) => amount),
  )
})

/** Holds the issues of later orders until it is opened. */
function gateAfter(count: number) {
  const opened = Promise.withResolvers<void>()
  const held: Promise<unknown>[] = []
  const watches: { readonly count: number; readonly resolve: () => void }[] = []
  let begun = 0
  const faulty = (storage: Storage): Storage => ({
    ...storage,
    execute(command, deadline) {
      if (command.type !== 'issue') return storage.execute(command, deadline)
      begun += 1
      if (begun <= count) return storage.execute(command, deadline)
      const later = opened.promise.then(() => storage.execute(command, deadline))
      held.push(later)
      for (const watch of watches) if (held.length >= watch.count) watch.resolve()
      return later
    },
  })
  return {
    faulty,
    begun: () => begun,
    /** Resolves when so many wait. */
    holds: (count: number) => new Promise<void>((resolve) => watches.push({ count, resolve })),
    /** Resolves when all that waited are done. */
    open() {
      opened.resolve()
      return Promise.allSettled(held)
    },
  }
}

test('leaving the loop ends the connection, and with it the issuing', async (t) => {
  const gate = gateAfter(10)
  const shop = await openShop(t, { faulty: gate.faulty })
  const left = requestLeft(shop)
  for await (const { row } of shop.client.bulkIssue(orders(200))) if (row === 5) break
  await left
  const begun = gate.begun()
  await gate.open()
  let issued = 0
  for await (const { status } of shop.client.list()) issued += status === 'ready' ? 1 : 0
  assert.deepEqual([issued, gate.begun()], [begun, begun])
  assert.ok(begun < 100, `${begun} rows were begun`)
})

/** Resolves when the gateway is done with the request, or has seen that nobody reads its answer any more. */
function requestLeft({ api }: TestShop): Promise<void> {
  return new Promise((resolve) => {
    api.app.server.on('request', ({ url }: IncomingMessage, response: ServerResponse) => {
      if (url === BULK) response.once('close', () => resolve())
    })
  })
}

test('a signal of the caller ends it with its own reason, between two rows too', async (t) => {
  const shop = await openShop(t)
  const left = requestLeft(shop)
  const own = new AbortController()
  const told: number[] = []
  const reading = async (): Promise<void> => {
    for await (const { row } of shop.client.bulkIssue(orders(200), { signal: own.signal })) {
      told.push(row)
      if (row === 3) own.abort(new Error('the shop closes'))
    }
  }
  await assert.rejects(reading, /^Error: the shop closes$/)
  assert.deepEqual(told, [1, 2, 3])
  await left
})

test('what is wrong with the whole is refused before anything is issued, and no end is missing', async (t) => {
  const shop = await openShop(t)
  const { told, error } = await brokenOff(shop.client.bulkIssue([]))
  assert.ok(error instanceof BadRequestError)
  assert.deepEqual([told, keysIn(shop).length], [[], 1])
})

test('a merchant with as many at once as there may be is told to wait, and nothing was issued', async (t) => {
  const gate = gateAfter(0)
  const shop = await openShop(t, { faulty: gate.faulty })
  const held = gate.holds(4)
  const four = Array.from({ length: 4 }, () => allOf(shop.client.bulkIssue(orders(1))))
  await held
  const { error } = await brokenOff(shop.client.bulkIssue(orders(1)))
  assert.ok(error instanceof BusyError)
  assert.deepEqual([error.status, error.mayHaveHappened, shop.pausesMs], [429, false, []])
  await gate.open()
  await Promise.all(four)
})

test('what answers and is no gateway is a fault, in the first line or later', async (t) => {
  const shop = await openShop(t)
  const ndjson = { 'content-type': 'application/x-ndjson; charset=utf-8' }
  const strange: readonly Fate[] = [
    { status: 200, body: '<html>\n' },
    { status: 200, body: '{"code":0,"message":null,"response":{}}' },
    { status: 200, headers: ndjson, body: '<html>\n' },
    { status: 502, headers: ndjson, body: '{"done":true}\n' },
  ]
  for (const fate of strange) {
    shop.line.fate(({ path }) => (path === BULK ? fate : 'pass'))
    const before = keysIn(shop).length
    const { error } = await brokenOff(shop.client.bulkIssue(orders(2)))
    assert.ok(error instanceof UnfinishedError && error.cause instanceof FaultError, JSON.stringify(fate))
    assert.match(error.cause.message, /no answer of the gateway/)
    assert.equal(keysIn(shop).length - before, 1)
  }
})

test('a fetch that has no body to read from brings the rows when all have come', async (t) => {
  const shop = await openShop(t)
  const client = shop.another({
    async fetch(url, init) {
      const reply = await fetch(url, init)
      return { status: reply.status, headers: reply.headers, text: () => reply.text() }
    },
  })
  failing(shop, { lines: 80, end: 'cut' })
  const told = await allOf(client.bulkIssue(orders(200)))
  assert.deepEqual(rowsOf(told), ONE_TO_200)
  await isIssuedOnce(client, told, 200)
})
