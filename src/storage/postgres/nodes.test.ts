import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { CommandId } from '../../core/brand.ts'
import { ALPHA, claim, expire, issue, merchant, orderId, paymentId, settle } from '../contract-commands.ts'
import {
  DOWN,
  EP1,
  GONE,
  leaseDue,
  leaseOne,
  paymentsOf,
  putEndpoint,
  queueTo,
  removeEndpoint,
  settled,
} from '../contract-outbox.ts'
import { COUNTERS, type Storage } from '../storage.ts'
import { openNodes } from './test-database.ts'

describe('several nodes on one database', () => {
  it('what one node acknowledged every other reads at once', async (t) => {
    const { nodes } = await openNodes(t, 2)
    const [one, two] = pairOf(nodes)
    for (let no = 1; no <= 50; no += 1) {
      await one.execute(issue({ no }))
      assert.equal((await two.payments.find(ALPHA, paymentId(no)))?.state, 'ready')
    }
  })

  it('a claim of one node is settled by any, and once', async (t) => {
    const { nodes } = await openNodes(t, 2)
    const [one, two] = pairOf(nodes)
    await one.execute(issue({ no: 1 }))
    await one.execute(claim({ key: 1, number: 1 }))
    const settled = await Promise.all([
      one.execute(settle({ key: 1, fence: 1 })),
      two.execute(settle({ key: 1, fence: 1, id: 'cmd_other' as CommandId })),
    ])
    assert.deepEqual(settled.map(({ again }) => again).toSorted(), [false, true])
    assert.deepEqual(settled[0].answer, settled[1].answer)
  })

  it('of nodes that are asked under one key at once one issues, and all answer with its payment', async (t) => {
    const { nodes } = await openNodes(t, 3)
    for (let round = 1; round <= 30; round += 1) {
      const outcomes = await Promise.all(
        nodes.map((node, index) => node.execute(issue({ no: round * 10 + index, order: round, key: `k${round}` }))),
      )
      const payments = await nodes[0]?.payments.ofOrder(ALPHA, orderId(round), 10)
      assert.equal(payments?.length, 1)
      for (const outcome of outcomes) assert.deepEqual(outcome.kind === 'issued' && outcome.payment, payments?.[0])
    }
  })

  it('an open claim of another node is not taken for an orphan', async (t) => {
    const { nodes } = await openNodes(t, 2)
    assert.ok(nodes.every(({ isSoleOwner }) => !isSoleOwner))
  })

  it('the deliveries of one queue go to one node each, and every node gets some while there are enough', async (t) => {
    const { nodes } = await openNodes(t, 3)
    const [one] = nodes
    assert.ok(one)
    await Promise.all(Array.from({ length: 300 }, (_, i) => one.execute(issue({ no: i + 1 }))))
    const leased = await Promise.all(
      nodes.map(async (node) => {
        const mine: string[] = []
        for (let some = await leaseDue(node); some.length > 0; some = await leaseDue(node))
          mine.push(...some.map(({ delivery }) => delivery.id))
        return mine
      }),
    )
    assert.equal(new Set(leased.flat()).size, 300)
    assert.equal(leased.flat().length, 300)
    assert.ok(
      leased.every((mine) => mine.length > 0),
      leased.map((mine) => mine.length).join(', '),
    )
  })

  it('a node that is handing out deliveries keeps no other from the rest of the queue', async (t) => {
    const { nodes, database } = await openNodes(t, 1)
    const [node] = nodes
    assert.ok(node)
    for (const no of [1, 2, 3]) await node.execute(issue({ no }))
    const other = new pg.Client(database.url)
    await other.connect()
    try {
      await other.query(`begin; select id from deliveries where payment_id = '${paymentId(2)}' for update`)
      assert.deepEqual(paymentsOf(await leaseDue(node)), [paymentId(1), paymentId(3)])
      await other.query('rollback')
    } finally {
      await other.end()
    }
    assert.deepEqual(paymentsOf(await leaseDue(node)), [paymentId(2)])
  })

  it('nodes that try one failing endpoint at the same time agree on how it fares, and say once that it is paused', async (t) => {
    const { nodes } = await openNodes(t, 3)
    const [one] = nodes
    assert.ok(one)
    await one.directory.put([putEndpoint(EP1)])
    await Promise.all(Array.from({ length: 30 }, (_, i) => one.execute(issue({ no: i + 1 }))))
    const leased = (await leaseDue(one, 30)).filter(({ delivery }) => delivery.endpoint === EP1)
    const became = await Promise.all(
      leased.map((each, i) => settled(nodes[i % nodes.length] ?? one, each, i % 2 === 0 ? DOWN : GONE)),
    )
    assert.equal(became.length, 30)
    assert.deepEqual(
      became.flatMap((each) => each?.endpointBecame ?? []),
      ['gone'],
    )
    const [health, ...others] = await one.endpoints.health(ALPHA)
    assert.deepEqual([health?.pause?.cause, others], ['gone', []])
  })

  it('an endpoint that is taken away while it is tried leaves nothing behind that would hold its notices', async (t) => {
    const { nodes } = await openNodes(t, 2)
    const [one, two] = pairOf(nodes)
    for (let no = 1; no <= 20; no += 1) {
      await one.directory.put([putEndpoint(EP1)])
      await one.execute(issue({ no, noticeUrls: [] }))
      const leased = await leaseOne(two, queueTo(EP1))
      await Promise.all([
        settled(two, leased, GONE),
        one.directory.put([removeEndpoint(EP1)]),
        two.endpoints.pause(ALPHA, EP1),
      ])
      assert.deepEqual(await two.endpoints.health(ALPHA), [])
    }
  })

  it('a node that ends a number leaves nothing to do for the others', async (t) => {
    const { nodes } = await openNodes(t, 2)
    const [one, two] = pairOf(nodes)
    await one.execute(issue({ no: 1, expiresAt: one.clock.now() + 50 }))
    await pause(100)
    const ended = await Promise.all([one.execute(expire(1)), two.execute(expire(1, 'cmd_x' as CommandId))])
    assert.ok(ended.every(({ payment }) => payment?.state === 'failed'))
    assert.equal((await one.payments.events(ALPHA, paymentId(1))).length, 2)
    assert.deepEqual((await two.payments.overdue(10)).expired, [])
  })

  it('no two nodes hand out one number of a counter', async (t) => {
    const { nodes } = await openNodes(t, 3)
    for (const counter of COUNTERS) {
      const firsts = await Promise.all(
        Array.from({ length: 60 }, (_, i) => nodes[i % nodes.length]?.takeBlock(counter, 10)),
      )
      assert.equal(new Set(firsts).size, 60)
    }
  })

  it('a token of one node is the token of all', async (t) => {
    const { nodes } = await openNodes(t, 3)
    const granted = await Promise.all(nodes.map((node) => node.tokens.grant(1)))
    assert.equal(new Set(granted.map((life) => JSON.stringify(life))).size, 1)
    assert.deepEqual(await nodes[2]?.tokens.find(1), granted[0])
  })

  it('a token that lives is answered without a write, also while its row is held', async (t) => {
    const { nodes, database } = await openNodes(t, 1)
    const [node] = nodes
    assert.ok(node)
    const granted = await node.tokens.grant(1)
    const other = new pg.Client(database.url)
    await other.connect()
    try {
      await other.query('begin; select key_no from tokens where key_no = 1 for update')
      assert.deepEqual(await node.tokens.grant(1), granted)
    } finally {
      await other.end()
    }
  })

  it('a setting that changed at one node, a key that was revoked, holds everywhere within a second', async (t) => {
    const { nodes } = await openNodes(t, 2)
    const [one, two] = pairOf(nodes)
    const key = { impKey: 'key-a', merchantId: ALPHA, secretHash: 'hash' }
    await one.directory.put([{ kind: 'api_key', entry: key }])
    await one.directory.put([{ kind: 'api_key', entry: { ...key, secretHash: 'revoked' } }])
    const changedAt = performance.now()
    while (two.directory.current().apiKeys.get('key-a')?.secretHash !== 'revoked') {
      assert.ok(performance.now() - changedAt < 1_000, 'within a second')
      await pause(10)
    }
  })

  it('a node that is asked for the latest settings has what another put a moment ago', async (t) => {
    const { nodes } = await openNodes(t, 2)
    const [one, two] = pairOf(nodes)
    for (let no = 1; no <= 20; no += 1) {
      await one.directory.put([putEndpoint(EP1, { description: `change ${no}` })])
      const latest = await two.directory.latest()
      assert.equal(latest.endpoints.get(ALPHA)?.[0]?.description, `change ${no}`)
      assert.equal(two.directory.current(), latest)
    }
  })

  it('a command is decided on the settings of now, also at a node that has not looked yet', async (t) => {
    const { nodes } = await openNodes(t, 2)
    const [one, two] = pairOf(nodes)
    await one.directory.put([{ kind: 'merchant', entry: merchant(ALPHA, { noticeUrl: 'https://new.example/n' }) }])
    await two.execute(issue({ no: 1 }))
    const [delivery] = await two.deliveries.ofPayment(ALPHA, paymentId(1))
    assert.equal(delivery?.url, 'https://new.example/n')
  })

  it('all nodes tell the time of the database', async (t) => {
    const { nodes, server } = await openNodes(t, 2)
    const [row] = await server.administer<{ now: string | number }>(
      'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now',
    )
    for (const node of nodes) assert.ok(Math.abs(node.clock.wall() - Number(row?.now)) < 250)
  })

  it("a payment's history never steps back, whichever node wrote it", async (t) => {
    const { nodes } = await openNodes(t, 2)
    const [one, two] = pairOf(nodes)
    await one.execute(issue({ no: 1 }))
    for (let key = 1; key <= 40; key += 1) {
      const node = key % 2 === 0 ? one : two
      const claimed = await node.execute(claim({ key, number: 1 }))
      assert.equal(claimed.kind, 'claimed')
      const fence = claimed.kind === 'claimed' ? claimed.payment.fence : 0
      await node.execute(settle({ key, fence, verdict: { kind: 'refused', reason: null } }))
    }
    const times = (await one.payments.events(ALPHA, paymentId(1))).map(({ at }) => at)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
  })
})

function pairOf(nodes: readonly Storage[]): readonly [Storage, Storage] {
  const [one, two] = nodes
  assert.ok(one && two)
  return [one, two]
}
