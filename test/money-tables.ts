/**
 * What comes of money after it came, as tables that the tests run cell by cell: the ways of a refund's payout, and of a cash
 * receipt.
 */
import type { AttemptState } from '../src/core/attempt.ts'
import type { ReceiptState } from '../src/core/cash-receipt.ts'
import type { PayoutState } from '../src/core/refund.ts'
import { type Cell, cell } from './lifecycle-tables.ts'

/** The same of a key that a payout came under. */
export const PAYOUT_MOVES = [
  'pay out again, same body',
  'pay out again, other body',
  'claim under its key',
  'reverse',
] as const
export type PayoutMove = (typeof PAYOUT_MOVES)[number]
export type PayoutAttemptState = Exclude<AttemptState, 'authorising' | 'collected' | 'in_doubt' | 'cancelled'>

export const PAYOUT_ATTEMPTS: Readonly<Record<PayoutAttemptState, Readonly<Record<PayoutMove, Cell<AttemptState>>>>> = {
  paid_out: {
    'pay out again, same body': cell('paid out, again', [], 'paid_out'),
    'pay out again, other body': cell('no: key_conflict', [], 'paid_out'),
    'claim under its key': cell('no: key_conflict', [], 'paid_out'),
    reverse: cell('payout taken: reversed', ['payout_reversed'], 'reversed'),
  },
  refused: {
    'pay out again, same body': cell('not paid out: amount_differs, again', [], 'refused'),
    'pay out again, other body': cell('no: key_conflict', [], 'refused'),
    'claim under its key': cell('no: key_conflict', [], 'refused'),
    reverse: cell('payout taken: was_refused', [], 'refused'),
  },
  reversed: {
    'pay out again, same body': cell('not paid out: reversed_before, again', [], 'reversed'),
    'pay out again, other body': cell('no: key_conflict', [], 'reversed'),
    'claim under its key': cell('no: key_conflict', [], 'reversed'),
    reverse: cell('payout taken: reversed', [], 'reversed'),
  },
  tombstoned: {
    'pay out again, same body': cell('not paid out: reversed_before, again', [], 'tombstoned'),
    'pay out again, other body': cell('no: key_conflict', [], 'tombstoned'),
    'claim under its key': cell('no: key_conflict', [], 'tombstoned'),
    reverse: cell('taken: tombstoned', [], 'tombstoned'),
  },
}

/** Where the money of an accepted refund is. */
export type MoneyState =
  | 'waits for a bank'
  | 'waits on a slip'
  | 'transferred'
  | 'paid out at a till'
  | 'bank refused'
  | 'slip expired'
export const MONEY_MOVES = ['done', 'failed', 'to a bank', 'to a new slip', 'pay out', 'reverse', 'time'] as const
export type MoneyMove = (typeof MONEY_MOVES)[number]

/**
 * Payout x what is asked. `done`, `failed`: by the operator. `to ...`: rerouted. `pay out`: of the latest slip there was,
 * with a new key. `reverse`: of the payout at the till. `time`: the slip's deadline passes.
 */
export const PAYOUTS: Readonly<Record<MoneyState, Readonly<Record<MoneyMove, Cell<PayoutState>>>>> = {
  'waits for a bank': {
    done: cell('settled', ['paid_out'], 'paid_out'),
    failed: cell('settled', ['payout_failed'], 'failed'),
    'to a bank': cell('rerouted', ['rerouted'], 'pending'),
    'to a new slip': cell('rerouted', ['rerouted'], 'pending'),
    'pay out': cell('not paid out: number_unknown', [], 'pending'),
    reverse: cell('taken: tombstoned', [], 'pending'),
    time: cell('caught up', [], 'pending'),
  },
  'waits on a slip': {
    done: cell('no: slip_live', [], 'pending'),
    failed: cell('no: slip_live', [], 'pending'),
    'to a bank': cell('rerouted', ['rerouted'], 'pending'),
    'to a new slip': cell('rerouted', ['rerouted'], 'pending'),
    'pay out': cell('paid out', ['paid_out'], 'paid_out'),
    reverse: cell('taken: tombstoned', [], 'pending'),
    time: cell('caught up', ['slips_expired'], 'failed'),
  },
  transferred: {
    done: cell('no: payout_done', [], 'paid_out'),
    failed: cell('no: payout_done', [], 'paid_out'),
    'to a bank': cell('no: payout_done', [], 'paid_out'),
    'to a new slip': cell('no: payout_done', [], 'paid_out'),
    'pay out': cell('not paid out: number_unknown', [], 'paid_out'),
    reverse: cell('taken: tombstoned', [], 'paid_out'),
    time: cell('caught up', [], 'paid_out'),
  },
  'paid out at a till': {
    done: cell('no: payout_done', [], 'paid_out'),
    failed: cell('no: payout_done', [], 'paid_out'),
    'to a bank': cell('no: payout_done', [], 'paid_out'),
    'to a new slip': cell('no: payout_done', [], 'paid_out'),
    'pay out': cell('not paid out: slip_paid_out', [], 'paid_out'),
    reverse: cell('payout taken: reversed', ['payout_reversed'], 'pending'),
    time: cell('caught up', [], 'paid_out'),
  },
  'bank refused': {
    done: cell('settled', ['paid_out'], 'paid_out'),
    failed: cell('no: payout_failed', [], 'failed'),
    'to a bank': cell('rerouted', ['rerouted'], 'pending'),
    'to a new slip': cell('rerouted', ['rerouted'], 'pending'),
    'pay out': cell('not paid out: number_unknown', [], 'failed'),
    reverse: cell('taken: tombstoned', [], 'failed'),
    time: cell('caught up', [], 'failed'),
  },
  'slip expired': {
    done: cell('settled', ['paid_out'], 'paid_out'),
    failed: cell('no: payout_failed', [], 'failed'),
    'to a bank': cell('rerouted', ['rerouted'], 'pending'),
    'to a new slip': cell('rerouted', ['rerouted'], 'pending'),
    'pay out': cell('not paid out: slip_expired', [], 'failed'),
    reverse: cell('taken: tombstoned', [], 'failed'),
    time: cell('caught up', [], 'failed'),
  },
}

/** How sure the money of a collect is, on a network of two phases. */
export type Sureness = 'approved' | 'in doubt' | 'final'
export const SURENESS_MOVES = [
  'complete',
  'complete, other amount',
  'reverse',
  'cancel',
  'refund',
  'found collected',
  'found not collected',
  'time',
] as const
export type SurenessMove = (typeof SURENESS_MOVES)[number]

/** `found ...`: the operator's word, or a report's. `time`: that of its completion. `becomes`: undone where the money went back. */
export const SURENESSES: Readonly<Record<Sureness, Readonly<Record<SurenessMove, Cell<Sureness | 'undone'>>>>> = {
  approved: {
    complete: cell('completed', ['completed'], 'final'),
    'complete, other amount': cell('not completed: original_amount_differs', [], 'approved'),
    reverse: cell('taken: reversed', ['reversed'], 'undone'),
    cancel: cell('cancelled', ['cancelled'], 'undone'),
    refund: cell('no: not_final', [], 'approved'),
    'found collected': cell('no: not_in_doubt', [], 'approved'),
    'found not collected': cell('no: not_in_doubt', [], 'approved'),
    time: cell('caught up', ['doubted'], 'in doubt'),
  },
  'in doubt': {
    complete: cell('completed', ['completed'], 'final'),
    'complete, other amount': cell('not completed: original_amount_differs', [], 'in doubt'),
    reverse: cell('taken: reversed', ['reversed'], 'undone'),
    cancel: cell('cancelled', ['cancelled'], 'undone'),
    refund: cell('no: not_final', [], 'in doubt'),
    'found collected': cell('doubt resolved', ['completed'], 'final'),
    'found not collected': cell('doubt resolved', ['reversed'], 'undone'),
    time: cell('caught up', [], 'in doubt'),
  },
  final: {
    complete: cell('completed', [], 'final'),
    'complete, other amount': cell('not completed: original_amount_differs', [], 'final'),
    reverse: cell('taken: reversed', ['reversed'], 'undone'),
    cancel: cell('cancelled', ['cancelled'], 'undone'),
    refund: cell('refunded', ['refunded'], 'undone'),
    'found collected': cell('no: not_in_doubt', [], 'final'),
    'found not collected': cell('no: not_in_doubt', [], 'final'),
    time: cell('caught up', [], 'final'),
  },
}

/** What is asked about a receipt, what its issuer says of what is open, and the till's undoing of the money. */
export const RECEIPT_MOVES = [
  'ask',
  'cancel',
  'retry',
  'issuer: yes',
  'issuer: no',
  'reverse',
  'refund of a part',
] as const
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
    'refund of a part': cell('refunded', ['refunded'], 'none'),
  },
  issuing: {
    ask: cell('no: receipt_in_progress', [], 'issuing'),
    cancel: cell('no: receipt_in_progress', [], 'issuing'),
    retry: cell('its turn', ['receipt_retried'], 'issuing'),
    'issuer: yes': cell('receipt settled', ['receipt_issued'], 'issued'),
    'issuer: no': cell('receipt settled', ['receipt_failed'], 'failed'),
    reverse: cell('taken: reversed', ['reversed', 'receipt_cancel_asked'], 'issuing'),
    'refund of a part': cell('refunded', ['refunded', 'receipt_cancel_asked'], 'issuing'),
  },
  issued: {
    ask: cell('no: receipt_standing', [], 'issued'),
    cancel: cell('receipt cancel asked', ['receipt_cancel_asked'], 'cancelling'),
    retry: cell('its turn', ['receipt_retried'], 'issued'),
    'issuer: yes': cell('receipt settled', ['receipt_final'], 'issued'),
    'issuer: no': cell('receipt settled', ['receipt_failed'], 'failed'),
    reverse: cell('taken: reversed', ['reversed', 'receipt_cancel_asked'], 'cancelling'),
    'refund of a part': cell('refunded', ['refunded', 'receipt_cancel_asked'], 'cancelling'),
  },
  cancelling: {
    ask: cell('no: receipt_in_progress', [], 'cancelling'),
    cancel: cell('no: receipt_in_progress', [], 'cancelling'),
    retry: cell('its turn', ['receipt_retried'], 'cancelling'),
    'issuer: yes': cell('receipt settled', ['receipt_cancelled'], 'cancelled'),
    'issuer: no': cell('receipt settled', ['receipt_cancel_failed'], 'issued'),
    reverse: cell('taken: reversed', ['reversed', 'receipt_cancel_asked'], 'cancelling'),
    'refund of a part': cell('refunded', ['refunded'], 'cancelling'),
  },
  cancelled: {
    ask: cell('receipt asked', ['receipt_asked'], 'issuing'),
    cancel: cell('receipt cancel asked, again', [], 'cancelled'),
    retry: cell('nothing due', [], 'cancelled'),
    'issuer: yes': cell('receipt settled', [], 'cancelled'),
    'issuer: no': cell('receipt settled', [], 'cancelled'),
    reverse: cell('taken: reversed', ['reversed'], 'cancelled'),
    'refund of a part': cell('refunded', ['refunded'], 'cancelled'),
  },
  failed: {
    ask: cell('receipt asked', ['receipt_asked'], 'issuing'),
    cancel: cell('no: receipt_never_issued', [], 'failed'),
    retry: cell('nothing due', [], 'failed'),
    'issuer: yes': cell('receipt settled', [], 'failed'),
    'issuer: no': cell('receipt settled', [], 'failed'),
    reverse: cell('taken: reversed', ['reversed'], 'failed'),
    'refund of a part': cell('refunded', ['refunded'], 'failed'),
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
