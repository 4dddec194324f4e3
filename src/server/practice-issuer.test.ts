import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant, Money, ReceiptId } from '../core/brand.ts'
import type { ReceiptQuestion } from '../gateway/ports.ts'
import { createPracticeIssuer, nextWorkingDay } from './practice-issuer.ts'
import { samplePayment } from './test-samples.ts'

const FRIDAY = Date.UTC(2026, 10, 27, 3) as Instant

/** Timers that fire at once and say how long they were. */
function openIssuer() {
  const waited: number[] = []
  const issuer = createPracticeIssuer({
    now: () => FRIDAY,
    after(ms, run) {
      waited.push(ms)
      queueMicrotask(run)
      return () => {}
    },
  })
  return { issuer, waited }
}

function question(more: Partial<ReceiptQuestion> = {}): ReceiptQuestion {
  const receipt = {
    id: 'rcp_01890000-0000-7000-8000-000000000001' as ReceiptId,
    use: 'person',
    identifier: 'phone',
    sealedUnder: 'rcp_01890000-0000-7000-8000-000000000001' as ReceiptId,
    amount: 1000 as Money,
    taxFree: 0 as Money,
    vat: 91 as Money,
  } as const
  const merchant = { id: 'mer_a' as never, name: '예제상점', noticeUrl: null } as never
  return { receipt, tid: null, of: samplePayment(), merchant, tries: 1, budgetMs: 10_000, ...more }
}

const to = (digits: string) => ({ kind: 'phone', digits }) as const

test('a receipt has a number that says it is a test, provisional until the next working day, the same for every try', async () => {
  const { issuer } = openIssuer()
  const first = await issuer.issue(question(), to('01012345678'))
  assert.ok(first.kind === 'issued')
  assert.match(first.number, /^TEST-\d{9}$/)
  assert.equal(first.finalAt, Date.UTC(2026, 10, 29, 15))
  for (const tries of [2, 9]) {
    const again = await openIssuer().issuer.issue(question({ tries }), to('01012345678'))
    assert.deepEqual(again, first)
  }
  assert.deepEqual(await issuer.followUp(question({ tid: first.tid })), { kind: 'final' })
  assert.deepEqual(await issuer.cancel(question({ tid: first.tid })), { kind: 'cancelled' })
})

test('each magic number makes what it says', async () => {
  const { issuer, waited } = openIssuer()
  const refused = await issuer.issue(question(), to('01000000001'))
  assert.equal(refused.kind, 'refused')
  assert.deepEqual(await issuer.issue(question(), to('01000000002')), { kind: 'unanswered' })
  assert.equal((await issuer.issue(question({ tries: 2 }), to('01000000002'))).kind, 'issued')
  assert.equal((await issuer.issue(question(), to('01000000003'))).kind, 'issued')
  assert.deepEqual(waited, [10_000, 3_000])
  const turnedDown = await issuer.issue(question(), to('01000000004'))
  assert.ok(turnedDown.kind === 'issued')
  assert.equal((await issuer.followUp(question({ tid: turnedDown.tid }))).kind, 'refused')
  const kept = await issuer.issue(question(), to('01000000005'))
  assert.ok(kept.kind === 'issued')
  assert.equal((await issuer.cancel(question({ tid: kept.tid }))).kind, 'refused')
})

test('the next working day begins at midnight in Seoul and is no Saturday or Sunday', () => {
  const midnight = (day: number): number => Date.UTC(2026, 10, day, -9)
  for (let day = 23; day <= 30; day += 1) {
    const expected = day === 27 || day === 28 ? midnight(30) : day === 29 ? midnight(30) : midnight(day + 1)
    assert.equal(nextWorkingDay(midnight(day) as Instant), expected, `November ${day}`)
    assert.equal(nextWorkingDay((midnight(day + 1) - 1) as Instant), expected, `the end of November ${day}`)
  }
})
