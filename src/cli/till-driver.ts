/**
 * `npm run till -- drive`: the practice till, driven by the till exam instead of a clerk. One JSON object a line, as
 * docs/till-exam.md says; it is the same till, with the same journal, whose waits can be made to run faster.
 */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type CancelDeed,
  type CancelSeen,
  DEEDS,
  type SaleDeed,
  type SaleSeen,
  SKILLS,
  type TillStart,
} from '../exam/till/driver.ts'
import { TILL_WAITS_MS } from '../sandbox/till-client.ts'
import { reversalGapsMs } from '../sandbox/till-conduct.ts'
import type { TillJournal } from '../sandbox/till-journal.ts'
import { createDesk, type Desk, type HowToCollect, isSale, isSlip, type Sale, type Shown } from './till-desk.ts'
import { openOwnJournal, traceNumbersOf } from './till-file.ts'
import { GatewayDown } from './till-sender.ts'

export interface DriverRun {
  readonly input: Readable
  readonly say: (line: string) => void
}

/** Until the input ends. */
export async function driveTill({ input, say }: DriverRun): Promise<void> {
  let till: DrivenTill | undefined
  for await (const line of createInterface({ input })) {
    const deed: unknown = JSON.parse(line)
    if (DEEDS.start.Check(deed)) {
      till?.close()
      till = startTill(deed)
    }
    say(JSON.stringify(await obey(till, deed)))
  }
  till?.close()
}

interface DrivenTill {
  readonly desk: Desk
  readonly journal: TillJournal
  /** Ends when what an earlier run has left open is undone. */
  readonly settled: Promise<void>
  readonly close: () => void
}

/** The process that was killed here may not be gone yet. */
const LAST_BREATH_MS = 5_000

function startTill({ url, terminal, secret, journal: folder, speed }: TillStart): DrivenTill {
  const { journal, isAlone, close } = openOwnJournal(folder, terminal, LAST_BREATH_MS)
  if (!isAlone) throw new Error(`another process is at till ${terminal} in ${folder}`)
  const pause = async (ms: number): Promise<void> => {
    await delay(ms / speed)
  }
  const desk = createDesk({
    posUrl: url,
    terminal: { id: terminal, secret },
    traceNumbers: traceNumbersOf(folder, terminal),
    language: 'en',
    say: () => {},
    pause,
    journal,
    reversalGapsMs,
    waitsMs: TILL_WAITS_MS / speed,
    completes: true,
  })
  return { desk, journal, settled: settle(desk, pause), close }
}

/** A line that does not work yet is waited for. */
async function settle(desk: Desk, pause: (ms: number) => Promise<void>): Promise<void> {
  for (const gapMs of reversalGapsMs()) {
    try {
      return await desk.settleOpen()
    } catch (error) {
      if (!(error instanceof GatewayDown)) throw error
      await pause(gapMs)
    }
  }
}

async function obey(till: DrivenTill | undefined, deed: unknown): Promise<object> {
  if (till === undefined) return { cannot: 'start comes first' }
  if (DEEDS.start.Check(deed)) return { ready: true, does: SKILLS }
  if (DEEDS.sale.Check(deed)) return sell(till.desk, deed)
  if (DEEDS.cancel.Check(deed)) return cancel(till, deed)
  if (DEEDS.open.Check(deed)) return { done: await isDone(till.desk.open()) }
  if (DEEDS.close.Check(deed)) return { done: await isDone(till.desk.close()) }
  if (DEEDS.report.Check(deed)) return { done: await isDone(till.desk.report()) }
  if (!DEEDS.count.Check(deed)) return { cannot: `not a deed: ${JSON.stringify(deed)}` }
  await till.settled
  const { journal } = till
  return { drawer: journal.drawer(), open: journal.open().length + journal.unanswered().length }
}

/** Without a line nothing is done. */
async function isDone(work: Promise<boolean>): Promise<boolean> {
  return work.catch((error: unknown) => {
    if (error instanceof GatewayDown) return false
    throw error
  })
}

async function cancel({ desk, journal }: DrivenTill, { number, reason }: CancelDeed): Promise<CancelSeen> {
  const sale = journal.findNumber(number)
  if (sale === undefined) return { result: 'refused' }
  const { key, amount } = sale
  const isCancelled = await isDone(desk.cancel({ stan: key.stan, date: key.business_date }, amount, reason))
  if (isCancelled) return { result: 'cancelled' }
  return { result: journal.unanswered().length > 0 ? 'unknown' : 'refused' }
}

/** Without a line nothing is begun. */
async function sell(desk: Desk, deed: SaleDeed): Promise<SaleSeen> {
  try {
    return await sellByLine(desk, deed)
  } catch (error) {
    if (!(error instanceof GatewayDown)) throw error
    return { shown: null, result: 'refused', printed: null }
  }
}

/** The clerk does what the screen says. A second press finds nothing on the screen that could be collected. */
async function sellByLine(desk: Desk, { number, pay_type: payType, jams }: SaleDeed): Promise<SaleSeen> {
  const shown = await desk.inquire(number)
  if (shown === undefined) return { shown: null, result: 'refused', printed: null }
  const { amount, merchant, name } = shown.reply
  const sale = await carryOut(desk, shown, { payType, loseReply: false, jams: jams === true })
  const yes = isSlip(shown) ? 'paid_out' : 'collected'
  return {
    shown: { amount, merchant, name },
    result: sale?.isCollected === true ? yes : 'refused',
    printed: sale?.receipt === null || sale === undefined ? null : [...sale.receipt],
  }
}

async function carryOut(desk: Desk, shown: Shown, how: HowToCollect): Promise<Sale | undefined> {
  if (isSlip(shown)) return desk.payOut(shown)
  return isSale(shown) ? desk.collect(shown, how) : undefined
}
