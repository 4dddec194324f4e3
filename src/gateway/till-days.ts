/** A till begins its business day, and ends it when the drawer agrees with what is held here. */
import type { TillIdentity } from '../core/attempt.ts'
import type { MonoTime } from '../core/brand.ts'
import { type Rejection, rejection } from '../core/rejections.ts'
import { daysFrom } from '../core/seoul-day.ts'
import type { ClosedDay, DayKey, DayTotals, TillDay } from '../core/till-day.ts'
import type { BusinessDate } from './business-date.ts'
import type { GatewayDeps, TillStamp } from './gateway.ts'
import type { Stamps } from './stamps.ts'

export interface DayAsked {
  readonly businessDate: string
  readonly deadline: MonoTime
}

type Refused = TillStamp & {
  readonly ok: false
  readonly rejection: Rejection
  /** What is held here, where the drawer differs from it. */
  readonly ours: DayTotals | null
}

export interface TillDayVerbs {
  /** Only the network's own day is opened. */
  open(
    till: TillIdentity,
    asked: DayAsked,
  ): Promise<(TillStamp & { readonly ok: true; readonly day: TillDay }) | Refused>
  /** Not a day that has not begun. A day that is closed answers as it was closed. */
  close(
    till: TillIdentity,
    asked: DayAsked & { readonly counted: DayTotals },
  ): Promise<{ readonly ok: true; readonly closed: ClosedDay } | Refused>
}

type Deps = Pick<GatewayDeps, 'storage' | 'observe'> & {
  readonly stamps: Stamps
  readonly stamp: () => Promise<TillStamp>
  readonly businessDate: BusinessDate
}

export function createTillDays({ storage, observe, stamps, stamp, businessDate: today }: Deps): TillDayVerbs {
  return {
    async open(till, { businessDate, deadline }) {
      const stamped = await stamp()
      const refused = (why: Rejection): Refused => ({ ok: false, rejection: why, ours: null, ...stamped })
      if (businessDate !== today(till.network)) return refused(rejection('day_date_differs'))
      const day = dayOf(till, businessDate)
      const outcome = await storage.execute({ type: 'open_day', id: stamps.commandId(), day }, deadline)
      if (outcome.kind === 'rejected') return refused(outcome.rejection)
      observe({ type: 'day_opened', till, businessDate })
      return { ok: true, day: outcome.day, ...stamped }
    },
    async close(till, { businessDate, counted, deadline }) {
      const stamped = await stamp()
      const refused = (why: Rejection, ours: DayTotals | null = null): Refused => ({
        ...{ ok: false, rejection: why, ours },
        ...stamped,
      })
      if ((daysFrom(today(till.network), businessDate) ?? 1) > 0) return refused(rejection('day_date_differs'))
      const day = dayOf(till, businessDate)
      const { gatewayRef } = stamped
      const outcome = await storage.execute(
        { type: 'close_day', id: stamps.commandId(), day, counted, gatewayRef },
        deadline,
      )
      if (outcome.kind === 'rejected') return refused(outcome.rejection)
      if (outcome.kind === 'day_differs') return refused(outcome.rejection, outcome.ours)
      if (!outcome.again) observe({ type: 'day_closed', till, businessDate })
      return { ok: true, closed: outcome.closed }
    },
  }
}

function dayOf({ network, outlet, till }: TillIdentity, businessDate: string): DayKey {
  return `${network}/${outlet}/${till}/${businessDate}` as DayKey
}
