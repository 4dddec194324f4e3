/**
 * Any history of commands gets from the subject exactly what the memory keeper answers, leaves the same rows behind, and
 * every row is the fold of its events. A failure names its seed; `node FILE.test.ts --seed=N` runs that one again.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { CommandId, Instant, MonoTime, PaymentId } from '../core/brand.ts'
import type { Command } from '../core/commands.ts'
import { isDelivered, type TryResult } from '../core/delivery.ts'
import { plainNetwork } from '../core/network.ts'
import { commandOf, KEYS, NUMBERS, ORDERS, PAYMENTS, RECEIPTS, REFUNDS_OF_PAYMENT, SLIPS } from './contract-asks.ts'
import {
  ALPHA,
  BRAVO,
  HOUSE,
  merchant,
  number,
  orderId,
  paymentId,
  receiptId,
  till,
  WORLD,
} from './contract-commands.ts'
import { assertWhole } from './contract-feed.ts'
import { type Asked, histories, type Step } from './contract-histories.ts'
import { refundId, slipNumber } from './contract-refund-commands.ts'
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
  readonly leases: LeasedDelivery[]
}

async function playBoth(history: readonly Step[], open: OpenSubject): Promise<void> {
  const clocks = createFakeClocks()
  const model = createMemoryStorage({ clocks })
  const opened = await open(clocks)
  try {
    const pair: Pair = { model, subject: opened.storage, clocks, commands: [], claims: [], leases: [] }
    await alike(pair, (storage) => storage.directory.put(WORLD))
    // Half of them on a network of two phases.
    const phases = history.length % 2 === 0 ? 'two' : 'one'
    const entry = { ...plainNetwork(HOUSE, '8801'), phases } as const
    await alike(pair, (storage) => storage.directory.put([{ kind: 'network', entry }]))
    for (const step of history) await play(step, pair)
    clocks.moveWall(BACK_AGAIN_MS)
    const kept = await everything(model)
    assert.deepEqual(await everything(opened.storage), kept)
    assertSound(kept)
    for (const storage of [model, opened.storage])
      for (const merchantId of [ALPHA, BRAVO]) await assertWhole(storage, merchantId, PAYMENTS)
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
    case 'replay':
      return playReplay(step, pair)
    case 'prune': {
      const before = (pair.model.clock.now() - step.agoMs) as Instant
      await alike(pair, (storage) => storage.deliveries.prune(before, step.limit))
      return
    }
    case 'pause': {
      const { merchantId, endpoint, paused } = step
      await alike(pair, ({ endpoints }) => endpoints[paused ? 'pause' : 'resume'](merchantId, endpoint))
      return
    }
    case 'endpoint':
      await alike(pair, (storage) => storage.directory.put([step.put]))
      return
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

async function playLease({ queues, limit }: Extract<Step, { step: 'lease' }>, pair: Pair): Promise<void> {
  const waiting = await alike(pair, (storage) => storage.deliveries.waitingQueues(null, queues))
  const rooms = (waiting ?? []).map(({ queue }) => ({ queue, limit }))
  const leased = await alike(pair, (storage) => storage.deliveries.lease(rooms, LEASE_MS))
  pair.leases.push(...(leased ?? []))
}

async function playSettle(
  { back, status, retryAfterMs, chance }: Extract<Step, { step: 'settle' }>,
  pair: Pair,
): Promise<void> {
  const leased = pair.leases.at(-1 - back)
  if (leased === undefined) return
  const result: TryResult = { kind: 'answered', status, retryAfterMs }
  const detail = isDelivered(result) ? { ko: '', en: '' } : { ko: '실패', en: 'failed' }
  const { url } = leased.delivery
  const tried = {
    triedAt: pair.clocks.wall(),
    url,
    latencyMs: status / 8,
    result,
    detail,
    answer: status === 204 ? null : '{}',
  }
  await alike(pair, (storage) => storage.deliveries.settle(leased, tried, chance))
}

async function playReplay({ merchantId, numbers }: Extract<Step, { step: 'replay' }>, pair: Pair): Promise<void> {
  const found = await Promise.all(
    numbers.flatMap((no) => [ALPHA, BRAVO].map((owner) => pair.model.deliveries.ofPayment(owner, paymentId(no)))),
  )
  const ids = found.flat().map(({ id }) => id)
  await alike(pair, (storage) => storage.deliveries.replay(merchantId, ids))
}

const upTo = (max: number): readonly number[] => Array.from({ length: max }, (_, i) => i + 1)
const each = <Value>(max: number, ask: (no: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(upTo(max).map(ask))

/** All that can be read back, but what a restart may change: who holds a lease. */
async function everything(storage: Storage) {
  const { payments, deliveries, endpoints, tokens, directory, clock } = storage
  const ofMerchant = async (merchantId: typeof ALPHA) => ({
    payments: await each(PAYMENTS, (no) => payments.find(merchantId, paymentId(no))),
    events: await each(PAYMENTS, (no) => payments.events(merchantId, paymentId(no))),
    personal: await each(PAYMENTS, (no) => payments.findPersonal(merchantId, paymentId(no))),
    identifiers: await each(RECEIPTS, (no) => payments.findReceiptIdentifier(merchantId, receiptId(no))),
    refunds: await storage.refunds.list(merchantId, {}, null, 1000),
    failed: await storage.refunds.list(merchantId, { state: 'failed' }, null, 1000),
    accounts: await each((PAYMENTS + 1) * REFUNDS_OF_PAYMENT, (no) =>
      storage.refunds.findAccount(merchantId, refundId(no)),
    ),
    inDoubt: await payments.inDoubt(merchantId, null, 1000),
    orders: await each(ORDERS, (no) => payments.ofOrder(merchantId, orderId(no), 50)),
    deliveries: await each(PAYMENTS, (no) => deliveries.ofPayment(merchantId, paymentId(no))),
    listed: await deliveries.list(merchantId, {}, null, 1000),
    exhausted: await deliveries.list(merchantId, { state: 'exhausted' }, null, 1000),
    health: await endpoints.health(merchantId),
  })
  const [alpha, bravo] = [await ofMerchant(ALPHA), await ofMerchant(BRAVO)]
  const tries = [...alpha.deliveries, ...bravo.deliveries].flat().map((one) => deliveries.tries(one.merchantId, one.id))
  const overdue = await payments.overdue(1000)
  const sorted = (ids: readonly PaymentId[]): readonly PaymentId[] => [...ids].sort()
  return {
    alpha,
    bravo,
    tries: await Promise.all(tries),
    queues: await deliveries.waitingQueues(null, 1000),
    numbers: await each(NUMBERS, (no) => payments.findByNumber(HOUSE, number(no))),
    slips: await each(SLIPS, (no) => payments.findBySlip(HOUSE, slipNumber(no))),
    attempts: await each(KEYS, (no) => payments.findAttempt(till(no))),
    tokens: await each(2, (no) => tokens.find(no)),
    overdue: { expired: sorted(overdue.expired), lapsed: sorted(overdue.lapsed) },
    nextEndsAt: await payments.nextEndsAt(),
    receiptsDue: sorted(await payments.receiptsDue(1000)),
    nextReceiptDueAt: await payments.nextReceiptDueAt(),
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
