import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Value } from 'typebox/value'
import { type ApiOptions, type ApiUnderTest, KEYS, openApi, type Reply } from '../../test/compat/api-under-test.ts'
import type { EndpointId } from '../core/brand.ts'
import { SECRET_OVERLAP_MS, signingSecrets } from '../core/endpoint.ts'
import { ENDPOINTS_MAX } from '../gateway/endpoints.ts'
import { EndpointAnswer, EndpointList, EndpointWithSecret, TestAnswer } from '../wire/endpoint-answer.ts'
import type { Trial } from './notice-desk.ts'
import { assertSawEveryAnswer } from './test-answers.ts'
import { BROKEN, GONE, OK, SHOP, tryDue } from './test-notices.ts'

async function open(t: TestContext, options: ApiOptions = {}): Promise<ApiUnderTest> {
  const api = await openApi(options)
  t.after(() => api.close())
  return api
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

const asker =
  (api: ApiUnderTest) =>
  (method: Method, path: string, payload?: object): Promise<Reply> =>
    api.ask({ method, url: `/api/endpoints${path}`, ...(payload === undefined ? {} : { payload }) })

function responseOf({ text, status }: Reply, expected = 200) {
  assert.equal(status, expected, text)
  return JSON.parse(text).response
}

const HOOK = 'https://hook.example/sunap'

test('200 an endpoint is added with nothing but its url: modern, all events, and its secret is shown this once', async (t) => {
  const ask = asker(await open(t))
  const made = responseOf(await ask('POST', '', { url: HOOK }))
  assert.ok(Value.Check(EndpointWithSecret, made), JSON.stringify(made))
  const { secret, ...shown } = made
  assert.match(shown.id, /^ep_[0-9a-f-]{36}$/)
  assert.deepEqual(shown, {
    id: shown.id,
    url: HOOK,
    description: '',
    format: 'modern',
    events: null,
    v1_notices: null,
    state: 'active',
    since: 0,
    why: null,
    old_secret_until: 0,
  })
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  const found = await ask('GET', `/${shown.id}`)
  assert.deepEqual(responseOf(found), shown)
  const listed = await ask('GET', '')
  for (const { text } of [found, listed]) assert.ok(!text.includes('whsec_'), text)
})

test('200 the list begins with the Notification URL, then what was added, in that order, with all its keys', async (t) => {
  const ask = asker(await open(t))
  const ids: string[] = []
  for (const at of [1, 2, 3]) ids.push(responseOf(await ask('POST', '', { url: `${HOOK}/${at}` })).id)
  const list = responseOf(await ask('GET', ''))
  assert.ok(Value.Check(EndpointList, list), JSON.stringify([...Value.Errors(EndpointList, list)]))
  assert.equal(list.endpoints[0]?.id, 'default')
  assert.deepEqual(new Set(list.endpoints.slice(1).map(({ id }) => id)), new Set(ids))
})

test('200 what is changed is changed and nothing else, and hears from then on what it asked for', async (t) => {
  const api = await open(t)
  const ask = asker(api)
  const made = responseOf(await ask('POST', '', { url: HOOK, description: '재고', events: ['payment.paid'] }))
  const changed = responseOf(await ask('PATCH', `/${made.id}`, { events: ['payment.issued'], format: 'v1_json' }))
  const { secret: _secret, ...before } = made
  assert.deepEqual(changed, { ...before, events: ['payment.issued'], format: 'v1_json' })
  await api.issue()
  const [delivery] = await api.storage.deliveries.list(SHOP, {}, null, 10)
  assert.deepEqual([delivery?.endpoint, delivery?.event, delivery?.format], [made.id, 'issued', 'v1_json'])
  assert.deepEqual(responseOf(await ask('PATCH', `/${made.id}`, { events: null })).events, null)
  assert.deepEqual(responseOf(await ask('PATCH', `/${made.id}`, {})).url, HOOK)
})

test('200 form bodies say the same as JSON', async (t) => {
  const api = await open(t)
  const payload = `url=${encodeURIComponent(HOOK)}&events[]=payment.paid&events[]=payment.reversed&description=a%20b`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const made = responseOf(await api.ask({ method: 'POST', url: '/api/endpoints', payload, headers }))
  assert.deepEqual([made.url, made.events, made.description], [HOOK, ['payment.paid', 'payment.reversed'], 'a b'])
})

test('200 the Notification URL is set, told in its own two formats and emptied as the endpoint `default`', async (t) => {
  const api = await open(t)
  const ask = asker(api)
  const set = responseOf(await ask('PATCH', '/default', { url: HOOK, format: 'v1_form', v1_notices: 'all' }))
  assert.ok(Value.Check(EndpointAnswer, set))
  assert.deepEqual([set.url, set.format, set.v1_notices, set.events], [HOOK, 'v1_form', 'all', null])
  const merchant = api.storage.directory.current().merchants.get(SHOP)
  assert.deepEqual([merchant?.noticeUrl, merchant?.noticeContentType, merchant?.v1Notices], [HOOK, 'form', 'all'])
  assert.equal(responseOf(await ask('PATCH', '/default', { url: null })).url, null)
  assert.equal(api.storage.directory.current().merchants.get(SHOP)?.noticeUrl, null)
})

test('200 a removed endpoint hears of nothing more and is no longer there', async (t) => {
  const api = await open(t)
  const ask = asker(api)
  const { id } = responseOf(await ask('POST', '', { url: HOOK }))
  assert.deepEqual(responseOf(await ask('DELETE', `/${id}`)), { id })
  await api.issue()
  assert.deepEqual(await api.storage.deliveries.list(SHOP, {}, null, 10), [])
  responseOf(await ask('GET', `/${id}`), 404)
  responseOf(await ask('DELETE', `/${id}`), 404)
})

test('200 paused by hand nothing goes out and nothing is lost; resumed, all of it does; asking twice is no mistake', async (t) => {
  const api = await open(t)
  const ask = asker(api)
  const { id } = responseOf(await ask('POST', '', { url: HOOK }))
  for (const _twice of [1, 2]) {
    const paused = responseOf(await ask('POST', `/${id}/pause`))
    assert.equal(paused.state, 'paused')
    assert.ok(Math.abs(paused.since - Date.now() / 1000) < 60)
    assert.match(paused.why.ko, /resume/)
    assert.match(paused.why.en, /Paused by hand/)
  }
  await api.issue()
  assert.deepEqual(await tryDue(api.storage, OK), [])
  for (const _twice of [1, 2]) assert.equal(responseOf(await ask('POST', `/${id}/resume`)).state, 'active')
  assert.equal((await tryDue(api.storage, OK)).length, 1)
})

test('200 an endpoint that fails says since when; one that answers 410 is paused and says why', async (t) => {
  const api = await open(t)
  const ask = asker(api)
  const { id } = responseOf(await ask('POST', '', { url: HOOK }))
  await api.issue()
  await tryDue(api.storage, BROKEN)
  const failing = responseOf(await ask('GET', `/${id}`))
  assert.equal(failing.state, 'failing')
  assert.ok(Math.abs(failing.since - Date.now() / 1000) < 60)
  await api.storage.clock.advance(60_000)
  await tryDue(api.storage, GONE)
  const gone = responseOf(await ask('GET', `/${id}`))
  assert.equal(gone.state, 'paused')
  assert.match(gone.why.ko, /410/)
  assert.match(gone.why.en, /410/)
})

test('200 a rotated secret is shown once; for a day the one before it signs too, and the answer says until when', async (t) => {
  const api = await open(t)
  const ask = asker(api)
  const { id, secret: first } = responseOf(await ask('POST', '', { url: HOOK }))
  const rotated = responseOf(await ask('POST', `/${id}/rotate-secret`))
  assert.ok(Value.Check(EndpointWithSecret, rotated))
  assert.notEqual(rotated.secret, first)
  const until = Date.now() + SECRET_OVERLAP_MS
  assert.ok(Math.abs(rotated.old_secret_until - until / 1000) < 60)
  const kept = api.storage.directory.current().endpoints.get(SHOP)?.[0]
  const now = api.storage.clock.wall()
  assert.deepEqual(signingSecrets(kept?.secrets ?? [], now), [`sealed ${rotated.secret}`, `sealed ${first}`])
})

test("200 the merchant's own secret is rotated as that of `default`", async (t) => {
  const api = await open(t)
  const rotated = responseOf(await asker(api)('POST', '/default/rotate-secret'))
  const merchant = api.storage.directory.current().merchants.get(SHOP)
  assert.deepEqual(merchant?.webhookSecrets, [{ sealed: `sealed ${rotated.secret}`, until: null }])
})

test('200 a test call sends the sample of the format, changes no health and keeps nothing', async (t) => {
  const sent: Trial[] = []
  const outcome = {
    delivered: false,
    status: 500,
    cause: null,
    latencyMs: 12,
    words: { ko: '12 ms 만에 500', en: 'answered 500 in 12 ms' },
    answer: 'oops',
  }
  const api = await open(t, {
    async sendTrial(trial) {
      sent.push(trial)
      return outcome
    },
  })
  const ask = asker(api)
  await ask('PATCH', '/default', { url: HOOK })
  const { id } = responseOf(await ask('POST', '', { url: `${HOOK}/modern` }))
  const commits = api.commits()
  const answer = responseOf(await ask('POST', '/default/test'))
  assert.ok(Value.Check(TestAnswer, answer))
  const { latencyMs, ...same } = outcome
  assert.deepEqual(answer, { url: HOOK, ...same, latency_ms: latencyMs })
  responseOf(await ask('POST', `/${id}/test`))
  const [v1, modern] = sent
  assert.equal(v1?.body, '{"imp_uid":"imp_1234567890","merchant_uid":"merchant_1234567890","status":"ready"}')
  const { type, timestamp, data } = JSON.parse(modern?.body ?? '')
  assert.deepEqual([type, data], ['test', JSON.parse(v1?.body ?? '')])
  assert.equal(new Date(timestamp).toISOString(), timestamp)
  assert.equal(modern?.secrets.length, 1)
  await ask('PATCH', '/default', { format: 'v1_form' })
  responseOf(await ask('POST', '/default/test'))
  assert.equal(sent[2]?.body, 'imp_uid=imp_1234567890&merchant_uid=merchant_1234567890&status=ready')
  assert.equal(api.commits(), commits)
  assert.deepEqual(await api.storage.endpoints.health(SHOP), [])
})

test('400 names the field, what came and what is allowed, and changes nothing', async (t) => {
  const api = await open(t)
  const ask = asker(api)
  const { id } = responseOf(await ask('POST', '', { url: HOOK }))
  const before = api.storage.directory.current()
  for (const [path, payload, message] of [
    ['', {}, /^url: 필수 .* \/ is required/],
    ['', { url: 7 }, /^url: .*a string in quotes/],
    ['', { url: '' }, /^url: .*is empty/],
    ['', { url: 'ftp://hook.example' }, /^url: .*cannot be read/],
    [
      '',
      { url: HOOK, description: 'x'.repeat(201) },
      /^description: 201자입니다. 최대 200자.* \/ 201 characters, at most 200/,
    ],
    ['', { url: HOOK, description: 'a\0b' }, /^description: .*cannot be kept/],
    ['', { url: HOOK, format: 'xml' }, /^format: "xml".*v1_json, v1_form, modern/],
    ['', { url: HOOK, format: null }, /^format: null: .*v1_json, v1_form, modern, and null came/],
    ['', { url: HOOK, events: 'payment.lost' }, /^events\[0\]: .*payment\.issued, payment\.amended/],
    ['', { url: HOOK, events: [] }, /^events: .*empty list/],
    ['', { url: HOOK, events: { a: 'payment.paid' } }, /^events: .*must be a list/],
    ['', { url: HOOK, secret: 'whsec_mine' }, /^secret: .*There are: url, description, format, events/],
    [`/${id}`, { v1_notices: 'all' }, /^v1_notices: .*There are: url, description, format, events/],
    [`/${id}`, { url: null }, /^url: .*must be a string, and null came/],
    ['/default', { format: 'modern' }, /^format: "modern".*one of v1_json, v1_form, and/],
    ['/default', { description: 'x' }, /^description: .*There are: url, format, v1_notices/],
    ['/default', { v1_notices: 'none' }, /^v1_notices: "none".*paid, all/],
    [`/${id}/pause`, { for: '1h' }, /^for: .*takes nothing/],
    [`/${id}/test`, { url: HOOK }, /^url: .*takes nothing/],
  ] as const) {
    const method = path === '' || path.split('/').length > 2 ? 'POST' : 'PATCH'
    const reply = await ask(method, path, payload)
    assert.deepEqual([reply.status, reply.code], [400, -1], `${path} ${JSON.stringify(payload)} ${reply.text}`)
    assert.match(reply.message ?? '', message)
  }
  assert.equal(api.storage.directory.current(), before)
})

test('401 without a token, on every route', async (t) => {
  const api = await open(t)
  for (const [method, url] of ROUTES) {
    const reply = await api.app.inject({ method, url: `/api/endpoints${url}` })
    assert.equal(reply.statusCode, 401, `${method} ${url}`)
  }
})

const ROUTES = [
  ['GET', ''],
  ['POST', ''],
  ['GET', '/ep_1'],
  ['PATCH', '/ep_1'],
  ['DELETE', '/ep_1'],
  ['POST', '/ep_1/pause'],
  ['POST', '/ep_1/resume'],
  ['POST', '/ep_1/rotate-secret'],
  ['POST', '/ep_1/test'],
] as const

test("404 an unknown endpoint and another merchant's are the same bytes on every route, and stay as they are", async (t) => {
  const api = await open(t)
  const { id } = responseOf(await asker(api)('POST', '', { url: HOOK }))
  const before = api.storage.directory.current()
  const authorization = await api.tokenOf(KEYS.other)
  const known = '{"code":-1,"message":"존재하지 않는 수신 URL입니다. / There is no such endpoint.","response":null}'
  for (const [method, url] of ROUTES.filter(([, path]) => path !== '')) {
    for (const asked of [id, 'ep_00000000-0000-7000-8000-000000000000', 'nonsense', '%00']) {
      const path = `/api/endpoints${url.replace('ep_1', asked)}`
      const payload = method === 'PATCH' ? { url: 'not even one' } : undefined
      const reply = await api.ask({
        method,
        url: path,
        headers: { authorization },
        ...(payload === undefined ? {} : { payload }),
      })
      assert.deepEqual([reply.status, reply.text], [404, known], `${method} ${path}`)
    }
  }
  assert.equal(api.storage.directory.current(), before)
  assert.deepEqual(await api.storage.endpoints.health(SHOP), [])
  const others = await api.ask({ url: '/api/endpoints', headers: { authorization } })
  assert.deepEqual(
    responseOf(others).endpoints.map((each: { id: string }) => each.id),
    ['default'],
  )
})

test('405 another method is told the right ones', async (t) => {
  const api = await open(t)
  for (const [method, url, allow] of [
    ['PUT', '/api/endpoints', 'GET, POST'],
    ['POST', '/api/endpoints/ep_1', 'GET, PATCH, DELETE'],
    ['GET', '/api/endpoints/ep_1/test', 'POST'],
  ] as const) {
    const reply = await api.app.inject({ method, url })
    assert.deepEqual([reply.statusCode, reply.headers.allow], [405, allow], url)
  }
})

test('409 the twenty-first endpoint, however many are added at once', async (t) => {
  const ask = asker(await open(t))
  const replies = await Promise.all(
    Array.from({ length: ENDPOINTS_MAX + 5 }, (_, at) => ask('POST', '', { url: `${HOOK}/${at}` })),
  )
  const refused = replies.filter(({ status }) => status === 409)
  assert.equal(refused.length, 5)
  assert.match(refused[0]?.message ?? '', new RegExp(`${ENDPOINTS_MAX}개까지.* / .*at most ${ENDPOINTS_MAX} endpoints`))
  const { endpoints } = responseOf(await ask('GET', ''))
  assert.equal(endpoints.length, 1 + ENDPOINTS_MAX)
  responseOf(await ask('DELETE', `/${endpoints[1].id}`))
  responseOf(await ask('POST', '', { url: HOOK }))
})

test('409 the Notification URL is not removed, and while it is empty neither tried out, paused nor resumed', async (t) => {
  const ask = asker(await open(t))
  for (const [method, path, message] of [
    ['DELETE', '/default', /PATCH its url to null/],
    ['POST', '/default/test', /Set its url first/],
    ['POST', '/default/pause', /Set its url first/],
    ['POST', '/default/resume', /Set its url first/],
  ] as const) {
    const reply = await ask(method, path)
    assert.deepEqual([reply.status, reply.code], [409, 1], path)
    assert.match(reply.message ?? '', message)
  }
})

test('409 a second test call while the first is under way', async (t) => {
  const ask = asker(await open(t, { sendTrial: async () => undefined }))
  const { id } = responseOf(await ask('POST', '', { url: HOOK }))
  assert.equal((await ask('POST', `/${id}/test`)).status, 409)
})

test('no secret is lost when many changes come at once: what was shown last signs', async (t) => {
  const api = await open(t)
  const ask = asker(api)
  const { id } = responseOf(await ask('POST', '', { url: HOOK }))
  // In the order of the answers, which is that of the changes; that of the arrivals is nobody's promise.
  const secrets: string[] = []
  const descriptions: string[] = []
  await Promise.all(
    Array.from({ length: 20 }, async (_, at) => {
      if (at % 2 === 0) secrets.push(responseOf(await ask('POST', `/${id}/rotate-secret`)).secret ?? '')
      else descriptions.push(responseOf(await ask('PATCH', `/${id}`, { description: `change ${at}` })).description)
    }),
  )
  const [kept] = api.storage.directory.current().endpoints.get(SHOP) ?? []
  assert.equal(kept?.id, id as EndpointId)
  assert.equal(kept.secrets[0]?.sealed, `sealed ${secrets.at(-1)}`)
  assert.equal(kept.description, descriptions.at(-1))
})

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer(
    'GET /api/endpoints',
    'POST /api/endpoints',
    'GET /api/endpoints/{id}',
    'PATCH /api/endpoints/{id}',
    'DELETE /api/endpoints/{id}',
    'POST /api/endpoints/{id}/pause',
    'POST /api/endpoints/{id}/resume',
    'POST /api/endpoints/{id}/rotate-secret',
    'POST /api/endpoints/{id}/test',
  ))
