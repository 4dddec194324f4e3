/** How endpoints fare: a dead one is paused and asked now and then, and whatever it should hear waits for it. */
import assert from 'node:assert/strict'
import { ENDPOINT_REMOVED } from '../core/delivery.ts'
import { DEFAULT_ENDPOINT, rotatedSecrets } from '../core/endpoint.ts'
import { PAUSE_AFTER_MS, PROBE_EVERY_MS } from '../core/endpoint-health.ts'
import { ALPHA, BRAVO, issue, merchant, paymentId } from './contract-commands.ts'
import {
  DEFAULT_QUEUE,
  DOWN,
  EP1,
  EP2,
  endpoint,
  GONE,
  LEASE_MS,
  lastDelivery,
  leaseDue,
  leaseOne,
  OK,
  paymentsOf,
  putEndpoint,
  queueTo,
  removeEndpoint,
  settled,
  tryNext,
  waitingNames,
} from './contract-outbox.ts'
import type { Promises, Scene } from './contract-subject.ts'
import type { Settled, Storage } from './storage.ts'

const DAY_MS = 86_400_000

export const endpointPromises: Promises = {
  'an endpoint hears what it was registered for, in its own shape and queue': async ({ storage }) => {
    const hears = ['payment.issued'] as const
    await storage.directory.put([putEndpoint(EP2, { hears: [] }), putEndpoint(EP1, { hears })])
    await storage.execute(issue({ no: 1 }))
    const leased = await leaseDue(storage)
    assert.deepEqual(
      leased.map(({ delivery: { endpoint, url, format } }) => [endpoint, url, format]),
      [
        [DEFAULT_ENDPOINT, 'https://alpha.example/notice', 'v1_json'],
        [EP1, 'https://alpha.example/ep_1', 'modern'],
      ],
    )
  },

  'one that is paused by hand is not called until it is resumed, and nobody else waits for it': async ({ storage }) => {
    await storage.directory.put([putEndpoint(EP1)])
    await storage.execute(issue({ no: 1 }))
    const { pause } = await storage.endpoints.pause(ALPHA, EP1)
    assert.deepEqual(pause, { cause: 'by_hand', since: storage.clock.wall(), probeAt: null })
    await storage.execute(issue({ no: 2 }))
    assert.deepEqual(await waitingNames(storage), [DEFAULT_QUEUE])
    const rooms = [DEFAULT_QUEUE, queueTo(EP1)].map((queue) => ({ queue, limit: 10 }))
    assert.deepEqual(paymentsOf(await storage.deliveries.lease(rooms, LEASE_MS)), [paymentId(1), paymentId(2)])
    assert.equal((await storage.endpoints.resume(ALPHA, EP1)).pause, null)
    assert.deepEqual(await storage.endpoints.health(ALPHA), [])
    assert.equal((await leaseDue(storage)).length, 2)
  },

  'one that only fails for days is paused, said once, and no business time makes it look dead': async ({
    storage,
    clocks,
  }) => {
    await storage.execute(issue({ no: 1 }))
    assert.equal((await tryNext(storage, DOWN)).endpointBecame, null)
    await storage.clock.advance(2 * PAUSE_AFTER_MS)
    assert.equal((await tryNext(storage, DOWN)).endpointBecame, null)
    for (const no of [2, 3]) await storage.execute(issue({ no }))
    const out = [await leaseOne(storage), await leaseOne(storage)]
    clocks.moveWall(PAUSE_AFTER_MS)
    const became = await Promise.all(out.map((leased) => settled(storage, leased, DOWN)))
    assert.deepEqual(told(became), ['failing'])
    assert.deepEqual(await storage.endpoints.health(ALPHA), [
      {
        merchantId: ALPHA,
        endpoint: DEFAULT_ENDPOINT,
        failingSince: clocks.wall() - PAUSE_AFTER_MS,
        pause: { cause: 'failing', since: clocks.wall(), probeAt: clocks.wall() + PROBE_EVERY_MS },
      },
    ])
  },

  'a failing one is asked by one notice an hour, whoever looks, and is back with the first that arrives': async (
    scene,
  ) => {
    const { storage, clocks } = scene
    await failForDays(scene)
    await storage.clock.advance(DAY_MS)
    assert.deepEqual(await waitingNames(storage), [])
    assert.deepEqual(await everybodyLooks(storage), [])
    clocks.moveWall(PROBE_EVERY_MS)
    assert.deepEqual(await waitingNames(storage), [DEFAULT_QUEUE])
    const [probe, ...others] = await everybodyLooks(storage)
    assert.deepEqual(others, [])
    assert.equal((await settled(storage, probe ?? assert.fail('one goes out'), DOWN))?.endpointBecame, null)
    clocks.moveWall(PROBE_EVERY_MS - 1)
    assert.deepEqual(await everybodyLooks(storage), [])
    clocks.moveWall(1)
    const [back] = await everybodyLooks(storage)
    assert.equal((await settled(storage, back ?? assert.fail('one goes out'), OK))?.endpointBecame, 'resumed')
    assert.deepEqual(await storage.endpoints.health(ALPHA), [])
    assert.equal((await everybodyLooks(storage)).length, 4)
  },

  'a probe that nobody told the end of is made again an hour later': async (scene) => {
    const { storage, clocks } = scene
    await failForDays(scene)
    clocks.moveWall(PROBE_EVERY_MS)
    const [lost] = await everybodyLooks(storage)
    clocks.moveWall(LEASE_MS)
    assert.deepEqual(await everybodyLooks(storage), [])
    clocks.moveWall(PROBE_EVERY_MS - LEASE_MS)
    assert.equal((await everybodyLooks(storage)).length, 1)
    assert.ok(lost)
  },

  'nothing due makes no probe: the first that is due asks': async (scene) => {
    const { storage, clocks } = scene
    await failForDays(scene)
    const names = await waitingNames(storage)
    clocks.moveWall(PROBE_EVERY_MS)
    await storage.deliveries.lease([{ queue: DEFAULT_QUEUE, limit: 0 }], LEASE_MS)
    await storage.deliveries.lease([{ queue: queueTo(EP1), limit: 9 }], LEASE_MS)
    assert.deepEqual(names, [])
    assert.equal((await everybodyLooks(storage)).length, 1)
  },

  'who says "gone" is not called again, said once, but for an address of one payment, which ends': async ({
    storage,
    clocks,
  }) => {
    await storage.directory.put([putEndpoint(EP1, { hears: ['payment.issued'] })])
    for (const no of [1, 2, 3]) await storage.execute(issue({ no, noticeUrls: ['https://own.example/n'] }))
    const out = await leaseDue(storage)
    const became = await Promise.all(out.map((leased) => settled(storage, leased, GONE)))
    const ofOwn = became.filter((each) => each?.delivery.endpoint === null)
    assert.deepEqual([statesOf(ofOwn), told(ofOwn)], [Array(3).fill('exhausted'), []])
    const ofEndpoint = became.filter((each) => each?.delivery.endpoint === EP1)
    assert.deepEqual([statesOf(ofEndpoint), told(ofEndpoint)], [Array(3).fill('waiting'), ['gone']])
    clocks.moveWall(30 * DAY_MS)
    assert.deepEqual(await leaseDue(storage), [])
    await storage.endpoints.resume(ALPHA, EP1)
    assert.equal((await leaseDue(storage)).length, 3)
  },

  'what one receiver does says nothing of another, and each merchant reads of its own': async ({ storage }) => {
    const ofBravo = 'ep_bravo' as typeof EP1
    await storage.directory.put([putEndpoint(EP1), putEndpoint(ofBravo, { merchantId: BRAVO })])
    await storage.execute(issue({ no: 1 }))
    await storage.execute(issue({ no: 2, merchantId: BRAVO }))
    await tryNext(storage, GONE, queueTo(EP1))
    await tryNext(storage, DOWN, queueTo(ofBravo, BRAVO))
    await tryNext(storage, OK)
    const causes = async (merchantId: typeof ALPHA) =>
      (await storage.endpoints.health(merchantId)).map(({ endpoint, pause }) => [endpoint, pause?.cause])
    assert.deepEqual(await causes(ALPHA), [[EP1, 'gone']])
    assert.deepEqual(await causes(BRAVO), [[ofBravo, undefined]])
  },

  'what waits for an endpoint that was taken away is handed out, paused or not, and ends undelivered': async ({
    storage,
  }) => {
    await storage.directory.put([putEndpoint(EP1)])
    for (const no of [1, 2]) await storage.execute(issue({ no }))
    const out = await leaseOne(storage, queueTo(EP1))
    await storage.endpoints.pause(ALPHA, EP1)
    const { endpoints } = await storage.directory.put([removeEndpoint(EP1)])
    assert.equal(endpoints.size, 0)
    assert.deepEqual(await storage.endpoints.health(ALPHA), [])
    assert.equal((await settled(storage, out, GONE))?.endpointBecame, null)
    assert.equal((await storage.endpoints.pause(ALPHA, EP1)).pause, null)
    assert.deepEqual(await storage.endpoints.health(ALPHA), [])
    const after = await tryNext(storage, { kind: 'failed', cause: ENDPOINT_REMOVED }, queueTo(EP1))
    assert.deepEqual([after.delivery.paymentId, after.delivery.state], [paymentId(2), 'exhausted'])
    await storage.execute(issue({ no: 3 }))
    assert.equal((await lastDelivery(storage, 3)).endpoint, DEFAULT_ENDPOINT)
  },
}

export const endpointRestartPromises: Promises = {
  'endpoints, their secrets and their pauses are there after a restart, and what was taken away is not': async ({
    storage,
    subject,
  }) => {
    const secrets = rotatedSecrets(endpoint(EP1).secrets, 'whsec_new', storage.clock.wall())
    await storage.directory.put([
      putEndpoint(EP2, { format: 'v1_form', hears: ['payment.paid', 'payment.reversed'], description: '' }),
      putEndpoint(EP1, { secrets }),
      putEndpoint('ep_3' as typeof EP1),
      removeEndpoint('ep_3' as typeof EP1),
      { kind: 'merchant', entry: merchant(ALPHA, { webhookSecrets: secrets }) },
    ])
    await storage.endpoints.pause(ALPHA, EP1)
    const before = storage.directory.current()
    const health = await storage.endpoints.health(ALPHA)
    assert.deepEqual(
      before.endpoints.get(ALPHA)?.map(({ id }) => id),
      [EP1, EP2],
    )
    const again = await subject.reopen()
    assert.deepEqual(again.directory.current(), before)
    assert.deepEqual([await again.endpoints.health(ALPHA), health.length], [health, 1])
    await again.execute(issue({ no: 1 }))
    assert.deepEqual(await waitingNames(again), [DEFAULT_QUEUE])
  },
}

/** The default endpoint, paused for failing, with five notices that wait for it. */
async function failForDays({ storage, clocks }: Scene): Promise<void> {
  for (let no = 1; no <= 5; no += 1) await storage.execute(issue({ no }))
  await tryNext(storage, DOWN)
  clocks.moveWall(PAUSE_AFTER_MS)
  assert.equal((await tryNext(storage, DOWN)).endpointBecame, 'failing')
}

type MaybeSettled = readonly (Settled | undefined)[]

const statesOf = (settled: MaybeSettled) => settled.map((each) => each?.delivery.state)
const told = (settled: MaybeSettled) => settled.flatMap((each) => each?.endpointBecame ?? [])

/** Many at once. */
async function everybodyLooks(storage: Storage) {
  const rooms = [{ queue: DEFAULT_QUEUE, limit: 4 }]
  return (await Promise.all(Array.from({ length: 8 }, () => storage.deliveries.lease(rooms, LEASE_MS)))).flat()
}
