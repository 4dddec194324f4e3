/**
 * A slip at a till. The clerk gives its money where the answer says so; after a lost answer the till pays out under the same
 * key again, asks what became of it, or undoes it and takes the money back, as with a collect.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { PayoutReply, ReverseMessage } from '../../src/wire/till.ts'
import type { PayoutTry, Slip } from './evidence.ts'
import { type Counter, nextKey, REPEATS, sent, statusOf, undo } from './till-keys.ts'
import { decides, type Heard } from './till-wire.ts'

/** Answers the won that are given. After a no the customer may try again, under a new key each time. */
export async function payOutSlip(counter: Counter, slip: Slip): Promise<number> {
  const { draws } = counter
  for (let count = 1; count <= TRIES_OF_SLIP_MAX; count += 1) {
    if (draws.chance(INQUIRED_SHARE) && !(await isPayable(counter, slip))) return 0
    const one = openPayout(counter, slip)
    one.given = await CONDUCT[draws.pick(CONDUCTS)](counter, one)
    if (one.given) return slip.amountWon
    if (!draws.chance(AGAIN_SHARE)) return 0
  }
  return 0
}

const TRIES_OF_SLIP_MAX = 3
const INQUIRED_SHARE = 0.5
const AGAIN_SHARE = 0.8

async function isPayable(counter: Counter, { number, amountWon }: Slip): Promise<boolean> {
  const asking = { ...nextKey(counter), number }
  const heard = await counter.wire.once((client) => client.inquire(asking))
  if (heard === undefined) return true
  const { reply } = heard
  if (!('direction' in reply)) return false
  if (reply.direction !== 'out' || reply.amount !== amountWon)
    counter.complain(`${number}: an inquiry of a slip over ${amountWon} won says ${heard.text}`)
  return true
}

function openPayout(counter: Counter, slip: Slip): PayoutTry {
  const own = nextKey(counter)
  const one: PayoutTry = {
    slip,
    key: `${counter.wire.terminal.id}/${own.business_date}/${own.stan}`,
    payout: sent({ ...own, number: slip.number, amount: slip.amountWon, currency: 'KRW' }),
    reverses: [],
    given: false,
    status: null,
  }
  counter.payouts.push(one)
  return one
}

/** How it goes; weights. */
const CONDUCTS = { plain: 50, double_send: 10, reply_ignored: 15, hung_up: 10, undone: 10, undone_first: 5 } as const

const HANG_UP_MS = 10

/** Answers whether the money is given. */
type Conduct = (counter: Counter, one: PayoutTry) => Promise<boolean>

const CONDUCT: Readonly<Record<keyof typeof CONDUCTS, Conduct>> = {
  plain: async (counter, one) => conclude(counter, one, await payOut(counter, one)),
  async double_send(counter, one) {
    const answers = await Promise.all([payOut(counter, one), payOut(counter, one)])
    return conclude(
      counter,
      one,
      answers.find((heard) => heard !== undefined && decides(heard.reply)),
    )
  },
  async reply_ignored(counter, one) {
    await payOut(counter, one)
    return byRule(counter, one)
  },
  hung_up: async (counter, one) => conclude(counter, one, await payOut(counter, one, counter.draws.below(HANG_UP_MS))),
  async undone(counter, one) {
    const given = await conclude(counter, one, await payOut(counter, one))
    return given && takeBack(counter, one, 'printer')
  },
  async undone_first(counter, one) {
    await takeBack(counter, one, 'timeout')
    return payOutByAllMeans(counter, one)
  },
}

type PayoutHeard = Heard<PayoutReply> | undefined

async function payOut({ wire }: Counter, { payout: { fields, answers } }: PayoutTry, hangUpMs?: number) {
  const heard = await wire.once((client) => client.payOut(fields), hangUpMs)
  if (heard !== undefined && decides(heard.reply)) answers.push(heard.text)
  return heard
}

async function conclude(counter: Counter, one: PayoutTry, heard: PayoutHeard): Promise<boolean> {
  if (heard === undefined || !decides(heard.reply)) return byRule(counter, one)
  return heard.reply.class === 'OK'
}

/** What a till does when it does not know; weights. */
const RULES = { same_key: 4, reverse: 3, status: 3 } as const

const RULE: Readonly<Record<keyof typeof RULES, Conduct>> = {
  same_key: payOutByAllMeans,
  reverse: (counter, one) => takeBack(counter, one, 'timeout'),
  status: askWhatBecame,
}

function byRule(counter: Counter, one: PayoutTry): Promise<boolean> {
  return RULE[counter.draws.pick(RULES)](counter, one)
}

async function payOutByAllMeans({ wire }: Counter, { payout: { fields, answers } }: PayoutTry): Promise<boolean> {
  const { reply, text } = await wire.insist((client) => client.payOut(fields))
  answers.push(text)
  return reply.class === 'OK'
}

/** Until it is acknowledged; answers whether the customer keeps the money. */
async function takeBack(counter: Counter, one: PayoutTry, reason: ReverseMessage['reason']): Promise<boolean> {
  const original = await undo(counter, one, one.payout.fields, reason)
  if (original !== 'closed') return false
  counter.complain(`the payout ${one.key} could not be reversed`)
  return true
}

async function askWhatBecame(counter: Counter, one: PayoutTry): Promise<boolean> {
  for (;;) {
    const became = await statusOf(counter, one.payout.fields)
    if (became === 'paid_out') return true
    if (became === 'unknown') return takeBack(counter, one, 'timeout')
    if (became !== 'authorising') return false
    await pause(ASK_AGAIN_MS)
  }
}

const ASK_AGAIN_MS = 50

/** At the end of the run: each key twice more, and what became of it. */
export async function lookBackAtPayout(counter: Counter, one: PayoutTry): Promise<void> {
  const { payout, reverses } = one
  for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
    payout.repeats.push((await counter.wire.insist((client) => client.payOut(payout.fields))).text)
    for (const { fields, repeats } of reverses)
      repeats.push((await counter.wire.insist((client) => client.reverse(fields))).text)
  }
  one.status = await statusOf(counter, payout.fields)
}
