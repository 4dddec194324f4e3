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
  journal.end(keyed('1'), 1_000)
  journal.begin(collectOf('2', 500))
  journal.end(keyed('2'), 0)
  journal.begin(payoutOf('3', 300))
  journal.end(keyed('3'), -300)
  assert.deepEqual([journal.drawer(), journal.open()], [700, []])
  journal.end(keyed('1'), 0)
  assert.deepEqual([journal.drawer(), reopen(path).drawer()], [-300, -300], 'undone later, by hand')
})

test('the same trace number on another day is another sale', (t) => {
  const journal = reopen(newPath(t))
  journal.begin(collectOf('1', 1_000))
  journal.end({ business_date: '20261123', stan: '1' }, 0)
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

test('a long journal is drawn together to the drawer and the open sales, unless somebody else is writing', (t) => {
  const path = newPath(t)
  const journal = reopen(path)
  journal.begin(collectOf('1', 7))
  for (let stan = 2; stan <= 502; stan += 1) {
    journal.begin(collectOf(String(stan), 10))
    journal.end(keyed(String(stan)), 10)
  }
  const before = readFileSync(path, 'utf8')
  openTillJournal(path, { isAlone: false })
  assert.equal(readFileSync(path, 'utf8'), before)
  assert.equal(reopen(path).drawer(), 5_017)
  assert.equal(readFileSync(path, 'utf8').split('\n').length, 3)
  const next = reopen(path)
  assert.deepEqual([next.drawer(), next.open()], [5_017, [collectOf('1', 7)]])
})

test('what is no journal is said so instead of being counted', (t) => {
  const path = newPath(t)
  writeFileSync(path, '{"begun":17}\n')
  assert.throws(() => reopen(path), /is no journal of a till/)
})
