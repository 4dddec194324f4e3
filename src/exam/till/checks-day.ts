/** A business day: begun, counted and closed, reported in a file. Each script has a day of its own. */
import { tillRefusal, type Words } from '../../wire/rejections.ts'
import { LINE_ROWS } from '../../wire/till-codes.ts'
import type { DrawerTotals, ReportMessage } from '../../wire/till-day.ts'
import { found, passed } from '../report.ts'
import { type Check, drawerIsRight, isRight, sawMoney, type Verdict, won } from './check.ts'
import type { DayDeed } from './driver.ts'
import { contentOf, fileProblem, isUndone } from './exam-days.ts'
import { type Bill, tidy } from './exam-ledger.ts'
import type { Scene } from './scene.ts'

export const DAY_CHECKS: readonly Check[] = [
  { id: 'open', needs: ['plain'], skill: 'open', run: opens },
  { id: 'close', needs: ['lost_reply', 'closed'], skill: 'close', run: counts },
  { id: 'close_differs', needs: ['close'], skill: 'close', run: leavesOpen },
  { id: 'close_after', needs: ['close'], skill: 'close', run: sellsTomorrow },
  { id: 'report', needs: ['lost_reply', 'closed'], skill: 'report', run: reports },
  { id: 'report_again', needs: ['report'], skill: 'report', run: sendsSameFile },
  { id: 'report_refused', needs: ['report'], skill: 'report', run: hearsRefusal },
]

async function opens(scene: Scene): Promise<Verdict> {
  scene.gateway.moveDay(1)
  const isDone = await scene.day('open')
  return isDone && scene.heard('open').length > 0 ? passed(sawDeed('open', isDone)) : cameToNothing('open', isDone)
}

/** All that a day has: cash, card, what was given back, and what the line had left open. */
async function counts(scene: Scene): Promise<Verdict> {
  scene.gateway.moveDay(1)
  await sellADay(scene)
  const counted = await scene.count()
  if (!isRight(counted)) return found('drawer_differs', sawMoney(counted))
  const { totals } = scene.dayBooked()
  const isDone = await scene.day('close')
  const [close] = scene.heard('close')
  if (close === undefined) return cameToNothing('close', isDone)
  if (!isSame(close.asked.body.totals, totals))
    return found('miscounts_day', sawTotals(close.asked.body.totals, totals))
  return isDone && scene.dayBooked().isClosed ? passed(sawDeed('close', isDone)) : cameToNothing('close', isDone)
}

interface Day {
  readonly answered: readonly Bill[]
  /** Nobody answered their collect, and one of them cannot be undone any more. */
  readonly doubted: readonly Bill[]
}

async function sellADay(scene: Scene): Promise<Day> {
  const answered = [scene.bill(), scene.bill({ amount: 12_000 }), scene.bill(SOLD_OUT)]
  for (const [nth, bill] of answered.entries()) await scene.sale(bill, { pay_type: nth === 1 ? 'card' : 'cash' })
  const doubted = [scene.bill({ amount: 5_000 }), scene.bill({ amount: 7_000, isClosed: true })]
  for (const bill of doubted) {
    scene.plan('collect', { kind: 'cut' })
    await scene.sale(bill)
  }
  if (scene.does('cancel')) {
    const cancelled = scene.bill({ amount: 9_000 })
    await scene.sale(cancelled)
    await scene.cancel(cancelled)
    answered.push(cancelled)
  }
  await scene.sale(scene.bill({ direction: 'out', amount: 3_000 }))
  return { answered, doubted }
}

const SOLD_OUT = { moneyRefused: 'merchant_refused' } as const

/** The books show a thousand won more; then somebody finds the mistake. */
async function leavesOpen(scene: Scene): Promise<Verdict> {
  scene.gateway.moveDay(1)
  await scene.sale(scene.bill())
  scene.misbook(MISBOOKED)
  const wrong = scene.dayBooked().totals
  const isDone = await scene.day('close')
  const echo = scene.heard('close').find(({ asked }) => isSame(asked.body.totals, wrong))
  if (echo !== undefined) return found('echoes_totals', sawTotals(echo.asked.body.totals, wrong))
  if (isDone) return found('takes_differs_for_yes', sawDeed('close', isDone))
  scene.misbook(0)
  const isClosed = await scene.day('close')
  return isClosed ? passed(sawDeed('close', isClosed)) : cameToNothing('close', isClosed)
}

const MISBOOKED = 1_000

async function sellsTomorrow(scene: Scene): Promise<Verdict> {
  scene.gateway.moveDay(1)
  const today = scene.gateway.businessDate()
  await scene.sale(scene.bill())
  if (!(await scene.day('close'))) return cameToNothing('close', false)
  await scene.begin()
  await scene.sale(scene.bill())
  const counted = await scene.count()
  const late = scene.heard('collect').find(({ asked }) => asked.body.business_date <= today)
  if (late === undefined) return drawerIsRight(counted)
  const date = late.asked.body.business_date
  return found('sells_after_close', { ko: `마감한 ${date}로 collect`, en: `a collect of ${date}, which is closed` })
}

async function reports(scene: Scene): Promise<Verdict> {
  scene.gateway.moveDay(1)
  const { answered, doubted } = await sellADay(scene)
  const counted = await scene.count()
  if (!isRight(counted)) return found('drawer_differs', sawMoney(counted))
  const isDone = await scene.day('report')
  const file = scene.heard('report').at(-1)?.asked.body
  if (file === undefined) return cameToNothing('report', isDone)
  if (fileProblem(file, scene.gateway.businessDate()) !== null) return found('miscounts_file', sawHead(file))
  const isWrong = (bill: Bill): boolean => told(file, bill) !== scene.gateway.books.collectedOf(bill)
  const [wrong, left] = [answered.find(isWrong), doubted.find(isWrong)]
  if (wrong !== undefined) return found('rows_differ', sawRow(file, wrong))
  if (left !== undefined) return found('leaves_out_doubted', sawRow(file, left))
  return isDone ? passed(sawHead(file)) : cameToNothing('report', isDone)
}

/** What the rows of a number come to. */
function told({ rows, kind }: ReportMessage, { number }: Bill): number {
  return rows
    .filter((row) => tidy(row.number) === number)
    .reduce((sum, row) => sum + (isUndone(row, kind) ? -1 : 1) * row.amount, 0)
}

/** The reply is lost; afterwards somebody asks for the report once more, though nothing was sold since. */
async function sendsSameFile(scene: Scene): Promise<Verdict> {
  scene.gateway.moveDay(1)
  await scene.sale(scene.bill())
  scene.plan('report', { kind: 'cut' }, { kind: 'refuse', refusal: LINE_ROWS.not_done })
  await scene.day('report')
  const isDone = await scene.day('report')
  const files = scene.heard('report').map(({ asked }) => asked.body)
  const [first] = files
  if (first === undefined || files.length < 2 || !isDone) return cameToNothing('report', isDone)
  const other = files.find((file) => contentOf(file) !== contentOf(first))
  if (other === undefined) return passed(sawHead(first))
  return found('renames_file', {
    ko: `file_id ${first.file_id}, 다음은 ${other.file_id}`,
    en: `file_id ${first.file_id}, then ${other.file_id}`,
  })
}

async function hearsRefusal(scene: Scene): Promise<Verdict> {
  scene.gateway.moveDay(1)
  await scene.sale(scene.bill())
  const refusal = tillRefusal('file_sum_differs') ?? LINE_ROWS.not_done
  scene.plan('report', { kind: 'refuse', refusal })
  if (await scene.day('report')) return found('takes_differs_for_yes', sawDeed('report', true))
  const isDone = await scene.day('report')
  return isDone ? passed(sawDeed('report', isDone)) : cameToNothing('report', isDone)
}

function cameToNothing(deed: DayDeed, isDone: boolean): Verdict {
  return found('day_comes_to_nothing', sawDeed(deed, isDone))
}

function sawDeed(deed: DayDeed, isDone: boolean): Words {
  return { ko: `${deed}: ${isDone ? '했다고 함' : '못 했다고 함'}`, en: `${deed}: ${isDone ? 'done' : 'not done'}` }
}

function isSame(one: DrawerTotals, other: DrawerTotals): boolean {
  return showTotals(one) === showTotals(other)
}

function sawTotals(counted: DrawerTotals, booked: DrawerTotals): Words {
  return {
    ko: `마감 ${showTotals(counted)}, 장부 ${showTotals(booked)}`,
    en: `closed with ${showTotals(counted)}, books ${showTotals(booked)}`,
  }
}

/** Count and sum of cash, card, cancelled cash and card, paid out. */
function showTotals({ collected, cancelled, paid_out }: DrawerTotals): string {
  return [collected.cash, collected.card, cancelled.cash, cancelled.card, paid_out]
    .map(({ count, sum }) => `${count}:${won(sum)}`)
    .join(' ')
}

function sawHead({ count, sum, rows }: ReportMessage): Words {
  return {
    ko: `count ${count}, sum ${won(sum)}, rows ${rows.length}개`,
    en: `count ${count}, sum ${won(sum)}, ${rows.length} rows`,
  }
}

function sawRow(file: ReportMessage, bill: Bill): Words {
  const has = told(file, bill)
  return {
    ko: `${bill.number}(${won(bill.amount)}원): 파일에 ${won(has)}원`,
    en: `${bill.number} of ${won(bill.amount)} won: ${won(has)} in the file`,
  }
}
