/** Orders arriving at the merchant's API on their own schedule; what becomes of their notices is measured elsewhere. */
import { Pool } from 'undici'
import { ask, getToken, type Heard, issueOf } from './exchange.ts'
import { OrdersPlayed, OrderTarget } from './notice-messages.ts'
import { arrivalsOf, playAll } from './open-loop.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { monotonicMs, usageNow } from './usage.ts'

const readTarget = reader(OrderTarget)
const readWanted = reader(OrdersPlayed)

const CONNECTIONS = 64
/** Named in each order; issuing calls nobody there. */
const MERCHANT_URL = 'http://127.0.0.1:9999'

const heard: Heard = new Map()
let desk: { readonly api: Pool; readonly token: string } | undefined
let ordered = 0

serveSteps({
  async open(given) {
    const target = readTarget(given)
    const api = new Pool(target.apiUrl, { connections: CONNECTIONS, pipelining: 1 })
    desk = { api, token: await getToken(api, heard, target) }
    return {}
  },
  async order(given) {
    if (desk === undefined) throw new Error('nothing was opened')
    const { api, token } = desk
    const { orders, ...arriving } = readWanted(given)
    const usageBefore = usageNow()
    const beganAt = monotonicMs() + 100
    const due = arrivalsOf(orders, arriving).map((at) => ({ at: beganAt + at }))
    await playAll(due, async () => void (await ask(api, heard, issueOf(token, nextOrderId(), MERCHANT_URL))))
    return { elapsedMs: monotonicMs() - beganAt, generatorMs: usageNow().allMs - usageBefore.allMs }
  },
})

function nextOrderId(): string {
  ordered += 1
  return `order-${String(ordered).padStart(9, '0')}`
}
