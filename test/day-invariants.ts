/**
 * What must hold of report files, the desk and tills' days after every step of a story: no row is judged twice, money that no
 * till told of is in one place, and what a person did about it, or a clerk closed, stays as it is.
 */
import assert from 'node:assert/strict'
import { keyAtDesk } from '../src/core/late-keys.ts'
import { isUnsettled } from '../src/core/suspense.ts'
import type { CoreStory } from './core-story.ts'
import type { DayRows } from './day-rows.ts'

type Kept = Pick<DayRows, 'reportRows' | 'suspense' | 'tillDays'>

/** A copy of what a step must not rewrite. */
export function dayRowsOf({ day: { reportRows, suspense, tillDays } }: CoreStory): Kept {
  return { reportRows: new Map(reportRows), suspense: new Map(suspense), tillDays: new Map(tillDays) }
}

export function assertDayStepHolds(before: Kept, { day, latest }: CoreStory): void {
  for (const [key, row] of before.reportRows) assert.deepEqual(day.reportRows.get(key), row, 'a row is judged once')
  for (const [id, entry] of before.suspense)
    if (!isUnsettled(entry)) assert.deepEqual(day.suspense.get(id), entry, `what is ${entry.state} stays so`)
  for (const [key, { closed }] of before.tillDays)
    if (closed !== null) assert.deepEqual(day.tillDays.get(key)?.closed, closed, 'a day is closed once')
  if (latest?.outcome.kind === 'desk_refused') assert.deepEqual(day.suspense, before.suspense, 'no is no')
}

/** Each collection that no till asked for has one row, or one posted entry, and the other way round. */
export function assertDayHolds({ events, day }: CoreStory): void {
  const collected = events.flatMap(({ data }) => (data.type === 'collected_late' ? [data.request.key] : []))
  assert.equal(new Set(collected).size, collected.length, 'late money pays once')
  const entries = [...day.suspense.values()]
  const posted = entries.filter(({ state }) => state === 'posted').map((entry) => keyAtDesk(entry))
  const fromRows = [...day.reportRows.values()].flatMap(({ result, suspense, attempt, key, sale }) =>
    result === 'theirs_only' && suspense === null && attempt !== null && key === sale ? [attempt] : [],
  )
  for (const key of collected)
    assert.ok(posted.includes(key) || fromRows.includes(key), `late money under ${key} came from somewhere`)
  for (const key of posted) assert.ok(collected.includes(key), 'what was posted is collected')
  for (const { amount, id, row } of entries) {
    assert.ok(amount > 0, `${id} is about money`)
    assert.ok(day.reportRows.has(row), `${id} came with a row`)
  }
}
