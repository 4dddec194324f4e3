import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant, MerchantId, MonoTime, QueueName } from '../core/brand.ts'
import type { WaitingQueue } from '../storage/storage.ts'
import { createQueueLooks, earliestDue, LOOK_AGAIN_MS, QUEUES_READ_AT_ONCE } from './queue-looks.ts'
import { openOutbox } from './test-outbox.ts'

function queueOf(no: number, dueAt: number): WaitingQueue {
  const merchantId = `mer_${no}` as MerchantId
  return { queue: `${merchantId} ep_${String(no).padStart(5, '0')}` as QueueName, merchantId, dueAt: dueAt as Instant }
}

/** Storage with these queues, and what a look told of them. */
async function openLooks(
  t: Parameters<typeof openOutbox>[0],
  queuesAt: (now: number) => readonly WaitingQueue[],
  readMs = 0,
) {
  const outbox = await openOutbox(t)
  const { clock } = outbox.storage
  const queues = queuesAt(clock.now()).toSorted((a, b) => (a.queue < b.queue ? -1 : 1))
  const pages: number[] = []
  let readingMs = 0
  const told: QueueName[] = []
  const queue = {
    async waitingQueues(after: QueueName | null, limit: number) {
      const page = queues.filter(({ queue }) => after === null || queue > after).slice(0, limit)
      pages.push(page.length)
      readingMs += readMs
      return page
    },
  }
  const mono = (): MonoTime => (outbox.wall() + readingMs) as MonoTime
  const reportFault = (fault: unknown): void => assert.fail(String(fault))
  const looks = createQueueLooks({ queue, clock, mono, after: outbox.after, reportFault }, (due) =>
    told.push(...due.map(({ queue }) => queue)),
  )
  t.after(() => looks.stop())
  return { outbox, looks, queue, queues, pages, told }
}

test('however many queues wait, a look finds each that is due, a page at a time, and others have their turn between', async (t) => {
  const many = 3 * QUEUES_READ_AT_ONCE + 7
  const { outbox, looks, queues, pages, told } = await openLooks(t, (now) =>
    Array.from({ length: many }, (_, no) => queueOf(no, now - no)),
  )
  looks.start()
  let turns = 0
  while (told.length < many) {
    await new Promise(setImmediate)
    turns += 1
  }
  assert.deepEqual(pages, [QUEUES_READ_AT_ONCE, QUEUES_READ_AT_ONCE, QUEUES_READ_AT_ONCE, 7])
  assert.ok(turns >= 3, `${turns} turns`)
  assert.deepEqual(
    told,
    queues.map(({ queue }) => queue),
  )
  looks.stop()
  await outbox.pass(10 * LOOK_AGAIN_MS)
  assert.equal(pages.length, 4)
})

test('what is due before the next look is told at its time, to the millisecond; what is due later by a later look', async (t) => {
  const { outbox, looks, told } = await openLooks(t, (now) => [
    queueOf(1, now + 700),
    queueOf(2, now + LOOK_AGAIN_MS + 300),
  ])
  looks.start()
  await outbox.pass(699)
  assert.equal(told.length, 0)
  await outbox.pass(1)
  assert.deepEqual(told, [queueOf(1, 0).queue])
  told.length = 0
  await outbox.pass(599)
  assert.ok(!told.includes(queueOf(2, 0).queue))
  await outbox.pass(1)
  assert.ok(told.includes(queueOf(2, 0).queue))
})

test('where a look takes long, looking takes a tenth of the time at most, and what is due is told at its time all the same', async (t) => {
  const { outbox, looks, pages, told } = await openLooks(t, (now) => [queueOf(1, now + 7_500)], 500)
  looks.start()
  await outbox.pass(7_499)
  assert.deepEqual([pages.length, told.length], [2, 0])
  await outbox.pass(1)
  assert.deepEqual([pages.length, told.length], [2, 1])
})

test('the earliest due time is found on whichever page it stands', async (t) => {
  const { queue, outbox } = await openLooks(t, (now) =>
    Array.from({ length: 2 * QUEUES_READ_AT_ONCE }, (_, no) => queueOf(no, now + 5_000 - no)),
  )
  const earliest = outbox.storage.clock.now() + 5_000 - (2 * QUEUES_READ_AT_ONCE - 1)
  assert.equal(await earliestDue(queue), earliest)
  assert.equal(await earliestDue({ waitingQueues: async () => [] }), null)
})
