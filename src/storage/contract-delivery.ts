/** The queue of notices: never lost, never with two at once, in order for each payment and address. */
import assert from 'node:assert/strict'
import type { WallTime } from '../core/brand.ts'
import { RETRY_DELAYS_MS, type TryResult } from '../core/delivery.ts'
import { ALPHA, BRAVO, claim, issue, merchant, paymentId, revoke, settle } from './contract-commands.ts'
import type { Promises } from './contract-subject.ts'
import type { LeasedDelivery, PassOver, Storage } from './storage.ts'

const OK: TryResult = { kind: 'answered', status: 200 }
const DOWN: TryResult = { kind: 'failed', cause: 'connection refused' }
const LEASE_MS = 30_000

export const deliveryPromises: Promises = {
  'a due delivery is handed to exactly one of many who ask at once': async ({ storage }) => {
    for (let no = 1; no <= 40; no += 1) await storage.execute(issue({ no }))
    const leases = await Promise.all(Array.from({ length: 20 }, () => storage.deliveries.lease(5, LEASE_MS)))
    const ids = leases.flat().map(({ delivery }) => delivery.id)
    assert.equal(ids.length, 40)
    assert.equal(new Set(ids).size, 40)
  },

  'hands out the earliest due first, and no more than asked for': async ({ storage, clocks }) => {
    for (const no of [3, 1, 2]) {
      await storage.execute(issue({ no }))
      clocks.moveWall(1000)
    }
    const first = await storage.deliveries.lease(2, LEASE_MS)
    assert.deepEqual(
      first.map(({ delivery }) => delivery.paymentId),
      [paymentId(3), paymentId(1)],
    )
    assert.equal(await storage.deliveries.nextDueAt(), (await onlyDelivery(storage, 2)).createdAt)
  },

  'a lease that runs out is handed out again, and its old holder can settle nothing': async ({ storage, clocks }) => {
    await storage.execute(issue({ no: 1 }))
    const old = await leaseOne(storage)
    clocks.moveWall(LEASE_MS - 1)
    assert.deepEqual(await storage.deliveries.lease(10, LEASE_MS), [])
    clocks.moveWall(1)
    const fresh = await leaseOne(storage)
    assert.ok(fresh.fence > old.fence)
    assert.equal(await settled(storage, old, OK), undefined)
    assert.equal((await settled(storage, fresh, OK))?.state, 'delivered')
    assert.equal(await settled(storage, fresh, OK), undefined, 'a result counts once')
    assert.equal((await storage.deliveries.tries(ALPHA, fresh.delivery.id)).length, 1)
  },

  'a failed try waits as long as the core says, is written down, and ends exhausted': async ({ storage, clocks }) => {
    await storage.execute(issue({ no: 1 }))
    const { delivery } = await leaseOne(storage)
    clocks.moveWall(LEASE_MS)
    for (const delayMs of [...RETRY_DELAYS_MS, null]) {
      const leased = await leaseOne(storage)
      const after = await settled(storage, leased, DOWN)
      assert.equal(after?.state, delayMs === null ? 'exhausted' : 'waiting')
      if (after?.state === 'waiting') {
        assert.equal(after.nextTryAt, storage.clock.now() + (delayMs ?? 0))
        assert.equal(await storage.deliveries.nextDueAt(), after.nextTryAt)
        assert.deepEqual(await storage.deliveries.lease(1, LEASE_MS), [])
        await storage.clock.advance(delayMs ?? 0)
      }
    }
    assert.equal(await storage.deliveries.nextDueAt(), null)
    const tries = await storage.deliveries.tries(ALPHA, delivery.id)
    assert.deepEqual(
      tries.map((tried) => tried.number),
      Array.from({ length: RETRY_DELAYS_MS.length + 1 }, (_, i) => i + 1),
    )
    assert.deepEqual(tries[0]?.result, DOWN)
    assert.equal(tries[0]?.latencyMs, 12.25)
  },

  'a newer notice to an address waits until the older one was tried': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.execute(revoke(1))
    const older = await leaseOne(storage)
    assert.equal(older.delivery.event, 'issued')
    assert.deepEqual(await storage.deliveries.lease(10, LEASE_MS), [], 'the older one is out')
    assert.equal(await storage.deliveries.nextDueAt(), null)
    await settled(storage, older, DOWN)
    const newer = await leaseOne(storage)
    assert.equal(newer.delivery.event, 'revoked')
    await storage.clock.advance(60_000)
    assert.equal((await leaseOne(storage)).delivery.event, 'issued', 'an older one tries again when it is due')
    await settled(storage, newer, DOWN)
    await storage.clock.advance(60_000)
    assert.deepEqual(await storage.deliveries.lease(10, LEASE_MS), [], 'the older one is out again')
  },

  'payments and addresses do not wait for each other': async ({ storage }) => {
    const noticeUrls = ['https://a.example/n', 'https://b.example/n']
    await storage.execute(issue({ no: 1, noticeUrls }))
    await storage.execute(issue({ no: 2, noticeUrls }))
    const all = await storage.deliveries.lease(10, LEASE_MS)
    assert.equal(all.length, 4)
    const quick = all.find(({ delivery }) => delivery.url === noticeUrls[1] && delivery.paymentId === paymentId(1))
    await settled(storage, quick ?? assert.fail('it is among them'), OK)
    await storage.execute(revoke(1))
    const [next, ...others] = await storage.deliveries.lease(10, LEASE_MS)
    assert.deepEqual([next?.delivery.event, next?.delivery.url, others], ['revoked', noticeUrls[1], []])
  },

  'those who are passed over wait, and do not count towards the limit': async ({ storage }) => {
    const slow = (no: number) => [`https://slow.example/n?order=${no}`]
    for (const no of [1, 2]) await storage.execute(issue({ no, noticeUrls: slow(no) }))
    await storage.execute(issue({ no: 3, noticeUrls: ['https://quick.example/n'] }))
    await storage.directory.put([{ kind: 'merchant', entry: merchant(BRAVO) }])
    await storage.execute(issue({ no: 4, merchantId: BRAVO }))
    const lease = async (passOver: PassOver) =>
      (await storage.deliveries.lease(1, LEASE_MS, passOver)).map(({ delivery }) => delivery.paymentId)
    const addresses = ['https://slow.example/n']
    assert.deepEqual(await lease({ merchants: [BRAVO], addresses }), [paymentId(3)])
    assert.deepEqual(await lease({ merchants: [BRAVO], addresses }), [])
    assert.deepEqual(await lease({ merchants: [], addresses }), [paymentId(4)])
    assert.deepEqual(await lease({ merchants: [], addresses: [] }), [paymentId(1)])
  },

  "a merchant that wants to hear of money only hears of a collection with its siblings' end unsaid": async ({
    storage,
  }) => {
    for (const no of [1, 2]) await storage.execute(issue({ no, order: 1, merchantId: BRAVO }))
    await storage.execute(claim({ key: 1, number: 1 }))
    assert.deepEqual(await storage.deliveries.lease(10, LEASE_MS), [])
    await storage.execute(settle({ key: 1, fence: 1 }))
    const [paid, ...others] = await storage.deliveries.lease(10, LEASE_MS)
    assert.deepEqual([paid?.delivery.event, paid?.delivery.status, others], ['collected', 'paid', []])
    assert.equal(paid?.delivery.contentType, 'form')
    assert.deepEqual(await storage.deliveries.ofPayment(BRAVO, paymentId(1)), [paid?.delivery])
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
      assert.deepEqual(await again.deliveries.lease(1, LEASE_MS), [])
      clocks.moveWall(LEASE_MS)
    }
    const fresh = await leaseOne(again)
    assert.ok(fresh.fence > lost.fence)
    assert.equal(await settled(again, lost, OK), undefined)
    assert.equal((await settled(again, fresh, OK))?.state, 'delivered')
  },
}

async function leaseOne(storage: Storage): Promise<LeasedDelivery> {
  const [leased] = await storage.deliveries.lease(1, LEASE_MS)
  assert.ok(leased, 'a delivery is due')
  return leased
}

function settled(storage: Storage, leased: LeasedDelivery, result: TryResult) {
  const triedAt = storage.clock.wall() as WallTime
  return storage.deliveries.settle(leased, { triedAt, latencyMs: 12.25, result, detail: '응답 없음' }, 0.5)
}

async function onlyDelivery(storage: Storage, no: number) {
  const [delivery] = await storage.deliveries.ofPayment(ALPHA, paymentId(no))
  assert.ok(delivery, 'there is a delivery')
  return delivery
}
