/**
 * The life of a payment as tables: what the tests of the core run cell by cell, and what docs/payment-lifecycle.md
 * prints. Every table is a record over the core's own names, so a new state, command, event or rule does not compile
 * until somebody has said what it means in every case.
 */
import type { AttemptState } from '../src/core/attempt.ts'
import type { ReceiptState } from '../src/core/cash-receipt.ts'
import type { CommandType, Verdict } from '../src/core/commands.ts'
import type { ReissueRule } from '../src/core/merchant.ts'
import type { EventType, PaymentState } from '../src/core/payment.ts'
import type { Standing } from '../src/core/standing.ts'
import type { V1Status } from '../src/core/v1-status.ts'

/** The answer in the words of a story, the events written, and the state afterwards. */
export interface Cell<State> {
  readonly answer: string
  readonly events: readonly EventType[]
  readonly becomes: State
}

function cell<State>(answer: string, events: readonly EventType[], becomes: State): Cell<State> {
  return { answer, events, becomes }
}

/** The rows of a table, their names as narrow as the table's. */
export function rowsOf<Name extends string, Row>(
  table: Readonly<Record<Name, Row>>,
): readonly (readonly [Name, Row])[] {
  return Object.entries(table) as unknown as readonly (readonly [Name, Row])[]
}

/**
 * How a payment stands x command. `issue`: a further number of the same order and amount, under the rule `allow`. `claim`: with
 * a new key. `settle`: the merchant's yes for the payment's latest attempt, which has lapsed but where the state says
 * otherwise. `reverse`: of that attempt. `lapse` and `expire`: when the claim's time, the number's time is over.
 * `amend`: another amount. `suspend`: with the reason it is suspended for, where it is. No receipt was ever asked for;
 * where one was, `RECEIPTS` says more.
 */
export const TRANSITIONS: Readonly<Record<Standing, Readonly<Record<CommandType, Cell<Standing>>>>> = {
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
    expire: cell('caught up', ['expired'], 'failed'),
    ask_receipt: cell('no: receipt_not_paid', [], 'ready'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'ready'),
    retry_receipt: cell('nothing due', [], 'ready'),
    settle_receipt: cell('receipt settled', [], 'ready'),
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
    expire: cell('caught up', ['expired'], 'failed'),
    ask_receipt: cell('no: receipt_not_paid', [], 'suspended'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'suspended'),
    retry_receipt: cell('nothing due', [], 'suspended'),
    settle_receipt: cell('receipt settled', [], 'suspended'),
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
    expire: cell('caught up', [], 'authorising'),
    ask_receipt: cell('no: receipt_not_paid', [], 'authorising'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'authorising'),
    retry_receipt: cell('nothing due', [], 'authorising'),
    settle_receipt: cell('receipt settled', [], 'authorising'),
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
    expire: cell('caught up', [], 'paid'),
    ask_receipt: cell('receipt asked', ['receipt_asked'], 'paid'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'paid'),
    retry_receipt: cell('nothing due', [], 'paid'),
    settle_receipt: cell('receipt settled', [], 'paid'),
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
    expire: cell('caught up', [], 'cancelled'),
    ask_receipt: cell('no: receipt_not_paid', [], 'cancelled'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'cancelled'),
    retry_receipt: cell('nothing due', [], 'cancelled'),
    settle_receipt: cell('receipt settled', [], 'cancelled'),
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
    expire: cell('caught up', [], 'failed'),
    ask_receipt: cell('no: receipt_not_paid', [], 'failed'),
    cancel_receipt: cell('no: receipt_never_issued', [], 'failed'),
    retry_receipt: cell('nothing due', [], 'failed'),
    settle_receipt: cell('receipt settled', [], 'failed'),
  },
}

/** What a till or the gateway does with a key that has an attempt. `reverse` comes under a key of its own, not sent before. */
export const ATTEMPT_MOVES = ['claim again, same body', 'claim again, other body', 'settle', 'reverse'] as const
export type AttemptMove = (typeof ATTEMPT_MOVES)[number]

/** Attempt state x what comes next. `settle`: the merchant's yes. A fault is a broken invariant: it throws and writes nothing. */
export const ATTEMPTS: Readonly<Record<AttemptState, Readonly<Record<AttemptMove, Cell<AttemptState>>>>> = {
  authorising: {
    'claim again, same body': cell('no: still_running', [], 'authorising'),
    'claim again, other body': cell('no: key_conflict', [], 'authorising'),
    settle: cell('collected', ['collected'], 'collected'),
    reverse: cell('taken: reversed', ['reversed'], 'reversed'),
  },
  collected: {
    'claim again, same body': cell('collected, again', [], 'collected'),
    'claim again, other body': cell('no: key_conflict', [], 'collected'),
    settle: cell('collected, again', [], 'collected'),
    reverse: cell('taken: reversed', ['reversed'], 'reversed'),
  },
  refused: {
    'claim again, same body': cell('declined: merchant_refused, again', [], 'refused'),
    'claim again, other body': cell('no: key_conflict', [], 'refused'),
    settle: cell('declined: merchant_refused, again', [], 'refused'),
    reverse: cell('taken: was_refused', [], 'refused'),
  },
  reversed: {
    'claim again, same body': cell('declined: reversed_before, again', [], 'reversed'),
    'claim again, other body': cell('no: key_conflict', [], 'reversed'),
    settle: cell('declined: reversed_before, again', [], 'reversed'),
    reverse: cell('taken: reversed', [], 'reversed'),
  },
  tombstoned: {
    'claim again, same body': cell('declined: reversed_before, again', [], 'tombstoned'),
    'claim again, other body': cell('no: key_conflict', [], 'tombstoned'),
    settle: cell('fault', [], 'tombstoned'),
    reverse: cell('taken: tombstoned', [], 'tombstoned'),
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

/** What is asked about a receipt, what its issuer says of what is open, and the till's undoing of the money. */
export const RECEIPT_MOVES = ['ask', 'cancel', 'retry', 'issuer: yes', 'issuer: no', 'reverse'] as const
export type ReceiptMove = (typeof RECEIPT_MOVES)[number]
export type ReceiptCase = ReceiptState | 'none'

/** Receipt state x what comes next, of a payment that is paid in cash. `issued`: not final. `retry`: when it is due. */
export const RECEIPTS: Readonly<Record<ReceiptCase, Readonly<Record<ReceiptMove, Cell<ReceiptCase>>>>> = {
  none: {
    ask: cell('receipt asked', ['receipt_asked'], 'issuing'),
    cancel: cell('no: receipt_never_issued', [], 'none'),
    retry: cell('nothing due', [], 'none'),
    'issuer: yes': cell('receipt settled', [], 'none'),
    'issuer: no': cell('receipt settled', [], 'none'),
    reverse: cell('taken: reversed', ['reversed'], 'none'),
  },
  issuing: {
    ask: cell('no: receipt_in_progress', [], 'issuing'),
    cancel: cell('no: receipt_in_progress', [], 'issuing'),
    retry: cell('its turn', ['receipt_retried'], 'issuing'),
    'issuer: yes': cell('receipt settled', ['receipt_issued'], 'issued'),
    'issuer: no': cell('receipt settled', ['receipt_failed'], 'failed'),
    reverse: cell('taken: reversed', ['reversed', 'receipt_cancel_asked'], 'issuing'),
  },
  issued: {
    ask: cell('no: receipt_standing', [], 'issued'),
    cancel: cell('receipt cancel asked', ['receipt_cancel_asked'], 'cancelling'),
    retry: cell('its turn', ['receipt_retried'], 'issued'),
    'issuer: yes': cell('receipt settled', ['receipt_final'], 'issued'),
    'issuer: no': cell('receipt settled', ['receipt_failed'], 'failed'),
    reverse: cell('taken: reversed', ['reversed', 'receipt_cancel_asked'], 'cancelling'),
  },
  cancelling: {
    ask: cell('no: receipt_in_progress', [], 'cancelling'),
    cancel: cell('no: receipt_in_progress', [], 'cancelling'),
    retry: cell('its turn', ['receipt_retried'], 'cancelling'),
    'issuer: yes': cell('receipt settled', ['receipt_cancelled'], 'cancelled'),
    'issuer: no': cell('receipt settled', ['receipt_cancel_failed'], 'issued'),
    reverse: cell('taken: reversed', ['reversed', 'receipt_cancel_asked'], 'cancelling'),
  },
  cancelled: {
    ask: cell('receipt asked', ['receipt_asked'], 'issuing'),
    cancel: cell('receipt cancel asked, again', [], 'cancelled'),
    retry: cell('nothing due', [], 'cancelled'),
    'issuer: yes': cell('receipt settled', [], 'cancelled'),
    'issuer: no': cell('receipt settled', [], 'cancelled'),
    reverse: cell('taken: reversed', ['reversed'], 'cancelled'),
  },
  failed: {
    ask: cell('receipt asked', ['receipt_asked'], 'issuing'),
    cancel: cell('no: receipt_never_issued', [], 'failed'),
    retry: cell('nothing due', [], 'failed'),
    'issuer: yes': cell('receipt settled', [], 'failed'),
    'issuer: no': cell('receipt settled', [], 'failed'),
    reverse: cell('taken: reversed', ['reversed'], 'failed'),
  },
}

export const UNDONE_MOVES = ['ask', 'cancel', 'retry', 'issuer: yes', 'issuer: no', 'amend', 'resume'] as const
export type UndoneMove = (typeof UNDONE_MOVES)[number]

/**
 * Receipt state x what comes next, of a payment whose collect was undone while its receipt was under way, and which is
 * suspended. But for `resume` it stays so.
 */
export const RECEIPTS_UNDONE: Readonly<
  Record<'issuing' | 'cancelling', Readonly<Record<UndoneMove, Cell<ReceiptState>>>>
> = {
  issuing: {
    ask: cell('no: receipt_not_paid', [], 'issuing'),
    cancel: cell('no: receipt_in_progress', [], 'issuing'),
    retry: cell('its turn', ['receipt_retried'], 'issuing'),
    'issuer: yes': cell('receipt settled', ['receipt_issued', 'receipt_cancel_asked'], 'cancelling'),
    'issuer: no': cell('receipt settled', ['receipt_failed'], 'failed'),
    amend: cell('amended', ['amended'], 'issuing'),
    resume: cell('resumed', ['resumed'], 'issuing'),
  },
  cancelling: {
    ask: cell('no: receipt_not_paid', [], 'cancelling'),
    cancel: cell('no: receipt_in_progress', [], 'cancelling'),
    retry: cell('its turn', ['receipt_retried'], 'cancelling'),
    'issuer: yes': cell('receipt settled', ['receipt_cancelled'], 'cancelled'),
    'issuer: no': cell('receipt settled', ['receipt_cancel_failed'], 'issued'),
    amend: cell('amended', ['amended'], 'cancelling'),
    resume: cell('resumed', ['resumed'], 'cancelling'),
  },
}

export interface Hearing {
  /** The V1 status in the notice. */
  readonly status: V1Status
  /** Told under the setting `paid`, the usual one. */
  readonly usually: 'yes' | 'no' | 'when it had been paid'
  /** Told under the setting `all`. */
  readonly all: 'yes' | 'no'
}

export const NOTICES: Readonly<Record<EventType, Hearing>> = {
  issued: { status: 'ready', usually: 'no', all: 'yes' },
  inquired: { status: 'ready', usually: 'no', all: 'no' },
  amended: { status: 'ready', usually: 'no', all: 'yes' },
  suspended: { status: 'ready', usually: 'no', all: 'yes' },
  resumed: { status: 'ready', usually: 'no', all: 'yes' },
  claimed: { status: 'ready', usually: 'no', all: 'no' },
  collected: { status: 'paid', usually: 'yes', all: 'yes' },
  refused: { status: 'ready', usually: 'no', all: 'yes' },
  lapsed: { status: 'ready', usually: 'no', all: 'yes' },
  reversed: { status: 'ready', usually: 'when it had been paid', all: 'yes' },
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
}
