import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, it, type TestContext } from 'node:test'
import { ALPHA, claim, issue, lapse, paymentId, settle, WORLD } from '../contract-commands.ts'
import { leaseOne } from '../contract-outbox.ts'
import { assertFolds, tally } from '../contract-subject.ts'
import type { Storage } from '../storage.ts'
import { databasePath } from './database-file.ts'
import { takeOwnerLock } from './owner-lock.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import { scratchFolder } from './test-folder.ts'

async function openThread(t: TestContext): Promise<Storage> {
  const storage = await openSqliteStorage({
    folder: scratchFolder(t),
    onFatal(error) {
      throw error
    },
  })
  t.after(() => storage.close())
  await storage.directory.put(WORLD)
  return storage
}

describe('the writer in its thread', () => {
  it('answers what can be read at once, and the clock is never behind it', async (t) => {
    const storage = await openThread(t)
    const outcomes = await Promise.all(
      Array.from({ length: 700 }, (_, i) => storage.execute(issue({ no: i + 1, personal: true }))),
    )
    for (const outcome of outcomes) {
      assert.ok(outcome.kind === 'issued')
      const { payment } = outcome
      assert.deepEqual(await storage.payments.find(ALPHA, payment.id), payment)
      assert.ok(storage.clock.now() >= payment.issuedAt)
    }
    await assertFolds(storage, await storage.payments.find(ALPHA, paymentId(700)))
  })

  it('carries every kind of answer there and back', async (t) => {
    const storage = await openThread(t)
    await storage.execute(issue({ no: 1 }))
    assert.deepEqual(await storage.execute(lapse(2)), { kind: 'caught_up', payment: undefined })
    const claims = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => storage.execute(claim({ key: i + 1, number: 1 }))),
    )
    assert.deepEqual(tally(claims.map(({ kind }) => kind)), { claimed: 1, answered: 999 })
    const winner = claims.findIndex(({ kind }) => kind === 'claimed') + 1
    const settled = await storage.execute(settle({ key: winner, fence: 1 }))
    assert.equal(settled.answer.kind, 'collected')
    const { delivery } = await leaseOne(storage)
    assert.equal(delivery.event, 'issued')
    const offset = await storage.clock.advance(60_000)
    assert.ok(storage.clock.now() >= offset)
    await assert.rejects(storage.execute(settle({ key: 5000, fence: 1 })), /an attempt that never was/)
    await storage.check()
  })

  it('what is no database is refused, and the folder is free again', async (t) => {
    const folder = scratchFolder(t)
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      databasePath(folder),
      'this is a letter, not a database, and long enough to be looked at as one'.repeat(20),
    )
    await assert.rejects(openSqliteStorage({ folder, onFatal: () => {} }), /not a database/)
    takeOwnerLock(folder).release()
  })
})
