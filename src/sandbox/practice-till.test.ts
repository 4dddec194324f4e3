import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createCounters } from './counters.ts'
import { type Outcome, play } from './plays.ts'
import type { Journal } from './practice-till.ts'
import {
  COLLECTED,
  ECHO,
  no,
  openTillLine,
  REVERSED,
  type Script,
  SHOWN,
  type TillLine,
  yes,
} from './test-till-line.ts'

const TERMINALS = [
  { id: 'house/S001/1', secret: 'one' },
  { id: 'house/S001/2', secret: 'two' },
  { id: 'house/S002/1', secret: 'three' },
]

interface Played {
  readonly outcome: Outcome
  readonly drawer: number
  readonly journal: Journal
  readonly line: TillLine
  /** What was waited in all, without waiting it. */
  readonly pausedMs: number
}

/** An honest till on a line that answers by the script. */
async function playOn(t: TestContext, script: Script): Promise<Played> {
  const line = await openTillLine(t, { inquiry: [SHOWN], ...script })
  let pausedMs = 0
  const pause = async (ms: number): Promise<void> => {
    pausedMs += ms
  }
  const ports = { ...NO_PORTS, terminals: TERMINALS, posUrl: () => line.url }
  const counters = await createCounters(ports, pause).open()
  assert.ok(counters !== undefined)
  const { first, second, journal } = counters
  const scene = { first, second, number: '1234', amount: undefined, payType: undefined }
  const { outcome } = await play(undefined, scene)
  const drawer = journal.cash.reduce((sum, { moved }) => sum + moved, 0)
  return { outcome, drawer, journal, line, pausedMs }
}

const NO_PORTS = {
  payment: async () => undefined,
  settleRefund: async () => undefined,
  watch: () => () => {},
  tryNotices: async () => {},
  clock: { now: () => 0, advanceTo: async () => {} },
  reset: async () => {},
}

const messagesOf = ({ line }: Played): string[] => line.received.map(({ message }) => message)

test('a collect is sent again under the same key for as long as the reply asks for that', async (t) => {
  const again = no('9402', 'RETRY_SAME_KEY')
  const played = await playOn(t, { collect: [again, no('9001', 'RETRY_SAME_KEY'), COLLECTED] })
  assert.deepEqual([played.outcome, played.drawer, played.pausedMs], ['paid', 1000, 2000])
  const collects = played.line.received.filter(({ message }) => message === 'collect')
  assert.equal(new Set(collects.map(({ body }) => body['stan'])).size, 1)
  assert.equal(collects[0]?.body['inquiry_token'], 'token')
})

test('no answer to a collect is undone with a key of its own, and only then the money goes back', async (t) => {
  const played = await playOn(t, { collect: ['cut'], reverse: [REVERSED] })
  assert.deepEqual([played.outcome, played.drawer], ['reversed', 0])
  assert.deepEqual(messagesOf(played), ['echo', 'inquiry', 'collect', 'reverse'])
  const [, , collect, reverse] = played.line.received
  assert.deepEqual(reverse?.body['original'], { business_date: '20261122', stan: collect?.body['stan'] })
  assert.equal(reverse?.body['reason'], 'timeout')
  assert.notEqual(reverse?.body['stan'], collect?.body['stan'])
})

test('what is no reply, and a reply that says "unknown", are treated as no answer', async (t) => {
  for (const answer of ['garbage', no('9002', 'UNKNOWN')] as const) {
    const played = await playOn(t, { collect: [answer], reverse: [REVERSED] })
    assert.deepEqual([played.outcome, played.drawer], ['reversed', 0])
  }
})

test('a reversal is repeated under one key until it is taken', async (t) => {
  const played = await playOn(t, {
    collect: ['cut'],
    reverse: ['cut', no('9001', 'RETRY_SAME_KEY'), no('9002', 'UNKNOWN'), REVERSED],
  })
  assert.deepEqual([played.outcome, played.drawer], ['reversed', 0])
  const reverses = played.line.received.filter(({ message }) => message === 'reverse')
  assert.equal(reverses.length, 4)
  assert.equal(new Set(reverses.map(({ body }) => body['stan'])).size, 1)
})

test('a reversal that nobody takes leaves the money where it is, and the end unknown', async (t) => {
  const played = await playOn(t, { collect: ['cut'], reverse: ['cut'] })
  assert.deepEqual([played.outcome, played.drawer], ['unknown', 1000])
  assert.equal(messagesOf(played).filter((message) => message === 'reverse').length, 5)
  const refused = await playOn(t, { collect: ['cut'], reverse: [no('9401')] })
  assert.deepEqual([refused.outcome, refused.drawer], ['unknown', 1000])
})

test('what a reversal found decides about the money', async (t) => {
  const ends = { reversed: 'reversed', tombstoned: 'reversed', was_refused: 'refused', closed: 'paid' } as const
  for (const [original, outcome] of Object.entries(ends)) {
    const played = await playOn(t, { collect: ['cut'], reverse: [yes({ original })] })
    assert.deepEqual([played.outcome, played.drawer], [outcome, original === 'closed' ? 1000 : 0], original)
  }
})

test('an inquiry that is not answered takes no money', async (t) => {
  const played = await playOn(t, { inquiry: ['cut'] })
  assert.deepEqual([played.outcome, played.drawer], ['unknown', 0])
  assert.deepEqual(messagesOf(played), ['echo', 'inquiry'])
  assert.equal(played.journal.entries[0]?.exchanged.problem, 'no_answer')
})

test('a till that may not take cash is asked for a card', async (t) => {
  const played = await playOn(t, { inquiry: [{ ...SHOWN, pay_types: ['card'] }], collect: [COLLECTED] })
  assert.equal(played.line.received.at(-1)?.body['pay_type'], 'card')
})

test('a line that is down opens no counter', async (t) => {
  const ports = { ...NO_PORTS, terminals: TERMINALS, posUrl: () => 'http://127.0.0.1:9' }
  assert.equal(await createCounters(ports, async () => {}).open(), undefined)
  const line = await openTillLine(t, { echo: [no('1002')] })
  assert.equal(await createCounters({ ...ports, posUrl: () => line.url }, async () => {}).open(), undefined)
})

test('the two counters stand in two shops', async (t) => {
  const line = await openTillLine(t, { echo: [ECHO] })
  const ports = { ...NO_PORTS, terminals: TERMINALS, posUrl: () => line.url }
  const open = await createCounters(ports, async () => {}).open()
  assert.deepEqual([open?.first.terminal, open?.second.terminal], ['house/S001/1', 'house/S002/1'])
  for (const terminals of [[], TERMINALS.slice(0, 1), TERMINALS.slice(0, 2)]) {
    assert.throws(() => createCounters({ ...ports, terminals }, async () => {}), /two tills in two shops/)
  }
})
