/**
 * For tests only: a till that sells as a till does, over a line that loses, delays and repeats what is sent. The clerk
 * has the customer's money in hand while the till asks; what becomes of it follows from the answers and from the till's
 * own rule alone: a decline gives it back, an answer that does not come is asked for again or undone.
 */
import assert from 'node:assert/strict'
import type { TillAnswer, TillIdentity } from '../core/attempt.ts'
import type { CollectionNumber, Money, MonoTime } from '../core/brand.ts'
import type { PayType } from '../core/merchant.ts'
import { StorageFault } from '../storage/storage.ts'
import { OutcomeUnknown } from './faults.ts'
import type { CollectAsked, Gateway, StatusAnswer, TillOutcome } from './gateway.ts'
import { TODAY } from './test-gateway.ts'
import type { Chance, VirtualTime } from './test-virtual-time.ts'

/** What can be on a shelf: a number, and what it costs. */
export interface Priced {
  readonly number: CollectionNumber
  readonly amount: Money
}

export interface Sale extends Priced {
  readonly till: string
  readonly stan: string
  /** The money came into the drawer, and was not undone. */
  readonly kept: boolean
}

/** A sale that a customer wants undone the same day. `given`: its money went out of this drawer again. */
export interface Cancelling extends Handout {
  readonly sale: Sale
}

/** A slip that was shown. `given`: its money went out of the drawer. */
export interface Handout extends Priced {
  readonly till: string
  readonly given: boolean
}

export interface TillDeps {
  readonly identity: TillIdentity
  readonly time: VirtualTime
  readonly chance: Chance
  /** The gateway that listens now; undefined while none does. */
  readonly gateway: () => Gateway | undefined
  readonly lossyLine: boolean
  /** Every answer a key was given, for those who compare them. */
  readonly heard: (key: string, answer: TillAnswer) => void
  /** Told of faults that a gateway never has. */
  readonly broke: (fault: unknown) => void
}

const PATIENCE_MS = 10_000
const ANSWER_MS = 6_000
const AGAIN_MS = 1_000

type Heard<Value> = Value | 'nothing' | 'not done' | 'nobody knows'
type Collect = Omit<CollectAsked, 'deadline'>

export interface SimulatedTill {
  /** One customer, from the number to the drawer. */
  sell(goods: Priced): Promise<Sale>
  /** One customer with a refund slip. */
  handOut(slip: Priced): Promise<Handout>
  /** One customer who gives back what a till of the shop has sold. */
  cancel(sale: Sale): Promise<Cancelling>
  /** Where the network has two phases: says that the money of its sale is there. */
  complete(sale: Sale): Promise<void>
}

export function createSimulatedTill(deps: TillDeps): SimulatedTill {
  const { chance, identity } = deps
  let stans = 0
  const desk: Desk = { ...deps, nextStan: () => String(++stans) }
  return {
    async sell(goods) {
      const inquiryToken = chance.happens(0.3) ? await inquire(deps, desk.nextStan(), goods.number) : null
      const stan = desk.nextStan()
      const payType = chance.pick<PayType>(['cash', 'card'])
      const sale = { businessDate: TODAY, stan, ...goods, currency: 'KRW', payType, inquiryToken, clerk: null } as const
      const kept = await collectOrUndo(desk, sale)
      return { ...goods, till: identity.till, stan, kept }
    },
    async handOut(slip) {
      const stan = desk.nextStan()
      const asked = { businessDate: TODAY, stan, ...slip, currency: 'KRW', clerk: null } as const
      const outcome = await send(desk, (gateway, deadline) => gateway.payOut(identity, { ...asked, deadline }))
      // The money is given after the yes: whoever did not hear one undoes it and gives nothing.
      if (typeof outcome !== 'object' || outcome.kind !== 'stored') await undo(desk, { stan })
      const given = typeof outcome === 'object' && outcome.kind === 'stored' && outcome.answer.kind === 'paid_out'
      return { ...slip, till: identity.till, given }
    },
    async cancel(sale) {
      const { number } = sale
      const amount = chance.happens(0.05) ? ((sale.amount + 1) as Money) : sale.amount
      const original = { businessDate: TODAY, stan: sale.stan, till: sale.till }
      const asked = { ...nextKey(desk), original, amount, reason: '고객 변심', clerk: null }
      const answer = await insist(desk, asked.stan, (gateway, deadline) =>
        gateway.cancel(identity, { ...asked, deadline }),
      )
      return { number, amount, till: identity.till, sale, given: answer.kind === 'cancelled' }
    },
    async complete({ stan, amount }) {
      const asked = { ...nextKey(desk), original: { businessDate: TODAY, stan }, amount }
      await insist(desk, asked.stan, (gateway, deadline) => gateway.complete(identity, { ...asked, deadline }))
    },
  }
}

function nextKey(desk: Desk) {
  return { businessDate: TODAY, stan: desk.nextStan() }
}

interface Desk extends TillDeps {
  readonly nextStan: () => string
}

/** Whether the money stays. A till that was cut off from its power undoes what it asked when it is back. */
async function collectOrUndo(desk: Desk, collect: Collect): Promise<boolean> {
  const { chance, time, identity } = desk
  if (chance.happens(0.05)) {
    void send(desk, (gateway, deadline) => gateway.collect(identity, { ...collect, deadline }))
    await time.sleep(chance.ms(0, 20_000))
    return undo(desk, collect)
  }
  for (let tries = 1; ; tries += 1) {
    const outcome = await send(desk, (gateway, deadline) => gateway.collect(identity, { ...collect, deadline }))
    if (typeof outcome === 'object' && outcome.kind === 'stored') return isMoney(desk, collect.stan, outcome.answer)
    const again = outcome !== 'nobody knows' && tries < 4 && chance.happens(0.6)
    if (!again) return chance.happens(0.5) ? askWhatBecame(desk, collect) : undo(desk, collect)
    await time.sleep(AGAIN_MS)
  }
}

function isMoney({ identity, heard }: Desk, stan: string, answer: TillAnswer): boolean {
  heard(`${identity.till}/${stan}`, answer)
  return answer.kind === 'collected'
}

/** Only an end that is final decides about the money; where there is none, the till undoes. */
async function askWhatBecame(desk: Desk, collect: Collect): Promise<boolean> {
  const original = { businessDate: TODAY, stan: collect.stan }
  for (let tries = 1; tries <= 5; tries += 1) {
    const status = await send<StatusAnswer>(desk, (gateway) => gateway.status(desk.identity, { original }))
    if (typeof status === 'object' && status.answer !== null) return isMoney(desk, collect.stan, status.answer)
    await desk.time.sleep(AGAIN_MS)
  }
  return undo(desk, collect)
}

/**
 * Until it is acknowledged. Every acknowledgement gives the money back, unless its merchant has begun to: then what was
 * collected stays. Whether it does.
 */
async function undo(desk: Desk, { stan }: Pick<Collect, 'stan'>): Promise<boolean> {
  const original = { businessDate: TODAY, stan }
  const asked = { ...nextKey(desk), original, reason: 'timeout' } as const
  const answer = await insist(desk, asked.stan, (gateway, deadline) =>
    gateway.reverse(desk.identity, { ...asked, deadline }),
  )
  assert.ok(answer.kind === 'reversed' || answer.kind === 'payout_reversed')
  return answer.original === 'closed'
}

/** The same request under the same key, until it is answered; now and then once more after that. */
async function insist(desk: Desk, stan: string, call: Call<TillOutcome>): Promise<TillAnswer> {
  const { identity, chance, time, heard } = desk
  for (;;) {
    const outcome = await send(desk, call)
    if (typeof outcome === 'object' && outcome.kind === 'stored') {
      heard(`${identity.till}/${stan}`, outcome.answer)
      if (!chance.happens(0.1)) return outcome.answer
    }
    await time.sleep(AGAIN_MS)
  }
}

async function inquire(deps: TillDeps, stan: string, number: CollectionNumber): Promise<string | null> {
  const answered = await send(deps, (gateway, deadline) =>
    gateway.inquire(deps.identity, { businessDate: TODAY, stan, number, deadline }),
  )
  const isShown = typeof answered === 'object' && answered.ok && 'inquiryToken' in answered.inquiry
  return isShown ? answered.inquiry.inquiryToken : null
}

type Call<Value> = (gateway: Gateway, deadline: MonoTime) => Promise<Value>

/** The first reply that finds its way back while the till waits. */
async function send<Value extends object = TillOutcome>(deps: TillDeps, call: Call<Value>): Promise<Heard<Value>> {
  const { time, chance, lossyLine } = deps
  const { promise, resolve } = Promise.withResolvers<Heard<Value>>()
  const deliver = (delayMs: number): void => {
    time.after(delayMs, async () => {
      const reply = await answerOf(deps, call)
      const isLost = reply === 'nothing' || (lossyLine && chance.happens(0.1))
      if (!isLost) time.after(chance.ms(0, 300), () => resolve(reply))
    })
  }
  if (!lossyLine || chance.happens(0.93)) deliver(travelMs(deps))
  if (lossyLine && chance.happens(0.05)) deliver(chance.ms(0, 40_000))
  time.after(PATIENCE_MS, () => resolve('nothing'))
  return promise
}

/** Mostly quick; now and then so slow that the till has long given up. */
function travelMs({ chance, lossyLine }: TillDeps): number {
  return lossyLine && chance.happens(0.05) ? chance.ms(5000, 30_000) : chance.ms(0, 300)
}

/** As the till's listener answers: a fault before anything was written is "not done", any other is "unknown". */
async function answerOf<Value extends object>(deps: TillDeps, call: Call<Value>): Promise<Heard<Value>> {
  const gateway = deps.gateway()
  if (gateway === undefined) return 'nothing'
  const deadline = (deps.time.clocks.mono() + ANSWER_MS) as MonoTime
  try {
    return await call(gateway, deadline)
  } catch (fault) {
    if (fault instanceof OutcomeUnknown) return 'nobody knows'
    if (!(fault instanceof StorageFault)) deps.broke(fault)
    return 'not done'
  }
}
