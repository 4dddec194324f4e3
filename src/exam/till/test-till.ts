/** For tests only: a till as somebody else would write one, by docs/till.md alone. */
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { CancelDeed, DayDeed, SaleDeed, SaleSeen, TillStart } from './driver.ts'
import type { Begun, Conduct, Reply, Request } from './test-till-conduct.ts'
import { openJournal } from './test-till-journal.ts'
import { ask, cancel, type Desk, dealWithDay } from './test-till-requests.ts'
import { createLine } from './test-till-wire.ts'

/** Reads what it is told and answers, line by line, until the input ends. */
export async function runTestTill(conduct: Conduct, input: Readable, output: Writable): Promise<void> {
  let till: Till | undefined
  for await (const line of createInterface({ input })) {
    const deed = JSON.parse(line)
    if (deed.do === 'start') till = openTill(conduct, deed)
    const answer = deed.do === 'start' ? { ready: true, does: conduct.does } : await till?.obey(deed)
    output.write(`${JSON.stringify(answer)}\n`)
  }
}

interface Till {
  obey(deed: Deed): Promise<object>
}

type Deed =
  | ({ readonly do: 'sale' } & SaleDeed)
  | ({ readonly do: 'cancel' } & CancelDeed)
  | { readonly do: DayDeed | 'count' }

function openTill(conduct: Conduct, start: TillStart): Till {
  const journal = openJournal(conduct, join(start.journal, 'journal.jsonl'))
  const send = createLine(conduct, start, journal.nextStan)
  const desk: Desk = { conduct, speed: start.speed, journal, send, printed: [] }
  const underWay = new Set<Promise<unknown>>()
  const noted = <Value>(work: Promise<Value>): Promise<Value> => {
    underWay.add(work)
    return work.finally(() => underWay.delete(work))
  }
  for (const { begun, isUndoing } of journal.openOnes()) {
    if (conduct.remembers(begun, isUndoing)) noted(undo(desk, begun)).catch(fail)
    else journal.forget(begun)
  }
  for (const request of journal.unanswered()) {
    if (conduct.remembersRequest(request)) noted(ask(desk, request)).catch(fail)
    else journal.answer(request, false)
  }
  return {
    async obey(deed) {
      if (deed.do === 'sale') return noted(sell(desk, deed))
      if (deed.do === 'cancel') return noted(cancel(desk, deed))
      if (deed.do !== 'count') return dealWithDay(desk, deed.do)
      while (underWay.size > 0) await Promise.all(underWay)
      return journal.count()
    },
  }
}

async function sell(desk: Desk, deed: SaleDeed): Promise<SaleSeen> {
  const { conduct, send, journal, printed } = desk
  printed.length = 0
  const number = conduct.keyed(deed.number)
  if (number === undefined) return REFUSED
  const date = conduct.saleDate(await send.today(), journal.isDayClosed)
  const { reply } = await send.message('inquiry', { ...send.newKey(date), number })
  if (reply === undefined || !conduct.mayCollect(reply)) return REFUSED
  const shown = conduct.shown(reply)
  const amount = conduct.amount(reply, deed)
  const fields = { number, amount, currency: reply.currency ?? 'KRW' }
  const once = (): Promise<SaleSeen['result']> => {
    const message = conduct.paysOut(reply) ? 'payout' : 'collect'
    const payType = message === 'payout' ? 'cash' : deed.pay_type
    const begun = journal.begin({ message, key: send.newKey(date), number, amount, payType })
    const wanted = message === 'payout' ? fields : { ...fields, pay_type: payType }
    return carryOut(desk, begun, { fields: wanted, jams: deed.jams === true })
  }
  const isTwice = deed.presses === 2 && !conduct.locks
  const [result = 'unknown'] = await Promise.all(isTwice ? [once(), once()] : [once()])
  return { shown, result, printed: printed.length === 0 ? null : [...printed] }
}

interface Wanted {
  readonly fields: object
  readonly jams: boolean
}

async function carryOut(desk: Desk, begun: Begun, wanted: Wanted, tries = 1): Promise<SaleSeen['result']> {
  const { conduct, send, journal, speed } = desk
  const { fields } = wanted
  const { reply, text, late } = await send.message(begun.message, { ...fields, ...begun.key })
  late?.then((lateReply) => {
    if (lateReply?.code === '0000') journal.close(begun, begun.amount, true)
  })
  const judgement = reply === undefined ? 'unsure' : conduct.judge(reply)
  if (judgement === 'yes') return finish(desk, begun, reply, wanted)
  if (judgement === 'no') {
    const isKept = begun.message === 'collect' ? conduct.keepsRefused : conduct.paysFirst
    journal.close(begun, isKept ? signed(begun) : 0, false)
    return 'refused'
  }
  if (judgement === 'again' && tries < 20) {
    await delay(conduct.againMs / speed)
    const key = conduct.keyAgain(begun.key, () => send.newKey(begun.key.business_date))
    return carryOut(desk, key === begun.key ? begun : journal.begin({ ...begun, key }, begun), wanted, tries + 1)
  }
  return settle(desk, begun, wanted, conduct.doubt(reply, text))
}

/** Of a jam the clerk tells the till, and gives the money back. */
async function finish(
  desk: Desk,
  begun: Begun,
  reply: Reply | undefined,
  { jams }: Wanted,
): Promise<SaleSeen['result']> {
  const { conduct, journal, printed } = desk
  const request = completionOf(desk, begun)
  if (jams) {
    if (request !== undefined && conduct.completes === 'before the slip') await ask(desk, request)
    await undo(desk, begun, 'printer')
    return 'refused'
  }
  journal.close(begun, signed(begun), true, request)
  if (Array.isArray(reply?.receipt)) printed.push(...conduct.print(reply.receipt))
  if (request !== undefined) await ask(desk, request)
  return begun.message === 'collect' ? 'collected' : 'paid_out'
}

/** Undefined where nothing is made final. */
function completionOf({ conduct, send }: Desk, { message, key, amount }: Begun): Request | undefined {
  if (message === 'payout' || conduct.completes === 'never' || !conduct.does.includes('complete')) return undefined
  return { message: 'complete', key: send.newKey(key.business_date), original: key, amount }
}

async function settle(
  desk: Desk,
  begun: Begun,
  wanted: Wanted,
  how: ReturnType<Conduct['doubt']>,
): Promise<SaleSeen['result']> {
  const { send, journal } = desk
  if (how === 'collect again')
    return carryOut(desk, journal.begin({ ...begun, key: send.newKey(begun.key.business_date) }, begun), wanted)
  if (how === 'give back') journal.close(begun, 0, false)
  else if (how === 'cancel') {
    journal.close(begun, signed(begun), true)
    await cancel(desk, { number: begun.number, reason: '무응답' })
  } else await undo(desk, begun)
  return 'refused'
}

async function undo(desk: Desk, begun: Begun, reason: 'timeout' | 'printer' = 'timeout'): Promise<void> {
  const { conduct, send, journal, speed } = desk
  const today = await send.today()
  const mayAsk = conduct.asksFirst && reason === 'timeout' && !journal.isUndoing(begun)
  if (mayAsk && (await isTold(desk, begun, today))) return
  journal.write({ undoing: begun.key.stan })
  let fields = { ...send.newKey(today), original: conduct.original(begun, today), reason }
  for (let tries = 1; ; tries += 1) {
    const { reply } = await send.message('reverse', fields)
    if (conduct.endsUndoing(reply, tries)) {
      const isUndone = reply?.code === '0000' && conduct.undoes(reply, begun)
      return journal.close(begun, isUndone ? 0 : signed(begun), reply?.original === 'closed')
    }
    if (conduct.redates && reply?.class === 'DECLINED') fields = { ...fields, ...send.newKey(await send.today()) }
    await delay((conduct.gapsMs[tries - 1] ?? 600_000) / speed)
  }
}

/** Behind a reversal it would be too late to ask: that may be on its way still. */
async function isTold(desk: Desk, begun: Begun, today: string): Promise<boolean> {
  const { send, journal } = desk
  const { reply } = await send.message('status', { ...send.newKey(today), original: begun.key })
  if (reply?.original === 'collected' || reply?.original === 'paid_out') {
    const request = completionOf(desk, begun)
    journal.close(begun, signed(begun), true, request)
    if (request !== undefined) await ask(desk, request)
  } else if (reply?.original === 'refused' || reply?.original === 'reversed') journal.close(begun, 0, false)
  else return false
  return true
}

function signed({ message, amount, payType }: Begun): number {
  if (message === 'payout') return -amount
  return payType === 'cash' ? amount : 0
}

const REFUSED: SaleSeen = { shown: null, result: 'refused', printed: null }

function fail(error: unknown): never {
  throw error
}
