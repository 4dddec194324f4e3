/** Refunds asked for at the same time, over real HTTP: never more than was paid, and never beside a reverse. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { type ApiUnderTest, KEYS, openApi } from '../../test/compat/api-under-test.ts'

const Answered = Type.Object({ code: Type.Integer(), message: Type.Union([Type.String(), Type.Null()]) })

const AT_ONCE = 1000
const RACES = 30
const ACCOUNT = { refund_holder: '홍길동', refund_bank: '004', refund_account: '1234567890' }

let api: ApiUnderTest
let ask: (payload: Record<string, unknown>) => Promise<Static<typeof Answered>>
before(async () => {
  api = await openApi()
  const url = await api.listen()
  const authorization = await api.tokenOf(KEYS.shop)
  ask = async (payload) => {
    const headers = { authorization, 'content-type': 'application/json' }
    const post = () => fetch(`${url}/payments/cancel`, { method: 'POST', headers, body: JSON.stringify(payload) })
    let response = await post()
    // A database with too much to do turns a question away, and it is asked again.
    for (; response.status === 503; response = await post()) await response.arrayBuffer()
    assert.equal(response.status, 200)
    const answer: unknown = await response.json()
    return Value.Parse(Answered, answer)
  }
})
after(() => api.close())

async function paid(amount: number): Promise<string> {
  const { payment } = await api.issue({ amount })
  await api.collect(payment.barcode, amount)
  return payment.imp_uid
}

test('a thousand partial refunds at once give back all that fits and not a won more', async () => {
  const imp_uid = await paid(1000)
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => ask({ imp_uid, amount: 17, ...ACCOUNT })))
  assert.ok(answers.filter(({ code }) => code === 0).length <= 58)
  const refused = new Set(answers.flatMap(({ code, message }) => (code === 0 ? [] : [message])))
  assert.deepEqual(refused, new Set(['취소요청금액이 취소가능금액보다 큽니다.']))
  const { payment } = await api.ask({ url: `/payments/${imp_uid}` })
  assert.deepEqual([payment.status, payment.cancel_amount, payment.cancel_history.length], ['paid', 986, 58])
  assert.equal(new Set(payment.cancel_history.map(({ cancellation_id }) => cancellation_id)).size, 58)
})

test('refunds of everything at once: one is accepted, the others hear that all was cancelled', async () => {
  const imp_uid = await paid(1000)
  const answers = await Promise.all(Array.from({ length: 200 }, () => ask({ imp_uid, checksum: 1000, ...ACCOUNT })))
  assert.ok(answers.filter(({ code }) => code === 0).length <= 1)
  const { payment } = await api.ask({ url: `/payments/${imp_uid}` })
  assert.deepEqual([payment.status, payment.cancel_amount, payment.cancel_history.length], ['cancelled', 1000, 1])
})

test('a refund and the till’s reverse of the same collection at once: exactly one happens', async () => {
  for (let race = 0; race < RACES; race += 1) {
    const imp_uid = await paid(1000)
    const [reversed, refunded] = await Promise.all([api.reverse(), ask({ imp_uid, ...ACCOUNT })])
    assert.ok(reversed.kind === 'stored' && reversed.answer.kind === 'reversed')
    const { payment } = await api.ask({ url: `/payments/${imp_uid}` })
    const happened = [reversed.answer.original, refunded.code, payment.status, payment.cancel_amount]
    const expected = refunded.code === 0 ? ['closed', 0, 'cancelled', 1000] : ['reversed', 1, 'ready', 0]
    assert.deepEqual(happened, expected)
  }
})
