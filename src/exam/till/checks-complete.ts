/** The second phase: what a till says about money that is there, once it is there and until somebody has heard it. */
import type { Words } from '../../wire/rejections.ts'
import { LINE_ROWS } from '../../wire/till-codes.ts'
import { found } from '../report.ts'
import { type Check, drawerIsRight, mustBeSettled, sawMoney, sawOriginal, type Verdict } from './check.ts'
import { isSameKey, keyOf, type Scene } from './scene.ts'

export const COMPLETE_CHECKS: readonly Check[] = [
  { id: 'complete', needs: ['plain'], skill: 'complete', run: completes },
  { id: 'complete_money', needs: ['complete', 'lost_reply'], skill: 'complete', run: waitsForMoney },
  { id: 'complete_lost', needs: ['complete'], skill: 'complete', run: repeatsCompletion },
]

async function completes(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  await scene.sale(bill)
  const counted = await scene.count()
  const [[collect], sent] = [scene.heard('collect'), scene.heard('complete')]
  const [complete] = sent
  if (collect === undefined || complete === undefined) return found('does_not_complete', sawCompletions(scene))
  if (complete.atMs < (collect.endedMs ?? collect.atMs)) return found('completes_early', sawCompletions(scene))
  if (!isSameKey(complete.asked.body.original, keyOf(collect)))
    return found('wrong_original', sawOriginal(complete, collect))
  return scene.gateway.books.isFinal(bill) ? drawerIsRight(counted) : found('does_not_complete', sawCompletions(scene))
}

/** Nobody has said that it was collected; and then it was, but no slip comes out and the customer goes. */
async function waitsForMoney(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  scene.plan('collect', { kind: 'cut' })
  await scene.sale(bill)
  const counted = await scene.count()
  if (completesUntold(scene)) return found('completes_early', sawCompletions(scene))
  const verdict = mustBeSettled(scene, counted, {})
  if (verdict.kind !== 'passed') return verdict
  if (counted.booked > 0 && !scene.gateway.books.isFinal(bill)) return found('does_not_complete', sawCompletions(scene))
  await scene.begin()
  await scene.sale(scene.bill(), { jams: true })
  const jammed = await scene.count()
  return scene.heard('complete').length > 0 ? found('completes_early', sawMoney(jammed)) : drawerIsRight(jammed)
}

/** A till that has asked may know better. */
function completesUntold(scene: Scene): boolean {
  const [complete] = scene.heard('complete')
  const [asked] = scene.heard('status')
  return complete !== undefined && (asked?.endedMs ?? Infinity) > complete.atMs
}

async function repeatsCompletion(scene: Scene): Promise<Verdict> {
  scene.plan('complete', { kind: 'cut' }, { kind: 'refuse', refusal: LINE_ROWS.not_done })
  await scene.sale(scene.bill())
  const counted = await scene.count()
  const isRepeated = scene.heard('complete').length > 2
  return isRepeated ? drawerIsRight(counted) : found('gives_up_request', sawCompletions(scene))
}

export function sawCompletions(scene: Scene): Words {
  const times = scene.heard('complete').length
  return { ko: `complete ${times}번`, en: `${times} completions` }
}
