/** `startSandbox()` as a test of a merchant uses it, on the gateway of this checkout. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { GatewayNotFound, type Sandbox, startSandbox } from '../testing.ts'

const gateway = fileURLToPath(new URL('../../..', import.meta.url))

let sandbox: Sandbox
let orders = 0

before(async () => {
  sandbox = await startSandbox({ gateway })
})
after(() => sandbox.stop())
beforeEach(() => sandbox.reset())

function order(more: object = {}) {
  orders += 1
  return { merchant_uid: `order-${orders}`, amount: 36_400, confirm_url: sandbox.confirmUrl, ...more }
}

test('it begins with no payment, and every notice of a payment comes, once and verified, in its order', async () => {
  for await (const { imp_uid } of sandbox.client.list()) assert.fail(imp_uid)
  const { imp_uid, barcode } = await sandbox.client.issue(order())
  const play = await sandbox.pay(barcode)
  assert.deepEqual([play.outcome, play.drawer, play.gateway], ['paid', 36_400, 36_400])
  assert.equal((await sandbox.nextNotice({ imp_uid })).status, 'ready')
  const paid = await sandbox.nextNotice({ imp_uid, status: 'paid' })
  assert.ok(paid.form === 'modern')
  assert.deepEqual([paid.type, paid.body.data.amount], ['payment.paid', 36_400])
  assert.equal(sandbox.notices.length, 2)
  assert.equal((await sandbox.client.find(imp_uid)).status, 'paid')
})

test('confirm_url says what the test says, and what it was asked can be looked at', async () => {
  sandbox.confirm('refuse', '품절')
  const { imp_uid, barcode } = await sandbox.client.issue(order())
  const refused = await sandbox.pay(barcode)
  assert.equal(refused.outcome, 'refused')
  assert.deepEqual(
    refused.asked.map(({ verdict, reason }) => [verdict, reason]),
    [['refused', '품절']],
  )
  assert.deepEqual(
    sandbox.questions.map((question) => [question.imp_uid, question.amount]),
    [[imp_uid, 36_400]],
  )
  const notice = await sandbox.nextNotice({ type: 'payment.refused' })
  assert.equal(notice.form === 'modern' && notice.body.data.refusal?.reason, '품절')
  sandbox.confirm('payable')
  assert.equal((await sandbox.pay(imp_uid)).outcome, 'paid')
})

test('a confirm_url that hangs is a refusal, and the money goes back', async () => {
  sandbox.confirm('hang')
  const { barcode } = await sandbox.client.issue(order())
  const { outcome, drawer, asked } = await sandbox.pay(barcode)
  assert.deepEqual([outcome, drawer, asked[0]?.verdict], ['refused', 0, 'unanswered'])
})

test('a till that misbehaves, a card, and a wrong amount', async () => {
  const { barcode } = await sandbox.client.issue(order())
  assert.equal((await sandbox.pay(barcode, { misbehave: 'wrong_amount' })).outcome, 'refused')
  assert.equal((await sandbox.pay(barcode, { misbehave: 'lost_reply' })).outcome, 'reversed')
  assert.equal((await sandbox.pay(barcode, { pay_type: 'card' })).payment.status, 'paid')
  assert.equal((await sandbox.nextNotice({ type: 'payment.reversed' })).status, 'ready')
})

test('a payment is let expire, by itself or by the clock', async () => {
  const first = await sandbox.client.issue(order())
  const second = await sandbox.client.issue(order())
  assert.equal((await sandbox.expire(first.barcode)).payment.status, 'failed')
  const { moved_seconds } = await sandbox.clock.advance('9d')
  assert.equal(moved_seconds, 9 * 86_400)
  assert.equal((await sandbox.client.find(second.imp_uid)).status, 'failed')
  for (const { imp_uid } of [first, second])
    assert.equal((await sandbox.nextNotice({ imp_uid, type: 'payment.expired' })).status, 'failed')
})

test('what the sandbox refuses is an error with its sentence', async () => {
  await assert.rejects(sandbox.pay('81000000000000000012'), { name: 'SandboxRefused', status: 404 })
  const { barcode } = await sandbox.client.issue(order())
  await sandbox.pay(barcode)
  await assert.rejects(sandbox.expire(barcode), /It is paid and cannot expire/)
})

test('a notice that does not come is missed in time, and the sentence says which came', async () => {
  const { merchant_uid } = await sandbox.client.issue(order())
  await sandbox.nextNotice({ merchant_uid })
  await assert.rejects(
    sandbox.nextNotice({ status: 'paid' }, { timeoutMs: 20 }),
    new RegExp(
      `No notice like \\{"status":"paid"\\} came within 20 ms. There came: payment.issued ${merchant_uid} ready.`,
    ),
  )
  await sandbox.reset()
  await assert.rejects(sandbox.nextNotice({}, { timeoutMs: 20 }), /None came at all/)
})

test('one that runs already is used by its address and keys, and is left as it was', async () => {
  const { url, impKey, impSecret, webhookSecret } = sandbox
  const before = (await sandbox.client.endpoints.list()).length
  const second = await startSandbox({ url: `${url}/`, impKey, impSecret, webhookSecret })
  const { imp_uid, barcode } = await second.client.issue({ ...order(), confirm_url: second.confirmUrl })
  assert.equal((await second.pay(barcode)).outcome, 'paid')
  assert.equal((await second.nextNotice({ imp_uid, status: 'paid' })).status, 'paid')
  assert.equal((await sandbox.nextNotice({ imp_uid, status: 'paid' })).status, 'paid')
  assert.equal(second.questions.length, 1)
  await second.stop()
  await second.stop()
  assert.equal((await sandbox.client.endpoints.list()).length, before)
  assert.equal((await sandbox.client.find(imp_uid)).status, 'paid')
})

test('a running one without keys, a folder without a gateway, and nothing at all are told with the way out', async () => {
  await assert.rejects(startSandbox({ url: sandbox.url }), /runs already, so its keys must be named/)
  await assert.rejects(startSandbox({ gateway: '/' }), GatewayNotFound)
  await assert.rejects(startSandbox({ url: sandbox.url, impKey: 'a', impSecret: 'b' }), { name: 'UnauthorizedError' })
})
