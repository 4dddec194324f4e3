/**
 * A hundred and more hostile merchants, each behind a sale of its own, all collected at the same moment: the till is
 * answered in time whatever they do, `paid` is what got a complete 200 in time and nothing else, and when they are gone the
 * gateway holds neither a connection nor memory for them.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { trustAuthority } from '../../src/outbound/test-certificates.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { BAD_TLS } from './bad-tls.ts'
import { BROKEN_SPEECH } from './broken-speech.ts'
import { type Sale, sellToAll } from './collects.ts'
import { BUDGET_MS, type Scenario } from './scenario.ts'
import { SILENCES } from './silences.ts'
import { YES_AND_NO } from './yes-and-no.ts'

const SCENARIOS: readonly Scenario[] = [...YES_AND_NO, ...SILENCES, ...BROKEN_SPEECH, ...BAD_TLS]
const STATES: Readonly<Record<Scenario['word'], string>> = { payable: 'paid', refused: 'ready', unanswered: 'ready' }
const OUTCOMES: Readonly<Record<Scenario['word'], string>> = {
  payable: 'collected',
  refused: 'declined: merchant_refused',
  unanswered: 'declined: merchant_unanswered',
}
/** For a machine that is busy with all of them at once. */
const LATE_BY_MS = 700
/** What a server may get rid of before it is cut off: our bound, and what the machine itself keeps in between. */
const PUSHED_BYTES_MAX = 16 * 1024 * 1024
const MEMORY_BYTES_MAX = 20 * 1024 * 1024
const ROUNDS = 3

test('whatever a merchant server does, the till is answered in time, and paid is what a complete 200 said in time', async (t) => {
  assert.ok(SCENARIOS.length >= 200 && new Set(SCENARIOS.map(({ title }) => title)).size === SCENARIOS.length)
  trustAuthority(t)
  const gateway = await startGateway()
  t.after(() => gateway.stop())
  const before = openSockets()
  const memory: Memory[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const sale of await sellToAll(gateway, SCENARIOS)) judge(sale)
    memory.push(await memoryNow())
    assert.deepEqual(openSockets(), before, 'sockets are left open')
  }
  assertFlat(t, memory)
})

function judge({ scenario, word, askedMs, outcome, state, connections, pushed }: Sale): void {
  const { title } = scenario
  assert.equal(word, scenario.word, `${title}: ${outcome}`)
  assert.deepEqual([outcome, state], [OUTCOMES[scenario.word], STATES[scenario.word]], title)
  assert.ok(askedMs < BUDGET_MS + LATE_BY_MS, `${title}: asked for ${askedMs} ms`)
  assert.ok(connections <= 1, `${title}: ${connections} connections`)
  assert.ok(pushed < PUSHED_BYTES_MAX, `${title}: ${pushed} bytes`)
}

/** Of this process, the servers' side included. */
function openSockets(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const kind of process.getActiveResourcesInfo()) {
    if (/TCP|TLS/.test(kind)) counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

interface Memory {
  readonly heap: number
  readonly external: number
}

async function memoryNow(): Promise<Memory> {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  for (let time = 0; time < 3; time += 1) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, external } = process.memoryUsage()
  return { heap: heapUsed, external }
}

/** The first round fills caches, compiles, makes pools; from then on nothing may grow. */
function assertFlat(t: TestContext, [, second, ...later]: readonly Memory[]): void {
  assert.ok(second !== undefined && later.length > 0)
  const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`
  for (const kind of ['heap', 'external'] as const) {
    t.diagnostic(`${kind}: ${[second, ...later].map((memory) => mebibytes(memory[kind])).join(', ')}`)
    for (const memory of later) {
      const change = memory[kind] - second[kind]
      assert.ok(Math.abs(change) <= MEMORY_BYTES_MAX, `${kind} changed by ${mebibytes(change)}`)
    }
  }
}
