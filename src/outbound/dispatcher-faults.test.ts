/**
 * What may go wrong around a notice: a merchant that hangs, a process that is killed, paused or shut down, a storage
 * that is short of room, and a fault of our own.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Settled, StorageFault } from '../storage/storage.ts'
import { LEASE_MS } from './flights.ts'
import { createGuardedClient } from './guarded-client.ts'
import { rulesFor } from './loopback-server.ts'
import { NOTICE_MS, RECORD_WHILE_STOPPING_MS } from './notice-try.ts'
import { LOOK_AGAIN_MS } from './queue-looks.ts'
import { OTHER_SHOP, openOutbox, SECRETS } from './test-outbox.ts'
import { hang, openSeller } from './test-seller.ts'

const DAY_MS = 86_400_000

test('an address that hangs gets so many calls and no more, and delays nobody, however much it is owed', async (t) => {
  const outbox = await openOutbox(t)
  const patience = hang()
  const hanging = await openSeller(t, patience.answer)
  const quick = await openSeller(t)
  for (let order = 1; order <= 40; order += 1) {
    await outbox.issue({ noticeUrls: [`${hanging.url}/notice?order=${order}`] })
  }
  await outbox.pass(1)
  await outbox.issue({ noticeUrls: [`${quick.url}/same-merchant`] })
  await outbox.issue({ noticeUrls: [`${quick.url}/other-merchant`], merchant: OTHER_SHOP })
  outbox.dispatcher({ limits: { total: 12, perMerchant: 12, perQueue: 8 } }).start()
  await outbox.hasTold(2)
  await hanging.heard(8)
  assert.deepEqual(quick.received.map(({ path }) => path).sort(), ['/other-merchant', '/same-merchant'])
  assert.equal(hanging.received.length, 8)
  patience.letGo()
  await outbox.hasTold(42)
  assert.equal(new Set(hanging.received.map(({ path }) => path)).size, 40)
})

test('a merchant with many hanging addresses delays no other merchant', async (t) => {
  const outbox = await openOutbox(t)
  const patience = hang()
  const hanging = await Promise.all([1, 2, 3, 4, 5].map(() => openSeller(t, patience.answer)))
  const quick = await openSeller(t)
  for (let order = 1; order <= 8; order += 1) await outbox.issue({ noticeUrls: hanging.map(({ url }) => url) })
  await outbox.pass(1)
  await outbox.issue({ noticeUrls: [quick.url], merchant: OTHER_SHOP })
  outbox.dispatcher({ limits: { total: 20, perMerchant: 16, perQueue: 8 } }).start()
  await outbox.hasTold(1)
  const calls = (): number => hanging.reduce((sum, { received }) => sum + received.length, 0)
  await Promise.all(hanging.map(({ heard }) => heard(1)))
  assert.equal(quick.received.length, 1)
  assert.ok(calls() <= 16, `${calls()} calls`)
  patience.letGo()
  await outbox.hasTold(41)
  assert.equal(calls(), 40)
})

test('what a killed process had under way is tried again under the same id when its lease has lapsed', async (t) => {
  const over = Promise.withResolvers<typeof CUT_OFF>()
  t.after(() => over.resolve(CUT_OFF))
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  const payment = await outbox.issue({ noticeUrls: [seller.url] })
  // Sent, and then the process is gone: nobody hears the answer, nobody settles, no timer runs.
  const killed = outbox.dispatcher({
    client: { post: (request) => outbox.client.post(request).then(() => over.promise) },
    after: () => () => {},
  })
  killed.start()
  await seller.heard(1)
  const next = outbox.dispatcher()
  next.start()
  await outbox.pass(LEASE_MS - 1)
  await next.drain()
  assert.equal(seller.received.length, 1)
  await outbox.pass(LOOK_AGAIN_MS)
  await outbox.hasTold(1)
  assert.deepEqual(
    seller.received.map(({ headers }) => headers['webhook-id']),
    ['dlv_000000000001_1_1', 'dlv_000000000001_1_1'],
  )
  await outbox.storage.clock.advance(30 * DAY_MS)
  await next.drain()
  assert.equal(seller.received.length, 2)
  assert.equal((await outbox.triesOf(payment)).length, 1)
})

/** What a process does with a notice, and whether it is killed before or after it is done out there. */
const STEPS = ['lease', 'send', 'record'].flatMap((step) => [
  { step, isDone: false },
  { step, isDone: true },
])

test('killed at any step of a notice, before or after it is done out there: it is not lost, and not counted twice', async (t) => {
  for (const { step, isDone } of STEPS) {
    await t.test(`${step}, ${isDone ? 'done and not heard of' : 'not done'}`, (t) => dieAt(t, step, isDone))
  }
})

async function dieAt(t: TestContext, step: string, isDone: boolean): Promise<void> {
  const over = Promise.withResolvers<void>()
  t.after(() => over.resolve())
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  const { deliveries } = outbox.storage
  const died = Promise.withResolvers<void>()
  /** What the process awaits at this step never comes. */
  const deadly = <Given extends unknown[], Value>(
    at: string,
    act: (...given: Given) => Promise<Value>,
    last: Value,
  ) => {
    return async (...given: Given): Promise<Value> => {
      if (at !== step) return act(...given)
      if (isDone) await act(...given)
      died.resolve()
      await over.promise
      return last
    }
  }
  const payment = await outbox.issue({ noticeUrls: [seller.url] })
  const killed = outbox.dispatcher({
    queue: {
      ...deliveries,
      lease: deadly('lease', deliveries.lease, []),
      settle: deadly('record', deliveries.settle, undefined),
    },
    client: { post: deadly('send', outbox.client.post, CUT_OFF) },
    after: () => () => {},
  })
  killed.start()
  await died.promise
  const next = outbox.dispatcher()
  next.start()
  await outbox.pass(LEASE_MS + LOOK_AGAIN_MS)
  await next.drain()
  const [delivery, ...others] = await outbox.deliveriesOf(payment)
  assert.ok(delivery !== undefined && others.length === 0)
  assert.deepEqual([delivery.state, delivery.tries], ['delivered', 1])
  assert.equal((await outbox.triesOf(payment)).length, 1)
  const wasSent = step === 'record' || (step === 'send' && isDone)
  const isRecorded = step === 'record' && isDone
  assert.deepEqual(
    seller.received.map(({ headers }) => headers['webhook-id']),
    Array(wasSent && !isRecorded ? 2 : 1).fill(delivery.id),
  )
}

test('an answer that comes after its lease was lost changes nothing', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  const late = Promise.withResolvers<typeof UNREACHED>()
  const settled = Promise.withResolvers<Settled | undefined>()
  const { deliveries } = outbox.storage
  const payment = await outbox.issue({ noticeUrls: [seller.url] })
  const paused = outbox.dispatcher({
    client: { post: (request) => outbox.client.post(request).then(() => late.promise) },
    queue: {
      ...deliveries,
      settle(...tried) {
        settled.resolve(deliveries.settle(...tried))
        return settled.promise
      },
    },
    after: () => () => {},
  })
  paused.start()
  await seller.heard(1)
  const next = outbox.dispatcher()
  await outbox.pass(LEASE_MS)
  await next.drain()
  assert.equal(outbox.told.length, 1)
  late.resolve(UNREACHED)
  assert.equal(await settled.promise, undefined)
  await paused.stop()
  const [delivery] = await outbox.deliveriesOf(payment)
  assert.deepEqual([delivery?.state, delivery?.tries], ['delivered', 1])
  assert.equal(outbox.told.length, 1)
  assert.deepEqual(outbox.faults, [])
})

test('a process that was paused with a lease in its hand does not begin a try that would outlive it', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  const { deliveries } = outbox.storage
  await outbox.issue({ noticeUrls: [seller.url] })
  const paused = outbox.dispatcher({
    queue: {
      ...deliveries,
      async lease(...asked) {
        const leased = await deliveries.lease(...asked)
        if (leased.length > 0) await outbox.pass(LEASE_MS - NOTICE_MS + 1)
        return leased
      },
    },
  })
  await paused.drain()
  assert.equal(seller.received.length, 0)
  await outbox.pass(LEASE_MS)
  await outbox.dispatcher().drain()
  assert.equal(seller.received.length, 1)
})

test('a try that our own shutdown cut off does not count, and is made again under the same id', async (t) => {
  const outbox = await openOutbox(t)
  const patience = hang()
  const seller = await openSeller(t, patience.answer)
  const client = createGuardedClient({ rules: rulesFor('sandbox'), version: '1' })
  const closing = outbox.dispatcher({ client })
  closing.start()
  const payment = await outbox.issue({ noticeUrls: [seller.url] })
  await seller.heard(1)
  await client.close()
  await closing.stop()
  assert.deepEqual(await outbox.triesOf(payment), [])
  patience.letGo()
  await outbox.pass(LEASE_MS)
  await outbox.dispatcher().drain()
  const [first, second] = seller.received
  assert.equal(second?.headers['webhook-id'], first?.headers['webhook-id'])
  assert.equal((await outbox.deliveriesOf(payment))[0]?.state, 'delivered')
})

test('a notice that cannot be made is reported, counts as a try and holds up nobody', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  const fault = new Error('the key of this secret is missing')
  const dispatcher = outbox.dispatcher({
    secretsOf({ merchantId }) {
      if (merchantId === OTHER_SHOP) throw fault
      return SECRETS
    },
  })
  const broken = await outbox.issue({ noticeUrls: [seller.url], merchant: OTHER_SHOP })
  await outbox.issue({ noticeUrls: [seller.url] })
  await dispatcher.drain()
  assert.deepEqual(outbox.faults, [fault])
  const [tried] = await outbox.triesOf(broken)
  assert.equal(tried?.detail.en, 'the gateway could not make this notice')
  assert.equal(tried?.detail.ko, '게이트웨이가 이 통지를 만들지 못했습니다')
  assert.equal(seller.received.length, 1)
})

test('a try that storage cannot record at once is recorded when it can, and not made twice', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  const { deliveries } = outbox.storage
  const faults = [new StorageFault('full', 'no space'), new StorageFault('overloaded', 'busy')]
  const dispatcher = outbox.dispatcher({
    queue: {
      ...deliveries,
      async settle(...settled) {
        const fault = faults.shift()
        if (fault !== undefined) throw fault
        return deliveries.settle(...settled)
      },
    },
    after: (_ms, run) => {
      queueMicrotask(run)
      return () => {}
    },
  })
  const payment = await outbox.issue({ noticeUrls: [seller.url] })
  await dispatcher.drain()
  assert.equal((await outbox.deliveriesOf(payment))[0]?.state, 'delivered')
  await outbox.storage.clock.advance(30 * DAY_MS)
  await dispatcher.drain()
  assert.equal(seller.received.length, 1)
})

for (const member of ['waitingQueues', 'lease'] as const) {
  test(`a fault of storage (${member}) rejects the drain, and the next look goes on`, async (t) => {
    const outbox = await openOutbox(t)
    const seller = await openSeller(t)
    const { deliveries } = outbox.storage
    const fault = new StorageFault('overloaded', 'busy')
    const faults = [fault]
    const broken = <Given extends unknown[], Value>(ask: (...given: Given) => Promise<Value>) => {
      return async (...given: Given): Promise<Value> => {
        const next = faults.shift()
        if (next !== undefined) throw next
        return ask(...given)
      }
    }
    const queue = { ...deliveries, [member]: broken(deliveries[member] as (...given: unknown[]) => Promise<never>) }
    await outbox.issue({ noticeUrls: [seller.url] })
    const dispatcher = outbox.dispatcher({ queue })
    await assert.rejects(dispatcher.drain(), fault)
    faults.push(fault)
    dispatcher.start()
    await outbox.pass(LOOK_AGAIN_MS)
    await outbox.hasTold(1)
    assert.ok(outbox.faults.length > 0 && outbox.faults.every((each) => each === fault))
  })
}

test('a process that ends waits three seconds for a storage that does not answer, and no longer', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  const { deliveries } = outbox.storage
  for (const settle of [
    () => new Promise<never>(() => {}),
    () => Promise.reject(new StorageFault('unknown', 'the line is cut')),
  ]) {
    const payment = await outbox.issue({ noticeUrls: [seller.url] })
    const asked = Promise.withResolvers<void>()
    const dispatcher = outbox.dispatcher({
      queue: {
        ...deliveries,
        settle() {
          asked.resolve()
          return settle()
        },
      },
    })
    dispatcher.start()
    await asked.promise
    let isOver = false
    const stopped = dispatcher.stop().then(() => {
      isOver = true
    })
    await outbox.pass(RECORD_WHILE_STOPPING_MS - 1)
    assert.equal(isOver, false)
    await outbox.pass(1)
    await stopped
    await outbox.pass(LEASE_MS)
    await outbox.dispatcher().drain()
    assert.equal((await outbox.deliveriesOf(payment))[0]?.state, 'delivered')
  }
})

const UNREACHED = { kind: 'failed', cause: 'connect_refused', detail: 'closed', status: null, latencyMs: 1 } as const
const CUT_OFF = { ...UNREACHED, cause: 'closed' } as const
