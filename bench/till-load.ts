/**
 * Open-loop load on the tills' line: sales begin at instants drawn beforehand, whatever became of those before, and every
 * latency counts from the instant at which its message was to be sent. So a stall is felt by all who would have come.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'undici'
import { signTillRequest } from '../src/sandbox/till-client.ts'
import { TILL_PATH, type TillMessageName } from '../src/wire/till.ts'
import { type GatewayAddresses, NumbersWanted, type SaleMeasured, SalesWanted, TillTarget } from './messages.ts'
import { getToken, issue, post } from './post.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { monotonicMs, usageNow } from './usage.ts'

const readTarget = reader(TillTarget)
const readNumbers = reader(NumbersWanted)
const readSales = reader(SalesWanted)

/** The customer finds the coins between inquiry and collect. */
const PAUSE_MS = 1000
const ISSUED_AT_ONCE = 32
const TILL_CONNECTIONS = 64

interface Line {
  readonly gateway: GatewayAddresses
  readonly merchantUrl: string
  readonly api: Pool
  readonly tills: Pool
  readonly token: string
}

interface Sale {
  readonly orderId: string
  readonly number: string
}

interface Due {
  readonly sale: Sale
  readonly name: 'inquiry' | 'collect'
  readonly at: number
}

let line: Line | undefined
let unsold: readonly Sale[] = []
let orders = 0
let messages = 0

serveSteps({
  async open(given) {
    const { gateway, merchantUrl } = readTarget(given)
    const api = new Pool(gateway.apiUrl, { connections: ISSUED_AT_ONCE, pipelining: 1 })
    const tills = new Pool(gateway.posUrl, { connections: TILL_CONNECTIONS, pipelining: 1 })
    line = { gateway, merchantUrl, api, tills, token: await getToken(api, gateway) }
    return {}
  },
  async issue(given) {
    unsold = await issueNumbers(opened(), readNumbers(given).sales)
    return {}
  },
  sell: async (given) => sell(opened(), unsold, readSales(given)),
})

function opened(): Line {
  if (line === undefined) throw new Error('no line was opened')
  return line
}

async function issueNumbers({ api, token, merchantUrl }: Line, count: number): Promise<readonly Sale[]> {
  const numbers: Sale[] = []
  let left = count
  const issueSome = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      orders += 1
      const orderId = `order-${String(orders).padStart(9, '0')}`
      const answer = JSON.parse(String(await issue(api, token, { orderId, merchantUrl })))
      numbers.push({ orderId, number: answer.response.barcode })
    }
  }
  await Promise.all(Array.from({ length: ISSUED_AT_ONCE }, issueSome))
  return numbers
}

async function sell(open: Line, sales: readonly Sale[], wanted: { perSecond: number; seed: number }) {
  const { business_date: businessDate } = await say(open, 'echo', {})
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
    await say(open, name, { business_date: businessDate, ...own })
    const answeredAt = monotonicMs()
    const before = measured.get(orderId) ?? { orderId, inquiryMs: 0, collectMs: 0, answeredAt }
    measured.set(orderId, { ...before, [`${name}Ms`]: answeredAt - at, answeredAt })
    if (name === 'inquiry') inquiries.get(orderId)?.resolve()
  })
  const elapsedMs = monotonicMs() - beganAt
  return { sales: [...measured.values()], sentLateMs, elapsedMs, generatorMs: usageNow().allMs - usageBefore.allMs }
}

/** One signed message from one of the tills in turn; throws where the answer is not 0000. */
async function say({ gateway, tills }: Line, name: TillMessageName, fields: object): Promise<Record<string, unknown>> {
  messages += 1
  const till = gateway.terminals[messages % gateway.terminals.length]
  if (till === undefined) throw new Error('the gateway has no till')
  const path = TILL_PATH + name
  const wallMs = Date.now()
  const stamp = { stan: String(messages), sent_at: Math.floor(wallMs / 1000) }
  const body = Buffer.from(JSON.stringify({ ...fields, ...stamp }))
  const headers = signTillRequest({ terminal: till.id, secret: till.secret }, { path, body, wallMs })
  const answered = await post(tills, path, headers, body)
  const reply = JSON.parse(answered.body.toString())
  if (answered.status !== 200 || reply.code !== '0000')
    throw new Error(`${name}: HTTP ${answered.status} ${answered.body}`)
  return reply
}

/** Arrivals of independent customers: the gaps are exponential. Milliseconds, ascending. */
function arrivalsOf(count: number, { perSecond, seed }: { perSecond: number; seed: number }): readonly number[] {
  const draw = drawsFrom(seed)
  let at = 0
  return Array.from({ length: count }, () => {
    at += (-Math.log(1 - draw()) * 1000) / perSecond
    return at
  })
}

/** A small generator of even draws in [0, 1), the same for the same seed. */
function drawsFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Starts each at its instant and resolves when all have ended; rejects with the first that fails. */
async function playAll(due: readonly Due[], start: (each: Due) => Promise<void>): Promise<void> {
  const started: Promise<void>[] = []
  for (const each of due) {
    const waitMs = each.at - monotonicMs()
    if (waitMs > 0) await pause(waitMs)
    const one = start(each)
    one.catch(() => {}) // told below
    started.push(one)
  }
  await Promise.all(started)
}
