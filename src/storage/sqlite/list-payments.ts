/**
 * A page of a merchant's payments, counted and read in one moment: the walks look at an index alone, and only the rows of
 * the page itself are read.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { Instant } from '../../core/brand.ts'
import type { Payment } from '../../core/payment.ts'
import { type Counts, pageOf, type Slice } from '../page-slices.ts'
import { whole, wholeOrNull } from '../rows/cells.ts'
import { paymentOf } from '../rows/payment-rows.ts'
import type { Row } from '../rows/row.ts'
import type { ListAsked, OutletAsked, PaymentList } from '../storage.ts'
import { one } from './load-rows.ts'
import type { ReadStatements } from './statements.ts'

export function createList(database: Pick<DatabaseSync, 'exec'>, statements: ReadStatements) {
  return (asked: ListAsked, at: Instant): PaymentList => {
    database.exec('begin')
    try {
      return list(statements, asked, at)
    } finally {
      database.exec('commit')
    }
  }
}

function list(statements: ReadStatements, asked: ListAsked, at: Instant): PaymentList {
  const { merchantId, from, to, status } = asked
  const counted = statements.countOfStatuses.get(merchantId, from, to, at, status) ?? {}
  const counts: Counts = {
    ready: whole(counted, 'ready'),
    paid: whole(counted, 'paid'),
    cancelled: whole(counted, 'cancelled'),
    failed: whole(counted, 'failed'),
  }
  const { total, slices, isAscending } = pageOf(asked, counts)
  const withinFrom = isUpToNow(statements, asked, at) ? from : NEVER
  const payments = slices
    .flatMap((slice) => rowsOf(statements, slice, asked, at, withinFrom))
    .map((row) => paymentAt(statements, whole(row, 'place')))
  return { total, payments: isAscending ? payments.reverse() : payments }
}

/** Nothing has happened to the merchant's payments after the time that is asked for, so that its end need not be looked at. */
function isUpToNow(statements: ReadStatements, { merchantId, to }: ListAsked, at: Instant): boolean {
  const newest = one(statements.newestUpdate, [merchantId], (row) => wholeOrNull(row, 'updated_at'))
  return to >= at && to >= (newest ?? 0)
}

const NEVER = Number.MAX_SAFE_INTEGER

function rowsOf(
  statements: ReadStatements,
  { walk, among, skip, take }: Slice,
  { merchantId, from, to }: ListAsked,
  at: Instant,
  withinFrom: number,
): readonly Row[] {
  if (walk === 'payment') return statements.placesByPayment.all(merchantId, from, to, take, skip)
  return statements[`${walk} ${among ?? 'any'}`].all(merchantId, from, to, at, withinFrom, take, skip)
}

export function listAtOutlet(
  statements: ReadStatements,
  { merchantId, outlet, from, to, after, limit }: OutletAsked,
  at: Instant,
): readonly Payment[] | undefined {
  const before = after === null ? [to, NEVER] : one(statements.issueOf, [merchantId, after], issueOf)
  if (before === undefined) return undefined
  return statements.placesAtOutlet
    .all(merchantId, from, to, at, outlet, ...before, limit)
    .map((row) => paymentAt(statements, whole(row, 'place')))
}

function issueOf(row: Row): readonly number[] {
  return [whole(row, 'issued_at'), whole(row, 'issued_seq')]
}

function paymentAt(statements: ReadStatements, place: number): Payment {
  const payment = one(statements.paymentAt, [place], paymentOf)
  if (payment === undefined) throw new Error('broken invariant: an index leads to no payment')
  return payment
}
