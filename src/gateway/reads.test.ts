/** What merchants and customers see: the state at the moment of looking, and nothing of anybody else's. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OrderId, PaymentId } from '../core/brand.ts'
import { INQUIRY_GRACE_MS } from '../core/deadline.ts'
import { FAKE_START } from '../storage/fake-clocks.ts'
import type { Sorting } from './gateway.ts'
import { PAYMENTS_OF_ORDER_MAX } from './reads.ts'
import {
  deadlineOf,
  instant,
  MERCHANT,
  NO,
  OTHER_MERCHANT,
  openScene,
  type Scene,
  said,
  TODAY,
  tillNamed,
} from './test-gateway.ts'

const HOUR_MS = 3_600_000
const IN_AN_HOUR = instant(FAKE_START + HOUR_MS)
const ORDER = 'ord-1' as OrderId

async function stateOf({ gateway }: Scene, id: PaymentId) {
  return (await gateway.find(MERCHANT, id))?.payment.state
}

test('past its deadline a payment is shown as ended then, though nobody has written that down', async (t) => {
  const scene = await openScene(t)
  const { id, payToken } = await scene.issue({ expiresAt: IN_AN_HOUR, order: ORDER })
  scene.pass(HOUR_MS - 1)
  assert.equal(await stateOf(scene, id), 'ready')
  scene.pass(1)
  const views = [
    (await scene.gateway.find(MERCHANT, id))?.payment,
    (await scene.gateway.findByOrder(MERCHANT, ORDER, null, '-started'))?.payment,
    (await scene.gateway.findByPayToken(payToken))?.payment,
  ]
  for (const payment of views) {
    assert.ok(payment?.state === 'failed')
    assert.equal(payment.failedAt, IN_AN_HOUR)
  }
  assert.equal((await scene.storage.payments.find(MERCHANT, id))?.state, 'ready')
})

test('a payment inquired in time is shown as ready until the end of its grace, which is then its end', async (t) => {
  const scene = await openScene(t)
  const { id, number } = await scene.issue({ expiresAt: IN_AN_HOUR })
  await scene.gateway.inquire(tillNamed('1'), {
    businessDate: TODAY,
    stan: '1',
    number,
    deadline: deadlineOf(scene.clocks, {}),
  })
  scene.pass(HOUR_MS + INQUIRY_GRACE_MS - 1)
  assert.equal(await stateOf(scene, id), 'ready')
  scene.pass(1)
  const view = await scene.gateway.find(MERCHANT, id)
  assert.ok(view?.payment.state === 'failed')
  assert.equal(view.payment.failedAt, IN_AN_HOUR + INQUIRY_GRACE_MS)
})

test('business time moved by the sandbox counts for readers at once', async (t) => {
  const scene = await openScene(t)
  const { id } = await scene.issue({ expiresAt: IN_AN_HOUR })
  await scene.storage.clock.advance(HOUR_MS)
  assert.equal(await stateOf(scene, id), 'failed')
})

test('while a till holds it a payment is shown as being paid', async (t) => {
  const scene = await openScene(t, {
    async askMerchant({ payment }, asking) {
      assert.equal(await stateOf(asking(), payment.id), 'authorising')
      assert.equal((await asking().gateway.findByPayToken(payment.payToken))?.payment.state, 'authorising')
      return NO
    },
  })
  const { id, number } = await scene.issue()
  await scene.collect(number)
  assert.equal(scene.questions.length, 1)
  assert.equal(await stateOf(scene, id), 'ready')
})

test('another merchant’s payment is answered as one that never was, by id and by order', async (t) => {
  const scene = await openScene(t)
  const { id } = await scene.issue({ order: ORDER })
  assert.equal(await scene.gateway.find(OTHER_MERCHANT, id), undefined)
  assert.equal(await scene.gateway.find(MERCHANT, 'imp_000000000000' as PaymentId), undefined)
  assert.equal(await scene.gateway.findByOrder(OTHER_MERCHANT, ORDER, null, '-started'), undefined)
  const theirs = await scene.issue({ merchant: OTHER_MERCHANT, order: ORDER })
  assert.equal((await scene.gateway.findByOrder(OTHER_MERCHANT, ORDER, null, 'started'))?.payment.id, theirs.id)
  assert.equal((await scene.gateway.findByOrder(MERCHANT, ORDER, null, '-started'))?.payment.id, id)
})

test('a customer’s token leads to the payment and its seller; any other text leads nowhere', async (t) => {
  const scene = await openScene(t)
  const { id, payToken } = await scene.issue({ personal: { buyerName: '홍길동' } })
  const found = await scene.gateway.findByPayToken(payToken)
  assert.equal(found?.payment.id, id)
  assert.equal(found?.merchant.name, '예제상점')
  assert.ok(!JSON.stringify(found).includes('홍길동'))
  for (const text of ['', id, `${payToken}x`, payToken.toLowerCase(), '%00', "' or 1=1"]) {
    assert.equal(await scene.gateway.findByPayToken(text), undefined, text)
  }
})

/** Three numbers of one order: the first ended, the second collected, the third revoked with it; each a minute later. */
async function openOrder(t: Parameters<typeof openScene>[0]) {
  const scene = await openScene(t)
  const ended = await scene.issue({ order: ORDER, expiresAt: instant(FAKE_START + 90_000) })
  scene.pass(60_000)
  const paid = await scene.issue({ order: ORDER })
  scene.pass(60_000)
  const revoked = await scene.issue({ order: ORDER })
  scene.pass(60_000)
  await scene.collect(paid.number)
  return {
    scene,
    names: new Map([
      [ended.id, 'ended'],
      [paid.id, 'paid'],
      [revoked.id, 'revoked'],
    ]),
  }
}

test('of an order’s payments the first by the sorting asked for is shown', async (t) => {
  const { scene, names } = await openOrder(t)
  const expected: Readonly<Record<Sorting, string>> = {
    '-started': 'revoked',
    started: 'ended',
    '-paid': 'paid',
    paid: 'ended',
    '-updated': 'revoked',
    updated: 'ended',
  }
  for (const [sorting, name] of Object.entries(expected) as [Sorting, string][]) {
    const view = await scene.gateway.findByOrder(MERCHANT, ORDER, null, sorting)
    assert.equal(view && names.get(view.payment.id), name, sorting)
  }
})

test('with a status the newest payment that has it now is shown, whatever the sorting', async (t) => {
  const { scene, names } = await openOrder(t)
  const newer = await scene.issue({ order: 'ord-2' })
  for (const [status, name] of [
    ['failed', 'ended'],
    ['paid', 'paid'],
    ['cancelled', 'revoked'],
    ['ready', undefined],
  ] as const) {
    for (const sorting of ['-started', 'started', 'updated'] as const) {
      const view = await scene.gateway.findByOrder(MERCHANT, ORDER, status, sorting)
      assert.equal(view && names.get(view.payment.id), name, `${status} ${sorting}`)
    }
  }
  scene.pass(1000)
  const second = await scene.issue({ order: 'ord-2' })
  const ready = await scene.gateway.findByOrder(MERCHANT, 'ord-2' as OrderId, 'ready', 'started')
  assert.equal(ready?.payment.id, second.id)
  assert.notEqual(second.id, newer.id)
})

test('a machine whose clock is set back revives no number that was shown as expired', async (t) => {
  const scene = await openScene(t)
  const hour = 3_600_000
  const payment = await scene.issue({ expiresAt: instant(scene.gateway.now() + hour) })
  scene.clocks.moveWall(hour)
  const shown = await scene.gateway.find(MERCHANT, payment.id)
  assert.equal(shown?.payment.state, 'failed')
  scene.clocks.moveWall(-1000)
  assert.equal(said(await scene.collect(payment.number)), 'declined: expired')
})

test('all payments of an order are listed, but for the oldest where there are more than anybody reads', async (t) => {
  const scene = await openScene(t)
  const asked = { merchantId: MERCHANT, orderId: ORDER, status: null, sorting: 'started', skip: 0, take: 2 } as const
  assert.equal(await scene.gateway.listOrder(asked), undefined)
  const issued = []
  for (let no = 0; no <= PAYMENTS_OF_ORDER_MAX; no += 1) issued.push((await scene.issue({ order: ORDER })).id)
  const listed = await scene.gateway.listOrder(asked)
  assert.equal(listed?.total, PAYMENTS_OF_ORDER_MAX)
  assert.deepEqual(
    listed.views.map(({ payment }) => payment.id),
    issued.slice(1, 3),
  )
  assert.equal(await scene.gateway.listOrder({ ...asked, merchantId: OTHER_MERCHANT }), undefined)
})
