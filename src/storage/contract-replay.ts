/** What became of notices: found and listed by their merchant, begun anew when it asks, forgotten when they are old. */
import assert from 'node:assert/strict'
import type { DeliveryId, Instant } from '../core/brand.ts'
import { RETRY_DELAYS_MS } from '../core/delivery.ts'
import { DEFAULT_ENDPOINT } from '../core/endpoint.ts'
import { ALPHA, BRAVO, issue, merchant, paymentId, revoke } from './contract-commands.ts'
import {
  DEFAULT_QUEUE,
  DOWN,
  deliveriesOf,
  EP1,
  GONE,
  LEASE_MS,
  lastDelivery,
  leaseDue,
  leaseOne,
  OK,
  putEndpoint,
  queueTo,
  removeEndpoint,
  settled,
  tryNext,
} from './contract-outbox.ts'
import type { Promises } from './contract-subject.ts'
import { type DeliveryCursor, type DeliveryFilter, REPLAYED_AT_ONCE_MAX, type Storage } from './storage.ts'

export const replayPromises: Promises = {
  'a delivered, an exhausted and a waiting notice begin anew: due at once, same id, all tries before them': async ({
    storage,
  }) => {
    for (const no of [1, 2, 3]) await storage.execute(issue({ no, noticeUrls: [`https://own${no}.example/n`] }))
    const [first, second, third] = await leaseDue(storage)
    assert.ok(first && second && third)
    await settled(storage, first, OK)
    await settled(storage, second, GONE)
    await settled(storage, third, DOWN)
    await storage.clock.advance(1000)
    const ids = [third, first, second].map(({ delivery }) => delivery.id)
    assert.deepEqual(await storage.deliveries.replay(ALPHA, [...ids, ...ids]), ids)
    for (const id of ids) {
      const { event, ...after } = (await storage.deliveries.find(ALPHA, id)) ?? assert.fail('it is there')
      assert.deepEqual([event, after.state, after.tries, after.roundFrom], ['issued', 'waiting', 1, 1])
      assert.equal(after.state === 'waiting' && after.nextTryAt, storage.clock.now())
    }
    const again = await leaseDue(storage)
    assert.equal(again.length, 3)
    const { delivery } =
      (await settled(storage, again[0] ?? assert.fail('it is out'), DOWN)) ?? assert.fail('it is held')
    assert.equal(delivery.state === 'waiting' && delivery.nextTryAt, storage.clock.now() + (RETRY_DELAYS_MS[0] ?? 0))
    assert.deepEqual(
      (await storage.deliveries.tries(ALPHA, delivery.id)).map(({ number }) => number),
      [1, 2],
    )
  },

  'what is out is not begun anew, nor what nobody knows or another merchant owns': async ({ storage, clocks }) => {
    for (const no of [1, 2]) await storage.execute(issue({ no }))
    const out = await leaseOne(storage)
    const theirs = (await lastDelivery(storage, 2)).id
    const unknown = ['dlv_000000000009_1_1', 'dlv_', '', `${theirs} `] as DeliveryId[]
    assert.deepEqual(await storage.deliveries.replay(ALPHA, [out.delivery.id, ...unknown]), [])
    assert.deepEqual(await storage.deliveries.replay(BRAVO, [theirs]), [])
    clocks.moveWall(LEASE_MS)
    assert.deepEqual(await storage.deliveries.replay(ALPHA, [out.delivery.id]), [out.delivery.id])
    assert.equal(await settled(storage, out, OK), undefined, 'whoever had it had it before')
  },

  'a replay goes where the endpoint is today, and nowhere once it is taken away': async ({ storage }) => {
    await storage.directory.put([putEndpoint(EP1)])
    await storage.execute(issue({ no: 1 }))
    await storage.execute(issue({ no: 2, noticeUrls: ['https://own.example/n'] }))
    for (const leased of await leaseDue(storage)) await settled(storage, leased, OK)
    const all = [...(await deliveriesOf(storage, 1)), ...(await deliveriesOf(storage, 2))].map(({ id }) => id)
    await storage.directory.put([
      putEndpoint(EP1, { url: 'https://moved.example/ep', format: 'v1_json' }),
      { kind: 'merchant', entry: merchant(ALPHA, { noticeUrl: 'https://new.example/n', noticeContentType: 'form' }) },
    ])
    assert.deepEqual(await storage.deliveries.replay(ALPHA, all), all)
    const addresses = (await storage.deliveries.list(ALPHA, {}, null, 10)).map(({ url, format }) => `${url} ${format}`)
    assert.deepEqual(addresses.toSorted(), [
      'https://moved.example/ep v1_json',
      'https://moved.example/ep v1_json',
      'https://new.example/n v1_form',
      'https://own.example/n v1_json',
    ])
    await storage.directory.put([
      removeEndpoint(EP1),
      { kind: 'merchant', entry: merchant(ALPHA, { noticeUrl: null }) },
    ])
    const own = (await storage.deliveries.list(ALPHA, {}, null, 10)).filter(({ endpoint }) => endpoint === null)
    assert.deepEqual(
      await storage.deliveries.replay(ALPHA, all),
      own.map(({ id }) => id),
    )
  },

  'newer notices hold no replay up, and a replay holds them up only while it is out': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    const older = await tryNext(storage, OK)
    await storage.execute(revoke(1))
    const newer = await leaseOne(storage)
    await storage.deliveries.replay(ALPHA, [older.delivery.id])
    const again = await leaseOne(storage)
    assert.equal(again.delivery.id, older.delivery.id)
    await settled(storage, newer, DOWN)
    await storage.clock.advance(60_000)
    assert.deepEqual(await leaseDue(storage), [])
    await settled(storage, again, DOWN)
    assert.deepEqual((await leaseOne(storage)).delivery.id, newer.delivery.id)
  },

  'a replay is announced, so that whoever waits for something to do wakes up': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    const { delivery } = await tryNext(storage, OK)
    const heard: string[] = []
    storage.onCommitted(({ payments, deliveries }) => {
      heard.push(...payments.map(({ id }) => id), ...deliveries.map(({ id, state }) => `${id} ${state}`))
    })
    await storage.deliveries.replay(ALPHA, [delivery.id])
    await storage.deliveries.replay(BRAVO, [delivery.id])
    assert.deepEqual(heard, [`${delivery.id} waiting`])
  },

  'as many begin anew at once as may be asked for': async ({ storage }) => {
    const numbers = Array.from({ length: REPLAYED_AT_ONCE_MAX }, (_, i) => i + 1)
    await Promise.all(numbers.map((no) => storage.execute(issue({ no }))))
    const all = (await storage.deliveries.list(ALPHA, {}, null, 1000)).map(({ id }) => id)
    const out = await storage.deliveries.lease([{ queue: DEFAULT_QUEUE, limit: 1000 }], LEASE_MS)
    await Promise.all(out.map((leased) => settled(storage, leased, OK)))
    assert.deepEqual(await storage.deliveries.replay(ALPHA, all), all)
    assert.equal((await storage.deliveries.lease([{ queue: DEFAULT_QUEUE, limit: 1000 }], LEASE_MS)).length, all.length)
  },

  'old delivered notices are forgotten with their tries, the oldest first, and nothing undelivered ever is': async ({
    storage,
  }) => {
    for (let no = 1; no <= 6; no += 1) {
      const noticeUrls = no > 4 ? ['https://own.example/n'] : null
      await storage.execute(issue({ no, noticeUrls }))
      await storage.clock.advance(1000)
    }
    const ids = (await storage.deliveries.list(ALPHA, {}, null, 10)).map(({ id }) => id).toReversed()
    for (let no = 1; no <= 4; no += 1) {
      await tryNext(storage, no === 4 ? DOWN : OK)
      await storage.clock.advance(1000)
    }
    const [spent] = await leaseDue(storage, 1)
    await settled(storage, spent ?? assert.fail('one is due'), GONE)
    const third = await storage.deliveries.find(ALPHA, ids[2] ?? assert.fail('there are six'))
    assert.ok(third?.state === 'delivered')
    const prune = (limit: number) => storage.deliveries.prune(third.endedAt, limit)
    const left = async () => (await storage.deliveries.list(ALPHA, {}, null, 10)).map(({ id }) => id).toReversed()
    assert.equal(await prune(1), 1)
    assert.deepEqual(await left(), ids.slice(1))
    assert.equal(await prune(10), 1)
    assert.equal(await prune(10), 0)
    assert.deepEqual(await left(), ids.slice(2), 'before, not at')
    assert.equal(await storage.deliveries.prune((storage.clock.now() + 1) as Instant, 10), 1)
    assert.deepEqual(await left(), ids.slice(3))
    const tries = await Promise.all(ids.map((id) => storage.deliveries.tries(ALPHA, id)))
    assert.deepEqual(
      tries.map(({ length }) => length),
      [0, 0, 0, 1, 1, 0],
    )
    assert.deepEqual(await deliveriesOf(storage, 1), [])
    assert.equal((await storage.payments.find(ALPHA, paymentId(1)))?.state, 'ready', 'the payment stays')
  },

  'a notice is found by its id, by its own merchant only': async ({ storage }) => {
    await storage.directory.put([putEndpoint(EP1)])
    await storage.execute(issue({ no: 1 }))
    const [first, second] = await deliveriesOf(storage, 1)
    assert.ok(first && second)
    assert.deepEqual(await storage.deliveries.find(ALPHA, first.id), first)
    assert.deepEqual(await storage.deliveries.find(ALPHA, second.id), second)
    assert.equal(await storage.deliveries.find(BRAVO, first.id), undefined)
    for (const id of ['', 'dlv_', `${first.id}0`, "dlv_'; --"] as DeliveryId[])
      assert.equal(await storage.deliveries.find(ALPHA, id), undefined)
  },

  'the list has the newest event first, what a filter asks for, and page after page nothing twice or never': async ({
    storage,
    clocks,
  }) => {
    await storage.directory.put([putEndpoint(EP1)])
    for (let no = 1; no <= 9; no += 1) {
      await storage.execute(
        issue({ no, merchantId: no === 5 ? BRAVO : ALPHA, noticeUrls: no === 6 ? ['https://own.example/n'] : null }),
      )
      if (no % 3 === 0) clocks.moveWall(1000)
    }
    await tryNext(storage, OK)
    await tryNext(storage, OK, queueTo(EP1))
    for (const leased of await leaseDue(storage, 1))
      if (leased.delivery.endpoint === null) await settled(storage, leased, GONE)
    const all = await listed(storage, {}, 1000)
    assert.equal(all.length, 16)
    assert.deepEqual(
      all,
      all.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)),
    )
    const middle = all[8]?.createdAt ?? assert.fail('there are many')
    const filters: readonly DeliveryFilter[] = [
      {},
      { endpoint: EP1 },
      { endpoint: DEFAULT_ENDPOINT, state: 'delivered' },
      { state: 'waiting' },
      { state: 'exhausted' },
      { state: 'exhausted', endpoint: EP1 },
      { from: middle, to: middle },
      { from: (middle + 1) as Instant },
      { to: (middle - 1) as Instant, endpoint: EP1 },
      { from: (middle + 1) as Instant, to: middle },
    ]
    for (const filter of filters) {
      const expected = all.filter(
        ({ endpoint, state, createdAt }) =>
          (filter.endpoint ?? endpoint) === endpoint &&
          (filter.state ?? state) === state &&
          createdAt >= (filter.from ?? 0) &&
          createdAt <= (filter.to ?? createdAt),
      )
      for (const limit of [1, 3, 1000])
        assert.deepEqual(await listed(storage, filter, limit), expected, `${JSON.stringify(filter)} by ${limit}`)
    }
  },
}

async function listed(storage: Storage, filter: DeliveryFilter, limit: number) {
  const all = []
  for (let after: DeliveryCursor | null = null; ; ) {
    const page = await storage.deliveries.list(ALPHA, filter, after, limit)
    all.push(...page)
    after = page.at(-1) ?? null
    if (page.length < limit || after === null) return all
  }
}
