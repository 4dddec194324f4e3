import assert from 'node:assert/strict'
import { after, before, it, type TestContext } from 'node:test'
import { type PostgresServer, startPostgres } from '../../../test/postgres/server.ts'
import { ALPHA, claim, issue, orderId, paymentId, settle, till, WORLD } from '../contract-commands.ts'
import type { Storage } from '../storage.ts'
import { openPostgresStorage } from './postgres-storage.ts'
import { type CutLine, openCutLine } from './test-cut-line.ts'
import { newTestDatabase } from './test-database.ts'

let server: PostgresServer
before(async () => {
  server = await startPostgres()
})
after(() => server.stop())

/** A node whose line can be cut, and one on the same database whose line cannot. */
async function openPair(
  t: TestContext,
): Promise<{ readonly near: Storage; readonly sure: Storage; readonly line: CutLine }> {
  const database = await newTestDatabase(server)
  const sure = await database.openNode()
  t.after(() => sure.close())
  await sure.directory.put(WORLD)
  const line = await openCutLine(database.address)
  t.after(() => line.close())
  const near = await openPostgresStorage({ address: line.address })
  t.after(() => near.close())
  return { near, sure, line }
}

for (const cut of ['before', 'after'] as const) {
  it(`a line that breaks ${cut} the commit is asked about, and the answer is the truth, once`, async (t) => {
    const { near, sure, line } = await openPair(t)
    line.cutCommits(cut, 3)
    const issued = await near.execute(issue({ no: 1 }))
    const claimed = await near.execute(claim({ key: 1, number: 1 }))
    const settled = await near.execute(settle({ key: 1, fence: 1 }))
    assert.equal(line.commitsCut(), 3)
    assert.deepEqual([issued.kind, claimed.kind, settled.answer.kind], ['issued', 'claimed', 'collected'])
    const payment = await sure.payments.find(ALPHA, paymentId(1))
    assert.equal(payment?.state, 'paid')
    assert.deepEqual(
      (await sure.payments.events(ALPHA, paymentId(1))).map(({ data }) => data.type),
      ['issued', 'claimed', 'collected'],
    )
  })
}

it('where nobody can be asked after a lost commit, the answer is that nobody knows', async (t) => {
  const { near, sure, line } = await openPair(t)
  await near.execute(issue({ no: 1 }))
  line.cutCommits('after', 1)
  const claimed = near.execute(claim({ key: 1, number: 1 }))
  while (line.commitsCut() === 0) await new Promise((resolve) => setImmediate(resolve))
  line.setOpen(false)
  await assert.rejects(claimed, { name: 'StorageFault', kind: 'unknown' })
  assert.equal((await sure.payments.findAttempt(till(1)))?.state, 'authorising', 'it was written all the same')
  line.setOpen(true)
  assert.equal((await near.execute(settle({ key: 1, fence: 1 }))).answer.kind, 'collected')
})

for (const cut of ['before', 'after'] as const) {
  it(`an issue lost ${cut} its commit that nobody knows of is one payment when it is asked again under its key`, async (t) => {
    const { near, sure, line } = await openPair(t)
    line.cutCommits(cut, 1)
    const asked = near.execute(issue({ no: 1, key: 'k' }))
    while (line.commitsCut() === 0) await new Promise((resolve) => setImmediate(resolve))
    line.setOpen(false)
    await assert.rejects(asked, { name: 'StorageFault', kind: 'unknown' })
    line.setOpen(true)
    const outcomes = await Promise.all(
      [near, sure].map((node, index) => node.execute(issue({ no: index + 2, order: 1, key: 'k' }))),
    )
    const payments = await sure.payments.ofOrder(ALPHA, orderId(1), 10)
    assert.equal(payments.length, 1)
    for (const outcome of outcomes) assert.ok(outcome.kind === 'issued' && outcome.payment.id === payments[0]?.id)
    const first = outcomes.filter((outcome) => outcome.kind === 'issued' && !outcome.again)
    assert.equal(first.length, cut === 'after' ? 0 : 1)
  })
}

it('a hundred commits that break at once are each told right', async (t) => {
  const { near, sure, line } = await openPair(t)
  line.cutCommits('after', 10)
  const outcomes = await Promise.all(Array.from({ length: 100 }, (_, i) => near.execute(issue({ no: i + 1 }))))
  assert.ok(outcomes.every(({ kind }) => kind === 'issued'))
  assert.ok(line.commitsCut() > 0)
  for (let no = 1; no <= 100; no += 1)
    assert.equal((await sure.payments.events(ALPHA, paymentId(no))).length, 1, `${no} was issued once`)
})

it('a chore whose commit was lost is not done twice: no number of a counter comes again', async (t) => {
  const { near, sure, line } = await openPair(t)
  line.cutCommits('after', 1)
  const first = await near.takeBlock('gateway_ref', 10)
  assert.equal(line.commitsCut(), 1)
  assert.equal(await sure.takeBlock('gateway_ref', 10), first + 10)
})
