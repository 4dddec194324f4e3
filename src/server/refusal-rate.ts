/**
 * When a merchant turns away so many customers that somebody should look: of at least twenty questions in ten minutes,
 * half are not answered with a yes. Fewer say nothing about a shop. It is said once, and again only after it was better or
 * after ten minutes in which nobody was asked.
 */

import type { MonoTime } from '../core/brand.ts'
import type { ConfirmOutcome } from '../core/confirm-figures.ts'
import type { RefusalCounts } from './alarm-words.ts'

export interface RefusalRate {
  readonly minutes: readonly Minute[]
  readonly isHigh: boolean
}

interface Minute extends RefusalCounts {
  readonly minute: number
}

export const NO_REFUSALS: RefusalRate = { minutes: [], isHigh: false }

export const QUESTIONS_MIN = 20
export const REFUSED_SHARE = 0.5
export const WITHIN_MINUTES = 10

const MINUTE_MS = 60_000

/** With one more question. `alarming`: the counts, where the rate has just become high. */
export function afterQuestion(
  rate: RefusalRate,
  outcome: Exclude<ConfirmOutcome, 'not_asked'>,
  now: MonoTime,
): { readonly rate: RefusalRate; readonly alarming: RefusalCounts | null } {
  const minute = Math.floor(now / MINUTE_MS)
  const known = rate.minutes.filter((each) => minute - each.minute < WITHIN_MINUTES)
  const current = known.find((each) => each.minute === minute) ?? { minute, questions: 0, refused: 0, unanswered: 0 }
  const minutes = [...known.filter((each) => each.minute !== minute), plus(current, outcome)]
  const counts = summed(minutes)
  const wasHigh = rate.isHigh && known.length > 0
  const isHigh = isHalf(counts) && (wasHigh || counts.questions >= QUESTIONS_MIN)
  return { rate: { minutes, isHigh }, alarming: isHigh && !wasHigh ? counts : null }
}

function plus(minute: Minute, outcome: Exclude<ConfirmOutcome, 'not_asked'>): Minute {
  const { questions, refused, unanswered } = minute
  return {
    ...minute,
    questions: questions + 1,
    refused: refused + (outcome === 'refused' ? 1 : 0),
    unanswered: unanswered + (outcome === 'unanswered' ? 1 : 0),
  }
}

function summed(minutes: readonly Minute[]): RefusalCounts {
  const sum = (of: keyof RefusalCounts): number => minutes.reduce((total, minute) => total + minute[of], 0)
  return { questions: sum('questions'), refused: sum('refused'), unanswered: sum('unanswered') }
}

function isHalf({ questions, refused, unanswered }: RefusalCounts): boolean {
  return refused + unanswered >= questions * REFUSED_SHARE
}
