/** The judge of the kill cycles is judged: a clean run passes, and every promise has a breach that is found. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Attempt } from '../../src/core/attempt.ts'
import { isCollected } from '../../src/core/refund.ts'
import { V1_STATUS } from '../../src/core/v1-status.ts'
import { presentRefund } from '../../src/merchant/present-refunds.ts'
import { keyOf, refundId, slipNumber } from '../core-commands.ts'
import { CoreStory } from '../core-story.ts'
import { bankSays, refundByBank } from '../core-transfers.ts'
import type { Book, Evidence, HeardNotice, PayoutTry, Return, Sent, StoredPayment, Try } from './evidence.ts'
import { CHECKS, type CheckName, judge } from './judge.ts'

const COLLECTED = '{"code":"0000","class":"OK","approval_no":"00000003"}'
const REVERSED_BEFORE = '{"code":"3005","class":"DECLINED"}'
const CANCELLED_BEFORE = '{"code":"3002","class":"DECLINED"}'
const CANCELLED = '{"code":"0000","class":"OK","approval_no":"00000006"}'
const UNANSWERED = '{"code":"2302","class":"DECLINED"}'
const TAKEN_BACK = '{"code":"0000","class":"OK","original":"reversed"}'
const CLOSED = '{"code":"0000","class":"OK","original":"closed"}'
const PAID_OUT = '{"code":"0000","class":"OK","approval_no":"00000009"}'

/** What breaks each promise and nobody could tell from a clean run but the judge. */
const PLANTED: Readonly<Record<CheckName, (clean: Evidence) => Evidence>> = {
  'an answered issue is there': (clean) => ({ ...clean, books: clean.books.slice(1) }),
  'every number is known to its merchant, once': (clean) => ({ ...clean, sales: clean.sales.slice(1) }),
  'an acknowledged collect is paid': (clean) => ({
    ...clean,
    tries: clean.tries.map((one, index) => (index === 2 ? { ...one, collect: sent(one, [COLLECTED]) } : one)),
  }),
  'an acknowledged reverse is not collected': (clean) => ({
    ...clean,
    tries: clean.tries.map((one, index) => (index === 1 ? { ...one, status: 'collected' } : one)),
  }),
  'an acknowledged cancel gave the money back, once': (clean) => ({
    ...clean,
    tries: clean.tries.map((one, index) => (index === 3 ? { ...one, key: keyOf('1') } : one)),
  }),
  'nothing is cancelled but under the key of its cancel': (clean) => ({
    ...clean,
    tries: clean.tries.map((one) => ({ ...one, cancels: [] })),
  }),
  'an acknowledged revocation is final': (clean) => ({ ...clean, revoked: [...clean.revoked, 'imp_000000000002'] }),
  'nothing is collected twice': (clean) => ({ ...clean, tries: [...clean.tries, ...clean.tries.slice(0, 1)] }),
  'drawers and gateway agree to the won': (clean) => ({ ...clean, drawers: [1000, 10] }),
  'merchants and gateway agree to the won': (clean) => ({ ...clean, returns: clean.returns.slice(1) }),
  'an acknowledged refund is there, once': (clean) => ({
    ...clean,
    books: clean.books.map((book) => ({ ...book, refunds: [...book.refunds, ...book.refunds] })),
  }),
  'nothing is refunded but under a key': (clean) => ({ ...clean, returns: clean.returns.slice(1) }),
  'a refund is refused only where nothing is left to give': (clean) => ({
    ...clean,
    returns: clean.returns.map((one) => ({ ...one, answers: ['no'] })),
  }),
  'what was refunded is not undone, and nothing else': (clean) => ({
    ...clean,
    tries: clean.tries.map((one, index) => (index === 4 ? { ...one, kept: false } : one)),
  }),
  'an acknowledged payout is paid out, by one drawer': (clean) => ({
    ...clean,
    payouts: [...clean.payouts, ...clean.payouts],
  }),
  'an undone payout is not paid out': (clean) => ({
    ...clean,
    payouts: clean.payouts.map((one) => ({ ...one, reverses: [reverseOf('u9', '9', TAKEN_BACK)] })),
  }),
  'a transfer ends as its bank says': (clean) => ({
    ...clean,
    returns: clean.returns.map((one) => (one.way === 'slip' ? one : { ...one, way: 'refused' })),
  }),
  'paid only after an acknowledged question': (clean) => ({
    ...clean,
    questions: clean.questions.map((question) => ({ ...question, late: true })),
  }),
  'asked only behind a durable claim': (clean) => ({
    ...clean,
    questions: clean.questions.map((question) => ({ ...question, attemptId: 'att_of_a_lost_claim' })),
  }),
  'every change is told': (clean) => ({
    ...clean,
    notices: clean.notices.map((notice) => (notice.status === 'paid' ? { ...notice, answered: 500 } : notice)),
  }),
  'nothing is told that did not happen': (clean) => ({
    ...clean,
    notices: [...clean.notices, { ...firstOf(clean.notices), webhookId: 'dlv_ghost', version: 9 }],
  }),
  'told once in a life': (clean) => ({ ...clean, notices: [...clean.notices, firstOf(clean.notices)] }),
  'told in order': (clean) => ({ ...clean, notices: clean.notices.toReversed() }),
  'no attempt stays open': (clean) => ({ ...clean, held: ['imp_000000000001'] }),
  'a repeated key has the same bytes': (clean) => ({
    ...clean,
    tries: clean.tries.map((one) => ({ ...one, collect: { ...one.collect, repeats: [UNANSWERED, REVERSED_BEFORE] } })),
  }),
  'a row is the fold of its events': (clean) => ({
    ...clean,
    rows: clean.rows.map(({ events, ...row }) => ({ ...row, events: events.slice(0, -1) })),
  }),
  'the API says what is stored': (clean) => ({
    ...clean,
    books: clean.books.map((book) => ({ ...book, status: 'failed' })),
  }),
  'nobody complains': (clean) => ({ ...clean, complaints: ['the gateway wrote: out of cheese'] }),
}

describe('the judge of the kill cycles', () => {
  it('finds nothing in a clean run', () => {
    assert.deepEqual(judge(cleanRun()), [])
  })

  for (const [name, plant] of Object.entries(PLANTED)) {
    it(`finds the breach of: ${name}`, () => {
      const found = judge(plant(cleanRun()))
      assert.ok(
        found.some((breach) => breach.startsWith(`${name}: `)),
        `it found ${JSON.stringify(found)}`,
      )
    })
  }

  it('finds an acknowledged collect that the gateway has forgotten altogether', () => {
    const clean = cleanRun()
    const forgotten: Evidence = {
      ...clean,
      rows: clean.rows.slice(1),
      books: clean.books.slice(1),
      attempts: new Map([...clean.attempts].slice(1)),
    }
    const names = new Set(judge(forgotten).map((breach) => breach.split(':')[0]))
    for (const name of ['an answered issue is there', 'an acknowledged collect is paid', 'no attempt stays open'])
      assert.ok(names.has(name), `${name} in ${[...names]}`)
  })

  it('finds two drawers that hold money for the two numbers of one order', () => {
    const clean = cleanRun()
    const [first] = clean.tries
    assert.ok(first)
    const sale = { ...first.sale, impUid: 'imp_000000000002', number: '81000000000000000002' }
    const found = CHECKS['nothing is collected twice']({ ...clean, tries: [...clean.tries, { ...first, sale }] })
    assert.deepEqual(found, ['two drawers hold money for the order order-1'])
  })

  it('finds a reversed collect that is still answered as money', () => {
    const clean = cleanRun()
    const tries = clean.tries.map((one, index) =>
      index === 1 ? { ...one, collect: { ...one.collect, repeats: [COLLECTED, COLLECTED] } } : one,
    )
    const found = CHECKS['a repeated key has the same bytes']({ ...clean, tries })
    assert.deepEqual(found, ['house/0001/01/20261122/2, undone, is answered as done'])
  })

  it('finds a cancel that gave the money back twice', () => {
    const clean = cleanRun()
    const rows = clean.rows.map((row) => {
      const refunds = [...row.payment.refunds, ...row.payment.refunds]
      return { ...row, payment: { ...row.payment, refunds } }
    })
    const found = CHECKS['an acknowledged cancel gave the money back, once']({ ...clean, rows })
    assert.equal(found.length, 1)
    assert.match(found[0] ?? '', /^house\/0001\/01\/20261122\/6 was cancelled/)
  })
})

/**
 * 1 is collected, 2 collected and reversed, 3 revoked; of 4 a kill left the claim open; 5 was changed; 6 cancelled. Of 7 a
 * part was refunded, before its till could undo it, by a slip that was paid out; all of 8 by the bank.
 */
function cleanStory(): CoreStory {
  const story = new CoreStory()
  for (const no of [1, 2, 3, 4, 5, 6, 7, 8]) story.issue({ no, order: `order-${no}` })
  story.collect({ no: 1, stan: '1' })
  story.collect({ no: 2, stan: '2' })
  story.reverse({ original: '2', stan: 'r2' })
  story.revoke({ no: 3 })
  story.claim({ no: 4, stan: '4' })
  story.lapse({ no: 4, orphaned: true })
  story.suspend({ no: 5 })
  story.amend({ no: 5, amount: 2000 })
  story.resume({ no: 5 })
  story.collect({ no: 6, stan: '6' })
  story.cancel({ original: '6', stan: 'c6' })
  story.collect({ no: 7, stan: '7' })
  story.refund({ no: 7, refund: 7, amount: 300, to: 'slip', tellV1: true, reason: RETURNS[0].key })
  story.reverse({ original: '7', stan: 'r7' })
  story.payOut({ slip: 7, stan: '9', amount: 300 })
  story.collect({ no: 8, stan: '8' })
  refundByBank(story, { no: 8, refund: 8, tellV1: true, reason: RETURNS[1].key })
  bankSays(story, 'paid', 8, 8, 8)
  return story
}

const RETURNS = [
  { no: 7, key: 'order-7/r1.1', amountWon: 300, way: 'slip' },
  { no: 8, key: 'order-8/r1.1', amountWon: null, way: 'paid' },
] as const

function cleanRun(): Evidence {
  const story = cleanStory()
  const rows = [...story.payments.values()].map((payment): StoredPayment => {
    const events = story.events.filter(({ paymentId }) => paymentId === payment.id)
    const deliveries = story.deliveries
      .filter(({ paymentId }) => paymentId === payment.id)
      .map((delivery) => ({ ...delivery, state: 'delivered' as const, tries: 1, endedAt: story.at }))
    return { payment, events, deliveries }
  })
  return {
    sales: rows.map(saleOf),
    revoked: ['imp_000000000003'],
    tries: cleanTries(),
    returns: RETURNS.map(
      ({ no, ...asked }): Return => ({
        sale: saleNo(no),
        ...asked,
        answers: ['yes'],
        repeats: ['yes'],
        calledFailed: false,
      }),
    ),
    payouts: [cleanPayout()],
    drawers: [1700, 1000],
    questions: rows.flatMap(({ payment, events }) =>
      events.flatMap(({ data }) =>
        data.type === 'claimed'
          ? [
              {
                attemptId: data.request.attemptId,
                impUid: payment.id,
                answer: 'yes' as const,
                late: false,
                signed: true,
              },
            ]
          : [],
      ),
    ),
    notices: rows.flatMap(noticesOf),
    books: rows.map(bookOf),
    rows,
    attempts: new Map<string, Attempt | undefined>(story.attempts),
    held: [],
    complaints: [],
  }
}

function cleanTries(): readonly Try[] {
  const tries = [
    tryOf(1, { answers: [COLLECTED], repeats: [COLLECTED, COLLECTED], kept: true, status: 'collected' }),
    tryOf(2, { answers: [COLLECTED], repeats: [REVERSED_BEFORE], kept: false, status: 'reversed' }),
    tryOf(4, { answers: [UNANSWERED], repeats: [UNANSWERED], kept: false, status: 'refused' }),
    tryOf(6, { answers: [COLLECTED], repeats: [CANCELLED_BEFORE], kept: false, status: 'cancelled' }),
    tryOf(7, { answers: [COLLECTED], repeats: [COLLECTED], kept: true, status: 'collected' }),
    tryOf(8, { answers: [COLLECTED], repeats: [COLLECTED], kept: true, status: 'collected' }),
  ]
  tries[3]?.cancels.push({
    fields: {
      business_date: '20261122',
      stan: 'c6',
      original: { business_date: '20261122', stan: '6' },
      amount: 1000,
      reason: '고객 변심',
    },
    answers: [CANCELLED],
    repeats: [CANCELLED],
  })
  tries[1]?.reverses.push(reverseOf('r2', '2', TAKEN_BACK))
  tries[4]?.reverses.push(reverseOf('r7', '7', CLOSED))
  return tries
}

function reverseOf(stan: string, original: string, answer: string): Try['reverses'][number] {
  const day = { business_date: '20261122' }
  const fields = { ...day, stan, original: { ...day, stan: original }, reason: 'power' as const }
  return { fields, answers: [answer], repeats: [answer] }
}

function cleanPayout(): PayoutTry {
  const number = slipNumber(7)
  const own = { business_date: '20261122', stan: '9' }
  return {
    slip: { impUid: saleNo(7).impUid, refundId: refundId(7), number, amountWon: 300 },
    key: keyOf('9'),
    payout: { fields: { ...own, number, amount: 300, currency: 'KRW' }, answers: [PAID_OUT], repeats: [PAID_OUT] },
    reverses: [],
    given: true,
    status: 'paid_out',
  }
}

function saleOf({ payment }: StoredPayment): Try['sale'] {
  const { id, orderId, number, amount } = payment
  return { merchant: 0, impUid: id, orderId, number, amountWon: amount }
}

function bookOf({ payment, ...row }: StoredPayment): Book {
  const refunds = payment.refunds.map((refund) => presentRefund({ payment, refund }, 'https://pay.example'))
  return {
    ...saleOf({ payment, ...row }),
    status: V1_STATUS[payment.state],
    isCollected: isCollected(payment),
    refunds,
  }
}

function noticesOf({ deliveries }: StoredPayment): readonly HeardNotice[] {
  return deliveries.map(({ id, paymentId, status, version }) => ({
    webhookId: id,
    impUid: paymentId,
    status,
    version,
    refundId: null,
    answered: 200,
    life: 0,
    signed: true,
  }))
}

function saleNo(no: number): Try['sale'] {
  const number = `8100${String(no).padStart(16, '0')}`
  const impUid = `imp_${String(no).padStart(12, '0')}`
  return { merchant: 0, impUid, orderId: `order-${no}`, number, amountWon: 1000 }
}

interface TryWords extends Pick<Try, 'kept' | 'status'> {
  readonly answers: string[]
  readonly repeats: string[]
}

function tryOf(no: number, { answers, repeats, kept, status }: TryWords): Try {
  const sale = saleNo(no)
  const fields = {
    business_date: '20261122',
    stan: String(no),
    number: sale.number,
    amount: sale.amountWon,
    currency: 'KRW' as const,
    pay_type: 'cash' as const,
  }
  return {
    sale,
    key: keyOf(String(no)),
    collect: { fields, answers, repeats },
    reverses: [],
    cancels: [],
    kept,
    status,
  }
}

function sent({ collect }: Try, answers: string[]): Sent<Try['collect']['fields']> {
  return { ...collect, answers, repeats: [] }
}

function firstOf(notices: Evidence['notices']): HeardNotice {
  const [first] = notices
  assert.ok(first)
  return first
}
