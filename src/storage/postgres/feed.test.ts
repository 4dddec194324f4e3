/**
 * The feed where commits become visible in any order: several nodes write while readers follow it, readers are killed at
 * every statement, and an old database has all that it ever held in it.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { PaymentId } from '../../core/brand.ts'
import { type EventKey, eventId } from '../../core/event-id.ts'
import { ALPHA, BRAVO, claim, inquire, issue, paymentId, revoke, settle } from '../contract-commands.ts'
import { assertWhole, readAll } from '../contract-feed.ts'
import type { Storage } from '../storage.ts'
import { LINE_LIMITS, type Line, type Lines, openLines } from './connections.ts'
import { DatabaseFault } from './faults.ts'
import { readFeed } from './feed.ts'
import { openNodes } from './test-database.ts'

const PAYMENTS = 240
/** Empty pages in a row after all was written: whoever has not met everything by then has skipped something. */
const PATIENCE = 1_000

/** A number in [0, 1), the same again for the same seed. */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function seedOf(t: TestContext): number {
  const seed = Number(process.env['SUNAP_TEST_SEED'] ?? Date.now() % 1_000_000_000)
  t.diagnostic(`SUNAP_TEST_SEED=${seed}`)
  return seed
}

test('nothing is skipped and nothing comes twice for readers of several nodes while several nodes write', async (t) => {
  const chance = chanceOf(seedOf(t))
  const { nodes } = await openNodes(t, 3)
  const nodeAt = (): Storage => nodes[Math.floor(chance() * nodes.length)] ?? assert.fail('there are nodes')
  let written = Number.POSITIVE_INFINITY
  /**
   * At any node, in pages of any size, with a pause now and then, from the beginning until it has met as many as were
   * written. That a page is empty does not say so: somebody else may just be giving places.
   */
  async function follow(): Promise<readonly EventKey[]> {
    const met: EventKey[] = []
    for (let empty = 0; met.length < written && empty < PATIENCE; ) {
      const page = await nodeAt().payments.feed(ALPHA, met.at(-1) ?? null, 1 + Math.floor(chance() * 9))
      assert.ok(page)
      met.push(...page)
      empty = page.length === 0 && Number.isFinite(written) ? empty + 1 : 0
      if (page.length === 0 || chance() < 0.3) await pause(chance() * 5)
    }
    return met
  }
  const readers = Array.from({ length: 4 }, follow)
  await Promise.all(Array.from({ length: PAYMENTS }, (_, i) => live(nodeAt, chance, i + 1)))
  const [node] = nodes
  assert.ok(node)
  written = await writtenOf(node)
  const [first = [], ...others] = await Promise.all(readers)
  for (const other of others) assert.deepEqual(other, first)
  assert.deepEqual(await assertWhole(node, ALPHA, PAYMENTS), first)
  await assertWhole(node, BRAVO, PAYMENTS)
})

async function writtenOf({ payments }: Storage): Promise<number> {
  const ids = Array.from({ length: PAYMENTS }, (_, i) => paymentId(i + 1))
  const histories = await Promise.all(ids.map((id) => payments.events(ALPHA, id)))
  return histories.flat().length
}

/** Each step at any node, so that one payment's events are committed by several. */
async function live(nodeAt: () => Storage, chance: () => number, no: number): Promise<void> {
  await pause(chance() * 400)
  const merchantId = chance() < 0.2 ? BRAVO : ALPHA
  await nodeAt().execute(issue({ no, merchantId }))
  if (chance() < 0.5) await nodeAt().execute(inquire(no))
  if (chance() < 0.2) {
    await nodeAt().execute(revoke(no, merchantId))
    return
  }
  for (let key = no; chance() < 0.8; key += PAYMENTS) {
    const claimed = await nodeAt().execute(claim({ key, number: no }))
    if (claimed.kind !== 'claimed') return
    const { fence } = claimed.payment
    await nodeAt().execute(settle({ key, fence, verdict: { kind: 'refused', reason: null } }))
  }
}

test('a transaction that commits late comes behind what was read, however early its events are', async (t) => {
  const { nodes, database } = await openNodes(t, 1)
  const [node] = nodes
  assert.ok(node)
  await node.execute(issue({ no: 1 }))
  const late = new pg.Client(database.url)
  await late.connect()
  try {
    await late.query(`begin; ${eventOf(2)}`)
    await node.execute(issue({ no: 3 }))
    const before = await readAll(node, ALPHA, 10)
    assert.deepEqual(
      before.map(({ paymentId: id }) => id),
      [1, 3].map(paymentId),
    )
    await late.query('commit')
    assert.deepEqual(await readAll(node, ALPHA, 10, before.at(-1)), [{ paymentId: paymentId(2), version: 1 }])
  } finally {
    await late.end()
  }
})

test('what an earlier version wrote, or a node of one still writes, is in the feed too, the oldest first', async (t) => {
  const { nodes, server, database } = await openNodes(t, 1)
  const [node] = nodes
  assert.ok(node)
  const old = Array.from({ length: 30 }, (_, i) => eventOf(i + 1))
  await server.administer(`set role sunap; ${old.join(';')}`, [], database.url)
  const expected = Array.from({ length: 30 }, (_, i): EventKey => ({ paymentId: paymentId(30 - i), version: 1 }))
  assert.deepEqual(await readAll(node, ALPHA, 7), expected)
})

/** As it is written by who knows of no feed; a higher number happened earlier. */
function eventOf(no: number): string {
  const at = 1000 - no
  return `insert into events (merchant_id, payment_id, version, at, command, type, data)
    values ('${ALPHA}', '${paymentId(no)}', 1, ${at}, 'cmd_old_${no}', 'issued', '{"type":"issued"}')`
}

test('whoever gives places and is killed at any statement has skipped nothing, and the next goes on', async (t) => {
  const { nodes, database } = await openNodes(t, 1)
  const [node] = nodes
  assert.ok(node)
  const lines = openLines(database.address, { ...LINE_LIMITS, linesMax: 2 })
  t.after(() => lines.close())
  const met: EventKey[] = []
  let no = 0
  for (const end of ['before', 'after'] as const) {
    for (let killedAt = 1; ; killedAt += 1) {
      no += 1
      await node.execute(issue({ no }))
      const reading = readFeed(killing(lines, killedAt, end), ALPHA, met.at(-1) ?? null, 10)
      const outcome = await reading.catch((error: unknown) => error)
      if (Array.isArray(outcome)) {
        assert.ok(killedAt > 6, 'each of its statements was one to be killed at')
        met.push(...outcome)
        break
      }
      assert.ok(outcome instanceof DatabaseFault && outcome.meaning === 'lost', String(outcome))
      const page = await node.payments.feed(ALPHA, met.at(-1) ?? null, 10)
      assert.deepEqual(page?.map(eventId), [eventId({ paymentId: paymentId(no), version: 1 })], `${end} ${killedAt}`)
      met.push(...page)
    }
  }
  assert.deepEqual(met, await assertWhole(node, ALPHA, no))
})

/** The server ends the line of whoever asks, before or after his so-manieth statement. */
function killing(lines: Lines, killedAt: number, end: 'before' | 'after'): Lines {
  return {
    ...lines,
    use: (work) =>
      lines.use(async (line) => {
        const { rows } = await line.run('select pg_backend_pid() as pid')
        let asked = 0
        const counted =
          <Values extends unknown[], Result>(ask: (...values: Values) => Promise<Result>) =>
          async (...values: Values): Promise<Result> => {
            asked += 1
            if (asked === killedAt && end === 'before') await kill(lines, rows[0]?.['pid'])
            const result = await ask(...values)
            if (asked === killedAt && end === 'after') {
              await kill(lines, rows[0]?.['pid'])
              // Whoever is killed hears it at his next word at the latest.
              await line.run('select 1')
            }
            return result
          }
        const killed: Line = { ask: counted(line.ask), change: counted(line.change), run: counted(line.run) }
        return work(killed)
      }),
  }
}

/** Resolves when the process behind the line is gone. */
async function kill(lines: Lines, pid: unknown): Promise<void> {
  await lines.use((line) => line.run(`select pg_terminate_backend(${pid}, 5000)`))
}

test('of readers who come at once one gives the places, and none waits for one who stands still', async (t) => {
  const { nodes, database } = await openNodes(t, 1)
  const [node] = nodes
  assert.ok(node)
  await node.execute(issue({ no: 1 }))
  assert.equal((await readAll(node, ALPHA, 9)).length, 1)
  await node.execute(issue({ no: 2 }))
  const still = new pg.Client(database.url)
  await still.connect()
  try {
    await still.query(`begin; select id from merchants where id = '${ALPHA}' for update`)
    assert.equal((await readAll(node, ALPHA, 9)).length, 1)
    await still.query('rollback')
  } finally {
    await still.end()
  }
  const readers = await Promise.all(Array.from({ length: 8 }, () => readAll(node, ALPHA, 9)))
  const ids = (read: readonly EventKey[]): readonly PaymentId[] => read.map(({ paymentId: id }) => id)
  for (const read of readers) assert.deepEqual(ids(read), [1, 2].map(paymentId).slice(0, read.length))
  assert.equal((await readAll(node, ALPHA, 9)).length, 2)
})
