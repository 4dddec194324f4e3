/** What the memory keeper can be asked about cash receipts of cash that was taken elsewhere. */
import { receiptDueAt } from '../../core/cash-receipt.ts'
import { orderKey } from '../../core/order.ts'
import type { ExternalLooks, Reads } from '../reads.ts'
import type { Tables } from './tables.ts'

export function externalReads(tables: Tables): Pick<Reads, ExternalLooks> {
  const { externals, externalIdentifiers } = tables
  return {
    external: (merchantId, orderId) => externals.get(orderKey({ merchantId, orderId })),
    externalByToken: (token) => [...externals.values()].find((external) => external.token === token),
    externalsDue: (at, limit) =>
      open(tables)
        .filter(({ dueAt }) => dueAt <= at)
        .map(({ external }) => external)
        .slice(0, limit),
    nextExternalDueAt: () => open(tables)[0]?.dueAt ?? null,
    externalIdentifier: (merchantId, orderId) => externalIdentifiers.get(orderKey({ merchantId, orderId })),
  }
}

/** The earliest first. */
function open({ externals }: Tables) {
  return [...externals.values()]
    .flatMap((external) => {
      const dueAt = receiptDueAt(external.receipt)
      return dueAt === null ? [] : [{ external, dueAt }]
    })
    .sort((a, b) => a.dueAt - b.dueAt)
}
