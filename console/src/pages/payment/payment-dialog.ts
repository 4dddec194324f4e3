import type { ConsolePayment } from '../../api.ts'

/** What every dialog that changes a payment is given. */
export interface PaymentDialogProps {
  /** As it stands now, also while one types. */
  readonly payment: ConsolePayment
  /** At how it stands now. */
  readonly look: () => void
  readonly onDone: (said: string) => void
  readonly onClose: () => void
}
