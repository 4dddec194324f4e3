/**
 * Where two reasons for a "no" hold at once, the one that stands first in `REJECTIONS` is answered, so that a till and
 * a merchant who ask about the same thing hear the same. Each reason is brought about on its own and with every other
 * one it can meet.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ClaimWords,
  type IssueWords,
  merchantNamed,
  numberOf,
  type PayOutWords,
  type RefundWords,
} from '../../test/core-commands.ts'
import { NETWORK } from '../../test/core-places.ts'
import { CoreStory, DAY_MS, HOUR_MS, held, issued, SECOND_MS, withSlip } from '../../test/core-story.ts'
import type { CancelWords } from '../../test/core-undo-commands.ts'
import type { Instant, MerchantId, Money } from './brand.ts'
import type { Calendar } from './calendar.ts'
import { PAY_TYPES, type TillCancelRule } from './merchant.ts'
import { REFUNDS_OF_PAYMENT_MAX } from './refund.ts'
import { REJECTIONS, type RejectionName } from './rejections.ts'
import { seoulDate } from './seoul-day.ts'

/** How a reason comes about: what happens before, and what is special about the request. */
interface Reason<Words> {
  readonly name: RejectionName
  readonly given?: (story: CoreStory) => void
  readonly asked?: Words
  /** Reasons that cannot hold at the same time as this one; needs to be said on one side only. */
  readonly never?: readonly RejectionName[]
}

const KIM = 'mer_kim' as MerchantId

type Collecting = Partial<ClaimWords> & { readonly late?: boolean }

/** Number 1 is the one that is asked for; number 2 is another one of the same order, with a later deadline. */
function twoNumbers(): CoreStory {
  const story = new CoreStory()
  story.issue({ payTypes: ['cash'] })
  story.issue({ no: 2, expiresAt: story.at + 20 * DAY_MS })
  return story
}

/** What the operator has stopped at the till's end, whatever is asked for. */
const OF_THE_SHOP: readonly (Reason<never> & { readonly asked?: undefined })[] = [
  { name: 'shop_suspended', given: (story) => story.storeSide.setShop({ suspended: '정산 지연' }) },
  {
    name: 'maintenance',
    given: (story) => {
      const work = { from: 0 as Instant, until: (story.at + 90 * DAY_MS) as Instant, reason: '점검' }
      setCalendar(story, { maintenance: [...calendarOf(story).maintenance, work] })
    },
  },
  {
    name: 'holiday',
    given: (story) => {
      const dates = [0, 8, 15].map((days) => seoulDate((story.at + days * DAY_MS) as Instant))
      setCalendar(story, { holidays: dates.map((date) => ({ date, hours: null })) })
    },
    never: ['outside_hours'],
  },
  { name: 'outside_hours', given: (story) => setCalendar(story, { hours: { from: 0, to: 60 } }) },
]

function calendarOf(story: CoreStory): Calendar {
  return story.storeSide.networks.get(NETWORK)?.calendar ?? assert.fail('no network')
}

function setCalendar(story: CoreStory, settings: Partial<Calendar>): void {
  story.storeSide.setNetwork({ calendar: { ...calendarOf(story), ...settings } })
}

/** Of a number that is none there is nothing else to say. */
const ABOUT_A_PAYMENT: readonly RejectionName[] = [
  ...(['revoked', 'expired', 'already_paid', 'in_progress', 'suspended'] as const),
  ...(['merchant_suspended', 'above_network_limit'] as const),
]

const MERCHANT_SUSPENDED = {
  name: 'merchant_suspended',
  given: (story) => story.merchants.set(KIM, { ...merchantNamed(KIM), suspended: '심사 중' }),
} satisfies Reason<object>

const ABOVE_LIMIT = {
  name: 'above_network_limit',
  given: (story) =>
    story.storeSide.setNetwork({ limits: { payTypes: PAY_TYPES, amountMax: 999 as Money, chains: {} } }),
} satisfies Reason<object>

const OF_A_NUMBER: readonly Reason<Collecting>[] = [
  { name: 'too_late', asked: { late: true } },
  ...OF_THE_SHOP,
  {
    name: 'number_wrong',
    asked: { number: '4711', wellFormed: false },
    never: ['number_unknown', ...ABOUT_A_PAYMENT],
  },
  {
    name: 'number_unknown',
    asked: { number: '4711' },
    never: ABOUT_A_PAYMENT,
  },
  { name: 'revoked', given: (story) => story.revoke(), never: ['expired'] },
  { name: 'expired', given: (story) => story.jumps(8 * DAY_MS) },
  { name: 'already_paid', given: (story) => story.collect({ no: 2, stan: '2' }), never: ['in_progress'] },
  { name: 'in_progress', given: (story) => story.claim({ no: 2, stan: '2' }) },
  { name: 'suspended', given: (story) => story.suspend() },
  MERCHANT_SUSPENDED,
  ABOVE_LIMIT,
]

const OF_A_COLLECT: readonly Reason<Collecting>[] = [
  ...OF_A_NUMBER,
  { name: 'terms_changed', asked: { inquired: { no: 1, amount: 500, expiresAt: 0 } } },
  { name: 'amount_differs', asked: { amount: 999 } },
  { name: 'pay_type_not_allowed', asked: { payType: 'card' } },
]

test('an inquiry hears the first of two reasons', () => {
  forEveryPair(OF_A_NUMBER, twoNumbers, (story, asked) => story.inquire(asked), 'no')
})

test('a collect hears the first of two reasons', () => {
  const ask = (story: CoreStory, asked: Collecting): string =>
    story.claim({ stan: '9', ...asked }).replace('no: too_late', 'declined: too_late')
  forEveryPair(OF_A_COLLECT, twoNumbers, ask, 'declined')
})

/** Number 1 is live for order-1, and held by a till where the reason says so; payment 3 is about to be issued. */
const OF_AN_ISSUE: readonly Reason<Partial<IssueWords>>[] = [
  MERCHANT_SUSPENDED,
  { name: 'amount_above_limit', asked: { amountMax: 1 } },
  { name: 'deadline_past', asked: { expiresAt: 1 }, never: ['deadline_too_far'] },
  { name: 'deadline_too_far', asked: { expiresAt: Date.UTC(2030, 0, 1) } },
  { name: 'order_paid', given: (story) => story.collect(), never: ['order_live', 'order_in_progress'] },
  { name: 'order_live', asked: { reissue: 'refuse' } },
  { name: 'order_in_progress', given: (story) => story.claim(), asked: { amount: 2000 } },
  { name: 'own_number_taken', asked: { number: 'OWN-1', scheme: 'registered' }, never: ['number_taken'] },
  { name: 'number_taken', asked: { number: numberOf(2) } },
  { name: 'payment_id_taken', asked: { no: 2 } },
]

function liveOrderAndOthers(): CoreStory {
  const { story } = issued()
  story.issue({ no: 2, order: 'order-2' })
  story.issue({ no: 4, order: 'order-4', merchant: 'mer_lee', number: 'OWN-1', scheme: 'registered' })
  return story
}

test('an issue hears the first of two reasons', () => {
  // `number_taken` needs its own number, but payment 2 would bring payment 2's: every issue here names one.
  const ask = (story: CoreStory, asked: Partial<IssueWords>): string =>
    story.issue({ no: 3, number: numberOf(3), ...asked })
  forEveryPair(OF_AN_ISSUE, liveOrderAndOthers, ask, 'no')
})

test('a settle whose merchant said no in a time too long hears the no', () => {
  assert.equal(held().settle({ verdict: 'refused', late: true }), 'declined: merchant_refused')
})

test('a revoke of a foreign payment hears that there is none, whatever its state', () => {
  const revoked = held()
  assert.equal(revoked.revoke({ merchant: 'mer_lee' }), 'no: payment_not_found')
  revoked.settle()
  assert.equal(revoked.revoke({ merchant: 'mer_lee' }), 'no: payment_not_found')
  revoked.issue({ no: 2, order: 'order-2' })
  revoked.jumps(8 * DAY_MS)
  assert.equal(revoked.revoke({ no: 2, merchant: 'mer_lee' }), 'no: payment_not_found')
})

test('a conflict of keys comes before everything else', () => {
  const running = held()
  assert.equal(running.claim({ amount: 999 }), 'no: key_conflict')
  assert.equal(running.claim({ amount: 999, late: true }), 'no: key_conflict')
  const turnedAway = issued().story
  turnedAway.reverse()
  turnedAway.claim()
  turnedAway.revoke()
  assert.equal(turnedAway.claim({ amount: 999, late: true }), 'no: key_conflict')
})

test('a repeat gets its stored answer, whatever became of the number and however late it is', () => {
  const story = held()
  assert.equal(story.claim({ late: true }), 'no: still_running')
  story.settle({ verdict: 'refused' })
  story.revoke()
  assert.equal(story.claim({ late: true }), 'declined: merchant_refused, again')
  const reversed = issued().story
  reversed.reverse()
  reversed.passes(15 * SECOND_MS)
  assert.equal(reversed.claim({ late: true }), 'declined: reversed_before')
})

function forEveryPair<Words>(
  reasons: readonly Reason<Words>[],
  begin: () => CoreStory,
  ask: (story: CoreStory, asked: Words) => string,
  no: string,
): void {
  for (const first of reasons) {
    for (const second of reasons) {
      if (rank(second) < rank(first) || excludes(first, second)) continue
      const story = begin()
      first.given?.(story)
      if (second !== first) second.given?.(story)
      const said = ask(story, { ...second.asked, ...first.asked } as Words)
      assert.equal(said, `${no}: ${first.name}`, `${first.name} and ${second.name} at once`)
    }
  }
}

function rank({ name }: Reason<unknown>): number {
  return REJECTIONS.indexOf(name)
}

function excludes(first: Reason<unknown>, second: Reason<unknown>): boolean {
  return first.never?.includes(second.name) === true || second.never?.includes(first.name) === true
}

/** Payment 1 is paid; 300 of 1000 are given back. */
function partlyRefunded(): CoreStory {
  const story = new CoreStory()
  story.issue()
  story.collect()
  story.refund({ amount: 300 })
  story.issue({ no: 4, order: 'order-4' })
  return story
}

const OF_A_REFUND: readonly Reason<Partial<RefundWords>>[] = [
  {
    name: 'payment_not_found',
    asked: { merchant: 'mer_lee' },
  },
  { name: 'not_paid', asked: { no: 4 }, never: ['already_cancelled'] },
  { name: 'already_cancelled', given: (story) => story.refund({ refund: 8 }) },
  { name: 'balance_differs', asked: { balance: 1000 } },
  { name: 'refund_too_large', asked: { amount: 701 } },
  { name: 'tax_too_large', asked: { taxFree: 600, vatAmount: 200 }, never: ['refund_too_large'] },
  { name: 'route_missing', asked: { to: 'nowhere' }, never: ['number_taken'] },
  {
    name: 'refunds_too_many',
    given: (story) => {
      for (let refund = 100; refund < 99 + REFUNDS_OF_PAYMENT_MAX; refund += 1) story.refund({ refund, amount: 1 })
    },
    never: ['balance_differs', 'refund_too_large', 'tax_too_large'],
  },
  { name: 'number_taken', asked: { to: 'slip', number: numberOf(4) } },
]

test('a refund hears the first of two reasons', () => {
  const ask = (story: CoreStory, asked: Partial<RefundWords>): string => story.refund({ refund: 9, ...asked })
  forEveryPair(OF_A_REFUND, partlyRefunded, ask, 'no')
})

const OF_A_PAYOUT: readonly Reason<Partial<PayOutWords> & { readonly late?: boolean }>[] = [
  { name: 'too_late', asked: { late: true } },
  ...OF_THE_SHOP,
  {
    name: 'number_wrong',
    asked: { number: '4711', wellFormed: false },
    never: ['number_unknown', 'number_is_payment', 'slip_replaced', 'slip_paid_out', 'slip_expired', 'amount_differs'],
  },
  {
    name: 'number_unknown',
    asked: { number: '4711' },
    never: ['number_is_payment', 'slip_replaced', 'slip_paid_out', 'slip_expired', 'amount_differs'],
  },
  {
    name: 'number_is_payment',
    asked: { number: numberOf(1) },
    never: ['slip_replaced', 'slip_paid_out', 'slip_expired', 'amount_differs'],
  },
  {
    name: 'slip_replaced',
    given: (story) => story.reroute({ slip: 7 }),
    never: ['slip_paid_out', 'slip_expired'],
  },
  { name: 'slip_paid_out', given: (story) => story.payOut({ stan: 'o1' }), never: ['slip_expired'] },
  { name: 'slip_expired', given: (story) => story.jumps(15 * DAY_MS) },
  { name: 'amount_differs', asked: { amount: 999 } },
]

test('a payout hears the first of two reasons', () => {
  const ask = (story: CoreStory, asked: Partial<PayOutWords> & { readonly late?: boolean }): string =>
    story.payOut({ stan: 'o9', ...asked }).replace('no: too_late', 'not paid out: too_late')
  forEveryPair(OF_A_PAYOUT, withSlip, ask, 'not paid out')
})

/** What a cancel or a completion is asked about, and how. */
type Undoing = Partial<CancelWords> & {
  readonly late?: boolean
  readonly rule?: TillCancelRule
  /** What became of the collect. */
  readonly became?: 'held' | 'reversed' | 'cancelled' | 'refunded'
  readonly waits?: number
}

const BECAME = ['still_running', 'reversed_before', 'cancelled_before', 'refunded_before'] as const

const OF_A_COMPLETION: readonly Reason<Undoing>[] = [
  { name: 'still_running', asked: { became: 'held' }, never: [...BECAME, 'cancel_too_late'] },
  { name: 'reversed_before', asked: { became: 'reversed' }, never: BECAME },
  { name: 'too_late', asked: { late: true } },
  { name: 'original_not_found', asked: { original: '777' }, never: BECAME },
  { name: 'cancelled_before', asked: { became: 'cancelled' }, never: [...BECAME, 'cancel_not_allowed'] },
  { name: 'original_amount_differs', asked: { amount: 999 } },
]

const OF_A_CANCEL: readonly Reason<Undoing>[] = [
  ...OF_A_COMPLETION,
  { name: 'refunded_before', asked: { became: 'refunded' }, never: BECAME },
  { name: 'cancel_not_allowed', asked: { rule: 'never' } },
  { name: 'cancel_at_other_till', asked: { till: '02' } },
  { name: 'cancel_too_late', asked: { waits: HOUR_MS } },
]

/** Number 1 as it is when it is asked about; answers the request's own words. */
function arrange(story: CoreStory, { rule = 'same_till', became, waits = 0, ...words }: Undoing) {
  story.issue({ tillCancel: rule })
  if (became === 'held') story.claim()
  else story.collect()
  if (became === 'reversed') story.reverse()
  if (became === 'cancelled') story.cancel({ stan: 'c0' })
  if (became === 'refunded') story.refund({ amount: 1 })
  story.passes(waits)
  return words
}

test('a cancel hears the first of two reasons', () => {
  const ask = (story: CoreStory, asked: Undoing): string =>
    story.cancel({ stan: 'c9', refund: 9, ...arrange(story, asked) }).replace('no: ', 'not cancelled: ')
  forEveryPair(OF_A_CANCEL, () => new CoreStory(), ask, 'not cancelled')
})

test('a completion hears the first of two reasons', () => {
  const ask = (story: CoreStory, asked: Undoing): string =>
    story.complete(arrange(story, asked)).replace('no: ', 'not completed: ')
  forEveryPair(OF_A_COMPLETION, storyOfTwoPhases, ask, 'not completed')
})

function storyOfTwoPhases(): CoreStory {
  const story = new CoreStory()
  story.twoPhases()
  return story
}
