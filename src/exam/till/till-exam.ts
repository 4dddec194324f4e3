/**
 * Examines a till from outside: it is told to sell, and the line does to it what lines do. What it sends, and what lies
 * in its drawer afterwards, is compared with what the gateway has booked. The scripts go one after another over one
 * till; one that failed leaves its mess behind, so that the next script gets a till that nobody has used.
 */
import type { Words } from '../../wire/rejections.ts'
import { afterwards, type CheckReportOf, found, type Grade, gradeOf, reportOf } from '../report.ts'
import type { Check, Verdict } from './check.ts'
import { CHECK_TITLES, type CheckGroup, type CheckId, notExamined } from './check-words.ts'
import { AGAIN_CHECKS } from './checks-again.ts'
import { CANCEL_CHECKS } from './checks-cancel.ts'
import { COMPLETE_CHECKS } from './checks-complete.ts'
import { DAY_CHECKS } from './checks-day.ts'
import { POWER_CHECKS } from './checks-power.ts'
import { LINE_CHECKS, SALE_CHECKS } from './checks-sale.ts'
import { SILENCE_CHECKS } from './checks-silence.ts'
import { DEFECTS, type Defect } from './defects.ts'
import { type Skill, TillCannot, TillGone, TillStuck } from './driver.ts'
import { createScene, type Scene, type SceneOptions } from './scene.ts'

export type TillCheckReport = CheckReportOf<CheckGroup, CheckId, Defect>

export interface TillReport {
  readonly till: string
  readonly speed: number
  readonly grade: Grade
  /** What the till does not do, so that nobody has looked at it. */
  readonly not_covered: readonly Skill[]
  readonly checks: readonly TillCheckReport[]
}

export async function examineTill(options: SceneOptions): Promise<TillReport> {
  const scene = createScene(options)
  const verdicts = new Map<CheckId, Verdict>()
  const checks: TillCheckReport[] = []
  const notCovered = new Set<Skill>()
  let isClean = false
  for (const group of Object.keys(CHECKS) as CheckGroup[]) {
    for (const check of CHECKS[group]) {
      const { skill } = check
      const isLacking = skill !== undefined && scene.lacks(skill)
      if (isLacking) notCovered.add(skill)
      const excuse: Verdict | undefined = isLacking
        ? { kind: 'unseen', why: notExamined(skill) }
        : blockedBy(check, verdicts)
      let verdict: Verdict = excuse ?? (await hold(check, scene, isClean))
      if (check.isOfTime && verdict.kind === 'defect') verdict = await hold(check, scene, false)
      if (excuse === undefined) isClean = verdict.kind === 'passed'
      verdicts.set(check.id, verdict)
      checks.push(reportOf({ group, id: check.id, title: CHECK_TITLES[check.id] }, verdict, DEFECTS))
    }
  }
  const costs = checks.flatMap(({ defect }) => (defect === null ? [] : [DEFECTS[defect].costs]))
  const { name, speed } = options.driver
  return { till: name, speed, grade: gradeOf(costs), not_covered: [...notCovered], checks }
}

const CHECKS: Readonly<Record<CheckGroup, readonly Check[]>> = {
  line: LINE_CHECKS,
  sale: SALE_CHECKS,
  again: AGAIN_CHECKS,
  silence: SILENCE_CHECKS,
  complete: COMPLETE_CHECKS,
  cancel: CANCEL_CHECKS,
  power: POWER_CHECKS,
  day: DAY_CHECKS,
}

/** A warning before is no reason to look no further. */
function blockedBy(check: Check, verdicts: ReadonlyMap<CheckId, Verdict>): Verdict | undefined {
  for (const id of check.needs) {
    const needed = verdicts.get(id)
    if (needed?.kind === 'unseen') return needed
    if (needed?.kind === 'defect' && DEFECTS[needed.defect].costs !== 'little')
      return { kind: 'unseen', why: afterwards(CHECK_TITLES[id]) }
  }
  return undefined
}

/** `isClean`: the till that is there has nothing left over from the last script. */
async function hold(check: Check, scene: Scene, isClean: boolean): Promise<Verdict> {
  const isFirst = check.id === 'reached'
  try {
    if (!isClean) await scene.renew()
  } catch (error) {
    if (!isOfTheTill(error)) throw error
    return isFirst ? found('sends_nothing', same(error.message)) : { kind: 'unseen', why: cannot(error.message) }
  }
  try {
    await scene.begin()
    return await check.run(scene)
  } catch (error) {
    if (error instanceof TillCannot) return { kind: 'unseen', why: cannot(error.message) }
    if (error instanceof TillStuck) return found(check.stuck ?? 'never_ends', same(error.message))
    if (error instanceof TillGone) return found(isFirst ? 'sends_nothing' : 'dies', same(error.message))
    throw error
  } finally {
    scene.end()
  }
}

function isOfTheTill(error: unknown): error is Error {
  return error instanceof TillCannot || error instanceof TillStuck || error instanceof TillGone
}

function cannot(why: string): Words {
  return { ko: `이 단말로는 할 수 없음: ${why}`, en: `this till cannot do it: ${why}` }
}

/** The till's own words. */
function same(text: string): Words {
  return { ko: text, en: text }
}
