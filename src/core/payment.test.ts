/**
 * `evolve` makes every state, so it is also the last guard: an event that cannot have happened is a broken invariant,
 * whoever wrote it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refundId } from '../../test/core-commands.ts'
import { approved, collected, DAY_MS, held, inDoubt, issued, SECOND_MS, withSlip } from '../../test/core-story.ts'
import { refundByBank, transferId, tryTransfer } from '../../test/core-transfers.ts'
import { type LifeState, lifeState, rowsOf } from '../../test/lifecycle-tables.ts'
import type { CollectRequest } from './attempt.ts'
import type { CommandId, Money } from './brand.ts'
import { type EventData, type EventType, evolve, type Payment, type PaymentEvent } from './payment.ts'

const MAY_FOLLOW: Readonly<Record<LifeState, readonly EventType[]>> = {
  ready: ['inquired', 'amended', 'suspended', 'claimed', 'collected_late', 'revoked', 'expired'],
  suspended: ['amended', 'suspended', 'resumed', 'revoked', 'expired'],
  authorising: ['collected', 'refused', 'lapsed', 'reversed'],
  paid: ['reversed', 'cancelled', 'refunded', 'receipt_asked'],
  cancelled: [],
  failed: ['collected_late'],
  refunded: ['paid_out', 'payout_failed', 'slips_expired', 'rerouted', 'paid_after_all'],
  cancelled_at_till: [],
}

const STATES: Readonly<Record<LifeState, () => Payment>> = {
  ready: () => issued().story.payment(),
  suspended: () => {
    const { story } = issued()
    story.suspend()
    return story.payment()
  },
  authorising: () => held().payment(),
  paid: () => collected().payment(),
  cancelled: () => {
    const { story } = issued()
    story.revoke()
    return story.payment()
  },
  failed: () => {
    const { story } = issued()
    story.jumps(8 * DAY_MS)
    story.expire()
    return story.payment()
  },
  refunded: () => withSlip().payment(),
  cancelled_at_till: () => cancelledAtTill.payment(),
}

const cancelledAtTill = collected()
cancelledAtTill.cancel()

const { events } = withSlip()
const [issuedData, claimedData, , refundedData] = events.map(({ data }) => data)
const withReceipt = collected()
withReceipt.askReceipt()
const receiptAsked = withReceipt.events.at(-1)?.data

function requestOf(data: EventData | undefined): CollectRequest {
  assert.ok(data?.type === 'claimed')
  return data.request
}

/** One of each kind, with what it must carry. */
const DATA: Readonly<Record<EventType, EventData | undefined>> = {
  issued: issuedData,
  inquired: { type: 'inquired' },
  amended: { type: 'amended', amount: 2000 as Money, expiresAt: issued().deadline },
  suspended: { type: 'suspended', reason: '재고 확인 중' },
  resumed: { type: 'resumed' },
  claimed: claimedData,
  collected: { type: 'collected', approvalNo: '00000001' },
  collected_late: { type: 'collected_late', request: requestOf(claimedData), approvalNo: '00000001' },
  refused: { type: 'refused', rejection: { name: 'merchant_refused' }, merchantSaidYes: false },
  lapsed: { type: 'lapsed' },
  doubted: { type: 'doubted' },
  completed: { type: 'completed', by: 'till', note: null },
  reversed: { type: 'reversed', reason: 'timeout' },
  cancelled: cancelledAtTill.events.at(-1)?.data,
  revoked: { type: 'revoked', cause: 'superseded' },
  expired: { type: 'expired', endedAt: issued().deadline },
  receipt_asked: receiptAsked,
  receipt_retried: { type: 'receipt_retried', dueAt: issued().deadline },
  receipt_issued: { type: 'receipt_issued', number: '123456789', tid: 'tid-1', dueAt: null },
  receipt_final: { type: 'receipt_final' },
  receipt_failed: { type: 'receipt_failed', reason: 'not registered' },
  receipt_cancel_asked: { type: 'receipt_cancel_asked', cause: 'reversed', tries: 0, dueAt: issued().deadline },
  receipt_cancelled: { type: 'receipt_cancelled' },
  receipt_cancel_failed: { type: 'receipt_cancel_failed', reason: 'too late' },
  refunded: refundedData,
  paid_out: { type: 'paid_out', refundId: refundId(1), where: { kind: 'by_hand', note: null, transferId: null } },
  payout_failed: { type: 'payout_failed', refundId: refundId(1), cause: 'refused', note: null },
  slips_expired: { type: 'slips_expired', refundIds: [refundId(1)] },
  rerouted: { type: 'rerouted', refundId: refundId(1), route: { kind: 'bank', bank: '004' }, transfer: null },
  payout_reversed: { type: 'payout_reversed', refundId: refundId(1), reason: 'timeout' },
  transfer_asked: { type: 'transfer_asked', refundId: refundId(1), tries: 1, dueAt: issued().deadline },
  paid_after_all: { type: 'paid_after_all', refundId: refundId(1), transferId: transferId(1), reference: 'bank-1' },
  transfer_ended: { type: 'transfer_ended', refundId: refundId(1), transferId: transferId(1) },
}

function next(before: Payment, type: EventType, version = before.version + 1): PaymentEvent {
  const data = DATA[type]
  assert.ok(data?.type === type)
  return withData(before, data, version)
}

function withData(before: Payment, data: EventData, version = before.version + 1): PaymentEvent {
  const { merchantId, id: paymentId, updatedAt: at } = before
  return { merchantId, paymentId, version, at, command: 'cmd_next' as CommandId, data }
}

test('an event that cannot follow a state is a broken invariant', () => {
  for (const [state, payment] of rowsOf(STATES)) {
    const before = payment()
    assert.equal(lifeState(before), state)
    for (const [type] of rowsOf(DATA)) {
      if (MAY_FOLLOW[state].includes(type)) assert.equal(evolve(before, next(before, type)).version, before.version + 1)
      else assert.throws(() => evolve(before, next(before, type)), /broken invariant/, `${type} after ${state}`)
    }
  }
})

test('what is not final is made final, doubted once and undone, and nothing of it is refunded', () => {
  const mayFollow: readonly (readonly [Payment, readonly EventType[]])[] = [
    [approved().payment(), ['doubted', 'completed', 'reversed', 'cancelled', 'receipt_asked']],
    [inDoubt().payment(), ['completed', 'reversed', 'cancelled', 'receipt_asked']],
  ]
  for (const [before, types] of mayFollow) {
    for (const [type] of rowsOf(DATA)) {
      if (types.includes(type)) assert.equal(evolve(before, next(before, type)).version, before.version + 1)
      else assert.throws(() => evolve(before, next(before, type)), /broken invariant/, type)
    }
  }
})

test('a receipt’s event that cannot follow its state is a broken invariant', () => {
  const before = withReceipt.payment()
  const follows = rowsOf(DATA).filter(([type]) => {
    try {
      return type.startsWith('receipt_') && evolve(before, next(before, type)).receipt !== null
    } catch (fault) {
      assert.match(String(fault), /broken invariant/)
      return false
    }
  })
  assert.deepEqual(
    follows.map(([type]) => type),
    ['receipt_retried', 'receipt_issued', 'receipt_failed', 'receipt_cancel_asked'],
  )
})

test('a second order that the bank has is never called failed while it is asked about the first', () => {
  const story = collected()
  refundByBank(story)
  tryTransfer(story)
  story.settlePayout({ result: 'failed' })
  const first = story.refundNo().calledFailed
  assert.equal(first?.id, transferId(1))
  const failed = { type: 'payout_failed', refundId: refundId(1), cause: 'refused', note: null } as const
  const withSecond = (tries: number) => {
    const transfer = { id: transferId(2), tries, dueAt: story.at }
    const route = { kind: 'bank', bank: '004' } as const
    const before = story.payment()
    return evolve(before, withData(before, { type: 'rerouted', refundId: refundId(1), route, transfer }))
  }
  const told = withSecond(1)
  assert.throws(() => evolve(told, withData(told, { ...failed, by: 'operator' })), /broken invariant: payout_failed/)
  const untold = withSecond(0)
  for (const after of [
    evolve(told, withData(told, failed)),
    evolve(untold, withData(untold, { ...failed, by: 'operator' })),
  ])
    assert.deepEqual(after.refunds[0]?.calledFailed, first, 'the bank said it itself, or was told nothing')
})

test('a gap in the versions is a broken invariant', () => {
  const before = STATES.ready()
  for (const version of [before.version - 1, before.version, before.version + 2]) {
    assert.throws(() => evolve(before, next(before, 'inquired', version)), /broken invariant: inquired/)
  }
  assert.throws(() => evolve(undefined, next(before, 'issued', 2)), /broken invariant: issued/)
  assert.throws(() => evolve(undefined, next(before, 'inquired', 1)), /cannot follow nothing/)
})

test('each claim of a payment has a fence of its own', () => {
  const story = held()
  const fences = [story.payment().fence]
  for (const stan of ['2', '3']) {
    story.passes(15 * SECOND_MS)
    assert.equal(story.claim({ stan }), 'claimed')
    fences.push(story.payment().fence)
  }
  assert.deepEqual(fences, [1, 2, 3])
})

test('a state carries no field of the state before it', () => {
  const story = collected()
  story.reverse()
  assert.deepEqual(
    ['paidAt', 'until', 'failedAt', 'cancelledAt', 'cause'].filter((field) => field in story.payment()),
    [],
  )
})
