/**
 * Any history of commands gets from the subject exactly what the memory keeper answers, leaves the same rows behind, and
 * every row is the fold of its events. A failure names its seed; `node FILE.test.ts --seed=N` runs that one again.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { CommandId, MonoTime, PaymentId } from '../core/brand.ts'
import type { Command } from '../core/commands.ts'
import { isDelivered } from '../core/delivery.ts'
import { ALPHA, BRAVO, HOUSE, merchant, number, orderId, paymentId, till, WORLD } from './contract-commands.ts'
import { type Asked, commandOf, histories, KEYS, NUMBERS, ORDERS, PAYMENTS, type Step } from './contract-histories.ts'
import { assertOneOfOrder, folded, type Keeper, type OpenSubject } from './contract-subject.ts'
import { createFakeClocks, type FakeClocks } from './fake-clocks.ts'
import { createMemoryStorage } from './memory/memory-storage.ts'
import type { LeasedDelivery, Storage } from './storage.ts'

const RUNS = 60
const LEASE_MS = 10_000
/** More than any history sets the wall back: a restart forgets what the clock said and nobody wrote down. */
const BACK_AGAIN_MS = 3_600_000

export function historyContract({ name, open }: Keeper): void {
  describe(`${name}: any history`, () => {
    it('is answered as the memory keeper answers it, and every row is the fold of its events', async (t) => {
      const seed = givenSeed() ?? Date.now() % 1_000_000_000
      t.diagnostic(`seed ${seed}: run this test's file alone with --seed=${seed} to see it again`)
      await fc.assert(
        fc.asyncProperty(histories, (history) => playBoth(history, open)),
        { seed, numRuns: RUNS },
      )
    })
  })
}

function givenSeed(): number | undefined {
  const argument = process.argv.find((text) => /^--seed=\d+$/.test(text))
  return argument === undefined ? undefined : Number(argument.slice('--seed='.length))
}

interface Pair {
  readonly model: Storage
  readonly subject: Storage
  readonly clocks: FakeClocks
  readonly commands: Command[]
  readonly claims: { readonly key: number; readonly fence: number }[]
  readonly leases: { readonly model: LeasedDelivery; readonly subject: LeasedDelivery }[]
}

async function playBoth(history: readonly Step[], open: OpenSubject): Promise<void> {
  const clocks = createFakeClocks()
  const model = createMemoryStorage({ clocks })
  const opened = await open(clocks)
  try {
    const pair: Pair = { model, subject: opened.storage, clocks, commands: [], claims: [], leases: [] }
    await alike(pair, (storage) => storage.directory.put(WORLD))
    for (const step of history) await play(step, pair)
    clocks.moveWall(BACK_AGAIN_MS)
    const kept = await everything(model)
    assert.deepEqual(await everything(opened.storage), kept)
    assertSound(kept)
    assert.deepEqual(await everything(await opened.reopen()), kept, 'after a restart')
  } finally {
    await model.close()
    await opened.dispose()
  }
}

/** Asks both the same and holds their answers, failures too, against each other. */
async function alike<Value>(
  { model, subject }: Pair,
  ask: (storage: Storage) => Promise<Value>,
): Promise<Value | null> {
  const [expected, given] = [await settledAs(ask(model)), await settledAs(ask(subject))]
  assert.deepEqual(given, expected)
  return expected
}

/** A failure is alike whatever its words: one keeper sees a rule broken where another meets an index. */
async function settledAs<Value>(asked: Promise<Value>): Promise<Value | null> {
  return asked.catch(() => null)
}

async function play(step: Step, pair: Pair): Promise<void> {
  const { clocks } = pair
  switch (step.step) {
    case 'ask':
      return playAsk(step.asked, pair)
    case 'wall':
      clocks.moveWall(step.ms)
      assert.equal(pair.subject.clock.now(), pair.model.clock.now())
      return
    case 'advance':
      await alike(pair, (storage) => storage.clock.advance(step.ms))
      return
    case 'lease':
      return playLease(step, pair)
    case 'settle':
      return playSettle(step, pair)
    case 'grant':
      await alike(pair, (storage) => storage.tokens.grant(step.keyNo))
      return
    case 'take':
      await alike(pair, (storage) => storage.takeBlock(step.counter, step.size))
      return
    case 'put': {
      const entry = merchant(step.merchantId, { v1Notices: step.v1Notices })
      await alike(pair, (storage) => storage.directory.put([{ kind: 'merchant', entry }]))
      return
    }
    case 'forget':
      await alike(pair, (storage) => storage.forgetPayments())
  }
}

/** All at once, as tills and merchants do; the keeper takes them in the order of the calls. */
async function playAsk(asked: readonly Asked[], pair: Pair): Promise<void> {
  const { commands, claims, clocks, model } = pair
  const calls = asked.map(({ what, leftMs }) => {
    const id = `cmd_${commands.length}` as CommandId
    const command = commandOf(what, id, model.clock.now(), pair)
    commands.push(command)
    const deadline = leftMs === null ? undefined : ((clocks.mono() + leftMs) as MonoTime)
    return { key: what.ask === 'claim' ? what.key : null, command, deadline }
  })
  const outcomes = await alike(pair, (storage) =>
    Promise.all(calls.map(({ command, deadline }) => settledAs(storage.execute(command, deadline)))),
  )
  calls.forEach(({ key }, index) => {
    const outcome = outcomes?.[index]
    if (key !== null && outcome?.kind === 'claimed') claims.push({ key, fence: outcome.payment.fence })
  })
}

async function playLease({ limit, passOver }: Extract<Step, { step: 'lease' }>, pair: Pair): Promise<void> {
  const { model, subject, leases } = pair
  const [expected, given] = [
    await model.deliveries.lease(limit, LEASE_MS, passOver),
    await subject.deliveries.lease(limit, LEASE_MS, passOver),
  ]
  assert.deepEqual(given, expected)
  expected.forEach((leased, index) => {
    leases.push({ model: leased, subject: given[index] ?? leased })
  })
}

async function playSettle(
  { back, status, chance }: Extract<Step, { step: 'settle' }>,
  { model, subject, clocks, leases }: Pair,
): Promise<void> {
  const leased = leases.at(-1 - back)
  if (leased === undefined) return
  const result = { kind: 'answered', status } as const
  const tried = { triedAt: clocks.wall(), latencyMs: status / 8, result, detail: isDelivered(result) ? '' : '실패' }
  assert.deepEqual(
    await subject.deliveries.settle(leased.subject, tried, chance),
    await model.deliveries.settle(leased.model, tried, chance),
  )
}

const upTo = (max: number): readonly number[] => Array.from({ length: max }, (_, i) => i + 1)
const each = <Value>(max: number, ask: (no: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(upTo(max).map(ask))

/** All that can be read back, but what a restart may change: who holds a lease. */
async function everything(storage: Storage) {
  const { payments, deliveries, tokens, directory, clock } = storage
  const ofMerchant = async (merchantId: typeof ALPHA) => ({
    payments: await each(PAYMENTS, (no) => payments.find(merchantId, paymentId(no))),
    events: await each(PAYMENTS, (no) => payments.events(merchantId, paymentId(no))),
    personal: await each(PAYMENTS, (no) => payments.findPersonal(merchantId, paymentId(no))),
    orders: await each(ORDERS, (no) => payments.ofOrder(merchantId, orderId(no), 50)),
    deliveries: await each(PAYMENTS, (no) => deliveries.ofPayment(merchantId, paymentId(no))),
  })
  const [alpha, bravo] = [await ofMerchant(ALPHA), await ofMerchant(BRAVO)]
  const tries = [...alpha.deliveries, ...bravo.deliveries].flat().map((one) => deliveries.tries(one.merchantId, one.id))
  const overdue = await payments.overdue(1000)
  const sorted = (ids: readonly PaymentId[]): readonly PaymentId[] => [...ids].sort()
  return {
    alpha,
    bravo,
    tries: await Promise.all(tries),
    numbers: await each(NUMBERS, (no) => payments.findByNumber(HOUSE, number(no))),
    attempts: await each(KEYS, (no) => payments.findAttempt(till(no))),
    tokens: await each(2, (no) => tokens.find(no)),
    overdue: { expired: sorted(overdue.expired), lapsed: sorted(overdue.lapsed) },
    nextEndsAt: await payments.nextEndsAt(),
    authorising: sorted(await payments.authorising()),
    directory: directory.current(),
    now: clock.now(),
  }
}

function assertSound({ alpha, bravo, numbers }: Awaited<ReturnType<typeof everything>>): void {
  for (const { payments, events, orders } of [alpha, bravo]) {
    payments.forEach((payment, index) => {
      assert.deepEqual(folded(events[index] ?? []), payment)
    })
    for (const ofOrder of orders) assertOneOfOrder(ofOrder)
  }
  const live = [...alpha.payments, ...bravo.payments].filter(
    (payment) => payment?.state === 'ready' || payment?.state === 'authorising',
  )
  for (const on of upTo(NUMBERS)) {
    const ofNumber = live.filter((payment) => payment?.number === number(on))
    assert.ok(ofNumber.length <= 1, 'a number names one live payment')
    if (ofNumber[0] !== undefined) assert.deepEqual(numbers[on - 1], ofNumber[0])
  }
}
