/** What the sandbox's bank says of an order follows from the order alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant, TransferId } from '../core/brand.ts'
import type { TransferQuestion } from '../gateway/ports.ts'
import { createPracticeBank } from './practice-bank.ts'

/** A Friday, noon in Seoul; the next working day begins on Sunday at 15:00 UTC. */
const FRIDAY = Date.UTC(2026, 10, 27, 3) as Instant
const MONDAY = Date.UTC(2026, 10, 29, 15) as Instant

function openBank() {
  const waited: number[] = []
  const time = { now: FRIDAY as Instant }
  const bank = createPracticeBank({
    now: () => time.now,
    after: (ms, run) => {
      waited.push(ms)
      queueMicrotask(run)
      return () => {}
    },
  })
  return { bank, waited, time }
}

function order(number = '1234567890', tries = 1): TransferQuestion {
  return {
    id: 'trf_01890000-0000-7000-8000-00000000000a' as TransferId,
    refund: { acceptedAt: FRIDAY } as TransferQuestion['refund'],
    payment: {} as TransferQuestion['payment'],
    merchant: {} as TransferQuestion['merchant'],
    account: { holder: '홍길동', bank: '004', number, tel: null },
    tries,
    budgetMs: 10_000,
  }
}

test('an order is taken, and goes out on the next working day, the same for every try', async () => {
  const { bank, time } = openBank()
  for (const verb of ['pay', 'ask', 'pay'] as const)
    assert.deepEqual(await bank[verb](order()), { kind: 'taken', knownAt: MONDAY })
  time.now = MONDAY
  for (const verb of ['pay', 'ask'] as const)
    assert.deepEqual(await bank[verb](order()), { kind: 'paid_out', reference: 'TEST-00000000000a' })
})

test('some accounts make it refuse, find another holder, be silent at first, or be slow', async () => {
  const { bank, waited } = openBank()
  const cause = async (number: string) => {
    const said = await bank.pay(order(number))
    return said.kind === 'failed' ? said.cause : said.kind
  }
  assert.equal(await cause('0000000001'), 'refused')
  assert.equal(await cause('0000000004'), 'holder_differs')
  assert.deepEqual(waited, [])
  assert.equal(await cause('0000000002'), 'unanswered')
  assert.equal((await bank.ask(order('0000000002', 2))).kind, 'taken')
  assert.equal(await cause('0000000003'), 'taken')
  assert.deepEqual(waited, [10_000, 3_000])
})
