/** Refunds that the house's bank transfers: asked until it answers, paid once, and never two ways at a time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CoreStory, DAY_MS, issued, SECOND_MS } from '../../test/core-story.ts'
import {
  bankSays,
  refundByBank,
  rerouteByBank,
  transferId,
  transferOf,
  tryTransfer,
} from '../../test/core-transfers.ts'

function collected(): CoreStory {
  const { story } = issued()
  story.collect()
  return story
}

function owed(): CoreStory {
  const story = collected()
  assert.equal(refundByBank(story), 'refunded')
  return story
}

const payoutOf = (story: CoreStory) => story.payment().refunds[0]?.payout

test('a refund to an account is an order to the bank from its first moment, and somebody’s by hand where there is no bank', () => {
  const story = owed()
  assert.deepEqual(transferOf(story), { id: transferId(1), tries: 0, dueAt: story.at })
  const byHand = collected()
  byHand.refund()
  assert.equal(transferOf(byHand), null)
  assert.equal(tryTransfer(byHand), false)
  const slip = collected()
  slip.refund({ to: 'slip' })
  assert.equal(transferOf(slip), null)
})

test('one has the turn; without an answer the next one asks under the same id, ever later', () => {
  const story = owed()
  for (const waited of [0, 30, 60, 120]) {
    story.passes(waited * SECOND_MS)
    assert.equal(tryTransfer(story), true)
    assert.equal(tryTransfer(story), false)
    assert.equal(transferOf(story)?.id, transferId(1))
  }
  assert.equal(transferOf(story)?.tries, 4)
  assert.deepEqual(payoutOf(story), { state: 'pending' })
})

test('paid, refused, another holder: the bank’s word ends it, with its reason', () => {
  const ends = [
    ['paid', { state: 'paid_out', where: { kind: 'bank', reference: 'bank-1' } }],
    ['refused', { state: 'failed', cause: 'refused', note: 'account closed' }],
    ['holder differs', { state: 'failed', cause: 'holder_differs', note: 'somebody else' }],
  ] as const
  for (const [says, payout] of ends) {
    const story = owed()
    tryTransfer(story)
    assert.equal(bankSays(story, says), true)
    assert.deepEqual(payoutOf(story), { ...payout, at: story.at })
    assert.equal(transferOf(story), null)
    const before = story.events.length
    assert.equal(bankSays(story, says), false, 'it has said it')
    assert.equal(tryTransfer(story), false)
    assert.equal(story.events.length, before)
  }
})

test('an order that the bank has taken is asked about when it knows more, and not before', () => {
  const story = owed()
  tryTransfer(story)
  assert.equal(bankSays(story, 'taken'), true)
  story.passes(3_599_999)
  assert.equal(tryTransfer(story), false)
  story.passes(1)
  assert.equal(tryTransfer(story), true)
  assert.equal(bankSays(story, 'paid'), true)
})

test('while the bank may pay no other way is taken; before it was asked and after it refused one is', () => {
  const story = owed()
  assert.equal(story.reroute({ to: 'slip', slip: 7 }), 'rerouted')
  assert.equal(tryTransfer(story), false, 'nobody asks the bank about a slip')
  assert.equal(rerouteByBank(story, 2), 'rerouted')
  tryTransfer(story)
  assert.equal(story.reroute({ to: 'slip', slip: 8 }), 'no: transfer_running')
  assert.equal(rerouteByBank(story, 3), 'no: transfer_running')
  story.jumps(9 * DAY_MS)
  assert.equal(rerouteByBank(story, 3), 'no: transfer_running', 'however long it is silent')
  bankSays(story, 'refused', 2)
  assert.equal(rerouteByBank(story, 3), 'rerouted')
  assert.deepEqual(transferOf(story), { id: transferId(3), tries: 0, dueAt: story.at })
})

test('while the bank is asked about an order that was called failed no other account is taken; a slip is, and money by hand', () => {
  for (const says of ['paid', 'refused'] as const) {
    const story = owed()
    tryTransfer(story)
    story.settlePayout({ result: 'failed' })
    assert.equal(rerouteByBank(story, 2), 'no: transfer_running')
    assert.equal(story.reroute({ to: 'bank' }), 'no: transfer_running', 'nor one that somebody transfers to by hand')
    assert.equal(story.reroute({ to: 'slip', slip: 7 }), 'rerouted')
    assert.equal(rerouteByBank(story, 2), 'no: transfer_running', 'nor for the slip')
    bankSays(story, says)
    assert.equal(rerouteByBank(story, 2), 'rerouted', 'it has said it')
  }
  const byHand = owed()
  tryTransfer(byHand)
  byHand.settlePayout({ result: 'failed' })
  assert.equal(byHand.settlePayout({ result: 'paid_out' }), 'settled')
})

const latePaid = (story: CoreStory) => story.payment().refunds[0]?.paidAfterAll

test('a bank that paid an order which it had refused, or which was replaced, is heard once, and changes nothing about money', () => {
  const story = owed()
  tryTransfer(story)
  bankSays(story, 'refused')
  rerouteByBank(story, 2)
  tryTransfer(story)
  assert.equal(bankSays(story, 'paid', 1), false)
  assert.deepEqual(latePaid(story), { transferId: transferId(1), reference: 'bank-1', at: story.at })
  assert.deepEqual([payoutOf(story), transferOf(story)?.id], [{ state: 'pending' }, transferId(2)])
  const before = story.events.length
  for (const says of ['paid', 'refused', 'taken'] as const) assert.equal(bankSays(story, says, 1), false)
  assert.equal(story.events.length, before)
  assert.equal(bankSays(story, 'paid', 2), true)
})

test('the operator’s word that it was transferred ends an order too, and nobody asks the bank any more', () => {
  const story = owed()
  tryTransfer(story)
  assert.equal(story.settlePayout({ result: 'paid_out' }), 'settled')
  story.passes(DAY_MS)
  assert.equal(tryTransfer(story), false)
  assert.equal(bankSays(story, 'paid'), false)
  assert.deepEqual([payoutOf(story)?.state, latePaid(story)], ['paid_out', null])
})

test('the operator’s word that it was transferred is about the order that was open then: of another a late “paid” is heard', () => {
  const story = owed()
  tryTransfer(story)
  bankSays(story, 'refused')
  rerouteByBank(story, 2)
  tryTransfer(story)
  story.settlePayout({ result: 'paid_out' })
  const payout = payoutOf(story)
  assert.ok(payout?.state === 'paid_out' && payout.where.kind === 'by_hand')
  assert.equal(payout.where.transferId, transferId(2))
  bankSays(story, 'paid', 2)
  assert.equal(latePaid(story), null, 'the operator has said it')
  bankSays(story, 'paid', 1)
  assert.equal(latePaid(story)?.transferId, transferId(1))
  const byHand = owed()
  tryTransfer(byHand)
  bankSays(byHand, 'refused')
  byHand.settlePayout({ result: 'paid_out' })
  bankSays(byHand, 'paid')
  assert.equal(latePaid(byHand)?.transferId, transferId(1), 'what was paid by hand was no order')
  assert.deepEqual([payoutOf(story), payoutOf(byHand)?.state], [payout, 'paid_out'])
})

test('an order that the operator calls failed is asked about on, and what the bank says then moves nothing', () => {
  for (const says of ['paid', 'refused', 'holder differs'] as const) {
    const story = owed()
    tryTransfer(story)
    bankSays(story, 'taken')
    assert.equal(story.settlePayout({ result: 'failed' }), 'settled')
    assert.equal(story.reroute({ to: 'slip', slip: 7 }), 'rerouted', 'the customer does not wait for it')
    story.passes(3_600_000)
    assert.equal(tryTransfer(story), true)
    assert.equal(bankSays(story, 'taken'), false, 'it knows more later')
    assert.equal(tryTransfer(story), false)
    story.passes(3_600_000)
    assert.equal(tryTransfer(story), true)
    assert.equal(bankSays(story, says), false)
    assert.equal(payoutOf(story)?.state, 'pending', 'the slip is as it was')
    assert.equal(latePaid(story)?.reference, says === 'paid' ? 'bank-1' : undefined)
    story.passes(30 * DAY_MS)
    assert.equal(tryTransfer(story), false, 'it has said it')
  }
})

test('an order that no bank was told of is over when the operator calls it failed', () => {
  const story = owed()
  story.settlePayout({ result: 'failed' })
  story.passes(DAY_MS)
  assert.equal(tryTransfer(story), false)
})

test('a word that was under way when the operator called its order failed is heard, whatever was done meanwhile', () => {
  const ways = {
    nothing: () => {},
    'a slip that is paid out': (story: CoreStory) => {
      story.reroute({ to: 'slip', slip: 7 })
      story.payOut({ slip: 7 })
    },
    'money by hand': (story: CoreStory) => story.settlePayout({ result: 'paid_out' }),
    'another account, in vain': (story: CoreStory) => assert.equal(rerouteByBank(story, 2), 'no: transfer_running'),
  }
  for (const [way, meanwhile] of Object.entries(ways)) {
    const story = owed()
    tryTransfer(story)
    story.settlePayout({ result: 'failed' })
    meanwhile(story)
    const payout = payoutOf(story)
    assert.equal(bankSays(story, 'paid'), false)
    assert.equal(latePaid(story)?.reference, 'bank-1', way)
    assert.deepEqual(payoutOf(story), payout, way)
    const before = story.events.length
    bankSays(story, 'paid')
    assert.equal(story.events.length, before, 'it is told once')
  }
})
