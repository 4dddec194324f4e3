/**
 * The story as it happens, for the log of `npm start`, the sandbox and metrics. Nothing personal is in it.
 */

import type { ReversedOriginal, ReversedPayout, TillIdentity } from '../core/attempt.ts'
import type { ChannelKey, EndpointId, Instant, MerchantId, Money, PaymentId } from '../core/brand.ts'
import type { Verdict } from '../core/commands.ts'
import type { Delivery, TryResult } from '../core/delivery.ts'
import type { PauseCause } from '../core/endpoint-health.ts'
import type { Receipted } from '../core/external-receipt.ts'
import type { Channel, PayType } from '../core/merchant.ts'
import type { Payment } from '../core/payment.ts'
import type { Refund } from '../core/refund.ts'
import type { Errand } from '../core/registration.ts'
import type { Rejection } from '../core/rejections.ts'
import type { ReportHead, ReportProgress } from '../core/report.ts'
import type { SuspenseEntry } from '../core/suspense.ts'
import type { ResolveDoubt } from '../core/undo-commands.ts'

export type Happening =
  | { readonly type: 'issued'; readonly payment: Payment }
  | { readonly type: 'revoked'; readonly payment: Payment }
  | { readonly type: 'amended'; readonly payment: Payment }
  | { readonly type: 'suspended'; readonly payment: Payment; readonly reason: string | null }
  | { readonly type: 'resumed'; readonly payment: Payment }
  | { readonly type: 'inquired'; readonly payment: Payment; readonly merchant: string; readonly till: TillIdentity }
  | {
      readonly type: 'slip_shown'
      readonly payment: Payment
      readonly refund: Refund
      readonly merchant: string
      readonly till: TillIdentity
    }
  | { readonly type: 'refunded' | 'rerouted'; readonly payment: Payment; readonly refund: Refund }
  /** It is asked about again later. */
  | {
      readonly type: 'bank_unanswered'
      readonly payment: Payment
      readonly refund: Refund
      readonly dueAt: Instant
    }
  /** An order that was called failed here, or was replaced: the customer may have the money twice. */
  | { readonly type: 'bank_paid_after_all'; readonly payment: Payment; readonly refund: Refund }
  /** By hand or by the bank; `paid_out_at_till` is the other way. */
  | { readonly type: 'payout_settled'; readonly payment: Payment; readonly refund: Refund }
  | {
      readonly type: 'paid_out_at_till'
      readonly payment: Payment
      readonly till: TillIdentity
      readonly approvalNo: string
      readonly amount: Money
    }
  | {
      readonly type: 'payout_reversed'
      readonly till: TillIdentity
      readonly original: ReversedPayout
      readonly payment: Payment | null
    }
  | {
      readonly type: 'asked'
      readonly payment: Payment
      readonly verdict: Verdict
      readonly latencyMs: number
      readonly detail: string
      /** Nobody was asked. */
      readonly notAsked?: true
    }
  /** Its server is silent: for a while nobody waits for it, so that it holds no tills. */
  | { readonly type: 'breaker_opened'; readonly merchantId: MerchantId }
  /** It answers again. */
  | { readonly type: 'breaker_closed'; readonly merchantId: MerchantId }
  | {
      readonly type: 'collected'
      readonly payment: Payment
      readonly till: TillIdentity
      readonly approvalNo: string
      readonly payType: PayType
      readonly tookMs: number
    }
  | {
      readonly type: 'declined'
      readonly at: 'inquiry' | 'collect' | 'payout' | 'cancel' | 'complete'
      readonly till: TillIdentity
      readonly rejection: Rejection
      readonly payment: Payment | null
    }
  /** It asked for unknown numbers again and again: for a while it is told of none. */
  | { readonly type: 'inquiries_locked'; readonly till: TillIdentity }
  | {
      readonly type: 'reversed'
      readonly till: TillIdentity
      readonly original: ReversedOriginal
      readonly payment: Payment | null
    }
  /** The claim is durable, its end is not; it lapses unless the till reverses first. */
  | { readonly type: 'unsettled'; readonly payment: Payment; readonly till: TillIdentity; readonly cause: string }
  | { readonly type: 'lapsed'; readonly payment: Payment }
  | DayHappening
  | { readonly type: 'expired'; readonly payment: Payment }
  | ReceiptHappening
  | UndoHappening
  | PgHappening
  /** A merchant's URL leads where the operator's settings do not; `openedBy`: the range that would. */
  | {
      readonly type: 'not_called'
      readonly host: string
      readonly words: { readonly ko: string; readonly en: string }
      readonly openedBy: string
    }
  /** What the operator should have been told and was not. */
  | {
      readonly type: 'alarm_unsent'
      readonly words: { readonly ko: string; readonly en: string }
      readonly why: { readonly ko: string; readonly en: string }
    }
  | {
      readonly type: 'told'
      readonly delivery: Delivery
      readonly result: TryResult
      readonly latencyMs: number
      readonly detail: { readonly ko: string; readonly en: string }
      readonly endpointBecame: Exclude<PauseCause, 'by_hand'> | 'resumed' | null
    }
  /** Notices to it wait until it is back, or until somebody resumes it. */
  | {
      readonly type: 'endpoint_paused'
      readonly merchantId: MerchantId
      readonly endpoint: EndpointId
      readonly cause: Exclude<PauseCause, 'by_hand'>
      /** What resumes it, as it is typed. */
      readonly resume: string
    }
  /** It came back by itself. */
  | { readonly type: 'endpoint_resumed'; readonly merchantId: MerchantId; readonly endpoint: EndpointId }

/** What report files and the end of a till's day bring. */
export type DayHappening =
  /** By a report file, or by the desk. */
  | { readonly type: 'collected_late'; readonly payment: Payment }
  | { readonly type: 'undone_at_store'; readonly payment: Payment }
  /** Money came to the desk, or something was done about it. */
  | { readonly type: 'at_desk'; readonly entry: SuspenseEntry }
  | { readonly type: 'report_ended'; readonly report: ReportHead; readonly progress: ReportProgress }
  | { readonly type: 'day_opened' | 'day_closed'; readonly till: TillIdentity; readonly businessDate: string }

export type UndoHappening =
  /** `approvalNo`: of the collect. */
  | {
      readonly type: 'cancelled_at_till'
      readonly payment: Payment
      readonly till: TillIdentity
      readonly approvalNo: string
    }
  | { readonly type: 'completed'; readonly payment: Payment; readonly till: TillIdentity }
  /** Its completion did not come in time: somebody must look. */
  | { readonly type: 'in_doubt'; readonly payment: Payment }
  | { readonly type: 'doubt_resolved'; readonly payment: Payment; readonly found: ResolveDoubt['found'] }

export type PgHappening =
  /** A PG was asked for a number and none was issued. */
  | { readonly type: 'pg_no_number'; readonly channel: Channel; readonly paymentId: PaymentId; readonly detail: string }
  /** It knows now what it had to hear. */
  | { readonly type: 'pg_told'; readonly paymentId: PaymentId; readonly errand: Exclude<Errand, null> }
  /** It was told too often, and does not know yet. */
  | {
      readonly type: 'pg_untold'
      readonly paymentId: PaymentId
      readonly channelKey: ChannelKey
      readonly errand: Exclude<Errand, null>
      readonly tries: number
      readonly detail: string
    }
  /** It is silent: for a while nobody waits for it. */
  | { readonly type: 'pg_silent'; readonly channelKey: ChannelKey }
  /** It answers again. */
  | { readonly type: 'pg_answers'; readonly channelKey: ChannelKey }

export type ReceiptHappening =
  | { readonly type: 'receipt_issued'; readonly of: Receipted }
  | { readonly type: 'receipt_cancelled'; readonly of: Receipted }
  /** `stands`: it could not be cancelled. */
  | { readonly type: 'receipt_failed'; readonly of: Receipted; readonly reason: string; readonly stands: boolean }
  /** Asked again later. */
  | { readonly type: 'receipt_unanswered'; readonly of: Receipted; readonly dueAt: Instant }
