/** Notices that are sent, retried, kept in order, drained and stopped, over real sockets and a clock that stands still. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RETRY_DELAYS_MS, RETRY_JITTER } from '../core/delivery.ts'
import type { Payment } from '../core/payment.ts'
import { createGuardedClient } from './guarded-client.ts'
import { rulesFor } from './loopback-server.ts'
import { LOOK_AGAIN_MS } from './queue-looks.ts'
import { type Outbox, openOutbox, SECRETS } from './test-outbox.ts'
import { expectedSignature, hang, openSeller, status } from './test-seller.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How many milliseconds from now the only delivery of a payment is tried next. */
async function waitOf(outbox: Outbox, payment: Payment): Promise<number> {
  const [delivery] = await outbox.deliveriesOf(payment)
  assert.ok(delivery?.state === 'waiting', delivery?.state)
  return delivery.nextTryAt - outbox.storage.clock.now()
}

test('a committed notice is sent at once, with its signature, its id and the version of the payment', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  outbox.dispatcher().start()
  await outbox.issue({ noticeUrls: [`${seller.url}/json?a=1`] })
  await outbox.issue({ noticeUrls: [`${seller.url}/form`], contentType: 'form' })
  await outbox.hasTold(2)
  const [json, form] = seller.received
  assert.ok(json !== undefined && form !== undefined)
  assert.equal(json.path, '/json?a=1')
  assert.equal(json.headers['content-type'], 'application/json')
  assert.equal(json.body, '{"imp_uid":"imp_000000000001","merchant_uid":"order-000000000001","status":"ready"}')
  assert.equal(json.headers['webhook-id'], 'dlv_000000000001_1_1')
  assert.equal(json.headers['webhook-timestamp'], String(Math.floor(outbox.wall() / 1000)))
  assert.equal(json.headers['webhook-signature'], expectedSignature(SECRETS[0], json))
  assert.equal(json.headers['sunap-version'], '1')
  assert.equal(form.headers['content-type'], 'application/x-www-form-urlencoded')
  assert.equal(form.body, 'imp_uid=imp_000000000002&merchant_uid=order-000000000002&status=ready')
  assert.equal(form.headers['webhook-signature'], expectedSignature(SECRETS[0], form))
  assert.deepEqual(
    outbox.told.map(({ delivery, result, detail, latencyMs }) => [
      delivery.state,
      result,
      detail.en === `200 in ${latencyMs} ms`,
    ]),
    [
      ['delivered', { kind: 'answered', status: 200, retryAfterMs: null }, true],
      ['delivered', { kind: 'answered', status: 200, retryAfterMs: null }, true],
    ],
  )
})

test('while a merchant changes its secret, a notice carries a signature by each', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  const secrets = [`whsec_${Buffer.alloc(48, 9).toString('base64')}`, SECRETS[0]]
  await outbox.issue({ noticeUrls: [seller.url] })
  await outbox.dispatcher({ secretsOf: () => secrets }).drain()
  const [notice] = seller.received
  assert.ok(notice !== undefined)
  const expected = secrets.map((secret) => expectedSignature(secret, notice)).join(' ')
  assert.equal(notice.headers['webhook-signature'], expected)
})

test('every try sends the same bytes under the same id, with a fresh timestamp and signature', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t, status(500))
  const dispatcher = outbox.dispatcher()
  const payment = await outbox.issue({ noticeUrls: [seller.url] })
  for (let tries = 1; tries <= 3; tries += 1) {
    await dispatcher.drain()
    await outbox.pass(await waitOf(outbox, payment))
  }
  // Neither a later change of the settings nor of the payment moves it.
  await outbox.revoke(payment)
  await outbox.issue({ noticeUrls: [], contentType: 'form' })
  await dispatcher.drain()
  const [first, ...others] = seller.received.filter(({ headers }) => headers['sunap-version'] === '1')
  assert.ok(first !== undefined && others.length === 3)
  for (const other of others) {
    assert.equal(other.body, first.body)
    assert.equal(other.headers['content-type'], first.headers['content-type'])
    assert.equal(other.headers['webhook-id'], first.headers['webhook-id'])
    assert.notEqual(other.headers['webhook-timestamp'], first.headers['webhook-timestamp'])
    assert.equal(other.headers['webhook-signature'], expectedSignature(SECRETS[0], other))
  }
})

test('fifteen tries within seven days of business time, each wait within a fifth of the schedule, then it is over', async (t) => {
  const seed = Math.floor(Math.random() * 2 ** 32)
  t.diagnostic(`seed ${seed}`)
  const outbox = await openOutbox(t)
  const { clock } = outbox.storage
  const seller = await openSeller(t, status(503))
  const dispatcher = outbox.dispatcher({ chance: seeded(seed) })
  const payment = await outbox.issue({ noticeUrls: [seller.url] })
  const startedAt = clock.now()
  for (const [index, delayMs] of RETRY_DELAYS_MS.entries()) {
    await dispatcher.drain()
    const waitMs = await waitOf(outbox, payment)
    assert.ok(Math.abs(waitMs - delayMs) <= delayMs * RETRY_JITTER, `wait ${index + 1}: ${waitMs} of ${delayMs} ms`)
    await clock.advance(waitMs - 1)
    await dispatcher.drain()
    assert.equal(seller.received.length, index + 1, 'not a millisecond early')
    await clock.advance(1)
  }
  await dispatcher.drain()
  assert.ok(clock.now() - startedAt <= 7 * DAY_MS * (1 + RETRY_JITTER))
  const [ended] = await outbox.deliveriesOf(payment)
  assert.equal(ended?.state, 'exhausted')
  await clock.advance(30 * DAY_MS)
  await dispatcher.drain()
  assert.equal(seller.received.length, 15)
  const tries = await outbox.triesOf(payment)
  assert.deepEqual(
    tries.map(({ number }) => number),
    Array.from({ length: 15 }, (_, index) => index + 1),
  )
})

test('the next try comes at its time without being called for', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t, status(500))
  outbox.dispatcher().start()
  await outbox.issue({ noticeUrls: [seller.url] })
  await outbox.hasTold(1)
  seller.answer(status(200))
  await outbox.pass(4999)
  assert.equal(seller.received.length, 1)
  await outbox.pass(1)
  await outbox.hasTold(2)
  assert.equal(outbox.told[1]?.delivery.state, 'delivered')
})

test('with nothing to do, and with everything held, storage is asked once a second and no more', async (t) => {
  const outbox = await openOutbox(t)
  const { deliveries } = outbox.storage
  const patience = hang()
  const seller = await openSeller(t, patience.answer)
  let asked = 0
  const counted = <Given extends unknown[], Value>(ask: (...given: Given) => Value) => {
    return (...given: Given): Value => {
      asked += 1
      return ask(...given)
    }
  }
  const queue = { ...deliveries, waitingQueues: counted(deliveries.waitingQueues), lease: counted(deliveries.lease) }
  outbox.dispatcher({ queue, limits: { total: 1, perMerchant: 1, perQueue: 1 } }).start()
  await outbox.pass(10 * LOOK_AGAIN_MS)
  assert.ok(asked <= 11, `asked ${asked} times while idle`)
  await outbox.issue({ noticeUrls: [seller.url] })
  await outbox.issue({ noticeUrls: [seller.url] })
  await seller.heard(1)
  asked = 0
  await outbox.pass(10 * LOOK_AGAIN_MS)
  assert.ok(asked <= 11, `asked ${asked} times while held`)
  patience.letGo()
  await outbox.hasTold(2)
})

test('a newer notice of a payment waits for the first try of the older one, and no longer', async (t) => {
  const outbox = await openOutbox(t)
  const patience = hang(500)
  const seller = await openSeller(t, patience.answer)
  const dispatcher = outbox.dispatcher()
  dispatcher.start()
  const payment = await outbox.issue({ noticeUrls: [seller.url] })
  await seller.heard(1)
  await outbox.revoke(payment)
  await outbox.pass(3 * LOOK_AGAIN_MS)
  assert.equal(seller.received.length, 1)
  patience.letGo()
  await outbox.hasTold(2)
  const versions = seller.received.map(({ headers, body }) => [headers['sunap-version'], JSON.parse(body).status])
  assert.deepEqual(versions, [
    ['1', 'ready'],
    ['2', 'cancelled'],
  ])
})

test('each way to fail is recorded in plain words and tried again', async (t) => {
  const outbox = await openOutbox(t)
  const impatient = createGuardedClient({ rules: rulesFor('sandbox'), version: '1' })
  t.after(() => impatient.close())
  const dispatcher = outbox.dispatcher({
    client: { post: (request) => impatient.post({ ...request, deadlineMs: request.deadlineMs / 100 }) },
  })
  const seller = await openSeller(t)
  const elsewhere = await openSeller(t)
  for (const [how, en, ko] of [
    [
      status(308, '', { location: `${elsewhere.url}/secret?key=1` }),
      `redirected with 308 to ${elsewhere.url}: not followed, register the final address`,
      `${elsewhere.url}(으)로 리다이렉트(308): 따라가지 않습니다. 최종 주소를 등록하세요`,
    ],
    [
      status(301, '', { location: '/login' }),
      'redirected with 301: not followed, register the final address',
      '리다이렉트(301): 따라가지 않습니다. 최종 주소를 등록하세요',
    ],
    [status(304), 'answered 304 in _ ms: only 200 to 299 means received', '응답 304, _ ms: 200~299만 수신으로 봅니다'],
    [status(500), 'answered 500 in _ ms: only 200 to 299 means received', '응답 500, _ ms: 200~299만 수신으로 봅니다'],
    [hang().answer, 'no answer within 15 s', '15초 안에 응답이 없습니다'],
    [
      (response: { writeHead(code: number): { write(body: string): void } }) => response.writeHead(200).write('x'),
      'answered 200, but not completely within 15 s',
      '응답 200, 그러나 15초 안에 다 보내지 않았습니다',
    ],
    [
      (response: { destroy(): void }) => response.destroy(),
      'the server closed the connection before its answer was complete',
      '응답을 다 보내기 전에 서버가 연결을 끊었습니다',
    ],
  ] as const) {
    seller.answer(how)
    const payment = await outbox.issue({ noticeUrls: [seller.url] })
    await dispatcher.drain()
    const [tried, ...more] = await outbox.triesOf(payment)
    assert.ok(tried !== undefined && more.length === 0)
    const withoutFigures = (text: string): string => text.replace(/\d+ ms/, '_ ms')
    assert.deepEqual([withoutFigures(tried.detail.en), withoutFigures(tried.detail.ko)], [en, ko])
    assert.deepEqual([tried.triedAt, tried.url], [outbox.wall(), seller.url])
    assert.ok((await waitOf(outbox, payment)) > 0)
  }
  assert.equal(elsewhere.received.length, 0)
  const refused = await outbox.issue({ noticeUrls: ['http://169.254.169.254/'] })
  await dispatcher.drain()
  const [tried] = await outbox.triesOf(refused)
  assert.deepEqual(tried?.result, { kind: 'failed', cause: 'address_refused' })
})

test('any 2xx is received, with a body of any length', async (t) => {
  const outbox = await openOutbox(t)
  const dispatcher = outbox.dispatcher()
  for (const how of [status(201), status(204), status(200, 'x'.repeat(1_000_000))]) {
    const seller = await openSeller(t, how)
    const payment = await outbox.issue({ noticeUrls: [seller.url] })
    await dispatcher.drain()
    assert.equal((await outbox.deliveriesOf(payment))[0]?.state, 'delivered')
  }
})

test('a drain ends when all that was due was tried, also where nothing is due and where tries fail', async (t) => {
  const outbox = await openOutbox(t)
  const dispatcher = outbox.dispatcher()
  await dispatcher.drain()
  const seller = await openSeller(t, status(500))
  const payments: Payment[] = []
  for (let order = 1; order <= 50; order += 1) {
    const payment = await outbox.issue({ noticeUrls: [`${seller.url}/a`, `${seller.url}/b`] })
    await outbox.revoke(payment)
    payments.push(payment)
  }
  await Promise.all([dispatcher.drain(), dispatcher.drain()])
  assert.equal(seller.received.length, 200)
  for (const payment of payments) {
    const deliveries = await outbox.deliveriesOf(payment)
    assert.deepEqual(
      deliveries.map(({ tries }) => tries),
      [1, 1, 1, 1],
    )
  }
})

test('a drain does not wait for what becomes due after it was asked for', async (t) => {
  const outbox = await openOutbox(t)
  const patience = hang()
  const hanging = await openSeller(t, patience.answer)
  const quick = await openSeller(t)
  const dispatcher = outbox.dispatcher()
  dispatcher.start()
  await outbox.issue({ noticeUrls: [quick.url] })
  const drained = dispatcher.drain()
  await outbox.pass(1)
  await outbox.issue({ noticeUrls: [hanging.url] })
  await hanging.heard(1)
  await drained
  assert.equal(outbox.told.length, 1)
  patience.letGo()
  await dispatcher.drain()
  assert.equal(outbox.told.length, 2)
})

test('before start nothing is sent unless a drain asks for it', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  const dispatcher = outbox.dispatcher()
  await outbox.issue({ noticeUrls: [seller.url] })
  await outbox.pass(HOUR_MS)
  assert.equal(seller.received.length, 0)
  await dispatcher.drain()
  assert.equal(seller.received.length, 1)
})

test('stopping waits for the tries under way, records them and leases no more', async (t) => {
  const outbox = await openOutbox(t)
  const patience = hang()
  const seller = await openSeller(t, patience.answer)
  const dispatcher = outbox.dispatcher()
  dispatcher.start()
  const underWay = await outbox.issue({ noticeUrls: [seller.url] })
  await seller.heard(1)
  const drained = assert.rejects(dispatcher.drain(), /stopped/)
  const stopped = dispatcher.stop()
  await drained
  await outbox.issue({ noticeUrls: [seller.url] })
  patience.letGo()
  await stopped
  assert.equal((await outbox.deliveriesOf(underWay))[0]?.state, 'delivered')
  await outbox.pass(HOUR_MS)
  assert.equal(seller.received.length, 1)
  await assert.rejects(dispatcher.drain(), /stopped/)
  await dispatcher.stop()
})

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
