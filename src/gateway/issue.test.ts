/** Issuing a number: what is stamped, what is kept of the customer, what is done when a stamp is taken. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import type { Money, NetworkId, PaymentId } from '../core/brand.ts'
import type { Issue } from '../core/commands.ts'
import { checkNumber } from '../numbers/schemes.ts'
import { FAKE_START } from '../storage/fake-clocks.ts'
import { HOUSE_ONLY } from './channel-port.ts'
import { fingerprint } from './fingerprint.ts'
import { createGateway } from './gateway.ts'
import { NO_GUARD } from './inquiry-guard.ts'
import { isPayToken } from './pay-token.ts'
import {
  type IssueWords,
  instant,
  issueRequest,
  MERCHANT,
  OTHER_MERCHANT,
  openScene,
  type Scene,
  type SceneOptions,
  said,
  testVault,
} from './test-gateway.ts'

const HOUR_MS = 3_600_000

/** A scene that counts the commits that wrote a payment. */
async function openCounted(t: TestContext, options: SceneOptions = {}) {
  const scene = await openScene(t, options)
  let commits = 0
  scene.storage.onCommitted(({ payments }) => {
    commits += payments.length
  })
  return { ...scene, written: () => commits }
}

/** A second gateway on the same storage whose payment ids begin at `first`, as after a counter that was set back. */
function gatewayWithIdsFrom({ storage, clocks }: Scene, first: number) {
  return createGateway({
    storage: {
      ...storage,
      takeBlock: async (counter, size) => (counter === 'payment' ? first : storage.takeBlock(counter, size)),
    },
    vault: testVault(),
    random: randomBytes,
    mono: clocks.mono,
    askMerchant: () => Promise.reject(new Error('nobody is asked here')),
    channels: HOUSE_ONLY,
    issuer: null,
    inquiryGuard: NO_GUARD,
    payer: null,
    observe: () => {},
  })
}

async function issueSeveral(scene: Scene, count: number): Promise<number> {
  const issued = await Promise.all(Array.from({ length: count }, () => scene.issue()))
  return Math.min(...issued.map(({ id }) => Number(id.slice('imp_'.length))))
}

test('a number is issued on the channel’s network, with terms as they were asked for', async (t) => {
  const scene = await openScene(t)
  const expiresAt = instant(FAKE_START + 3 * HOUR_MS)
  const noticeUrls = ['https://shop.example/notice']
  const payment = await scene.issue({ won: 36_400, order: 'ord-1', expiresAt, noticeUrls, name: '머그컵' })
  assert.match(payment.id, /^imp_\d{12}$/)
  assert.match(payment.number, /^8100\d{16}$/)
  assert.equal(checkNumber(payment.number, '8100'), 'ok')
  assert.ok(isPayToken(payment.payToken))
  const { state, merchantId, orderId, amount, currency, scheme, name, issuedAt, confirmTimeoutMs } = payment
  assert.deepEqual(
    { state, merchantId, orderId, amount, currency, scheme, name, issuedAt, confirmTimeoutMs },
    {
      state: 'ready',
      merchantId: MERCHANT,
      orderId: 'ord-1',
      amount: 36_400,
      currency: 'KRW',
      scheme: 'kr-generic-20',
      name: '머그컵',
      issuedAt: FAKE_START,
      confirmTimeoutMs: 5000,
    },
  )
  assert.equal(payment.expiresAt, expiresAt)
  assert.deepEqual(payment.noticeUrls, noticeUrls)
  assert.deepEqual(scene.happenings, [{ type: 'issued', payment }])
})

test('a merchant’s own number is registered as it is, on the same network', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue({ number: 'SUMMER-2026' })
  assert.equal(payment.number, 'SUMMER-2026')
  assert.equal(payment.scheme, 'registered')
  const again = await scene.gateway.issue(
    OTHER_MERCHANT,
    issueRequest({ merchant: OTHER_MERCHANT, number: 'SUMMER-2026' }),
  )
  assert.deepEqual(again, { ok: false, rejection: { name: 'own_number_taken' } })
})

test('the customer’s fields are given back, and kept sealed beside the payment', async (t) => {
  const scene = await openScene(t)
  const personal = { buyerName: '홍길동', buyerTel: '010-1234-5678', customData: '비밀' }
  const request = issueRequest({ personal })
  const issued = await scene.gateway.issue(MERCHANT, request)
  assert.ok(issued.ok)
  assert.deepEqual(issued.personal, request.personal)
  assert.deepEqual((await scene.gateway.find(MERCHANT, issued.payment.id))?.personal, request.personal)
  const kept = await scene.storage.payments.findPersonal(MERCHANT, issued.payment.id)
  const events = await scene.storage.payments.events(MERCHANT, issued.payment.id)
  const everything = JSON.stringify([kept, events, scene.happenings])
  for (const word of ['홍길동', '1234', '비밀']) assert.ok(!everything.includes(word), word)
})

test('without customer’s fields there is no record of them', async (t) => {
  const scene = await openScene(t)
  const { id } = await scene.issue()
  assert.equal(await scene.storage.payments.findPersonal(MERCHANT, id), undefined)
})

test('an id that is taken is stamped anew, up to five stampings', async (t) => {
  for (const taken of [1, 4]) {
    const scene = await openScene(t)
    const first = await issueSeveral(scene, taken)
    const issued = await gatewayWithIdsFrom(scene, first).issue(MERCHANT, issueRequest())
    assert.ok(issued.ok)
    assert.equal(Number(issued.payment.id.slice('imp_'.length)), first + taken)
  }
})

test('five taken ids in a row are a fault, and write nothing', async (t) => {
  const scene = await openCounted(t)
  const first = await issueSeveral(scene, 5)
  const request = issueRequest({ personal: { buyerName: '홍길동' } })
  await assert.rejects(gatewayWithIdsFrom(scene, first).issue(MERCHANT, request), /payment_id_taken 5 times/)
  assert.equal(scene.written(), 5)
  assert.equal(await scene.gateway.findByOrder(MERCHANT, request.orderId, null, '-started'), undefined)
})

test('a number that is taken is made anew, and the customer’s fields go with the id that was issued', async (t) => {
  let forgetful = 3
  const random = (bytes: number): Uint8Array => {
    const isForNumber = bytes === 15
    return isForNumber && forgetful-- > 0 ? Buffer.alloc(bytes, 7) : randomBytes(bytes)
  }
  const scene = await openScene(t, { random })
  const first = await scene.issue()
  const second = await scene.issue({ personal: { buyerName: '홍길동' } })
  assert.ok(first.number.startsWith('8100777777777777777'))
  assert.notEqual(second.number, first.number)
  assert.equal(Number(second.id.slice('imp_'.length)), Number(first.id.slice('imp_'.length)) + 3)
  assert.equal((await scene.gateway.find(MERCHANT, second.id))?.personal.buyerName, '홍길동')
})

test('a refusal writes nothing, keeps nothing of the customer, and is no news', async (t) => {
  const scene = await openCounted(t)
  const personal = { buyerName: '홍길동' }
  const refusals = [
    [{ expiresAt: instant(FAKE_START), personal }, { name: 'deadline_past' }],
    [
      { won: 1001, channel: { amountMax: 1000 as Money }, personal },
      { name: 'amount_above_limit', limit: 1000 },
    ],
  ] as const
  for (const [words, rejection] of refusals) {
    const request = issueRequest(words)
    assert.deepEqual(await scene.gateway.issue(MERCHANT, request), { ok: false, rejection })
    assert.deepEqual(await scene.storage.payments.ofOrder(MERCHANT, request.orderId, 10), [])
  }
  assert.equal(scene.written(), 0)
  assert.deepEqual(scene.happenings, [])
})

test('two at once under one key get the same payment, once written and once told', async (t) => {
  const scene = await openCounted(t)
  const request = issueRequest({ keyed: { key: 'k', asked: ['ord-1', 1000] }, personal: { buyerTel: '010-1234-5678' } })
  const [one, other] = await Promise.all([
    scene.gateway.issue(MERCHANT, request),
    scene.gateway.issue(MERCHANT, request),
  ])
  assert.ok(one.ok && other.ok)
  assert.deepEqual(one.payment, other.payment)
  assert.deepEqual([one.again, other.again], [false, true])
  assert.deepEqual(other.personal, request.personal)
  assert.equal(scene.written(), 1)
  assert.deepEqual(scene.happenings, [{ type: 'issued', payment: one.payment }])
})

test('a repeat must agree in what was asked and in the customer’s fields, of which nothing is kept to compare with', async (t) => {
  const kept: Issue[] = []
  const scene = await openCounted(t, {
    around: (storage) => ({
      ...storage,
      execute(command, deadline) {
        if (command.type === 'issue') kept.push(command)
        return storage.execute(command, deadline)
      },
    }),
  })
  const keyed = { key: 'k', asked: ['ord-1', 1000, null] }
  const personal = { buyerName: '홍길동', buyerTel: '010-1234-5678' }
  const issue = (words: IssueWords) =>
    scene.gateway.issue(MERCHANT, issueRequest({ order: 'ord-1', keyed, personal, ...words }))
  const first = await issue({})
  const again = await issue({ channel: { amountMax: 1 as Money }, expiresAt: instant(FAKE_START) })
  assert.ok(first.ok && again.ok)
  assert.equal(again.payment.id, first.payment.id, 'what was asked is told, not what became of it')
  for (const other of [
    { keyed: { key: 'k', asked: ['ord-1', 2000, null] } },
    { personal: { buyerName: '홍길동' } },
    { personal: {} },
    { personal: { buyerName: '010-1234-5678', buyerTel: '홍길동' } },
  ])
    assert.deepEqual(await issue(other), { ok: false, rejection: { name: 'key_conflict' } })
  assert.equal(scene.written(), 1)
  assert.equal(kept[0]?.idempotency?.key, 'k')
  assert.notEqual(kept[0]?.idempotency?.fingerprint, fingerprint([...keyed.asked, null]))
  assert.notEqual(
    kept[0]?.idempotency?.fingerprint,
    fingerprint([...keyed.asked, JSON.stringify(['홍길동', null, '010-1234-5678', null, null, null])]),
    'whoever has the rows cannot try phone numbers',
  )
})

test('a further number of a paid order is refused', async (t) => {
  const scene = await openScene(t)
  const { number } = await scene.issue({ order: 'ord-1' })
  await scene.collect(number)
  const again = await scene.gateway.issue(MERCHANT, issueRequest({ order: 'ord-1' }))
  assert.deepEqual(again, { ok: false, rejection: { name: 'order_paid' } })
})

test('a channel of a network that is not there is a fault', async (t) => {
  const scene = await openCounted(t)
  const request = issueRequest({ channel: { network: 'nowhere' as NetworkId } })
  await assert.rejects(scene.gateway.issue(MERCHANT, request), /unknown network nowhere/)
  assert.equal(scene.written(), 0)
})

test('a revoke ends a number; asking again is no mistake; another merchant’s number is not there', async (t) => {
  const scene = await openScene(t)
  const { id, number } = await scene.issue({ personal: { buyerName: '홍길동' } })
  assert.deepEqual(await scene.gateway.revoke(OTHER_MERCHANT, id), {
    ok: false,
    rejection: { name: 'payment_not_found' },
  })
  const nobodys = await scene.gateway.revoke(MERCHANT, 'imp_000000000000' as PaymentId)
  assert.deepEqual(nobodys, { ok: false, rejection: { name: 'payment_not_found' } })
  for (let time = 0; time < 2; time += 1) {
    const revoked = await scene.gateway.revoke(MERCHANT, id)
    assert.ok(revoked.ok)
    assert.equal(revoked.payment.state, 'cancelled')
    assert.equal(revoked.personal.buyerName, '홍길동')
  }
  assert.equal(said(await scene.collect(number)), 'declined: revoked')
})

test('a revoke loses to a till that is collecting, and to money', async (t) => {
  const scene = await openScene(t, {
    askMerchant: async ({ payment }, asking) => {
      const revoked = await asking().gateway.revoke(MERCHANT, payment.id)
      assert.deepEqual(revoked, { ok: false, rejection: { name: 'in_progress' } })
      return { verdict: { kind: 'payable' }, latencyMs: 1, detail: '200' }
    },
  })
  const { id, number } = await scene.issue()
  await scene.collect(number)
  assert.deepEqual(await scene.gateway.revoke(MERCHANT, id), { ok: false, rejection: { name: 'already_paid' } })
})
