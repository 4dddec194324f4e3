/**
 * What can happen at a counter, played by whole tills on the real line. Every play moves money the way a clerk would,
 * and every one must leave in the drawer exactly what the gateway has collected: that is what it is for.
 */
import type { Heard, PracticeTill, Sale, SaleKey } from './practice-till.ts'
import { LATE_DEADLINE_MS } from './practice-till.ts'

export const MISBEHAVIOURS = [
  'double_scan',
  'two_tills',
  'lost_reply',
  'power_cut',
  'wrong_amount',
  'slow_link',
  'reverse_first',
] as const
export type Misbehaviour = (typeof MISBEHAVIOURS)[number]

/** `reversed`: nothing is collected, and the number can be paid again. `unknown`: the line never told how it ended. */
export type Outcome = 'paid' | 'refused' | 'not_payable' | 'reversed' | 'unknown'

export interface Scene {
  readonly first: PracticeTill
  /** In another shop. */
  readonly second: PracticeTill
  readonly number: string
  /** Undefined: what the inquiry shows. */
  readonly amount: number | undefined
  readonly payType: Sale['pay_type'] | undefined
}

export interface Played {
  readonly outcome: Outcome
  /** `double_scan`: whether both scans were answered with the same bytes. */
  readonly repliesEqual?: boolean
}

export function play(misbehaviour: Misbehaviour | undefined, scene: Scene): Promise<Played> {
  return misbehaviour === undefined ? honest(scene) : PLAYS[misbehaviour](scene)
}

/** By how much a clerk mistypes where the request does not say. */
const MISTYPED_BY = 1000

const PLAYS: Readonly<Record<Misbehaviour, (scene: Scene) => Promise<Played>>> = {
  double_scan: doubleScan,
  two_tills: twoTills,
  lost_reply: lostReply,
  power_cut: powerCut,
  wrong_amount: wrongAmount,
  slow_link: slowLink,
  reverse_first: reverseFirst,
}

/** Inquire, take the money, collect. */
async function honest(scene: Scene): Promise<Played> {
  const { first } = scene
  const shown = await look(first, scene)
  if (shown.kind === 'nothing') return shown.played
  const { sale } = shown
  return sale.amount === shown.amount ? sell(first, sale) : askFirst(first, sale)
}

/** The scanner fires twice: the same sale is sent twice at once, under one key and for one customer's money. */
async function doubleScan(scene: Scene): Promise<Played> {
  const { first } = scene
  const [shown] = await Promise.all([look(first, scene), look(first, scene)])
  if (shown.kind === 'nothing') return shown.played
  const { sale } = shown
  const key = first.newKey()
  first.takeMoney(sale.amount)
  const [one, other] = await Promise.all([first.collect(key, sale), first.collect(key, sale)])
  const decided = [one, other].find(({ kind }) => kind === 'ok') ?? one
  return { ...(await settle(first, key, sale, decided)), repliesEqual: isSameReply(one, other) }
}

/** Two shops press collect for one number at once; each clerk has a customer's money in hand. */
async function twoTills(scene: Scene): Promise<Played> {
  const { first, second } = scene
  const [here, there] = await Promise.all([look(first, scene), look(second, scene)])
  if (here.kind === 'nothing') return here.played
  if (there.kind === 'nothing') return there.played
  const outcomes = await Promise.all([sell(first, here.sale), sell(second, there.sale)])
  const worst = outcomes.map(({ outcome }) => outcome)
  return { outcome: BY_WEIGHT.find((outcome) => worst.includes(outcome)) ?? 'refused' }
}

/** What two counters come to together: money in one of them counts for more than a no at the other. */
const BY_WEIGHT: readonly Outcome[] = ['unknown', 'paid', 'reversed', 'refused']

/** The gateway collects, its reply is lost: the till does not know, so it undoes. */
async function lostReply(scene: Scene): Promise<Played> {
  const { first } = scene
  const shown = await look(first, scene)
  if (shown.kind === 'nothing') return shown.played
  const key = first.newKey()
  first.takeMoney(shown.sale.amount)
  await first.collectAndLoseReply(key, shown.sale)
  return inquireAgain(scene, await undo(first, key, shown.sale, 'timeout'))
}

/**
 * The lights go out while the reply is on its way. When they come back the till asks what became of the sale; no slip
 * was printed and the customer waits for the money, so a collection that stands is undone.
 */
async function powerCut(scene: Scene): Promise<Played> {
  const { first } = scene
  const shown = await look(first, scene)
  if (shown.kind === 'nothing') return shown.played
  const { sale } = shown
  const key = first.newKey()
  first.takeMoney(sale.amount)
  await first.collectAndLoseReply(key, sale)
  const status = await first.status(key)
  if (status.kind === 'ok' && status.reply.original === 'refused') {
    first.giveBack(sale.amount)
    return { outcome: 'refused' }
  }
  return inquireAgain(scene, await undo(first, key, sale, 'power'))
}

/** The clerk mistypes the amount; the till asks before any money is taken, and stops at the no. */
async function wrongAmount(scene: Scene): Promise<Played> {
  const { first } = scene
  const shown = await look(first, scene)
  if (shown.kind === 'nothing') return shown.played
  const amount = scene.amount ?? shown.amount + MISTYPED_BY
  return askFirst(first, { ...shown.sale, amount })
}

/**
 * A bad line: the inquiry dribbles in, in time. The collect dribbles in after the till's own deadline, so nothing may
 * be collected by it; the same sale is sent again and arrives at once.
 */
async function slowLink(scene: Scene): Promise<Played> {
  const { first } = scene
  const shown = await look(first, scene, 'slowly')
  if (shown.kind === 'nothing') return shown.played
  const sale = { ...shown.sale, deadline_ms: LATE_DEADLINE_MS }
  const key = first.newKey()
  first.takeMoney(sale.amount)
  const late = await first.collectLate(key, sale)
  return settle(first, key, sale, late.kind === 'not_done' ? await first.collect(key, sale) : late)
}

/** The reversal overtakes its own sale, as on a line with two ways: the late original must be turned away. */
async function reverseFirst(scene: Scene): Promise<Played> {
  const { first } = scene
  const shown = await look(first, scene)
  if (shown.kind === 'nothing') return shown.played
  const { sale } = shown
  const key = first.newKey()
  first.takeMoney(sale.amount)
  if ((await first.reverse(key, 'timeout')) === undefined) return { outcome: 'unknown' }
  const late = await first.collect(key, sale)
  if (late.kind === 'ok') return { outcome: 'paid' }
  first.giveBack(sale.amount)
  return inquireAgain(scene, { outcome: 'reversed' })
}

type Look =
  | { readonly kind: 'shown'; readonly sale: Sale; readonly amount: number }
  | { readonly kind: 'nothing'; readonly played: Played }

/** The first message of every play: what is on the clerk's screen. */
async function look(till: PracticeTill, { number, amount, payType }: Scene, how?: 'slowly'): Promise<Look> {
  const answer = await till.inquire(number, how)
  if (answer.kind === 'declined') return { kind: 'nothing', played: { outcome: 'not_payable' } }
  if (answer.kind !== 'ok') return { kind: 'nothing', played: { outcome: 'unknown' } }
  // A refund slip: nobody pays here.
  if (answer.reply.direction === 'out') return { kind: 'nothing', played: { outcome: 'not_payable' } }
  const { amount: right, currency, pay_types, inquiry_token } = answer.reply
  const usual = pay_types.includes('cash') ? 'cash' : 'card'
  const sale = { number, amount: amount ?? right, currency, pay_type: payType ?? usual, inquiry_token }
  return { kind: 'shown', sale, amount: right }
}

async function sell(till: PracticeTill, sale: Sale): Promise<Played> {
  const key = till.newKey()
  till.takeMoney(sale.amount)
  return settle(till, key, sale, await till.collect(key, sale))
}

/** An amount that is not the one shown: no money is taken before a yes. */
async function askFirst(till: PracticeTill, sale: Sale): Promise<Played> {
  const key = till.newKey()
  const answer = await till.collect(key, sale)
  if (answer.kind === 'declined') return { outcome: 'refused' }
  till.takeMoney(sale.amount)
  return settle(till, key, sale, answer)
}

/** The money is in the drawer and the reply is here, or is not. */
async function settle(till: PracticeTill, key: SaleKey, sale: Sale, answer: Heard<unknown>): Promise<Played> {
  switch (answer.kind) {
    case 'ok':
      return { outcome: 'paid' }
    case 'declined':
      till.giveBack(sale.amount)
      return { outcome: 'refused' }
    case 'not_done':
    case 'silence':
      return undo(till, key, sale, 'timeout')
  }
}

/** The money goes back only when somebody has taken the reversal. */
async function undo(till: PracticeTill, key: SaleKey, sale: Sale, reason: 'timeout' | 'power'): Promise<Played> {
  const original = await till.reverse(key, reason)
  if (original === undefined) return { outcome: 'unknown' }
  if (original === 'closed') return { outcome: 'paid' }
  till.giveBack(sale.amount)
  return { outcome: original === 'was_refused' ? 'refused' : 'reversed' }
}

/** Shows that a number whose collection was undone can be paid again. */
async function inquireAgain({ first, number }: Scene, played: Played): Promise<Played> {
  if (played.outcome === 'reversed') await first.inquire(number)
  return played
}

function isSameReply(one: Heard<unknown>, other: Heard<unknown>): boolean {
  return 'raw' in one && 'raw' in other && Buffer.from(one.raw).equals(other.raw)
}
