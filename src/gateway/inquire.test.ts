/** The till's first message: what the clerk is shown, and the promise that comes with it. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { CollectionNumber } from '../core/brand.ts'
import { INQUIRY_GRACE_MS } from '../core/deadline.ts'
import { FAKE_START } from '../storage/fake-clocks.ts'
import { openSqliteStorage } from '../storage/sqlite/sqlite-storage.ts'
import { startLocalWriter } from '../storage/sqlite/start-writer.ts'
import { StorageFault } from '../storage/storage.ts'
import { readInquiryToken } from './inquiry-token.ts'
import {
  deadlineOf,
  instant,
  OTHER_NETWORK,
  openScene,
  type Scene,
  said,
  type TillWords,
  TODAY,
  tillNamed,
} from './test-gateway.ts'

const HOUR_MS = 3_600_000
const IN_AN_HOUR = instant(FAKE_START + HOUR_MS)

function inquire(
  { gateway, clocks }: Pick<Scene, 'gateway' | 'clocks'>,
  number: string,
  words: TillWords = {},
  network = tillNamed('1').network,
) {
  return gateway.inquire(tillNamed(words.till ?? '1', network), {
    businessDate: TODAY,
    stan: words.stan ?? '1',
    number: number as CollectionNumber,
    deadline: deadlineOf(clocks, words),
  })
}

/** `payable`, or why not. */
async function answer(...asked: Parameters<typeof inquire>): Promise<string> {
  const answered = await inquire(...asked)
  return answered.ok ? 'payable' : answered.rejection.name
}

test('the clerk is shown the seller, the masked customer, how long the number lives, and a token of its terms', async (t) => {
  const scene = await openScene(t)
  const { id, number, amount } = await scene.issue({
    expiresAt: IN_AN_HOUR,
    personal: { buyerName: '홍길동', buyerTel: '010-1234-5678' },
  })
  const answered = await inquire(scene, number)
  assert.ok(answered.ok && 'buyerMasked' in answered.inquiry)
  const { payment, merchant, buyerMasked, holdUntil, inquiryToken, gatewayRef, answeredAt } = answered.inquiry
  assert.equal(payment.id, id)
  assert.equal(merchant.name, '예제상점')
  assert.equal(buyerMasked, '홍*동')
  assert.equal(holdUntil, IN_AN_HOUR + INQUIRY_GRACE_MS)
  assert.deepEqual(readInquiryToken(inquiryToken), { paymentId: id, amount, expiresAt: IN_AN_HOUR })
  assert.match(gatewayRef, /^\d{12}$/)
  assert.equal(answeredAt, FAKE_START)
  const told = JSON.stringify([answered, scene.happenings])
  for (const word of ['홍길동', '1234-5678']) assert.ok(!told.includes(word), word)
})

test('where the merchant gave no name, none is shown', async (t) => {
  const scene = await openScene(t)
  const { number } = await scene.issue({ personal: { buyerTel: '010-1234-5678' } })
  const answered = await inquire(scene, number)
  assert.ok(answered.ok && 'buyerMasked' in answered.inquiry)
  assert.equal(answered.inquiry.buyerMasked, null)
})

test('only the first inquiry in time is written down; a later one shows the same', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue()
  const first = await inquire(scene, payment.number)
  scene.pass(1000)
  const second = await inquire(scene, payment.number, { till: '2', stan: '9' })
  assert.ok(first.ok && second.ok && 'inquiryToken' in first.inquiry && 'inquiryToken' in second.inquiry)
  assert.equal(second.inquiry.inquiryToken, first.inquiry.inquiryToken)
  assert.equal(second.inquiry.payment.inquiredAt, FAKE_START)
  assert.deepEqual(await scene.events(payment), ['issued', 'inquired'])
})

test('the grace is on the disk before the clerk is answered: it holds after a restart', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sunap-inquire-'))
  t.after(() => rm(folder, { recursive: true }))
  const onFatal = (error: Error): never => {
    throw error
  }
  const before = await openScene(t, {
    open: (clocks) => openSqliteStorage({ folder, onFatal, startWriter: startLocalWriter({ clocks }) }),
  })
  const [asked, unasked] = [
    await before.issue({ expiresAt: IN_AN_HOUR, confirmUrl: null }),
    await before.issue({ expiresAt: IN_AN_HOUR, confirmUrl: null }),
  ]
  assert.equal(await answer(before, asked.number), 'payable')
  await before.storage.close()
  const after = await openScene(t, {
    open: (clocks) => openSqliteStorage({ folder, onFatal, startWriter: startLocalWriter({ clocks }) }),
  })
  after.pass(HOUR_MS + INQUIRY_GRACE_MS - 1)
  assert.equal(said(await after.collect(asked.number)), 'collected')
  assert.equal(said(await after.collect(unasked.number, { stan: '2' })), 'declined: expired')
})

test('where the promise cannot be written, nothing is promised', async (t) => {
  const scene = await openScene(t, {
    around: (storage) => ({
      ...storage,
      execute: (command, deadline) =>
        command.type === 'inquire'
          ? Promise.reject(new StorageFault('full', 'the disk is full'))
          : storage.execute(command, deadline),
    }),
  })
  const payment = await scene.issue()
  await assert.rejects(inquire(scene, payment.number), { kind: 'full' })
  assert.deepEqual(
    scene.happenings.map(({ type }) => type),
    ['issued'],
  )
})

test('a mistyped number is told from one that was never issued, on the network it was typed on', async (t) => {
  const scene = await openScene(t)
  const { number } = await scene.issue()
  const mistyped = number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10)
  assert.equal(await answer(scene, mistyped), 'number_wrong')
  assert.equal(await answer(scene, '81000000000000000012'), 'number_unknown')
  assert.equal(await answer(scene, 'NEVER-ISSUED'), 'number_unknown')
  assert.equal(await answer(scene, number, {}, OTHER_NETWORK), 'number_unknown')
  assert.equal(await answer(scene, mistyped, {}, OTHER_NETWORK), 'number_unknown')
})

test('a no has a reference and the time like any answer, and is news without a payment', async (t) => {
  const scene = await openScene(t)
  const answered = await inquire(scene, 'NEVER-ISSUED')
  assert.ok(!answered.ok)
  assert.match(answered.gatewayRef, /^\d{12}$/)
  assert.equal(answered.answeredAt, FAKE_START)
  assert.deepEqual(scene.happenings, [
    { type: 'declined', at: 'inquiry', till: tillNamed('1'), rejection: { name: 'number_unknown' }, payment: null },
  ])
})

test('what can no longer be collected is not payable, for the reason that a collect would hear', async (t) => {
  const scene = await openScene(t)
  const ended = await scene.issue({ expiresAt: IN_AN_HOUR })
  const revoked = await scene.issue()
  const paid = await scene.issue()
  await scene.gateway.revoke(revoked.merchantId, revoked.id)
  await scene.collect(paid.number)
  scene.pass(HOUR_MS)
  assert.equal(await answer(scene, ended.number), 'expired')
  assert.equal(await answer(scene, revoked.number), 'revoked')
  assert.equal(await answer(scene, paid.number), 'already_paid')
})

test('an inquiry whose till no longer waits promises nothing', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue()
  assert.equal(await answer(scene, payment.number, { waitsMs: 299 }), 'too_late')
  assert.deepEqual(await scene.events(payment), ['issued'])
  assert.equal(await answer(scene, payment.number, { waitsMs: 300 }), 'payable')
})
