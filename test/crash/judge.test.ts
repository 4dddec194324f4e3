/** The judge of the kill cycles is judged: a clean run passes, and every promise has a breach that is found. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Attempt } from '../../src/core/attempt.ts'
import type { CollectionNumber, Money } from '../../src/core/brand.ts'
import { V1_STATUS } from '../../src/core/v1-status.ts'
import { keyOf } from '../core-commands.ts'
import { CoreStory } from '../core-story.ts'
import type { Book, Evidence, HeardNotice, Sent, StoredPayment, Try } from './evidence.ts'
import { CHECKS, type CheckName, judge } from './judge.ts'

const COLLECTED = '{"code":"0000","class":"OK","approval_no":"00000003"}'
const REVERSED_BEFORE = '{"code":"3005","class":"DECLINED"}'
const CANCELLED_BEFORE = '{"code":"3002","class":"DECLINED"}'
const CANCELLED = '{"code":"0000","class":"OK","approval_no":"00000006"}'
const UNANSWERED = '{"code":"2302","class":"DECLINED"}'
const TAKEN_BACK = '{"code":"0000","class":"OK","original":"reversed"}'

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
  'drawers, gateway and merchants agree to the won': (clean) => ({ ...clean, drawers: [1000, 10] }),
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
    assert.deepEqual(found, ['house/0001/01/20261122/2, undone, is answered as collected'])
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

/** 1 is collected, 2 collected and reversed, 3 revoked; of 4 a kill left the claim open; 5 was changed; 6 cancelled. */
function cleanStory(): CoreStory {
  const story = new CoreStory()
  for (const no of [1, 2, 3, 4, 5, 6]) story.issue({ no, order: `order-${no}` })
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
  return story
}

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
    drawers: [1000, 0],
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
  tries[1]?.reverses.push({
    fields: {
      business_date: '20261122',
      stan: 'r2',
      original: { business_date: '20261122', stan: '2' },
      reason: 'power',
    },
    answers: [TAKEN_BACK],
    repeats: [TAKEN_BACK],
  })
  return tries
}

function saleOf({ payment }: StoredPayment): Try['sale'] {
  const { id, orderId, number, amount } = payment
  return { impUid: id, orderId, number, amountWon: amount }
}

function bookOf(row: StoredPayment): Book {
  return { ...saleOf(row), status: V1_STATUS[row.payment.state] }
}

function noticesOf({ deliveries }: StoredPayment): readonly HeardNotice[] {
  return deliveries.map(({ id, paymentId, status, version }) => ({
    webhookId: id,
    impUid: paymentId,
    status,
    version,
    answered: 200,
    life: 0,
    signed: true,
  }))
}

interface TryWords extends Pick<Try, 'kept' | 'status'> {
  readonly answers: string[]
  readonly repeats: string[]
}

function tryOf(no: number, { answers, repeats, kept, status }: TryWords): Try {
  const number = `8100${String(no).padStart(16, '0')}` as CollectionNumber
  const amount = 1000 as Money
  const sale = { impUid: `imp_${String(no).padStart(12, '0')}`, orderId: `order-${no}`, number, amountWon: amount }
  const fields = {
    business_date: '20261122',
    stan: String(no),
    number,
    amount,
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
