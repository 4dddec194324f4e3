/** The steps of the random histories: few numbers, orders and keys, so that most of what is asked collides with something. */
import fc from 'fast-check'
import { type PayType, REISSUE_RULES, TILL_CANCEL_RULES } from '../src/core/merchant.ts'
import type { NotifyOn } from '../src/core/network.ts'
import { REPORT_KINDS } from '../src/core/report.ts'
import { numberOf } from './core-commands.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './core-story.ts'
import type { BankSays } from './core-transfers.ts'

export const PAYMENTS = 6
export const OWN_NUMBER = 'OWN-1'

const no = fc.integer({ min: 1, max: PAYMENTS })
const merchant = mostly('mer_kim', 'mer_lee')
const amount = mostly(1000, 2000)
const number = fc.oneof({ weight: 4, arbitrary: no.map(numberOf) }, { weight: 1, arbitrary: fc.constant(OWN_NUMBER) })
const late = mostly(false, true)
const stan = fc.integer({ min: 1, max: 30 }).map(String)
/** One of the collects so far, counted back from the latest. */
const ago = fc.constantFrom(0, 0, 0, 0, 1, 2)

const issue = fc.record({
  does: fc.constant('issue'),
  no,
  merchant,
  amount,
  order: fc.constantFrom('order-1', 'order-2'),
  reissue: fc.constantFrom(...REISSUE_RULES),
  own: mostly(false, true),
  payTypes: mostly<readonly PayType[]>(['cash', 'card'], ['cash']),
  tillCancel: fc.constantFrom(...TILL_CANCEL_RULES),
  noticeUrls: fc.constantFrom(null, null, [], ['https://one.example', 'https://two.example']),
  expiresInMs: fc.constantFrom(null, null, 20 * SECOND_MS, 2 * HOUR_MS),
  key: fc.constantFrom(null, 'key-1', 'key-2'),
})
const inquire = fc.record({ does: fc.constant('inquire'), number, late })
const claim = fc.record({
  does: fc.constant('claim'),
  number,
  stan,
  amount,
  payType: mostly('cash', 'card'),
  late,
})
const settle = fc.record({
  does: fc.constant('settle'),
  ago,
  verdict: fc.constantFrom('payable', 'payable', 'payable', 'refused', 'unanswered'),
  late,
  unasked: mostly(false, true),
})
const reverse = fc.record({
  does: fc.constant('reverse'),
  original: fc.oneof(
    { weight: 6, arbitrary: ago },
    { weight: 2, arbitrary: stan },
    { weight: 1, arbitrary: fc.constantFrom('c1', 'c2', 'c3') },
  ),
  stan: fc.integer({ min: 1, max: 9 }).map((each) => `r${each}`),
})
/** Of a collect, counted back from the latest, or under any key at all. */
const undo = fc.record({
  does: fc.constantFrom('cancel', 'complete'),
  original: fc.oneof({ weight: 6, arbitrary: ago }, { weight: 1, arbitrary: stan }),
  // Few keys, and some that reverses use: most collide.
  stan: fc.oneof(
    fc.integer({ min: 1, max: 12 }).map((each) => `c${each}`),
    fc.integer({ min: 1, max: 3 }).map((each) => `r${each}`),
  ),
  till: mostly('01', '02'),
  amount,
  late,
})
const resolveDoubt = fc.record({
  does: fc.constant('resolve_doubt'),
  no,
  merchant,
  found: fc.constantFrom('collected', 'not_collected'),
  by: fc.constantFrom('operator', 'report'),
})
const revoke = fc.record({ does: fc.constant('revoke'), no, merchant })
const amend = fc.record({
  does: fc.constant('amend'),
  no,
  merchant,
  amount: fc.constantFrom(null, 1000, 2000),
  expiresInMs: fc.constantFrom(null, null, 20 * SECOND_MS, 2 * HOUR_MS, 90 * DAY_MS),
  version: fc.constantFrom(null, null, null, 1, 2),
  amountMax: fc.constantFrom(null, null, 1500),
})
const suspend = fc.record({
  does: fc.constant('suspend'),
  no,
  merchant,
  reason: fc.constantFrom(null, '재고 확인 중'),
})
const resume = fc.record({ does: fc.constant('resume'), no, merchant })
const askReceipt = fc.record({ does: fc.constant('ask_receipt'), no, merchant, taxFree: mostly(0, 1001) })
const cancelReceipt = fc.record({ does: fc.constant('cancel_receipt'), no, merchant })
const retryReceipt = fc.record({ does: fc.constant('retry_receipt'), no })
/** Late ones are about a step that may be over. */
const settleReceipt = fc.record({
  does: fc.constant('settle_receipt'),
  no,
  says: mostly<'yes' | 'no'>('yes', 'no'),
  step: fc.constantFrom(undefined, undefined, undefined, 'issuing', 'issued', 'cancelling'),
  finalInMs: fc.constantFrom(null, 12 * HOUR_MS),
  unasked: fc.boolean(),
})
const lapse = fc.record({ does: fc.constant('lapse'), no, orphaned: mostly(false, true) })
const expire = fc.record({ does: fc.constant('expire'), no })
const slip = fc.integer({ min: 1, max: 14 })
const refund = fc.record({
  does: fc.constant('refund'),
  no,
  merchant,
  amount: fc.constantFrom(null, 1, 300, 300, 500, 1000),
  balance: mostly<number | null>(null, 700),
  to: fc.constantFrom('bank', 'joined bank', 'joined bank', 'slip', 'slip', 'slip', 'nowhere'),
  slip,
  tellV1: fc.boolean(),
})
/** Of a refund that was accepted, counted back from the latest. */
const settlePayout = fc.record({
  does: fc.constant('settle_payout'),
  ago,
  result: fc.constantFrom('paid_out', 'failed'),
})
const reroute = fc.record({ does: fc.constant('reroute'), ago, to: fc.constantFrom('bank', 'slip'), slip })
/** Of a slip there was, counted back from the latest, or of any number at all. */
const payOut = fc.record({
  does: fc.constant('pay_out'),
  number: fc.oneof({ weight: 5, arbitrary: ago }, { weight: 1, arbitrary: number }),
  stan,
  amount: fc.constantFrom(null, null, null, 300),
  late,
})
/** The house's bank is asked about a refund that was accepted, and says something: sooner, later or never. */
const tryTransfer = fc.record({ does: fc.constant('try_transfer'), ago })
const bankSays = fc.record({
  does: fc.constant('bank_says'),
  ago,
  says: fc.constantFrom<BankSays>('paid', 'paid', 'refused', 'holder differs', 'taken'),
})
/** One row of a file, about a number of ours as one of its tills may have sold it. */
const tellRow = fc.record({
  does: fc.constant('tell'),
  number,
  amount,
  kind: fc.constantFrom(...REPORT_KINDS),
  sign: mostly<'+' | '-'>('+', '-'),
  payType: mostly<PayType>('cash', 'card'),
  stan: fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 3, arbitrary: stan }),
  rowDate: mostly('20261122', '20261121'),
})
/** About what is at the desk, counted back from the latest. */
const desk = fc.record({ does: fc.constant('desk'), ago, what: fc.constantFrom('post', 'post', 'held', 'refunded') })
const openDay = fc.record({ does: fc.constant('open_day') })
/** Nothing is sold on a closed day, so that few histories close theirs. `right`: on what the drawer holds. */
const closeDay = fc.record({ does: fc.constant('close_day'), right: fc.boolean() })
const time = fc.record({
  does: fc.constantFrom('pass', 'jump'),
  ms: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(1, SECOND_MS, 5 * SECOND_MS, 15 * SECOND_MS) },
    { weight: 1, arbitrary: fc.constantFrom(30 * MINUTE_MS, 12 * HOUR_MS, 8 * DAY_MS, 91 * DAY_MS) },
  ),
})

const step = fc.oneof(
  { weight: 5, arbitrary: issue },
  { weight: 3, arbitrary: inquire },
  { weight: 8, arbitrary: claim },
  { weight: 8, arbitrary: settle },
  { weight: 3, arbitrary: reverse },
  { weight: 5, arbitrary: undo },
  { weight: 2, arbitrary: resolveDoubt },
  { weight: 1, arbitrary: revoke },
  { weight: 2, arbitrary: amend },
  { weight: 1, arbitrary: suspend },
  { weight: 2, arbitrary: resume },
  { weight: 4, arbitrary: askReceipt },
  { weight: 2, arbitrary: cancelReceipt },
  { weight: 1, arbitrary: retryReceipt },
  { weight: 6, arbitrary: settleReceipt },
  { weight: 1, arbitrary: lapse },
  { weight: 1, arbitrary: expire },
  { weight: 5, arbitrary: refund },
  { weight: 2, arbitrary: settlePayout },
  { weight: 2, arbitrary: reroute },
  { weight: 5, arbitrary: payOut },
  { weight: 3, arbitrary: tryTransfer },
  { weight: 3, arbitrary: bankSays },
  { weight: 5, arbitrary: tellRow },
  { weight: 3, arbitrary: desk },
  { weight: 1, arbitrary: fc.oneof({ weight: 3, arbitrary: openDay }, { weight: 1, arbitrary: closeDay }) },
  { weight: 3, arbitrary: time },
)

export type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Null: one. */
export const phases = fc.constantFrom<NotifyOn | null>(null, 'approve', 'complete')

export const history = fc.array(step, { minLength: 10, maxLength: 80, size: 'max' })

function mostly<const Value>(usual: Value, rare: Value): fc.Arbitrary<Value> {
  return fc.constantFrom(usual, usual, usual, usual, usual, rare)
}
