/** Figures of questions to `confirm_url`: only ever added to, whoever adds, and let go when they are old. */
import assert from 'node:assert/strict'
import type { WallTime } from '../core/brand.ts'
import { type ConfirmFigure, FIGURES_KEPT_MS, HOUR_MS, hourOf } from '../core/confirm-figures.ts'
import { ALPHA, BRAVO } from './contract-commands.ts'
import type { Promises } from './contract-subject.ts'
import { FAKE_START } from './fake-clocks.ts'

const NOON = hourOf(FAKE_START as WallTime)

function later(hours: number): WallTime {
  return (NOON + hours * HOUR_MS) as WallTime
}

function figure(of: Partial<ConfirmFigure> = {}): ConfirmFigure {
  return { merchantId: ALPHA, hour: NOON, outcome: 'payable', bucketMs: 12, count: 1, ...of }
}

export const figurePromises: Promises = {
  'what is added is found by merchant and hour, in order': async ({ storage }) => {
    const figures = [
      figure({ outcome: 'not_asked', bucketMs: 0, count: 4 }),
      figure({ count: 3 }),
      figure({ bucketMs: 5600, count: 2 }),
      figure({ outcome: 'unanswered', bucketMs: 5600 }),
      figure({ hour: later(1), outcome: 'refused' }),
    ]
    await storage.confirmFigures.add([...figures, figure({ merchantId: BRAVO, count: 9 })].toReversed())
    assert.deepEqual(await storage.confirmFigures.find(ALPHA, NOON, later(2)), figures)
    assert.deepEqual(await storage.confirmFigures.find(ALPHA, NOON, later(1)), figures.slice(0, 4), 'the end is not in')
    assert.deepEqual(await storage.confirmFigures.find(ALPHA, later(1), later(2)), figures.slice(4), 'the beginning is')
    assert.deepEqual(await storage.confirmFigures.find(BRAVO, later(1), later(2)), [])
  },

  'a range of months is found whole and in order': async ({ storage }) => {
    const hours = Array.from({ length: 90 * 24 }, (_, no) => figure({ hour: later(no - 90 * 24), count: no + 1 }))
    for (let no = 0; no < hours.length; no += 500) await storage.confirmFigures.add(hours.slice(no, no + 500))
    assert.deepEqual(await storage.confirmFigures.find(ALPHA, later(-90 * 24), NOON), hours)
  },

  'counts that many add at once all count': async ({ storage }) => {
    const add = (turn: number) => {
      const figures = [figure(), figure({ outcome: 'refused' }), figure({ merchantId: BRAVO })]
      return storage.confirmFigures.add(turn % 2 === 0 ? figures : figures.toReversed())
    }
    await Promise.all(Array.from({ length: 50 }, (_, turn) => add(turn)))
    const [payable, refused, ...more] = await storage.confirmFigures.find(ALPHA, NOON, later(1))
    assert.deepEqual([payable?.count, refused?.count, more.length], [50, 50, 0])
    assert.equal((await storage.confirmFigures.find(BRAVO, NOON, later(1)))[0]?.count, 50)
  },

  'nothing to add is added': async ({ storage }) => {
    await storage.confirmFigures.add([])
    assert.deepEqual(await storage.confirmFigures.find(ALPHA, NOON, later(1)), [])
  },

  'what nobody may ask about any more is let go when its merchant is asked again': async ({ storage, clocks }) => {
    await storage.confirmFigures.add([figure(), figure({ hour: later(1) }), figure({ merchantId: BRAVO })])
    clocks.moveWall(FIGURES_KEPT_MS + HOUR_MS / 2)
    const now = hourOf(clocks.wall())
    await storage.confirmFigures.add([figure({ hour: now })])
    const found = await storage.confirmFigures.find(ALPHA, NOON, (now + 1) as WallTime)
    assert.deepEqual(
      found.map(({ hour }) => hour),
      [later(1), now],
    )
    assert.equal((await storage.confirmFigures.find(BRAVO, NOON, later(1))).length, 1, 'of this merchant alone')
  },
}

export const figureRestartPromises: Promises = {
  'figures go on where they were': async ({ storage, subject }) => {
    await storage.confirmFigures.add([figure({ count: 2 })])
    const again = await subject.reopen()
    await again.confirmFigures.add([figure({ count: 3 })])
    assert.deepEqual(await again.confirmFigures.find(ALPHA, NOON, later(1)), [figure({ count: 5 })])
  },
}
