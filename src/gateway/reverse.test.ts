/** Undoing and asking: a reverse in any order, and what a till hears of a collect afterwards. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CollectionNumber } from '../core/brand.ts'
import { CLAIM_LIFE_MS } from '../core/decide.ts'
import { StorageFault } from '../storage/storage.ts'
import { heldMerchant, MERCHANT, NO, OTHER_NETWORK, openScene, said, TODAY, tillNamed, YES } from './test-gateway.ts'

test('a reverse after the collect undoes it, once, and says so with the payment', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue()
  await scene.collect(payment.number)
  const first = await scene.reverse('1')
  assert.equal(said(first), 'reversed: reversed')
  assert.deepEqual(await scene.reverse('1'), first)
  assert.equal(said(await scene.collect(payment.number)), 'declined: reversed_before')
  assert.equal(said(await scene.collect(payment.number, { stan: '2' })), 'collected')
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'collected', 'reversed', 'claimed', 'collected'])
  const news = scene.happenings.filter(({ type }) => type === 'reversed')
  assert.equal(news.length, 1)
  const [told] = news
  assert.ok(told?.type === 'reversed' && told.original === 'reversed' && told.payment?.id === payment.id)
})

test('a reverse before its collect leaves a tombstone: the late collect never asks the merchant', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue()
  assert.equal(said(await scene.reverse('1')), 'reversed: tombstoned')
  const late = await scene.collect(payment.number)
  assert.equal(said(late), 'declined: reversed_before')
  assert.deepEqual(await scene.collect(payment.number), late)
  assert.deepEqual(scene.questions, [])
  assert.deepEqual(await scene.events(payment), ['issued'])
})

test('a reverse of what was refused has nothing to undo', async (t) => {
  const scene = await openScene(t, { askMerchant: async () => NO })
  const payment = await scene.issue()
  await scene.collect(payment.number)
  assert.equal(said(await scene.reverse('1')), 'reversed: was_refused')
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'refused'])
})

test('when the business day of the collect is over a reverse is closed, and the money stays', async (t) => {
  const scene = await openScene(t)
  const { id, number } = await scene.issue()
  await scene.collect(number)
  scene.pass(24 * 3_600_000)
  assert.equal(said(await scene.reverse('1')), 'reversed: closed')
  assert.equal((await scene.gateway.find(MERCHANT, id))?.payment.state, 'paid')
})

test('a reverse is acknowledged however late it is, and refused for a reused key alone', async (t) => {
  const scene = await openScene(t)
  await scene.collect((await scene.issue()).number)
  assert.equal(said(await scene.reverse('1', { waitsMs: -1000, stan: '2' })), 'reversed: reversed')
  for (const [original, reason] of [
    ['9', 'timeout'],
    ['1', 'power'],
  ] as const) {
    const conflict = await scene.reverse(original, { stan: '2', reason })
    assert.equal(said(conflict), 'not done: key_conflict')
    assert.ok(conflict.kind === 'transient')
    assert.match(conflict.gatewayRef, /^\d{12}$/)
  }
})

test('another till cannot undo this till’s collect by naming its key', async (t) => {
  const scene = await openScene(t)
  const { id, number } = await scene.issue()
  await scene.collect(number)
  assert.equal(said(await scene.reverse('1', { till: '2' })), 'reversed: tombstoned')
  assert.equal((await scene.gateway.find(MERCHANT, id))?.payment.state, 'paid')
})

test('a reverse that storage cannot take is no acknowledgement', async (t) => {
  const full = new StorageFault('full', 'no room')
  const scene = await openScene(t, {
    around: (storage) => ({
      ...storage,
      execute: (command, deadline) =>
        command.type === 'reverse' ? Promise.reject(full) : storage.execute(command, deadline),
    }),
  })
  await scene.collect((await scene.issue()).number)
  await assert.rejects(scene.reverse('1'), (fault) => fault === full)
})

test('the status of a collect is what its key is answered', async (t) => {
  const scene = await openScene(t, { askMerchant: async ({ payment }) => (payment.name === '품절' ? NO : YES) })
  assert.deepEqual(await scene.status('1').then(({ original, answer }) => [original, answer]), ['unknown', null])
  const collected = await scene.collect((await scene.issue()).number, { stan: '1' })
  const refused = await scene.collect((await scene.issue({ name: '품절' })).number, { stan: '2' })
  const ruledOut = await scene.collect('NEVER-ISSUED', { stan: '3' })
  const expected = [
    ['1', 'collected', collected],
    ['2', 'refused', refused],
    ['3', 'refused', ruledOut],
  ] as const
  for (const [stan, original, outcome] of expected) {
    const status = await scene.status(stan)
    assert.equal(status.original, original)
    assert.deepEqual({ kind: 'stored', answer: status.answer }, outcome)
    assert.match(status.gatewayRef, /^\d{12}$/)
  }
  await scene.reverse('1')
  const undone = await scene.status('1')
  assert.equal(undone.original, 'reversed')
  assert.ok(undone.answer?.kind === 'declined' && undone.answer.rejection.name === 'reversed_before')
})

test('the status of a tombstone has an answer only once the late collect has come', async (t) => {
  const scene = await openScene(t)
  const { number } = await scene.issue()
  await scene.reverse('1')
  const before = await scene.status('1')
  assert.deepEqual([before.original, before.answer], ['tombstoned', null])
  const late = await scene.collect(number)
  const after = await scene.status('1')
  assert.equal(after.original, 'tombstoned')
  assert.deepEqual({ kind: 'stored', answer: after.answer }, late)
})

test('a status while the merchant is asked says so; at the end of the claim it ends it, and nobody waits for a sweep', async (t) => {
  const merchant = heldMerchant()
  const scene = await openScene(t, merchant)
  const payment = await scene.issue()
  const collecting = scene.collect(payment.number, { waitsMs: 60_000 })
  await merchant.asked
  scene.pass(CLAIM_LIFE_MS - 1)
  const before = await scene.status('1')
  assert.deepEqual([before.original, before.answer], ['authorising', null])
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed'])
  scene.pass(1)
  assert.equal((await scene.status('1')).original, 'refused')
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'lapsed'])
  merchant.say(YES)
  assert.equal(said(await collecting), 'declined: merchant_unanswered')
})

test('the status of a number is that of its latest attempt, on the till’s own network', async (t) => {
  const scene = await openScene(t, { askMerchant: async ({ payment }) => (payment.fence === 1 ? NO : YES) })
  const { number } = await scene.issue()
  const statusOf = async (text: string, network = tillNamed('3').network): Promise<string> =>
    (await scene.gateway.status(tillNamed('3', network), { number: text as CollectionNumber })).original
  assert.equal(await statusOf(number), 'unknown')
  await scene.collect(number, { till: '1' })
  assert.equal(await statusOf(number), 'refused')
  await scene.collect(number, { till: '2' })
  assert.equal(await statusOf(number), 'collected')
  assert.equal(await statusOf(number, OTHER_NETWORK), 'unknown')
  assert.equal(await statusOf('NEVER-ISSUED'), 'unknown')
})

test('a status names keys of its own till alone', async (t) => {
  const scene = await openScene(t)
  await scene.collect((await scene.issue()).number)
  assert.equal((await scene.status('1', { till: '2' })).original, 'unknown')
  const otherDay = await scene.gateway.status(tillNamed('1'), { original: { businessDate: '20270228', stan: '1' } })
  assert.equal(otherDay.original, 'unknown')
  const sameDay = await scene.gateway.status(tillNamed('1'), { original: { businessDate: TODAY, stan: '1' } })
  assert.equal(sameDay.original, 'collected')
})
