/**
 * What report files and the desk mean in every case, as tables: run cell by cell by the core's tests, and printed by
 * docs/payment-lifecycle.md.
 */
import type { SuspenseState } from '../src/core/suspense.ts'
import { type Cell, cell, type LifeState } from './lifecycle-tables.ts'

/**
 * Rows of a payment's number. `taken`: under a key that no till told us of. `undone`: of its latest attempt, which was never
 * collected but where it is paid.
 */
export const ROW_MOVES = ['taken', 'undone'] as const
export type RowMove = (typeof ROW_MOVES)[number]

export const REPORTED: Readonly<Record<LifeState, Readonly<Record<RowMove, Cell<LifeState>>>>> = {
  ready: {
    taken: cell('theirs_only', ['collected_late'], 'paid'),
    undone: cell('matched', [], 'ready'),
  },
  suspended: {
    taken: cell('theirs_only, to the desk: suspended', [], 'suspended'),
    undone: cell('matched', [], 'suspended'),
  },
  authorising: {
    taken: cell('theirs_only, to the desk: in_progress', [], 'authorising'),
    undone: cell('theirs_only', [], 'authorising'),
  },
  paid: {
    taken: cell('theirs_only, to the desk: already_paid', [], 'paid'),
    undone: cell('matched', ['reversed'], 'ready'),
  },
  cancelled: {
    taken: cell('theirs_only, to the desk: revoked', [], 'cancelled'),
    undone: cell('matched', [], 'cancelled'),
  },
  failed: {
    taken: cell('theirs_only', ['collected_late'], 'paid'),
    undone: cell('matched', [], 'failed'),
  },
  cancelled_at_till: {
    taken: cell('theirs_only, to the desk: already_paid', [], 'cancelled_at_till'),
    undone: cell('matched, to the desk: undone_late', [], 'cancelled_at_till'),
  },
  refunded: {
    taken: cell('theirs_only, to the desk: already_paid', [], 'refunded'),
    undone: cell('matched, to the desk: undone_late', [], 'refunded'),
  },
}

/** `posted`: to a payment that is payable by then. `undone`: by a later row of the same sale. */
export const DESK_MOVES = ['posted', 'refunded', 'held', 'undone'] as const
export type DeskMove = (typeof DESK_MOVES)[number]

export const DESK: Readonly<Record<SuspenseState, Readonly<Record<DeskMove, Cell<SuspenseState>>>>> = {
  open: {
    posted: cell('posted', ['collected_late'], 'posted'),
    refunded: cell('suspense settled', [], 'refunded'),
    held: cell('suspense settled', [], 'held'),
    undone: cell('theirs_only, withdrawn', [], 'withdrawn'),
  },
  held: {
    posted: cell('posted', ['collected_late'], 'posted'),
    refunded: cell('suspense settled', [], 'refunded'),
    held: cell('suspense settled', [], 'held'),
    undone: cell('theirs_only, withdrawn', [], 'withdrawn'),
  },
  posted: {
    posted: cell('no: settled', [], 'posted'),
    refunded: cell('no: settled', [], 'posted'),
    held: cell('no: settled', [], 'posted'),
    undone: cell('theirs_only', ['reversed'], 'posted'),
  },
  refunded: {
    posted: cell('no: settled', [], 'refunded'),
    refunded: cell('no: settled', [], 'refunded'),
    held: cell('no: settled', [], 'refunded'),
    undone: cell('theirs_only, to the desk: undone_late', [], 'refunded'),
  },
  withdrawn: {
    posted: cell('no: settled', [], 'withdrawn'),
    refunded: cell('no: settled', [], 'withdrawn'),
    held: cell('no: settled', [], 'withdrawn'),
    undone: cell('duplicate', [], 'withdrawn'),
  },
}
