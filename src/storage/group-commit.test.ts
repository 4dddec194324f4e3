import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { issued } from '../../test/core-story.ts'
import type { Instant, MonoTime, WallTime } from '../core/brand.ts'
import type { Outcome } from '../core/commands.ts'
import type { Delivery } from '../core/delivery.ts'
import { BATCH_MAX } from './batch.ts'
import { issue, settle } from './contract-commands.ts'
import { COMPANY_MS, createGroupCommit, QUEUE_MAX, QUEUE_WAIT_MAX_MS } from './group-commit.ts'
import { StorageFault } from './storage.ts'
import type { BatchAnswer, Chore, WriteBatch } from './writes.ts'

const DONE = { kind: 'caught_up', payment: undefined } satisfies Outcome
const TIME = { last: 0 as Instant, offsetMs: 0 }

function answerTo({ commands, chores }: WriteBatch): BatchAnswer {
  return {
    commands: commands.map(() => ({ ok: true, value: DONE })),
    chores: chores.map(() => ({ ok: true, value: undefined })),
    committed: null,
    time: TIME,
  }
}

const LEASE: Chore = { kind: 'lease', rooms: [], leaseMs: 1 }
const RECORD: Chore = recordOf(issued().story.deliveries)

function recordOf([delivery]: readonly Delivery[]): Chore {
  assert.ok(delivery !== undefined)
  const result = { kind: 'answered', status: 200, retryAfterMs: null } as const
  const detail = { ko: '200', en: '200' }
  const tried = { triedAt: 0 as WallTime, url: delivery.url, latencyMs: 1, result, detail, answer: null }
  return { kind: 'settle', leased: { delivery, fence: 1 }, tried, chance: 0 }
}

/** A group commit whose writer answers when the test says so. */
function openGroup({ batchesMax = 1, hasLater = false } = {}) {
  const sent: WriteBatch[] = []
  const answers: ((answer: BatchAnswer) => void)[] = []
  const failures: ((error: Error) => void)[] = []
  const stopped: Error[] = []
  const timers: { readonly ms: number; readonly run: () => void }[] = []
  let now = 0
  const group = createGroupCommit({
    batchesMax,
    mono: () => now as MonoTime,
    commit(batch) {
      sent.push(batch)
      return new Promise((resolve, reject) => {
        answers.push(resolve)
        failures.push(reject)
      })
    },
    soon: queueMicrotask,
    ...(hasLater && { later: (ms: number, run: () => void) => void timers.push({ ms, run }) }),
    answered: () => {},
    stopped: (error) => stopped.push(error),
  })
  async function answer(): Promise<void> {
    const batch = sent.at(-1)
    assert.ok(batch, 'a batch is out')
    answers.at(-1)?.(answerTo(batch))
    await turn()
  }
  const wait = (ms: number): void => {
    now += ms
  }
  return { group, sent, answer, answers, failures, stopped, wait, timers }
}

/** Lets everything run that is ready to. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

const sizes = (sent: readonly WriteBatch[]): readonly number[] =>
  sent.map(({ commands, chores }) => commands.length + chores.length)

describe('group commit', () => {
  it('the next batch is what came in while the last one was out, at most so many', async () => {
    const { group, sent, answer } = openGroup()
    const first = group.command(issue({ no: 1 }), undefined)
    await turn()
    const more = Array.from({ length: BATCH_MAX + 10 }, (_, i) => group.command(issue({ no: i + 2 }), undefined))
    await turn()
    assert.deepEqual(sizes(sent), [1], 'one batch is out at a time')
    await answer()
    assert.deepEqual(await first, DONE)
    assert.deepEqual(sizes(sent), [1, BATCH_MAX])
    await answer()
    await answer()
    assert.deepEqual(sizes(sent), [1, BATCH_MAX, 10])
    await Promise.all(more)
  })

  it('commands and chores share a batch, and each gets its own answer', async () => {
    const { group, sent, answer } = openGroup()
    const waiting = [group.chore({ kind: 'check' }), group.command(issue({ no: 1 }), undefined)]
    await turn()
    await answer()
    assert.deepEqual(await Promise.all(waiting), [undefined, DONE])
    assert.deepEqual(sizes(sent), [2])
  })

  it('while commands come, the lease and the record of a notice go along with the next, and wait for no batch of their own', async () => {
    const { group, sent, answer, timers, wait } = openGroup({ hasLater: true })
    const first = group.command(issue({ no: 1 }), undefined)
    await turn()
    await answer()
    wait(COMPANY_MS - 1)
    const along = [group.chore(LEASE), group.chore(RECORD)]
    await turn()
    assert.deepEqual(sizes(sent), [1])
    const second = group.command(issue({ no: 2 }), undefined)
    await turn()
    assert.deepEqual(sizes(sent), [1, 3])
    await answer()
    await Promise.all([first, second, ...along])
    assert.deepEqual(
      timers.map(({ ms }) => ms),
      [COMPANY_MS],
      'one for both',
    )
    timers[0]?.run()
    await turn()
    assert.deepEqual(sizes(sent), [1, 3], 'nobody was left behind')
  })

  it('where no command comes in time, they go alone', async () => {
    const { group, sent, answer, timers } = openGroup({ hasLater: true })
    const first = group.command(issue({ no: 1 }), undefined)
    await turn()
    await answer()
    const along = group.chore(LEASE)
    await turn()
    assert.deepEqual(sizes(sent), [1])
    timers[0]?.run()
    await turn()
    assert.deepEqual(sizes(sent), [1, 1])
    await answer()
    await Promise.all([first, along])
  })

  it('where no command came lately, and for whoever else waits, nothing is waited for', async () => {
    const { group, sent, answer, timers, wait } = openGroup({ hasLater: true })
    const waiting: Promise<unknown>[] = [group.chore(LEASE)]
    await turn()
    await answer()
    waiting.push(group.command(issue({ no: 1 }), undefined))
    await turn()
    await answer()
    wait(COMPANY_MS)
    waiting.push(group.chore(RECORD))
    await turn()
    await answer()
    waiting.push(group.command(issue({ no: 2 }), undefined))
    await turn()
    await answer()
    waiting.push(group.chore({ kind: 'check' }))
    await turn()
    await answer()
    await Promise.all(waiting)
    assert.deepEqual([sizes(sent), timers], [[1, 1, 1, 1, 1], []])
  })

  it('a keeper that closes leaves nobody waiting for company', async () => {
    const { group, sent, answer } = openGroup({ hasLater: true })
    const first = group.command(issue({ no: 1 }), undefined)
    await turn()
    await answer()
    const along = group.chore(LEASE)
    const drained = group.drain()
    await turn()
    assert.deepEqual(sizes(sent), [1, 1])
    await answer()
    await Promise.all([first, along, drained])
  })

  it('more than it can hold is refused at once, and what it holds is still done', async () => {
    const { group, answer } = openGroup()
    const waiting = Array.from({ length: QUEUE_MAX }, () => group.command(issue({ no: 1 }), undefined))
    await assert.rejects(group.command(issue({ no: 2 }), undefined), { name: 'StorageFault', kind: 'overloaded' })
    await turn()
    for (let batch = 0; batch < QUEUE_MAX / BATCH_MAX; batch += 1) await answer()
    await Promise.all(waiting)
    const later = group.command(issue({ no: 3 }), undefined)
    await turn()
    await answer()
    assert.deepEqual(await later, DONE)
  })

  it('where the first has waited too long, the next is refused at once, until the writer comes back', async () => {
    const { group, sent, answer, wait } = openGroup()
    const waiting = [group.command(issue({ no: 1 }), undefined)]
    await turn()
    waiting.push(group.command(issue({ no: 2 }), undefined))
    wait(QUEUE_WAIT_MAX_MS)
    waiting.push(group.command(issue({ no: 3 }), undefined))
    wait(1)
    await assert.rejects(group.command(issue({ no: 4 }), undefined), { kind: 'overloaded' })
    const [first, second, third] = waiting
    const refused = assert.rejects(second ?? Promise.resolve(), { kind: 'overloaded' })
    await answer()
    await refused
    waiting.push(group.command(issue({ no: 5 }), undefined))
    await answer()
    await answer()
    assert.deepEqual(sizes(sent), [1, 1, 1])
    await Promise.all([first, third, waiting.at(-1)])
  })

  it('draining ends also where what waited is refused for having waited too long', async () => {
    const { group, answer, wait } = openGroup()
    const first = group.command(issue({ no: 1 }), undefined)
    await turn()
    const refused = assert.rejects(group.command(issue({ no: 2 }), undefined), { kind: 'overloaded' })
    const drained = group.drain()
    wait(QUEUE_WAIT_MAX_MS + 1)
    await answer()
    await Promise.all([first, refused, drained])
  })

  it('several batches are out at once where the writer takes them, each answered by itself', async () => {
    const { group, sent, answers } = openGroup({ batchesMax: 2 })
    const first = group.command(issue({ no: 1 }), undefined)
    await turn()
    const second = group.command(issue({ no: 2 }), undefined)
    await turn()
    const third = group.command(issue({ no: 3 }), undefined)
    await turn()
    assert.deepEqual(sizes(sent), [1, 1], 'the third waits')
    const [one, two] = sent
    assert.ok(one && two)
    answers[1]?.(answerTo(two))
    assert.deepEqual(await second, DONE)
    await turn()
    assert.deepEqual(sizes(sent), [1, 1, 1])
    answers[0]?.(answerTo(one))
    answers[2]?.(answerTo(one))
    assert.deepEqual(await Promise.all([first, third]), [DONE, DONE])
  })

  it('draining waits for what is out and what waits, and takes nothing more', async () => {
    const { group, answer } = openGroup()
    const waiting = [group.command(issue({ no: 1 }), undefined)]
    await turn()
    waiting.push(group.command(issue({ no: 2 }), undefined))
    let isDrained = false
    const drained = group.drain().then(() => {
      isDrained = true
    })
    await assert.rejects(group.command(issue({ no: 3 }), undefined), { kind: 'closed' })
    await answer()
    assert.equal(isDrained, false)
    await answer()
    await drained
    await Promise.all(waiting)
  })

  it('an unknown batch is told to one place only, and answered by nobody but that place', async () => {
    const { group, failures, stopped } = openGroup()
    let isAnswered = false
    const out = group.command(settle({ key: 1, fence: 1 }), undefined).finally(() => {
      isAnswered = true
    })
    await turn()
    failures[0]?.(new Error('the disk'))
    await turn()
    assert.deepEqual(
      stopped.map(({ message }) => message),
      ['the disk'],
    )
    assert.equal(isAnswered, false)
    group.abandon(new StorageFault('unknown', 'the writer stopped'))
    await assert.rejects(out, { kind: 'unknown' })
    await assert.rejects(group.chore({ kind: 'check' }), { kind: 'unknown' })
  })
})
