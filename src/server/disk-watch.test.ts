import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Alarm } from '../outbound/alarms.ts'
import type { DiskSpace } from './alarm-words.ts'
import { isNearlyFull, LOOK_EVERY_MS, watchDisk } from './disk-watch.ts'
import { spaceOf } from './machine.ts'
import { testFolder } from './test-folder.ts'

const GIB = 1024 ** 3

test('nearly full is a tenth of a small disk, and a gibibyte of a large one', () => {
  const full = (freeBytes: number, totalBytes: number): boolean => isNearlyFull({ freeBytes, totalBytes })
  assert.deepEqual([full(0.49 * GIB, 5 * GIB), full(0.5 * GIB, 5 * GIB)], [true, false])
  assert.deepEqual([full(GIB - 1, 1000 * GIB), full(GIB, 1000 * GIB)], [true, false])
  assert.equal(full(0, 10 * GIB), true)
})

test('it is looked at every minute, told once, and again only after there was room', async () => {
  const raised: Alarm[] = []
  const turns: { readonly ms: number; readonly task: () => Promise<void> }[] = []
  let space: DiskSpace = { freeBytes: 50 * GIB, totalBytes: 100 * GIB }
  let stopped = false
  const stop = watchDisk({
    folder: '/var/lib/sunap',
    spaceOf: async () => space,
    raise: (alarm) => raised.push(alarm),
    repeat(ms, task) {
      turns.push({ ms, task })
      return async () => {
        stopped = true
      }
    },
  })
  const look = async (freeBytes: number): Promise<number> => {
    space = { ...space, freeBytes }
    await turns[0]?.task()
    return raised.length
  }
  assert.equal(turns[0]?.ms, LOOK_EVERY_MS)
  const seen = []
  for (const free of [50, 0.5, 0.4, 0, 2, 0.5]) seen.push(await look(free * GIB))
  assert.deepEqual(seen, [0, 1, 1, 1, 1, 2])
  const [alarm] = raised
  assert.deepEqual([alarm?.kind, alarm?.subject], ['disk_nearly_full', '/var/lib/sunap'])
  assert.match(alarm?.words.ko ?? '', /\/var\/lib\/sunap의 남은 공간이 512 MiB \(0 %\)입니다.*비워 주세요/)
  assert.match(alarm?.words.en ?? '', /512 MiB \(0 %\) are left on the disk of \/var\/lib\/sunap.*Make room/)
  await stop()
  assert.equal(stopped, true)
})

test('what the system says of a folder is its free and its whole room, in bytes', async (t) => {
  const { freeBytes, totalBytes } = await spaceOf(testFolder(t))
  assert.ok(totalBytes > 1024 ** 2 && freeBytes >= 0 && freeBytes <= totalBytes, `${freeBytes} of ${totalBytes}`)
})
