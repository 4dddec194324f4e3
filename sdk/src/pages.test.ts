/** Lists are read while they change under the reader: real gateway, real payments, a writer between any two pages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ListAsked, SearchAsked } from './index.ts'
import { openShop, type TestShop } from './test-shop.ts'

interface Issued {
  readonly imp_uid: string
  readonly barcode: string
}

async function issueMany({ client }: TestShop, count: number, name = 'order'): Promise<readonly Issued[]> {
  const issued: Issued[] = []
  for (let n = 1; n <= count; n += 1) issued.push(await client.issue({ merchant_uid: `${name}-${n}`, amount: 1000 }))
  return issued
}

/** `meanwhile` runs before each page but the first. */
async function read(shop: TestShop, asked: ListAsked, meanwhile: (page: number) => Promise<void>): Promise<string[]> {
  let pages = 0
  const changing = shop.another({
    async fetch(url, init) {
      if (/\/payments\/status/.test(url) && !url.includes('limit=1&')) {
        pages += 1
        if (pages > 1) await meanwhile(pages)
      }
      return fetch(url, init)
    },
  })
  const read: string[] = []
  for await (const { imp_uid } of changing.list(asked)) read.push(imp_uid)
  assert.ok(pages > 1, 'it was one page')
  return read
}

function isSame(read: readonly string[], wanted: readonly Issued[]): void {
  assert.equal(new Set(read).size, read.length, 'one came twice')
  assert.deepEqual(read.toSorted(), wanted.map(({ imp_uid }) => imp_uid).toSorted())
}

test('of a list that payments leave meanwhile none that stays is missed, and none comes twice', async (t) => {
  const shop = await openShop(t)
  const issued = await issueMany(shop, 250)
  const leaving = issued.slice(-30)
  const paid = await read(shop, { status: 'ready' }, async () => {
    for (const { barcode } of leaving.splice(0, 15)) await shop.api.collect(barcode, 1000)
  })
  isSame(paid, issued)
})

test('of the paid, those that are reversed meanwhile move nobody out of sight', async (t) => {
  const shop = await openShop(t)
  const issued = await issueMany(shop, 120)
  for (const { barcode } of issued) await shop.api.collect(barcode, 1000)
  let last = issued.at(-1)?.imp_uid
  const found = await read(shop, { status: 'paid' }, async () => {
    await shop.api.reverse()
    last = undefined
  })
  assert.equal(last, undefined)
  isSame(found, issued)
})

for (const [end, asked] of [
  ['without an end', {}],
  ['until in an hour', { to: Math.floor(Date.now() / 1000) + 3600 }],
] as const) {
  test(`all of them ${end}, while each page brings payments and new ones`, async (t) => {
    const shop = await openShop(t)
    const issued = await issueMany(shop, 210)
    await shop.api.storage.clock.advance(2_000)
    const paying = [...issued]
    const found = await read(shop, asked, async (page) => {
      for (const { barcode } of paying.splice(0, 10)) await shop.api.collect(barcode, 1000)
      await issueMany(shop, 10, `meanwhile-${page}`)
    })
    const before = new Set(issued.map(({ imp_uid }) => imp_uid))
    assert.equal(new Set(found).size, found.length)
    isSame(
      found.filter((imp_uid) => before.has(imp_uid)),
      issued,
    )
  })
}

test('the reading ends though every page brings a page of new payments', async (t) => {
  const shop = await openShop(t)
  const issued = await issueMany(shop, 110)
  await shop.api.storage.clock.advance(2_000)
  const found = await read(shop, {}, async (page) => {
    await issueMany(shop, 110, `meanwhile-${page}`)
  })
  isSame(found, issued)
})

test('more in one second than a page holds, and a time that is bounded on both sides', async (t) => {
  const shop = await openShop(t)
  await issueMany(shop, 20, 'earlier')
  await shop.api.storage.clock.advance(10_000)
  const issued = await issueMany(shop, 230)
  await shop.api.storage.clock.advance(10_000)
  await issueMany(shop, 20, 'later')
  const times = await Promise.all(issued.map(async ({ imp_uid }) => (await shop.client.find(imp_uid)).started_at))
  const [from, to] = [Math.min(...times), Math.max(...times)]
  assert.ok(to - from < 8)
  isSame(await read(shop, { status: 'ready', from, to }, async () => {}), issued)
})

test('an empty list, and a list of one, are read and end', async (t) => {
  const { client, api } = await openShop(t)
  const read = async (asked: ListAsked): Promise<string[]> => {
    const statuses: string[] = []
    for await (const { status } of client.list(asked)) statuses.push(status)
    return statuses
  }
  for (const status of [undefined, 'ready', 'paid', 'cancelled', 'failed'] as const)
    assert.deepEqual(await read({ status }), [])
  const { imp_uid } = await client.issue({ merchant_uid: 'order-1', amount: 1000 })
  await client.revoke(imp_uid)
  const { barcode } = await client.issue({ merchant_uid: 'order-2', amount: 1000 })
  await api.collect(barcode, 1000)
  assert.deepEqual(await read({}), ['cancelled', 'paid'])
  assert.deepEqual(await read({ status: 'cancelled' }), ['cancelled'])
})

test('all payments of one order come in one answer', async (t) => {
  const { client, line } = await openShop(t)
  for (let n = 1; n <= 30; n += 1) await client.issue({ merchant_uid: 'order-1', amount: 1000 })
  const before = line.passed.length
  assert.equal((await client.listOrder('order-1', { sorting: 'started' })).length, 30)
  assert.ok((await client.listOrder('order-1', { status: 'ready' })).length < 30, 'so many live numbers has no order')
  assert.equal(line.passed.length - before, 2)
})

test('deliveries are read to the last, also while new ones come', async (t) => {
  const { api, client } = await openShop(t)
  await client.endpoints.add({ url: 'https://shop.example/hook' })
  const ids: string[] = []
  for (let n = 1; n <= 105; n += 1) ids.push((await client.issue({ merchant_uid: `order-${n}`, amount: 1000 })).imp_uid)
  const told: string[] = []
  for await (const { imp_uid } of client.deliveries.list({ state: 'waiting' })) {
    if (told.length === 0) await api.issue()
    told.push(imp_uid)
  }
  assert.deepEqual(told, ids.toReversed())
})

test('found by number, by what names an attempt, and at an outlet however many were paid there meanwhile', async (t) => {
  const shop = await openShop(t)
  const { api, client } = shop
  const issued = await issueMany(shop, 120)
  for (const { barcode } of issued) await api.collect(barcode, 1000)
  const first = issued[0] ?? assert.fail()
  const idsOf = async (asked: SearchAsked, meanwhile = async () => {}): Promise<string[]> => {
    const ids: string[] = []
    for await (const { imp_uid } of client.search(asked)) {
      if (ids.length === 0) await meanwhile()
      ids.push(imp_uid)
    }
    return ids
  }
  assert.deepEqual(await idsOf({ number: first.barcode }), [first.imp_uid])
  const pg_tid = (await client.find(first.imp_uid)).pg_tid ?? assert.fail()
  assert.deepEqual(await idsOf({ attempt: pg_tid }), [first.imp_uid])
  assert.deepEqual(await idsOf({ attempt: pg_tid, outlet: 'elsewhere' }), [])
  const atOutlet = await idsOf({ outlet: 'HB001' }, async () => {
    const [later] = await issueMany(shop, 1, 'later')
    await api.collect(later?.barcode ?? '', 1000)
  })
  assert.deepEqual(atOutlet, issued.map(({ imp_uid }) => imp_uid).toReversed())
})
