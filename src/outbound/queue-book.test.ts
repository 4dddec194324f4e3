/** Whose turn it is: a model of any number of receivers, held to its limits whatever happens in whatever order. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { MerchantId, MonoTime, QueueName } from '../core/brand.ts'
import type { QueueRoom } from '../storage/storage.ts'
import { createQueueBook, FAILED_KEPT_MAX, type QueueBook } from './queue-book.ts'

const LIMITS = { total: 256, perMerchant: 32, perQueue: 8 }
const ARRIVED = { arrived: true, isHeavy: false } as const
const FAILED = { arrived: false, retryAfterMs: null } as const

const merchant = (no: number): MerchantId => `mer_${no}` as MerchantId
const queue = (of: number, no: number): QueueName => `mer_${of} ep_${no}` as QueueName

function openBook(limits = LIMITS) {
  let now = 1_000_000
  let heedsPace = true
  const book = createQueueBook({ limits, mono: () => now as MonoTime, heedsPace: () => heedsPace })
  return {
    book,
    pass(ms: number) {
      now += ms
    },
    heed(pace: boolean) {
      heedsPace = pace
    },
  }
}

/** Everything that is asked for is there. */
function giveAll(book: QueueBook, rooms: readonly QueueRoom[]): void {
  book.given(
    rooms,
    rooms.flatMap(({ queue, limit }) => Array<QueueName>(limit).fill(queue)),
  )
}

const roomsByQueue = (rooms: readonly QueueRoom[]) =>
  Object.fromEntries(rooms.map(({ queue, limit }) => [queue, limit]))

test('a queue that gave less than asked rests until it is marked again, and a mark made meanwhile is not lost', () => {
  const { book } = openBook()
  book.mark(queue(1, 1), merchant(1))
  const rooms = book.ask()
  assert.deepEqual(rooms, [{ queue: queue(1, 1), limit: 8 }])
  assert.deepEqual(book.ask(), [])
  book.mark(queue(1, 1), merchant(1))
  book.given(rooms, [queue(1, 1)])
  assert.deepEqual(book.ask(), [{ queue: queue(1, 1), limit: 7 }])
  book.given([{ queue: queue(1, 1), limit: 7 }], [])
  assert.deepEqual(book.ask(), [])
  book.ended(queue(1, 1), ARRIVED)
  assert.deepEqual(book.ask(), [{ queue: queue(1, 1), limit: 8 }])
})

test('room is shared by turns: of merchants first, of a merchant’s queues then', () => {
  const { book } = openBook({ total: 12, perMerchant: 12, perQueue: 8 })
  for (const no of [1, 2, 3, 4]) book.mark(queue(1, no), merchant(1))
  book.mark(queue(2, 1), merchant(2))
  assert.deepEqual(roomsByQueue(book.ask()), {
    [queue(1, 1)]: 2,
    [queue(1, 2)]: 2,
    [queue(1, 3)]: 1,
    [queue(1, 4)]: 1,
    [queue(2, 1)]: 6,
  })
})

test('where a backlog takes all room, each queue still has its turn', () => {
  const { book } = openBook({ total: 2, perMerchant: 2, perQueue: 2 })
  const served = new Map<QueueName, number>()
  for (const no of [1, 2, 3, 4, 5]) book.mark(queue(1, no), merchant(1))
  for (let round = 0; round < 100; round += 1) {
    const rooms = book.ask()
    giveAll(book, rooms)
    for (const { queue, limit } of rooms) {
      served.set(queue, (served.get(queue) ?? 0) + limit)
      for (let call = 0; call < limit; call += 1) book.ended(queue, ARRIVED)
    }
  }
  const counts = [...served.values()]
  assert.equal(counts.length, 5)
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 2, `${counts}`)
})

test('a receiver that is left alone is not asked until its pause is over, unless all that is due shall be tried', () => {
  const { book, pass, heed } = openBook()
  book.mark(queue(1, 1), merchant(1))
  giveAll(book, book.ask())
  for (let call = 0; call < 8; call += 1) book.ended(queue(1, 1), FAILED)
  book.mark(queue(1, 1), merchant(1))
  assert.deepEqual(book.ask(), [])
  heed(false)
  book.mark(queue(1, 1), merchant(1))
  const rooms = book.ask()
  assert.deepEqual(rooms, [{ queue: queue(1, 1), limit: 8 }])
  book.given(rooms, [])
  heed(true)
  pass(5_000)
  book.mark(queue(1, 1), merchant(1))
  assert.deepEqual(book.ask(), [{ queue: queue(1, 1), limit: 1 }])
})

test('nothing is remembered of queues at rest, but for a bounded number that failed', () => {
  const { book } = openBook({ total: 1e6, perMerchant: 1e6, perQueue: 8 })
  const many = FAILED_KEPT_MAX + 10_000
  for (const outcome of [ARRIVED, FAILED]) {
    for (let no = 0; no < many; no += 1) {
      book.mark(queue(no, 1), merchant(no))
      book.given(book.ask(), [queue(no, 1)])
      book.ended(queue(no, 1), outcome)
      book.given(book.ask(), [])
    }
    assert.equal(book.size(), outcome.arrived ? 0 : FAILED_KEPT_MAX)
  }
})

test('whatever happens in whatever order, no limit is passed and no marked queue with room waits for ever', () => {
  const step = fc.record({
    kind: fc.constantFrom('mark', 'ask', 'end', 'pass', 'heed'),
    pick: fc.nat(1_000),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    arrives: fc.boolean(),
  })
  const limits = fc.record({ perQueue: fc.integer({ min: 1, max: 4 }), perMerchant: fc.integer({ min: 4, max: 8 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), limits, (steps, { perQueue, perMerchant }) => {
      const { book, pass, heed } = openBook({ total: 12, perMerchant, perQueue })
      const underWay: QueueName[] = []
      const ofMerchant = (name: QueueName): string => name.slice(0, name.indexOf(' '))
      const take = (share: number): void => {
        const rooms = book.ask()
        const given = rooms.flatMap(({ queue, limit }) => Array<QueueName>(Math.round(limit * share)).fill(queue))
        book.given(rooms, given)
        underWay.push(...given)
        assert.ok(underWay.length <= 12)
        for (const name of underWay) {
          assert.ok(underWay.filter((other) => other === name).length <= perQueue)
          assert.ok(underWay.filter((other) => ofMerchant(other) === ofMerchant(name)).length <= perMerchant)
        }
      }
      for (const { kind, pick, share, arrives } of steps) {
        if (kind === 'mark') book.mark(queue(pick % 3, pick % 5), merchant(pick % 3))
        if (kind === 'ask') take(share)
        if (kind === 'pass') pass(pick * 10)
        if (kind === 'heed') heed(arrives)
        const [ended] = kind === 'end' ? underWay.splice(pick % Math.max(1, underWay.length), 1) : []
        if (ended !== undefined) book.ended(ended, arrives ? ARRIVED : FAILED)
      }
      for (const name of underWay.splice(0)) book.ended(name, ARRIVED)
      pass(60_000)
      heed(true)
      book.mark(queue(0, 0), merchant(0))
      const asked = book.ask()
      assert.ok(asked.some((room) => room.queue === queue(0, 0)))
      book.given(asked, [])
    }),
  )
})
