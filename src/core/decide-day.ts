/** A till begins its business day and ends it: the drawer is counted against what we hold, and a day is closed once. */

import type { TillKey } from './attempt.ts'
import { attemptIn, type Scene } from './changes.ts'
import { type Decision, rejected } from './decide.ts'
import { type Rejection, rejection } from './rejections.ts'
import type { CloseDay, OpenDay } from './report-commands.ts'
import { type DayKey, dayOfKey, dayTotals, drawerProblem, type TillDay } from './till-day.ts'

export function decideOpenDay({ day }: OpenDay, scene: Scene): Decision<'open_day'> {
  const known = tillDayIn(scene, day)
  if (known?.closed) return rejected(rejection('day_closed'))
  if (known !== undefined) return { drafts: [], outcome: () => ({ kind: 'day_opened', day: known }) }
  const opened: TillDay = { day, openedAt: scene.facts.at, closed: null }
  return { drafts: [], tillDay: opened, outcome: () => ({ kind: 'day_opened', day: opened }) }
}

export function decideCloseDay({ day, counted, gatewayRef }: CloseDay, scene: Scene): Decision<'close_day'> {
  const known = tillDayIn(scene, day)
  if (known?.closed) {
    const { closed } = known
    return { drafts: [], outcome: () => ({ kind: 'day_closed', closed, again: true }) }
  }
  const ofDay = [...scene.facts.attempts.keys()].filter((key) => dayOfKey(key) === day)
  const attempts = ofDay.flatMap((key) => attemptIn(scene, key) ?? [])
  const totals = dayTotals(day, attempts, scene.facts.tillRequests.values(), scene.facts.wall)
  if (totals === undefined) return rejected(rejection('still_running'))
  const problem = drawerProblem(totals, counted)
  if (problem !== null)
    return { drafts: [], outcome: () => ({ kind: 'day_differs', rejection: rejection(problem), ours: totals }) }
  const { at, wall } = scene.facts
  const closed = { at, totals, gatewayRef, answeredAt: wall }
  return {
    drafts: [],
    tillDay: { day, openedAt: known?.openedAt ?? null, closed },
    outcome: () => ({ kind: 'day_closed', closed, again: false }),
  }
}

/** Why nothing more is sold, cancelled or paid out under this key; null where it may be. A reverse is always taken. */
export function dayRefusal(key: TillKey, scene: Scene): Rejection | null {
  return tillDayIn(scene, dayOfKey(key))?.closed ? rejection('day_closed') : null
}

function tillDayIn({ facts, changes }: Scene, day: DayKey): TillDay | undefined {
  return changes.tillDays.get(day) ?? facts.tillDays.get(day)
}
