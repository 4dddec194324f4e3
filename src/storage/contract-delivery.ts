/** The queues of notices: never lost, never with two at once, in order for each payment, and none waits for another. */
import assert from 'node:assert/strict'
import type { QueueName } from '../core/brand.ts'
import { RETRY_DELAYS_MS, type TryResult } from '../core/delivery.ts'
import { ALPHA, BRAVO, claim, issue, merchant, paymentId, revoke, settle } from './contract-commands.ts'
import {
  DEFAULT_QUEUE,
  DOWN,
  deliveriesOf,
  EP1,
  LEASE_MS,
  lastDelivery,
  leaseDue,
  leaseOne,
  OK,
  paymentsOf,
  putEndpoint,
  queueTo,
  settled,
  tryNext,
  waitingNames,
} from './contract-outbox.ts'
import type { Promises } from './contract-subject.ts'
import type { Storage } from './storage.ts'

export const deliveryPromises: Promises = {
  'a due delivery is handed to exactly one of many who ask at once': async ({ storage }) => {
    for (let no = 1; no <= 40; no += 1) await storage.execute(issue({ no }))
    const rooms = [{ queue: DEFAULT_QUEUE, limit: 5 }]
    const leases = await Promise.all(Array.from({ length: 20 }, () => storage.deliveries.lease(rooms, LEASE_MS)))
    const ids = leases.flat().map(({ delivery }) => delivery.id)
    assert.equal(ids.length, 40)
    assert.equal(new Set(ids).size, 40)
  },

  'hands out the earliest due first, and no more than there is room for': async ({ storage, clocks }) => {
    for (const no of [3, 1, 2]) {
      await storage.execute(issue({ no }))
      clocks.moveWall(1000)
    }
    assert.deepEqual(await leaseDue(storage, 0), [])
    assert.deepEqual(paymentsOf(await leaseDue(storage, 2)), [paymentId(3), paymentId(1)])
    const { createdAt } = await lastDelivery(storage, 2)
    assert.deepEqual(await storage.deliveries.waitingQueues(null, 10), [
      { queue: DEFAULT_QUEUE, merchantId: ALPHA, dueAt: createdAt },
    ])
  },

  'a lease that runs out is handed out again, and its old holder can settle nothing': async ({ storage, clocks }) => {
    await storage.execute(issue({ no: 1 }))
    const old = await leaseOne(storage)
    clocks.moveWall(LEASE_MS - 1)
    assert.deepEqual(await leaseDue(storage), [])
    clocks.moveWall(1)
    const fresh = await leaseOne(storage)
    assert.ok(fresh.fence > old.fence)
    const [lost, kept] = await Promise.all([settled(storage, old, DOWN), settled(storage, fresh, OK)])
    assert.deepEqual([lost, kept?.delivery.state], [undefined, 'delivered'])
    assert.equal(await settled(storage, fresh, OK), undefined, 'a result counts once')
    assert.equal((await storage.deliveries.tries(ALPHA, fresh.delivery.id)).length, 1)
  },

  'a failed try waits as long as the core says, is written down, and ends exhausted': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    const { id, url } = await lastDelivery(storage, 1)
    const followedAt: (number | null)[] = []
    for (const delayMs of [...RETRY_DELAYS_MS, null]) {
      const { delivery } = await tryNext(storage, DOWN)
      assert.equal(delivery.state, delayMs === null ? 'exhausted' : 'waiting')
      followedAt.push(delivery.state === 'waiting' ? delivery.nextTryAt : null)
      if (delivery.state !== 'waiting') continue
      assert.equal(delivery.nextTryAt, storage.clock.now() + (delayMs ?? 0))
      const [queue] = await storage.deliveries.waitingQueues(null, 10)
      assert.equal(queue?.dueAt, delivery.nextTryAt)
      assert.deepEqual(await leaseDue(storage), [])
      await storage.clock.advance(delayMs ?? 0)
    }
    assert.deepEqual(await storage.deliveries.waitingQueues(null, 10), [])
    const tries = await storage.deliveries.tries(ALPHA, id)
    assert.deepEqual(
      tries.map(({ number, nextTryAt }) => [number, nextTryAt]),
      followedAt.map((at, index) => [index + 1, at]),
    )
    const { triedAt, ...first } = tries[0] ?? assert.fail('the first try is there')
    assert.equal(typeof triedAt, 'number')
    assert.deepEqual(first, {
      delivery: id,
      number: 1,
      url,
      latencyMs: 12.25,
      result: DOWN,
      detail: { ko: '응답 없음', en: 'no answer' },
      answer: '{"ok":false}',
      nextTryAt: followedAt[0],
    })
  },

  'a receiver that asks to be left alone is left alone as long as the core says': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    const busy: TryResult = { kind: 'answered', status: 503, retryAfterMs: 120_000 }
    const { delivery } = await tryNext(storage, busy)
    assert.equal(delivery.state === 'waiting' && delivery.nextTryAt, storage.clock.now() + 120_000)
    assert.deepEqual((await storage.deliveries.tries(ALPHA, delivery.id))[0]?.result, busy)
  },

  'a newer notice of a payment waits until the older one was tried': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.execute(revoke(1))
    const older = await leaseOne(storage)
    assert.equal(older.delivery.event, 'issued')
    assert.deepEqual(await storage.deliveries.lease([{ queue: DEFAULT_QUEUE, limit: 10 }], LEASE_MS), [], 'it is out')
    assert.deepEqual(await waitingNames(storage), [])
    await settled(storage, older, DOWN)
    const newer = await leaseOne(storage)
    assert.equal(newer.delivery.event, 'revoked')
    await storage.clock.advance(60_000)
    assert.equal((await leaseOne(storage)).delivery.event, 'issued', 'an older one tries again when it is due')
    await settled(storage, newer, DOWN)
    await storage.clock.advance(60_000)
    assert.deepEqual(await leaseDue(storage), [], 'the older one is out again')
  },

  'payments, queues and versions to other receivers do not wait for each other': async ({ storage }) => {
    const noticeUrls = ['https://a.example/n', 'https://b.example/n']
    await storage.execute(issue({ no: 1, noticeUrls }))
    await storage.execute(issue({ no: 2, noticeUrls }))
    const all = await leaseDue(storage)
    assert.equal(all.length, 4)
    const quick = all.find(({ delivery }) => delivery.url === noticeUrls[1] && delivery.paymentId === paymentId(1))
    await settled(storage, quick ?? assert.fail('it is among them'), OK)
    await storage.execute(revoke(1))
    const [next, ...others] = await leaseDue(storage)
    assert.deepEqual([next?.delivery.event, next?.delivery.url, others], ['revoked', noticeUrls[1], []])
  },

  'each queue gives what there is room for, whatever waits in the others': async ({ storage }) => {
    await storage.directory.put([putEndpoint(EP1)])
    for (let no = 1; no <= 6; no += 1) await storage.execute(issue({ no }))
    await storage.execute(issue({ no: 7, merchantId: BRAVO, noticeUrls: ['https://slow.example/7'] }))
    await storage.execute(claim({ key: 1, number: 7 }))
    await storage.execute(settle({ key: 1, fence: 1 }))
    const slow = `${BRAVO} https://slow.example` as QueueName
    const leased = await storage.deliveries.lease(
      [
        { queue: slow, limit: 5 },
        { queue: DEFAULT_QUEUE, limit: 2 },
        { queue: queueTo(EP1), limit: 3 },
        { queue: queueTo(EP1, BRAVO), limit: 3 },
      ],
      LEASE_MS,
    )
    assert.deepEqual(paymentsOf(leased), [7, 1, 2, 1, 2, 3].map(paymentId))
    assert.deepEqual(
      leased.map(({ delivery }) => delivery.endpoint),
      [null, 'default', 'default', EP1, EP1, EP1],
    )
  },

  'addresses of payments that lead to one server wait in one queue': async ({ storage }) => {
    for (const no of [1, 2, 3])
      await storage.execute(issue({ no, noticeUrls: [`https://own.example:8443/orders/${no}?key=${no}`] }))
    assert.deepEqual(await waitingNames(storage), [`${ALPHA} https://own.example:8443`])
    assert.equal((await leaseDue(storage, 2)).length, 2)
    assert.equal((await leaseDue(storage, 2)).length, 1)
  },

  'the queues that wait are told page by page, in order, without those that have nothing to hand out': async ({
    storage,
  }) => {
    const hosts = ['c', 'a', 'e', 'b', 'd', 'f']
    for (const [index, host] of hosts.entries())
      for (const no of [index + 1, index + 11])
        await storage.execute(issue({ no, noticeUrls: [`https://${host}.example/n`] }))
    const queue = (host: string) => `${ALPHA} https://${host}.example` as QueueName
    await storage.deliveries.lease([{ queue: queue('b'), limit: 10 }], LEASE_MS)
    await storage.deliveries.lease([{ queue: queue('c'), limit: 1 }], LEASE_MS)
    assert.deepEqual(await pagesOf(storage, 2), [[queue('a'), queue('c')], [queue('d'), queue('e')], [queue('f')]])
    const [first] = await storage.deliveries.waitingQueues(queue('b'), 1)
    assert.equal(first?.queue, queue('c'), 'a page begins behind any name')
    assert.equal(first?.dueAt, (await lastDelivery(storage, 11)).createdAt)
  },

  "a merchant that wants to hear of money only hears of a collection with its siblings' end unsaid": async ({
    storage,
  }) => {
    for (const no of [1, 2]) await storage.execute(issue({ no, order: 1, merchantId: BRAVO }))
    await storage.execute(claim({ key: 1, number: 1 }))
    assert.deepEqual(await leaseDue(storage), [])
    await storage.execute(settle({ key: 1, fence: 1 }))
    const [paid, ...others] = await leaseDue(storage)
    assert.deepEqual([paid?.delivery.event, paid?.delivery.status, others], ['collected', 'paid', []])
    assert.equal(paid?.delivery.format, 'v1_form')
    assert.deepEqual(await storage.deliveries.ofPayment(BRAVO, paymentId(1)), [paid?.delivery])
  },

  'the sandbox forgets deliveries and tries with their payments, and how endpoints fare it does not': async ({
    storage,
  }) => {
    await storage.execute(issue({ no: 1 }))
    const { delivery } = await tryNext(storage, DOWN)
    const health = await storage.endpoints.health(ALPHA)
    await storage.forgetPayments()
    assert.deepEqual(await storage.deliveries.list(ALPHA, {}, null, 10), [])
    assert.deepEqual(await deliveriesOf(storage, 1), [])
    assert.deepEqual(await storage.deliveries.tries(ALPHA, delivery.id), [])
    assert.deepEqual(await waitingNames(storage), [])
    assert.deepEqual([health.length, await storage.endpoints.health(ALPHA)], [1, health])
  },
}

export const deliveryRestartPromises: Promises = {
  'what was out is handed out after a restart: at once by a sole owner, else when its lease has run out': async ({
    storage,
    subject,
    clocks,
  }) => {
    await storage.execute(issue({ no: 1 }))
    const lost = await leaseOne(storage)
    const again = await subject.reopen()
    if (!again.isSoleOwner) {
      assert.deepEqual(await leaseDue(again), [])
      clocks.moveWall(LEASE_MS)
    }
    const fresh = await leaseOne(again)
    assert.ok(fresh.fence > lost.fence)
    assert.equal(await settled(again, lost, OK), undefined)
    assert.equal((await settled(again, fresh, OK))?.delivery.state, 'delivered')
  },

  'a notice goes where it was to go when its event was written, whatever was set since': async ({
    storage,
    subject,
  }) => {
    await storage.execute(issue({ no: 1 }))
    const before = await lastDelivery(storage, 1)
    await storage.directory.put([{ kind: 'merchant', entry: merchant(ALPHA, { noticeUrl: 'https://new.example/n' }) }])
    const again = await subject.reopen()
    assert.deepEqual((await leaseOne(again)).delivery, before)
  },
}

/** All pages of so many names, as a dispatcher goes through them. */
async function pagesOf(storage: Storage, limit: number): Promise<readonly (readonly QueueName[])[]> {
  const pages: QueueName[][] = []
  for (let after: QueueName | null = null; ; ) {
    const page: QueueName[] = (await storage.deliveries.waitingQueues(after, limit)).map(({ queue }) => queue)
    if (page.length === 0) return pages
    pages.push(page)
    after = page.at(-1) ?? null
  }
}
