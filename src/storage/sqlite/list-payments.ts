/**
 * A page of a merchant's payments, counted and read in one moment: the walks look at an index alone, and only the rows of
 * the page itself are read.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { Instant } from '../../core/brand.ts'
import type { Payment } from '../../core/payment.ts'
import { type Counts, pageOf, type Slice } from '../page-slices.ts'
import { whole } from '../rows/cells.ts'
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
  const payments = slices
    .flatMap((slice) => rowsOf(statements, slice, asked, at))
    .map((row) => paymentAt(statements, whole(row, 'place')))
  return { total, payments: isAscending ? payments.reverse() : payments }
}

/** From the end of the walk that is nearer, where it is known where the other one is. */
function rowsOf(statements: ReadStatements, slice: Slice, asked: ListAsked, at: Instant): readonly Row[] {
  const { walk, among, skip, take, left } = slice
  const { merchantId, from, to } = asked
  const oldest = left < skip ? oldestEnd(statements, slice, asked, at) : undefined
  const direction = oldest === undefined ? 'down' : 'up'
  const name =
    walk === 'payment' ? (`payment ${direction}` as const) : (`${walk} ${direction} ${among ?? 'any'}` as const)
  const rows = statements[name].all(merchantId, from, to, at, oldest ?? 0, take, oldest === undefined ? skip : left)
  return oldest === undefined ? rows : rows.toReversed()
}

/**
 * A time before which nothing of the walk is, close enough to be worth it. Who came to his status in this time was
 * changed no earlier, and issued no earlier than by the longest that any of the merchant's payments took; but for those
 * whose time is over and whom no sweep has met yet.
 */
function oldestEnd(
  statements: ReadStatements,
  { walk, skip, left }: Slice,
  { merchantId, from }: ListAsked,
  at: Instant,
): number | undefined {
  if (walk === 'payment') return from
  if (statements.anyOverdue.get(at) !== undefined) return undefined
  if (walk === 'update') return from
  const longest = one(statements.longestLife, [merchantId], (row) => whole(row, 'ms')) ?? 0
  const isFar = statements.issuedBetween.get(merchantId, from - longest, from, skip - left - 1) !== undefined
  return isFar ? undefined : from - longest
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

const NEVER = Number.MAX_SAFE_INTEGER

function issueOf(row: Row): readonly number[] {
  return [whole(row, 'issued_at'), whole(row, 'issued_seq')]
}

function paymentAt(statements: ReadStatements, place: number): Payment {
  const payment = one(statements.paymentAt, [place], paymentOf)
  if (payment === undefined) throw new Error('broken invariant: an index leads to no payment')
  return payment
}
