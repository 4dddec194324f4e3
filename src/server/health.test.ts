import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { fastify } from 'fastify'
import { StorageFault } from '../storage/storage.ts'
import { registerHealth } from './health.ts'
import { after } from './machine.ts'

/** A node whose storage answers as told; its two seconds pass at once. */
async function openNode(
  t: TestContext,
  check: () => Promise<void>,
  problem: () => 'full' | 'closed' | undefined = () => undefined,
) {
  const app = fastify()
  registerHealth(app, { storage: { check }, tillLines: { problem }, after: (_ms, run) => after(30, run) })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => app.close())
  return async (): Promise<readonly [number, unknown, string | null]> => {
    const response = await fetch(`${url}/health`)
    return [response.status, await response.json(), response.headers.get('cache-control')]
  }
}

const NO_TILL_LINES = { problem: () => undefined }
const WELL = [200, { status: 'ok' }, 'no-store']
const ill = (storage: string) => [503, { status: 'unavailable', storage }, 'no-store']

test('a node whose storage writes and reads is well', async (t) => {
  const ask = await openNode(t, async () => {})
  assert.deepEqual(await ask(), WELL)
})

test('a storage that fails makes the node ill until it recovers: one word says why, and no word where', async (t) => {
  const where = 'connect ECONNREFUSED 10.0.0.7:5432'
  let fault: Error | undefined
  const ask = await openNode(t, async () => {
    if (fault !== undefined) throw fault
  })
  for (const kind of ['full', 'overloaded', 'closed', 'unknown'] as const) {
    fault = new StorageFault(kind, where)
    assert.deepEqual(await ask(), ill(kind))
  }
  fault = new Error(where)
  assert.deepEqual(await ask(), ill('fault'))
  fault = undefined
  assert.deepEqual(await ask(), WELL)
})

test('a storage that never answers is asked once, and everybody who asks is told in time', async (t) => {
  let checks = 0
  const hung = Promise.withResolvers<void>()
  const ask = await openNode(t, () => {
    checks += 1
    return checks === 1 ? hung.promise : Promise.resolve()
  })
  const silent = ill('no_answer')
  assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [silent, silent, silent])
  assert.deepEqual(await ask(), silent)
  assert.equal(checks, 1)
  hung.resolve()
  await hung.promise
  assert.deepEqual(await ask(), WELL)
})

test('who joins a slow check is told of that check, not that all is well when it ends', {
  timeout: 10_000,
}, async (t) => {
  let checks = 0
  const slow = Promise.withResolvers<void>()
  let timeOver = (): void => {}
  const app = fastify()
  t.after(() => app.close())
  const storage = {
    check() {
      checks += 1
      return slow.promise
    },
  }
  registerHealth(app, {
    storage,
    tillLines: NO_TILL_LINES,
    after(ms, run) {
      assert.ok(ms <= 2_000)
      timeOver = run
      return () => {}
    },
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const first = fetch(`${url}/health`)
  while (checks === 0) await setImmediate()
  timeOver()
  assert.equal((await first).status, 503)
  assert.equal((await fetch(`${url}/health`)).status, 503)
  assert.equal(checks, 1)
  slow.resolve()
  assert.equal((await fetch(`${url}/health`)).status, 200)
})

test('an answer in time leaves no timer behind', async (t) => {
  let ticking = 0
  const app = fastify()
  t.after(() => app.close())
  registerHealth(app, {
    storage: { check: async () => {} },
    tillLines: NO_TILL_LINES,
    after() {
      ticking += 1
      return () => {
        ticking -= 1
      }
    },
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  assert.equal((await fetch(`${url}/health`)).status, 200)
  assert.equal(ticking, 0)
})

test('a node on which no more tills find a place is ill until one leaves', async (t) => {
  let problem: 'full' | 'closed' | undefined
  const ask = await openNode(
    t,
    async () => {},
    () => problem,
  )
  for (problem of ['full', 'closed'] as const)
    assert.deepEqual(await ask(), [503, { status: 'unavailable', till_lines: problem }, 'no-store'])
  problem = undefined
  assert.deepEqual(await ask(), WELL)
})
