import assert from 'node:assert/strict'
import { chmodSync, cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { merchantAt, tillAt } from '../../test/e2e/parties.ts'
import { askAdmin } from '../cli/ask-admin.ts'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import { ADMIN_PREFIX } from '../wire/admin/answers.ts'
import { ADMIN_ROUTE_ROWS } from '../wire/admin/routes.ts'
import { buildGateway } from './build-gateway.ts'
import { buildApiServer, buildPosServer } from './build-servers.ts'
import { type Config, ConfigError, type Environment, readConfig } from './config.ts'
import { openConnectorDesk } from './connector-desk.ts'
import { tell } from './event-log.ts'
import { writeKeyFileOnce } from './key-file.ts'
import type { House } from './mode.ts'
import { readOwnSecrets } from './secrets.ts'
import type { Running, StartOptions } from './start.ts'
import { PRODUCTION, startProduction } from './start-production.ts'
import { startSandbox } from './start-sandbox.ts'
import { testFolder } from './test-folder.ts'
import { urlRulesOf } from './url-rules.ts'

const SETTINGS = { SUNAP_MODE: 'production', SUNAP_PUBLIC_URL: 'https://pay.example.com' }

function configIn(folder: string, more: Environment = {}): Config {
  return readConfig({ ...SETTINGS, SUNAP_PORT: '0', SUNAP_POS_PORT: '0', SUNAP_DATA: folder, ...more })
}

function optionsOf(config: Config): StartOptions {
  return { config, version: 'test', onFatal: (error) => assert.fail(error), reportFault: () => {} }
}

async function startIn(t: TestContext, folder: string, more?: Environment): Promise<Running> {
  const running = await startProduction(optionsOf(configIn(folder, more)))
  t.after(() => running.stop())
  return running
}

/** A folder as `keys-new` leaves it. */
function folderWithKeys(t: TestContext): string {
  const folder = testFolder(t)
  writeKeyFileOnce(join(folder, 'keys.json'))
  return folder
}

function says(text: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof ConfigError && text.test(error.message)
}

type Row = Readonly<Record<string, string>>

async function set(folder: string, verb: string, options: Row): Promise<Row> {
  const answer = await askAdmin(folder, { verb, options })
  assert.ok(typeof answer === 'object' && answer !== null && 'shown' in answer, JSON.stringify(answer))
  return answer.shown as Row
}

/** A merchant with a channel and a shop with a till, by the operator's commands alone. */
async function open(running: Running, folder: string) {
  await set(folder, 'network-add', { network: 'river', prefix: '0810' })
  const row = await set(folder, 'merchant-add', { name: '한빛책방' })
  const { merchant = '', imp_key: impKey = '', imp_secret: impSecret = '' } = row
  await set(folder, 'channel-add', { merchant, mid: 'books' })
  const place = { network: 'river', outlet: 'RV001', till: '1', 'outlet-name': '강변점', chain: '강변마트' }
  const { terminal: id = '', secret = '' } = await set(folder, 'till-add', place)
  const till = (withSecret = secret) => tillAt(running.posUrl, { id, secret: withSecret })
  return { impKey, merchant: merchantAt(running.apiUrl, { impKey, impSecret }), till, place }
}

test('every route of the two listeners is one of those that merchants, customers, tills and a health check need', async (t) => {
  const folder = folderWithKeys(t)
  const config = configIn(folder)
  const storage = createMemoryStorage()
  t.after(() => storage.close())
  const secrets = readOwnSecrets(config.keysFile)
  const publicUrl = 'https://pay.example.com'
  const reportFault = (): void => {}
  const parts = buildGateway({
    storage,
    secrets,
    version: 'test',
    urlRules: urlRulesOf(config),
    publicUrl,
    issuer: null,
    practice: false,
    payer: null,
    reportFault,
  })
  const verbDeps = {
    directory: storage.directory,
    secrets,
    wall: storage.clock.wall,
    tillSightings: storage.tillSightings,
    notices: parts.notices,
    money: parts.gateway,
    console: { keeper: storage.console, wall: storage.clock.wall, publicUrl: () => publicUrl },
    connectors: openConnectorDesk(secrets, urlRulesOf(config)),
    urlProblem: () => undefined,
    issuesReceipts: false,
  }
  const house: House = {
    config,
    version: '1.2.3',
    storage,
    secrets,
    parts,
    verbDeps,
    tillLines: { problem: () => undefined },
    apiUrl: '',
    posUrl: '',
    tcpUrls: [],
    publicUrl,
    reportFault,
  }
  const { apiServer } = await buildApiServer(house, PRODUCTION)
  const posServer = buildPosServer(house, PRODUCTION)
  await Promise.all([apiServer.ready(), posServer.ready()])
  t.after(() => Promise.all([apiServer.close(), posServer.close(), parts.stop()]))
  assert.deepEqual(routesIn(apiServer.printRoutes({ commonPrefix: false })), [...CONSOLE_ROUTES, ...API_ROUTES].sort())
  assert.deepEqual(routesIn(posServer.printRoutes({ commonPrefix: false })), POS_ROUTES)
})

/** Paths, of the tree that Fastify draws. */
function routesIn(tree: string): readonly string[] {
  const above: string[] = []
  return tree
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', path = '', methods] = /^([│├└─ ]*)(\S+)(?: \((.*)\))?$/.exec(line) ?? []
      if (path === '') return []
      above.length = indent.length / 4
      above.push(path)
      return methods === undefined ? [] : [above.slice(1).join('')]
    })
    .sort()
}

/** There is no sandbox to steer. */
const REAL_ADMIN_ROWS = Object.values(ADMIN_ROUTE_ROWS).filter(({ practice }) => practice !== true)

/** Each is asked for by every role in `src/admin/who-may-do-what.test.ts`. */
const CONSOLE_ROUTES: readonly string[] = [...new Set(REAL_ADMIN_ROWS.map(({ path }) => `${ADMIN_PREFIX}${path}`))]

/** What other methods than these are answered, each path says itself: 405. */
const API_ROUTES: readonly string[] = [
  '/api/bulk-issues',
  '/api/confirm-figures',
  '/api/deliveries',
  '/api/deliveries/:id',
  '/api/deliveries/:id/replay',
  '/api/deliveries/replay',
  '/api/endpoints',
  '/api/endpoints/:id',
  '/api/endpoints/:id/pause',
  '/api/endpoints/:id/resume',
  '/api/endpoints/:id/rotate-secret',
  '/api/endpoints/:id/test',
  '/api/events',
  '/api/payments',
  '/api/payments/:imp_uid',
  '/api/payments/:imp_uid/resume',
  '/api/payments/:imp_uid/suspend',
  '/api/refunds',
  '/api/refunds/:id',
  '/banks',
  '/banks/:code',
  '/cards',
  '/cards/:code',
  '/console',
  '/console*',
  '/console/assets/:name',
  '/cvs',
  '/cvs/:imp_uid',
  '/health',
  '/openapi.json',
  '/p/:token',
  '/p/:token/barcode.png',
  '/p/:token/barcode.svg',
  '/p/:token/cash-receipt',
  '/p/:token/receipt',
  '/p/:token/refunds/:refund',
  '/p/:token/state',
  '/p/:token/voucher.png',
  '/p/assets/:name',
  '/p/cash-receipts/:token',
  '/payments',
  '/payments/:imp_uid',
  '/payments/:imp_uid/balance',
  '/payments/cancel',
  '/payments/find/:merchant_uid',
  '/payments/find/:merchant_uid/:payment_status',
  '/payments/findAll',
  '/payments/findAll/:merchant_uid',
  '/payments/findAll/:merchant_uid/:payment_status',
  '/payments/prepare',
  '/payments/prepare/:merchant_uid',
  '/payments/status',
  '/payments/status/:payment_status',
  '/receipts/:imp_uid',
  '/receipts/external/:merchant_uid',
  '/reference',
  '/users/getToken',
  '/users/pg',
]
const POS_ROUTES: readonly string[] = [
  'cancel',
  'close',
  'collect',
  'complete',
  'echo',
  'inquiry',
  'open',
  'payout',
  'report',
  'reverse',
  'status',
].map((name) => `/pos/v1/${name}`)

test('of the sandbox nothing is there: no path, no file, nobody in the directory', async (t) => {
  const folder = folderWithKeys(t)
  const running = await startIn(t, folder)
  for (const path of [
    '/sandbox',
    '/sandbox/clock',
    '/shop',
    '/shop/orders',
    '/shop/confirm',
    '/till',
    '/sandbox/magic',
  ])
    assert.equal((await fetch(running.apiUrl + path)).status, 404, path)
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
  for (const path of [
    '/sandbox/pay',
    '/sandbox/refund',
    '/sandbox/cancel',
    '/sandbox/expire',
    '/sandbox/clock',
    '/sandbox/reset',
    '/shop/orders',
    '/till',
  ])
    assert.equal((await fetch(running.apiUrl + path, post)).status, 404, path)
  const files = readdirSync(folder).filter((name) => !/^(sunap\.sqlite|owner\.lock)/.test(name))
  assert.deepEqual(files.sort(), ['admin.sock', 'keys.json', 'production'])
  const { keyProof, ...directory } = running.storage.directory.current()
  assert.deepEqual(
    Object.values(directory).map((entries) => ('size' in entries ? entries.size : entries.length)),
    [0, 0, 0, 0, 0, 0, 0, 0],
  )
  assert.notEqual(keyProof, null)
})

test('a payment of production: issued, shown, collected, without a mark of practice and without magic', async (t) => {
  const folder = folderWithKeys(t)
  const running = await startIn(t, folder)
  const { merchant, till } = await open(running, folder)
  const { status, payment, text } = await merchant.issue({ buyer_email: 'paid@till.test' })
  assert.equal(status, 200, text)
  assert.match(payment.barcode, /^0810\d{16}$/)
  assert.match(payment.pay_url, /^https:\/\/pay\.example\.com\/p\//)
  const page = await (await fetch(running.apiUrl + new URL(payment.pay_url).pathname)).text()
  assert.match(page, /한빛책방/)
  assert.doesNotMatch(page, /연습용|TEST ·/)
  const shown = await till().inquire(payment.barcode)
  assert.ok('merchant' in shown, JSON.stringify(shown))
  const reply = await till().collect(payment.barcode, 1000)
  assert.ok('receipt' in reply, JSON.stringify(reply))
  assert.ok(reply.receipt.some((line) => line.includes('강변점')))
  assert.ok(!reply.receipt.some((line) => line.includes('연습용')))
  const paid = await merchant.look(payment.imp_uid)
  assert.deepEqual([paid.status, paid.amount], ['paid', 1000])
})

test('production issues nothing that would be told over plain http or inside a private network', async (t) => {
  const folder = folderWithKeys(t)
  const running = await startIn(t, folder, { SUNAP_ALLOWED_RANGES: '10.1.0.0/16' })
  const { merchant } = await open(running, folder)
  for (const url of [
    'http://shop.example.com/c',
    'https://127.0.0.1/c',
    'https://192.168.0.1/c',
    'http://10.1.0.1/c',
  ]) {
    assert.equal((await merchant.issue({ confirm_url: url })).status, 400, url)
    assert.equal((await merchant.issue({ notice_url: url })).status, 400, url)
  }
  assert.equal((await merchant.issue({ confirm_url: 'https://10.1.0.1/c' })).status, 200)
})

test('the operator is told which setting would open an address that a merchant asked for, the merchant is not', async (t) => {
  const folder = folderWithKeys(t)
  const running = await startIn(t, folder)
  const { merchant } = await open(running, folder)
  const told: string[] = []
  running.parts.happenings.watch((happening) => told.push(tell(happening, 'en') ?? ''))
  const { status, text } = await merchant.issue({ confirm_url: 'https://10.1.0.1/c' })
  assert.equal(status, 400)
  assert.match(text, /a private network/)
  assert.doesNotMatch(text, /SUNAP_|\/32/)
  assert.deepEqual(told, [
    'not called 10.1.0.1 leads to a private network; 10.1.0.1/32 in SUNAP_ALLOWED_RANGES would open it',
  ])
})

test('a wrong pair is told nothing about where keys are to be found', async (t) => {
  const running = await startIn(t, folderWithKeys(t))
  const body = new URLSearchParams({ imp_key: 'a', imp_secret: 'b' })
  const reply = await fetch(`${running.apiUrl}/users/getToken`, { method: 'POST', body })
  assert.equal(reply.status, 401)
  assert.doesNotMatch(await reply.text(), /sandbox|hint/)
})

test('a revoked key loses the token it has and gets no other, a till with a new secret is a stranger by its old one', async (t) => {
  const folder = folderWithKeys(t)
  const running = await startIn(t, folder)
  const { impKey, merchant, till, place } = await open(running, folder)
  const { payment } = await merchant.issue()
  const { secret } = await set(folder, 'till-secret', {
    network: place.network,
    outlet: place.outlet,
    till: place.till,
  })
  await assert.rejects(till().inquire(payment.barcode), /no echo/)
  assert.equal((await till(secret).collect(payment.barcode, 1000)).code, '0000')
  await set(folder, 'key-revoke', { 'imp-key': impKey })
  assert.equal((await merchant.ask('GET', `/payments/${payment.imp_uid}`)).status, 401)
})

test('without keys there is no start and no data; with keys kept elsewhere there is', async (t) => {
  const folder = join(testFolder(t), 'data')
  await assert.rejects(startIn(t, folder), says(/keys\.json is missing\. .*keys-new$/))
  assert.equal(existsSync(folder), false)
  const keys = join(testFolder(t), 'sunap-keys.json')
  writeKeyFileOnce(keys)
  await startIn(t, folder, { SUNAP_KEYS_FILE: keys })
  assert.equal(statSync(folder).mode & 0o777, 0o700)
})

test('keys that are not those of the data are refused before there is a single merchant', async (t) => {
  const folder = folderWithKeys(t)
  await (await startIn(t, folder)).stop()
  cpSync(join(folderWithKeys(t), 'keys.json'), join(folder, 'keys.json'))
  await assert.rejects(startIn(t, folder), says(/not the one this data was written with/))
})

test('a folder or keys that others can read are refused', async (t) => {
  const folder = folderWithKeys(t)
  chmodSync(folder, 0o755)
  await assert.rejects(startIn(t, folder), says(/others on this machine can look into it/))
  chmodSync(folder, 0o700)
  chmodSync(join(folder, 'keys.json'), 0o640)
  await assert.rejects(startIn(t, folder), says(/keys\.json can be read by others/))
  chmodSync(join(folder, 'keys.json'), 0o600)
  await startIn(t, folder)
})

test('production does not start on a sandbox, nor the sandbox on production, and neither changes the other', async (t) => {
  const practice = testFolder(t)
  const sandboxOf = (folder: string): StartOptions =>
    optionsOf({ ...configIn(folder), mode: 'sandbox', publicUrl: null })
  await (await startSandbox(sandboxOf(practice))).stop()
  await assert.rejects(startIn(t, practice), says(/holds a sandbox/))
  await (await startSandbox(sandboxOf(practice))).stop()
  const real = folderWithKeys(t)
  await (await startIn(t, real)).stop()
  await assert.rejects(startSandbox(sandboxOf(real)), says(/belongs to a production gateway/))
  const again = await startIn(t, real)
  assert.equal(again.storage.directory.current().merchants.size, 0)
  rmSync(practice, { recursive: true })
})

test('a sandbox on the folder of a production gateway whose keys are elsewhere is not advised to empty it', async (t) => {
  const keys = join(testFolder(t), 'sunap-keys.json')
  writeKeyFileOnce(keys)
  const real = join(testFolder(t), 'data')
  await (await startIn(t, real, { SUNAP_KEYS_FILE: keys })).stop()
  const files = readdirSync(real).sort()
  const sandbox = optionsOf({ ...configIn(real), mode: 'sandbox', publicUrl: null })
  await assert.rejects(
    startSandbox(sandbox),
    says(/belongs to a production gateway\. .* folder of its own with SUNAP_DATA\.$/),
  )
  assert.deepEqual(readdirSync(real).sort(), files)
})

test('a port that is taken stops the start, also where it was not named', async (t) => {
  const first = await startIn(t, folderWithKeys(t))
  const taken = configIn(folderWithKeys(t), { SUNAP_PORT: String(first.api.port) })
  await assert.rejects(startProduction(optionsOf(taken)), says(/is taken\. Choose another with SUNAP_PORT/))
})
