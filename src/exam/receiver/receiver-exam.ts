/**
 * Examines a merchant's receiver of notices from outside: it is told true things, false things and the same thing twice,
 * and what it answers, asks back and believes afterwards is compared with what it should. Only the given addresses are
 * ever called. The checks go one after another, because each is judged on what the first notice showed.
 */
import type { Words } from '../../wire/rejections.ts'
import { afterwards, type CheckReportOf, type Grade, gradeOf, reportOf } from '../report.ts'
import type { Check, Verdict } from './check.ts'
import { CHECK_TITLES, type CheckGroup, type CheckId } from './check-words.ts'
import { ANSWERING_CHECKS } from './checks-answering.ts'
import { BELIEVING_CHECKS } from './checks-believing.ts'
import { COUNTING_CHECKS } from './checks-counting.ts'
import { READING_CHECKS } from './checks-reading.ts'
import { DEFECTS, type Defect } from './defects.ts'
import type { NoticeFormat } from './exam-notice.ts'
import { createScene, type ExamLimits, type Scene, type SceneOptions } from './scene.ts'

export type CheckReport = CheckReportOf<CheckGroup, CheckId, Defect>

export interface ReceiverReport {
  readonly url: string
  readonly format: NoticeFormat
  readonly grade: Grade
  readonly checks: readonly CheckReport[]
}

export const EXAM_LIMITS: ExamLimits = {
  slowMs: 5_000,
  deadlineMs: 15_000,
  dripMs: 4_000,
  settleMs: 3_000,
  lookMs: 100,
}

/** So many orders an exam uses at most. */
export const ORDERS_MAX = 24

export async function examineReceiver(options: SceneOptions): Promise<ReceiverReport> {
  const scene = createScene(options)
  const verdicts = new Map<CheckId, Verdict>()
  const checks: CheckReport[] = []
  for (const group of Object.keys(CHECKS) as CheckGroup[]) {
    for (const check of CHECKS[group]) {
      if (check.formats?.includes(scene.format) === false) continue
      const verdict = await judge(check, scene, verdicts)
      verdicts.set(check.id, verdict)
      checks.push(reportOf({ group, id: check.id, title: CHECK_TITLES[check.id] }, verdict, DEFECTS))
    }
  }
  const costs = checks.flatMap(({ defect }) => (defect === null ? [] : [DEFECTS[defect].costs]))
  return { url: options.url.href, format: options.format, grade: gradeOf(costs), checks }
}

const CHECKS: Readonly<Record<CheckGroup, readonly Check[]>> = {
  answering: ANSWERING_CHECKS,
  believing: BELIEVING_CHECKS,
  counting: COUNTING_CHECKS,
  reading: READING_CHECKS,
}

async function judge(check: Check, scene: Scene, verdicts: ReadonlyMap<CheckId, Verdict>): Promise<Verdict> {
  for (const id of check.needs) {
    const needed = verdicts.get(id)
    if (needed?.kind === 'unseen') return needed
    if (needed?.kind === 'defect' && DEFECTS[needed.defect].costs !== 'little')
      return { kind: 'unseen', why: afterwards(CHECK_TITLES[id]) }
  }
  scene.begin()
  const verdict = await check.run(scene)
  // What it needs was answered, so somebody was there before.
  return check.needs.length > 0 && scene.isGone() ? { kind: 'unseen', why: GONE } : verdict
}

const GONE: Words = {
  ko: '수신 서버가 더는 연결되지 않음. 앞의 요청에서 종료되었을 수 있음',
  en: 'the receiver can no longer be reached: it may have ended over a request above',
}
