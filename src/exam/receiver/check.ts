/** What a check is, what it comes to, and the judgements that many checks share. */
import type { Words } from '../../wire/rejections.ts'
import { found, passed, type VerdictOf } from '../report.ts'
import type { CheckId } from './check-words.ts'
import type { Defect } from './defects.ts'
import type { Answer } from './exam-line.ts'
import type { ExamNotice, NoticeFormat } from './exam-notice.ts'
import { sawAnswer, sawState } from './saw.ts'
import type { Manner, Scene } from './scene.ts'

export interface Check {
  readonly id: CheckId
  /** Checks that must have passed, or this one shows nothing. */
  readonly needs: readonly CheckId[]
  /** All of them where it is left out. */
  readonly formats?: readonly NoticeFormat[]
  run(scene: Scene): Promise<Verdict>
}

export type Verdict = VerdictOf<Defect>

export function isTaken(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300
}

/** An honest notice in an unusual dress. */
export async function mustBeTaken(
  scene: Scene,
  defect: Defect,
  dress: (notice: ExamNotice) => Manner,
): Promise<Verdict> {
  const notice = scene.notice('paid', 3)
  const answer = await scene.send(notice, dress(notice))
  if (!isTaken(answer)) return found(defect, sawAnswer(answer))
  const state = await scene.stateOf(notice.order, 'paid')
  return state.seen && !state.paid ? found(defect, sawState(answer, state)) : passed(sawAnswer(answer))
}

/** It says that money came; the API says that it did not. */
export async function mustNotBeBelieved(
  scene: Scene,
  defect: Defect,
  dress: (notice: ExamNotice) => Manner,
): Promise<Verdict> {
  const notice = scene.notice('paid', 3, 'ready')
  const answer = await scene.send(notice, dress(notice))
  if (!isTaken(answer)) {
    const refused = answer.kind === 'answered' && answer.status >= 400 && answer.status < 500
    return refused ? passed(sawAnswer(answer)) : found('fails_on_false', sawAnswer(answer))
  }
  if (!(await scene.wasAsked(notice.order))) return found(defect, sawAnswer(answer))
  const state = await scene.stateOf(notice.order, 'unpaid')
  if (!state.seen) return passed(sawAsked(answer), state.why)
  return state.paid ? found('does_not_listen', sawState(answer, state)) : passed(sawAsked(answer))
}

function sawAsked(answer: Answer): Words {
  const { ko, en } = sawAnswer(answer)
  return { ko: `${ko}, API에 되물음(ready)`, en: `${en}, asked the API (ready)` }
}
