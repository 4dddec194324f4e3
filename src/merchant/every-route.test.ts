/**
 * What holds on every address a merchant can ask: nothing of another merchant is told, not even that it is there, and a
 * `Tier` header changes nothing. A route that is not in the table fails the first test.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { type ApiUnderTest, KEYS, openApi } from '../../test/compat/api-under-test.ts'

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
  (method: 'POST' | 'PUT', url: string, payload: (uids: Uids) => object): Asking =>
  (uids) => ({ method, url, payload: payload(uids) })

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
