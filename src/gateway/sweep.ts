/**
 * Ends what time has ended: numbers past their deadline, claims nobody settled; and puts in doubt what no till completed. A late sweep is only untidy, because
 * every command catches up by itself; what it brings in time is the notice. Where storage has one owner, every claim
 * that is open at the start is an orphan: nobody is left to settle it.
 */
import type { PaymentId } from '../core/brand.ts'
import type { GatewayDeps } from './gateway.ts'
import type { Repeat } from './ports.ts'
import { createStamps } from './stamps.ts'

const SWEEP_EVERY_MS = 1000
/** A crowd of claims or deadlines goes in helpings, so that the tills' own commands find room between them. */
const SWEPT_AT_ONCE_MAX = 256
/** So many helpings of a crowd are looked at, of which each node takes one by chance: they seldom take the same. */
const HELPINGS = 4

export interface Sweeper {
  /** Ends every claim a former process left open; call it once, before the first till is heard. Answers how many there were. */
  adoptOrphans(): Promise<number>
  /** Everything that is due now. */
  sweep(): Promise<void>
  /** Sweeps again and again; returns the way to stop. */
  start(): () => Promise<void>
}

export function createSweeper({
  storage,
  observe,
  random,
  repeat,
}: Pick<GatewayDeps, 'storage' | 'observe' | 'random'> & { readonly repeat: Repeat }): Sweeper {
  const stamps = createStamps({ storage, random })

  /** Whether the claim is over. It may end past its number's deadline, and then both have ended. */
  const lapse = async (paymentId: PaymentId, orphaned: boolean): Promise<boolean> => {
    const { payment } = await storage.execute({ type: 'lapse', id: stamps.commandId(), paymentId, orphaned })
    if (payment?.lastAttempt?.state === 'refused') observe({ type: 'lapsed', payment })
    if (payment?.state === 'failed') observe({ type: 'expired', payment })
    return payment?.state !== 'authorising'
  }

  /** Whether the number is over. */
  const expire = async (paymentId: PaymentId): Promise<boolean> => {
    const { payment } = await storage.execute({ type: 'expire', id: stamps.commandId(), paymentId })
    if (payment?.state === 'failed') observe({ type: 'expired', payment })
    if (payment?.lastAttempt?.state === 'in_doubt') observe({ type: 'in_doubt', payment })
    return payment?.state !== 'ready'
  }

  /** The oldest where nobody else sweeps. */
  const helping = (due: readonly PaymentId[]): readonly PaymentId[] => {
    const chance = storage.isSoleOwner ? 0 : (random(1)[0] ?? 0) / 256
    const from = Math.floor(chance * Math.ceil(due.length / SWEPT_AT_ONCE_MAX)) * SWEPT_AT_ONCE_MAX
    return due.slice(from, from + SWEPT_AT_ONCE_MAX)
  }

  const sweep = async (): Promise<void> => {
    for (;;) {
      const due = await storage.payments.overdue(HELPINGS * SWEPT_AT_ONCE_MAX)
      const [expired, lapsed] = [helping(due.expired), helping(due.lapsed)]
      const over = await Promise.all([...lapsed.map((id) => lapse(id, false)), ...expired.map(expire)])
      const more = expired.length < due.expired.length || lapsed.length < due.lapsed.length
      // A machine that sets its clock back makes due numbers undue: then nothing ends, and the next turn comes anyway.
      if (!more || !over.includes(true)) return
    }
  }

  return {
    async adoptOrphans() {
      const orphans = storage.isSoleOwner ? await storage.payments.authorising() : []
      for (let from = 0; from < orphans.length; from += SWEPT_AT_ONCE_MAX) {
        await Promise.all(orphans.slice(from, from + SWEPT_AT_ONCE_MAX).map((id) => lapse(id, true)))
      }
      return orphans.length
    },
    sweep,
    start: () => repeat(SWEEP_EVERY_MS, sweep),
  }
}
