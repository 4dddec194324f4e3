import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type FastifyInstance, fastify, type InjectOptions } from 'fastify'
import type { MerchantId, Money, PaymentId } from '../core/brand.ts'
import type { PaymentFacts, SandboxPorts, Seen } from './ports.ts'
import { registerSandboxApi } from './sandbox-api.ts'
import { fieldsOf } from './shop-account.ts'
import { createSteering } from './steering.ts'
import { COLLECTED, no, openTillLine, SHOWN, yes } from './test-till-line.ts'
import { callJson, listen, listOf, type Members, openTown, type Town } from './test-town.ts'

const NOW_MS = Date.UTC(2026, 10, 22, 5, 3, 7, 500)
const PAYMENT: PaymentFacts = {
  imp_uid: 'imp_000000000001',
  merchant_uid: 'order-1',
  number: '81004821309557431267',
  amount: 1000,
  currency: 'KRW',
  status: 'ready',
  expiresAtMs: NOW_MS + 60_000,
  endsAtMs: NOW_MS + 60_000,
  pay_url: 'http://pay.test/p/x',
  sale: null,
}

interface Fakes {
  payment: PaymentFacts
  readonly advancedTo: number[]
  resets: number
}

const NO_FAKES = (): Fakes => ({ payment: PAYMENT, advancedTo: [], resets: 0 })

function portsWith(changes: Partial<SandboxPorts>, fakes: Fakes = NO_FAKES()): SandboxPorts {
  let nowMs = NOW_MS
  return {
    terminals: [
      { id: 'house/S001/1', secret: 'one' },
      { id: 'house/S002/1', secret: 'two' },
    ],
    posUrl: () => 'http://127.0.0.1:9',
    payment: async (name) => {
      const { payment } = fakes
      const isMeant = 'imp_uid' in name ? name.imp_uid === payment.imp_uid : name.number === payment.number
      const isOver = payment.status === 'ready' && nowMs >= payment.endsAtMs
      return isMeant ? { ...payment, status: isOver ? 'failed' : payment.status } : undefined
    },
    watch: () => () => {},
    tryNotices: () => new Promise(() => {}),
    clock: {
      now: () => nowMs,
      advanceTo: async (ms) => {
        fakes.advancedTo.push(ms)
        nowMs = ms
      },
    },
    settleRefund: async () => undefined,
    reset: async () => {
      fakes.resets += 1
    },
    ...changes,
  }
}

async function openApi(t: TestContext, changes: Partial<SandboxPorts> = {}, allowedHosts: readonly string[] = []) {
  const fakes = NO_FAKES()
  const app = fastify()
  registerSandboxApi(app, { steering: createSteering(portsWith(changes, fakes)), allowedHosts })
  t.after(() => app.close())
  return { app, fakes }
}

async function post(app: FastifyInstance, url: string, payload: unknown, headers: InjectOptions['headers'] = {}) {
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: { host: '127.0.0.1:8080', 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
  const body: Members = answer.json()
  return { status: answer.statusCode, body, error: fieldsOf(body['error']) }
}

test('no web page can drive a route: wrong Host, wrong Origin, and what needs no preflight are refused', async (t) => {
  const { app, fakes } = await openApi(t)
  for (const url of [
    '/sandbox/pay',
    '/sandbox/cancel',
    '/sandbox/refund',
    '/sandbox/expire',
    '/sandbox/clock',
    '/sandbox/reset',
    '/sandbox/nothing',
  ]) {
    assert.equal((await post(app, url, {}, { host: 'evil.example:8080' })).status, 403, url)
    assert.equal((await post(app, url, {}, { origin: 'http://evil.example' })).status, 403, url)
    assert.equal((await post(app, url, {}, { 'content-type': 'text/plain' })).status, 415, url)
  }
  const rebound = await app.inject({ url: '/sandbox/clock', headers: { host: 'evil.example' } })
  assert.equal(rebound.statusCode, 403)
  assert.equal(fakes.resets, 0)
  assert.deepEqual(fakes.advancedTo, [])
})

test('the host of the settings may drive it', async (t) => {
  const { app, fakes } = await openApi(t, {}, ['sunap'])
  assert.equal((await post(app, '/sandbox/reset', {}, { host: 'sunap:8080' })).status, 200)
  assert.equal(fakes.resets, 1)
})

test('every error has a sentence in both languages, and names the field where it is one', async (t) => {
  const { app } = await openApi(t)
  const number = PAYMENT.number
  const cases: readonly (readonly [string, unknown, number, string | undefined])[] = [
    ['/sandbox/pay', {}, 400, 'number'],
    ['/sandbox/pay', { number, imp_uid: PAYMENT.imp_uid }, 400, 'number'],
    ['/sandbox/pay', { number, misbehav: 'lost_reply' }, 400, 'misbehav'],
    ['/sandbox/pay', { number, misbehave: 'explode' }, 400, 'misbehave'],
    ['/sandbox/pay', { number, pay_type: 'coupon' }, 400, 'pay_type'],
    ['/sandbox/pay', { number, amount: '1000' }, 400, 'amount'],
    ['/sandbox/pay', { number, amount: 0 }, 400, 'amount'],
    ['/sandbox/pay', { number: 8100 }, 400, 'number'],
    ['/sandbox/pay', { number: '81000000000000000012' }, 404, 'number'],
    ['/sandbox/pay', { imp_uid: 'imp_999999999999' }, 404, 'imp_uid'],
    ['/sandbox/pay', [], 400, undefined],
    ['/sandbox/pay', '{"number":', 400, undefined],
    ['/sandbox/pay', '', 400, 'number'],
    ['/sandbox/pay', `"${'x'.repeat(20_000)}"`, 413, undefined],
    ['/sandbox/cancel', { number, amount: 5 }, 400, 'amount'],
    ['/sandbox/cancel', { number, reason: '' }, 400, 'reason'],
    ['/sandbox/cancel', { imp_uid: 'imp_999999999999' }, 404, 'imp_uid'],
    ['/sandbox/cancel', { number }, 409, undefined],
    ['/sandbox/expire', { number, amount: 5 }, 400, 'amount'],
    ['/sandbox/expire', { number: '81000000000000000012' }, 404, 'number'],
    ['/sandbox/clock', {}, 400, 'advance'],
    ['/sandbox/clock', { advance: '9d', to: 1 }, 400, 'advance'],
    ['/sandbox/clock', { advance: 'tomorrow' }, 400, 'advance'],
    ['/sandbox/clock', { advance: '99999d' }, 400, 'advance'],
    ['/sandbox/clock', { to: Math.floor(NOW_MS / 1000) - 1 }, 400, 'to'],
    ['/sandbox/clock', { to: NOW_MS }, 400, 'to'],
    ['/sandbox/reset', { everything: true }, 400, 'everything'],
    ['/sandbox/refund', {}, 400, 'refund'],
    ['/sandbox/refund', { refund: 'rfd_1', result: 'lost' }, 400, 'result'],
    ['/sandbox/refund', { refund: 'rfd_1' }, 404, 'refund'],
    ['/sandbox/nothing', {}, 404, undefined],
  ]
  for (const [url, body, status, parameter] of cases) {
    const answer = await post(app, url, body)
    const what = `${url} ${JSON.stringify(body).slice(0, 80)}`
    assert.equal(answer.status, status, what)
    assert.equal(answer.error['parameter'], parameter, what)
    const { ko, en } = fieldsOf(answer.error['message'])
    assert.match(String(ko), /[가-힣]/, what)
    assert.match(String(en), /[a-z]/, what)
  }
})

test('an old payment whose number now names another is not played', async (t) => {
  const { app } = await openApi(t, {
    payment: async (name) => ('number' in name ? { ...PAYMENT, imp_uid: 'imp_000000000002' } : PAYMENT),
  })
  const answer = await post(app, '/sandbox/pay', { imp_uid: PAYMENT.imp_uid })
  assert.deepEqual([answer.status, answer.error['parameter']], [409, 'imp_uid'])
})

test('a line that is down is said so, and nothing is played', async (t) => {
  const { app } = await openApi(t)
  const answer = await post(app, '/sandbox/pay', { number: PAYMENT.number })
  assert.equal(answer.status, 503)
})

test('the clock is told in seconds, and moves by a span or to a second', async (t) => {
  const { app, fakes } = await openApi(t)
  const now = Math.floor(NOW_MS / 1000)
  const told = await app.inject({ url: '/sandbox/clock', headers: { host: 'localhost' } })
  assert.deepEqual(told.json(), { now, iso: '2026-11-22T05:03:07.500Z', moved_seconds: 0 })
  const nineDays = await post(app, '/sandbox/clock', { advance: '9d' })
  assert.deepEqual([nineDays.body['now'], nineDays.body['moved_seconds']], [now + 9 * 86_400, 9 * 86_400])
  await post(app, '/sandbox/clock', { advance: 90 })
  await post(app, '/sandbox/clock', { to: now + 10 * 86_400 })
  assert.deepEqual(fakes.advancedTo, [
    NOW_MS + 9 * 86_400_000,
    NOW_MS + 9 * 86_400_000 + 90_000,
    (now + 10 * 86_400) * 1000,
  ])
})

test('expire moves the clock to the end of that payment, its grace included, and tells what became of it', async (t) => {
  const { app, fakes } = await openApi(t)
  fakes.payment = { ...PAYMENT, endsAtMs: PAYMENT.expiresAtMs + 1_800_000 }
  const answer = await post(app, '/sandbox/expire', { imp_uid: PAYMENT.imp_uid })
  assert.equal(answer.status, 200)
  assert.equal(fieldsOf(answer.body['payment'])['status'], 'failed')
  assert.deepEqual(fakes.advancedTo, [PAYMENT.expiresAtMs + 1_800_000])
  const again = await post(app, '/sandbox/expire', { number: PAYMENT.number })
  assert.equal(again.status, 200)
  assert.equal(fieldsOf(again.body['clock'])['moved_seconds'], 0)
  assert.equal(fakes.advancedTo.length, 1)
})

test('what is paid or revoked cannot expire, and the clock stays', async (t) => {
  const { app, fakes } = await openApi(t)
  for (const status of ['paid', 'cancelled'] as const) {
    fakes.payment = { ...PAYMENT, status }
    assert.equal((await post(app, '/sandbox/expire', { number: PAYMENT.number })).status, 409)
  }
  assert.deepEqual(fakes.advancedTo, [])
})

test('a fault is our fault, and says nothing of the inside', async (t) => {
  const { app } = await openApi(t, {
    payment: async () => {
      throw new Error('secret inside')
    },
  })
  const answer = await post(app, '/sandbox/pay', { number: PAYMENT.number })
  assert.equal(answer.status, 500)
  assert.doesNotMatch(JSON.stringify(answer.body), /secret inside/)
})

test('closing does not wait for a notice that nobody tries', async (t) => {
  const status = [yes({ original: 'collected' })]
  const line = await openTillLine(t, { inquiry: [SHOWN], collect: [COLLECTED], status })
  const watching = Promise.withResolvers<(seen: Seen) => void>()
  let stopped = false
  const { app } = await openApi(t, {
    posUrl: () => line.url,
    watch: (_impUid, listener) => {
      watching.resolve(listener)
      return () => {
        stopped = true
      }
    },
  })
  const playing = post(app, '/sandbox/pay', { number: PAYMENT.number })
  const tell = await watching.promise
  tell({ type: 'queued', notice: { id: 'dlv_1', url: 'http://shop.test', event: 'collected', status: 'paid' } })
  const startedMs = performance.now()
  await app.close()
  const { body } = await playing
  assert.ok(performance.now() - startedMs < 5000)
  assert.deepEqual([body['outcome'], body['drawer'], body['gateway']], ['paid', 1000, 1000])
  assert.equal(listOf(body['notices_not_waited_for'])[0]?.['id'], 'dlv_1')
  assert.equal(stopped, true)
})

test('a gateway that no longer answers has no books to compare with', async (t) => {
  const line = await openTillLine(t, { inquiry: [SHOWN], collect: [COLLECTED] })
  const { app } = await openApi(t, { posUrl: () => line.url })
  const { body } = await post(app, '/sandbox/pay', { number: PAYMENT.number })
  assert.deepEqual([body['outcome'], body['drawer'], body['gateway']], ['paid', 1000, null])
})

test('closing in the middle of a sale says that it was not played to its end', async (t) => {
  const line = await openTillLine(t, { inquiry: [SHOWN], collect: [no('9402', 'RETRY_SAME_KEY')] })
  const { app } = await openApi(t, { posUrl: () => line.url })
  const playing = post(app, '/sandbox/pay', { number: PAYMENT.number })
  await line.heard('collect')
  await app.close()
  assert.equal((await playing).status, 503)
})

test('an answer that takes longer than the listener bears a silent socket still arrives', async (t) => {
  const app = fastify({ connectionTimeout: 150 })
  const payment = async (): Promise<PaymentFacts> => {
    await delay(600)
    return { ...PAYMENT, status: 'paid' }
  }
  registerSandboxApi(app, { steering: createSteering(portsWith({ payment })), allowedHosts: [] })
  t.after(() => app.close())
  const answer = await callJson(await listen(app), '/sandbox/expire', { number: PAYMENT.number })
  assert.equal(answer.status, 409)
})

test('on the real gateway a payment expires at its end, and its number is then refused', async (t) => {
  const town = await openTown(t)
  const { imp_uid, number } = await town.order()
  const expired = await town.call('/sandbox/expire', { imp_uid })
  assert.equal(expired.status, 200)
  assert.equal(fieldsOf(expired.body['payment'])['status'], 'failed')
  const late = await town.pay({ number })
  assert.equal(late['outcome'], 'not_payable')
  assert.equal(listOf(late['messages'])[0]?.['code'], '2102')
})

test('on the real gateway a notice that failed is tried again as days pass', async (t) => {
  const town = await openTown(t)
  await town.call('/shop/behave', { notice: 'fail' })
  const { number } = await town.order()
  const paid = await town.pay({ number })
  assert.equal(listOf(paid['notices'])[0]?.['result'], 'failed')
  assert.equal(listOf(paid['notices'])[0]?.['http_status'], 500)
  await town.call('/shop/behave', { notice: 'accept' })
  assert.equal((await town.call('/sandbox/clock', { advance: '1h' })).status, 200)
  const { orders } = (await town.call('/shop/orders')).body
  const [order] = listOf(orders)
  assert.deepEqual([order?.['told'], order?.['fetched']], ['paid', 'paid'])
  assert.deepEqual(
    listOf(order?.['notices']).map(({ answered }) => answered),
    [500, 200],
  )
})

test('reset forgets the seller’s book', async (t) => {
  const town = await openTown(t)
  await town.order()
  assert.equal((await town.call('/sandbox/reset', {})).status, 200)
  assert.deepEqual((await town.call('/shop/orders')).body['orders'], [])
})

test('a test plays the customer who comes back: the till that collected cancels, the drawer pays, the seller is told', async (t) => {
  const town = await openTown(t)
  const order = await town.order()
  await town.pay({ number: order['number'] })
  const { status, body } = await town.call('/sandbox/cancel', { number: order['number'], reason: '사이즈가 작음' })
  const payment = fieldsOf(body['payment'])
  assert.deepEqual([status, body['cancelled'], payment['status']], [200, true, 'cancelled'])
  assert.equal(body['drawer'], -Number(payment['amount']))
  assert.deepEqual(
    listOf(body['messages']).map(({ message, code }) => [message, code]),
    [['cancel', '0000']],
  )
  assert.ok(listOf(body['notices']).some((notice) => notice['status'] === 'cancelled'))
  const again = await town.call('/sandbox/cancel', { number: order['number'] })
  assert.deepEqual([again.body['cancelled'], again.body['drawer']], [false, 0])
  assert.deepEqual(
    listOf(again.body['messages']).map(({ code }) => code),
    ['3002'],
  )
})

test('a cancel half an hour later is refused as at any till, and nothing moves', async (t) => {
  const town = await openTown(t)
  const order = await town.order()
  await town.pay({ number: order['number'] })
  await town.call('/sandbox/clock', { advance: '31m' })
  const { body } = await town.call('/sandbox/cancel', { imp_uid: order['imp_uid'] })
  assert.deepEqual([body['cancelled'], body['drawer'], fieldsOf(body['payment'])['status']], [false, 0, 'paid'])
  assert.equal(listOf(body['messages'])[0]?.['code'], '3003')
})

test('a test plays the operator: the money of a refund arrives, or does not, and what is over is told', async (t) => {
  const town = await openTown(t)
  const order = await town.order()
  await town.pay({ number: order['number'] })
  const refund = await refundOf(town, order['imp_uid'] as PaymentId)
  const failed = await town.call('/sandbox/refund', { refund, result: 'failed' })
  assert.deepEqual([failed.status, failed.body], [200, { refund, imp_uid: order['imp_uid'], payout: 'failed' }])
  const done = await town.call('/sandbox/refund', { refund })
  assert.deepEqual([done.status, done.body['payout']], [200, 'paid_out'])
  const again = await town.call('/sandbox/refund', { refund })
  assert.deepEqual(
    [again.status, fieldsOf(fieldsOf(again.body['error'])['message'])['en']],
    [409, 'This refund is paid out already.'],
  )
})

async function refundOf({ parts: { gateway } }: Town, id: PaymentId): Promise<string> {
  const account = { holder: '홍길동', bank: '004', number: '1234567890', tel: null }
  const done = await gateway.refunds.refund('mer_example' as MerchantId, id, {
    amount: 100 as Money,
    balance: null,
    taxFree: null,
    vatAmount: null,
    reason: '변심',
    askedBy: 'merchant',
    tellV1: false,
    to: { kind: 'bank', account },
    keyed: null,
  })
  assert.ok(done.ok)
  return done.refund.id
}
