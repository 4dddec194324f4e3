/** Claim, ask, settle: what the merchant is asked and when, how long it has, and whose word counts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Money, MonoTime } from '../core/brand.ts'
import { CLAIM_LIFE_MS } from '../core/decide.ts'
import { FAKE_START } from '../storage/fake-clocks.ts'
import {
  CONFIRM_URL,
  heldMerchant,
  issueRequest,
  MERCHANT,
  NO,
  openScene,
  type Scene,
  SILENCE,
  said,
  tillNamed,
  YES,
} from './test-gateway.ts'

const types = ({ happenings }: Scene): string[] => happenings.map(({ type }) => type)

test('a yes is a collection: the till gets its approval and the story is told in order', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue({ won: 36_400, personal: { buyerName: '홍길동' } })
  const outcome = await scene.collect(payment.number, { amount: 36_400 as Money, clerk: '김점원' })
  assert.ok(outcome.kind === 'stored' && outcome.answer.kind === 'collected')
  assert.match(outcome.answer.approvalNo, /^\d{8}$/)
  assert.match(outcome.answer.gatewayRef, /^\d{12}$/)
  assert.equal(outcome.answer.collectedAt, FAKE_START)
  assert.equal(outcome.answer.receipt.amount, 36_400)
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'collected'])
  assert.deepEqual(types(scene), ['issued', 'asked', 'collected'])
  assert.ok(!JSON.stringify(scene.happenings).includes('홍길동'))
})

test('the merchant is asked about the payment as it is held, with the customer’s fields and the time it has', async (t) => {
  const scene = await openScene(t)
  const personal = { buyerName: '홍길동', customData: '{"a":1}' }
  const payment = await scene.issue({ personal })
  await scene.collect(payment.number)
  const [question] = scene.questions
  assert.equal(scene.questions.length, 1)
  assert.equal(question?.url, CONFIRM_URL)
  assert.equal(question?.payment.state, 'authorising')
  assert.equal(question?.payment.id, payment.id)
  assert.deepEqual(question?.personal, issueRequest({ personal }).personal)
  assert.equal(question?.merchant.id, MERCHANT)
  assert.equal(question?.budgetMs, 5000)
  assert.equal(question?.answerBy, FAKE_START + 5000)
})

test('a no is the till’s decline, in the merchant’s words, and the number is payable again', async (t) => {
  const scene = await openScene(t, { askMerchant: async () => NO })
  const payment = await scene.issue()
  const outcome = await scene.collect(payment.number)
  assert.equal(said(outcome), 'declined: merchant_refused')
  assert.ok(outcome.kind === 'stored' && outcome.answer.kind === 'declined')
  assert.equal(outcome.answer.rejection.reason, '품절')
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'refused'])
  assert.deepEqual(types(scene), ['issued', 'asked', 'declined'])
})

test('without a confirm_url nobody is asked, and the number is payable', async (t) => {
  const scene = await openScene(t)
  const { number } = await scene.issue({ confirmUrl: null })
  assert.equal(said(await scene.collect(number, { waitsMs: 400 })), 'collected')
  assert.deepEqual(scene.questions, [])
  assert.deepEqual(types(scene), ['issued', 'collected'])
})

test('while the merchant is asked nothing is locked: the house goes on for everybody else', async (t) => {
  const merchant = heldMerchant()
  const scene = await openScene(t, {
    askMerchant: ({ payment }) => (payment.name === '느린 상품' ? merchant.askMerchant() : Promise.resolve(YES)),
  })
  const slow = await scene.issue({ name: '느린 상품' })
  const collecting = scene.collect(slow.number)
  await merchant.asked
  const other = await scene.issue()
  assert.equal(said(await scene.collect(other.number, { till: '2' })), 'collected')
  assert.equal((await scene.gateway.find(MERCHANT, slow.id))?.payment.state, 'authorising')
  assert.equal(said(await scene.collect(slow.number, { till: '2', stan: '2' })), 'declined: in_progress')
  assert.equal(said(await scene.collect(slow.number)), 'not done: still_running')
  await scene.storage.check()
  merchant.say(YES)
  assert.equal(said(await collecting), 'collected')
})

test('the merchant gets the smaller of its own time and what the till leaves, less the way back', async (t) => {
  const scene = await openScene(t, { askMerchant: async () => NO })
  const budgets: readonly (readonly [waitsMs: number, confirmTimeoutMs: number, budgetMs: number])[] = [
    [6000, 5000, 5000],
    [6000, 3000, 3000],
    [6000, 30_000, 5000],
    [2000, 5000, 1000],
    [2000.9, 5000, 1000],
    [1001, 5000, 1],
  ]
  for (const [index, [waitsMs, confirmTimeoutMs, budgetMs]] of budgets.entries()) {
    const { number } = await scene.issue({ channel: { confirmTimeoutMs } })
    await scene.collect(number, { waitsMs, stan: String(index) })
    assert.equal(scene.questions.at(-1)?.budgetMs, budgetMs, `${waitsMs} ${confirmTimeoutMs}`)
    assert.equal(scene.questions.length, index + 1)
  }
})

test('time spent before the question is not the merchant’s', async (t) => {
  const scene: Scene = await openScene(t, {
    askMerchant: async () => NO,
    around: (storage) => ({
      ...storage,
      async execute(command, deadline) {
        const outcome = await storage.execute(command, deadline)
        if (command.type === 'claim') scene.pass(700)
        return outcome
      },
    }),
  })
  const { number } = await scene.issue()
  await scene.collect(number)
  assert.equal(scene.questions[0]?.budgetMs, 4300)
  assert.equal(scene.questions[0]?.answerBy, FAKE_START + 700 + 4300)
})

test('where no time is left to ask, nobody is asked, and that is no yes', async (t) => {
  const scene = await openScene(t)
  for (const [index, waitsMs] of [1000, 301].entries()) {
    const payment = await scene.issue()
    const outcome = await scene.collect(payment.number, { waitsMs, stan: String(index) })
    assert.equal(said(outcome), 'declined: merchant_unanswered', String(waitsMs))
    assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'refused'])
  }
  assert.deepEqual(scene.questions, [])
  assert.equal(types(scene).filter((type) => type === 'asked').length, 2)
})

test('a till that no longer waits is told that nothing was done, and nothing was', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue()
  const outcome = await scene.collect(payment.number, { waitsMs: 299 })
  assert.equal(said(outcome), 'not done: too_late')
  assert.ok(outcome.kind === 'transient')
  assert.match(outcome.gatewayRef, /^\d{12}$/)
  assert.deepEqual(await scene.events(payment), ['issued'])
  assert.equal(said(await scene.collect(payment.number)), 'collected')
})

test('a merchant that hangs to the end of its time is no yes, and the till still has its answer in time', async (t) => {
  const scene = await openScene(t, {
    async askMerchant({ budgetMs }, asking) {
      asking().pass(budgetMs)
      return SILENCE
    },
  })
  const { number } = await scene.issue()
  const before = scene.clocks.mono()
  assert.equal(said(await scene.collect(number)), 'declined: merchant_unanswered')
  assert.ok(scene.clocks.mono() - before <= 6000 - 1000)
})

test('a yes with less than the margin left is too late for the till, and the merchant is to learn of it', async (t) => {
  for (const [tookMs, expected] of [
    [5700, 'collected'],
    [5701, 'declined: merchant_unanswered'],
    [9000, 'declined: merchant_unanswered'],
  ] as const) {
    const scene = await openScene(t, {
      async askMerchant(_question, asking) {
        asking().pass(tookMs)
        return YES
      },
    })
    const { number, id } = await scene.issue()
    assert.equal(said(await scene.collect(number)), expected, String(tookMs))
    const last = (await scene.storage.payments.events(MERCHANT, id)).at(-1)?.data
    assert.ok(last?.type === 'collected' || (last?.type === 'refused' && last.merchantSaidYes))
  }
})

test('a yes after the claim has lapsed changes nothing, even when another till has collected meanwhile', async (t) => {
  const merchant = heldMerchant()
  const scene = await openScene(t, {
    askMerchant: ({ payment }) => (payment.fence === 1 ? merchant.askMerchant() : Promise.resolve(YES)),
  })
  const payment = await scene.issue()
  const hanging = scene.collect(payment.number, { waitsMs: 60_000 })
  await merchant.asked
  scene.pass(CLAIM_LIFE_MS)
  assert.equal(said(await scene.collect(payment.number, { till: '2' })), 'collected')
  merchant.say(YES)
  assert.equal(said(await hanging), 'declined: merchant_unanswered')
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'lapsed', 'claimed', 'collected'])
  const { payment: now } = (await scene.gateway.find(MERCHANT, payment.id)) ?? {}
  assert.ok(now?.state === 'paid' && now.lastAttempt.request.till === '2')
})

test('a reverse while the merchant is asked wins: the yes that follows is answered as reversed', async (t) => {
  const merchant = heldMerchant()
  const scene = await openScene(t, merchant)
  const payment = await scene.issue()
  const collecting = scene.collect(payment.number)
  await merchant.asked
  assert.equal(said(await scene.reverse('1')), 'reversed: reversed')
  merchant.say(YES)
  assert.equal(said(await collecting), 'declined: reversed_before')
  assert.deepEqual(await scene.events(payment), ['issued', 'claimed', 'reversed'])
})

test('the same key gets the stored answer again, is no news, and asks nobody; other content is a conflict', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue()
  const first = await scene.collect(payment.number)
  scene.pass(20_000)
  const news = scene.happenings.length
  assert.deepEqual(await scene.collect(payment.number), first)
  assert.equal(scene.happenings.length, news)
  for (const other of [
    { amount: 999 as Money },
    { payType: 'card' },
    { clerk: '박점원' },
    { inquiryToken: 'x' },
  ] as const) {
    assert.equal(said(await scene.collect(payment.number, other)), 'not done: key_conflict', JSON.stringify(other))
  }
  assert.equal(scene.questions.length, 1)
})

test('each rule of the trade declines without asking the merchant, once and for all under its key', async (t) => {
  const scene = await openScene(t)
  const payment = await scene.issue({ channel: { payTypes: ['cash'] } })
  const mistyped = payment.number.slice(0, -1) + ((Number(payment.number.at(-1)) + 1) % 10)
  const declines = [
    ['number_wrong', mistyped, {}],
    ['number_unknown', 'NEVER-ISSUED', {}],
    ['amount_differs', payment.number, { amount: 999 as Money }],
    ['amount_differs', payment.number, { currency: 'USD' }],
    ['pay_type_not_allowed', payment.number, { payType: 'card' }],
    ['terms_changed', payment.number, { inquiryToken: 'garbage' }],
  ] as const
  for (const [index, [name, number, words]] of declines.entries()) {
    const asked = { ...words, stan: String(index) }
    const outcome = await scene.collect(number, asked)
    assert.equal(said(outcome), `declined: ${name}`)
    assert.deepEqual(await scene.collect(number, asked), outcome)
  }
  assert.deepEqual(scene.questions, [])
  assert.deepEqual(await scene.events(payment), ['issued'])
  assert.equal(types(scene).filter((type) => type === 'declined').length, declines.length)
})

test('a till’s key is its own: another till may use the same trace number', async (t) => {
  const scene = await openScene(t)
  const [one, other] = [await scene.issue(), await scene.issue()]
  assert.equal(said(await scene.collect(one.number, { till: '1' })), 'collected')
  assert.equal(said(await scene.collect(other.number, { till: '2' })), 'collected')
  const stranger = { ...tillNamed('1'), outlet: 'S002' }
  const third = await scene.issue()
  const asked = { businessDate: '20270301', stan: '1', deadline: (scene.clocks.mono() + 6000) as MonoTime }
  const { number, amount, currency } = third
  const outcome = await scene.gateway.collect(stranger, {
    ...asked,
    number,
    amount,
    currency,
    payType: 'cash',
    inquiryToken: null,
    clerk: null,
  })
  assert.equal(said(outcome), 'collected')
})
