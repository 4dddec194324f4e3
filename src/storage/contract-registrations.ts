/** What PGs hold: written before they are asked, due from the commit that changes a payment on, one turn at a time. */
import assert from 'node:assert/strict'
import type { ChannelKey, Instant, Money } from '../core/brand.ts'
import { ASKED_MS, nextTurn, type Registration } from '../core/registration.ts'
import { ALPHA, amend, BRAVO, channel, expire, HOUSE, issue, number, paymentId, revoke } from './contract-commands.ts'
import type { Promises, Scene } from './contract-subject.ts'

const PG = 'channel-key-pg' as ChannelKey
const OTHER = 'channel-key-other' as ChannelKey
const DAY_MS = 86_400_000
/** The first wait after a turn that led to nothing. */
const FIRST_WAIT_MS = nextTurn(0 as Parameters<typeof nextTurn>[0], 1)

const asked = (no: number, of: Partial<Registration> = {}): Registration => ({
  merchantId: ALPHA,
  paymentId: paymentId(no),
  channelKey: PG,
  number: null,
  amount: 1000 as Money,
  expiresAt: 1 as Instant,
  state: 'asked',
  ...of,
})

const standing = (no: number): Registration => asked(no, { number: number(no), state: 'standing' })

/** Opened and standing at the PG, with its payment issued. */
async function standingPayment({ storage }: Scene, no: number): Promise<void> {
  const opened = await storage.registrations.open(asked(no))
  await storage.execute(issue({ no, order: no }))
  await storage.registrations.settle(opened, standing(no))
}

async function dueNow({ storage: { registrations } }: Scene, limit = 10): Promise<readonly string[]> {
  return (await registrations.take(PG, limit)).map((taken) => taken.paymentId)
}

export const registrationPromises: Promises = {
  'whoever opens one has the turn for a minute, then it is taken, once': async (scene) => {
    const { storage, clocks } = scene
    const opened = await storage.registrations.open(asked(1))
    assert.deepEqual(opened, { ...asked(1), tries: 0, fence: 1 })
    clocks.moveWall(ASKED_MS - 1)
    assert.deepEqual(await dueNow(scene), [])
    clocks.moveWall(1)
    assert.deepEqual(await storage.registrations.dueOf([OTHER, PG]), [PG])
    assert.deepEqual(await storage.registrations.take(OTHER, 10), [])
    const turns = await Promise.all(Array.from({ length: 20 }, () => storage.registrations.take(PG, 10)))
    assert.deepEqual(turns.flat(), [{ ...asked(1), tries: 1, fence: 2 }])
    assert.deepEqual(await storage.registrations.dueOf([OTHER, PG]), [])
    assert.deepEqual(await storage.registrations.find(ALPHA, paymentId(1)), turns.flat()[0])
    assert.equal(await storage.registrations.find(BRAVO, paymentId(1)), undefined)
  },

  'a turn that led to nothing comes again after its wait, the oldest first and no more than asked for': async (
    scene,
  ) => {
    const { storage, clocks } = scene
    for (const no of [1, 2, 3]) {
      await storage.registrations.open(asked(no))
      clocks.moveWall(1000)
    }
    clocks.moveWall(ASKED_MS)
    assert.deepEqual(await dueNow(scene, 2), [paymentId(1), paymentId(2)])
    assert.deepEqual(await dueNow(scene, 2), [paymentId(3)])
    clocks.moveWall(FIRST_WAIT_MS - 1)
    assert.deepEqual(await dueNow(scene), [])
    clocks.moveWall(1)
    const again = await storage.registrations.take(PG, 10)
    assert.deepEqual(
      again.map(({ tries }) => tries),
      [2, 2, 2],
    )
  },

  'what is settled is due no more, and stands as it was settled': async (scene) => {
    const { storage, clocks } = scene
    await standingPayment(scene, 1)
    clocks.moveWall(DAY_MS)
    assert.deepEqual(await dueNow(scene), [])
    const { fence } = (await storage.registrations.find(ALPHA, paymentId(1))) ?? assert.fail()
    assert.deepEqual(await storage.registrations.find(ALPHA, paymentId(1)), { ...standing(1), tries: 0, fence })
  },

  'a payment that is revoked, amended or past its time is due from that commit on; an issue, an inquiry are not':
    async (scene) => {
      const { storage, clocks } = scene
      for (const no of [1, 2, 3, 4]) await standingPayment(scene, no)
      assert.deepEqual(await dueNow(scene), [])
      await storage.execute(revoke(1))
      await storage.execute(amend({ no: 2, amount: 2000 }))
      assert.deepEqual((await dueNow(scene)).toSorted(), [paymentId(1), paymentId(2)])
      clocks.moveWall(20 * DAY_MS)
      await storage.execute(expire(3))
      const due = await dueNow(scene)
      assert.ok(due.includes(paymentId(3)) && !due.includes(paymentId(4)), String(due))
    },

  'what changes while somebody has the turn is looked at again at once': async (scene) => {
    const { storage } = scene
    await standingPayment(scene, 1)
    await storage.execute(amend({ no: 1, amount: 2000 }))
    const [taken] = await storage.registrations.take(PG, 10)
    assert.ok(taken)
    await storage.execute(revoke(1))
    assert.deepEqual(await dueNow(scene), [], 'somebody has the turn')
    await storage.registrations.settle(taken, { ...standing(1), amount: 2000 as Money })
    const [next] = await storage.registrations.take(PG, 10)
    assert.ok(next && next.fence > taken.fence)
    await storage.registrations.settle(next, { ...standing(1), state: 'ended' })
    assert.deepEqual(await dueNow(scene), [])
    assert.equal((await storage.registrations.find(ALPHA, paymentId(1)))?.state, 'ended')
  },

  'what has ended is not due again, and what has no registration never is': async (scene) => {
    const { storage } = scene
    await standingPayment(scene, 1)
    await storage.execute(revoke(1))
    const [taken] = await storage.registrations.take(PG, 10)
    assert.ok(taken)
    await storage.registrations.settle(taken, { ...standing(1), state: 'ended' })
    await storage.execute(issue({ no: 2, order: 2 }))
    await storage.execute(revoke(2))
    assert.deepEqual(await dueNow(scene), [])
  },

  'the sandbox forgets what its PGs hold with the payments': async ({ storage }) => {
    await storage.registrations.open(asked(1))
    await storage.forgetPayments()
    assert.equal(await storage.registrations.find(ALPHA, paymentId(1)), undefined)
  },

  'a used key is found by its merchant alone': async ({ storage }) => {
    assert.equal(await storage.payments.findUsedKey(ALPHA, 'k'), undefined)
    await storage.execute(issue({ no: 1, key: 'k' }))
    const used = await storage.payments.findUsedKey(ALPHA, 'k')
    assert.deepEqual([used?.merchantId, used?.key, used?.paymentId], [ALPHA, 'k', paymentId(1)])
    assert.equal(await storage.payments.findUsedKey(BRAVO, 'k'), undefined)
  },

  'who stands behind a channel is its merchant’s, alone on its network, and replaced by being put again': async ({
    storage: { directory },
  }) => {
    const pg = { kind: 'channel', entry: channel('pg') } as const
    const connector = { merchantId: ALPHA, channelKey: PG, kind: 'framed', sealed: 'one' }
    await assert.rejects(directory.put([{ kind: 'connector', entry: connector }]), /no channel channel-key-pg/)
    await directory.put([pg, { kind: 'connector', entry: connector }])
    assert.deepEqual([...directory.current().connectors], [[PG, connector]])
    await directory.put([{ kind: 'connector', entry: { ...connector, sealed: 'two' } }])
    assert.equal(directory.current().connectors.get(PG)?.sealed, 'two')
    const foreign = { ...connector, merchantId: BRAVO }
    await assert.rejects(directory.put([{ kind: 'connector', entry: foreign }]), /mer_bravo has no channel/)
    await directory.put([{ kind: 'channel', entry: channel('second', { network: HOUSE, mid: 'sunap0002' }) }])
    await assert.rejects(directory.put([{ kind: 'connector', entry: connector }]), /not alone on its network/)
  },
}

export const registrationRestartPromises: Promises = {
  'what PGs hold, and who they are, is there after a restart': async (scene) => {
    const { storage, subject } = scene
    const connector = { merchantId: ALPHA, channelKey: PG, kind: 'framed', sealed: 'one' }
    await storage.directory.put([
      { kind: 'channel', entry: channel('pg') },
      { kind: 'connector', entry: connector },
    ])
    await standingPayment(scene, 1)
    const before = await storage.registrations.find(ALPHA, paymentId(1))
    const again = await subject.reopen()
    assert.deepEqual(await again.registrations.find(ALPHA, paymentId(1)), before)
    assert.deepEqual([...again.directory.current().connectors], [[PG, connector]])
    await again.execute(revoke(1))
    assert.equal((await again.registrations.take(PG, 10)).length, 1)
  },
}
