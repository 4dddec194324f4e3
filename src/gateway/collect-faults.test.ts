/** What a till can be told when something breaks: nothing was done, nobody knows, or nothing at all. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '../core/commands.ts'
import { CLAIM_LIFE_MS } from '../core/decide.ts'
import { type Storage, StorageFault, type StorageFaultKind } from '../storage/storage.ts'
import { OutcomeUnknown, storageFaultKind } from './faults.ts'
import { openScene, type Scene, said, testVault, YES } from './test-gateway.ts'

/** Rejects commands of this type while `broken.on`. */
function breaking(type: Command['type'], fault: Error, broken: { on: boolean }) {
  return (storage: Storage): Storage => ({
    ...storage,
    execute: (command, deadline) =>
      broken.on && command.type === type ? Promise.reject(fault) : storage.execute(command, deadline),
  })
}

async function unknownOutcome(collecting: Promise<unknown>): Promise<OutcomeUnknown> {
  const fault = await collecting.then(
    () => assert.fail('the collect was answered'),
    (error: unknown) => error,
  )
  assert.ok(fault instanceof OutcomeUnknown, String(fault))
  return fault
}

/** The claim is still there, and ends by itself; then the number is payable under a new key. */
async function assertLapses(scene: Scene, number: string): Promise<void> {
  assert.equal((await scene.status('1')).original, 'authorising')
  scene.pass(CLAIM_LIFE_MS)
  const { original, answer } = await scene.status('1')
  assert.equal(original, 'refused')
  assert.ok(answer?.kind === 'declined' && answer.rejection.name === 'merchant_unanswered')
  assert.equal(said(await scene.collect(number, { stan: '2' })), 'collected')
}

test('a storage that cannot take the claim is passed on as it is: nothing was written, nobody asked', async (t) => {
  for (const kind of ['full', 'overloaded', 'closed', 'unknown'] as const) {
    const broken = { on: true }
    const scene = await openScene(t, { around: breaking('claim', new StorageFault(kind, 'broken'), broken) })
    const payment = await scene.issue()
    await assert.rejects(scene.collect(payment.number), (fault) => storageFaultKind(fault) === kind)
    assert.deepEqual(await scene.events(payment), ['issued'])
    assert.deepEqual(scene.questions, [])
    broken.on = false
    assert.equal(said(await scene.collect(payment.number)), 'collected')
  }
})

test('a settle that could not be written leaves the outcome unknown, says so with the reference, and lapses', async (t) => {
  for (const kind of ['full', 'overloaded', 'closed'] as const) {
    const fault = new StorageFault(kind, 'broken')
    const broken = { on: true }
    const scene = await openScene(t, { around: breaking('settle', fault, broken) })
    const { id, number } = await scene.issue()
    const unknown = await unknownOutcome(scene.collect(number))
    assert.equal(unknown.cause, fault)
    assert.match(unknown.stamp.gatewayRef, /^\d{12}$/)
    const news = scene.happenings.at(-1)
    assert.ok(news?.type === 'unsettled' && news.payment.id === id && news.cause.includes('broken'))
    broken.on = false
    await assertLapses(scene, number)
  }
})

test('a settle whose end nobody can tell is passed on as it is, so that nobody is answered', async (t) => {
  const fault = new StorageFault('unknown', 'the writer stopped')
  const scene = await openScene(t, { around: breaking('settle', fault, { on: true }) })
  const { number } = await scene.issue()
  await assert.rejects(scene.collect(number), (thrown) => thrown === fault)
})

test('a settle that was written and could not be answered is unknown to the till, and its status tells', async (t) => {
  const scene = await openScene(t, {
    around: (storage) => ({
      ...storage,
      async execute(command, deadline) {
        const outcome = await storage.execute(command, deadline)
        if (command.type === 'settle') throw new Error('lost on the way back')
        return outcome
      },
    }),
  })
  const { number } = await scene.issue()
  await unknownOutcome(scene.collect(number))
  const { original, answer } = await scene.status('1')
  assert.equal(original, 'collected')
  assert.equal(answer?.kind, 'collected')
  assert.deepEqual(await scene.collect(number), { kind: 'stored', answer })
})

test('an approval number that cannot be had leaves the outcome unknown, and no money', async (t) => {
  const full: { kind: StorageFaultKind | null } = { kind: 'full' }
  const scene = await openScene(t, {
    around: (storage) => ({
      ...storage,
      takeBlock: (counter, size) =>
        counter === 'approval' && full.kind !== null
          ? Promise.reject(new StorageFault(full.kind, 'no room'))
          : storage.takeBlock(counter, size),
    }),
  })
  const payment = await scene.issue()
  await unknownOutcome(scene.collect(payment.number))
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed'])
  full.kind = null
  await assertLapses(scene, payment.number)
})

test('a reference that cannot be had is a fault before anything is written', async (t) => {
  const scene = await openScene(t, {
    around: (storage) => ({
      ...storage,
      takeBlock: (counter, size) =>
        counter === 'gateway_ref'
          ? Promise.reject(new StorageFault('full', 'no room'))
          : storage.takeBlock(counter, size),
    }),
  })
  const payment = await scene.issue()
  await assert.rejects(scene.collect(payment.number), { kind: 'full' })
  assert.deepEqual(await scene.events(payment), ['issued'])
})

test('a question that breaks in our own hands is no yes: the outcome is unknown until the claim lapses', async (t) => {
  const scene = await openScene(t, {
    askMerchant: ({ payment }) =>
      payment.fence === 1 ? Promise.reject(new Error('a bug of ours')) : Promise.resolve(YES),
  })
  const { number } = await scene.issue()
  const unknown = await unknownOutcome(scene.collect(number))
  assert.match(String(unknown.cause), /a bug of ours/)
  await assertLapses(scene, number)
})

test('customer’s fields that do not open keep the merchant from being asked, and nothing is collected', async (t) => {
  const vault = testVault()
  const opening = { fails: true }
  const scene = await openScene(t, {
    vault: {
      ...vault,
      open(id, sealed) {
        if (opening.fails) throw new Error('the key k1 is missing')
        return vault.open(id, sealed)
      },
    },
  })
  const { number } = await scene.issue({ personal: { buyerName: '홍길동' } })
  await unknownOutcome(scene.collect(number))
  assert.deepEqual(scene.questions, [])
  opening.fails = false
  await assertLapses(scene, number)
})

test('only faults of storage have a kind', () => {
  assert.equal(storageFaultKind(new StorageFault('full', 'no room')), 'full')
  for (const other of [new Error('full'), 'full', undefined, { kind: 'full' }]) {
    assert.equal(storageFaultKind(other), undefined)
  }
})
