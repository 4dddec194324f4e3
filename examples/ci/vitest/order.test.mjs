/** vitest run: an order is paid, refused and expires, at a gateway that this file starts and ends. */
import { startSandbox } from 'sunap-sdk/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

let sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
}, 30_000)
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

const issue = (merchant_uid) => sandbox.client.issue({ merchant_uid, amount: 36_400, confirm_url: sandbox.confirmUrl })

test('a paid order is told, signed', async () => {
  const { imp_uid, barcode } = await issue('order-1')
  const { outcome, drawer } = await sandbox.pay(barcode)
  expect([outcome, drawer]).toEqual(['paid', 36_400])
  const notice = await sandbox.nextNotice({ imp_uid, status: 'paid' })
  expect(notice.merchant_uid).toBe('order-1')
})

test('what is sold out is refused while the money is on the counter', async () => {
  sandbox.confirm('refuse', '품절')
  const { barcode } = await issue('order-2')
  const { outcome, drawer, asked } = await sandbox.pay(barcode)
  expect([outcome, drawer, asked[0].reason]).toEqual(['refused', 0, '품절'])
})

test('an order that nobody pays ends with its deadline', async () => {
  const { imp_uid } = await issue('order-3')
  await sandbox.clock.advance('9d')
  expect((await sandbox.client.find(imp_uid)).status).toBe('failed')
  await sandbox.nextNotice({ imp_uid, type: 'payment.expired' })
})
