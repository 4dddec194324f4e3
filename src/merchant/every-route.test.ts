/**
 * What holds on every address a merchant can ask: nothing of another merchant is told, not even that it is there, a
 * `Tier` header changes nothing, and what is wrong with a call whatever it asks for is answered alike. A route that is not
 * in the table fails the first test.
 */
import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { type ApiUnderTest, KEYS, openApi, type Reply } from '../../test/compat/api-under-test.ts'
import { nameOf } from '../../test/compat/described-answers.ts'
import { type Storage, StorageFault } from '../storage/storage.ts'
import { IDEMPOTENCY_KEY } from '../wire/idempotency.ts'
import { OPERATIONS } from '../wire/reference/open-api.ts'
import type { Operation } from '../wire/reference/operation.ts'
import { BODY_BYTES_MAX } from './body-parsers.ts'
import { assertNeedsToken, assertTakesOnly } from './test-answers.ts'

interface Uids {
  readonly impUid: string
  readonly merchantUid: string
}

type Asking = (uids: Uids) => InjectOptions

const UIDS_NEVER_SEEN: Uids = { impUid: 'imp_999999999999', merchantUid: 'never-seen' }

const get =
  (url: (uids: Uids) => string): Asking =>
  (uids) => ({ method: 'GET', url: url(uids) })
const send =
  (method: 'POST' | 'PUT' | 'PATCH', url: string | ((uids: Uids) => string), payload: (uids: Uids) => object): Asking =>
  (uids) => ({ method, url: typeof url === 'string' ? url : url(uids), payload: payload(uids) })

function ofPayment(verb: string): (uids: Uids) => string {
  return ({ impUid }) => `/api/payments/${impUid}${verb}`
}

const ofExternal = ({ merchantUid }: Uids): string => `/receipts/external/${merchantUid}`
const ofReceipt = ({ impUid }: Uids): string => `/receipts/${impUid}`

/** Every route that names a payment or an order, by either name, in every place where one can stand. */
const NAMING: Readonly<Record<string, readonly Asking[]>> = {
  'DELETE /cvs/:imp_uid': [({ impUid }) => ({ method: 'DELETE', url: `/cvs/${impUid}` })],
  'GET /payments': [
    get(({ impUid }) => `/payments?imp_uid[]=${impUid}`),
    get(({ merchantUid }) => `/payments?merchant_uid[]=${merchantUid}`),
    get(({ impUid, merchantUid }) => `/payments?imp_uid=${impUid}&merchant_uid=${merchantUid}`),
  ],
  'GET /payments/:imp_uid': [
    get(({ impUid }) => `/payments/${impUid}`),
    get(({ impUid }) => `/payments/${impUid}?include_sandbox=true`),
  ],
  'GET /payments/:imp_uid/balance': [get(({ impUid }) => `/payments/${impUid}/balance`)],
  'GET /payments/find/:merchant_uid': [get(({ merchantUid }) => `/payments/find/${merchantUid}`)],
  'GET /payments/find/:merchant_uid/:payment_status': [get(({ merchantUid }) => `/payments/find/${merchantUid}/ready`)],
  'GET /payments/findAll/:merchant_uid': [get(({ merchantUid }) => `/payments/findAll/${merchantUid}`)],
  'GET /payments/findAll/:merchant_uid/:payment_status': [
    get(({ merchantUid }) => `/payments/findAll/${merchantUid}/ready`),
    get(({ merchantUid }) => `/payments/findAll/${merchantUid}/paid?page=2`),
  ],
  'GET /payments/prepare/:merchant_uid': [get(({ merchantUid }) => `/payments/prepare/${merchantUid}`)],
  'PUT /payments/prepare': [
    send('PUT', '/payments/prepare', ({ merchantUid }) => ({ merchant_uid: merchantUid, amount: 5 })),
  ],
  'PATCH /api/payments/:imp_uid': [
    send('PATCH', ofPayment(''), () => ({ amount: 2000 })),
    send('PATCH', ofPayment(''), () => ({ amount: 'many', version: 1, stranger: true })),
  ],
  'POST /api/payments/:imp_uid/suspend': [
    send('POST', ofPayment('/suspend'), () => ({})),
    send('POST', ofPayment('/suspend'), () => ({ reason: 1 })),
  ],
  'POST /api/payments/:imp_uid/resume': [send('POST', ofPayment('/resume'), () => ({}))],
  'GET /receipts/:imp_uid': [get(ofReceipt)],
  'POST /receipts/:imp_uid': [
    send('POST', ofReceipt, () => ({ identifier: '010-1234-5678' })),
    send('POST', ofReceipt, () => ({})),
  ],
  'DELETE /receipts/:imp_uid': [(uids) => ({ method: 'DELETE', url: ofReceipt(uids) })],
  'GET /receipts/external/:merchant_uid': [get(ofExternal)],
  'POST /receipts/external/:merchant_uid': [
    send('POST', ofExternal, () => ({ name: 'soup', amount: 1, identifier: '010-1234-5678' })),
    send('POST', ofExternal, () => ({})),
  ],
  'DELETE /receipts/external/:merchant_uid': [(uids) => ({ method: 'DELETE', url: ofExternal(uids) })],
  'POST /payments/cancel': [
    send('POST', '/payments/cancel', ({ impUid }) => ({ imp_uid: impUid, refund_holder: 'a' })),
    send('POST', '/payments/cancel', ({ merchantUid }) => ({ merchant_uid: merchantUid, amount: 1 })),
    send('POST', '/payments/cancel', (uids) => ({ imp_uid: uids.impUid, merchant_uid: uids.merchantUid })),
  ],
}

/** Routes that name no payment or order in their address or body: their own tests say that they answer only what is the asker's. */
const NAMING_NOTHING = [
  'POST /users/getToken',
  'POST /cvs',
  'POST /api/bulk-issues',
  'POST /payments/prepare',
  'GET /payments/findAll',
  'GET /payments/status',
  'GET /payments/status/:payment_status',
  'GET /users/pg',
  'GET /banks',
  'GET /banks/:code',
  'GET /cards',
  'GET /cards/:code',
  'GET /api/confirm-figures',
  'GET /api/deliveries',
  'GET /api/deliveries/:id',
  'POST /api/deliveries/:id/replay',
  'POST /api/deliveries/replay',
  'GET /api/refunds',
  'GET /api/refunds/:id',
  'GET /api/endpoints',
  'POST /api/endpoints',
  'GET /api/endpoints/:id',
  'PATCH /api/endpoints/:id',
  'DELETE /api/endpoints/:id',
  'POST /api/endpoints/:id/pause',
  'POST /api/endpoints/:id/resume',
  'POST /api/endpoints/:id/rotate-secret',
  'POST /api/endpoints/:id/test',
  'GET /api/events',
  'GET /api/payments',
]

let api: ApiUnderTest
/** Of the shop: one payment of each kind, its order prepared too. */
let owned: readonly Uids[]
before(async () => {
  api = await openApi()
  const issued = await Promise.all(
    ['ready', 'paid', 'revoked'].map(async (merchant_uid) => {
      await api.ask({ method: 'POST', url: '/payments/prepare', payload: { merchant_uid, amount: 1000 } })
      return (await api.issue({ merchant_uid })).payment
    }),
  )
  const [, paid, revoked] = issued
  await api.collect(paid?.barcode ?? '', 1000)
  await api.ask({ method: 'DELETE', url: `/cvs/${revoked?.imp_uid}` })
  owned = issued.map(({ imp_uid, merchant_uid }) => ({ impUid: imp_uid, merchantUid: merchant_uid }))
})
after(() => api.close())

test('every route is in one of the two lists', () => {
  assert.deepEqual(api.routes.toSorted(), [...Object.keys(NAMING), ...NAMING_NOTHING].toSorted())
})

test('another merchant’s payment or order is answered with the same bytes as one that never was, on every route', async () => {
  const authorization = await api.tokenOf(KEYS.other)
  const bytes = async (asking: Asking, uids: Uids) => {
    const reply = await api.app.inject({ ...asking(uids), headers: { authorization } })
    const { date: _date, ...headers } = reply.headers
    return { status: reply.statusCode, headers, body: reply.body }
  }
  const commits = api.commits()
  for (const [route, askings] of Object.entries(NAMING)) {
    for (const [index, asking] of askings.entries()) {
      const unknown = await bytes(asking, UIDS_NEVER_SEEN)
      assert.notEqual(JSON.parse(unknown.body).code, 0, `${route} ${index}`)
      for (const uids of owned) assert.deepEqual(await bytes(asking, uids), unknown, `${route} ${index}`)
    }
  }
  assert.equal(api.commits(), commits, 'and nothing was written')
  for (const { merchantUid } of owned) {
    const { text } = await api.ask({ url: `/payments/prepare/${merchantUid}` })
    assert.equal(JSON.parse(text).response.amount, 1000)
  }
})

test('a Tier header of any length changes nothing: here is no merchant below a merchant', async () => {
  const [uids] = owned
  assert.ok(uids)
  const looking = Object.values(NAMING)
    .flat()
    .map((asking) => asking(uids))
    .filter(({ method }) => method === 'GET')
  for (const asked of [...looking, { url: '/payments/status/all' }, { url: '/users/pg' }]) {
    const { text } = await api.ask(asked)
    for (const tier of ['lt0', 'XXX', '', 'longer than three']) {
      assert.equal((await api.ask({ ...asked, headers: { tier } })).text, text)
    }
  }
})

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const

/** A call that is right as far as can be told before anything is looked up. */
function callOf({ method, path, segments = {}, body, keyed }: Operation) {
  const url = path.replaceAll(/\{(\w+)\}/g, (_all, name) => segments[name] ?? '')
  return {
    method: METHODS[method],
    url,
    ...(body === undefined ? {} : { payload: { ...body.example } }),
    headers: keyed === 'required' ? { [IDEMPOTENCY_KEY]: 'one-key' } : {},
  } as const
}

/** A bulk issue reads a body of another kind and size: what it says of that is in `bulk-issue.test.ts`. */
const WITH_BODY = OPERATIONS.filter(({ method, lines }) => method !== 'get' && lines === undefined)

async function assertOnEvery(
  operations: readonly Operation[],
  ask: (operation: Operation) => Promise<Reply>,
  expected: { readonly status: number; readonly words: RegExp },
): Promise<void> {
  const commits = api.commits()
  for (const operation of operations) {
    const { status, code, message } = await ask(operation)
    assert.deepEqual([status, code], [expected.status, -1], nameOf(operation))
    assert.match(message ?? '', expected.words, nameOf(operation))
  }
  assert.equal(api.commits(), commits, 'and nothing was written')
}

test('400 on every route when its query cannot be read', () =>
  assertOnEvery(
    OPERATIONS,
    (operation) => api.ask({ ...callOf(operation), url: `${callOf(operation).url}?page=%zz` }),
    { status: 400, words: /\(page\)에 잘못된 % 표기가 .* \/ The query of the address \(page\)/ },
  ))

test('400 on every route but bulk issues when its body is no JSON, an attack on prototypes or nested too deeply', async () => {
  for (const [payload, words] of [
    ['{"merchant_uid":"a","amount":1000', /JSON/],
    ['[1]', /must be an object/],
    ['{"__proto__":{"amount":1}}', /^__proto__: /],
    ['{"constructor":{"prototype":{"amount":1}}}', /^constructor: /],
    [`{"custom_data":${'['.repeat(5000)}${']'.repeat(5000)}}`, /^custom_data: .*at most 8 levels/],
  ] as const) {
    const headers = { 'content-type': 'application/json' }
    await assertOnEvery(WITH_BODY, (operation) => api.ask({ ...callOf(operation), payload, headers }), {
      status: 400,
      words,
    })
  }
})

test('401 on every route when there is no token of this server, before anything else is looked at', async () => {
  for (const operation of OPERATIONS.filter(({ isOpen }) => !isOpen)) {
    await assertNeedsToken(api, callOf(operation))
    await assertNeedsToken(api, { ...callOf(operation), url: `${callOf(operation).url}?page=%zz` })
  }
})

test('405 on every route when asked by another method, and which there are', async () => {
  const methodsByUrl = Map.groupBy(OPERATIONS.map(callOf), ({ url }) => url)
  for (const [url, calls] of methodsByUrl) {
    // One address may be an example of another: /payments/prepare is no payment.
    const methods = new Set(calls.map(({ method }) => method))
    await assertTakesOnly(api, url, [...methods])
  }
})

test('413 on every route but bulk issues that may have a body when it is larger than 64 KiB', () =>
  assertOnEvery(
    WITH_BODY,
    (operation) => api.ask({ ...callOf(operation), payload: { custom_data: 'x'.repeat(BODY_BYTES_MAX) } }),
    { status: 413, words: /최대 65536바이트.* \/ .*at most 65536 bytes/ },
  ))

test('415 on every route but bulk issues that may have a body when it is neither JSON nor a form, or compressed', async () => {
  for (const headers of [
    { 'content-type': 'text/plain' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-type': 'application/json; charset=euc-kr' },
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  ]) {
    await assertOnEvery(WITH_BODY, (operation) => api.ask({ ...callOf(operation), payload: '{}', headers }), {
      status: 415,
      words: /application\/json|압축/,
    })
  }
})

/** Every route asks who is calling; whoever gets a token has one written down. */
async function withFault(t: TestContext, fault: () => Error): Promise<(operation: Operation) => Promise<Reply>> {
  let isBroken = false
  const breaking =
    <Args extends readonly unknown[], Value>(work: (...args: Args) => Promise<Value>) =>
    (...args: Args): Promise<Value> =>
      isBroken ? Promise.reject(fault()) : work(...args)
  const own = await openApi({
    faulty: (storage: Storage) => {
      const { find, grant } = storage.tokens
      return { ...storage, tokens: { ...storage.tokens, find: breaking(find), grant: breaking(grant) } }
    },
  })
  t.after(() => own.close())
  const authorization = await own.tokenOf(KEYS.shop)
  isBroken = true
  return async (operation) => {
    const { isOpen } = operation
    const payload = { imp_key: KEYS.shop.impKey, imp_secret: KEYS.shop.impSecret }
    const call = callOf(operation)
    const headers = { ...call.headers, authorization }
    const reply = await own.app.inject({ ...call, ...(isOpen ? { payload } : { headers }) })
    const { code, message, response } = reply.json()
    return { status: reply.statusCode, headers: reply.headers, text: reply.body, code, message, payment: response }
  }
}

test('500 on every route when something breaks that nobody foresaw, and nothing is told of what', async (t) => {
  const ask = await withFault(t, () => new Error('row 17 of db-7 is odd'))
  await assertOnEvery(OPERATIONS, ask, {
    status: 500,
    words: /^서버 내부 오류입니다\..* \/ Internal error\. (?!.*db-7)/,
  })
})

test('503 on every route while storage takes nothing: nothing was changed', async (t) => {
  for (const kind of ['full', 'overloaded', 'closed'] as const) {
    const ask = await withFault(t, () => new StorageFault(kind, 'db-7 says no'))
    await assertOnEvery(OPERATIONS, ask, { status: 503, words: /아무것도 바뀌지 않았습니다.*nothing was changed/ })
  }
})
