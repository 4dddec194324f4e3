/**
 * Closed-loop load with one request: so many connections, each sending its next when it has the last answer. It stops by
 * itself, and tells its own CPU time, so that a tired generator is not mistaken for a slow server.
 */
import { Client, Pool } from 'undici'
import {
  type Asked,
  answersHeard,
  ask,
  getToken,
  type Heard,
  ISSUED_AT_ONCE,
  type Issued,
  issueNumbers,
  issueOf,
  queryOf,
  tokenOf,
} from './exchange.ts'
import { percentile } from './figures.ts'
import { type RequestsMeasured, RequestTarget, RequestWindow } from './messages.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { openTills } from './till-messages.ts'
import { monotonicMs, usageNow } from './usage.ts'

const readTarget = reader(RequestTarget)
const readWindow = reader(RequestWindow)

/** None of these requests makes the gateway call anybody. */
const MERCHANT_URL = 'http://127.0.0.1:9999'
/** Of the numbers, for getting warm. */
const WARM_UP_SHARE = 0.1

/** Undefined when there is nothing left to ask for. */
type Next = () => Asked | undefined

interface Opened {
  readonly clients: readonly Client[]
  readonly warmUp: Next
  readonly measured: Next
}

const heard: Heard = new Map()
let orders = 0
let opened: Opened | undefined

serveSteps({
  async open(given) {
    opened = await open(readTarget(given))
    return {}
  },
  async warmUp(given) {
    const { clients, warmUp } = isOpen()
    return run(clients, warmUp, readWindow(given))
  },
  async run(given) {
    const { clients, measured } = isOpen()
    return run(clients, measured, readWindow(given))
  },
})

function isOpen(): Opened {
  if (opened === undefined) throw new Error('nothing was opened')
  return opened
}

async function open(target: RequestTarget): Promise<Opened> {
  const { request, gateway, connections, numbers } = target
  const api = new Pool(gateway.apiUrl, { connections: ISSUED_AT_ONCE, pipelining: 1 })
  const token = await getToken(api, heard, gateway)
  const wanted = { count: numbers, token, merchantUrl: MERCHANT_URL, orderId: nextOrderId }
  const issued = await issueNumbers(api, heard, wanted)
  await api.close()
  const url = request === 'inquiry' ? gateway.posUrl : gateway.apiUrl
  const clients = Array.from({ length: connections }, () => new Client(url, { pipelining: 1 }))
  return { clients, ...(await requestsOf(target, clients, token, issued)) }
}

async function requestsOf(
  { request, gateway, isFloor }: RequestTarget,
  [client]: readonly Client[],
  token: string,
  issued: readonly Issued[],
): Promise<Pick<Opened, 'warmUp' | 'measured'>> {
  if (client === undefined) throw new Error('there is no connection')
  if (request === 'issue') {
    const next = (): Asked => issueOf(token, nextOrderId(), MERCHANT_URL)
    return { warmUp: next, measured: next }
  }
  if (request === 'token') {
    const next = (): Asked => tokenOf(gateway)
    return { warmUp: next, measured: next }
  }
  if (request === 'query') {
    const next = eachInTurn(issued, ({ impUid }) => queryOf(token, impUid))
    return { warmUp: next, measured: next }
  }
  const write = await openTills(client, heard, gateway)
  const inquiryOf = ({ number }: Issued): Asked => write('inquiry', { number })
  const warm = Math.ceil(issued.length * WARM_UP_SHARE)
  const fresh = issued.slice(warm)
  return {
    warmUp: eachInTurn(issued.slice(0, warm), inquiryOf),
    measured: isFloor ? eachInTurn(fresh, inquiryOf) : eachOnce(fresh, inquiryOf),
  }
}

function nextOrderId(): string {
  orders += 1
  return `order-${String(orders).padStart(9, '0')}`
}

function eachInTurn(issued: readonly Issued[], askFor: (issued: Issued) => Asked): Next {
  let at = -1
  return () => {
    at = (at + 1) % issued.length
    const one = issued[at]
    return one === undefined ? undefined : askFor(one)
  }
}

function eachOnce(issued: readonly Issued[], askFor: (issued: Issued) => Asked): Next {
  const left = issued.values()
  return () => {
    const { value } = left.next()
    return value === undefined ? undefined : askFor(value)
  }
}

async function run(
  clients: readonly Client[],
  next: Next,
  { seconds, requestsMax }: RequestWindow,
): Promise<RequestsMeasured> {
  const latenciesMs: number[] = []
  const usageBefore = usageNow()
  const beganAt = monotonicMs()
  let left = requestsMax
  await Promise.all(
    clients.map(async (client) => {
      for (let sentAt = monotonicMs(); sentAt < beganAt + seconds * 1000 && left > 0; ) {
        left -= 1
        const asked = next()
        if (asked === undefined) return
        await ask(client, heard, asked)
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
    answers: answersHeard(heard),
  }
}
