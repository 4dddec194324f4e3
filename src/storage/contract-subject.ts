/** What a keeper brings to the contract, and the small things its chapters share. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { evolve, type Payment, type PaymentEvent } from '../core/payment.ts'
import type { Clocks } from './clocks.ts'
import { WORLD } from './contract-commands.ts'
import { createFakeClocks, type FakeClocks } from './fake-clocks.ts'
import type { Storage } from './storage.ts'

export interface Subject {
  readonly storage: Storage
  /** Closes the keeper and opens it again on what it kept. A keeper that forgets goes on as it is. */
  readonly reopen: () => Promise<Storage>
  /** Closes it, if it is open, and takes away what it kept. */
  readonly dispose: () => Promise<void>
}

export type OpenSubject = (clocks: Clocks) => Promise<Subject>

export interface Keeper {
  readonly name: string
  /** What was acknowledged outlives the process. */
  readonly isDurable: boolean
  readonly open: OpenSubject
}

export interface Scene {
  readonly storage: Storage
  readonly clocks: FakeClocks
  readonly subject: Subject
}

/** An open keeper with the contract's world in it, gone when the test ends. */
export async function openScene(t: TestContext, open: OpenSubject): Promise<Scene> {
  const clocks = createFakeClocks()
  const subject = await open(clocks)
  t.after(() => subject.dispose())
  await subject.storage.directory.put(WORLD)
  return { storage: subject.storage, clocks, subject }
}

/** The payment its events tell of. */
export function folded(events: readonly PaymentEvent[]): Payment | undefined {
  return events.reduce<Payment | undefined>(evolve, undefined)
}

/** How many of each kind there are. */
export function tally(kinds: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

export async function assertFolds(storage: Storage, payment: Payment | undefined): Promise<void> {
  assert.ok(payment, 'there is a payment')
  assert.deepEqual(folded(await storage.payments.events(payment.merchantId, payment.id)), payment)
}

/** A chapter of the contract: what is promised, and what shows that it is kept. */
export type Promises = Readonly<Record<string, (scene: Scene) => Promise<void>>>

/** At most one of an order's payments is held by a till, and at most one is paid. */
export function assertOneOfOrder(payments: readonly Payment[]): void {
  const states = tally(payments.map(({ state }) => state))
  assert.ok((states['authorising'] ?? 0) <= 1, 'at most one is held by a till')
  assert.ok((states['paid'] ?? 0) <= 1, 'at most one is collected')
}
