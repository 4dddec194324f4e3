/**
 * Cash receipts in stories: who may have one, and that no receipt outlives its money, whatever the issuer says and when.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collected, DAY_MS, HOUR_MS, issued, MINUTE_MS, SECOND_MS } from '../../test/core-story.ts'
import { RECEIPT_ANSWER_MS, RECEIPT_WAIT_MAX_MS, waitAfter } from './cash-receipt.ts'
import { vatWithin } from './money.ts'

/** A story in which number 1 was paid in cash and its receipt was asked for. */
function asked() {
  const story = collected()
  assert.equal(story.askReceipt(), 'receipt asked')
  return story
}

const receiptOf = (story: ReturnType<typeof collected>) => story.payment().receipt

test('a receipt is about all that was collected, an eleventh of what is taxed its tax', () => {
  for (const [words, expected] of [
    [{}, { taxFree: 0, vat: 91 }],
    [{ taxFree: 1000 }, { taxFree: 1000, vat: 0 }],
    [{ taxFree: 450 }, { taxFree: 450, vat: 50 }],
    [{ vat: 0 }, { taxFree: 0, vat: 0 }],
    [
      { taxFree: 400, vat: 60 },
      { taxFree: 400, vat: 60 },
    ],
  ] as const) {
    const story = collected()
    assert.equal(story.askReceipt(words), 'receipt asked')
    const { amount, taxFree, vat } = receiptOf(story) ?? {}
    assert.deepEqual({ amount, taxFree, vat }, { amount: 1000, ...expected })
  }
})

test('parts that are more than the whole are refused, and the limit is named', () => {
  const story = collected()
  for (const words of [{ taxFree: 1001 }, { vat: 1001 }, { taxFree: 500, vat: 501 }]) {
    assert.equal(story.askReceipt(words), 'no: receipt_tax_too_high')
    assert.deepEqual(story.latest?.outcome, {
      kind: 'rejected',
      rejection: { name: 'receipt_tax_too_high', limit: 1000 },
    })
  }
  assert.equal(receiptOf(story), null)
})

test('there is no receipt for a card', () => {
  const { story } = issued()
  story.collect({ payType: 'card', unasked: true })
  assert.equal(receiptOf(story), null)
  assert.equal(story.askReceipt(), 'no: receipt_not_cash')
})

test("a receipt of another merchant's payment is asked for and cancelled in vain, and nothing is touched", () => {
  const story = asked()
  story.settleReceipt()
  const before = story.events.length
  assert.equal(story.askReceipt({ merchant: 'mer_lee' }), 'no: payment_not_found')
  assert.equal(story.cancelReceipt({ merchant: 'mer_lee' }), 'no: payment_not_found')
  assert.equal(story.cancelReceipt({ no: 9 }), 'no: payment_not_found')
  assert.equal(story.events.length, before)
})

test('a house that issues by itself issues for cash to nobody, in the change that collects it', () => {
  const { story } = issued()
  assert.equal(story.collect({ unasked: true }), 'collected')
  assert.deepEqual(story.happened().slice(-2), ['collected', 'receipt_asked'])
  assert.equal(receiptOf(story)?.identifier, null)
  assert.equal(story.retryReceipt(), 'its turn')
})

test('money that goes back while its receipt is being issued takes the receipt along as soon as it is known', () => {
  const story = asked()
  story.reverse()
  assert.equal(story.state(), 'ready')
  assert.equal(story.settleReceipt(), 'receipt settled')
  assert.deepEqual(story.happened().slice(-2), ['receipt_issued', 'receipt_cancel_asked'])
  assert.equal(story.retryReceipt(), 'its turn')
  story.settleReceipt()
  assert.equal(receiptOf(story)?.state, 'cancelled')
})

test('money that goes back while its receipt is being issued leaves nothing where the issuer says no', () => {
  const story = asked()
  story.reverse()
  story.settleReceipt({ says: 'no' })
  assert.equal(receiptOf(story)?.state, 'failed')
})

test('cash that comes again has a receipt of its own, once that of the undone collect is out of the way', () => {
  const { story } = issued()
  story.collect({ unasked: true })
  story.settleReceipt()
  const first = receiptOf(story)?.id
  story.reverse()
  story.collect({ stan: '2', unasked: true })
  assert.equal(receiptOf(story)?.state, 'cancelling')
  story.settleReceipt({ unasked: true })
  assert.equal(receiptOf(story)?.state, 'issuing')
  assert.notEqual(receiptOf(story)?.id, first)
  assert.deepEqual(story.happened().slice(-2), ['receipt_cancelled', 'receipt_asked'])
})

test('a receipt that its merchant took back is not issued again unasked', () => {
  const { story } = issued()
  story.collect({ unasked: true })
  story.settleReceipt()
  story.cancelReceipt()
  story.settleReceipt({ unasked: true })
  assert.equal(receiptOf(story)?.state, 'cancelled')
  story.reverse()
  story.collect({ stan: '2', unasked: true })
  assert.equal(receiptOf(story)?.state, 'issuing', 'cash that comes again is other money')
})

test('a receipt that its issuer would not cancel stays, says why, and goes when the money does', () => {
  const story = asked()
  story.settleReceipt()
  story.cancelReceipt()
  story.settleReceipt({ says: 'no' })
  const kept = receiptOf(story)
  assert.ok(kept?.state === 'issued')
  assert.equal(kept.cancelFailed, 'not registered')
  story.reverse()
  assert.equal(receiptOf(story)?.state, 'cancelling')
})

test('a word about a step that is over, or about another receipt, changes nothing', () => {
  const story = asked()
  const first = receiptOf(story)?.id
  assert.ok(first)
  story.settleReceipt({ finalInMs: null })
  const settled = receiptOf(story)
  for (const words of [{ step: 'issuing' }, { step: 'cancelling' }, { step: 'issued' }] as const) {
    story.settleReceipt(words)
    story.settleReceipt({ ...words, says: 'no' })
    assert.deepEqual(receiptOf(story), settled)
  }
  story.cancelReceipt()
  story.settleReceipt()
  story.askReceipt()
  const second = receiptOf(story)
  story.settleReceipt({ receipt: first })
  assert.deepEqual(receiptOf(story), second)
})

test('an issuer that does not answer is asked again under the same id, ever more seldom', () => {
  const story = asked()
  const id = receiptOf(story)?.id
  const waits: number[] = []
  for (let tries = 1; tries <= 9; tries += 1) {
    const receipt = receiptOf(story)
    assert.ok(receipt?.state === 'issuing' && receipt.id === id && receipt.tries === tries)
    waits.push(receipt.dueAt - story.at)
    story.jumps(receipt.dueAt - story.at - 1)
    assert.equal(story.retryReceipt(), 'nothing due')
    story.jumps(1)
    assert.equal(story.retryReceipt(), 'its turn')
    assert.equal(story.retryReceipt(), 'nothing due')
  }
  assert.deepEqual(
    waits,
    [0.5, 1, 2, 4, 8, 16, 32, 60, 60].map((minutes) => minutes * MINUTE_MS),
  )
  assert.equal(waits[0], RECEIPT_ANSWER_MS)
  assert.equal(waitAfter(1000), RECEIPT_WAIT_MAX_MS)
})

test('a receipt is provisional until the tax office has looked at it, which may turn it down', () => {
  for (const says of ['yes', 'no'] as const) {
    const story = asked()
    story.settleReceipt({ finalInMs: DAY_MS })
    story.jumps(DAY_MS - 1)
    assert.equal(story.retryReceipt(), 'nothing due')
    story.jumps(1)
    assert.equal(story.retryReceipt(), 'its turn')
    story.settleReceipt({ says })
    assert.equal(receiptOf(story)?.state, says === 'yes' ? 'issued' : 'failed')
    story.jumps(HOUR_MS)
    assert.equal(story.retryReceipt(), 'nothing due')
  }
})

test('a provisional receipt that could not be cancelled is looked at by the tax office all the same', () => {
  const story = asked()
  story.settleReceipt({ finalInMs: DAY_MS })
  const provisional = receiptOf(story)
  assert.ok(provisional?.state === 'issued')
  story.cancelReceipt()
  story.settleReceipt({ says: 'no' })
  assert.deepEqual(receiptOf(story), { ...provisional, cancelFailed: 'not registered' })
  story.jumps(DAY_MS)
  assert.equal(story.retryReceipt(), 'its turn')
  assert.equal(story.retryReceipt(), 'nothing due')
  story.jumps(RECEIPT_WAIT_MAX_MS - 1)
  assert.equal(story.retryReceipt(), 'nothing due')
  story.jumps(1)
  assert.equal(story.retryReceipt(), 'its turn')
  story.settleReceipt()
  assert.equal(receiptOf(story)?.state, 'issued')
})

test('a payment that ended after its money went back still has its receipt cancelled', () => {
  const story = asked()
  story.settleReceipt()
  story.reverse()
  story.revoke()
  story.passes(SECOND_MS)
  assert.equal(story.state(), 'cancelled')
  story.settleReceipt()
  assert.deepEqual([story.state(), receiptOf(story)?.state], ['cancelled', 'cancelled'])
})

test('an eleventh is rounded to the nearest for any amount, exactly', () => {
  for (const amount of [0, 1, 5, 6, 11, 16, 17, 1000, Number.MAX_SAFE_INTEGER - 5]) {
    const doubled = (BigInt(amount) * 2n + 11n) / 22n
    assert.equal(BigInt(vatWithin(amount as Parameters<typeof vatWithin>[0])), doubled, String(amount))
  }
})

test('money given back in parts: the receipt is cancelled, and one about what is left takes its place, for the same person', () => {
  const story = collected()
  story.askReceipt({ taxFree: 300 })
  story.settleReceipt()
  const first = story.payment().receipt
  story.refund({ amount: 400 })
  assert.equal(story.payment().receipt?.state, 'cancelling')
  story.settleReceipt()
  const next = story.payment().receipt
  assert.ok(first && next?.state === 'issuing')
  assert.notEqual(next.id, first.id)
  assert.deepEqual(
    [next.amount, next.taxFree, next.vat, next.use, next.identifier, next.sealedUnder],
    [600, 300, 27, first.use, first.identifier, first.sealedUnder],
  )
  story.settleReceipt()
  assert.equal(story.payment().receipt?.state, 'issued')
})

test('money given back while its receipt is being issued: as soon as it is known it is cancelled, and issued about the rest', () => {
  const story = collected()
  story.askReceipt()
  story.refund({ amount: 400 })
  story.refund({ refund: 2, amount: 100 })
  story.settleReceipt()
  assert.equal(story.payment().receipt?.state, 'cancelling')
  story.settleReceipt()
  assert.deepEqual([story.payment().receipt?.state, story.payment().receipt?.amount], ['issuing', 500])
})

test('all of it given back: its receipt goes, and none takes its place', () => {
  const story = collected()
  story.askReceipt()
  story.settleReceipt()
  story.refund()
  story.settleReceipt()
  assert.equal(story.payment().receipt?.state, 'cancelled')
})

test('a receipt that its merchant takes back gets no other in its place when some of the money goes back', () => {
  const story = collected()
  story.askReceipt()
  story.settleReceipt()
  story.cancelReceipt()
  story.refund({ amount: 400 })
  story.settleReceipt()
  assert.equal(story.payment().receipt?.state, 'cancelled')
})

test('a receipt that the issuer will not cancel after a refund stays, and says why', () => {
  const story = collected()
  story.askReceipt()
  story.settleReceipt()
  story.refund({ amount: 400 })
  story.settleReceipt({ says: 'no' })
  const { receipt } = story.payment()
  assert.ok(receipt?.state === 'issued' && receipt.cancelFailed !== null)
  assert.equal(receipt.amount, 1000)
})
