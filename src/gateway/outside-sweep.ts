/**
 * Asks those outside about what is open and due: issuers about steps of receipts nobody has asked for yet, or whose answer
 * never came, or that the tax office has looked at by now; the bank about transfers. Beside the other sweep, for they may
 * take their time.
 */
import type { ExternalVerbs } from './external-receipts.ts'
import type { GatewayDeps } from './gateway.ts'
import type { Repeat } from './ports.ts'
import type { ReceiptVerbs } from './receipts.ts'
import type { TransferVerbs } from './transfers.ts'

const SWEEP_EVERY_MS = 1000
/** So many answers of each kind are waited for at once. */
const ASKED_AT_ONCE_MAX = 16

export interface OutsideSweeper {
  /** Everything that is due now. */
  sweep(): Promise<void>
  /** Sweeps again and again; returns the way to stop. */
  start(): () => Promise<void>
}

export interface OutsideVerbs {
  readonly receipts: Pick<ReceiptVerbs, 'askAgain'>
  readonly externalReceipts: Pick<ExternalVerbs, 'askAgain'>
  readonly transfers: Pick<TransferVerbs, 'askAgain'>
}

export function createOutsideSweeper({
  storage,
  receipts,
  externalReceipts,
  transfers,
  repeat,
}: Pick<GatewayDeps, 'storage'> & OutsideVerbs & { readonly repeat: Repeat }): OutsideSweeper {
  const sweep = async (): Promise<void> => {
    for (;;) {
      const [ofPayments, ofOrders, toTransfer] = await Promise.all([
        storage.payments.receiptsDue(ASKED_AT_ONCE_MAX),
        storage.externalReceipts.due(ASKED_AT_ONCE_MAX),
        storage.refunds.transfersDue(ASKED_AT_ONCE_MAX),
      ])
      const asked = await Promise.all([
        ...ofPayments.map((id) => receipts.askAgain(id)),
        ...ofOrders.map((external) => externalReceipts.askAgain(external)),
        ...toTransfer.map((key) => transfers.askAgain(key)),
      ])
      // Where others have the turn, the next one comes anyway.
      if (!asked.includes(true)) return
    }
  }
  return { sweep, start: () => repeat(SWEEP_EVERY_MS, sweep) }
}
