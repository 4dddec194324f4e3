/**
 * The life of a payment as tables: what the tests of the core run cell by cell, and what docs/payment-lifecycle.md
 * prints. Every table is a record over the core's own names, so a new state, command, event or rule does not compile
 * until somebody has said what it means in every case.
 */
import type { AttemptState } from '../src/core/attempt.ts'
import type { CommandType, Verdict } from '../src/core/commands.ts'
import type { ExternalCommand } from '../src/core/external-commands.ts'
import type { ReissueRule } from '../src/core/merchant.ts'
import type { EventType, GivenBackCause, Payment, PaymentState } from '../src/core/payment.ts'
import { isGivenBack } from '../src/core/refund.ts'
import type { RefundCommand } from '../src/core/refund-commands.ts'
import type { ReportCommand } from '../src/core/report-commands.ts'
import { type Standing, standingOf } from '../src/core/standing.ts'
import type { V1Status } from '../src/core/v1-status.ts'

/** The answer in the words of a story, the events written, and the state afterwards. */
export interface Cell<State> {
  readonly answer: string
  readonly events: readonly EventType[]
  readonly becomes: State
}

export function cell<State>(answer: string, events: readonly EventType[], becomes: State): Cell<State> {
  return { answer, events, becomes }
}

/** The rows of a table, their names as narrow as the table's. */
export function rowsOf<Name extends string, Row>(
  table: Readonly<Record<Name, Row>>,
): readonly (readonly [Name, Row])[] {
  return Object.entries(table) as unknown as readonly (readonly [Name, Row])[]
}

/** A payment from which all was given back is `cancelled` as well; here it stands apart. */
export type LifeState = Standing | GivenBackCause
export function lifeState(payment: Payment): LifeState {
  return isGivenBack(payment) ? payment.cause : standingOf(payment)
}

/** What comes after a refund has a table of its own, and a receipt without a payment no place here. */
export type PaymentCommand = Exclude<
  CommandType,
  Exclude<RefundCommand['type'], 'refund'> | ExternalCommand['type'] | ReportCommand['type']
>

/**
 * How a payment stands x command. `issue`: a further number of the same order and amount, under the rule `allow`. `claim`: with
 * a new key. `settle`: the merchant's yes for the payment's latest attempt, which has lapsed but where the state says
 * otherwise. `reverse`: of that attempt. `lapse` and `expire`: when the claim's time, the number's time is over. `refund`:
 * of all that is left. `amend`: another amount. `suspend`: with the reason it is suspended for, where it is. No receipt was
 * ever asked for; where one was, `RECEIPTS` says more.
 */
export const TRANSITIONS: Readonly<Record<LifeState, Readonly<Record<PaymentCommand, Cell<LifeState>>>>> = {
  ready: {
    issue: cell('issued', ['issued'], 'ready'),
    revoke: cell('revoked', ['revoked'], 'cancelled'),
    amend: cell('amended', ['amended'], 'ready'),
    suspend: cell('suspended', ['suspended'], 'suspended'),
    resume: cell('resumed', [], 'ready'),
    inquire: cell('payable', ['inquired'], 'ready'),
    claim: cell('claimed', ['claimed'], 'authorising'),
    settle: cell('declined: merchant_unanswered, again', [], 'ready'),
    lapse: cell('caught up', [], 'ready'),
    reverse: cell('taken: was_refused', [], 'ready'),
    cancel: cell('not cancelled: original_not_found', [], 'ready'),
    complete: cell('not completed: original_not_found', [], 'ready'),
    resolve_doubt: cell('no: not_in_doubt', [], 'ready'),
    expire: cell('caught up', ['expired'], 'failed'),
    ask_receipt: cell('no: receipt_not_paid', [], 'ready'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'ready'),
    retry_receipt: cell('nothing due', [], 'ready'),
    settle_receipt: cell('receipt settled', [], 'ready'),
    refund: cell('no: not_paid', [], 'ready'),
  },
  suspended: {
    issue: cell('issued', ['issued'], 'suspended'),
    revoke: cell('revoked', ['revoked'], 'cancelled'),
    amend: cell('amended', ['amended'], 'suspended'),
    suspend: cell('suspended', [], 'suspended'),
    resume: cell('resumed', ['resumed'], 'ready'),
    inquire: cell('no: suspended', [], 'suspended'),
    claim: cell('declined: suspended', [], 'suspended'),
    settle: cell('declined: merchant_unanswered, again', [], 'suspended'),
    lapse: cell('caught up', [], 'suspended'),
    reverse: cell('taken: was_refused', [], 'suspended'),
    cancel: cell('not cancelled: original_not_found', [], 'suspended'),
    complete: cell('not completed: original_not_found', [], 'suspended'),
    resolve_doubt: cell('no: not_in_doubt', [], 'suspended'),
    expire: cell('caught up', ['expired'], 'failed'),
    ask_receipt: cell('no: receipt_not_paid', [], 'suspended'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'suspended'),
    retry_receipt: cell('nothing due', [], 'suspended'),
    settle_receipt: cell('receipt settled', [], 'suspended'),
    refund: cell('no: not_paid', [], 'suspended'),
  },
  authorising: {
    issue: cell('issued', ['issued'], 'authorising'),
    revoke: cell('no: in_progress', [], 'authorising'),
    amend: cell('no: in_progress', [], 'authorising'),
    suspend: cell('no: in_progress', [], 'authorising'),
    resume: cell('no: in_progress', [], 'authorising'),
    inquire: cell('no: in_progress', [], 'authorising'),
    claim: cell('declined: in_progress', [], 'authorising'),
    settle: cell('collected', ['collected'], 'paid'),
    lapse: cell('caught up', ['lapsed'], 'ready'),
    reverse: cell('taken: reversed', ['reversed'], 'ready'),
    cancel: cell('no: still_running', [], 'authorising'),
    complete: cell('no: still_running', [], 'authorising'),
    resolve_doubt: cell('no: not_in_doubt', [], 'authorising'),
    expire: cell('caught up', [], 'authorising'),
    ask_receipt: cell('no: receipt_not_paid', [], 'authorising'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'authorising'),
    retry_receipt: cell('nothing due', [], 'authorising'),
    settle_receipt: cell('receipt settled', [], 'authorising'),
    refund: cell('no: not_paid', [], 'authorising'),
  },
  paid: {
    issue: cell('no: order_paid', [], 'paid'),
    revoke: cell('no: already_paid', [], 'paid'),
    amend: cell('no: already_paid', [], 'paid'),
    suspend: cell('no: already_paid', [], 'paid'),
    resume: cell('no: already_paid', [], 'paid'),
    inquire: cell('no: already_paid', [], 'paid'),
    claim: cell('declined: already_paid', [], 'paid'),
    settle: cell('collected, again', [], 'paid'),
    lapse: cell('caught up', [], 'paid'),
    reverse: cell('taken: reversed', ['reversed'], 'ready'),
    cancel: cell('cancelled', ['cancelled'], 'cancelled_at_till'),
    complete: cell('completed', [], 'paid'),
    resolve_doubt: cell('no: not_in_doubt', [], 'paid'),
    expire: cell('caught up', [], 'paid'),
    ask_receipt: cell('receipt asked', ['receipt_asked'], 'paid'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'paid'),
    retry_receipt: cell('nothing due', [], 'paid'),
    settle_receipt: cell('receipt settled', [], 'paid'),
    refund: cell('refunded', ['refunded'], 'refunded'),
  },
  cancelled: {
    issue: cell('issued', ['issued'], 'cancelled'),
    revoke: cell('revoked', [], 'cancelled'),
    amend: cell('no: revoked', [], 'cancelled'),
    suspend: cell('no: revoked', [], 'cancelled'),
    resume: cell('no: revoked', [], 'cancelled'),
    inquire: cell('no: revoked', [], 'cancelled'),
    claim: cell('declined: revoked', [], 'cancelled'),
    settle: cell('declined: merchant_unanswered, again', [], 'cancelled'),
    lapse: cell('caught up', [], 'cancelled'),
    reverse: cell('taken: was_refused', [], 'cancelled'),
    cancel: cell('not cancelled: original_not_found', [], 'cancelled'),
    complete: cell('not completed: original_not_found', [], 'cancelled'),
    resolve_doubt: cell('no: not_in_doubt', [], 'cancelled'),
    expire: cell('caught up', [], 'cancelled'),
    ask_receipt: cell('no: receipt_not_paid', [], 'cancelled'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'cancelled'),
    retry_receipt: cell('nothing due', [], 'cancelled'),
    settle_receipt: cell('receipt settled', [], 'cancelled'),
    refund: cell('no: already_cancelled', [], 'cancelled'),
  },
  failed: {
    issue: cell('issued', ['issued'], 'failed'),
    revoke: cell('no: expired', [], 'failed'),
    amend: cell('no: expired', [], 'failed'),
    suspend: cell('no: expired', [], 'failed'),
    resume: cell('no: expired', [], 'failed'),
    inquire: cell('no: expired', [], 'failed'),
    claim: cell('declined: expired', [], 'failed'),
    settle: cell('declined: merchant_unanswered, again', [], 'failed'),
    lapse: cell('caught up', [], 'failed'),
    reverse: cell('taken: was_refused', [], 'failed'),
    cancel: cell('not cancelled: original_not_found', [], 'failed'),
    complete: cell('not completed: original_not_found', [], 'failed'),
    resolve_doubt: cell('no: not_in_doubt', [], 'failed'),
    expire: cell('caught up', [], 'failed'),
    ask_receipt: cell('no: receipt_not_paid', [], 'failed'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'failed'),
    retry_receipt: cell('nothing due', [], 'failed'),
    settle_receipt: cell('receipt settled', [], 'failed'),
    refund: cell('no: not_paid_in_time', [], 'failed'),
  },
  refunded: {
    issue: cell('no: order_paid', [], 'refunded'),
    revoke: cell('no: paid_and_refunded', [], 'refunded'),
    inquire: cell('no: already_paid', [], 'refunded'),
    amend: cell('no: paid_and_refunded', [], 'refunded'),
    suspend: cell('no: paid_and_refunded', [], 'refunded'),
    resume: cell('no: paid_and_refunded', [], 'refunded'),
    claim: cell('declined: already_paid', [], 'refunded'),
    settle: cell('collected, again', [], 'refunded'),
    lapse: cell('caught up', [], 'refunded'),
    reverse: cell('taken: closed', [], 'refunded'),
    cancel: cell('not cancelled: refunded_before', [], 'refunded'),
    complete: cell('completed', [], 'refunded'),
    resolve_doubt: cell('no: not_in_doubt', [], 'refunded'),
    expire: cell('caught up', [], 'refunded'),
    ask_receipt: cell('no: receipt_not_paid', [], 'refunded'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'refunded'),
    retry_receipt: cell('nothing due', [], 'refunded'),
    settle_receipt: cell('receipt settled', [], 'refunded'),
    refund: cell('no: already_cancelled', [], 'refunded'),
  },
  cancelled_at_till: {
    issue: cell('no: order_paid', [], 'cancelled_at_till'),
    revoke: cell('no: paid_and_refunded', [], 'cancelled_at_till'),
    inquire: cell('no: already_paid', [], 'cancelled_at_till'),
    amend: cell('no: paid_and_refunded', [], 'cancelled_at_till'),
    suspend: cell('no: paid_and_refunded', [], 'cancelled_at_till'),
    resume: cell('no: paid_and_refunded', [], 'cancelled_at_till'),
    claim: cell('declined: already_paid', [], 'cancelled_at_till'),
    settle: cell('declined: cancelled_before, again', [], 'cancelled_at_till'),
    lapse: cell('caught up', [], 'cancelled_at_till'),
    reverse: cell('taken: was_cancelled', [], 'cancelled_at_till'),
    cancel: cell('not cancelled: cancelled_before', [], 'cancelled_at_till'),
    complete: cell('not completed: cancelled_before', [], 'cancelled_at_till'),
    resolve_doubt: cell('no: not_in_doubt', [], 'cancelled_at_till'),
    expire: cell('caught up', [], 'cancelled_at_till'),
    ask_receipt: cell('no: receipt_not_paid', [], 'cancelled_at_till'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'cancelled_at_till'),
    retry_receipt: cell('nothing due', [], 'cancelled_at_till'),
    settle_receipt: cell('receipt settled', [], 'cancelled_at_till'),
    refund: cell('no: already_cancelled', [], 'cancelled_at_till'),
  },
}

/** What a till or the gateway does with a key that has an attempt. From `reverse` on it comes under a key of its own, not sent before. */
export const ATTEMPT_MOVES = [
  'claim again, same body',
  'claim again, other body',
  'settle',
  'reverse',
  'cancel',
  'complete',
] as const
export type AttemptMove = (typeof ATTEMPT_MOVES)[number]

/** Of a collect. */
export type CollectState = Exclude<AttemptState, 'paid_out'>

/** Attempt state x what comes next. `settle`: the merchant's yes. A fault is a broken invariant: it throws and writes nothing. */
export const ATTEMPTS: Readonly<Record<CollectState, Readonly<Record<AttemptMove, Cell<AttemptState>>>>> = {
  authorising: {
    'claim again, same body': cell('no: still_running', [], 'authorising'),
    'claim again, other body': cell('no: key_conflict', [], 'authorising'),
    settle: cell('collected', ['collected'], 'collected'),
    reverse: cell('taken: reversed', ['reversed'], 'reversed'),
    cancel: cell('no: still_running', [], 'authorising'),
    complete: cell('no: still_running', [], 'authorising'),
  },
  collected: {
    'claim again, same body': cell('collected, again', [], 'collected'),
    'claim again, other body': cell('no: key_conflict', [], 'collected'),
    settle: cell('collected, again', [], 'collected'),
    reverse: cell('taken: reversed', ['reversed'], 'reversed'),
    cancel: cell('cancelled', ['cancelled'], 'cancelled'),
    complete: cell('completed', [], 'collected'),
  },
  in_doubt: {
    'claim again, same body': cell('collected, again', [], 'in_doubt'),
    'claim again, other body': cell('no: key_conflict', [], 'in_doubt'),
    settle: cell('collected, again', [], 'in_doubt'),
    reverse: cell('taken: reversed', ['reversed'], 'reversed'),
    cancel: cell('cancelled', ['cancelled'], 'cancelled'),
    complete: cell('completed', ['completed'], 'collected'),
  },
  refused: {
    'claim again, same body': cell('declined: merchant_refused, again', [], 'refused'),
    'claim again, other body': cell('no: key_conflict', [], 'refused'),
    settle: cell('declined: merchant_refused, again', [], 'refused'),
    reverse: cell('taken: was_refused', [], 'refused'),
    cancel: cell('not cancelled: original_not_found', [], 'refused'),
    complete: cell('not completed: original_not_found', [], 'refused'),
  },
  reversed: {
    'claim again, same body': cell('declined: reversed_before, again', [], 'reversed'),
    'claim again, other body': cell('no: key_conflict', [], 'reversed'),
    settle: cell('declined: reversed_before, again', [], 'reversed'),
    reverse: cell('taken: reversed', [], 'reversed'),
    cancel: cell('not cancelled: reversed_before', [], 'reversed'),
    complete: cell('not completed: reversed_before', [], 'reversed'),
  },
  cancelled: {
    'claim again, same body': cell('declined: cancelled_before, again', [], 'cancelled'),
    'claim again, other body': cell('no: key_conflict', [], 'cancelled'),
    settle: cell('declined: cancelled_before, again', [], 'cancelled'),
    reverse: cell('taken: was_cancelled', [], 'cancelled'),
    cancel: cell('not cancelled: cancelled_before', [], 'cancelled'),
    complete: cell('not completed: cancelled_before', [], 'cancelled'),
  },
  tombstoned: {
    'claim again, same body': cell('declined: reversed_before, again', [], 'tombstoned'),
    'claim again, other body': cell('no: key_conflict', [], 'tombstoned'),
    settle: cell('fault', [], 'tombstoned'),
    reverse: cell('taken: tombstoned', [], 'tombstoned'),
    cancel: cell('not cancelled: reversed_before', [], 'tombstoned'),
    complete: cell('not completed: reversed_before', [], 'tombstoned'),
  },
}

/** What the merchant said x whether the till still waits when the settle's turn comes. */
export const SETTLES: Readonly<Record<Verdict['kind'], Readonly<Record<'in time' | 'too late', Cell<PaymentState>>>>> =
  {
    payable: {
      'in time': cell('collected', ['collected'], 'paid'),
      'too late': cell('declined: merchant_unanswered', ['refused'], 'ready'),
    },
    refused: {
      'in time': cell('declined: merchant_refused', ['refused'], 'ready'),
      'too late': cell('declined: merchant_refused', ['refused'], 'ready'),
    },
    unanswered: {
      'in time': cell('declined: merchant_unanswered', ['refused'], 'ready'),
      'too late': cell('declined: merchant_unanswered', ['refused'], 'ready'),
    },
  }

export const REISSUE_CASES = ['same amount', 'other amount', 'same amount, held', 'other amount, held'] as const
export type ReissueCase = (typeof REISSUE_CASES)[number]

/** The channel's rule x the older number of the order; `becomes` is what the older one is afterwards. */
export const REISSUES: Readonly<Record<ReissueRule, Readonly<Record<ReissueCase, Cell<PaymentState>>>>> = {
  allow: {
    'same amount': cell('issued', ['issued'], 'ready'),
    'other amount': cell('issued', ['revoked', 'issued'], 'cancelled'),
    'same amount, held': cell('issued', ['issued'], 'authorising'),
    'other amount, held': cell('no: order_in_progress', [], 'authorising'),
  },
  supersede: {
    'same amount': cell('issued', ['revoked', 'issued'], 'cancelled'),
    'other amount': cell('issued', ['revoked', 'issued'], 'cancelled'),
    'same amount, held': cell('no: order_in_progress', [], 'authorising'),
    'other amount, held': cell('no: order_in_progress', [], 'authorising'),
  },
  refuse: {
    'same amount': cell('no: order_live', [], 'ready'),
    'other amount': cell('no: order_live', [], 'ready'),
    'same amount, held': cell('no: order_live', [], 'authorising'),
    'other amount, held': cell('no: order_live', [], 'authorising'),
  },
}

export interface Hearing {
  /** The V1 status in the notice. */
  readonly status: V1Status
  /** Told under the setting `paid`, the usual one. */
  readonly usually: 'yes' | 'no' | 'when it had been paid' | 'when asked for' | 'where approvals are not told'
  /** Told under the setting `all`. */
  readonly all: 'yes' | 'no' | 'where approvals are not told'
}

/**
 * Of a refund of all that was paid; of a part the V1 status stays `paid`. `had been paid`: as far as the merchant was told. An
 * approval is told but where the network tells of completions.
 */
export const NOTICES: Readonly<Record<EventType, Hearing>> = {
  issued: { status: 'ready', usually: 'no', all: 'yes' },
  inquired: { status: 'ready', usually: 'no', all: 'no' },
  amended: { status: 'ready', usually: 'no', all: 'yes' },
  suspended: { status: 'ready', usually: 'no', all: 'yes' },
  resumed: { status: 'ready', usually: 'no', all: 'yes' },
  claimed: { status: 'ready', usually: 'no', all: 'no' },
  collected: { status: 'paid', usually: 'yes', all: 'yes' },
  collected_late: { status: 'paid', usually: 'yes', all: 'yes' },
  refused: { status: 'ready', usually: 'no', all: 'yes' },
  lapsed: { status: 'ready', usually: 'no', all: 'yes' },
  doubted: { status: 'paid', usually: 'no', all: 'no' },
  completed: { status: 'paid', usually: 'where approvals are not told', all: 'where approvals are not told' },
  reversed: { status: 'ready', usually: 'when it had been paid', all: 'yes' },
  cancelled: { status: 'cancelled', usually: 'when it had been paid', all: 'yes' },
  revoked: { status: 'cancelled', usually: 'no', all: 'yes' },
  expired: { status: 'failed', usually: 'no', all: 'yes' },
  receipt_asked: { status: 'paid', usually: 'no', all: 'no' },
  receipt_retried: { status: 'paid', usually: 'no', all: 'no' },
  receipt_issued: { status: 'paid', usually: 'no', all: 'no' },
  receipt_final: { status: 'paid', usually: 'no', all: 'no' },
  receipt_failed: { status: 'paid', usually: 'no', all: 'no' },
  receipt_cancel_asked: { status: 'paid', usually: 'no', all: 'no' },
  receipt_cancelled: { status: 'paid', usually: 'no', all: 'no' },
  receipt_cancel_failed: { status: 'paid', usually: 'no', all: 'no' },
  refunded: { status: 'cancelled', usually: 'when asked for', all: 'yes' },
  paid_out: { status: 'cancelled', usually: 'no', all: 'no' },
  payout_failed: { status: 'cancelled', usually: 'no', all: 'no' },
  slips_expired: { status: 'cancelled', usually: 'no', all: 'no' },
  rerouted: { status: 'cancelled', usually: 'no', all: 'no' },
  payout_reversed: { status: 'cancelled', usually: 'no', all: 'no' },
  transfer_asked: { status: 'cancelled', usually: 'no', all: 'no' },
  paid_after_all: { status: 'cancelled', usually: 'no', all: 'no' },
  transfer_ended: { status: 'cancelled', usually: 'no', all: 'no' },
}
