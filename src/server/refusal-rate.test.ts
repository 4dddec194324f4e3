import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MonoTime } from '../core/brand.ts'
import type { RefusalCounts } from './alarm-words.ts'
import { afterQuestion, NO_REFUSALS, QUESTIONS_MIN, WITHIN_MINUTES } from './refusal-rate.ts'

const MINUTE_MS = 60_000
const OUTCOMES = { p: 'payable', r: 'refused', u: 'unanswered' } as const

/** One question after the other, `everyMs` apart; what was alarming, by its place. */
function alarms(questions: string, everyMs = 1_000): ReadonlyMap<number, RefusalCounts> {
  let rate = NO_REFUSALS
  const told = new Map<number, RefusalCounts>()
  for (const [index, letter] of [...questions].entries()) {
    const after = afterQuestion(rate, OUTCOMES[letter as keyof typeof OUTCOMES], (index * everyMs) as MonoTime)
    rate = after.rate
    if (after.alarming !== null) told.set(index + 1, after.alarming)
  }
  return told
}

test('half of twenty is alarming, refused or unanswered; it is told with its counts', () => {
  const told = alarms('pppppppppprrrrruuuuu')
  assert.deepEqual([...told], [[20, { questions: 20, refused: 5, unanswered: 5 }]])
})

test('fewer than twenty say nothing, and less than half is business', () => {
  assert.equal(alarms('r'.repeat(QUESTIONS_MIN - 1)).size, 0)
  assert.equal(alarms('ppr'.repeat(100)).size, 0)
})

test('it is told once, and again only after it was better in between', () => {
  assert.deepEqual([...alarms('r'.repeat(100)).keys()], [20])
  assert.deepEqual([...alarms(`${'r'.repeat(20)}${'p'.repeat(21)}${'r'.repeat(2)}`).keys()], [20, 42])
})

test('after ten minutes without a question it is told anew', () => {
  let rate = NO_REFUSALS
  const told: number[] = []
  for (const startMs of [0, (WITHIN_MINUTES + 1) * MINUTE_MS]) {
    for (let no = 0; no < QUESTIONS_MIN; no += 1) {
      const after = afterQuestion(rate, 'refused', (startMs + no) as MonoTime)
      rate = after.rate
      if (after.alarming !== null) told.push(after.alarming.questions)
    }
  }
  assert.deepEqual(told, [20, 20])
})

test('only the last ten minutes count', () => {
  assert.equal(alarms('r'.repeat(60), MINUTE_MS).size, 0, 'ten at a time')
  assert.deepEqual([...alarms('r'.repeat(60), MINUTE_MS / 2).keys()], [20])
  assert.equal(alarms('r'.repeat(60), (WITHIN_MINUTES * MINUTE_MS) / 18).size, 0)
})
