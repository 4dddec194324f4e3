/** What a shop reports of its day, over real sockets with the real gateway: each difference is found, named and nothing else. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { MerchantId, PaymentId } from '../core/brand.ts'
import { LATE_GRACE_MS } from '../core/decide-report.ts'
import type { Payment } from '../core/payment.ts'
import { dateAfter } from '../core/seoul-day.ts'
import type { SuspenseEntry } from '../core/suspense.ts'
import type { ReportMessage, ReportReply, ReportRow } from '../wire/till-day.ts'
import { type House, openHouse, sale } from './test-house.ts'

const MERCHANT = 'mer_test' as MerchantId
const DAY_MS = 86_400_000
const UNKNOWN = '81001234567890123457'

type Words = Partial<Omit<ReportMessage, 'rows'>> & { readonly rows?: readonly ReportRow[] }

let files = 0

/** Of today's sales, under a name of its own, with totals that are right where nothing is said. */
function fileOf(house: House, rows: readonly ReportRow[], words: Words = {}): Omit<ReportMessage, 'sent_at'> {
  files += 1
  const sum = rows.reduce((total, { amount, sign }) => total + (sign === '-' ? -amount : amount), 0)
  return {
    business_date: house.businessDate,
    stan: String(100_000 + files),
    file_id: `file-${files}`,
    seq: files,
    date: house.businessDate,
    kind: '01',
    currency: 'KRW',
    count: rows.length,
    sum,
    ...words,
    rows: [...(words.rows ?? rows)],
  }
}

/** The answer once every row is dealt with. */
async function report(house: House, rows: readonly ReportRow[], words: Words = {}): Promise<ReportReply['results']> {
  const { reply } = await house.till().report(fileOf(house, rows, words))
  assert.ok(reply.class === 'OK', JSON.stringify(reply))
  assert.equal(reply.state, 'done')
  return reply.results
}

const NONE = { matched: 0, shifted: 0, theirs_only: 0, amount_differs: 0, duplicate: 0, ours_only: 0 }

async function sold(house: House, stan: string, amount = 1000): Promise<Payment> {
  const payment = await house.issue({ amount })
  const { reply } = await house.till().collect(sale(house, stan, payment.number, amount))
  assert.equal(reply.code, '0000')
  return payment
}

function rowOf({ number, amount }: Payment, stan: string | null = null): ReportRow {
  const key = stan === null ? {} : { till: '1', stan }
  return { number, amount, pay_type: 'cash', ...key }
}

async function stateOf({ gateway }: House, id: PaymentId): Promise<string | undefined> {
  return (await gateway.find(MERCHANT, id))?.payment.state
}

async function desk({ gateway }: House): Promise<readonly SuspenseEntry[]> {
  return gateway.suspense.list({}, null, 100)
}

/** What the desk holds, and why. */
async function causes(house: House): Promise<readonly string[]> {
  return (await desk(house)).map(({ cause, amount }) => `${cause} ${amount}`)
}

test('a day that agrees is matched, by key and without one', async (t) => {
  const house = await openHouse(t)
  const payments = await Promise.all(['1', '2', '3'].map((stan) => sold(house, stan)))
  const [first, second, third] = payments
  assert.ok(first && second && third)
  const takenAt = Math.floor(house.gateway.now() / 1000)
  const rows = [rowOf(first, '1'), rowOf(second), { ...rowOf(third), taken_at: takenAt }]
  assert.deepEqual(await report(house, rows), { ...NONE, matched: 3 })
  assert.deepEqual(await report(house, rows, { kind: '02' }), { ...NONE, matched: 3 })
  assert.deepEqual(await desk(house), [])
  for (const { id } of payments) assert.equal(await stateOf(house, id), 'paid')
})

test('of a day with every difference each is named, and what is ours only is left as it is', async (t) => {
  const house = await openHouse(t)
  const agrees = await sold(house, '1')
  const differs = await sold(house, '2', 2000)
  const twice = await sold(house, '3')
  const oursOnly = await sold(house, '4')
  const late = await house.issue({ amount: 700 })
  const rows: readonly ReportRow[] = [
    rowOf(agrees, '1'),
    { ...rowOf(differs, '2'), amount: 2600 },
    rowOf(twice, '3'),
    rowOf(twice, '13'),
    rowOf(late, '14'),
    { number: UNKNOWN, amount: 50, pay_type: 'card' },
  ]
  assert.deepEqual(await report(house, rows), {
    ...{ matched: 2, shifted: 0, theirs_only: 2, amount_differs: 1, duplicate: 1, ours_only: 1 },
  })
  assert.deepEqual([...(await causes(house))].sort(), ['amount_differs 600', 'duplicate 1000', 'number_unknown 50'])
  assert.equal(await stateOf(house, oursOnly.id), 'paid')
  assert.equal(await stateOf(house, late.id), 'paid')
})

test('the same file twice is one report with the same answer, and nothing comes of it twice', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue()
  const file = fileOf(house, [rowOf(payment, '1'), { number: UNKNOWN, amount: 5, pay_type: 'cash' }])
  const first = await house.till().report(file)
  assert.ok(first.reply.class === 'OK')
  const again = await house.till().report({ ...file, stan: '7777' })
  const fields = Object.fromEntries(Object.entries(file).reverse()) as typeof file
  const elsewhere = await house.till('house/S001/2').report(fields)
  for (const { reply } of [again, elsewhere]) {
    assert.ok(reply.class === 'OK')
    assert.deepEqual([reply.sha256, reply.results], [first.reply.sha256, first.reply.results])
  }
  assert.equal((await desk(house)).length, 1)
  assert.equal((await house.storage.payments.events(MERCHANT, payment.id)).length, 2)
  const other = await house.till().report({
    ...file,
    sum: file.sum + 1,
    rows: [{ ...file.rows[0], amount: 1001 } as ReportRow, ...file.rows.slice(1)],
  })
  assert.equal(other.reply.code, '9401')
})

test('a file whose totals are wrong is refused as a whole', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue()
  const rows = [rowOf(payment, '1')]
  const [tomorrow, lastWeek] = [1, -7].map((days) => dateAfter(house.businessDate, days))
  assert.ok(tomorrow && lastWeek)
  for (const [words, code] of [
    [{ count: 2 }, '4401'],
    [{ sum: 1001 }, '4402'],
    [{ count: 0, sum: 0 }, '4401'],
    [{ date: tomorrow }, '4403'],
    [{ date: lastWeek, rows: [{ ...rowOf(payment, '1'), date: house.businessDate }] }, '4403'],
  ] as const) {
    const { reply, status } = await house.till().report(fileOf(house, rows, words))
    assert.deepEqual([status, reply.code], [200, code])
  }
  assert.equal(await stateOf(house, payment.id), 'ready')
  assert.deepEqual(await desk(house), [])
  assert.deepEqual(await house.gateway.reports.list({}, null, 10), [])
})

test('what is undone counts against the sum', async (t) => {
  const house = await openHouse(t)
  const [kept, undone] = [await sold(house, '1'), await sold(house, '2', 400)]
  const rows: readonly ReportRow[] = [rowOf(kept, '1'), rowOf(undone, '2'), { ...rowOf(undone, '2'), sign: '-' }]
  const file = fileOf(house, rows)
  assert.equal(file.sum, 1000)
  const { reply } = await house.till().report(file)
  assert.equal(reply.code, '0000')
  assert.deepEqual([await stateOf(house, kept.id), await stateOf(house, undone.id)], ['paid', 'ready'])
})

test('undone at the shop before it is final it is payable again, after that the desk has it', async (t) => {
  const house = await openHouse(t)
  const [early, final] = [await sold(house, '1'), await sold(house, '2')]
  await report(house, [rowOf(early, '1'), rowOf(final, '2')])
  await report(house, [rowOf(final, '2')], { kind: '02' })
  assert.deepEqual(await report(house, [rowOf(early, '1'), rowOf(final, '2')], { kind: '03' }), { ...NONE, matched: 2 })
  assert.deepEqual([await stateOf(house, early.id), await stateOf(house, final.id)], ['ready', 'paid'])
  assert.deepEqual(await causes(house), ['undone_late 1000'])
  assert.equal((await desk(house))[0]?.direction, 'out')
})

test('a sale around the cut-off is found on the day beside, and is not ours only there', async (t) => {
  const house = await openHouse(t)
  const payment = await sold(house, '1')
  const yesterday = dateAfter(house.businessDate, -1)
  const shifted = await report(house, [{ ...rowOf(payment, '1'), date: house.businessDate }], { date: yesterday })
  assert.deepEqual(shifted, { ...NONE, shifted: 1 })
  assert.deepEqual(await report(house, []), NONE)
})

/** A number whose deadline was so long ago. */
async function expired(t: TestContext, agoMs: number): Promise<{ house: House; payment: Payment }> {
  const house = await openHouse(t)
  const payment = await house.issue({ expiresAt: house.gateway.now() + 60_000 })
  house.pass(60_000 + agoMs)
  return { house: { ...house, businessDate: house.gateway.businessDate(payment.network) }, payment }
}

test('late money pays a number within the grace, and its merchant is told', async (t) => {
  const { house, payment } = await expired(t, LATE_GRACE_MS - DAY_MS)
  assert.deepEqual(await report(house, [rowOf(payment, '1')]), { ...NONE, theirs_only: 1 })
  assert.equal(await stateOf(house, payment.id), 'paid')
  const events = await house.storage.payments.events(MERCHANT, payment.id)
  assert.deepEqual(
    events.map(({ data }) => data.type),
    ['issued', 'expired', 'collected_late'],
  )
  const { reply } = await house.till().status({ business_date: house.businessDate, stan: '5', number: payment.number })
  assert.ok(reply.class === 'OK' && reply.original === 'collected')
  assert.equal(
    (await house.till().inquire({ business_date: house.businessDate, stan: '6', number: payment.number })).reply.code,
    '2103',
  )
})

test('late money after the grace waits at the desk and is given back there', async (t) => {
  const { house, payment } = await expired(t, LATE_GRACE_MS + DAY_MS)
  await report(house, [rowOf(payment, '1')])
  assert.deepEqual(await causes(house), ['expired 1000'])
  assert.equal(await stateOf(house, payment.id), 'failed')
  const [entry] = await desk(house)
  assert.ok(entry)
  assert.deepEqual(await house.gateway.suspense.post(entry.id, null), { ok: false, why: 'expired' })
  const given = await house.gateway.suspense.refund(entry.id, '점포 계좌로 송금')
  assert.ok(given.ok && given.entry.state === 'refunded')
  assert.deepEqual(await house.gateway.suspense.refund(entry.id, '다시'), { ok: false, why: 'settled' })
})

test('late money on a revoked number, on one that was collected and on one of whose order another was, waits', async (t) => {
  const house = await openHouse(t)
  const revoked = await house.issue({ orderId: 'a' })
  await house.gateway.revoke(MERCHANT, revoked.id)
  const collected = await sold(house, '1')
  const [one, other] = [await house.issue({ orderId: 'b' }), await house.issue({ orderId: 'b' })]
  assert.equal((await house.till().collect(sale(house, '2', one.number))).reply.code, '0000')
  const rows = [rowOf(revoked, '11'), rowOf(collected, '12'), rowOf(other, '13')]
  assert.deepEqual(await report(house, rows), { ...NONE, theirs_only: 3, ours_only: 2 })
  assert.deepEqual([...(await causes(house))].sort(), ['already_paid 1000', 'already_paid 1000', 'revoked 1000'])
  for (const { id, cause } of await desk(house))
    assert.deepEqual(await house.gateway.suspense.post(id, null), { ok: false, why: cause })
})

test('money that may be posted later is posted from the desk, once, and its merchant is told', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue()
  await house.gateway.suspend(MERCHANT, payment.id, '재고 확인 중')
  await report(house, [rowOf(payment, '1')])
  const [entry] = await desk(house)
  assert.ok(entry)
  assert.deepEqual(await house.gateway.suspense.post(entry.id, null), { ok: false, why: 'suspended' })
  const held = await house.gateway.suspense.hold(entry.id, '판매자에게 문의함')
  assert.ok(held.ok && held.entry.state === 'held')
  await house.gateway.resume(MERCHANT, payment.id)
  const posts = await Promise.all([1, 2, 3].map(() => house.gateway.suspense.post(entry.id, null)))
  assert.equal(posts.filter(({ ok }) => ok).length, 1)
  assert.equal(await stateOf(house, payment.id), 'paid')
  assert.equal(house.happenings.filter(({ type }) => type === 'collected_late').length, 1)
})

test('a row that does not fit is named, and nothing of its file is taken', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue()
  const good = rowOf(payment, '1')
  for (const [row, field] of [
    [{ ...good, number: '?' }, 'rows.1.number'],
    [{ ...good, amount: 0 }, 'rows.1.amount'],
    [{ number: good.number, amount: 1000, pay_type: 'cash', till: '1' }, 'rows.1.stan'],
    [{ number: good.number, amount: 1000, pay_type: 'cash', stan: '1' }, 'rows.1.till'],
    [{ ...good, outlet: 'S002' }, 'rows.1.outlet'],
  ] as const) {
    const { reply, status } = await house.till().report(fileOf(house, [good, row as ReportRow]))
    assert.equal(status, 400)
    assert.match(reply.text.en, new RegExp(`\\(${field}: `))
  }
  const { reply } = await house.till().report(fileOf(house, [{ ...good, sign: '+' }], { kind: '03' }))
  assert.match(reply.text.en, /rows\.0\.sign/)
  assert.deepEqual(await house.gateway.reports.list({}, null, 10), [])
})

test('a till reports its own shop and no other', async (t) => {
  const house = await openHouse(t)
  const payment = await sold(house, '1')
  const file = fileOf(house, [rowOf(payment, '1')])
  const elsewhere = await house.till('other/S001/1').report(file)
  assert.ok(elsewhere.reply.class === 'OK')
  assert.deepEqual(elsewhere.reply.results, { ...NONE, theirs_only: 1 })
  assert.equal(await stateOf(house, payment.id), 'paid')
  assert.deepEqual(await report(house, file.rows), { ...NONE, matched: 1 })
})

test('only a report may be large, and not without end', async (t) => {
  const house = await openHouse(t)
  const rows = Array.from({ length: 500 }, (): ReportRow => ({ number: UNKNOWN, amount: 1, pay_type: 'cash' }))
  const file = fileOf(house, rows)
  assert.ok(JSON.stringify(file).length > 16 * 1024)
  assert.equal((await house.till().report(file)).reply.code, '0000')
  const inquiry = await house
    .till()
    .inquire({ business_date: house.businessDate, stan: '1', number: '8'.repeat(20_000) })
  assert.equal(inquiry.status, 413)
  const huge = await house.till().report({ ...file, file_id: 'x'.repeat(5 * 1024 * 1024) })
  assert.deepEqual([huge.status, huge.reply.code], [413, '1001'])
  assert.match(huge.reply.text.en, /4194304 bytes/)
})
