/** A database that stops answering while a gateway stands on it: the process lives on, says how it is, and can be ended. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startPostgres } from '../postgres/server.ts'
import { temporaryFolder } from '../set-up/programs.ts'
import { startGatewayProcess } from './npm-start.ts'

/** Longer than whatever runs by itself waits for a statement, and once more for another connection. */
const HANGS_MS = 10_000
const RECOVERED_WITHIN_MS = 15_000
/** Five seconds, and what a busy machine adds. */
const ENDED_WITHIN_MS = 7_000

interface Health {
  readonly status: string
  readonly storage?: string
}

test('a gateway whose database hangs lives on, serves again when it is back, and ends though it hangs', async (t) => {
  const server = await startPostgres()
  t.after(() => server.stop())
  const env = { SUNAP_PORT: '0', SUNAP_POS_PORT: '0', SUNAP_DATABASE_URL: await server.newDatabase() }
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t), env })
  const { apiUrl } = gateway.sandbox()
  const health = async (): Promise<Health> => (await (await fetch(`${apiUrl}/health`)).json()) as Health
  assert.deepEqual(await health(), { status: 'ok' })
  server.freeze()
  const frozenAt = performance.now()
  while (performance.now() - frozenAt < HANGS_MS) {
    const { status, storage = '' } = await health()
    assert.equal(status, 'unavailable')
    assert.ok(['no_answer', 'overloaded', 'unknown'].includes(storage), storage)
  }
  server.thaw()
  const thawedAt = performance.now()
  while ((await health()).status !== 'ok')
    assert.ok(performance.now() - thawedAt < RECOVERED_WITHIN_MS, 'it serves again')
  server.freeze()
  assert.equal((await health()).status, 'unavailable')
  const askedAt = performance.now()
  const { code } = await gateway.stop()
  const tookMs = performance.now() - askedAt
  server.thaw()
  assert.equal(code, 0)
  assert.ok(tookMs < ENDED_WITHIN_MS, `${tookMs} ms`)
  t.diagnostic(`ended after ${Math.round(tookMs)} ms`)
})
