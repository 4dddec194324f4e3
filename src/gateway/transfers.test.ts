/** Refunds that the house's bank transfers, with a real keeper and vault: asked until it answers, and paid once. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Instant, Money } from '../core/brand.ts'
import { refundOf } from '../core/refund.ts'
import { createErasure } from './erase.ts'
import { createOutsideSweeper } from './outside-sweep.ts'
import type { Payer, TransferAnswer, TransferQuestion } from './ports.ts'
import type { RefundTo } from './refunds.ts'
import { MERCHANT, openScene, type Scene } from './test-gateway.ts'

const ACCOUNT = { holder: '홍길동', bank: '004', number: '110234567890', tel: null }
const TO_BANK: RefundTo = { kind: 'bank', account: ACCOUNT }
const PAID: TransferAnswer = { kind: 'paid_out', reference: 'bank-7' }
const SILENCE = { kind: 'unanswered' } as const

/** Answers as the test says, and keeps a book: what it was told under an id it pays once. */
function bank(answers: readonly (TransferAnswer | 'lost' | 'never_heard')[]) {
  const left = [...answers]
  const book = new Map<string, number>()
  const asked: string[] = []
  const say = (verb: 'pay' | 'ask', { id, account, refund, tries }: TransferQuestion) => {
    asked.push(`${verb} ${tries}`)
    assert.deepEqual(account, ACCOUNT)
    const answer = left.shift() ?? PAID
    if (verb === 'pay' && answer !== 'never_heard') book.set(id, refund.amount)
    return answer
  }
  const payer: Payer = {
    async pay(question) {
      const answer = say('pay', question)
      return answer === 'lost' || answer === 'never_heard' ? SILENCE : answer
    },
    async ask(question) {
      const answer = say('ask', question)
      if (answer === 'never_heard') return { kind: 'never_heard' }
      return answer === 'lost' ? SILENCE : answer
    },
  }
  return { payer, book, asked, paid: () => [...book.values()].reduce((sum, amount) => sum + amount, 0) }
}

async function owed(t: TestContext, { payer }: { readonly payer: Payer }) {
  const scene = await openScene(t, { payer })
  const sweeper = createOutsideSweeper({ storage: scene.storage, ...scene.gateway, repeat: () => async () => {} })
  const payment = await scene.issue()
  await scene.collect(payment.number)
  const done = await scene.gateway.refunds.refund(MERCHANT, payment.id, {
    amount: 400 as Money,
    balance: null,
    taxFree: null,
    vatAmount: null,
    reason: '변심',
    askedBy: 'merchant',
    tellV1: false,
    to: TO_BANK,
    keyed: null,
  })
  assert.ok(done.ok)
  const id = done.refund.id
  const refund = async () => {
    const found = await scene.storage.payments.find(MERCHANT, payment.id)
    return (found && refundOf(found, id)) ?? assert.fail('it is there')
  }
  return { scene, sweeper, payment, id, refund }
}

async function pass(scene: Scene, sweeper: { sweep(): Promise<void> }, ms: number): Promise<void> {
  scene.pass(ms)
  await sweeper.sweep()
}

test('a refund is accepted without waiting for the bank, which is told at the next look and pays once', async (t) => {
  const house = bank([PAID])
  const { scene, sweeper, refund } = await owed(t, house)
  assert.deepEqual([(await refund()).payout.state, house.asked], ['pending', []])
  await sweeper.sweep()
  await pass(scene, sweeper, 9 * 86_400_000)
  const { payout } = await refund()
  assert.ok(payout.state === 'paid_out' && payout.where.kind === 'bank' && payout.where.reference === 'bank-7')
  assert.deepEqual([house.asked, house.paid()], [['pay 1'], 400])
  assert.equal(scene.happenings.at(-1)?.type, 'payout_settled')
})

test('an answer that is lost is asked about, under the same id, until there is one: unknown is never called paid or failed', async (t) => {
  const house = bank(['lost', 'lost', 'lost', PAID])
  const { scene, sweeper, refund } = await owed(t, house)
  await sweeper.sweep()
  for (const waitMs of [30_000, 60_000]) {
    assert.equal((await refund()).payout.state, 'pending')
    assert.equal(scene.happenings.at(-1)?.type, 'bank_unanswered')
    await pass(scene, sweeper, waitMs - 1000)
    await pass(scene, sweeper, 1000)
  }
  await pass(scene, sweeper, 120_000)
  assert.equal((await refund()).payout.state, 'paid_out')
  assert.deepEqual(house.asked, ['pay 1', 'ask 2', 'ask 3', 'ask 4'])
  assert.deepEqual([house.book.size, house.paid()], [1, 400])
})

test('an account that is gone ends a refund no bank was told of, and says nothing of one that the bank may have paid', async (t) => {
  for (const [answers, state, asked] of [
    [[], 'failed', []],
    [['lost'], 'pending', ['pay 1']],
  ] as const) {
    const house = bank(answers)
    const { scene, sweeper, id, payment, refund } = await owed(t, house)
    const erase = () =>
      scene.storage.erase({ merchantId: MERCHANT, paymentId: payment.id, refundIds: [id], receiptIds: [] })
    if (asked.length === 0) await erase()
    await sweeper.sweep()
    await erase()
    await pass(scene, sweeper, 30_000)
    assert.deepEqual([(await refund()).payout.state, house.asked], [state, asked])
  }
})

test('an order that never arrived is given again, under the same id', async (t) => {
  const house = bank(['never_heard', 'never_heard', PAID])
  const { scene, sweeper, refund } = await owed(t, house)
  await sweeper.sweep()
  assert.equal(house.paid(), 0)
  await pass(scene, sweeper, 30_000)
  assert.equal((await refund()).payout.state, 'paid_out')
  assert.deepEqual(house.asked, ['pay 1', 'ask 2', 'pay 2'])
  assert.deepEqual([house.book.size, house.paid()], [1, 400])
})

test('another holder is a failed payout with its cause, which another account ends under another id', async (t) => {
  const house = bank([{ kind: 'failed', cause: 'holder_differs', reason: '예금주 불일치' }, PAID])
  const { scene, sweeper, id, refund } = await owed(t, house)
  await sweeper.sweep()
  const { payout } = await refund()
  assert.ok(payout.state === 'failed' && payout.cause === 'holder_differs' && payout.note === '예금주 불일치')
  assert.ok((await scene.gateway.refunds.reroute(MERCHANT, id, TO_BANK)).ok)
  await sweeper.sweep()
  assert.equal((await refund()).payout.state, 'paid_out')
  assert.deepEqual(house.asked, ['pay 1', 'pay 1'])
  assert.equal(house.book.size, 2)
})

test('a process that dies between asking and writing asks again: the bank knows the order and pays once', async (t) => {
  const house = bank([PAID, PAID])
  const { scene, sweeper, id, refund } = await owed(t, house)
  const { storage } = scene
  const [key] = await storage.refunds.transfersDue(10)
  assert.ok(key?.refundId === id)
  // What a process does before it asks; then it is gone.
  await storage.execute({ type: 'try_transfer', id: 'cmd_gone' as never, ...key })
  const { transfer } = await refund()
  house.book.set(transfer?.id ?? '', 400)
  await sweeper.sweep()
  assert.deepEqual(house.asked, [], 'whoever took the turn may still be asking')
  await pass(scene, sweeper, 30_000)
  assert.equal((await refund()).payout.state, 'paid_out')
  assert.deepEqual([house.asked, house.book.size, house.paid()], [['ask 2'], 1, 400])
})

test('of many sweeps at once one asks', async (t) => {
  const house = bank([PAID])
  const { sweeper, refund } = await owed(t, house)
  await Promise.all(Array.from({ length: 20 }, () => sweeper.sweep()))
  assert.deepEqual([house.asked, (await refund()).payout.state], [['pay 1'], 'paid_out'])
})

test('an order that the operator calls failed while the bank has it: the bank is asked on about its account, told nothing, and its “paid” is seen', async (t) => {
  const taken = { kind: 'taken' as const, knownAt: 0 as Instant }
  const house = bank([taken, 'lost', PAID])
  const { scene, sweeper, id, payment, refund } = await owed(t, house)
  taken.knownAt = (scene.gateway.now() + 3_600_000) as Instant
  const erase = createErasure(scene)
  await sweeper.sweep()
  assert.ok((await scene.gateway.refunds.settle(MERCHANT, id, 'failed', '은행 전화')).ok)
  const elsewhere: RefundTo = { kind: 'bank', account: { ...ACCOUNT, bank: '088', number: '110999888777' } }
  const rerouted = await scene.gateway.refunds.reroute(MERCHANT, id, elsewhere)
  assert.ok(!rerouted.ok && rerouted.rejection.name === 'transfer_running')
  assert.deepEqual(await erase.payment(MERCHANT, payment.id), { kind: 'needed', by: 'refund' })
  await pass(scene, sweeper, 3_600_000)
  await pass(scene, sweeper, 60_000)
  const { payout, paidAfterAll } = await refund()
  assert.deepEqual([payout.state, paidAfterAll?.reference], ['failed', 'bank-7'])
  assert.deepEqual(house.asked, ['pay 1', 'ask 2', 'ask 3'])
  const seen = scene.happenings.filter(({ type }) => type === 'bank_paid_after_all')
  assert.equal(seen.length, 1)
  assert.equal(scene.happenings.at(-1)?.type, 'bank_paid_after_all')
  assert.equal((await erase.payment(MERCHANT, payment.id)).kind, 'erased')
})

test('the bank’s “paid” on its way while the operator says “failed” is seen, and moves nothing', async (t) => {
  const asked = Promise.withResolvers<void>()
  const word = Promise.withResolvers<TransferAnswer>()
  const payer: Payer = {
    async pay() {
      asked.resolve()
      return word.promise
    },
    ask: () => assert.fail('it has said it'),
  }
  const { scene, sweeper, id, refund } = await owed(t, { payer })
  const sweeping = sweeper.sweep()
  await asked.promise
  assert.ok((await scene.gateway.refunds.settle(MERCHANT, id, 'failed', null)).ok)
  const moved = (await refund()).payout
  word.resolve(PAID)
  await sweeping
  await pass(scene, sweeper, 9 * 86_400_000)
  assert.deepEqual([(await refund()).payout, (await refund()).paidAfterAll?.reference], [moved, 'bank-7'])
  assert.deepEqual(
    scene.happenings
      .filter(({ type }) => type === 'bank_paid_after_all' || type === 'payout_settled')
      .map(({ type }) => type),
    ['payout_settled', 'bank_paid_after_all'],
  )
})

test('an order that never reached the bank and was called failed is never given again', async (t) => {
  const house = bank(['never_heard', 'never_heard'])
  const { scene, sweeper, id, refund } = await owed(t, house)
  await sweeper.sweep()
  assert.ok((await scene.gateway.refunds.settle(MERCHANT, id, 'failed', null)).ok)
  await pass(scene, sweeper, 30_000)
  await pass(scene, sweeper, 9 * 86_400_000)
  assert.deepEqual([house.asked, house.paid(), (await refund()).calledFailed], [['pay 1', 'ask 2'], 0, null])
})

test('an order that the operator ends while the bank is asked whether it arrived is not given', async (t) => {
  for (const result of ['failed', 'paid_out'] as const) {
    const asked = Promise.withResolvers<void>()
    const word = Promise.withResolvers<{ readonly kind: 'never_heard' }>()
    const calls: string[] = []
    const payer: Payer = {
      async pay({ tries }) {
        calls.push(`pay ${tries}`)
        return SILENCE
      },
      ask({ tries }) {
        calls.push(`ask ${tries}`)
        asked.resolve()
        return word.promise
      },
    }
    const { scene, sweeper, id, refund } = await owed(t, { payer })
    await sweeper.sweep()
    const sweeping = pass(scene, sweeper, 30_000)
    await asked.promise
    assert.ok((await scene.gateway.refunds.settle(MERCHANT, id, result, null)).ok)
    word.resolve({ kind: 'never_heard' })
    await sweeping
    await pass(scene, sweeper, 9 * 86_400_000)
    const { payout, calledFailed, paidAfterAll } = await refund()
    assert.deepEqual(calls, ['pay 1', 'ask 2'])
    assert.deepEqual([payout.state, calledFailed, paidAfterAll], [result, null, null])
  }
})
