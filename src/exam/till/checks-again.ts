/** What a till makes of a reply: one that is slow, says "not yet", says "no" under a code of tomorrow, or has odd fields. */
import type { TillRefusal, Words } from '../../wire/rejections.ts'
import { tillRefusal } from '../../wire/rejections.ts'
import { LINE_ROWS } from '../../wire/till-codes.ts'
import { found, passed } from '../report.ts'
import { type Check, drawerIsRight, otherKeys, sawKeys, sawMoney, sawResult, type Verdict } from './check.ts'
import type { Fault } from './exam-gateway.ts'
import type { Heard, Scene } from './scene.ts'

export const AGAIN_CHECKS: readonly Check[] = [
  { id: 'not_done', needs: ['plain'], run: sendsAgain },
  { id: 'slow', needs: ['plain'], isOfTime: true, run: waitsForSlowReply },
  { id: 'still_running', needs: ['not_done', 'slow'], run: signsAnew },
  { id: 'unknown_code', needs: ['refused'], run: takesNoYes },
  { id: 'extra_fields', needs: ['plain'], run: ignoresFields },
]

/** A second, less what clocks and a hurried till may differ by. */
const AT_ONCE_MS = 500

async function sendsAgain(scene: Scene): Promise<Verdict> {
  const refusal: Fault = { kind: 'refuse', refusal: LINE_ROWS.not_done }
  scene.plan('collect', refusal, refusal)
  await scene.sale(scene.bill())
  const counted = await scene.count()
  const sent = scene.heard('collect')
  const problem = retryProblem(sent, 3)
  if (problem !== undefined) return problem
  const gapMs = Math.min(...gapsOf(sent))
  if (gapMs < scene.ms(AT_ONCE_MS)) return found('retries_at_once', sawGap(gapMs))
  return drawerIsRight(counted)
}

/** Under the same key, as often as it takes. */
function retryProblem(sent: readonly Heard<'collect'>[], times: number): Verdict | undefined {
  if (otherKeys(sent).length > 0) return found('new_key_on_retry', sawKeys(sent))
  if (sent.length < times) return found('gives_up', { ko: `collect ${sent.length}번`, en: `${sent.length} collects` })
  return undefined
}

/** From an answer to the next request. */
function gapsOf(sent: readonly Heard<'collect'>[]): readonly number[] {
  return sent.slice(1).map(({ atMs }, before) => atMs - (sent[before]?.endedMs ?? atMs))
}

function sawGap(gapMs: number): Words {
  return { ko: `${Math.round(gapMs)} ms 뒤 다시 보냄`, en: `sent again after ${Math.round(gapMs)} ms` }
}

/** As slow as the gateway may be. */
const SLOW_MS = 6_000

async function waitsForSlowReply(scene: Scene): Promise<Verdict> {
  scene.plan('collect', { kind: 'slow', overMs: scene.ms(SLOW_MS) })
  await scene.sale(scene.bill())
  const counted = await scene.count()
  const [collect] = scene.heard('collect')
  if (collect?.isAnswered === false) return found('waits_too_short', HUNG_UP)
  return drawerIsRight(counted)
}

const HUNG_UP: Words = { ko: '응답이 끝나기 전에 끊음', en: 'hung up before the reply was there' }

/** Each reply is held back a little, until a signature's second must be another one. */
async function signsAnew(scene: Scene): Promise<Verdict> {
  const { code, class: kind, text } = tillRefusal('still_running') ?? LINE_ROWS.not_done
  const times = Math.ceil(CLOCK_MS / scene.ms(HELD_MS + AT_ONCE_MS))
  const fault: Fault = { kind: 'refuse', refusal: { code, class: kind, text }, afterMs: scene.ms(HELD_MS) }
  scene.plan('collect', ...Array.from({ length: times }, () => fault))
  await scene.sale(scene.bill())
  const counted = await scene.count()
  const sent = scene.heard('collect')
  const problem = retryProblem(sent, times + 1)
  if (problem !== undefined) return problem
  const stamps = [...new Set(sent.map(({ timestamp }) => timestamp))]
  if (stamps.length < 2) return found('old_signature', { ko: `시각 ${stamps[0]}`, en: `timestamp ${stamps[0]}` })
  return drawerIsRight(counted)
}

const HELD_MS = 4_000
/** More than a second of ours. */
const CLOCK_MS = 1_300

/** A "no" of tomorrow. */
const UNKNOWN: TillRefusal = {
  code: '2987',
  class: 'DECLINED',
  text: { ko: '아직 없는 응답코드입니다. 받은 돈을 돌려주세요.', en: 'A code of tomorrow. Give the money back.' },
}

async function takesNoYes(scene: Scene): Promise<Verdict> {
  scene.plan('collect', { kind: 'refuse', refusal: UNKNOWN })
  const { result } = await scene.sale(scene.bill())
  const counted = await scene.count()
  if (result === 'collected') return found('takes_unknown_for_yes', sawResult(result))
  return drawerIsRight(counted, 'takes_unknown_for_yes')
}

async function ignoresFields(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  scene.plan('echo', { kind: 'extra' })
  scene.plan('inquiry', { kind: 'extra' })
  scene.plan('collect', { kind: 'extra' })
  const { result } = await scene.sale(bill)
  const counted = await scene.count()
  if (result !== 'collected' || counted.booked !== bill.amount) return found('refuses_extra_fields', sawResult(result))
  return counted.moved === counted.booked ? passed(sawMoney(counted)) : found('refuses_extra_fields', sawMoney(counted))
}
