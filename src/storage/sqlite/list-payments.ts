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
import type { ListAsked, PaymentList } from '../storage.ts'
import type { SqlStatement } from './handle.ts'
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
  const walks: Readonly<Record<Slice['walk'], SqlStatement>> = {
    issue: statements.placesByIssue,
    update: statements.placesByUpdate,
    payment: statements.placesByPayment,
  }
  const payments = slices.flatMap(({ walk, among, skip, take }) =>
    walks[walk]
      .all(merchantId, from, to, at, among, take, skip)
      .map((row) => paymentAt(statements, whole(row, 'place'))),
  )
  return { total, payments: isAscending ? payments.reverse() : payments }
}

function paymentAt(statements: ReadStatements, place: number): Payment {
  const payment = one(statements.paymentAt, [place], paymentOf)
  if (payment === undefined) throw new Error('broken invariant: an index leads to no payment')
  return payment
}
