import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { merchantAt, tillAt } from '../../test/e2e/parties.ts'
import { askAdmin } from '../cli/ask-admin.ts'
import type { PaymentId } from '../core/brand.ts'
import { hang, openSeller, status } from '../outbound/test-seller.ts'
import { FolderInUse } from '../storage/sqlite/owner-lock.ts'
import { openSqliteStorage } from '../storage/sqlite/sqlite-storage.ts'
import { StorageFault } from '../storage/storage.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import type { StartOptions } from './start.ts'
import { type RunningSandbox, startSandbox } from './start-sandbox.ts'
import { testFolder } from './test-folder.ts'

/** Nothing is waited for; a loaded machine is given its time. */
const PROMPT_MS = 3_000

type Ways = Partial<Config> & Pick<Partial<StartOptions>, 'openStorage'>

async function startIn(
  t: TestContext,
  dataFolder: string,
  { openStorage, ...ways }: Ways = {},
): Promise<RunningSandbox> {
  const running = await startSandbox({
    config: { ...readConfig({ SUNAP_DATA: dataFolder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0' }), ...ways },
    version: 'test',
    onFatal: (error) => assert.fail(error),
    reportFault: () => {},
    ...(openStorage === undefined ? {} : { openStorage }),
  })
  t.after(() => running.stop())
  return running
}

function tillOf({ posUrl, practice }: RunningSandbox) {
  const [terminal] = practice.terminals
  assert.ok(terminal)
  return tillAt(posUrl, terminal)
}

async function stopMs(running: RunningSandbox): Promise<number> {
  const startedAt = performance.now()
  await running.stop()
  return performance.now() - startedAt
}

function says(text: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof ConfigError && text.test(error.message)
}

test('sandbox.json is there, whole and for its owner alone, exactly as long as the gateway serves', async (t) => {
  const folder = testFolder(t)
  const path = join(folder, 'sandbox.json')
  writeFileSync(path, '{"api_url":"left behind by one that was killed"}')
  let whenOpened = true
  const running = await startIn(t, folder, {
    async openStorage(options) {
      const storage = await openSqliteStorage(options)
      const put: typeof storage.directory.put = (entries) => {
        whenOpened = existsSync(path)
        return storage.directory.put(entries)
      }
      return { ...storage, directory: { ...storage.directory, put } }
    },
  })
  assert.equal(whenOpened, false)
  const { apiUrl, posUrl, practice } = running
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), {
    api_url: apiUrl,
    pos_url: posUrl,
    imp_key: practice.impKey,
    imp_secret: practice.impSecret,
    webhook_secret: practice.webhookSecret,
    channels: practice.channels.map(({ key, pg }) => ({ channel_key: key, pg })),
    network: 'house',
    terminals: practice.terminals,
  })
  assert.equal((await fetch(`${apiUrl}/health`)).status, 200)
  await running.stop()
  assert.deepEqual(readdirSync(folder).sort(), ['keys.json', 'owner.lock', 'sunap.sqlite'])
})

test('a gateway that starts again on its data has the same keys, payments and settings', async (t) => {
  const folder = testFolder(t)
  const first = await startIn(t, folder)
  const { payment } = await merchantAt(first.apiUrl, first.practice).issue()
  const [channel] = first.practice.channels
  const options = { channel: channel?.key, 'deadline-days': '2' }
  assert.ok(await askAdmin(folder, { verb: 'channel-set', options }))
  await first.stop()
  const second = await startIn(t, folder)
  assert.deepEqual(second.practice, first.practice)
  assert.equal((await merchantAt(second.apiUrl, second.practice).look(payment.imp_uid)).barcode, payment.barcode)
  const kept = second.storage.directory.current().channels.find(({ key }) => key === channel?.key)
  assert.equal(kept?.deadlineDays, 2)
})

test('how merchants answered is counted and outlives the gateway; its figures are asked for over the API', async (t) => {
  const folder = testFolder(t)
  const first = await startIn(t, folder)
  const seller = await openSeller(t, status(409))
  const merchant = merchantAt(first.apiUrl, first.practice)
  const till = tillOf(first)
  for (const code of ['2301', '0000']) {
    const { payment } = await merchant.issue({ confirm_url: seller.url })
    assert.equal((await till.collect(payment.barcode, 1000)).code, code)
    seller.answer(status(200))
  }
  await first.stop()
  const second = await startIn(t, folder)
  const { text } = await merchantAt(second.apiUrl, second.practice).ask('GET', '/api/confirm-figures')
  const { total } = JSON.parse(text).response
  assert.deepEqual([total.questions, total.payable, total.refused], [2, 1, 1])
  assert.ok(total.latency_ms.p99 > 0, text)
})

test('a second gateway on the same folder is refused, and the first goes on', async (t) => {
  const folder = testFolder(t)
  const running = await startIn(t, folder)
  await assert.rejects(startIn(t, folder), FolderInUse)
  assert.ok(existsSync(join(folder, 'sandbox.json')))
  assert.equal((await fetch(`${running.apiUrl}/health`)).status, 200)
})

test('a start that fails half-way leaves nothing open, whether at its keys or at its last step', async (t) => {
  const folder = testFolder(t)
  const ports = { api: { port: await freePort(), asked: true }, pos: { port: await freePort(), asked: true } }
  writeFileSync(join(folder, 'keys.json'), '{}')
  await assert.rejects(startIn(t, folder, ports), says(/keys\.json is damaged/))
  rmSync(join(folder, 'keys.json'))
  mkdirSync(join(folder, 'admin.sock'))
  await assert.rejects(startIn(t, folder, ports), { code: 'ERR_FS_EISDIR' })
  rmSync(join(folder, 'admin.sock'), { recursive: true })
  assert.equal(existsSync(join(folder, 'sandbox.json')), false)
  const running = await startIn(t, folder, ports)
  assert.equal((await fetch(`${running.apiUrl}/health`)).status, 200)
})

async function freePort(): Promise<number> {
  const { port, close } = await takePort(0)
  await close()
  return port
}

async function takePort(wanted: number): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createServer().listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** Somebody takes the port after it was found free, and gives it back when the test ends. */
function stealing(t: TestContext, port: number): NonNullable<StartOptions['openStorage']> {
  let isFree = true
  return async (options) => {
    if (isFree) {
      isFree = false
      const { close } = await takePort(port)
      t.after(close)
    }
    return openSqliteStorage(options)
  }
}

test('a port that somebody else takes meanwhile is as one that was taken before', async (t) => {
  const port = await freePort()
  const running = await startIn(t, testFolder(t), { api: { port, asked: false }, openStorage: stealing(t, port) })
  assert.equal(running.api.insteadOf, port)
  const other = await freePort()
  const asked = { pos: { port: other, asked: true }, openStorage: stealing(t, other) }
  await assert.rejects(startIn(t, testFolder(t), asked), says(/port \d+ is taken\. Choose another with SUNAP_POS_PORT/))
})

test('data without its keys, or with those of another folder, is refused and not given new ones', async (t) => {
  const [folder, other] = [testFolder(t), testFolder(t)]
  await (await startIn(t, folder)).stop()
  await (await startIn(t, other)).stop()
  renameSync(join(folder, 'keys.json'), join(folder, 'kept'))
  await assert.rejects(startIn(t, folder), says(/keys\.json is missing/))
  assert.equal(existsSync(join(folder, 'keys.json')), false)
  renameSync(join(other, 'keys.json'), join(folder, 'keys.json'))
  await assert.rejects(startIn(t, folder), says(/keys\.json is not the one this data was written with/))
  renameSync(join(folder, 'kept'), join(folder, 'keys.json'))
  await startIn(t, folder)
})

test('a first start that was killed before it had keys is no obstacle', async (t) => {
  const folder = testFolder(t)
  const storage = await openSqliteStorage({ folder, onFatal: (error) => assert.fail(error) })
  await storage.close()
  await startIn(t, folder)
})

test('the example seller sells, and where the operator left it nothing to sell the reason is told', async (t) => {
  const folder = testFolder(t)
  const running = await startIn(t, folder)
  const sale = await running.exampleSale()
  assert.ok(sale.ok)
  assert.deepEqual([sale.payment.state, sale.payment.amount], ['ready', 36_400])
  await running.parts.gateway.revoke(running.practice.merchantId, sale.payment.id)
  const [channel] = running.practice.channels
  const [kept] = running.storage.directory.current().channels.filter(({ key }) => key === channel?.key)
  assert.ok(kept)
  const options = { channel: kept.key, 'amount-max': '100' }
  assert.ok(await askAdmin(folder, { verb: 'channel-set', options }))
  const none = await running.exampleSale()
  assert.ok(!none.ok)
  assert.match(none.why.en, /The seller was not issued a number: ./)
})

test('the example sale is the same at the next start for as long as it is unpaid, and stands in the order book', async (t) => {
  const folder = testFolder(t)
  const first = await startIn(t, folder)
  const sale = await first.exampleSale()
  assert.ok(sale.ok)
  await first.stop()
  const second = await startIn(t, folder)
  const again = await second.exampleSale()
  assert.equal(again.ok && again.payment.id, sale.payment.id)
  const book = await (await fetch(`${second.apiUrl}/shop/orders`)).text()
  assert.ok(book.includes(sale.payment.number))
  await second.parts.gateway.revoke(second.practice.merchantId, sale.payment.id)
  const next = await second.exampleSale()
  assert.notEqual(next.ok && next.payment.id, sale.payment.id)
})

test('stopping finishes a collect under way, and its merchant can still look the payment up', async (t) => {
  const running = await startIn(t, testFolder(t))
  const merchant = merchantAt(running.apiUrl, running.practice)
  await merchant.token()
  const asked = Promise.withResolvers<void>()
  const mayAnswer = Promise.withResolvers<void>()
  const seller = await openSeller(t, async (response, { body }) => {
    asked.resolve()
    await mayAnswer.promise
    const { status } = await merchant.look(JSON.parse(body).imp_uid)
    response.writeHead(status === 'ready' ? 200 : 500).end()
  })
  const { payment } = await merchant.issue({ confirm_url: seller.url })
  const collect = tillOf(running).collect(payment.barcode, 1000)
  await asked.promise
  const stopping = running.stop()
  await assert.rejects(fetch(running.posUrl))
  mayAnswer.resolve()
  assert.equal((await collect).code, '0000')
  await stopping
  await assert.rejects(fetch(running.apiUrl))
})

test('a notice receiver that hangs holds up neither the stop nor, after the next start, its notice', async (t) => {
  const folder = testFolder(t)
  const waiting = hang()
  const seller = await openSeller(t, waiting.answer)
  const first = await startIn(t, folder)
  const { payment } = await merchantAt(first.apiUrl, first.practice).issue({ notice_url: seller.url })
  assert.equal((await tillOf(first).collect(payment.barcode, 1000)).code, '0000')
  await seller.heard(1)
  assert.ok((await stopMs(first)) < PROMPT_MS)
  const second = await startIn(t, folder)
  const [left] = await second.storage.deliveries.ofPayment(second.practice.merchantId, payment.imp_uid as PaymentId)
  assert.deepEqual([left?.state, left?.tries], ['waiting', 0])
})

test('a storage that takes nothing any more holds up the stop for five seconds, not until the tries are recorded', async (t) => {
  const refused = Promise.withResolvers<void>()
  let isGone = false
  const running = await startIn(t, testFolder(t), {
    async openStorage(options) {
      const storage = await openSqliteStorage(options)
      t.after(() => {
        isGone = false
        return storage.close()
      })
      const settle: typeof storage.deliveries.settle = async (...tried) => {
        if (!isGone) return storage.deliveries.settle(...tried)
        refused.resolve()
        throw new StorageFault('overloaded', 'no connection')
      }
      const close = () => (isGone ? new Promise<never>(() => {}) : storage.close())
      return { ...storage, deliveries: { ...storage.deliveries, settle }, close }
    },
  })
  const seller = await openSeller(t)
  const { payment } = await merchantAt(running.apiUrl, running.practice).issue({ notice_url: seller.url })
  isGone = true
  assert.equal((await tillOf(running).collect(payment.barcode, 1000)).code, '0000')
  await refused.promise
  const tookMs = await stopMs(running)
  assert.ok(tookMs < 5_500, `${tookMs} ms`)
})

test('days that are being lived through, at a receiver that hangs, do not hold up the stop', async (t) => {
  const running = await startIn(t, testFolder(t))
  const seller = await openSeller(t, status(500))
  const { payment } = await merchantAt(running.apiUrl, running.practice).issue({ notice_url: seller.url })
  await tillOf(running).collect(payment.barcode, 1000)
  await seller.heard(1)
  seller.answer(hang().answer)
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ advance: '9d' })
  const move = fetch(`${running.apiUrl}/sandbox/clock`, { method: 'POST', headers, body }).then(
    ({ status }) => status,
    () => 'cut off',
  )
  await seller.heard(2)
  assert.ok((await stopMs(running)) < PROMPT_MS)
  assert.ok([500, 503, 'cut off'].includes(await move))
})

test('a stop that is asked for twice is one', async (t) => {
  const running = await startIn(t, testFolder(t))
  await Promise.all([running.stop(), running.stop()])
  await running.stop()
})
