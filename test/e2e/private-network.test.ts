/**
 * Whom a gateway calls on the machine and the network it stands in. In the sandbox a merchant's app on another port, or in
 * the next container, is reached without a tunnel; in production it is not, unless the operator opens its range; and the
 * addresses of metadata services are called by nobody, ever. Everywhere the dialler writes down whom it would call; where
 * this machine can make a network namespace without a way out, whole gateways call real listeners in it as well.
 */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { OutboundMode } from '../../src/outbound/address-guard.ts'
import { createGuardedClient } from '../../src/outbound/guarded-client.ts'
import { listen, recordingDial, requestTo, rulesFor } from '../../src/outbound/loopback-server.ts'
import { expectedSignature, openSeller } from '../../src/outbound/test-seller.ts'
import { type Heard, PLACES, type Place, RANGE_OPENED, type Report } from './private-network.ts'
import { startGateway } from './running-gateway.ts'

const LIMIT = { timeout: 60_000 }

test(
  "in the sandbox a merchant's app on another port of this machine is asked and told, without a tunnel",
  LIMIT,
  async (t) => {
    const gateway = await startGateway()
    t.after(() => gateway.stop())
    const app = await openSeller(t)
    const local = app.url.replace('127.0.0.1', 'localhost')
    const { payment } = await gateway.merchant.issue({ confirm_url: `${local}/confirm`, notice_url: `${local}/notice` })
    const { code } = await gateway.till().collect(payment.barcode, 1000)
    assert.equal(code, '0000')
    await app.heard(2)
    assert.deepEqual(
      app.received.map(({ path }) => path),
      ['/confirm', '/notice'],
    )
    const { webhookSecret } = gateway.running.practice
    for (const asked of app.received) {
      assert.equal(JSON.parse(asked.body).imp_uid, payment.imp_uid)
      assert.equal(asked.headers['webhook-signature'], expectedSignature(webhookSecret, asked))
    }
  },
)

const NOBODY: Heard = { loopback: [], private: [], metadata: [], linkLocal: [] }
const BOTH = ['/confirm', '/notice']

const EXPECTED: Report = {
  sandbox: { ...NOBODY, loopback: BOTH, private: BOTH },
  production: NOBODY,
  opened: { ...NOBODY, private: BOTH },
}

test(
  'a private address is called in the sandbox, in production only where its range is opened, a metadata address never',
  LIMIT,
  async (t) => {
    assert.deepEqual(await recordDials(t), EXPECTED)
    const namespace = namespaceCommand()
    t.diagnostic(namespace === undefined ? 'no namespace can be made here' : `inside ${namespace.join(' ')}`)
    if (namespace !== undefined) assert.deepEqual(await playInside(t, namespace), EXPECTED)
  },
)

/** What gives a program a network of its own; undefined where this machine has no such thing, or not for us. */
function namespaceCommand(): readonly string[] | undefined {
  const ways = [
    ['unshare', '--net'],
    ['unshare', '--user', '--map-root-user', '--net'],
  ]
  return ways.find(([command = '', ...args]) => {
    const tried = spawnSync(command, [...args, 'ip', 'address', 'add', `${PLACES.metadata}/32`, 'dev', 'lo'])
    return tried.status === 0
  })
}

async function playInside(t: TestContext, [command = '', ...args]: readonly string[]): Promise<Report> {
  const program = fileURLToPath(new URL('./private-network.ts', import.meta.url))
  const child = spawn(command, [...args, process.execPath, '--disable-warning=ExperimentalWarning', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  assert.equal(code, 0, printed)
  return JSON.parse(printed)
}

/** The same calls, by a client whose every connection ends at a server of ours and is written down. */
async function recordDials(t: TestContext): Promise<Report> {
  const server = await listen(t, (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))
  const callAll = async (mode: OutboundMode, ranges: readonly string[]): Promise<Heard> => {
    const { dial, dialled } = recordingDial(server.port)
    const client = createGuardedClient({ rules: rulesFor(mode, ranges), version: '0.0.0', dial })
    t.after(() => client.close())
    const heard = Object.entries(PLACES).map(async ([place, address]): Promise<[string, readonly string[]]> => {
      for (const path of BOTH) await client.post(requestTo(`http://${address}${path}`))
      const calls = dialled.filter(({ addresses }) => addresses.includes(address)).length
      return [place, BOTH.slice(0, calls)]
    })
    return Object.fromEntries(await Promise.all(heard)) as Record<Place, readonly string[]>
  }
  return {
    sandbox: await callAll('sandbox', []),
    production: await callAll('production', []),
    opened: await callAll('production', [RANGE_OPENED]),
  }
}
