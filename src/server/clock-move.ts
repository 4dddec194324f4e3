/**
 * Moves the sandbox's clock as time itself would have passed: it stops at every instant at which something is due, until
 * that is done. So nine days are lived through in a moment, with each notice tried as often as in nine days.
 */
import type { Instant } from '../core/brand.ts'
import type { Storage } from '../storage/storage.ts'
import type { GatewayParts } from './build-gateway.ts'

export async function moveClock(
  storage: Storage,
  { sweeper, outsideSweeper, dispatcher }: Pick<GatewayParts, 'sweeper' | 'outsideSweeper' | 'dispatcher'>,
  target: Instant,
): Promise<void> {
  for (;;) {
    await sweeper.sweep()
    await outsideSweeper.sweep()
    await dispatcher.drain()
    const now = storage.clock.now()
    if (now >= target) return
    const { payments, externalReceipts, refunds } = storage
    const due = await Promise.all([
      dispatcher.nextDueAt(),
      payments.nextEndsAt(),
      payments.nextReceiptDueAt(),
      externalReceipts.nextDueAt(),
      refunds.nextTransferDueAt(),
    ])
    const stop = Math.min(target, ...due.filter((at) => at !== null && at > now).map(Number))
    await storage.clock.advance(stop - now)
  }
}
