/** Giving back, settling and sending another way, with a real keeper and a vault; and the sweep that ends slips. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { Money, RefundId } from '../core/brand.ts'
import type { RefundAsked, RefundTo } from './refunds.ts'
import { createSweeper } from './sweep.ts'
import { MERCHANT, OTHER_MERCHANT, openScene, type Scene } from './test-gateway.ts'

const ACCOUNT = { holder: '홍길동', bank: '004', number: '110234567890', tel: '01012345678' }
const TO_BANK: RefundTo = { kind: 'bank', account: ACCOUNT }
const DAY_MS = 86_400_000

const asked = (to: RefundTo | null, amount: number | null = null): RefundAsked => ({
  amount: amount as Money | null,
  balance: null,
  taxFree: null,
  vatAmount: null,
  reason: '변심',
  askedBy: 'merchant',
  tellV1: false,
  to,
  keyed: null,
})

async function refunded(scene: Scene, to: RefundTo, amount: number | null = null) {
  const payment = await scene.issue()
  await scene.collect(payment.number, { stan: payment.number.slice(-6) })
  const done = await scene.gateway.refunds.refund(MERCHANT, payment.id, asked(to, amount))
  assert.ok(done.ok)
  return { id: done.refund.id, payment: done.payment, refund: done.refund }
}

test('an account is in no event, notice or happening, and comes back whole to who transfers', async (t) => {
  const scene = await openScene(t)
  const { id, payment } = await refunded(scene, TO_BANK)
  assert.deepEqual(await scene.gateway.refunds.account(MERCHANT, id), ACCOUNT)
  const events = await scene.storage.payments.events(MERCHANT, payment.id)
  const deliveries = await scene.storage.deliveries.ofPayment(MERCHANT, payment.id)
  const told = JSON.stringify([events, deliveries, scene.happenings, payment])
  for (const word of ['홍길동', '110234567890', '01012345678']) assert.ok(!told.includes(word), word)
  const sealed = await scene.storage.refunds.findAccount(MERCHANT, id)
  assert.ok(sealed && !Buffer.from(sealed.sealed, 'base64').toString('latin1').includes('110234567890'))
})

test('an account is its own refund’s: under another one it does not open', async (t) => {
  const scene = await openScene(t)
  const [one, other] = [await refunded(scene, TO_BANK), await refunded(scene, TO_BANK)]
  const sealed = await scene.storage.refunds.findAccount(MERCHANT, one.id)
  assert.ok(sealed)
  const around = await openScene(t)
  assert.equal(await around.gateway.refunds.account(MERCHANT, one.id), undefined)
  assert.notDeepEqual(sealed, await scene.storage.refunds.findAccount(MERCHANT, other.id))
})

test('another merchant finds, settles and reroutes nothing', async (t) => {
  const scene = await openScene(t)
  const { id, payment } = await refunded(scene, TO_BANK)
  const { refunds } = scene.gateway
  assert.equal(await refunds.find(OTHER_MERCHANT, id), undefined)
  assert.equal(await refunds.account(OTHER_MERCHANT, id), undefined)
  assert.deepEqual(await refunds.list(OTHER_MERCHANT, { paymentId: payment.id }, null, 10), { refunds: [], next: null })
  for (const refused of [
    await refunds.settle(OTHER_MERCHANT, id, 'paid_out', null),
    await refunds.reroute(OTHER_MERCHANT, id, TO_BANK),
    await refunds.settle(MERCHANT, 'rfd_none' as RefundId, 'paid_out', null),
  ])
    assert.ok(!refused.ok && refused.rejection.name === 'refund_not_found')
  const refused = await refunds.refund(OTHER_MERCHANT, payment.id, asked(TO_BANK))
  assert.ok(!refused.ok && refused.rejection.name === 'payment_not_found')
})

test('a slip whose number is taken gets another one', async (t) => {
  let digits = 7
  const scene = await openScene(t, {
    random: (bytes) => (bytes === 15 ? new Uint8Array(15).fill(digits) : randomBytes(bytes)),
  })
  digits = 1
  const payment = await scene.issue()
  await scene.collect(payment.number)
  digits = 2
  const first = await scene.gateway.refunds.refund(MERCHANT, payment.id, asked({ kind: 'slip' }, 100))
  assert.ok(first.ok)
  const taken = scene.gateway.refunds.refund(MERCHANT, payment.id, asked({ kind: 'slip' }, 100))
  await assert.rejects(taken, /number_taken 5 times in a row/)
  digits = 3
  const second = await scene.gateway.refunds.refund(MERCHANT, payment.id, asked({ kind: 'slip' }, 100))
  assert.ok(second.ok && second.refund.route.kind === 'slip' && first.refund.route.kind === 'slip')
  assert.notEqual(second.refund.route.number, first.refund.route.number)
})

test('an account that was begun and not finished is no reason to make a slip', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue()
  await scene.collect(payment.number)
  const refused = await scene.gateway.refunds.refund(MERCHANT, payment.id, asked(null))
  assert.ok(!refused.ok && refused.rejection.name === 'route_missing')
})

test('a slip past its time is swept, once, at its deadline, and its notice is written', async (t) => {
  const scene = await openScene(t)
  const { id, refund, payment } = await refunded(scene, { kind: 'slip' })
  assert.ok(refund.route.kind === 'slip')
  const sweeper = createSweeper({
    storage: scene.storage,
    observe: (happening) => scene.happenings.push(happening),
    random: randomBytes,
    repeat: () => async () => {},
  })
  scene.pass(15 * DAY_MS)
  assert.equal((await scene.gateway.refunds.find(MERCHANT, id))?.refund.payout.state, 'failed', 'read so at once')
  await sweeper.sweep()
  await sweeper.sweep()
  assert.deepEqual(
    (await scene.events(payment)).filter((type) => type === 'slips_expired'),
    ['slips_expired'],
  )
  const stored = await scene.storage.refunds.find(MERCHANT, id)
  assert.deepEqual(stored?.refund.payout, { state: 'failed', at: refund.route.expiresAt, cause: 'expired', note: null })
})
