import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { CommandId } from '../../core/brand.ts'
import { ALPHA, claim, expire, issue, merchant, paymentId, settle } from '../contract-commands.ts'
import { COUNTERS, type Storage } from '../storage.ts'
import { openNodes } from './test-database.ts'

const LEASE_MS = 30_000

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

  it('an open claim of another node is not taken for an orphan', async (t) => {
    const { nodes } = await openNodes(t, 2)
    assert.ok(nodes.every(({ isSoleOwner }) => !isSoleOwner))
  })

  it('a due delivery goes to one node, and each gets some while there are enough', async (t) => {
    const { nodes } = await openNodes(t, 3)
    const [one] = nodes
    assert.ok(one)
    await Promise.all(Array.from({ length: 300 }, (_, i) => one.execute(issue({ no: i + 1 }))))
    const leased = await Promise.all(
      nodes.map(async (node) => {
        const mine: string[] = []
        for (let some = await node.deliveries.lease(10, LEASE_MS); some.length > 0; ) {
          mine.push(...some.map(({ delivery }) => delivery.id))
          some = await node.deliveries.lease(10, LEASE_MS)
        }
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
