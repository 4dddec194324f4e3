/** Commands and what can be read of them afterwards: decided once, kept whole, seen by every read that follows. */
import assert from 'node:assert/strict'
import type { Instant, MonoTime } from '../core/brand.ts'
import type { PaymentEvent } from '../core/payment.ts'
import {
  ALPHA,
  amend,
  BRAVO,
  claim,
  expire,
  HOUSE,
  inquire,
  issue,
  number,
  orderId,
  paymentId,
  personal,
  resume,
  reverse,
  revoke,
  settle,
  suspend,
  till,
} from './contract-commands.ts'
import { lastDelivery, leaseDue, leaseOne, OK, settled } from './contract-outbox.ts'
import { assertFolds, type Promises, tally } from './contract-subject.ts'
import { type Committed, SETTLE_MARGIN_MS, StorageFault } from './storage.ts'

const DAY_MS = 86_400_000
const LISTED_NOW = { merchantId: ALPHA, from: 0 as Instant, sorting: '-updated', skip: 0, take: 10 } as const

export const commandPromises: Promises = {
  'what was acknowledged is what every read that follows sees': async ({ storage }) => {
    const outcome = await storage.execute(issue({ no: 1, personal: true, noticeUrls: ['https://a.example/n'] }))
    assert.equal(outcome.kind, 'issued')
    const payment = outcome.kind === 'issued' ? outcome.payment : undefined
    const { payments } = storage
    assert.deepEqual(await payments.find(ALPHA, paymentId(1)), payment)
    assert.deepEqual(await payments.findByPayToken('token-1'), payment)
    assert.deepEqual(await payments.findByNumber(HOUSE, number(1)), payment)
    assert.deepEqual(await payments.ofOrder(ALPHA, orderId(1), 10), [payment])
    assert.deepEqual(await payments.findPersonal(ALPHA, paymentId(1)), personal(1))
    await assertFolds(storage, payment)
    const [delivery] = await storage.deliveries.ofPayment(ALPHA, paymentId(1))
    assert.equal(delivery?.url, 'https://a.example/n')
  },

  'a merchant finds nothing of another merchant': async ({ storage }) => {
    await storage.execute(issue({ no: 1, personal: true }))
    const { payments, deliveries } = storage
    assert.equal(await payments.find(BRAVO, paymentId(1)), undefined)
    assert.deepEqual(await payments.ofOrder(BRAVO, orderId(1), 10), [])
    assert.equal(await payments.findPersonal(BRAVO, paymentId(1)), undefined)
    assert.deepEqual(await payments.events(BRAVO, paymentId(1)), [])
    const { id } = await lastDelivery(storage, 1)
    assert.deepEqual(await deliveries.ofPayment(BRAVO, paymentId(1)), [])
    assert.deepEqual(await deliveries.tries(BRAVO, id), [])
    assert.deepEqual(await storage.execute(revoke(1, BRAVO)), {
      kind: 'rejected',
      rejection: { name: 'payment_not_found' },
    })
  },

  'of many who want one number exactly one gets it': async ({ storage }) => {
    const outcomes = await Promise.all(
      Array.from({ length: 300 }, (_, i) => storage.execute(issue({ no: i + 1, number: 7 }))),
    )
    const names = outcomes.map((outcome) => (outcome.kind === 'rejected' ? outcome.rejection.name : outcome.kind))
    assert.deepEqual(tally(names), { issued: 1, number_taken: 299 })
  },

  'of many who want one payment id exactly one gets it, whichever merchant they are': async ({ storage }) => {
    const outcomes = await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        storage.execute(
          issue({
            no: 1,
            number: i + 1,
            order: i + 1,
            merchantId: i % 2 === 0 ? ALPHA : BRAVO,
            payToken: `token-of-${i}`,
          }),
        ),
      ),
    )
    const names = outcomes.map((outcome) => (outcome.kind === 'rejected' ? outcome.rejection.name : outcome.kind))
    assert.deepEqual(tally(names), { issued: 1, payment_id_taken: 299 })
  },

  'a number given out again names the payment issued last, also when both issues share a commit': async ({
    storage,
  }) => {
    const own = { scheme: 'registered', number: 9 } as const
    const outcomes = await Promise.all([
      storage.execute(issue({ no: 1, ...own })),
      storage.execute(revoke(1)),
      storage.execute(issue({ no: 2, ...own })),
      storage.execute(revoke(2)),
      storage.execute(issue({ no: 3, ...own })),
    ])
    assert.deepEqual(tally(outcomes.map(({ kind }) => kind)), { issued: 3, revoked: 2 })
    const last = await storage.payments.findByNumber(HOUSE, number(9))
    assert.equal(last?.id, paymentId(3))
    await storage.execute(revoke(3))
    assert.equal((await storage.payments.findByNumber(HOUSE, number(9)))?.id, paymentId(3))
  },

  'an order lists its payments newest first, and no more than asked for': async ({ storage }) => {
    for (const no of [5, 3, 8]) await storage.execute(issue({ no, order: 1 }))
    await storage.execute(revoke(3))
    const ids = async (limit: number) => (await storage.payments.ofOrder(ALPHA, orderId(1), limit)).map(({ id }) => id)
    assert.deepEqual(await ids(10), [paymentId(8), paymentId(3), paymentId(5)])
    assert.deepEqual(await ids(2), [paymentId(8), paymentId(3)])
  },

  "a payment's events are kept whole, in order, and fold to its row": async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    await storage.execute(inquire(1))
    await storage.execute(claim({ key: 1, number: 1 }))
    await storage.execute(settle({ key: 1, fence: 1, verdict: { kind: 'refused', reason: '품절입니다' } }))
    await storage.execute(claim({ key: 2, number: 1 }))
    await storage.execute(settle({ key: 2, fence: 2 }))
    const events = await storage.payments.events(ALPHA, paymentId(1))
    assert.deepEqual(events.map(typeOf), ['issued', 'inquired', 'claimed', 'refused', 'claimed', 'collected'])
    assert.deepEqual(
      events.map(({ version }) => version),
      [1, 2, 3, 4, 5, 6],
    )
    await assertFolds(storage, await storage.payments.find(ALPHA, paymentId(1)))
  },

  'amended terms are what every read, list and till that follows meets': async ({ storage }) => {
    const { payments, clock } = storage
    for (const no of [1, 2]) await storage.execute(issue({ no, order: 1 }))
    await storage.execute(inquire(1))
    const expiresAt = clock.now() + DAY_MS
    const outcome = await storage.execute(amend({ no: 1, amount: 2500, expiresAt, version: 2 }))
    assert.ok(outcome.kind === 'amended')
    const { payment } = outcome
    assert.deepEqual([payment.amount, payment.expiresAt, payment.inquiredAt], [2500, expiresAt, null])
    const { id } = payment
    assert.deepEqual(await payments.find(ALPHA, id), payment)
    assert.deepEqual(await payments.findByNumber(HOUSE, number(1)), payment)
    assert.deepEqual(await payments.findByPayToken('token-1'), payment)
    assert.deepEqual(await payments.findAll(ALPHA, [id]), [payment])
    const [listed] = (await payments.list({ ...LISTED_NOW, to: clock.now(), status: 'ready' })).payments
    assert.deepEqual(listed, payment)
    assert.equal(await payments.nextEndsAt(), expiresAt)
    await assertFolds(storage, payment)
    const other = await payments.find(ALPHA, paymentId(2))
    assert.ok(other?.state === 'cancelled' && other.cause === 'amount_changed')
    assert.equal((await storage.execute(claim({ key: 1, number: 1 }))).kind, 'answered')
    assert.equal((await storage.execute(claim({ key: 2, number: 1, amount: 2500 }))).kind, 'claimed')
    assert.deepEqual(await storage.execute(amend({ no: 1, amount: 1000 })), {
      kind: 'rejected',
      rejection: { name: 'in_progress' },
    })
  },

  'of two that amend the same version, one is told that it is another one now': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    const outcomes = await Promise.all(
      [2000, 3000].map((amount) => storage.execute(amend({ no: 1, amount, version: 1 }))),
    )
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.kind === 'rejected' ? outcome.rejection : outcome.kind)),
      ['amended', { name: 'version_differs', version: 2 }],
    )
  },

  'a suspended payment is kept with its reason, is not collected, and runs out all the same': async ({ storage }) => {
    const reason = "재고 '확인' 중 😀"
    for (const no of [1, 2]) await storage.execute(issue({ no, expiresAt: storage.clock.now() + DAY_MS }))
    for (const no of [1, 2]) await storage.execute(suspend(no, no === 1 ? reason : null))
    const [first, second] = await storage.payments.findAll(ALPHA, [paymentId(1), paymentId(2)])
    assert.ok(first?.state === 'ready' && second?.state === 'ready')
    assert.deepEqual([first.suspended, second.suspended], [{ reason }, { reason: null }])
    await assertFolds(storage, first)
    const turnedAway = await storage.execute(claim({ key: 1, number: 1 }))
    assert.ok(turnedAway.kind === 'answered' && turnedAway.answer.kind === 'declined')
    assert.deepEqual(turnedAway.answer.rejection, { name: 'suspended', reason })
    const attempt = await storage.payments.findAttempt(till(1))
    assert.deepEqual(attempt?.state === 'refused' && attempt.answer, turnedAway.answer)
    assert.equal((await storage.execute(resume(2))).kind, 'resumed')
    await storage.clock.advance(DAY_MS)
    assert.deepEqual((await storage.payments.overdue(10)).expired, [paymentId(1), paymentId(2)])
    await storage.execute(expire(1))
    const ended = await storage.payments.find(ALPHA, paymentId(1))
    assert.equal(ended?.state, 'failed')
    await assertFolds(storage, ended)
  },

  'what ran out of time is listed oldest first, and no more than asked for': async ({ storage, clocks }) => {
    const day = (days: number) => storage.clock.now() + days * DAY_MS
    for (const no of [1, 2, 3]) await storage.execute(issue({ no, expiresAt: day(4 - no) }))
    for (const no of [4, 5]) await storage.execute(issue({ no }))
    await storage.execute(claim({ key: 4, number: 4 }))
    clocks.moveWall(1000)
    await storage.execute(claim({ key: 5, number: 5 }))
    assert.deepEqual(await storage.payments.overdue(10), { expired: [], lapsed: [] })
    assert.equal(await storage.payments.nextEndsAt(), day(1) - 1000)
    assert.deepEqual(await storage.payments.authorising(), [paymentId(4), paymentId(5)])
    clocks.moveWall(15_000)
    await storage.clock.advance(3 * DAY_MS)
    assert.deepEqual(await storage.payments.overdue(10), {
      expired: [paymentId(3), paymentId(2), paymentId(1)],
      lapsed: [paymentId(4), paymentId(5)],
    })
    assert.deepEqual(await storage.payments.overdue(1), { expired: [paymentId(3)], lapsed: [paymentId(4)] })
    await storage.execute(expire(3))
    assert.deepEqual((await storage.payments.overdue(1)).expired, [paymentId(2)])
    for (const no of [1, 2]) await storage.execute(expire(no))
    assert.equal(await storage.payments.nextEndsAt(), null, 'none is ready')
  },

  'an inquiry in time moves the end by its grace, for the sweep too': async ({ storage }) => {
    await storage.execute(issue({ no: 1, expiresAt: storage.clock.now() + 1000 }))
    await storage.execute(inquire(1))
    await storage.clock.advance(1000)
    assert.deepEqual((await storage.payments.overdue(10)).expired, [])
    await storage.clock.advance(30 * 60_000)
    assert.deepEqual((await storage.payments.overdue(10)).expired, [paymentId(1)])
  },

  'a request whose time runs out before its turn comes is turned away': async ({ storage, clocks }) => {
    await storage.execute(issue({ no: 1 }))
    const inTime = (clocks.mono() + SETTLE_MARGIN_MS) as MonoTime
    const late = (clocks.mono() + SETTLE_MARGIN_MS - 1) as MonoTime
    const lateOutcome = await storage.execute(claim({ key: 1, number: 1 }), late)
    assert.deepEqual(lateOutcome, { kind: 'rejected', rejection: { name: 'too_late' } })
    assert.equal(await storage.payments.findAttempt(till(1)), undefined, 'it may be sent again under its key')
    assert.equal((await storage.execute(claim({ key: 1, number: 1 }), inTime)).kind, 'claimed')
    clocks.moveMono(1)
    const settled = await storage.execute(settle({ key: 1, fence: 1 }), inTime)
    assert.equal(settled.answer.kind, 'declined', 'a settle that may not reach the till does not take the money')
  },

  'a command that cannot be fails alone, and those beside it go on': async ({ storage }) => {
    const repeated = issue({ no: 1 })
    await storage.execute(repeated)
    const results = await Promise.allSettled([
      storage.execute(issue({ no: 2 })),
      storage.execute(settle({ key: 99, fence: 1 })),
      storage.execute(issue({ no: 3, id: repeated.id })),
      storage.execute(issue({ no: 4, payToken: 'token-1' })),
      storage.execute(issue({ no: 5 })),
      storage.takeBlock('approval', 0),
      storage.takeBlock('approval', 1),
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
    )
    for (const no of [2, 3, 5]) assert.ok(await storage.payments.find(ALPHA, paymentId(no)), `payment ${no} is there`)
    assert.equal(await storage.payments.find(ALPHA, paymentId(4)), undefined)
    assert.equal(await storage.payments.findByNumber(HOUSE, number(4)), undefined)
  },

  'one command cannot write the same event twice': async ({ storage }) => {
    await storage.execute(issue({ no: 1 }))
    const first = claim({ key: 1, number: 1 })
    await storage.execute(first)
    await storage.execute(settle({ key: 1, fence: 1, verdict: { kind: 'unanswered' } }))
    await assert.rejects(storage.execute(claim({ key: 2, number: 1, id: first.id })))
    assert.equal((await storage.payments.find(ALPHA, paymentId(1)))?.state, 'ready')
    assert.equal(await storage.payments.findAttempt(till(2)), undefined)
  },

  'listeners hear of every commit that changed a payment or a delivery, once, and can stop listening': async ({
    storage,
  }) => {
    const heard: Committed[] = []
    const stop = storage.onCommitted((committed) => heard.push(committed))
    const outcome = await storage.execute(issue({ no: 1 }))
    await storage.execute(revoke(1, BRAVO))
    await storage.takeBlock('payment', 5)
    await storage.clock.advance(1)
    const leased = await leaseOne(storage)
    const after = await settled(storage, leased, OK)
    stop()
    await storage.execute(revoke(1))
    assert.deepEqual(heard, [
      { payments: [outcome.kind === 'issued' ? outcome.payment : undefined], deliveries: [leased.delivery] },
      { payments: [], deliveries: [after?.delivery] },
    ])
  },

  'a closing keeper finishes what waits and takes nothing more': async ({ storage }) => {
    const waiting = Array.from({ length: 600 }, (_, i) => storage.execute(issue({ no: i + 1 })))
    const closing = storage.close()
    const late = await storage.execute(issue({ no: 1000 })).catch((error) => error)
    assert.ok(late instanceof StorageFault && late.kind === 'closed')
    const outcomes = await Promise.all(waiting)
    assert.deepEqual(tally(outcomes.map(({ kind }) => kind)), { issued: 600 })
    await closing
    await storage.close()
    await assert.rejects(storage.payments.find(ALPHA, paymentId(1)), { kind: 'closed' })
    await assert.rejects(storage.payments.overdue(10), { kind: 'closed' }, 'and none of its reads fails unheard')
  },

  'the sandbox forgets every payment and nothing else': async ({ storage }) => {
    await storage.execute(issue({ no: 1, personal: true }))
    await storage.execute(claim({ key: 1, number: 1 }))
    await storage.execute(settle({ key: 1, fence: 1 }))
    await storage.execute(reverse({ key: 2, original: 3 }))
    const directory = storage.directory.current()
    const counted = await storage.takeBlock('payment', 1)
    const advanced = await storage.clock.advance(1000)
    await storage.forgetPayments()
    assert.equal(await storage.payments.find(ALPHA, paymentId(1)), undefined)
    assert.equal(await storage.payments.findByNumber(HOUSE, number(1)), undefined)
    assert.equal(await storage.payments.findByPayToken('token-1'), undefined)
    for (const key of [1, 3]) assert.equal(await storage.payments.findAttempt(till(key)), undefined)
    assert.deepEqual(await leaseDue(storage), [])
    assert.equal(await storage.payments.nextEndsAt(), null)
    assert.deepEqual(storage.directory.current(), directory)
    assert.equal(await storage.takeBlock('payment', 1), counted + 1)
    assert.ok(storage.clock.now() >= advanced)
    assert.equal((await storage.execute(issue({ no: 1, personal: true }))).kind, 'issued')
    await assertFolds(storage, await storage.payments.find(ALPHA, paymentId(1)))
  },

  'answers that a write and a read work': async ({ storage }) => {
    await storage.check()
    await storage.close()
    await assert.rejects(storage.check(), { kind: 'closed' })
  },
}

export const commandRestartPromises: Promises = {
  'what was acknowledged is there after a restart, all of it': async ({ storage, subject }) => {
    await Promise.all(Array.from({ length: 300 }, (_, i) => storage.execute(issue({ no: i + 1, personal: true }))))
    await storage.execute(claim({ key: 1, number: 1 }))
    await storage.execute(settle({ key: 1, fence: 1 }))
    await storage.execute(amend({ no: 2, amount: 2500 }))
    await storage.execute(suspend(3, '재고 확인 중'))
    const before = await storage.payments.find(ALPHA, paymentId(1))
    const attempt = await storage.payments.findAttempt(till(1))
    const again = await subject.reopen()
    assert.deepEqual(await again.payments.find(ALPHA, paymentId(1)), before)
    assert.deepEqual(await again.payments.findAttempt(till(1)), attempt)
    assert.deepEqual(await again.payments.findPersonal(ALPHA, paymentId(300)), personal(300))
    assert.equal((await again.payments.find(ALPHA, paymentId(2)))?.amount, 2500)
    const suspended = await again.payments.find(ALPHA, paymentId(3))
    assert.deepEqual(suspended?.state === 'ready' && suspended.suspended, { reason: '재고 확인 중' })
    for (let no = 1; no <= 300; no += 1) await assertFolds(again, await again.payments.find(ALPHA, paymentId(no)))
    const repeated = await again.execute(claim({ key: 1, number: 1 }))
    assert.ok(repeated.kind === 'answered' && repeated.again && repeated.answer.kind === 'collected')
  },
}

function typeOf({ data }: PaymentEvent): string {
  return data.type
}
