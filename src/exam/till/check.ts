/** What a check is, and the judgements that many scripts share. */
import type { Words } from '../../wire/rejections.ts'
import { found, passed, type VerdictOf } from '../report.ts'
import type { CheckId } from './check-words.ts'
import type { Defect } from './defects.ts'
import type { SaleSeen, Skill } from './driver.ts'
import type { Bill } from './exam-ledger.ts'
import { type Counted, type Heard, isSameKey, type Keyed, keyOf, type Scene } from './scene.ts'

export type Verdict = VerdictOf<Defect>

export interface Check {
  readonly id: CheckId
  /** Checks that must have passed, or this one shows nothing. */
  readonly needs: readonly CheckId[]
  /** Held only where the till has it. */
  readonly skill?: Skill
  /** What it means where the till comes to no end of the script. */
  readonly stuck?: Defect
  /** Held once more where it fails: a moment in which the machine was busy is no defect of the till. */
  readonly isOfTime?: boolean
  run(scene: Scene): Promise<Verdict>
}

export function won(amount: number): string {
  return amount.toLocaleString('en-US')
}

/** Drawer and books, as they have moved since the script began. */
export function sawMoney({ moved, booked }: Counted): Words {
  return {
    ko: `서랍 ${won(moved)}원, 게이트웨이 장부 ${won(booked)}원`,
    en: `drawer ${won(moved)} won, books ${won(booked)} won`,
  }
}

export function isRight({ moved, booked, open }: Counted): boolean {
  return moved === booked && open === 0
}

/** A collect or payout that ended as it should: the drawer holds what is booked. */
export function drawerIsRight(counted: Counted, defect: Defect = 'drawer_differs'): Verdict {
  return isRight(counted) ? passed(sawMoney(counted)) : found(defect, sawMoney(counted))
}

/** Refused by the gateway: nothing is collected, and the customer has the money back. */
export async function mustGiveBack(scene: Scene, bill: Bill, defect: Defect): Promise<Verdict> {
  const { result } = await scene.sale(bill)
  const counted = await scene.count()
  const again = otherKeys(scene.heard('collect'))
  if (again.length > 0) return found('collects_again', sawKeys(scene.heard('collect')))
  return result === 'collected' ? found(defect, sawResult(result)) : drawerIsRight(counted, defect)
}

export function sawResult(result: SaleSeen['result']): Words {
  return { ko: `단말은 ${result}라고 함`, en: `the till says ${result}` }
}

export type Money = Heard<'collect'> | Heard<'payout'>

export function sawKeys(sent: readonly Keyed[]): Words {
  const stans = [...new Set(sent.map((one) => one.asked.body.stan))].join(', ')
  return { ko: `stan ${stans}`, en: `stan ${stans}` }
}

/** Those that went out under another key than the first. */
export function otherKeys<One extends Keyed>(sent: readonly One[]): readonly One[] {
  const [first] = sent
  return first === undefined ? [] : sent.filter((one) => !isSameKey(keyOf(one), keyOf(first)))
}

/** A reversal of this very sale. */
export function reversalsOf(scene: Scene, sale: Money): readonly Heard<'reverse'>[] {
  return scene.heard('reverse').filter(({ asked }) => isSameKey(asked.body.original, keyOf(sale)))
}

/** A question about this very sale: by its key, or by its number. */
export function questionsAbout(scene: Scene, sale: Money): readonly Heard<'status'>[] {
  return scene
    .heard('status')
    .filter(({ asked: { body } }) => body.original === undefined || isSameKey(body.original, keyOf(sale)))
}

/**
 * A sale whose end the till could not know: it must have asked or undone that very sale before anything new, and the
 * drawer must hold what is booked then. `forgotten`: what it is called where it did neither.
 */
export function mustBeSettled(
  scene: Scene,
  counted: Counted,
  { forgotten = 'leaves_open', differs = 'drawer_differs' }: { readonly forgotten?: Defect; readonly differs?: Defect },
): Verdict {
  const bad = scene.arrived().find(({ problem }) => problem !== null)
  if (bad?.problem) return found(BAD_REQUEST[bad.problem.kind], bad.problem.words)
  const sent: readonly Money[] = [...scene.heard('collect'), ...scene.heard('payout')]
  const [first] = sent
  if (first === undefined) return found('does_not_collect', NOTHING_SENT)
  if (scene.heard('cancel').length > 0) return found('cancels_for_reverse', sawMoney(counted))
  const settling = [...reversalsOf(scene, first), ...questionsAbout(scene, first)].sort((a, b) => a.atMs - b.atMs)
  const early = otherKeys(sent).filter(({ atMs }) => !settling.some((one) => one.isAnswered && one.atMs < atMs))
  if (early.length > 0) return found('collects_again', sawKeys(sent))
  if (settling.length === 0) {
    const [stray] = scene.heard('reverse')
    return stray === undefined
      ? found(forgotten, sawMoney(counted))
      : found('wrong_original', sawOriginal(stray, first))
  }
  return drawerIsRight(counted, differs)
}

export const BAD_REQUEST = { signature: 'signature_wrong', message: 'message_malformed' } as const

const NOTHING_SENT: Words = { ko: 'collect가 오지 않음', en: 'no collect came' }

export function sawOriginal({ asked: { body } }: Heard<'reverse' | 'complete' | 'cancel'>, sale: Money): Words {
  const named = `${body.original.business_date} ${body.original.stan}`
  const sent = `${keyOf(sale).business_date} ${keyOf(sale).stan}`
  return { ko: `original ${named}, 보낸 거래는 ${sent}`, en: `original ${named}, the sale was ${sent}` }
}
