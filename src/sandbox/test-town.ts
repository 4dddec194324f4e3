/**
 * For tests only: a whole town in one process. The real gateway over the memory keeper, the tills' listener, the
 * merchants' API, the dispatcher, the example seller and the sandbox in front of it all, on free ports of 127.0.0.1.
 */
import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { type FastifyInstance, fastify } from 'fastify'
import type { MerchantId, Money, PaymentId } from '../core/brand.ts'
import { merchantApi } from '../merchant/merchant-api.ts'
import { merchantServerOptions } from '../merchant/server-options.ts'
import { fixedDialect } from '../pos/dialects/fixed/fixed.ts'
import { createTcpListener } from '../pos/tcp/tcp-listener.ts'
import { createTillServer } from '../pos/till-api.ts'
import { buildGateway, type GatewayParts } from '../server/build-gateway.ts'
import { after } from '../server/machine.ts'
import { type Practice, practiceEntries, practiceOf } from '../server/practice.ts'
import { createPracticeBank } from '../server/practice-bank.ts'
import { createPracticeIssuer } from '../server/practice-issuer.ts'
import { sandboxPorts } from '../server/sandbox-ports.ts'
import type { Secrets } from '../server/secrets.ts'
import { urlRulesOf } from '../server/url-rules.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import type { Storage } from '../storage/storage.ts'
import { createExampleMerchant } from './example-merchant.ts'
import { registerSandboxApi } from './sandbox-api.ts'
import { fieldsOf } from './shop-account.ts'
import { createSteering } from './steering.ts'

export interface Town {
  readonly apiUrl: string
  readonly posUrl: string
  readonly practice: Practice
  readonly storage: Storage
  readonly parts: GatewayParts
  readonly faults: unknown[]
  /** One call of the sandbox or the seller's desk; a GET where there is no body. */
  call(path: string, body?: object): Promise<TownAnswer>
  /** An order of the example seller with its number. */
  order(body?: object): Promise<Members>
  /** A whole till, and what it was answered; fails the test where that is not 200. */
  pay(body: object): Promise<Members>
}

/** What the example seller gave back of an order over the counter: the number of the slip. */
export async function slipOf(
  { parts: { gateway } }: Pick<Town, 'parts'>,
  imp: unknown,
  amount: number,
): Promise<string> {
  const done = await gateway.refunds.refund('mer_example' as MerchantId, imp as PaymentId, {
    amount: amount as Money,
    balance: null,
    taxFree: null,
    vatAmount: null,
    reason: '변심',
    askedBy: 'merchant',
    tellV1: false,
    to: { kind: 'slip' },
    keyed: null,
  })
  assert.ok(done.ok && done.refund.route.kind === 'slip')
  return done.refund.route.number
}

export type Members = Readonly<Record<string, unknown>>

export interface TownAnswer {
  readonly status: number
  readonly body: Members
}

/** Closed when the test ends. `line`: what the sandbox's own tills speak. */
export async function openTown(
  t: TestContext,
  { line = 'http' }: { readonly line?: 'http' | 'tcp' } = {},
): Promise<Town> {
  const storage = createMemoryStorage()
  const secrets = testSecrets()
  const practice = practiceOf(secrets)
  const faults: unknown[] = []
  const reportFault = (fault: unknown): void => void faults.push(fault)
  const publicUrl = 'http://pay.test'
  const urlRules = urlRulesOf({ mode: 'sandbox', allowedRanges: [] })
  const practising = { now: storage.clock.now, after }
  const outside = { issuer: createPracticeIssuer(practising), payer: createPracticeBank(practising), practice: true }
  const parts = buildGateway({ storage, secrets, version: '0.0.0', urlRules, publicUrl, ...outside, reportFault })
  const { gateway, tillWatch } = parts
  const { mono } = SYSTEM_CLOCKS
  const tillDeps = { gateway, openSecret: secrets.open, mono, after, practice: true, ...tillWatch, reportFault }
  const till = createTillServer(tillDeps)
  const tcp = createTcpListener({ ...tillDeps, dialect: fixedDialect })
  const api = fastify(merchantServerOptions())
  const httpUrl = await listen(till)
  const tcpUrl = `tcp://127.0.0.1:${await tcp.listen({ host: '127.0.0.1', port: 0 })}`
  const posUrl = line === 'tcp' ? tcpUrl : httpUrl
  const shop = createExampleMerchant({
    apiUrl: () => urlOf(api),
    impKey: practice.impKey,
    impSecret: practice.impSecret,
    webhookSecret: practice.webhookSecret,
    allowedHosts: [],
  })
  const reset = async (): Promise<void> => shop.forget()
  const ports = sandboxPorts({ storage, parts, practice, posUrl, publicUrl, reset })
  registerSandboxApi(api, { steering: createSteering(ports), allowedHosts: [] })
  shop.register(api)
  await api.register(merchantApi, {
    gateway: parts.gateway,
    notices: parts.notices,
    tokens: storage.tokens,
    serverKey: secrets.serverKey,
    pepper: secrets.pepper,
    sandbox: true,
    publicUrl,
    checkUrl: parts.checkUrl,
  })
  const apiUrl = await listen(api)
  await storage.directory.put(practiceEntries(practice, secrets, storage.directory.current(), apiUrl))
  await parts.start()
  t.after(async () => {
    await Promise.all([api.close(), till.close(), tcp.close(100)])
    await parts.stop()
    await storage.close()
  })
  return town({ apiUrl, posUrl, practice, storage, parts, faults })
}

function town(rest: Omit<Town, 'call' | 'order' | 'pay'>): Town {
  const call = (path: string, body?: object): Promise<TownAnswer> => callJson(rest.apiUrl, path, body)
  return {
    ...rest,
    call,
    async order(body = {}) {
      const answer = await call('/shop/orders', body)
      if (answer.status !== 201) throw new Error(`no order: ${JSON.stringify(answer)}`)
      return answer.body
    },
    async pay(body) {
      const answer = await call('/sandbox/pay', body)
      if (answer.status !== 200) throw new Error(`not played: ${JSON.stringify(answer)}`)
      return answer.body
    },
  }
}

export async function callJson(url: string, path: string, body?: object): Promise<TownAnswer> {
  const headers = { 'content-type': 'application/json' }
  const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await fetch(new URL(path, url), init)
  return { status: answer.status, body: fieldsOf(await answer.json()) }
}

export async function listen(app: FastifyInstance): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return urlOf(app)
}

export function urlOf(app: FastifyInstance): string {
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

/** The list of members in an answer. */
export function listOf(value: unknown): readonly Members[] {
  return Array.isArray(value) ? value.map(fieldsOf) : []
}

function testSecrets(): Secrets {
  const serverKey = randomBytes(32)
  return {
    serverKey,
    pepper: randomBytes(32),
    vault: { current: 'k1', keys: new Map([['k1', randomBytes(32)]]), indexKey: randomBytes(32) },
    seal: (secret) => `sealed:${secret}`,
    open: (sealed) => sealed.replace('sealed:', ''),
    derive: (label) => createHmac('sha256', serverKey).update(label).digest(),
  }
}
