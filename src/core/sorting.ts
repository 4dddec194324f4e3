/**
 * In which order a merchant's payments are listed, and since when each has the status it has: one rule for every keeper,
 * so that a list and a single look-up never disagree about which comes first.
 */
import type { Instant } from './brand.ts'
import type { Payment } from './payment.ts'

export type Sorting = '-started' | 'started' | '-paid' | 'paid' | '-updated' | 'updated'

/** What a search by time compares: the issue of a ready payment, the end of one that has ended. */
export function statusSince(payment: Payment): Instant {
  switch (payment.state) {
    case 'ready':
    case 'authorising':
      return payment.issuedAt
    case 'paid':
      return payment.paidAt
    case 'cancelled':
      return payment.cancelledAt
    case 'failed':
      return payment.failedAt
  }
}

/** Of the same moment the later issue comes first; an ascending order is the descending one backwards. */
export function inOrder(newestIssueFirst: readonly Payment[], sorting: Sorting): readonly Payment[] {
  const { timeOf, isAscending } = SORTINGS[sorting]
  const descending = newestIssueFirst.toSorted((a, b) => timeOf(b) - timeOf(a))
  return isAscending ? descending.reverse() : descending
}

const startedAt = ({ issuedAt }: Payment): number => issuedAt
/** What is not paid comes after all that is. */
const paidAt = (payment: Payment): number => (payment.state === 'paid' ? payment.paidAt : 0)
const updatedAt = ({ updatedAt }: Payment): number => updatedAt

const SORTINGS: Readonly<
  Record<Sorting, { readonly timeOf: (payment: Payment) => number; readonly isAscending: boolean }>
> = {
  '-started': { timeOf: startedAt, isAscending: false },
  started: { timeOf: startedAt, isAscending: true },
  '-paid': { timeOf: paidAt, isAscending: false },
  paid: { timeOf: paidAt, isAscending: true },
  '-updated': { timeOf: updatedAt, isAscending: false },
  updated: { timeOf: updatedAt, isAscending: true },
}
