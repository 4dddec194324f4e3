/**
 * Open-loop load on the tills' line: sales begin at instants drawn beforehand, whatever became of those before, and every
 * latency counts from the instant at which its message was to be sent. So a stall is felt by all who would have come.
 */
import { Pool } from 'undici'
import { answersHeard, ask, getToken, type Heard, ISSUED_AT_ONCE, type Issued, issueNumbers } from './exchange.ts'
import { NumbersWanted, type SaleMeasured, type SalesMeasured, SalesWanted, TillTarget } from './messages.ts'
import { arrivalsOf, playAll } from './open-loop.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { openTills, type WriteMessage } from './till-messages.ts'
import { monotonicMs, usageNow } from './usage.ts'

const readTarget = reader(TillTarget)
const readNumbers = reader(NumbersWanted)
const readSales = reader(SalesWanted)

/** The customer finds the coins between inquiry and collect. */
const PAUSE_MS = 1000
const TILL_CONNECTIONS = 64

interface Line {
  readonly merchantUrl: string
  readonly api: Pool
  readonly tills: Pool
  readonly token: string
  readonly write: WriteMessage
}

interface Due {
  readonly sale: Issued
  readonly name: 'inquiry' | 'collect'
  readonly at: number
}

const heard: Heard = new Map()
let line: Line | undefined
let unsold: readonly Issued[] = []
let orders = 0

serveSteps({
  async open(given) {
    const { gateway, merchantUrl } = readTarget(given)
    const api = new Pool(gateway.apiUrl, { connections: ISSUED_AT_ONCE, pipelining: 1 })
    const tills = new Pool(gateway.posUrl, { connections: TILL_CONNECTIONS, pipelining: 1 })
    const write = await openTills(tills, heard, gateway)
    line = { merchantUrl, api, tills, token: await getToken(api, heard, gateway), write }
    return {}
  },
  async issue(given) {
    const { api, token, merchantUrl } = opened()
    unsold = await issueNumbers(api, heard, {
      count: readNumbers(given).sales,
      token,
      merchantUrl,
      orderId: nextOrderId,
    })
    return {}
  },
  sell: async (given) => sell(opened(), unsold, readSales(given)),
})

function opened(): Line {
  if (line === undefined) throw new Error('no line was opened')
  return line
}

function nextOrderId(): string {
  orders += 1
  return `order-${String(orders).padStart(9, '0')}`
}

async function sell(
  { tills, write }: Line,
  sales: readonly Issued[],
  wanted: { perSecond: number; seed: number },
): Promise<SalesMeasured> {
  const arrivals = arrivalsOf(sales.length, wanted)
  const measured = new Map<string, SaleMeasured>()
  const sentLateMs: number[] = []
  const usageBefore = usageNow()
  const beganAt = monotonicMs() + 100
  const due = sales
    .flatMap((sale, index): readonly Due[] => {
      const at = beganAt + (arrivals[index] ?? 0)
      return [
        { sale, name: 'inquiry', at },
        { sale, name: 'collect', at: at + PAUSE_MS },
      ]
    })
    .sort((a, b) => a.at - b.at)
  const inquiries = new Map<string, PromiseWithResolvers<void>>(
    sales.map(({ orderId }) => [orderId, Promise.withResolvers<void>()]),
  )
  await playAll(due, async ({ sale: { orderId, number }, name, at }) => {
    sentLateMs.push(monotonicMs() - at)
    // A clerk collects what was shown; where the answer is late, so is the collect, and its latency counts from `at`.
    if (name === 'collect') await inquiries.get(orderId)?.promise
    const own = name === 'inquiry' ? { number } : { number, amount: 36_400, currency: 'KRW', pay_type: 'cash' }
    await ask(tills, heard, write(name, own))
    const answeredAt = monotonicMs()
    const before = measured.get(orderId) ?? { orderId, inquiryMs: 0, collectMs: 0, answeredAt }
    measured.set(orderId, { ...before, [`${name}Ms`]: answeredAt - at, answeredAt })
    if (name === 'inquiry') inquiries.get(orderId)?.resolve()
  })
  const elapsedMs = monotonicMs() - beganAt
  const generatorMs = usageNow().allMs - usageBefore.allMs
  return { sales: [...measured.values()], sentLateMs, elapsedMs, generatorMs, answers: answersHeard(heard) }
}
