/**
 * What a merchant sees of money that its till gave back the same day, and of money nobody is sure of yet: in V1's answers,
 * its notices, the list of refunds and the feed, all telling one story.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, openApi } from '../../test/compat/api-under-test.ts'
import type { NetworkId } from '../core/brand.ts'
import type { NotifyOn } from '../core/network.ts'
import { COMPLETION_MS } from '../core/provisional.ts'
import { SHOP } from './test-notices.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
  const settings = { url: 'https://shop.example/n', v1_notices: 'paid' }
  await api.ask({ method: 'PATCH', url: '/api/endpoints/default', payload: settings })
  await api.ask({ method: 'POST', url: '/api/endpoints', payload: { url: 'https://hook.example' } })
})
after(() => api.close())

async function responseOf(url: string) {
  return JSON.parse((await api.ask({ url })).text).response
}

async function told(imp_uid: string) {
  const { deliveries } = await responseOf('/api/deliveries?limit=100')
  const own = deliveries.filter((each: { imp_uid: string }) => each.imp_uid === imp_uid).reverse()
  const of = (isDefault: boolean): readonly string[] =>
    own
      .filter(({ endpoint }: { endpoint: string }) => (endpoint === 'default') === isDefault)
      .map(({ event, status }: { event: string; status: string }) => `${event} ${status}`)
  return { v1: of(true), modern: of(false) }
}

/** Null: of one phase. */
async function setPhases(notifyOn: NotifyOn | null): Promise<void> {
  const network = api.storage.directory.current().networks.get('house' as NetworkId)
  assert.ok(network)
  const entry = { ...network, phases: notifyOn === null ? 'one' : 'two', notifyOn: notifyOn ?? 'approve' } as const
  await api.storage.directory.put([{ kind: 'network', entry }])
}

async function sold() {
  const { payment } = await api.issue()
  await api.collect(payment.barcode, 1000)
  return payment.imp_uid
}

async function seen(imp_uid: string) {
  const { payment } = await api.ask({ url: `/payments/${imp_uid}` })
  return payment
}

test('V1 shows a cancel at the till as one cancel of all that was paid, with its reason, time and receipt', async () => {
  const imp_uid = await sold()
  await api.cancel(1000)
  const payment = await seen(imp_uid)
  assert.deepEqual(
    [payment.status, payment.cancel_amount, payment.cancel_reason, payment.cancel_history.length],
    ['cancelled', 1000, '고객 변심', 1],
  )
  const [cancel] = payment.cancel_history
  assert.ok(cancel)
  assert.deepEqual([cancel.amount, cancel.reason, cancel.pg_tid], [1000, '고객 변심', payment.pg_tid])
  assert.equal(cancel.cancelled_at, payment.cancelled_at)
  assert.ok(payment.paid_at > 0 && payment.cancelled_at >= payment.paid_at)
  assert.deepEqual(payment.cancel_receipt_urls, [cancel.receipt_url])
  assert.equal(payment.cvs.state, 'cancelled')
  const refund = await responseOf(`/api/refunds/${cancel.cancellation_id}`)
  const { route, asked_by, payout, account } = refund
  assert.deepEqual([route, asked_by, payout.state, payout.by, account], ['till', 'till', 'paid_out', 'till', null])
  assert.ok(payout.outlet !== null && payout.approval_no === payment.cvs.approval_no)
})

test('whoever was told that it is paid is told that it is cancelled, V1 with the id of the cancel', async () => {
  const imp_uid = await sold()
  await api.cancel(1000)
  assert.deepEqual(await told(imp_uid), {
    v1: ['payment.paid paid', 'payment.cancelled cancelled'],
    modern: ['payment.issued ready', 'payment.paid paid', 'payment.cancelled cancelled'],
  })
  const [cancel] = (await seen(imp_uid)).cancel_history
  const { events } = await responseOf('/api/events?limit=1000')
  const own = events.filter(({ data }: { data: { imp_uid: string } }) => data.imp_uid === imp_uid)
  const last = own.at(-1)
  assert.equal(last.type, 'payment.cancelled')
  assert.deepEqual(
    [last.data.status, last.data.cancel_amount, last.data.refunds[0].id, last.data.refunds[0].route],
    ['cancelled', 1000, cancel?.cancellation_id, 'till'],
  )
  assert.ok(last.data.outlet !== null && last.data.approval_no !== null)
})

test('after a cancel at the till nothing is left to refund, the order gets no other number, and nothing can be revoked', async () => {
  const { payment } = await api.issue()
  await api.collect(payment.barcode, 1000)
  await api.cancel(1000)
  const { imp_uid, merchant_uid } = payment
  const refund = await api.ask({ method: 'POST', url: '/payments/cancel', payload: { imp_uid } })
  assert.deepEqual([refund.status, refund.code, refund.message], [200, 1, '이미 전액취소된 주문입니다.'])
  const again = await api.ask({ method: 'POST', url: '/cvs', payload: { merchant_uid, amount: 1000 } })
  assert.equal(again.code, 1)
  assert.equal((await api.ask({ method: 'DELETE', url: `/cvs/${imp_uid}` })).status, 400)
})

test('an approval is paid; while it is not final it is not refunded, and in doubt it stays paid', async () => {
  await setPhases('approve')
  const imp_uid = await sold()
  assert.equal((await seen(imp_uid)).status, 'paid')
  const account = { refund_holder: '홍길동', refund_bank: '004', refund_account: '1234567890' }
  const refund = await api.ask({ method: 'POST', url: '/payments/cancel', payload: { imp_uid, ...account } })
  assert.deepEqual([refund.status, refund.code], [200, 1])
  assert.match(refund.message ?? '', /확정되지 않은 수납이라 환불할 수 없습니다/)
  await api.storage.clock.advance(COMPLETION_MS)
  const doubtful = await seen(imp_uid)
  assert.deepEqual([doubtful.status, doubtful.cvs.state], ['paid', 'in_doubt'])
  await api.ask({ method: 'DELETE', url: `/cvs/${imp_uid}` })
  assert.equal((await api.gateway.doubts.list(SHOP, null, 10)).payments.length, 1)
  const said = { found: 'not_collected', by: 'operator', note: '시재에 없음' } as const
  assert.ok((await api.gateway.doubts.resolve(SHOP, imp_uid as never, said)).ok)
  assert.equal((await seen(imp_uid)).status, 'ready')
  assert.deepEqual(await told(imp_uid), {
    v1: ['payment.paid paid', 'payment.reversed ready'],
    modern: ['payment.issued ready', 'payment.paid paid', 'payment.in_doubt paid', 'payment.reversed ready'],
  })
  await setPhases(null)
})

test('where the network tells of completions an approval that is undone was never told', async () => {
  await setPhases('complete')
  const imp_uid = await sold()
  assert.equal((await seen(imp_uid)).status, 'paid', 'it is, for whoever asks')
  assert.deepEqual(await told(imp_uid), { v1: [], modern: ['payment.issued ready'] })
  await api.cancel(1000)
  assert.deepEqual((await told(imp_uid)).v1, [])
  await setPhases(null)
})
