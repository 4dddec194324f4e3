/**
 * Day files made by chance out of a day of ours, with differences planted in them: each is found and named, and nothing else
 * is. And random days of tills, files and a desk, after each step of which all money that a shop told of is accounted for.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { numberOf } from '../../test/core-commands.ts'
import { assertRowsHold, assertStepHolds, snapshot } from '../../test/core-invariants.ts'
import { CoreStory, DAY_MS, HOUR_MS, MINUTE_MS, STORY_BEGINS } from '../../test/core-story.ts'
import { latestEntry, post, STORY_DATE, settleEntry, tell } from '../../test/day-story.ts'
import { tillKey } from './attempt.ts'
import type { CollectionNumber, Instant, Money, NetworkId, PaymentId, ReportId } from './brand.ts'
import { findSale, isTaken, isUndone, type OurSale, TIMES_APART_MAX_MS, toldBefore } from './reconcile.ts'
import { type ReportKind, type ReportRow, type RowResult, rowKey, type ToldSale } from './report.ts'
import { dateAfter } from './seoul-day.ts'

const NETWORK = 'house' as NetworkId
const FILE = 'rpt_1' as ReportId

/** What is done to a sale on its way into the file; `left_out`: it is ours only. */
const PLANTED = ['as_it_is', 'next_day', 'other_amount', 'told_twice', 'sold_twice', 'left_out', 'not_ours'] as const
type Planted = (typeof PLANTED)[number]

const FOUND: Readonly<Record<Planted, readonly RowResult[]>> = {
  as_it_is: ['matched'],
  next_day: ['shifted'],
  other_amount: ['amount_differs'],
  told_twice: ['matched', 'duplicate'],
  sold_twice: ['matched', 'duplicate'],
  left_out: [],
  not_ours: ['theirs_only'],
}

const soldOnce = fc.record({
  planted: fc.constantFrom(...PLANTED),
  amount: fc.integer({ min: 1, max: 500_000 }),
  outlet: fc.constantFrom('S1', 'S2'),
  till: fc.constantFrom('1', '2'),
  minute: fc.integer({ min: 0, max: 600 }),
  /** The file knows the till's key; without one it tells the time. */
  isKeyed: fc.boolean(),
  skewMs: fc.integer({ min: -TIMES_APART_MAX_MS, max: TIMES_APART_MAX_MS }),
})
type Sold = typeof soldOnce extends fc.Arbitrary<infer Value> ? Value : never

function ourSale({ planted, amount, outlet, till, minute }: Sold, no: number): OurSale {
  const date = planted === 'next_day' ? dateAfter(STORY_DATE, -1) : STORY_DATE
  return {
    key: tillKey({ network: NETWORK, outlet, till, businessDate: date, stan: String(no) }),
    number: numberOf(no) as CollectionNumber,
    amount: amount as Money,
    outlet,
    date,
    at: (STORY_BEGINS + minute * MINUTE_MS) as Instant,
    paymentId: `imp_${no}` as PaymentId,
    standing: 'stands',
  }
}

function rowsFor(sold: Sold, ours: OurSale, no: number): readonly ToldSale[] {
  const { planted, till, isKeyed, skewMs } = sold
  const told: ToldSale = {
    number: ours.number,
    amount: ours.amount,
    sign: '+',
    payType: 'cash',
    outlet: ours.outlet,
    ...(isKeyed
      ? { till, stan: String(no), takenAt: null }
      : { till: null, stan: null, takenAt: (ours.at + skewMs) as Instant }),
    date: STORY_DATE,
  }
  switch (planted) {
    case 'left_out':
      return []
    case 'other_amount':
      return [{ ...told, amount: (told.amount + 1) as Money }]
    case 'told_twice':
      return [told, told]
    case 'sold_twice':
      return [told, isKeyed ? { ...told, stan: `9${no}` } : { ...told, takenAt: (ours.at + HOUR_MS) as Instant }]
    default:
      return [told]
  }
}

test('of a day file with differences planted in it each is found and named, and nothing else is', (t) => {
  const seed = seedOf(t)
  const day = fc.array(soldOnce, { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(day, fc.boolean(), (sales, isReversed) => {
      const all = sales.map((sold, index) => ({ sold, ours: ourSale(sold, index + 1), no: index + 1 }))
      const ours = all.filter(({ sold }) => sold.planted !== 'not_ours').map((each) => each.ours)
      const lines = all.flatMap(({ sold, ours: sale, no }) => rowsFor(sold, sale, no).map((told) => ({ told, of: no })))
      const { results, claimed } = matched(isReversed ? reversedByNumber(lines) : lines, ours)
      for (const { sold, no } of all) assert.deepEqual(results.get(no) ?? [], FOUND[sold.planted], sold.planted)
      const oursOnly = ours.filter(({ key }) => !claimed.has(key)).map(({ key }) => key)
      const leftOut = all.filter(({ sold }) => sold.planted === 'left_out').map((each) => each.ours.key)
      assert.deepEqual(oursOnly, leftOut)
    }),
    { seed, numRuns: 300 },
  )
})

/** The order of a file's sales means nothing; what is told of one number stays in its order. */
function reversedByNumber<Line extends { readonly of: number }>(lines: readonly Line[]): readonly Line[] {
  return [...Map.groupBy(lines, ({ of }) => of).values()].reverse().flat()
}

/** Row by row, each seeing what the ones before told. */
function matched(lines: readonly { readonly told: ToldSale; readonly of: number }[], ours: readonly OurSale[]) {
  const rows: ReportRow[] = []
  const results = new Map<number, RowResult[]>()
  const claimed = new Set<string>()
  for (const [index, { told, of }] of lines.entries()) {
    const before = toldBefore(rows.filter((row) => row.told.number === told.number))
    const inReach = ours.filter(({ number }) => number === told.number)
    const { result, before: sale, ours: mine } = findSale({ kind: '01', told, date: STORY_DATE }, before, inReach)
    const key = rowKey(FILE, index + 1)
    if (mine !== null) claimed.add(mine.key)
    rows.push({
      ...{ key, report: FILE, no: index + 1, network: NETWORK, kind: '01', currency: 'KRW', told, result },
      sale: sale?.key ?? key,
      attempt: mine?.key ?? null,
      paymentId: mine?.paymentId ?? null,
      suspense: null,
      judgedAt: STORY_BEGINS,
    })
    results.set(of, [...(results.get(of) ?? []), result])
  }
  return { results, claimed }
}

const no = fc.integer({ min: 1, max: 3 })
const stan = fc.integer({ min: 1, max: 6 }).map(String)
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('issue'), no, order: fc.constantFrom('order-1', 'order-2') }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('collect'), no, stan }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('claim'), no, stan }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('reverse'), stan }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('revoke', 'suspend', 'resume', 'refund'), no }) },
  {
    weight: 14,
    arbitrary: fc.record({
      does: fc.constant('tell'),
      no: fc.integer({ min: 1, max: 4 }),
      kind: fc.constantFrom<ReportKind>('01', '01', '01', '02', '03'),
      sign: fc.constantFrom<'+' | '-'>('+', '+', '+', '+', '-'),
      stan: fc.oneof({ weight: 3, arbitrary: stan }, { weight: 1, arbitrary: fc.constant(null) }),
      amount: fc.constantFrom(1000, 1000, 1000, 1000, 900, 1500),
    }),
  },
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('post', 'give_back', 'hold') }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('pass'), ms: fc.constantFrom(MINUTE_MS, HOUR_MS, DAY_MS, 8 * DAY_MS) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

test('whatever tills, files and the desk do, all money a shop told of is a payment’s or in suspense, once', (t) => {
  const seed = seedOf(t)
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), (steps) => {
      const story = new CoreStory()
      story.issue()
      for (const each of steps) {
        const before = snapshot(story)
        take(story, each)
        assertStepHolds(before, story)
        assertRowsHold(story)
        assertToldMoneyHolds(story)
      }
    }),
    { seed, numRuns: 300 },
  )
})

function take(story: CoreStory, each: Step): unknown {
  switch (each.does) {
    case 'issue':
      return story.payments.size < 12
        ? story.issue({ no: story.payments.size + 1, order: each.order, number: numberOf(each.no) })
        : null
    case 'collect':
      return (
        story.claim({ number: numberOf(each.no), stan: each.stan }) === 'claimed' && story.settle({ stan: each.stan })
      )
    case 'claim':
      return story.claim({ number: numberOf(each.no), stan: each.stan })
    case 'reverse':
      return story.reverse({ original: each.stan, stan: `r${each.stan}` })
    case 'revoke':
    case 'suspend':
    case 'resume':
      return story[each.does]({ no: each.no })
    case 'refund':
      return story.refund({ no: each.no, refund: story.refunds.size + 1 })
    case 'tell':
      return tell(story, { ...each, sign: each.kind === '03' ? '-' : each.sign, number: numberOf(each.no) })
    case 'post':
      return story.day.suspense.size > 0 && latestEntry(story).paymentId !== null && post(story)
    case 'give_back':
      return story.day.suspense.size > 0 && settleEntry(story, 'refunded')
    case 'hold':
      return story.day.suspense.size > 0 && settleEntry(story, 'held')
    case 'pass':
      return story.passes(each.ms)
  }
}

function assertToldMoneyHolds({ day, attempts }: CoreStory): void {
  const sales = [...day.toldOf.values()].flatMap(toldBefore)
  const claims = sales.flatMap(({ attempt }) => attempt ?? [])
  assert.equal(new Set(claims).size, claims.length, 'a collection is one sale’s')
  for (const sale of sales.filter((each) => isTaken(each) && !isUndone(each))) {
    const attempt = sale.attempt === null ? undefined : attempts.get(sale.attempt)
    const entry = sale.suspense === null ? undefined : day.suspense.get(sale.suspense)
    const isOurs = attempt?.state === 'collected' || attempt?.state === 'reversed'
    assert.ok(
      isOurs || (entry !== undefined && entry.state !== 'withdrawn'),
      `${sale.key} is neither ours nor in suspense`,
    )
  }
  for (const entry of day.suspense.values()) assert.equal(day.reportRows.get(entry.row)?.suspense, entry.id)
}

function seedOf(t: TestContext): number {
  const seed = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  return seed
}
