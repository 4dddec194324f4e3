/** `/api/payments/{imp_uid}`: what a merchant can change on a payment that waits, and every answer it can get. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, KEYS, openApi, type Reply } from '../../test/compat/api-under-test.ts'
import type { CollectionNumber, MonoTime } from '../core/brand.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import { assertSawEveryAnswer } from './test-answers.ts'

let api: ApiUnderTest
let release: (() => void) | undefined
before(async () => {
  api = await openApi({
    /** Asked at the till, the merchant lets it wait until the test says. */
    askMerchant: async () => {
      await new Promise<void>((resolve) => {
        release = resolve
      })
      return { verdict: { kind: 'payable' }, latencyMs: 1, detail: '200' }
    },
  })
})
after(() => api.close())

const amend = (impUid: string, payload: object): Promise<Reply> =>
  api.ask({ method: 'PATCH', url: `/api/payments/${impUid}`, payload })
const verb = (impUid: string, name: 'suspend' | 'resume', payload: object = {}): Promise<Reply> =>
  api.ask({ method: 'POST', url: `/api/payments/${impUid}/${name}`, payload })

async function issued(body: Record<string, unknown> = {}) {
  const { payment } = await api.issue(body)
  return payment
}

/** A payment that a till holds until the test ends it. */
async function held(body: Record<string, unknown> = {}) {
  const payment = await issued({ confirm_url: 'https://shop.example/confirm', ...body })
  const collecting = api.collect(payment.barcode, payment.amount)
  while (release === undefined) await new Promise(setImmediate)
  const end = async (): Promise<void> => {
    release?.()
    release = undefined
    await collecting
  }
  return { payment, end }
}

const soon = (seconds: number): number => Math.floor(api.gateway.now() / 1000) + seconds

test('200 with the payment on its new terms, as GET shows it, each named field alone and all together', async () => {
  const payment = await issued({ buyer_name: '홍길동' })
  const amount = await amend(payment.imp_uid, { amount: 2500 })
  assert.deepEqual([amount.status, amount.code, amount.message], [200, 0, null])
  assert.deepEqual([amount.payment.amount, amount.payment.expired_at], [2500, payment.expired_at])
  assert.deepEqual(
    [amount.payment.cvs.version, amount.payment.status, amount.payment.buyer_name],
    [2, 'ready', '홍길동'],
  )
  const expired_at = soon(3600)
  const deadline = await amend(payment.imp_uid, { expired_at })
  assert.deepEqual([deadline.payment.amount, deadline.payment.expired_at], [2500, expired_at])
  assert.deepEqual(deadline.payment.vbank_date, expired_at)
  const both = await amend(payment.imp_uid, { amount: '3000', expired_at: String(soon(7200)), version: '3' })
  assert.deepEqual([both.payment.amount, both.payment.cvs.version], [3000, 4])
  assert.equal((await api.ask({ url: `/payments/${payment.imp_uid}` })).text, both.text)
  assert.equal(both.payment.barcode, payment.barcode)
  assert.equal(both.payment.pay_url, payment.pay_url)
})

test('200 with nothing written when nothing changes', async () => {
  const payment = await issued()
  const commits = api.commits()
  for (const same of [{}, { amount: 1000 }, { amount: 1000, expired_at: payment.expired_at, version: 1 }]) {
    const reply = await amend(payment.imp_uid, same)
    assert.deepEqual([reply.status, reply.payment.cvs.version], [200, 1])
  }
  assert.equal(api.commits(), commits)
})

test('200 when the amount is as prepared, in a currency with cents too', async () => {
  const payment = await issued({ channel_key: CHANNEL_KEYS.dollars, amount: 12.5 })
  const prepare = { merchant_uid: payment.merchant_uid, amount: 9.99, currency: 'USD' }
  await api.ask({ method: 'POST', url: '/payments/prepare', payload: prepare })
  assert.equal((await amend(payment.imp_uid, { amount: 9.99 })).payment.amount, 9.99)
})

test('200 from a form as from JSON', async () => {
  const { imp_uid } = await issued()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const url = `/api/payments/${imp_uid}`
  const amended = await api.ask({ method: 'PATCH', url, headers, payload: 'amount=2500&version=1' })
  assert.deepEqual([amended.status, amended.payment.amount], [200, 2500])
  const suspended = await api.ask({ method: 'POST', url: `${url}/suspend`, headers, payload: 'reason=' })
  assert.deepEqual([suspended.payment.cvs.state, suspended.payment.cvs.suspend_reason], ['suspended', null])
})

test('200 of a suspension: status stays ready, cvs says so with the reason; again and with another reason too', async () => {
  const { imp_uid } = await issued()
  const first = await verb(imp_uid, 'suspend', { reason: '재고 확인 중' })
  assert.deepEqual([first.status, first.code, first.payment.status], [200, 0, 'ready'])
  const { state, suspend_reason, version } = first.payment.cvs
  assert.deepEqual(
    { state, suspend_reason, version },
    { state: 'suspended', suspend_reason: '재고 확인 중', version: 2 },
  )
  assert.equal((await verb(imp_uid, 'suspend', { reason: '재고 확인 중' })).text, first.text)
  const other = await verb(imp_uid, 'suspend', { reason: null })
  assert.deepEqual([other.payment.cvs.suspend_reason, other.payment.cvs.version], [null, 3])
  assert.equal((await verb(imp_uid, 'suspend')).text, other.text)
  const found = await api.ask({ url: `/payments/${imp_uid}` })
  assert.deepEqual(found.payment, other.payment)
})

test('200 of a resumption, and again of one that runs; then it can be paid', async () => {
  const payment = await issued()
  await verb(payment.imp_uid, 'suspend', { reason: '재고 확인 중' })
  const refused = await api.collect(payment.barcode, 1000)
  assert.ok(refused.kind === 'stored' && refused.answer.kind === 'declined')
  assert.deepEqual(refused.answer.rejection, { name: 'suspended', reason: '재고 확인 중' })
  const resumed = await verb(payment.imp_uid, 'resume')
  const { state, suspend_reason, version } = resumed.payment.cvs
  assert.deepEqual({ state, suspend_reason, version }, { state: null, suspend_reason: null, version: 3 })
  assert.equal((await verb(payment.imp_uid, 'resume')).text, resumed.text)
  const paid = await api.collect(payment.barcode, 1000)
  assert.ok(paid.kind === 'stored' && paid.answer.kind === 'collected')
})

test('200 of a suspension after a try at a till: where it was tried still shows, and its end is behind the suspension', async () => {
  const payment = await issued()
  await api.collect(payment.barcode, 1000)
  await api.reverse()
  const { cvs } = (await verb(payment.imp_uid, 'suspend')).payment
  assert.deepEqual([cvs.state, cvs.outlet, cvs.pay_type], ['suspended', 'HB001', 'cash'])
  assert.equal((await verb(payment.imp_uid, 'resume')).payment.cvs.state, 'reversed')
})

test('200, and the other numbers of the order are revoked by another amount, with a reason of their own', async () => {
  const merchant_uid = 'two-numbers'
  const [first, second] = [await issued({ merchant_uid }), await issued({ merchant_uid })]
  assert.equal((await amend(first.imp_uid, { amount: 2000 })).status, 200)
  const { payment } = await api.ask({ url: `/payments/${second.imp_uid}` })
  assert.deepEqual(
    [payment.status, payment.cancel_reason],
    ['cancelled', '같은 주문의 다른 수납번호의 금액을 바꾸어 말소'],
  )
})

test('400 names the field that cannot be read, in both languages, and nothing is changed', async () => {
  const { imp_uid } = await issued()
  const refusals: readonly (readonly [object, RegExp])[] = [
    [{ amount: 0 }, /^amount: 0보다 커야 하는데 0이\(가\) 왔습니다\. \/ must be more than 0, and 0 came\.$/],
    [{ amount: 10.5 }, /^amount: KRW 금액은 소수점 아래 0자리까지/],
    [{ amount: '1,000' }, /^amount: 금액으로 읽을 수 없는 값/],
    [{ amount: null }, /^amount: 금액은 숫자여야 하는데 null/],
    [{ expired_at: null }, /^expired_at: .*null/],
    [{ expired_at: 1_800_000_000_000 }, /^expired_at: .*looks like milliseconds; send seconds\.$/],
    [{ version: 0 }, /^version: .*must be a whole number from 1 to/],
    [{ version: '1.5' }, /^version: /],
    [{ merchant_uid: 'x' }, /^merchant_uid: 모르는 파라미터입니다\. .*There are: amount, expired_at, version\.$/],
  ]
  for (const [body, message] of refusals) {
    const reply = await amend(imp_uid, body)
    assert.deepEqual([reply.status, reply.code, reply.payment], [400, -1, null])
    assert.match(reply.message ?? '', message)
  }
  const long = await verb(imp_uid, 'suspend', { reason: '가'.repeat(101) })
  assert.equal(long.message, 'reason: 101자입니다. 최대 100자입니다. / 101 characters, at most 100.')
  assert.equal((await verb(imp_uid, 'suspend', { reason: '가'.repeat(100) })).status, 200)
  const others = [await verb(imp_uid, 'suspend', { reason: 1 }), await verb(imp_uid, 'suspend', { why: 'x' })]
  others.push(await verb(imp_uid, 'suspend', { reason: '\0' }), await verb(imp_uid, 'resume', { reason: 'x' }))
  for (const { status, code } of others) assert.deepEqual([status, code], [400, -1])
  assert.equal((await api.ask({ url: `/payments/${imp_uid}` })).payment.cvs.version, 2)
})

test('400 when the terms are beyond what an issue could have: amount, deadline', async () => {
  const { imp_uid } = await issued({ channel_key: CHANNEL_KEYS.second })
  const tooMuch = await amend(imp_uid, { amount: 50_001 })
  assert.deepEqual([tooMuch.status, tooMuch.code], [400, -1])
  assert.match(tooMuch.message ?? '', /^amount: .*최대 50000 KRW입니다/)
  const past = await amend(imp_uid, { expired_at: soon(-1) })
  assert.deepEqual([past.status, past.code], [400, -1])
  assert.match(past.message ?? '', /^expired_at: 결제기한이 이미 지났습니다/)
  const far = await amend(imp_uid, { expired_at: soon(400 * 86_400) })
  assert.deepEqual([far.status, far.code], [400, -1])
  assert.match(far.message ?? '', /^expired_at: 결제기한이 너무 멉니다.*KST\)/)
})

test('401 without a token, before anything is looked at', async () => {
  for (const [method, url] of [
    ['PATCH', ''],
    ['POST', '/suspend'],
    ['POST', '/resume'],
  ] as const) {
    const headers = { authorization: 'none' }
    const reply = await api.ask({ method, url: `/api/payments/imp_000000000001${url}`, headers, payload: { x: 1 } })
    assert.deepEqual([reply.status, reply.code], [401, -1])
  }
})

test('404 for an unknown payment and another merchant’s in the same bytes, whatever is asked', async () => {
  const { imp_uid } = await issued()
  const authorization = await api.tokenOf(KEYS.other)
  for (const [method, verbName, payload] of [
    ['PATCH', '', { amount: 2000 }],
    ['PATCH', '', { nonsense: true }],
    ['POST', '/suspend', { reason: 5 }],
    ['POST', '/resume', {}],
  ] as const) {
    const [foreign, unknown, strange] = await Promise.all(
      [imp_uid, 'imp_999999999999', 'no-id'].map((id) =>
        api.ask({ method, url: `/api/payments/${id}${verbName}`, payload, headers: { authorization } }),
      ),
    )
    assert.deepEqual([foreign?.status, foreign?.code], [404, -1])
    assert.equal(foreign?.message, '존재하지 않는 결제정보입니다.')
    assert.equal(foreign?.text, unknown?.text)
    assert.equal(strange?.text, unknown?.text)
  }
})

test('409 when the version is another one by now, naming both', async () => {
  const { imp_uid } = await issued()
  await amend(imp_uid, { amount: 2000 })
  const reply = await amend(imp_uid, { amount: 3000, version: 1 })
  assert.deepEqual([reply.status, reply.code, reply.payment], [409, 1, null])
  assert.equal(
    reply.message,
    'version이 1인데 지금은 2입니다. 그 사이 바뀐 내용을 조회한 뒤 다시 요청해 주세요. / ' +
      'You sent version 1, and the payment is at version 2 now. Look at what has changed and ask again.',
  )
})

test('409 when a till has shown it since the version that is named', async () => {
  const payment = await issued()
  const till = { network: 'house' as never, chain: 'c', outlet: 'HB001', outletName: 'o', till: '1' }
  const number = payment.barcode as CollectionNumber
  const deadline = (SYSTEM_CLOCKS.mono() + 5000) as MonoTime
  await api.gateway.inquire(till, { businessDate: '20261122', stan: 'i1', number, deadline })
  assert.equal((await amend(payment.imp_uid, { amount: 2000, version: 1 })).status, 409)
  assert.equal((await amend(payment.imp_uid, { amount: 2000, version: 2 })).status, 200)
})

test('409 while a till holds it: every change, and it says so', async () => {
  const { payment, end } = await held()
  for (const reply of [
    await amend(payment.imp_uid, { amount: 2000 }),
    await verb(payment.imp_uid, 'suspend'),
    await verb(payment.imp_uid, 'resume'),
  ]) {
    assert.deepEqual([reply.status, reply.code], [409, 1])
    assert.match(reply.message ?? '', /^편의점에서 결제가 진행 중이라 바꿀 수 없습니다.* \/ It is being paid at a shop/)
  }
  await end()
})

test('409 when a till holds another number of the order and the amount would change', async () => {
  const merchant_uid = 'held-order'
  const first = await issued({ merchant_uid })
  const { end } = await held({ merchant_uid })
  const reply = await amend(first.imp_uid, { amount: 2000 })
  assert.deepEqual([reply.status, reply.code], [409, 1])
  assert.match(reply.message ?? '', /^같은 주문의 다른 수납번호가.* \/ Another number of this order/)
  await end()
})

test('409 when it is paid, refunded, revoked or expired: each says which', async () => {
  const [paid, refunded, revoked] = [await issued(), await issued(), await issued()]
  const expired = await issued({ expired_at: soon(60) })
  await api.collect(paid.barcode, 1000)
  await api.collect(refunded.barcode, 1000)
  const account = { refund_holder: '홍길동', refund_bank: '004', refund_account: '1234567890' }
  await api.ask({ method: 'POST', url: '/payments/cancel', payload: { imp_uid: refunded.imp_uid, ...account } })
  await api.ask({ method: 'DELETE', url: `/cvs/${revoked.imp_uid}` })
  await api.storage.clock.advance(61_000)
  const said: readonly (readonly [string, RegExp])[] = [
    [paid.imp_uid, /^이미 결제되어 바꿀 수 없습니다\. \/ It has already been paid/],
    [refunded.imp_uid, /^이미 결제되고 전액 환불되어 .* \/ It was paid and all of it was given back/],
    [revoked.imp_uid, /^이미 말소되었거나 취소된 .* \/ This number was revoked/],
    [expired.imp_uid, /^결제기한이 지난 .* \/ The deadline of this number has passed/],
  ]
  for (const [impUid, message] of said) {
    for (const reply of [
      await amend(impUid, { amount: 2000 }),
      await verb(impUid, 'suspend'),
      await verb(impUid, 'resume'),
    ]) {
      assert.deepEqual([reply.status, reply.code, reply.payment], [409, 1, null])
      assert.match(reply.message ?? '', message)
    }
  }
})

test('409 when another amount was prepared for the order, naming both', async () => {
  const payment = await issued()
  const prepare = { merchant_uid: payment.merchant_uid, amount: 1000, currency: 'KRW' }
  await api.ask({ method: 'POST', url: '/payments/prepare', payload: prepare })
  const reply = await amend(payment.imp_uid, { amount: 2000 })
  assert.deepEqual([reply.status, reply.code], [409, 1])
  assert.match(reply.message ?? '', /^amount: .*등록 1000 KRW, 요청 2000 KRW.*prepared 1000 KRW, asked 2000 KRW/)
  await api.ask({ method: 'PUT', url: '/payments/prepare', payload: { ...prepare, amount: 2000 } })
  assert.equal((await amend(payment.imp_uid, { amount: 2000 })).status, 200)
})

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer(
    'PATCH /api/payments/{imp_uid}',
    'POST /api/payments/{imp_uid}/suspend',
    'POST /api/payments/{imp_uid}/resume',
  ))
