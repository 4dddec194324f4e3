/**
 * What an attempt is called by those who ask for it later: its id, which the merchant was told, the gateway's reference,
 * which is the payment's `pg_tid`, and the approval number on the customer's slip. No two of them look alike.
 */
import type { EventData } from './payment.ts'

/** Those that an event gave. */
export function attemptNames(data: EventData): readonly string[] {
  switch (data.type) {
    case 'claimed':
      return [data.request.attemptId, data.request.gatewayRef]
    case 'collected_late':
      return [data.request.attemptId, data.request.gatewayRef, data.approvalNo]
    case 'collected':
      return [data.approvalNo]
    case 'paid_out': {
      const { where } = data
      return where.kind === 'till' ? [where.request.attemptId, where.request.gatewayRef, where.approvalNo] : []
    }
    default:
      return []
  }
}
