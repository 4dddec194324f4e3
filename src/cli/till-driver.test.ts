import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { COLLECTED, no, openTillLine, REVERSED, SHOWN, yes } from '../sandbox/test-till-line.ts'
import { driveTill } from './till-driver.ts'
import { openOwnJournal } from './till-file.ts'

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-driver-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

async function drive(...deeds: readonly object[]): Promise<unknown[]> {
  const said: unknown[] = []
  const input = Readable.from(deeds.map((deed) => `${JSON.stringify(deed)}\n`))
  await driveTill({ input, say: (line) => said.push(JSON.parse(line)) })
  return said
}

const COMPLETED = yes({ approval_no: '00000017' })
const CANCELLED = yes({ approval_no: '00000017', cancelled_at: 1_795_323_788, receipt: ['취소'] })
const NOTHING = { count: 0, sum: 0 }
const SOLD_OUT = { cash: { count: 1, sum: 1000 }, card: NOTHING }
const EMPTY = {
  collected: { cash: NOTHING, card: NOTHING },
  cancelled: { cash: NOTHING, card: NOTHING },
  paid_out: NOTHING,
}

const READY = { ready: true, does: ['complete', 'cancel', 'open', 'close', 'report'] }
const COUNT = { do: 'count' }
const SALE = { do: 'sale', number: '1234', pay_type: 'cash' }
const keyOf = (body: Readonly<Record<string, unknown>> | undefined) => ({
  business_date: body?.['business_date'],
  stan: body?.['stan'],
})
const startAt = (url: string, journal: string) => {
  return { do: 'start', url, terminal: 'exam/EX001/1', secret: 'secret', journal, speed: 5 }
}

test('a sale is answered with what was shown, how it ended and what was printed; the drawer with what it left there', async (t) => {
  const line = await openTillLine(t, { inquiry: [SHOWN], collect: [COLLECTED], complete: [COMPLETED] })
  assert.deepEqual(await drive(startAt(line.url, newFolder(t)), SALE, { do: 'count' }), [
    READY,
    { shown: { amount: 1000, merchant: '예제상점', name: '후드티' }, result: 'collected', printed: ['영수증'] },
    { drawer: 1000, open: 0 },
  ])
})

test('a refund slip is paid out of the drawer', async (t) => {
  const slip = { ...SHOWN, direction: 'out' }
  const paidOut = yes({ approval_no: '00000018', paid_out_at: 1_795_323_788, receipt: ['지급'] })
  const line = await openTillLine(t, { inquiry: [slip], payout: [paidOut] })
  const [, sale, count] = await drive(startAt(line.url, newFolder(t)), SALE, { do: 'count' })
  assert.deepEqual([(sale as { result: string }).result, count], ['paid_out', { drawer: -1000, open: 0 }])
})

test('what an earlier run has left open is undone before the drawer is counted', async (t) => {
  const folder = newFolder(t)
  const { journal, close } = openOwnJournal(folder, 'exam/EX001/1', 0)
  const key = { business_date: '20261122', stan: '7' }
  journal.begin({ key, message: 'collect', amount: 1000, cash: 1000 })
  close()
  const line = await openTillLine(t, { reverse: ['cut', REVERSED] })
  const [, count] = await drive(startAt(line.url, folder), { do: 'count' })
  assert.deepEqual(count, { drawer: 0, open: 0 })
  assert.deepEqual(line.received.at(-1)?.body['original'], key)
})

test('what is collected is completed by its own key, again until that is answered, and not where the slip jams', async (t) => {
  const line = await openTillLine(t, {
    ...{ inquiry: [SHOWN], collect: [COLLECTED], complete: ['cut', COMPLETED], reverse: [REVERSED] },
  })
  const [, , jammed, count] = await drive(startAt(line.url, newFolder(t)), SALE, { ...SALE, jams: true }, COUNT)
  assert.deepEqual([(jammed as { result: string }).result, count], ['refused', { drawer: 1000, open: 0 }])
  const sent = (message: string) => line.received.filter((one) => one.message === message).map(({ body }) => body)
  const [collect, jam] = sent('collect')
  const [first, again, ...more] = sent('complete')
  assert.deepEqual([first?.['original'], first?.['amount']], [keyOf(collect), 1000])
  assert.deepEqual([keyOf(again), more], [keyOf(first), []])
  assert.deepEqual(
    sent('reverse').map(({ original, reason }) => [original, reason]),
    [[keyOf(jam), 'printer']],
  )
})

test('a completion that an earlier run has left without an answer is sent again under its key', async (t) => {
  const folder = newFolder(t)
  const { journal, close } = openOwnJournal(folder, 'exam/EX001/1', 0)
  const [key, original] = ['8', '7'].map((stan) => ({ business_date: '20261122', stan }))
  assert.ok(key && original)
  journal.begin({ key: original, message: 'collect', amount: 1000, cash: 1000 })
  journal.end(original, { cash: 1000, stands: true }, { message: 'complete', key, original, amount: 1000 })
  close()
  const line = await openTillLine(t, { complete: [COMPLETED] })
  const [, count] = await drive(startAt(line.url, folder), COUNT)
  assert.deepEqual(count, { drawer: 1000, open: 0 })
  const { body } = line.received.at(-1) ?? assert.fail()
  assert.deepEqual([keyOf(body), body['original'], body['amount']], [key, original, 1000])
})

test('a cancel names the sale of the number, all of it and the clerk’s reason; the money goes back after the yes alone', async (t) => {
  const line = await openTillLine(t, {
    ...{ inquiry: [SHOWN], collect: [COLLECTED], complete: [COMPLETED], cancel: [no('3003'), CANCELLED] },
  })
  const cancel = { do: 'cancel', number: '1234', reason: '고객 변심' }
  const unknown = { ...cancel, number: '4321' }
  const answers = await drive(startAt(line.url, newFolder(t)), SALE, unknown, cancel, COUNT, cancel, COUNT)
  assert.deepEqual(answers.slice(2), [
    ...[{ result: 'refused' }, { result: 'refused' }, { drawer: 1000, open: 0 }],
    ...[{ result: 'cancelled' }, { drawer: 0, open: 0 }],
  ])
  const { body: collect } = line.received.find(({ message }) => message === 'collect') ?? assert.fail()
  const { body } = line.received.at(-1) ?? assert.fail()
  assert.deepEqual([body['original'], body['amount'], body['reason']], [keyOf(collect), 1000, '고객 변심'])
})

test('a day is closed with what this till has counted, and what is sold afterwards is of the next one', async (t) => {
  const differs = { ...no('4402'), totals: { ...EMPTY, collected: SOLD_OUT } }
  const closed = yes({ business_date: '20261122', closed_at: 1_795_323_788, totals: EMPTY })
  const line = await openTillLine(t, {
    ...{ inquiry: [SHOWN], collect: [COLLECTED], complete: [COMPLETED], cancel: [CANCELLED] },
    ...{ open: [yes({ business_date: '20261122', opened_at: 1_795_302_000 })], close: [differs, closed] },
  })
  const cancel = { do: 'cancel', number: '1234', reason: '고객 변심' }
  const close = { do: 'close' }
  const start = startAt(line.url, newFolder(t))
  const answers = await drive(start, { do: 'open' }, SALE, cancel, { ...SALE, pay_type: 'card' }, close, close, SALE)
  assert.deepEqual(
    [1, 5, 6].map((nth) => answers[nth]),
    [{ done: true }, { done: false }, { done: true }],
  )
  const counted = {
    collected: { cash: { count: 1, sum: 1000 }, card: { count: 1, sum: 1000 } },
    cancelled: SOLD_OUT,
    paid_out: NOTHING,
  }
  const closes = line.received.filter(({ message }) => message === 'close')
  assert.deepEqual(
    closes.map(({ body }) => body['totals']),
    [counted, counted],
  )
  const dates = line.received.filter(({ message }) => message === 'collect').map(({ body }) => body['business_date'])
  assert.deepEqual(dates, ['20261122', '20261122', '20261123'])
})

test('a report has a row for each sale that stands, and is the same file until something else is sold', async (t) => {
  const taken = yes({
    ...{ file_id: 'x', sha256: 'a'.repeat(64), state: 'done', count: 1, sum: 1000 },
    results: { matched: 1, shifted: 0, theirs_only: 0, amount_differs: 0, duplicate: 0, ours_only: 0 },
  })
  const line = await openTillLine(t, {
    ...{
      inquiry: [SHOWN],
      collect: [COLLECTED, no('2301'), COLLECTED],
      complete: [COMPLETED],
      report: [no('4402'), taken],
    },
  })
  const report = { do: 'report' }
  const answers = await drive(startAt(line.url, newFolder(t)), SALE, SALE, report, report, SALE, report)
  assert.deepEqual([answers[3], answers[4], answers[6]], [{ done: false }, { done: true }, { done: true }])
  const files = line.received.filter(({ message }) => message === 'report').map(({ body }) => body)
  assert.deepEqual(
    files.map(({ file_id, seq, count, sum }) => [file_id, seq, count, sum]),
    [
      ['EX001-1-20261122-1', 1, 1, 1000],
      ['EX001-1-20261122-1', 1, 1, 1000],
      ['EX001-1-20261122-2', 2, 2, 2000],
    ],
  )
  const { body: collect } = line.received.find(({ message }) => message === 'collect') ?? assert.fail()
  const row = { number: '1234', amount: 1000, pay_type: 'cash', till: '1', stan: collect['stan'] }
  assert.deepEqual([files[0]?.['rows'], files[1]?.['rows']], [[row], [row]])
})

test('without a line nothing is sold, and nothing is open', async (t) => {
  const nowhere = startAt('http://127.0.0.1:9', newFolder(t))
  assert.deepEqual(await drive(nowhere, SALE, { do: 'count' }), [
    READY,
    { shown: null, result: 'refused', printed: null },
    { drawer: 0, open: 0 },
  ])
})

test('what comes before the start, or is no deed, cannot be done and is said so', async (t) => {
  const answers = await drive(SALE, startAt('http://127.0.0.1:9', newFolder(t)), { do: 'dance' }, { do: 'sale' })
  assert.deepEqual(answers, [
    { cannot: 'start comes first' },
    READY,
    { cannot: 'not a deed: {"do":"dance"}' },
    { cannot: 'not a deed: {"do":"sale"}' },
  ])
})
