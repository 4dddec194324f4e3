/** Counting how merchants answer: what is written when, and what becomes of it when it cannot be written. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { MerchantId, WallTime } from '../core/brand.ts'
import { type ConfirmFigure, HOUR_MS } from '../core/confirm-figures.ts'
import { FAKE_START } from '../storage/fake-clocks.ts'
import { StorageFault } from '../storage/storage.ts'
import { createConfirmTally, FIGURES_AT_ONCE_MAX, FIGURES_WAITING_MAX, FLUSH_MS } from './confirm-tally.ts'
import type { MerchantsWord } from './ports.ts'
import { MERCHANT, NO, OTHER_MERCHANT, openScene, SILENCE, YES } from './test-gateway.ts'

const NOT_ASKED: MerchantsWord = { ...SILENCE, latencyMs: 0, notAsked: true }
const ALL_OF_IT = { from: FAKE_START as WallTime, to: (FAKE_START + 2 * HOUR_MS) as WallTime }

/** A tally over a real keeper, which writes when the test says so. */
async function openTally(t: TestContext, add?: (figures: readonly ConfirmFigure[]) => Promise<void>) {
  const scene = await openScene(t)
  const faults: unknown[] = []
  const turns: { readonly ms: number; readonly task: () => Promise<void> }[] = []
  const tally = createConfirmTally({
    confirmFigures: { add: add ?? scene.storage.confirmFigures.add },
    wall: scene.clocks.wall,
    reportFault: (fault) => faults.push(fault),
    repeat(ms, task) {
      turns.push({ ms, task })
      return async () => {}
    },
  })
  tally.start()
  const report = () => scene.gateway.confirmReport(MERCHANT, ALL_OF_IT)
  return { scene, tally, turns, faults, report, flush: async () => turns[0]?.task() }
}

test('every outcome is counted by hour and merchant, and read as it was', async (t) => {
  const { scene, tally, turns, flush, report } = await openTally(t)
  for (const latencyMs of [3, 3, 4, 40]) tally.count(MERCHANT, { ...YES, latencyMs })
  tally.count(MERCHANT, { ...NO, latencyMs: 7 })
  scene.pass(HOUR_MS)
  tally.count(MERCHANT, SILENCE)
  tally.count(MERCHANT, NOT_ASKED)
  tally.count(OTHER_MERCHANT, YES)
  await flush()
  assert.deepEqual([turns.length, turns[0]?.ms], [1, FLUSH_MS])
  const first = { questions: 5, payable: 4, refused: 1, unanswered: 0, notAsked: 0 }
  const second = { questions: 2, payable: 0, refused: 0, unanswered: 1, notAsked: 1 }
  const sum = { questions: 7, payable: 4, refused: 1, unanswered: 1, notAsked: 1 }
  assert.deepEqual(await report(), {
    ...ALL_OF_IT,
    total: { ...sum, latencyMs: { p50: 4, p95: 5130, p99: 5130 } },
    hours: [
      { hour: FAKE_START, summary: { ...first, latencyMs: { p50: 4, p95: 43, p99: 43 } } },
      { hour: FAKE_START + HOUR_MS, summary: { ...second, latencyMs: { p50: 5130, p95: 5130, p99: 5130 } } },
    ],
  })
})

test('who was never asked has no latency, and who was not asked about anything no hours', async (t) => {
  const { tally, flush, report } = await openTally(t)
  assert.deepEqual((await report()).hours, [])
  tally.count(MERCHANT, NOT_ASKED)
  await flush()
  const { total } = await report()
  assert.deepEqual([total.questions, total.notAsked, total.latencyMs], [1, 1, { p50: null, p95: null, p99: null }])
})

test('a range is the whole of every hour it touches', async (t) => {
  const { scene } = await openTally(t)
  const report = (from: number, to: number) =>
    scene.gateway.confirmReport(MERCHANT, { from: (FAKE_START + from) as WallTime, to: (FAKE_START + to) as WallTime })
  for (const [from, to, hours] of [
    [0, HOUR_MS, [0, 1]],
    [1, HOUR_MS + 1, [0, 2]],
    [-1, 1, [-1, 1]],
  ] as const) {
    const told = await report(from, to)
    assert.deepEqual(
      [told.from, told.to],
      hours.map((hour) => FAKE_START + hour * HOUR_MS),
    )
  }
})

test('two nodes that count for one merchant are added up', async (t) => {
  const { scene, tally, flush, report } = await openTally(t)
  const { confirmFigures } = scene.storage
  const other = createConfirmTally({
    confirmFigures,
    wall: scene.clocks.wall,
    reportFault: (fault) => assert.fail(String(fault)),
    repeat: () => async () => {},
  })
  for (const each of [tally, other, other]) each.count(MERCHANT, YES)
  await Promise.all([flush(), other.stop()])
  assert.equal((await report()).total.payable, 3)
})

test('what could not be written is written with the next, and nobody counts in vain meanwhile', async (t) => {
  const written: ConfirmFigure[] = []
  let full = true
  const { tally, flush } = await openTally(t, async (figures) => {
    if (full) throw new StorageFault('full', 'the disk is full')
    written.push(...figures)
  })
  tally.count(MERCHANT, YES)
  await assert.rejects(flush(), /the disk is full/)
  tally.count(MERCHANT, YES)
  full = false
  await flush()
  await flush()
  assert.deepEqual(
    written.map(({ count }) => count),
    [2],
  )
})

test('what nobody knows of whether it was written is not counted twice', async (t) => {
  const batches: number[] = []
  const { tally, flush } = await openTally(t, async (figures) => {
    batches.push(figures.length)
    if (batches.length === 1) throw new StorageFault('unknown', 'the connection was lost at the commit')
  })
  for (let no = 0; no <= FIGURES_AT_ONCE_MAX; no += 1) tally.count(`mer_${no}` as MerchantId, YES)
  await assert.rejects(flush(), /lost at the commit/)
  await flush()
  assert.deepEqual(batches, [FIGURES_AT_ONCE_MAX, 1], 'the rest of it had not been sent')
})

test('many merchants are written in small helpings, so that no collect waits behind them', async (t) => {
  const sizes: number[] = []
  const { tally, flush } = await openTally(t, async (figures) => {
    sizes.push(figures.length)
  })
  for (let no = 0; no < 2 * FIGURES_AT_ONCE_MAX + 1; no += 1) tally.count(`mer_${no}` as MerchantId, YES)
  await flush()
  assert.deepEqual(sizes, [FIGURES_AT_ONCE_MAX, FIGURES_AT_ONCE_MAX, 1])
})

test('what is left is written at the end; where it cannot be, that is told and nothing else happens', async (t) => {
  const { tally, report } = await openTally(t)
  tally.count(MERCHANT, YES)
  await tally.stop()
  assert.equal((await report()).total.questions, 1)
  const closed = new StorageFault('closed', 'the storage is closed')
  const broken = await openTally(t, () => Promise.reject(closed))
  broken.tally.count(MERCHANT, YES)
  await broken.tally.stop()
  assert.deepEqual(broken.faults, [closed])
})

test('while storage takes nothing the memory for it has an end; figures that were begun go on', async (t) => {
  let written = 0
  const { tally, flush } = await openTally(t, async (figures) => {
    written += figures.reduce((sum, { count }) => sum + count, 0)
  })
  for (let no = 0; no < FIGURES_WAITING_MAX + 10; no += 1) tally.count(`mer_${no}` as MerchantId, YES)
  tally.count('mer_0' as MerchantId, YES)
  await flush()
  assert.equal(written, FIGURES_WAITING_MAX + 1)
})
