/**
 * A page of a merchant's payments, counted and read in one moment: the walks look at an index alone, and only the rows of
 * the page itself are read.
 */
import type { Instant, MerchantId, PaymentId } from '../../core/brand.ts'
import type { Payment } from '../../core/payment.ts'
import { type Counts, pageOf, type Slice } from '../page-slices.ts'
import { whole } from '../rows/cells.ts'
import { paymentOf } from '../rows/payment-rows.ts'
import type { Row } from '../rows/row.ts'
import type { ListAsked, OutletAsked, PaymentList } from '../storage.ts'
import type { Line, Lines } from './connections.ts'
import { STATEMENTS } from './statements.ts'

export function listPayments(lines: Lines, asked: ListAsked, at: Instant): Promise<PaymentList> {
  return lines.use(async (line) => {
    await line.run('begin transaction isolation level repeatable read read only')
    const list = await listOn(line, asked, at)
    await line.run('commit')
    return list
  })
}

async function listOn(line: Line, asked: ListAsked, at: Instant): Promise<PaymentList> {
  const { merchantId, from, to, status } = asked
  const [counted = {}] = await line.ask(STATEMENTS.countOfStatuses, [merchantId, from, to, at, status])
  const counts: Counts = {
    ready: whole(counted, 'ready'),
    paid: whole(counted, 'paid'),
    cancelled: whole(counted, 'cancelled'),
    failed: whole(counted, 'failed'),
  }
  const { total, slices, isAscending } = pageOf(asked, counts)
  const rows = await Promise.all(slices.map((slice) => rowsOf(line, slice, asked, at)))
  const payments = rows.flat().map(paymentOf)
  return { total, payments: isAscending ? payments.reverse() : payments }
}

function rowsOf(
  line: Line,
  { walk, among, skip, take }: Slice,
  { merchantId, from, to }: ListAsked,
  at: Instant,
): Promise<readonly Row[]> {
  switch (walk) {
    case 'payment':
      return line.ask(STATEMENTS.pageByPayment, [merchantId, from, to, take, skip])
    case 'issue':
      return line.ask(STATEMENTS.pageByIssue, [merchantId, from, to, at, among, take, skip])
    case 'update':
      return line.ask(STATEMENTS.pageByUpdate, [merchantId, from, to, at, among, take, skip])
  }
}

export function listAtOutlet(
  lines: Lines,
  { merchantId, outlet, from, to, after, limit }: OutletAsked,
  at: Instant,
): Promise<readonly Payment[] | undefined> {
  return lines.use(async (line) => {
    const before = after === null ? [to, NEVER] : await issueOf(line, merchantId, after)
    if (before === undefined) return undefined
    const rows = await line.ask(STATEMENTS.pageAtOutlet, [merchantId, from, to, at, outlet, ...before, limit])
    return rows.map(paymentOf)
  })
}

const NEVER = Number.MAX_SAFE_INTEGER

async function issueOf(line: Line, merchantId: MerchantId, id: PaymentId): Promise<readonly number[] | undefined> {
  const [row] = await line.ask(STATEMENTS.issueOf, [merchantId, id])
  return row && [whole(row, 'issued_at'), whole(row, 'issued_seq')]
}
