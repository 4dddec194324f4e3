/** What happens at the counter: one till wins, an answer once given is given for ever, a reverse is right in any order. */
import assert from 'node:assert/strict'
import { ALPHA, claim, issue, lapse, orderId, paymentId, reverse, settle, till } from './contract-commands.ts'
import { assertFolds, assertOneOfOrder, type Promises, tally } from './contract-subject.ts'

const TILLS = 1000

export const tillPromises: Promises = {
  'of a thousand tills that claim one number at once exactly one gets it': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    const outcomes = await Promise.all(
      Array.from({ length: TILLS }, (_, i) => storage.execute(claim({ key: i + 1, number: 1 }))),
    )
    assert.deepEqual(tally(outcomes.map(({ kind }) => kind)), { claimed: 1, answered: TILLS - 1 })
    const declined = outcomes.flatMap((outcome) => (outcome.kind === 'answered' ? [outcome.answer] : []))
    assert.ok(declined.every((answer) => answer.kind === 'declined' && answer.rejection.name === 'in_progress'))
    assert.equal((await storage.payments.find(ALPHA, paymentId(1)))?.fence, 1)
  },

  'of a thousand tills that claim the numbers of one order at once exactly one gets one': async ({ storage }) => {
    await Promise.all(Array.from({ length: 10 }, (_, i) => storage.execute(issue({ no: i + 1, order: 1 }))))
    const outcomes = await Promise.all(
      Array.from({ length: TILLS }, (_, i) => storage.execute(claim({ key: i + 1, number: (i % 10) + 1 }))),
    )
    assert.equal(tally(outcomes.map(({ kind }) => kind))['claimed'], 1)
    assertOneOfOrder(await storage.payments.ofOrder(ALPHA, orderId(1), 20))
  },

  'one key sent many times at once is one try': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => storage.execute(claim({ key: 1, number: 1 }))))
    const names = outcomes.map((outcome) => (outcome.kind === 'rejected' ? outcome.rejection.name : outcome.kind))
    assert.deepEqual(tally(names), { claimed: 1, still_running: 49 })
    const settled = await Promise.all(Array.from({ length: 50 }, () => storage.execute(settle({ key: 1, fence: 1 }))))
    assert.equal(settled.filter(({ again }) => !again).length, 1)
    assert.equal(new Set(settled.map(({ answer }) => JSON.stringify(answer))).size, 1, 'all hear the same')
    assert.equal((await storage.payments.events(ALPHA, paymentId(1))).length, 3)
  },

  "a collected number ends the order's other numbers in the same commit": async ({ storage }) => {
    for (const no of [1, 2, 3]) await storage.execute(issue({ no, order: 1 }))
    await storage.execute(claim({ key: 1, number: 2 }))
    const heard: string[][] = []
    storage.onCommitted(({ payments }) => heard.push(payments.map(({ id, state }) => `${id} ${state}`).sort()))
    await storage.execute(settle({ key: 1, fence: 1 }))
    assert.deepEqual(heard, [[`${paymentId(1)} cancelled`, `${paymentId(2)} paid`, `${paymentId(3)} cancelled`]])
    for (const no of [1, 2, 3]) await assertFolds(storage, await storage.payments.find(ALPHA, paymentId(no)))
  },

  'a place that becomes free in a commit can be taken in it, whatever the order of the rows': async ({ storage }) => {
    await storage.execute(issue({ no: 1, order: 1 }))
    await storage.execute(claim({ key: 1, number: 1 }))
    const [issued, refused, claimed] = await Promise.all([
      storage.execute(issue({ no: 2, order: 1 })),
      storage.execute(settle({ key: 1, fence: 1, verdict: { kind: 'unanswered' } })),
      storage.execute(claim({ key: 2, number: 2 })),
    ])
    assert.deepEqual([issued.kind, refused.answer.kind, claimed.kind], ['issued', 'declined', 'claimed'])
    assertOneOfOrder(await storage.payments.ofOrder(ALPHA, orderId(1), 20))
  },

  'a reverse that comes first leaves a mark that turns the late original away': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    const first = await storage.execute(reverse({ key: 2, original: 1 }))
    assert.ok(first.kind === 'answered' && first.answer.kind === 'reversed')
    assert.equal(first.kind === 'answered' && first.answer.kind === 'reversed' && first.answer.original, 'tombstoned')
    assert.equal((await storage.payments.findAttempt(till(1)))?.state, 'tombstoned')
    const late = await storage.execute(claim({ key: 1, number: 1 }))
    assert.ok(late.kind === 'answered' && late.answer.kind === 'declined')
    const again = await storage.execute(claim({ key: 1, number: 1 }))
    assert.ok(again.kind === 'answered' && again.again)
    assert.deepEqual(again.answer, late.kind === 'answered' && late.answer)
    const repeated = await storage.execute(reverse({ key: 2, original: 1 }))
    assert.ok(repeated.kind === 'answered' && repeated.again)
    assert.deepEqual(repeated.answer, first.kind === 'answered' && first.answer)
    assert.equal((await storage.payments.find(ALPHA, paymentId(1)))?.state, 'ready')
  },

  'a reverse undoes a collection, and the number can be collected again': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.execute(claim({ key: 1, number: 1 }))
    await storage.execute(settle({ key: 1, fence: 1 }))
    await storage.execute(reverse({ key: 2, original: 1 }))
    assert.equal((await storage.payments.findAttempt(till(1)))?.state, 'reversed')
    await storage.execute(claim({ key: 3, number: 1 }))
    await storage.execute(settle({ key: 3, fence: 2 }))
    const paid = await storage.payments.find(ALPHA, paymentId(1))
    assert.equal(paid?.state, 'paid')
    await assertFolds(storage, paid)
  },

  'a claim nobody settled ends after its time, and its late settle changes nothing': async ({ storage, clocks }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.execute(claim({ key: 1, number: 1 }))
    await storage.execute(lapse(1))
    assert.equal((await storage.payments.find(ALPHA, paymentId(1)))?.state, 'authorising', 'its time is not over')
    clocks.moveWall(15_000)
    await storage.execute(lapse(1))
    assert.equal((await storage.payments.find(ALPHA, paymentId(1)))?.state, 'ready')
    const late = await storage.execute(settle({ key: 1, fence: 1 }))
    assert.ok(late.again && late.answer.kind === 'declined')
    assert.equal((await storage.payments.find(ALPHA, paymentId(1)))?.state, 'ready')
  },

  'the claim of a process that is gone ends at once': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.execute(claim({ key: 1, number: 1 }))
    await storage.execute(lapse(1, true))
    assert.equal((await storage.payments.find(ALPHA, paymentId(1)))?.state, 'ready')
    assert.deepEqual(await storage.payments.authorising(), [])
  },
}
