/** The feed as a program reads it that is ended at any moment and goes on from the last event it was done with. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BadRequestError, type Events } from './index.ts'
import { openShop, type TestShop } from './test-shop.ts'

async function idsOf(events: Events): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const { id } of events) ids.push(id)
  return ids
}

/** Two events each. */
async function payments({ client }: TestShop, count: number, name = 'order'): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    const { imp_uid } = await client.issue({ merchant_uid: `${name}-${n}`, amount: 1000 })
    await client.suspend(imp_uid)
  }
}

function requests({ line }: TestShop): number {
  return line.passed.filter(({ path }) => path.startsWith('/api/events')).length
}

test('everything that happened comes in one order, page after page, to where it ends', async (t) => {
  const shop = await openShop(t)
  assert.deepEqual(await idsOf(shop.client.events()), [])
  await payments(shop, 60)
  const types: string[] = []
  const orders: string[] = []
  for await (const { type, data } of shop.client.events()) {
    types.push(type)
    orders.push(data.merchant_uid)
  }
  assert.deepEqual(types, Array.from({ length: 60 }, () => ['payment.issued', 'payment.suspended']).flat())
  assert.deepEqual(
    [...new Set(orders)],
    Array.from({ length: 60 }, (_, index) => `order-${index + 1}`),
  )
})

test('whoever begins after the last event it was done with misses none and gets none twice, wherever it was ended', async (t) => {
  const shop = await openShop(t)
  await payments(shop, 4)
  const all = await idsOf(shop.client.events())
  assert.equal(all.length, 8)
  for (const limit of [1, 3, undefined]) {
    for (const [index, after] of all.entries())
      assert.deepEqual(await idsOf(shop.client.events({ after, limit })), all.slice(index + 1))
  }
  const last = all.at(-1)
  await payments(shop, 1, 'later')
  assert.equal((await idsOf(shop.client.events({ after: last }))).length, 2)
})

test('what happens while it is read is read too', async (t) => {
  const shop = await openShop(t)
  await payments(shop, 2)
  const ids: string[] = []
  for await (const { id } of shop.client.events({ limit: 1 })) {
    ids.push(id)
    if (ids.length === 2) await payments(shop, 1, 'meanwhile')
  }
  assert.deepEqual(ids, await idsOf(shop.client.events()))
  assert.equal(ids.length, 6)
})

test('a page whose connection breaks is asked for again, and nothing is missing', async (t) => {
  const shop = await openShop(t)
  await payments(shop, 3)
  shop.line.fate(({ path }, nth) => (path.startsWith('/api/events') && nth === 1 ? 'lose_answer' : 'pass'))
  assert.equal((await idsOf(shop.client.events({ limit: 2 }))).length, 6)
  assert.equal(requests(shop), 6)
})

test('a place that is none is an error, and not an end', async (t) => {
  const { client } = await openShop(t)
  await assert.rejects(idsOf(client.events({ after: 'evt_000000000001_1' })), BadRequestError)
})
