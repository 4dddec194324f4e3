/** Another merchant's things, named under one's own merchant's address: each route that names one answers as if it were not there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ADMIN_ROUTE_ROWS, type AdminRouteName } from '../wire/admin/routes.ts'
import { type ConsoleUnderTest, key, openConsole, type Reply } from './test-console.ts'

type Body = Readonly<Record<string, unknown>>

/** What each takes where it would do something; a route that names a thing and has no row here fails. */
const BODIES: Readonly<Partial<Record<AdminRouteName, Body>>> = {
  payment: {},
  unmaskPayment: { reason: '확인' },
  revokePayment: {},
  amendPayment: { amount: 2000, version: 1 },
  suspendPayment: {},
  resumePayment: {},
  refundPayment: { reason: '환불' },
  resendNotices: {},
  refund: {},
  refundAccount: { reason: '이체' },
  settleRefund: { result: 'paid_out' },
  rerouteRefund: {},
  delivery: {},
  replayDelivery: {},
  changeEndpoint: { url: 'https://shop.example/changed' },
  removeEndpoint: {},
  pauseEndpoint: {},
  resumeEndpoint: {},
  rotateEndpointSecret: {},
  testEndpoint: {},
  changePerson: { name: '바꾼 이름' },
  linkPerson: {},
  signPersonOut: {},
  revokeKey: {},
  setChannel: { deadline_days: 3 },
  probeChannel: {},
  resolveDoubt: { found: 'collected', note: '시재 확인' },
  practisePay: {},
  practiseCancel: {},
  practiseExpiry: {},
}

/** One of everything that another merchant has. */
async function thingsOf(
  console: ConsoleUnderTest,
): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const { other, gateway, verbDeps } = console
  const added = await verbDeps.notices.endpoints.add(other, {
    url: 'https://other.example/n',
    description: '',
    format: 'modern',
    hears: null,
  })
  assert.ok(added.ok)
  const payment = await console.issue({ merchantId: other, amount: 3000 })
  await console.collect(payment)
  const asked = {
    amount: null,
    balance: null,
    taxFree: null,
    vatAmount: null,
    reason: '변심',
    tellV1: false,
    keyed: null,
  } as const
  const refund = await gateway.refunds.refund(other, payment.id, {
    ...asked,
    askedBy: 'merchant',
    to: { kind: 'slip' },
  })
  assert.ok(refund.ok)
  const [delivery] = await console.storage.deliveries.ofPayment(other, payment.id)
  assert.ok(delivery)
  const { person } = await console.signedIn('viewer', other)
  const apiKey = [...gateway.directory().apiKeys.values()].find(({ merchantId }) => merchantId === other)
  const channel = gateway.directory().channels.find(({ merchantId }) => merchantId === other)
  return {
    payments: { imp_uid: payment.id },
    doubts: { imp_uid: payment.id },
    refunds: { id: refund.refund.id },
    deliveries: { id: delivery.id },
    endpoints: { id: added.view.id },
    people: { person: person.id },
    keys: { imp_key: apiKey?.impKey ?? '' },
    channels: { channel: channel?.key ?? '' },
  }
}

const STRANGERS: Readonly<Record<string, string>> = {
  payments: 'imp_999999999999',
  doubts: 'imp_999999999999',
  refunds: 'rfd_00000000-0000-7000-8000-000000000000',
  deliveries: 'dlv_999999999999_1_1',
  endpoints: 'ep_00000000-0000-7000-8000-000000000000',
  people: 'prs_00000000-0000-7000-8000-000000000000',
  keys: '0000000000000000',
  channels: 'channel-key-00000000-0000-4000-8000-000000000000',
}

test('what is another merchant’s is answered as what never was, by every route that names a thing, and stays as it is', async (t) => {
  const console = await openConsole(t)
  const things = await thingsOf(console)
  const before = await stateOf(console)
  const named = Object.entries(ADMIN_ROUTE_ROWS).filter(([, { path }]) => /^\/merchants\/:merchant\/\w+\/:/.test(path))
  assert.ok(named.length >= 20)
  for (const [name, row] of named) {
    const [, kind = ''] = /^\/merchants\/:merchant\/(\w+)\//.exec(row.path) ?? []
    const body = BODIES[name as AdminRouteName]
    assert.ok(body !== undefined, `${name} names a thing: say here what it takes`)
    for (const role of ['owner', 'operator'] as const) {
      const person = await console.signedIn(role)
      const [theirs = ''] = Object.values(things[kind] ?? {})
      const ask = (thing: string): Promise<Reply> =>
        person.ask({
          method: row.method,
          path: row.path.replace(':merchant', console.shop).replace(/:\w+/, encodeURIComponent(thing)),
          headers: key(),
          ...(row.method === 'GET' || row.body === undefined ? {} : { body }),
        })
      const reply = await ask(theirs)
      const unknown = await ask(STRANGERS[kind] ?? '')
      if (reply.code === 'not_allowed') continue
      assert.equal(reply.status, 404, `${role} ${name}: ${reply.text}`)
      assert.equal(reply.text, unknown.text, name)
    }
  }
  assert.deepEqual(await stateOf(console), before)
})

/** All that could have been changed. */
async function stateOf({ storage, other, gateway }: ConsoleUnderTest) {
  const nothing = { text: null, status: null, from: null, to: null, buyer: null, after: null }
  const payments = await gateway.browse({ merchantId: other, ...nothing, limit: 100 })
  const { merchants, endpoints, channels, apiKeys } = storage.directory.current()
  return {
    payments,
    merchant: merchants.get(other),
    endpoints: endpoints.get(other),
    health: await storage.endpoints.health(other),
    channels: channels.filter(({ merchantId }) => merchantId === other),
    keys: [...apiKeys.values()].filter(({ merchantId }) => merchantId === other),
    people: (await storage.console.people(other)).filter(({ role }) => role === 'viewer').slice(0, 1),
  }
}
