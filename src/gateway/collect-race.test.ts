/** A thousand tills and one number, by real clocks: one collects, and the merchant is asked once. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import { openTestKeeper } from '../storage/test-keeper.ts'
import { HOUSE_ONLY } from './channel-port.ts'
import { createGateway, type TillOutcome } from './gateway.ts'
import { NO_GUARD } from './inquiry-guard.ts'
import { collectAsked, DIRECTORY, issueRequest, MERCHANT, NO, said, testVault, tillNamed, YES } from './test-gateway.ts'

const TILLS = 1000
const CONFIRM_MS = 3
/** A slow machine is not what is tried here. */
const PATIENCE_MS = 60_000

async function openHouse(t: TestContext, words: readonly (typeof YES)[] = []) {
  const storage = await openTestKeeper()
  t.after(() => storage.close())
  await storage.directory.put(DIRECTORY)
  let asked = 0
  const gateway = createGateway({
    storage,
    vault: testVault(),
    random: randomBytes,
    mono: SYSTEM_CLOCKS.mono,
    async askMerchant() {
      const word = words[asked] ?? YES
      asked += 1
      await pause(CONFIRM_MS)
      return word
    },
    channels: HOUSE_ONLY,
    issuer: null,
    inquiryGuard: NO_GUARD,
    payer: null,
    observe: () => {},
  })
  const collect = (till: number, number: string): Promise<TillOutcome> =>
    gateway.collect(tillNamed(String(till)), collectAsked(SYSTEM_CLOCKS, number, { waitsMs: PATIENCE_MS }))
  return { storage, gateway, collect, asked: () => asked }
}

function counted(outcomes: readonly TillOutcome[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const outcome of outcomes) counts.set(said(outcome), (counts.get(said(outcome)) ?? 0) + 1)
  return counts
}

test('a thousand tills collect one number at once: one collects, the others hear why not', async (t) => {
  const { storage, gateway, collect, asked } = await openHouse(t)
  const issued = await gateway.issue(MERCHANT, issueRequest())
  assert.ok(issued.ok)
  const { id, number } = issued.payment
  const tills = Array.from({ length: TILLS }, (_, till) => till)
  const outcomes = await Promise.all(tills.map((till) => collect(till, number)))
  const counts = counted(outcomes)
  const told = JSON.stringify([...counts])
  assert.equal(counts.get('collected'), 1, told)
  const turnedAway = (counts.get('declined: in_progress') ?? 0) + (counts.get('declined: already_paid') ?? 0)
  assert.equal(turnedAway, TILLS - 1, told)
  assert.equal(asked(), 1)
  const events = await storage.payments.events(MERCHANT, id)
  assert.deepEqual(
    events.map(({ data }) => data.type),
    ['issued', 'claimed', 'collected'],
  )
  const repeated = await Promise.all(tills.map((till) => collect(till, number)))
  assert.deepEqual(repeated, outcomes)
})

test('two numbers of one order at five hundred tills each: the order is paid once', async (t) => {
  const { storage, gateway, collect } = await openHouse(t, [NO])
  const numbers: string[] = []
  for (let n = 0; n < 2; n += 1) {
    const issued = await gateway.issue(MERCHANT, issueRequest({ order: 'ord-1' }))
    assert.ok(issued.ok)
    numbers.push(issued.payment.number)
  }
  const rounds: TillOutcome[] = []
  // The merchant's first word is a no; whoever comes next may win.
  for (let round = 0; round < 2; round += 1) {
    const from = round * TILLS
    const collecting = Array.from({ length: TILLS }, (_, n) => collect(from + n, numbers[n % 2] ?? ''))
    rounds.push(...(await Promise.all(collecting)))
  }
  const counts = counted(rounds)
  assert.equal(counts.get('collected'), 1, JSON.stringify([...counts]))
  assert.equal(counts.get('declined: merchant_refused'), 1, JSON.stringify([...counts]))
  const states = (await storage.payments.ofOrder(MERCHANT, issueRequest({ order: 'ord-1' }).orderId, 10)).map(
    ({ state }) => state,
  )
  assert.deepEqual(states.toSorted(), ['cancelled', 'paid'])
})
