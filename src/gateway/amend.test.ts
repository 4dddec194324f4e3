/** Other terms for a payment that waits, a stop and a go, as merchant and till meet them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Money, OrderId, PaymentId } from '../core/brand.ts'
import { FAKE_START } from '../storage/fake-clocks.ts'
import type { AmendRequest, CollectAsked } from './gateway.ts'
import {
  channelOf,
  deadlineOf,
  heldMerchant,
  instant,
  MERCHANT,
  OTHER_MERCHANT,
  openScene,
  type Scene,
  said,
  TODAY,
  tillNamed,
} from './test-gateway.ts'

const HOUR_MS = 3_600_000
const NOTHING: AmendRequest = { amount: null, expiresAt: null, version: null }
const won = (amount: number): { readonly amount: Money } => ({ amount: amount as Money })

function inquire({ gateway, clocks }: Scene, { number }: Pick<CollectAsked, 'number'>) {
  return gateway.inquire(tillNamed('1'), { businessDate: TODAY, stan: 'i1', number, deadline: deadlineOf(clocks, {}) })
}

test('an amended payment is answered whole, shown to the next till, and collected on its new terms', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue({ personal: { buyerName: '홍길동' } })
  const before = await inquire(scene, payment)
  const expiresAt = instant(FAKE_START + HOUR_MS)
  const amended = await scene.gateway.amend(MERCHANT, payment.id, { ...won(2500), expiresAt, version: 2 })
  assert.ok(amended.ok)
  assert.deepEqual([amended.payment.amount, amended.payment.expiresAt, amended.payment.version], [2500, expiresAt, 3])
  assert.equal(amended.personal.buyerName, '홍길동')
  assert.deepEqual((await scene.gateway.find(MERCHANT, payment.id))?.payment, amended.payment)
  assert.deepEqual(scene.happenings.at(-1), { type: 'amended', payment: amended.payment })
  const after = await inquire(scene, payment)
  assert.ok(before.ok && after.ok && 'inquiryToken' in before.inquiry && 'inquiryToken' in after.inquiry)
  assert.equal(after.inquiry.payment.amount, 2500)
  const { inquiryToken: stale } = before.inquiry
  const { inquiryToken } = after.inquiry
  const shown = { stan: '1', ...won(2500), inquiryToken: stale }
  assert.equal(said(await scene.collect(payment.number, shown)), 'declined: terms_changed')
  assert.equal(said(await scene.collect(payment.number, { stan: '2', ...won(2500), inquiryToken })), 'collected')
  assert.equal(scene.questions.at(-1)?.payment.amount, 2500)
})

test('an amend is bounded by the channel as it is today, and by what was prepared for the order', async (t) => {
  const scene = await openScene(t)
  const { id, orderId } = await scene.issue({ order: 'ord-1' })
  const entry = { ...channelOf(MERCHANT), amountMax: 3000 as Money, deadlineDaysMax: 1 }
  await scene.storage.directory.put([{ kind: 'channel', entry }])
  const amend = (asked: Partial<AmendRequest>) => scene.gateway.amend(MERCHANT, id, { ...NOTHING, ...asked })
  assert.deepEqual(await amend(won(3001)), { ok: false, rejection: { name: 'amount_above_limit', limit: 3000 } })
  const tooFar = await amend({ expiresAt: instant(FAKE_START + 48 * HOUR_MS) })
  assert.equal(!tooFar.ok && tooFar.rejection.name, 'deadline_too_far')
  await scene.gateway.prepared.add({ merchantId: MERCHANT, orderId, hundredths: 250_000, currency: 'KRW' })
  assert.deepEqual(await amend(won(2000)), {
    ok: false,
    rejection: { name: 'amount_not_prepared', limit: 250_000, currency: 'KRW' },
  })
  assert.ok((await amend(won(2500))).ok)
})

test('a payment that is not there, or another merchant’s, is not changed', async (t) => {
  const scene = await openScene(t)
  const { id } = await scene.issue()
  const before = scene.happenings.length
  const refused = { ok: false, rejection: { name: 'payment_not_found' } }
  for (const [merchant, of] of [
    [OTHER_MERCHANT, id],
    [MERCHANT, 'imp_000000000000' as PaymentId],
  ] as const) {
    assert.deepEqual(await scene.gateway.amend(merchant, of, { ...NOTHING, ...won(2000) }), refused)
    assert.deepEqual(await scene.gateway.suspend(merchant, of, null), refused)
    assert.deepEqual(await scene.gateway.resume(merchant, of), refused)
  }
  assert.equal(scene.happenings.length, before)
})

test('while a till holds the number nothing about it is changed, and the till goes on', async (t) => {
  const seller = heldMerchant()
  const scene = await openScene(t, seller)
  const { id, number } = await scene.issue()
  const collecting = scene.collect(number)
  await seller.asked
  const refused = { ok: false, rejection: { name: 'in_progress' } }
  assert.deepEqual(await scene.gateway.amend(MERCHANT, id, { ...NOTHING, ...won(2000) }), refused)
  assert.deepEqual(await scene.gateway.suspend(MERCHANT, id, null), refused)
  assert.deepEqual(await scene.gateway.resume(MERCHANT, id), refused)
  seller.say({ verdict: { kind: 'payable' }, latencyMs: 1, detail: '200' })
  assert.equal(said(await collecting), 'collected')
})

test('another amount ends the other numbers of the order, and one that a till holds stops it', async (t) => {
  const seller = heldMerchant()
  const scene = await openScene(t, seller)
  const [first, second] = [await scene.issue({ order: 'ord-1' }), await scene.issue({ order: 'ord-1' })]
  const collecting = scene.collect(second.number)
  await seller.asked
  const amend = () => scene.gateway.amend(MERCHANT, first.id, { ...NOTHING, ...won(2000) })
  assert.deepEqual(await amend(), { ok: false, rejection: { name: 'order_in_progress' } })
  seller.say({ verdict: { kind: 'refused', reason: null }, latencyMs: 1, detail: '409' })
  await collecting
  assert.ok((await amend()).ok)
  const listed = await scene.gateway.listOrder({
    merchantId: MERCHANT,
    orderId: 'ord-1' as OrderId,
    status: 'ready',
    sorting: 'started',
    skip: 0,
    take: 10,
  })
  assert.deepEqual(
    listed?.views.map(({ payment }) => payment.id),
    [first.id],
  )
})

test('a suspended payment is refused at every till with its reason, whatever the seller would say, until it goes on', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue()
  const suspended = await scene.gateway.suspend(MERCHANT, payment.id, '재고 확인 중')
  assert.ok(suspended.ok)
  assert.deepEqual(suspended.payment.state === 'ready' && suspended.payment.suspended, { reason: '재고 확인 중' })
  const inquiry = await inquire(scene, payment)
  assert.deepEqual(!inquiry.ok && inquiry.rejection, { name: 'suspended', reason: '재고 확인 중' })
  assert.equal(said(await scene.collect(payment.number, { stan: '1' })), 'declined: suspended')
  assert.deepEqual(scene.questions, [])
  assert.ok((await scene.gateway.resume(MERCHANT, payment.id)).ok)
  assert.equal(said(await scene.collect(payment.number, { stan: '2' })), 'collected')
  assert.deepEqual(
    scene.happenings.map(({ type }) => type).filter((type) => type === 'suspended' || type === 'resumed'),
    ['suspended', 'resumed'],
  )
})

test('a payment of a channel that is not there is a fault', async (t) => {
  const scene = await openScene(t, {
    around: (storage) => ({
      ...storage,
      directory: { ...storage.directory, current: () => ({ ...storage.directory.current(), channels: [] }) },
    }),
  })
  const { id } = await scene.issue()
  await assert.rejects(scene.gateway.amend(MERCHANT, id, NOTHING), /names the unknown channel/)
})
