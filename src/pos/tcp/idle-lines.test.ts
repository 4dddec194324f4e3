/** As many lines as the listener holds, all of them silent: what they cost, and what a till beside them feels. */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { type House, openHouse, sale, secretOf } from '../test-house.ts'
import { CONNECTIONS_MAX } from './tcp-listener.ts'
import type { IdleTillsWanted } from './test-idle-tills.ts'
import { dial, frameOf, openTcp, replyIn, type TcpHouse } from './test-tcp.ts'

const TERMINAL = 'house/S001/2'
const SALES = 100
/** Generous: nothing but memory may grow with silent lines, and a loaded machine is given its time. */
const SLOWER_MAX = 5
const GRACE_MS = 50
const KIB_PER_LINE_MAX = 40

function startTills(t: TestContext): ChildProcess {
  const child = fork(new URL('./test-idle-tills.ts', import.meta.url))
  t.after(() => child.disconnect())
  return child
}

async function openIdle(child: ChildProcess, { port }: TcpHouse, lines: number): Promise<void> {
  const wanted: IdleTillsWanted = { lines, port, terminal: TERMINAL, secret: secretOf(TERMINAL) }
  child.send(wanted)
  assert.deepEqual(await Promise.race([once(child, 'message'), once(child, 'exit')]), ['open', undefined])
}

/** Milliseconds of each collect, ascending; the first ones are not counted. */
async function sell(house: House, tcp: TcpHouse, firstStan: number): Promise<readonly number[]> {
  const till = house.till('house/S001/1', tcp.url)
  const took: number[] = []
  for (let nth = 0; nth < 2 * SALES; nth += 1) {
    const { number } = await house.issue()
    const startedAt = performance.now()
    const { reply } = await till.collect(sale(house, String(firstStan + nth), number))
    if (nth >= SALES) took.push(performance.now() - startedAt)
    assert.equal(reply.code, '0000')
  }
  return took.sort((a, b) => a - b)
}

function share(ascending: readonly number[], of: number): number {
  return ascending[Math.ceil(ascending.length * of) - 1] ?? Number.NaN
}

test('ten thousand silent lines cost memory alone: a till beside them sells as before', async (t) => {
  const house = await openHouse(t, { realTime: true })
  const tcp = await openTcp(t, house)
  const alone = await sell(house, tcp, 1)
  const child = startTills(t)
  const bytesBefore = process.memoryUsage().rss
  const places = 2
  await openIdle(child, tcp, CONNECTIONS_MAX - places)
  const kibPerLine = (process.memoryUsage().rss - bytesBefore) / 1024 / CONNECTIONS_MAX
  const beside = await sell(house, tcp, 1001)
  const told = (ascending: readonly number[]): string =>
    `p50 ${share(ascending, 0.5).toFixed(1)} ms, p99 ${share(ascending, 0.99).toFixed(1)} ms`
  t.diagnostic(`alone ${told(alone)}; beside ${told(beside)}; ${kibPerLine.toFixed(1)} KiB a line`)
  assert.ok(share(beside, 0.5) <= SLOWER_MAX * share(alone, 0.5) + GRACE_MS, told(beside))
  assert.ok(kibPerLine <= KIB_PER_LINE_MAX, `${kibPerLine} KiB a line`)
})

test('when every place is a till’s, the next is turned away and the node says so, until one leaves', async (t) => {
  const house = await openHouse(t, { realTime: true })
  const tcp = await openTcp(t, house)
  const child = startTills(t)
  const strangers = await Promise.all(Array.from({ length: 3 }, () => dial(tcp)))
  await openIdle(child, tcp, CONNECTIONS_MAX)
  for (const { frame, socket } of strangers) {
    assert.equal(await frame(), undefined)
    socket.destroy()
  }
  assert.equal(tcp.listener.condition(), 'full')
  const turnedAway = await dial(tcp)
  assert.equal(await turnedAway.frame(), undefined)
  turnedAway.socket.destroy()
  child.send('one leaves')
  while (tcp.listener.condition() === 'full') await setImmediate()
  const line = await dial(tcp)
  line.socket.write(frameOf(house, 'echo', { stan: '1' }))
  assert.equal(replyIn(await line.frame())['code'], '0000')
  line.socket.destroy()
})
