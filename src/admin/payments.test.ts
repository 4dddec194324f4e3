import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Value } from 'typebox/value'
import type { AdminRefusal } from '../wire/admin/answers.ts'
import { ConsolePayment, PaymentDetail, PaymentsFound, Unmasked } from '../wire/admin/payments.ts'
import { AuditPage } from '../wire/admin/people.ts'
import { type ConsoleUnderTest, key, openConsole, type SignedIn } from './test-console.ts'

const BUYER = {
  buyerName: '홍길동',
  buyerTel: '010-1234-5678',
  buyerEmail: 'gildong@example.com',
  buyerAddr: '서울시 강남구 삼성동 1',
  customData: '회원번호 7781',
}
const IN_CLEAR = Object.values(BUYER)

async function found({ ask }: SignedIn, { shop }: ConsoleUnderTest, body: object): Promise<PaymentsFound> {
  const reply = await ask({ method: 'POST', path: `/merchants/${shop}/payments/search`, body })
  assert.ok(Value.Check(PaymentsFound, reply.answer), reply.text)
  return reply.answer
}

const idsOf = ({ payments }: PaymentsFound) => payments.map(({ imp_uid }) => imp_uid)

async function entries({ ask }: SignedIn, { shop }: ConsoleUnderTest): Promise<AuditPage['entries']> {
  const reply = await ask({ path: `/merchants/${shop}/audit?limit=100` })
  assert.ok(Value.Check(AuditPage, reply.answer), reply.text)
  return reply.answer.entries
}

describe('looking for payments', () => {
  test('a part of a name is enough; a whole name comes first, and once', async (t) => {
    const console = await openConsole(t)
    const viewer = await console.signedIn('viewer')
    const whole = await console.issue({ orderId: 'order-7' })
    const others = []
    for (let no = 0; no < 5; no += 1) others.push(await console.issue({ orderId: `order-7${no}`, name: '양말' }))
    const all = await found(viewer, console, { text: 'order-7' })
    assert.deepEqual(
      all.payments.map(({ imp_uid }) => imp_uid),
      [whole, ...others.toReversed()].map(({ id }) => id),
    )
    const pages = []
    let after: string | undefined
    do {
      const page = await found(viewer, console, {
        text: 'order-7',
        limit: 2,
        ...(after === undefined ? {} : { after }),
      })
      pages.push(...page.payments.map(({ imp_uid }) => imp_uid))
      after = page.next ?? undefined
    } while (after !== undefined)
    assert.deepEqual(
      pages,
      all.payments.map(({ imp_uid }) => imp_uid),
    )
    assert.equal((await found(viewer, console, { text: '양말' })).payments.length, 5)
    assert.equal((await found(viewer, console, { text: whole.id.slice(4) })).payments.length, 1)
    const grouped = whole.number.replace(/(.{4})(?=.)/g, '$1 ')
    assert.deepEqual(
      (await found(viewer, console, { text: grouped })).payments.map(({ imp_uid }) => imp_uid),
      [whole.id],
    )
  })

  test('a customer is found by phone, e-mail or name exactly, however they are written, and stays masked', async (t) => {
    const console = await openConsole(t)
    const viewer = await console.signedIn('viewer')
    const payment = await console.issue({ personal: BUYER })
    await console.issue({ personal: { ...BUYER, buyerName: '홍길순', buyerTel: '01000000000', buyerEmail: 'x@y.kr' } })
    await console.issue({ merchantId: console.other, personal: BUYER })
    for (const body of [
      { buyer_tel: '+82 10 1234 5678' },
      { buyer_email: 'GILDONG@example.com' },
      { buyer_name: '홍길동' },
    ]) {
      const { payments } = await found(viewer, console, body)
      assert.deepEqual(
        payments.map(({ imp_uid }) => imp_uid),
        [payment.id],
        JSON.stringify(body),
      )
      const [shown] = payments
      assert.deepEqual(
        [shown?.buyer_name, shown?.buyer_tel, shown?.buyer_email, shown?.buyer_addr, shown?.custom_data],
        ['홍*동', '010-****-5678', 'g***@example.com', '***', '***'],
      )
    }
    assert.deepEqual((await found(viewer, console, { buyer_name: '홍길' })).payments, [])
    const two = await viewer.ask({
      method: 'POST',
      path: `/merchants/${console.shop}/payments/search`,
      body: { buyer_name: '홍길동', buyer_tel: '01012345678' },
    })
    assert.deepEqual([two.status, two.code], [400, 'bad_field'])
  })

  test('four digits of a phone are its last four: all whose phone ends so are found, page by page, and no one else', async (t) => {
    const console = await openConsole(t)
    const viewer = await console.signedIn('viewer')
    const withTel = (buyerTel: string) => console.issue({ personal: { ...BUYER, buyerTel } })
    const ends = []
    for (const tel of ['010-1234-5678', '+82 2 999 5678', '1588-5678']) ends.push((await withTel(tel)).id)
    for (const tel of ['010-5678-1234', '010-1234-5679', '678']) await withTel(tel)
    await console.issue({ merchantId: console.other, personal: BUYER })
    const newest = ends.toReversed()
    for (const tel of ['5678', ' 5678 ', '５６７８'])
      assert.deepEqual(idsOf(await found(viewer, console, { buyer_tel: tel })), newest, tel)
    const first = await found(viewer, console, { buyer_tel: '5678', limit: 2 })
    const second = await found(viewer, console, { buyer_tel: '5678', limit: 2, after: first.next ?? '' })
    assert.deepEqual([idsOf(first), idsOf(second), second.next], [newest.slice(0, 2), newest.slice(2), null])
    await console.collect(await console.issue({ personal: BUYER }))
    assert.equal((await found(viewer, console, { buyer_tel: '5678', status: 'paid' })).payments.length, 1)
    assert.deepEqual(idsOf(await found(viewer, console, { buyer_tel: '0000' })), [])
    // Three digits are too few, and more than four are the whole number.
    const three = await viewer.ask({
      method: 'POST',
      path: `/merchants/${console.shop}/payments/search`,
      body: { buyer_tel: '678' },
    })
    assert.deepEqual([three.status, three.code], [400, 'bad_field'])
    for (const tel of ['45678', '234-5678'])
      assert.deepEqual(idsOf(await found(viewer, console, { buyer_tel: tel })), [], tel)
  })

  test('another merchant’s payments are in no answer', async (t) => {
    const console = await openConsole(t)
    const owner = await console.signedIn('owner')
    const theirs = await console.issue({ merchantId: console.other, orderId: 'order-theirs', personal: BUYER })
    for (const body of [
      {},
      { text: 'order-theirs' },
      { text: theirs.id },
      { buyer_name: '홍길동' },
      { buyer_tel: '5678' },
    ])
      assert.deepEqual((await found(owner, console, body)).payments, [])
    const page = await owner.ask({
      method: 'POST',
      path: `/merchants/${console.shop}/payments/search`,
      body: { after: theirs.id },
    })
    assert.deepEqual([page.status, page.code], [400, 'bad_field'])
  })
})

describe('one payment', () => {
  test('it is shown with everything that happened to it in words, its notices, its refunds and what can be done', async (t) => {
    const console = await openConsole(t)
    const finance = await console.signedIn('finance')
    const payment = await console.issue({ personal: BUYER, amount: 5000 })
    await console.collect(payment)
    const path = `/merchants/${console.shop}/payments/${payment.id}`
    const refund = await finance.ask({
      method: 'POST',
      path: `${path}/refund`,
      body: { amount: 2000, reason: '부분 환불', checksum: 5000 },
      headers: key(),
    })
    assert.ok(Value.Check(ConsolePayment, refund.answer), refund.text)
    const reply = await finance.ask({ path })
    assert.ok(Value.Check(PaymentDetail, reply.answer), reply.text)
    const { payment: shown, timeline, refunds, actions } = reply.answer
    assert.deepEqual([shown.state, shown.cancel_amount, shown.version], ['collected', 2000, timeline.length])
    assert.deepEqual(
      timeline.map(({ type }) => type),
      ['payment.issued', 'payment.claimed', 'payment.paid', 'payment.refunded'],
    )
    for (const { words } of timeline) assert.ok(/[가-힣]/.test(words.ko) && /[a-z]/.test(words.en))
    assert.match(timeline[2]?.words.ko ?? '', /강변점 1번 POS에서 5,000원을 수납했습니다/)
    assert.deepEqual([refunds.length, refunds[0]?.amount], [1, 2000])
    assert.deepEqual(actions, ['refund', 'resend'])
    for (const secret of IN_CLEAR) assert.ok(!reply.text.includes(secret), secret)
  })

  test('the customer is shown in clear to who may and says why, and that is written down before', async (t) => {
    const console = await openConsole(t)
    const [owner, viewer] = [await console.signedIn('owner'), await console.signedIn('viewer')]
    const { id } = await console.issue({ personal: BUYER })
    const unmask = (of: SignedIn, body: object) =>
      of.ask({ method: 'POST', path: `/merchants/${console.shop}/payments/${id}/unmask`, body })
    assert.equal((await unmask(viewer, { reason: '궁금해서' })).code, 'not_allowed')
    assert.equal((await unmask(owner, {})).code, 'bad_field')
    assert.equal((await unmask(owner, { reason: '' })).code, 'bad_field')
    assert.deepEqual(await entries(owner, console), [])
    const reply = await unmask(owner, { reason: '고객 문의 확인' })
    assert.ok(Value.Check(Unmasked, reply.answer), reply.text)
    assert.deepEqual([reply.answer.buyer_tel, reply.answer.custom_data], [BUYER.buyerTel, BUYER.customData])
    const [done, asked] = await entries(owner, console)
    assert.deepEqual([asked?.outcome, done?.outcome], ['asked', 'done'])
    assert.deepEqual(
      [done?.action, done?.object, done?.reason, done?.person, done?.merchant, done?.address],
      ['payment.unmasked', id, '고객 문의 확인', owner.person.id, console.shop, '127.0.0.1'],
    )
    for (const secret of IN_CLEAR) assert.ok(!JSON.stringify(done).includes(secret))
  })
})

describe('what people do with a payment', () => {
  test('each action is the merchant’s own, once under a key, and written down with who, when, where and why', async (t) => {
    const console = await openConsole(t)
    const owner = await console.signedIn('owner')
    const { id } = await console.issue({})
    const act = (action: string, body: object = {}, headers = key()) =>
      owner.ask({ method: 'POST', path: `/merchants/${console.shop}/payments/${id}/${action}`, body, headers })
    const amended = await act('amend', { amount: 2000, version: 1, reason: '가격 조정' })
    assert.deepEqual([(amended.answer as ConsolePayment).amount, (amended.answer as ConsolePayment).version], [2000, 2])
    const stale = await act('amend', { amount: 3000, version: 1 })
    assert.equal(stale.status, 409, stale.text)
    assert.equal(((await act('suspend', { shown: '재고 확인 중' })).answer as ConsolePayment).state, 'suspended')
    assert.equal(((await act('resume')).answer as ConsolePayment).state, 'waiting')
    assert.equal((await act('refund', { reason: '환불' })).status, 409)
    assert.equal(((await act('revoke', { reason: '주문 취소' })).answer as ConsolePayment).state, 'cancelled')
    const written = (await entries(owner, console)).toReversed()
    const ended = written.filter(({ outcome }) => outcome !== 'asked')
    assert.deepEqual(
      ended.map(({ action, outcome, reason, detail }) => [action, outcome, reason, detail]),
      [
        ['payment.amended', 'done', '가격 조정', { amount: 2000, version: 1 }],
        ['payment.amended', 'refused', null, { amount: 3000, version: 1 }],
        ['payment.suspended', 'done', null, { shown: '재고 확인 중' }],
        ['payment.resumed', 'done', null, {}],
        ['payment.refunded', 'refused', '환불', {}],
        ['payment.revoked', 'done', '주문 취소', {}],
      ],
    )
    assert.equal(written.length, 2 * ended.length)
  })

  test('a double click refunds once: the second is answered with what the first one was', async (t) => {
    const console = await openConsole(t)
    const finance = await console.signedIn('finance')
    const payment = await console.issue({ amount: 5000 })
    await console.collect(payment)
    const headers = key()
    const refund = (body: object = { amount: 1000, reason: '부분 환불' }) =>
      finance.ask({ method: 'POST', path: `/merchants/${console.shop}/payments/${payment.id}/refund`, body, headers })
    const clicks = await Promise.all([refund(), refund(), refund()])
    const done = clicks.filter(({ status }) => status === 200)
    assert.ok(done.length >= 1)
    for (const click of clicks) assert.ok(click.status === 200 || click.code === 'outcome_unknown', click.text)
    const again = await refund()
    assert.equal(again.text, done[0]?.text)
    assert.equal((again.answer as ConsolePayment).cancel_amount, 1000)
    assert.equal((await refund({ amount: 2000, reason: '다른 요청' })).code, 'key_conflict')
    const view = await console.gateway.find(console.shop, payment.id)
    assert.equal(view?.payment.refunds.length, 1)
  })

  test('a key is its person’s own: another’s of the same name is another deed', async (t) => {
    const console = await openConsole(t)
    const headers = key()
    for (const no of [1, 2]) {
      const owner = await console.signedIn('owner')
      const path = `/merchants/${console.shop}/payments`
      const reply = await owner.ask({ method: 'POST', path, body: { merchant_uid: `by-${no}`, amount: 1000 }, headers })
      assert.equal((reply.answer as ConsolePayment).merchant_uid, `by-${no}`)
    }
  })

  test('what the merchant’s own route finds wrong stands at its field, in each language by itself', async (t) => {
    const console = await openConsole(t)
    const owner = await console.signedIn('owner')
    const body = { merchant_uid: 'order', amount: 1000, expired_at: 1 }
    const path = `/merchants/${console.shop}/payments`
    const reply = await owner.ask({ method: 'POST', path, body, headers: key() })
    const { error } = reply.answer as AdminRefusal
    assert.deepEqual([reply.status, error.code, error.field], [400, 'bad_field', 'expired_at'])
    assert.match(error.message.ko, /^expired_at: 결제기한이 이미 지났습니다\.[^/]+$/)
    assert.match(error.message.en, /^expired_at: the deadline is in the past\.[^가-힣]+$/)
  })

  test('without a key nothing is done', async (t) => {
    const console = await openConsole(t)
    const owner = await console.signedIn('owner')
    for (const headers of [{}, { 'idempotency-key': 'short' }, { 'idempotency-key': `with space ${'x'.repeat(9)}` }]) {
      const path = `/merchants/${console.shop}/payments`
      const reply = await owner.ask({ method: 'POST', path, body: { merchant_uid: 'order', amount: 1000 }, headers })
      assert.deepEqual([reply.status, reply.code], [400, 'key_missing'])
    }
    assert.deepEqual((await found(owner, console, {})).payments, [])
  })
})
