/** How the writer's answers are put together, for commands and chores alike. */
import type { PaymentId } from '../../core/brand.ts'
import type { Delivery } from '../../core/delivery.ts'
import type { Payment } from '../../core/payment.ts'
import { type Committed, StorageFault, type StorageFaultKind } from '../storage.ts'
import type { Answer, BatchAnswer, TimeTold } from '../writes.ts'
import { DatabaseFault, FAULT_TOLD } from './faults.ts'

interface Refused {
  readonly ok: false
  readonly fault: StorageFaultKind | null
  readonly message: string
}

export function given<Value>(value: Value): Answer<Value> {
  return { ok: true, value }
}

export function refused(error: unknown): Refused {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof StorageFault) return { ok: false, fault: error.kind, message }
  return { ok: false, fault: error instanceof DatabaseFault ? FAULT_TOLD[error.meaning] : null, message }
}

export function committedOf(payments: readonly Payment[], deliveries: readonly Delivery[]): Committed | null {
  return payments.length === 0 && deliveries.length === 0 ? null : { payments, deliveries }
}

/** Of a payment that changed more than once, its last state; `time` where nothing was done. */
export function joined(answers: readonly BatchAnswer[], time: TimeTold): BatchAnswer {
  const committed = answers.flatMap((answer) => answer.committed ?? [])
  const payments = new Map<PaymentId, Payment>()
  for (const each of committed) for (const payment of each.payments) payments.set(payment.id, payment)
  return {
    commands: answers.flatMap(({ commands }) => commands),
    chores: answers.flatMap(({ chores }) => chores),
    committed: committedOf(
      [...payments.values()],
      committed.flatMap(({ deliveries }) => deliveries),
    ),
    time: answers.at(-1)?.time ?? time,
  }
}
