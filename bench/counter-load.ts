/** Open-loop load of one message on one line: each begins at its instant, whatever became of those before. */
import { Pool } from 'undici'
import { answersHeard, getToken, type Heard, ISSUED_AT_ONCE, type Issued, issueNumbers } from './exchange.ts'
import { CounterTarget, CounterWanted, type MessagesMeasured, NumbersWanted } from './messages.ts'
import { arrivalsOf, playAll } from './open-loop.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { openLines, type SendMessage } from './till-lines.ts'
import { monotonicMs, usageNow } from './usage.ts'

const readTarget = reader(CounterTarget)
const readNumbers = reader(NumbersWanted)
const readWanted = reader(CounterWanted)

const heard: Heard = new Map()
let opened: { readonly issue: (count: number) => Promise<readonly Issued[]>; readonly send: SendMessage }
let fresh: readonly Issued[] = []
let orders = 0

serveSteps({
  async open(given) {
    const { gateway, merchantUrl, line, isFloor } = readTarget(given)
    const api = new Pool(gateway.apiUrl, { connections: ISSUED_AT_ONCE, pipelining: 1 })
    const send = await openLines(line, heard, gateway)
    const token = await getToken(api, heard, gateway)
    const issue = (count: number) => issueNumbers(api, heard, { count, token, merchantUrl, orderId: nextOrderId })
    opened = { send, issue: isFloor ? async (count) => Array.from({ length: count }, madeUp) : issue }
    return {}
  },
  async issue(given) {
    fresh = await opened.issue(readNumbers(given).sales)
    return {}
  },
  send: async (given) => sendAll(fresh, readWanted(given)),
})

function nextOrderId(): string {
  orders += 1
  return `order-${String(orders).padStart(9, '0')}`
}

function madeUp(): Issued {
  const orderId = nextOrderId()
  return { orderId, impUid: orderId, number: orderId }
}

async function sendAll(
  numbers: readonly Issued[],
  { name, perSecond, seed }: CounterWanted,
): Promise<MessagesMeasured> {
  const arrivals = arrivalsOf(numbers.length, { perSecond, seed })
  const sentLateMs: number[] = []
  const messages: MessagesMeasured['messages'] = []
  const usageBefore = usageNow()
  const beganAt = monotonicMs() + 100
  const due = numbers.map((issued, index) => ({ issued, at: beganAt + (arrivals[index] ?? 0) }))
  await playAll(due, async ({ issued: { orderId, number }, at }) => {
    sentLateMs.push(monotonicMs() - at)
    const terms = name === 'collect' ? { amount: 36_400, currency: 'KRW', pay_type: 'cash' } : {}
    await opened.send(name, { number, ...terms })
    messages.push({ orderId, ms: monotonicMs() - at })
  })
  const endedAt = monotonicMs()
  const generatorMs = usageNow().allMs - usageBefore.allMs
  return { messages, sentLateMs, beganAt, endedAt, generatorMs, answers: answersHeard(heard) }
}
