/** What a merchant is answered who asks for a further number of an order, under each rule that an operator can set. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import type { ReissueRule } from '../core/merchant.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

/** As `channel-set --reissue` does; it holds from the next request on. */
async function setRule(reissue: ReissueRule): Promise<void> {
  const entry = api.gateway.directory().channels.find(({ key }) => key === CHANNEL_KEYS.first)
  assert.ok(entry)
  await api.storage.directory.put([{ kind: 'channel', entry: { ...entry, reissue } }])
}

async function look(impUid: string) {
  const { status, cancel_reason } = (await api.ask({ url: `/payments/${impUid}` })).payment
  return [status, cancel_reason]
}

test('200 under allow: numbers of the same amount live side by side, another amount ends them', async () => {
  await setRule('allow')
  const merchant_uid = 'under-allow'
  const [first, second] = [await api.issue({ merchant_uid }), await api.issue({ merchant_uid })]
  assert.deepEqual(await look(first.payment.imp_uid), ['ready', null])
  const third = await api.issue({ merchant_uid, amount: 2000 })
  assert.equal(third.code, 0)
  for (const { payment } of [first, second])
    assert.deepEqual(await look(payment.imp_uid), ['cancelled', '같은 주문에 새 수납번호를 발급하여 말소'])
  assert.deepEqual(await look(third.payment.imp_uid), ['ready', null])
})

test('200 under supersede: only the newest number lives', async () => {
  await setRule('supersede')
  const merchant_uid = 'under-supersede'
  const first = await api.issue({ merchant_uid })
  const second = await api.issue({ merchant_uid })
  assert.equal(second.code, 0)
  assert.deepEqual(await look(first.payment.imp_uid), ['cancelled', '같은 주문에 새 수납번호를 발급하여 말소'])
  assert.deepEqual(await look(second.payment.imp_uid), ['ready', null])
})

test('200 code 1 under refuse, naming what to do; once the number is revoked another is issued', async () => {
  await setRule('refuse')
  const merchant_uid = 'under-refuse'
  const first = await api.issue({ merchant_uid })
  for (const amount of [1000, 2000]) {
    const again = await api.issue({ merchant_uid, amount })
    assert.deepEqual([again.status, again.code, again.payment], [200, 1, null])
    assert.match(again.message ?? '', /^이 주문\(merchant_uid\)에는 아직 결제할 수 있는 수납번호가 있습니다/)
  }
  assert.deepEqual(await look(first.payment.imp_uid), ['ready', null])
  await api.ask({ method: 'DELETE', url: `/cvs/${first.payment.imp_uid}` })
  assert.equal((await api.issue({ merchant_uid, amount: 2000 })).code, 0)
})

test('200 an amend keeps to one amount of an order under every rule', async () => {
  for (const rule of ['allow', 'supersede', 'refuse'] as const) {
    const merchant_uid = `amended-under-${rule}`
    await setRule('allow')
    const [first, second] = [await api.issue({ merchant_uid }), await api.issue({ merchant_uid })]
    await setRule(rule)
    const { imp_uid } = first.payment
    const amended = await api.ask({ method: 'PATCH', url: `/api/payments/${imp_uid}`, payload: { amount: 2000 } })
    assert.deepEqual([amended.status, amended.payment.amount], [200, 2000])
    assert.deepEqual(await look(second.payment.imp_uid), [
      'cancelled',
      '같은 주문의 다른 수납번호의 금액을 바꾸어 말소',
    ])
  }
})
