/** What a run was like, so that a reader sees that the kills hit something. */
import type { EventType } from '../../src/core/payment.ts'
import type { Evidence } from './evidence.ts'
import { foundClosed, isAcknowledged } from './evidence-reading.ts'
import type { Lane } from './till-lane.ts'

export interface Figures {
  readonly numbersIssued: number
  readonly collectKeys: number
  readonly collectsAcknowledged: number
  readonly reversals: number
  readonly cancels: number
  readonly refunds: number
  /** Undone at the till just when the seller refunded: so many found that it was too late. */
  readonly refundedFirst: number
  readonly payouts: number
  readonly payoutsUndone: number
  readonly transfers: number
  /** Paid by the bank after the operator had called them failed. */
  readonly paidAfterAll: number
  readonly paid: number
  readonly wonInDrawers: number
  /** Till requests that ended without an answer. */
  readonly answersLost: number
  readonly questions: number
  /** Claims that a kill left open. */
  readonly lapsed: number
  readonly notices: number
  /** Taken by the merchant and told again, because the gateway died before it wrote that down. */
  readonly noticesRepeated: number
  readonly killsWhileStarting: number
  readonly restartMs: { readonly p50: number; readonly p99: number; readonly max: number }
  readonly tookMs: number
}

export interface RunTook {
  readonly startKills: number
  readonly upMs: readonly number[]
  readonly tookMs: number
}

export function figuresOf(evidence: Evidence, lanes: readonly Lane[], took: RunTook): Figures {
  const { sales, tries, questions, notices, drawers } = evidence
  const taken = notices.filter(({ answered }) => answered === 200)
  return {
    numbersIssued: sales.length,
    collectKeys: tries.length,
    collectsAcknowledged: tries.filter(isAcknowledged).length,
    reversals: eventsOf(evidence, 'reversed'),
    cancels: eventsOf(evidence, 'cancelled'),
    refunds: eventsOf(evidence, 'refunded'),
    refundedFirst: tries.filter(({ reverses }) => reverses.some(({ answers }) => answers.some(foundClosed))).length,
    payouts: evidence.payouts.filter(({ given }) => given).length,
    payoutsUndone: eventsOf(evidence, 'payout_reversed'),
    transfers: eventsOf(evidence, 'transfer_asked'),
    paidAfterAll: eventsOf(evidence, 'paid_after_all'),
    paid: evidence.rows.filter(({ payment }) => payment.state === 'paid').length,
    wonInDrawers: sum(drawers),
    answersLost: sum(lanes.map(({ lost }) => lost)),
    questions: questions.length,
    lapsed: eventsOf(evidence, 'lapsed'),
    notices: notices.length,
    noticesRepeated: taken.length - new Set(taken.map(({ webhookId }) => webhookId)).size,
    killsWhileStarting: took.startKills,
    restartMs: { p50: quantile(took.upMs, 0.5), p99: quantile(took.upMs, 0.99), max: quantile(took.upMs, 1) },
    tookMs: Math.round(took.tookMs),
  }
}

/** A line each, for a terminal. */
export function figureLines(figures: Figures): readonly string[] {
  return Object.entries(figures).map(([name, value]) => `  ${name.padEnd(22)} ${JSON.stringify(value)}`)
}

function eventsOf({ rows }: Evidence, type: EventType): number {
  return sum(rows.map(({ events }) => events.filter(({ data }) => data.type === type).length))
}

/** The nearest rank. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
