/** Receivers that fail, come back, ask for time or are taken away, over real sockets and a clock that stands still. */
import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import type { EndpointId } from '../core/brand.ts'
import { ENDPOINT_REMOVED, RETRY_DELAYS_MS } from '../core/delivery.ts'
import { PAUSE_AFTER_MS, PROBE_EVERY_MS } from '../core/endpoint-health.ts'
import type { GuardedClient } from './guarded-client.ts'
import { LOOK_AGAIN_MS } from './queue-looks.ts'
import { HOLD_FIRST_MS, HOLD_MAX_MS } from './queue-pace.ts'
import { type Outbox, openOutbox, SECRETS, SHOP } from './test-outbox.ts'
import { type Answer, expectedSignature, hang, openSeller, status } from './test-seller.ts'

const ENDPOINT = 'ep_1' as EndpointId
const HOUR_MS = 3_600_000

/** Keeps everybody waiting, each until the test answers it. */
function answeredByHand() {
  const waiting: ServerResponse[] = []
  return {
    answer: ((response) => {
      waiting.push(response)
    }) satisfies Answer,
    underWay: (): number => waiting.length,
    answerOne(code: number): void {
      waiting.shift()?.writeHead(code).end()
    },
  }
}

async function owe(outbox: Outbox, url: string, count: number): Promise<void> {
  for (let order = 1; order <= count; order += 1) await outbox.issue({ noticeUrls: [`${url}/${order}`] })
}

async function triesOfAll(outbox: Outbox): Promise<readonly number[]> {
  const deliveries = await outbox.storage.deliveries.list(SHOP, {}, null, 1_000)
  return deliveries.map(({ tries }) => tries)
}

test('a dead server is asked by one notice at a time, ever more seldom, and does not use up the tries of the others', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t, status(503))
  await owe(outbox, seller.url, 100)
  const calledAt: number[] = []
  const client: Pick<GuardedClient, 'post'> = {
    post(request) {
      calledAt.push(outbox.wall())
      return outbox.client.post(request)
    },
  }
  outbox.dispatcher({ client }).start()
  await outbox.hasTold(8)
  while (calledAt.length < 15) {
    await outbox.pass(LOOK_AGAIN_MS)
    await outbox.hasTold(calledAt.length)
  }
  const pausesMs = calledAt.slice(8).map((at, index) => at - (calledAt[index + 7] ?? 0))
  for (const [index, holdMs] of [HOLD_FIRST_MS, 10_000, 20_000, 40_000, HOLD_MAX_MS, HOLD_MAX_MS].entries()) {
    const lateMs = (pausesMs[index] ?? 0) - holdMs
    assert.ok(lateMs >= 0 && lateMs <= LOOK_AGAIN_MS, `pauses of ${pausesMs} ms`)
  }
  const tries = await triesOfAll(outbox)
  assert.equal(
    tries.reduce((sum, each) => sum + each, 0),
    15,
  )
})

test('a server whose answers never end is told, and is called by one notice at a time from then on', async (t) => {
  const outbox = await openOutbox(t)
  let together = 0
  let most = 0
  const seller = await openSeller(t, (response) => {
    together += 1
    response.once('close', () => {
      together -= 1
    })
    if (seller.received.length > 8) most = Math.max(most, together)
    response.writeHead(200, { 'content-length': 1_000_000_000 })
    const flood = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', flood)
    flood()
  })
  await owe(outbox, seller.url, 30)
  outbox.dispatcher().start()
  await outbox.hasTold(30)
  assert.equal(most, 1)
  assert.deepEqual(await triesOfAll(outbox), Array<number>(30).fill(1))
})

test('a server that is back is asked by one, then by twice as many with each that arrives, up to eight at a time', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t, status(503))
  await owe(outbox, seller.url, 100)
  outbox.dispatcher().start()
  await outbox.hasTold(8)
  const hand = answeredByHand()
  seller.answer(hand.answer)
  await outbox.pass(HOLD_FIRST_MS + LOOK_AGAIN_MS)
  let arrived = 0
  for (const together of [1, 2, 4, 8, 8, 8]) {
    await seller.heard(8 + arrived + together)
    await outbox.pass(LOOK_AGAIN_MS)
    assert.equal(hand.underWay(), together)
    hand.answerOne(200)
    arrived += 1
    await outbox.hasTold(8 + arrived)
  }
  seller.answer(status(200))
  while (hand.underWay() > 0) hand.answerOne(200)
  await outbox.hasTold(108)
  assert.deepEqual(new Set(await triesOfAll(outbox)), new Set([1, 2]))
  assert.ok(outbox.told.slice(8).every(({ delivery }) => delivery.state === 'delivered'))
})

test('a server that asks for time gets it, for everything that waits for it, and nobody else waits', async (t) => {
  const outbox = await openOutbox(t)
  const [busy, other] = [await openSeller(t, status(429, '', { 'retry-after': '40' })), await openSeller(t)]
  await owe(outbox, busy.url, 20)
  outbox.dispatcher().start()
  await outbox.hasTold(8)
  const [told] = outbox.told
  assert.deepEqual(told?.result, { kind: 'answered', status: 429, retryAfterMs: 40_000 })
  busy.answer(status(200))
  await outbox.issue({ noticeUrls: [other.url] })
  await outbox.hasTold(9)
  await outbox.pass(39_999)
  assert.equal(busy.received.length, 8)
  await outbox.pass(2 * LOOK_AGAIN_MS)
  await outbox.hasTold(29)
  assert.equal(busy.received.length, 28)
})

test('all that is due is tried at once when the clock is moved, however the server fared before', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t, status(503, '', { 'retry-after': '3600' }))
  const dispatcher = outbox.dispatcher()
  dispatcher.start()
  await owe(outbox, seller.url, 30)
  await dispatcher.drain()
  assert.deepEqual(await triesOfAll(outbox), Array(30).fill(1))
  await outbox.storage.clock.advance(HOUR_MS)
  assert.ok(((await dispatcher.nextDueAt()) ?? 0) <= outbox.storage.clock.now())
  await dispatcher.drain()
  assert.deepEqual(await triesOfAll(outbox), Array(30).fill(2))
  assert.ok(((await dispatcher.nextDueAt()) ?? 0) > outbox.storage.clock.now())
})

test('many dead servers of one merchant and a backlog of another delay nobody', async (t) => {
  const outbox = await openOutbox(t)
  const patience = hang()
  const dead = await Promise.all(Array.from({ length: 6 }, () => openSeller(t, patience.answer)))
  const quick = await openSeller(t)
  for (const { url } of dead) await owe(outbox, url, 12)
  await outbox.register({ id: ENDPOINT, url: `${quick.url}/endpoint` })
  outbox.dispatcher().start()
  await Promise.all(dead.map(({ heard }) => heard(1)))
  const calls = dead.reduce((sum, { received }) => sum + received.length, 0)
  assert.ok(calls <= 32, `${calls} calls`)
  await outbox.issue({ noticeUrls: [`${quick.url}/own`], merchant: 'mer_other' as typeof SHOP })
  await quick.heard(1)
  patience.letGo()
  await outbox.hasTold(73)
})

test('an endpoint gets what it was registered for, signed with its own secrets, in a queue of its own', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  const own = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  await outbox.register({ id: ENDPOINT, url: `${seller.url}/modern`, format: 'modern', hears: ['payment.revoked'] })
  const payment = await outbox.issue({ noticeUrls: [`${seller.url}/v1`] })
  await outbox.revoke(payment)
  await outbox
    .dispatcher({
      secretsOf: ({ endpoint }) => (endpoint === ENDPOINT ? [own, SECRETS[0]] : SECRETS),
      renderNotice: async ({ version }) => `{"version":${version}}`,
    })
    .drain()
  const modern = seller.received.filter(({ path }) => path === '/modern')
  assert.equal(modern.length, 1)
  assert.equal(modern[0]?.body, '{"version":2}')
  assert.equal(modern[0]?.headers['content-type'], 'application/json')
  assert.equal(
    modern[0]?.headers['webhook-signature'],
    [own, SECRETS[0]].map((secret) => expectedSignature(secret, modern[0] as never)).join(' '),
  )
  assert.deepEqual(
    seller.received.filter(({ path }) => path === '/v1').map(({ headers }) => headers['sunap-version']),
    ['1', '2'],
  )
})

test('what waits for an endpoint that was taken away ends undelivered, at once, and says why', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t)
  await outbox.register({ id: ENDPOINT, url: seller.url })
  for (let order = 1; order <= 20; order += 1) await outbox.issue({ noticeUrls: [] })
  outbox.dispatcher({ secretsOf: ({ endpoint }) => (endpoint === ENDPOINT ? undefined : SECRETS) }).start()
  await outbox.hasTold(20)
  assert.equal(seller.received.length, 0)
  for (const { delivery, result, detail, endpointBecame } of outbox.told) {
    assert.equal(delivery.state, 'exhausted')
    assert.deepEqual(result, { kind: 'failed', cause: ENDPOINT_REMOVED })
    assert.deepEqual(detail, { ko: '이 수신 URL은 삭제되었습니다', en: 'this endpoint was removed' })
    assert.equal(endpointBecame, null)
  }
})

test('an endpoint that says it is gone is not called again, and that is told', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t, status(410))
  await outbox.register({ id: ENDPOINT, url: seller.url })
  const dispatcher = outbox.dispatcher()
  await outbox.issue({ noticeUrls: [] })
  await dispatcher.drain()
  assert.equal(outbox.told[0]?.endpointBecame, 'gone')
  await outbox.issue({ noticeUrls: [] })
  await dispatcher.drain()
  assert.equal(seller.received.length, 1)
  await outbox.storage.endpoints.resume(SHOP, ENDPOINT)
  seller.answer(status(200))
  await outbox.storage.clock.advance(HOUR_MS)
  await dispatcher.drain()
  assert.equal(seller.received.length, 3)
})

test('an endpoint that fails for days is paused, asked once an hour, and comes back by itself; each is told once', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t, status(500))
  await outbox.register({ id: ENDPOINT, url: seller.url })
  const dispatcher = outbox.dispatcher()
  const became = (): readonly string[] => outbox.told.flatMap(({ endpointBecame }) => endpointBecame ?? [])
  await outbox.issue({ noticeUrls: [] })
  await dispatcher.drain()
  await outbox.pass(PAUSE_AFTER_MS)
  assert.deepEqual(became(), [])
  for (let order = 1; order <= 20; order += 1) await outbox.issue({ noticeUrls: [] })
  await dispatcher.drain()
  assert.deepEqual(became(), ['failing'])
  const calls = seller.received.length
  for (let hours = 1; hours <= 3; hours += 1) {
    await outbox.pass(PROBE_EVERY_MS)
    await dispatcher.drain()
    assert.equal(seller.received.length, calls + hours)
  }
  seller.answer(status(200))
  await outbox.pass(PROBE_EVERY_MS)
  await dispatcher.drain()
  assert.deepEqual(became(), ['failing', 'resumed'])
  const deliveries = await outbox.storage.deliveries.list(SHOP, {}, null, 1_000)
  assert.deepEqual(new Set(deliveries.map(({ state }) => state)), new Set(['delivered']))
})

test('whatever was sent can be read in the log of its tries: the address, the answer, the time to come', async (t) => {
  const outbox = await openOutbox(t)
  const seller = await openSeller(t, status(500, '<h1>재고\r\n확인 실패</h1>'))
  const payment = await outbox.issue({ noticeUrls: [`${seller.url}/notice?order=1`] })
  await outbox.dispatcher().drain()
  const [tried] = await outbox.triesOf(payment)
  assert.equal(tried?.url, `${seller.url}/notice?order=1`)
  assert.equal(tried?.answer, '<h1>재고 확인 실패</h1>')
  assert.equal(tried?.nextTryAt, outbox.storage.clock.now() + (RETRY_DELAYS_MS[0] ?? 0))
})
