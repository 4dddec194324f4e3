/** What a collection is given that no till asked for: the names and numbers that a till's collect would have. */
import type { Payment } from '../core/payment.ts'
import type { LateStamp } from '../core/report-commands.ts'
import type { GatewayDeps } from './gateway.ts'
import { isIssuedUnasked } from './receipts.ts'
import type { Stamps } from './stamps.ts'

export async function stampLate(
  { storage, issuer, stamps }: Pick<GatewayDeps, 'storage' | 'issuer'> & { readonly stamps: Stamps },
  payment: Payment,
): Promise<LateStamp> {
  const hasReceipt = issuer !== null && isIssuedUnasked(storage.directory.current(), payment)
  return {
    attemptId: stamps.attemptId(),
    gatewayRef: await stamps.gatewayRef(),
    approvalNo: await stamps.approvalNo(),
    receiptId: hasReceipt ? stamps.receiptId() : null,
  }
}
