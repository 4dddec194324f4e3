/** Ending what time has ended: in time, in any number, and after a process that is gone. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { INQUIRY_GRACE_MS } from '../core/deadline.ts'
import { CLAIM_LIFE_MS } from '../core/decide.ts'
import { plainNetwork } from '../core/network.ts'
import type { Payment } from '../core/payment.ts'
import { COMPLETION_MS } from '../core/provisional.ts'
import { FAKE_START } from '../storage/fake-clocks.ts'
import { StorageFault } from '../storage/storage.ts'
import { createSweeper } from './sweep.ts'
import {
  deadlineOf,
  heldMerchant,
  instant,
  MERCHANT,
  NETWORK,
  openScene,
  type Scene,
  type SceneOptions,
  said,
  TODAY,
  tillNamed,
  YES,
} from './test-gateway.ts'

const HOUR_MS = 3_600_000
const IN_AN_HOUR = instant(FAKE_START + HOUR_MS)

/** A scene with a sweeper that turns when the test says so. */
async function openSwept(t: TestContext, options: SceneOptions = {}) {
  const scene = await openScene(t, options)
  const turns: { ms: number; task: () => Promise<void> }[] = []
  let stopped = 0
  const sweeper = createSweeper({
    storage: scene.storage,
    observe: (happening) => scene.happenings.push(happening),
    random: randomBytes,
    repeat(ms, task) {
      turns.push({ ms, task })
      return async () => {
        stopped += 1
      }
    },
  })
  return { ...scene, sweeper, turns, stopped: () => stopped }
}

async function stateOf({ storage }: Scene, { id }: Payment) {
  return (await storage.payments.find(MERCHANT, id))?.state
}

const typesSince = ({ happenings }: Scene, from: number): string[] => happenings.slice(from).map(({ type }) => type)

test('a number past its deadline is ended with the deadline itself as its end, whenever the sweep comes by', async (t) => {
  const scene = await openSwept(t)
  const payment = await scene.issue({ expiresAt: IN_AN_HOUR })
  scene.pass(HOUR_MS - 1)
  await scene.sweeper.sweep()
  assert.equal(await stateOf(scene, payment), 'ready')
  scene.pass(1 + 5 * HOUR_MS)
  await scene.sweeper.sweep()
  const ended = await scene.storage.payments.find(MERCHANT, payment.id)
  assert.ok(ended?.state === 'failed')
  assert.equal(ended.failedAt, IN_AN_HOUR)
  assert.deepEqual(typesSince(scene, 1), ['expired'])
  await scene.sweeper.sweep()
  assert.deepEqual(await scene.events(payment), ['issued', 'expired'])
  assert.deepEqual(typesSince(scene, 1), ['expired'])
})

test('a number inquired in time is swept at the end of its grace, not before', async (t) => {
  const scene = await openSwept(t)
  const payment = await scene.issue({ expiresAt: IN_AN_HOUR })
  await scene.gateway.inquire(tillNamed('1'), {
    businessDate: TODAY,
    stan: '1',
    number: payment.number,
    deadline: deadlineOf(scene.clocks, {}),
  })
  scene.pass(HOUR_MS + INQUIRY_GRACE_MS - 1)
  await scene.sweeper.sweep()
  assert.equal(await stateOf(scene, payment), 'ready')
  scene.pass(1)
  await scene.sweeper.sweep()
  const ended = await scene.storage.payments.find(MERCHANT, payment.id)
  assert.ok(ended?.state === 'failed')
  assert.equal(ended.failedAt, IN_AN_HOUR + INQUIRY_GRACE_MS)
})

test('a claim nobody settles is swept after fifteen seconds, not a millisecond before, and the number is payable', async (t) => {
  const merchant = heldMerchant()
  const scene = await openSwept(t, {
    askMerchant: ({ payment }) => (payment.fence === 1 ? merchant.askMerchant() : Promise.resolve(YES)),
  })
  const payment = await scene.issue()
  const hanging = scene.collect(payment.number, { waitsMs: 60_000 })
  await merchant.asked
  scene.pass(CLAIM_LIFE_MS - 1)
  await scene.sweeper.sweep()
  assert.equal(await stateOf(scene, payment), 'authorising')
  scene.pass(1)
  await scene.sweeper.sweep()
  assert.equal(await stateOf(scene, payment), 'ready')
  assert.deepEqual(typesSince(scene, 1), ['lapsed'])
  assert.equal(said(await scene.collect(payment.number, { till: '2' })), 'collected')
  merchant.say(YES)
  assert.equal(said(await hanging), 'declined: merchant_unanswered')
})

test('a claim that lapses past its number’s deadline ends both, and both are told', async (t) => {
  const merchant = heldMerchant()
  const scene = await openSwept(t, merchant)
  const payment = await scene.issue({ expiresAt: instant(FAKE_START + 5000) })
  const hanging = scene.collect(payment.number, { waitsMs: 60_000 })
  await merchant.asked
  scene.pass(5000)
  await scene.sweeper.sweep()
  assert.equal(await stateOf(scene, payment), 'authorising')
  scene.pass(CLAIM_LIFE_MS - 5000)
  await scene.sweeper.sweep()
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'lapsed', 'expired'])
  assert.deepEqual(typesSince(scene, 1), ['lapsed', 'expired'])
  merchant.say(YES)
  await hanging
})

test('an approval that no till completes is put in doubt when its time is over, once, and it is told', async (t) => {
  const scene = await openSwept(t)
  await scene.storage.directory.put([{ kind: 'network', entry: { ...plainNetwork(NETWORK, '8100'), phases: 'two' } }])
  const payment = await scene.issue()
  assert.equal(said(await scene.collect(payment.number)), 'collected')
  const before = scene.happenings.length
  scene.pass(COMPLETION_MS - 1)
  await scene.sweeper.sweep()
  assert.deepEqual(typesSince(scene, before), [])
  scene.pass(1)
  await scene.sweeper.sweep()
  await scene.sweeper.sweep()
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'collected', 'doubted'])
  assert.deepEqual(typesSince(scene, before), ['in_doubt'])
  const doubted = await scene.storage.payments.find(MERCHANT, payment.id)
  assert.ok(doubted?.state === 'paid')
  assert.deepEqual([doubted.provisional?.inDoubt, doubted.lastAttempt.state], [true, 'in_doubt'])
})

test('one sweep ends everything that is due, in any number, and nothing else', async (t) => {
  const scene = await openSwept(t)
  const payments = await Promise.all(
    Array.from({ length: 600 }, (_, n) => scene.issue({ expiresAt: instant(FAKE_START + (n < 513 ? 1000 : 2000)) })),
  )
  scene.pass(1000)
  await scene.sweeper.sweep()
  const states = await Promise.all(payments.map((payment) => stateOf(scene, payment)))
  assert.equal(states.filter((state) => state === 'failed').length, 513)
  assert.equal(states.filter((state) => state === 'ready').length, 87)
  assert.equal(typesSince(scene, 600).length, 513)
})

/** So many claims that hang until the test lets go. */
async function openHanging(t: TestContext, count: number) {
  const word = Promise.withResolvers<typeof YES>()
  const scene = await openSwept(t, { askMerchant: () => word.promise })
  const payments: Payment[] = []
  const collecting: Promise<unknown>[] = []
  for (let n = 0; n < count; n += 1) {
    const payment = await scene.issue()
    payments.push(payment)
    collecting.push(scene.collect(payment.number, { stan: String(n), waitsMs: 60_000 }))
  }
  while (scene.questions.length < count) await turn()
  return { scene, payments, letGo: () => word.resolve(YES), collecting: Promise.all(collecting) }
}

test('every claim of a process that is gone is ended: at the start by a sole owner, else when its time is over', async (t) => {
  const { scene, payments, letGo, collecting } = await openHanging(t, 300)
  const untouched = await scene.issue()
  assert.equal(await scene.sweeper.adoptOrphans(), scene.storage.isSoleOwner ? 300 : 0)
  if (!scene.storage.isSoleOwner) {
    assert.equal((await scene.storage.payments.authorising()).length, 300, 'another node may hold them')
    scene.pass(CLAIM_LIFE_MS)
    await scene.sweeper.sweep()
  }
  for (const payment of payments) assert.equal(await stateOf(scene, payment), 'ready')
  assert.deepEqual(await scene.events(untouched), ['issued'])
  assert.equal(typesSince(scene, 301).filter((type) => type === 'lapsed').length, 300)
  assert.equal(await scene.sweeper.adoptOrphans(), 0)
  letGo()
  await collecting
  for (const payment of payments) assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'lapsed'])
})

test('a crowd of claims whose time is over is swept at once', async (t) => {
  const { scene, payments, letGo, collecting } = await openHanging(t, 300)
  scene.pass(CLAIM_LIFE_MS)
  await scene.sweeper.sweep()
  assert.deepEqual(await scene.storage.payments.authorising(), [])
  assert.equal(await stateOf(scene, payments[299] ?? payments[0] ?? assert.fail()), 'ready')
  letGo()
  await collecting
})

test('a clock set back by the machine does not keep a sweep busy', async (t) => {
  const scene = await openSwept(t)
  await Promise.all(Array.from({ length: 256 }, () => scene.issue({ expiresAt: IN_AN_HOUR })))
  scene.clocks.moveWall(HOUR_MS)
  scene.storage.clock.now()
  scene.clocks.moveWall(-1000)
  await scene.sweeper.sweep()
  scene.clocks.moveWall(1000)
  await scene.sweeper.sweep()
  assert.equal((await scene.storage.payments.overdue(1000)).expired.length, 0)
})

test('sweeping is repeated every second until it is stopped', async (t) => {
  const scene = await openSwept(t)
  const payment = await scene.issue({ expiresAt: IN_AN_HOUR })
  const stop = scene.sweeper.start()
  const [repeated] = scene.turns
  assert.equal(repeated?.ms, 1000)
  scene.pass(HOUR_MS)
  await repeated.task()
  assert.equal(await stateOf(scene, payment), 'failed')
  await stop()
  assert.equal(scene.stopped(), 1)
})

test('a sweep that storage cannot take fails, for whoever repeats it to report, and the next one makes up for it', async (t) => {
  let full = true
  const scene = await openSwept(t, {
    around: (storage) => ({
      ...storage,
      execute: (command, deadline) =>
        full && command.type === 'expire'
          ? Promise.reject(new StorageFault('full', 'no room'))
          : storage.execute(command, deadline),
    }),
  })
  const payment = await scene.issue({ expiresAt: IN_AN_HOUR })
  scene.pass(HOUR_MS)
  await assert.rejects(scene.sweeper.sweep(), { kind: 'full' })
  full = false
  await scene.sweeper.sweep()
  assert.equal(await stateOf(scene, payment), 'failed')
})
