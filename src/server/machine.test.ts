import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { after, repeatWith } from './machine.ts'

function quietly(t: TestContext): void {
  t.mock.timers.enable({ apis: ['setTimeout'] })
}

test('a task is repeated so long after it last ended, never beside itself', async (t) => {
  quietly(t)
  const ends: (() => void)[] = []
  const stop = repeatWith(noFault)(1000, () => new Promise<void>((resolve) => ends.push(resolve)))
  assert.equal(ends.length, 0)
  t.mock.timers.tick(1000)
  assert.equal(ends.length, 1)
  t.mock.timers.tick(60_000)
  assert.equal(ends.length, 1)
  ends[0]?.()
  await settled()
  t.mock.timers.tick(999)
  assert.equal(ends.length, 1)
  t.mock.timers.tick(1)
  assert.equal(ends.length, 2)
  ends[1]?.()
  await stop()
})

test('stopping waits for the task that is running, and none comes after it', async (t) => {
  quietly(t)
  let runs = 0
  let end = (): void => {}
  const stop = repeatWith(noFault)(1000, () => {
    runs += 1
    return new Promise<void>((resolve) => {
      end = resolve
    })
  })
  t.mock.timers.tick(1000)
  let stopped = false
  const stopping = stop().then(() => {
    stopped = true
  })
  await settled()
  assert.equal(stopped, false)
  end()
  await stopping
  t.mock.timers.tick(60_000)
  assert.equal(runs, 1)
})

test('stopping before the first turn is at once', async (t) => {
  quietly(t)
  await repeatWith(noFault)(1000, async () => assert.fail('it ran'))()
  t.mock.timers.tick(60_000)
})

test('a task that fails is reported and repeated like any other', async (t) => {
  quietly(t)
  const faults: unknown[] = []
  const fault = new Error('no')
  const stop = repeatWith((reported) => faults.push(reported))(1000, async () => {
    throw fault
  })
  for (let turn = 0; turn < 3; turn += 1) {
    t.mock.timers.tick(1000)
    await settled()
  }
  await stop()
  assert.deepEqual(faults, [fault, fault, fault])
})

test('a delay longer than any timer takes does not fire at once', (t) => {
  quietly(t)
  let fired = 0
  const callOff = after(2 ** 40, () => {
    fired += 1
  })
  t.mock.timers.tick(2 ** 31 - 2)
  assert.equal(fired, 0)
  callOff()
  after(5, () => {
    fired += 1
  })
  t.mock.timers.tick(5)
  assert.equal(fired, 1)
})

function noFault(fault: unknown): void {
  assert.fail(String(fault))
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}
