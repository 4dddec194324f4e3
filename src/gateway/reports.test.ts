/** A large file between sales: taken in many transactions, over the death of its process, by several nodes at once. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { CollectionNumber, Money } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import { REPORT_ROWS_MAX, type ToldSale } from '../core/report.ts'
import { type Storage, StorageFault } from '../storage/storage.ts'
import { businessDates } from './business-date.ts'
import { createReportSweeper, createReports, type ReportAsked, type ReportVerbs } from './reports.ts'
import { createStamps } from './stamps.ts'
import { MERCHANT, NETWORK, openScene, type Scene } from './test-gateway.ts'

const OUTLET = 'S001'

/** What another process, or another node, has on the same data. */
function reportsOn(storage: Storage): ReportVerbs {
  const stamps = createStamps({ storage, random: randomBytes })
  return createReports({ storage, stamps, issuer: null, observe: () => {}, businessDate: businessDates(storage) })
}

function fileOf({ gateway }: Scene, numbers: readonly string[], fileId = 'file-1'): ReportAsked {
  const date = gateway.businessDate(NETWORK)
  const rows = numbers.map(
    (number): ToldSale => ({
      ...{ number: number as CollectionNumber, amount: 1000 as Money, sign: '+', payType: 'cash', outlet: OUTLET },
      ...{ till: null, stan: null, date, takenAt: null },
    }),
  )
  return {
    ...{
      network: NETWORK,
      sender: { kind: 'outlet', name: OUTLET },
      fileId,
      seq: 1,
      date,
      kind: '01',
      currency: 'KRW',
    },
    ...{ count: rows.length, sum: rows.length * 1000, rows },
  }
}

function unknownNumbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `8800${String(index).padStart(16, '0')}`)
}

/** Dies after so many rows: what it was at comes to nothing, and whatever it asks after that too. */
function dyingAfter(storage: Storage, rows: number): Storage {
  let left = rows
  return {
    ...storage,
    async execute(command, deadline) {
      if (command.type === 'reconcile_row' && left-- <= 0) throw new StorageFault('closed', 'killed')
      return storage.execute(command, deadline)
    },
  }
}

async function assertPaidOnce({ storage }: Scene, payments: readonly Payment[]): Promise<void> {
  for (const { id } of payments) {
    const events = await storage.payments.events(MERCHANT, id)
    assert.deepEqual(
      events.map(({ data }) => data.type),
      ['issued', 'collected_late'],
    )
  }
}

test('a file whose process is killed in the middle is finished by the next, and no row comes to anything twice', async (t) => {
  const scene = await openScene(t)
  const payments = await Promise.all(Array.from({ length: 50 }, () => scene.issue()))
  const file = fileOf(scene, [...payments.map(({ number }) => number), ...unknownNumbers(50)])
  const dying = reportsOn(dyingAfter(scene.storage, 90))
  const taken = await dying.take(file)
  assert.ok(taken.ok)
  const { id } = taken.report
  await assert.rejects(dying.finish(id), /killed/)
  const half = await reportsOn(scene.storage).find(id)
  assert.ok(half?.progress.state === 'working' && half.progress.counts.theirs_only > 0)
  const reports = reportsOn(scene.storage)
  await createReportSweeper({ storage: scene.storage, reports, repeat: () => async () => {} }).sweep()
  const whole = await reports.find(id)
  assert.ok(whole?.progress.state === 'done')
  assert.equal(whole.progress.counts.theirs_only, 100)
  await assertPaidOnce(scene, payments)
  assert.equal((await scene.storage.suspense.list({}, null, 1000)).length, 50)
})

test('nodes that take one file at once take it once, and all have its answer', async (t) => {
  const scene = await openScene(t)
  const payments = await Promise.all(Array.from({ length: 40 }, () => scene.issue()))
  const file = fileOf(scene, [...payments.map(({ number }) => number), ...unknownNumbers(20)])
  const nodes = [1, 2, 3].map(() => reportsOn(scene.storage))
  const views = await Promise.all(
    nodes.map(async (node) => {
      const taken = await node.take(file)
      assert.ok(taken.ok)
      return node.finish(taken.report.id)
    }),
  )
  const [first] = views
  for (const view of views) assert.deepEqual(view, first)
  assert.equal(first?.progress.counts.theirs_only, 60)
  await assertPaidOnce(scene, payments)
  assert.equal((await scene.storage.suspense.list({}, null, 1000)).length, 20)
})

test('tills sell while ten thousand rows are dealt with', async (t) => {
  const scene = await openScene(t)
  const payments = await Promise.all(Array.from({ length: 40 }, () => scene.issue()))
  const taken = await scene.gateway.reports.take(fileOf(scene, unknownNumbers(REPORT_ROWS_MAX)))
  assert.ok(taken.ok)
  let isDone = false
  const finishing = scene.gateway.reports.finish(taken.report.id).then((view) => {
    isDone = true
    return view
  })
  let soldMeanwhile = 0
  for (const [index, { number }] of payments.entries()) {
    const outcome = await scene.collect(number, { stan: String(index + 1) })
    assert.ok(outcome.kind === 'stored' && outcome.answer.kind === 'collected')
    if (!isDone) soldMeanwhile += 1
  }
  assert.ok(soldMeanwhile > 10, `${soldMeanwhile} sales found room`)
  const { progress } = await finishing
  assert.deepEqual([progress.state, progress.counts.theirs_only], ['done', REPORT_ROWS_MAX])
})
