/** GET /payments/{imp_uid}/balance */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { BalanceAnswer } from '../wire/balance-answer.ts'
import {
  answerOf,
  assertNeedsToken,
  assertSawEveryAnswer,
  assertTakesOnly,
  authorizationOfOther,
  PAYMENT_UNKNOWN,
  refusalOf,
} from './test-answers.ts'

const NOTHING = { tax_free: 0, supply: 0, vat: 0, service: 0 }

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

const balance = (impUid: string) => answerOf(api, `/payments/${impUid}/balance`, BalanceAnswer)

test('200 when it was paid: all of it, an eleventh of it tax; a cash receipt only for cash', async () => {
  for (const [amount, vat] of [
    [1000, 91],
    [36_400, 3309],
    [5, 0],
    [11, 1],
  ] as const) {
    for (const payType of ['cash', 'card'] as const) {
      const { payment } = await api.issue({ amount })
      await api.collect(payment.barcode, amount, payType)
      const paid = { tax_free: 0, supply: amount - vat, vat, service: 0 }
      assert.deepEqual(await balance(payment.imp_uid), {
        amount,
        cash_receipt: payType === 'cash' ? paid : NOTHING,
        primary: paid,
        secondary: NOTHING,
        discount: NOTHING,
        histories: [],
      })
    }
  }
})

test('200 when nothing was collected, or it was reversed or revoked: nothing is left', async () => {
  const empty = {
    amount: 0,
    cash_receipt: NOTHING,
    primary: NOTHING,
    secondary: NOTHING,
    discount: NOTHING,
    histories: [],
  }
  const ready = await api.issue()
  const reversed = await api.issue()
  await api.collect(reversed.payment.barcode, 1000)
  await api.reverse()
  const revoked = await api.issue({ amount: '10.25', channel_key: CHANNEL_KEYS.dollars })
  await api.ask({ method: 'DELETE', url: `/cvs/${revoked.payment.imp_uid}` })
  for (const { payment } of [ready, reversed, revoked]) assert.deepEqual(await balance(payment.imp_uid), empty)
})

test('404 when there is no such payment, or it is another merchant’s', async () => {
  const { payment } = await api.issue()
  const headers = await authorizationOfOther(api)
  for (const asking of [
    '/payments/imp_999999999999/balance',
    '/payments/nonsense/balance',
    `/payments/${encodeURIComponent(`${payment.imp_uid}/`)}/balance`,
    { url: `/payments/${payment.imp_uid}/balance`, headers },
  ]) {
    assert.deepEqual(await refusalOf(api, asking), PAYMENT_UNKNOWN)
  }
})

test('401 when there is no token of this server', () => assertNeedsToken(api, '/payments/imp_999999999999/balance'))

test('405 when asked by another method', () => assertTakesOnly(api, '/payments/imp_999999999999/balance', ['GET']))

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer('GET /payments/{imp_uid}/balance'))
