import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WallTime } from '../core/brand.ts'
import type { Storage } from '../storage/storage.ts'
import { tillNamed } from './test-gateway.ts'
import { createTillWatch, SEEN_AGAIN_MS, SIGHTINGS_AT_ONCE_MAX, SIGHTINGS_FLUSH_MS } from './till-watch.ts'

type Sightings = Parameters<Storage['tillSightings']['note']>[0]

function openWatch(note: (sightings: Sightings) => Promise<void> = async () => {}) {
  const written: Sightings[] = []
  const faults: unknown[] = []
  const tasks: (() => Promise<void>)[] = []
  let now = 1_000_000
  const watch = createTillWatch({
    sightings: {
      note: async (sightings) => {
        written.push(sightings)
        await note(sightings)
      },
    },
    wall: () => now as WallTime,
    repeat: (ms, task) => {
      assert.equal(ms, SIGHTINGS_FLUSH_MS)
      tasks.push(task)
      return async () => {}
    },
    reportFault: (fault) => faults.push(fault),
  })
  watch.start()
  const flush = async (): Promise<void> => void (await Promise.all(tasks.map((task) => task())))
  return { watch, written, faults, flush, pass: (ms: number) => (now += ms) }
}

test('however often a till speaks it is written once a minute, together with the others', async () => {
  const { watch, written, flush, pass } = openWatch()
  for (let message = 0; message < 100; message += 1) for (const id of ['1', '2']) watch.heard(tillNamed(id))
  assert.equal(written.length, 0, 'a message waits for no write')
  await flush()
  assert.deepEqual(
    written.map((sightings) => sightings.map(({ at }) => at)),
    [[1_000_000, 1_000_000]],
  )
  pass(SEEN_AGAIN_MS - 1)
  watch.heard(tillNamed('1'))
  await flush()
  assert.equal(written.length, 1)
  pass(1)
  watch.heard(tillNamed('1'))
  await flush()
  assert.deepEqual(
    written[1]?.map(({ at }) => at),
    [1_000_000 + SEEN_AGAIN_MS],
  )
})

test('what is left is written at the end, and a storage that takes nothing is reported', async () => {
  const { watch, written } = openWatch()
  watch.heard(tillNamed('1'))
  await watch.stop()
  assert.equal(written.length, 1)
  const fault = new Error('no room')
  const broken = openWatch(() => Promise.reject(fault))
  broken.watch.heard(tillNamed('1'))
  await broken.watch.stop()
  assert.deepEqual(broken.faults, [fault])
})

test('many tills are written a few at a time', async () => {
  const { watch, written, flush } = openWatch()
  for (let id = 0; id < SIGHTINGS_AT_ONCE_MAX + 1; id += 1) watch.heard(tillNamed(String(id)))
  await flush()
  assert.deepEqual(
    written.map(({ length }) => length),
    [SIGHTINGS_AT_ONCE_MAX, 1],
  )
})
