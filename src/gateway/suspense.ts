/** The desk of money in suspense: what waits, and what a person does about it. Told by command today, by a console tomorrow. */
import type { SuspenseId } from '../core/brand.ts'
import { type DeskRefusal, isUnsettled, type SuspenseEntry } from '../core/suspense.ts'
import type { SuspenseFilter } from '../storage/storage.ts'
import type { GatewayDeps } from './gateway.ts'
import { stampLate } from './late-stamp.ts'
import type { Stamps } from './stamps.ts'

export type DeskAnswer =
  | { readonly ok: true; readonly entry: SuspenseEntry }
  | { readonly ok: false; readonly why: DeskRefusal }

export interface SuspenseVerbs {
  find(id: SuspenseId): Promise<SuspenseEntry | undefined>
  /** Newest first. */
  list(filter: SuspenseFilter, after: SuspenseId | null, limit: number): Promise<readonly SuspenseEntry[]>
  /** Pays the payment of its number, where that may still be paid. */
  post(id: SuspenseId, note: string | null): Promise<DeskAnswer>
  /** It went back out of band. */
  refund(id: SuspenseId, note: string): Promise<DeskAnswer>
  /** It waits, and why. */
  hold(id: SuspenseId, note: string): Promise<DeskAnswer>
}

export const DESK_ACTIONS = ['post', 'refund', 'hold'] as const
export type DeskAction = (typeof DESK_ACTIONS)[number]

/** What a person may try on it as it stands; whether it is done, the rules say when it is asked for. */
export function actionsOn(entry: SuspenseEntry): readonly DeskAction[] {
  if (!isUnsettled(entry)) return []
  return entry.direction === 'in' && entry.paymentId !== null ? DESK_ACTIONS : ['refund', 'hold']
}

type Deps = Pick<GatewayDeps, 'storage' | 'issuer' | 'observe'> & { readonly stamps: Stamps }

export function createSuspense(deps: Deps): SuspenseVerbs {
  const { storage } = deps
  return {
    find: (id) => storage.suspense.find(id),
    list: (...asked) => storage.suspense.list(...asked),
    post: (id, note) => post(deps, id, note),
    refund: (id, note) => settle(deps, id, 'refunded', note),
    hold: (id, note) => settle(deps, id, 'held', note),
  }
}

async function post(deps: Deps, id: SuspenseId, note: string | null): Promise<DeskAnswer> {
  const { storage, stamps, observe } = deps
  const entry = await storage.suspense.find(id)
  if (entry === undefined) return { ok: false, why: 'not_found' }
  if (!isUnsettled(entry)) return { ok: false, why: 'settled' }
  const { merchantId, paymentId } = entry
  if (merchantId === null || paymentId === null) return { ok: false, why: 'no_payment' }
  const payment = await storage.payments.find(merchantId, paymentId)
  if (payment === undefined) return { ok: false, why: 'no_payment' }
  const late = await stampLate(deps, payment)
  const outcome = await storage.execute({
    type: 'post_suspense',
    id: stamps.commandId(),
    entry,
    paymentId,
    note,
    late,
  })
  if (outcome.kind === 'desk_refused') return { ok: false, why: outcome.why }
  observe({ type: 'collected_late', payment: outcome.payment })
  observe({ type: 'at_desk', entry: outcome.entry })
  return { ok: true, entry: outcome.entry }
}

async function settle(
  { storage, stamps, observe }: Deps,
  suspenseId: SuspenseId,
  as: 'refunded' | 'held',
  note: string,
): Promise<DeskAnswer> {
  const outcome = await storage.execute({ type: 'settle_suspense', id: stamps.commandId(), suspenseId, as, note })
  if (outcome.kind === 'desk_refused') return { ok: false, why: outcome.why }
  observe({ type: 'at_desk', entry: outcome.entry })
  return { ok: true, entry: outcome.entry }
}
