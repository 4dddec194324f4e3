/**
 * What a till does when it cannot know: the reply is lost, late, broken, or says so itself. In each script the gateway
 * has or may have collected, and in each the drawer must hold in the end what is booked.
 */
import type { Words } from '../../wire/rejections.ts'
import { LINE_ROWS } from '../../wire/till-codes.ts'
import { found, passed } from '../report.ts'
import { type Check, drawerIsRight, mustBeSettled, reversalsOf, sawMoney, type Verdict } from './check.ts'
import type { Fault } from './exam-gateway.ts'
import type { Bill } from './exam-ledger.ts'
import type { Heard, Scene } from './scene.ts'

export const SILENCE_CHECKS: readonly Check[] = [
  { id: 'lost_reply', needs: ['plain'], run: settlesLostReply },
  { id: 'silence', needs: ['lost_reply'], stuck: 'waits_for_ever', run: reversesFirst },
  { id: 'late_reply', needs: ['silence'], run: disbelievesLateReply },
  { id: 'garbage', needs: ['lost_reply'], run: (scene) => disbelieves(scene, 'garbage', 'believes_garbage') },
  { id: 'half', needs: ['garbage'], run: (scene) => disbelieves(scene, 'half', 'believes_half_reply') },
  { id: 'unsure', needs: ['lost_reply'], run: settlesUnsure },
  { id: 'closed', needs: ['lost_reply'], run: keepsClosed },
  { id: 'lost_reverse', needs: ['lost_reply'], run: repeatsReverse },
  { id: 'refused_reverse', needs: ['lost_reverse'], run: repeatsRefusedReverse },
  { id: 'long_outage', needs: ['refused_reverse'], stuck: 'keeps_old_date', run: redatesReverse },
  { id: 'lost_payout', needs: ['lost_reply', 'slip'], run: settlesLostPayout },
  { id: 'cutoff', needs: ['lost_reply'], run: namesItsDate },
]

const CUT: Fault = { kind: 'cut' }

/** One sale whose collect meets this fault; counted when nothing is under way any more. */
async function saleUnder(scene: Scene, fault: Fault, terms: Partial<Bill> = {}) {
  scene.plan(terms.direction === 'out' ? 'payout' : 'collect', fault)
  await scene.sale(scene.bill(terms))
  return scene.count()
}

async function settlesLostReply(scene: Scene): Promise<Verdict> {
  return mustBeSettled(scene, await saleUnder(scene, CUT), {})
}

/** The collect is still on its way when its reversal arrives; when it comes, it is turned away. */
async function reversesFirst(scene: Scene): Promise<Verdict> {
  const counted = await saleUnder(scene, { kind: 'hold', arrives: 'late' })
  const verdict = mustBeSettled(scene, counted, {})
  if (verdict.kind !== 'passed') return verdict
  scene.gateway.release()
  return drawerIsRight(await scene.count())
}

/** Collected; the old reply comes in the moment in which the reversal has been taken. */
async function disbelievesLateReply(scene: Scene): Promise<Verdict> {
  scene.after('reverse', () => scene.gateway.release())
  await saleUnder(scene, { kind: 'hold', arrives: 'at once' })
  await scene.pause(LATE_MS)
  return mustBeSettled(scene, await scene.count(), { differs: 'believes_late_reply' })
}

/** Long enough for a late reply to be read and believed. */
const LATE_MS = 2_000

async function disbelieves(
  scene: Scene,
  kind: 'garbage' | 'half',
  defect: 'believes_garbage' | 'believes_half_reply',
): Promise<Verdict> {
  return mustBeSettled(scene, await saleUnder(scene, { kind }), { forgotten: defect })
}

async function settlesUnsure(scene: Scene): Promise<Verdict> {
  return mustBeSettled(scene, await saleUnder(scene, { kind: 'unsure' }), { forgotten: 'takes_unsure_for_no' })
}

async function keepsClosed(scene: Scene): Promise<Verdict> {
  const counted = await saleUnder(scene, CUT, { isClosed: true })
  return mustBeSettled(scene, counted, { differs: 'gives_back_closed' })
}

/** So many reversals stay without an answer, and so long a till waits after each. */
const GAPS_MS = [5_000, 10_000]
/** A schedule that starts from the first reversal, and clocks that differ a little, are no hurry. */
const HURRY = 0.4

async function repeatsReverse(scene: Scene): Promise<Verdict> {
  scene.plan('reverse', ...GAPS_MS.map(() => CUT))
  const counted = await saleUnder(scene, CUT)
  const reversals = undoingOf(scene)
  if (reversals.length === 0) return mustBeSettled(scene, counted, {})
  if (reversals.length <= GAPS_MS.length) return found('gives_up_reverse', sawReversals(reversals))
  const gaps = reversals.slice(1).map(({ atMs }, before) => atMs - (reversals[before]?.endedMs ?? atMs))
  const hurried = GAPS_MS.some((gapMs, nth) => (gaps[nth] ?? gapMs) < scene.ms(gapMs) * HURRY)
  const verdict = mustBeSettled(scene, counted, {})
  return verdict.kind === 'passed' && hurried ? found('hurries_reverse', sawReversals(reversals)) : verdict
}

function undoingOf(scene: Scene): readonly Heard<'reverse'>[] {
  const [collect] = scene.heard('collect')
  return collect === undefined ? [] : reversalsOf(scene, collect)
}

function sawReversals(reversals: readonly Heard<'reverse'>[]): Words {
  const from = reversals[0]?.atMs ?? 0
  const times = reversals.map(({ atMs }) => Math.round(atMs - from)).join(', ')
  return { ko: `망취소 ${reversals.length}번(${times} ms)`, en: `${reversals.length} reversals (at ${times} ms)` }
}

/** As a till with a wrong clock hears it: the reversal was not taken, and the sale is as open as before. */
async function repeatsRefusedReverse(scene: Scene): Promise<Verdict> {
  scene.plan('reverse', { kind: 'refuse', refusal: LINE_ROWS.not_accepted })
  const counted = await saleUnder(scene, CUT)
  const reversals = undoingOf(scene)
  if (reversals.length === 1) return found('drops_refused_reverse', sawMoney(counted))
  return mustBeSettled(scene, counted, {})
}

/** When the line is back it is another business day, and not the next one. */
async function redatesReverse(scene: Scene): Promise<Verdict> {
  let isBack = false
  scene.after('reverse', () => {
    if (!isBack) scene.gateway.moveDay(DAYS_AWAY)
    isBack = true
  })
  try {
    scene.plan('reverse', CUT)
    return drawerIsRight(await saleUnder(scene, CUT), 'keeps_old_date')
  } finally {
    if (isBack) scene.gateway.moveDay(-DAYS_AWAY)
  }
}

const DAYS_AWAY = 3

async function settlesLostPayout(scene: Scene): Promise<Verdict> {
  return mustBeSettled(scene, await saleUnder(scene, CUT, { direction: 'out' }), {})
}

/** Midnight strikes between the inquiry and the collect. */
async function namesItsDate(scene: Scene): Promise<Verdict> {
  let isOver = false
  scene.after('inquiry', () => {
    if (!isOver) scene.gateway.moveDay(1)
    isOver = true
  })
  try {
    const verdict = mustBeSettled(scene, await saleUnder(scene, CUT), {})
    if (verdict.kind !== 'passed') return verdict
    const date = scene.gateway.businessDate()
    return passed({ ko: `영업일 ${date}로 바뀜`, en: `the business day became ${date}` })
  } finally {
    if (isOver) scene.gateway.moveDay(-1)
  }
}
