/**
 * `evolve` makes every state, so it is also the last guard: an event that cannot have happened is a broken invariant,
 * whoever wrote it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refundId } from '../../test/core-commands.ts'
import { collected, DAY_MS, held, issued, SECOND_MS, withSlip } from '../../test/core-story.ts'
import { type LifeState, rowsOf } from '../../test/lifecycle-tables.ts'
import type { CommandId } from './brand.ts'
import { type EventData, type EventType, evolve, type Payment, type PaymentEvent } from './payment.ts'

const MAY_FOLLOW: Readonly<Record<LifeState, readonly EventType[]>> = {
  ready: ['inquired', 'claimed', 'revoked', 'expired'],
  authorising: ['collected', 'refused', 'lapsed', 'reversed'],
  paid: ['reversed', 'refunded'],
  cancelled: [],
  failed: [],
  refunded: ['paid_out', 'payout_failed', 'slips_expired', 'rerouted'],
}

const STATES: Readonly<Record<LifeState, () => Payment>> = {
  ready: () => issued().story.payment(),
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
}

const { events } = withSlip()
const [issuedData, claimedData, , refundedData] = events.map(({ data }) => data)

/** One of each kind, with what it must carry. */
const DATA: Readonly<Record<EventType, EventData | undefined>> = {
  issued: issuedData,
  inquired: { type: 'inquired' },
  claimed: claimedData,
  collected: { type: 'collected', approvalNo: '00000001' },
  refused: { type: 'refused', rejection: { name: 'merchant_refused' }, merchantSaidYes: false },
  lapsed: { type: 'lapsed' },
  reversed: { type: 'reversed', reason: 'timeout' },
  revoked: { type: 'revoked', cause: 'superseded' },
  expired: { type: 'expired', endedAt: issued().deadline },
  refunded: refundedData,
  paid_out: { type: 'paid_out', refundId: refundId(1), where: { kind: 'by_hand', note: null } },
  payout_failed: { type: 'payout_failed', refundId: refundId(1), note: null },
  slips_expired: { type: 'slips_expired', refundIds: [refundId(1)] },
  rerouted: { type: 'rerouted', refundId: refundId(1), route: { kind: 'bank', bank: '004' } },
  payout_reversed: { type: 'payout_reversed', refundId: refundId(1), reason: 'timeout' },
}

function next(before: Payment, type: EventType, version = before.version + 1): PaymentEvent {
  const data = DATA[type]
  assert.ok(data?.type === type)
  const { merchantId, id: paymentId, updatedAt: at } = before
  return { merchantId, paymentId, version, at, command: 'cmd_next' as CommandId, data }
}

test('an event that cannot follow a state is a broken invariant', () => {
  for (const [state, payment] of rowsOf(STATES)) {
    const before = payment()
    assert.equal(before.state, state === 'refunded' ? 'cancelled' : state)
    for (const [type] of rowsOf(DATA)) {
      if (MAY_FOLLOW[state].includes(type)) assert.equal(evolve(before, next(before, type)).version, before.version + 1)
      else assert.throws(() => evolve(before, next(before, type)), /broken invariant/, `${type} after ${state}`)
    }
  }
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
