/** What may be asked about report files, about money in suspense and about a till's day, and what each is answered. */

import type { AttemptId, CommandId, PaymentId, ReceiptId, SuspenseId } from './brand.ts'
import type { Payment } from './payment.ts'
import type { Rejection } from './rejections.ts'
import type { ReportHead, ReportRow, ToldSale } from './report.ts'
import type { DeskRefusal, SuspenseEntry, ToldShop } from './suspense.ts'
import type { DayKey, DayTotals, TillDay } from './till-day.ts'

/** What a collection is given that no till asked for. */
export interface LateStamp {
  readonly attemptId: AttemptId
  readonly gatewayRef: string
  readonly approvalNo: string
  /** The receipt that is issued unasked where cash came; null: none is. */
  readonly receiptId: ReceiptId | null
}

export type HeadOfRow = Pick<ReportHead, 'id' | 'network' | 'date' | 'kind' | 'currency'>

/** One row of a file. */
export interface ReconcileRow {
  readonly type: 'reconcile_row'
  readonly id: CommandId
  readonly head: HeadOfRow
  readonly no: number
  readonly told: ToldSale
  readonly shop: ToldShop
  /** Of the entry, where the money finds no payment. */
  readonly suspenseId: SuspenseId
  /** Null: asked whether it is needed. */
  readonly late: LateStamp | null
}

/** The payment is named because it has to be locked before its entry is looked at. */
export interface PostSuspense {
  readonly type: 'post_suspense'
  readonly id: CommandId
  readonly entry: Pick<SuspenseEntry, 'id' | 'row' | 'network' | 'outlet' | 'date'>
  readonly paymentId: PaymentId
  readonly note: string | null
  readonly late: LateStamp
}

/** The operator says what became of the money, or that it waits and why. */
export interface SettleSuspense {
  readonly type: 'settle_suspense'
  readonly id: CommandId
  readonly suspenseId: SuspenseId
  readonly as: 'refunded' | 'held'
  readonly note: string
}

export interface OpenDay {
  readonly type: 'open_day'
  readonly id: CommandId
  readonly day: DayKey
}

export interface CloseDay {
  readonly type: 'close_day'
  readonly id: CommandId
  readonly day: DayKey
  readonly counted: DayTotals
  readonly gatewayRef: string
}

const OF_DAY: Readonly<Record<ReportCommand['type'], true>> = {
  reconcile_row: true,
  post_suspense: true,
  settle_suspense: true,
  open_day: true,
  close_day: true,
}

export function isReportCommand<C extends { readonly type: string }>(command: C): command is Extract<C, ReportCommand> {
  return Object.hasOwn(OF_DAY, command.type)
}

export type ReportCommand = ReconcileRow | PostSuspense | SettleSuspense | OpenDay | CloseDay

type Rejected = { readonly kind: 'rejected'; readonly rejection: Rejection }

type DeskRefused = { readonly kind: 'desk_refused'; readonly why: DeskRefusal }

export interface ReportOutcomes {
  readonly reconcile_row:
    | {
        readonly kind: 'reconciled'
        readonly row: ReportRow
        /** It was dealt with before. */
        readonly again: boolean
        /** What it changed; null: nothing. */
        readonly payment: Payment | null
        readonly entry: SuspenseEntry | null
      }
    /** Nothing is written: it needs a stamp. */
    | { readonly kind: 'payable_late'; readonly payment: Payment }
  readonly post_suspense:
    | { readonly kind: 'posted'; readonly entry: SuspenseEntry; readonly payment: Payment }
    | DeskRefused
  readonly settle_suspense: { readonly kind: 'suspense_settled'; readonly entry: SuspenseEntry } | DeskRefused
  readonly open_day: { readonly kind: 'day_opened'; readonly day: TillDay } | Rejected
  readonly close_day:
    | { readonly kind: 'day_closed'; readonly closed: NonNullable<TillDay['closed']>; readonly again: boolean }
    /** `ours`: for the clerk to find the difference. */
    | { readonly kind: 'day_differs'; readonly rejection: Rejection; readonly ours: DayTotals }
    | Rejected
}
