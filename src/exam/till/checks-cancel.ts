/** The customer comes back the same day. A cancel is a request: it may be refused, and it is never undone. */
import type { Words } from '../../wire/rejections.ts'
import { LINE_ROWS } from '../../wire/till-codes.ts'
import { found } from '../report.ts'
import { type Check, drawerIsRight, otherKeys, sawKeys, sawMoney, sawOriginal, type Verdict, won } from './check.ts'
import type { Bill } from './exam-ledger.ts'
import { isSameKey, keyOf, type Scene } from './scene.ts'

export const CANCEL_CHECKS: readonly Check[] = [
  { id: 'cancel', needs: ['plain'], skill: 'cancel', run: givesBack },
  { id: 'cancel_refused', needs: ['cancel'], skill: 'cancel', run: keepsMoney },
  { id: 'cancel_lost', needs: ['cancel'], skill: 'cancel', run: repeatsCancel },
]

async function givesBack(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  await scene.sale(bill)
  const result = await scene.cancel(bill)
  const counted = await scene.count()
  const [[collect], [cancel]] = [scene.heard('collect'), scene.heard('cancel')]
  if (collect === undefined || cancel === undefined) return found('does_not_cancel', sawCancels(scene))
  const { original, amount } = cancel.asked.body
  if (!isSameKey(original, keyOf(collect))) return found('wrong_original', sawOriginal(cancel, collect))
  if (amount !== bill.amount)
    return found('cancels_other_amount', {
      ko: `수납한 금액 ${won(bill.amount)}, 취소한 금액 ${won(amount)}`,
      en: `collected ${won(bill.amount)}, cancelled ${won(amount)}`,
    })
  if (result !== 'cancelled') return found('does_not_cancel', sawResult(result))
  return drawerIsRight(counted)
}

/** Refused at once; and refused in the end, after the line could not say so twice. */
async function keepsMoney(scene: Scene): Promise<Verdict> {
  const verdict = await mustKeep(scene, scene.bill({ cancelRefused: 'cancel_too_late' }))
  if (verdict.kind !== 'passed') return verdict
  await scene.begin()
  scene.plan('cancel', { kind: 'cut' }, { kind: 'unsure' })
  return mustKeep(scene, scene.bill({ cancelRefused: 'cancel_not_allowed' }))
}

async function mustKeep(scene: Scene, bill: Bill): Promise<Verdict> {
  await scene.sale(bill)
  const result = await scene.cancel(bill)
  const counted = await scene.count()
  if (result === 'cancelled') return found('gives_back_uncancelled', sawMoney(counted))
  return drawerIsRight(counted, 'gives_back_uncancelled')
}

/** It was done when the line broke: under any other key it is refused as done before. */
async function repeatsCancel(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  scene.plan('cancel', { kind: 'cut' }, { kind: 'unsure' }, { kind: 'refuse', refusal: LINE_ROWS.not_done })
  await scene.sale(bill)
  await scene.cancel(bill)
  const counted = await scene.count()
  const sent = scene.heard('cancel')
  if (otherKeys(sent).length > 0) return found('cancel_new_key', sawKeys(sent))
  return sent.length > 3 ? drawerIsRight(counted) : found('gives_up_request', sawCancels(scene))
}

export function sawCancels(scene: Scene): Words {
  const times = scene.heard('cancel').length
  return { ko: `cancel ${times}번`, en: `${times} cancels` }
}

function sawResult(result: string): Words {
  return { ko: `단말은 ${result}라고 함`, en: `the till says ${result}` }
}
