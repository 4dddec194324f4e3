import assert from 'node:assert/strict'
import { test } from 'node:test'
import { REPLAY_DAYS } from '../core/delivery.ts'
import { createRetention, PRUNE_EVERY_MS, PRUNED_AT_ONCE } from './retention.ts'
import { openOutbox } from './test-outbox.ts'
import { openSeller, status } from './test-seller.ts'

const DAY_MS = 86_400_000

test('what was delivered more than ninety days ago is forgotten within the hour, what was not delivered never', async (t) => {
  const outbox = await openOutbox(t)
  const { deliveries, clock } = outbox.storage
  const [taking, refusing] = [await openSeller(t), await openSeller(t, status(500))]
  const dispatcher = outbox.dispatcher()
  const old = await outbox.issue({ noticeUrls: [taking.url, refusing.url] })
  await dispatcher.drain()
  const retention = createRetention({
    queue: deliveries,
    clock,
    after: outbox.after,
    reportFault: (fault) => assert.fail(String(fault)),
  })
  retention.start()
  await clock.advance(REPLAY_DAYS * DAY_MS - PRUNE_EVERY_MS)
  const fresh = await outbox.issue({ noticeUrls: [taking.url] })
  await dispatcher.drain()
  await outbox.pass(PRUNE_EVERY_MS / 2)
  assert.equal((await outbox.deliveriesOf(old)).length, 2)
  await outbox.pass(2 * PRUNE_EVERY_MS)
  assert.deepEqual(
    (await outbox.deliveriesOf(old)).map(({ url }) => url),
    [refusing.url],
  )
  assert.equal((await outbox.deliveriesOf(fresh)).length, 1)
  await retention.stop()
})

test('much that is old goes in helpings with pauses between, a fault of storage is reported, and it goes on', async (t) => {
  const outbox = await openOutbox(t)
  const faults: unknown[] = []
  const helpings: number[] = []
  const counts = [PRUNED_AT_ONCE, PRUNED_AT_ONCE, 3]
  const fault = new Error('no room')
  const retention = createRetention({
    queue: {
      async prune(_before, limit) {
        helpings.push(limit)
        const count = counts.shift()
        if (count === undefined) throw fault
        return count
      },
    },
    clock: outbox.storage.clock,
    after: outbox.after,
    reportFault: (each) => faults.push(each),
  })
  retention.start()
  await outbox.pass(1_000)
  assert.deepEqual(helpings, [PRUNED_AT_ONCE, PRUNED_AT_ONCE, PRUNED_AT_ONCE])
  await outbox.pass(2 * PRUNE_EVERY_MS)
  assert.deepEqual(faults, [fault, fault])
  await retention.stop()
  await outbox.pass(2 * PRUNE_EVERY_MS)
  assert.equal(helpings.length, 5)
})
