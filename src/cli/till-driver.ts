/**
 * `npm run till -- drive`: the practice till, driven by the till exam instead of a clerk. One JSON object a line, as
 * docs/till-exam.md says; it is the same till, with the same journal, whose waits can be made to run faster.
 */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { DEEDS, type SaleDeed, type SaleSeen, type TillStart } from '../exam/till/driver.ts'
import { TILL_WAITS_MS } from '../sandbox/till-client.ts'
import { reversalGapsMs } from '../sandbox/till-conduct.ts'
import type { TillJournal } from '../sandbox/till-journal.ts'
import { createDesk, type Desk, GatewayDown, isSale, isSlip, type Sale, type Shown } from './till-desk.ts'
import { openOwnJournal, traceNumbersOf } from './till-file.ts'

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
  if (DEEDS.start.Check(deed)) return { ready: true }
  if (DEEDS.sale.Check(deed)) return sell(till.desk, deed)
  if (!DEEDS.count.Check(deed)) return { cannot: `not a deed: ${JSON.stringify(deed)}` }
  await till.settled
  return { drawer: till.journal.drawer(), open: till.journal.open().length }
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
async function sellByLine(desk: Desk, { number, pay_type: payType }: SaleDeed): Promise<SaleSeen> {
  const shown = await desk.inquire(number)
  if (shown === undefined) return { shown: null, result: 'refused', printed: null }
  const { amount, merchant, name } = shown.reply
  const sale = await carryOut(desk, shown, payType)
  const yes = isSlip(shown) ? 'paid_out' : 'collected'
  return {
    shown: { amount, merchant, name },
    result: sale?.isCollected === true ? yes : 'refused',
    printed: sale?.receipt === null || sale === undefined ? null : [...sale.receipt],
  }
}

async function carryOut(desk: Desk, shown: Shown, payType: SaleDeed['pay_type']): Promise<Sale | undefined> {
  if (isSlip(shown)) return desk.payOut(shown)
  return isSale(shown) ? desk.collect(shown, { payType, loseReply: false }) : undefined
}
