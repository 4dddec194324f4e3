/** The listeners for frames as the gateway opens them: by the setting, with its own keys, and closed with the rest. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { merchantAt, tillAt } from '../../test/e2e/parties.ts'
import { hang, openSeller } from '../outbound/test-seller.ts'
import { ConfigError, readConfig } from './config.ts'
import { startSandbox } from './start-sandbox.ts'
import { testFolder } from './test-folder.ts'

async function startWith(t: TestContext, tcpPort: string | undefined) {
  const folder = testFolder(t)
  const ports = { SUNAP_PORT: '0', SUNAP_POS_PORT: '0', SUNAP_POS_TCP_PORT: tcpPort }
  const running = await startSandbox({
    config: readConfig({ SUNAP_DATA: folder, ...ports }),
    version: 'test',
    onFatal: (error) => assert.fail(error),
    reportFault: () => {},
  })
  t.after(() => running.stop())
  const [terminal = assert.fail('no till')] = running.practice.terminals
  return { running, folder, terminal, merchant: merchantAt(running.apiUrl, running.practice) }
}

test('where nothing is said, nothing listens for frames', async (t) => {
  const { running, folder } = await startWith(t, undefined)
  assert.deepEqual(running.tcpUrls, [])
  assert.equal('pos_tcp' in JSON.parse(readFileSync(join(folder, 'sandbox.json'), 'utf8')), false)
})

test('a till sells over the line that the setting opens, and sandbox.json names it', async (t) => {
  const { running, folder, terminal, merchant } = await startWith(t, '0')
  const { payment } = await merchant.issue()
  const [line = assert.fail('nothing listens')] = running.tcpUrls
  assert.equal(line.dialect, 'fixed')
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'sandbox.json'), 'utf8')).pos_tcp, [line])
  const { url } = line
  const till = tillAt(url, terminal)
  const shown = await till.inquire(payment.barcode)
  assert.ok(shown.class === 'OK' && shown.direction === 'in' && shown.amount === 1000)
  const collected = await till.collect(payment.barcode, 1000)
  assert.ok(collected.class === 'OK')
  assert.match(collected.receipt[0] ?? '', /연습용/)
  assert.equal((await merchant.look(payment.imp_uid)).status, 'paid')
})

test('a port for frames that is somebody else’s is named with its setting', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.after(() => other.close())
  const address = other.address()
  assert.ok(typeof address === 'object' && address !== null)
  await assert.rejects(
    startWith(t, String(address.port)),
    (error) => error instanceof ConfigError && /Choose another with SUNAP_POS_TCP_PORT=/.test(error.message),
  )
})

test('a gateway that stops answers the collect that is under way over TCP', async (t) => {
  const { running, terminal, merchant } = await startWith(t, '0')
  const held = hang()
  const seller = await openSeller(t, held.answer)
  const { payment } = await merchant.issue({ confirm_url: seller.url })
  const [{ url } = assert.fail('nothing listens')] = running.tcpUrls
  const collected = tillAt(url, terminal).collect(payment.barcode, 1000)
  await seller.heard(1)
  const stopped = running.stop()
  held.letGo()
  assert.equal((await collected).code, '0000')
  await stopped
  await assert.rejects(tillAt(url, terminal).inquire(payment.barcode))
})
