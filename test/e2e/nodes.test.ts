/**
 * Several gateways on one database, seen from outside: what one issues another collects, a token of one is good at all,
 * and a restart of one after the other is felt by nobody who tries the next address.
 */
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createTillClient, type TillClient } from '../../src/sandbox/till-client.ts'
import { readConfig } from '../../src/server/config.ts'
import { type RunningSandbox, startSandbox } from '../../src/server/start-sandbox.ts'
import { startPostgres } from '../postgres/server.ts'
import { merchantAt } from './parties.ts'

interface Node {
  running: RunningSandbox
  /** Down and up again, on the same ports. */
  readonly restart: () => Promise<void>
}

test('a number of one node is shown, collected and found at another, with the token of the first', async (t) => {
  const [one, two] = await startNodes(t)
  const merchant = merchantAt(one.running.apiUrl, one.running.practice)
  const { payment } = await merchant.issue()
  const reply = await fetch(`${two.running.apiUrl}/payments/${payment.imp_uid}`, {
    headers: { authorization: await merchant.token() },
  })
  assert.equal(reply.status, 200)
  const till = tillAtNode(two.running)
  const collected = await till.collect(saleOf(payment.barcode, '1', await dateAt(till)))
  assert.equal(collected.reply.code, '0000')
  assert.equal((await merchant.look(payment.imp_uid)).status, 'paid')
})

test('nodes that restart one after the other refuse no collect', { timeout: 120_000 }, async (t) => {
  const nodes = await startNodes(t)
  const load = new AbortController()
  const codes: string[] = []
  const lanes = Array.from({ length: 6 }, (_, lane) => sellUntil(load.signal, nodes, lane, codes))
  for (let round = 0; round < 2 || codes.length < SALES_MIN; round += 1) for (const node of nodes) await node.restart()
  load.abort()
  await Promise.all(lanes)
  assert.deepEqual(new Set(codes), new Set(['0000']))
})

const SALES_MIN = 60

/** Two, on one database and with one set of keys. */
async function startNodes(t: TestContext): Promise<readonly [Node, Node]> {
  const server = await startPostgres()
  const databaseUrl = await server.newDatabase()
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'sunap-node-')))
  const [first = '', second = ''] = folders
  const one = await startNode(first, databaseUrl)
  cpSync(join(first, 'keys.json'), join(second, 'keys.json'))
  const two = await startNode(second, databaseUrl)
  t.after(async () => {
    await Promise.all([one.running.stop(), two.running.stop()])
    await server.stop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })
  return [one, two]
}

async function startNode(dataFolder: string, databaseUrl: string): Promise<Node> {
  const startAt = (api: number, pos: number): Promise<RunningSandbox> =>
    startSandbox({
      config: {
        ...readConfig({ SUNAP_DATA: dataFolder, SUNAP_PORT: String(api), SUNAP_POS_PORT: String(pos) }),
        databaseUrl,
      },
      version: 'test',
      onFatal(error) {
        throw error
      },
      reportFault: () => {},
    })
  const node: Node = {
    running: await startAt(0, 0),
    async restart() {
      const { api, pos } = node.running
      await node.running.stop()
      node.running = await startAt(api.port, pos.port)
    },
  }
  return node
}

/** Sales of one till, each at whichever node answers; with the codes that end them. */
async function sellUntil(signal: AbortSignal, nodes: readonly Node[], lane: number, codes: string[]): Promise<void> {
  for (let sale = 1; !signal.aborted; sale += 1) {
    const number = await atAnyNode(nodes, sale, async ({ running }) => {
      const { status, payment } = await merchantAt(running.apiUrl, running.practice).issue({
        merchant_uid: `lane-${lane}-${sale}`,
      })
      return status === 200 ? payment.barcode : undefined
    })
    const businessDate = await atAnyNode(nodes, sale, ({ running }) => dateAt(tillAtNode(running, lane)))
    const code = await atAnyNode(nodes, sale, async ({ running }) => {
      const { reply } = await tillAtNode(running, lane).collect(saleOf(number, String(sale), businessDate))
      return reply.class === 'RETRY_SAME_KEY' ? undefined : reply.code
    })
    codes.push(code)
  }
}

/** As a client with two addresses does: one that does not answer, or says "not now", is left for the other. */
async function atAnyNode<Value>(
  nodes: readonly Node[],
  from: number,
  ask: (node: Node) => Promise<Value | undefined>,
): Promise<Value> {
  for (let tries = from; ; tries += 1) {
    const node = nodes[tries % nodes.length]
    if (node === undefined) throw new Error('no node')
    const value = await ask(node).catch((error: unknown) => {
      if (error instanceof TypeError) return undefined
      throw error
    })
    if (value !== undefined) return value
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function tillAtNode({ posUrl, practice }: RunningSandbox, lane = 0): TillClient {
  const terminal = practice.terminals[lane]
  if (terminal === undefined) throw new Error(`no till ${lane}`)
  return createTillClient({ url: posUrl, terminal: terminal.id, secret: terminal.secret })
}

async function dateAt(till: TillClient): Promise<string> {
  const { reply } = await till.echo({ stan: '1' })
  if (!('business_date' in reply)) throw new TypeError('not now')
  return reply.business_date
}

function saleOf(number: string, stan: string, businessDate: string) {
  return {
    business_date: businessDate,
    stan,
    number,
    amount: 1000,
    currency: 'KRW',
    pay_type: 'cash',
    clerk: '7',
  } as const
}
