/**
 * Whole days in virtual time, told by chance: lost, late and repeated messages, tills that retry, undo, cancel or complete
 * too late, merchants that hang, an issuer of receipts that does, a process that dies at any instant, a disk that is full or
 * stalls. However a day went, in the evening the drawers, the gateway, the merchants and the tax office agree. Every run
 * has fresh seeds and says which.
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { evolve, type Payment } from '../core/payment.ts'
import { isCollected, type Refund, refundedAmount } from '../core/refund.ts'
import { standingOf } from '../core/standing.ts'
import { V1_STATUS } from '../core/v1-status.ts'
import { folded } from '../storage/contract-subject.ts'
import { MERCHANT, OTHER_MERCHANT } from './test-gateway.ts'
import type { Conduct } from './test-simulated-machine.ts'
import { type Day, simulateDay } from './test-simulation.ts'

const FAULTLESS: Conduct = { lossyLine: false, crashes: false, sickDisk: false, sloppySellers: false }
const LOSSY: Conduct = { ...FAULTLESS, lossyLine: true }
const EVERYTHING: Conduct = { lossyLine: true, crashes: true, sickDisk: true, sloppySellers: true }

/** Runs days under fresh seeds; a failure names its own. */
async function days(t: TestContext, count: number, conduct: Conduct, check: (day: Day) => void | Promise<void>) {
  const first = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seeds ${first} to ${first + count - 1}`)
  const receipts = { receipt_issued: 0, receipt_cancelled: 0, receipt_failed: 0, receipt_retried: 0, silences: 0 }
  const ofTills = { sales: 0, kept: 0, collected: 0, reversed: 0, lapsed: 0 }
  const ofUndo = { cancelled: 0, completed: 0, doubted: 0 }
  const ofRefunds = { refunded: 0, paid_out: 0, payout_reversed: 0, rerouted: 0, payout_failed: 0, bankSilences: 0 }
  const totals = { ...ofTills, ...ofUndo, ...ofRefunds, amended: 0, suspended: 0, starts: 0, ...receipts }
  for (let seed = first; seed < first + count; seed += 1) {
    const day = await simulateDay(seed, conduct)
    try {
      await check(day)
    } catch (fault) {
      throw new Error(`the day of seed ${seed}: ${fault instanceof Error ? fault.message : fault}`, { cause: fault })
    }
    totals.sales += day.sales.length
    totals.kept += day.sales.filter(({ kept }) => kept).length
    totals.starts += day.starts
    totals.silences += day.issuer.silences()
    totals.bankSilences += day.bank.silences()
    for (const event of await eventsOf(day)) if (event in totals) totals[event as keyof typeof totals] += 1
  }
  t.diagnostic(JSON.stringify(totals))
  return totals
}

async function eventsOf({ keeper, payments }: Day): Promise<readonly string[]> {
  const events = await Promise.all(payments.map(({ merchantId, id }) => keeper.payments.events(merchantId, id)))
  return events.flat().map(({ data }) => data.type)
}

test('however messages are lost, delayed and repeated, drawers, gateway and merchants agree in the evening', async (t) => {
  const totals = await days(t, 25, LOSSY, assertEveningHolds)
  const { reversed, cancelled, completed, doubted, amended, suspended, refunded, paid_out } = totals
  assert.ok(reversed > 0 && cancelled > 0, 'days on which nothing was ever undone or cancelled prove little')
  assert.ok(completed > 0 && doubted > 0, 'days on which no till completed too late prove little')
  assert.ok(refunded > 0 && paid_out > 0, 'days on which nothing was given back prove little')
  assert.ok(amended > 0 && suspended > 0, 'days on which no terms were changed and nothing was suspended prove little')
})

test('however often the process dies and however sick its disk is, drawers, gateway and merchants agree in the evening', async (t) => {
  const totals = await days(t, 25, EVERYTHING, assertEveningHolds)
  const { starts, lapsed, cancelled, doubted, silences, receipt_cancelled, bankSilences } = totals
  assert.ok(cancelled > 0 && doubted > 0, 'days without a cancel and a doubt prove little')
  assert.ok(starts > 25 && lapsed > 0, 'days without a crash and a lapsed claim prove little')
  assert.ok(bankSilences > 0, 'days without a silent bank prove little')
  assert.ok(silences > 0 && receipt_cancelled > 0, 'days without a silent issuer and a cancelled receipt prove little')
})

test('without faults every notice comes exactly once', async (t) => {
  const { collected } = await days(t, 10, FAULTLESS, async (day) => {
    await assertEveningHolds(day)
    assert.deepEqual([...day.seller.taken.keys()].toSorted(), day.deliveries.map(({ id }) => id).toSorted())
    for (const [id, times] of day.seller.taken) assert.equal(times, 1, id)
    for (const { id, tries } of day.deliveries) assert.equal(tries, 1, id)
  })
  assert.ok(collected > 0)
})

test('a day can be told again: the same seed tells the same story', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const [day, again] = [await simulateDay(seed, EVERYTHING), await simulateDay(seed, EVERYTHING)]
  assert.ok(day.log.length > 50)
  assert.deepEqual(again.log, day.log)
})

async function assertEveningHolds(day: Day): Promise<void> {
  assert.deepEqual(day.violations, [])
  assert.deepEqual(await day.keeper.payments.authorising(), [])
  assertNumbersKnown(day)
  assertDrawersHold(day)
  assertAllIsFinal(day)
  assertRefundsHold(day)
  assertKeysHold(day)
  assertMerchantsWereAsked(day)
  await assertTakenOnTerms(day)
  assertMerchantsKnow(day)
  assertReceiptsHold(day)
  for (const payment of day.payments) {
    assert.deepEqual(folded(await day.keeper.payments.events(payment.merchantId, payment.id)), payment)
  }
}

/** Whatever died between commit and answer, a merchant who asked again under its key knows of every number it has. */
function assertNumbersKnown({ payments, known }: Day): void {
  assert.deepEqual(payments.map(({ id }) => id).toSorted(), [...known].toSorted())
}

/** To the won: a payment is paid exactly where one till kept the money for it, and none has given it back. */
function assertDrawersHold({ sales, handouts, cancellings, payments }: Day): void {
  const back = cancellings.filter(({ given }) => given)
  for (const payment of payments) {
    const { id, number, state, refunds } = payment
    const kept = sales.filter((sale) => sale.kept && sale.number === number)
    const expected = isCollected(payment) ? [payment.lastAttempt.request] : []
    assert.deepEqual(
      kept.map(({ till, stan, amount }) => [till, stan, amount]),
      expected.map(({ till, key, amount }) => [till, key.slice(key.lastIndexOf('/') + 1), amount]),
      `${id} is ${state}`,
    )
    assert.deepEqual(
      back.filter(({ sale }) => sale.number === number).map(({ till, amount }) => [till, amount]),
      atTills(refunds, 'cancel').map(({ till, amount }) => [till, amount]),
      `${id} is ${state}`,
    )
  }
  const inDrawers = sum(sales.filter(({ kept }) => kept)) - sum(back) - sum(handouts.filter(({ given }) => given))
  const refunds = payments.flatMap((payment) => payment.refunds)
  const goneOut = sum(atTills(refunds, 'cancel')) + sum(atTills(refunds, 'till'))
  assert.equal(inDrawers, sum(payments.filter(isCollected)) - goneOut)
  const orders = payments.filter(isCollected).map(({ merchantId, orderId }) => `${merchantId}/${orderId}`)
  assert.equal(new Set(orders).size, orders.length)
}

/** What tills gave back, for a slip or by a cancel. */
function atTills(refunds: readonly Refund[], kind: 'till' | 'cancel') {
  return refunds.flatMap(({ payout, amount }) =>
    payout.state === 'paid_out' && payout.where.kind === kind ? [{ till: payout.where.request.till, amount }] : [],
  )
}

function sum(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((total, { amount }) => total + amount, 0)
}

/** Every till has completed what it kept, however late: nothing is left that nobody is sure of. */
function assertAllIsFinal({ payments }: Day): void {
  for (const payment of payments) if (payment.state === 'paid') assert.equal(payment.provisional, null, payment.id)
}

/** Never more than came; each refund's money went out one way, once, and by whom the gateway says; else it is still here. */
function assertRefundsHold({ payments, handouts, bank }: Day): void {
  assert.deepEqual(bank.violations, [])
  for (const { id, amount, refunds } of payments) {
    assert.ok(refundedAmount({ refunds }) <= amount, `${id} gave back more than it took`)
    for (const refund of refunds) {
      const { payout } = refund
      const where = payout.state === 'paid_out' ? payout.where.kind : null
      assert.equal(bank.paid(refund.id), where === 'bank' ? refund.amount : 0, `${refund.id} by bank`)
    }
  }
  const given = handouts
    .filter(({ given: isGiven }) => isGiven)
    .map(({ till, number, amount }) => [till, number, amount])
  const paidOut = payments
    .flatMap(({ refunds }) => refunds)
    .flatMap(({ payout, amount }) =>
      payout.state === 'paid_out' && payout.where.kind === 'till'
        ? [[payout.where.request.till, payout.where.request.number, amount]]
        : [],
    )
  assert.deepEqual(given.toSorted(), paidOut.toSorted(), 'out of the drawers went what the gateway paid out')
}

/** One answer for ever, but that a collect that was undone is answered as undone from then on. */
function assertKeysHold({ answers }: Day): void {
  for (const [key, given] of answers) {
    const [first, ...later] = given
    for (const answer of later) {
      const isDeclined = answer.kind === 'declined' || answer.kind === 'not_paid_out'
      const isUndone = isDeclined && answer.rejection.name === 'reversed_before'
      if (!isUndone) assert.deepEqual(answer, first, key)
    }
  }
}

/** Every claim was over the amount of that moment, and none came while the payment was suspended. */
async function assertTakenOnTerms({ keeper, payments }: Day): Promise<void> {
  for (const { merchantId, id } of payments) {
    let before: Payment | undefined
    for (const event of await keeper.payments.events(merchantId, id)) {
      if (event.data.type === 'claimed') {
        assert.ok(before !== undefined && standingOf(before) === 'ready', id)
        assert.equal(event.data.request.amount, before.amount, id)
      }
      before = evolve(before, event)
    }
  }
}

function assertMerchantsWereAsked({ payments, seller }: Day): void {
  for (const payment of payments) {
    if (payment.state !== 'paid' || payment.confirmUrl === null) continue
    assert.ok(seller.yes.has(payment.lastAttempt.id), `${payment.id} was collected without a yes`)
  }
}

/** The tax office knows of one receipt where cash is there and its receipt was issued, and of none where it is not. */
function assertReceiptsHold({ payments, issuer }: Day): void {
  assert.deepEqual(issuer.violations, [])
  for (const payment of payments) {
    const { id, merchantId, state, receipt } = payment
    assert.deepEqual(issuer.standing(id), receipt?.state === 'issued' ? [receipt.id] : [], `${id} is ${state}`)
    const isCash = state === 'paid' && payment.lastAttempt.request.payType === 'cash'
    if (!isCash) assert.notEqual(receipt?.state, 'issued', `${id} is ${state}`)
    else if (merchantId === MERCHANT) assert.ok(receipt !== null, `${id} was paid, and its receipt was never begun`)
  }
}

/** Who hears of everything knows every state; who hears of money knows what is paid, and what no longer is. */
function assertMerchantsKnow({ payments, seller, deliveries }: Day): void {
  for (const { id, state } of deliveries) assert.equal(state, 'delivered', id)
  for (const payment of payments) {
    const known = seller.book.get(payment.id)?.status
    const status = V1_STATUS[payment.state]
    if (payment.merchantId === OTHER_MERCHANT) assert.equal(known, status, payment.id)
    else assert.equal(known === 'paid', status === 'paid', payment.id)
  }
}
