/**
 * Closed-loop load on `POST /cvs`: so many connections, each sending its next request when it has the last answer. It
 * stops by itself, and tells its own CPU time, so that a tired generator is not mistaken for a slow server.
 */
import { Client } from 'undici'
import { percentile } from './figures.ts'
import { type IssueMeasured, IssueTarget, IssueWindow } from './messages.ts'
import { getToken, issue } from './post.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { monotonicMs, usageNow } from './usage.ts'

const readTarget = reader(IssueTarget)
const readWindow = reader(IssueWindow)

/** Issuing alone calls nobody. */
const MERCHANT_URL = 'http://127.0.0.1:9999'
const MADE_UP_TOKEN = '0'.repeat(48)

let clients: readonly Client[] = []
let token = MADE_UP_TOKEN
let orders = 0

serveSteps({
  async open(given) {
    const { apiUrl, keys, connections } = readTarget(given)
    clients = Array.from({ length: connections }, () => new Client(apiUrl, { pipelining: 1 }))
    const [first] = clients
    if (keys !== null && first !== undefined) token = await getToken(first, keys)
    return {}
  },
  run: async (given) => run(readWindow(given)),
})

async function run({ seconds, requestsMax }: { seconds: number; requestsMax: number }): Promise<IssueMeasured> {
  const latenciesMs: number[] = []
  const usageBefore = usageNow()
  const beganAt = monotonicMs()
  let left = requestsMax
  let answer: Buffer = Buffer.alloc(0)
  await Promise.all(
    clients.map(async (client) => {
      for (let sentAt = monotonicMs(); sentAt < beganAt + seconds * 1000 && left > 0; ) {
        left -= 1
        orders += 1
        answer = await issue(client, token, orderOf(orders))
        const now = monotonicMs()
        latenciesMs.push(now - sentAt)
        sentAt = now
      }
    }),
  )
  const endedAt = monotonicMs()
  latenciesMs.sort((a, b) => a - b)
  return {
    requests: latenciesMs.length,
    beganAt,
    endedAt,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    generatorMs: usageNow().allMs - usageBefore.allMs,
    answer: answer.toString(),
  }
}

function orderOf(count: number): { readonly orderId: string; readonly merchantUrl: string } {
  return { orderId: `order-${String(count).padStart(9, '0')}`, merchantUrl: MERCHANT_URL }
}
