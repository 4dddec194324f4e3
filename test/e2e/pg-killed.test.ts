/** The process of the gateway ends while a PG has what it was asked for: what is left, and what the next life makes of it. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { startPg, type TestPg } from '../../src/channels/framed/test-pg.ts'
import { askAdmin } from '../../src/cli/ask-admin.ts'
import { root } from '../set-up/programs.ts'
import { freePort } from './free-port.ts'
import { merchantAt, type Pair } from './parties.ts'

const ONE = 'books01'

test('a gateway killed while the PG has its number and the merchant has no answer leaves nothing payable, and the next life undoes it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-pg-kill-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const pgPort = await freePort()
  const pg = await startPg(t, [ONE], { gatewayPort: pgPort })
  const first = await startLife(t, folder, pgPort)
  await configured(folder, pg, first.merchantId)
  await pg.tell('fault issue late 5000', 'fault')
  const merchant = merchantAt(first.apiUrl, first.pair)
  const asked = merchant.issue({ pg: `galaxia.${ONE}`, merchant_uid: 'killed' })
  asked.catch(() => {})
  await pg.until(({ event, message }) => event === 'heard' && message === 'issue')
  await first.kill()
  await assert.rejects(asked)
  assert.deepEqual(
    (await pg.orders(ONE)).map(({ state }) => state),
    ['STANDING'],
  )
  const cancelled = pg.until(({ event, message }) => event === 'heard' && message === 'cancel')
  const second = await startLife(t, folder, pgPort)
  const [{ number } = { number: '' }] = await pg.orders(ONE)
  assert.equal((await pg.tell(`collect ${ONE} ${number} 1000 cash`, 'answered'))['result'], '2001')
  await cancelled
  assert.deepEqual(
    (await pg.orders(ONE)).map(({ state }) => state),
    ['ENDED'],
  )
  const again = merchantAt(second.apiUrl, second.pair)
  assert.equal((await again.ask('GET', '/payments/find/killed')).status, 404)
  assert.equal((await again.issue({ pg: `galaxia.${ONE}`, merchant_uid: 'killed' })).status, 200)
})

interface Life {
  readonly apiUrl: string
  readonly pair: Pair
  readonly merchantId: string
  /** `kill -9`. */
  kill(): Promise<void>
}

async function startLife(t: TestContext, folder: string, pgPort: number): Promise<Life> {
  const env = {
    ...process.env,
    SUNAP_DATA: folder,
    SUNAP_PORT: '0',
    SUNAP_POS_PORT: '0',
    SUNAP_PG_PORT: String(pgPort),
  }
  const args = ['--disable-warning=ExperimentalWarning', 'src/server/main.ts']
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
  }
  t.after(kill)
  await new Promise<void>((resolve) => {
    let out = ''
    child.stdout.on('data', (text) => {
      out += text
      if (out.includes('npm start -- --fresh')) resolve()
    })
  })
  const file = JSON.parse(readFileSync(join(folder, 'sandbox.json'), 'utf8'))
  const pair = { impKey: file.imp_key, impSecret: file.imp_secret }
  const { shown } = (await askAdmin(folder, { verb: 'merchant-list', options: {} })) as {
    shown: readonly { merchant: string }[]
  }
  return { apiUrl: file.api_url, pair, merchantId: shown[0]?.merchant ?? '', kill }
}

async function configured(folder: string, pg: TestPg, merchant: string): Promise<void> {
  const contract = { merchant, mid: ONE, network: ONE, connector: 'framed' }
  for (const [verb, options] of [
    ['network-add', { network: ONE, prefix: '7311' }],
    [
      'channel-add',
      { ...contract, 'connector-config': Buffer.from(pg.settings(ONE, { read_timeout_ms: 8000 })).toString('base64') },
    ],
  ] as const) {
    const answer = (await askAdmin(folder, { verb, options })) as { ok: boolean }
    assert.ok(answer.ok, JSON.stringify(answer))
  }
}
