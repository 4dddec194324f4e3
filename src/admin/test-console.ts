/**
 * For tests only: a console with everything real behind it but the wall clock: the keeper under test, the gateway, the
 * listener's routes, two merchants who must never see each other, and people of every role.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { CollectionNumber, MerchantId, Money, MonoTime, NetworkId, OrderId, WallTime } from '../core/brand.ts'
import type { ConsoleRole, Person, PersonId } from '../core/console.ts'
import type { Payment } from '../core/payment.ts'
import type { Gateway, IssueRequest } from '../gateway/gateway.ts'
import { NO_PERSONAL, type PersonalFields } from '../gateway/personal-vault.ts'
import { timeOrderedId } from '../gateway/stamps.ts'
import { createSteering } from '../sandbox/steering.ts'
import { buildGateway } from '../server/build-gateway.ts'
import { buildApiServer } from '../server/build-servers.ts'
import { readConfig } from '../server/config.ts'
import { openConnectorDesk } from '../server/connector-desk.ts'
import { runVerb } from '../server/directory-verbs.ts'
import { random } from '../server/machine.ts'
import type { House } from '../server/mode.ts'
import { practiceOf } from '../server/practice.ts'
import { practiceScripts } from '../server/practice-scripts.ts'
import { sandboxPorts } from '../server/sandbox-ports.ts'
import { openSecrets } from '../server/secrets.ts'
import { testFolder } from '../server/test-folder.ts'
import { urlRulesOf } from '../server/url-rules.ts'
import { urlProblemBy, type VerbDeps } from '../server/verb-options.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import type { Storage } from '../storage/storage.ts'
import { openTestKeeper } from '../storage/test-keeper.ts'
import { newToken, tokenHash } from './cookie.ts'
import type { Steering } from './ports.ts'

export const PUBLIC_URL = 'https://pay.example.com'
export const ORIGIN = { host: 'pay.example.com', origin: PUBLIC_URL }

export interface ConsoleUnderTest {
  readonly app: FastifyInstance
  readonly storage: Storage
  readonly gateway: Gateway
  readonly verbDeps: VerbDeps
  /** Two merchants with a channel each. */
  readonly shop: MerchantId
  readonly other: MerchantId
  readonly moveWall: (ms: number) => void
  /** A person of this role, signed in; of the shop where it is not the operator. */
  signedIn(role: ConsoleRole, merchantId?: MerchantId): Promise<SignedIn>
  issue(words?: IssueWords): Promise<Payment>
  /** Cash over the counter. */
  collect(payment: Payment): Promise<void>
  ask(request: Asking): Promise<Reply>
}

export interface IssueWords {
  readonly merchantId?: MerchantId
  readonly orderId?: string
  readonly amount?: number
  readonly name?: string
  readonly personal?: Partial<PersonalFields>
}

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/admin/api`. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly bytes: Buffer
  /** The whole answer. */
  readonly answer: unknown
  /** `error.code`; undefined where it is no refusal. */
  readonly code: string | undefined
}

export interface SignedIn {
  readonly person: Person
  readonly token: string
  readonly csrf: string
  ask(request: Asking): Promise<Reply>
}

const COOKIE = '__Host-sunap'
export const NETWORK = 'river' as NetworkId

export interface ConsoleOptions {
  /** Real money: a second factor is asked of everybody. */
  readonly practice?: boolean
  readonly publicUrl?: string
}

export async function openConsole(t: TestContext, options: ConsoleOptions = {}): Promise<ConsoleUnderTest> {
  let movedMs = 0
  const wall = (): WallTime => (SYSTEM_CLOCKS.wall() + movedMs) as WallTime
  const storage = await openTestKeeper({ wall, mono: () => (SYSTEM_CLOCKS.mono() + movedMs) as MonoTime })
  const { app, parts, verbDeps } = await serve(t, storage, options)
  const close = async (): Promise<void> => {
    await app.close()
    await parts.stop()
    await storage.close()
  }
  t.after(close)
  const [shop, other] = await openShops(verbDeps)
  return {
    app,
    storage,
    gateway: parts.gateway,
    verbDeps,
    shop,
    other,
    moveWall(ms) {
      movedMs += ms
    },
    ask: (request) => asking(app, request),
    signedIn: (role, merchantId = shop) =>
      signIn({ storage, app, wall }, role, role === 'operator' ? null : merchantId),
    issue: createIssuing(parts.gateway, shop),
    collect: createCollecting(parts.gateway),
  }
}

/** The listener as the server builds it, not open. */
async function serve(t: TestContext, storage: Storage, { practice = true, publicUrl = PUBLIC_URL }: ConsoleOptions) {
  const folder = testFolder(t)
  const config = readConfig({ SUNAP_DATA: folder, SUNAP_PUBLIC_URL: publicUrl })
  const secrets = openSecrets(join(folder, 'keys.json'), { mayMake: true })
  const reportFault = (fault: unknown): void => assert.fail(String(fault))
  const urlRules = urlRulesOf(config)
  const parts = buildGateway({
    ...{ storage, secrets, version: 'test', urlRules, publicUrl, issuer: null, payer: null, reportFault },
    practice,
  })
  const verbDeps: VerbDeps = {
    directory: storage.directory,
    secrets,
    wall: storage.clock.wall,
    tillSightings: storage.tillSightings,
    notices: parts.notices,
    money: parts.gateway,
    console: { keeper: storage.console, wall: storage.clock.wall, publicUrl: () => publicUrl },
    connectors: openConnectorDesk(secrets, urlRules),
    urlProblem: urlProblemBy(urlRules),
    issuesReceipts: false,
  }
  const urls = { apiUrl: '', posUrl: '', tcpUrls: [], publicUrl }
  const tillLines = { problem: () => undefined }
  const house: House = { config, version: 'test', storage, secrets, parts, verbDeps, tillLines, ...urls, reportFault }
  const steering = practice ? steeringOf(house) : null
  const { apiServer: app } = await buildApiServer(house, {
    practice,
    issuerOver: () => null,
    payerOver: () => null,
    openFront: async () => ({ issue: parts.gateway.issue, steering, serving: () => () => {} }),
  })
  await app.ready()
  return { app, parts, verbDeps }
}

/** As in the sandbox, but for tills: whoever plays one gives it a line. */
function steeringOf({ storage, parts, secrets, posUrl, publicUrl }: House): Steering {
  const practice = practiceOf(secrets)
  const reset = () => storage.forgetPayments()
  const ports = sandboxPorts({ storage, parts, practice, posUrl, publicUrl, reset })
  return { ...createSteering(ports), scripts: () => practiceScripts(practice) }
}

async function openShops(deps: VerbDeps): Promise<readonly [MerchantId, MerchantId]> {
  const run = async (
    verb: string,
    options: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>> => {
    const answer = await runVerb({ verb, options }, deps)
    if (!answer.ok || Array.isArray(answer.shown)) assert.fail(JSON.stringify(answer))
    return answer.shown as Readonly<Record<string, string>>
  }
  await run('network-add', { network: NETWORK, prefix: '8100' })
  const place = { 'outlet-name': '강변점', chain: '강변마트' }
  await run('till-add', { network: NETWORK, outlet: 'RV001', till: '1', ...place })
  const merchants: MerchantId[] = []
  for (const name of ['한빛책방', '다른상점']) {
    const { merchant = '' } = await run('merchant-add', { name })
    await run('channel-add', { merchant, mid: 'books', 'refund-slip-days': '14' })
    merchants.push(merchant as MerchantId)
  }
  const [shop, other] = merchants
  assert.ok(shop !== undefined && other !== undefined)
  return [shop, other]
}

/** As a sign-in leaves it, without the time that a password takes. */
async function signIn(
  { storage, app, wall }: { storage: Storage; app: FastifyInstance; wall: () => WallTime },
  role: ConsoleRole,
  merchantId: MerchantId | null,
): Promise<SignedIn> {
  const id = `prs_${timeOrderedId(wall(), random)}` as PersonId
  const person: Person = {
    id,
    version: 1,
    email: `${id}@example.com`,
    name: role,
    role,
    merchantId,
    state: 'active',
    password: null,
    secondFactor: null,
    secondFactorBegun: null,
    recoveryCodes: [],
    link: null,
    createdAt: wall(),
  }
  assert.ok(await storage.console.putPerson(person))
  const token = newToken(random)
  const session = { hash: tokenHash(token), personId: id, beganAt: wall(), seenAt: wall(), provenAt: wall() }
  await storage.console.putSession(session, 0 as WallTime)
  const cookie = `${COOKIE}=${token}`
  const { answer } = await asking(app, { path: '/session', headers: { cookie } })
  const { csrf } = answer as { csrf: string }
  const ask = ({ headers, ...request }: Asking) =>
    asking(app, { ...request, headers: { cookie, 'x-sunap-csrf': csrf, ...headers } })
  return { person, token, csrf, ask }
}

async function asking(app: FastifyInstance, { method = 'GET', path, body, headers = {} }: Asking): Promise<Reply> {
  const source = method === 'GET' ? { host: ORIGIN.host } : ORIGIN
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const reply = await app.inject({
    method,
    url: `/admin/api${path}`,
    headers: { ...source, ...type, ...headers },
    ...payload,
  })
  const isJson = String(reply.headers['content-type']).startsWith('application/json')
  const answer: unknown = isJson ? reply.json() : undefined
  const error = (answer as { error?: { code: string } } | undefined)?.error
  return {
    status: reply.statusCode,
    headers: reply.headers,
    text: reply.body,
    bytes: reply.rawPayload,
    answer,
    code: error?.code,
  }
}

function createIssuing(gateway: Gateway, shop: MerchantId): ConsoleUnderTest['issue'] {
  let orders = 0
  return async ({ merchantId = shop, orderId, amount = 1000, name = '후드티', personal = {} } = {}) => {
    orders += 1
    const channel = gateway.directory().channels.find((each) => each.merchantId === merchantId)
    assert.ok(channel)
    const request: IssueRequest = {
      channel,
      orderId: (orderId ?? `order-${orders}`) as OrderId,
      amount: amount as Money,
      ownNumber: null,
      expiresAt: null,
      name,
      confirmUrl: null,
      noticeUrls: null,
      personal: { ...NO_PERSONAL, ...personal },
      keyed: null,
    }
    const issued = await gateway.issue(merchantId, request)
    assert.ok(issued.ok, JSON.stringify(issued))
    return issued.payment
  }
}

function createCollecting(gateway: Gateway): ConsoleUnderTest['collect'] {
  let stan = 0
  const till = { network: NETWORK, chain: '강변마트', outlet: 'RV001', outletName: '강변점', till: '1' }
  return async ({ number, amount, currency }) => {
    stan += 1
    const outcome = await gateway.collect(till, {
      businessDate: '20270301',
      stan: String(stan),
      deadline: (SYSTEM_CLOCKS.mono() + 1e12) as MonoTime,
      number: number as CollectionNumber,
      amount,
      currency,
      payType: 'cash',
      inquiryToken: null,
      clerk: null,
    })
    assert.ok(outcome.kind === 'stored' && outcome.answer.kind === 'collected', JSON.stringify(outcome))
  }
}

let keys = 0

/** A fresh key for an action. */
export function key(): { readonly 'idempotency-key': string } {
  keys += 1
  return { 'idempotency-key': `test-key-${keys}` }
}
