/**
 * 예제상점, the invented seller: a merchant's server as it should be written, to be watched and to be told to fail. It
 * believes a call only when its signature is right, takes the API's word over a notice's, and keeps an order book.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse, registerJsonScope } from './json-scope.ts'
import { createOrderBook, type Doubt, GOODS, GOODS_NAMES, type OrderBook, type ShopOrder } from './order-book.ts'
import type { AllowedHosts, Refusal } from './ports.ts'
import { createShopAccount, fieldsOf, type ShopAccount } from './shop-account.ts'
import { choiceField, integerField, readFields, textField } from './strict-body.ts'
import { type SignatureVerdict, verifyWebhook } from './webhook-verify.ts'

export interface ExampleMerchantOptions {
  /** Where the V1 API and this seller are reached by each other, without a path; asked at each use. */
  readonly apiUrl: () => string
  readonly impKey: string
  readonly impSecret: string
  /** `whsec_...` */
  readonly webhookSecret: string
  readonly allowedHosts: AllowedHosts
}

export interface ExampleMerchant {
  /** Adds the routes under `/shop`. */
  register(app: FastifyInstance): void
  /** For the page on which the seller is played. */
  readonly desk: ShopDesk
  /** Empties the order book and behaves well again. */
  forget(): void
}

export interface ShopDesk {
  /** Newest first. */
  orders(): readonly ShopOrder[]
  behaviour(): Behaviour
  /** Takes over what it knows of these; the rest stays as it is. */
  behave(wanted: Readonly<Record<string, string>>): void
  /** Takes an order and has its number issued; why there is none, where the gateway refused. */
  order(goods: keyof typeof GOODS, suffix?: string): Promise<ShopOrder | Refusal>
  /** An order of an earlier run, back in the book. */
  recall(order: string, known: Partial<ShopOrder>): void
}

export interface Behaviour {
  readonly confirm: (typeof CONFIRM_WAYS)[number]
  /** What a refusal says. */
  readonly reason: string
  readonly notice: (typeof NOTICE_WAYS)[number]
}

const CONFIRM_WAYS = ['accept', 'refuse', 'hang', 'fail'] as const
const NOTICE_WAYS = ['accept', 'fail', 'hang', 'redirect'] as const
const GOOD: Behaviour = { confirm: 'accept', reason: '품절', notice: 'accept' }

export function createExampleMerchant(options: ExampleMerchantOptions): ExampleMerchant {
  const shop: Shop = {
    options,
    account: createShopAccount(options),
    book: createOrderBook(createOrderIds()),
    behaviour: GOOD,
    hanging: new Set(),
  }
  return {
    register(app) {
      app.addHook('preClose', async () => {
        for (const { raw } of shop.hanging) raw.destroy()
      })
      registerCalled(app, shop)
      registerJsonScope(app, { prefix: '/shop', allowedHosts: options.allowedHosts }, (scope) =>
        registerDesk(scope, shop),
      )
    },
    desk: deskOf(shop),
    forget() {
      shop.book.forget()
      shop.behaviour = GOOD
    },
  }
}

function deskOf(shop: Shop): ShopDesk {
  return {
    orders: () => shop.book.list(),
    behaviour: () => shop.behaviour,
    behave({ confirm, reason, notice }) {
      const { behaviour } = shop
      shop.behaviour = {
        confirm: CONFIRM_WAYS.find((way) => way === confirm) ?? behaviour.confirm,
        reason: reason?.trim().slice(0, REASON_CHARACTERS_MAX) || behaviour.reason,
        notice: NOTICE_WAYS.find((way) => way === notice) ?? behaviour.notice,
      }
    },
    order: (goods, suffix) => issueNumber(shop.book.open(goods, undefined, suffix), shop),
    recall: (order, known) => shop.book.note(order, known),
  }
}

const REASON_CHARACTERS_MAX = 100

interface Shop {
  readonly options: ExampleMerchantOptions
  readonly account: ShopAccount
  readonly book: OrderBook
  behaviour: Behaviour
  /** Answers that will never come. */
  readonly hanging: Set<FastifyReply>
}

/** Unlike every one before, also of earlier runs. */
function createOrderIds(): () => string {
  let last = 0
  return () => {
    last = Math.max(last + 1, Date.now())
    return last.toString(36)
  }
}

/** What the gateway calls: any host, any content type, and nothing believed without a signature. */
function registerCalled(app: FastifyInstance, shop: Shop): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: CALL_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    )
    scope.post('/shop/confirm', async (request, reply) => answerConfirm(request, reply, shop))
    scope.post('/shop/notice', async (request, reply) => answerNotice(request, reply, shop))
  })
}

const CALL_BYTES_MAX = 64 * 1024

/** May this be paid? A yes is 200; anything else, with a reason, is a no. */
async function answerConfirm(request: FastifyRequest, reply: FastifyReply, shop: Shop): Promise<FastifyReply> {
  const { book, behaviour } = shop
  const verdict = verify(request, shop)
  if (verdict !== 'right') return distrust(reply, verdict)
  const { merchant_uid, response } = readCall(request)
  const amount = fieldsOf(response)['amount']
  if (typeof merchant_uid !== 'string' || typeof amount !== 'number') return misread(reply)
  const at = new Date()
  const say = (status: number, reason: string | null): FastifyReply => {
    book.asked(merchant_uid, { at: at.toISOString(), answered: status, reason })
    return reply.code(status).send(reason === null ? {} : { reason })
  }
  switch (behaviour.confirm) {
    case 'hang':
      book.asked(merchant_uid, { at: at.toISOString(), answered: null, reason: null })
      return hang(reply, shop)
    case 'fail':
      return say(500, null)
    case 'refuse':
      return say(409, behaviour.reason)
    case 'accept': {
      const doubt = book.doubt(merchant_uid, amount, at.getTime())
      return doubt === undefined ? say(200, null) : say(409, REASONS[doubt])
    }
  }
}

/** Money came, or went: the notice is only a reason to ask the API. Acknowledged when what it said is in the book. */
async function answerNotice(request: FastifyRequest, reply: FastifyReply, shop: Shop): Promise<FastifyReply> {
  const { account, book, behaviour } = shop
  const verdict = verify(request, shop)
  if (verdict !== 'right') return distrust(reply, verdict)
  const { imp_uid, merchant_uid, status: told } = readCall(request)
  if (typeof imp_uid !== 'string' || typeof merchant_uid !== 'string' || typeof told !== 'string') return misread(reply)
  const fetched = behaviour.notice === 'accept' ? await fetchStatus(account, imp_uid) : null
  const answered = behaviour.notice === 'accept' && fetched === null ? 500 : NOTICE_ANSWERS[behaviour.notice]
  const webhook_id = headerOf(request, 'webhook-id') ?? ''
  book.heard(merchant_uid, { at: new Date().toISOString(), webhook_id, told, fetched, answered })
  book.note(merchant_uid, { imp_uid })
  if (answered === null) return hang(reply, shop)
  if (answered === 302) return reply.redirect('/shop/orders', 302)
  return reply.code(answered).send({})
}

const NOTICE_ANSWERS: Readonly<Record<Behaviour['notice'], 200 | 302 | 500 | null>> = {
  accept: 200,
  fail: 500,
  hang: null,
  redirect: 302,
}

/** The payment's status as the API has it; null where the API could not be asked. */
async function fetchStatus(account: ShopAccount, impUid: string): Promise<string | null> {
  try {
    const { code, response } = await account.call('GET', `/payments/${encodeURIComponent(impUid)}`)
    const status = response?.['status']
    return code === 0 && typeof status === 'string' ? status : null
  } catch {
    return null
  }
}

/** The seller's own desk: make an order, look at the book, choose how to behave. */
function registerDesk(scope: FastifyInstance, shop: Shop): void {
  scope.get('/orders', async () => {
    const { book, behaviour } = shop
    return { behaviour, stock: book.stock(Date.now()), paid_total: book.paidTotal(), orders: book.list() }
  })

  scope.post('/orders', async (request, reply) => {
    const body = readFields(request.body, ORDER_FIELDS)
    if (!body.ok) return refuse(reply, body.refusal)
    const order = shop.book.open(body.value.goods ?? 'hoodie', body.value.amount)
    const issued = await issueNumber(order, shop)
    return 'status' in issued ? refuse(reply, issued) : reply.code(201).send(issued)
  })

  scope.post('/behave', async (request, reply) => {
    const body = readFields(request.body, BEHAVIOUR_FIELDS)
    if (!body.ok) return refuse(reply, body.refusal)
    const { confirm, reason, notice } = body.value
    const { behaviour } = shop
    shop.behaviour = {
      confirm: confirm ?? behaviour.confirm,
      reason: reason ?? behaviour.reason,
      notice: notice ?? behaviour.notice,
    }
    return { behaviour: shop.behaviour }
  })
}

const ORDER_FIELDS = { goods: choiceField(GOODS_NAMES), amount: integerField(1, 999_999_999_999) }
const BEHAVIOUR_FIELDS = {
  confirm: choiceField(CONFIRM_WAYS),
  reason: textField(REASON_CHARACTERS_MAX),
  notice: choiceField(NOTICE_WAYS),
}

/** `POST /cvs`, as a merchant's server does it. Its notices go to the seller's default Notification URL. */
async function issueNumber(order: ShopOrder, { account, book, options }: Shop): Promise<ShopOrder | Refusal> {
  const { order: merchant_uid, goods, amount } = order
  const name = goods === null ? merchant_uid : GOODS[goods].name
  const confirm_url = new URL('/shop/confirm', options.apiUrl()).href
  try {
    const { code, message, response } = await account.call('POST', '/cvs', { merchant_uid, amount, name, confirm_url })
    if (code !== 0 || response === null) return notIssued(message ?? `code ${code}`)
    const { imp_uid, barcode: number, pay_url } = response
    if (typeof imp_uid !== 'string' || typeof number !== 'string' || typeof pay_url !== 'string') {
      return notIssued('imp_uid, barcode, pay_url')
    }
    const known = { imp_uid, number, pay_url, fetched: 'ready' }
    book.note(merchant_uid, known)
    return { ...order, ...known }
  } catch (error) {
    return notIssued(error instanceof Error ? error.message : String(error))
  }
}

function notIssued(why: string): Refusal {
  return {
    status: 502,
    message: {
      ko: `판매자가 수납번호를 발급받지 못했습니다: ${why}`,
      en: `The seller was not issued a number: ${why}`,
    },
  }
}

const REASONS: Readonly<Record<Doubt, string>> = {
  unknown_order: '없는 주문',
  amount_differs: '금액 다름',
  sold_out: '품절',
}

function verify(request: FastifyRequest, { options }: Shop): SignatureVerdict {
  const call = {
    id: headerOf(request, 'webhook-id'),
    timestamp: headerOf(request, 'webhook-timestamp'),
    signature: headerOf(request, 'webhook-signature'),
    body: bytesOf(request),
  }
  return verifyWebhook(call, options.webhookSecret, Math.floor(Date.now() / 1000))
}

function distrust(reply: FastifyReply, verdict: SignatureVerdict): FastifyReply {
  return reply.code(401).send({ reason: `signature: ${verdict}` })
}

function misread(reply: FastifyReply): FastifyReply {
  return reply.code(400).send({ reason: 'not a call of a payment gateway' })
}

/** The answer never comes; the socket goes when the caller hangs up or the gateway closes. */
function hang(reply: FastifyReply, { hanging }: Shop): FastifyReply {
  hanging.add(reply)
  reply.raw.on('close', () => hanging.delete(reply))
  return reply.hijack()
}

function bytesOf({ body }: FastifyRequest): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array()
}

/** JSON, or a form where the merchant's settings say so. */
function readCall(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const text = new TextDecoder().decode(bytesOf(request))
  const isForm = headerOf(request, 'content-type')?.startsWith('application/x-www-form-urlencoded') === true
  if (isForm) return Object.fromEntries(new URLSearchParams(text))
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return {}
  }
}

function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
