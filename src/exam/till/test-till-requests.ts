/** For tests only: what a till of the exam asks about a sale that it has made, and its business day. */
import { setTimeout as delay } from 'node:timers/promises'
import type { DrawerTotals } from '../../wire/till-day.ts'
import type { CancelDeed, CancelSeen, DayDeed, DayDeedSeen } from './driver.ts'
import type { Conduct, Reply, ReportFile, Request, Sold } from './test-till-conduct.ts'
import type { TestJournal } from './test-till-journal.ts'
import type { TestLine } from './test-till-wire.ts'

export interface Desk {
  readonly conduct: Conduct
  readonly speed: number
  readonly journal: TestJournal
  readonly send: TestLine
  readonly printed: string[]
}

/** Until there is an answer; it is in the journal by then. */
export async function ask(desk: Desk, request: Request): Promise<Reply | undefined> {
  const { conduct, send, journal, speed } = desk
  const { message, ...fields } = conduct.request(request)
  let { key } = request
  for (;;) {
    const { reply } = await send.message(message, {
      ...key,
      original: fields.original,
      amount: fields.amount,
      ...words(fields),
    })
    if (conduct.endsRequest(reply)) {
      journal.answer(request, message === 'cancel' && conduct.givesBack(reply))
      return reply
    }
    await delay(conduct.againMs / speed)
    key = conduct.requestKeyAgain(key, () => send.newKey(key.business_date))
  }
}

function words({ reason }: Pick<Request, 'reason'>): object {
  return reason === undefined ? {} : { reason }
}

export async function cancel(desk: Desk, { number, reason }: CancelDeed): Promise<CancelSeen> {
  const { conduct, send, journal } = desk
  const sale = journal.find(number)
  if (sale === undefined) return { result: 'refused' }
  const { amount, ...original } = sale
  const date = conduct.saleDate(await send.today(), journal.isDayClosed)
  const request = { message: 'cancel', key: send.newKey(date), original, amount, reason } as const
  journal.write({ asked: request })
  return { result: conduct.givesBack(await ask(desk, request)) ? 'cancelled' : 'refused' }
}

export async function dealWithDay(desk: Desk, deed: DayDeed): Promise<DayDeedSeen> {
  const today = await desk.send.today()
  const reply = await DAY_DEEDS[deed](desk, today)
  return { done: desk.conduct.isDone(reply) }
}

const DAY_DEEDS: Readonly<Record<DayDeed, (desk: Desk, today: string) => Promise<Reply | undefined>>> = {
  open: (desk, today) => until(desk, 'open', desk.conduct.opens(today), {}),
  close,
  report,
}

async function close(desk: Desk, today: string): Promise<Reply | undefined> {
  const { conduct, journal } = desk
  const counted = conduct.counts(totalsOf(journal.sold(), today))
  const first = await until(desk, 'close', today, { totals: counted })
  const again = first?.class === 'DECLINED' ? conduct.countsAgain(first) : undefined
  const reply = again === undefined ? first : await until(desk, 'close', today, { totals: again })
  if (conduct.isDone(reply)) journal.write({ closedDay: today })
  return reply
}

/** What was reversed, or refused, is in none of them. */
function totalsOf(sold: readonly Sold[], date: string): DrawerTotals {
  const ofDay = sold.filter(({ begun, stands }) => stands && begun.key.business_date === date)
  const tally = (of: readonly Sold[]) => ({
    count: of.length,
    sum: of.reduce((sum, { begun }) => sum + begun.amount, 0),
  })
  const byPayType = (of: readonly Sold[]) => ({
    cash: tally(of.filter(({ begun }) => begun.payType === 'cash')),
    card: tally(of.filter(({ begun }) => begun.payType === 'card')),
  })
  return {
    collected: byPayType(ofDay.filter(({ begun }) => begun.message === 'collect')),
    cancelled: byPayType(sold.filter(({ cancelledOn }) => cancelledOn === date)),
    paid_out: tally(ofDay.filter(({ begun }) => begun.message === 'payout')),
  }
}

/** The file that was sent last, where nothing was sold since. */
async function report(desk: Desk, today: string): Promise<Reply | undefined> {
  const { conduct, journal } = desk
  const files = journal.files()
  const rows = journal
    .sold()
    .filter(
      ({ begun, cancelledOn }) =>
        begun.message === 'collect' && begun.key.business_date === today && cancelledOn === null,
    )
    .filter(conduct.isReported)
    .map(({ begun: { number, amount, payType } }) => ({ number, amount, pay_type: payType }))
  const last = files.at(-1)
  const isKnown = last !== undefined && last.date === today && JSON.stringify(last.rows) === JSON.stringify(rows)
  const file = isKnown && conduct.keepsFiles ? last : fileOf(desk, today, files.length + 1, rows)
  if (file !== last) journal.write({ file })
  return until(desk, 'report', today, file)
}

function fileOf({ conduct }: Desk, date: string, seq: number, rows: ReportFile['rows']): ReportFile {
  const sum = rows.reduce((total, { amount }) => total + amount, 0)
  const head = { file_id: `${date}-${seq}`, seq, date, kind: '01', currency: 'KRW' } as const
  return conduct.file({ ...head, count: rows.length, sum, rows })
}

/** These move no money and do nothing twice: sent again until there is an answer. */
async function until(desk: Desk, message: DayDeed, date: string, fields: object): Promise<Reply | undefined> {
  const { conduct, send, speed } = desk
  for (let tries = 1; ; tries += 1) {
    const { reply } = await send.message(message, { ...send.newKey(date), ...fields })
    if (reply?.class === 'OK' || reply?.class === 'DECLINED' || tries === 20) return reply
    await delay(conduct.againMs / speed)
  }
}
