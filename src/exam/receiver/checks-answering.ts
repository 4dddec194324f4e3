/** Does the receiver answer at all, itself, in time, and only to what is a notice? All but the last look at one answer. */
import type { Words } from '../../wire/rejections.ts'
import { found, passed } from '../report.ts'
import { type Check, isTaken, type Verdict } from './check.ts'
import { sawAnswer, sawState } from './saw.ts'
import type { Scene } from './scene.ts'

export const ANSWERING_CHECKS: readonly Check[] = [
  { id: 'reached', needs: [], run: isReached },
  { id: 'redirect', needs: ['reached'], run: answersItself },
  { id: 'in_time', needs: ['redirect'], run: isInTime },
  { id: 'plain', needs: ['in_time'], run: takesPlain },
  { id: 'answer_body', needs: ['plain'], run: answersBriefly },
  { id: 'nonsense', needs: ['plain'], run: refusesNonsense },
]

async function isReached(scene: Scene): Promise<Verdict> {
  const { answer } = await scene.first()
  // Without an answer in time it was reached all the same.
  if (answer.kind === 'answered' || answer.cause === 'deadline') return passed(CONNECTED)
  const isAnswerLost = answer.cause === 'reset' || answer.cause === 'protocol'
  return found(isAnswerLost ? 'no_answer' : 'unreachable', sawAnswer(answer))
}

const CONNECTED: Words = { ko: '연결됨', en: 'connected' }

async function answersItself(scene: Scene): Promise<Verdict> {
  const { answer } = await scene.first()
  if (answer.kind === 'silent' || answer.status < 300 || answer.status > 399) return passed(sawAnswer(answer))
  const { status, location } = answer
  const target = location === null ? null : URL.parse(location, scene.url.href)
  const address = target?.href ?? location ?? '?'
  return found('redirects', { ko: `HTTP ${status} → 최종 주소: ${address}`, en: `HTTP ${status} to ${address}` })
}

async function isInTime(scene: Scene): Promise<Verdict> {
  const { answer } = await scene.first()
  if (answer.kind === 'silent') return found('too_slow', sawAnswer(answer))
  return answer.tookMs > scene.limits.slowMs ? found('slow', sawAnswer(answer)) : passed(sawAnswer(answer))
}

async function takesPlain(scene: Scene): Promise<Verdict> {
  const { answer, notice } = await scene.first()
  if (!isTaken(answer)) return found('refuses_notice', sawAnswer(answer))
  const state = await scene.stateOf(notice.order, 'paid')
  if (!state.seen) return passed(sawAnswer(answer), state.why)
  return state.paid ? passed(sawAnswer(answer)) : found('no_effect', sawState(answer, state))
}

async function answersBriefly(scene: Scene): Promise<Verdict> {
  const { answer } = await scene.first()
  if (answer.kind === 'silent') return found('no_answer', sawAnswer(answer))
  if (answer.bodyCut) return found('answers_at_length', { ko: '64 KiB보다 김', en: 'longer than 64 KiB' })
  const isPage = /^text\/html\b/i.test(answer.contentType) || /^\s*<(!doctype|html)\b/i.test(answer.body)
  const saw = {
    ko: `${answer.body.length}자, ${answer.contentType || '종류 없음'}`,
    en: `${answer.body.length} characters, ${answer.contentType || 'no type'}`,
  }
  return isPage ? found('answers_page', saw) : passed(saw)
}

/** Rightly signed, so that nothing but the body is wrong with it. */
async function refusesNonsense(scene: Scene): Promise<Verdict> {
  const answer = await scene.send(scene.notice('paid', 3, 'ready'), { body: '{"imp_uid": "imp_0000' })
  if (answer.kind === 'silent') return found('dies_of_nonsense', sawAnswer(answer))
  if (isTaken(answer)) return found('takes_nonsense', sawAnswer(answer))
  const toGet = await scene.get()
  if (!isTaken(toGet)) return passed(sawAnswer(answer))
  const { ko, en } = sawAnswer(toGet)
  return found('takes_get', { ko: `GET에 ${ko}`, en: `${en} to a GET` })
}
