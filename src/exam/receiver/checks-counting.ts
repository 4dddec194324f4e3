/** What becomes of an order when notices come twice, at once, late, for nothing, or take the money back. */
import { found, passed } from '../report.ts'
import { type Check, isTaken, type Verdict } from './check.ts'
import type { Defect } from './defects.ts'
import type { Answer } from './exam-line.ts'
import { type ExamNotice, noticeFields, withUnknownEvent, writeFields } from './exam-notice.ts'
import { sawAnswer, sawState } from './saw.ts'
import type { Scene } from './scene.ts'

export const COUNTING_CHECKS: readonly Check[] = [
  { id: 'duplicate', needs: ['plain'], run: countsDuplicateOnce },
  { id: 'burst', needs: ['duplicate'], run: countsBurstOnce },
  { id: 'reordered', needs: ['plain'], run: ignoresOlder },
  { id: 'reversal', needs: ['plain'], run: takesPaymentBack },
  { id: 'unknown_payment', needs: ['foreign'], run: survivesUnknownPayment },
  { id: 'unknown_event', needs: ['plain'], run: survivesUnknownEvent },
]

async function countsDuplicateOnce(scene: Scene): Promise<Verdict> {
  const { notice, webhookId } = await scene.first()
  const answer = await scene.send(notice, { webhookId })
  if (!isTaken(answer)) return found('fails_on_duplicate', sawAnswer(answer))
  return countedOnce(scene, notice, answer, 'counts_duplicate')
}

const BURST = 20
/** Ways to say "later": the gateway comes again. */
const LATER = [409, 429, 503]

async function countsBurstOnce(scene: Scene): Promise<Verdict> {
  const notice = scene.notice('paid', 3)
  const webhookId = scene.newWebhookId()
  const answers = await Promise.all(Array.from({ length: BURST }, () => scene.send(notice, { webhookId })))
  const strange = answers.find((answer) => !isTaken(answer) && !isLater(answer))
  if (strange !== undefined) return found('fails_on_burst', sawAnswer(strange))
  const taken = answers.find(isTaken)
  if (taken === undefined) return found('fails_on_burst', { ko: '2xx가 하나도 없음', en: 'not one was answered 2xx' })
  return countedOnce(scene, notice, taken, 'counts_burst')
}

function isLater(answer: Answer): boolean {
  return answer.kind === 'answered' && LATER.includes(answer.status)
}

async function countedOnce(scene: Scene, { order }: ExamNotice, answer: Answer, defect: Defect): Promise<Verdict> {
  const state = await scene.stateOf(order, 'paid')
  if (!state.seen) return passed(sawAnswer(answer), state.why)
  if (!state.paid || (state.count !== null && state.count !== 1)) return found(defect, sawState(answer, state))
  return passed(sawAnswer(answer), state.count === null ? NO_COUNT : null)
}

const NO_COUNT = {
  ko: '몇 번 집계했는지는 볼 수 없었음(--state-url의 응답에 paid_count 없음)',
  en: 'how often it was counted could not be seen (no paid_count at --state-url)',
}

/** Once an old reversal after a new payment, once an old payment after a reversal. */
async function ignoresOlder(scene: Scene): Promise<Verdict> {
  const paidAgain = scene.notice('paid', 6)
  const stillPaid = await afterBoth(scene, paidAgain, scene.follow(paidAgain, 'reversed', 4))
  if (stillPaid.kind !== 'passed') return stillPaid
  const reversed = scene.notice('reversed', 4)
  return afterBoth(scene, reversed, scene.follow(reversed, 'paid', 3))
}

async function afterBoth(scene: Scene, newer: ExamNotice, older: ExamNotice): Promise<Verdict> {
  const first = await scene.send(newer)
  if (!isTaken(first)) return found('fails_on_older', sawAnswer(first))
  const answer = await scene.send(older)
  if (!isTaken(answer)) return found('fails_on_older', sawAnswer(answer))
  const paid = newer.event === 'paid'
  const state = await scene.stateOf(newer.order, paid ? 'paid' : 'unpaid')
  if (!state.seen) return passed(sawAnswer(answer), state.why)
  return state.paid === paid ? passed(sawAnswer(answer)) : found('goes_back', sawState(answer, state))
}

async function takesPaymentBack(scene: Scene): Promise<Verdict> {
  const paid = scene.notice('paid', 3)
  const first = await scene.send(paid)
  if (!isTaken(first)) return found('refuses_notice', sawAnswer(first))
  const answer = await scene.send(scene.follow(paid, 'reversed', 4))
  if (!isTaken(answer)) return found('fails_on_reversal', sawAnswer(answer))
  const state = await scene.stateOf(paid.order, 'unpaid')
  if (!state.seen) return passed(sawAnswer(answer), state.why)
  return state.paid ? found('ignores_reversal', sawState(answer, state)) : passed(sawAnswer(answer))
}

/** Who verifies signatures alone cannot know that nobody knows the payment; who asks, hears it. */
async function survivesUnknownPayment(scene: Scene): Promise<Verdict> {
  const notice = scene.unknown()
  const answer = await scene.send(notice)
  if (answer.kind === 'silent' || answer.status >= 500) return found('fails_on_unknown_payment', sawAnswer(answer))
  if (!(await scene.wasAsked(notice.order))) return passed(sawAnswer(answer))
  const state = await scene.stateOf(notice.order, 'unpaid')
  if (!state.seen) return passed(sawAnswer(answer), state.why)
  return state.paid ? found('believes_unknown_payment', sawState(answer, state)) : passed(sawAnswer(answer))
}

async function survivesUnknownEvent(scene: Scene): Promise<Verdict> {
  const notice = scene.notice('paid', 3, 'ready')
  const body = writeFields(scene.format, withUnknownEvent(scene.format, noticeFields(scene.format, notice)))
  const answer = await scene.send(notice, { body })
  if (!isTaken(answer)) return found('fails_on_unknown_event', sawAnswer(answer))
  const state = await scene.stateOf(notice.order, 'unpaid')
  if (!state.seen) return passed(sawAnswer(answer), state.why)
  return state.paid ? found('takes_unknown_event_for_paid', sawState(answer, state)) : passed(sawAnswer(answer))
}
