import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MonoTime, PaymentId } from '../core/brand.ts'
import type { ChannelLine, PgAnswer } from '../gateway/channel-port.ts'
import { CALLS_MIN, OPEN_MS } from '../outbound/confirm-breaker.ts'
import { ASKED_AT_ONCE_MAX, gated, QUEUED_MAX, QUEUED_MS_MAX } from './channel-gate.ts'

const ID = 'imp_000000000001' as PaymentId
const DONE: PgAnswer = { kind: 'done', value: undefined }
const SILENT: PgAnswer = { kind: 'unanswered', sent: true, detail: 'no answer' }

/** A line whose `cancel` is answered when the test says so. */
function openGate() {
  let mono = 0
  const asked: PromiseWithResolvers<PgAnswer>[] = []
  const told: string[] = []
  const faults: unknown[] = []
  const line = {
    cancel() {
      const answer = Promise.withResolvers<PgAnswer>()
      asked.push(answer)
      return answer.promise
    },
  } as Partial<ChannelLine> as ChannelLine
  const gate = gated(() => line, {
    mono: () => mono as MonoTime,
    tell: (change) => told.push(change),
    reportFault: (fault) => faults.push(fault),
  })
  return {
    asked,
    told,
    faults,
    ask: () => gate.cancel(ID),
    pass(ms: number) {
      mono += ms
    },
  }
}

/** Lets everything that is ready run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('so many requests are with a PG at once, the others go in the order in which they came', async () => {
  const { ask, asked } = openGate()
  const answers = Array.from({ length: ASKED_AT_ONCE_MAX + 3 }, ask)
  await settled()
  assert.equal(asked.length, ASKED_AT_ONCE_MAX)
  asked[5]?.resolve(DONE)
  await settled()
  assert.equal(asked.length, ASKED_AT_ONCE_MAX + 1)
  for (let index = 0; index < ASKED_AT_ONCE_MAX + 3; index += 1) {
    asked[index]?.resolve(DONE)
    await settled()
  }
  assert.deepEqual(new Set((await Promise.all(answers)).map(({ kind }) => kind)), new Set(['done']))
})

test('who would wait behind too many, or waited too long, is told at once that nothing was sent', async () => {
  const { ask, asked, pass } = openGate()
  const answers = Array.from({ length: ASKED_AT_ONCE_MAX + QUEUED_MAX }, ask)
  await settled()
  const oneMore = await ask()
  assert.ok(oneMore.kind === 'unanswered' && !oneMore.sent)
  pass(QUEUED_MS_MAX + 1)
  for (const each of asked) each.resolve(DONE)
  const kinds = (await Promise.all(answers)).map((answer) => (answer.kind === 'unanswered' ? answer.sent : answer.kind))
  assert.equal(kinds.filter((kind) => kind === 'done').length, ASKED_AT_ONCE_MAX)
  assert.equal(kinds.filter((kind) => kind === false).length, QUEUED_MAX)
  assert.equal(asked.length, ASKED_AT_ONCE_MAX)
})

test('after ten silences a PG is not asked, whoever waits is told so at once, and one answer opens the line again', async () => {
  const { ask, asked, told, pass } = openGate()
  const answers = Array.from({ length: ASKED_AT_ONCE_MAX + 5 }, ask)
  await settled()
  for (const each of asked) each.resolve(SILENT)
  const given = await Promise.all(answers)
  assert.deepEqual(told, ['pg_silent'])
  assert.ok(asked.length <= ASKED_AT_ONCE_MAX + CALLS_MIN)
  assert.ok(given.slice(ASKED_AT_ONCE_MAX).every((answer) => answer.kind === 'unanswered' && !answer.sent))
  pass(OPEN_MS)
  const probe = ask()
  await settled()
  assert.equal((await ask()).kind, 'unanswered', 'one asks, nobody else')
  asked.at(-1)?.resolve(DONE)
  assert.equal((await probe).kind, 'done')
  assert.deepEqual(told, ['pg_silent', 'pg_answers'])
})

test('a connector that breaks is a fault of ours: how far it came is unknown, and the PG is not called silent', async () => {
  const { ask, asked, told, faults } = openGate()
  for (let times = 0; times < CALLS_MIN; times += 1) {
    const answer = ask()
    await settled()
    asked.at(-1)?.reject(new Error('no such field'))
    assert.deepEqual(await answer, { kind: 'unanswered', sent: true, detail: 'the gateway could not ask' })
  }
  assert.equal(faults.length, CALLS_MIN)
  assert.deepEqual(told, [])
})
