/**
 * For tests only: receivers of notices as merchants write them, real HTTP on 127.0.0.1. Each is made of parts, so that
 * a broken one differs from a good one in the part where its defect is planted and nowhere else.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { verifyWebhook } from '../../sandbox/webhook-verify.ts'
import { EXAM_KEY } from './exam-api.ts'
import type { NoticeFormat } from './exam-notice.ts'

/** What a receiver knows of an order. */
export interface ShopOrder {
  paid: boolean
  count: number
  version: number
}

export interface Shop {
  readonly format: NoticeFormat
  /** Null where it verifies no signature. */
  readonly secret: string | null
  /** Null where it asks nobody back. */
  readonly apiUrl: string | null
  readonly orders: Map<string, ShopOrder>
  /** `webhook-id`s that were handled, and those being handled. */
  readonly handled: Set<string>
  readonly underWay: Set<string>
}

export interface Call {
  readonly request: IncomingMessage
  readonly body: Buffer
}

/** What a notice says. */
export interface Told {
  readonly webhookId: string
  readonly impUid: string
  readonly merchantUid: string
  readonly status: string
  readonly version: number
}

/** A status to refuse with, or undefined: go on. `leave` answers nothing and drops the connection. */
export type Refusal = number | 'leave' | undefined

export interface Parts {
  /** Before the body is read. */
  readonly admit: (request: IncomingMessage, response: ServerResponse) => Refusal
  readonly receive: (request: IncomingMessage) => Promise<Buffer | number>
  readonly verify: (call: Call, shop: Shop) => Refusal
  /** Throws where it cannot be read. */
  readonly read: (call: Call, shop: Shop) => Told
  /** What an unreadable body is answered. */
  readonly unreadable: number | 'leave'
  /** Of an id that was handled already. */
  readonly again: (shop: Shop, told: Told) => Refusal
  /** What is true; a number refuses. */
  readonly ask: (told: Told, shop: Shop) => Promise<string | number>
  readonly count: (order: ShopOrder, told: Told, truth: string) => Refusal | Promise<Refusal>
  readonly answer: (response: ServerResponse) => void
}

export const GOOD: Parts = {
  admit: ({ method }) => (method === 'POST' ? undefined : 405),
  receive: (request) => buffer(request),
  verify: verifySignature,
  read: (call, { format }) => readNotice(call, format),
  unreadable: 400,
  again: () => 200,
  ask: askBack,
  count(order, told, truth) {
    if (told.version < order.version) return undefined
    return settle(order, told, truth)
  },
  answer: (response) => response.writeHead(200).end(),
}

export function verifySignature({ request, body }: Call, { secret }: Shop): Refusal {
  if (secret === null) return undefined
  const of = (name: string): string | undefined => {
    const value = request.headers[name]
    return typeof value === 'string' ? value : undefined
  }
  const call = { id: of('webhook-id'), timestamp: of('webhook-timestamp'), signature: of('webhook-signature'), body }
  return verifyWebhook(call, secret, Math.floor(Date.now() / 1000)) === 'right' ? undefined : 401
}

export function readNotice({ request, body }: Call, format: NoticeFormat): Told {
  const text = body.toString('utf8')
  const fields = format === 'v1-form' ? Object.fromEntries(new URLSearchParams(text)) : membersOf(JSON.parse(text))
  const data = format === 'modern' ? membersOf(fields['data']) : fields
  const { imp_uid, merchant_uid, status } = data
  if (typeof imp_uid !== 'string' || typeof merchant_uid !== 'string' || typeof status !== 'string')
    throw new Error('no notice')
  const version = Number(data['version'] ?? request.headers['sunap-version'])
  return {
    webhookId: String(request.headers['webhook-id']),
    impUid: imp_uid,
    merchantUid: merchant_uid,
    status,
    version,
  }
}

/** Its own order is paid, or is not; whatever else a status says is nothing to it. */
export function settle(order: ShopOrder, { version }: Told, truth: string): undefined {
  order.version = version
  if (truth === 'paid' && !order.paid) {
    order.paid = true
    order.count += 1
  }
  if (truth === 'ready') order.paid = false
}

export function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

export async function askBack({ impUid, status }: Told, { apiUrl }: Shop): Promise<string | number> {
  if (apiUrl === null) return status
  return (await askApi(apiUrl, impUid)) ?? 404
}

/** Undefined where the API does not know the payment. */
export async function askApi(apiUrl: string, impUid: string): Promise<string | undefined> {
  const pair = { imp_key: EXAM_KEY.impKey, imp_secret: EXAM_KEY.impSecret }
  const granted = await fetch(`${apiUrl}/users/getToken`, { method: 'POST', body: new URLSearchParams(pair) })
  const token = membersOf(membersOf(await granted.json())['response'])['access_token']
  const answer = await fetch(`${apiUrl}/payments/${impUid}`, { headers: { authorization: String(token) } })
  const payment = membersOf(membersOf(await answer.json())['response'])
  return answer.status === 200 ? String(payment['status']) : undefined
}

export interface Receiver {
  readonly url: string
  readonly stateUrl: string
  close(): Promise<void>
}

export interface ReceiverOptions {
  readonly format: NoticeFormat
  readonly secret?: string
  readonly apiUrl?: string
  readonly parts?: Partial<Parts>
}

/** Closed when the test ends. */
export async function openReceiver(
  t: TestContext,
  { format, secret, apiUrl, parts = {} }: ReceiverOptions,
): Promise<Receiver> {
  const shop: Shop = {
    format,
    secret: secret ?? null,
    apiUrl: apiUrl ?? null,
    orders: new Map(),
    handled: new Set(),
    underWay: new Set(),
  }
  const server = createServer((request, response) => {
    const state = /^\/orders\/([^/?]+)$/.exec(request.url ?? '')?.[1]
    if (state !== undefined) return answerState(response, shop.orders.get(decodeURIComponent(state)))
    handle({ ...GOOD, ...parts }, shop, request, response).catch(() => response.writeHead(500).end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  const close = async (): Promise<void> => {
    if (!server.listening) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  t.after(close)
  const origin = `http://127.0.0.1:${address.port}`
  return { url: `${origin}/notice`, stateUrl: `${origin}/orders/{merchant_uid}`, close }
}

function answerState(response: ServerResponse, order: ShopOrder | undefined): void {
  if (order === undefined) {
    response.writeHead(404).end()
    return
  }
  const state = { status: order.paid ? 'paid' : 'ready', paid_count: order.count }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(state))
}

async function handle(parts: Parts, shop: Shop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refuse = (refusal: number | 'leave'): void => {
    if (refusal === 'leave') request.socket.destroy()
    else if (!response.headersSent) response.writeHead(refusal).end()
  }
  const admitted = parts.admit(request, response)
  if (admitted !== undefined) return refuse(admitted)
  const body = await parts.receive(request)
  if (typeof body === 'number') return refuse(body)
  const verified = parts.verify({ request, body }, shop)
  if (verified !== undefined) return refuse(verified)
  let told: Told
  try {
    told = parts.read({ request, body }, shop)
  } catch {
    return refuse(parts.unreadable)
  }
  const refusal = await take(parts, shop, told)
  if (refusal === undefined) parts.answer(response)
  else refuse(refusal)
}

async function take(parts: Parts, shop: Shop, told: Told): Promise<Refusal> {
  if (shop.handled.has(told.webhookId) || shop.underWay.has(told.webhookId)) {
    const again = parts.again(shop, told)
    if (again !== undefined) return again
  }
  shop.underWay.add(told.webhookId)
  const truth = await parts.ask(told, shop)
  if (typeof truth === 'number') return truth
  const order = shop.orders.get(told.merchantUid) ?? { paid: false, count: 0, version: 0 }
  shop.orders.set(told.merchantUid, order)
  const refusal = await parts.count(order, told, truth)
  shop.underWay.delete(told.webhookId)
  shop.handled.add(told.webhookId)
  return refusal
}
