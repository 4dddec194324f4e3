import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MonoTime } from '../core/brand.ts'
import {
  afterCall,
  type Breaker,
  beforeCall,
  CALLS_MAX,
  CALLS_MIN,
  CALLS_WITHIN_MS,
  type CallEnd,
  NEW_BREAKER,
  OPEN_MS,
} from './confirm-breaker.ts'

const at = (ms: number): MonoTime => ms as MonoTime

/** `a` answered, `s` silent, `i` inconclusive; a call every 100 ms. */
function after(ends: string, from: Breaker = NEW_BREAKER, startMs = 0): Breaker {
  const named: Readonly<Record<string, CallEnd>> = { a: 'answered', s: 'silent', i: 'inconclusive' }
  return [...ends].reduce((breaker, end, index) => {
    return afterCall(breaker, 'made', named[end] ?? 'answered', at(startMs + index * 100))
  }, from)
}

const OPENS: readonly (readonly [ends: string, opens: boolean, why: string])[] = [
  ['s'.repeat(CALLS_MIN - 1), false, 'nine are too few to judge by'],
  ['s'.repeat(CALLS_MIN), true, 'ten of ten'],
  ['aaasssssss', true, 'seven in ten'],
  ['aaaassssss', false, 'six in ten'],
  ['a'.repeat(CALLS_MIN), false, 'all answered'],
  ['i'.repeat(CALLS_MAX), false, 'cut short by tills in a hurry'],
  [`${'i'.repeat(20)}${'s'.repeat(CALLS_MIN - 1)}`, false, 'what says nothing is not counted to the ten'],
]

for (const [ends, opens, why] of OPENS) {
  test(`${opens ? 'opens' : 'stays closed'}: ${why}`, () => {
    assert.equal(after(ends).state, opens ? 'open' : 'closed')
  })
}

test('a busy merchant is judged by its latest calls, however well it did before', () => {
  assert.equal(after(`${'a'.repeat(200)}${'s'.repeat(34)}`).state, 'closed')
  assert.equal(after(`${'a'.repeat(200)}${'s'.repeat(35)}`).state, 'open')
})

test('silence long ago is forgotten', () => {
  const nine = after('s'.repeat(9))
  assert.equal(after('s', nine, 10_000).state, 'open')
  assert.equal(after('s', nine, CALLS_WITHIN_MS + 1_000).state, 'closed')
})

test('while it is open nobody is called; then one, and nobody beside it', () => {
  const open = after('s'.repeat(CALLS_MIN), NEW_BREAKER, 0)
  const openedMs = (CALLS_MIN - 1) * 100
  assert.equal(beforeCall(open, at(openedMs + OPEN_MS - 1)).call, 'not made')
  const { breaker, call } = beforeCall(open, at(openedMs + OPEN_MS))
  assert.equal(call, 'probe')
  assert.equal(beforeCall(breaker, at(openedMs + 10 * OPEN_MS)).call, 'not made')
})

test('a probe that is answered closes it with a clean slate; one that is not leaves it open as long again', () => {
  const probing: Breaker = { state: 'probing' }
  const closed = afterCall(probing, 'probe', 'answered', at(60_000))
  assert.deepEqual(closed, NEW_BREAKER)
  assert.equal(after('s'.repeat(9), closed, 60_000).state, 'closed', 'nine silent ones are too few again')
  for (const end of ['silent', 'inconclusive'] as const) {
    const open = afterCall(probing, 'probe', end, at(60_000))
    assert.equal(beforeCall(open, at(60_000 + OPEN_MS - 1)).call, 'not made')
    assert.equal(beforeCall(open, at(60_000 + OPEN_MS)).call, 'probe')
  }
})

test('calls that were out when it opened change nothing, whatever comes of them', () => {
  const open = after('s'.repeat(CALLS_MIN))
  for (const breaker of [open, { state: 'probing' } as const]) {
    assert.equal(afterCall(breaker, 'made', 'answered', at(2_000)), breaker)
    assert.equal(afterCall(breaker, 'made', 'silent', at(2_000)), breaker)
  }
})
