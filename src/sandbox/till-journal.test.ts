import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type BegunSale, openTillJournal } from './till-journal.ts'

function newPath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-journal-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'till.jsonl')
}

const reopen = (path: string) => openTillJournal(path, { isAlone: true })
const keyed = (stan: string) => ({ business_date: '20261122', stan })

function collectOf(stan: string, amount: number): BegunSale {
  return { key: keyed(stan), message: 'collect', amount, cash: amount }
}

function payoutOf(stan: string, amount: number): BegunSale {
  return { key: keyed(stan), message: 'payout', amount, cash: 0 }
}

test('a sale that was begun is found open by whoever opens the journal next, and its cash is in the drawer', (t) => {
  const path = newPath(t)
  reopen(path).begin(collectOf('1', 36_400))
  const next = reopen(path)
  assert.deepEqual(next.open(), [collectOf('1', 36_400)])
  assert.equal(next.drawer(), 36_400)
  assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('the drawer holds what sales have left there: collected, undone, paid out', (t) => {
  const path = newPath(t)
  const journal = reopen(path)
  journal.begin(collectOf('1', 1_000))
  journal.end(keyed('1'), { cash: 1_000, stands: true })
  journal.begin(collectOf('2', 500))
  journal.end(keyed('2'), { cash: 0, stands: false })
  journal.begin(payoutOf('3', 300))
  journal.end(keyed('3'), { cash: -300, stands: true })
  assert.deepEqual([journal.drawer(), journal.open()], [700, []])
  journal.end(keyed('1'), { cash: 0, stands: false })
  assert.deepEqual([journal.drawer(), reopen(path).drawer()], [-300, -300], 'undone later, by hand')
})

test('the same trace number on another day is another sale', (t) => {
  const journal = reopen(newPath(t))
  journal.begin(collectOf('1', 1_000))
  journal.end({ business_date: '20261123', stan: '1' }, { cash: 0, stands: false })
  assert.equal(journal.open().length, 1)
})

test('a line that was cut short in the middle speaks of nothing, and the next one stands by itself', (t) => {
  const path = newPath(t)
  reopen(path).begin(collectOf('1', 1_000))
  appendFileSync(path, '{"begun":{"key":{"business_date":"2026')
  const journal = reopen(path)
  journal.begin(collectOf('2', 500))
  assert.deepEqual(
    reopen(path)
      .open()
      .map(({ key }) => key.stan),
    ['1', '2'],
  )
})

test('a completion or cancel stays until it is answered; what was given back still stands as sold', (t) => {
  const path = newPath(t)
  const journal = reopen(path)
  const complete = { message: 'complete', key: keyed('2'), original: keyed('1'), amount: 1_000 } as const
  journal.begin(collectOf('1', 1_000))
  journal.end(keyed('1'), { cash: 1_000, stands: true }, complete)
  assert.deepEqual(reopen(path).unanswered(), [complete])
  reopen(path).answer(complete, false)
  const cancel = { message: 'cancel', key: keyed('3'), original: keyed('1'), amount: 1_000, reason: '변심' } as const
  reopen(path).ask(cancel)
  assert.deepEqual([reopen(path).unanswered(), reopen(path).drawer()], [[cancel], 1_000])
  reopen(path).answer(cancel, true)
  const next = reopen(path)
  const sale = collectOf('1', 1_000)
  assert.deepEqual([next.unanswered(), next.drawer()], [[], 0])
  assert.deepEqual(next.ended(), [{ sale, cash: 0, stands: true, cancelledOn: '20261122' }])
})

test('a closed day and the last file are known to whoever opens the journal next', (t) => {
  const path = newPath(t)
  const file = { seq: 1, date: '20261122', rows: [{ number: '1234', amount: 1_000, pay_type: 'cash' as const }] }
  reopen(path).closeDay('20261122')
  reopen(path).file(file)
  const next = reopen(path)
  assert.deepEqual([next.isClosed('20261122'), next.isClosed('20261123')], [true, false])
  assert.deepEqual(next.lastFile(), file)
})

test('a journal of before, which says of no sale how it ended or was paid, is read by its cash', (t) => {
  const path = newPath(t)
  const ended = (stan: string, cash: number): object => ({ ended: { key: keyed(stan), cash } })
  const lines = [{ begun: collectOf('1', 700) }, { begun: collectOf('2', 300) }, ended('1', 700), ended('2', 0)]
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const stands = reopen(path)
    .ended()
    .map(({ sale, stands }) => [sale.key.stan, stands])
  assert.deepEqual(
    [stands, reopen(path).drawer()],
    [
      [
        ['1', true],
        ['2', false],
      ],
      700,
    ],
  )
})

test('a long journal is drawn together to the drawer, what is open and the last two days, unless somebody else is writing', (t) => {
  const path = newPath(t)
  const journal = reopen(path)
  journal.begin(collectOf('1', 7))
  for (let stan = 2; stan <= 502; stan += 1) {
    journal.begin(collectOf(String(stan), 10))
    journal.end(keyed(String(stan)), { cash: 10, stands: true })
  }
  const asked = { message: 'cancel', key: keyed('503'), original: keyed('2'), amount: 10 } as const
  journal.ask(asked)
  const days = ['20261123', '20261124'].map((business_date) => ({ business_date, stan: '1' }))
  for (const key of days) {
    journal.begin({ key, message: 'collect', amount: 1, cash: 1 })
    journal.end(key, { cash: 1, stands: true })
    journal.closeDay(key.business_date)
  }
  const before = readFileSync(path, 'utf8')
  openTillJournal(path, { isAlone: false })
  assert.equal(readFileSync(path, 'utf8'), before)
  assert.equal(reopen(path).drawer(), 5_019)
  assert.equal(readFileSync(path, 'utf8').split('\n').length, 12)
  const next = reopen(path)
  assert.deepEqual([next.drawer(), next.open(), next.unanswered()], [5_019, [collectOf('1', 7)], [asked]])
  assert.deepEqual([next.ended().map(({ sale }) => sale.key), next.isClosed('20261124')], [[keyed('2'), ...days], true])
  next.answer(asked, true)
  assert.equal(next.drawer(), 5_009)
})

test('what is no journal is said so instead of being counted', (t) => {
  const path = newPath(t)
  writeFileSync(path, '{"begun":17}\n')
  assert.throws(() => reopen(path), /is no journal of a till/)
})
