import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Value } from 'typebox/value'
import { type ApiUnderTest, KEYS, openApi, type Reply } from '../../test/compat/api-under-test.ts'
import { REPLAY_DAYS } from '../core/delivery.ts'
import { StorageFault } from '../storage/storage.ts'
import { type DeliveryAnswer, DeliveryDetail, DeliveryPage, ReplayAnswer } from '../wire/delivery-answer.ts'
import { assertSawEveryAnswer } from './test-answers.ts'
import { BROKEN, deliveriesOf, OK, SILENT, tryDue, tryToTheEnd } from './test-notices.ts'

const HOOK = 'https://hook.example/sunap'

interface Desk {
  readonly api: ApiUnderTest
  readonly endpoint: string
  readonly ask: (method: 'GET' | 'POST', path: string, payload?: object) => Promise<Reply>
  readonly list: (query?: string) => Promise<readonly DeliveryAnswer[]>
}

/** A shop with one modern endpoint. */
async function openDesk(t: TestContext): Promise<Desk> {
  const api = await openApi()
  t.after(() => api.close())
  const ask: Desk['ask'] = (method, path, payload) =>
    api.ask({ method, url: `/api/deliveries${path}`, ...(payload === undefined ? {} : { payload }) })
  const made = await api.ask({ method: 'POST', url: '/api/endpoints', payload: { url: HOOK } })
  return {
    api,
    endpoint: responseOf(made).id,
    ask,
    list: async (query = '') => responseOf(await ask('GET', query)).deliveries,
  }
}

function responseOf({ text, status }: Reply, expected = 200) {
  assert.equal(status, expected, text)
  return JSON.parse(text).response
}

test('200 a delivery shows its payment, event, address and state, and after a try what came of it', async (t) => {
  const { api, endpoint, ask, list } = await openDesk(t)
  const { payment } = await api.issue({ merchant_uid: '주문 1' })
  const [waiting] = await list()
  assert.ok(waiting)
  assert.deepEqual(waiting, {
    id: `dlv_${payment.imp_uid.slice(4)}_1_1`,
    imp_uid: payment.imp_uid,
    merchant_uid: '주문 1',
    event: 'payment.issued',
    status: 'ready',
    version: 1,
    endpoint,
    url: HOOK,
    format: 'modern',
    state: 'waiting',
    tries: 0,
    next_try_at: payment.started_at,
    created_at: payment.started_at,
    ended_at: 0,
    why: null,
  })
  await tryDue(api.storage, BROKEN)
  const detail = responseOf(await ask('GET', `/${waiting.id}`))
  assert.ok(Value.Check(DeliveryDetail, detail), JSON.stringify([...Value.Errors(DeliveryDetail, detail)]))
  const { history, ...shown } = detail
  assert.deepEqual([shown.state, shown.tries, shown.why?.en], ['waiting', 1, 'answered 500 in 7 ms'])
  const [first] = history
  assert.ok(Math.abs((first?.at ?? 0) - Date.now() / 1000) < 60)
  assert.deepEqual(first, {
    number: 1,
    at: first?.at,
    url: HOOK,
    status: 500,
    cause: null,
    latency_ms: 7,
    words: { ko: '7 ms 만에 500', en: 'answered 500 in 7 ms' },
    answer: 'out of order',
    next_try_at: shown.next_try_at,
  })
  await api.storage.clock.advance(60_000)
  await tryDue(api.storage, SILENT)
  await api.storage.clock.advance(60_000)
  await tryDue(api.storage, OK)
  const done = responseOf(await ask('GET', `/${waiting.id}`))
  assert.deepEqual([done.state, done.tries, done.next_try_at], ['delivered', 3, 0])
  assert.ok(done.ended_at > done.created_at)
  assert.deepEqual([done.history[1].status, done.history[1].cause, done.history[1].answer], [null, 'deadline', null])
})

test('200 newest first, a page at a time: every delivery once, however many come meanwhile', async (t) => {
  const { api, ask } = await openDesk(t)
  for (let count = 0; count < 7; count += 1) {
    await api.issue()
    if (count % 3 === 0) await api.storage.clock.advance(1000)
  }
  const all = (await deliveriesOf(api.storage)).map(({ id }) => id)
  const seen: string[] = []
  let after = ''
  do {
    const page = responseOf(await ask('GET', `?limit=3${after}`))
    assert.ok(Value.Check(DeliveryPage, page))
    seen.push(...page.deliveries.map(({ id }) => id))
    after = page.next === null ? '' : `&after=${page.next}`
    await api.issue()
  } while (after !== '')
  assert.deepEqual(seen, all)
})

test('200 filters: payment, endpoint, state and time of the event, each alone and together', async (t) => {
  const { api, endpoint, list } = await openDesk(t)
  const first = (await api.issue({ notice_url: 'https://own.example/n' })).payment
  await api.collect(first.barcode, 1000)
  await tryDue(api.storage, OK)
  await tryDue(api.storage, OK)
  await api.storage.clock.advance(10_000)
  const second = (await api.issue()).payment
  const count = async (query: string): Promise<number> => (await list(query)).length
  assert.equal(await count(''), 4)
  assert.equal(await count(`?imp_uid=${first.imp_uid}`), 3)
  assert.equal(await count(`?imp_uid=${first.imp_uid}&limit=2`), 2)
  assert.equal(await count('?imp_uid=imp_999999999999'), 0)
  assert.equal(await count(`?endpoint=${endpoint}`), 3)
  assert.equal(await count(`?endpoint=${endpoint}&imp_uid=${first.imp_uid}`), 2)
  assert.equal(await count('?endpoint=default'), 0)
  assert.equal(await count('?state=delivered'), 3)
  assert.equal(await count('?state=waiting'), 1)
  assert.equal(await count('?state=undelivered'), 0)
  assert.equal(await count(`?from=${second.started_at}`), 1)
  assert.equal(await count(`?to=${second.started_at - 1}`), 3)
  assert.equal(await count(`?from=${second.started_at}&to=${second.started_at}&state=waiting&endpoint=${endpoint}`), 1)
  assert.equal(await count(`?from=${second.started_at}&imp_uid=${first.imp_uid}`), 0)
})

test('200 one payment, page by page, is the same list in the same order', async (t) => {
  const { api, ask, list } = await openDesk(t)
  const { payment } = await api.issue()
  await api.collect(payment.barcode, 1000)
  await api.reverse()
  const whole = (await list(`?imp_uid=${payment.imp_uid}`)).map(({ id }) => id)
  assert.equal(whole.length, 3)
  const seen: string[] = []
  let query: string | null = ''
  while (query !== null) {
    const { deliveries, next } = responseOf(await ask('GET', `?imp_uid=${payment.imp_uid}&limit=1${query}`))
    seen.push(...deliveries.map(({ id }: DeliveryAnswer) => id))
    query = next === null ? null : `&after=${next}`
  }
  assert.deepEqual(seen, whole)
  assert.deepEqual(
    seen,
    [...(await deliveriesOf(api.storage))].map(({ id }) => id),
  )
})

test('200 an undelivered notice is sent again under its own id, to the url its endpoint has today', async (t) => {
  const { api, endpoint, ask, list } = await openDesk(t)
  await api.issue()
  await tryToTheEnd(api.storage, BROKEN)
  const [undelivered] = await list('?state=undelivered')
  assert.equal(undelivered?.tries, 15)
  await api.ask({ method: 'PATCH', url: `/api/endpoints/${endpoint}`, payload: { url: `${HOOK}/mended` } })
  const again = responseOf(await ask('POST', `/${undelivered.id}/replay`))
  assert.ok(Value.Check(DeliveryDetail, again))
  assert.deepEqual([again.id, again.state, again.tries, again.url], [undelivered.id, 'waiting', 15, `${HOOK}/mended`])
  const [sent] = await tryDue(api.storage, OK)
  assert.deepEqual([sent?.id, sent?.state, sent?.tries], [undelivered.id, 'delivered', 16])
})

test('200 what was delivered is sent again too, when it is asked for', async (t) => {
  const { api, ask, list } = await openDesk(t)
  await api.issue()
  await tryDue(api.storage, OK)
  const [delivered] = await list()
  assert.equal(responseOf(await ask('POST', `/${delivered?.id}/replay`)).state, 'waiting')
})

test("200 many by their ids: what is unknown or another merchant's is named and left alone", async (t) => {
  const { api, ask, list } = await openDesk(t)
  const authorization = await api.tokenOf(KEYS.other)
  const payload = { url: 'https://other.example' }
  responseOf(await api.ask({ method: 'POST', url: '/api/endpoints', payload, headers: { authorization } }))
  await api.issue()
  await api.issue()
  const others = { merchant_uid: 'theirs', amount: 1000 }
  const issued = await api.ask({ method: 'POST', url: '/cvs', payload: others, headers: { authorization } })
  const theirs = `dlv_${issued.payment.imp_uid.slice(4)}_1_1`
  await tryDue(api.storage, OK)
  const ids = [...(await list()).map(({ id }) => id), theirs, 'dlv_999999999999_1_1']
  const answer = responseOf(await ask('POST', '/replay', { ids }))
  assert.ok(Value.Check(ReplayAnswer, answer))
  assert.deepEqual(answer, { replayed: 2, not_replayed: ids.slice(2), next: null })
  assert.deepEqual(
    (await list()).map(({ state }) => state),
    ['waiting', 'waiting'],
  )
})

test('200 a range: of this time, this endpoint, this state, and nothing else', async (t) => {
  const { api, endpoint, ask, list } = await openDesk(t)
  const first = (await api.issue({ notice_url: 'https://own.example/n' })).payment
  await api.collect(first.barcode, 1000)
  await tryDue(api.storage, OK)
  await api.storage.clock.advance(10_000)
  const second = (await api.issue()).payment
  await tryDue(api.storage, OK)
  const range = { from: first.started_at, to: second.started_at - 1 }
  assert.equal(responseOf(await ask('POST', '/replay', { ...range, state: 'undelivered' })).replayed, 0)
  const answer = responseOf(await ask('POST', '/replay', { ...range, state: 'delivered', endpoint }))
  assert.deepEqual(answer, { replayed: 2, not_replayed: [], next: null })
  const waiting = await list('?state=waiting')
  assert.deepEqual([...new Set(waiting.map(({ imp_uid }) => imp_uid))], [first.imp_uid])
  assert.ok(waiting.every((each) => each.endpoint === endpoint))
})

test('400 names the field, what came and what is allowed, and sends nothing', async (t) => {
  const { api, ask } = await openDesk(t)
  await api.issue()
  await tryDue(api.storage, OK)
  const before = await deliveriesOf(api.storage)
  const now = Math.floor(Date.now() / 1000)
  for (const [path, message] of [
    ['?limit=0', /^limit: .*from 1 to 100/],
    ['?limit=101', /^limit: "101".*from 1 to 100/],
    ['?limit=ten', /^limit: "ten"/],
    ['?state=lost', /^state: "lost".*waiting, delivered, undelivered/],
    ['?state=waiting&state=delivered', /^state: .*waiting, delivered, undelivered/],
    ['?imp_uid=1', /^imp_uid: "1".*imp_123456789012/],
    ['?endpoint=x', /^endpoint: "x".*default, ep_/],
    ['?from=yesterday', /^from: "yesterday"/],
    ['?to=1767225600000', /^to: .*looks like milliseconds/],
    ['?after=x', /^after: "x".*`next`/],
    ['?page=2', /^page: .*There are: imp_uid, endpoint, state, from, to, after, limit/],
  ] as const) {
    const reply = await ask('GET', path)
    assert.deepEqual([reply.status, reply.code], [400, -1], path)
    assert.match(reply.message ?? '', message)
  }
  for (const [payload, message] of [
    [{}, /^from: .*is required/],
    [{ from: now }, /^to: .*is required/],
    [{ from: now, to: now, limit: 3 }, /^limit: .*There are: endpoint, state, from, to, after/],
    [{ from: now - (REPLAY_DAYS + 1) * 86_400, to: now }, /^from: 최근 90일.* \/ .*the last 90 days/],
    [{ ids: [] }, /^ids: .*empty/],
    [{ ids: 7 }, /^ids: .*must be a list/],
    [{ ids: ['dlv_1'] }, /^ids\[0\]: "dlv_1".*dlv_123456789012_3_1/],
    [{ ids: Array(101).fill('dlv_123456789012_3_1') }, /^ids: .*at most 100/],
    [{ ids: ['dlv_123456789012_3_1'], from: now }, /^from: .*There are: ids/],
  ] as const) {
    const reply = await ask('POST', '/replay', payload)
    assert.deepEqual([reply.status, reply.code], [400, -1], JSON.stringify(payload).slice(0, 80))
    assert.match(reply.message ?? '', message)
  }
  assert.match((await ask('POST', `/${before[0]?.id}/replay`, { url: HOOK })).message ?? '', /^url: .*takes nothing/)
  assert.deepEqual(await deliveriesOf(api.storage), before)
})

const ROUTES = [
  ['GET', '/api/deliveries/ID'],
  ['POST', '/api/deliveries/ID/replay'],
] as const

test('401 without a token, on every route', async (t) => {
  const { api } = await openDesk(t)
  for (const [method, url] of [...ROUTES, ['GET', '/api/deliveries'], ['POST', '/api/deliveries/replay']] as const)
    assert.equal((await api.app.inject({ method, url })).statusCode, 401, `${method} ${url}`)
})

test("404 an unknown delivery and another merchant's are the same bytes on every route, and nothing is sent", async (t) => {
  const { api, list } = await openDesk(t)
  const { payment } = await api.issue()
  await tryDue(api.storage, OK)
  const [mine] = await list()
  const authorization = await api.tokenOf(KEYS.other)
  const known = '{"code":-1,"message":"존재하지 않는 통지입니다. / There is no such delivery.","response":null}'
  for (const [method, route] of ROUTES) {
    for (const id of [mine?.id ?? '', 'dlv_999999999999_1_1', 'nonsense', '%00']) {
      const url = route.replace('ID', id)
      const reply = await api.ask({ method, url, headers: { authorization } })
      assert.deepEqual([reply.status, reply.text], [404, known], `${method} ${url}`)
    }
  }
  for (const query of ['', `?imp_uid=${payment.imp_uid}`, `?endpoint=${mine?.endpoint}`]) {
    const reply = await api.ask({ url: `/api/deliveries${query}`, headers: { authorization } })
    assert.deepEqual(responseOf(reply), { deliveries: [], next: null })
  }
  const range = { from: payment.started_at, to: payment.started_at + 60 }
  const replay = await api.ask({
    method: 'POST',
    url: '/api/deliveries/replay',
    payload: range,
    headers: { authorization },
  })
  assert.equal(responseOf(replay).replayed, 0)
  assert.deepEqual(
    (await list()).map(({ state }) => state),
    ['delivered'],
  )
})

test('405 another method is told the right one', async (t) => {
  const { api } = await openDesk(t)
  for (const [method, url, allow] of [
    ['POST', '/api/deliveries', 'GET'],
    ['GET', '/api/deliveries/replay', 'POST'],
    ['DELETE', '/api/deliveries/dlv_123456789012_3_1', 'GET'],
  ] as const) {
    const reply = await api.app.inject({ method, url })
    assert.deepEqual([reply.statusCode, reply.headers.allow], [405, allow], url)
  }
})

test('409 one that is being tried right now, and one whose endpoint was removed', async (t) => {
  const { api, endpoint, ask, list } = await openDesk(t)
  await api.issue()
  const [delivery] = await list()
  const queues = await api.storage.deliveries.waitingQueues(null, 10)
  await api.storage.deliveries.lease(
    queues.map(({ queue }) => ({ queue, limit: 1 })),
    30_000,
  )
  const tried = await ask('POST', `/${delivery?.id}/replay`)
  assert.deepEqual([tried.status, tried.code], [409, 1])
  assert.match(tried.message ?? '', /전송 중.* \/ .*right now/)
  assert.deepEqual(responseOf(await ask('POST', '/replay', { ids: [delivery?.id] })).not_replayed, [delivery?.id])
  api.moveWall(60_000)
  responseOf(await api.ask({ method: 'DELETE', url: `/api/endpoints/${endpoint}` }))
  const gone = await ask('POST', `/${delivery?.id}/replay`)
  assert.deepEqual([gone.status, gone.code], [409, 1])
  assert.match(gone.message ?? '', /removed or is empty/)
  assert.deepEqual(
    (await list(`?endpoint=${endpoint}`)).map(({ id }) => id),
    [delivery?.id],
  )
})

test('503 where storage has no room, and the delivery stays as it is', async (t) => {
  const full = async (): Promise<never> => {
    throw new StorageFault('full', 'no room')
  }
  const api = await openApi({
    faulty: (storage) => ({ ...storage, deliveries: { ...storage.deliveries, replay: full } }),
  })
  t.after(() => api.close())
  const { payment } = await api.issue({ notice_url: HOOK })
  await api.collect(payment.barcode, 1000)
  await tryDue(api.storage, OK)
  const before = await deliveriesOf(api.storage)
  assert.equal((await api.ask({ method: 'POST', url: `/api/deliveries/${before[0]?.id}/replay` })).status, 503)
  assert.deepEqual(await deliveriesOf(api.storage), before)
})

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer(
    'GET /api/deliveries',
    'GET /api/deliveries/{id}',
    'POST /api/deliveries/{id}/replay',
    'POST /api/deliveries/replay',
  ))
