/**
 * The merchant's own way out of a lost notice, on a real gateway with its database and a real receiver: what did not
 * arrive, why, and again, by nothing but the API.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { expectedSignature, openSeller, type Received, status } from '../../src/outbound/test-seller.ts'
import type { DeliveryAnswer, DeliveryDetail } from '../../src/wire/delivery-answer.ts'
import type { EndpointAnswer, EndpointWithSecret, TestAnswer } from '../../src/wire/endpoint-answer.ts'
import { KEEPERS, type RunningGateway, startGateway } from './running-gateway.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

async function call<Response>({ merchant }: RunningGateway, method: Method, path: string, body?: object) {
  const { status, text } = await merchant.ask(method, `/api/${path}`, body)
  assert.equal(status, 200, text)
  return JSON.parse(text).response as Response
}

/** Resolves when a try of this payment's notice was recorded that came to this. */
function recorded({ running }: RunningGateway, impUid: string, state: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = running.parts.happenings.watch((happening) => {
      if (happening.type !== 'told') return
      const { delivery } = happening
      if (delivery.paymentId !== impUid || delivery.endpoint === 'default' || delivery.state !== state) return
      stop()
      resolve()
    })
  })
}

const TRIES = 15

for (const keeper of KEEPERS) {
  describe(`on ${keeper}`, () => {
    test('a merchant finds out from the API alone why a notice did not arrive and sends it again', {
      timeout: 60_000,
    }, async (t) => {
      const gateway = await startGateway(keeper)
      t.after(() => gateway.stop())
      const seller = await openSeller(t, status(500, 'TypeError: order is undefined'))
      const endpoint = await call<EndpointWithSecret>(gateway, 'POST', 'endpoints', {
        url: `${seller.url}/hook`,
        events: ['payment.paid'],
      })
      const { payment } = await gateway.merchant.issue()
      const failed = recorded(gateway, payment.imp_uid, 'waiting')
      assert.equal((await gateway.till().collect(payment.barcode, 1000)).code, '0000')
      await failed

      const list = `deliveries?imp_uid=${payment.imp_uid}&endpoint=${endpoint.id}`
      const found = await call<{ deliveries: DeliveryAnswer[] }>(gateway, 'GET', list)
      const [waiting] = found.deliveries
      assert.ok(waiting)
      assert.deepEqual([waiting.event, waiting.state, waiting.tries], ['payment.paid', 'waiting', 1])
      assert.match(waiting.why?.en ?? '', /^answered 500 in \d+ ms: only 200 to 299 means received$/)
      assert.match(waiting.why?.ko ?? '', /500/)
      assert.equal((await call<EndpointAnswer>(gateway, 'GET', `endpoints/${endpoint.id}`)).state, 'failing')

      const gone = recorded(gateway, payment.imp_uid, 'exhausted')
      await gateway.advance('9d')
      await gone
      const undelivered = await call<DeliveryDetail>(gateway, 'GET', `deliveries/${waiting.id}`)
      assert.deepEqual([undelivered.state, undelivered.tries, undelivered.next_try_at], ['undelivered', TRIES, 0])
      assert.deepEqual(
        undelivered.history.map(({ number, status, answer }) => [number, status, answer]),
        Array.from({ length: TRIES }, (_, at) => [at + 1, 500, 'TypeError: order is undefined']),
      )

      seller.answer(status(200, 'thanks'))
      await call(gateway, 'PATCH', `endpoints/${endpoint.id}`, { url: `${seller.url}/mended` })
      const tested = await call<TestAnswer>(gateway, 'POST', `endpoints/${endpoint.id}/test`)
      assert.deepEqual([tested.delivered, tested.status, tested.answer], [true, 200, 'thanks'])
      const arrived = recorded(gateway, payment.imp_uid, 'delivered')
      await call(gateway, 'POST', `deliveries/${waiting.id}/replay`)
      await arrived
      const delivered = await call<DeliveryDetail>(gateway, 'GET', `deliveries/${waiting.id}`)
      assert.deepEqual([delivered.state, delivered.tries], ['delivered', TRIES + 1])
      assert.equal((await call<EndpointAnswer>(gateway, 'GET', `endpoints/${endpoint.id}`)).state, 'active')
      assertSameNotice(seller.received, endpoint.secret, waiting.id)
    })
  })
}

/** Sixteen times the same notice, the last at the new address, and the sample between; every one signed. */
function assertSameNotice(received: readonly Received[], secret: string, id: string): void {
  const notices = received.filter(({ headers }) => headers['webhook-id'] === id)
  assert.equal(notices.length, TRIES + 1)
  assert.equal(received.length, notices.length + 1)
  assert.equal(new Set(notices.map(({ body }) => body)).size, 1)
  assert.deepEqual([...new Set(notices.map(({ path }) => path))], ['/hook', '/mended'])
  for (const each of received) assert.equal(each.headers['webhook-signature'], expectedSignature(secret, each))
}
