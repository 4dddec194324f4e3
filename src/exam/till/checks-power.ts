/** The lights go out: what must be on disk, and what a till does with it when they are back. */
import type { Words } from '../../wire/rejections.ts'
import { found, passed } from '../report.ts'
import { type Check, drawerIsRight, mustBeSettled, otherKeys, sawKeys, type Verdict } from './check.ts'
import { sawCancels } from './checks-cancel.ts'
import { sawCompletions } from './checks-complete.ts'
import type { Asked } from './exam-books.ts'
import type { Arrived } from './exam-gateway.ts'
import type { Keyed, Scene } from './scene.ts'

export const POWER_CHECKS: readonly Check[] = [
  { id: 'power_cut', needs: ['lost_reply'], run: settlesAfterCut },
  { id: 'power_cut_again', needs: ['power_cut'], run: remembersReverse },
  { id: 'power_cut_complete', needs: ['complete', 'power_cut'], skill: 'complete', run: remembersCompletion },
  { id: 'power_cut_cancel', needs: ['cancel', 'power_cut'], skill: 'cancel', run: remembersCancel },
  { id: 'trace_numbers', needs: ['plain'], run: usesNoneTwice },
]

/** Collected, and dark before the till could hear it. */
async function settlesAfterCut(scene: Scene): Promise<Verdict> {
  scene.plan('collect', { kind: 'hold', arrives: 'at once' })
  if (!(await scene.cutDuring(scene.sale(scene.bill()), 'collect'))) return found('does_not_collect', NEVER_CAME)
  await scene.restorePower()
  return mustBeSettled(scene, await scene.count(), { forgotten: 'forgets_open_sale' })
}

/** And dark again while the reversal has no answer yet; it arrives last of all. */
async function remembersReverse(scene: Scene): Promise<Verdict> {
  scene.plan('collect', { kind: 'cut' })
  scene.plan('reverse', { kind: 'hold', arrives: 'late' })
  scene.plan('status', { kind: 'hold', arrives: 'late' })
  await scene.cutDuring(scene.sale(scene.bill()), 'reverse')
  const before = settlingOf(scene)
  await scene.restorePower()
  await scene.count()
  if (settlingOf(scene) === before) return found('forgets_reverse', NO_MORE)
  scene.gateway.release()
  return mustBeSettled(scene, await scene.count(), {})
}

function settlingOf(scene: Scene): number {
  return scene.heard('reverse').length + scene.heard('status').length
}

const NEVER_CAME: Words = { ko: 'collect가 오지 않음', en: 'no collect came' }
const NO_MORE: Words = { ko: '다시 켜진 뒤 망취소 없음', en: 'no reversal after the power was back' }

/** Dark before the completion has arrived. */
async function remembersCompletion(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  scene.plan('complete', { kind: 'hold', arrives: 'late' })
  await scene.cutDuring(scene.sale(bill), 'complete')
  await scene.restorePower()
  const counted = await scene.count()
  return scene.gateway.books.isFinal(bill) ? drawerIsRight(counted) : found('forgets_request', sawCompletions(scene))
}

/** And of a cancel, of which the customer may have the money already. */
async function remembersCancel(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  await scene.sale(bill)
  scene.plan('cancel', { kind: 'hold', arrives: 'late' })
  await scene.cutDuring(scene.cancel(bill), 'cancel')
  const before = scene.heard('cancel').length
  await scene.restorePower()
  const counted = await scene.count()
  const sent = scene.heard('cancel')
  if (sent.length === before) return found('forgets_request', sawCancels(scene))
  return otherKeys(sent).length > 0 ? found('cancel_new_key', sawKeys(sent)) : drawerIsRight(counted)
}

/** Over everything this exam has heard. Of inquiries and questions the gateway keeps nothing: they may share one. */
async function usesNoneTwice(scene: Scene): Promise<Verdict> {
  await scene.sale(scene.bill())
  const contents = new Map<string, string>()
  for (const sent of scene.gateway.arrived.filter(isKept)) {
    const { message, body } = sent.asked
    const kind = message === 'collect' || message === 'payout' ? 'sale' : 'request'
    const key = `${sent.terminal} ${kind} ${body.business_date} ${body.stan}`
    const content = JSON.stringify({ ...body, message, sent_at: 0, deadline_ms: 0 })
    const known = contents.get(key) ?? content
    if (known !== content)
      return found('reuses_stan', {
        ko: `${message}의 stan ${body.stan}(${body.business_date})`,
        en: `stan ${body.stan} of a ${message} (${body.business_date})`,
      })
    contents.set(key, content)
  }
  return passed({ ko: `키 ${contents.size}개`, en: `${contents.size} keys` })
}

const KEPT: readonly (Asked['message'] | undefined)[] = ['collect', 'payout', 'complete', 'cancel', 'reverse']

function isKept(one: Arrived): one is Keyed {
  return KEPT.includes(one.asked?.message)
}
