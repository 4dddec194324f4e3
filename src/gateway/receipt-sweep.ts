/**
 * Asks the issuers of cash receipts about what is open and due: steps nobody has asked for yet, steps whose answer never
 * came, receipts the tax office has looked at by now. Beside the other sweep, for an issuer may take its time.
 */

import type { ExternalVerbs } from './external-receipts.ts'
import type { GatewayDeps } from './gateway.ts'
import type { Repeat } from './ports.ts'
import type { ReceiptVerbs } from './receipts.ts'

const SWEEP_EVERY_MS = 1000
/** So many issuers' answers are waited for at once. */
const ASKED_AT_ONCE_MAX = 16

export interface ReceiptSweeper {
  /** Everything that is due now. */
  sweep(): Promise<void>
  /** Sweeps again and again; returns the way to stop. */
  start(): () => Promise<void>
}

export function createReceiptSweeper({
  storage,
  receipts,
  externalReceipts,
  repeat,
}: Pick<GatewayDeps, 'storage'> & {
  readonly receipts: Pick<ReceiptVerbs, 'askAgain'>
  readonly externalReceipts: Pick<ExternalVerbs, 'askAgain'>
  readonly repeat: Repeat
}): ReceiptSweeper {
  const sweep = async (): Promise<void> => {
    for (;;) {
      const [due, external] = await Promise.all([
        storage.payments.receiptsDue(ASKED_AT_ONCE_MAX),
        storage.externalReceipts.due(ASKED_AT_ONCE_MAX),
      ])
      const asked = await Promise.all([
        ...due.map((id) => receipts.askAgain(id)),
        ...external.map((each) => externalReceipts.askAgain(each)),
      ])
      // Where others have the turn, the next one comes anyway.
      if (!asked.includes(true)) return
    }
  }
  return { sweep, start: () => repeat(SWEEP_EVERY_MS, sweep) }
}
