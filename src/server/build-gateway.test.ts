/** What is joined for notices: whose secrets sign, what is told when an endpoint is paused or comes back. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { merchantAt } from '../../test/e2e/parties.ts'
import type { EndpointId, PaymentId } from '../core/brand.ts'
import type { Happening } from '../gateway/happening.ts'
import { expectedSignature, openSeller, type Received, status } from '../outbound/test-seller.ts'
import { openTown } from '../sandbox/test-town.ts'

const ENDPOINT = 'ep_1' as EndpointId
const HOUR_MS = 3_600_000
const secretOf = (byte: number): string => `whsec_${Buffer.alloc(32, byte).toString('base64')}`

/** A town whose practice merchant has an endpoint beside its `notice_url`; both on one server. */
async function openScene(t: TestContext) {
  const town = await openTown(t)
  const { storage, parts, practice, apiUrl } = town
  const { merchantId } = practice
  const seller = await openSeller(t)
  const merchant = merchantAt(apiUrl, practice)
  const happenings: Happening[] = []
  parts.happenings.watch((happening) => happenings.push(happening))
  const register = (secrets: readonly { readonly sealed: string; readonly until: number | null }[]) =>
    storage.directory.put([
      {
        kind: 'endpoint',
        entry: {
          id: ENDPOINT,
          merchantId,
          url: `${seller.url}/endpoint`,
          description: '',
          format: 'v1_json',
          hears: ['payment.paid'],
          secrets: secrets as never,
        },
      },
    ])
  await register([{ sealed: `sealed:${secretOf(7)}`, until: null }])
  return {
    town,
    seller,
    register,
    endpoint: { merchantId, endpoint: ENDPOINT },
    told: (type: Happening['type']) => happenings.filter((happening) => happening.type === type),
    at: (path: string): readonly Received[] => seller.received.filter((received) => received.path === path),
    /** A payment that is paid, and every notice of it tried once. */
    async sell(): Promise<PaymentId> {
      const { payment } = await merchant.issue({ notice_url: `${seller.url}/own` })
      await town.pay({ imp_uid: payment.imp_uid })
      await parts.dispatcher.drain()
      return payment.imp_uid as PaymentId
    },
  }
}

function signatureOf(received: Received | undefined, ...secrets: readonly string[]): readonly [unknown, string] {
  assert.ok(received !== undefined)
  const expected = secrets.map((secret) => expectedSignature(secret, received)).join(' ')
  return [received.headers['webhook-signature'], expected]
}

test('an endpoint is signed for with its own secrets, an address of a payment with its merchant’s', async (t) => {
  const { town, at, sell } = await openScene(t)
  await sell()
  const [own, expectedOwn] = signatureOf(at('/own')[0], town.practice.webhookSecret)
  assert.equal(own, expectedOwn)
  const [endpoint, expectedEndpoint] = signatureOf(at('/endpoint')[0], secretOf(7))
  assert.equal(endpoint, expectedEndpoint)
})

test('after a rotation both secrets sign until the old one’s time is over', async (t) => {
  const { town, at, register, sell } = await openScene(t)
  const wall = town.storage.clock.wall()
  const fresh = { sealed: `sealed:${secretOf(8)}`, until: null }
  await register([fresh, { sealed: `sealed:${secretOf(7)}`, until: wall + HOUR_MS }])
  await sell()
  await register([fresh, { sealed: `sealed:${secretOf(7)}`, until: wall - 1 }])
  await sell()
  const [both, expectedBoth] = signatureOf(at('/endpoint')[0], secretOf(8), secretOf(7))
  assert.equal(both, expectedBoth)
  const [one, expectedOne] = signatureOf(at('/endpoint')[1], secretOf(8))
  assert.equal(one, expectedOne)
})

test('what waits for an endpoint that is taken away ends when its turn comes; the merchant’s own address goes on', async (t) => {
  const { town, seller, endpoint, sell } = await openScene(t)
  seller.answer(status(500))
  const id = await sell()
  const { merchantId } = endpoint
  await town.storage.directory.put([{ kind: 'endpoint_removed', entry: { id: ENDPOINT, merchantId } }])
  await town.storage.clock.advance(HOUR_MS)
  await town.parts.dispatcher.drain()
  const deliveries = await town.storage.deliveries.ofPayment(merchantId, id)
  assert.deepEqual(
    deliveries.map(({ endpoint, state, tries }) => [endpoint, state, tries]).sort(),
    [
      [null, 'waiting', 2],
      [ENDPOINT, 'exhausted', 2],
    ].sort(),
  )
  assert.deepEqual(town.faults, [])
})

test('an endpoint that says it is gone is told of once, with what resumes it; resumed, it gets what waited', async (t) => {
  const { town, seller, endpoint, told, at, sell } = await openScene(t)
  seller.answer((response, { path }) => response.writeHead(path === '/endpoint' ? 410 : 200).end())
  await sell()
  await sell()
  const [paused, ...others] = told('endpoint_paused')
  assert.ok(paused?.type === 'endpoint_paused' && others.length === 0)
  assert.deepEqual([paused.merchantId, paused.endpoint, paused.cause], [endpoint.merchantId, ENDPOINT, 'gone'])
  assert.match(paused.resume, new RegExp(`--merchant ${endpoint.merchantId} --endpoint ${ENDPOINT}$`))
  assert.equal(at('/endpoint').length, 1)
  seller.answer(status(200))
  await town.storage.endpoints.resume(endpoint.merchantId, ENDPOINT)
  await town.storage.clock.advance(HOUR_MS)
  await town.parts.dispatcher.drain()
  assert.equal(at('/endpoint').length, 3)
})
