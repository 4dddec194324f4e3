/** What the operator has closed, suspended or limited, and what goes on all the same. A story begins at noon. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { merchantNamed } from '../../test/core-commands.ts'
import { SHOP, type StoreSide } from '../../test/core-places.ts'
import {
  CoreStory,
  collected,
  HOUR_MS,
  held,
  issued,
  MINUTE_MS,
  STORY_BEGINS,
  withSlip,
} from '../../test/core-story.ts'
import type { Instant, MerchantId, Money } from './brand.ts'
import { type Calendar, PLAIN_CALENDAR, readHours } from './calendar.ts'
import { PAY_TYPES } from './merchant.ts'
import type { Limits } from './network.ts'

const KIM = 'mer_kim' as MerchantId
const hours = (text: string) => readHours(text) ?? assert.fail(text)
const opened = (story: CoreStory, calendar: Partial<Calendar>): void =>
  story.storeSide.setNetwork({ calendar: { ...PLAIN_CALENDAR, ...calendar } })
const limited = (story: CoreStory, limits: Partial<Limits>, chains: Record<string, Limits> = {}): void =>
  story.storeSide.setNetwork({ limits: { payTypes: PAY_TYPES, amountMax: null, chains, ...limits } })
const suspendMerchant = (story: CoreStory, reason: string | null): void =>
  void story.merchants.set(KIM, { ...merchantNamed(KIM), suspended: reason })

/** The reason that went along with the latest refusal. */
function reasonOf({ latest }: CoreStory): string | undefined {
  const outcome = latest?.outcome
  if (outcome?.kind === 'rejected') return outcome.rejection.reason
  return outcome?.kind === 'answered' && outcome.answer.kind === 'declined'
    ? outcome.answer.rejection.reason
    : undefined
}

test('a till is served until the last moment of its hours and not in the next, in both directions of money', () => {
  const story = withSlip()
  opened(story, { hours: hours('07:00-14:00') })
  story.jumpsTo(STORY_BEGINS + 2 * HOUR_MS - 1)
  assert.equal(story.inquire({ no: 1 }), 'no: already_paid')
  story.jumps(1)
  assert.equal(story.inquire({ no: 1 }), 'no: outside_hours')
  assert.equal(reasonOf(story), '07:00-14:00')
  assert.equal(story.claim({ stan: '2' }), 'declined: outside_hours')
  assert.equal(story.payOut(), 'not paid out: outside_hours')
  story.jumps(17 * HOUR_MS)
  assert.equal(story.payOut({ stan: 'o2' }), 'paid out')
})

test('hours across midnight are judged by the moment the gateway decides in', () => {
  const { story } = issued()
  opened(story, { hours: hours('18:00-02:00') })
  assert.equal(story.inquire(), 'no: outside_hours')
  story.jumps(14 * HOUR_MS - 1)
  assert.equal(story.inquire(), 'payable')
  story.jumps(1)
  assert.equal(story.claim(), 'declined: outside_hours')
})

test('a collect that was refused for the hour stays refused under its key; a new one collects', () => {
  const { story } = issued()
  opened(story, { maintenance: [{ from: 0 as Instant, until: (story.at + HOUR_MS) as Instant, reason: '정기 점검' }] })
  assert.equal(story.claim(), 'declined: maintenance')
  assert.equal(reasonOf(story), '정기 점검')
  story.passes(HOUR_MS)
  assert.equal(story.claim(), 'declined: maintenance, again')
  assert.equal(story.collect({ stan: '2' }), 'collected')
})

test('a chain is served by its own hours', () => {
  const { story } = issued()
  opened(story, {
    hours: hours('13:00-14:00'),
    chains: { [SHOP.chain]: { hours: hours('07:00-22:00'), holidays: [] } },
  })
  assert.equal(story.inquire(), 'payable')
  opened(story, {
    chains: { [SHOP.chain]: { hours: hours('07:00-22:00'), holidays: [{ date: '20261122', hours: null }] } },
  })
  assert.equal(story.inquire(), 'no: holiday')
})

test('what was begun is ended, and undone, outside the hours too', () => {
  const closed = { hours: hours('07:00-11:00') }
  const story = held()
  opened(story, closed)
  assert.equal(story.settle(), 'collected')
  assert.equal(story.claim(), 'collected, again')
  assert.equal(story.reverse(), 'taken: reversed')
  const refunded = collected()
  opened(refunded, closed)
  assert.equal(refunded.refund(), 'refunded')
})

test('a till is shown, and may use, the ways of paying that merchant and network both take', () => {
  const { story } = issued()
  limited(story, { payTypes: ['card'] })
  assert.equal(story.inquire(), 'payable')
  const outcome = story.latest?.outcome
  assert.deepEqual(outcome?.kind === 'payable' && outcome.payTypes, ['card'])
  assert.equal(story.claim({ payType: 'cash' }), 'declined: pay_type_not_allowed')
  assert.equal(story.collect({ stan: '2', payType: 'card' }), 'collected')
})

test('where network and merchant take nothing in common the inquiry says so', () => {
  const { story } = issued({ payTypes: ['cash'] })
  limited(story, { payTypes: ['card'] })
  assert.equal(story.inquire(), 'no: pay_type_not_allowed')
  limited(story, { payTypes: ['card'] }, { [SHOP.chain]: { payTypes: ['cash'], amountMax: null } })
  assert.equal(story.inquire(), 'payable', 'its chain takes it')
})

test('a number above the limit of its till is refused at inquiry and at collect, one at the limit is not', () => {
  const { story } = issued({ amount: 1000 })
  for (const [amountMax, said] of [
    [999, 'no: above_network_limit'],
    [1000, 'payable'],
  ] as const) {
    limited(story, { amountMax: amountMax as Money })
    assert.equal(story.inquire(), said)
  }
  limited(story, {}, { [SHOP.chain]: { payTypes: PAY_TYPES, amountMax: 999 as Money } })
  assert.equal(story.claim(), 'declined: above_network_limit')
  const { story: dollars } = issued({ amount: 1000, currency: 'USD' })
  limited(dollars, { amountMax: 999 as Money })
  assert.equal(dollars.inquire(), 'payable', 'the limit is in won')
})

test('no number is issued that no till of the network would take, nor amended to such an amount', () => {
  const story = new CoreStory()
  limited(story, { amountMax: 500 as Money }, { [SHOP.chain]: { payTypes: PAY_TYPES, amountMax: 1000 as Money } })
  assert.equal(story.issue({ amount: 1001 }), 'no: amount_above_limit')
  assert.equal(story.issue({ amount: 1001, amountMax: 900 }), 'no: amount_above_limit')
  assert.equal(story.issue({ amount: 1000 }), 'issued')
  assert.equal(story.amend({ amount: 1001 }), 'no: amount_above_limit')
})

const STOPPED_AT_THE_SHOP: readonly (readonly [string, (side: StoreSide) => void])[] = [
  ['a shop', (side) => side.setShop({ suspended: '정산 지연' })],
  ['a chain', (side) => side.setNetwork({ suspendedChains: { [SHOP.chain]: '정산 지연' } })],
]

for (const [name, suspend] of STOPPED_AT_THE_SHOP) {
  test(`${name} that is suspended moves no money, says why, and undoes what it did`, () => {
    const story = collected()
    story.issue({ no: 2, order: 'order-2' })
    suspend(story.storeSide)
    assert.equal(story.inquire({ no: 2 }), 'no: shop_suspended')
    assert.equal(reasonOf(story), '정산 지연')
    assert.equal(story.claim({ no: 2, stan: '2' }), 'declined: shop_suspended')
    assert.equal(reasonOf(story), '정산 지연')
    assert.equal(story.reverse(), 'taken: reversed')
    assert.equal(story.revoke({ no: 2 }), 'revoked')
    const paidOut = withSlip()
    suspend(paidOut.storeSide)
    assert.equal(paidOut.payOut(), 'not paid out: shop_suspended')
  })
}

test('a merchant that is suspended gets no number and no money, and the till is told why', () => {
  const { story } = issued()
  suspendMerchant(story, '심사 중')
  assert.equal(story.inquire(), 'no: merchant_suspended')
  assert.equal(reasonOf(story), '심사 중')
  assert.equal(story.claim(), 'declined: merchant_suspended')
  assert.equal(reasonOf(story), '심사 중')
  assert.equal(story.issue({ no: 2, order: 'order-2' }), 'no: merchant_suspended')
  assert.equal(reasonOf(story), '심사 중')
  assert.equal(story.revoke(), 'revoked')
  suspendMerchant(story, null)
  assert.equal(story.issue({ no: 3, order: 'order-3' }), 'issued')
})

test('what a suspended merchant was paid is reversed, given back and paid out as ever', () => {
  const reversed = collected()
  suspendMerchant(reversed, '심사 중')
  assert.equal(reversed.reverse(), 'taken: reversed')
  const refunded = collected()
  suspendMerchant(refunded, '심사 중')
  assert.equal(refunded.refund(), 'refunded')
  const slip = withSlip()
  suspendMerchant(slip, '심사 중')
  assert.equal(slip.payOut(), 'paid out')
  const begun = held()
  suspendMerchant(begun, '심사 중')
  assert.equal(begun.settle(), 'collected', 'the clerk holds the money already')
  begun.passes(MINUTE_MS)
  assert.equal(begun.claim(), 'collected, again')
})
