/** The line at work, and what a till does with a true answer: one number across the counter, again and again. */
import type { Words } from '../../wire/rejections.ts'
import { found, passed } from '../report.ts'
import {
  BAD_REQUEST,
  type Check,
  drawerIsRight,
  mustGiveBack,
  otherKeys,
  sawKeys,
  sawMoney,
  sawResult,
  type Verdict,
  won,
} from './check.ts'
import { receiptOf } from './exam-books.ts'
import type { Scene } from './scene.ts'

export const LINE_CHECKS: readonly Check[] = [
  { id: 'reached', needs: [], stuck: 'sends_nothing', run: isReached },
  { id: 'signed', needs: ['reached'], run: (scene) => hasNoProblem(scene, 'signature') },
  { id: 'messages', needs: ['signed'], run: (scene) => hasNoProblem(scene, 'message') },
]

export const SALE_CHECKS: readonly Check[] = [
  { id: 'plain', needs: ['messages'], run: collects },
  { id: 'shown', needs: ['plain'], run: showsTerms },
  { id: 'receipt', needs: ['plain'], run: printsReceipt },
  { id: 'spaces', needs: ['plain'], run: takesSpaces },
  { id: 'amount', needs: ['plain'], run: collectsWhatWasShown },
  { id: 'not_payable', needs: ['plain'], run: leavesUnpayable },
  { id: 'refused', needs: ['plain'], run: givesBackRefused },
  { id: 'silent_seller', needs: ['refused'], run: givesBackUnanswered },
  { id: 'amended', needs: ['amount', 'refused'], run: asksAgainAfterChange },
  { id: 'two_shops', needs: ['refused'], run: givesBackTaken },
  { id: 'press_twice', needs: ['plain'], run: collectsOnce },
  { id: 'slip', needs: ['plain'], run: paysSlipOut },
  { id: 'slip_refused', needs: ['slip'], run: keepsMoneyOfRefusedSlip },
]

/** The first sale, whatever becomes of it: the two checks after this one look at what came as well. */
async function isReached(scene: Scene): Promise<Verdict> {
  await scene.sale(scene.bill())
  const count = scene.arrived().length
  if (count === 0) return found('sends_nothing', { ko: '온 요청 없음', en: 'no request came' })
  return passed({ ko: `요청 ${count}개`, en: `${count} requests` })
}

async function hasNoProblem(scene: Scene, kind: keyof typeof BAD_REQUEST): Promise<Verdict> {
  await scene.sale(scene.bill())
  const bad = scene.arrived().find(({ problem }) => problem?.kind === kind)
  if (bad?.problem) return found(BAD_REQUEST[kind], bad.problem.words)
  const count = scene.arrived().length
  return passed({ ko: `요청 ${count}개`, en: `${count} requests` })
}

async function collects(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  const { result } = await scene.sale(bill)
  const counted = await scene.count()
  if (counted.booked !== bill.amount) return found('does_not_collect', sawMoney(counted))
  return result === 'collected' ? drawerIsRight(counted) : found('does_not_collect', sawResult(result))
}

async function showsTerms(scene: Scene): Promise<Verdict> {
  const bill = scene.bill({ name: '후드티 & 양말 2켤레' })
  const { shown } = await scene.sale(bill, {}, 'prices')
  const saw = shown === null ? NOTHING_SHOWN : sameText([shown.merchant, shown.name ?? '-', won(shown.amount)])
  const isWhole = shown?.merchant === bill.merchant && shown.name === bill.name && shown.amount === bill.amount
  return isWhole ? passed(saw) : found('hides_terms', saw)
}

const NOTHING_SHOWN: Words = { ko: '아무것도 보여 주지 않음', en: 'nothing was shown' }

function sameText(parts: readonly string[]): Words {
  const text = parts.join(', ')
  return { ko: text, en: text }
}

async function printsReceipt(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  const { printed } = await scene.sale(bill, {}, 'slip')
  if (printed === null) return { kind: 'unseen', why: { ko: '찍힌 줄을 보지 못함', en: 'nobody saw what was printed' } }
  const lines = receiptOf('collect', bill.amount)
  const missing = lines.find((line) => !printed.join('').includes(line))
  if (missing !== undefined) return found('alters_receipt', { ko: `없는 줄: ${missing}`, en: `missing: ${missing}` })
  return isInOrder(lines, printed)
    ? passed({ ko: `${printed.length}줄`, en: `${printed.length} lines` })
    : found('alters_receipt', { ko: '순서가 다름', en: 'in another order' })
}

/** A line may be broken for the width of the paper, and other lines may stand between. */
function isInOrder(lines: readonly string[], printed: readonly string[]): boolean {
  const text = printed.join('')
  let at = 0
  return lines.every((line) => {
    const found = text.indexOf(line, at)
    at = found + line.length
    return found >= 0
  })
}

async function takesSpaces(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  const number = bill.number.replace(/(.{4})(?=.)/g, '$1 ')
  await scene.sale(bill, { number })
  const counted = await scene.count()
  return counted.booked === bill.amount
    ? drawerIsRight(counted)
    : found('refuses_spaces', { ko: `"${number}"를 수납하지 못함`, en: `could not collect "${number}"` })
}

async function collectsWhatWasShown(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  await scene.sale(bill, { tendered: 50_000 })
  const counted = await scene.count()
  return wrongAmount(scene, bill.amount) ?? drawerIsRight(counted)
}

function wrongAmount(scene: Scene, right: number): Verdict | undefined {
  const other = scene.heard('collect').find(({ asked }) => asked.body.amount !== right)?.asked.body.amount
  if (other === undefined) return undefined
  return found('collects_other_amount', {
    ko: `보여 준 금액 ${won(right)}, 수납한 금액 ${won(other)}`,
    en: `shown ${won(right)}, collected ${won(other)}`,
  })
}

/** The seller raises the price while the money is counted. */
async function asksAgainAfterChange(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  const shown = bill.amount
  scene.after('inquiry', () => {
    bill.amount = shown + 1_000
  })
  await scene.sale(bill)
  const counted = await scene.count()
  const inquiries = scene.heard('inquiry').length
  return (inquiries < 2 ? wrongAmount(scene, shown) : undefined) ?? drawerIsRight(counted)
}

async function leavesUnpayable(scene: Scene): Promise<Verdict> {
  await scene.sale(scene.bill({ inquiryRefused: 'revoked' }))
  const counted = await scene.count()
  const tries = scene.heard('collect').length
  if (tries > 0) return found('collects_unasked', { ko: `collect ${tries}개`, en: `${tries} collects` })
  return drawerIsRight(counted, 'collects_unasked')
}

function givesBackRefused(scene: Scene): Promise<Verdict> {
  return mustGiveBack(scene, scene.bill({ moneyRefused: 'merchant_refused' }), 'keeps_refused_money')
}

function givesBackUnanswered(scene: Scene): Promise<Verdict> {
  return mustGiveBack(scene, scene.bill({ moneyRefused: 'merchant_unanswered' }), 'keeps_refused_money')
}

/** Another shop is at it, and another shop has been quicker. */
async function givesBackTaken(scene: Scene): Promise<Verdict> {
  const verdict = await mustGiveBack(scene, scene.bill({ moneyRefused: 'in_progress' }), 'keeps_refused_money')
  if (verdict.kind !== 'passed') return verdict
  await scene.begin()
  const bill = scene.bill()
  scene.after('inquiry', () => scene.gateway.books.payElsewhere(bill))
  return mustGiveBack(scene, bill, 'keeps_refused_money')
}

/** Pressed twice, and then the same number is scanned once more. */
async function collectsOnce(scene: Scene): Promise<Verdict> {
  const bill = scene.bill()
  await scene.sale(bill, { presses: 2 })
  const sent = scene.heard('collect')
  if (otherKeys(sent).length > 0) return found('collects_twice', sawKeys(sent))
  await scene.sale(bill)
  const counted = await scene.count()
  return drawerIsRight(counted)
}

async function paysSlipOut(scene: Scene): Promise<Verdict> {
  const { result } = await scene.sale(scene.bill({ direction: 'out' }))
  const counted = await scene.count()
  const [collect] = scene.heard('collect')
  if (collect !== undefined) return found('collects_slip', sawMoney(counted))
  if (counted.booked === 0) return found('does_not_pay_out', sawResult(result))
  return drawerIsRight(counted)
}

async function keepsMoneyOfRefusedSlip(scene: Scene): Promise<Verdict> {
  await scene.sale(scene.bill({ direction: 'out', moneyRefused: 'slip_paid_out' }))
  return drawerIsRight(await scene.count(), 'pays_unapproved')
}
