/**
 * The merchant's API with everything real behind it but the machine's wall clock: real gateway and core, the keeper
 * under test, two merchants who must never see each other, and tills to drive payments with.
 */
import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify'
import type { TillIdentity } from '../../src/core/attempt.ts'
import type {
  ChannelKey,
  CollectionNumber,
  MerchantId,
  Money,
  MonoTime,
  NetworkId,
  WallTime,
} from '../../src/core/brand.ts'
import type { Channel, Merchant, PayType } from '../../src/core/merchant.ts'
import { plainNetwork } from '../../src/core/network.ts'
import { HOUSE_ONLY } from '../../src/gateway/channel-port.ts'
import { createDeliveries } from '../../src/gateway/deliveries.ts'
import { createEndpoints } from '../../src/gateway/endpoints.ts'
import { createGateway, type Gateway, type TillOutcome } from '../../src/gateway/gateway.ts'
import { NO_GUARD } from '../../src/gateway/inquiry-guard.ts'
import { createPersonalVault } from '../../src/gateway/personal-vault.ts'
import type { AskMerchant, Payer, ReceiptIssuer } from '../../src/gateway/ports.ts'
import { merchantApi } from '../../src/merchant/merchant-api.ts'
import type { NoticeDesk, SendTrial } from '../../src/merchant/notice-desk.ts'
import type { CheckUrl } from '../../src/merchant/readings.ts'
import { merchantServerOptions } from '../../src/merchant/server-options.ts'
import { SYSTEM_CLOCKS } from '../../src/storage/clocks.ts'
import type { DirectoryEntry, Storage } from '../../src/storage/storage.ts'
import { openTestKeeper } from '../../src/storage/test-keeper.ts'
import type { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import { undescribedAnswers } from './described-answers.ts'

export interface ApiUnderTest {
  readonly app: FastifyInstance
  readonly gateway: Gateway
  readonly storage: Storage
  /** Every change that was committed since the start. */
  readonly commits: () => number
  /** Every route a client may use, as `GET /payments/:imp_uid`. */
  readonly routes: readonly string[]
  readonly moveWall: (ms: number) => void
  /** `POST /users/getToken`. */
  readonly tokenOf: (pair: Pair) => Promise<string>
  /** A request with the shop's token, or with the headers given. */
  readonly ask: (request: InjectOptions) => Promise<Reply>
  /** `POST /cvs` with the shop's token: one order of 1,000 won where nothing else is said. */
  readonly issue: (body?: Record<string, unknown>) => Promise<Reply>
  readonly collect: (
    number: string,
    amount: number,
    payType?: PayType,
    currency?: Channel['currency'],
  ) => Promise<TillOutcome>
  readonly payOut: (number: string, amount: number) => Promise<TillOutcome>
  /** Undoes the collect or the payout made last. */
  readonly reverse: () => Promise<TillOutcome>
  /** Gives back what was collected last. */
  readonly cancel: (amount: number) => Promise<TillOutcome>
  /** Listens on a free port of loopback. */
  readonly listen: () => Promise<string>
  /** Rejects where an answer was not as the reference describes it. */
  readonly close: () => Promise<void>
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly code: number
  readonly message: string | null
  /** The payment, where the answer is one. */
  readonly payment: PaymentAnswer
}

export interface ApiOptions {
  readonly sandbox?: boolean
  readonly askMerchant?: AskMerchant
  /** Nobody issues cash receipts where none is given. */
  readonly issuer?: ReceiptIssuer
  /** Refunds are transferred by hand where none is given. */
  readonly payer?: Payer
  readonly checkUrl?: CheckUrl
  /** Arrives where none is given. */
  readonly sendTrial?: SendTrial
  /** Stands between the gateway and its storage, to make it fail. */
  readonly faulty?: (storage: Storage) => Storage
  /** Of a bulk issue. */
  readonly readerWaitedForMs?: number
  /** Further pairs of the first merchant. */
  readonly pairs?: readonly Pair[]
}

export interface Pair {
  readonly impKey: string
  readonly impSecret: string
}

export const PUBLIC_URL = 'http://127.0.0.1:8080'

export const KEYS = {
  shop: { impKey: '1234567890123456', impSecret: 'shop-secret-shop-secret-shop-secret' },
  other: { impKey: '6543210987654321', impSecret: 'other-secret-other-secret-other' },
} as const satisfies Record<string, Pair>

export const SHOP = 'mer_shop' as MerchantId
const OTHER = 'mer_other' as MerchantId
const HOUSE = 'house' as NetworkId
export const PREFIX = '8100'

export const CHANNEL_KEYS = {
  first: 'channel-key-00000000-0000-4000-8000-000000000001' as ChannelKey,
  second: 'channel-key-00000000-0000-4000-8000-000000000002' as ChannelKey,
  test: 'channel-key-00000000-0000-4000-8000-000000000003' as ChannelKey,
  dollars: 'channel-key-00000000-0000-4000-8000-000000000004' as ChannelKey,
  others: 'channel-key-00000000-0000-4000-8000-000000000005' as ChannelKey,
} as const

const TILL: TillIdentity = {
  network: HOUSE,
  chain: '한빛편의점',
  outlet: 'HB001',
  outletName: '한빛편의점 1호점',
  till: '1',
}

export async function openApi(options: ApiOptions = {}): Promise<ApiUnderTest> {
  let movedMs = 0
  const wall = (): WallTime => (Date.now() + movedMs) as WallTime
  const keeper = await openTestKeeper({ wall, mono: SYSTEM_CLOCKS.mono })
  const pepper = randomBytes(32)
  await keeper.directory.put(entries(pepper, options.pairs ?? []))
  let commits = 0
  keeper.onCommitted(() => {
    commits += 1
  })
  const storage = options.faulty?.(keeper) ?? keeper
  const gateway = gatewayOver(storage, options)
  const app = Fastify(merchantServerOptions())
  const undescribed = undescribedAnswers(app)
  const routes: string[] = []
  // A list of methods is what an address does not take.
  app.addHook('onRoute', ({ method, url }) => {
    if (typeof method === 'string') routes.push(`${method} ${url}`)
  })
  await app.register(merchantApi, {
    gateway,
    notices: deskOver(storage, options.sendTrial ?? arrives),
    tokens: storage.tokens,
    serverKey: randomBytes(32),
    pepper,
    sandbox: options.sandbox ?? false,
    publicUrl: PUBLIC_URL,
    checkUrl: options.checkUrl ?? checkScheme,
    ...(options.readerWaitedForMs === undefined ? {} : { readerWaitedForMs: options.readerWaitedForMs }),
  })
  return {
    app,
    gateway,
    storage: keeper,
    commits: () => commits,
    routes,
    moveWall: (ms) => {
      movedMs += ms
    },
    ...callerOf(app),
    ...tillOf(gateway),
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
    async close() {
      await app.close()
      await keeper.close()
      assert.deepEqual(undescribed, [], 'every answer is one that the reference describes')
    },
  }
}

function gatewayOver(storage: Storage, { askMerchant = payable, issuer, payer }: ApiOptions): Gateway {
  const random = (bytes: number): Uint8Array => randomBytes(bytes)
  const keys = { current: 'k1', keys: new Map([['k1', randomBytes(32)]]), indexKey: randomBytes(32) }
  const vault = createPersonalVault({ keys, random })
  const observe = (): void => {}
  return createGateway({
    storage,
    vault,
    random,
    mono: SYSTEM_CLOCKS.mono,
    askMerchant,
    channels: HOUSE_ONLY,
    issuer: issuer ?? null,
    inquiryGuard: NO_GUARD,
    payer: payer ?? null,
    observe,
  })
}

function deskOver(storage: Storage, sendTrial: SendTrial): NoticeDesk {
  const random = (bytes: number): Uint8Array => randomBytes(bytes)
  const makeSecret = () => {
    const shown = `whsec_${randomBytes(32).toString('base64')}`
    return { shown, sealed: `sealed ${shown}` }
  }
  const endpoints = createEndpoints({ storage, random, makeSecret })
  return { endpoints, deliveries: createDeliveries({ storage }), sendTrial }
}

/** The shop's server. */
function callerOf(app: FastifyInstance): Pick<ApiUnderTest, 'tokenOf' | 'ask' | 'issue'> {
  const tokenOf = async ({ impKey, impSecret }: Pair): Promise<string> => {
    const payload = { imp_key: impKey, imp_secret: impSecret }
    const reply = await app.inject({ method: 'POST', url: '/users/getToken', payload })
    return reply.json().response.access_token
  }
  const ask = async (asked: InjectOptions): Promise<Reply> => {
    const authorization = await tokenOf(KEYS.shop)
    const reply = await app.inject({ ...asked, headers: { authorization, ...asked.headers } })
    const { code, message, response } = reply.json()
    return { status: reply.statusCode, headers: reply.headers, text: reply.body, code, message, payment: response }
  }
  let orders = 0
  return {
    tokenOf,
    ask,
    issue(body = {}) {
      orders += 1
      return ask({ method: 'POST', url: '/cvs', payload: { merchant_uid: `order-${orders}`, amount: 1000, ...body } })
    },
  }
}

/** A till of the house that takes cash or cards, and undoes what it did last. */
function tillOf(gateway: Gateway): Pick<ApiUnderTest, 'collect' | 'payOut' | 'reverse' | 'cancel'> {
  let stan = 0
  const businessDate = (): string =>
    new Date(gateway.now() + 9 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
  const nextRequest = () => {
    stan += 1
    const deadline = (SYSTEM_CLOCKS.mono() + 5000) as MonoTime
    return { businessDate: businessDate(), stan: String(stan), deadline }
  }
  return {
    collect: (number, amount, payType = 'cash', currency = 'KRW') =>
      gateway.collect(TILL, {
        ...nextRequest(),
        number: number as CollectionNumber,
        amount: amount as Money,
        currency,
        payType,
        inquiryToken: null,
        clerk: '7',
      }),
    payOut: (number, amount) =>
      gateway.payOut(TILL, {
        ...nextRequest(),
        number: number as CollectionNumber,
        amount: amount as Money,
        currency: 'KRW',
        clerk: '7',
      }),
    reverse() {
      const original = { businessDate: businessDate(), stan: String(stan) }
      return gateway.reverse(TILL, { ...nextRequest(), original, reason: 'timeout' })
    },
    cancel(amount) {
      const original = { businessDate: businessDate(), stan: String(stan), till: null }
      const asked = { amount: amount as Money, reason: '고객 변심', clerk: null }
      return gateway.cancel(TILL, { ...nextRequest(), original, ...asked })
    },
  }
}

const payable: AskMerchant = async () => ({ verdict: { kind: 'payable' }, latencyMs: 1, detail: '200' })

const arrives: SendTrial = async () => ({
  delivered: true,
  status: 200,
  cause: null,
  latencyMs: 1,
  words: { ko: '1 ms 만에 200', en: '200 in 1 ms' },
  answer: 'ok',
})

/** Stands in for the rules of outbound, which have tests of their own. */
const checkScheme: CheckUrl = (text) =>
  /^https?:\/\/[a-z.0-9:]+(\/|$)/.test(text)
    ? { ok: true }
    : { ok: false, message: { ko: 'URL로 읽을 수 없습니다.', en: 'cannot be read as a URL.' } }

function entries(pepper: Uint8Array, pairs: readonly Pair[]): readonly DirectoryEntry[] {
  return [
    { kind: 'network', entry: plainNetwork(HOUSE, PREFIX) },
    { kind: 'merchant', entry: merchant(SHOP, '예제상점') },
    { kind: 'merchant', entry: merchant(OTHER, '이웃상점') },
    { kind: 'channel', entry: channel(CHANNEL_KEYS.first, SHOP, 'sunap0001', { isDefault: true, receipts: 'asked' }) },
    { kind: 'channel', entry: channel(CHANNEL_KEYS.second, SHOP, 'sunap0002', { amountMax: 50_000 as Money }) },
    { kind: 'channel', entry: channel(CHANNEL_KEYS.test, SHOP, 'sunaptest', { sandbox: true }) },
    { kind: 'channel', entry: channel(CHANNEL_KEYS.dollars, SHOP, 'sunapusd', { currency: 'USD', receipts: 'asked' }) },
    { kind: 'channel', entry: channel(CHANNEL_KEYS.others, OTHER, 'neighbour1', {}) },
    apiKey(pepper, KEYS.shop, SHOP),
    apiKey(pepper, KEYS.other, OTHER),
    ...pairs.map((pair) => apiKey(pepper, pair, SHOP)),
  ]
}

function merchant(id: MerchantId, name: string): Merchant {
  return {
    id,
    name,
    noticeUrl: null,
    noticeContentType: 'json',
    v1Notices: 'paid',
    suspended: null,
    webhookSecrets: [],
  }
}

function channel(key: ChannelKey, merchantId: MerchantId, mid: string, more: Partial<Channel>): Channel {
  return {
    key,
    merchantId,
    provider: 'galaxia',
    mid,
    isDefault: false,
    sandbox: false,
    network: HOUSE,
    scheme: 'kr-generic-20',
    currency: 'KRW',
    reissue: 'allow',
    payTypes: ['cash', 'card'],
    tillCancel: 'same_till',
    deadlineDays: 7,
    deadlineDaysMax: 180,
    amountMax: null,
    confirmTimeoutMs: 5000,
    receipts: 'none',
    refundSlipDays: null,
    ...more,
  }
}

function apiKey(pepper: Uint8Array, { impKey, impSecret }: Pair, merchantId: MerchantId): DirectoryEntry {
  const secretHash = createHmac('sha256', pepper).update(impSecret).digest('hex')
  return { kind: 'api_key', entry: { impKey, merchantId, secretHash } }
}
