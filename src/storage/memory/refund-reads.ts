/** What the memory keeper can be asked about refunds: their payments hold them, so every look goes there. */
import type { Instant, MerchantId, PaymentId, RefundId } from '../../core/brand.ts'
import type { RefundOfPayment } from '../../core/changes.ts'
import { numberKey } from '../../core/facts.ts'
import type { Payment } from '../../core/payment.ts'
import { refundOf, slipsOver, transferDueAt } from '../../core/refund.ts'
import { refundAsOf } from '../../core/resolve.ts'
import type { RefundFilter } from '../money-reads.ts'
import type { Reads } from '../reads.ts'
import type { Tables } from './tables.ts'

export function refundReads(
  tables: Tables,
): Pick<
  Reads,
  'paymentBySlip' | 'slipsOver' | 'refund' | 'refunds' | 'transfersDue' | 'nextTransferDueAt' | 'account'
> {
  const { payments, slips, accounts } = tables
  return {
    paymentBySlip(network, number) {
      const id = slips.get(numberKey(network, number))
      return id === undefined ? undefined : payments.get(id)
    },
    slipsOver: (at, limit) =>
      [...payments.values()]
        .filter((payment) => slipsOver(payment, at).length > 0)
        .map(({ id }) => id)
        .slice(0, limit),
    refund: (merchantId, id) => refund(tables, merchantId, id),
    refunds: (merchantId, filter, after, limit, at) => refunds(tables, merchantId, filter, after, at).slice(0, limit),
    transfersDue: (at, limit) =>
      transfersOpen(tables)
        .filter(({ dueAt }) => dueAt <= at)
        .map(({ paymentId, refundId }) => ({ paymentId, refundId }))
        .slice(0, limit),
    nextTransferDueAt: () => transfersOpen(tables)[0]?.dueAt ?? null,
    account(merchantId, id) {
      const kept = accounts.get(id)
      return kept?.merchantId === merchantId ? kept.account : undefined
    },
  }
}

/** The earliest first. */
function transfersOpen({ payments }: Tables) {
  return [...payments.values()]
    .flatMap(({ id: paymentId, refunds: all }) =>
      all.flatMap((refund) => {
        const dueAt = transferDueAt(refund)
        return dueAt === null ? [] : [{ paymentId, refundId: refund.id, dueAt }]
      }),
    )
    .sort((a, b) => a.dueAt - b.dueAt)
}

function refund(tables: Tables, merchantId: MerchantId, id: RefundId): RefundOfPayment | undefined {
  const payment = paymentOf(tables, merchantId, tables.refunds.get(id))
  const found = payment && refundOf(payment, id)
  return payment === undefined || found === undefined ? undefined : { payment, refund: found }
}

function refunds(
  tables: Tables,
  merchantId: MerchantId,
  { state }: RefundFilter,
  after: RefundId | null,
  at: Instant,
): readonly RefundOfPayment[] {
  return [...tables.refunds.keys()]
    .filter((id) => after === null || id < after)
    .sort()
    .reverse()
    .flatMap((id) => refund(tables, merchantId, id) ?? [])
    .filter((each) => state === undefined || refundAsOf(each, at).refund.payout.state === state)
}

function paymentOf({ payments }: Tables, merchantId: MerchantId, id: PaymentId | undefined): Payment | undefined {
  const payment = id === undefined ? undefined : payments.get(id)
  return payment?.merchantId === merchantId ? payment : undefined
}
