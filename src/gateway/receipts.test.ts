/** Cash receipts between the house and their issuer: who is asked what, and what becomes of an answer that never comes. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Instant, Money } from '../core/brand.ts'
import { RECEIPT_ANSWER_MS } from '../core/cash-receipt.ts'
import type { ReceiptRule } from '../core/merchant.ts'
import type { Payment } from '../core/payment.ts'
import { NOBODY, type ReceiptIdentifier } from '../numbers/receipt-identifier.ts'
import { createOutsideSweeper } from './outside-sweep.ts'
import type { IssuerAnswer, ReceiptIssuer, ReceiptQuestion } from './ports.ts'
import { channelOf, MERCHANT, OTHER_MERCHANT, openScene, type Scene } from './test-gateway.ts'

const HER_PHONE: ReceiptIdentifier = { kind: 'phone', digits: '01098765432' }
const ISSUED: IssuerAnswer = { kind: 'issued', number: '123456789', tid: 'tid-1', finalAt: null }
const SILENCE: IssuerAnswer = { kind: 'unanswered' }

interface Asked {
  readonly step: 'issue' | 'cancel' | 'followUp'
  readonly question: ReceiptQuestion
  readonly digits: string | null
}

/** An issuer that says what the test puts before it, in order; the last for ever. */
function saying(...words: readonly IssuerAnswer[]) {
  const asked: Asked[] = []
  const left = [...words]
  const say = async (step: Asked['step'], question: ReceiptQuestion, digits: string | null): Promise<IssuerAnswer> => {
    asked.push({ step, question, digits })
    const word = left.length > 1 ? left.shift() : left[0]
    if (word === undefined) throw new Error('the test put no word before the issuer')
    return word
  }
  const issuer: ReceiptIssuer = {
    issue: (question, { digits }) => say('issue', question, digits),
    cancel: (question) => say('cancel', question, null),
    followUp: (question) => say('followUp', question, null),
  }
  return { issuer, asked }
}

async function openCollected(t: TestContext, issuer: ReceiptIssuer, receipts: ReceiptRule = 'asked') {
  const scene = await openScene(t, { issuer })
  await scene.storage.directory.put([{ kind: 'channel', entry: { ...channelOf(MERCHANT), receipts } }])
  const payment = await scene.issue({ won: 11_000 })
  await scene.collect(payment.number, { amount: 11_000 as Money })
  const sweeper = createOutsideSweeper({ storage: scene.storage, ...scene.gateway, repeat: () => async () => {} })
  return { scene, payment, sweeper, ask: () => ask(scene, payment) }
}

function ask({ gateway }: Scene, { id }: Payment, identifier = HER_PHONE) {
  return gateway.receipts.ask(MERCHANT, id, { use: 'person', identifier, taxFree: 0 as Money, vat: null })
}

async function receiptOf({ storage }: Scene, { id }: Payment) {
  return (await storage.payments.find(MERCHANT, id))?.receipt ?? null
}

test('the issuer is asked for a receipt over what was collected, for the number that was sent, and its word is written', async (t) => {
  const { issuer, asked } = saying(ISSUED)
  const { scene, payment, ask } = await openCollected(t, issuer)
  const answer = await ask()
  assert.ok(answer.kind === 'done')
  const [first] = asked
  assert.deepEqual([asked.length, first?.step, first?.digits, first?.question.tries], [1, 'issue', '01098765432', 1])
  assert.deepEqual(first?.question.receipt.amount, 11_000)
  assert.deepEqual(first?.question.receipt.vat, 1000)
  const receipt = await receiptOf(scene, payment)
  assert.ok(receipt?.state === 'issued')
  assert.deepEqual([receipt.number, receipt.tid, receipt.dueAt], ['123456789', 'tid-1', null])
  assert.equal(scene.happenings.at(-1)?.type, 'receipt_issued')
})

test('the number it is for is in no event, and in its row only sealed', async (t) => {
  const { issuer } = saying(ISSUED)
  const { scene, payment, ask } = await openCollected(t, issuer)
  await ask()
  const kept = JSON.stringify([
    await scene.storage.payments.events(MERCHANT, payment.id),
    await scene.storage.payments.find(MERCHANT, payment.id),
    await scene.storage.payments.findReceiptIdentifier(
      MERCHANT,
      (await receiptOf(scene, payment))?.id ?? ('' as never),
    ),
    scene.happenings,
  ])
  assert.ok(!kept.includes('98765432'))
})

test('an issuer that says no leaves a receipt that failed, and another one may be asked for', async (t) => {
  const { issuer } = saying({ kind: 'refused', reason: '등록되지 않은 사업자' }, ISSUED)
  const { scene, payment, ask } = await openCollected(t, issuer)
  assert.deepEqual(await ask(), {
    kind: 'trouble',
    trouble: { name: 'issuer_refused', reason: '등록되지 않은 사업자' },
  })
  assert.equal((await receiptOf(scene, payment))?.state, 'failed')
  assert.equal((await ask()).kind, 'done')
})

test('an issuer that does not answer is asked again under the same id, by whoever sweeps, until it does', async (t) => {
  const { issuer, asked } = saying(SILENCE, SILENCE, ISSUED)
  const { scene, payment, sweeper, ask } = await openCollected(t, issuer)
  assert.deepEqual(await ask(), { kind: 'trouble', trouble: { name: 'issuer_unanswered' } })
  await sweeper.sweep()
  assert.equal(asked.length, 1, 'not before its time')
  for (const waitMs of [RECEIPT_ANSWER_MS, 2 * RECEIPT_ANSWER_MS]) {
    scene.pass(waitMs)
    await sweeper.sweep()
  }
  assert.deepEqual(
    asked.map(({ question }) => question.tries),
    [1, 2, 3],
  )
  assert.equal(new Set(asked.map(({ question }) => question.receipt.id)).size, 1)
  assert.deepEqual(new Set(asked.map(({ digits }) => digits)), new Set(['01098765432']))
  assert.equal((await receiptOf(scene, payment))?.state, 'issued')
})

test('a process that dies between the issuer’s yes and the row leaves nothing lost and nothing twice', async (t) => {
  const ids = new Set<string>()
  const dies = { now: true }
  const issuer: ReceiptIssuer = {
    async issue({ receipt }) {
      ids.add(receipt.id)
      if (dies.now) throw new Error('the process is gone')
      return ISSUED
    },
    cancel: async () => SILENCE,
    followUp: async () => SILENCE,
  }
  const { scene, payment, sweeper, ask } = await openCollected(t, issuer)
  await assert.rejects(ask(), /the process is gone/)
  assert.equal((await receiptOf(scene, payment))?.state, 'issuing')
  dies.now = false
  scene.pass(RECEIPT_ANSWER_MS)
  await sweeper.sweep()
  assert.equal((await receiptOf(scene, payment))?.state, 'issued')
  assert.equal(ids.size, 1)
})

test('a receipt is cancelled once; asked again it is the same answer, and the issuer is left alone', async (t) => {
  const { issuer, asked } = saying(ISSUED, { kind: 'cancelled' })
  const { scene, payment, ask } = await openCollected(t, issuer)
  await ask()
  for (let times = 0; times < 3; times += 1) {
    const answer = await scene.gateway.receipts.cancel(MERCHANT, payment.id)
    assert.ok(answer.kind === 'done' && answer.view.payment.receipt?.state === 'cancelled')
  }
  assert.deepEqual(
    asked.map(({ step, question }) => [step, question.tid]),
    [
      ['issue', null],
      ['cancel', 'tid-1'],
    ],
  )
})

test('a receipt that the issuer will not cancel stays, and the operator hears of it', async (t) => {
  const { issuer } = saying(ISSUED, { kind: 'refused', reason: '마감되었습니다' })
  const { scene, payment, ask } = await openCollected(t, issuer)
  await ask()
  assert.deepEqual(await scene.gateway.receipts.cancel(MERCHANT, payment.id), {
    kind: 'trouble',
    trouble: { name: 'issuer_refused', reason: '마감되었습니다' },
  })
  assert.equal((await receiptOf(scene, payment))?.state, 'issued')
  const last = scene.happenings.at(-1)
  assert.ok(last?.type === 'receipt_failed' && last.stands)
})

test('a reverse does not wait for the issuer: the sweep has the receipt cancelled', async (t) => {
  const { issuer, asked } = saying(ISSUED, { kind: 'cancelled' })
  const { scene, payment, sweeper, ask } = await openCollected(t, issuer)
  await ask()
  await scene.reverse('1')
  assert.equal(asked.length, 1)
  await sweeper.sweep()
  const receipt = await receiptOf(scene, payment)
  assert.ok(receipt?.state === 'cancelled')
  assert.equal(receipt.cause, 'reversed')
})

test('a house that issues by itself does so for cash within the sweep, to nobody, and again for cash that comes again', async (t) => {
  const { issuer, asked } = saying(ISSUED, { kind: 'cancelled' }, ISSUED)
  const { scene, payment, sweeper } = await openCollected(t, issuer, 'always')
  await sweeper.sweep()
  await scene.reverse('1')
  await scene.collect(payment.number, { stan: '2', amount: 11_000 as Money })
  await sweeper.sweep()
  assert.deepEqual(
    asked.map(({ step, digits }) => [step, digits]),
    [
      ['issue', NOBODY.digits],
      ['cancel', null],
      ['issue', NOBODY.digits],
    ],
  )
  assert.equal((await receiptOf(scene, payment))?.state, 'issued')
})

test('a channel that issues none is told so, whatever stands on the payment; so is a house without an issuer', async (t) => {
  const { issuer, asked } = saying(ISSUED)
  const noIssuer = { kind: 'trouble', trouble: { name: 'no_issuer' } }
  const { scene, payment, ask: askHere } = await openCollected(t, issuer, 'none')
  assert.deepEqual(await askHere(), noIssuer)
  assert.deepEqual(await scene.gateway.receipts.cancel(MERCHANT, payment.id), noIssuer)
  const bare = await openScene(t)
  const other = await bare.issue()
  await bare.collect(other.number)
  assert.deepEqual(await ask(bare, other), noIssuer)
  assert.deepEqual(await bare.gateway.receipts.cancel(MERCHANT, other.id), noIssuer)
  assert.equal(await bare.gateway.receipts.askAgain(other.id), false)
  assert.deepEqual(asked, [])
})

test("another merchant's payment is as unknown as one that never was", async (t) => {
  const { issuer, asked } = saying(ISSUED)
  const { scene, payment } = await openCollected(t, issuer)
  const request = { use: 'person', identifier: HER_PHONE, taxFree: 0 as Money, vat: null } as const
  const unknown = { kind: 'rejected', rejection: { name: 'payment_not_found' } }
  assert.deepEqual(await scene.gateway.receipts.ask(OTHER_MERCHANT, payment.id, request), unknown)
  assert.deepEqual(await scene.gateway.receipts.cancel(OTHER_MERCHANT, payment.id), unknown)
  assert.deepEqual(asked, [])
})

test('a hundred who ask at once get one receipt', async (t) => {
  const { issuer, asked } = saying(ISSUED)
  const { ask: askHere } = await openCollected(t, issuer)
  const answers = await Promise.all(Array.from({ length: 100 }, askHere))
  assert.equal(answers.filter(({ kind }) => kind === 'done').length, 1)
  assert.equal(asked.length, 1)
})

test('a provisional receipt is asked about when the tax office has had its time, and may be turned down', async (t) => {
  for (const word of [{ kind: 'final' }, { kind: 'refused', reason: '반려' }] as const) {
    const finalAt = (at: number) => (at + 3_600_000) as Instant
    const { issuer, asked } = saying(SILENCE)
    const {
      scene,
      payment,
      sweeper,
      ask: askHere,
    } = await openCollected(t, {
      ...issuer,
      issue: async () => ({ ...ISSUED, finalAt: finalAt(scene.storage.clock.now()) }) as IssuerAnswer,
      followUp: async () => word,
    })
    await askHere()
    await sweeper.sweep()
    const before = await receiptOf(scene, payment)
    assert.ok(before?.state === 'issued' && before.dueAt !== null)
    scene.pass(3_600_000)
    await sweeper.sweep()
    const after = await receiptOf(scene, payment)
    assert.equal(after?.state, word.kind === 'final' ? 'issued' : 'failed')
    assert.ok(after?.state === 'failed' || (after?.state === 'issued' && after.dueAt === null))
    assert.deepEqual(asked, [])
  }
})

const giveBack = ({ gateway }: Scene, { id }: Payment, won: number | null) =>
  gateway.refunds.refund(MERCHANT, id, {
    amount: won as Money | null,
    balance: null,
    taxFree: null,
    vatAmount: null,
    reason: '반품',
    askedBy: 'merchant',
    tellV1: false,
    to: { kind: 'slip' },
    keyed: null,
  })

const stepsOf = (asked: readonly Asked[]) =>
  asked.map(({ step, digits, question }) => [step, digits, question.receipt.amount])

test('a part given back: the receipt is cancelled, and one about what is left is issued to the same number', async (t) => {
  const { issuer, asked } = saying(ISSUED, { kind: 'cancelled' }, { ...ISSUED, number: '987654321', tid: 'tid-2' })
  const { scene, payment, sweeper, ask } = await openCollected(t, issuer)
  await ask()
  assert.ok((await giveBack(scene, payment, 4_400)).ok)
  await sweeper.sweep()
  assert.deepEqual(stepsOf(asked), [
    ['issue', '01098765432', 11_000],
    ['cancel', null, 11_000],
    ['issue', '01098765432', 6_600],
  ])
  const receipt = await receiptOf(scene, payment)
  assert.ok(receipt?.state === 'issued')
  assert.deepEqual([receipt.number, receipt.amount, receipt.vat], ['987654321', 6_600, 600])
})

test('a part given back while the issuer is still being asked: what it issues then is cancelled, and the rest issued', async (t) => {
  const said = Promise.withResolvers<IssuerAnswer>()
  const { issuer, asked } = saying({ kind: 'cancelled' }, ISSUED)
  const first: ReceiptIssuer = { ...issuer, issue: () => said.promise }
  let issuing = first
  const { scene, payment, sweeper, ask } = await openCollected(t, {
    issue: (question, identifier) => issuing.issue(question, identifier),
    cancel: (question) => issuer.cancel(question),
    followUp: (question) => issuer.followUp(question),
  })
  const asking = ask()
  while ((await receiptOf(scene, payment)) === null) await new Promise(setImmediate)
  assert.ok((await giveBack(scene, payment, 4_400)).ok)
  issuing = issuer
  said.resolve(ISSUED)
  await asking
  await sweeper.sweep()
  assert.deepEqual(stepsOf(asked), [
    ['cancel', null, 11_000],
    ['issue', '01098765432', 6_600],
  ])
  assert.equal((await receiptOf(scene, payment))?.state, 'issued')
})

test('all given back while the issuer is silent: in the end there is a receipt that was issued and cancelled, and none stands', async (t) => {
  const { issuer, asked } = saying(SILENCE, ISSUED, { kind: 'cancelled' })
  const { scene, payment, sweeper, ask } = await openCollected(t, issuer)
  assert.equal((await ask()).kind, 'trouble')
  assert.ok((await giveBack(scene, payment, null)).ok)
  await scene.storage.clock.advance(RECEIPT_ANSWER_MS * 4)
  await sweeper.sweep()
  assert.deepEqual(
    asked.map(({ step }) => step),
    ['issue', 'issue', 'cancel'],
  )
  const receipt = await receiptOf(scene, payment)
  assert.ok(receipt?.state === 'cancelled')
  assert.equal(receipt.cause, 'refunded')
})
