/** What a till hears of its business day and of its shop's report files. */

import type { TillStamp } from '../gateway/gateway.ts'
import type { ReportView } from '../gateway/reports.ts'
import type { TillDayVerbs } from '../gateway/till-days.ts'
import type { Refusal } from '../wire/till.ts'
import { OK_WORDS } from '../wire/till-codes.ts'
import type { CloseReply, DrawerRefusal, OpenReply, ReportReply } from '../wire/till-day.ts'
import { presentTotals } from './day-messages.ts'
import { rejectionReply, seconds, yes } from './replies.ts'

export function reportReply({ report, progress }: ReportView, stamp: TillStamp): ReportReply {
  const { fileId, sha256, count, sum } = report
  const { state, counts, oursOnly } = progress
  return {
    ...yes(OK_WORDS.report_taken, stamp),
    ...{ file_id: fileId, sha256, state, count, sum },
    results: { ...counts, ours_only: oursOnly },
  }
}

type Answered<Verb extends keyof TillDayVerbs> = Awaited<ReturnType<TillDayVerbs[Verb]>>

export function openReply(opened: Answered<'open'>): OpenReply | Refusal {
  if (!opened.ok) return rejectionReply(opened.rejection, opened)
  const { day, openedAt } = opened.day
  return {
    ...yes(OK_WORDS.day_opened, opened),
    business_date: day.slice(day.lastIndexOf('/') + 1),
    opened_at: seconds(openedAt ?? 0),
  }
}

export function closeReply(closing: Answered<'close'>, businessDate: string): CloseReply | DrawerRefusal | Refusal {
  if (!closing.ok) {
    const refused = rejectionReply(closing.rejection, closing)
    return closing.ours === null ? refused : { ...refused, totals: presentTotals(closing.ours) }
  }
  const { at, totals } = closing.closed
  return {
    ...yes(OK_WORDS.day_closed, closing.closed),
    business_date: businessDate,
    closed_at: seconds(at),
    totals: presentTotals(totals),
  }
}
