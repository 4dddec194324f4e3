import assert from 'node:assert/strict'
import { randomBytes, randomInt } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { krGeneric20 } from '../../numbers/kr-generic-20.ts'
import { CHECK_TITLES, type CheckId } from './check-words.ts'
import { DEFECTS, type Defect } from './defects.ts'
import { openExamGateway } from './exam-gateway.ts'
import { createProcessDriver } from './process-driver.ts'
import { BAD_TILLS } from './test-bad-tills.ts'
import { examineTill, type TillReport } from './till-exam.ts'

/** Fast, and slow enough that a busy machine's pauses stay below the till's waits. */
const SPEED = 8
const PRACTICE_TILL = fileURLToPath(new URL('../../cli/till.ts', import.meta.url))
const TEST_TILL = fileURLToPath(new URL('./test-till-process.ts', import.meta.url))

async function examine(t: TestContext, command: readonly [string, ...string[]]): Promise<TillReport> {
  const gateway = await openExamGateway({
    host: '127.0.0.1',
    port: 0,
    wallMs: Date.now,
    monotonicMs: () => performance.now(),
    pause: delay,
  })
  const driver = createProcessDriver({ command, speed: SPEED, deedMs: 15_000 })
  t.after(async () => {
    await driver.end()
    await gateway.close()
  })
  const newNumber = () => krGeneric20.issue({ prefix: '8100', randomDigits: String(randomInt(1e14)).padStart(15, '0') })
  return examineTill({ driver, gateway, newNumber, newSecret: () => randomBytes(24).toString('hex'), pause: delay })
}

function defectsOf({ checks }: TillReport): readonly Defect[] {
  return checks.flatMap(({ defect }) => (defect === null ? [] : [defect]))
}

function shownDefects({ checks }: TillReport): string {
  return checks.flatMap(({ id, defect, saw }) => (defect === null ? [] : [`${id}: ${defect} (${saw?.en})`])).join('; ')
}

const GOOD_TILLS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'our own practice till': [process.execPath, PRACTICE_TILL, 'drive'],
  'a till written by the document alone': [process.execPath, TEST_TILL],
  'one that asks before it reverses': [process.execPath, TEST_TILL, 'asks before it reverses'],
}

/** Tills wait most of the time: many at once are no more work than few. */
describe('an exam', { concurrency: 14 }, () => {
  for (const [name, command] of Object.entries(GOOD_TILLS)) {
    test(`${name} passes every check`, async (t) => {
      const report = await examine(t, command)
      assert.deepEqual(defectsOf(report), [], shownDefects(report))
      const passed = report.checks.filter(({ result }) => result === 'passed').map(({ id }) => id)
      assert.deepEqual([report.grade, passed], ['A', Object.keys(CHECK_TITLES) as CheckId[]])
    })
  }

  for (const [name, { defects }] of Object.entries(BAD_TILLS)) {
    test(`of a till that ${name} says ${defects.join(', ')} and nothing else`, async (t) => {
      const report = await examine(t, [process.execPath, TEST_TILL, name])
      assert.deepEqual(
        defectsOf(report),
        defects,
        JSON.stringify(report.checks.filter(({ defect }) => defect !== null)),
      )
      for (const { defect, advice, result } of report.checks) {
        if (defect === null) continue
        assert.equal(result, DEFECTS[defect].costs === 'little' ? 'warning' : 'failed')
        assert.ok(advice?.ko && advice.en)
      }
    })
  }
})

test('every defect has a till that is broken by it', () => {
  const planted = new Set<Defect>(Object.values(BAD_TILLS).flatMap(({ defects }) => defects))
  const missing = Object.keys(DEFECTS).filter((defect) => !planted.has(defect as Defect))
  assert.deepEqual(missing, ['sends_nothing'], 'what is no till at all has a test of its own')
})
