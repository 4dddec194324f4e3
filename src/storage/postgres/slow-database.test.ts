import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { BATCH_MAX } from '../batch.ts'
import { issue } from '../contract-commands.ts'
import { QUEUE_MAX } from '../group-commit.ts'
import { StorageFault } from '../storage.ts'
import { openNodes } from './test-database.ts'

const REFUSED_WITHIN_MS = 50
const TILL_WAITS_MS = 6_000
const BATCHES_OUT = 4

it('a database that hangs: what waits gets a clear answer, the next is refused at once, and it recovers by itself', async (t) => {
  const { nodes, server } = await openNodes(t, 1)
  const [node] = nodes
  assert.ok(node)
  await node.execute(issue({ no: 1 }))
  server.freeze()
  t.after(() => server.thaw())
  const frozenAt = performance.now()
  const faults: string[] = []
  const waiting: Promise<unknown>[] = []
  let longestMs = 0
  for (let no = 2; performance.now() - frozenAt < 4_000; no += 1) {
    const askedAt = performance.now()
    const answer = node.execute(issue({ no })).catch((error: unknown) => {
      assert.ok(error instanceof StorageFault)
      faults.push(error.kind)
      longestMs = Math.max(longestMs, performance.now() - askedAt)
    })
    waiting.push(answer)
    await pause(10)
  }
  await Promise.all(waiting)
  assert.equal(faults.length, waiting.length)
  assert.ok(
    faults.every((kind) => kind === 'overloaded' || kind === 'unknown'),
    [...new Set(faults)].join(', '),
  )
  assert.ok(longestMs <= TILL_WAITS_MS, `nobody waits longer than a till, not ${longestMs} ms`)
  const crowd = Array.from({ length: QUEUE_MAX + BATCHES_OUT * BATCH_MAX }, (_, i) =>
    node.execute(issue({ no: 10_000 + i })),
  )
  const askedAt = performance.now()
  await assert.rejects(node.execute(issue({ no: 9_999 })), { name: 'StorageFault', kind: 'overloaded' })
  assert.ok(performance.now() - askedAt <= REFUSED_WITHIN_MS, 'a full queue refuses at once')
  const crowded = await Promise.allSettled(crowd)
  assert.ok(crowded.every(({ status }) => status === 'rejected'))
  await assert.rejects(node.check(), { name: 'StorageFault' })
  server.thaw()
  const thawedAt = performance.now()
  for (;;) {
    try {
      await node.check()
      break
    } catch (error) {
      assert.ok(error instanceof StorageFault)
      await pause(50)
    }
  }
  assert.ok(performance.now() - thawedAt < 5_000, 'it recovers within five seconds')
})

it('lines are given back: after a crowd there are no more than a node may have, and none is in a transaction', async (t) => {
  const { nodes, server, database } = await openNodes(t, 1)
  const [node] = nodes
  assert.ok(node)
  await Promise.all(Array.from({ length: 2_000 }, (_, no) => node.execute(issue({ no: no + 1 }))))
  const lines = await server.administer<{ state: string }>(
    `select state from pg_stat_activity where datname = current_database() and application_name = 'sunap'`,
    [],
    database.url,
  )
  assert.ok(lines.length <= 14, `${lines.length} lines`)
  assert.ok(lines.every(({ state }) => !state.startsWith('idle in transaction')))
})

it('every line has time limits: on a statement, on a lock, on a transaction that does nothing', async (t) => {
  const { database, nodes, server } = await openNodes(t, 1)
  assert.equal(nodes.length, 1)
  const { openLines, LINE_LIMITS } = await import('./connections.ts')
  const lines = openLines(database.address, { ...LINE_LIMITS, statementMs: 200, linesMax: 1 })
  t.after(() => lines.close())
  const limits = await lines.use((line) =>
    line.ask(
      {
        name: 'limits',
        text: `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
          current_setting('idle_in_transaction_session_timeout') as idle`,
      },
      [],
    ),
  )
  assert.deepEqual(limits, [{ statement: '200ms', lock: '2s', idle: '5s' }])
  await assert.rejects(
    lines.use((line) => line.run('select pg_sleep(5)')),
    { name: 'DatabaseFault', meaning: 'busy' },
  )
  assert.ok(server.port > 0)
})
