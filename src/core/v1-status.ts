/** The four statuses V1 knows of a payment; being paid is still `ready`, expired is `failed`. */
import type { PaymentState } from './payment.ts'

export type V1Status = 'ready' | 'paid' | 'cancelled' | 'failed'

export const V1_STATUS: Readonly<Record<PaymentState, V1Status>> = {
  ready: 'ready',
  authorising: 'ready',
  paid: 'paid',
  cancelled: 'cancelled',
  failed: 'failed',
}
